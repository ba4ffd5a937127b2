//! Every letter as PDF: the same bytes each time, what it must say in the order in which it is read aloud, and what
//! PDF/UA-1 asks, found out by other code than what made it.

use anyhow::{Context, Result, ensure};
use chrono::NaiveDate;
use domain::fee::{Line, Medium, Part};
use domain::letter::acknowledgement::{Acknowledgement, Asks, Step};
use domain::letter::breach::Notice;
use domain::letter::directive::Sent;
use domain::letter::review::{Found, Outcome};
use domain::letter::{Answer, Block, Extent, Letter, Print, Reader, Release, Says, Withheld, blocks};
use domain::request::Scope;
use domain::word::{Access, Category, Ending, Extends, Ground, Handing, Language, Way};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

const LANGUAGES: [Language; 2] = [Language::English, Language::Spanish];
/// Of people as they are called, of what would be markup elsewhere, and of what no font has.
const NAMES: [&str; 9] = [
    "One Mhvtestveteran",
    "#let x = 1 [*b* _i_ $x^2$ `c` <l> @r \\ // = h] #panic()",
    "José Ñandú-Ibáñez y Muñoz",
    "Ελένη Παπαδοπούλου, Иван Петров",
    "שלום עליכם, محمد بن سلمان",
    "王小明 😀 👩🏽\u{200d}⚕\u{fe0f} \u{e000}\u{fffd}",
    "\u{202e}evil\u{200b} \u{7}bell\ttab\u{a0}space",
    "",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafewarenwohlgepflegeundsorgfaltigkeit",
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn release(language: Language, name: &str) -> Release {
    Release {
        language,
        reader: Reader::Requester,
        practice: "Lakeside Family Medicine".to_owned(),
        contact: "the privacy officer".to_owned(),
        telephone: "512-555-0140".to_owned(),
        recipient: name.to_owned(),
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
        not_held: Vec::new(),
        states: vec![],
        consent: None,
    }
}

fn withheld(ground: Ground, name: &str) -> Withheld {
    Withheld {
        ground,
        what: format!("Notes of {name}"),
        reason: "They were kept apart from the rest.".to_owned(),
        ends_on: None,
        duration: "Until June 1, 2027".to_owned(),
    }
}

fn answer(language: Language, name: &str, says: Says) -> Answer {
    let like = release(language, name);
    Answer {
        language,
        practice: like.practice,
        contact: like.contact,
        telephone: like.telephone,
        recipient: like.recipient,
        receipt: like.receipt,
        received_on: like.received_on,
        written_on: like.released_on,
        says,
    }
}

/// Every kind of a letter.
fn every(language: Language, name: &str) -> (Vec<Release>, Vec<Answer>) {
    let like = || release(language, name);
    let releases = vec![
        like(),
        Release {
            patient: Some(name.to_owned()),
            access: Access::Inspection,
            ..like()
        },
        Release {
            extent: Extent::Part,
            left_out: true,
            files: 1,
            ..like()
        },
        Release {
            withheld: Ground::WIRE.iter().map(|(_, ground)| withheld(*ground, name)).collect(),
            left_out: true,
            ..like()
        },
        Release {
            files: 0,
            withheld: vec![withheld(Ground::R1, name)],
            ..like()
        },
        Release {
            reader: Reader::ThirdParty,
            patient: Some(name.to_owned()),
            ..like()
        },
        Release {
            reader: Reader::ThirdParty,
            patient: Some(name.to_owned()),
            consent: Some(format!("All that we keep of {name}")),
            ..like()
        },
    ];
    let extension = Says::Extension {
        of: Extends::Federal,
        reason: format!("The films of {name} lie in another city."),
        until: day("2027-01-10"),
        working: vec!["Received Tuesday, November 24, 2026 + 30 days.".to_owned()],
    };
    let endings = Ending::WIRE.iter().flat_map(|(_, ending)| {
        [
            String::new(),
            format!("Ask Bayside Imaging for {name}.\n\nThey have it."),
        ]
        .map(|more| Says::Ending { ending: *ending, more })
    });
    let found = |ground, stands| Found {
        ground,
        what: format!("The note of {name}"),
        stands,
    };
    let reviews = [
        vec![found(Ground::R1, true)],
        vec![found(Ground::R2, false)],
        vec![found(Ground::R1, false), found(Ground::R3, true)],
    ]
    .map(|found| {
        Says::ReviewOutcome(Outcome {
            asked_on: day("2026-12-20"),
            found,
        })
    });
    let part = |part, count, each| Line { part, count, each };
    let fee = |asks, medium| Says::FeeEstimate {
        lines: vec![
            part(Part::Labor, 15, 2_000),
            part(Part::Paper, 40, 25),
            part(Part::Media, 1, 300),
            part(Part::Postage, 1, 745),
            part(Part::Summary, 1, 4_000),
        ],
        total: 5_000,
        asks,
        medium,
    };
    let breach = |patient: Option<String>| {
        Says::Breach(Notice {
            went_on: day("2026-11-20"),
            discovered_on: day("2026-11-24"),
            patient,
            happened: format!("The envelope of {name} was mixed up with another."),
            kinds: "A name, a date of birth and one visit note.".to_owned(),
            protect: "Read each bill that you get.\n\nTell us of any that is not yours.".to_owned(),
            doing: "We asked for it back.".to_owned(),
            address: "200 Lake Street, Austin, TX 78701".to_owned(),
        })
    };
    let breaches = [breach(None), breach(Some(name.to_owned()))];
    let fees = [
        fee(true, Medium::Paper),
        fee(false, Medium::Paper),
        fee(true, Medium::Electronic),
    ];
    let answers = [extension]
        .into_iter()
        .chain(fees)
        .chain(acknowledgements(name))
        .chain(directives(name))
        .chain(endings)
        .chain(reviews)
        .chain(breaches)
        .map(|says| answer(language, name, says))
        .collect();
    (releases, answers)
}

fn acknowledgements(name: &str) -> [Says; 3] {
    let part = Scope::Part {
        from: Some(day("2024-01-01")),
        until: Some(day("2024-12-31")),
        categories: vec![Category::Imaging],
    };
    let third_party = Asks::ThirdParty {
        to: name.to_owned(),
        place: format!("1 Main St, {name}"),
    };
    let said = |asks, scope, (access, step)| {
        Says::Acknowledgement(Acknowledgement {
            asks,
            access,
            scope,
            way: Way::Paper,
            format: format!("As {name} likes it"),
            step,
            due_on: day("2026-12-24"),
            working: vec!["Received Tuesday, November 24, 2026 + 30 days.".to_owned()],
        })
    };
    [
        said(Asks::Own, Scope::Whole, (Access::Copy, Step::Code)),
        said(Asks::Another, part, (Access::Inspection, Step::Person)),
        said(third_party, Scope::Whole, (Access::Copy, Step::Code)),
    ]
}

fn directives(name: &str) -> [Says; 2] {
    [vec![], vec![withheld(Ground::R1, name)]].map(|withheld| {
        Says::DirectiveFulfilled(Sent {
            to: name.to_owned(),
            place: format!("1 Main St, {name}"),
            sent_on: day("2026-12-01"),
            handing: Handing::Posted,
            files: 7,
            size: 4_200_000,
            left_out: !withheld.is_empty(),
            withheld,
            states: vec![],
        })
    })
}

/// What a reader must hear of it, block by block.
fn expected(letter: Letter<'_>, print: Print) -> Value {
    let mut level = "H1";
    let blocks = blocks(letter).into_iter().map(|block| match block {
        Block::Line(text) | Block::Paragraph(text) => ("P", letters::shown(&text)),
        Block::Heading(text) => (std::mem::replace(&mut level, "H2"), letters::shown(&text)),
    });
    let blocks: Vec<_> = blocks.collect();
    json!({
        "title": letters::shown(&letter.title()),
        "language": letter.language().tag(),
        "large": print == Print::Large,
        "blocks": blocks,
    })
}

#[test]
fn every_letter_is_printed_for_everyone_and_the_same_each_time() -> Result<()> {
    let folder = std::env::temp_dir().join(format!("access-desk-letters-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let mut count = 0;
    for language in LANGUAGES {
        for name in NAMES {
            let (releases, answers) = every(language, name);
            let releases = releases.iter().map(Letter::Release);
            for letter in releases.chain(answers.iter().map(Letter::Answer)) {
                for print in Print::ALL {
                    let pdf = letters::pdf(letter, print).with_context(|| format!("letter {count}"))?;
                    ensure!(
                        letters::pdf(letter, print)? == pdf,
                        "letter {count} is another each time"
                    );
                    let file = folder.join(format!("{count:04}.pdf"));
                    fs::write(&file, pdf)?;
                    fs::write(file.with_extension("json"), expected(letter, print).to_string())?;
                    count += 1;
                }
            }
        }
    }
    ensure!(count >= 400, "{count} letters");

    let check = Path::new(env!("CARGO_MANIFEST_DIR")).join("letters/check.py");
    let checked = Command::new(python()?).arg(check).arg(&folder).output()?;

    let told = String::from_utf8_lossy(&checked.stdout);
    println!("{told}");
    ensure!(
        checked.status.success(),
        "{told}{}kept for a look: {}",
        String::from_utf8_lossy(&checked.stderr),
        folder.display()
    );
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// The Python that has pikepdf.
#[expect(clippy::disallowed_methods, reason = "where it is installed")]
fn python() -> Result<String> {
    std::env::var("PIKEPDF").context("PIKEPDF is not set: run the tests with `cargo desk test`")
}

#[test]
fn what_no_font_has_becomes_a_box_and_what_shapes_is_left_out() {
    for (text, shown) in [
        ("José Ωμέγα Иван שלום سلام", "José Ωμέγα Иван שלום سلام"),
        ("王小明", "□□□"),
        ("a\u{200d}b\u{fe0f}\u{202e}c\u{7}", "abc"),
        ("a\tb\nc", "a b c"),
        ("\u{e000}\u{fffd}", "□□"),
    ] {
        assert_eq!(letters::shown(text), shown);
    }
}
