//! The notice of a breach to the person whose information it is, in plain language, 45 CFR 164.404(c): what happened and when,
//! what it was, what she can do, what the practice does, and how to reach it.

use super::{Block, Head};
use crate::text as words;
use crate::word::Language;
use chrono::NaiveDate;

/// What the letter of a breach says. Staff write four parts of it, in the letter's language.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// The day of the breach, and the day of its discovery.
    pub went_on: NaiveDate,
    pub discovered_on: NaiveDate,
    /// Whose information it is, where the letter goes to who acts for the patient.
    pub patient: Option<String>,
    pub happened: String,
    pub kinds: String,
    pub protect: String,
    pub doing: String,
    /// Where the practice gets mail.
    pub address: String,
}

pub(super) fn heading(language: Language) -> &'static str {
    match language {
        Language::English => "Health information went to the wrong person",
        Language::Spanish => "Información de salud llegó a la persona equivocada",
    }
}

/// What stands between the letter's heading and where there is help with reading it.
pub(super) fn say(notice: &Notice, head: &Head<'_>, blocks: &mut Vec<Block>) {
    let language = head.language;
    let heading = |blocks: &mut Vec<Block>, english: &str, spanish: &str| {
        let text = match language {
            Language::English => english,
            Language::Spanish => spanish,
        };
        blocks.push(Block::Heading(text.to_owned()));
    };
    let paragraph = |blocks: &mut Vec<Block>, text: String| blocks.push(Block::Paragraph(text));
    paragraph(blocks, sorry(notice, language));
    heading(blocks, "What happened", "Qué pasó");
    paragraph(blocks, notice.happened.clone());
    paragraph(blocks, dates(notice, language));
    heading(blocks, "What it was", "Qué información fue");
    paragraph(blocks, notice.kinds.clone());
    heading(blocks, "What you can do to be safe", "Qué puede hacer para protegerse");
    paragraph(blocks, notice.protect.clone());
    heading(blocks, "What we are doing", "Qué hacemos nosotros");
    paragraph(blocks, notice.doing.clone());
    heading(blocks, "How to reach us", "Cómo hablar con nosotros");
    paragraph(blocks, reach(notice, head));
}

fn sorry(notice: &Notice, language: Language) -> String {
    match (&notice.patient, language) {
        (None, Language::English) => {
            "We are sorry. Some of your health information went to a person who should not have it.".to_owned()
        }
        (Some(patient), Language::English) => format!(
            "We are sorry. Some health information of {patient} went to a person who should not have it. We write to you \
             as the one who acts for {patient}."
        ),
        (None, Language::Spanish) => {
            "Lo sentimos mucho. Una parte de su información de salud llegó a una persona que no debía tenerla."
                .to_owned()
        }
        (Some(patient), Language::Spanish) => format!(
            "Lo sentimos mucho. Una parte de la información de salud de {patient} llegó a una persona que no debía tenerla. \
             Le escribimos a usted porque actúa por {patient}."
        ),
    }
}

fn dates(notice: &Notice, language: Language) -> String {
    let went_on = words::date(notice.went_on, language);
    let discovered_on = words::date(notice.discovered_on, language);
    match language {
        Language::English => format!("It went out on {went_on}. We found out on {discovered_on}."),
        Language::Spanish => format!("Salió el {went_on}. Lo supimos el {discovered_on}."),
    }
}

/// 45 CFR 164.404(c)(1)(E): a telephone number that costs the caller something is not enough, a postal address is.
fn reach(notice: &Notice, head: &Head<'_>) -> String {
    let Head {
        practice,
        contact,
        telephone,
        ..
    } = head;
    let address = &notice.address;
    match head.language {
        Language::English => format!(
            "Do you have questions, or do you want to know more? Call {contact} at {telephone}. You can also write to us: \
             {practice}, {address}."
        ),
        Language::Spanish => format!(
            "¿Tiene preguntas, o quiere saber más? Llame a {contact} al {telephone}. También puede escribirnos: {practice}, \
             {address}."
        ),
    }
}
