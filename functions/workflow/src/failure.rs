//! What can go wrong in a use case, and the one mapping to what a caller is told (RFC 9457). A 5xx tells the
//! caller nothing; the log has the chain, once.

use crate::store::StoreError;
use domain::decide::Refusal;
use domain::field::FieldError;
use domain::letter::check::Element;
use domain::wire::{Problem, What};

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("no session")]
    NotSignedIn,
    #[error("the member may not do this")]
    NotPermitted,
    #[error("the change came from another page")]
    ForeignOrigin,
    #[error("no such thing, or not the caller's")]
    NotFound,
    #[error("the body is not the JSON that is expected")]
    Malformed,
    #[error("the body is too large")]
    TooLarge,
    #[error("answers of the form can't be taken")]
    Invalid {
        errors: Vec<FieldError>,
        tries_left: Option<u32>,
    },
    #[error("no usable idempotency key")]
    KeyMissing,
    #[error("the idempotency key was used with another body")]
    KeyReused,
    #[error("no usable version")]
    VersionMissing,
    #[error("the request has changed meanwhile")]
    Stale { by: Option<String>, what: Option<What> },
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("someone else changed it meanwhile")]
    Changed,
    #[error("others change the same thing at this moment")]
    Busy,
    #[error("too many codes were asked for")]
    TooManyCodes,
    #[error("too many messages within an hour")]
    TooManyMessages,
    #[error("the time to upload is over")]
    GrantOver,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the sign-in provider did not answer as expected: {0}")]
    SignIn(&'static str),
    #[error("{0}")]
    Broken(&'static str),
}

impl Failure {
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self::Invalid {
            errors,
            tries_left: None,
        }
    }

    /// Whether someone must look.
    pub fn is_ours(&self) -> bool {
        match self {
            Self::Store(StoreError::Conflict | StoreError::Repeated) => false,
            Self::Store(_) | Self::Broken(_) => true,
            Self::Refused(Refusal::LetterIncomplete(missing)) => is_desks(missing),
            _ => false,
        }
    }

    /// Whether doing the same again must fail again.
    pub fn is_for_good(&self) -> bool {
        matches!(
            self,
            Self::Broken(_) | Self::Store(StoreError::Missing | StoreError::Unreadable(_))
        )
    }

    /// What the caller is told.
    pub fn problem(&self) -> Problem {
        let (status, kind, title, detail) = match self {
            Self::NotSignedIn => (
                401,
                "signed-out",
                "You are signed out",
                "Sign in again. What you typed is still on your screen.",
            ),
            Self::NotPermitted => (
                403,
                "not-permitted",
                "You may not do this",
                "Your role at this practice does not include this. Ask the privacy officer.",
            ),
            Self::ForeignOrigin => (
                403,
                "foreign-origin",
                "This did not come from our page",
                "Open our page and try again there.",
            ),
            Self::NotFound => (
                404,
                "not-found",
                "Not found",
                "There is nothing here, or it is not yours to see.",
            ),
            Self::Malformed => (
                400,
                "malformed",
                "We could not read this",
                "Load the page again and try once more.",
            ),
            Self::TooLarge => (413, "too-large", "This is too large", "Send less at a time."),
            Self::Invalid { .. } => (422, "answers", "There is a problem", "Some answers need to be mended."),
            Self::KeyMissing => (
                400,
                "key-missing",
                "An Idempotency-Key is missing",
                "Send a header Idempotency-Key of 16 to 64 letters, digits and hyphens.",
            ),
            Self::KeyReused => (
                422,
                "key-reused",
                "This key was used for something else",
                "Use another Idempotency-Key for another request.",
            ),
            Self::VersionMissing => (
                428,
                "version-missing",
                "The version is missing",
                "Send a header If-Match with the version that you saw, in double quotes.",
            ),
            Self::Stale { .. } => (
                412,
                "stale",
                "This request has changed",
                "Someone changed it while you were working. Look at what is new and decide again.",
            ),
            Self::Refused(Refusal::LetterIncomplete(missing)) if is_desks(missing) => OURS,
            Self::Refused(refusal) => return refused(refusal),
            Self::Changed => (
                409,
                "changed",
                "Someone else changed this",
                "Nothing of yours was kept. Load the page again to see what it says now.",
            ),
            Self::Busy | Self::Store(StoreError::Conflict | StoreError::Repeated) => (
                503,
                "busy",
                "Others are working on this right now",
                "Nothing was lost. Try again in a moment.",
            ),
            Self::TooManyCodes => (
                429,
                "too-many-codes",
                "No more codes for now",
                "Look for our newest e-mail, or start again in 10 minutes.",
            ),
            Self::TooManyMessages => (
                429,
                "too-many-messages",
                "That is a lot of messages",
                "We have those that you sent. Wait an hour before you write more, or call the practice.",
            ),
            Self::GrantOver => (
                409,
                "grant-over",
                "The time to upload these files is over",
                "Choose the files again.",
            ),
            Self::SignIn(_) => (
                401,
                "sign-in",
                "The sign-in did not work",
                "Start it again from the sign-in page.",
            ),
            Self::Store(_) | Self::Broken(_) => OURS,
        };
        let mut problem = plain(status, kind, title, detail);
        match self {
            Self::Invalid { errors, tries_left } => {
                problem.errors.clone_from(errors);
                problem.tries_left = *tries_left;
            }
            Self::Stale { by, what } => {
                problem.changed_by.clone_from(by);
                problem.changed = *what;
            }
            _ => {}
        }
        problem
    }
}

const OURS: (u16, &str, &str, &str) = (
    500,
    "ours",
    "Something went wrong on our side",
    "Nothing was lost. Try again in a few minutes, or call the practice.",
);

/// Whether a letter lacks what the desk itself writes in it, and not only has what a person typed.
fn is_desks(missing: &[Element]) -> bool {
    !missing.iter().all(|element| element.is_typed())
}

fn refused(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::WrongStage(_) | Refusal::OtherJob => plain(
            409,
            "stage",
            "This can’t be done at this stage",
            "Load the page again to see where the request stands now.",
        ),
        Refusal::Obstacles(obstacles) => Problem {
            obstacles: obstacles.clone(),
            ..plain(
                409,
                "obstacles",
                "The record can’t be released yet",
                "Clear what stands in the way and try again.",
            )
        },
        // Of the form, where it is told at its field.
        Refusal::ContactNotOnFile => plain(
            409,
            "contact-not-on-file",
            "The e-mail is no evidence here",
            "It is not confirmed, or not the one on file for this patient.",
        ),
        Refusal::TooManyToWithdraw => plain(
            409,
            "too-many-to-withdraw",
            "Too many files were uploaded under the other patient",
            "Ask the privacy officer to set them aside under that patient.",
        ),
        Refusal::RecordTaken => plain(
            409,
            "record-taken",
            "This file is part of the record",
            "It was taken and checked, so that it can’t be removed. It can be left out if it is not this patient’s.",
        ),
        Refusal::NotInForce => plain(
            409,
            "not-in-force",
            "This link was replaced",
            "Load the page again to see the link that works now.",
        ),
        // Of the form as well.
        Refusal::AuthorityMissing => plain(
            409,
            "authority-missing",
            "No paper shows that this person may ask",
            "Write down which paper you saw.",
        ),
        // Of the form, where each is told at its field.
        Refusal::OfAge => plain(
            409,
            "of-age",
            "This patient is of age",
            "A parent can’t ask as a parent. Correct who asks where another paper lets this person ask.",
        ),
        Refusal::ConsentMissing => plain(
            409,
            "consent-missing",
            "Nobody saw the patient’s written consent",
            "A record of a drug or alcohol treatment program goes to someone else only on that. Say that you have seen it, \
             and what it covers.",
        ),
        Refusal::ConditionsOpen(_) => plain(
            409,
            "conditions-open",
            "The ground has conditions that are not answered",
            "Answer each of them. Where one does not hold, release the record.",
        ),
        Refusal::LegalNoteMissing => plain(
            409,
            "legal-note-missing",
            "This ground needs a legal reading",
            "Say what the law of the state says of such a record.",
        ),
        Refusal::RestDoesNotGoOut => plain(
            409,
            "rest-does-not-go-out",
            "The file in its place does not go out",
            "Upload the file without the part that is withheld, and choose it.",
        ),
        // Of the form.
        Refusal::DurationMissing => plain(
            409,
            "duration-missing",
            "The law of the state asks how long it is kept back",
            "Say how long.",
        ),
        // Of the form.
        Refusal::HandedBeforeWritten => plain(
            409,
            "handed-before-written",
            "The letter was not written yet",
            "Enter the day on which it went.",
        ),
        Refusal::UntilTooLate => plain(
            409,
            "until-too-late",
            "The law does not allow that day",
            "Choose a day after the limit that it extends, and at most 60 days after receipt.",
        ),
        Refusal::LinkDoesNotFit => plain(
            409,
            "link-does-not-fit",
            "These two requests can’t be linked",
            "Both must ask for the same record at this practice, and not be linked to each other yet.",
        ),
        Refusal::LinkedUnlike => plain(
            409,
            "linked-unlike",
            "One of the linked requests is in doubt",
            "One that is linked to either of the two is not known to ask for the same record. Confirm who asks there first.",
        ),
        Refusal::TooManyLinked => plain(
            409,
            "too-many-linked",
            "Too many requests would be linked",
            "At most 8 can be linked to each other. Answer this one by itself.",
        ),
        // Of the form, all three.
        Refusal::NothingCorrected => plain(
            409,
            "nothing-corrected",
            "Nothing is corrected",
            "It stands here as it was entered.",
        ),
        Refusal::OfficerCorrects => plain(
            409,
            "officer-corrects",
            "The officer corrects this",
            "The request would be due later, would have no clock any more, or what was judged of its records would be undone.",
        ),
        Refusal::ReasonMissing => plain(409, "reason-missing", "A reason is missing", "Write down why."),
        Refusal::TooManyJudged => plain(
            409,
            "too-many-judged",
            "Too many files were judged for who asked before",
            "End this request with a letter, and enter it anew with the day on which it came.",
        ),
        Refusal::NotAccess => plain(
            409,
            "not-access",
            "This is another kind of ask",
            "Go through its checklist and route it to whoever answers it.",
        ),
        Refusal::OfficerDecides => plain(
            409,
            "officer-decides",
            "The officer decides this",
            "It is about care that this requester may not see, about something that was judged already, about leaving the \
             record set, about no longer treating someone as the patient’s representative, about more time, or about a link \
             whose end makes a request due later.",
        ),
        Refusal::NobodysDoubt => plain(
            409,
            "nobodys-doubt",
            "The officer sets this file aside",
            "We found nothing in it that leaves in doubt whose it is. If it is another patient\u{2019}s all the same, tell the \
             privacy officer, who can set it aside.",
        ),
        Refusal::NotTheSame => plain(
            409,
            "not-the-same",
            "No file that goes out is the same",
            "You can leave out a copy where the very same file goes out. If another one says the same in other words, the \
             privacy officer decides.",
        ),
        Refusal::RecordsHeld => plain(
            409,
            "records-held",
            "There are records here",
            "The letter can\u{2019}t say that we do not have it. Release the record, or decide first about each file on the list.",
        ),
        Refusal::IsVerified => plain(
            409,
            "is-verified",
            "You know who asks",
            "It was checked here who asks. Release the record. If the wrong patient was chosen, check again who asks.",
        ),
        Refusal::PatientAsks => plain(
            409,
            "patient-asks",
            "The patient asks",
            "Patients need no paper to ask for their own record. If someone else asks, correct who asks first.",
        ),
        Refusal::TooManyWithheld => plain(
            409,
            "too-many-withheld",
            "Too many files of this request are withheld",
            "One letter can name 80 of them. Put files that are withheld for one reason together into one file, or release \
             what need not be withheld.",
        ),
        Refusal::NoInspectionAsked => plain(
            409,
            "no-inspection-asked",
            "The requester asked for a copy",
            "A look at the record does not answer that. If the requester wants to look at it instead, write down the visit \
             that you agreed on first.",
        ),
        // Of the form, where it is told at its field.
        Refusal::StudyEnded => plain(
            409,
            "study-ended",
            "The study has ended",
            "Access returns when a study ends. Release the record.",
        ),
        Refusal::GroundDoesNotFit => plain(
            409,
            "ground-does-not-fit",
            "You may not withhold it on this ground",
            "The ground does not fit who asks, or what is asked. Release the record, or choose a ground that fits.",
        ),
        Refusal::NotWaiting => plain(
            409,
            "not-waiting",
            "This file does not wait for that",
            "Load the page again to see what was decided meanwhile.",
        ),
        Refusal::MayNotExtend => plain(
            409,
            "may-not-extend",
            "No extension can be given",
            "There is one of each kind, and it must be given within the limit that it moves. Answer as soon as you can: a \
             late answer still goes out.",
        ),
        Refusal::LookingIsFree => plain(
            409,
            "looking-is-free",
            "Looking at a record costs nothing",
            "The requester asked to look at the record. No fee can be quoted for that.",
        ),
        Refusal::NoFeeAsked => plain(
            409,
            "no-fee-asked",
            "Nobody is asked about a fee now",
            "Load the page again to see how the fee stands.",
        ),
        Refusal::NoFeeOwed => plain(
            409,
            "no-fee-owed",
            "There is no fee to be paid",
            "Load the page again to see how the fee stands.",
        ),
        // Of the form as well.
        Refusal::PostageNotAsked => plain(
            409,
            "postage-not-asked",
            "Mailing was not asked for",
            "Postage is only for a copy that the requester asked us to mail.",
        ),
        Refusal::FeePartNotHere => plain(
            409,
            "fee-part-not-here",
            "This copy has no such part",
            "Pages are charged for a copy on paper, and discs or sticks for a copy on them. An electronic copy has neither.",
        ),
        Refusal::MediumNotAgreed => plain(
            409,
            "medium-not-agreed",
            "The copy does not go out in this form",
            "Note first what the requester agreed to.",
        ),
        Refusal::CopyNotFree => plain(
            409,
            "copy-not-free",
            "This fee is for the electronic copy",
            "To look at the record is free.",
        ),
        Refusal::NothingToUndo => plain(
            409,
            "nothing-to-undo",
            "This can’t be taken back any more",
            "It has gone out. You can reopen the request.",
        ),
        Refusal::TooManyTasks => plain(
            409,
            "too-many-tasks",
            "There are too many open tasks here",
            "Finish some of them first.",
        ),
        Refusal::HandOverFirst => plain(
            409,
            "hand-over-first",
            "Note how it went",
            "This ends by itself when you note below how the record or the letter went to the requester.",
        ),
        Refusal::LicenceMissing => plain(
            409,
            "licence-missing",
            "Your licence is not on file here",
            "A determination needs it. Ask the privacy officer to add it first.",
        ),
        Refusal::HelpFirst => plain(
            409,
            "help-first",
            "The requester can\u{2019}t open it yet",
            "Help first, and finish that task. Then close the request.",
        ),
        Refusal::NoSuchTask => plain(
            409,
            "no-such-task",
            "This task is not open any more",
            "Load the page again to see who finished it.",
        ),
        Refusal::NothingToReview => plain(
            409,
            "nothing-to-review",
            "There is nothing to look at again",
            "No letter that has gone keeps anything back on a ground that another professional may judge again.",
        ),
        Refusal::ReviewOpen => plain(
            409,
            "review-open",
            "A review is open",
            "What was withheld is being looked at again. Wait for that decision.",
        ),
        Refusal::ReviewDecided => plain(
            409,
            "review-decided",
            "This was looked at again already",
            "There is one review of a denial, and its letter says how it ended. The record can be asked for again at any time.",
        ),
        Refusal::NoReviewOpen => plain(
            409,
            "no-review-open",
            "No review waits for this",
            "Load the page again to see how it stands.",
        ),
        Refusal::AskedBeforeDenial => plain(
            409,
            "asked-before-denial",
            "That day is before the denial",
            "Enter the day on which the review was asked for.",
        ),
        Refusal::MayNotReview => plain(
            409,
            "may-not-review",
            "This person may not review it",
            "It takes an active reviewer with a licence on file who did not propose, judge or approve the withholding, nor send its letter.",
        ),
        Refusal::OfficerDesignates => plain(
            409,
            "officer-designates",
            "The officer says who reviews",
            "A reviewer can take a review that nobody has. Otherwise ask the privacy officer.",
        ),
        Refusal::OtherReviewer => plain(
            409,
            "other-reviewer",
            "This review is not yours",
            "Take it first, or ask the privacy officer who has it.",
        ),
        Refusal::FindingsIncomplete => plain(
            409,
            "findings-incomplete",
            "An answer is missing",
            "Answer for every file of the review, and for no other.",
        ),
        Refusal::ReviewGave => plain(
            409,
            "review-gave",
            "The review gave this to the requester",
            "It goes out with the next release, and can’t be kept back again.",
        ),
        Refusal::CaseOpen => plain(
            409,
            "case-open",
            "This is stopped already",
            "A case of this link is open on this request. Go on there.",
        ),
        Refusal::TooManyCases => plain(
            409,
            "too-many-cases",
            "Too much went wrong by this request",
            "No further case can be opened here. Ask the privacy officer to write it down elsewhere.",
        ),
        Refusal::NoSuchCase => plain(
            409,
            "no-such-case",
            "There is no such case here",
            "Load the page again to see how it stands.",
        ),
        Refusal::AlreadyAccounted => plain(
            409,
            "already-accounted",
            "It stands in the accounting",
            "There is one line for each wrong release, and it is not changed afterwards.",
        ),
        Refusal::CaseDecided => plain(
            409,
            "case-decided",
            "This case is decided",
            "Load the page again to see how. What was found to be no breach can still be found to be one.",
        ),
        Refusal::BreachStays => plain(
            409,
            "breach-stays",
            "A breach stays a breach",
            "It can\u{2019}t be taken back, and nobody who must be told of it is left out.",
        ),
        Refusal::NoBreach => plain(
            409,
            "no-breach",
            "This was not decided to be a breach",
            "Decide first. Nobody is told of what is no breach.",
        ),
        Refusal::BreachWritten => plain(
            409,
            "breach-written",
            "The person was written to",
            "There is one letter. It stands with the letters of this request.",
        ),
        Refusal::BreachNotWritten => plain(
            409,
            "breach-not-written",
            "Write the letter first",
            "The person is told in writing. Note how it went when it has gone.",
        ),
        Refusal::NothingToTell => plain(
            409,
            "nothing-to-tell",
            "There is nothing to note about them",
            "They need not be told of this, or it is noted that they were.",
        ),
        Refusal::CaseFirst => plain(
            409,
            "case-first",
            "This ends with its case",
            "It ends by itself when the wrong release is decided and everyone was told who must be.",
        ),
        // These are of forms as well.
        Refusal::BreachPresumed => plain(
            409,
            "breach-presumed",
            "It counts as a breach",
            "It is none where an exception is named, or where all four points were judged to be low.",
        ),
        Refusal::NotRepresented => plain(
            409,
            "not-represented",
            "Nobody acts for the patient here",
            "Write to the patient, or to someone else whose record it was.",
        ),
        Refusal::NoElectronicNotice => plain(
            409,
            "no-electronic-notice",
            "This can\u{2019}t go by e-mail",
            "Print it and post it.",
        ),
        Refusal::ToldBeforeLetter => plain(
            409,
            "told-before-letter",
            "That day is too early",
            "Enter the day on which they were told.",
        ),
        Refusal::HeldAlready => plain(
            409,
            "held-already",
            "This request is under a legal hold already",
            "Load the page again to see who put it there and why.",
        ),
        Refusal::NotHeld => plain(
            409,
            "not-held",
            "No legal hold is on this request any more",
            "Load the page again to see who took it off.",
        ),
        // What was typed; else it is ours. Of the form as well, where there is one.
        Refusal::LetterIncomplete(_) => plain(
            409,
            "not-for-letters",
            "What was written may not stand in a letter",
            "A reason speaks of an unpaid bill, a lawsuit, why they ask or a vendor\u{2019}s rules, or promises a review that \
             the law does not give. Withhold that file again with other words.",
        ),
        Refusal::DeliveryClosed(_) => plain(
            409,
            "delivery-closed",
            "This link does not work any more",
            "Call the practice. They can make a new link for you.",
        ),
    }
}

fn plain(status: u16, kind: &str, title: &str, detail: &str) -> Problem {
    Problem {
        kind: format!("urn:access-desk:problem:{kind}"),
        title: title.to_owned(),
        status,
        detail: detail.to_owned(),
        errors: Vec::new(),
        changed_by: None,
        changed: None,
        tries_left: None,
        obstacles: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_lacks_what_the_desk_writes_is_our_failure_and_what_was_typed_is_not() {
        for (missing, status, is_ours) in [
            (vec![Element::D16], 409, false),
            (vec![Element::D6, Element::D16], 409, false),
            (vec![Element::D9], 500, true),
            (vec![Element::D16, Element::D5], 500, true),
        ] {
            let failure = Failure::from(Refusal::LetterIncomplete(missing.clone()));

            assert_eq!(
                (failure.problem().status, failure.is_ours()),
                (status, is_ours),
                "{missing:?}"
            );
        }
    }
}
