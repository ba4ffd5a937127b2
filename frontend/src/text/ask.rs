//! Words of asking for a record, of the code, and of coming back.

use super::{Pair, Words};

pub const TITLE: Pair = &Words("Ask for your record", "Pida su expediente");
pub const LEAD: Pair = &Words(
    "Use this form to ask {} for a medical record: yours, or that of someone you act for. It takes about 3 minutes. There is no account to make, and you don’t need to say why you want it.",
    "Use este formulario para pedir a {} un expediente médico: el suyo o el de alguien a quien representa. Toma unos 3 minutos. No hay que abrir una cuenta, y no tiene que decir por qué lo quiere.",
);
pub const ASKED_ALREADY: Pair = &Words("Did you ask already?", "¿Ya hizo la solicitud?");
pub const FIND_LINK: Pair = &Words("See where your request stands", "Vea cómo va su solicitud");
pub const UNFINISHED: Pair = &Words("You sent a request: {}", "Usted envió una solicitud: {}");
pub const UNFINISHED_PIN: Pair = &Words(
    "Show its receipt number and PIN again",
    "Mostrar otra vez el número de recibo y el PIN",
);
pub const UNFINISHED_LINK: Pair = &Words("Go on with it: enter the code", "Continuar: escribir el código");

pub const REQUESTER: Pair = &Words("For whom do you ask?", "¿Para quién lo pide?");
pub const SELF: Pair = &Words("For myself", "Para mí");
pub const REPRESENTATIVE: Pair = &Words("For someone I act for", "Para alguien a quien represento");
pub const REPRESENTATIVE_HINT: Pair = &Words(
    "Your child, for example, or a person whose power of attorney you have",
    "Por ejemplo, su hija o hijo, o una persona que le dio un poder notarial",
);
pub const DIRECTIVE: Pair = &Words("For myself, sent to someone else", "Para mí, enviado a otra persona");
pub const DIRECTIVE_HINT: Pair = &Words(
    "You say to whom and where. We ask you to sign for it.",
    "Usted dice a quién y adónde. Le pediremos su firma.",
);
pub const RELATION: Pair = &Words("How do you act for this person?", "¿Cómo representa a esa persona?");
pub const RELATION_HINT: Pair = &Words(
    "We may ask you for a paper that shows it.",
    "Tal vez le pidamos un documento que lo demuestre.",
);
pub const OWN_GIVEN_NAME: Pair = &Words("Your own first name", "El nombre de usted");
pub const OWN_FAMILY_NAME: Pair = &Words("Your own last name", "El apellido de usted");
pub const OWN_GIVEN_NAME_MISSING: Pair = &Words("Enter your own first name", "Escriba el nombre de usted");
pub const OWN_FAMILY_NAME_MISSING: Pair = &Words("Enter your own last name", "Escriba el apellido de usted");
pub const RECIPIENT: Pair = &Words("Who should get your record?", "¿Quién debe recibir su expediente?");
pub const RECIPIENT_HINT: Pair = &Words(
    "A person, an office or an organization",
    "Una persona, una oficina o una institución",
);
pub const RECIPIENT_PLACE: Pair = &Words("Where should we send it?", "¿Adónde debemos enviarlo?");
pub const RECIPIENT_PLACE_HINT: Pair = &Words(
    "A mailing address, an e-mail address or a fax number",
    "Una dirección postal, un correo electrónico o un número de fax",
);
pub const SENT_TO: Pair = &Words("Sent to", "Se envía a");

pub const ABOUT_YOU: Pair = &Words("About you", "Sobre usted");
pub const ABOUT_PATIENT: Pair = &Words("About the patient", "Sobre la persona del expediente");
pub const PATIENT_NAME_HINT: Pair = &Words(
    "As the practice knows the patient. A former name helps us, too.",
    "El que tiene el consultorio. Un apellido anterior también nos ayuda.",
);
pub const GIVEN_NAME: Pair = &Words("First name", "Nombre");
pub const FAMILY_NAME: Pair = &Words("Last name", "Apellido");
pub const NAME: Pair = &Words("Name", "Nombre");
pub const NAME_HINT: Pair = &Words(
    "As the practice knows you. A former name helps us, too.",
    "El que tiene el consultorio. Un apellido anterior también nos ayuda.",
);
pub const BIRTH_DATE: Pair = &Words("Date of birth", "Fecha de nacimiento");
pub const BIRTH_DATE_HINT: Pair = &Words("For example: 3 1 1948", "Por ejemplo: 3 1 1948");
pub const MONTH: Pair = &Words("Month", "Mes");
pub const DAY: Pair = &Words("Day", "Día");
pub const YEAR: Pair = &Words("Year", "Año");
pub const EMAIL: Pair = &Words("E-mail address", "Correo electrónico");
pub const EMAIL_HINT: Pair = &Words(
    "We send a code there, and news about your request.",
    "Allí enviamos un código y las noticias de su solicitud.",
);

pub const CONTACT: Pair = &Words("How we reach you", "Cómo nos comunicamos con usted");
pub const REACH: Pair = &Words("How can we reach you?", "¿Cómo podemos comunicarnos con usted?");
pub const BY_EMAIL: Pair = &Words("By e-mail", "Por correo electrónico");
pub const BY_TELEPHONE: Pair = &Words("By telephone", "Por teléfono");
pub const BY_MAIL: Pair = &Words("By mail", "Por correo postal");
pub const TELEPHONE: Pair = &Words("Telephone number", "Número de teléfono");
pub const TELEPHONE_HINT: Pair = &Words("For example: 512-555-0140", "Por ejemplo: 512-555-0140");
pub const ADDRESS: Pair = &Words("Mailing address", "Dirección postal");
pub const OTHER_REACH: Pair = &Words(
    "Add other ways to reach you (optional)",
    "Agregar otras formas de comunicarnos (opcional)",
);
pub const CONFIDENTIAL: Pair = &Words("Reach me only this way", "Comuníquense conmigo solo de esta forma");
pub const CONFIDENTIAL_HINT: Pair = &Words(
    "We then use no other number or address that we have",
    "Entonces no usamos otro número ni otra dirección que tengamos",
);
pub const INTERPRETER: Pair = &Words("I need an interpreter", "Necesito servicio de interpretación");
pub const WISHES: Pair = &Words("When we reach you", "Cuando nos comuniquemos");

pub const LOCATION: Pair = &Words("Where were you seen?", "¿Dónde recibió atención?");
pub const LOCATION_UNSURE: Pair = &Words("I am not sure", "No lo sé con certeza");
pub const LOCATION_UNSURE_HINT: Pair = &Words(
    "Or at more than one of these. We will look at all of them.",
    "O en más de uno. Buscaremos en todos.",
);

pub const ABOUT_RECORD: Pair = &Words("What you want", "Lo que desea");
pub const EXTENT: Pair = &Words("How much of the record do you want?", "¿Cuánto del expediente desea?");
pub const WHOLE: Pair = &Words("The whole record", "Todo el expediente");
pub const WHOLE_HINT: Pair = &Words(
    "Notes, test results, images, bills: everything that we hold",
    "Notas, resultados, imágenes, cuentas: todo lo que tenemos",
);
pub const PART: Pair = &Words("A part of the record", "Una parte del expediente");
pub const PART_HINT: Pair = &Words(
    "You choose the dates and the kinds of records",
    "Usted elige las fechas y los tipos de documentos",
);
pub const FROM: Pair = &Words("First date", "Primera fecha");
pub const FROM_HINT: Pair = &Words(
    "Leave empty to start with the oldest record",
    "Déjela vacía para empezar por lo más antiguo",
);
pub const UNTIL: Pair = &Words("Last date", "Última fecha");
pub const UNTIL_HINT: Pair = &Words(
    "Leave empty to end with the newest record",
    "Déjela vacía para terminar con lo más reciente",
);
pub const CATEGORIES: Pair = &Words("Kinds of records", "Tipos de documentos");
pub const CATEGORIES_HINT: Pair = &Words(
    "Choose none to get all of them",
    "No elija ninguno para recibirlos todos",
);
pub const ACCESS: Pair = &Words("How do you want to get it?", "¿Cómo lo desea recibir?");
pub const COPY_HINT: Pair = &Words(
    "You get a link and a passcode, and save the files yourself",
    "Recibe un enlace y una clave, y guarda los archivos por su cuenta",
);
pub const PAPER_HINT: Pair = &Words(
    "We print it and mail it to you",
    "Lo imprimimos y se lo enviamos por correo postal",
);
pub const IN_PERSON_HINT: Pair = &Words("We tell you when it is ready", "Le avisamos cuando esté listo");
pub const EMAIL_RISK: Pair = &Words(
    "Plain e-mail is not protected: someone else could read your record. We talk with you about it first.",
    "El correo común no está protegido: alguien más podría leer su expediente. Antes lo hablamos con usted.",
);
pub const MORE_FORMAT: Pair = &Words(
    "I need a certain form or format (optional)",
    "Necesito cierta forma o formato (opcional)",
);
pub const FORMAT: Pair = &Words("Which form or format?", "¿Qué forma o formato?");
pub const FORMAT_HINT: Pair = &Words(
    "For example: PDF, large print, or the images on a disc",
    "Por ejemplo: PDF, letra grande, o las imágenes en un disco",
);
pub const MORE_FEE: Pair = &Words(
    "Ask me about a fee only above an amount (optional)",
    "Pregúntenme por un costo solo si pasa de cierta cantidad (opcional)",
);
pub const TELL_ABOVE: Pair = &Words(
    "Ask me before a fee above, in dollars",
    "Pregúntenme antes de un costo de más de, en dólares",
);
pub const TELL_ABOVE_HINT: Pair = &Words(
    "An electronic copy is most often free. Leave this empty, and we ask you before any fee. We always tell you a fee first",
    "Una copia electrónica casi siempre es gratis. Si lo deja vacío, le preguntamos antes de cualquier costo. Siempre le decimos antes cuánto es",
);
pub const INSPECTION_HINT: Pair = &Words(
    "We call you to agree on a day and a time; you may call us, too",
    "Le llamamos para acordar el día y la hora; usted también puede llamarnos",
);
pub const LETTERS: Pair = &Words(
    "In which language should we write to you?",
    "¿En qué idioma le escribimos?",
);
pub const LANGUAGE: Pair = &Words("Language of our letters", "Idioma de nuestras cartas");

pub const CHECK_TITLE: Pair = &Words("Check your answers", "Revise sus respuestas");
pub const CHANGE: Pair = &Words("Change", "Cambiar");
pub const RECORD: Pair = &Words("The record", "El expediente");
pub const ALL_DATES: Pair = &Words("all dates", "todas las fechas");
pub const FROM_DATE: Pair = &Words("from {}", "desde el {}");
pub const UNTIL_DATE: Pair = &Words("until {}", "hasta el {}");
pub const ALL_KINDS: Pair = &Words("all kinds of records", "todos los tipos de documentos");
pub const PLACE: Pair = &Words("Where you were seen", "Dónde recibió atención");
pub const WAY: Pair = &Words("How you get it", "Cómo lo recibe");
pub const SEND_NOTE: Pair = &Words(
    "When you send this, the practice’s time to answer starts: 30 days at most.",
    "Al enviarla empieza el plazo del consultorio para responder: 30 días como máximo.",
);
pub const SEND: Pair = &Words("Send my request", "Enviar mi solicitud");
pub const SENDING: Pair = &Words("Sending your request", "Enviando su solicitud");
pub const NOT_SENT: Pair = &Words(
    "We could not send your request yet",
    "Todavía no pudimos enviar su solicitud",
);
pub const NOT_SENT_TEXT: Pair = &Words(
    "Nothing was lost: all your answers are still here. Try again. However often you press, your request is sent only once.",
    "No se perdió nada: todas sus respuestas siguen aquí. Intente otra vez. Aunque pulse varias veces, su solicitud se envía una sola vez.",
);

pub const SENT_TITLE: Pair = &Words("We have your request", "Recibimos su solicitud");
pub const RECEIPT: Pair = &Words("Receipt number", "Número de recibo");
pub const RECEIPT_KEEP: Pair = &Words(
    "Write it down. With it you can come back at any time.",
    "Anótelo. Con él puede volver cuando quiera.",
);
pub const PIN: Pair = &Words("PIN", "PIN");
pub const PIN_KEEP: Pair = &Words(
    "Write both down, or print this page. With both you can see where your request stands. If you lose the PIN, call us.",
    "Anote los dos, o imprima esta página. Con los dos puede ver cómo va su solicitud. Si pierde el PIN, llámenos.",
);
pub const COUNTS: Pair = &Words(
    "Your request counts as received now.",
    "Su solicitud cuenta como recibida desde ahora.",
);
pub const COUNTS_NOW: Pair = &Words(
    "Your request counts as received now, whether or not you enter the code below.",
    "Su solicitud cuenta como recibida desde ahora, escriba o no el código de abajo.",
);
pub const MUST_ANSWER: Pair = &Words("We must answer by {}.", "Tenemos que responder a más tardar el {}.");
pub const CODE_TITLE: Pair = &Words("Confirm your e-mail address", "Confirme su correo electrónico");
pub const CODE_LEAD: Pair = &Words(
    "We sent a 6-digit code to {}. It works for 10 minutes. It helps us to know that it is you, so your record reaches you sooner.",
    "Enviamos un código de 6 cifras a {}. Sirve por 10 minutos. Nos ayuda a saber que es usted, para que reciba antes su expediente.",
);
pub const YOUR_ADDRESS: Pair = &Words("your e-mail address", "su correo electrónico");
pub const CODE: Pair = &Words("6-digit code", "Código de 6 cifras");
pub const CONFIRM: Pair = &Words("Confirm", "Confirmar");
pub const CONFIRMING: Pair = &Words("Checking the code", "Revisando el código");
pub const TRY_LEFT: Pair = &Words("You can try {} more time.", "Puede intentarlo {} vez más.");
pub const TRIES_LEFT: Pair = &Words("You can try {} more times.", "Puede intentarlo {} veces más.");
pub const NO_CODE: Pair = &Words("No code?", "¿No llegó el código?");
pub const NO_CODE_TEXT: Pair = &Words(
    "It can take a minute. Look in your spam folder, too.",
    "Puede tardar un minuto. Mire también en el correo no deseado.",
);
pub const RESEND: Pair = &Words("Send me a new code", "Envíenme un código nuevo");
pub const RESEND_WAIT: Pair = &Words(
    "Send me a new code (in {} seconds)",
    "Envíenme un código nuevo (en {} segundos)",
);
pub const RESENT: Pair = &Words(
    "We sent a new code. Only the newest one works.",
    "Enviamos un código nuevo. Solo sirve el más reciente.",
);
pub const RESENDS_LEFT: Pair = &Words("You can ask for {} more.", "Puede pedir {} más.");
pub const NO_RESENDS: Pair = &Words(
    "We can’t send any more codes. Your request still counts. Call us, and we go on without the code.",
    "Ya no podemos enviar más códigos. Su solicitud sigue contando. Llámenos y continuamos sin el código.",
);

pub const FIND_TITLE: Pair = &Words("See where your request stands", "Vea cómo va su solicitud");
pub const FIND_LEAD: Pair = &Words(
    "You need your receipt number, and the e-mail address or the PIN of your request.",
    "Necesita su número de recibo y el correo electrónico o el PIN de su solicitud.",
);
pub const FIND_BY: Pair = &Words("How do we know that it is you?", "¿Cómo sabemos que es usted?");
pub const FIND_BY_CODE: Pair = &Words(
    "Send a code to my e-mail address",
    "Envíen un código a mi correo electrónico",
);
pub const FIND_BY_PIN: Pair = &Words("I have a PIN", "Tengo un PIN");
pub const FIND_BY_PIN_HINT: Pair = &Words(
    "It came with the receipt number, if you gave us no e-mail address",
    "Vino con el número de recibo, si no nos dio un correo electrónico",
);
pub const SHOW: Pair = &Words("Show my request", "Mostrar mi solicitud");
pub const RECEIPT_HINT: Pair = &Words("For example: 7K3M-92QF-4D", "Por ejemplo: 7K3M-92QF-4D");
pub const SEND_CODE: Pair = &Words("Send me a code", "Envíenme un código");
pub const FIND_CODE_TITLE: Pair = &Words("Enter the code", "Escriba el código");
pub const FIND_CODE_LEAD: Pair = &Words(
    "If a request fits your answers, a 6-digit code is now on its way to {}. It works for 10 minutes.",
    "Si hay una solicitud con esos datos, un código de 6 cifras va en camino a {}. Sirve por 10 minutos.",
);
pub const LOST_RECEIPT: Pair = &Words("Did you lose your receipt number?", "¿Perdió su número de recibo?");
pub const LOST_RECEIPT_TEXT: Pair = &Words(
    "It is in the e-mail that we sent you. Or call us:",
    "Está en el correo que le enviamos. O llámenos:",
);

pub const KIOSK_START: Pair = &Words("English", "Español");
pub const KIOSK_DONE: Pair = &Words("Done", "Terminar");
pub const KIOSK_CLEARS: Pair = &Words(
    "This page clears itself in {} seconds. Touch the screen or press a key to keep it.",
    "Esta página se borra en {} segundos. Toque la pantalla o pulse una tecla para conservarla.",
);
pub const KIOSK_NEWS: Pair = &Words(
    "You can go on at home with this number and the code in our e-mail.",
    "En casa puede continuar con este número y el código de nuestro correo.",
);
