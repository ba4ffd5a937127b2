//! What an event says besides that it happened: all of it but the letter, which stands for itself.

use crate::disclosure::Misdirection;
use crate::event::Happened;
use crate::fee::money;
use crate::misdirection::{Assessment, Step};
use crate::request::{Entry, Linked, Requester};
use crate::text;
use crate::wire::RequesterCard;
use crate::wire::evidence::Fact;
use crate::word::misdirection::Risk;
use crate::word::{Evidence, Handing, Language};

const LANGUAGE: Language = Language::English;

pub fn of(happened: &Happened) -> Vec<Fact> {
    let mut facts = Facts(Vec::new());
    match happened {
        Happened::Entered { intake, letter: _ } => {
            facts.say("How it came", text::channel(intake.channel));
            facts.say_day("Asked in words", intake.oral_on);
            facts.say_day("Asked in writing", intake.written_on);
        }
        Happened::Verified {
            patient,
            evidence,
            authority,
            withdrawn,
            unlinked,
        } => {
            facts.say("Patient", patient.as_str());
            facts.evidence(evidence);
            facts.say("Paper", authority);
            facts.count("Files that were withdrawn", withdrawn.len());
            facts.unlinked(unlinked);
        }
        Happened::UploadsGranted { records } => facts.count("Files", records.len()),
        Happened::RecordJudged { file, .. }
        | Happened::RecordDiscarded { file, .. }
        | Happened::ScanAttached { file, .. } => facts.say("File", file),
        Happened::Released { manifest, .. } => facts.say("Manifest (SHA-256)", &manifest.to_string()),
        Happened::PackageReady {
            sha256, size, bound, ..
        } => {
            facts.say("Package (SHA-256)", &sha256.to_string());
            facts.say("Size", &text::size(*size));
            facts.say(
                "As one PDF (SHA-256)",
                &bound.map(|hash| hash.to_string()).unwrap_or_default(),
            );
        }
        Happened::Withheld {
            file,
            ground,
            reason,
            conditions,
            ..
        } => {
            facts.say("File", file);
            facts.say(
                "Ground",
                &[text::ground_for_staff(*ground), " (", ground.citation(), ")"].concat(),
            );
            facts.say("Reason", reason);
            facts.say("Conditions that hold", &conditions.join(", "));
        }
        Happened::Determined {
            file,
            rationale,
            licence,
            ..
        } => {
            facts.say("File", file);
            facts.say("Licence", licence);
            facts.say("Why", rationale);
        }
        Happened::Approved { file, note, .. } => {
            facts.say("File", file);
            facts.say("Legal reading", note);
        }
        Happened::Routed { to, checked, verdict } => {
            facts.say("To", to);
            facts.say("Found to be there", &checked.join(", "));
            facts.say("What it came to", verdict.as_deref().unwrap_or_default());
        }
        Happened::Assigned { to } => facts.say("To", to.as_ref().map_or("Nobody", |to| &to.name)),
        Happened::NoteWritten { text } | Happened::MessageReceived { text } => facts.say("Words", text),
        Happened::MessageSent { text, asks } => {
            facts.say("Words", text);
            facts.say("It asks something", if *asks { "Yes" } else { "" });
        }
        Happened::TaskAdded { task } => facts.say("Task", &task.text),
        Happened::TaskDone { number } => facts.say("Task number", &number.to_string()),
        Happened::ContactChanged { evidence } | Happened::PinGiven { evidence } => facts.evidence(evidence),
        Happened::Arranged { agreed, lapsed } => {
            facts.say("Way", text::way(agreed.way, LANGUAGE));
            facts.say("Format", &agreed.format);
            facts.say("When and where", &agreed.appointment);
            facts.say(
                "The risk of plain e-mail",
                if agreed.risk_accepted {
                    "Explained and accepted"
                } else {
                    ""
                },
            );
            facts.say("Fee that ended with it", &lapsed.map(money).unwrap_or_default());
        }
        Happened::HandedOver {
            handing,
            note,
            on,
            letter: _,
        } => {
            facts.handing(*handing);
            facts.say_day("Went", *on);
            facts.say("Note", note);
        }
        Happened::ReviewHandedOver { handing, note } => {
            facts.handing(*handing);
            facts.say("Note", note);
        }
        Happened::Linked { to } => {
            for other in to {
                facts.linked(other);
            }
        }
        Happened::Unlinked { from } => facts.linked(from),
        Happened::Corrected {
            before,
            reason,
            unlinked,
        } => {
            facts.say("Reason", reason);
            facts.entry(before);
            facts.unlinked(unlinked);
        }
        Happened::Reopened { reason }
        | Happened::DelayExplained { reason }
        | Happened::HoldPlaced { reason }
        | Happened::HoldLifted { reason } => facts.say("Reason", reason),
        Happened::PackageTaken { way } => facts.say("Way", text::way(*way, LANGUAGE)),
        Happened::Misdirected { misdirection } => {
            facts.wrong(misdirection);
        }
        Happened::WrongRelease { case, step } => {
            facts.say("Case", &case.to_string());
            facts.step(step);
        }
        Happened::ReviewAsked {
            denial,
            items,
            channel,
            asked_on,
        } => {
            facts.say("Of the letter of event", &denial.to_string());
            facts.count("Files", items.len());
            facts.say("How it came", text::channel(*channel));
            facts.say_day("Asked", Some(*asked_on));
        }
        Happened::ReviewAssigned { to, licence } => {
            facts.say("To", &to.name);
            facts.say("Licence", licence);
        }
        Happened::ReviewDecided { findings, licence, .. } => {
            facts.say("Licence", licence);
            for finding in findings {
                let stands = if finding.stands { "stays withheld" } else { "goes out" };
                facts.say(
                    &["Record ", finding.record.as_str(), ": ", stands].concat(),
                    &finding.rationale,
                );
            }
        }
        Happened::FeeQuoted { quote, .. } => {
            facts.say("Fee", &money(quote.total));
            for step in &quote.working {
                facts.say("Considered", &text::fee::step(step));
            }
        }
        Happened::FeeAnswered { cents, .. } | Happened::FeeWaived { cents } | Happened::FeePaid { cents } => {
            facts.say("Amount", &money(*cents));
        }
        Happened::MailFailed { notice }
        | Happened::MailBounced { notice }
        | Happened::MailArrived { notice }
        | Happened::ExtensionGiven { notice }
        | Happened::MailUnreported { notice }
        | Happened::RecordEmailed { notice, .. } => facts.say("E-mail", notice.as_str()),
        // Their names say all, or their letter does.
        Happened::Submitted { .. }
        | Happened::ContactProven
        | Happened::AssemblyFailed { .. }
        | Happened::DeliveryReissued { .. }
        | Happened::DeliveryRevoked { .. }
        | Happened::Collected { .. }
        | Happened::Closed
        | Happened::Extended { .. }
        | Happened::Answered { .. }
        | Happened::Undone
        | Happened::ExtensionUndone { .. }
        | Happened::PrintFailed { .. }
        | Happened::ClockWarned { .. }
        | Happened::ArrivalConfirmed { .. }
        | Happened::ReviewUnassigned
        | Happened::ReviewWarned { .. } => {}
    }
    facts.0
}

/// The same of what travels.
pub fn requester_card(requester: &RequesterCard) -> String {
    match requester {
        RequesterCard::Patient => "The patient".to_owned(),
        RequesterCard::Representative {
            given_name,
            family_name,
            relation,
        } => [
            given_name.as_str(),
            " ",
            family_name,
            ", ",
            text::relation(*relation, LANGUAGE),
        ]
        .concat(),
        RequesterCard::Directed { to, place } => ["The patient, for ", to, ", ", place].concat(),
        RequesterCard::Other { name } => name.clone(),
    }
}

/// Who asks, in one line.
fn requester(requester: &Requester) -> String {
    match requester {
        Requester::Patient => "The patient".to_owned(),
        Requester::Representative { name, relation } => {
            [&name.full(), ", ", text::relation(*relation, LANGUAGE)].concat()
        }
        Requester::Directed { to, place } => ["The patient, for ", to, ", ", place].concat(),
        Requester::Other { name } => name.clone(),
    }
}

struct Facts(Vec<Fact>);

impl Facts {
    /// What is empty is left out.
    fn say(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0.push(Fact {
                name: name.to_owned(),
                value: value.to_owned(),
            });
        }
    }

    fn say_day(&mut self, name: &str, day: Option<chrono::NaiveDate>) {
        let day = day.map(|day| text::date(day, LANGUAGE));
        self.say(name, &day.unwrap_or_default());
    }

    fn count(&mut self, name: &str, count: usize) {
        if count > 0 {
            self.say(name, &count.to_string());
        }
    }

    fn evidence(&mut self, evidence: &[Evidence]) {
        for how in evidence {
            self.say("How we made sure", text::evidence(*how));
        }
    }

    fn wrong(&mut self, wrong: &Misdirection) {
        self.say_day("Went out", Some(wrong.on));
        self.say("To", &wrong.to);
        self.say("Address", &wrong.place);
        self.say("What", &wrong.what);
        self.say("Why", &wrong.why);
    }

    /// A step in the case of a wrong release.
    fn step(&mut self, step: &Step) {
        match step {
            Step::Opened(opened) => {
                self.say_day("Found out", Some(opened.discovered_on));
                self.wrong(&opened.wrong);
            }
            Step::Accounted(wrong) => self.wrong(wrong),
            Step::Recalled { recall, on, words } => {
                self.say("What was done", text::misdirection::recall(*recall));
                self.say_day("Day", Some(*on));
                self.say("Words", words);
            }
            Step::Assessed(Assessment::Exception { exception, words }) => {
                self.say("Exception", text::misdirection::exception(*exception));
                self.say("Why", words);
            }
            Step::Assessed(Assessment::Factors(factors)) => {
                for weighed in factors {
                    let risk = match weighed.risk {
                        Risk::Low => "low: ",
                        Risk::High => "high: ",
                    };
                    let name = text::misdirection::factor_in_short(weighed.factor);
                    self.say(name, &[risk, &weighed.words].concat());
                }
            }
            Step::Decided { finding, reason } => {
                self.say("Finding", text::misdirection::conclusion(finding.conclusion()));
                self.say("Why", reason);
            }
            Step::Written { is_electronic, .. } => {
                self.say("How it goes", if *is_electronic { "By e-mail" } else { "By post" });
            }
            Step::Told { whom, on, note } => {
                self.say("Who was told", text::misdirection::whom(*whom));
                self.say_day("Day", Some(*on));
                self.say("Note", note);
            }
            // What it is called says all.
            Step::Warned(_) => {}
        }
    }

    fn handing(&mut self, handing: Handing) {
        self.say("How", text::handing(handing));
    }

    fn unlinked(&mut self, others: &[Linked]) {
        for other in others {
            self.say("Link that ended", &other.receipt);
        }
    }

    fn linked(&mut self, other: &Linked) {
        self.say("Other request", &other.receipt);
        self.say_day("Received", Some(other.received_on));
    }

    /// What was entered before it was put right.
    fn entry(&mut self, before: &Entry) {
        self.say("Before: what was asked", text::kind(before.kind));
        self.say("Before: who asked", &requester(&before.requester));
        self.say("Before: patient", &before.name.full());
        self.say_day("Before: date of birth", Some(before.birth_date));
        self.say_day("Before: asked in words", before.oral_on);
        self.say_day("Before: asked in writing", before.written_on);
        self.say_day("Before: received", Some(before.received_on));
        self.say(
            "Before: mental-health care",
            match before.mental_health {
                Some(true) => "Yes",
                Some(false) => "No",
                None => "",
            },
        );
    }
}
