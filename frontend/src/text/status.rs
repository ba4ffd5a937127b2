//! Words of the status page.

use super::{Pair, Words};

pub const TITLE: Pair = &Words("Your request", "Su solicitud");
pub const STANDS: Pair = &Words("Where it stands", "Cómo va");
pub const NEXT: Pair = &Words("What happens next", "Lo que sigue");
pub const NEED: Pair = &Words("What we need from you", "Lo que necesitamos de usted");
pub const TIME: Pair = &Words("Our time to answer", "Nuestro plazo para responder");
pub const HISTORY: Pair = &Words("What has happened so far", "Lo que ha pasado hasta ahora");
pub const BY_WHEN: Pair = &Words("We must answer by {}.", "Tenemos que responder a más tardar el {}.");
pub const BY_WHEN_LATE: Pair = &Words(
    "We should have answered by {}.",
    "Debíamos haber respondido a más tardar el {}.",
);
pub const LATE: Pair = &Words("We are late, and we are sorry", "Vamos con retraso y lo sentimos");
pub const LATE_TEXT: Pair = &Words(
    "Please call us. You may also complain to the U.S. Office for Civil Rights: hhs.gov/ocr/complaints.",
    "Por favor llámenos. También puede quejarse ante la Oficina de Derechos Civiles de EE. UU.: hhs.gov/ocr/complaints.",
);

pub const STEP_RECEIVED: Pair = &Words("We have your request", "Recibimos su solicitud");
pub const STEP_GATHER: Pair = &Words(
    "We check that it is you and gather your record",
    "Comprobamos que es usted y reunimos su expediente",
);
pub const STEP_PACK: Pair = &Words("We prepare your record", "Preparamos su expediente");
pub const STEP_READY: Pair = &Words("Your record is ready for you", "Su expediente está listo");
pub const STEP_DONE: Pair = &Words("You have your record", "Usted tiene su expediente");

pub const NEXT_RECEIVED: Pair = &Words(
    "We check that it is really you who asks, so that nobody else gets your record. Then we gather it.",
    "Comprobamos que de verdad es usted quien lo pide, para que nadie más reciba su expediente. Después lo reunimos.",
);
pub const NEXT_GATHERING: Pair = &Words(
    "We gather your record and look at every file. Then we tell you that it is ready.",
    "Reunimos su expediente y revisamos cada archivo. Después le avisamos que está listo.",
);
pub const NEXT_ASSEMBLING: Pair = &Words(
    "We put your record into one file. This takes minutes. Then we tell you that it is ready.",
    "Ponemos su expediente en un solo archivo. Tarda unos minutos. Después le avisamos que está listo.",
);
pub const NEXT_READY: Pair = &Words(
    "You open your record and save it.",
    "Usted abre su expediente y lo guarda.",
);
pub const LINK_UNTIL: Pair = &Words("The link works until {}.", "El enlace sirve hasta el {}.");
pub const NEXT_PAPER: Pair = &Words(
    "We print your record and mail it to you.",
    "Imprimimos su expediente y se lo enviamos por correo postal.",
);
pub const NEXT_IN_PERSON: Pair = &Words(
    "Your record waits for you at the practice. Come and pick it up.",
    "Su expediente le espera en el consultorio. Puede venir a recogerlo.",
);
pub const NEXT_EMAIL: Pair = &Words(
    "We send you your record by plain e-mail.",
    "Le enviamos su expediente por correo electrónico común.",
);
pub const NEXT_WRITTEN: Pair = &Words(
    "We have written our answer. In a few minutes the letter is on this page.",
    "Ya escribimos nuestra respuesta. En unos minutos la carta estará en esta página.",
);
pub const NEXT_ANSWERED: Pair = &Words(
    "Our answer is the letter on this page. If you disagree, or have what is missing, write to us below or call us.",
    "Nuestra respuesta es la carta en esta página. Si no está de acuerdo, o tiene lo que falta, escríbanos abajo o llámenos.",
);
pub const NEXT_OTHER: Pair = &Words(
    "We pass this on to the person who answers it. You hear from us.",
    "Lo pasamos a la persona que lo responde. Le avisaremos.",
);
pub const APPOINTMENT: Pair = &Words("When and where: {}", "Cuándo y dónde: {}");
pub const NEXT_NO_LINK: Pair = &Words(
    "Your record is ready, but the link to it no longer works. Call us: we make you a new one.",
    "Su expediente está listo, pero el enlace ya no sirve. Llámenos y le hacemos uno nuevo.",
);
pub const NEXT_INSPECTION: Pair = &Words(
    "We call you to agree on a day and a time to look at your record at the practice.",
    "Le llamamos para acordar el día y la hora para ver su expediente en el consultorio.",
);
pub const NEXT_APPOINTMENT: Pair = &Words(
    "You come to the practice and look at your record.",
    "Usted viene al consultorio y ve su expediente.",
);
pub const NEXT_DELIVERED: Pair = &Words(
    "Nothing more. If something is missing or wrong, call us.",
    "Nada más. Si algo falta o está mal, llámenos.",
);

pub const NEED_NOTHING: Pair = &Words("Nothing right now.", "Nada por ahora.");
pub const NEED_VERIFY: Pair = &Words(
    "We will give you a passcode when we have checked that it is you. Keep it: you need it to open your record.",
    "Le daremos una clave cuando comprobemos que es usted. Guárdela: la necesita para abrir su expediente.",
);
pub const NEED_KEEP_PASSCODE: Pair = &Words(
    "Keep the passcode that we gave you. You need it to open your record. If we gave you more than one, only the last one works.",
    "Guarde la clave que le dimos. La necesita para abrir su expediente. Si le dimos más de una, solo sirve la última.",
);
pub const NEED_OPEN: Pair = &Words(
    "Open your record with the last passcode that we gave you.",
    "Abra su expediente con la última clave que le dimos.",
);
pub const STILL_OPEN: Pair = &Words(
    "You can still open your record until {}, with the last passcode that we gave you.",
    "Todavía puede abrir su expediente hasta el {}, con la última clave que le dimos.",
);
pub const NEED_OPEN_LETTER: Pair = &Words(
    "Open our letter with the last passcode that we gave you.",
    "Abra nuestra carta con la última clave que le dimos.",
);
pub const ACKNOWLEDGEMENT: Pair = &Words(
    "Our letter that says what we understood",
    "Nuestra carta que dice lo que entendimos",
);
pub const OPEN_LETTER: Pair = &Words("Open our letter", "Abrir nuestra carta");
pub const LETTER_READY: Pair = &Words("Our answer is ready", "Nuestra respuesta está lista");
pub const NEXT_LETTER: Pair = &Words(
    "You read our letter. It says what we decided and why, and what you can do if you disagree.",
    "Usted lee nuestra carta. Dice qué decidimos y por qué, y qué puede hacer si no está de acuerdo.",
);
pub const NEED_NEW_LINK: Pair = &Words("Call us and ask for a new link.", "Llámenos y pida un enlace nuevo.");
pub const NEED_AGAIN: Pair = &Words(
    "If you need your record again, call us.",
    "Si necesita su expediente otra vez, llámenos.",
);
pub const MAY_CALL: Pair = &Words(
    "You may call us, too, to agree on a day and a time.",
    "Usted también puede llamarnos para acordar el día y la hora.",
);
pub const MAY_CHANGE: Pair = &Words(
    "If you can’t come then, call us.",
    "Si no puede venir a esa hora, llámenos.",
);
pub const OPEN: Pair = &Words("Open my record", "Abrir mi expediente");

pub const NEED_ANSWER: Pair = &Words(
    "We asked you something: see the newest message under “What has happened so far”. Our time to answer goes on.",
    "Le preguntamos algo: vea el mensaje más reciente en «Lo que ha pasado hasta ahora». Nuestro plazo sigue corriendo.",
);
pub const NEED_ANSWER_LINK: Pair = &Words("Answer us", "Respondernos");
pub const MESSAGES: Pair = &Words("Write to us", "Escríbanos");
pub const MESSAGE: Pair = &Words("Your message", "Su mensaje");
pub const MESSAGE_HINT: Pair = &Words(
    "About this request only. In an emergency, call 911.",
    "Solo sobre esta solicitud. En una emergencia, llame al 911.",
);
pub const SEND: Pair = &Words("Send the message", "Enviar el mensaje");
pub const SENDING: Pair = &Words("Sending", "Enviando");
pub const SENT: Pair = &Words("We have your message", "Recibimos su mensaje");
pub const ARRIVAL: Pair = &Words("Could you open your record?", "¿Pudo abrir su expediente?");
pub const ARRIVAL_YES: Pair = &Words("Yes, it opens", "Sí, se abre");
pub const ARRIVAL_NO: Pair = &Words("No, I need help", "No, necesito ayuda");
pub const ARRIVAL_THANKS: Pair = &Words("Thank you. We noted it.", "Gracias. Lo anotamos.");
pub const ARRIVAL_HELP: Pair = &Words(
    "We noted it and help you. You can call us, too.",
    "Lo anotamos y le ayudaremos. También puede llamarnos.",
);

pub const LEAVE: Pair = &Words("Leave this page", "Salir de esta página");
pub const LEAVING: Pair = &Words("Leaving", "Saliendo");
pub const LEAVE_TEXT: Pair = &Words(
    "Others who use this device can’t see your request or your record after you leave.",
    "Al salir, otras personas que usan este aparato no pueden ver su solicitud ni su expediente.",
);
pub const SIGNED_OUT_TITLE: Pair = &Words("Open your request", "Abra su solicitud");
pub const SIGNED_OUT: Pair = &Words(
    "To keep your request private, we show it only after you enter a code from your e-mail, or your PIN.",
    "Para proteger su privacidad, mostramos su solicitud solo después de escribir un código de su correo electrónico, o su PIN.",
);
pub const SIGNED_OUT_LINK: Pair = &Words("Open my request", "Abrir mi solicitud");

pub const FEE: Pair = &Words("What your copy would cost", "Lo que costaría su copia");
pub const FEE_ASK: Pair = &Words(
    "The copy that you asked for would cost about {}. We charge nothing unless you say yes.",
    "La copia que usted pidió costaría alrededor de {}. No cobramos nada si usted no dice que sí.",
);
pub const FEE_PARTS: Pair = &Words("It is made up of:", "Se compone de:");
pub const FEE_MOST: Pair = &Words("You pay no more than {} in all.", "Usted no paga más de {} en total.");
pub const FEE_FREE: Pair = &Words(
    "You do not have to pay. An electronic copy is free, and so is looking at your record with us. Our time to answer goes on meanwhile.",
    "Usted no tiene que pagar. Una copia electrónica es gratis, y también ver su expediente con nosotros. Nuestro plazo sigue corriendo.",
);
pub const FEE_FREE_LOOK: Pair = &Words(
    "You do not have to pay. Looking at your record with us is free. Our time to answer goes on meanwhile.",
    "Usted no tiene que pagar. Ver su expediente con nosotros es gratis. Nuestro plazo sigue corriendo.",
);
pub const FEE_YES: Pair = &Words("Yes, make this copy", "Sí, hagan esta copia");
pub const FEE_COPY: Pair = &Words(
    "Send me the free electronic copy",
    "Envíenme la copia electrónica gratuita",
);
pub const FEE_LOOK: Pair = &Words("Let me look at it for free", "Quiero verlo sin costo");
pub const FEE_NEED: Pair = &Words(
    "Choose how you want your copy: see “What your copy would cost”. Our time to answer goes on.",
    "Elija cómo quiere su copia: vea «Lo que costaría su copia». Nuestro plazo sigue corriendo.",
);
pub const FEE_WRITE: Pair = &Words("Or write to us below.", "O escríbanos abajo.");
pub const FEE_NOTED: Pair = &Words("We have your answer.", "Recibimos su respuesta.");
pub const FEE_SMALL: Pair = &Words("Your copy costs about {}.", "Su copia cuesta alrededor de {}.");
pub const FEE_AGREED: Pair = &Words(
    "You said yes to a copy that costs about {}.",
    "Usted dijo que sí a una copia que cuesta alrededor de {}.",
);
pub const FEE_PAID: Pair = &Words(
    "The fee of {} is paid. Thank you.",
    "El costo de {} está pagado. Gracias.",
);
pub const FEE_NONE: Pair = &Words("There is no fee.", "No hay ningún costo.");
pub const FEE_COPY_CHOSEN: Pair = &Words(
    "You chose the electronic copy. It is free.",
    "Usted eligió la copia electrónica. Es gratis.",
);
pub const FEE_LOOK_CHOSEN: Pair = &Words(
    "You chose to look at your record with us. It is free. We call you to agree on a day and a time.",
    "Usted eligió ver su expediente con nosotros. Es gratis. Le llamamos para acordar el día y la hora.",
);
