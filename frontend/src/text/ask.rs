//! Words of asking for a record, of the code, and of coming back.

use super::Pair;

pub const TITLE: Pair = Pair("Ask for your record", "Pida su expediente");
pub const LEAD: Pair = Pair(
    "Use this form to ask {} for a medical record: yours, or that of someone you act for. It takes about 3 minutes. There is no account to make, and you don’t need to say why you want it.",
    "Use este formulario para pedir a {} un expediente médico: el suyo o el de alguien a quien representa. Toma unos 3 minutos. No hay que abrir una cuenta, y no tiene que decir por qué lo quiere.",
);
pub const ASKED_ALREADY: Pair = Pair("Did you ask already?", "¿Ya hizo la solicitud?");
pub const FIND_LINK: Pair = Pair("See where your request stands", "Vea cómo va su solicitud");
pub const UNFINISHED: Pair = Pair("You sent a request: {}", "Usted envió una solicitud: {}");
pub const UNFINISHED_PIN: Pair = Pair(
    "Show its receipt number and PIN again",
    "Mostrar otra vez el número de recibo y el PIN",
);
pub const UNFINISHED_LINK: Pair = Pair("Go on with it: enter the code", "Continuar: escribir el código");

pub const REQUESTER: Pair = Pair("For whom do you ask?", "¿Para quién lo pide?");
pub const SELF: Pair = Pair("For myself", "Para mí");
pub const REPRESENTATIVE: Pair = Pair("For someone I act for", "Para alguien a quien represento");
pub const REPRESENTATIVE_HINT: Pair = Pair(
    "Your child, for example, or a person whose power of attorney you have",
    "Por ejemplo, su hija o hijo, o una persona que le dio un poder notarial",
);
pub const DIRECTIVE: Pair = Pair("For myself, sent to someone else", "Para mí, enviado a otra persona");
pub const DIRECTIVE_HINT: Pair = Pair(
    "You say to whom and where. We ask you to sign for it.",
    "Usted dice a quién y adónde. Le pediremos su firma.",
);
pub const RELATION: Pair = Pair("How do you act for this person?", "¿Cómo representa a esa persona?");
pub const RELATION_HINT: Pair = Pair(
    "We may ask you for a paper that shows it.",
    "Tal vez le pidamos un documento que lo demuestre.",
);
pub const OWN_GIVEN_NAME: Pair = Pair("Your own first name", "El nombre de usted");
pub const OWN_FAMILY_NAME: Pair = Pair("Your own last name", "El apellido de usted");
pub const RECIPIENT: Pair = Pair("Who should get your record?", "¿Quién debe recibir su expediente?");
pub const RECIPIENT_HINT: Pair = Pair(
    "A person, an office or an organization",
    "Una persona, una oficina o una institución",
);
pub const RECIPIENT_PLACE: Pair = Pair("Where should we send it?", "¿Adónde debemos enviarlo?");
pub const RECIPIENT_PLACE_HINT: Pair = Pair(
    "A mailing address, an e-mail address or a fax number",
    "Una dirección postal, un correo electrónico o un número de fax",
);
pub const SENT_TO: Pair = Pair("Sent to", "Se envía a");

pub const ABOUT_YOU: Pair = Pair("About you", "Sobre usted");
pub const ABOUT_PATIENT: Pair = Pair("About the patient", "Sobre la persona del expediente");
pub const PATIENT_NAME_HINT: Pair = Pair(
    "As the practice knows the patient. A former name helps us, too.",
    "El que tiene el consultorio. Un apellido anterior también nos ayuda.",
);
pub const GIVEN_NAME: Pair = Pair("First name", "Nombre");
pub const FAMILY_NAME: Pair = Pair("Last name", "Apellido");
pub const NAME: Pair = Pair("Name", "Nombre");
pub const NAME_HINT: Pair = Pair(
    "As the practice knows you. A former name helps us, too.",
    "El que tiene el consultorio. Un apellido anterior también nos ayuda.",
);
pub const BIRTH_DATE: Pair = Pair("Date of birth", "Fecha de nacimiento");
pub const BIRTH_DATE_HINT: Pair = Pair("For example: 3 1 1948", "Por ejemplo: 3 1 1948");
pub const MONTH: Pair = Pair("Month", "Mes");
pub const DAY: Pair = Pair("Day", "Día");
pub const YEAR: Pair = Pair("Year", "Año");
pub const EMAIL: Pair = Pair("E-mail address", "Correo electrónico");
pub const EMAIL_HINT: Pair = Pair(
    "We send a code there, and news about your request.",
    "Allí enviamos un código y las noticias de su solicitud.",
);

pub const CONTACT: Pair = Pair("How we reach you", "Cómo nos comunicamos con usted");
pub const REACH: Pair = Pair("How can we reach you?", "¿Cómo podemos comunicarnos con usted?");
pub const BY_EMAIL: Pair = Pair("By e-mail", "Por correo electrónico");
pub const BY_TELEPHONE: Pair = Pair("By telephone", "Por teléfono");
pub const BY_MAIL: Pair = Pair("By mail", "Por correo postal");
pub const TELEPHONE: Pair = Pair("Telephone number", "Número de teléfono");
pub const TELEPHONE_HINT: Pair = Pair("For example: 512-555-0140", "Por ejemplo: 512-555-0140");
pub const ADDRESS: Pair = Pair("Mailing address", "Dirección postal");
pub const OTHER_REACH: Pair = Pair(
    "Add other ways to reach you (optional)",
    "Agregar otras formas de comunicarnos (opcional)",
);
pub const CONFIDENTIAL: Pair = Pair("Reach me only this way", "Comuníquense conmigo solo de esta forma");
pub const CONFIDENTIAL_HINT: Pair = Pair(
    "We then use no other number or address that we have",
    "Entonces no usamos otro número ni otra dirección que tengamos",
);
pub const INTERPRETER: Pair = Pair("I need an interpreter", "Necesito servicio de interpretación");
pub const WISHES: Pair = Pair("When we reach you", "Cuando nos comuniquemos");

pub const LOCATION: Pair = Pair("Where were you seen?", "¿Dónde recibió atención?");
pub const LOCATION_UNSURE: Pair = Pair("I am not sure", "No lo sé con certeza");
pub const LOCATION_UNSURE_HINT: Pair = Pair(
    "Or at more than one of these. We will look at all of them.",
    "O en más de uno. Buscaremos en todos.",
);

pub const ABOUT_RECORD: Pair = Pair("What you want", "Lo que desea");
pub const EXTENT: Pair = Pair("How much of the record do you want?", "¿Cuánto del expediente desea?");
pub const WHOLE: Pair = Pair("The whole record", "Todo el expediente");
pub const WHOLE_HINT: Pair = Pair(
    "Notes, test results, images, bills: everything that we hold",
    "Notas, resultados, imágenes, cuentas: todo lo que tenemos",
);
pub const PART: Pair = Pair("A part of the record", "Una parte del expediente");
pub const PART_HINT: Pair = Pair(
    "You choose the dates and the kinds of records",
    "Usted elige las fechas y los tipos de documentos",
);
pub const FROM: Pair = Pair("First date", "Primera fecha");
pub const FROM_HINT: Pair = Pair(
    "Leave empty to start with the oldest record",
    "Déjela vacía para empezar por lo más antiguo",
);
pub const UNTIL: Pair = Pair("Last date", "Última fecha");
pub const UNTIL_HINT: Pair = Pair(
    "Leave empty to end with the newest record",
    "Déjela vacía para terminar con lo más reciente",
);
pub const CATEGORIES: Pair = Pair("Kinds of records", "Tipos de documentos");
pub const CATEGORIES_HINT: Pair = Pair(
    "Choose none to get all of them",
    "No elija ninguno para recibirlos todos",
);
pub const ACCESS: Pair = Pair("How do you want to get it?", "¿Cómo lo desea recibir?");
pub const COPY_HINT: Pair = Pair(
    "You get a link and a passcode, and save the files yourself",
    "Recibe un enlace y una clave, y guarda los archivos por su cuenta",
);
pub const PAPER_HINT: Pair = Pair(
    "We print it and mail it to you",
    "Lo imprimimos y se lo enviamos por correo postal",
);
pub const IN_PERSON_HINT: Pair = Pair("We tell you when it is ready", "Le avisamos cuando esté listo");
pub const EMAIL_RISK: Pair = Pair(
    "Plain e-mail is not protected: someone else could read your record. We talk with you about it first.",
    "El correo común no está protegido: alguien más podría leer su expediente. Antes lo hablamos con usted.",
);
pub const MORE_FORMAT: Pair = Pair(
    "I need a certain form or format (optional)",
    "Necesito cierta forma o formato (opcional)",
);
pub const FORMAT: Pair = Pair("Which form or format?", "¿Qué forma o formato?");
pub const FORMAT_HINT: Pair = Pair(
    "For example: PDF, large print, or the images on a disc",
    "Por ejemplo: PDF, letra grande, o las imágenes en un disco",
);
pub const INSPECTION_HINT: Pair = Pair(
    "We call you to agree on a day and a time; you may call us, too",
    "Le llamamos para acordar el día y la hora; usted también puede llamarnos",
);
pub const LETTERS: Pair = Pair(
    "In which language should we write to you?",
    "¿En qué idioma le escribimos?",
);
pub const LANGUAGE: Pair = Pair("Language of our letters", "Idioma de nuestras cartas");

pub const CHECK_TITLE: Pair = Pair("Check your answers", "Revise sus respuestas");
pub const CHANGE: Pair = Pair("Change", "Cambiar");
pub const RECORD: Pair = Pair("The record", "El expediente");
pub const ALL_DATES: Pair = Pair("all dates", "todas las fechas");
pub const FROM_DATE: Pair = Pair("from {}", "desde el {}");
pub const UNTIL_DATE: Pair = Pair("until {}", "hasta el {}");
pub const ALL_KINDS: Pair = Pair("all kinds of records", "todos los tipos de documentos");
pub const PLACE: Pair = Pair("Where you were seen", "Dónde recibió atención");
pub const WAY: Pair = Pair("How you get it", "Cómo lo recibe");
pub const SEND_NOTE: Pair = Pair(
    "When you send this, the practice’s time to answer starts: 30 days at most.",
    "Al enviarla empieza el plazo del consultorio para responder: 30 días como máximo.",
);
pub const SEND: Pair = Pair("Send my request", "Enviar mi solicitud");
pub const SENDING: Pair = Pair("Sending your request", "Enviando su solicitud");
pub const NOT_SENT: Pair = Pair(
    "We could not send your request yet",
    "Todavía no pudimos enviar su solicitud",
);
pub const NOT_SENT_TEXT: Pair = Pair(
    "Nothing was lost: all your answers are still here. Try again. However often you press, your request is sent only once.",
    "No se perdió nada: todas sus respuestas siguen aquí. Intente otra vez. Aunque pulse varias veces, su solicitud se envía una sola vez.",
);

pub const SENT_TITLE: Pair = Pair("We have your request", "Recibimos su solicitud");
pub const RECEIPT: Pair = Pair("Receipt number", "Número de recibo");
pub const RECEIPT_KEEP: Pair = Pair(
    "Write it down. With it you can come back at any time.",
    "Anótelo. Con él puede volver cuando quiera.",
);
pub const PIN: Pair = Pair("PIN", "PIN");
pub const PIN_KEEP: Pair = Pair(
    "Write both down, or print this page. With both you can see where your request stands. We show the PIN only now.",
    "Anote los dos, o imprima esta página. Con los dos puede ver cómo va su solicitud. Solo mostramos el PIN ahora.",
);
pub const COUNTS: Pair = Pair(
    "Your request counts as received now.",
    "Su solicitud cuenta como recibida desde ahora.",
);
pub const COUNTS_NOW: Pair = Pair(
    "Your request counts as received now, whether or not you enter the code below.",
    "Su solicitud cuenta como recibida desde ahora, escriba o no el código de abajo.",
);
pub const MUST_ANSWER: Pair = Pair("We must answer by {}.", "Tenemos que responder a más tardar el {}.");
pub const CODE_TITLE: Pair = Pair("Confirm your e-mail address", "Confirme su correo electrónico");
pub const CODE_LEAD: Pair = Pair(
    "We sent a 6-digit code to {}. It works for 10 minutes. It helps us to know that it is you, so your record reaches you sooner.",
    "Enviamos un código de 6 cifras a {}. Sirve por 10 minutos. Nos ayuda a saber que es usted, para que reciba antes su expediente.",
);
pub const YOUR_ADDRESS: Pair = Pair("your e-mail address", "su correo electrónico");
pub const CODE: Pair = Pair("6-digit code", "Código de 6 cifras");
pub const CONFIRM: Pair = Pair("Confirm", "Confirmar");
pub const CONFIRMING: Pair = Pair("Checking the code", "Revisando el código");
pub const TRY_LEFT: Pair = Pair("You can try {} more time.", "Puede intentarlo {} vez más.");
pub const TRIES_LEFT: Pair = Pair("You can try {} more times.", "Puede intentarlo {} veces más.");
pub const NO_CODE: Pair = Pair("No code?", "¿No llegó el código?");
pub const NO_CODE_TEXT: Pair = Pair(
    "It can take a minute. Look in your spam folder, too.",
    "Puede tardar un minuto. Mire también en el correo no deseado.",
);
pub const RESEND: Pair = Pair("Send me a new code", "Envíenme un código nuevo");
pub const RESEND_WAIT: Pair = Pair(
    "Send me a new code (in {} seconds)",
    "Envíenme un código nuevo (en {} segundos)",
);
pub const RESENT: Pair = Pair(
    "We sent a new code. Only the newest one works.",
    "Enviamos un código nuevo. Solo sirve el más reciente.",
);
pub const RESENDS_LEFT: Pair = Pair("You can ask for {} more.", "Puede pedir {} más.");
pub const NO_RESENDS: Pair = Pair(
    "We can’t send any more codes. Your request still counts. Call us, and we go on without the code.",
    "Ya no podemos enviar más códigos. Su solicitud sigue contando. Llámenos y continuamos sin el código.",
);

pub const FIND_TITLE: Pair = Pair("See where your request stands", "Vea cómo va su solicitud");
pub const FIND_LEAD: Pair = Pair(
    "You need your receipt number, and the e-mail address or the PIN of your request.",
    "Necesita su número de recibo y el correo electrónico o el PIN de su solicitud.",
);
pub const FIND_BY: Pair = Pair("How do we know that it is you?", "¿Cómo sabemos que es usted?");
pub const FIND_BY_CODE: Pair = Pair(
    "Send a code to my e-mail address",
    "Envíen un código a mi correo electrónico",
);
pub const FIND_BY_PIN: Pair = Pair("I have a PIN", "Tengo un PIN");
pub const FIND_BY_PIN_HINT: Pair = Pair(
    "It came with the receipt number, if you gave us no e-mail address",
    "Vino con el número de recibo, si no nos dio un correo electrónico",
);
pub const SHOW: Pair = Pair("Show my request", "Mostrar mi solicitud");
pub const RECEIPT_HINT: Pair = Pair("For example: 7K3M-92QF-4D", "Por ejemplo: 7K3M-92QF-4D");
pub const SEND_CODE: Pair = Pair("Send me a code", "Envíenme un código");
pub const FIND_CODE_TITLE: Pair = Pair("Enter the code", "Escriba el código");
pub const FIND_CODE_LEAD: Pair = Pair(
    "If a request fits your answers, a 6-digit code is now on its way to {}. It works for 10 minutes.",
    "Si hay una solicitud con esos datos, un código de 6 cifras va en camino a {}. Sirve por 10 minutos.",
);
pub const LOST_RECEIPT: Pair = Pair("Did you lose your receipt number?", "¿Perdió su número de recibo?");
pub const LOST_RECEIPT_TEXT: Pair = Pair(
    "It is in the e-mail that we sent you. Or call us:",
    "Está en el correo que le enviamos. O llámenos:",
);

pub const KIOSK_START: Pair = Pair("English", "Español");
pub const KIOSK_DONE: Pair = Pair("Done", "Terminar");
pub const KIOSK_CLEARS: Pair = Pair(
    "This page clears itself in {} seconds. Touch the screen or press a key to keep it.",
    "Esta página se borra en {} segundos. Toque la pantalla o pulse una tecla para conservarla.",
);
pub const KIOSK_NEWS: Pair = Pair(
    "You can go on at home with this number and the code in our e-mail.",
    "En casa puede continuar con este número y el código de nuestro correo.",
);
