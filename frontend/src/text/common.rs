//! Words of several pages.

use super::Pair;

pub const PRODUCT: &str = "Access Desk";

pub const SKIP: Pair = Pair("Skip to main content", "Saltar al contenido principal");
pub const LANGUAGES: Pair = Pair("Language", "Idioma");
/// In the language that it leads to.
pub const OTHER_LANGUAGE: Pair = Pair("Español", "English");

pub const PROBLEM: Pair = Pair("There is a problem", "Hay un problema");
pub const ERROR_TITLE: Pair = Pair("Error: ", "Error: ");
pub const LOADING: Pair = Pair("Loading", "Cargando");
pub const TRY_AGAIN: Pair = Pair("Try again", "Intentar otra vez");
pub const NOTHING_CHANGED: Pair = Pair(
    "Nothing was lost and nothing was changed.",
    "No se perdió nada y no se cambió nada.",
);
pub const OFFLINE: Pair = Pair(
    "We could not connect. Check your internet connection.",
    "No pudimos conectarnos. Revise su conexión a internet.",
);
pub const TOO_OFTEN: Pair = Pair(
    "You tried many times in a short while. Wait a minute, then try again.",
    "Lo intentó muchas veces en poco tiempo. Espere un minuto e intente otra vez.",
);
pub const OUR_FAULT: Pair = Pair("Something went wrong on our side.", "Algo falló de nuestro lado.");
pub const CONTINUE: Pair = Pair("Continue", "Continuar");
pub const BACK: Pair = Pair("Back", "Atrás");
pub const PRINT: Pair = Pair("Print this page", "Imprimir esta página");

pub const STEP_DONE: Pair = Pair("Done", "Hecho");
pub const STEP_NOW: Pair = Pair("Now", "Ahora");
pub const STEP_LATER: Pair = Pair("To come", "Falta");

pub const WHOM_TO_CALL: Pair = Pair("Whom to call", "A quién llamar");
/// The person or the title comes from the practice, in its own words.
pub const CALL: Pair = Pair("Ask for {} at {}", "Pregunte por {} en {}");

pub const HOME_TITLE: Pair = Pair("Ask for your medical record", "Pida su expediente médico");
pub const HOME_LEAD: Pair = Pair(
    "You have the right to see your medical record and to get a copy of it. Your practice uses this site to take your request and to give you your record.",
    "Usted tiene derecho a ver su expediente médico y a recibir una copia. Su consultorio usa este sitio para recibir su solicitud y entregarle su expediente.",
);
pub const HOME_PATIENT: Pair = Pair("If you are a patient", "Si usted es paciente");
pub const HOME_PATIENT_TEXT: Pair = Pair(
    "Ask your practice for its link to this site. It may also be on the practice’s own website, or on a letter or an e-mail from them.",
    "Pida a su consultorio el enlace a este sitio. También puede estar en la página web del consultorio, o en una carta o un correo suyo.",
);
pub const HOME_STAFF: Pair = Pair("If you work at a practice", "Si trabaja en un consultorio");
pub const HOME_STAFF_LINK: Pair = Pair("Staff sign-in", "Entrada para el personal (en inglés)");

pub const MISSING_TITLE: Pair = Pair("We can’t find this page", "No encontramos esta página");
pub const MISSING_TEXT: Pair = Pair(
    "Check the address: a link in an e-mail can break over two lines. If you are a patient, call your practice and ask for its link.",
    "Revise la dirección: un enlace en un correo puede cortarse en dos líneas. Si usted es paciente, llame a su consultorio y pida el enlace.",
);
pub const MISSING_LINK: Pair = Pair("Go to the start page", "Ir a la página de inicio");
