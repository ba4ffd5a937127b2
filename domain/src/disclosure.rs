//! The desk's log of what went out, to whom and when, and the part of it that is the accounting of 45 CFR 164.528. A line
//! is written with what it tells of, and says what was so then: whom a record went to is not corrected afterwards.

use crate::csv;
use crate::decide;
use crate::event::{Actor, Event, Happened};
use crate::id::{PatientId, PracticeId, RequestId};
use crate::misdirection::Step;
use crate::request::{Request, Requester};
use crate::text;
use crate::wire::report::{DisclosureCard, DisclosureLog};
use crate::word::{Handing, Outcome, Outgoing, Work};
use chrono::{DateTime, NaiveDate, Utc};

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    pub practice: PracticeId,
    pub request: RequestId,
    pub receipt: String,
    /// Whose record it is, where that is known.
    pub patient: Option<PatientId>,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// The day at the location on which it went out.
    pub on: NaiveDate,
    pub how: Outgoing,
    pub to: String,
    /// An address, where there is one.
    pub place: String,
    /// The member who did it, or nobody.
    pub by: Option<String>,
    /// Of what went to someone wrong: what it was, and how it came about.
    pub what: String,
    pub why: String,
}

/// What a wrong release was, as the officer writes it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misdirection {
    pub on: NaiveDate,
    pub to: String,
    pub place: String,
    pub what: String,
    pub why: String,
}

/// The line of an event, if by it something went out. It happened to `before`, and made `next` of it.
pub fn of(before: &Request, next: &Request, event: &Event) -> Option<Disclosure> {
    if let Some(misdirection) = misdirected(&event.happened) {
        return Some(Disclosure {
            on: misdirection.on,
            to: misdirection.to.clone(),
            place: misdirection.place.clone(),
            what: misdirection.what.clone(),
            why: misdirection.why.clone(),
            by: by(&event.actor),
            ..line(before, Outgoing::Misdirected, event.at, event.on)
        });
    }
    let how = outgoing(before, next, &event.happened)?;
    Some(Disclosure {
        by: by(&event.actor),
        ..line(before, how, event.at, event.on)
    })
}

/// What the accounting is told of a wrong release: once in each case, when it is known who got it.
fn misdirected(happened: &Happened) -> Option<&Misdirection> {
    match happened {
        Happened::Misdirected { misdirection } => Some(misdirection),
        Happened::WrongRelease { step, .. } => match step {
            Step::Opened(opened) => opened.account(),
            Step::Accounted(misdirection) => Some(misdirection),
            Step::Recalled { .. }
            | Step::Assessed(_)
            | Step::Decided { .. }
            | Step::Written { .. }
            | Step::Told { .. }
            | Step::Warned(_) => None,
        },
        _ => None,
    }
}

/// The line of what a recipient did with a link.
pub fn of_link(request: &Request, how: Outgoing, at: DateTime<Utc>, on: NaiveDate) -> Disclosure {
    line(request, how, at, on)
}

fn by(actor: &Actor) -> Option<String> {
    match actor {
        Actor::Member { name, .. } => Some(name.clone()),
        Actor::Requester | Actor::Desk => None,
    }
}

/// How something went out by an event, if it did. Where everything was withheld, only a letter did.
fn outgoing(before: &Request, next: &Request, happened: &Happened) -> Option<Outgoing> {
    if before.outcome == Some(Outcome::Denied) {
        return None;
    }
    match happened {
        Happened::PackageReady { .. } => decide::goes_by_itself(next).then_some(Outgoing::LinkSent),
        // One whose package is still to be made is told of when that is there.
        Happened::DeliveryReissued { .. } => {
            (next.work == Work::Ready && next.contact.email.is_some()).then_some(Outgoing::LinkSent)
        }
        Happened::RecordEmailed { .. } => Some(Outgoing::Emailed),
        // The letter to the patient about it.
        Happened::HandedOver { .. } if decide::directive::waits_for_letter(before) => None,
        // Elsewhere it is a letter without a record.
        Happened::HandedOver { handing, .. } if matches!(before.work, Work::Ready | Work::Delivered) => {
            Some(match handing {
                Handing::Posted => Outgoing::Posted,
                Handing::InPerson => Outgoing::InPerson,
                Handing::Inspected => Outgoing::Inspected,
                Handing::Emailed => Outgoing::Emailed,
            })
        }
        _ => None,
    }
}

fn line(request: &Request, how: Outgoing, at: DateTime<Utc>, on: NaiveDate) -> Disclosure {
    let (to, place) = match &request.requester {
        Requester::Directed { to, place } => (to.clone(), place.clone()),
        Requester::Patient | Requester::Representative { .. } | Requester::Other { .. } => {
            (request.addressee(), place(request, how))
        }
    };
    Disclosure {
        practice: request.practice.clone(),
        request: request.id.clone(),
        receipt: request.receipt.clone(),
        patient: request.patient.clone(),
        at,
        on,
        how,
        to,
        place,
        by: None,
        what: String::new(),
        why: String::new(),
    }
}

/// Where it went. Who opened a link is known, and not where.
fn place(request: &Request, how: Outgoing) -> String {
    let contact = &request.contact;
    let text = match how {
        Outgoing::LinkSent | Outgoing::Emailed => contact.email.as_ref().map(|email| email.as_str().to_owned()),
        Outgoing::Posted => contact.address.as_ref().map(|address| address.as_str().to_owned()),
        Outgoing::Downloaded
        | Outgoing::DownloadedAgain
        | Outgoing::Viewed
        | Outgoing::InPerson
        | Outgoing::Inspected
        | Outgoing::Misdirected => None,
    };
    text.unwrap_or_default()
}

/// Whether it stands in the accounting of 45 CFR 164.528: what went to the individual, to who acts for her, or where she
/// directed it does not.
pub fn is_accounted(how: Outgoing) -> bool {
    match how {
        Outgoing::Misdirected => true,
        Outgoing::LinkSent
        | Outgoing::Downloaded
        | Outgoing::DownloadedAgain
        | Outgoing::Viewed
        | Outgoing::Emailed
        | Outgoing::Posted
        | Outgoing::InPerson
        | Outgoing::Inspected => false,
    }
}

impl Disclosure {
    pub fn card(&self) -> DisclosureCard {
        DisclosureCard {
            request: self.request.clone(),
            receipt: self.receipt.clone(),
            at: self.at,
            on: self.on,
            how: self.how,
            to: self.to.clone(),
            place: self.place.clone(),
            by: self.by.clone(),
            what: self.what.clone(),
            why: self.why.clone(),
        }
    }
}

/// The log as a table.
pub fn log_csv(log: &DisclosureLog) -> String {
    let rows = log.disclosures.iter().map(|line| {
        vec![
            line.on.to_string(),
            line.receipt.clone(),
            text::outgoing(line.how).to_owned(),
            line.to.clone(),
            line.place.clone(),
            line.by.clone().unwrap_or_default(),
        ]
    });
    let headings = [
        "Day",
        "Receipt number",
        "How it went out",
        "To whom",
        "Address",
        "Done by",
    ];
    csv::document(&headings, rows.collect::<Vec<_>>())
}

/// The accounting as a table: when, to whom, where, what and why, 45 CFR 164.528(b)(2).
pub fn accounting_csv(log: &DisclosureLog) -> String {
    let accounted = log.disclosures.iter().filter(|line| is_accounted(line.how));
    let rows = accounted.map(|line| {
        vec![
            line.on.to_string(),
            line.receipt.clone(),
            line.to.clone(),
            line.place.clone(),
            line.what.clone(),
            line.why.clone(),
        ]
    });
    let headings = ["Day", "Receipt number", "To whom", "Address", "What", "Why"];
    csv::document(&headings, rows.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::at;
    use crate::id::{DeliveryId, MemberId, NoticeId};
    use crate::person::PersonName;
    use crate::word::Relation;

    fn event(request: &Request, happened: Happened) -> Event {
        Event {
            request: request.id.clone(),
            seq: 9,
            at: "2026-12-01T15:00:00Z".parse().unwrap(),
            on: "2026-12-01".parse().unwrap(),
            actor: Actor::Member {
                id: MemberId::parse("dana").unwrap(),
                name: "Dana Reyes".to_owned(),
            },
            happened,
        }
    }

    fn handed(handing: Handing) -> Happened {
        Happened::HandedOver {
            handing,
            note: "A note that may say anything.".to_owned(),
            on: None,
            letter: None,
        }
    }

    fn reissued() -> Happened {
        Happened::DeliveryReissued {
            delivery: DeliveryId::parse("d").unwrap(),
            replaces: None,
        }
    }

    #[test]
    fn what_goes_out_is_a_line_and_a_letter_alone_or_a_decision_is_none() {
        let emailed = Happened::RecordEmailed {
            delivery: DeliveryId::parse("d").unwrap(),
            notice: NoticeId::parse("n").unwrap(),
        };
        for (work, happened, expected) in [
            (Work::Ready, reissued(), Some(Outgoing::LinkSent)),
            (Work::Ready, emailed, Some(Outgoing::Emailed)),
            (Work::Ready, handed(Handing::Posted), Some(Outgoing::Posted)),
            (Work::Delivered, handed(Handing::InPerson), Some(Outgoing::InPerson)),
            (Work::Ready, handed(Handing::Inspected), Some(Outgoing::Inspected)),
            (Work::Answered, handed(Handing::Posted), None),
            (Work::Gathering, handed(Handing::Posted), None),
            (Work::Delivered, Happened::Closed, None),
            (Work::Ready, Happened::Undone, None),
        ] {
            let request = at(work);
            let line = of(&request, &request, &event(&request, happened));
            assert_eq!(line.map(|line| line.how), expected, "{work:?}");
        }
        let denied = Request {
            outcome: Some(Outcome::Denied),
            ..at(Work::Ready)
        };
        assert!(of(&denied, &denied, &event(&denied, handed(Handing::Posted))).is_none());
    }

    #[test]
    fn a_line_names_who_got_it_where_and_who_did_it() {
        let own = at(Work::Ready);
        let mother = Request {
            requester: Requester::Representative {
                name: PersonName::parse("Ana", "Lopez").ok().unwrap(),
                relation: Relation::Parent,
            },
            ..at(Work::Ready)
        };
        let directed = Request {
            requester: Requester::Directed {
                to: "Dr. Hart".to_owned(),
                place: "1 Elm Street".to_owned(),
            },
            ..at(Work::Ready)
        };

        for (request, happened, to, place) in [
            (&own, reissued(), "One Mhvtestveteran", "one@patient.example"),
            (&own, handed(Handing::InPerson), "One Mhvtestveteran", ""),
            (&mother, reissued(), "Ana Lopez", "one@patient.example"),
            (&directed, handed(Handing::Posted), "Dr. Hart", "1 Elm Street"),
        ] {
            let line = of(request, request, &event(request, happened)).unwrap();
            assert_eq!((line.to.as_str(), line.place.as_str()), (to, place));
            assert_eq!(line.by.as_deref(), Some("Dana Reyes"));
        }
    }

    #[test]
    fn the_accounting_holds_what_went_to_someone_wrong_alone_on_the_day_it_did() {
        let before = at(Work::Ready);
        let misdirected = Happened::Misdirected {
            misdirection: Misdirection {
                on: "2026-11-28".parse().unwrap(),
                to: "=Another patient".to_owned(),
                place: "2 Elm Street".to_owned(),
                what: "One visit note".to_owned(),
                why: "Two envelopes were mixed up".to_owned(),
            },
        };
        let lines =
            [reissued(), misdirected].map(|happened| of(&before, &before, &event(&before, happened)).unwrap().card());

        let log = DisclosureLog {
            from: "2026-11".to_owned(),
            until: "2026-12".to_owned(),
            disclosures: lines.into(),
        };

        let accounting = accounting_csv(&log);
        assert_eq!(accounting.lines().count(), 2);
        let row = "2026-11-28,7K3M-92QF-4D,'=Another patient,2 Elm Street,One visit note,Two envelopes were mixed up";
        assert_eq!(accounting.lines().last(), Some(row));
        assert_eq!(log_csv(&log).lines().count(), 3);
    }
}
