//! What becomes of single records: kept, left out, or withheld on a ground with the judgements that it needs.

use super::{Decision, Moment, Refusal, add_task, by, decision, end_tasks, may_add_records, review};
use crate::event::Happened;
use crate::ground;
use crate::letter::state;
use crate::parse;
use crate::practice::{Clerk, Clinician, Officer};
use crate::record::{self, Approval, Determination, Item, Items, Record, Withholding};
use crate::request::{Pending, Request};
use crate::wire::Placement;
use crate::word::{Access, Ground, Judgement, Sensitivity, TaskKind};

/// A decision, and what it makes of the record in this request: nothing, where a ground fell.
pub type Held = (Decision, Option<Item>);

/// A record as it stands in a request, with what was decided about it.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    pub record: &'a Record,
    pub before: Option<&'a Item>,
    /// Whether other records still wait for the officer to say what this requester may know.
    pub others_protected: bool,
    /// Whether the very same file goes out under another name.
    pub same_goes_out: bool,
    /// How many other records of the request are withheld, or proposed to be.
    pub others_withheld: usize,
}

/// So many records of one request are withheld at most. Their letter is one row of 400 KB, and a review that gives all of them
/// is one transaction of 100 rows: no decision may become one that can't be committed.
pub const WITHHELD: usize = 80;

impl<'a> Standing<'a> {
    /// As it stands among all records of the patient.
    pub fn of(record: &'a Record, request: &Request, (ledger, items): (&[(Record, Placement)], &'a Items)) -> Self {
        let is_secret = |(other, placement): &(Record, Placement)| {
            let is_there =
                matches!(placement, Placement::Protected | Placement::Waiting) || items.contains_key(&other.id);
            other.id != record.id && is_there && record::is_open_secret(other, request, items.get(&other.id))
        };
        Self {
            record,
            before: items.get(&record.id),
            others_protected: ledger.iter().any(is_secret),
            same_goes_out: record::same_goes_out(record, ledger),
            others_withheld: items
                .iter()
                .filter(|(id, item)| **id != record.id && item.is_withheld())
                .count(),
        }
    }
}

/// What a member says of a record: that it goes out although it raised a concern, or why it does not belong here.
/// What a requester must not know of, what was judged before, and what leaves the record set is the officer's to decide; and so
/// is what leaves it on nobody's word but the clerk's: where nothing that was found in the file leaves in doubt whose it is,
/// and where no other file is the very same. Access is to all of the record set, 45 CFR 164.524(a)(1).
pub fn judge(
    request: &Request,
    clerk: &Clerk,
    officer: Option<&Officer>,
    item: Standing<'_>,
    judgement: Judgement,
    moment: Moment,
) -> Result<Held, Refusal> {
    may_add_records(request)?;
    let Standing { record, before, .. } = item;
    review::not_under_review(request, &record.id)?;
    if judgement != Judgement::Keep {
        review::stays_given(request, &record.id)?;
    }
    if officer.is_none() {
        clerk_may(request, item, judgement)?;
    }
    let happened = Happened::RecordJudged {
        record: record.id.clone(),
        file: record.name.clone(),
        judgement,
    };
    let after = Some(Item::Judged(judgement));
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
        settle_secrets(next, item, after.as_ref(), moment);
    });
    Ok((decision, after))
}

fn clerk_may(request: &Request, item: Standing<'_>, judgement: Judgement) -> Result<(), Refusal> {
    let Standing { record, before, .. } = item;
    if record::is_protected(record, request) || before.is_some_and(Item::was_judged) {
        return Err(Refusal::OfficerDecides);
    }
    match judgement {
        Judgement::Keep => Ok(()),
        Judgement::OutsideRecordSet => Err(Refusal::OfficerDecides),
        // Notes that are kept apart are withheld, with a letter, or they go out.
        Judgement::SetAside | Judgement::Duplicate if record.sensitivity == Sensitivity::PsychotherapyNotes => {
            Err(Refusal::OfficerDecides)
        }
        Judgement::SetAside if record::is_in_doubt(record) => Ok(()),
        Judgement::SetAside => Err(Refusal::NobodysDoubt),
        Judgement::Duplicate if item.same_goes_out => Ok(()),
        Judgement::Duplicate => Err(Refusal::NotTheSame),
    }
}

/// Proposes to keep a record back. It goes nowhere until those who must judge have judged. A proposal puts an end to what
/// was judged of the one before, so that it is the officer's where anyone has.
pub fn withhold(
    request: &Request,
    clerk: &Clerk,
    officer: Option<&Officer>,
    item: Standing<'_>,
    (command, rest): (parse::Withhold, Option<Placement>),
    moment: Moment,
) -> Result<Held, Refusal> {
    let Standing { record, before, .. } = item;
    may_add_records(request)?;
    review::not_under_review(request, &record.id)?;
    review::stays_given(request, &record.id)?;
    if officer.is_none() && before.is_some_and(Item::was_judged) {
        return Err(Refusal::OfficerDecides);
    }
    if item.others_withheld >= WITHHELD && !before.is_some_and(Item::is_withheld) {
        return Err(Refusal::TooManyWithheld);
    }
    if !fits(command.ground, request, record) {
        return Err(Refusal::GroundDoesNotFit);
    }
    let is_told = |name: &str| command.conditions.iter().any(|told| told == name);
    let asked = || ground::conditions(command.ground, &request.received.states);
    let open: Vec<_> = asked()
        .filter(|asked| !is_told(asked.id))
        .map(|asked| asked.id)
        .collect();
    if !open.is_empty() {
        return Err(Refusal::ConditionsOpen(open));
    }
    if command.duration.is_empty() && needs_duration(command.ground, request) {
        return Err(Refusal::DurationMissing);
    }
    let conditions: Vec<_> = asked().map(|asked| asked.id.to_owned()).collect();
    if command.rest.is_some() && (rest != Some(Placement::In) || command.rest.as_ref() == Some(&record.id)) {
        return Err(Refusal::RestDoesNotGoOut);
    }
    if command.ends_on.is_some_and(|day| day < moment.on) {
        return Err(Refusal::StudyEnded);
    }
    let happened = Happened::Withheld {
        record: record.id.clone(),
        file: record.name.clone(),
        ground: command.ground,
        reason: command.reason.clone(),
        conditions: conditions.clone(),
        rest: command.rest.clone(),
    };
    let after = Some(Item::Withheld(Box::new(Withholding {
        ground: command.ground,
        what: command.what,
        reason: command.reason,
        duration: command.duration,
        rest: command.rest,
        ends_on: command.ends_on,
        conditions,
        determination: None,
        approval: None,
    })));
    let decision = decision(request, moment, by(clerk), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
        settle_secrets(next, item, after.as_ref(), moment);
    });
    Ok((decision, after))
}

/// Whether the letter must say for how long: Texas asks for that of a mental-health record, Tex. Health & Safety Code 611.0045.
/// Of what nothing is told nothing is said.
fn needs_duration(ground: Ground, request: &Request) -> bool {
    ground != Ground::N3 && state::asks_duration(&request.received.states, request.told_ask().mental_health)
}

/// Whether a ground can be used here at all, as far as that follows from who asks and for what.
fn fits(ground: Ground, request: &Request, record: &Record) -> bool {
    let representative = request.requester.is_representative();
    let by_paper = request.requester.needs_paper();
    // Protected care is no denial, and a denial would tell of it.
    if record::is_protected(record, request) {
        return ground == Ground::N3;
    }
    match ground {
        Ground::U3 => request.access == Access::Copy,
        Ground::U5 => false,
        Ground::R3 => representative,
        Ground::N3 => by_paper,
        Ground::U1 | Ground::U2 | Ground::U4 | Ground::U6 | Ground::R1 | Ground::R2 => true,
    }
}

/// A licensed professional judges whether the ground's standard is met. If not, the record stands as if nobody had
/// proposed to withhold it.
pub fn determine(
    request: &Request,
    clinician: &Clinician,
    Standing { record, before, .. }: Standing<'_>,
    (stands, rationale): (bool, String),
    moment: Moment,
) -> Result<Held, Refusal> {
    may_add_records(request)?;
    review::not_under_review(request, &record.id)?;
    if clinician.licence().trim().is_empty() {
        return Err(Refusal::LicenceMissing);
    }
    let withholding = waiting(before, Placement::WaitsForDetermination)?;
    let happened = Happened::Determined {
        record: record.id.clone(),
        file: record.name.clone(),
        stands,
        rationale: rationale.clone(),
        licence: clinician.licence().to_owned(),
    };
    let after = stands.then(|| {
        Item::Withheld(Box::new(Withholding {
            determination: Some(Determination {
                by: clinician.member().clone(),
                name: clinician.name().to_owned(),
                licence: clinician.licence().to_owned(),
                on: moment.on,
                rationale,
            }),
            ..withholding.clone()
        }))
    });
    let decision = decision(request, moment, by(clinician), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
    });
    Ok((decision, after))
}

/// The officer approves what is withheld, on a legal reading where the ground needs one, or lets it go out.
pub fn approve(
    request: &Request,
    officer: &Officer,
    item: Standing<'_>,
    (stands, note): (bool, String),
    moment: Moment,
) -> Result<Held, Refusal> {
    may_add_records(request)?;
    let Standing { record, before, .. } = item;
    review::not_under_review(request, &record.id)?;
    let withholding = waiting(before, Placement::WaitsForApproval)?;
    if stands && note.is_empty() && ground::needs_legal_note(withholding.ground) {
        return Err(Refusal::LegalNoteMissing);
    }
    let happened = Happened::Approved {
        record: record.id.clone(),
        file: record.name.clone(),
        stands,
        note: note.clone(),
    };
    let is_protected = record::is_protected(record, request);
    let after = if stands {
        Some(Item::Withheld(Box::new(Withholding {
            approval: Some(Approval {
                by: officer.member().clone(),
                name: officer.name().to_owned(),
                on: moment.on,
                note,
            }),
            ..withholding.clone()
        })))
    } else {
        // Of protected care this is the officer's word that it may be known.
        is_protected.then_some(Item::Judged(Judgement::Keep))
    };
    let decision = decision(request, moment, by(officer), happened, |next| {
        next.version += 1;
        next.pending = pending(next.pending, before, after.as_ref());
        settle_secrets(next, item, after.as_ref(), moment);
    });
    Ok((decision, after))
}

/// What this requester may not know of is never held silently: while something of it is open, the officer has it the same day.
fn settle_secrets(next: &mut Request, item: Standing<'_>, after: Option<&Item>, moment: Moment) {
    if item.others_protected || record::is_open_secret(item.record, next, after) {
        add_task(next, TaskKind::DecideProtected, moment.on);
    } else if record::is_open_secret(item.record, next, item.before) {
        end_tasks(next, &[TaskKind::DecideProtected]);
    }
}

fn waiting(item: Option<&Item>, stage: Placement) -> Result<&Withholding, Refusal> {
    match item {
        Some(Item::Withheld(withholding)) if withholding.waits() == Some(stage) => Ok(withholding),
        Some(Item::Withheld(_) | Item::Judged(_)) | None => Err(Refusal::NotWaiting),
    }
}

/// How many items wait, after one of them changed.
fn pending(pending: Pending, before: Option<&Item>, after: Option<&Item>) -> Pending {
    let (was, is) = (before.map_or((0, 0), waits), after.map_or((0, 0), waits));
    Pending {
        determinations: (pending.determinations + is.0).saturating_sub(was.0),
        approvals: (pending.approvals + is.1).saturating_sub(was.1),
    }
}

fn waits(item: &Item) -> (u32, u32) {
    match item {
        Item::Judged(_) => (0, 0),
        Item::Withheld(withholding) => match withholding.waits() {
            Some(Placement::WaitsForDetermination) => (1, 0),
            Some(_) => (0, 1),
            None => (0, 0),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Hash;
    use crate::decide::fee::tests::practice;
    use crate::decide::tests::{approved, at, clerk, clinician, command, matched, moment, officer, patient};
    use crate::decide::{self, Matched, correcting};
    use crate::id::{PatientId, RecordId};
    use crate::letter::{self, Letter};
    use crate::record::tests::{inspected, withholding};
    use crate::record::{Inspection, Patient, State};
    use crate::request::{Entry, Requester};
    use crate::word::{Concern, Evidence, Format, Relation, Work};

    /// Numbers in no order, the same ones each time: a failure comes again.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).unwrap() % sides
        }

        fn of<T: Copy>(&mut self, all: &[T]) -> T {
            all[self.roll(all.len())]
        }
    }

    const GROUNDS: [Ground; 4] = [Ground::U1, Ground::U2, Ground::R1, Ground::R2];
    const JUDGEMENTS: [Judgement; 4] = [
        Judgement::Keep,
        Judgement::SetAside,
        Judgement::Duplicate,
        Judgement::OutsideRecordSet,
    ];

    /// A request of some records, on which three act: two that are the very same, one that names another person, and one
    /// that is like no other.
    struct Case {
        request: Request,
        records: [Record; 4],
        items: Items,
        /// The record that is looked at.
        at: usize,
    }

    impl Case {
        fn new() -> Self {
            let file = |id: &str, bytes: &[u8], concerns: Vec<Concern>| Record {
                id: RecordId::parse(id).unwrap(),
                state: State::Inspected(Inspection {
                    format: Format::Pdf,
                    sha256: Hash::of(bytes),
                    concerns,
                    names_person: None,
                }),
                ..inspected(vec![])
            };
            Self {
                request: at(Work::Gathering),
                records: [
                    file("one", b"same", vec![]),
                    file("two", b"same", vec![]),
                    file("doubt", b"doubt", vec![Concern::OtherPerson]),
                    file("alone", b"alone", vec![]),
                ],
                items: Items::new(),
                at: 0,
            }
        }

        fn ledger(&self) -> Vec<(Record, Placement)> {
            let place = |record| record::placement(record, &self.request, self.items.get(&record.id), moment().at);
            self.records
                .iter()
                .map(|record| (record.clone(), place(record)))
                .collect()
        }

        fn standing(&self) -> Standing<'_> {
            Standing::of(&self.records[self.at], &self.request, (&self.ledger(), &self.items))
        }

        fn held(&mut self, held: Result<Held, Refusal>) {
            let Ok((decision, item)) = held else { return };
            self.request = decision.next;
            let id = &self.records[self.at].id;
            match item {
                Some(item) => self.items.insert(id.clone(), item),
                None => self.items.remove(id),
            };
        }

        fn verified(&mut self, id: &str, officer: Option<&Officer>) {
            let patient = Patient {
                id: PatientId::parse(id).unwrap(),
                ..patient()
            };
            let matched = Matched {
                linked: &[],
                items: &self.items,
                officer,
                ..matched(&patient, vec![Evidence::IdSeen])
            };
            if let Ok(decision) = decide::verify(&self.request, &clerk(), matched, moment()) {
                self.request = decision.next;
            }
        }

        /// What a clerk may do, alone or as the officer.
        fn by_desk(&mut self, officer: Option<&Officer>, dice: &mut Dice) {
            let held = match dice.roll(4) {
                0 => withhold(
                    &self.request,
                    &clerk(),
                    officer,
                    self.standing(),
                    (command(dice.of(&GROUNDS)), None),
                    moment(),
                ),
                1 => judge(
                    &self.request,
                    &clerk(),
                    officer,
                    self.standing(),
                    dice.of(&JUDGEMENTS),
                    moment(),
                ),
                2 => {
                    let day = if dice.roll(2) == 0 { "1948-03-01" } else { "1949-03-01" };
                    let entry = Entry {
                        birth_date: day.parse().unwrap(),
                        ..self.request.entry()
                    };
                    let reason = "It says so.".to_owned();
                    let command = (parse::Correct { entry, reason }, &[][..], &self.items);
                    if let Ok(corrected) = correcting::correct(&self.request, &clerk(), officer, command, moment()) {
                        self.request = corrected.decision.next;
                        if corrected.is_anew {
                            self.items.clear();
                        }
                    }
                    return;
                }
                _ => return self.verified(dice.of(&["q", "other"]), officer),
            };
            self.held(held);
        }

        fn by_professional(&mut self, dice: &mut Dice) {
            let found = (dice.roll(3) > 0, "As I judge it.".to_owned());
            let held = determine(&self.request, &clinician(), self.standing(), found, moment());
            self.held(held);
        }

        fn by_officer(&mut self, dice: &mut Dice) {
            if dice.roll(2) == 0 {
                return self.by_desk(Some(&officer()), dice);
            }
            let found = (dice.roll(3) > 0, approved().1);
            let held = approve(&self.request, &officer(), self.standing(), found, moment());
            self.held(held);
        }
    }

    /// The judgement is the professional's, 45 CFR 164.524(a)(3), and to undo it is the officer's.
    #[test]
    fn whatever_a_clerk_does_alone_what_was_judged_to_be_withheld_stays_as_it_was_judged() {
        let mut judged = 0;
        for seed in 0..300 {
            let (mut case, mut dice) = (Case::new(), Dice(seed));
            for _ in 0..80 {
                case.at = dice.roll(case.records.len());
                match dice.roll(6) {
                    0 => case.by_professional(&mut dice),
                    1 => case.by_officer(&mut dice),
                    _ => {
                        let (before, patient) = (case.items.clone(), case.request.patient.clone());
                        case.by_desk(None, &mut dice);
                        let was_judged: Vec<_> = before.iter().filter(|(_, item)| item.was_judged()).collect();
                        let stay = was_judged.iter().all(|(id, item)| case.items.get(id) == Some(item));
                        assert!(stay, "seed {seed}: a clerk overturns what was judged");
                        if !was_judged.is_empty() {
                            judged += 1;
                            assert_eq!(case.request.patient, patient, "seed {seed}: a clerk leaves it behind");
                        }
                    }
                }
            }
        }
        assert!(judged > 1_000, "{judged}");
    }

    /// Access is to all of the record set, 45 CFR 164.524(a)(1).
    #[test]
    fn whatever_a_clerk_does_alone_each_page_of_the_chart_goes_out_or_waits_to_be_judged() {
        let mut left_out = 0;
        for seed in 0..300 {
            let (mut case, mut dice) = (Case::new(), Dice(seed));
            for _ in 0..40 {
                case.at = dice.roll(case.records.len());
                case.by_desk(None, &mut dice);
                let ledger = case.ledger();
                for (record, placement) in &ledger {
                    let waits = matches!(
                        placement,
                        Placement::WaitsForDetermination | Placement::WaitsForApproval
                    );
                    let goes = *placement == Placement::In || record::same_goes_out(record, &ledger);
                    let copy_waits = *placement == Placement::Duplicate;
                    left_out += usize::from(copy_waits);
                    assert!(
                        goes || waits || copy_waits || record::is_in_doubt(record),
                        "seed {seed}: {} is gone: {placement:?}",
                        record.id
                    );
                    assert!(
                        !copy_waits
                            || ledger.iter().any(|(other, place)| {
                                other.id != record.id && *place != Placement::Duplicate && other.state == record.state
                            }),
                        "seed {seed}: {} is a copy of nothing",
                        record.id
                    );
                }
            }
        }
        assert!(left_out > 100, "{left_out}");
    }

    /// What a release and a review of it write is bounded by how much is withheld.
    #[test]
    fn no_more_is_withheld_than_one_letter_and_one_transaction_hold() {
        let mut case = Case::new();
        for number in 0..WITHHELD {
            let item = Item::Withheld(Box::new(withholding(Ground::U2)));
            case.items
                .insert(RecordId::parse(&format!("held{number}")).unwrap(), item);
        }
        let refusal = |case: &Case| {
            let command = (command(Ground::U2), None);
            withhold(&case.request, &clerk(), None, case.standing(), command, moment()).err()
        };
        assert_eq!(refusal(&case), Some(Refusal::TooManyWithheld));
        let last = case.items.pop_last().unwrap();
        assert_eq!(refusal(&case), None);
        case.items.insert(case.records[0].id.clone(), last.1);
        assert_eq!(
            refusal(&case),
            None,
            "what is withheld can be proposed with other words"
        );
        case.at = 1;
        assert_eq!(refusal(&case), Some(Refusal::TooManyWithheld));
    }

    #[test]
    fn what_is_withheld_beside_a_record_is_neither_itself_nor_what_was_judged() {
        let mut case = Case::new();
        let [judged, other] = ["judged", "other"].map(|id| RecordId::parse(id).unwrap());
        let withheld = Item::Withheld(Box::new(withholding(Ground::U2)));
        case.items.insert(case.records[0].id.clone(), withheld.clone());
        case.items.insert(judged, Item::Judged(Judgement::Keep));
        assert_eq!(case.standing().others_withheld, 0);
        case.items.insert(other, withheld);
        assert_eq!(case.standing().others_withheld, 1);
    }

    fn mother() -> Request {
        Request {
            requester: Requester::Representative {
                name: patient().name,
                relation: Relation::Parent,
            },
            ..at(Work::Gathering)
        }
    }

    /// Of a source in confidence the patient alone is told.
    #[test]
    fn what_another_than_the_patient_may_not_know_is_the_officers_the_same_day_until_it_is_decided() {
        for (request, ground, is_secret) in [
            (at(Work::Gathering), Ground::U6, false),
            (mother(), Ground::U6, true),
            (mother(), Ground::N3, true),
            (mother(), Ground::U2, false),
        ] {
            let mut case = Case::new();
            case.request = request;
            let tasks =
                |case: &Case| -> Vec<_> { case.request.tasks.iter().map(|task| (task.kind, task.due_on)).collect() };
            let open = if is_secret {
                vec![(TaskKind::DecideProtected, moment().on)]
            } else {
                vec![]
            };
            for at in [0, 3] {
                case.at = at;
                let held = withhold(
                    &case.request,
                    &clerk(),
                    None,
                    case.standing(),
                    (command(ground), None),
                    moment(),
                );
                case.held(held);
                assert_eq!(tasks(&case), open, "{ground:?}");
            }
            for (at, left) in [(0, open), (3, vec![])] {
                case.at = at;
                let held = approve(&case.request, &officer(), case.standing(), approved(), moment());
                case.held(held);
                assert_eq!(tasks(&case), left, "{ground:?}");
            }
        }
    }

    #[test]
    fn a_letter_to_a_third_party_is_the_same_whether_something_stays_here_or_not() {
        let directed = Request {
            requester: Requester::Directed {
                to: "Her sister".to_owned(),
                place: "1 Main St".to_owned(),
            },
            ..at(Work::Gathering)
        };
        let written = |request: &Request, ledger: &[(Record, Placement)]| {
            let kept_back = record::kept_back(request, ledger, &Items::new());
            letter::text(Letter::Release(&letter::release(
                request,
                &practice(),
                (1, 10),
                kept_back,
                moment().on,
            )))
        };
        let whole = [(inspected(vec![]), Placement::In)];
        for stays in [Placement::NotTheirs, Placement::SetAside, Placement::Duplicate] {
            let part = [(inspected(vec![]), Placement::In), (inspected(vec![]), stays)];

            assert_eq!(written(&directed, &part), written(&directed, &whole), "{stays:?}");
            assert!(!written(&directed, &part).contains("whole"));
            assert_eq!(written(&mother(), &part), written(&mother(), &whole), "{stays:?}");
            assert!(!written(&at(Work::Gathering), &part).contains("whole"), "{stays:?}");
        }
        assert!(written(&at(Work::Gathering), &whole).contains("This is your whole record"));
    }

    #[test]
    fn what_is_judged_of_another_file_ends_no_task_about_what_may_not_be_known() {
        let mut case = Case::new();
        case.request = mother();
        case.records[1].sensitivity = Sensitivity::ProtectedCare;
        case.records[1].state = State::Expected {
            until: moment().at + chrono::TimeDelta::hours(1),
        };
        let granted = decide::grant_uploads(&case.request, &clerk(), vec![], true, moment()).unwrap();
        case.request = granted.next;
        case.at = 2;

        case.held(judge(
            &case.request,
            &clerk(),
            None,
            case.standing(),
            Judgement::Keep,
            moment(),
        ));

        assert!(case.items.contains_key(&case.records[2].id));
        assert_eq!(case.request.tasks.len(), 1, "it is on its way");
    }

    #[test]
    fn nothing_waits_for_a_study_that_has_ended() {
        let case = Case::new();
        for (day, expected) in [
            ("2026-11-24", Some(Refusal::StudyEnded)),
            ("2026-11-25", None),
            ("2027-06-30", None),
        ] {
            let command = parse::Withhold {
                ends_on: Some(day.parse().unwrap()),
                ..command(Ground::U4)
            };
            let held = withhold(
                &case.request,
                &clerk(),
                None,
                case.standing(),
                (command, None),
                moment(),
            );
            assert_eq!(held.err(), expected, "{day}");
        }
    }
}
