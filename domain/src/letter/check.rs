//! Whether a letter says all that it must and nothing that it may not, found out by reading it as its reader does. What can't
//! be read in one letter stands elsewhere: that it goes in time (`clock`), plain language (`readability`), and how long its
//! copy is kept. Elements are called as in the checklist of letters of the desk.

pub mod words;

use super::acknowledgement::{Acknowledgement, Asks, Step};
use super::breach::Notice;
use super::directive::{STATEMENT, Sent};
use super::review::Found;
use super::state::Addition;
use super::{Answer, Block, Letter, NotHeld, Reader, Release, Says, Withheld, blocks, passage};
use crate::fee::{Medium, money};
use crate::request::Scope;
use crate::text::{self, fee};
use crate::word::{Access, Ending, Extends, Ground, Language};
use chrono::{Days, NaiveDate};
use words::{promises_review, speaks_of};

/// Something that a letter must say, or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// Of a breach, what happened, with its day and the day of its discovery, 45 CFR 164.404(c)(1)(A).
    B1,
    /// What kinds of information it was, 45 CFR 164.404(c)(1)(B).
    B2,
    /// What the person can do to be safe, 45 CFR 164.404(c)(1)(C).
    B3,
    /// What the practice does about it, 45 CFR 164.404(c)(1)(D).
    B4,
    /// How to reach the practice, by mail too, 45 CFR 164.404(c)(1)(E).
    B5,
    /// A denial or an answer is in writing, 45 CFR 164.524(b)(2)(i)(B).
    D1,
    /// Its basis in plain words, and which part is withheld, 45 CFR 164.524(d)(2)(i). A source in confidence is not named.
    D4,
    /// The right to a review by a professional who took no part, and how to ask, 45 CFR 164.524(d)(2)(ii).
    D5,
    /// No promise of a review where there is no right to one, 45 CFR 164.524(a)(2).
    D6,
    /// How to complain to the practice, 45 CFR 164.524(d)(2)(iii) and 164.530(d).
    D7,
    /// The name or title of whom to complain to, 45 CFR 164.524(d)(2)(iii).
    D8,
    /// That person's telephone number, 45 CFR 164.524(d)(2)(iii).
    D9,
    /// How to complain to the Secretary, 45 CFR 164.524(d)(2)(iii), and until when, 45 CFR 160.306.
    D10,
    /// What is given all the same, 45 CFR 164.524(d)(1).
    D11,
    /// Of what is not held, where to ask or that nobody here knows, 45 CFR 164.524(d)(3).
    D12,
    /// That access returns when the research ends, 45 CFR 164.524(a)(2)(iii), and on which day that should be, where it is known.
    D14,
    /// What the law of a state adds (`state`).
    D15,
    /// Nothing of an unpaid bill, a lawsuit as such, why it was asked for or a vendor's rules: none is a ground.
    D16,
    /// Help in other languages and other print, 45 CFR 92.201 and 28 CFR 36.303.
    D17,
    /// The extension is in writing, 45 CFR 164.524(b)(2)(ii)(A).
    E2,
    /// Its reason, 45 CFR 164.524(b)(2)(ii)(A).
    E3,
    /// The day of completion, 45 CFR 164.524(b)(2)(ii)(A).
    E4,
    /// Which is within 60 days of receipt, 45 CFR 164.524(b)(2)(ii).
    E5,
    /// That it is the only one, 45 CFR 164.524(b)(2)(ii)(B).
    E6,
    /// The day of receipt, which the desk says in every letter.
    K1,
    /// Until when the desk must answer, with the working of the dates.
    K2,
    /// What was understood: what of the record, for whom, how it shall come and in what form.
    K3,
    /// The one step by which it is made sure who asks, 45 CFR 164.514(h).
    K4,
    /// That no reason is asked.
    K5,
    /// Whom to ring, which the desk says in every letter.
    K6,
    /// How to ask for less or more.
    K7,
    /// That no other form must be filled in.
    K8,
    /// That access is given, 45 CFR 164.524(b)(2)(i)(A).
    P1,
    /// Access as it was asked for, 45 CFR 164.524(c)(2) and (3).
    P2,
    /// What is in it.
    P3,
    /// Of a record of a substance-use program to a third party, the statement and what the patient's consent covers, 42 CFR
    /// 2.32. No other letter has it.
    P5,
    /// To a third party, whose record it is, and nothing of what is withheld or why: that is the patient's to know.
    P6,
    /// That the fee waits for a yes, where it does; told before the copy is made.
    Q1,
    /// Each part of the fee, and what it comes to, 45 CFR 164.524(c)(4).
    Q2,
    /// The ways that cost nothing.
    Q5,
    /// That no bill for care has to do with it.
    Q8,
    /// That the time to answer goes on.
    Q9,
    /// What a review decided on each thing, 45 CFR 164.524(d)(4).
    V3,
    /// That a professional decided who had no part in it, 45 CFR 164.524(a)(4).
    V4,
    /// That what is given follows, 45 CFR 164.524(d)(4).
    V5,
}

impl Element {
    /// Whether it is about what a person typed, who can take it out again.
    pub fn is_typed(self) -> bool {
        match self {
            Self::D6 | Self::D16 => true,
            Self::B1 | Self::B2 | Self::B3 | Self::B4 | Self::B5 => false,
            Self::D1 | Self::D4 | Self::D5 | Self::D7 | Self::D8 | Self::D9 | Self::D10 | Self::D11 => false,
            Self::D12 | Self::D14 | Self::D15 | Self::D17 => false,
            Self::E2 | Self::E3 | Self::E4 | Self::E5 | Self::E6 => false,
            Self::K1 | Self::K2 | Self::K3 | Self::K4 | Self::K5 | Self::K6 | Self::K7 | Self::K8 => false,
            Self::P1 | Self::P2 | Self::P3 | Self::P5 | Self::P6 => false,
            Self::Q1 | Self::Q2 | Self::Q5 | Self::Q8 | Self::Q9 => false,
            Self::V3 | Self::V4 | Self::V5 => false,
        }
    }
}

/// The day to which one extension may reach at most, 45 CFR 164.524(b)(2)(ii).
const EXTENDED_DAYS: Days = Days::new(60);
/// Those that a state's own extension does not reach past.
const FIRST_DAYS: Days = Days::new(30);
/// Of a telephone number, which has an area code or is known in the place.
const DIGITS: usize = 7;

/// What the letter lacks, or has and may not have.
pub fn missing(letter: Letter<'_>) -> Vec<Element> {
    lacks(letter, &paragraphs(letter))
}

/// Whether what is typed of something withheld on that ground may stand in a letter.
pub fn may_say(typed: &str, ground: Ground) -> bool {
    !speaks_of(typed, ground) && (ground.is_reviewable() || !promises_review(typed))
}

fn paragraphs(letter: Letter<'_>) -> Vec<String> {
    let said = blocks(letter).into_iter().filter_map(|block| match block {
        Block::Heading(words) | Block::Paragraph(words) => Some(words),
        Block::Line(_) => None,
    });
    said.collect()
}

fn lacks(letter: Letter<'_>, paragraphs: &[String]) -> Vec<Element> {
    let head = letter.head();
    let said = Said {
        language: head.language,
        contact: head.contact,
        telephone: head.telephone,
        paragraphs,
    };
    let is_written = !head.practice.trim().is_empty() && paragraphs.iter().any(|words| !words.trim().is_empty());
    let mut asked = match letter {
        Letter::Release(letter) => of_release(letter, &said),
        Letter::Answer(letter) => of_answer(letter, &said),
    };
    let written = match letter {
        Letter::Release(_) => Element::D1,
        Letter::Answer(letter) => match letter.says {
            Says::Extension { .. } => Element::E2,
            Says::Ending { .. } | Says::FeeEstimate { .. } | Says::ReviewOutcome(_) | Says::Breach(_) => Element::D1,
            Says::Acknowledgement(_) | Says::DirectiveFulfilled(_) => Element::D1,
        },
    };
    asked.push((written, is_written));
    asked.push((
        Element::D17,
        said.has(
            &["language", "large print", "free"],
            &["idioma", "letra grande", "gratis"],
        ),
    ));
    let missing = asked.into_iter().filter(|(_, holds)| !holds);
    missing.map(|(element, _)| element).collect()
}

/// An element, and whether it is there.
type Asked = (Element, bool);

fn of_release(letter: &Release, said: &Said<'_>) -> Vec<Asked> {
    let mut asked = vec![(Element::K1, said.has_date(letter.received_on))];
    let points = |pointer: &NotHeld| {
        let what = pointer.what.as_str();
        is_words(what)
            && if pointer.ask.is_empty() {
                said.has(
                    &[what, "We do not know who has it"],
                    &[what, "No sabemos quién lo tiene"],
                )
            } else {
                said.has(&[what, &pointer.ask], &[what, &pointer.ask])
            }
    };
    let typed = |pointer: &NotHeld| words::speaks(&pointer.what) || words::speaks(&pointer.ask);
    asked.push((Element::D12, letter.not_held.iter().all(points)));
    asked.push((Element::D16, !letter.not_held.iter().any(typed)));
    match letter.reader {
        Reader::Requester => asked.push((Element::P5, letter.consent.is_none())),
        Reader::ThirdParty => {
            asked.extend(to_third_party(letter, said));
            return asked;
        }
    }
    if letter.files > 0 {
        let access = match letter.access {
            Access::Copy => said.has(&["This copy is yours"], &["Esta copia es suya"]),
            Access::Inspection => said.has(
                &["look at your record", "at no cost"],
                &["ver su expediente", "sin costo"],
            ),
        };
        asked.push((Element::P1, said.has(&["We said yes"], &["Dijimos que sí"])));
        asked.push((Element::P2, access));
        asked.push((Element::P3, said.has_files(letter.files, letter.size)));
    }
    if letter.withheld.is_empty() {
        asked.push((Element::K6, said.has_contact()));
        return asked;
    }
    let is_given = if letter.files > 0 {
        said.has_files(letter.files, letter.size)
    } else {
        said.has(&["We looked at all of it"], &["Lo revisamos por completo"])
    };
    asked.push((Element::D11, is_given));
    asked.extend(of_kept_back(
        &letter.withheld,
        &letter.states,
        Letter::Release(letter),
        said,
    ));
    asked.extend(said.complaints());
    asked
}

/// The elements of a denial of these things, but for what is given and where to complain.
fn of_kept_back(withheld: &[Withheld], states: &[Addition], letter: Letter<'_>, said: &Said<'_>) -> [Asked; 6] {
    let is_reviewable = withheld.iter().any(|item| item.ground.is_reviewable());
    let is_of_research = withheld.iter().any(|item| item.ground == Ground::U4);
    let mut ends = withheld.iter().filter_map(|item| item.ends_on);
    let is_dated = ends.all(|day| said.has_date(day));
    let has_review = said.has(
        &[
            "ask for a review",
            "licensed professional",
            "no part in it",
            "To ask, call",
        ],
        &[
            "pedir una revisión",
            "profesional con licencia",
            "no participó",
            "Para pedirla, llame",
        ],
    );
    let returns = said.has(
        &["see it again when the study ends"],
        &["verlo otra vez cuando el estudio termine"],
    );
    [
        (Element::D4, withheld.iter().all(|item| said.explains(item))),
        (Element::D5, !is_reviewable || has_review),
        (
            Element::D6,
            is_reviewable || !said.paragraphs.iter().any(|words| promises_review(words)),
        ),
        (Element::D14, !is_of_research || returns && is_dated),
        (
            Element::D15,
            states
                .iter()
                .all(|addition| said.has_exactly(&addition.text(&letter.head())))
                && (!states.contains(&Addition::MentalHealth) || said.has_durations(withheld)),
        ),
        (
            Element::D16,
            !withheld
                .iter()
                .any(|item| speaks_of(&item.what, item.ground) || speaks_of(&item.reason, item.ground)),
        ),
    ]
}

/// Whether words tell of something that is withheld, or why. What staff wrote of it may be a word that stands in any letter:
/// it is looked for as a letter says it.
pub fn tells_of(words: &str, withheld: &[Withheld], language: Language) -> bool {
    withheld.iter().any(|item| {
        let passage = passage(item, language);
        let why = text::ground(item.ground, language);
        [passage.as_str(), why, item.ground.citation()]
            .iter()
            .any(|told| words.contains(told))
    })
}

/// Whoever was named by the patient gets the record, and knows of the rest nothing.
fn to_third_party(letter: &Release, said: &Said<'_>) -> [Asked; 6] {
    let patient = letter.patient.as_deref().unwrap_or_default();
    let tells = |words: &String| tells_of(words, &letter.withheld, said.language);
    let is_silent = !said.paragraphs.iter().any(tells);
    [
        (Element::P1, said.has(&["We said yes"], &["Dijimos que sí"])),
        (
            Element::P2,
            said.has(
                &["in a signed paper to send you"],
                &["en un papel firmado que le enviáramos"],
            ),
        ),
        (Element::P3, said.has_files(letter.files, letter.size)),
        (
            Element::P5,
            letter.consent.as_deref().is_none_or(|scope| said.has_consent(scope)),
        ),
        (
            Element::P6,
            is_words(patient) && said.has_exactly(patient) && is_silent && letter.files > 0,
        ),
        (Element::K6, said.has_contact()),
    ]
}

fn of_acknowledgement(letter: &Acknowledgement, said: &Said<'_>) -> [Asked; 7] {
    let due = text::date(letter.due_on, said.language);
    let step = match letter.step {
        Step::Code => said.has(
            &["One step is left", "the code from our e-mail"],
            &["Falta un solo paso", "el código de nuestro correo"],
        ),
        Step::Person => said.has(
            &["One step is left", "who asks"],
            &["Falta un solo paso", "quién lo pide"],
        ),
    };
    let paper = match letter.asks {
        Asks::Own => true,
        Asks::Another => said.has(
            &["paper that shows that you may act"],
            &["papel que muestre que puede actuar"],
        ),
        Asks::ThirdParty { .. } => said.has(&["paper that you signed"], &["papel con su firma"]),
    };
    let no_reason = said.has(
        &["do not have to tell us why"],
        &["No tiene que decirnos para qué quiere"],
    );
    let change = said.has(&["less, or more?", "Call"], &["menos, o más?", "Llame"]);
    let no_form = said.has(
        &["not have to fill in another form"],
        &["No tiene que llenar otro formulario"],
    );
    [
        (
            Element::K2,
            said.has(&["We must answer by", &due], &["Debemos responder a más tardar", &due])
                && said.has_all(&letter.working),
        ),
        (Element::K3, said.understands(letter)),
        (Element::K4, step && paper),
        (Element::K5, no_reason),
        (Element::K6, said.has_contact()),
        (Element::K7, change),
        (Element::K8, no_form),
    ]
}

fn of_directive(letter: &Answer, sent: &Sent, said: &Said<'_>) -> Vec<Asked> {
    let sent_on = text::date(sent.sent_on, said.language);
    let sought = [sent.to.as_str(), sent.place.as_str(), &sent_on];
    let went = is_words(&sent.to) && is_words(&sent.place) && said.has(&sought, &sought);
    let files = sent.files > 0 && said.has_files(sent.files, sent.size);
    let mut asked = vec![(Element::P2, went), (Element::P3, files)];
    if !sent.withheld.is_empty() {
        asked.push((Element::D11, went && files));
        asked.extend(of_kept_back(&sent.withheld, &sent.states, Letter::Answer(letter), said));
    }
    asked.extend(said.complaints());
    asked
}

fn of_answer(letter: &Answer, said: &Said<'_>) -> Vec<Asked> {
    let mut asked = vec![(Element::K1, said.has_date(letter.received_on))];
    match &letter.says {
        // Whose information it is may have asked for nothing on any day.
        Says::Breach(notice) => return said.tells(notice),
        Says::Extension {
            of,
            reason,
            until,
            working,
        } => {
            let last = letter.received_on.checked_add_days(match of {
                Extends::Federal => EXTENDED_DAYS,
                Extends::State => FIRST_DAYS,
            });
            let moved = match of {
                Extends::Federal => said.has(&["the first 30 days"], &["los primeros 30 días"]),
                Extends::State => said.has(&["The law of the state"], &["La ley del estado"]),
            };
            let only = said.has(
                &["the only time that we may take longer"],
                &["Solo podemos alargar el plazo esta vez"],
            );
            asked.extend([
                (Element::E3, is_words(reason) && said.has_exactly(reason)),
                (Element::E4, said.has_date(*until)),
                (Element::E5, last.is_some_and(|last| *until <= last)),
                (Element::E6, only && moved),
                (Element::K2, said.has_all(working)),
                (Element::D16, !words::speaks(reason)),
                (Element::K6, said.has_contact()),
            ]);
        }
        Says::FeeEstimate {
            lines,
            total,
            asks,
            medium,
        } => {
            let parts = lines
                .iter()
                .all(|line| said.has_exactly(&fee::line(line, said.language)));
            let waits = said.has(
                &["only if you say yes"],
                &["Solo cobramos este costo si usted dice que sí"],
            );
            let calls_copy_free = said.has(&["electronic copy is free"], &["copia electrónica es gratis"]);
            let offers_free_copy = said.has(&["free electronic copy"], &["copia electrónica gratuita"]);
            let is_fee_for_copy = *medium == Medium::Electronic;
            let free = said.has(
                &["do not have to pay", "record here is free"],
                &["no tiene que pagar", "ver su expediente aquí"],
            ) && calls_copy_free != is_fee_for_copy
                && !(offers_free_copy && is_fee_for_copy);
            let goes_on = said.has(
                &["Our time to answer goes on"],
                &["Nuestro plazo para responder sigue corriendo"],
            );
            let no_bill = said.has(
                &["nothing to do with any bill for care"],
                &["nada que ver con ninguna cuenta por atención"],
            );
            asked.extend([
                (Element::Q1, !asks || waits),
                (
                    Element::Q2,
                    !lines.is_empty() && parts && said.has_exactly(&money(*total)),
                ),
                (Element::Q5, free),
                (Element::Q8, no_bill),
                (Element::Q9, goes_on),
                (Element::K6, said.has_contact()),
            ]);
        }
        Says::Acknowledgement(acknowledged) => asked.extend(of_acknowledgement(acknowledged, said)),
        Says::DirectiveFulfilled(sent) => asked.extend(of_directive(letter, sent, said)),
        Says::ReviewOutcome(outcome) => {
            let took_no_part = said.has(
                &["licensed professional", "had no part in the first decision"],
                &["profesional con licencia", "no participó en la primera decisión"],
            );
            let follows = said.has(
                &["make your record ready again"],
                &["preparamos otra vez el expediente"],
            );
            let gives = outcome.found.iter().any(|found| !found.stands);
            asked.extend([
                (
                    Element::V3,
                    !outcome.found.is_empty() && outcome.found.iter().all(|found| said.decides(found)),
                ),
                (Element::V4, took_no_part),
                (Element::V5, !gives || follows),
            ]);
            asked.extend(said.complaints());
        }
        Says::Ending { ending, more } => {
            let points = is_words(more) && said.has_exactly(more);
            asked.push((Element::D16, !words::speaks(more)));
            match ending {
                Ending::NotHeld => {
                    let nobody_knows = said.has(&["We do not know who has it"], &["No sabemos quién lo tiene"]);
                    let basis = said.has(&["we do not have it"], &["no lo tenemos"]);
                    asked.extend([(Element::D4, basis), (Element::D12, points || nobody_knows)]);
                }
                Ending::NoAuthority => {
                    let basis = said.has(
                        &["someone who may act for the patient"],
                        &["puede actuar por el paciente"],
                    );
                    asked.push((Element::D4, basis && points));
                }
                Ending::Unverified => {
                    let basis = said.has(&["we must know who that is"], &["debemos saber a quién se lo damos"]);
                    asked.push((Element::D4, basis && points));
                }
                Ending::Withdrawn => {
                    let basis = said.has(&["we have closed your request"], &["cerramos su solicitud"]);
                    asked.extend([(Element::D4, basis), (Element::K6, said.has_contact())]);
                    return asked;
                }
            }
            asked.extend(said.complaints());
        }
    }
    asked
}

/// A letter as it is read.
struct Said<'a> {
    language: Language,
    contact: &'a str,
    telephone: &'a str,
    paragraphs: &'a [String],
}

impl Said<'_> {
    /// The paragraph with all these words, in the letter's language.
    fn find(&self, english: &[&str], spanish: &[&str]) -> Option<&str> {
        let sought = match self.language {
            Language::English => english,
            Language::Spanish => spanish,
        };
        let found = self
            .paragraphs
            .iter()
            .find(|words| sought.iter().all(|sought| words.contains(sought)));
        found.map(String::as_str)
    }

    fn has(&self, english: &[&str], spanish: &[&str]) -> bool {
        self.find(english, spanish).is_some()
    }

    fn has_exactly(&self, words: &str) -> bool {
        self.has(&[words], &[words])
    }

    /// Whether each of these lines is there, and one at least.
    fn has_all(&self, lines: &[String]) -> bool {
        !lines.is_empty() && lines.iter().all(|line| self.has_exactly(line))
    }

    fn has_date(&self, date: NaiveDate) -> bool {
        self.has_exactly(&text::date(date, self.language))
    }

    /// What it is, and whether it is given; where it is not, on what ground.
    fn decides(&self, found: &Found) -> bool {
        let what = found.what.as_str();
        if found.stands {
            let why = text::ground(found.ground, self.language);
            let citation = found.ground.citation();
            let still = |not| [what, not, why, citation];
            self.has(&still("still can’t give"), &still("todavía no podemos dárselo"))
        } else {
            self.has(&[what, "You will get this"], &[what, "Esto se lo daremos"])
        }
    }

    /// What a breach was, and what comes of it.
    fn tells(&self, notice: &Notice) -> Vec<Asked> {
        let says = |typed: &str| is_words(typed) && self.has_exactly(typed);
        let days = [notice.went_on, notice.discovered_on].map(|day| text::date(day, self.language));
        let dates = self.has(
            &["It went out on", &days[0], "found out on", &days[1]],
            &["Salió el", &days[0], "supimos el", &days[1]],
        );
        let by_mail = self.has(
            &[self.contact, self.telephone, "write to us", &notice.address],
            &[self.contact, self.telephone, "escribirnos", &notice.address],
        );
        let is_reached = is_words(self.contact) && is_telephone(self.telephone) && is_words(&notice.address);
        vec![
            (Element::B1, says(&notice.happened) && dates),
            (Element::B2, says(&notice.kinds)),
            (Element::B3, says(&notice.protect)),
            (Element::B4, says(&notice.doing)),
            (Element::B5, is_reached && by_mail),
        ]
    }

    /// How many files there are and how large they are.
    fn has_files(&self, files: u32, size: u64) -> bool {
        let (files, size) = (files.to_string(), text::size(size));
        self.has(&["It has", &files, &size], &["Tiene", &files, &size])
    }

    /// The statement of 42 CFR 2.32 in its own words, and what the consent covers.
    fn has_consent(&self, scope: &str) -> bool {
        let explains = self.has(
            &["written consent", "what the consent covers", scope],
            &["permiso por escrito", "lo que cubre el permiso", scope],
        );
        let states = self.has(&[STATEMENT], &[STATEMENT, "42 CFR parte 2 prohíbe"]);
        is_words(scope) && explains && states
    }

    /// How long each thing is kept back.
    fn has_durations(&self, withheld: &[Withheld]) -> bool {
        withheld.iter().all(|item| {
            let duration = item.duration.trim_end_matches('.');
            is_words(duration)
                && self.has(
                    &["How long we keep it back", duration],
                    &["Por cuánto tiempo no lo damos", duration],
                )
        })
    }

    /// All that was asked for, as it was asked.
    fn understands(&self, letter: &Acknowledgement) -> bool {
        let access = match (&letter.asks, letter.access) {
            (Asks::ThirdParty { to, place }, _) => {
                let [english, spanish] = ["asked us to send a copy", "Pidió que enviemos una copia"];
                self.has(&[english, to, place], &[spanish, to, place])
            }
            (Asks::Own | Asks::Another, Access::Copy) => {
                self.has(&["You asked for a copy of"], &["Pidió una copia de"])
            }
            (Asks::Own | Asks::Another, Access::Inspection) => {
                self.has(&["You asked to come and look at"], &["Pidió venir a ver"])
            }
        };
        let scope = match &letter.scope {
            Scope::Whole => self.has(&["whole record"], &["expediente completo"]),
            Scope::Part {
                from,
                until,
                categories,
            } => {
                self.has(&["a part of"], &["una parte de"])
                    && from.iter().chain(until).all(|date| self.has_date(*date))
                    && categories
                        .iter()
                        .all(|kind| self.has_exactly(text::category(*kind, self.language)))
            }
        };
        let way = letter
            .way_shown()
            .is_none_or(|way| self.has_exactly(text::way(way, self.language)));
        access && scope && way && self.has_exactly(&letter.format)
    }

    fn has_contact(&self) -> bool {
        let (contact, telephone) = (self.contact, self.telephone);
        is_words(contact)
            && is_telephone(telephone)
            && self.has(&["Call", contact, telephone], &["lame", contact, telephone])
    }

    /// Its ground in plain words, the part, unless that would tell who spoke, and what staff wrote.
    fn explains(&self, item: &Withheld) -> bool {
        let is_named = match item.ground {
            // No denial: nothing tells of it.
            Ground::N3 => return false,
            Ground::U6 => item.what.is_empty() && item.reason.is_empty(),
            Ground::U1 | Ground::U2 | Ground::U3 | Ground::U4 | Ground::U5 => is_words(&item.what),
            Ground::R1 | Ground::R2 | Ground::R3 => is_words(&item.what),
        };
        let why = text::ground(item.ground, self.language);
        let basis = why.split('.').next().unwrap_or(why);
        let is_reasoned = item.ground == Ground::U6 || is_words(&item.reason);
        is_named && is_reasoned && {
            let sought = [item.what.as_str(), basis, item.reason.as_str()];
            self.has(&sought, &sought)
        }
    }

    /// Where to complain, which whoever gets no record or not all of it must know.
    fn complaints(&self) -> [Asked; 4] {
        let us = self.find(&["complain to us"], &["quejarse con nosotros"]);
        let government = self.has(
            &[
                "Health and Human Services",
                "Office for Civil Rights",
                "ocrportal.hhs.gov",
                "within 180 days",
            ],
            &[
                "Health and Human Services",
                "Office for Civil Rights",
                "ocrportal.hhs.gov",
                "plazo de 180 días",
            ],
        );
        let names = |sought: &str| us.is_some_and(|us| us.contains(sought));
        [
            (Element::D7, us.is_some()),
            (Element::D8, is_words(self.contact) && names(self.contact)),
            (Element::D9, is_telephone(self.telephone) && names(self.telephone)),
            (Element::D10, government),
        ]
    }
}

/// Whether there is anything to read.
pub fn is_words(typed: &str) -> bool {
    typed.chars().any(char::is_alphanumeric)
}

fn is_telephone(typed: &str) -> bool {
    typed.chars().filter(char::is_ascii_digit).count() >= DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fee::{Line, Part};
    use crate::letter::review::Outcome;
    use crate::letter::state::Addition;
    use crate::letter::tests::{acknowledgement, answer, every_asks, letter, sent, third_party};
    use crate::word::{Category, Handing, Way};

    const LANGUAGES: [Language; 2] = [Language::English, Language::Spanish];

    fn item(ground: Ground) -> Withheld {
        Withheld {
            ground,
            what: if ground == Ground::U6 {
                ""
            } else {
                "The notes of March 3"
            }
            .to_owned(),
            reason: if ground == Ground::U6 {
                ""
            } else {
                "Dr. Rivera looked at them."
            }
            .to_owned(),
            ends_on: None,
            duration: "Until June 1, 2027".to_owned(),
        }
    }

    fn denial(language: Language, ground: Ground) -> Release {
        Release {
            withheld: vec![item(ground)],
            ..letter(language)
        }
    }

    fn denials() -> impl Iterator<Item = Ground> {
        Ground::WIRE
            .map(|(_, ground)| ground)
            .into_iter()
            .filter(|ground| *ground != Ground::N3)
    }

    fn extension(language: Language, until: &str) -> Answer {
        let says = Says::Extension {
            of: Extends::Federal,
            reason: "Your films lie in another city.".to_owned(),
            until: until.parse().unwrap(),
            working: vec!["Received, and 30 days more.".to_owned()],
        };
        answer(language, says)
    }

    fn ending(language: Language, ending: Ending, more: &str) -> Answer {
        let more = more.to_owned();
        answer(language, Says::Ending { ending, more })
    }

    fn of_release(letter: &Release) -> Vec<Element> {
        missing(Letter::Release(letter))
    }

    fn of_answer(letter: &Answer) -> Vec<Element> {
        missing(Letter::Answer(letter))
    }

    /// What is missing once the paragraphs with those words are taken out of the text.
    fn without(letter: Letter<'_>, words: &str) -> Vec<Element> {
        let mut paragraphs = paragraphs(letter);
        let before = paragraphs.len();
        paragraphs.retain(|paragraph| !paragraph.contains(words));
        assert!(paragraphs.len() < before, "no paragraph says: {words}");
        lacks(letter, &paragraphs)
    }

    fn quote(language: Language, asks: bool) -> Answer {
        let line = |part, count, each| Line { part, count, each };
        let lines = vec![line(Part::Labor, 15, 2_000), line(Part::Paper, 40, 25)];
        let says = Says::FeeEstimate {
            lines,
            total: 1_500,
            asks,
            medium: Medium::Paper,
        };
        answer(language, says)
    }

    /// The same letter with another medium in its data than its words are for.
    fn as_of(letter: &Answer, medium: Medium) -> Answer {
        let mut other = letter.clone();
        if let Says::FeeEstimate { medium: of, .. } = &mut other.says {
            *of = medium;
        }
        other
    }

    #[test]
    fn a_quote_for_an_electronic_copy_may_not_call_it_free_and_another_must() {
        for language in LANGUAGES {
            for asks in [true, false] {
                let paper = quote(language, asks);
                let electronic = as_of(&paper, Medium::Electronic);
                assert_eq!(of_answer(&electronic), []);
                let of_paper = paragraphs(Letter::Answer(&paper));
                let of_electronic = paragraphs(Letter::Answer(&electronic));
                assert_eq!(lacks(Letter::Answer(&electronic), &of_paper), [Element::Q5]);
                assert_eq!(lacks(Letter::Answer(&paper), &of_electronic), [Element::Q5]);
            }
        }
    }

    fn outcome(language: Language, stands: [bool; 2]) -> Answer {
        let found = [("The notes of March 3", Ground::R1), ("A page about Ana", Ground::R2)];
        let found = found.into_iter().zip(stands).map(|((what, ground), stands)| Found {
            ground,
            what: what.to_owned(),
            stands,
        });
        let outcome = Outcome {
            asked_on: "2026-12-20".parse().unwrap(),
            found: found.collect(),
        };
        answer(language, Says::ReviewOutcome(outcome))
    }

    #[test]
    fn a_quote_tells_each_part_of_the_fee_and_the_ways_that_cost_nothing() {
        for language in LANGUAGES {
            for asks in [true, false] {
                assert_eq!(of_answer(&quote(language, asks)), []);
            }
        }
        let quote = quote(Language::English, true);
        for (words, lost) in [
            ("only if you say yes", vec![Element::Q1]),
            ("Paper: 40 pages", vec![Element::Q2]),
            ("would cost about", vec![Element::Q2]),
            ("electronic copy is free", vec![Element::Q5]),
            ("bill for care", vec![Element::Q8, Element::Q9]),
            ("Questions?", vec![Element::K6]),
        ] {
            assert_eq!(without(Letter::Answer(&quote), words), lost, "{words}");
        }
    }

    fn acknowledged(language: Language, change: impl FnOnce(&mut Acknowledgement)) -> Answer {
        let mut letter = acknowledgement(Asks::Own, Step::Code);
        change(&mut letter);
        answer(language, Says::Acknowledgement(letter))
    }

    #[test]
    fn an_acknowledgement_of_every_kind_says_all_that_it_must() {
        let part = |from: Option<&str>, until: Option<&str>, categories: &[Category]| Scope::Part {
            from: from.map(|from| from.parse().unwrap()),
            until: until.map(|until| until.parse().unwrap()),
            categories: categories.to_vec(),
        };
        let scopes = [
            Scope::Whole,
            part(None, None, &[]),
            part(Some("2024-01-01"), None, &[Category::Imaging]),
            part(None, Some("2024-12-31"), &[]),
            part(Some("2024-01-01"), Some("2024-12-31"), &Category::ALL),
        ];
        for language in LANGUAGES {
            for asks in every_asks() {
                for step in [Step::Code, Step::Person] {
                    for access in [Access::Copy, Access::Inspection] {
                        for (scope, (_, way)) in scopes.iter().zip(Way::WIRE.into_iter().cycle()) {
                            let letter = acknowledged(language, |letter| {
                                letter.asks = asks.clone();
                                (letter.step, letter.access, letter.way) = (step, access, way);
                                letter.scope = scope.clone();
                                letter.format.clear();
                            });
                            assert_eq!(of_answer(&letter), []);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_taken_out_of_an_acknowledgement_is_missing_and_nothing_else() {
        let own = acknowledged(Language::English, |_| {});
        let by_person = acknowledged(Language::English, |letter| letter.step = Step::Person);
        let part = acknowledged(Language::English, |letter| {
            letter.scope = Scope::Part {
                from: Some("2024-01-01".parse().unwrap()),
                until: None,
                categories: vec![Category::Imaging],
            };
        });
        let [_, another, directed] =
            every_asks().map(|asks| acknowledged(Language::English, |letter| letter.asks = asks));
        for (letter, words, lost) in [
            (&own, "you asked us for a record", vec![Element::K1]),
            (&own, "We must answer by", vec![Element::K2]),
            (&own, "30 days more", vec![Element::K2]),
            (&own, "your whole record", vec![Element::K3]),
            (&own, "On paper, by mail", vec![Element::K3]),
            (&own, "One PDF, please", vec![Element::K3]),
            (&own, "One step is left", vec![Element::K4]),
            (&own, "fill in another form", vec![Element::K5, Element::K8]),
            (&own, "less, or more?", vec![Element::K6, Element::K7]),
            (&own, "large print", vec![Element::D17]),
            (&by_person, "we make sure who asks", vec![Element::K4]),
            (&part, "a part of your record", vec![Element::K3]),
            (&part, "Only this part", vec![Element::K3]),
            (&another, "may act for that person", vec![Element::K4]),
            (&directed, "a paper that you signed", vec![Element::K4]),
            (&directed, "1 Main St, Austin", vec![Element::K3]),
        ] {
            assert_eq!(without(Letter::Answer(letter), words), lost, "{words}");
        }
        let undated = paragraphs(Letter::Answer(&part)).into_iter();
        let undated: Vec<_> = undated
            .map(|words| words.replace("Monday, January 1, 2024", "then"))
            .collect();
        assert_eq!(lacks(Letter::Answer(&part), &undated), [Element::K3]);
        let without_working = acknowledged(Language::Spanish, |letter| letter.working.clear());
        assert_eq!(of_answer(&without_working), [Element::K2]);
        let silent = Answer {
            telephone: "call us".to_owned(),
            ..own.clone()
        };
        assert_eq!(of_answer(&silent), [Element::K6]);
    }

    fn told(language: Language, withheld: Vec<Withheld>) -> Answer {
        let mut sent = sent(withheld);
        if !sent.withheld.is_empty() {
            sent.states = Addition::ALL.to_vec();
        }
        answer(language, Says::DirectiveFulfilled(sent))
    }

    #[test]
    fn the_patient_is_told_what_went_to_whom_and_the_whole_denial() {
        for language in LANGUAGES {
            assert_eq!(of_answer(&told(language, vec![])), []);
            for ground in denials() {
                assert_eq!(of_answer(&told(language, vec![item(ground)])), [], "{ground:?}");
            }
            for (_, handing) in Handing::WIRE {
                let mut letter = sent(vec![]);
                letter.handing = handing;
                letter.left_out = true;
                assert_eq!(of_answer(&answer(language, Says::DirectiveFulfilled(letter))), []);
            }
        }
        let all = told(Language::English, vec![]);
        let part = told(Language::English, vec![item(Ground::R1)]);
        for (letter, words, lost) in [
            (&all, "1 Main St, Austin", vec![Element::P2]),
            (&all, "It has 7 files", vec![Element::P3]),
            (&all, "complain to us", vec![Element::D7, Element::D8, Element::D9]),
            (&all, "Office for Civil Rights", vec![Element::D10]),
            (&part, "Rivera and Cole", vec![Element::P2, Element::D11]),
            // How long stands beside it.
            (&part, "The notes of March 3", vec![Element::D4, Element::D15]),
            (&part, "ask for a review", vec![Element::D5]),
            (&part, "Signed:", vec![Element::D15]),
        ] {
            assert_eq!(without(Letter::Answer(letter), words), lost, "{words}");
        }
        let nowhere = Says::DirectiveFulfilled(Sent {
            place: String::new(),
            ..sent(vec![])
        });
        assert_eq!(of_answer(&answer(Language::English, nowhere)), [Element::P2]);
        let nothing = Says::DirectiveFulfilled(Sent {
            files: 0,
            ..sent(vec![])
        });
        assert_eq!(of_answer(&answer(Language::English, nothing)), [Element::P3]);
    }

    #[test]
    fn a_letter_to_a_third_party_that_tells_of_what_is_withheld_is_none() {
        for language in LANGUAGES {
            for ground in denials() {
                let third_party = Release {
                    withheld: vec![item(ground)],
                    ..third_party(language)
                };
                let letter = Letter::Release(&third_party);
                assert_eq!(missing(letter), [], "{ground:?}");

                let mut telling = paragraphs(letter);
                telling.push(passage(&item(ground), language));
                assert_eq!(lacks(letter, &telling), [Element::P6], "{ground:?}");
                for told in [text::ground(ground, language), ground.citation()] {
                    let quoted = format!("All but what {told}");
                    assert!(tells_of(&quoted, &third_party.withheld, language), "{quoted}");
                }
                assert!(!tells_of("All of 2025", &third_party.withheld, language));
                assert!(!tells_of(ground.citation(), &[], language));
            }
            for (files, patient) in [(0, Some("One Mhvtestveteran")), (7, None)] {
                let third_party = Release {
                    files,
                    patient: patient.map(str::to_owned),
                    ..third_party(language)
                };
                assert_eq!(missing(Letter::Release(&third_party)), [Element::P6]);
            }
        }
        let third_party = third_party(Language::English);
        for (words, lost) in [
            (
                "in a signed paper",
                vec![Element::K1, Element::P1, Element::P2, Element::P6],
            ),
            ("It has 7 files", vec![Element::P3]),
            ("Is something missing", vec![Element::K6]),
        ] {
            assert_eq!(without(Letter::Release(&third_party), words), lost, "{words}");
        }
    }

    #[test]
    fn what_goes_to_a_third_party_on_consent_has_the_statement_and_what_the_consent_covers_and_no_other_letter_has() {
        let scope = Some("The visits of 2025, for her lawsuit".to_owned());
        for language in LANGUAGES {
            let on_consent = Release {
                consent: scope.clone(),
                ..third_party(language)
            };
            assert_eq!(of_release(&on_consent), []);
            for words in [STATEMENT, "The visits of 2025"] {
                assert_eq!(without(Letter::Release(&on_consent), words), [Element::P5], "{words}");
            }
            let silent = paragraphs(Letter::Release(&third_party(language)));
            assert_eq!(lacks(Letter::Release(&on_consent), &silent), [Element::P5]);

            let unexplained = Release {
                consent: Some(" .".to_owned()),
                ..third_party(language)
            };
            assert_eq!(of_release(&unexplained), [Element::P5]);
            let own = Release {
                consent: scope.clone(),
                ..letter(language)
            };
            assert_eq!(of_release(&own), [Element::P5]);
            assert!(!crate::letter::text(Letter::Release(&own)).contains(STATEMENT));
        }
    }

    #[test]
    fn the_outcome_of_a_review_tells_what_was_decided_on_each_thing_and_what_follows() {
        for language in LANGUAGES {
            for stands in [[true, true], [true, false], [false, true], [false, false]] {
                assert_eq!(of_answer(&outcome(language, stands)), []);
            }
        }
        let outcome = outcome(Language::English, [true, false]);
        for (words, lost) in [
            ("The notes of March 3", vec![Element::V3]),
            ("A page about Ana", vec![Element::V3]),
            ("had no part in", vec![Element::V4]),
            ("ready again", vec![Element::V5]),
            ("Office for Civil Rights", vec![Element::D10]),
        ] {
            assert_eq!(without(Letter::Answer(&outcome), words), lost, "{words}");
        }
    }

    fn breach(language: Language, patient: Option<&str>) -> Answer {
        let notice = Notice {
            went_on: "2026-11-20".parse().unwrap(),
            discovered_on: "2026-11-24".parse().unwrap(),
            patient: patient.map(str::to_owned),
            happened: "Two envelopes were mixed up.".to_owned(),
            kinds: "Your name and one visit note.".to_owned(),
            protect: "Read the bills that you get.".to_owned(),
            doing: "We asked for it back.".to_owned(),
            address: "200 Lake Street, Austin, TX 78701".to_owned(),
        };
        answer(language, Says::Breach(notice))
    }

    #[test]
    fn the_notice_of_a_breach_has_its_five_elements_and_each_is_missed_alone() {
        for language in LANGUAGES {
            for patient in [None, Some("Child Mhvtestveteran")] {
                assert_eq!(of_answer(&breach(language, patient)), []);
            }
            let whole = breach(language, None);
            for (words, lost) in [
                ("Two envelopes", Element::B1),
                ("2026", Element::B1),
                ("one visit note", Element::B2),
                ("Read the bills", Element::B3),
                ("for it back", Element::B4),
                ("200 Lake Street", Element::B5),
            ] {
                assert_eq!(without(Letter::Answer(&whole), words), [lost], "{words}");
            }
        }
        type Emptied = fn(&mut Answer);
        fn notice(letter: &mut Answer) -> &mut Notice {
            match &mut letter.says {
                Says::Breach(notice) => notice,
                _ => panic!("a breach"),
            }
        }
        for (change, lost) in [
            ((|it| notice(it).happened.clear()) as Emptied, Element::B1),
            (|it| notice(it).kinds = " .".to_owned(), Element::B2),
            (|it| notice(it).protect.clear(), Element::B3),
            (|it| notice(it).doing.clear(), Element::B4),
            (|it| notice(it).address.clear(), Element::B5),
            (|it| it.telephone = "911".to_owned(), Element::B5),
            (|it| it.contact.clear(), Element::B5),
        ] {
            let mut letter = breach(Language::English, None);
            change(&mut letter);
            assert_eq!(of_answer(&letter), [lost]);
        }
    }

    #[test]
    fn a_whole_letter_of_every_kind_lacks_nothing() {
        for language in LANGUAGES {
            for ground in denials() {
                for files in [0, 1, 7] {
                    let denial = Release {
                        files,
                        ..denial(language, ground)
                    };
                    assert_eq!(of_release(&denial), [], "{ground:?}, {files} files");
                    let everywhere = Release {
                        states: Addition::ALL.to_vec(),
                        ..denial
                    };
                    assert_eq!(of_release(&everywhere), [], "{ground:?}, {files} files, in every state");
                }
            }
            for access in [Access::Copy, Access::Inspection] {
                let representative = Release {
                    access,
                    patient: Some("Child Mhvtestveteran".to_owned()),
                    left_out: true,
                    ..letter(language)
                };
                assert_eq!(of_release(&representative), []);
            }
            assert_eq!(of_release(&letter(language)), []);
            assert_eq!(of_answer(&extension(language, "2027-01-23")), []);
            for (_, kind) in Ending::WIRE {
                assert_eq!(
                    of_answer(&ending(language, kind, "Ask Bayside Imaging.")),
                    [],
                    "{kind:?}"
                );
            }
            for kind in [Ending::NotHeld, Ending::Withdrawn] {
                assert_eq!(of_answer(&ending(language, kind, "")), [], "{kind:?}");
            }
        }
    }

    #[test]
    fn what_is_taken_out_of_a_denial_is_missing_and_nothing_else() {
        for (english, spanish, expected) in [
            // How long stands with it.
            (
                "The notes of March 3",
                "The notes of March 3",
                vec![Element::D4, Element::D15],
            ),
            ("In Texas", "En Texas", vec![Element::D15]),
            ("ask for a review", "pedir una revisión", vec![Element::D5]),
            (
                "complain to us",
                "quejarse con nosotros",
                vec![Element::D7, Element::D8, Element::D9],
            ),
            ("Office for Civil Rights", "Office for Civil Rights", vec![Element::D10]),
            ("It has 7 files", "Tiene 7 archivos", vec![Element::P3, Element::D11]),
            ("This copy is yours", "Esta copia es suya", vec![Element::P2]),
            ("We said yes", "Dijimos que sí", vec![Element::K1, Element::P1]),
            (
                "Medical Record Access Review Committee",
                "Medical Record Access Review Committee",
                vec![Element::D15],
            ),
            ("In Washington", "En Washington", vec![Element::D15]),
            ("Signed:", "Firma:", vec![Element::D15]),
            ("large print", "letra grande", vec![Element::D17]),
        ] {
            for (language, words) in [(Language::English, english), (Language::Spanish, spanish)] {
                let denial = Release {
                    states: Addition::ALL.to_vec(),
                    ..denial(language, Ground::R1)
                };
                assert_eq!(without(Letter::Release(&denial), words), expected, "{words}");
            }
        }
        let whole = Release {
            files: 0,
            ..denial(Language::English, Ground::U1)
        };
        let nothing = without(Letter::Release(&whole), "We looked at all of it");
        assert_eq!(nothing, [Element::K1, Element::D11]);
        let letter = letter(Language::English);
        assert_eq!(without(Letter::Release(&letter), "Is something missing"), [Element::K6]);
        assert_eq!(lacks(Letter::Release(&letter), &[]).last(), Some(&Element::D17));
        assert!(lacks(Letter::Release(&letter), &[]).contains(&Element::D1));
    }

    #[test]
    fn a_value_that_is_empty_leaves_its_element_missing_and_nothing_else() {
        for language in LANGUAGES {
            let emptied = |change: fn(&mut Release)| {
                let mut denial = denial(language, Ground::R2);
                change(&mut denial);
                of_release(&denial)
            };
            assert_eq!(emptied(|letter| letter.contact = " ".to_owned()), [Element::D8]);
            assert_eq!(emptied(|letter| letter.withheld[0].what.clear()), [Element::D4]);
            assert_eq!(
                emptied(|letter| letter.withheld[0].reason = ". ".to_owned()),
                [Element::D4]
            );
            assert_eq!(emptied(|letter| letter.practice.clear()), [Element::D1]);

            let extended = |reason: &str| {
                let mut letter = extension(language, "2027-01-10");
                if let Says::Extension { reason: given, .. } = &mut letter.says {
                    reason.clone_into(given);
                }
                of_answer(&letter)
            };
            assert_eq!(extended(" "), [Element::E3]);
            let mut silent = extension(language, "2027-01-10");
            if let Says::Extension { working, .. } = &mut silent.says {
                working.clear();
            }
            assert_eq!(of_answer(&silent), [Element::K2]);
            let promised = extension(language, "2027-01-10");
            assert_eq!(without(Letter::Answer(&promised), "30 days more"), [Element::K2]);
            for kind in [Ending::NoAuthority, Ending::Unverified] {
                assert_eq!(of_answer(&ending(language, kind, "")), [Element::D4]);
            }
        }
    }

    #[test]
    fn what_is_not_held_is_named_with_where_to_ask_or_that_nobody_knows() {
        for language in LANGUAGES {
            for ask in ["Bayside Imaging, 555-0100", ""] {
                let mut letter = letter(language);
                assert_eq!(of_release(&letter), []);
                letter.not_held = vec![NotHeld {
                    what: "The films of 2019".to_owned(),
                    ask: ask.to_owned(),
                }];
                assert_eq!(of_release(&letter), []);

                let mut silent = letter.clone();
                silent.not_held.clear();
                let said = paragraphs(Letter::Release(&silent));
                assert_eq!(lacks(Letter::Release(&letter), &said), [Element::D12]);
                letter.not_held[0].ask = "First pay your bill".to_owned();
                assert_eq!(of_release(&letter), [Element::D16]);
            }
        }
    }

    #[test]
    fn the_day_on_which_a_study_should_end_is_said_where_it_is_known() {
        for language in LANGUAGES {
            let mut letter = denial(language, Ground::U4);
            assert_eq!(of_release(&letter), []);
            letter.withheld[0].ends_on = NaiveDate::from_ymd_opt(2027, 6, 30);
            assert_eq!(of_release(&letter), []);

            let mut silent = letter.clone();
            silent.withheld[0].ends_on = None;
            let said = paragraphs(Letter::Release(&silent));
            assert_eq!(lacks(Letter::Release(&letter), &said), [Element::D14]);
        }
    }

    #[test]
    fn what_a_source_told_in_confidence_is_not_named_and_protected_care_is_not_told_of() {
        for language in LANGUAGES {
            let mut named = denial(language, Ground::U6);
            named.withheld[0].what = "A letter of a neighbor".to_owned();

            assert_eq!(of_release(&named), [Element::D4]);
            let mut typed = denial(language, Ground::U6);
            typed.withheld[0].reason = "Her neighbor told us.".to_owned();
            assert_eq!(of_release(&typed), [Element::D4]);
            assert_eq!(of_release(&denial(language, Ground::N3)), [Element::D4]);
        }
    }

    #[test]
    fn what_is_taken_out_of_an_extension_or_an_answer_is_missing_and_nothing_else() {
        let extension = extension(Language::English, "2027-01-10");
        let answer = |kind| ending(Language::English, kind, "Ask Bayside Imaging.");
        let (held, withdrawn) = (answer(Ending::NotHeld), answer(Ending::Withdrawn));
        for (letter, words, expected) in [
            (&extension, "January 10", vec![Element::E3, Element::E4, Element::E6]),
            (&extension, "you asked us", vec![Element::K1]),
            (&extension, "Questions?", vec![Element::K6]),
            (&held, "we do not have it", vec![Element::D4]),
            (&held, "Bayside", vec![Element::D12]),
            (&held, "complain to us", vec![Element::D7, Element::D8, Element::D9]),
            (&held, "180 days", vec![Element::D10]),
            (&withdrawn, "we have closed your request", vec![Element::D4]),
        ] {
            assert_eq!(without(Letter::Answer(letter), words), expected, "{words}");
        }
        let unknown = ending(Language::English, Ending::NotHeld, "");
        assert_eq!(without(Letter::Answer(&unknown), "We do not know"), [Element::D12]);
        assert!(lacks(Letter::Answer(&extension), &[]).contains(&Element::E2));

        let only = paragraphs(Letter::Answer(&extension));
        for (taken, element) in [
            ("This is the only time that we may take longer.", Element::E6),
            ("Your films lie in another city.", Element::E3),
            ("Sunday, January 10, 2027", Element::E4),
        ] {
            let left: Vec<_> = only.iter().map(|words| words.replace(taken, "")).collect();
            assert_ne!(left, only);
            assert_eq!(lacks(Letter::Answer(&extension), &left), [element]);
        }
    }

    #[test]
    fn that_access_returns_after_the_research_is_asked_of_research_alone() {
        for (language, returns) in [
            (Language::English, "You can see it again when the study ends."),
            (Language::Spanish, "Podrá verlo otra vez cuando el estudio termine."),
        ] {
            let denial = denial(language, Ground::U4);
            let letter = Letter::Release(&denial);
            let whole = paragraphs(letter);
            let left: Vec<_> = whole.iter().map(|words| words.replace(returns, "")).collect();

            assert_ne!(left, whole);
            assert_eq!(lacks(letter, &left), [Element::D14]);
        }
    }

    #[test]
    fn what_is_no_ground_may_stand_nowhere_in_what_staff_wrote() {
        let unpaid = "There is an unpaid bill.";
        for language in LANGUAGES {
            let mut reasoned = denial(language, Ground::R1);
            unpaid.clone_into(&mut reasoned.withheld[0].reason);
            assert_eq!(of_release(&reasoned), [Element::D16]);
            let mut named = denial(language, Ground::U1);
            "Notes on the lawsuit".clone_into(&mut named.withheld[0].what);
            assert_eq!(of_release(&named), [Element::D16]);
            // What was made for it is withheld on a ground of its own.
            named.withheld[0].ground = Ground::U2;
            assert_eq!(of_release(&named), []);

            assert_eq!(of_answer(&ending(language, Ending::NotHeld, unpaid)), [Element::D16]);
            let mut extended = extension(language, "2027-01-10");
            if let Says::Extension { reason, .. } = &mut extended.says {
                unpaid.clone_into(reason);
            }
            assert_eq!(of_answer(&extended), [Element::D16]);
        }
    }

    #[test]
    fn a_review_is_promised_only_where_there_is_a_right_to_one() {
        for language in LANGUAGES {
            for ground in denials() {
                for promise in ["You can ask for a review.", "Puede pedir una revisión."] {
                    let mut promised = denial(language, ground);
                    promise.clone_into(&mut promised.withheld[0].reason);
                    let expected = match ground {
                        // Nothing that was typed stands there.
                        Ground::U6 => vec![Element::D4, Element::D6],
                        ground if ground.is_reviewable() => vec![],
                        _ => vec![Element::D6],
                    };

                    assert_eq!(of_release(&promised), expected, "{ground:?}");
                    assert_eq!(may_say(promise, ground), ground.is_reviewable());
                }
            }
        }
    }

    #[test]
    fn t53_an_extension_past_the_sixtieth_day_is_no_letter() {
        for language in LANGUAGES {
            assert_eq!(of_answer(&extension(language, "2027-01-24")), [Element::E5]);
            assert_eq!(of_answer(&extension(language, "2027-01-23")), []);
        }
    }

    #[test]
    fn t56_a_denial_without_the_contacts_telephone_is_no_letter() {
        for language in LANGUAGES {
            for ground in denials() {
                for telephone in ["", "call us", "911"] {
                    let denial = Release {
                        telephone: telephone.to_owned(),
                        ..denial(language, ground)
                    };
                    assert_eq!(of_release(&denial), [Element::D9], "{ground:?}");
                }
            }
        }
    }

    #[test]
    fn t57_a_denial_of_harm_without_the_review_is_no_letter() {
        for ground in [Ground::R1, Ground::R2, Ground::R3] {
            for (language, words) in [
                (Language::English, "ask for a review"),
                (Language::Spanish, "pedir una revisión"),
            ] {
                let denial = denial(language, ground);
                assert_eq!(without(Letter::Release(&denial), words), [Element::D5], "{ground:?}");
            }
        }
    }

    mod typed;
}
