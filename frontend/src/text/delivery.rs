//! Words of the page that gives the record.

use super::{Pair, Words};

pub const TITLE: Pair = &Words("Get your record", "Reciba su expediente");
pub const LEAD: Pair = &Words(
    "Enter the passcode that we gave you for this link.",
    "Escriba la clave que le dimos para este enlace.",
);
pub const PASSCODE: Pair = &Words("Passcode", "Clave");
pub const PASSCODE_HINT: Pair = &Words("8 digits, for example 1234-5678", "8 cifras, por ejemplo 1234-5678");
pub const OPEN: Pair = &Words("Open my record", "Abrir mi expediente");
pub const OPENING: Pair = &Words("Opening your record", "Abriendo su expediente");
pub const NO_PASSCODE: Pair = &Words(
    "Is the passcode lost, or does it not work?",
    "¿Perdió la clave, o no sirve?",
);
pub const NO_PASSCODE_TEXT: Pair = &Words(
    "Call the practice that holds your record. They can check who you are again and give you a new link and a new passcode. The telephone number is in our e-mail.",
    "Llame al consultorio que tiene su expediente. Pueden comprobar otra vez quién es usted y darle un enlace y una clave nuevos. El teléfono está en nuestro correo.",
);
pub const TRY_LEFT: Pair = &Words("You can try {} more time.", "Puede intentarlo {} vez más.");
pub const TRIES_LEFT: Pair = &Words("You can try {} more times.", "Puede intentarlo {} veces más.");
pub const NOT_OPENED: Pair = &Words("This link does not open", "Este enlace no abre");
pub const NOT_OPENED_TEXT: Pair = &Words(
    "Check the passcode. If it is right, the link may have ended: call the practice and ask for a new link.",
    "Revise la clave. Si está bien, tal vez el enlace ya terminó: llame al consultorio y pida un enlace nuevo.",
);

pub const READY: Pair = &Words("Your record is here", "Su expediente está aquí");
pub const ANSWER: Pair = &Words("Our answer to you", "Nuestra respuesta para usted");
pub const SAVE_ANSWER: Pair = &Words("Download our answer ({})", "Descargar nuestra respuesta ({})");
pub const VIEW: Pair = &Words("Open", "Abrir");
pub const FROM: Pair = &Words("From {}", "De {}");
pub const UNTIL: Pair = &Words("You can download it until {}.", "Puede descargarlo hasta el {}.");
pub const CLAIM_LEFT: Pair = &Words("You can download it {} more time.", "Puede descargarlo {} vez más.");
pub const CLAIMS_LEFT: Pair = &Words("You can download it {} more times.", "Puede descargarlo {} veces más.");
pub const DOWNLOAD: Pair = &Words("Download my record ({})", "Descargar mi expediente ({})");
pub const DOWNLOADING: Pair = &Words("Starting your download", "Empezando la descarga");
pub const PRIVATE: Pair = &Words(
    "This is private. On a computer that others use, think about where you save it, and leave when you are done.",
    "Esto es privado. En una computadora que otros usan, piense dónde lo guarda, y salga al terminar.",
);
pub const STARTED: Pair = &Words("Your download has started", "Su descarga ha empezado");
pub const STARTED_TEXT: Pair = &Words(
    "If it stops, press the button again until {}. That does not count as another download.",
    "Si se detiene, pulse el botón otra vez hasta el {}. Eso no cuenta como otra descarga.",
);
pub const RESUME: Pair = &Words(
    "You started a download. Until {} you can start it again, and it does not count.",
    "Usted empezó una descarga. Hasta el {} puede empezarla otra vez, y no cuenta.",
);

pub const INSIDE: Pair = &Words("What is inside", "Lo que contiene");
pub const FILES: Pair = &Words("{} files in one zip file, {}", "{} archivos en un archivo zip, {}");
pub const ONE_FILE: Pair = &Words("{} file in one zip file, {}", "{} archivo en un archivo zip, {}");
pub const FILE: Pair = &Words("File", "Archivo");
pub const KIND: Pair = &Words("Kind", "Tipo");
pub const DATE: Pair = &Words("Date", "Fecha");
pub const SIZE: Pair = &Words("Size", "Tamaño");
pub const NO_DATE: Pair = &Words("not dated", "sin fecha");
pub const HOW_TO_OPEN: Pair = &Words(
    "To open a zip file, double-click it on a computer, or tap it in the Files app on a phone. Start with START-HERE.",
    "Para abrir un archivo zip, haga doble clic en una computadora, o tóquelo en la aplicación Archivos de un teléfono. Empiece por START-HERE.",
);
pub const AS_ONE: Pair = &Words(
    "Open as one PDF ({} pages, {})",
    "Abrir como un solo PDF ({} páginas, {})",
);
pub const AS_ONE_ALL: Pair = &Words(
    "All your files, one after the other, to read or print. It does not count as a download.",
    "Todos sus archivos, uno tras otro, para leer o imprimir. No cuenta como descarga.",
);
pub const AS_ONE_SOME: Pair = &Words(
    "{} of your {} files, one after the other, to read or print. The list in front names the others: a PDF can’t show them whole, or would get too large. It does not count as a download.",
    "{} de sus {} archivos, uno tras otro, para leer o imprimir. La lista del principio nombra los demás: un PDF no puede mostrarlos completos o sería demasiado grande. No cuenta como descarga.",
);
pub const LETTER: Pair = &Words("Our letter to you", "Nuestra carta para usted");
pub const CHECK: Pair = &Words(
    "Check that nothing was changed (for experts)",
    "Compruebe que nada cambió (para expertos)",
);
pub const CHECK_TEXT: Pair = &Words("The SHA-256 of the whole file:", "El SHA-256 del archivo completo:");

pub const EXPIRED: Pair = &Words("This link has ended", "Este enlace terminó");
pub const EXPIRED_TEXT: Pair = &Words(
    "It worked until {}. Your record is safe with us. Call the practice and ask for a new link.",
    "Sirvió hasta el {}. Su expediente está seguro con nosotros. Llame al consultorio y pida un enlace nuevo.",
);
pub const REVOKED: Pair = &Words(
    "The practice switched this link off",
    "El consultorio desactivó este enlace",
);
pub const REVOKED_TEXT: Pair = &Words(
    "There may be a newer link in your e-mail. If not, call the practice and ask for one.",
    "Puede haber un enlace más nuevo en su correo. Si no, llame al consultorio y pida uno.",
);
pub const EXHAUSTED: Pair = &Words("All downloads are used up", "Ya se usaron todas las descargas");
pub const EXHAUSTED_TEXT: Pair = &Words(
    "If you still need your record, call the practice and ask for a new link.",
    "Si todavía necesita su expediente, llame al consultorio y pida un enlace nuevo.",
);
