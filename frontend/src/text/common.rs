//! Words of several pages.

use super::{Pair, Words};

pub const PRODUCT: &str = "Access Desk";

pub const SKIP: Pair = &Words("Skip to main content", "Saltar al contenido principal");
pub const LANGUAGES: Pair = &Words("Language", "Idioma");
/// In the language that it leads to.
pub const OTHER_LANGUAGE: Pair = &Words("Español", "English");

pub const PROBLEM: Pair = &Words("There is a problem", "Hay un problema");
pub const ERROR_TITLE: Pair = &Words("Error: ", "Error: ");
pub const LOADING: Pair = &Words("Loading", "Cargando");
pub const TRY_AGAIN: Pair = &Words("Try again", "Intentar otra vez");
pub const NOTHING_CHANGED: Pair = &Words(
    "Nothing was lost and nothing was changed.",
    "No se perdió nada y no se cambió nada.",
);
pub const OFFLINE: Pair = &Words(
    "We could not connect. Check your internet connection.",
    "No pudimos conectarnos. Revise su conexión a internet.",
);
pub const TOO_OFTEN: Pair = &Words(
    "You tried many times in a short while. Wait a minute, then try again.",
    "Lo intentó muchas veces en poco tiempo. Espere un minuto e intente otra vez.",
);
pub const OUR_FAULT: Pair = &Words("Something went wrong on our side.", "Algo falló de nuestro lado.");
pub const CONTINUE: Pair = &Words("Continue", "Continuar");
pub const BACK: Pair = &Words("Back", "Atrás");
pub const PDF: Pair = &Words("Open as PDF", "Abrir como PDF");
pub const PDF_LARGE: Pair = &Words("Open as PDF in large print", "Abrir como PDF con letra grande");
pub const PRINT: Pair = &Words("Print this page", "Imprimir esta página");

pub const STEP_DONE: Pair = &Words("Done", "Hecho");
pub const STEP_NOW: Pair = &Words("Now", "Ahora");
pub const STEP_LATER: Pair = &Words("To come", "Falta");

pub const WHOM_TO_CALL: Pair = &Words("Whom to call", "A quién llamar");
/// The person or the title comes from the practice, in its own words.
pub const CALL: Pair = &Words("Ask for {} at {}", "Pregunte por {} en {}");

pub const HOME_TITLE: Pair = &Words("Ask for your medical record", "Pida su expediente médico");
pub const HOME_LEAD: Pair = &Words(
    "You have the right to see your medical record and to get a copy of it. Your practice uses this site to take your request and to give you your record.",
    "Usted tiene derecho a ver su expediente médico y a recibir una copia. Su consultorio usa este sitio para recibir su solicitud y entregarle su expediente.",
);
pub const HOME_PATIENT: Pair = &Words("If you are a patient", "Si usted es paciente");
pub const HOME_PATIENT_TEXT: Pair = &Words(
    "Ask your practice for its link to this site. It may also be on the practice’s own website, or on a letter or an e-mail from them.",
    "Pida a su consultorio el enlace a este sitio. También puede estar en la página web del consultorio, o en una carta o un correo suyo.",
);
pub const HOME_STAFF: Pair = &Words("If you work at a practice", "Si trabaja en un consultorio");
pub const HOME_STAFF_LINK: Pair = &Words("Staff sign-in", "Entrada para el personal (en inglés)");

pub const MISSING_TITLE: Pair = &Words("We can’t find this page", "No encontramos esta página");
pub const MISSING_TEXT: Pair = &Words(
    "Check the address: a link in an e-mail can break over two lines. If you are a patient, call your practice and ask for its link.",
    "Revise la dirección: un enlace en un correo puede cortarse en dos líneas. Si usted es paciente, llame a su consultorio y pida el enlace.",
);
pub const MISSING_LINK: Pair = &Words("Go to the start page", "Ir a la página de inicio");
