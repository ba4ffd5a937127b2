//! Letters, as text, as HTML and as the blocks of a PDF from one source. A letter is a value with every element that
//! the law and the desk ask of it, so that an incomplete one can't be made;
//! `check` reads it again before it is committed.

pub mod acknowledgement;
pub mod breach;
pub mod check;
pub mod directive;
#[cfg(test)]
mod readability;
pub mod state;

pub mod review;

use crate::clock;
use crate::fee::{Cents, Line, Medium};
use crate::practice::Practice;
use crate::request::{Request, Requester, Scope};
use crate::text as words;
use crate::word::{Access, Ending, Extends, Ground, Language, Way};
use chrono::NaiveDate;
use html_escape::encode_text;

/// Tells the requester that the request is accepted and that access is given, 45 CFR 164.524(b)(2)(i)(A); and what is
/// withheld and why, 45 CFR 164.524(d)(2).
#[derive(Clone, PartialEq, Eq)]
pub struct Release {
    pub language: Language,
    pub reader: Reader,
    pub practice: String,
    /// Name or title of the person to ask.
    pub contact: String,
    pub telephone: String,
    pub recipient: String,
    /// The patient, where a representative asks or another reads it.
    pub patient: Option<String>,
    pub receipt: String,
    pub received_on: NaiveDate,
    pub released_on: NaiveDate,
    pub access: Access,
    pub way: Way,
    pub extent: Extent,
    /// Files of the record.
    pub files: u32,
    /// Bytes of the record.
    pub size: u64,
    /// What the requester may know to be withheld.
    pub withheld: Vec<Withheld>,
    /// Files were left out that are no part of the designated record set.
    pub left_out: bool,
    /// What of it is not held here, 45 CFR 164.524(d)(3).
    pub not_held: Vec<NotHeld>,
    /// What the law of the states that hold the record adds.
    pub states: Vec<state::Addition>,
    /// What the patient's written consent covers, where a record of a substance-use program goes to a third party, 42 CFR
    /// 2.32.
    pub consent: Option<String>,
}

/// Who gets the letter that goes with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Requester,
    /// Whom the patient directed it to, 45 CFR 164.524(c)(3)(ii). What is withheld is the patient's to know, in a letter of
    /// its own (`directive`).
    ThirdParty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// Only the dates or kinds that were asked for.
    Part,
    /// What is given, without a word of whether that is everything.
    Given,
}

/// One thing that a letter says is withheld, 45 CFR 164.524(d)(2)(i).
#[derive(Clone, PartialEq, Eq)]
pub struct Withheld {
    pub ground: Ground,
    /// What it is, in plain words; empty where that would tell what must not be told.
    pub what: String,
    /// Why, in plain words; empty where the ground alone may be told.
    pub reason: String,
    /// When a study should end, and access with it return, where that is known.
    pub ends_on: Option<NaiveDate>,
    /// How long, where the law of a state asks for that; else empty.
    pub duration: String,
}

/// Something that was asked for and is not held here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotHeld {
    pub what: String,
    /// Where it can be asked for; empty where nobody here knows.
    pub ask: String,
}

/// A letter that goes without a record.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub language: Language,
    pub practice: String,
    pub contact: String,
    pub telephone: String,
    pub recipient: String,
    pub receipt: String,
    pub received_on: NaiveDate,
    pub written_on: NaiveDate,
    pub says: Says,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Says {
    /// An extension, with its reason and the day of completion, 45 CFR 164.524(b)(2)(ii)(A), and with how the dates
    /// were worked out, in lines of the letter's language.
    Extension {
        of: Extends,
        reason: String,
        until: NaiveDate,
        working: Vec<String>,
    },
    /// The request ends without a record; `more` says where to ask, what is missing, or what was agreed.
    Ending { ending: Ending, more: String },
    /// What came of looking again at what was withheld, 45 CFR 164.524(d)(4).
    ReviewOutcome(review::Outcome),
    /// What a copy costs, before it is made, 45 CFR 164.524(c)(4), with the ways that cost nothing. `asks`: nothing is charged
    /// without a yes. Where the medium is paper or a disc, the electronic copy is one of those ways.
    FeeEstimate {
        lines: Vec<Line>,
        total: Cents,
        asks: bool,
        medium: Medium,
    },
    /// Health information went to someone wrong, 45 CFR 164.404.
    Breach(breach::Notice),
    /// The request came, and what was understood of it.
    Acknowledgement(acknowledgement::Acknowledgement),
    /// What went to the third party whom the patient named, 45 CFR 164.524(c)(3)(ii), and what did not.
    DirectiveFulfilled(directive::Sent),
}

/// The letter that goes with a release on that day. That it goes on a consent is added to it.
pub fn release(
    request: &Request,
    practice: &Practice,
    files: (u32, u64),
    kept_back: KeptBack,
    released_on: NaiveDate,
) -> Release {
    // Where nothing goes out, there is nothing for a third party: the letter is the patient's.
    let (reader, recipient, patient) = match &request.requester {
        Requester::Directed { to, .. } if files.0 > 0 => (Reader::ThirdParty, to.clone(), Some(request.name.full())),
        Requester::Representative { .. } => (Reader::Requester, request.addressee(), Some(request.name.full())),
        Requester::Patient | Requester::Directed { .. } | Requester::Other { .. } => {
            (Reader::Requester, request.addressee(), None)
        }
    };
    Release {
        language: request.language,
        reader,
        practice: practice.name.clone(),
        contact: practice.contact.clone(),
        telephone: practice.telephone.clone(),
        recipient,
        patient,
        receipt: request.receipt.clone(),
        received_on: request.due().received_on,
        released_on,
        access: request.access,
        way: request.agreed.as_ref().map_or(request.way, |agreed| agreed.way),
        extent: match (&request.requester, &request.scope) {
            // A third party may not know that anything stays here, so that no letter to one says that nothing does.
            (Requester::Directed { .. } | Requester::Other { .. }, _) => Extent::Given,
            (Requester::Patient | Requester::Representative { .. }, _) if kept_back.untold => Extent::Given,
            (Requester::Patient | Requester::Representative { .. }, Scope::Whole) => Extent::Whole,
            (Requester::Patient | Requester::Representative { .. }, Scope::Part { .. }) => Extent::Part,
        },
        files: files.0,
        size: files.1,
        states: state::of_request(request, &kept_back.withheld),
        withheld: kept_back.withheld,
        left_out: kept_back.left_out,
        not_held: kept_back.not_held,
        consent: None,
    }
}

/// What does not go out, as far as the requester may know.
pub struct KeptBack {
    pub withheld: Vec<Withheld>,
    pub left_out: bool,
    /// Something else stays here, of which the letter says nothing.
    pub untold: bool,
    /// What is not here.
    pub not_held: Vec<NotHeld>,
}

/// A letter without a record, as of that day.
pub fn answer(request: &Request, practice: &Practice, says: Says, written_on: NaiveDate) -> Answer {
    Answer {
        language: request.language,
        practice: practice.name.clone(),
        contact: practice.contact.clone(),
        telephone: practice.telephone.clone(),
        recipient: request.addressee(),
        receipt: request.receipt.clone(),
        received_on: request.due().received_on,
        written_on,
        says,
    }
}

/// The letter of the extension, as of that day.
pub fn extension(
    request: &Request,
    practice: &Practice,
    (of, reason, until): (Extends, String, NaiveDate),
    written_on: NaiveDate,
) -> Answer {
    let mut extensions = request.extensions.clone();
    extensions.push(clock::Extension::given(of, until, written_on));
    let due = clock::due(&clock::Ask {
        extensions: &extensions,
        ..request.told_ask()
    });
    let working = words::working_to(&due, until, request.language);
    answer(
        request,
        practice,
        Says::Extension {
            of,
            reason,
            until,
            working,
        },
        written_on,
    )
}

/// How large a letter is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    Ordinary,
    /// 18 points, at which large print begins.
    Large,
}

impl Print {
    pub const ALL: [Self; 2] = [Self::Ordinary, Self::Large];
}

/// A letter of either kind, to be shown or sent.
#[derive(Clone, Copy)]
pub enum Letter<'a> {
    Release(&'a Release),
    Answer(&'a Answer),
}

impl<'a> Letter<'a> {
    fn head(self) -> Head<'a> {
        match self {
            Self::Release(letter) => Head {
                language: letter.language,
                practice: &letter.practice,
                contact: &letter.contact,
                telephone: &letter.telephone,
                recipient: &letter.recipient,
                receipt: &letter.receipt,
                written_on: letter.released_on,
            },
            Self::Answer(letter) => Head {
                language: letter.language,
                practice: &letter.practice,
                contact: &letter.contact,
                telephone: &letter.telephone,
                recipient: &letter.recipient,
                receipt: &letter.receipt,
                written_on: letter.written_on,
            },
        }
    }

    /// What it is about, as its own heading.
    pub fn heading(self) -> &'static str {
        let head = self.head();
        let pick = |english, spanish| match head.language {
            Language::English => english,
            Language::Spanish => spanish,
        };
        match self {
            Self::Release(letter) if letter.files == 0 => {
                pick("We can’t give you this record", "No podemos darle este expediente")
            }
            Self::Release(letter) => match letter.reader {
                Reader::Requester => pick("Your record is here", "Aquí está su expediente"),
                Reader::ThirdParty => pick("A record for you", "Un expediente para usted"),
            },
            Self::Answer(letter) => match &letter.says {
                Says::Extension { .. } => pick("We need more time", "Necesitamos más tiempo"),
                Says::ReviewOutcome(outcome) => review::heading(outcome, head.language),
                Says::Breach(_) => breach::heading(head.language),
                Says::Acknowledgement(_) => acknowledgement::heading(head.language),
                Says::DirectiveFulfilled(_) => directive::heading(head.language),
                Says::FeeEstimate { .. } => pick("What your copy would cost", "Lo que costaría su copia"),
                Says::Ending { ending, .. } => match ending {
                    Ending::NotHeld => pick("We don’t have this record", "No tenemos este expediente"),
                    Ending::NoAuthority => pick(
                        "We need to know that you may ask for this record",
                        "Necesitamos saber que usted puede pedir este expediente",
                    ),
                    Ending::Unverified => pick("We could not tell who is asking", "No pudimos saber quién lo pide"),
                    Ending::Withdrawn => pick("You took back your request", "Usted retiró su solicitud"),
                },
            },
        }
    }

    pub fn written_on(self) -> NaiveDate {
        self.head().written_on
    }

    pub fn language(self) -> Language {
        self.head().language
    }

    /// Who writes it.
    pub fn practice(self) -> &'a str {
        self.head().practice
    }

    /// What it is called as a document; who it is for is no part of that.
    pub fn title(self) -> String {
        let Head { language, practice, .. } = self.head();
        match language {
            Language::English => format!("Letter from {practice}"),
            Language::Spanish => format!("Carta de {practice}"),
        }
    }
}

struct Head<'a> {
    language: Language,
    practice: &'a str,
    contact: &'a str,
    telephone: &'a str,
    recipient: &'a str,
    receipt: &'a str,
    written_on: NaiveDate,
}

/// A part of a letter, in the order of reading.
pub enum Block {
    /// One of the lines at its head, the first of which names the practice.
    Line(String),
    /// The first is the letter's own, those after it are under it.
    Heading(String),
    Paragraph(String),
}

/// The whole letter, for whatever it is shown as.
pub fn blocks(letter: Letter<'_>) -> Vec<Block> {
    let head = letter.head();
    let (to, receipt) = match head.language {
        Language::English => ("To", "Receipt number"),
        Language::Spanish => ("Para", "Número de recibo"),
    };
    let mut blocks = vec![
        Block::Line(head.practice.to_owned()),
        Block::Line(words::date(head.written_on, head.language)),
        Block::Line(format!("{to}: {}", head.recipient)),
        Block::Line(format!("{receipt}: {}", head.receipt)),
        Block::Heading(letter.heading().to_owned()),
    ];
    match letter {
        Letter::Release(letter) => match letter.reader {
            Reader::Requester => released(letter, &head, &mut blocks),
            Reader::ThirdParty => {
                directive::to_third_party(letter, &mut blocks);
                if !letter.not_held.is_empty() {
                    not_held(letter, &mut blocks);
                }
                blocks.push(Block::Paragraph(help(&head, letter.reader)));
            }
        },
        Letter::Answer(letter) => answered(letter, &head, &mut blocks),
    }
    blocks.push(Block::Paragraph(in_reach(&head)));
    blocks
}

fn released(letter: &Release, head: &Head<'_>, blocks: &mut Vec<Block>) {
    if letter.files > 0 {
        given(letter, blocks);
    }
    if letter.left_out {
        blocks.push(left_out(letter.language));
    }
    if !letter.not_held.is_empty() {
        not_held(letter, blocks);
    }
    if !letter.withheld.is_empty() {
        withheld(letter, head, blocks);
    }
    if letter.files > 0 {
        blocks.push(Block::Paragraph(help(head, letter.reader)));
    }
    sign(&letter.states, head, blocks);
}

/// At the end of a letter that withholds something, where a state asks for it.
fn sign(states: &[state::Addition], head: &Head<'_>, blocks: &mut Vec<Block>) {
    if states.contains(&state::Addition::Signature) {
        blocks.push(Block::Paragraph(state::Addition::Signature.text(head)));
    }
}

/// How many files there are, how large they are, and where to begin.
fn contents(letter: &Release) -> String {
    let (files, size) = (letter.files, words::size(letter.size));
    match letter.language {
        Language::English => format!(
            "It has {files} {}, {size} in all. Open START-HERE.html first: it lists each file. The list in \
             manifest.json lets anyone check that no file was changed.",
            if files == 1 { "file" } else { "files" }
        ),
        Language::Spanish => format!(
            "Tiene {files} {}, {size} en total. Abra primero START-HERE.html: ahí está la lista de los archivos. Con \
             la lista en manifest.json, cualquiera puede comprobar que ningún archivo fue cambiado.",
            if files == 1 { "archivo" } else { "archivos" }
        ),
    }
}

/// What the requester gets, which comes first.
fn given(letter: &Release, blocks: &mut Vec<Block>) {
    let language = letter.language;
    let received_on = words::date(letter.received_on, language);
    let mut say = |text: String| blocks.push(Block::Paragraph(text));
    match language {
        Language::English => {
            say(match (&letter.patient, letter.extent) {
                (Some(patient), _) => format!(
                    "On {received_on}, you asked us for the record of {patient}. We said yes. This is what you may have \
                     as the one who acts for {patient}."
                ),
                (None, Extent::Whole) if letter.withheld.is_empty() && !letter.left_out => format!(
                    "On {received_on}, you asked us for your record. We said yes. This is your whole record as we keep it."
                ),
                (None, Extent::Whole) => format!(
                    "On {received_on}, you asked us for your record. We said yes. This is your record as we keep it, but \
                     for what we name here."
                ),
                (None, Extent::Part) => format!(
                    "On {received_on}, you asked us for your record. We said yes. This is the part of your record that you \
                     asked for."
                ),
                (None, Extent::Given) => format!(
                    "On {received_on}, you asked us for your record. We said yes. This is the record that we give you."
                ),
            });
            say(contents(letter));
            say(match letter.access {
                Access::Copy => {
                    "This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it."
                }
                Access::Inspection => {
                    "You asked to look at your record. You can do so here at no cost. You can also come to us and look at \
                     it. Call us to choose a time."
                }
            }
            .to_owned());
        }
        Language::Spanish => {
            say(match (&letter.patient, letter.extent) {
                (Some(patient), _) => format!(
                    "El {received_on} usted nos pidió el expediente de {patient}. Dijimos que sí. Esto es lo que usted \
                     puede tener como la persona que actúa por {patient}."
                ),
                (None, Extent::Whole) if letter.withheld.is_empty() && !letter.left_out => format!(
                    "El {received_on} usted nos pidió su expediente. Dijimos que sí. Este es su expediente completo, tal \
                     como lo guardamos."
                ),
                (None, Extent::Whole) => format!(
                    "El {received_on} usted nos pidió su expediente. Dijimos que sí. Este es su expediente, tal como lo \
                     guardamos, salvo lo que nombramos aquí."
                ),
                (None, Extent::Part) => format!(
                    "El {received_on} usted nos pidió su expediente. Dijimos que sí. Esta es la parte de su expediente que \
                     usted pidió."
                ),
                (None, Extent::Given) => format!(
                    "El {received_on} usted nos pidió su expediente. Dijimos que sí. Este es el expediente que le damos."
                ),
            });
            say(contents(letter));
            say(match letter.access {
                Access::Copy => {
                    "Esta copia es suya. Guárdela en un lugar seguro. Quien tenga el archivo puede leerlo."
                }
                Access::Inspection => {
                    "Usted pidió ver su expediente. Puede verlo aquí sin costo. También puede venir a verlo con nosotros. \
                     Llámenos para elegir una hora."
                }
            }
            .to_owned());
        }
    }
}

/// What is no part of the record that access is to, 45 CFR 164.501.
fn left_out(language: Language) -> Block {
    Block::Paragraph(
        match language {
            Language::English => {
                "We left out papers that are not used to decide about care or bills. They are not part of the record that \
                 the law opens to you. Call us if you think that they are."
            }
            Language::Spanish => {
                "Dejamos fuera papeles que no se usan para decidir sobre la atención o las cuentas. No son parte del \
                 expediente que la ley le abre. Llámenos si cree que lo son."
            }
        }
        .to_owned(),
    )
}

/// What we do not have, and where it can be asked for, 45 CFR 164.524(d)(3).
fn not_held(letter: &Release, blocks: &mut Vec<Block>) {
    let language = letter.language;
    blocks.push(Block::Heading(
        match language {
            Language::English => "What we do not have",
            Language::Spanish => "Lo que no tenemos",
        }
        .to_owned(),
    ));
    for NotHeld { what, ask } in &letter.not_held {
        blocks.push(Block::Paragraph(match (ask.is_empty(), language) {
            (false, Language::English) => {
                format!("We looked for this, and we do not have it: {what}. You can ask here: {ask}.")
            }
            (true, Language::English) => {
                format!("We looked for this, and we do not have it: {what}. We do not know who has it.")
            }
            (false, Language::Spanish) => format!("Buscamos esto, y no lo tenemos: {what}. Puede pedirlo aquí: {ask}."),
            (true, Language::Spanish) => format!("Buscamos esto, y no lo tenemos: {what}. No sabemos quién lo tiene."),
        }));
    }
}

/// What is withheld and why, whether another professional will look again, and where to complain,
/// 45 CFR 164.524(d)(2)(i) to (iii).
fn withheld(letter: &Release, head: &Head<'_>, blocks: &mut Vec<Block>) {
    let language = letter.language;
    let received_on = words::date(letter.received_on, language);
    if letter.files == 0 {
        blocks.push(Block::Paragraph(match language {
            Language::English => format!("On {received_on}, you asked us for a record. We looked at all of it."),
            Language::Spanish => format!("El {received_on} usted nos pidió un expediente. Lo revisamos por completo."),
        }));
    }
    kept_back(&letter.withheld, &letter.states, head, blocks);
    complain(head, blocks);
}

/// What is withheld and why, and whether another professional will look again.
fn kept_back(items: &[Withheld], states: &[state::Addition], head: &Head<'_>, blocks: &mut Vec<Block>) {
    let language = head.language;
    blocks.push(Block::Heading(
        match language {
            Language::English => "What we can’t give you, and why",
            Language::Spanish => "Lo que no podemos darle, y por qué",
        }
        .to_owned(),
    ));
    for item in items {
        blocks.push(Block::Paragraph(passage(item, language)));
    }
    if items.iter().any(|item| item.ground.is_reviewable()) {
        let (heading, text) = promise(head);
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.push(Block::Paragraph(text));
    }
    for addition in states {
        match addition {
            state::Addition::ReviewCommittee | state::Addition::OtherProvider | state::Addition::MentalHealth => {
                blocks.push(Block::Paragraph(addition.text(head)));
            }
            // At the end of the letter.
            state::Addition::Signature => {}
        }
    }
}

/// What a letter says of one thing that is withheld.
pub fn passage(item: &Withheld, language: Language) -> String {
    let why = words::ground(item.ground, language);
    let subject = match (item.what.is_empty(), language) {
        (false, _) => item.what.as_str(),
        (true, Language::English) => "A part of the record",
        (true, Language::Spanish) => "Una parte del expediente",
    };
    let reason = if item.reason.is_empty() {
        String::new()
    } else {
        format!(" {}", item.reason)
    };
    let ends = item.ends_on.map(|day| words::date(day, language));
    let ends = match (ends, language) {
        (None, _) => String::new(),
        (Some(day), Language::English) => format!(" We expect that to be on {day}."),
        (Some(day), Language::Spanish) => format!(" Esperamos que sea el {day}."),
    };
    let how_long = match (item.duration.trim_end_matches('.'), language) {
        ("", _) => String::new(),
        (duration, Language::English) => format!(" How long we keep it back: {duration}."),
        (duration, Language::Spanish) => format!(" Por cuánto tiempo no lo damos: {duration}."),
    };
    format!("{subject}. {why}{ends}{reason}{how_long} ({})", item.ground.citation())
}

/// 45 CFR 164.524(a)(4) and (d)(2)(ii).
fn promise(head: &Head<'_>) -> (&'static str, String) {
    let Head { contact, telephone, .. } = head;
    match head.language {
        Language::English => (
            "You can ask us to look again",
            format!(
                "You can ask for a review of what a licensed professional decided. Another licensed professional, who had \
                 no part in it, will look at it again. We do what that person decides, and we write to you. To ask, call \
                 {contact} at {telephone}, or write to us."
            ),
        ),
        Language::Spanish => (
            "Puede pedirnos que lo miremos otra vez",
            format!(
                "Puede pedir una revisión de lo que decidió un profesional con licencia. Otro profesional con licencia, \
                 que no participó, lo mirará otra vez. Haremos lo que esa persona decida y le escribiremos. Para pedirla, \
                 llame a {contact} al {telephone}, o escríbanos."
            ),
        ),
    }
}

/// 45 CFR 164.524(d)(2)(iii) and 160.306.
fn complain(head: &Head<'_>, blocks: &mut Vec<Block>) {
    let Head { contact, telephone, .. } = head;
    let (heading, us, government) = match head.language {
        Language::English => (
            "If you think that this is wrong",
            format!(
                "You can complain to us: call {contact} at {telephone}, or write to us. No one will treat you worse for it."
            ),
            "You can also complain to the government: U.S. Department of Health and Human Services, Office for Civil \
             Rights, 200 Independence Avenue SW, Room 509F HHH Building, Washington, DC 20201, or ocrportal.hhs.gov. Do it \
             within 180 days.",
        ),
        Language::Spanish => (
            "Si cree que esto está mal",
            format!(
                "Puede quejarse con nosotros: llame a {contact} al {telephone}, o escríbanos. Nadie le tratará peor por eso."
            ),
            "También puede quejarse ante el gobierno: U.S. Department of Health and Human Services, Office for Civil \
             Rights, 200 Independence Avenue SW, Room 509F HHH Building, Washington, DC 20201, o en ocrportal.hhs.gov. \
             Hágalo en un plazo de 180 días.",
        ),
    };
    blocks.push(Block::Heading(heading.to_owned()));
    blocks.push(Block::Paragraph(us));
    blocks.push(Block::Paragraph(government.to_owned()));
}

fn help(head: &Head<'_>, reader: Reader) -> String {
    let Head { contact, telephone, .. } = head;
    match (head.language, reader) {
        (Language::English, Reader::ThirdParty) => {
            format!("Is something missing, or can’t you open a file? Call {contact} at {telephone}. We will help you.")
        }
        (Language::Spanish, Reader::ThirdParty) => {
            format!("¿Falta algo, o no puede abrir un archivo? Llame a {contact} al {telephone}. Le ayudaremos.")
        }
        (Language::English, Reader::Requester) => format!(
            "Is something missing, or can’t you open a file? Call {contact} at {telephone}. We will help you, and we can \
             give you your record in another form."
        ),
        (Language::Spanish, Reader::Requester) => format!(
            "¿Falta algo, o no puede abrir un archivo? Llame a {contact} al {telephone}. Le ayudaremos, y podemos darle su \
             expediente en otra forma."
        ),
    }
}

/// Help in other languages and other print, 45 CFR 92.201 and 28 CFR 36.303.
fn in_reach(head: &Head<'_>) -> String {
    let Head { telephone, .. } = head;
    match head.language {
        Language::English => format!(
            "Do you need this in another language, in large print or read to you? Call {telephone}. This help is free."
        ),
        Language::Spanish => format!(
            "¿Necesita esta carta en otro idioma, en letra grande o leída en voz alta? Llame al {telephone}. Esta ayuda es \
             gratis."
        ),
    }
}

fn answered(letter: &Answer, head: &Head<'_>, blocks: &mut Vec<Block>) {
    // It answers no ask: whose information it is may have asked for nothing.
    if let Says::Breach(notice) = &letter.says {
        return breach::say(notice, head, blocks);
    }
    let language = letter.language;
    let received_on = words::date(letter.received_on, language);
    let Head { contact, telephone, .. } = head;
    let mut say = |text: String| blocks.push(Block::Paragraph(text));
    match language {
        Language::English => say(format!("On {received_on}, you asked us for a record.")),
        Language::Spanish => say(format!("El {received_on} usted nos pidió un expediente.")),
    }
    match (&letter.says, language) {
        (Says::ReviewOutcome(outcome), _) => review::say(outcome, language, &mut say),
        (Says::Acknowledgement(letter), _) => acknowledgement::say(letter, head, blocks),
        (Says::DirectiveFulfilled(sent), _) => directive::say(sent, head, blocks),
        (Says::Breach(_), _) => {}
        (Says::Extension { of, reason, until, .. }, language) => say(more_time(*of, reason, *until, language)),
        (
            Says::FeeEstimate {
                lines,
                total,
                asks,
                medium,
            },
            language,
        ) => {
            words::fee::estimate(lines, *medium, (*total, *asks), language)
                .into_iter()
                .for_each(say);
        }
        (Says::Ending { ending, more }, Language::English) => {
            say(match ending {
                Ending::NotHeld => "We looked, and we do not have it.",
                Ending::NoAuthority => {
                    "A record may be given to the patient, or to someone who may act for the patient. As things stand, we \
                     can’t treat you as that person."
                }
                Ending::Unverified => {
                    "Before we give anyone a record, we must know who that is. We could not find that out from what we have."
                }
                Ending::Withdrawn => "You told us that you do not need it any more, so we have closed your request.",
            }
            .to_owned());
            match (ending, more.as_str()) {
                (Ending::NotHeld, "") => say("We do not know who has it.".to_owned()),
                (Ending::NoAuthority | Ending::Unverified | Ending::Withdrawn, "") => {}
                (_, more) => say(more.to_owned()),
            }
        }
        (Says::Ending { ending, more }, Language::Spanish) => {
            say(match ending {
                Ending::NotHeld => "Lo buscamos, y no lo tenemos.",
                Ending::NoAuthority => {
                    "Un expediente se puede dar al paciente, o a quien puede actuar por el paciente. Tal como \
                     están las cosas, no podemos tratarle como esa persona."
                }
                Ending::Unverified => {
                    "Antes de dar un expediente, debemos saber a quién se lo damos. No pudimos saberlo con lo que tenemos."
                }
                Ending::Withdrawn => "Nos dijo que ya no lo necesita, así que cerramos su solicitud.",
            }
            .to_owned());
            match (ending, more.as_str()) {
                (Ending::NotHeld, "") => say("No sabemos quién lo tiene.".to_owned()),
                (Ending::NoAuthority | Ending::Unverified | Ending::Withdrawn, "") => {}
                (_, more) => say(more.to_owned()),
            }
        }
    }
    let mut say = |text: String| blocks.push(Block::Paragraph(text));
    let (working, asks_at_once) = match &letter.says {
        Says::Extension { working, .. } => (Some(working), false),
        Says::Acknowledgement(letter) => (Some(&letter.working), true),
        Says::Ending { .. }
        | Says::ReviewOutcome(_)
        | Says::FeeEstimate { .. }
        | Says::Breach(_)
        | Says::DirectiveFulfilled(_) => (None, false),
    };
    // Whoever has just asked was told above how to ask for more.
    if !asks_at_once {
        say(match language {
            Language::English => format!("Questions? Call {contact} at {telephone}. You can ask again at any time."),
            Language::Spanish => {
                format!("¿Preguntas? Llame a {contact} al {telephone}. Puede pedirlo otra vez cuando quiera.")
            }
        });
    }
    if let Some(working) = working {
        blocks.push(Block::Heading(match language {
            Language::English => "How we worked out the dates".to_owned(),
            Language::Spanish => "Cómo calculamos las fechas".to_owned(),
        }));
        blocks.extend(working.iter().cloned().map(Block::Paragraph));
    }
    let closes = match &letter.says {
        Says::Ending {
            ending: Ending::Withdrawn,
            ..
        }
        | Says::Extension { .. }
        | Says::FeeEstimate { .. }
        | Says::Breach(_)
        | Says::Acknowledgement(_) => false,
        Says::Ending { .. } | Says::ReviewOutcome(_) | Says::DirectiveFulfilled(_) => true,
    };
    if closes {
        complain(head, blocks);
    }
    if let Says::DirectiveFulfilled(sent) = &letter.says {
        sign(&sent.states, head, blocks);
    }
}

/// Which limit is moved, why, to when, and that it is once, 45 CFR 164.524(b)(2)(ii) or the state's own law.
fn more_time(of: Extends, reason: &str, until: NaiveDate, language: Language) -> String {
    let until = words::date(until, language);
    match (of, language) {
        (Extends::Federal, Language::English) => format!(
            "We can’t finish within the first 30 days. The reason: {reason} You will have our answer by {until}. This is \
             the only time that we may take longer."
        ),
        (Extends::Federal, Language::Spanish) => format!(
            "No podemos terminar en los primeros 30 días. La razón: {reason} Tendrá nuestra respuesta a más tardar el \
             {until}. Solo podemos alargar el plazo esta vez."
        ),
        (Extends::State, Language::English) => format!(
            "The law of the state gives us less than 30 days, and we can’t finish in that time. The reason: {reason} You \
             will have our answer by {until}. Under that law, this is the only time that we may take longer."
        ),
        (Extends::State, Language::Spanish) => format!(
            "La ley del estado nos da menos de 30 días, y no podemos terminar en ese tiempo. La razón: {reason} Tendrá \
             nuestra respuesta a más tardar el {until}. Solo podemos alargar el plazo esta vez según esa ley."
        ),
    }
}

/// The letter as plain text, in lines of one paragraph each.
pub fn text(letter: Letter<'_>) -> String {
    let mut text = String::new();
    for block in blocks(letter) {
        match block {
            Block::Line(line) => {
                text.push_str(&line);
                text.push('\n');
            }
            Block::Heading(words) | Block::Paragraph(words) => {
                text.push('\n');
                text.push_str(&words);
                text.push('\n');
            }
        }
    }
    text
}

/// The letter as a page of its own, without scripts or anything from elsewhere.
pub fn html(letter: Letter<'_>) -> String {
    let mut body = String::new();
    let mut level = 1;
    for block in blocks(letter) {
        match block {
            Block::Line(line) => body.push_str(&format!("<p class=\"line\">{}</p>\n", encode_text(&line))),
            Block::Heading(words) => {
                body.push_str(&format!("<h{level}>{}</h{level}>\n", encode_text(&words)));
                level = 2;
            }
            Block::Paragraph(words) => body.push_str(&format!("<p>{}</p>\n", encode_text(&words))),
        }
    }
    page(letter.language(), &letter.title(), &body)
}

/// A page that opens anywhere: no script, no picture, no font from elsewhere. `body` is HTML, `title` text.
pub(crate) fn page(language: Language, title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\nbody {{ font: 1.125rem/1.5 system-ui, sans-serif; color: #1b2430; background: #fff; max-width: 42rem; \
         margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }}\n.line {{ margin: 0; }}\n\
         table {{ border-collapse: collapse; width: 100%; }}\nth, td {{ text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; \
         border-bottom: 1px solid #8a94a3; vertical-align: top; }}\na {{ color: #0b5c7a; }}\n</style>\n</head>\n<body>\n\
         <main>\n{body}</main>\n</body>\n</html>\n",
        language.tag(),
        encode_text(title),
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::acknowledgement::{Acknowledgement, Asks, Step};
    use super::*;
    use crate::word::Handing;

    pub(crate) fn letter(language: Language) -> Release {
        Release {
            language,
            reader: Reader::Requester,
            practice: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            recipient: "One <b>Mhvtestveteran</b>".to_owned(),
            patient: None,
            receipt: "7K3M-92QF-4D".to_owned(),
            received_on: "2026-11-24".parse().unwrap(),
            released_on: "2026-12-01".parse().unwrap(),
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

    #[test]
    fn a_release_letter_reads_so() {
        assert_eq!(
            text(Letter::Release(&letter(Language::English))),
            "Lakeside Family Medicine\n\
             Tuesday, December 1, 2026\n\
             To: One <b>Mhvtestveteran</b>\n\
             Receipt number: 7K3M-92QF-4D\n\
             \n\
             Your record is here\n\
             \n\
             On Tuesday, November 24, 2026, you asked us for your record. We said yes. This is your whole record as we keep \
             it.\n\
             \n\
             It has 7 files, 4.2 MB in all. Open START-HERE.html first: it lists each file. The list in manifest.json lets \
             anyone check that no file was changed.\n\
             \n\
             This copy is yours to keep. Save it in a safe place. Anyone who has the file can read it.\n\
             \n\
             Is something missing, or can’t you open a file? Call the privacy officer at 512-555-0140. We will help you, \
             and we can give you your record in another form.\n\
             \n\
             Do you need this in another language, in large print or read to you? Call 512-555-0140. This help is free.\n"
        );
    }

    #[test]
    fn a_name_never_becomes_markup() {
        for language in [Language::English, Language::Spanish] {
            let html = html(Letter::Release(&letter(language)));

            assert!(html.contains("One &lt;b&gt;Mhvtestveteran&lt;/b&gt;"));
            assert!(!html.contains("<b>"));
            assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())));
        }
    }

    #[test]
    fn every_release_letter_names_whom_to_ring_and_both_dates() {
        for language in [Language::English, Language::Spanish] {
            for (access, extent) in [(Access::Copy, Extent::Whole), (Access::Inspection, Extent::Part)] {
                let letter = Release {
                    access,
                    extent,
                    ..letter(language)
                };
                let written = text(Letter::Release(&letter));
                for element in [
                    &letter.practice,
                    &letter.contact,
                    &letter.telephone,
                    &letter.receipt,
                    &words::date(letter.received_on, language),
                    &words::date(letter.released_on, language),
                ] {
                    assert!(written.contains(element.as_str()), "{element}");
                }
            }
        }
    }

    fn withheld(ground: Ground) -> Release {
        Release {
            withheld: vec![Withheld {
                ground,
                what: "The notes of March 3, 2024".to_owned(),
                reason: "Dr. Rivera looked at them.".to_owned(),
                ends_on: None,
                duration: "Until June 1, 2027".to_owned(),
            }],
            ..letter(Language::English)
        }
    }

    #[test]
    fn a_denial_says_what_is_withheld_why_and_where_to_complain() {
        for (_, ground) in Ground::WIRE {
            let written = text(Letter::Release(&withheld(ground)));

            for element in [
                "The notes of March 3, 2024",
                "Dr. Rivera looked at them.",
                ground.citation(),
                "complain to us: call the privacy officer at 512-555-0140",
                "Office for Civil Rights",
                "180 days",
            ] {
                assert!(written.contains(element), "{ground:?}: {element}");
            }
            assert_eq!(
                written.contains("ask for a review"),
                ground.is_reviewable(),
                "{ground:?}: no false promise of a review, and none left out"
            );
            assert!(written.contains("It has 7 files"), "what is given comes first");
            assert!(!written.contains("whole record"));
        }
    }

    #[test]
    fn what_is_left_out_is_said_and_the_letter_does_not_say_that_it_is_everything() {
        for language in [Language::English, Language::Spanish] {
            let written = text(Letter::Release(&Release {
                left_out: true,
                ..letter(language)
            }));

            assert!(!written.contains("whole record") && !written.contains("expediente completo"));
            assert!(written.contains("We left out") || written.contains("Dejamos fuera"));
        }
    }

    #[test]
    fn of_what_stays_here_untold_the_letter_does_not_say_that_it_is_everything() {
        for language in [Language::English, Language::Spanish] {
            let written = text(Letter::Release(&Release {
                extent: Extent::Given,
                ..letter(language)
            }));

            for claim in [
                "whole",
                "as we keep it",
                "that you asked for",
                "completo",
                "tal como",
                "usted pidió",
            ] {
                assert!(!written.contains(claim), "{claim}");
            }
        }
    }

    #[test]
    fn a_denial_of_everything_gives_no_file_and_says_so() {
        let written = text(Letter::Release(&Release {
            files: 0,
            ..withheld(Ground::R1)
        }));

        assert!(written.contains("We can’t give you this record") && !written.contains("START-HERE"));
    }

    #[test]
    fn a_letter_to_a_representative_never_says_that_it_is_everything() {
        for language in [Language::English, Language::Spanish] {
            let letter = Release {
                patient: Some("Child Mhvtestveteran".to_owned()),
                ..letter(language)
            };
            let written = text(Letter::Release(&letter));

            assert!(written.contains("Child Mhvtestveteran"));
            assert!(!written.contains("whole") && !written.contains("completo"));
        }
    }

    pub(crate) fn answer(language: Language, says: Says) -> Answer {
        let letter = letter(language);
        Answer {
            language,
            practice: letter.practice,
            contact: letter.contact,
            telephone: letter.telephone,
            recipient: letter.recipient,
            receipt: letter.receipt,
            received_on: letter.received_on,
            written_on: letter.released_on,
            says,
        }
    }

    pub(crate) fn third_party(language: Language) -> Release {
        Release {
            reader: Reader::ThirdParty,
            recipient: "Rivera and Cole".to_owned(),
            patient: Some("One Mhvtestveteran".to_owned()),
            ..letter(language)
        }
    }

    pub(crate) fn acknowledgement(asks: Asks, step: Step) -> Acknowledgement {
        Acknowledgement {
            asks,
            access: Access::Copy,
            scope: Scope::Whole,
            way: Way::Paper,
            format: "One PDF, please".to_owned(),
            step,
            due_on: "2026-12-24".parse().unwrap(),
            working: vec!["Received, and 30 days more.".to_owned()],
        }
    }

    pub(crate) fn every_asks() -> [Asks; 3] {
        let (to, place) = ("Rivera and Cole".to_owned(), "1 Main St, Austin".to_owned());
        [Asks::Own, Asks::Another, Asks::ThirdParty { to, place }]
    }

    pub(crate) fn sent(withheld: Vec<Withheld>) -> directive::Sent {
        directive::Sent {
            to: "Rivera and Cole".to_owned(),
            place: "1 Main St, Austin".to_owned(),
            sent_on: "2026-12-02".parse().unwrap(),
            handing: Handing::Posted,
            files: 7,
            size: 4_200_000,
            withheld,
            left_out: false,
            states: vec![],
        }
    }

    #[test]
    fn a_third_party_is_told_whose_record_it_is_and_nothing_of_what_is_withheld() {
        for language in [Language::English, Language::Spanish] {
            for (_, ground) in Ground::WIRE {
                let whole = third_party(language);
                let part = Release {
                    withheld: withheld(ground).withheld,
                    left_out: true,
                    states: state::Addition::ALL.to_vec(),
                    ..third_party(language)
                };

                let text = text(Letter::Release(&part));
                assert_eq!(text, super::text(Letter::Release(&whole)), "{ground:?}");
                assert!(text.contains("Rivera and Cole\n") && text.contains("One Mhvtestveteran"));
                assert!(
                    !text.contains("your record") && !text.contains("su expediente"),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn no_acknowledgement_has_a_place_for_a_secret() {
        for language in [Language::English, Language::Spanish] {
            for step in [Step::Code, Step::Person] {
                for asks in every_asks() {
                    let says = Says::Acknowledgement(acknowledgement(asks, step));
                    let letter = answer(language, says);
                    let written = text(Letter::Answer(&letter)).replace(&letter.telephone, "");

                    for word in ["PIN", "passcode", "clave"] {
                        assert!(!written.contains(word), "{word}: {written}");
                    }
                    let numbers = written.split(|letter: char| !letter.is_ascii_digit());
                    let longest = numbers.map(str::len).max();
                    assert_eq!(longest, Some(4), "a year, and nothing as long as a code: {written}");
                }
            }
        }
    }

    #[test]
    fn an_extension_has_its_reason_and_the_day_of_completion() {
        for language in [Language::English, Language::Spanish] {
            for of in [Extends::Federal, Extends::State] {
                let until = "2026-12-20".parse().unwrap();
                let says = Says::Extension {
                    of,
                    reason: "Your films lie in another city.".to_owned(),
                    until,
                    working: vec!["Received, and 30 days more.".to_owned()],
                };
                let written = text(Letter::Answer(&answer(language, says)));

                for element in [
                    "Your films lie in another city.",
                    "Received, and 30 days more.",
                    &words::date(until, language),
                    "512-555-0140",
                ] {
                    assert!(written.contains(element), "{element}");
                }
                let first = written.contains("within the first 30 days") || written.contains("en los primeros 30 días");
                assert_eq!(first, of == Extends::Federal, "{written}");
            }
        }
    }

    #[test]
    fn an_answer_without_a_record_says_what_to_do_and_where_to_complain() {
        for language in [Language::English, Language::Spanish] {
            for (_, ending) in Ending::WIRE {
                let says = Says::Ending {
                    ending,
                    more: "Ask Bayside Imaging.".to_owned(),
                };
                let written = text(Letter::Answer(&answer(language, says)));

                assert!(written.contains("Ask Bayside Imaging.") && written.contains("512-555-0140"));
                assert_eq!(
                    written.contains("Office for Civil Rights"),
                    ending != Ending::Withdrawn,
                    "{ending:?}"
                );
            }
        }
    }
}
