//! The texts that the page, the letters and the e-mails share, by language.

pub mod evidence;
pub mod fee;
pub mod misdirection;
pub mod papers;
pub mod retention;
pub mod review;

use crate::field::Code;
use crate::wire::{
    Due, ExtensionCard, Figure, Given, NextAction, NotEmailed, Obstacle, Placement, Standing, StateFound, StateNote,
    What,
};
use crate::word::{
    Access, Became, Category, Channel, Concern, Ending, Evidence, Extends, Format, Ground, Handing, Kind, Language,
    Outcome, Outgoing, Rejection, Relation, Role, Sensitivity, TaskKind, Unit, WaitsFor, Way, Work,
};
use chrono::{Datelike, NaiveDate, Weekday};

/// `Tuesday, April 7, 2027`; `martes, 7 de abril de 2027`.
pub fn date(date: NaiveDate, language: Language) -> String {
    let (day, year) = (date.day(), date.year());
    match language {
        Language::English => format!(
            "{}, {} {day}, {year}",
            weekday(date.weekday(), language),
            month(date.month0(), language)
        ),
        Language::Spanish => format!(
            "{}, {day} de {} de {year}",
            weekday(date.weekday(), language),
            month(date.month0(), language)
        ),
    }
}

fn weekday(weekday: Weekday, language: Language) -> &'static str {
    let names = match language {
        Language::English => [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
        Language::Spanish => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    };
    names[weekday.num_days_from_monday() as usize]
}

/// A month by its number from 0.
pub fn month(month0: u32, language: Language) -> &'static str {
    let names = match language {
        Language::English => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Language::Spanish => [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    };
    names[month0 as usize]
}

/// The working of a due date, a line for each figure and for each state that has none: first what counts, then by date.
pub fn working(due: &Due, language: Language) -> Vec<String> {
    let mut figures: Vec<_> = due.working.iter().collect();
    figures.sort_by_key(|figure| (!figure.wins, figure.due_on));
    let figures = figures.into_iter().map(|line| figure(line, language));
    figures
        .chain(due.states.iter().map(|line| state(line, language)))
        .collect()
}

/// The same where an answer is promised for that day, which a limit that the extension does not move may come before.
pub fn working_to(due: &Due, until: NaiveDate, language: Language) -> Vec<String> {
    let mut lines = working(due, language);
    if due.due_on < until {
        lines.push(unmoved(due.due_on, until, language));
    }
    lines
}

fn unmoved(due_on: NaiveDate, until: NaiveDate, language: Language) -> String {
    let [due_on, until] = [due_on, until].map(|on| date(on, language));
    match language {
        Language::English => format!(
            "The extension does not move the limit of the state, {due_on}. An answer after that day is late by the law of the \
             state, even if it comes by {until}."
        ),
        Language::Spanish => format!(
            "La ampliación no mueve el plazo del estado, {due_on}. Una respuesta después de ese día llega tarde según la ley \
             del estado, aunque llegue a más tardar el {until}."
        ),
    }
}

fn figure(figure: &Figure, language: Language) -> String {
    let (from, due_on) = (date(figure.from, language), date(figure.due_on, language));
    let (days, citation) = (days(figure.days, figure.unit, language), &figure.citation);
    let is_extension = figure.standing == Standing::Extension;
    let mut line = match (language, is_extension) {
        (Language::English, false) => format!("Received {from} + {days} = {due_on} ({citation})"),
        (Language::Spanish, false) => format!("Recibida el {from} + {days} = {due_on} ({citation})"),
        (Language::English, true) => format!("Extended to {due_on}, at most {days} after {from} ({citation})"),
        (Language::Spanish, true) => {
            format!("Ampliado hasta el {due_on}, a lo más {days} después del {from} ({citation})")
        }
    };
    for (place, holiday) in figure.holidays.iter().enumerate() {
        line.push_str(match (place, language) {
            (0, Language::English) => ", holidays not counted: ",
            (0, Language::Spanish) => ", sin contar los días feriados: ",
            (_, Language::English | Language::Spanish) => "; ",
        });
        line.push_str(&date(*holiday, language));
    }
    let why = match language {
        Language::English => match figure.standing {
            Standing::Limit | Standing::Extension => "",
            Standing::Moved => ". The extension moved this one",
            Standing::Unverified => ". We have not read this figure in the law itself",
            Standing::EveryWeekday => ". Holidays are counted here, to be safe",
            Standing::OralAsk => ". Counted from the first ask, to be safe; the law counts from the written one",
            Standing::PerhapsMentalHealth => ". This is the limit if the record holds mental-health care",
        },
        Language::Spanish => match figure.standing {
            Standing::Limit | Standing::Extension => "",
            Standing::Moved => ". La ampliación cambió este plazo",
            Standing::Unverified => ". No hemos leído esta cifra en la ley misma",
            Standing::EveryWeekday => ". Aquí se cuentan los días feriados, para estar seguros",
            Standing::OralAsk => {
                ". Contado desde la primera vez que se pidió, para estar seguros; la ley cuenta desde lo escrito"
            }
            Standing::PerhapsMentalHealth => ". Este es el plazo si el expediente contiene atención de salud mental",
        },
    };
    line.push_str(why);
    line.push_str(match (language, figure.wins, figure.standing) {
        (_, false, _) => ".",
        (Language::English, true, Standing::Limit | Standing::Extension) => ". This limit counts: it is the earliest.",
        (Language::Spanish, true, Standing::Limit | Standing::Extension) => ". Este plazo vale: es el más temprano.",
        (Language::English, true, _) => ". So we aim for this day.",
        (Language::Spanish, true, _) => ". Por eso esta es nuestra meta.",
    });
    line
}

fn days(days: u32, unit: Unit, language: Language) -> String {
    match (language, unit) {
        (Language::English, Unit::Calendar) => format!("{days} days"),
        (Language::English, Unit::Working) => format!("{days} working days"),
        (Language::English, Unit::Business) => format!("{days} business days"),
        (Language::Spanish, Unit::Calendar) => format!("{days} días"),
        (Language::Spanish, Unit::Working | Unit::Business) => format!("{days} días hábiles"),
    }
}

fn state(note: &StateNote, language: Language) -> String {
    let words = match (language, note.found) {
        (Language::English, StateFound::ForAnotherAccess) => "its own limit is for another kind of access",
        (Language::English, StateFound::ThirtyDays) => "its own limit is 30 days, too",
        (Language::English, StateFound::NotBinding) => "its own limit is for others",
        (Language::English, StateFound::NoNumber) => "we found no number of days of its own",
        (Language::Spanish, StateFound::ForAnotherAccess) => "su propio plazo es para otra clase de acceso",
        (Language::Spanish, StateFound::ThirtyDays) => "su propio plazo también es de 30 días",
        (Language::Spanish, StateFound::NotBinding) => "su propio plazo es para otros",
        (Language::Spanish, StateFound::NoNumber) => "no encontramos un número de días propio",
    };
    let citation = match note.citation.as_str() {
        "" => String::new(),
        citation => format!(" ({citation})"),
    };
    let doubt = match (language, note.is_verified) {
        (_, true) => "",
        (Language::English, false) => " That is not certain.",
        (Language::Spanish, false) => " Eso no es seguro.",
    };
    format!("{}: {words}{citation}.{doubt}", note.name)
}

/// Where more time stands, for staff.
pub fn extension(extension: &ExtensionCard) -> String {
    let in_words = |on| date(on, Language::English);
    let until = in_words(extension.until);
    let until = match extension.of {
        Extends::Federal => until,
        Extends::State => format!("{until}, of the state\u{2019}s own limit,"),
    };
    match extension.given {
        Given::Counts(on) => format!("More time until {until}. Its letter went on {}.", in_words(on)),
        Given::Waits(by) => format!(
            "More time until {until} was decided. It counts when its letter has gone, by {}. Until then the first limit \
             stands.",
            in_words(by)
        ),
        Given::Void => format!(
            "More time until {until} does not count: its letter did not go within the first limit. That limit stands."
        ),
    }
}

/// Bytes in the unit that a person would say: `900 bytes`, `45 KB`, `1.2 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)];
    for (unit, scale) in UNITS {
        if bytes >= scale {
            let tenths = bytes * 10 / scale;
            return if tenths < 100 && !tenths.is_multiple_of(10) {
                format!("{}.{} {unit}", tenths / 10, tenths % 10)
            } else {
                format!("{} {unit}", tenths / 10)
            };
        }
    }
    format!("{bytes} bytes")
}

/// What to do about one answer of a form.
pub fn error(code: Code, language: Language) -> &'static str {
    match language {
        Language::English => error_in_english(code),
        Language::Spanish => error_in_spanish(code),
    }
}

fn error_in_english(code: Code) -> &'static str {
    match code {
        Code::GivenNameMissing => "Enter a first name",
        Code::FamilyNameMissing => "Enter a last name",
        Code::NameTooLong => "Enter a name of 100 characters or fewer",
        Code::NameHasControlCharacter => "Enter the name without line breaks or tabs",
        Code::BirthDateMissing => "Enter a date of birth",
        Code::BirthDateIncomplete => "Enter the month, the day and the year of your date of birth",
        Code::BirthDateNotReal => "Enter a date of birth that exists, for example 3 1 1948",
        Code::BirthYearShort => "Enter the year with 4 digits, like 1948",
        Code::BirthDateInFuture => "Enter a date of birth in the past",
        Code::BirthDateTooLongAgo => "Enter the year of your birth with four digits, for example 1948",
        Code::EmailMissing => "Enter your e-mail address",
        Code::EmailIncomplete => "Enter an e-mail address like name@example.com",
        Code::EmailTooLong => "Enter an e-mail address of 254 characters or fewer",
        Code::LocationUnknown => "Choose where you were seen, or “I am not sure”",
        Code::ExtentMissing => "Choose your whole record or a part of it",
        Code::FromNotReal => "Enter a first date that exists",
        Code::UntilNotReal => "Enter a last date that exists",
        Code::UntilBeforeFrom => "Enter a last date that is not before the first date",
        Code::CategoryUnknown => "Choose from the kinds of records shown",
        Code::AccessMissing => "Choose a copy, or to look at your record with us",
        Code::LanguageUnknown => "Choose a language for our letters",
        Code::ReceiptMissing => "Enter your receipt number, for example 7K3M-92QF-4D",
        Code::CodeMissing => "Enter the 6-digit code from our e-mail",
        Code::CodeNotSixDigits => "Enter all 6 digits of the code",
        Code::CodeWrong => "That is not the code that we sent. Look at the newest e-mail from us",
        Code::CodeExpired => "That code is older than 10 minutes. Ask for a new one",
        Code::CodeSpent => "That code can’t be used any more. Ask for a new one",
        Code::PasscodeMissing => "Enter the passcode that we gave you",
        Code::PasscodeWrong => "That passcode doesn’t open this page. Check it and try again",
        Code::PasscodeSpent => "There were too many wrong passcodes. Call the practice for a new link",
        Code::EvidenceMissing => "Choose at least one way in which you made sure",
        Code::EvidenceUnknown => "Choose from the ways shown",
        Code::ContactNotOnFile => {
            "The e-mail of this request is not confirmed, or not the one on file for this patient"
        }
        Code::PatientMissing => "Choose the patient whose record this is",
        Code::PatientUnknown => "Choose a patient of this practice",
        Code::FilesMissing => "Choose at least one file",
        Code::FilesTooMany => "Choose 50 files or fewer at a time",
        Code::FileNameMissing => "Give the file a name",
        Code::FileNameTooLong => "Shorten the file’s name to 200 characters or fewer",
        Code::FileEmpty => "This file is empty. Choose another one",
        Code::FileTooLarge => "This file is larger than 5 GB. Split it and upload the parts",
        Code::FileChecksumMissing => "This file could not be read. Choose it again",
        Code::FileDateNotReal => "Enter a date of service that exists",
        Code::JudgementMissing => "Choose what becomes of this file",
        Code::TelephoneMissing => "Enter a telephone number",
        Code::TelephoneIncomplete => "Enter a telephone number like 512-555-0140",
        Code::AddressMissing => "Enter a mailing address",
        Code::AddressTooLong => "Enter an address of 400 characters or fewer",
        Code::ReachMissing => "Choose how we can reach you",
        Code::RequesterMissing => "Choose for whom you ask",
        Code::RelationMissing => "Choose what you are to the patient",
        Code::RecipientMissing => "Enter who should get the record",
        Code::RecipientPlaceMissing => "Enter where we should send it",
        Code::WayMissing => "Choose how you want to get it",
        Code::LineTooLong => "Use 200 characters or fewer",
        Code::WordsMissing => "Write something first",
        Code::WordsTooLong => "Use 4,000 characters or fewer",
        Code::YesOrNoMissing => "Choose yes or no",
        Code::KindMissing => "Choose what is asked",
        Code::ChannelMissing => "Choose how it came",
        Code::SenderMissing => "Enter who sent it",
        Code::ReceivedMissing => "Enter the day on which it was said, or the day on which it came in writing",
        Code::DurationMissing => "Say how long it is kept back: the law of the state asks for that",
        Code::HandedBeforeWritten => "Enter the day of the letter or a later one",
        Code::ReceivedNotReal => "Enter a date that exists",
        Code::ReceivedInFuture => "Enter a day that is not in the future",
        Code::PinMissing => "Enter your PIN",
        Code::PinWrong => "That receipt number and PIN don’t fit together. Check both and try again",
        Code::PinSpent => "There were too many tries. Wait one hour, or call the practice",
        Code::SearchTooShort => "Enter a receipt number, or at least two letters of the last name",
        Code::MemberUnknown => "Choose an active member of this practice",
        Code::RequestsMissing => "Choose 1 to 50 requests",
        Code::DueNotReal => "Enter by when it must be done",
        Code::RiskNotAccepted => "Plain e-mail needs the requester’s yes after you explained that others may read it",
        Code::GroundMissing => "Choose a ground",
        Code::GroundNotOurs => {
            "Only a federal agency can use this ground. Release the record, or choose another ground"
        }
        Code::NoGround => "That is no lawful reason to withhold a record. Release it",
        Code::ConditionOpen => "Answer this. If it is otherwise, the record can’t be withheld on this ground",
        Code::LegalNoteMissing => {
            "Say on what legal reading you approve it: what the law of the state says of such a record"
        }
        Code::WhatMissing => "Say what is withheld, as the letter shall say it",
        Code::ReasonMissing => "Give the reason, as the letter shall say it",
        Code::ReasonTooLong => "Use 600 characters or fewer",
        Code::LicenceMissing => "Your licence is not on file here. Ask the privacy officer to add it first",
        Code::RestMissing => "Choose the file that goes out in its place",
        Code::WithholdExtentMissing => "Choose all of the file or a part of it",
        Code::RationaleMissing => "Write down why",
        Code::EndingMissing => "Choose how the request ends",
        Code::MoreMissing => "Say what is missing and how the requester can bring it",
        Code::UntilMissing => "Enter the day by which you will be done",
        Code::UntilTooLate => "Enter a day after the present due date and at most 60 days after receipt",
        Code::RouteToMissing => "Enter who answers it",
        Code::PointOpen => "Say of each point whether it is there or not",
        Code::PointUnknown => "Choose from the points shown",
        Code::HandingMissing => "Choose how it went",
        Code::HandingNoteMissing => "Write down to whom it went, or who looked at what",
        Code::SensitivityUnknown => "Choose from what is shown",
        Code::AuthorityMissing => "Write down which paper shows that this person may ask",
        Code::PatientOfAge => {
            "This patient is of age, so that a parent can’t ask as a parent. Where another paper lets this person ask, such as \
             one of a guardian, correct who asks and choose that"
        }
        Code::ConsentUnseen => {
            "A record of a drug or alcohol treatment program goes to someone else only with the patient’s written consent. \
             Say that you have seen it"
        }
        Code::ConsentScopeMissing => "Write down what the patient’s written consent covers",
        Code::ConsentTells => {
            "The letter goes to someone else, who may not learn what is withheld, or why. Take that out"
        }
        Code::LinkUnknown => {
            "Enter the receipt number of another request that the same person made about the same patient and that is not \
             linked to this one yet. In both, who asks must be confirmed"
        }
        Code::ScanNotShown => "Choose a PDF, a PNG or a JPEG picture of at most 20 MB",
        Code::ReceivedAfterEntry => "Enter the day on which it first came. That was not after it was entered here",
        Code::WentOnNotReal => "Enter the day on which it went out",
        Code::WentToMissing => "Enter who got it",
        Code::WentWhatMissing => "Write down what it was",
        Code::NothingCorrected => "Change what is wrong. It stands here as it was entered",
        Code::OfficerCorrects => {
            "This makes the request due later, ends its clock, or undoes what was judged of its records. Only the privacy \
             officer can correct that, with a reason"
        }
        Code::AskedOnMissing => "Enter the day on which it was asked",
        Code::AskedBeforeDenial => "Enter a day that is not before the letter that withheld it",
        Code::FindingsIncomplete => "Answer for every file. Load the page again if one is not shown",
        Code::NotHeldTooMany => "Name at most 20 things that you do not have",
        Code::StudyEnded => "Enter a day from today on. When the study has ended, release the record",
        Code::FindingsTooLong => "Your reasons are too long together. Use at most 50,000 characters for all of them",
        Code::DeliveryUnknown => "This link is not one of this request. Load the page again",
        Code::DiscoveredOnNotReal => "Enter the first day on which someone here knew of it, or should have",
        Code::DiscoveredBefore => "Enter a day that is not before the one on which it went out",
        Code::RecallMissing => "Choose what was done, or what the person says",
        Code::NotedOnNotReal => "Enter the day on which it was, today or before",
        Code::ExceptionUnknown => "Choose one of the exceptions shown, or none",
        Code::RiskMissing => "Choose whether the risk is low or high",
        Code::BreachPresumed => {
            "It counts as a breach, unless an exception is named or all four points were judged to be low"
        }
        Code::BreachAddresseeMissing => "Choose to whom the letter goes",
        Code::BreachPartMissing => "Write this part of the letter",
        Code::NotRepresented => "Nobody acts for the patient by this request. Choose someone else",
        Code::NoElectronicNotice => {
            "This can’t go by e-mail: there is no confirmed address of that person, or the record went to that very address"
        }
        Code::WhomMissing => "Choose who was told",
        Code::ToldBeforeLetter => "Enter a day that is not before the letter",
        Code::FeeMethodMissing => "Choose how the fee is worked out",
        Code::FeeMediumMissing => "Choose what the copy is made on",
        Code::FeeNothingCharged => "Enter what the copy takes, or choose “No fee”",
        Code::CountNotRead => "Enter a whole number",
        Code::CountTooLarge => "Enter a smaller number. Check it again",
        Code::AmountNotRead => "Enter an amount in dollars, like 1.45",
        Code::AmountTooLarge => "Enter a smaller amount. Check it again",
        Code::FlatNotHere => "A flat fee is only for an electronic copy, at a practice that has one",
        Code::FlatTooHigh => "A flat fee is at most $6.50, all in",
        Code::PostageNotAsked => "Postage is only for a copy that the requester asked us to mail",
        Code::MediumNotAgreed => {
            "The copy does not go out in this form. Note first, under “Who asks”, what the requester agreed to"
        }
        Code::FeePartNotHere => "Leave this empty: the copy is not made on it",
        Code::SummaryNotAgreed => "A summary needs the requester’s yes to it and to its price first",
        Code::PriceAboveState => "The law of your state allows less than that",
        Code::FeeChoiceMissing => "Choose one of the answers shown",
        Code::PaperSubjectMissing => "Choose what it is about",
        Code::PaperTitleMissing => "Enter a title",
        Code::PaperTextMissing => "Write down the text",
        Code::PaperTextTooLong => "Use 20,000 characters or fewer. Split it into two policies",
        Code::PaperFromNotReal => "Enter the first day of its effect",
        Code::PaperFromTooLate => "Enter a first day within the next year",
        Code::PaperFromTaken => {
            "A version that was entered here was in effect then, and what was so can’t be changed. Enter today or a later day"
        }
        Code::PaperPlaceMissing => "Say where it was in writing until now, since its first day has passed",
        Code::PaperReplaced => "This version is no longer in effect. Load the page again and read the new one",
        Code::TrainingDayNotReal => "Enter the day of the training. It can’t be a day to come",
        Code::NotForLetters => {
            "A letter can’t speak of an unpaid bill, a lawsuit, why they ask or a vendor’s rules, or promise a review that \
             the law does not give. Take that out"
        }
    }
}

fn error_in_spanish(code: Code) -> &'static str {
    match code {
        Code::GivenNameMissing => "Escriba un nombre",
        Code::FamilyNameMissing => "Escriba un apellido",
        Code::NameTooLong => "Escriba un nombre de 100 caracteres o menos",
        Code::NameHasControlCharacter => "Escriba el nombre en una sola línea",
        Code::BirthDateMissing => "Escriba una fecha de nacimiento",
        Code::BirthDateIncomplete => "Escriba el mes, el día y el año de su nacimiento",
        Code::BirthDateNotReal => "Escriba una fecha de nacimiento que exista, por ejemplo 3 1 1948",
        Code::BirthYearShort => "Escriba el año con 4 dígitos, como 1948",
        Code::BirthDateInFuture => "Escriba una fecha de nacimiento en el pasado",
        Code::BirthDateTooLongAgo => "Escriba el año de su nacimiento con cuatro cifras, por ejemplo 1948",
        Code::EmailMissing => "Escriba su correo electrónico",
        Code::EmailIncomplete => "Escriba un correo electrónico como nombre@ejemplo.com",
        Code::EmailTooLong => "Escriba un correo electrónico de 254 caracteres o menos",
        Code::LocationUnknown => "Elija dónde recibió atención, o «No lo sé con certeza»",
        Code::ExtentMissing => "Elija su expediente completo o una parte",
        Code::FromNotReal => "Escriba una primera fecha que exista",
        Code::UntilNotReal => "Escriba una última fecha que exista",
        Code::UntilBeforeFrom => "Escriba una última fecha que no sea anterior a la primera",
        Code::CategoryUnknown => "Elija entre los tipos de documentos que se muestran",
        Code::AccessMissing => "Elija una copia, o ver su expediente con nosotros",
        Code::LanguageUnknown => "Elija un idioma para nuestras cartas",
        Code::ReceiptMissing => "Escriba su número de recibo, por ejemplo 7K3M-92QF-4D",
        Code::CodeMissing => "Escriba el código de 6 cifras de nuestro correo",
        Code::CodeNotSixDigits => "Escriba las 6 cifras del código",
        Code::CodeWrong => "Ese no es el código que enviamos. Mire nuestro correo más reciente",
        Code::CodeExpired => "Ese código tiene más de 10 minutos. Pida uno nuevo",
        Code::CodeSpent => "Ese código ya no se puede usar. Pida uno nuevo",
        Code::PasscodeMissing => "Escriba la clave que le dimos",
        Code::PasscodeWrong => "Esa clave no abre esta página. Revísela e intente otra vez",
        Code::PasscodeSpent => "Hubo demasiadas claves equivocadas. Llame al consultorio para pedir un enlace nuevo",
        Code::EvidenceMissing => "Elija al menos una forma de comprobación",
        Code::EvidenceUnknown => "Elija entre las formas que se muestran",
        Code::ContactNotOnFile => {
            "El correo de esta solicitud no está confirmado o no es el que consta para este paciente"
        }
        Code::PatientMissing => "Elija a quién pertenece el expediente",
        Code::PatientUnknown => "Elija a un paciente de este consultorio",
        Code::FilesMissing => "Elija al menos un archivo",
        Code::FilesTooMany => "Elija 50 archivos o menos a la vez",
        Code::FileNameMissing => "Dé un nombre al archivo",
        Code::FileNameTooLong => "Acorte el nombre del archivo a 200 caracteres o menos",
        Code::FileEmpty => "Este archivo está vacío. Elija otro",
        Code::FileTooLarge => "Este archivo pasa de 5 GB. Divídalo y suba las partes",
        Code::FileChecksumMissing => "No se pudo leer este archivo. Elíjalo otra vez",
        Code::FileDateNotReal => "Escriba una fecha de servicio que exista",
        Code::JudgementMissing => "Elija qué se hace con este archivo",
        Code::TelephoneMissing => "Escriba un número de teléfono",
        Code::TelephoneIncomplete => "Escriba un número de teléfono como 512-555-0140",
        Code::AddressMissing => "Escriba una dirección postal",
        Code::AddressTooLong => "Escriba una dirección de 400 caracteres o menos",
        Code::ReachMissing => "Elija cómo podemos comunicarnos con usted",
        Code::RequesterMissing => "Elija para quién lo pide",
        Code::RelationMissing => "Elija qué es usted del paciente",
        Code::RecipientMissing => "Escriba quién debe recibir el expediente",
        Code::RecipientPlaceMissing => "Escriba adónde debemos enviarlo",
        Code::WayMissing => "Elija cómo quiere recibirlo",
        Code::LineTooLong => "Use 200 caracteres o menos",
        Code::WordsMissing => "Escriba algo primero",
        Code::WordsTooLong => "Use 4,000 caracteres o menos",
        Code::YesOrNoMissing => "Elija sí o no",
        Code::AmountNotRead => "Escriba una cantidad en dólares, como 1.45",
        Code::AmountTooLarge => "Escriba una cantidad más pequeña. Revísela otra vez",
        Code::PinMissing => "Escriba su PIN",
        Code::PinWrong => "Ese número de recibo y ese PIN no corresponden. Revise los dos e intente otra vez",
        Code::PinSpent => "Hubo demasiados intentos. Espere una hora o llame al consultorio",
        // The page of staff is in English.
        Code::KindMissing
        | Code::ChannelMissing
        | Code::SenderMissing
        | Code::ReceivedMissing
        | Code::ReceivedNotReal
        | Code::HandedBeforeWritten
        | Code::DurationMissing
        | Code::ReceivedInFuture
        | Code::SearchTooShort
        | Code::MemberUnknown
        | Code::RequestsMissing
        | Code::DueNotReal
        | Code::RiskNotAccepted
        | Code::GroundMissing
        | Code::GroundNotOurs
        | Code::NoGround
        | Code::ConditionOpen
        | Code::LegalNoteMissing
        | Code::WhatMissing
        | Code::ReasonMissing
        | Code::ReasonTooLong
        | Code::LicenceMissing
        | Code::RestMissing
        | Code::WithholdExtentMissing
        | Code::RationaleMissing
        | Code::EndingMissing
        | Code::MoreMissing
        | Code::UntilMissing
        | Code::UntilTooLate
        | Code::RouteToMissing
        | Code::PointUnknown
        | Code::PointOpen
        | Code::HandingMissing
        | Code::HandingNoteMissing
        | Code::SensitivityUnknown
        | Code::AuthorityMissing
        | Code::PatientOfAge
        | Code::ConsentUnseen
        | Code::ConsentScopeMissing
        | Code::ConsentTells
        | Code::LinkUnknown
        | Code::ScanNotShown
        | Code::ReceivedAfterEntry
        | Code::WentOnNotReal
        | Code::WentToMissing
        | Code::WentWhatMissing
        | Code::NothingCorrected
        | Code::OfficerCorrects
        | Code::AskedOnMissing
        | Code::AskedBeforeDenial
        | Code::FindingsIncomplete
        | Code::FindingsTooLong
        | Code::StudyEnded
        | Code::DeliveryUnknown
        | Code::DiscoveredOnNotReal
        | Code::DiscoveredBefore
        | Code::RecallMissing
        | Code::NotedOnNotReal
        | Code::ExceptionUnknown
        | Code::RiskMissing
        | Code::BreachPresumed
        | Code::BreachAddresseeMissing
        | Code::BreachPartMissing
        | Code::NotRepresented
        | Code::NoElectronicNotice
        | Code::WhomMissing
        | Code::ToldBeforeLetter
        | Code::NotHeldTooMany => error_in_english(code),
        Code::FeeMethodMissing
        | Code::FeeMediumMissing
        | Code::FeeNothingCharged
        | Code::CountNotRead
        | Code::CountTooLarge
        | Code::FlatNotHere
        | Code::FlatTooHigh
        | Code::PostageNotAsked
        | Code::FeePartNotHere
        | Code::MediumNotAgreed
        | Code::SummaryNotAgreed
        | Code::PriceAboveState
        | Code::FeeChoiceMissing
        | Code::NotForLetters => error_in_english(code),
        Code::PaperSubjectMissing
        | Code::PaperTitleMissing
        | Code::PaperTextMissing
        | Code::PaperTextTooLong
        | Code::PaperFromNotReal
        | Code::PaperFromTooLate
        | Code::PaperFromTaken
        | Code::PaperPlaceMissing
        | Code::PaperReplaced
        | Code::TrainingDayNotReal => error_in_english(code),
    }
}

/// Why something is withheld on a ground, as a letter says it first.
pub fn ground(ground: Ground, language: Language) -> &'static str {
    match language {
        Language::English => match ground {
            Ground::U1 => "These are a therapist’s own notes on counseling, kept apart from the record.",
            Ground::U2 => "This was put together for a legal case.",
            Ground::U3 => "A copy could put someone’s safety at risk in a place of custody. You can ask to look at it.",
            Ground::U4 => "You agreed to wait while a study goes on. You can see it again when the study ends.",
            Ground::U5 => "A federal privacy law keeps this back.",
            Ground::U6 => "Someone told us this in confidence, and it would show who that was.",
            Ground::R1 => "A licensed professional found that it is likely to put someone’s life or body in danger.",
            Ground::R2 => "A licensed professional found that it is likely to do great harm to a person it names.",
            Ground::R3 => "A licensed professional found that it is likely to do great harm if we give it to you.",
            Ground::N3 => "This is not yours to see.",
        },
        Language::Spanish => match ground {
            Ground::U1 => "Son las notas propias de un terapeuta, que se guardan aparte del expediente.",
            Ground::U2 => "Se reunió para un caso legal.",
            Ground::U3 => {
                "Una copia podría poner en riesgo la seguridad de alguien en un lugar de custodia. Puede pedir verlo."
            }
            Ground::U4 => {
                "Usted aceptó esperar mientras dura un estudio. Podrá verlo otra vez cuando el estudio termine."
            }
            Ground::U5 => "Una ley federal de privacidad lo reserva.",
            Ground::U6 => "Alguien nos lo dijo en confianza, y se sabría quién fue.",
            Ground::R1 => {
                "Un profesional con licencia determinó que es probable que ponga en peligro la vida o la integridad física de alguien."
            }
            Ground::R2 => {
                "Un profesional con licencia determinó que es probable que cause un gran daño a una persona que se nombra."
            }
            Ground::R3 => {
                "Un profesional con licencia determinó que es probable que cause un gran daño si se lo damos a usted."
            }
            Ground::N3 => "Esto no le corresponde verlo.",
        },
    }
}

/// A ground, to staff, with its conditions.
pub fn ground_for_staff(ground: Ground) -> &'static str {
    match ground {
        Ground::U1 => "Psychotherapy notes that are kept apart from the rest of the record",
        Ground::U2 => "Put together for a legal case or in sound expectation of one; the ordinary chart is not",
        Ground::U3 => "An inmate’s copy would endanger someone; looking at it can’t be refused on this ground",
        Ground::U4 => "Treatment in a study that still runs, and the patient agreed to wait when she joined",
        Ground::U5 => "The federal Privacy Act: federal agencies alone",
        Ground::U6 => "Told in confidence by someone who is not a provider, and it would show who",
        Ground::R1 => "Likely to endanger someone’s life or physical safety; being upset is not that",
        Ground::R2 => "Names another person, not a provider, and is likely to do that person substantial harm",
        Ground::R3 => "Likely to do substantial harm if this representative gets it",
        Ground::N3 => {
            "Care for which this person does not act for the patient, or anything where this person may be abusing the patient; nothing will show that it exists"
        }
    }
}

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Access => "The patient’s own record",
        Kind::Directive => "The patient’s record, to someone the patient names",
        Kind::Authorization => "A letter with an authorization, from an attorney or insurer",
        Kind::Subpoena => "A subpoena or court order",
        Kind::Treatment => "Another provider, for treatment",
        Kind::Amendment => "A request to correct the record",
        Kind::Complaint => "A complaint",
    }
}

pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Web => "On the page",
        Channel::Telephone => "By telephone",
        Channel::Fax => "By fax",
        Channel::Mail => "By mail",
        Channel::WalkIn => "In person",
    }
}

pub fn relation(relation: Relation, language: Language) -> &'static str {
    match (relation, language) {
        (Relation::Parent, Language::English) => "Parent of a minor",
        (Relation::Parent, Language::Spanish) => "Madre o padre de un menor",
        (Relation::Guardian, Language::English) => "Guardian",
        (Relation::Guardian, Language::Spanish) => "Tutora o tutor legal",
        (Relation::Executor, Language::English) => "Executor for a person who has died",
        (Relation::Executor, Language::Spanish) => "Albacea de una persona que murió",
        (Relation::PowerOfAttorney, Language::English) => "Power of attorney for health care",
        (Relation::PowerOfAttorney, Language::Spanish) => "Poder notarial para decisiones de salud",
    }
}

pub fn way(way: Way, language: Language) -> &'static str {
    match (way, language) {
        (Way::Download, Language::English) => "A link to download it",
        (Way::Download, Language::Spanish) => "Un enlace para descargarlo",
        (Way::Paper, Language::English) => "On paper, by mail",
        (Way::Paper, Language::Spanish) => "En papel, por correo",
        (Way::InPerson, Language::English) => "Pick it up at the practice",
        (Way::InPerson, Language::Spanish) => "Recogerlo en el consultorio",
        (Way::Email, Language::English) => "By plain e-mail, which others may be able to read",
        (Way::Email, Language::Spanish) => "Por correo electrónico común, que otros podrían leer",
    }
}

pub fn sensitivity(sensitivity: Sensitivity) -> &'static str {
    match sensitivity {
        Sensitivity::Ordinary => "Nothing special",
        Sensitivity::ProtectedCare => "Care that a minor may agree to alone",
        Sensitivity::PsychotherapyNotes => "Psychotherapy notes, kept apart",
        Sensitivity::SubstanceUse => "Of a drug or alcohol treatment program (42 CFR part 2)",
    }
}

pub fn task(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Own => "To do",
        TaskKind::ReachRequester => "An e-mail could not be delivered: call, or print the letter and post it",
        TaskKind::PostLetter => "Print the letter and post it, or hand it over",
        TaskKind::HandOverRecord => "Post the record, or hand it over",
        TaskKind::RepackRecord => "The package could not be made: look at the files and release again",
        TaskKind::DecideProtected => {
            "Protected care or a source in confidence: the officer decides today what this requester may have"
        }
        TaskKind::AnswerMessage => "The requester wrote: answer",
        TaskKind::HelpOpen => "The requester can’t open the record: call",
        TaskKind::AssignAgain => "Whose this was works here no more: assign it again",
        TaskKind::FileDenial => "File a copy of the denial in the chart: the law of the state asks for that",
        TaskKind::NoteDenial => "Note the denial in the chart: the law of the state asks for that",
        TaskKind::ArrangeFree => "The requester wants it without a fee: arrange that",
        TaskKind::PrintFailed => {
            "The PDF of a letter could not be made, and its message went without: print the letter from this page for \
             whoever needs it on paper"
        }
        TaskKind::TellFormer => "The contact was changed: call or write to the old one, and say so",
        TaskKind::AnswerLate => "The limit has passed: answer now, since a late answer still goes out",
        TaskKind::DesignateReviewer => {
            "A review was asked for, and nobody here may do it: designate a licensed professional who took no part"
        }
        TaskKind::ReviewLate => "The review has taken longer than 30 days: decide it now",
        TaskKind::PostReview => "Print the letter with the outcome of the review and post it, or hand it over",
        TaskKind::OpenSuspended => {
            "The study should have ended by now: reopen the request and release what was suspended, or ask when it ends"
        }
        TaskKind::ReleaseReviewed => "The review gave what was withheld: release the record again",
        TaskKind::WrongRelease => {
            "A record went to someone wrong: the officer gets it back, decides whether it is a breach, and tells who must know"
        }
        TaskKind::PostBreach => "Print the letter about the breach and post it to the person",
        TaskKind::AskArrival => "Nobody told us whether our last e-mail arrived: ask the requester",
    }
}

pub fn waits_for(waits_for: WaitsFor) -> &'static str {
    match waits_for {
        WaitsFor::Desk => "Us",
        WaitsFor::Clinician => "A licensed professional",
        WaitsFor::Officer => "The officer",
        WaitsFor::Requester => "The requester",
        WaitsFor::Package => "Packing",
        WaitsFor::Nobody => "Nobody",
        WaitsFor::Review => "A reviewer",
    }
}

pub fn ending(ending: Ending) -> &'static str {
    match ending {
        Ending::NotHeld => "We do not hold it",
        Ending::NoAuthority => "This person may not act for the patient",
        Ending::Unverified => "We can’t tell who asks",
        Ending::Withdrawn => "The requester took the request back",
    }
}

pub fn handing(handing: Handing) -> &'static str {
    match handing {
        Handing::Posted => "Posted",
        Handing::InPerson => "Handed over",
        Handing::Inspected => "Looked at here",
        Handing::Emailed => "Sent by plain e-mail",
    }
}

pub fn outgoing(how: Outgoing) -> &'static str {
    match how {
        Outgoing::LinkSent => "Link sent",
        Outgoing::Downloaded => "Downloaded",
        Outgoing::DownloadedAgain => "Downloaded again",
        Outgoing::Viewed => "Looked at online",
        Outgoing::Emailed => "Sent by plain e-mail",
        Outgoing::Posted => "Posted",
        Outgoing::InPerson => "Handed over",
        Outgoing::Inspected => "Looked at in the practice",
        Outgoing::Misdirected => "Went to someone wrong",
    }
}

/// What became of a denial.
pub fn became(became: Became) -> &'static str {
    match became {
        Became::Stands => "It stands",
        Became::InReview => "A review is open",
        Became::Upheld => "A review upheld it",
        Became::Overturned => "A review overturned it",
        Became::Reopened => "The request was reopened",
        Became::GivenLater => "A later answer gave it",
    }
}

pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Released => "Released",
        Outcome::ReleasedInPart => "Released in part",
        Outcome::Denied => "Denied",
        Outcome::NotHeld => "Not held",
        Outcome::NoAuthority => "No authority",
        Outcome::Unverified => "Unverified",
        Outcome::Inspected => "Inspected",
        Outcome::Withdrawn => "Withdrawn",
        Outcome::RoutedElsewhere => "Routed elsewhere",
    }
}

pub fn role(role: Role) -> &'static str {
    match role {
        Role::Clerk => "Clerk",
        Role::Clinician => "Licensed professional",
        Role::Reviewer => "Reviewer",
        Role::Officer => "Privacy officer",
    }
}

pub fn category(category: Category, language: Language) -> &'static str {
    match (category, language) {
        (Category::VisitNotes, Language::English) => "Visit notes",
        (Category::VisitNotes, Language::Spanish) => "Notas de consulta",
        (Category::TestResults, Language::English) => "Test results",
        (Category::TestResults, Language::Spanish) => "Resultados de análisis",
        (Category::Imaging, Language::English) => "X-rays and other images",
        (Category::Imaging, Language::Spanish) => "Radiografías y otras imágenes",
        (Category::Photographs, Language::English) => "Photographs",
        (Category::Photographs, Language::Spanish) => "Fotografías",
        (Category::Medications, Language::English) => "Medicines",
        (Category::Medications, Language::Spanish) => "Medicamentos",
        (Category::Billing, Language::English) => "Bills and payments",
        (Category::Billing, Language::Spanish) => "Cuentas y pagos",
        (Category::Other, Language::English) => "Other records",
        (Category::Other, Language::Spanish) => "Otros documentos",
    }
}

pub fn access(access: Access, language: Language) -> &'static str {
    match (access, language) {
        (Access::Copy, Language::English) => "A copy to download",
        (Access::Copy, Language::Spanish) => "Una copia para descargar",
        (Access::Inspection, Language::English) => "To look at it at the practice",
        (Access::Inspection, Language::Spanish) => "Verlo en el consultorio",
    }
}

pub fn language(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Spanish => "Español",
    }
}

/// Where a request stands, to the person who asked.
pub fn stage(work: Work, language: Language) -> &'static str {
    match (work, language) {
        (Work::Received, Language::English) => "We have your request",
        (Work::Received, Language::Spanish) => "Recibimos su solicitud",
        (Work::Gathering, Language::English) => "We are gathering your record",
        (Work::Gathering, Language::Spanish) => "Estamos reuniendo su expediente",
        (Work::Assembling, Language::English) => "We are packing your record",
        (Work::Assembling, Language::Spanish) => "Estamos preparando su expediente",
        (Work::Ready, Language::English) => "Your record is ready",
        (Work::Ready, Language::Spanish) => "Su expediente está listo",
        (Work::Delivered, Language::English) => "You have your record",
        (Work::Delivered, Language::Spanish) => "Usted ya tiene su expediente",
        (Work::Answered, Language::English) => "We have answered your request",
        (Work::Answered, Language::Spanish) => "Respondimos a su solicitud",
        (Work::Closed, Language::English) => "This request is closed",
        (Work::Closed, Language::Spanish) => "Esta solicitud está cerrada",
    }
}

/// Where a request stands, to staff.
pub fn work(work: Work) -> &'static str {
    match work {
        Work::Received => "Check who asks",
        Work::Gathering => "Gather the record",
        Work::Assembling => "Packing",
        Work::Ready => "Waiting to be collected",
        Work::Delivered => "Collected",
        Work::Answered => "Letter on its way",
        Work::Closed => "Closed",
    }
}

pub fn next(next: NextAction) -> &'static str {
    match next {
        NextAction::Verify => "Check who asks",
        NextAction::AddRecords => "Add records and release",
        NextAction::WaitForPackage => "Packing the record",
        NextAction::WaitForCollection => "Waiting for the patient to collect it",
        NextAction::Close => "Close the request",
        NextAction::Nothing => "Nothing more to do",
        NextAction::Determine => "Waiting for a licensed professional",
        NextAction::Approve => "Waiting for the officer",
        NextAction::HandOver => "Post it or hand it over",
        NextAction::Route => "Go through the checklist and route it",
        NextAction::WaitForLetter => "The letter is on its way",
        NextAction::WaitForEmail => "The record is on its way by plain e-mail",
    }
}

/// Why staff send what the desk would send by itself.
pub fn not_emailed(why: NotEmailed) -> &'static str {
    match why {
        NotEmailed::RiskNotAccepted => {
            "It was asked for by plain e-mail, but nobody has noted that this requester accepts the risk, for this address"
        }
        NotEmailed::NotConfirmed => {
            "The e-mail address is not confirmed, so that the desk does not send the record there"
        }
        NotEmailed::TooLarge => "The record is too large for an e-mail",
    }
}

pub fn what(what: What, language: Language) -> &'static str {
    match (what, language) {
        (What::Submitted, Language::English) => "Request received",
        (What::Submitted, Language::Spanish) => "Solicitud recibida",
        (What::ContactProven, Language::English) => "E-mail address confirmed",
        (What::ContactProven, Language::Spanish) => "Correo electrónico confirmado",
        (What::Verified, Language::English) => "Identity checked",
        (What::Verified, Language::Spanish) => "Identidad comprobada",
        (What::UploadsGranted, Language::English) => "Upload begun",
        (What::UploadsGranted, Language::Spanish) => "Carga iniciada",
        (What::RecordKept, Language::English) => "A file was looked at and goes out",
        (What::RecordKept, Language::Spanish) => "Se revisó un archivo y se incluye",
        (What::RecordSetAside, Language::English) => "A file was set aside: not this patient’s",
        (What::RecordSetAside, Language::Spanish) => "Se apartó un archivo que no es de esta persona",
        (What::RecordDuplicate, _) => "A file was left out: it goes out in another file",
        (What::RecordOutside, _) => "A file was left out: not part of the record set",
        (What::RecordDiscarded, Language::English) => "A file that could not be taken was removed",
        (What::RecordDiscarded, Language::Spanish) => "Se quitó un archivo que no se pudo recibir",
        (What::Released, Language::English) => "Decided what goes out",
        (What::Released, Language::Spanish) => "Se decidió lo que se entrega",
        (What::PackageReady, Language::English) => "Ready",
        (What::PackageReady, Language::Spanish) => "Listo",
        (What::AssemblyFailed, Language::English) => "The record could not be packed, and is prepared again",
        (What::AssemblyFailed, Language::Spanish) => "No se pudo preparar el expediente; lo preparamos de nuevo",
        (What::MailFailed, Language::English) => "An e-mail could not be delivered: call the requester",
        (What::MailFailed, Language::Spanish) => "No se pudo entregar un correo electrónico",
        (What::DeliveryReissued, Language::English) => "New link made",
        (What::DeliveryReissued, Language::Spanish) => "Enlace nuevo",
        (What::DeliveryRevoked, Language::English) => "Link switched off",
        (What::DeliveryRevoked, Language::Spanish) => "Enlace desactivado",
        (What::Collected, Language::English) => "Record downloaded",
        (What::Collected, Language::Spanish) => "Expediente descargado",
        (What::Closed, Language::English) => "Request closed",
        (What::Closed, Language::Spanish) => "Solicitud cerrada",
        (What::Entered, Language::English) => "Request received and entered",
        (What::Entered, Language::Spanish) => "Solicitud recibida y anotada",
        (What::Extended, Language::English) => "We need more time",
        (What::Extended, Language::Spanish) => "Necesitamos más tiempo",
        (What::Answered, Language::English) => "Answered with a letter",
        (What::Answered, Language::Spanish) => "Respondida con una carta",
        (What::Routed, Language::English) => "Passed on to who answers it",
        (What::Routed, Language::Spanish) => "Se envió a quien debe responderla",
        (What::MessageSent, Language::English) => "Message from the practice",
        (What::MessageSent, Language::Spanish) => "Mensaje del consultorio",
        (What::MessageReceived, Language::English) => "Message from the requester",
        (What::MessageReceived, Language::Spanish) => "Mensaje de usted",
        (What::ContactChanged, Language::English) => "Contact changed",
        (What::ContactChanged, Language::Spanish) => "Contacto cambiado",
        (What::Arranged, Language::English) => "Agreed how you get it",
        (What::Arranged, Language::Spanish) => "Acordamos cómo lo recibe",
        (What::ArrangedAnew, Language::English) => "Agreed on another way to get it. The fee of before does not count",
        (What::ArrangedAnew, Language::Spanish) => "Acordamos otra forma de recibirlo. El costo de antes ya no vale",
        (What::Posted, Language::English) => "Posted",
        (What::Posted, Language::Spanish) => "Enviado por correo",
        (What::HandedOver, Language::English) => "Handed over",
        (What::HandedOver, Language::Spanish) => "Entregado en persona",
        (What::Inspected, Language::English) => "Looked at in the practice",
        (What::Inspected, Language::Spanish) => "Visto en el consultorio",
        (What::Emailed, Language::English) => "Sent by plain e-mail",
        (What::Emailed, Language::Spanish) => "Enviado por correo electrónico común",
        (What::Reopened, Language::English) => "Taken up again",
        (What::Reopened, Language::Spanish) => "Abierta de nuevo",
        (What::Undone, Language::English) => "Taken back before it went out",
        (What::Undone, Language::Spanish) => "Retirado antes de enviarse",
        (What::ExtensionUndone, Language::English) => "More time taken back before the letter went out",
        (What::ExtensionUndone, Language::Spanish) => "La prórroga se retiró antes de enviarse la carta",
        (What::FeeQuoted, Language::English) => "Told what the copy costs",
        (What::FeeQuoted, Language::Spanish) => "Se informó lo que cuesta la copia",
        (What::FeeNone, Language::English) => "The copy is free",
        (What::FeeNone, Language::Spanish) => "La copia es gratis",
        (What::FeeAgreed, Language::English) => "Yes to the fee",
        (What::FeeAgreed, Language::Spanish) => "Sí al costo",
        (What::FeeFreeCopy, Language::English) => "No fee: the electronic copy instead",
        (What::FeeFreeCopy, Language::Spanish) => "Sin costo: la copia electrónica en su lugar",
        (What::FeeLook, Language::English) => "No fee: to look at the record instead",
        (What::FeeLook, Language::Spanish) => "Sin costo: ver el expediente en su lugar",
        (What::FeeWaived, Language::English) => "No fee any more: the practice waives it",
        (What::FeeWaived, Language::Spanish) => "Ya no hay costo: el consultorio lo perdona",
        (What::FeePaid, Language::English) => "Fee paid",
        (What::FeePaid, Language::Spanish) => "Costo pagado",
        (What::Opened, Language::English) => "The record can be opened",
        (What::Opened, Language::Spanish) => "El expediente se puede abrir",
        (What::NotOpened, Language::English) => "The record can’t be opened",
        (What::NotOpened, Language::Spanish) => "El expediente no se puede abrir",
        // The page of staff is in English, and these are for staff alone.
        (What::Withheld, _) => "Withholding proposed",
        (What::Determined, _) => "Licensed professional: the ground stands",
        (What::DeterminedOut, _) => "Licensed professional: it goes out",
        (What::Approved, _) => "Withholding approved",
        (What::ApprovalRefused, _) => "Withholding not approved: it goes out",
        (What::Assigned, _) => "Assigned",
        (What::Unassigned, _) => "Assigned to nobody",
        (What::NoteWritten, _) => "Note",
        (What::TaskAdded, _) => "Task",
        (What::TaskDone, _) => "Task done",
        (What::PinGiven, _) => "PIN told again",
        (What::ScanAttached, _) => "Scan attached",
        (What::Linked, _) => "Linked to another request",
        (What::PackageTaken, _) => "Package taken to hand it over",
        (What::MailBounced, _) => "An e-mail came back",
        (What::MailArrived, _) => "E-mail delivered",
        (What::PrintFailed, _) => "The PDF of a letter could not be made",
        (What::ExtensionGiven, _) => "The letter about more time has gone",
        (What::MailUnreported, _) => "It is not known whether an e-mail arrived",
        (What::DueSoon, _) => "An answer is due soon",
        (What::DueToday, _) => "An answer is due today",
        (What::Overdue, _) => "The limit has passed without an answer",
        (What::DelayExplained, _) => "Why it does not go out yet",
        (What::Misdirected, _) => "A record went to someone wrong",
        (What::Unlinked, _) => "Not linked to the other request any more",
        (What::ReviewAsked, Language::English) => "A second look was asked for",
        (What::ReviewAsked, Language::Spanish) => "Se pidió mirarlo otra vez",
        (What::ReviewDecided, Language::English) => "The second look was decided",
        (What::ReviewDecided, Language::Spanish) => "Se decidió después de mirarlo otra vez",
        (What::ReviewTold, Language::English) => "The letter about the second look was handed over",
        (What::ReviewTold, Language::Spanish) => "Se entregó la carta sobre la segunda revisión",
        (What::ReviewAssigned, _) => "Review assigned",
        (What::ReviewUnassigned, _) => "The reviewer works here no more: the review is nobody’s",
        (What::ReviewDueSoon, _) => "The review is due soon",
        (What::ReviewDueToday, _) => "The review is due today",
        (What::ReviewOverdue, _) => "The review is late",
        (What::WrongReleaseAccounted, _) => "It is known who got the record that went wrong",
        (What::WrongReleaseRecalled, _) => "Getting the record back",
        (What::WrongReleaseAssessed, _) => "The wrong release was assessed",
        (What::NoBreachFound, _) => "The wrong release is no breach",
        (What::BreachFound, _) => "The wrong release is a breach",
        (What::BreachWritten, _) => "The letter about the breach was written",
        (What::BreachTold, _) => "Told of the breach",
        (What::WrongReleaseDueSoon, _) => "The wrong release is to be dealt with soon",
        (What::WrongReleaseDueToday, _) => "The wrong release is to be dealt with today",
        (What::WrongReleaseOverdue, _) => "The time to tell of the wrong release has passed",
        (What::HoldPlaced, _) => "Put under a legal hold",
        (What::HoldLifted, _) => "Legal hold taken off",
        (What::Corrected, _) => "Corrected what was entered",
    }
}

pub fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::ContactOnFile => "The confirmed e-mail is the one on file",
        Evidence::CallBack => "I called back at the telephone number on file",
        Evidence::VisitFact => "The person knew something about a visit",
        Evidence::IdSeen => "I saw a photo ID (and made no copy)",
        Evidence::KnownInPerson => "I know the person",
    }
}

/// What kind of file it is.
pub fn format(format: Format, language: Language) -> &'static str {
    match (format, language) {
        (Format::Pdf, Language::English) => "PDF document",
        (Format::Pdf, Language::Spanish) => "documento PDF",
        (Format::Png | Format::Jpeg | Format::Heic | Format::Tiff, Language::English) => "picture",
        (Format::Png | Format::Jpeg | Format::Heic | Format::Tiff, Language::Spanish) => "imagen",
        (Format::Dicom, Language::English) => "medical image (DICOM)",
        (Format::Dicom, Language::Spanish) => "imagen médica (DICOM)",
        (Format::ClinicalDocument, Language::English) => "clinical summary (C-CDA)",
        (Format::ClinicalDocument, Language::Spanish) => "resumen clínico (C-CDA)",
        (Format::FhirBundle, Language::English) => "structured record (FHIR)",
        (Format::FhirBundle, Language::Spanish) => "expediente estructurado (FHIR)",
        (Format::Text, Language::English) => "text",
        (Format::Text, Language::Spanish) => "texto",
        (Format::Other, Language::English) => "another kind of file",
        (Format::Other, Language::Spanish) => "otro tipo de archivo",
    }
}

pub fn placement(placement: Placement) -> &'static str {
    match placement {
        Placement::In => "Goes out",
        Placement::Waiting => "Being checked",
        Placement::NeedsJudgement => "Needs your decision",
        Placement::SetAside => "Set aside: not this patient’s record",
        Placement::Duplicate => "Left out: goes out in another file",
        Placement::OutsideRecordSet => "Left out: not part of the record set",
        Placement::Withheld => "Withheld",
        Placement::WaitsForDetermination => "Waits for a licensed professional",
        Placement::WaitsForApproval => "Waits for the officer",
        Placement::Protected => "Protected care: the officer decides",
        Placement::NotTheirs => "Not this person’s to see: nothing shows that it exists",
        Placement::NotAskedFor => "Not asked for",
        Placement::Rejected => "Could not be taken",
    }
}

pub fn concern(concern: Concern) -> &'static str {
    match concern {
        Concern::OtherPerson => "The file names another person",
        Concern::Encrypted => "The file opens only with a password",
        Concern::Damaged => "The file is damaged or incomplete",
        Concern::UnknownKind => "Not a kind of file that we know: open it and see what it is",
        Concern::NotChecked => "The file is too large for us to check whose it is",
    }
}

pub fn rejection(rejection: Rejection) -> &'static str {
    match rejection {
        Rejection::Empty => "The file is empty",
        Rejection::NotAsGranted => "What arrived is not the file that was chosen. Upload it again",
        Rejection::DidNotArrive => "The upload did not finish. Upload it again",
    }
}

pub fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::NotVerified => "First check who asks",
        Obstacle::NothingToRelease => "Add the patient’s records first",
        Obstacle::UploadsUnderWay => "Wait until every file has been checked",
        Obstacle::FilesNotTaken => "Upload the files that could not be taken again, or remove them from the list",
        Obstacle::ConcernsOpen => "Decide about the files that need your decision",
        Obstacle::ProtectedOpen => "The officer must decide about protected care",
        Obstacle::DeterminationOpen => "A licensed professional must judge what is to be withheld",
        Obstacle::ApprovalOpen => "The officer must approve what is to be withheld",
        Obstacle::RestNotOut => "Of a file that is withheld in part, the rest must go out",
        Obstacle::SameFileGoesOut => "A file that is withheld goes out under another name: leave that one out, too",
        Obstacle::NotAccess => "This is another kind of ask: route it",
        Obstacle::AlreadyReleased => "This record has been released",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_full() {
        let april = NaiveDate::from_ymd_opt(2027, 4, 7).unwrap();

        assert_eq!(date(april, Language::English), "Wednesday, April 7, 2027");
        assert_eq!(date(april, Language::Spanish), "miércoles, 7 de abril de 2027");
    }

    #[test]
    fn a_size_is_said_as_a_person_would() {
        for (bytes, said) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 KB"),
            (1_250, "1.2 KB"),
            (45_600, "45 KB"),
            (9_990_000, "9.9 MB"),
            (12_345_678, "12 MB"),
            (4_300_000_000, "4.3 GB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
