//! The acknowledgement of a request: when it came, until when it must be answered and how that was worked out, what was
//! understood, and the one step that is left. HIPAA demands none; the desk gives one to whoever asks. It holds nothing
//! secret: no code, no PIN and no passcode has a place in it.

use super::{Answer, Block, Head, Says, answer, check};
use crate::practice::Practice;
use crate::request::{Request, Requester, Scope};
use crate::text as words;
use crate::word::{Access, Language, Way};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    pub asks: Asks,
    pub access: Access,
    pub scope: Scope,
    pub way: Way,
    /// In the requester's own words; may be empty.
    pub format: String,
    pub step: Step,
    /// The legal date, as the addressee is told it.
    pub due_on: NaiveDate,
    /// How the dates were worked out, in lines of the letter's language.
    pub working: Vec<String>,
}

impl Acknowledgement {
    /// How a copy shall come. What one comes for and looks at does not, and the link is no way to a third party.
    pub(super) fn way_shown(&self) -> Option<Way> {
        match (self.access, &self.asks, self.way) {
            (Access::Inspection, ..) | (_, Asks::ThirdParty { .. }, Way::Download) => None,
            (Access::Copy, _, way) => Some(way),
        }
    }
}

/// For whom the record was asked. A patient for whom another asks is not named: nobody has shown yet that they may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub enum Asks {
    Own,
    /// 45 CFR 164.502(g).
    Another,
    /// 45 CFR 164.524(c)(3)(ii).
    ThirdParty {
        to: String,
        place: String,
    },
}

/// The one step by which it is made sure who asks, 45 CFR 164.514(h).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The code that went to the e-mail address comes back.
    Code,
    /// Someone of the practice asks.
    Person,
}

/// The letter of a request as it begins. None for another kind of ask, which has no due date here; nor where the practice's
/// own entry lacks what a letter must say, since a request counts all the same.
pub fn of(request: &Request, practice: &Practice, written_on: NaiveDate) -> Option<Answer> {
    if !request.kind.is_access() {
        return None;
    }
    let due = request.due_told();
    let says = Acknowledgement {
        asks: match &request.requester {
            Requester::Patient => Asks::Own,
            Requester::Representative { .. } | Requester::Other { .. } => Asks::Another,
            Requester::Directed { to, place } => Asks::ThirdParty {
                to: to.clone(),
                place: place.clone(),
            },
        },
        access: request.access,
        scope: request.scope.clone(),
        way: request.way,
        format: request.format.clone(),
        step: match request.contact.email {
            Some(_) => Step::Code,
            None => Step::Person,
        },
        due_on: due.due_on,
        working: words::working(&due, request.language),
    };
    let letter = answer(request, practice, Says::Acknowledgement(says), written_on);
    check::missing(super::Letter::Answer(&letter))
        .is_empty()
        .then_some(letter)
}

pub(super) fn heading(language: Language) -> &'static str {
    match language {
        Language::English => "We have your request",
        Language::Spanish => "Recibimos su solicitud",
    }
}

/// What stands between the first line of the letter and the working of its dates.
pub(super) fn say(letter: &Acknowledgement, head: &Head<'_>, blocks: &mut Vec<Block>) {
    let Head { contact, telephone, .. } = head;
    let due_on = words::date(letter.due_on, head.language);
    let (first, understood, change, left, nothing) = match head.language {
        Language::English => (
            format!("We must answer by {due_on}. How we worked that out stands at the end of this letter."),
            "What you asked for",
            format!(
                "Did we get something wrong? Do you want less, or more? Call {contact} at {telephone}, or write to us on the \
                 page of your request."
            ),
            "What is left for you to do",
            "You do not have to fill in another form. You do not have to tell us why you want the record.",
        ),
        Language::Spanish => (
            format!("Debemos responder a más tardar el {due_on}. Al final de esta carta está cómo lo calculamos."),
            "Lo que usted pidió",
            format!(
                "¿Entendimos algo mal? ¿Quiere menos, o más? Llame a {contact} al {telephone}, o escríbanos en la página de \
                 su solicitud."
            ),
            "Lo que falta de su parte",
            "No tiene que llenar otro formulario. No tiene que decirnos para qué quiere el expediente.",
        ),
    };
    blocks.push(Block::Paragraph(first));
    blocks.push(Block::Heading(understood.to_owned()));
    blocks.extend(asked(letter, head.language).into_iter().map(Block::Paragraph));
    blocks.push(Block::Paragraph(change));
    blocks.push(Block::Heading(left.to_owned()));
    blocks.push(Block::Paragraph(step(letter, head.language)));
    blocks.push(Block::Paragraph(nothing.to_owned()));
}

/// What was understood: what of the record, for whom, how it shall come, and in what form.
fn asked(letter: &Acknowledgement, language: Language) -> Vec<String> {
    let (access, whole) = (letter.access, letter.scope == Scope::Whole);
    let what = match (language, &letter.asks, whole) {
        (Language::English, Asks::Own | Asks::ThirdParty { .. }, true) => "your whole record",
        (Language::English, Asks::Own | Asks::ThirdParty { .. }, false) => "a part of your record",
        (Language::English, Asks::Another, true) => "the whole record of the person for whom you act",
        (Language::English, Asks::Another, false) => "a part of the record of the person for whom you act",
        (Language::Spanish, Asks::Own | Asks::ThirdParty { .. }, true) => "su expediente completo",
        (Language::Spanish, Asks::Own | Asks::ThirdParty { .. }, false) => "una parte de su expediente",
        (Language::Spanish, Asks::Another, true) => "el expediente completo de la persona por quien actúa",
        (Language::Spanish, Asks::Another, false) => "una parte del expediente de la persona por quien actúa",
    };
    let mut asked = vec![match (language, &letter.asks, access) {
        (Language::English, Asks::ThirdParty { to, place }, _) => {
            format!("You asked us to send a copy of {what} to {to}, {place}.")
        }
        (Language::English, Asks::Own | Asks::Another, Access::Copy) => format!("You asked for a copy of {what}."),
        (Language::English, Asks::Own | Asks::Another, Access::Inspection) => {
            format!("You asked to come and look at {what}.")
        }
        (Language::Spanish, Asks::ThirdParty { to, place }, _) => {
            format!("Pidió que enviemos una copia de {what} a {to}, {place}.")
        }
        (Language::Spanish, Asks::Own | Asks::Another, Access::Copy) => format!("Pidió una copia de {what}."),
        (Language::Spanish, Asks::Own | Asks::Another, Access::Inspection) => format!("Pidió venir a ver {what}."),
    }];
    asked.extend(part(&letter.scope, language));
    if let Some(way) = letter.way_shown() {
        let way = words::way(way, language);
        asked.push(match language {
            Language::English => format!("How it shall come: {way}."),
            Language::Spanish => format!("Cómo debe llegar: {way}."),
        });
    }
    if !letter.format.is_empty() {
        let format = &letter.format;
        asked.push(match language {
            Language::English => format!("In what form, in your own words: {format}"),
            Language::Spanish => format!("En qué forma, con sus propias palabras: {format}"),
        });
    }
    asked
}

/// Which dates and kinds alone were asked for.
fn part(scope: &Scope, language: Language) -> Option<String> {
    let Scope::Part {
        from,
        until,
        categories,
    } = scope
    else {
        return None;
    };
    let date = |date: &NaiveDate| words::date(*date, language);
    let (from, until) = (from.as_ref().map(date), until.as_ref().map(date));
    let dates = match (language, from, until) {
        (_, None, None) => None,
        (Language::English, Some(from), None) => Some(format!("from {from} on")),
        (Language::English, None, Some(until)) => Some(format!("until {until}")),
        (Language::English, Some(from), Some(until)) => Some(format!("from {from} until {until}")),
        (Language::Spanish, Some(from), None) => Some(format!("desde el {from}")),
        (Language::Spanish, None, Some(until)) => Some(format!("hasta el {until}")),
        (Language::Spanish, Some(from), Some(until)) => Some(format!("desde el {from} hasta el {until}")),
    };
    let kinds = categories
        .iter()
        .map(|kind| words::category(*kind, language).to_owned());
    let parts: Vec<_> = dates.into_iter().chain(kinds).collect();
    (!parts.is_empty()).then(|| match language {
        Language::English => format!("Only this part: {}.", parts.join("; ")),
        Language::Spanish => format!("Solo esta parte: {}.", parts.join("; ")),
    })
}

fn step(letter: &Acknowledgement, language: Language) -> String {
    let step = match (letter.step, language) {
        (Step::Code, Language::English) => {
            "One step is left: type the code from our e-mail on the page where you asked, if you have not done so. It shows \
             us that the address is yours. Your request counts with or without it."
        }
        (Step::Code, Language::Spanish) => {
            "Falta un solo paso: escriba el código de nuestro correo en la página donde hizo su solicitud, si aún no lo hizo. \
             Nos muestra que ese correo es suyo. Su solicitud cuenta con o sin el código."
        }
        (Step::Person, Language::English) => {
            "One step is left: before we give out a record, we make sure who asks. We will call or write to you about it. \
             Your request counts from the day that we got it."
        }
        (Step::Person, Language::Spanish) => {
            "Falta un solo paso: antes de dar un expediente, comprobamos quién lo pide. Le llamaremos o le escribiremos \
             para eso. Su solicitud cuenta desde el día en que la recibimos."
        }
    };
    let paper = match (&letter.asks, language) {
        (Asks::Own, _) => "",
        (Asks::Another, Language::English) => " We also need a paper that shows that you may act for that person.",
        (Asks::Another, Language::Spanish) => {
            " También hace falta un papel que muestre que puede actuar por esa persona."
        }
        (Asks::ThirdParty { .. }, Language::English) => " We also need this in a paper that you signed.",
        (Asks::ThirdParty { .. }, Language::Spanish) => " También hace falta un papel con su firma que lo diga.",
    };
    [step, paper].concat()
}
