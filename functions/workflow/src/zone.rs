//! Time zones, turned into dates here at the edge; the rules know dates alone.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::decide::Moment;
use domain::practice::Practice;
use domain::request::Received;

/// Whether a zone is one of the United States'. A practice with another is refused where it is read.
pub fn is_known(time_zone: &str) -> bool {
    time_zone.parse::<Tz>().is_ok()
}

/// The day that it is at a place.
pub fn day(at: DateTime<Utc>, time_zone: &str) -> NaiveDate {
    let zone = time_zone.parse::<Tz>().unwrap_or(Tz::Pacific__Honolulu);
    at.with_timezone(&zone).date_naive()
}

pub fn moment(at: DateTime<Utc>, time_zone: &str) -> Moment {
    Moment {
        at,
        on: day(at, time_zone),
    }
}

/// When a request was received, and under which states' law: at the location that was named, or, where none was, in the
/// zone of the practice where it is earliest, and in any of its states.
pub fn received(at: DateTime<Utc>, practice: &Practice, location: Option<&domain::id::LocationId>) -> Received {
    let named = location.and_then(|id| practice.location(id));
    let time_zone = named
        .or_else(|| practice.locations.iter().min_by_key(|place| day(at, &place.time_zone)))
        .map_or("Pacific/Honolulu", |place| place.time_zone.as_str());
    let places = practice.locations.iter();
    let held = places.filter(|place| named.is_none_or(|named| named.id == place.id));
    let mut states: Vec<_> = held.map(|place| place.state.clone()).collect();
    states.sort_unstable();
    states.dedup();
    Received {
        at,
        on: day(at, time_zone),
        time_zone: time_zone.to_owned(),
        states,
    }
}

/// The latest day at any of the practice's locations, so that a birth today is never in the future.
pub fn latest_day(at: DateTime<Utc>, practice: &Practice) -> NaiveDate {
    practice
        .locations
        .iter()
        .map(|place| day(at, &place.time_zone))
        .max()
        .unwrap_or_else(|| at.date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock;
    use domain::fee::Schedule;
    use domain::id::{LocationId, PracticeId};
    use domain::law::Version;
    use domain::practice::Location;
    use domain::word::{Access, Kind};

    fn practice(zones: &[&str]) -> Practice {
        Practice {
            id: PracticeId::parse("p").unwrap(),
            name: String::new(),
            contact: String::new(),
            telephone: String::new(),
            locations: zones
                .iter()
                .enumerate()
                .map(|(index, zone)| Location {
                    id: LocationId::parse(&format!("l{index}")).unwrap(),
                    name: String::new(),
                    address: String::new(),
                    state: ["CO", "CA"][index % 2].to_owned(),
                    time_zone: (*zone).to_owned(),
                })
                .collect(),
            fees: Schedule::default(),
        }
    }

    #[test]
    fn a_request_is_received_on_the_locations_own_day_and_due_thirty_days_later() {
        for (received_at, zone, received_on, due_on) in [
            ("2026-01-31T04:30:00Z", "America/New_York", "2026-01-30", "2026-03-01"),
            ("2026-03-08T06:59:59Z", "America/New_York", "2026-03-08", "2026-04-07"),
            ("2026-03-08T07:00:01Z", "America/New_York", "2026-03-08", "2026-04-07"),
            ("2026-11-01T05:30:00Z", "America/New_York", "2026-11-01", "2026-12-01"),
            ("2028-01-30T17:00:00Z", "America/Chicago", "2028-01-30", "2028-02-29"),
            ("2027-01-30T17:00:00Z", "America/Chicago", "2027-01-30", "2027-03-01"),
            ("2026-12-02T09:30:00Z", "Pacific/Honolulu", "2026-12-01", "2026-12-31"),
            (
                "2026-06-05T02:00:00Z",
                "America/Los_Angeles",
                "2026-06-04",
                "2026-07-04",
            ),
        ] {
            let location = LocationId::parse("l0").unwrap();

            let received = received(received_at.parse().unwrap(), &practice(&[zone]), Some(&location));

            assert_eq!(received.on.to_string(), received_on, "{received_at}");
            let due = clock::due(&clock::Ask {
                law: Version::NEWEST,
                kind: Kind::Access,
                access: Access::Copy,
                is_electronic: true,
                mental_health: None,
                states: &received.states,
                received_on: received.on,
                written_on: Some(received.on),
                time_zone: &received.time_zone,
                extensions: &[],
            });
            assert_eq!(due.due_on.to_string(), due_on, "{received_at}");
        }
    }

    #[test]
    fn without_a_location_the_earliest_day_of_the_practice_counts() {
        let practice = practice(&["America/Chicago", "America/Los_Angeles"]);
        let at = "2026-11-24T07:00:00Z".parse().unwrap();

        let received = received(at, &practice, None);

        assert_eq!(
            (received.on.to_string().as_str(), received.time_zone.as_str()),
            ("2026-11-23", "America/Los_Angeles")
        );
        assert_eq!(received.states, ["CA", "CO"], "the earliest of their limits counts");
        let named = super::received(at, &practice, LocationId::parse("l0").as_ref());
        assert_eq!(named.states.as_slice(), ["CO"]);
        assert_eq!(latest_day(at, &practice).to_string(), "2026-11-24");
    }

    #[test]
    fn every_state_and_territory_has_its_zone_and_the_rest_of_the_world_is_left_out() {
        for zone in [
            "America/New_York",
            "America/Detroit",
            "America/Kentucky/Louisville",
            "America/Indiana/Indianapolis",
            "America/Chicago",
            "America/Menominee",
            "America/North_Dakota/Center",
            "America/Denver",
            "America/Boise",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "America/Adak",
            "Pacific/Honolulu",
            "Pacific/Guam",
            "Pacific/Saipan",
            "Pacific/Pago_Pago",
            "America/Puerto_Rico",
            "America/St_Thomas",
        ] {
            assert!(zone.parse::<Tz>().is_ok(), "{zone}");
        }
        assert!(
            "Europe/Paris".parse::<Tz>().is_err(),
            "the filter of .cargo/config.toml is not heeded"
        );
    }
}
