//! Every kind of letter as it reads, in both languages, beside the last one that somebody read and found right: plain text in
//! `golden`, so that a change of words is seen in a diff. To renew them: `GOLDEN=renew cargo test -p domain --test golden`,
//! and read what changed before it is committed.

use chrono::NaiveDate;
use domain::clock;
use domain::fee::{Line, Medium, Part};
use domain::law::Version;
use domain::letter::acknowledgement::{Acknowledgement, Asks, Step};
use domain::letter::breach::Notice;
use domain::letter::check;
use domain::letter::directive::Sent;
use domain::letter::review::{Found, Outcome};
use domain::letter::state::Addition;
use domain::letter::{Answer, Extent, Letter, NotHeld, Reader, Release, Says, Withheld, text};
use domain::request::Scope;
use domain::text as words;
use domain::word::{Access, Category, Ending, Extends, Ground, Handing, Kind, Language, Way};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn release(language: Language) -> Release {
    Release {
        language,
        reader: Reader::Requester,
        practice: "Lakeside Family Medicine".to_owned(),
        contact: "the privacy officer".to_owned(),
        telephone: "512-555-0140".to_owned(),
        recipient: "Ana Lopez".to_owned(),
        patient: None,
        receipt: "7K3M-92QF-4D".to_owned(),
        received_on: day("2026-11-24"),
        released_on: day("2026-12-01"),
        access: Access::Copy,
        way: Way::Download,
        extent: Extent::Whole,
        files: 7,
        size: 4_200_000,
        withheld: vec![],
        left_out: false,
        not_held: vec![],
        states: vec![],
        consent: None,
    }
}

fn withheld(ground: Ground) -> Withheld {
    Withheld {
        ground,
        what: match ground {
            Ground::U6 => String::new(),
            _ => "The notes of March 3, 2024".to_owned(),
        },
        // Of a source in confidence the ground alone is told.
        reason: match ground {
            Ground::U6 => String::new(),
            _ => "Dr. Rivera looked at them.".to_owned(),
        },
        ends_on: (ground == Ground::U4).then(|| day("2027-06-30")),
        duration: String::new(),
    }
}

/// The grounds on which something may be withheld; what a requester may not know of is in no letter.
fn grounds() -> impl Iterator<Item = (&'static str, Ground)> {
    Ground::WIRE.into_iter().filter(|(_, ground)| *ground != Ground::N3)
}

fn releases(language: Language) -> Vec<(String, Release)> {
    let like = || release(language);
    let mut releases = vec![
        ("release_whole".to_owned(), like()),
        (
            "release_part_to_a_representative".to_owned(),
            Release {
                patient: Some("Luz Lopez".to_owned()),
                extent: Extent::Part,
                left_out: true,
                files: 1,
                ..like()
            },
        ),
        (
            "release_to_look_at".to_owned(),
            Release {
                access: Access::Inspection,
                extent: Extent::Part,
                ..like()
            },
        ),
        (
            "release_to_a_third_party".to_owned(),
            Release {
                reader: Reader::ThirdParty,
                recipient: "Rivera and Cole".to_owned(),
                patient: Some("Ana Lopez".to_owned()),
                withheld: vec![withheld(Ground::R1)],
                ..like()
            },
        ),
        (
            "release_to_a_third_party_on_consent".to_owned(),
            Release {
                reader: Reader::ThirdParty,
                recipient: "Rivera and Cole".to_owned(),
                patient: Some("Ana Lopez".to_owned()),
                consent: Some(
                    match language {
                        Language::English => "The visits of 2025, for Rivera and Cole, until June 1, 2027.",
                        Language::Spanish => "Las visitas de 2025, para Rivera and Cole, hasta el 1 de junio de 2027.",
                    }
                    .to_owned(),
                ),
                ..like()
            },
        ),
        (
            "denial_of_all".to_owned(),
            Release {
                files: 0,
                withheld: vec![withheld(Ground::R1)],
                ..like()
            },
        ),
        (
            "denial_with_what_states_add".to_owned(),
            Release {
                withheld: vec![Withheld {
                    duration: match language {
                        Language::English => "until June 1, 2027".to_owned(),
                        Language::Spanish => "hasta el 1 de junio de 2027".to_owned(),
                    },
                    ..withheld(Ground::R2)
                }],
                states: Addition::ALL.to_vec(),
                ..like()
            },
        ),
        (
            "release_with_what_is_not_held".to_owned(),
            Release {
                extent: Extent::Given,
                not_held: vec![
                    NotHeld {
                        what: "The films of 2019".to_owned(),
                        ask: "Rivera Imaging, 512-555-0199".to_owned(),
                    },
                    NotHeld {
                        what: "The notes of 2001".to_owned(),
                        ask: String::new(),
                    },
                ],
                ..like()
            },
        ),
    ];
    releases.extend(grounds().map(|(name, ground)| {
        let denial = Release {
            withheld: vec![withheld(ground)],
            ..like()
        };
        (format!("denial_{name}"), denial)
    }));
    releases
}

/// How the dates of that request were worked out, with an extension or without.
fn working(language: Language, state: &str, extension: Option<(Extends, NaiveDate)>) -> Vec<String> {
    let given = extension.map(|(of, until)| clock::Extension::given(of, until, day("2026-12-01")));
    let due = clock::due(&clock::Ask {
        kind: Kind::Access,
        access: Access::Copy,
        is_electronic: true,
        mental_health: None,
        states: &[state.to_owned()],
        received_on: day("2026-11-24"),
        written_on: Some(day("2026-11-24")),
        time_zone: "America/Chicago",
        extensions: given.as_slice(),
        law: Version::NEWEST,
    });
    match extension {
        Some((_, until)) => words::working_to(&due, until, language),
        None => words::working(&due, language),
    }
}

fn acknowledgement(language: Language, asks: Asks) -> Acknowledgement {
    Acknowledgement {
        asks,
        access: Access::Copy,
        scope: Scope::Whole,
        way: Way::Download,
        format: String::new(),
        step: Step::Code,
        due_on: day("2026-12-16"),
        working: working(language, "TX", None),
    }
}

fn sent(withheld: Vec<Withheld>, states: Vec<Addition>) -> Sent {
    Sent {
        to: "Rivera and Cole".to_owned(),
        place: "1 Main St, Austin".to_owned(),
        sent_on: day("2026-12-01"),
        handing: Handing::Posted,
        files: 7,
        size: 4_200_000,
        withheld,
        left_out: false,
        states,
    }
}

fn says(language: Language) -> Vec<(String, Says)> {
    let third_party = Asks::ThirdParty {
        to: "Rivera and Cole".to_owned(),
        place: "1 Main St, Austin".to_owned(),
    };
    let part = Acknowledgement {
        access: Access::Inspection,
        scope: Scope::Part {
            from: Some(day("2024-01-01")),
            until: Some(day("2024-12-31")),
            categories: vec![Category::Imaging, Category::TestResults],
        },
        step: Step::Person,
        ..acknowledgement(language, Asks::Another)
    };
    let on_paper = Acknowledgement {
        way: Way::Paper,
        format: "In large print".to_owned(),
        ..acknowledgement(language, Asks::Own)
    };
    let found = |ground, stands| Found {
        ground,
        what: "The notes of March 3, 2024".to_owned(),
        stands,
    };
    let review = |found| {
        Says::ReviewOutcome(Outcome {
            asked_on: day("2026-12-20"),
            found,
        })
    };
    let line = |part, count, each| Line { part, count, each };
    let electronic = Says::FeeEstimate {
        lines: vec![line(Part::Labor, 15, 2_000)],
        total: 500,
        asks: true,
        medium: Medium::Electronic,
    };
    let breach = |patient: Option<&str>| {
        Says::Breach(Notice {
            went_on: day("2026-11-20"),
            discovered_on: day("2026-11-24"),
            patient: patient.map(str::to_owned),
            happened: "A copy of one visit was mailed to another patient.".to_owned(),
            kinds: "Your name, your date of birth and one visit note.".to_owned(),
            protect: "Read each bill that you get, and tell us of any that is not yours.".to_owned(),
            doing: "We asked for it back, and we check each address twice now.".to_owned(),
            address: "200 Lake Street, Austin, TX 78701".to_owned(),
        })
    };
    let fee = |asks| Says::FeeEstimate {
        lines: vec![
            line(Part::Labor, 15, 2_000),
            line(Part::Paper, 40, 25),
            line(Part::Media, 1, 300),
            line(Part::Postage, 1, 745),
            line(Part::Summary, 1, 4_000),
        ],
        total: 5_000,
        asks,
        medium: Medium::Paper,
    };
    let mut says = vec![
        (
            "acknowledgement_whole",
            Says::Acknowledgement(acknowledgement(language, Asks::Own)),
        ),
        ("acknowledgement_on_paper", Says::Acknowledgement(on_paper)),
        ("acknowledgement_part_to_a_representative", Says::Acknowledgement(part)),
        (
            "acknowledgement_of_a_directive",
            Says::Acknowledgement(acknowledgement(language, third_party)),
        ),
        ("directive_fulfilled", Says::DirectiveFulfilled(sent(vec![], vec![]))),
        (
            "directive_fulfilled_in_part",
            Says::DirectiveFulfilled(Sent {
                handing: Handing::InPerson,
                left_out: true,
                ..sent(vec![withheld(Ground::R1)], vec![Addition::Signature])
            }),
        ),
        (
            "extension",
            Says::Extension {
                of: Extends::Federal,
                reason: "Your films lie in another city.".to_owned(),
                until: day("2027-01-10"),
                working: working(language, "TX", Some((Extends::Federal, day("2027-01-10")))),
            },
        ),
        (
            "extension_of_a_state",
            Says::Extension {
                of: Extends::State,
                reason: "Your films lie in another city.".to_owned(),
                until: day("2026-12-23"),
                working: working(language, "WA", Some((Extends::State, day("2026-12-23")))),
            },
        ),
        ("breach", breach(None)),
        ("breach_to_a_representative", breach(Some("Ana Lopez"))),
        ("fee_electronic", electronic),
        ("fee_asked", fee(true)),
        ("fee_told", fee(false)),
        ("review_upheld", review(vec![found(Ground::R1, true)])),
        ("review_overturned", review(vec![found(Ground::R2, false)])),
        (
            "review_in_part",
            review(vec![found(Ground::R1, false), found(Ground::R3, true)]),
        ),
    ]
    .into_iter()
    .map(|(name, says)| (name.to_owned(), says))
    .collect::<Vec<_>>();
    for (name, ending) in Ending::WIRE {
        let more = "Ask Bayside Imaging at 512-555-0177.".to_owned();
        says.push((format!("ending_{name}"), Says::Ending { ending, more }));
    }
    let unknown = Says::Ending {
        ending: Ending::NotHeld,
        more: String::new(),
    };
    says.push(("ending_not_held_by_anyone_known".to_owned(), unknown));
    says
}

/// Each letter with the name of its file.
fn letters() -> Vec<(String, String)> {
    let mut letters = Vec::new();
    for language in [Language::English, Language::Spanish] {
        let mut put = |name: &str, letter: Letter<'_>| {
            let missing = check::missing(letter);
            assert!(missing.is_empty(), "{name} lacks {missing:?}");
            letters.push((format!("{name}.{}.txt", language.tag()), text(letter)));
        };
        for (name, letter) in releases(language) {
            put(&name, Letter::Release(&letter));
        }
        let like = release(language);
        for (name, says) in says(language) {
            let letter = Answer {
                language,
                practice: like.practice.clone(),
                contact: like.contact.clone(),
                telephone: like.telephone.clone(),
                recipient: like.recipient.clone(),
                receipt: like.receipt.clone(),
                received_on: like.received_on,
                written_on: like.released_on,
                says,
            };
            put(&name, Letter::Answer(&letter));
        }
    }
    letters
}

#[expect(clippy::disallowed_methods, reason = "whoever renews them says so")]
fn is_renewed() -> bool {
    std::env::var("GOLDEN").is_ok_and(|what| what == "renew")
}

/// The lines that one has and the other has not, in their order.
fn difference(golden: &str, written: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (golden.lines().collect(), written.lines().collect());
    let begins = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let left = old.len().min(new.len()) - begins;
    let ends = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(left)
        .take_while(|(old, new)| old == new)
        .count();
    let gone = old[begins..old.len() - ends].iter().map(|line| format!("- {line}\n"));
    let come = new[begins..new.len() - ends].iter().map(|line| format!("+ {line}\n"));
    gone.chain(come).collect()
}

#[test]
fn every_letter_reads_as_it_was_read_last() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let letters = letters();
    let names: BTreeSet<_> = letters.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names.len(), letters.len(), "two letters have one name");
    let kept: BTreeSet<_> = fs::read_dir(&folder)
        .expect("the folder of golden letters")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();

    let mut wrong = String::new();
    for (name, written) in &letters {
        let golden = fs::read_to_string(folder.join(name)).unwrap_or_default();
        if is_renewed() {
            fs::write(folder.join(name), written).expect("a golden letter is written");
        } else if golden != *written {
            wrong.push_str(&format!("{name}\n{}\n", difference(&golden, written)));
        }
    }
    for name in kept.difference(&names) {
        if is_renewed() {
            fs::remove_file(folder.join(name)).expect("a golden letter of nothing is removed");
        } else {
            wrong.push_str(&format!("{name} is the letter of nothing\n"));
        }
    }

    assert!(
        wrong.is_empty(),
        "letters read otherwise than those in {} (`GOLDEN=renew` keeps them so):\n\n{wrong}",
        folder.display()
    );
}

#[test]
fn a_difference_shows_the_lines_that_changed_and_no_others() {
    assert_eq!(difference("a\nb\nc\n", "a\nx\ny\nc\n"), "- b\n+ x\n+ y\n");
    assert_eq!(difference("a\na\n", "a\n"), "- a\n");
    assert_eq!(difference("", "a\n"), "+ a\n");
    assert_eq!(difference("a\n", "a\n"), "");
}
