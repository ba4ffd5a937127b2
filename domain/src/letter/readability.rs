//! Whether letters can be read by anyone, 45 CFR 164.524(d)(2): how hard the body of each kind is, whole and by paragraph, by
//! the usual measures of each language. A name, a date or an address counts as one short name; numbers and citations are not counted.

use super::acknowledgement::{Acknowledgement, Asks, Step};
use super::breach::Notice;
use super::directive::{STATEMENT, Sent};
use super::review::{Found, Outcome};
use super::state::Addition;
use super::tests::{answer, letter};
use super::{Block, Extent, Letter, NotHeld, Reader, Release, Says, Withheld, blocks};
use crate::clock;
use crate::decide::tests::at;
use crate::fee::{Line, Medium, Part};
use crate::law::{self, State};
use crate::request::Scope;
use crate::text as words;
use crate::wire::Due;
use crate::word::{Access, Ending, Extends, Ground, Handing, Language, Way, Work};

/// Of a school year in the United States, at most.
const GRADE: f64 = 8.0;
/// Of Fernández Huerta's scale of 100, at least: from 60 on it is ordinary speech.
const EASE: f64 = 60.0;

struct Measure {
    sentences: f64,
    words: f64,
    syllables: f64,
}

impl Measure {
    /// Flesch and Kincaid's grade.
    fn grade(&self) -> f64 {
        0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
    }

    /// Fernández Huerta's ease of reading.
    fn ease(&self) -> f64 {
        206.84 - 60.0 * self.syllables / self.words - 1.02 * self.words / self.sentences
    }
}

/// A sentence ends with its mark, or with its paragraph.
fn measure(paragraphs: &[String], syllables: fn(&str) -> usize) -> Measure {
    let (mut sentences, mut count, mut sounds) = (0, 0, 0);
    for paragraph in paragraphs {
        for sentence in paragraph.split_inclusive(['.', '?', '!']) {
            let words: Vec<_> = sentence
                .split(|letter: char| !letter.is_alphabetic() && letter != '’')
                .filter(|word| word.chars().any(char::is_alphabetic))
                .collect();
            if words.is_empty() {
                continue;
            }
            sentences += 1;
            count += words.len();
            sounds += words.iter().map(|word| syllables(word)).sum::<usize>();
        }
    }
    let number = |count: usize| f64::from(u32::try_from(count).unwrap());
    Measure {
        sentences: number(sentences),
        words: number(count),
        syllables: number(sounds),
    }
}

/// A group of vowels each, but for an `e` at the end, which is silent unless it makes the sound of `-le`.
fn english(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |letter: char| "aeiouy".contains(letter);
    let mut count = 0;
    let mut before = ' ';
    for letter in word.chars() {
        if is_vowel(letter) && !is_vowel(before) {
            count += 1;
        }
        before = letter;
    }
    let mut last = word.chars().rev();
    let ends = [last.next(), last.next(), last.next()];
    let is_silent = match ends {
        [Some('e'), Some('l'), Some(before)] => is_vowel(before),
        [Some('e'), Some(before), _] => !is_vowel(before),
        _ => false,
    };
    if is_silent && count > 1 {
        count - 1
    } else {
        count.max(1)
    }
}

/// A strong vowel each, or a weak one with an accent; else a group of weak ones.
fn spanish(word: &str) -> usize {
    let word = word.to_lowercase();
    let groups = word.split(|letter: char| !"aeiouáéíóúü".contains(letter));
    let sounds = groups.filter(|group| !group.is_empty()).map(|group| {
        let strong = group.chars().filter(|letter| "aeoáéóíú".contains(*letter)).count();
        strong.max(1)
    });
    sounds.sum::<usize>().max(usize::from(word.ends_with('y'))).max(1)
}

/// What is written in that language and by the desk.
fn body(letter: Letter<'_>, dates: &[String]) -> Vec<String> {
    let paragraphs = blocks(letter).into_iter().filter_map(|block| match block {
        // One that staff write alone is empty here.
        Block::Paragraph(words) => (!words.is_empty()).then_some(words),
        // A few words are no measure of anything.
        Block::Heading(_) | Block::Line(_) => None,
    });
    paragraphs.map(|paragraph| counted(&paragraph, dates)).collect()
}

fn counted(paragraph: &str, dates: &[String]) -> String {
    let mut paragraph = paragraph.to_owned();
    for date in dates {
        paragraph = paragraph.replace(date, NAME);
    }
    if let (Some(from), Some(to)) = (paragraph.find("U.S. Department"), paragraph.find("ocrportal.hhs.gov")) {
        paragraph.replace_range(from..to + "ocrportal.hhs.gov".len(), NAME);
    }
    for (_, ground) in Ground::WIRE {
        paragraph = paragraph.replace(&format!("({})", ground.citation()), " ");
    }
    for name in [
        // The law's own words.
        STATEMENT,
        "42 CFR parte 2",
        "Medical Record Access Review Committee",
        "START-HERE.html",
        "manifest.json",
        "512-555-0140",
        "4.2 MB",
    ] {
        paragraph = paragraph.replace(name, NAME);
    }
    paragraph
}

const NAME: &str = "Ana";

/// What the letters of that language are called, and what each says.
fn bodies(language: Language) -> Vec<(String, Vec<String>)> {
    let like = || Release {
        practice: NAME.to_owned(),
        contact: NAME.to_owned(),
        ..letter(language)
    };
    let dates = [like().received_on, like().released_on].map(|date| words::date(date, language));
    let mut read = Vec::new();
    let mut release = |name: String, letter: &Release| {
        read.push((name, body(Letter::Release(letter), &dates)));
    };
    release("all".to_owned(), &like());
    let third_party = Release {
        reader: Reader::ThirdParty,
        patient: Some(NAME.to_owned()),
        ..like()
    };
    release("to a third party".to_owned(), &third_party);
    let on_consent = Release {
        consent: Some(NAME.to_owned()),
        ..third_party
    };
    release("to a third party on consent".to_owned(), &on_consent);
    for access in [Access::Copy, Access::Inspection] {
        let letter = Release {
            patient: Some(NAME.to_owned()),
            extent: Extent::Part,
            left_out: true,
            access,
            ..like()
        };
        release(format!("{access:?} of a part"), &letter);
    }
    let lacking = Release {
        not_held: vec![
            NotHeld {
                what: NAME.to_owned(),
                ask: NAME.to_owned(),
            },
            NotHeld {
                what: NAME.to_owned(),
                ask: String::new(),
            },
        ],
        extent: Extent::Given,
        ..like()
    };
    release("not all held".to_owned(), &lacking);
    for (_, ground) in Ground::WIRE {
        for files in [0, 7] {
            let letter = Release {
                files,
                withheld: vec![Withheld {
                    ground,
                    what: String::new(),
                    reason: String::new(),
                    ends_on: None,
                    duration: "Until June 1, 2027".to_owned(),
                }],
                states: Addition::ALL.to_vec(),
                ..like()
            };
            release(format!("{ground:?} of {files}"), &letter);
        }
    }
    let mut written = |name: String, says: Says| {
        let mut letter = answer(language, says);
        NAME.clone_into(&mut letter.practice);
        NAME.clone_into(&mut letter.contact);
        read.push((name, body(Letter::Answer(&letter), &dates)));
    };
    for of in [Extends::Federal, Extends::State] {
        let extension = Says::Extension {
            of,
            reason: String::new(),
            until: like().released_on,
            working: Vec::new(),
        };
        written(format!("extension {of:?}"), extension);
    }
    for (asks, medium, part) in [
        (true, Medium::Paper, Part::Paper),
        (false, Medium::Paper, Part::Paper),
        (true, Medium::Electronic, Part::Labor),
        (false, Medium::Electronic, Part::Labor),
    ] {
        let lines = vec![Line {
            part,
            count: 40,
            each: 25,
        }];
        let says = Says::FeeEstimate {
            lines,
            total: 900,
            asks,
            medium,
        };
        written(format!("fee, {medium:?}, asks: {asks}"), says);
    }
    for stands in [true, false] {
        let found = Found {
            ground: Ground::R1,
            what: NAME.to_owned(),
            stands,
        };
        let outcome = Outcome {
            asked_on: like().released_on,
            found: vec![found],
        };
        written(format!("review, stands: {stands}"), Says::ReviewOutcome(outcome));
    }
    for patient in [None, Some(NAME.to_owned())] {
        let notice = Notice {
            went_on: like().received_on,
            discovered_on: like().released_on,
            patient: patient.clone(),
            happened: String::new(),
            kinds: String::new(),
            protect: String::new(),
            doing: String::new(),
            address: NAME.to_owned(),
        };
        written(format!("breach, {patient:?}"), Says::Breach(notice));
    }
    for (number, asks) in [Asks::Own, Asks::Another, to()].into_iter().enumerate() {
        for (step, access) in [(Step::Code, Access::Copy), (Step::Person, Access::Inspection)] {
            let says = Acknowledgement {
                asks: asks.clone(),
                access,
                scope: Scope::Whole,
                way: Way::WIRE[number].1,
                format: String::new(),
                step,
                due_on: like().released_on,
                // Citations and dates, which the page of the request shows as well.
                working: Vec::new(),
            };
            written(
                format!("acknowledgement to {asks:?}, {step:?}"),
                Says::Acknowledgement(says),
            );
        }
    }
    // With their working, under the law of each state: its lines are figures, and it is the letter that must be read.
    for state in &law::STATES {
        let mut request = at(Work::Gathering);
        request.received.states = vec![state.code.to_owned()];
        request.language = language;
        let due = request.due_told();
        let says = Acknowledgement {
            asks: Asks::Own,
            access: Access::Copy,
            scope: Scope::Whole,
            way: Way::Download,
            format: String::new(),
            step: Step::Code,
            due_on: like().released_on,
            working: in_names(words::working(&due, language), &due, state),
        };
        written(
            format!("acknowledgement in {}", state.name),
            Says::Acknowledgement(says),
        );
        let until = clock::last_extension(request.received.on);
        let extension = clock::Extension::given(Extends::Federal, until, request.received.on);
        request.extensions.push(extension);
        let due = request.due_told();
        let says = Says::Extension {
            of: Extends::Federal,
            reason: String::new(),
            until: like().released_on,
            working: in_names(words::working_to(&due, until, language), &due, state),
        };
        written(format!("extension in {}", state.name), says);
    }
    for (_, handing) in Handing::WIRE {
        let says = Sent {
            to: NAME.to_owned(),
            place: NAME.to_owned(),
            sent_on: like().released_on,
            handing,
            files: 7,
            size: 4_200_000,
            withheld: Vec::new(),
            left_out: true,
            states: Vec::new(),
        };
        written(format!("a directive, {handing:?}"), Says::DirectiveFulfilled(says));
    }
    for (_, ending) in Ending::WIRE {
        let more = String::new();
        written(format!("{ending:?}"), Says::Ending { ending, more });
    }
    read
}

/// The working without what is not counted.
fn in_names(lines: Vec<String>, due: &Due, state: &State) -> Vec<String> {
    let figures = due.working.iter();
    let dates = figures.flat_map(|figure| [figure.from, figure.due_on].into_iter().chain(figure.holidays.clone()));
    let dates: Vec<_> = dates.chain([due.due_on]).collect();
    let plain = |mut line: String| {
        for language in [Language::English, Language::Spanish] {
            for date in &dates {
                line = line.replace(&words::date(*date, language), NAME);
            }
        }
        while let (Some(from), Some(to)) = (line.find(" ("), line.find(')')) {
            line.replace_range(from..=to, "");
        }
        line.replace(state.name, NAME)
    };
    lines.into_iter().map(plain).collect()
}

/// A line of arithmetic, with few words: by itself no measure of anything.
fn is_figure(paragraph: &str) -> bool {
    paragraph.contains(" = ")
}

fn to() -> Asks {
    Asks::ThirdParty {
        to: NAME.to_owned(),
        place: NAME.to_owned(),
    }
}

#[test]
fn every_letter_in_english_can_be_read_after_eight_years_of_school() {
    for (name, body) in bodies(Language::English) {
        let grade = |paragraphs: &[String]| measure(paragraphs, english).grade();

        assert!(grade(&body) <= GRADE, "{name}: {:.1}", grade(&body));
        for paragraph in body.into_iter().filter(|paragraph| !is_figure(paragraph)) {
            let alone = [paragraph];
            assert!(grade(&alone) <= GRADE, "{name}: {:.1}: {}", grade(&alone), alone[0]);
        }
    }
}

#[test]
fn every_letter_in_spanish_reads_as_people_speak() {
    for (name, body) in bodies(Language::Spanish) {
        let ease = |paragraphs: &[String]| measure(paragraphs, spanish).ease();

        assert!(ease(&body) >= EASE, "{name}: {:.1}", ease(&body));
        for paragraph in body.into_iter().filter(|paragraph| !is_figure(paragraph)) {
            let alone = [paragraph];
            assert!(ease(&alone) >= EASE, "{name}: {:.1}: {}", ease(&alone), alone[0]);
        }
    }
}

#[test]
fn the_measures_are_those_of_the_books() {
    for (word, count) in [
        ("make", 1),
        ("the", 1),
        ("table", 2),
        ("people", 2),
        ("you", 1),
        ("record", 2),
        ("government", 3),
        ("we", 1),
        ("licensed", 3),
    ] {
        assert_eq!(english(word), count, "{word}");
    }
    for (word, count) in [
        ("expediente", 4),
        ("guía", 2),
        ("que", 1),
        ("y", 1),
        ("gobierno", 3),
        ("queja", 2),
        ("leer", 2),
        ("días", 2),
        ("muy", 1),
        ("cuidado", 3),
    ] {
        assert_eq!(spanish(word), count, "{word}");
    }
    let plain = measure(&["The cat sat. We ran home.".to_owned()], english);
    assert!((plain.grade() - (0.39 * 3.0 + 11.8 - 15.59)).abs() < 1e-9);
    let hard = measure(
        &[
            "Notwithstanding applicable jurisdictional determinations, authorization documentation necessitates \
           individualized administrative evaluation."
                .to_owned(),
        ],
        english,
    );
    assert!(hard.grade() > 20.0, "what lawyers write is found too hard");
}
