//! One line of an append-only history, with the complete content of what it sent.

use crate::chain::Hash;
use crate::disclosure::Misdirection;
use crate::fee::{Cents, Choice, Quote};
use crate::id::{DeliveryId, JobId, MemberId, NoticeId, PatientId, RecordId, RequestId, ScanId};
use crate::letter::{Answer, Letter, Release};
use crate::misdirection::{self, Assessment, Step};
use crate::request::{Agreed, Entry, Intake, Linked, Requester};
use crate::review::Finding;
use crate::task::{Assignee, Task};
use crate::wire::What;
use crate::word::{Channel, Evidence, Ground, Handing, Judgement, Stage, Way};
use chrono::{DateTime, NaiveDate, Utc};

#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    pub request: RequestId,
    /// 1 for the first of a request.
    pub seq: u64,
    pub at: DateTime<Utc>,
    /// The day at the location.
    pub on: NaiveDate,
    pub actor: Actor,
    pub happened: Happened,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Actor {
    Requester,
    Member {
        id: MemberId,
        name: String,
    },
    /// A job of the desk's own.
    Desk,
}

impl Actor {
    pub fn member(&self) -> Option<&MemberId> {
        match self {
            Self::Member { id, .. } => Some(id),
            Self::Requester | Self::Desk => None,
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
pub enum Happened {
    /// The letter acknowledges it; the first requests have none.
    Submitted {
        letter: Option<Box<Answer>>,
    },
    /// A clerk entered what came by another way than the page. Another kind of ask has no letter.
    Entered {
        intake: Intake,
        letter: Option<Box<Answer>>,
    },
    ContactProven,
    /// Where another patient was chosen before, what was uploaded for this request was withdrawn from that one's
    /// list, and the links to requests about that one end.
    Verified {
        patient: PatientId,
        evidence: Vec<Evidence>,
        /// The paper that shows that a representative may act, or that a directive is signed.
        authority: String,
        withdrawn: Vec<RecordId>,
        unlinked: Vec<Linked>,
    },
    /// Links to upload these were given out.
    UploadsGranted {
        records: Vec<RecordId>,
    },
    RecordJudged {
        record: RecordId,
        /// The file's name.
        file: String,
        judgement: Judgement,
    },
    /// A file that was rejected or never arrived is no longer listed.
    RecordDiscarded {
        record: RecordId,
        file: String,
    },
    Released {
        manifest: Hash,
        letter: Box<Release>,
    },
    PackageReady {
        delivery: DeliveryId,
        sha256: Hash,
        size: u64,
        /// Of the one PDF beside it.
        bound: Option<Hash>,
    },
    /// The job can't go on: what was released is not what lies there.
    AssemblyFailed {
        job: JobId,
    },
    /// The provider refused a message for good.
    MailFailed {
        notice: NoticeId,
    },
    DeliveryReissued {
        delivery: DeliveryId,
        replaces: Option<DeliveryId>,
    },
    DeliveryRevoked {
        delivery: DeliveryId,
    },
    Collected {
        delivery: DeliveryId,
    },
    Closed,
    /// Keeping a record back was proposed. It waits for those who decide.
    Withheld {
        record: RecordId,
        file: String,
        ground: Ground,
        reason: String,
        /// The ground's conditions that were found to hold, by their names.
        conditions: Vec<String>,
        /// The file that goes out in its place, where only a part is kept back.
        rest: Option<RecordId>,
    },
    /// A licensed professional judged, 45 CFR 164.524(a)(3); `false` lets the record go out.
    Determined {
        record: RecordId,
        file: String,
        stands: bool,
        rationale: String,
        licence: String,
    },
    /// The officer approved what is withheld, or let it go out.
    Approved {
        record: RecordId,
        file: String,
        stands: bool,
        /// On what legal reading; may be empty.
        note: String,
    },
    Extended {
        letter: Box<Answer>,
    },
    /// The request is answered by a letter without a record.
    Answered {
        letter: Box<Answer>,
    },
    /// Another kind of ask went to who answers it.
    Routed {
        to: String,
        /// The points of the checklist that were found to be there, and what it comes to that others are not.
        checked: Vec<String>,
        verdict: Option<String>,
    },
    Assigned {
        to: Option<Assignee>,
    },
    NoteWritten {
        text: String,
    },
    MessageSent {
        text: String,
        asks: bool,
    },
    MessageReceived {
        text: String,
    },
    TaskAdded {
        task: Task,
    },
    TaskDone {
        number: u64,
    },
    ContactChanged {
        evidence: Vec<Evidence>,
    },
    /// The requester was told the PIN once more.
    PinGiven {
        evidence: Vec<Evidence>,
    },
    /// A picture of what came on paper, a fax or a letter. It is no part of the patient's record.
    ScanAttached {
        scan: ScanId,
        file: String,
        media_type: String,
    },
    Arranged {
        agreed: Agreed,
        /// What was asked or owed for a copy that is not made any more.
        lapsed: Option<Cents>,
    },
    /// The record or the letter went to the requester outside the page.
    HandedOver {
        handing: Handing,
        note: String,
        /// The day on which the letter of an extension went, where it was another than the one on which it is noted.
        on: Option<NaiveDate>,
        /// Where it went to a third party, what the patient is told of it, 45 CFR 164.524(c)(3)(ii).
        letter: Option<Box<Answer>>,
    },
    /// To one more ask, or to all of those that this one was linked to, and where a receipt of theirs was put right.
    Linked {
        to: Vec<Linked>,
    },
    /// The two do not belong together: one of them was entered wrongly.
    Unlinked {
        from: Linked,
    },
    /// What was entered wrongly was put right. The request says what holds now.
    Corrected {
        before: Box<Entry>,
        reason: String,
        /// The links that do not fit any more.
        unlinked: Vec<Linked>,
    },
    Reopened {
        reason: String,
    },
    /// What was decided last is taken back: it had not gone out.
    Undone,
    /// The PDF of the letter of that event did not come, and its message went without.
    PrintFailed {
        letter: u64,
    },
    /// An extension is taken back: the letter of that event had not gone.
    ExtensionUndone {
        letter: u64,
    },
    /// Staff took the package to print it or to hand it over.
    PackageTaken {
        way: Way,
    },
    /// A message came back: the address does not take it.
    MailBounced {
        notice: NoticeId,
    },
    /// The provider has handed the message over.
    MailArrived {
        notice: NoticeId,
    },
    /// The provider took the letter of an extension, which counts from here on.
    ExtensionGiven {
        notice: NoticeId,
    },
    /// The record went by plain e-mail, as the requester wanted it.
    RecordEmailed {
        delivery: DeliveryId,
        notice: NoticeId,
    },
    /// The provider took a message and never said what became of it.
    MailUnreported {
        notice: NoticeId,
    },
    /// The clock of the request has run so far.
    ClockWarned {
        stage: Stage,
    },
    /// A record went to someone wrong, and the officer wrote it down. So it was before that was a case.
    Misdirected {
        misdirection: Misdirection,
    },
    /// Why a record that is ready does not go out yet.
    DelayExplained {
        reason: String,
    },
    /// The requester said whether what was sent can be opened.
    ArrivalConfirmed {
        opened: bool,
    },
    /// The requester asked for a second look at what a letter withheld, 45 CFR 164.524(a)(4).
    ReviewAsked {
        /// The number of the event with that letter.
        denial: u64,
        items: Vec<RecordId>,
        channel: Channel,
        asked_on: NaiveDate,
    },
    ReviewAssigned {
        to: Assignee,
        licence: String,
    },
    /// Whoever was to look works here no more.
    ReviewUnassigned,
    ReviewDecided {
        findings: Vec<Finding>,
        licence: String,
        letter: Box<Answer>,
    },
    /// The letter with the outcome went to the requester outside the page.
    ReviewHandedOver {
        handing: Handing,
        note: String,
    },
    /// The time of the review has run so far.
    ReviewWarned {
        stage: Stage,
    },
    /// What the copy costs was worked out. The letter tells it before the copy is made; where there is no fee, there is none.
    FeeQuoted {
        quote: Box<Quote>,
        letter: Option<Box<Answer>>,
    },
    /// What the requester said to it, on the page or to whoever notes it.
    FeeAnswered {
        choice: Choice,
        cents: Cents,
    },
    FeeWaived {
        cents: Cents,
    },
    FeePaid {
        cents: Cents,
    },
    /// A step in the case of a record that went to someone wrong, by the number of the event that opened it.
    WrongRelease {
        case: u64,
        step: Step,
    },
    /// Nothing of the request may be let go until the hold is taken off.
    HoldPlaced {
        reason: String,
    },
    HoldLifted {
        reason: String,
    },
}

impl Happened {
    pub fn what(&self) -> What {
        match self {
            Self::Submitted { .. } => What::Submitted,
            Self::Entered { .. } => What::Entered,
            Self::ContactProven => What::ContactProven,
            Self::Verified { .. } => What::Verified,
            Self::UploadsGranted { .. } => What::UploadsGranted,
            Self::RecordJudged { judgement, .. } => match judgement {
                Judgement::Keep => What::RecordKept,
                Judgement::SetAside => What::RecordSetAside,
                Judgement::Duplicate => What::RecordDuplicate,
                Judgement::OutsideRecordSet => What::RecordOutside,
            },
            Self::RecordDiscarded { .. } => What::RecordDiscarded,
            Self::Released { .. } => What::Released,
            Self::PackageReady { .. } => What::PackageReady,
            Self::AssemblyFailed { .. } => What::AssemblyFailed,
            Self::MailFailed { .. } => What::MailFailed,
            Self::DeliveryReissued { .. } => What::DeliveryReissued,
            Self::DeliveryRevoked { .. } => What::DeliveryRevoked,
            Self::Collected { .. } => What::Collected,
            Self::Closed => What::Closed,
            Self::Withheld { .. } => What::Withheld,
            Self::Determined { stands: true, .. } => What::Determined,
            Self::Determined { stands: false, .. } => What::DeterminedOut,
            Self::Approved { stands: true, .. } => What::Approved,
            Self::Approved { stands: false, .. } => What::ApprovalRefused,
            Self::Extended { .. } => What::Extended,
            Self::Answered { .. } => What::Answered,
            Self::Routed { .. } => What::Routed,
            Self::Assigned { to: Some(_) } => What::Assigned,
            Self::Assigned { to: None } => What::Unassigned,
            Self::NoteWritten { .. } => What::NoteWritten,
            Self::MessageSent { .. } => What::MessageSent,
            Self::MessageReceived { .. } => What::MessageReceived,
            Self::TaskAdded { .. } => What::TaskAdded,
            Self::TaskDone { .. } => What::TaskDone,
            Self::ContactChanged { .. } => What::ContactChanged,
            Self::PinGiven { .. } => What::PinGiven,
            Self::ScanAttached { .. } => What::ScanAttached,
            Self::Arranged { lapsed: None, .. } => What::Arranged,
            Self::Arranged { lapsed: Some(_), .. } => What::ArrangedAnew,
            Self::HandedOver { handing, .. } => match handing {
                Handing::Posted => What::Posted,
                Handing::InPerson => What::HandedOver,
                Handing::Inspected => What::Inspected,
                Handing::Emailed => What::Emailed,
            },
            Self::Linked { .. } => What::Linked,
            Self::Unlinked { .. } => What::Unlinked,
            Self::Corrected { .. } => What::Corrected,
            Self::Reopened { .. } => What::Reopened,
            Self::Undone => What::Undone,
            Self::ExtensionUndone { .. } => What::ExtensionUndone,
            Self::PrintFailed { .. } => What::PrintFailed,
            Self::PackageTaken { .. } => What::PackageTaken,
            Self::MailBounced { .. } => What::MailBounced,
            Self::MailArrived { .. } => What::MailArrived,
            Self::ExtensionGiven { .. } => What::ExtensionGiven,
            Self::RecordEmailed { .. } => What::Emailed,
            Self::MailUnreported { .. } => What::MailUnreported,
            Self::ClockWarned { stage: Stage::Soon } => What::DueSoon,
            Self::ClockWarned { stage: Stage::Today } => What::DueToday,
            Self::ClockWarned { stage: Stage::Overdue } => What::Overdue,
            Self::Misdirected { .. } => What::Misdirected,
            Self::DelayExplained { .. } => What::DelayExplained,
            Self::ArrivalConfirmed { opened: true } => What::Opened,
            Self::ArrivalConfirmed { opened: false } => What::NotOpened,
            Self::ReviewAsked { .. } => What::ReviewAsked,
            Self::ReviewAssigned { .. } => What::ReviewAssigned,
            Self::ReviewUnassigned => What::ReviewUnassigned,
            Self::ReviewDecided { .. } => What::ReviewDecided,
            Self::ReviewHandedOver { .. } => What::ReviewTold,
            Self::ReviewWarned { stage: Stage::Soon } => What::ReviewDueSoon,
            Self::ReviewWarned { stage: Stage::Today } => What::ReviewDueToday,
            Self::ReviewWarned { stage: Stage::Overdue } => What::ReviewOverdue,
            Self::FeeQuoted { letter: Some(_), .. } => What::FeeQuoted,
            Self::FeeQuoted { letter: None, .. } => What::FeeNone,
            Self::FeeAnswered { choice, .. } => match choice {
                Choice::Agreed => What::FeeAgreed,
                Choice::FreeCopy => What::FeeFreeCopy,
                Choice::Look => What::FeeLook,
            },
            Self::FeeWaived { .. } => What::FeeWaived,
            Self::FeePaid { .. } => What::FeePaid,
            Self::WrongRelease { step, .. } => match step {
                Step::Opened(_) => What::Misdirected,
                Step::Accounted(_) => What::WrongReleaseAccounted,
                Step::Recalled { .. } => What::WrongReleaseRecalled,
                Step::Assessed(_) => What::WrongReleaseAssessed,
                Step::Decided { finding, .. } => match finding {
                    misdirection::Finding::Breach(_) => What::BreachFound,
                    misdirection::Finding::Excepted(_) | misdirection::Finding::LowProbability => What::NoBreachFound,
                },
                Step::Written { .. } => What::BreachWritten,
                Step::Told { .. } => What::BreachTold,
                Step::Warned(Stage::Soon) => What::WrongReleaseDueSoon,
                Step::Warned(Stage::Today) => What::WrongReleaseDueToday,
                Step::Warned(Stage::Overdue) => What::WrongReleaseOverdue,
            },
            Self::HoldPlaced { .. } => What::HoldPlaced,
            Self::HoldLifted { .. } => What::HoldLifted,
        }
    }

    /// Whether the requester is told. What staff and the desk do among themselves is not hers to be troubled with.
    pub fn is_for_requester(&self) -> bool {
        match self {
            Self::Submitted { .. }
            | Self::Entered { .. }
            | Self::ContactProven
            | Self::Verified { .. }
            | Self::Released { .. }
            | Self::PackageReady { .. }
            | Self::AssemblyFailed { .. }
            | Self::DeliveryReissued { .. }
            | Self::DeliveryRevoked { .. }
            | Self::Collected { .. }
            | Self::Closed
            | Self::Extended { .. }
            | Self::Answered { .. }
            | Self::Routed { .. }
            | Self::MessageSent { .. }
            | Self::MessageReceived { .. }
            | Self::ContactChanged { .. }
            | Self::Arranged { .. }
            | Self::HandedOver { .. }
            | Self::RecordEmailed { .. }
            | Self::Reopened { .. }
            | Self::Undone
            | Self::ExtensionUndone { .. }
            | Self::ArrivalConfirmed { .. }
            | Self::ReviewAsked { .. }
            | Self::ReviewDecided { .. }
            | Self::ReviewHandedOver { .. }
            | Self::FeeQuoted { .. }
            | Self::FeeAnswered { .. }
            | Self::FeeWaived { .. }
            | Self::FeePaid { .. } => true,
            Self::UploadsGranted { .. }
            | Self::RecordJudged { .. }
            | Self::RecordDiscarded { .. }
            | Self::MailFailed { .. }
            | Self::Withheld { .. }
            | Self::Determined { .. }
            | Self::Approved { .. }
            | Self::Assigned { .. }
            | Self::NoteWritten { .. }
            | Self::TaskAdded { .. }
            | Self::TaskDone { .. }
            | Self::Linked { .. }
            | Self::Unlinked { .. }
            | Self::Corrected { .. }
            | Self::PinGiven { .. }
            | Self::ScanAttached { .. }
            | Self::PackageTaken { .. }
            | Self::MailBounced { .. }
            | Self::MailArrived { .. }
            | Self::ExtensionGiven { .. }
            | Self::PrintFailed { .. }
            | Self::MailUnreported { .. }
            | Self::ClockWarned { .. }
            | Self::Misdirected { .. }
            | Self::DelayExplained { .. }
            | Self::ReviewAssigned { .. }
            | Self::ReviewUnassigned
            | Self::ReviewWarned { .. }
            // Her letter says it, to where that goes: who reads here may be who got it.
            | Self::WrongRelease { .. }
            | Self::HoldPlaced { .. }
            | Self::HoldLifted { .. } => false,
        }
    }

    /// Whether a decision that was made before it is stale. What happens by itself, or only adds, makes none stale.
    pub fn makes_stale(&self) -> bool {
        !matches!(
            self,
            Self::ContactProven
                | Self::UploadsGranted { .. }
                | Self::MailFailed { .. }
                | Self::Collected { .. }
                | Self::NoteWritten { .. }
                | Self::MessageSent { .. }
                | Self::MessageReceived { .. }
                | Self::TaskAdded { .. }
                | Self::TaskDone { .. }
                | Self::Assigned { .. }
                | Self::PackageTaken { .. }
                | Self::PinGiven { .. }
                | Self::ScanAttached { .. }
                | Self::MailBounced { .. }
                | Self::MailArrived { .. }
                | Self::ExtensionGiven { .. }
                | Self::PrintFailed { .. }
                | Self::RecordEmailed { .. }
                | Self::MailUnreported { .. }
                | Self::ClockWarned { .. }
                | Self::Misdirected { .. }
                | Self::DelayExplained { .. }
                | Self::ArrivalConfirmed { .. }
                | Self::ReviewAsked { .. }
                | Self::ReviewUnassigned
                | Self::ReviewWarned { .. }
                | Self::FeePaid { .. }
                | Self::WrongRelease {
                    step: Step::Warned(_),
                    ..
                }
                | Self::HoldPlaced { .. }
                | Self::HoldLifted { .. }
        )
    }

    /// The money that it is about.
    pub fn cents(&self) -> Option<Cents> {
        match self {
            Self::FeeQuoted { quote, .. } => Some(quote.total),
            Self::Arranged { lapsed, .. } => *lapsed,
            Self::FeeAnswered { cents, .. } | Self::FeeWaived { cents } | Self::FeePaid { cents } => Some(*cents),
            _ => None,
        }
    }

    /// The file that it was done to.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::RecordJudged { file, .. }
            | Self::RecordDiscarded { file, .. }
            | Self::Withheld { file, .. }
            | Self::Determined { file, .. }
            | Self::Approved { file, .. }
            | Self::ScanAttached { file, .. } => Some(file),
            _ => None,
        }
    }

    /// What a person wrote in it.
    pub fn words(&self) -> Option<&str> {
        let words = match self {
            Self::NoteWritten { text } | Self::MessageSent { text, .. } | Self::MessageReceived { text } => text,
            Self::Withheld { reason, .. }
            | Self::Reopened { reason }
            | Self::Corrected { reason, .. }
            | Self::DelayExplained { reason }
            | Self::HoldPlaced { reason }
            | Self::HoldLifted { reason } => reason,
            Self::Misdirected { misdirection } => &misdirection.why,
            Self::WrongRelease { step, .. } => match step {
                Step::Opened(opened) => &opened.wrong.why,
                Step::Accounted(wrong) => &wrong.to,
                Step::Recalled { words, .. } | Step::Assessed(Assessment::Exception { words, .. }) => words,
                Step::Decided { reason, .. } => reason,
                Step::Told { note, .. } => note,
                Step::Assessed(Assessment::Factors(_)) | Step::Written { .. } | Step::Warned(_) => return None,
            },
            Self::Determined { rationale, .. } => rationale,
            Self::Approved { note, .. } => note,
            Self::Routed { to, .. } => to,
            Self::HandedOver { note, .. } | Self::ReviewHandedOver { note, .. } => note,
            Self::TaskAdded { task } => &task.text,
            Self::Arranged { agreed, .. } => &agreed.appointment,
            Self::Verified { authority, .. } => authority,
            Self::Assigned { to: Some(to) } | Self::ReviewAssigned { to, .. } => &to.name,
            _ => return None,
        };
        (!words.is_empty()).then_some(words)
    }

    /// What the checklist of another kind of ask came to, where something was missing.
    pub fn verdict(&self) -> Option<&str> {
        match self {
            Self::Routed { verdict, .. } => verdict.as_deref(),
            _ => None,
        }
    }

    /// What was entered before it was put right.
    pub fn before(&self) -> Option<&Entry> {
        match self {
            Self::Corrected { before, .. } => Some(before),
            _ => None,
        }
    }

    /// Whether those words are the requester's to read, too.
    pub fn words_are_shared(&self) -> bool {
        matches!(
            self,
            Self::MessageSent { .. } | Self::MessageReceived { .. } | Self::Arranged { .. }
        )
    }

    /// The message that it says was lost.
    pub fn lost_mail(&self) -> Option<&NoticeId> {
        match self {
            Self::MailFailed { notice } | Self::MailBounced { notice } => Some(notice),
            _ => None,
        }
    }

    /// The message whose fate it tells.
    pub fn notice(&self) -> Option<&NoticeId> {
        match self {
            Self::MailFailed { notice }
            | Self::MailBounced { notice }
            | Self::MailArrived { notice }
            | Self::MailUnreported { notice }
            | Self::RecordEmailed { notice, .. } => Some(notice),
            _ => None,
        }
    }

    fn without_acknowledgement(&self) -> Self {
        match self {
            Self::Submitted { .. } => Self::Submitted { letter: None },
            Self::Entered { intake, .. } => Self::Entered {
                intake: intake.clone(),
                letter: None,
            },
            other => other.clone(),
        }
    }

    /// The letter that went with it.
    pub fn letter(&self) -> Option<Letter<'_>> {
        match self {
            Self::Released { letter, .. } => Some(Letter::Release(letter)),
            Self::Extended { letter } | Self::Answered { letter } | Self::ReviewDecided { letter, .. } => {
                Some(Letter::Answer(letter))
            }
            Self::FeeQuoted { letter, .. }
            | Self::Submitted { letter }
            | Self::Entered { letter, .. }
            | Self::HandedOver { letter, .. } => letter.as_deref().map(Letter::Answer),
            Self::WrongRelease {
                step: Step::Written { letter, .. },
                ..
            } => Some(Letter::Answer(letter)),
            _ => None,
        }
    }

    /// Whether its letter lies on the requester's page. That of a release lies with the record; that of a breach lies there
    /// only where it went there, since else it is posted to who may be another.
    pub fn letter_is_shared(&self) -> bool {
        match self {
            Self::Released { .. } => false,
            Self::WrongRelease { step, .. } => matches!(
                step,
                Step::Written {
                    is_electronic: true,
                    ..
                }
            ),
            _ => true,
        }
    }
}

/// The numbers of the events whose letter never went out, since it was taken back.
pub fn taken_back<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<u64> {
    let (mut decided, mut back) = (Vec::new(), Vec::new());
    for event in events {
        match event.happened {
            Happened::Released { .. } | Happened::Answered { .. } => decided.push(event.seq),
            Happened::Undone => back.extend(decided.pop()),
            Happened::ExtensionUndone { letter } => back.push(letter),
            _ => {}
        }
    }
    back
}

/// The release that a manifest belongs to, with the number of its event.
pub fn release_of(events: &[Event], manifest: Hash) -> Option<(u64, &Release)> {
    events.iter().rev().find_map(|event| match &event.happened {
        Happened::Released { manifest: of, letter } if *of == manifest => Some((event.seq, &**letter)),
        _ => None,
    })
}

/// What of a history the requester may read: of what went on with someone else, before it was put right who asks, only
/// that the request came, without the letter that told that one so.
pub fn of_requester(events: &[Event], requester: &Requester) -> Vec<Event> {
    let mut asks = requester;
    let others = events.iter().rposition(|event| {
        let before = event.happened.before().map_or(asks, |before| &before.requester);
        std::mem::replace(&mut asks, before) != before
    });
    let Some(others) = others else {
        return events.to_vec();
    };
    let first = events.iter().take(1).map(|event| Event {
        happened: event.happened.without_acknowledgement(),
        ..event.clone()
    });
    first.chain(events.iter().skip(others + 1).cloned()).collect()
}
