//! A file of the designated record set, and where it stands in one request.

use crate::chain::Hash;
use crate::id::{MemberId, PatientId, PracticeId, RecordId};
use crate::letter::{KeptBack, Withheld};
use crate::person::{Email, PersonName, folded};
use crate::request::{Request, Requester};
use crate::wire::{Candidate, Obstacle, Placement};
use crate::word::{Category, Concern, Format, Ground, Judgement, Kind, Outcome, Rejection, Sensitivity};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// The person the record is about, in the practice's index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    pub id: PatientId,
    pub practice: PracticeId,
    pub name: PersonName,
    pub birth_date: NaiveDate,
    /// Contacts that were known before any request.
    pub contacts: Vec<Email>,
}

impl Patient {
    /// How well the patient fits what a requester says of herself.
    pub fn candidate(
        &self,
        name: &PersonName,
        birth_date: NaiveDate,
        email: Option<&Email>,
        records: u32,
    ) -> Candidate {
        Candidate {
            patient: self.id.clone(),
            given_name: self.name.given().to_owned(),
            family_name: self.name.family().to_owned(),
            birth_date: self.birth_date,
            name_matches: folded(&self.name.full()) == folded(&name.full()),
            birth_date_matches: self.birth_date == birth_date,
            contact_matches: email.is_some_and(|email| self.contacts.contains(email)),
            records,
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    pub id: RecordId,
    pub practice: PracticeId,
    pub patient: PatientId,
    /// The file's name as it was uploaded.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Of the whole file, ISO-HDLC, as in zip.
    pub crc32: u32,
    pub category: Category,
    pub service_date: Option<NaiveDate>,
    pub sensitivity: Sensitivity,
    pub state: State,
}

#[derive(Clone, PartialEq, Eq)]
pub enum State {
    /// Granted; may arrive until then.
    Expected {
        until: DateTime<Utc>,
    },
    Inspected(Inspection),
    Rejected(Rejection),
    /// A member took it off the list before it had been taken. It is listed again if it arrives.
    Discarded,
    /// It was uploaded for a request that turned out to be about another patient.
    Withdrawn,
}

impl State {
    /// Whether the record stands in the staff ledger.
    pub fn is_listed(&self) -> bool {
        match self {
            Self::Expected { .. } | Self::Inspected(_) | Self::Rejected(_) => true,
            Self::Discarded | Self::Withdrawn => false,
        }
    }
}

/// What was found in the file on arrival.
#[derive(Clone, PartialEq, Eq)]
pub struct Inspection {
    pub format: Format,
    pub sha256: Hash,
    pub concerns: Vec<Concern>,
    /// The person that the file names, where that is another.
    pub names_person: Option<String>,
}

/// What was decided about one record in one request.
#[derive(Clone, PartialEq, Eq)]
pub enum Item {
    Judged(Judgement),
    Withheld(Box<Withholding>),
}

impl Item {
    /// Whether it is withheld, or proposed to be.
    pub fn is_withheld(&self) -> bool {
        match self {
            Self::Judged(_) => false,
            Self::Withheld(_) => true,
        }
    }

    /// Whether a professional or the officer judged that it is withheld.
    pub fn was_judged(&self) -> bool {
        match self {
            Self::Judged(_) => false,
            Self::Withheld(withholding) => withholding.determination.is_some() || withholding.approval.is_some(),
        }
    }
}

/// What members decided about the records of one request.
pub type Items = BTreeMap<RecordId, Item>;

/// A record, or a part of it, that is kept back on a ground.
#[derive(Clone, PartialEq, Eq)]
pub struct Withholding {
    pub ground: Ground,
    /// What it is, as the letter says it.
    pub what: String,
    /// Why, as the letter says it.
    pub reason: String,
    /// How long it is kept back, as the letter says it, where the law of a state asks for that; else empty.
    pub duration: String,
    /// The file that goes out in its place, where only a part is withheld, 45 CFR 164.524(d)(1).
    pub rest: Option<RecordId>,
    /// When the study should end, where access is suspended while it runs and someone knows.
    pub ends_on: Option<NaiveDate>,
    /// The ground's conditions that were found to hold, by their names.
    pub conditions: Vec<String>,
    pub determination: Option<Determination>,
    pub approval: Option<Approval>,
}

/// A licensed professional's judgement, 45 CFR 164.524(a)(3).
#[derive(Clone, PartialEq, Eq)]
pub struct Determination {
    pub by: MemberId,
    pub name: String,
    pub licence: String,
    pub on: NaiveDate,
    pub rationale: String,
}

/// The officer's approval of what is withheld.
#[derive(Clone, PartialEq, Eq)]
pub struct Approval {
    pub by: MemberId,
    pub name: String,
    pub on: NaiveDate,
    /// On what legal reading, where the ground needs one.
    pub note: String,
}

impl Withholding {
    /// Whom it still waits for.
    pub fn waits(&self) -> Option<Placement> {
        if self.ground.is_reviewable() && self.determination.is_none() {
            Some(Placement::WaitsForDetermination)
        } else if self.approval.is_none() {
            Some(Placement::WaitsForApproval)
        } else {
            None
        }
    }

    pub fn placement(&self, requester: &Requester) -> Placement {
        self.waits().unwrap_or(if leaves_no_trace(self.ground, requester) {
            Placement::NotTheirs
        } else {
            Placement::Withheld
        })
    }

    /// What the letter says of it; nothing of what the requester may not know to exist, and of a source in confidence
    /// nothing but that there is one: neither what it is nor a word that staff typed.
    pub fn told(&self, requester: &Requester) -> Option<Withheld> {
        if leaves_no_trace(self.ground, requester) {
            return None;
        }
        let (what, reason) = match self.ground {
            Ground::U6 | Ground::N3 => (String::new(), String::new()),
            Ground::U1 | Ground::U2 | Ground::U3 | Ground::U4 | Ground::U5 | Ground::R1 | Ground::R2 | Ground::R3 => {
                (self.what.clone(), self.reason.clone())
            }
        };
        Some(Withheld {
            ground: self.ground,
            what,
            reason,
            ends_on: self.ends_on,
            duration: self.duration.clone(),
        })
    }
}

/// Whether this requester may not know that something is withheld: care that they do not decide on, 45 CFR 164.502(g), and a
/// source in confidence, of which the patient alone is told, 45 CFR 164.524(a)(2)(v). Whoever gets a record by the patient's
/// directive is told nothing of what is withheld, and the patient has a letter of her own.
pub fn leaves_no_trace(ground: Ground, requester: &Requester) -> bool {
    match ground {
        Ground::N3 => true,
        Ground::U6 => !matches!(requester, Requester::Patient | Requester::Directed { .. }),
        Ground::U1 | Ground::U2 | Ground::U3 | Ground::U4 | Ground::U5 => false,
        Ground::R1 | Ground::R2 | Ground::R3 => false,
    }
}

/// Whether the officer has still to say what this requester may know of the record.
pub fn is_open_secret(record: &Record, request: &Request, item: Option<&Item>) -> bool {
    match item {
        Some(Item::Withheld(withholding)) => {
            withholding.waits().is_some() && leaves_no_trace(withholding.ground, &request.requester)
        }
        Some(Item::Judged(_)) => false,
        None => is_protected(record, request),
    }
}

/// Where a record stands in a request as of `now`.
pub fn placement(record: &Record, request: &Request, item: Option<&Item>, now: DateTime<Utc>) -> Placement {
    let judgement = match item {
        Some(Item::Judged(judgement)) => Some(*judgement),
        Some(Item::Withheld(_)) | None => None,
    };
    // A member may say that a record is what was asked for, whatever its category and date.
    let kept = judgement == Some(Judgement::Keep);
    if !kept && !request.scope.covers(record.category, record.service_date) {
        return Placement::NotAskedFor;
    }
    let inspection = match &record.state {
        State::Rejected(_) | State::Discarded | State::Withdrawn => return Placement::Rejected,
        State::Expected { until } if *until < now => return Placement::Rejected,
        State::Expected { .. } => return Placement::Waiting,
        State::Inspected(inspection) => inspection,
    };
    match item {
        Some(Item::Withheld(withholding)) => withholding.placement(&request.requester),
        Some(Item::Judged(Judgement::SetAside)) => Placement::SetAside,
        Some(Item::Judged(Judgement::Duplicate)) => Placement::Duplicate,
        Some(Item::Judged(Judgement::OutsideRecordSet)) => Placement::OutsideRecordSet,
        Some(Item::Judged(Judgement::Keep)) => Placement::In,
        None if is_protected(record, request) => Placement::Protected,
        None if record.sensitivity == Sensitivity::PsychotherapyNotes || !inspection.concerns.is_empty() => {
            Placement::NeedsJudgement
        }
        None => Placement::In,
    }
}

/// Whether this requester may not know of the record until the officer says so, 45 CFR 164.502(g)(3).
pub fn is_protected(record: &Record, request: &Request) -> bool {
    let protected = match record.sensitivity {
        Sensitivity::ProtectedCare => true,
        Sensitivity::Ordinary | Sensitivity::PsychotherapyNotes | Sensitivity::SubstanceUse => false,
    };
    protected && request.requester.needs_paper()
}

/// Whether a record of a substance-use program goes to a third party, which it may on the patient's written consent alone,
/// 42 CFR 2.31. The patient, and who acts for the patient, needs none, 42 CFR 2.23.
pub fn goes_on_consent(kind: Kind, ledger: impl IntoIterator<Item = (Sensitivity, Placement)>) -> bool {
    let is_directed = match kind {
        Kind::Directive => true,
        Kind::Access | Kind::Authorization | Kind::Subpoena | Kind::Treatment | Kind::Amendment | Kind::Complaint => {
            false
        }
    };
    is_directed
        && ledger
            .into_iter()
            .any(|place| place == (Sensitivity::SubstanceUse, Placement::In))
}

/// Whether something that was found in the file leaves in doubt whose it is.
pub fn is_in_doubt(record: &Record) -> bool {
    match &record.state {
        State::Inspected(inspection) => inspection.concerns.iter().any(|concern| concern.is_about_whose()),
        State::Expected { .. } | State::Rejected(_) | State::Discarded | State::Withdrawn => false,
    }
}

/// Why the records of a request can't be answered for now, among what the records themselves say.
pub fn obstacles(placements: impl IntoIterator<Item = Placement>) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let mut answered = false;
    for placement in placements {
        let obstacle = match placement {
            // What is withheld is answered, by its letter.
            Placement::In | Placement::Withheld => {
                answered = true;
                continue;
            }
            Placement::SetAside
            | Placement::Duplicate
            | Placement::OutsideRecordSet
            | Placement::NotAskedFor
            | Placement::NotTheirs => continue,
            Placement::Waiting => Obstacle::UploadsUnderWay,
            Placement::Rejected => Obstacle::FilesNotTaken,
            Placement::NeedsJudgement => Obstacle::ConcernsOpen,
            Placement::Protected => Obstacle::ProtectedOpen,
            Placement::WaitsForDetermination => Obstacle::DeterminationOpen,
            Placement::WaitsForApproval => Obstacle::ApprovalOpen,
        };
        if !found.contains(&obstacle) {
            found.push(obstacle);
        }
    }
    found.sort();
    if !answered && found.is_empty() {
        found.push(Obstacle::NothingToRelease);
    }
    found
}

/// Why a ledger as a whole can't be answered for now: what goes out in place of a withheld part must really go out, and
/// what is withheld must not go out under another name, 45 CFR 164.524(d)(1).
pub fn contradictions(ledger: &[(Record, Placement)], items: &Items) -> Vec<Obstacle> {
    let place = |id: &RecordId| {
        let known = ledger.iter().find(|(record, _)| record.id == *id);
        known.map(|(_, placement)| *placement)
    };
    let mut found = Vec::new();
    for (record, placement) in ledger {
        if !matches!(placement, Placement::Withheld | Placement::NotTheirs) {
            continue;
        }
        let rest = match items.get(&record.id) {
            Some(Item::Withheld(withholding)) => withholding.rest.as_ref(),
            Some(Item::Judged(_)) | None => None,
        };
        if rest.is_some_and(|rest| place(rest) != Some(Placement::In)) {
            found.push(Obstacle::RestNotOut);
        }
        if same_goes_out(record, ledger) {
            found.push(Obstacle::SameFileGoesOut);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Whether the very same file goes out under another name.
pub fn same_goes_out(record: &Record, ledger: &[(Record, Placement)]) -> bool {
    let Some(sha256) = sha256(record) else { return false };
    ledger.iter().any(|(other, placement)| {
        other.id != record.id && *placement == Placement::In && self::sha256(other) == Some(sha256)
    })
}

fn sha256(record: &Record) -> Option<Hash> {
    match &record.state {
        State::Inspected(inspection) => Some(inspection.sha256),
        State::Expected { .. } | State::Rejected(_) | State::Discarded | State::Withdrawn => None,
    }
}

/// What the letter of a release tells of what does not go out.
pub fn kept_back(request: &Request, ledger: &[(Record, Placement)], items: &Items) -> KeptBack {
    let mut kept_back = KeptBack {
        withheld: Vec::new(),
        left_out: false,
        untold: false,
        not_held: Vec::new(),
    };
    for (record, placement) in ledger {
        match placement {
            // The scope says of what is not asked for.
            Placement::In | Placement::NotAskedFor => {}
            Placement::Withheld => match items.get(&record.id) {
                Some(Item::Withheld(withholding)) => {
                    kept_back.withheld.extend(withholding.told(&request.requester));
                }
                Some(Item::Judged(_)) | None => {}
            },
            // Not even that there are papers of it.
            Placement::OutsideRecordSet if is_protected(record, request) => kept_back.untold = true,
            Placement::OutsideRecordSet => kept_back.left_out = true,
            Placement::SetAside
            | Placement::Duplicate
            | Placement::NotTheirs
            | Placement::Waiting
            | Placement::Rejected
            | Placement::NeedsJudgement
            | Placement::Protected
            | Placement::WaitsForDetermination
            | Placement::WaitsForApproval => kept_back.untold = true,
        }
    }
    kept_back
}

/// How a release ends the request, from what goes out and what does not.
pub fn outcome(placements: impl IntoIterator<Item = Placement>) -> Outcome {
    let (mut given, mut kept_back) = (false, false);
    for placement in placements {
        given |= placement == Placement::In;
        kept_back |= matches!(placement, Placement::Withheld | Placement::NotTheirs);
    }
    match (given, kept_back) {
        (false, true) => Outcome::Denied,
        (true, true) => Outcome::ReleasedInPart,
        (_, false) => Outcome::Released,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::decide::tests::submitted;
    use crate::request::Scope;
    use crate::word::Relation;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    pub(crate) fn record(state: State) -> Record {
        Record {
            id: RecordId::parse("x").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            patient: PatientId::parse("q").unwrap(),
            name: "scan.pdf".to_owned(),
            size: 1,
            crc32: 0,
            category: Category::Imaging,
            service_date: None,
            sensitivity: Sensitivity::Ordinary,
            state,
        }
    }

    pub(crate) fn inspected(concerns: Vec<Concern>) -> Record {
        record(State::Inspected(Inspection {
            format: Format::Pdf,
            sha256: Hash::of(b"x"),
            concerns,
            names_person: None,
        }))
    }

    pub(crate) fn withholding(ground: Ground) -> Withholding {
        Withholding {
            ground,
            what: "A page".to_owned(),
            reason: "It would harm.".to_owned(),
            duration: "Until June 1, 2027".to_owned(),
            rest: None,
            ends_on: None,
            conditions: Vec::new(),
            determination: None,
            approval: None,
        }
    }

    #[test]
    fn each_thing_by_which_a_patient_fits_is_compared_by_itself() {
        let on_file = Email::parse("email", "one@patient.example").unwrap();
        let patient = Patient {
            id: PatientId::parse("q").unwrap(),
            practice: PracticeId::parse("p").unwrap(),
            name: PersonName::parse("One", "Patient").unwrap(),
            birth_date: "1948-03-01".parse().unwrap(),
            contacts: vec![on_file.clone()],
        };
        let fits = |name: &str, born: &str, email: Option<&Email>| {
            let name = PersonName::parse(name, "Patient").unwrap();
            let found = patient.candidate(&name, born.parse().unwrap(), email, 3);
            (found.name_matches, found.birth_date_matches, found.contact_matches)
        };
        let other = Email::parse("email", "two@patient.example").unwrap();

        assert_eq!(fits("ONE", "1948-03-01", Some(&on_file)), (true, true, true));
        assert_eq!(fits("Two", "1948-03-01", Some(&on_file)), (false, true, true));
        assert_eq!(fits("One", "1948-03-02", Some(&on_file)), (true, false, true));
        assert_eq!(fits("One", "1948-03-01", Some(&other)), (true, true, false));
        assert_eq!(fits("One", "1948-03-01", None), (true, true, false));
    }

    #[test]
    fn the_ledger_lists_what_may_still_be_part_of_the_record() {
        let until = at("2026-11-24T12:00:00Z");
        let listed = [
            State::Expected { until },
            inspected(Vec::new()).state,
            State::Rejected(Rejection::Empty),
            State::Discarded,
            State::Withdrawn,
        ]
        .map(|state| state.is_listed());
        assert_eq!(listed, [true, true, true, false, false]);
    }

    #[test]
    fn a_release_ends_by_what_goes_out_and_what_does_not() {
        use Placement::{Duplicate, In, NotTheirs, Withheld};
        for (placements, expected) in [
            (&[In][..], Outcome::Released),
            (&[In, Duplicate], Outcome::Released),
            (&[], Outcome::Released),
            (&[Withheld], Outcome::Denied),
            (&[Duplicate, NotTheirs, Duplicate], Outcome::Denied),
            (&[In, Withheld, Duplicate], Outcome::ReleasedInPart),
            (&[NotTheirs, In], Outcome::ReleasedInPart),
        ] {
            assert_eq!(outcome(placements.iter().copied()), expected, "{placements:?}");
        }
    }

    fn determination() -> Determination {
        Determination {
            by: MemberId::parse("c").unwrap(),
            name: "Dr. C".to_owned(),
            licence: "TX 1".to_owned(),
            on: "2026-11-25".parse().unwrap(),
            rationale: "Danger.".to_owned(),
        }
    }

    fn approval() -> Approval {
        Approval {
            by: MemberId::parse("o").unwrap(),
            name: "O".to_owned(),
            on: "2026-11-25".parse().unwrap(),
            note: String::new(),
        }
    }

    #[test]
    fn every_record_is_in_or_out_with_its_reason() {
        let now = at("2026-11-24T12:00:00Z");
        let expected = |until| record(State::Expected { until: at(until) });
        let part = |category| Scope::Part {
            from: None,
            until: None,
            categories: vec![category],
        };
        let (imaging, billing) = (part(Category::Imaging), part(Category::Billing));
        let doubt = || inspected(vec![Concern::OtherPerson]);
        let rejected = || record(State::Rejected(Rejection::Empty));
        let notes = || Record {
            sensitivity: Sensitivity::PsychotherapyNotes,
            ..inspected(vec![])
        };
        let judged = |judgement| Some(Item::Judged(judgement));
        let whole = Scope::Whole;
        for (record, scope, item, placed) in [
            (inspected(vec![]), &whole, None, Placement::In),
            (inspected(vec![]), &imaging, None, Placement::In),
            (inspected(vec![]), &billing, None, Placement::NotAskedFor),
            (inspected(vec![]), &billing, judged(Judgement::Keep), Placement::In),
            (
                inspected(vec![]),
                &whole,
                judged(Judgement::SetAside),
                Placement::SetAside,
            ),
            (
                inspected(vec![]),
                &whole,
                judged(Judgement::Duplicate),
                Placement::Duplicate,
            ),
            (
                inspected(vec![]),
                &whole,
                judged(Judgement::OutsideRecordSet),
                Placement::OutsideRecordSet,
            ),
            (doubt(), &whole, None, Placement::NeedsJudgement),
            (doubt(), &billing, None, Placement::NotAskedFor),
            (doubt(), &whole, judged(Judgement::Keep), Placement::In),
            (doubt(), &whole, judged(Judgement::SetAside), Placement::SetAside),
            (notes(), &whole, None, Placement::NeedsJudgement),
            (notes(), &whole, judged(Judgement::Keep), Placement::In),
            (expected("2026-11-24T12:00:00Z"), &whole, None, Placement::Waiting),
            (expected("2026-11-24T11:59:59Z"), &whole, None, Placement::Rejected),
            (rejected(), &billing, None, Placement::NotAskedFor),
            (rejected(), &whole, judged(Judgement::Keep), Placement::Rejected),
        ] {
            let request = Request {
                scope: scope.clone(),
                ..submitted().next
            };
            assert_eq!(placement(&record, &request, item.as_ref(), now), placed);
        }
    }

    #[test]
    fn protected_care_waits_for_the_officer_only_where_a_representative_asks() {
        let protected = Record {
            sensitivity: Sensitivity::ProtectedCare,
            ..inspected(vec![])
        };
        let own = submitted().next;
        let mother = Request {
            requester: Requester::Representative {
                name: own.name.clone(),
                relation: Relation::Parent,
            },
            ..own.clone()
        };
        let now = at("2026-11-24T12:00:00Z");

        assert_eq!(placement(&protected, &own, None, now), Placement::In);
        assert_eq!(placement(&protected, &mother, None, now), Placement::Protected);
        let kept = Item::Judged(Judgement::Keep);
        assert_eq!(placement(&protected, &mother, Some(&kept), now), Placement::In);
    }

    #[test]
    fn nothing_is_withheld_without_the_judgements_that_its_ground_asks_for() {
        for (_, ground) in Ground::WIRE {
            let proposed = withholding(ground);
            let determined = Withholding {
                determination: Some(determination()),
                ..proposed.clone()
            };
            let approved = Withholding {
                approval: Some(approval()),
                ..determined.clone()
            };
            let first = if ground.is_reviewable() {
                Placement::WaitsForDetermination
            } else {
                Placement::WaitsForApproval
            };
            assert_eq!(proposed.placement(&Requester::Patient), first, "{ground:?}");
            assert_eq!(
                determined.placement(&Requester::Patient),
                Placement::WaitsForApproval,
                "{ground:?}"
            );
            let last = if ground == Ground::N3 {
                Placement::NotTheirs
            } else {
                Placement::Withheld
            };
            assert_eq!(approved.placement(&Requester::Patient), last, "{ground:?}");
        }
    }

    #[test]
    fn a_letter_tells_of_every_denial_but_of_nothing_that_must_not_be_known() {
        for (_, ground) in Ground::WIRE {
            let told = withholding(ground).told(&Requester::Patient);

            assert_eq!(told.is_none(), ground == Ground::N3, "{ground:?}");
            assert_eq!(
                told.is_some_and(|told| told.what.is_empty() && told.reason.is_empty()),
                ground == Ground::U6,
                "{ground:?}"
            );
        }
    }

    #[test]
    fn that_someone_spoke_in_confidence_is_told_to_the_patient_alone() {
        let name = submitted().next.name;
        for requester in [
            Requester::Representative {
                name,
                relation: Relation::Parent,
            },
            Requester::Other {
                name: "Hart & Hart".to_owned(),
            },
        ] {
            for (_, ground) in Ground::WIRE {
                let held = Withholding {
                    determination: Some(determination()),
                    approval: Some(approval()),
                    ..withholding(ground)
                };
                let is_silent = matches!(ground, Ground::U6 | Ground::N3);

                assert_eq!(held.told(&requester).is_none(), is_silent, "{ground:?}");
                let placement = held.placement(&requester);
                assert_eq!(
                    placement == Placement::NotTheirs,
                    is_silent,
                    "{ground:?}: {placement:?}"
                );
            }
        }
    }

    /// The letter with the record says nothing of it to whom she named; the one about it is hers.
    #[test]
    fn who_directs_a_record_to_someone_is_told_as_the_patient_that_she_is() {
        let directed = Requester::Directed {
            to: "Her sister".to_owned(),
            place: "1 Main St".to_owned(),
        };
        let held = Withholding {
            approval: Some(approval()),
            ..withholding(Ground::U6)
        };

        let told = held.told(&directed).unwrap();
        assert_eq!(
            (told.ground, told.what.as_str(), told.reason.as_str()),
            (Ground::U6, "", "")
        );
    }

    #[test]
    fn a_letter_speaks_of_everything_only_where_everything_goes_out() {
        use Placement::{Duplicate, In, NotAskedFor, NotTheirs, OutsideRecordSet, SetAside, Withheld};
        let items = Items::from([(inspected(vec![]).id, Item::Withheld(Box::new(withholding(Ground::U2))))]);
        for (placements, expected) in [
            (vec![In, In], (0, false, false)),
            (vec![In, NotAskedFor], (0, false, false)),
            (vec![In, Withheld], (1, false, false)),
            (vec![In, OutsideRecordSet], (0, true, false)),
            (vec![In, SetAside], (0, false, true)),
            (vec![In, Duplicate], (0, false, true)),
            (vec![In, NotTheirs], (0, false, true)),
        ] {
            let ledger: Vec<_> = placements.iter().map(|place| (inspected(vec![]), *place)).collect();
            let kept_back = kept_back(&submitted().next, &ledger, &items);
            let told = (kept_back.withheld.len(), kept_back.left_out, kept_back.untold);
            assert_eq!(told, expected, "{placements:?}");
        }
    }

    #[test]
    fn of_protected_care_that_is_no_part_of_the_record_no_letter_tells() {
        let own = submitted().next;
        let mother = Request {
            requester: Requester::Representative {
                name: own.name.clone(),
                relation: Relation::Parent,
            },
            ..own.clone()
        };
        for (request, sensitivity, is_told) in [
            (&own, Sensitivity::ProtectedCare, true),
            (&mother, Sensitivity::ProtectedCare, false),
            (&mother, Sensitivity::Ordinary, true),
        ] {
            let record = Record {
                sensitivity,
                ..inspected(vec![])
            };
            let ledger = [(record, Placement::OutsideRecordSet)];
            let kept_back = kept_back(request, &ledger, &Items::new());

            assert_eq!((kept_back.left_out, kept_back.untold), (is_told, !is_told));
        }
    }

    #[test]
    fn a_record_of_a_substance_use_program_needs_consent_where_it_goes_to_a_third_party_and_nowhere_else() {
        let program = |placement| {
            [
                (Sensitivity::Ordinary, Placement::In),
                (Sensitivity::SubstanceUse, placement),
            ]
        };
        for (name, kind) in Kind::WIRE {
            let is_directed = kind == Kind::Directive;
            assert_eq!(goes_on_consent(kind, program(Placement::In)), is_directed, "{name}");
            assert!(!goes_on_consent(kind, program(Placement::Withheld)), "{name}");
        }
        for (name, sensitivity) in Sensitivity::WIRE {
            let is_of_program = sensitivity == Sensitivity::SubstanceUse;
            let goes = goes_on_consent(Kind::Directive, [(sensitivity, Placement::In)]);
            assert_eq!(goes, is_of_program, "{name}");
        }
        let own = submitted().next;
        let record = Record {
            sensitivity: Sensitivity::SubstanceUse,
            ..inspected(vec![])
        };
        let at = at("2026-11-24T15:00:00Z");
        assert_eq!(placement(&record, &own, None, at), Placement::In);
    }

    #[test]
    fn nothing_is_released_past_an_open_question() {
        use Placement::{
            In, NeedsJudgement, NotAskedFor, Protected, Rejected, SetAside, Waiting, WaitsForApproval,
            WaitsForDetermination, Withheld,
        };
        for (placements, expected) in [
            (vec![In, SetAside, NotAskedFor], vec![]),
            (vec![Withheld], vec![]),
            (vec![], vec![Obstacle::NothingToRelease]),
            (vec![SetAside], vec![Obstacle::NothingToRelease]),
            (vec![Placement::NotTheirs], vec![Obstacle::NothingToRelease]),
            (vec![In, Rejected], vec![Obstacle::FilesNotTaken]),
            (vec![In, Waiting], vec![Obstacle::UploadsUnderWay]),
            (vec![In, NeedsJudgement], vec![Obstacle::ConcernsOpen]),
            (vec![In, Protected], vec![Obstacle::ProtectedOpen]),
            (vec![In, WaitsForDetermination], vec![Obstacle::DeterminationOpen]),
            (vec![In, WaitsForApproval], vec![Obstacle::ApprovalOpen]),
            (
                vec![NeedsJudgement, Waiting],
                vec![Obstacle::UploadsUnderWay, Obstacle::ConcernsOpen],
            ),
        ] {
            assert_eq!(obstacles(placements.clone()), expected, "{placements:?}");
        }
    }

    #[test]
    fn what_is_withheld_goes_out_under_no_other_name_and_its_rest_goes_out() {
        let named = |id: &str| Record {
            id: RecordId::parse(id).unwrap(),
            ..inspected(vec![])
        };
        let other = Record {
            state: State::Inspected(Inspection {
                format: Format::Pdf,
                sha256: Hash::of(b"y"),
                concerns: vec![],
                names_person: None,
            }),
            ..named("rest")
        };
        let held = |rest: &str| {
            let withholding = Withholding {
                rest: RecordId::parse(rest),
                ..withholding(Ground::U2)
            };
            Items::from([(RecordId::parse("held").unwrap(), Item::Withheld(Box::new(withholding)))])
        };
        for (ledger, rest, expected) in [
            (vec![(named("held"), Placement::Withheld)], "", vec![]),
            (
                vec![(named("held"), Placement::Withheld), (named("copy"), Placement::In)],
                "",
                vec![Obstacle::SameFileGoesOut],
            ),
            (
                vec![
                    (named("held"), Placement::Withheld),
                    (named("copy"), Placement::SetAside),
                ],
                "",
                vec![],
            ),
            (
                vec![(named("held"), Placement::Withheld), (other.clone(), Placement::In)],
                "rest",
                vec![],
            ),
            (
                vec![(named("held"), Placement::Withheld), (other, Placement::SetAside)],
                "rest",
                vec![Obstacle::RestNotOut],
            ),
        ] {
            assert_eq!(contradictions(&ledger, &held(rest)), expected);
        }
    }
}
