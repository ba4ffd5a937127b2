//! Words of the instructions that a practice must post: how to ask, what it costs, and how to complain.

use super::{Pair, Words};

pub const TITLE: Pair = &Words("How to ask for your record", "Cómo pedir su expediente");
pub const LEAD: Pair = &Words(
    "You have the right to see your medical record at {} and to get a copy of it. You don’t need to say why.",
    "Usted tiene derecho a ver su expediente médico en {} y a recibir una copia. No tiene que decir por qué.",
);
pub const LINK: Pair = &Words(
    "How to ask, what it costs, and how to complain",
    "Cómo pedirlo, cuánto cuesta y cómo quejarse",
);

pub const WAYS: Pair = &Words("Ask in any of these ways", "Pídalo de cualquiera de estas maneras");
pub const ONLINE: Pair = &Words("Online, without an account", "En línea, sin abrir una cuenta");
pub const CALL: Pair = &Words("By telephone", "Por teléfono");
pub const VISIT: Pair = &Words("In person, or by letter", "En persona o por carta");

pub const WHAT: Pair = &Words("What we need from you", "Qué necesitamos de usted");
pub const WHAT_NAME: Pair = &Words(
    "Your name and date of birth, and how we can reach you.",
    "Su nombre y su fecha de nacimiento, y cómo podemos comunicarnos con usted.",
);
pub const WHAT_PART: Pair = &Words(
    "Which part you want, or that you want all of it; and whether you want to see it or get a copy.",
    "Qué parte quiere, o que lo quiere todo; y si quiere verlo o recibir una copia.",
);
pub const WHAT_FORM: Pair = &Words(
    "How you want it: by a link, on paper, by e-mail, or handed to you.",
    "Cómo lo quiere: por un enlace, en papel, por correo electrónico o en mano.",
);
pub const WHAT_PROOF: Pair = &Words(
    "We check who asks, so that nobody else gets your record. If you ask for someone else, we may ask for a paper that shows that you may.",
    "Comprobamos quién lo pide, para que nadie más reciba su expediente. Si lo pide por otra persona, tal vez le pidamos un documento que lo demuestre.",
);

pub const TIME: Pair = &Words("When you get an answer", "Cuándo recibe una respuesta");
pub const TIME_TEXT: Pair = &Words(
    "As soon as we can, and within 30 days at the latest. The law of your state may give us less time. If we need more time, once and up to 30 days more, we write to you and say why.",
    "Lo antes posible, y a más tardar en 30 días. La ley de su estado puede darnos menos tiempo. Si necesitamos más, una sola vez y hasta 30 días más, le escribimos y le decimos por qué.",
);
pub const TIME_NO: Pair = &Words(
    "If there is something that we may not give you, we write to you what it is, why, and what you can do.",
    "Si hay algo que no podemos darle, le escribimos qué es, por qué y qué puede hacer usted.",
);

pub const COST: Pair = &Words("What it costs", "Cuánto cuesta");
pub const COST_TEXT: Pair = &Words(
    "Asking costs nothing, and neither does looking at your record here. For a copy we may charge no more than what copying costs us, and the postage. We never charge for searching. If there is a price, we tell you before we make the copy.",
    "Pedirlo no cuesta nada, y ver su expediente aquí tampoco. Por una copia solo podemos cobrar lo que nos cuesta hacerla, y el envío. Nunca cobramos por buscar. Si hay un precio, se lo decimos antes de hacer la copia.",
);

pub const LANGUAGES: Pair = &Words("Language and help", "Idioma y ayuda");
pub const LANGUAGES_TEXT: Pair = &Words(
    "You can ask in English or Spanish, and we answer in the one that you choose. If you need another language, an interpreter, large print, or help with the form, tell us. It costs nothing.",
    "Puede pedirlo en inglés o en español, y le respondemos en el idioma que elija. Si necesita otro idioma, servicio de interpretación, letra grande o ayuda con el formulario, díganoslo. No cuesta nada.",
);

pub const COMPLAIN: Pair = &Words("How to complain", "Cómo quejarse");
pub const COMPLAIN_US: Pair = &Words(
    "Tell us first, if you want to. Nobody will treat you worse for it.",
    "Si quiere, díganoslo primero a nosotros. Nadie le tratará peor por eso.",
);
pub const COMPLAIN_HHS: Pair = &Words(
    "You can also complain to the United States Department of Health and Human Services, within 180 days of when you learned what went wrong:",
    "También puede quejarse ante el Departamento de Salud y Servicios Humanos de Estados Unidos, dentro de los 180 días desde que supo lo que pasó:",
);
pub const HHS: &str =
    "Office for Civil Rights, 200 Independence Avenue SW, Room 509F HHH Building, Washington, DC 20201";
pub const HHS_PORTAL: &str = "ocrportal.hhs.gov";
pub const PRINT: Pair = &Words(
    "Print these instructions as a poster",
    "Imprimir estas instrucciones como cartel",
);
