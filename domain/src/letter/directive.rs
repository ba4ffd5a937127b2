//! What is written where the patient directed a record to a third party, 45 CFR 164.524(c)(3)(ii). The letter that goes with
//! the record is for the third party, who is told whose record it is and nothing of what is withheld; the patient is told
//! what went to whom, and what was withheld and why.

use super::{Answer, Block, Head, Release, Says, Withheld, answer, left_out, state};
use crate::practice::Practice;
use crate::request::Request;
use crate::text as words;
use crate::word::{Handing, Language};
use chrono::NaiveDate;

/// What the patient is told of what went out.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    pub to: String,
    pub place: String,
    pub sent_on: NaiveDate,
    pub handing: Handing,
    /// Files of the record.
    pub files: u32,
    /// Bytes of the record.
    pub size: u64,
    /// What the patient may know to be withheld.
    pub withheld: Vec<Withheld>,
    /// Files were left out that are no part of the designated record set.
    pub left_out: bool,
    /// What the law of the states that hold the record adds.
    pub states: Vec<state::Addition>,
}

/// The letter to the patient once the record of that release went to a third party.
pub fn sent(
    request: &Request,
    practice: &Practice,
    release: &Release,
    (to, place, handing): (String, String, Handing),
    sent_on: NaiveDate,
) -> Answer {
    let says = Sent {
        to,
        place,
        sent_on,
        handing,
        files: release.files,
        size: release.size,
        withheld: release.withheld.clone(),
        left_out: release.left_out,
        states: release.states.clone(),
    };
    answer(request, practice, Says::DirectiveFulfilled(says), sent_on)
}

pub(super) fn heading(language: Language) -> &'static str {
    match language {
        Language::English => "Your record went where you asked",
        Language::Spanish => "Su expediente fue adonde usted pidió",
    }
}

/// What stands between the first line of the patient's letter and whom to ring.
pub(super) fn say(sent: &Sent, head: &Head<'_>, blocks: &mut Vec<Block>) {
    let language = head.language;
    let Sent { to, place, files, .. } = sent;
    let (sent_on, size) = (words::date(sent.sent_on, language), words::size(sent.size));
    let (what, held) = match language {
        Language::English => (
            match sent.handing {
                Handing::Posted => format!("On {sent_on}, we sent it by mail to {to}, {place}, as you told us to."),
                Handing::InPerson => format!("On {sent_on}, we gave it to {to}, {place}, as you told us to."),
                Handing::Inspected => format!("On {sent_on}, we showed it to {to}, {place}, as you told us to."),
                Handing::Emailed => format!("On {sent_on}, we sent it by e-mail to {to}, {place}, as you told us to."),
            },
            format!(
                "It has {files} {}, {size} in all.",
                if *files == 1 { "file" } else { "files" }
            ),
        ),
        Language::Spanish => (
            match sent.handing {
                Handing::Posted => {
                    format!("El {sent_on} lo enviamos por correo a {to}, {place}, como usted nos pidió.")
                }
                Handing::InPerson => format!("El {sent_on} lo dimos a {to}, {place}, como usted nos pidió."),
                Handing::Inspected => format!("El {sent_on} lo mostramos a {to}, {place}, como usted nos pidió."),
                Handing::Emailed => {
                    format!("El {sent_on} lo enviamos por correo electrónico a {to}, {place}, como usted nos pidió.")
                }
            },
            format!(
                "Tiene {files} {}, {size} en total.",
                if *files == 1 { "archivo" } else { "archivos" }
            ),
        ),
    };
    blocks.push(Block::Paragraph(what));
    blocks.push(Block::Paragraph(held));
    if sent.left_out {
        blocks.push(left_out(language));
    }
    if !sent.withheld.is_empty() {
        super::kept_back(&sent.withheld, &sent.states, head, blocks);
    }
}

/// What goes with each record of a substance-use program that is disclosed on consent, in the words of 42 CFR 2.32(a)(2),
/// whatever the language of the letter.
pub const STATEMENT: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

/// The statement, and the clear explanation of the consent, 42 CFR 2.32.
fn on_consent(patient: &str, scope: &str, language: Language) -> [String; 2] {
    match language {
        Language::English => [
            format!("Some of this copy comes from a program that treats drug or alcohol use. {STATEMENT}"),
            format!("{patient} gave us written consent to send it to you. This is what the consent covers: {scope}"),
        ],
        Language::Spanish => [
            format!(
                "Una parte de esta copia viene de un programa que trata el consumo de alcohol o de drogas. {STATEMENT} Es \
                 decir: la norma 42 CFR parte 2 prohíbe usarla o darla a conocer sin permiso."
            ),
            format!(
                "{patient} nos dio permiso por escrito para enviársela a usted. Esto es lo que cubre el permiso: {scope}"
            ),
        ],
    }
}

/// What the third party gets. That something may be withheld is said in every such letter, so that none tells whether it is.
pub(super) fn to_third_party(letter: &Release, blocks: &mut Vec<Block>) {
    let language = letter.language;
    let received_on = words::date(letter.received_on, language);
    let patient = letter.patient.as_deref().unwrap_or_default();
    let (said_yes, all) = match language {
        Language::English => (
            format!(
                "On {received_on}, {patient} asked us in a signed paper to send you a copy of the record that we keep. We said \
                 yes, and this is the copy."
            ),
            "It may not be all that we keep. Save it in a safe place. Anyone who has the file can read it. If it is not meant \
             for you, do not read it, and call us.",
        ),
        Language::Spanish => (
            format!(
                "El {received_on} {patient} nos pidió en un papel firmado que le enviáramos a usted una copia del expediente \
                 que guardamos. Dijimos que sí, y esta es la copia."
            ),
            "Puede no ser todo lo que guardamos. Guárdela en un lugar seguro. Quien tenga el archivo puede leerlo. Si no es \
             para usted, no la lea y llámenos.",
        ),
    };
    blocks.push(Block::Paragraph(said_yes));
    blocks.push(Block::Paragraph(super::contents(letter)));
    blocks.push(Block::Paragraph(all.to_owned()));
    if let Some(scope) = &letter.consent {
        blocks.extend(on_consent(patient, scope, language).map(Block::Paragraph));
    }
}
