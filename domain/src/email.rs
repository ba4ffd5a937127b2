//! E-mails. They go through the open, so they name no patient, no record and no reason: only the practice,
//! the receipt number and what to do.

use crate::package::START;
use crate::person::Contact;
use crate::practice::Practice;
use crate::text as words;
use crate::word::{Language, Outcome};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    pub subject: String,
    pub body: String,
}

/// The acknowledgement of a request, together with the code that proves the contact, where one still works.
pub fn acknowledgement(
    practice: &Practice,
    language: Language,
    receipt: &str,
    received_on: NaiveDate,
    due_on: Option<NaiveDate>,
    code: Option<&str>,
) -> Email {
    let received_on = words::date(received_on, language);
    let due_on = due_on.map(|due_on| words::date(due_on, language));
    let (subject, mut body) = match language {
        Language::English => (
            format!("Your request {receipt}"),
            format!(
                "We have your request. It counts as received on {received_on}. {}\n\n\
                 Your receipt number is {receipt}. Keep it: with it you can see how far we are.",
                due_on.map_or_else(
                    || "We pass it on to the person who answers it.".to_owned(),
                    |due_on| format!("We must answer by {due_on}. Our letter on the page of your request shows how we worked that out."),
                )
            ),
        ),
        Language::Spanish => (
            format!("Su solicitud {receipt}"),
            format!(
                "Recibimos su solicitud. Cuenta como recibida el {received_on}. {}\n\n\
                 Su número de recibo es {receipt}. Guárdelo: con él puede ver cómo avanza su solicitud.",
                due_on.map_or_else(
                    || "La pasamos a la persona que la responde.".to_owned(),
                    |due_on| format!("Debemos responder a más tardar el {due_on}. Nuestra carta en la página de su solicitud muestra cómo lo calculamos."),
                )
            ),
        ),
    };
    let Some(code) = code else {
        return close(practice, language, subject, body);
    };
    let (with, words) = match language {
        Language::English => (
            " and your code",
            format!(
                "\n\nYour code is {code}. Type it on the page where you asked. It works for 10 minutes. It shows us that \
                 this e-mail address is yours. Your request counts with or without it."
            ),
        ),
        Language::Spanish => (
            " y su código",
            format!(
                "\n\nSu código es {code}. Escríbalo en la página donde hizo su solicitud. Sirve por 10 minutos. Nos muestra \
                 que este correo es suyo. Su solicitud cuenta con o sin el código."
            ),
        ),
    };
    body.push_str(&words);
    close(practice, language, format!("{subject}{with}"), body)
}

/// A further code.
pub fn code(practice: &Practice, language: Language, code: &str) -> Email {
    let (subject, body) = match language {
        Language::English => (
            "Your code".to_owned(),
            format!(
                "Your code is {code}. It works for 10 minutes.\n\nIf you did not ask for a code, you need not do anything."
            ),
        ),
        Language::Spanish => (
            "Su código".to_owned(),
            format!(
                "Su código es {code}. Sirve por 10 minutos.\n\nSi usted no pidió un código, no tiene que hacer nada."
            ),
        ),
    };
    close(practice, language, subject, body)
}

/// The record lies behind `link` until `expires_on`; the passcode is never in the same message. Where `again`,
/// an earlier link and its passcode no longer work.
pub fn ready(
    practice: &Practice,
    language: Language,
    receipt: &str,
    link: &str,
    expires_on: NaiveDate,
    (told, again): (Told, bool),
) -> Email {
    let expires_on = words::date(expires_on, language);
    let (subject, body) = match (language, again) {
        (Language::English, _) if told == Told::Answer => (
            format!("Our answer is ready ({receipt})"),
            format!(
                "Our answer to your request is ready. Open this page to read it:\n\n{link}\n\nYou need the passcode that we \
                 gave you for it. The page works until {expires_on}. If you don’t have the passcode, call us."
            ),
        ),
        (Language::Spanish, _) if told == Told::Answer => (
            format!("Nuestra respuesta está lista ({receipt})"),
            format!(
                "Nuestra respuesta a su solicitud está lista. Abra esta página para leerla:\n\n{link}\n\nNecesita la clave \
                 que le dimos para ella. La página funciona hasta el {expires_on}. Si no tiene la clave, llámenos."
            ),
        ),
        (Language::English, false) => (
            format!("Your record is ready ({receipt})"),
            format!(
                "Your record is ready. Open this page to get it:\n\n{link}\n\nYou need the passcode that we gave you when we \
                 checked who you are. The page works until {expires_on}. If you don’t have the passcode, call us."
            ),
        ),
        (Language::English, true) => (
            format!("A new link to your record ({receipt})"),
            format!(
                "Here is a new link to your record:\n\n{link}\n\nIt has a new passcode, which we give you ourselves. The old \
                 link and the old passcode no longer work. The page works until {expires_on}. If you don’t have the new \
                 passcode, call us."
            ),
        ),
        (Language::Spanish, false) => (
            format!("Su expediente está listo ({receipt})"),
            format!(
                "Su expediente está listo. Abra esta página para obtenerlo:\n\n{link}\n\nNecesita la clave que le dimos cuando \
                 comprobamos quién es usted. La página funciona hasta el {expires_on}. Si no tiene la clave, llámenos."
            ),
        ),
        (Language::Spanish, true) => (
            format!("Un enlace nuevo a su expediente ({receipt})"),
            format!(
                "Este es un enlace nuevo a su expediente:\n\n{link}\n\nTiene una clave nueva, que le damos directamente. El enlace \
                 y la clave anteriores ya no sirven. La página funciona hasta el {expires_on}. Si no tiene la clave nueva, \
                 llámenos."
            ),
        ),
    };
    close(practice, language, subject, body)
}

/// What a message may say lies behind its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Record,
    /// A letter alone: no record goes out.
    Answer,
}

impl Told {
    pub fn of(outcome: Option<Outcome>) -> Self {
        match outcome {
            Some(Outcome::Denied) => Self::Answer,
            _ => Self::Record,
        }
    }
}

/// The record itself goes with it, in `file`, as the requester wanted it. Who should not have got it learns nothing of
/// whom it is about by the message alone.
pub fn record(practice: &Practice, language: Language, receipt: &str, file: &str, told: Told) -> Email {
    let (subject, what) = match (told, language) {
        (Told::Record, Language::English) => (
            format!("Your record ({receipt})"),
            format!(
                "The copy of the record that you asked for is attached to this e-mail, in the file {file}. Our letter lies in \
                 it, too. Save the file and open it, and begin with {START}."
            ),
        ),
        (Told::Record, Language::Spanish) => (
            format!("Su expediente ({receipt})"),
            format!(
                "La copia del expediente que pidió va adjunta a este correo, en el archivo {file}. También contiene nuestra \
                 carta. Guarde el archivo y ábralo, y comience por {START}."
            ),
        ),
        (Told::Answer, Language::English) => (
            format!("Our answer ({receipt})"),
            format!(
                "Our answer to your request is attached to this e-mail, in the file {file}. Save the file and open it, and \
                 begin with {START}."
            ),
        ),
        (Told::Answer, Language::Spanish) => (
            format!("Nuestra respuesta ({receipt})"),
            format!(
                "Nuestra respuesta a su solicitud va adjunta a este correo, en el archivo {file}. Guarde el archivo y ábralo, \
                 y comience por {START}."
            ),
        ),
    };
    let risk = match language {
        Language::English => {
            "You asked us to send it by plain e-mail, although others may be able to read it on its way and in the mailbox. \
             Keep it where only you can open it.\n\nIf you can’t open it, or if you did not ask for it, call us."
        }
        Language::Spanish => {
            "Usted pidió que lo enviáramos por correo electrónico común, aunque otras personas podrían leerlo en el camino y en \
             el buzón. Guárdelo donde solo usted pueda abrirlo.\n\nSi no puede abrirlo, o si usted no lo pidió, llámenos."
        }
    };
    close(practice, language, subject, format!("{what}\n\n{risk}"))
}

/// A letter lies on the status page.
pub fn letter(practice: &Practice, language: Language, receipt: &str, find: &str) -> Email {
    let (subject, body) = match language {
        Language::English => (
            format!("We wrote you a letter ({receipt})"),
            format!(
                "We wrote you a letter about your request. Read it here, with your receipt number {receipt}:\n\n{find}\n\nIf \
                 you can’t open it, call us. We can send it by mail or read it to you."
            ),
        ),
        Language::Spanish => (
            format!("Le escribimos una carta ({receipt})"),
            format!(
                "Le escribimos una carta sobre su solicitud. Léala aquí, con su número de recibo {receipt}:\n\n{find}\n\nSi no \
                 puede abrirla, llámenos. Podemos enviarla por correo o leérsela."
            ),
        ),
    };
    close(practice, language, subject, body)
}

/// The practice wrote; what it wrote lies on the status page.
pub fn message(practice: &Practice, language: Language, receipt: &str, find: &str) -> Email {
    let (subject, body) = match language {
        Language::English => (
            format!("A message about your request ({receipt})"),
            format!(
                "We wrote you a message about your request. Read it and answer here, with your receipt number \
                 {receipt}:\n\n{find}"
            ),
        ),
        Language::Spanish => (
            format!("Un mensaje sobre su solicitud ({receipt})"),
            format!(
                "Le escribimos un mensaje sobre su solicitud. Léalo y responda aquí, con su número de recibo \
                 {receipt}:\n\n{find}"
            ),
        ),
    };
    close(practice, language, subject, body)
}

/// What of a contact was changed, as the e-mail address that was there is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// That address itself, whatever else was changed with it.
    #[default]
    Email,
    Telephone,
    Address,
    TelephoneAndAddress,
}

impl Changed {
    pub fn between(before: &Contact, after: &Contact) -> Option<Self> {
        if before.email != after.email {
            return Some(Self::Email);
        }
        match (before.telephone != after.telephone, before.address != after.address) {
            (true, true) => Some(Self::TelephoneAndAddress),
            (true, false) => Some(Self::Telephone),
            (false, true) => Some(Self::Address),
            (false, false) => None,
        }
    }
}

/// To the address that was there before, which may be the one that is there still.
pub fn contact_changed(practice: &Practice, language: Language, receipt: &str, changed: Changed) -> Email {
    let subject = match language {
        Language::English => format!("The contact of a request was changed ({receipt})"),
        Language::Spanish => format!("Se cambió el contacto de una solicitud ({receipt})"),
    };
    let what = match (changed, language) {
        (Changed::Email, Language::English) => {
            "Someone gave us another way to reach the person who asked. This address gets no more e-mail about it."
        }
        (Changed::Email, Language::Spanish) => {
            "Alguien nos dio otra forma de comunicarnos con la persona que la hizo. Esta dirección no recibirá más correos \
             sobre ella."
        }
        (Changed::Telephone, Language::English) => {
            "The telephone number for your request was changed. E-mail about it still comes to this address."
        }
        (Changed::Telephone, Language::Spanish) => {
            "Se cambió el número de teléfono de su solicitud. Los correos sobre ella siguen llegando a esta dirección."
        }
        (Changed::Address, Language::English) => {
            "The mailing address for your request was changed. E-mail about it still comes to this address."
        }
        (Changed::Address, Language::Spanish) => {
            "Se cambió la dirección postal de su solicitud. Los correos sobre ella siguen llegando a esta dirección."
        }
        (Changed::TelephoneAndAddress, Language::English) => {
            "The telephone number and the mailing address for your request were changed. E-mail about it still comes to this \
             address."
        }
        (Changed::TelephoneAndAddress, Language::Spanish) => {
            "Se cambiaron el número de teléfono y la dirección postal de su solicitud. Los correos sobre ella siguen \
             llegando a esta dirección."
        }
    };
    let call = match language {
        Language::English => "If that was not you, call us now.",
        Language::Spanish => "Si no fue usted, llámenos ahora.",
    };
    close(practice, language, subject, format!("{what} {call}"))
}

/// Two days after it was taken.
pub fn could_open(practice: &Practice, language: Language, receipt: &str, find: &str) -> Email {
    let (subject, body) = match language {
        Language::English => (
            format!("Could you open it? ({receipt})"),
            format!(
                "You took what we sent you. Could you open it? Tell us here, with your receipt number {receipt}:\n\n{find}\n\nIf \
                 not, we will help you."
            ),
        ),
        Language::Spanish => (
            format!("¿Pudo abrirlo? ({receipt})"),
            format!(
                "Usted recibió lo que le enviamos. ¿Pudo abrirlo? Díganos aquí, con su número de recibo \
                 {receipt}:\n\n{find}\n\nSi no, le ayudaremos."
            ),
        ),
    };
    close(practice, language, subject, body)
}

fn close(practice: &Practice, language: Language, subject: String, body: String) -> Email {
    let Practice {
        name,
        contact,
        telephone,
        ..
    } = practice;
    let close = match language {
        Language::English => format!("Questions? Call {contact} at {telephone}."),
        Language::Spanish => format!("¿Preguntas? Llame a {contact} al {telephone}."),
    };
    Email {
        subject: format!("{name}: {subject}"),
        body: format!("{body}\n\n{close}\n\n{name}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PracticeId;
    use crate::person;

    fn practice() -> Practice {
        Practice {
            id: PracticeId::parse("lakeside").unwrap(),
            name: "Lakeside Family Medicine".to_owned(),
            contact: "the privacy officer".to_owned(),
            telephone: "512-555-0140".to_owned(),
            locations: vec![],
            fees: crate::fee::Schedule::default(),
        }
    }

    #[test]
    fn the_acknowledgement_says_when_it_was_received_when_it_is_due_and_whom_to_ring() {
        for language in [Language::English, Language::Spanish] {
            let (received_on, due_on) = ("2026-11-24".parse().unwrap(), "2026-12-24".parse().unwrap());

            let email = acknowledgement(
                &practice(),
                language,
                "7K3M-92QF-4D",
                received_on,
                Some(due_on),
                Some("123456"),
            );

            for element in [
                "7K3M-92QF-4D",
                "123456",
                "the privacy officer",
                "512-555-0140",
                &words::date(received_on, language),
                &words::date(due_on, language),
            ] {
                assert!(email.body.contains(element), "{element}");
            }
            assert!(!email.subject.contains("123456"), "a code shows on a locked screen");

            let late = acknowledgement(&practice(), language, "7K3M-92QF-4D", received_on, None, None);
            assert!(late.body.contains("7K3M-92QF-4D") && !late.body.contains("10 min"));
        }
    }

    #[test]
    fn the_link_and_whom_to_ring_are_in_the_message_that_the_record_is_ready() {
        for language in [Language::English, Language::Spanish] {
            let expires_on = "2026-12-31".parse().unwrap();

            let (link, receipt) = ("https://desk.example/d/x", "7K3M-92QF-4D");
            let [first, second] = [false, true]
                .map(|again| ready(&practice(), language, receipt, link, expires_on, (Told::Record, again)));

            for email in [&first, &second] {
                assert!(email.body.contains("\nhttps://desk.example/d/x\n"));
                assert!(email.body.contains("512-555-0140"));
            }
            assert!(first.body != second.body && first.subject != second.subject);
        }
    }

    #[test]
    fn a_message_with_the_record_says_what_lies_in_it_the_risk_and_whom_to_ring() {
        for (language, risk) in [
            (Language::English, "others may be able to read it"),
            (Language::Spanish, "otras personas podrían leerlo"),
        ] {
            let [record, answer] = [Told::Record, Told::Answer].map(|told| {
                let file = "record-7K3M-92QF-4D.zip";
                super::record(&practice(), language, "7K3M-92QF-4D", file, told)
            });

            for email in [&record, &answer] {
                for element in [
                    "record-7K3M-92QF-4D.zip",
                    START,
                    risk,
                    "the privacy officer",
                    "512-555-0140",
                ] {
                    assert!(email.body.contains(element), "{element}");
                }
            }
            assert!(record.body != answer.body && record.subject != answer.subject);
        }
    }

    #[test]
    fn whoever_has_the_address_of_before_is_told_what_was_changed_and_whom_to_ring() {
        for (language, [telephone, address, no_more]) in [
            (
                Language::English,
                ["telephone number", "mailing address", "gets no more e-mail"],
            ),
            (
                Language::Spanish,
                ["número de teléfono", "dirección postal", "no recibirá más correos"],
            ),
        ] {
            for (changed, says) in [
                (Changed::Email, [false, false, true]),
                (Changed::Telephone, [true, false, false]),
                (Changed::Address, [false, true, false]),
                (Changed::TelephoneAndAddress, [true, true, false]),
            ] {
                let email = contact_changed(&practice(), language, "7K3M-92QF-4D", changed);

                let said = [telephone, address, no_more].map(|words| email.body.contains(words));
                assert_eq!(said, says, "{changed:?} {language:?}");
                assert!(email.body.contains("512-555-0140") && email.subject.contains("7K3M-92QF-4D"));
            }
        }
    }

    #[test]
    fn an_address_that_stays_is_told_of_a_telephone_or_a_place_that_is_another_or_gone() {
        let before = Contact {
            email: Some(person::Email::stored("a@patient.example".to_owned())),
            telephone: Some(person::Telephone::stored("512-555-0177".to_owned())),
            ..Contact::default()
        };
        let place = Some(person::Address::stored("1 Main St".to_owned()));
        let without = Contact {
            telephone: None,
            ..before.clone()
        };
        let mailed = Contact {
            address: place.clone(),
            ..before.clone()
        };
        let both = Contact {
            address: place,
            ..without.clone()
        };
        let moved = Contact {
            email: None,
            ..both.clone()
        };
        let flagged = Contact {
            is_confidential: true,
            ..before.clone()
        };

        let cases = [
            (&without, Some(Changed::Telephone)),
            (&mailed, Some(Changed::Address)),
            (&both, Some(Changed::TelephoneAndAddress)),
            (&moved, Some(Changed::Email)),
            (&flagged, None),
        ];
        for (after, changed) in cases {
            assert_eq!(Changed::between(&before, after), changed);
        }
    }
}
