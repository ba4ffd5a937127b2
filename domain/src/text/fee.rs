//! What is said of fees, in letters and on pages.

use crate::fee::{Cents, Line, Medium, Of, Part, Step, money, sum};
use crate::word::Language;

/// What is charged for, with how it comes about.
pub fn line(line: &Line, language: Language) -> String {
    let (count, each, cents) = (line.count, money(line.each), money(line.cents()));
    match (line.part, language) {
        (Part::Labor, Language::English) => {
            format!("Work of making the copy: {count} minutes at {each} an hour, {cents}")
        }
        (Part::Labor, Language::Spanish) => {
            format!("Trabajo de hacer la copia: {count} minutos a {each} por hora, {cents}")
        }
        (Part::Paper, Language::English) => format!("Paper: {count} pages at {each}, {cents}"),
        (Part::Paper, Language::Spanish) => format!("Papel: {count} páginas a {each}, {cents}"),
        (Part::Media, Language::English) => format!("Disc or stick: {count} at {each}, {cents}"),
        (Part::Media, Language::Spanish) => format!("Disco o memoria: {count} a {each}, {cents}"),
        (Part::Postage, Language::English) => format!("Postage: {cents}"),
        (Part::Postage, Language::Spanish) => format!("Correo: {cents}"),
        (Part::Summary, Language::English) => format!("The summary that you agreed to: {cents}"),
        (Part::Summary, Language::Spanish) => format!("El resumen que usted aceptó: {cents}"),
        (Part::Flat, Language::English) => format!("One flat fee for an electronic copy: {cents}"),
        (Part::Flat, Language::Spanish) => format!("Un costo fijo por una copia electrónica: {cents}"),
    }
}

/// The paragraphs of the letter that tells a fee in advance. The electronic copy is called free where the fee is for
/// another one alone.
pub fn estimate(lines: &[Line], medium: Medium, (total, asks): (Cents, bool), language: Language) -> Vec<String> {
    let (about, cost) = (money(total), sum(lines));
    let mut said = vec![match language {
        Language::English => format!("The copy that you asked for would cost about {about}. It is made up of:"),
        Language::Spanish => format!("La copia que usted pidió costaría alrededor de {about}. Se compone de:"),
    }];
    said.extend(lines.iter().map(|part| line(part, language)));
    if total < cost {
        said.push(match language {
            Language::English => format!("Together that is {}. You pay no more than {about}.", money(cost)),
            Language::Spanish => format!("En total son {}. Usted no paga más de {about}.", money(cost)),
        });
    }
    let is_electronic = match medium {
        Medium::Electronic => true,
        Medium::Paper | Medium::Media => false,
    };
    let more = match language {
        Language::English => [
            if is_electronic {
                "You do not have to pay anything. To come and look at your record here is free. You can take notes and \
                 pictures of it then."
            } else {
                "You do not have to pay anything. An electronic copy is free: you open it by a link. To come and look at \
                 your record here is free, too."
            },
            if asks {
                "We charge this fee only if you say yes. Choose on the page of your request, or call us."
            } else if is_electronic {
                "If you want to look at it instead, say so on the page of your request, or call us."
            } else {
                "If you want one of these instead, say so on the page of your request, or call us."
            },
            if is_electronic {
                "Our time to answer goes on meanwhile. We do not hold your record back because of a fee. This has nothing \
                 to do with any bill for care."
            } else {
                "Our time to answer goes on meanwhile. We do not hold your free electronic copy back because of a fee. This \
                 has nothing to do with any bill for care."
            },
        ],
        Language::Spanish => [
            if is_electronic {
                "Usted no tiene que pagar nada. Venir a ver su expediente aquí es gratis. Entonces puede tomar notas y fotos."
            } else {
                "Usted no tiene que pagar nada. Una copia electrónica es gratis: la abre con un enlace. Venir a ver su \
                 expediente aquí también es gratis."
            },
            if asks {
                "Solo cobramos este costo si usted dice que sí. Elija en la página de su solicitud, o llámenos."
            } else if is_electronic {
                "Si prefiere venir a verlo, díganoslo en la página de su solicitud, o llámenos."
            } else {
                "Si prefiere una de estas formas, díganoslo en la página de su solicitud, o llámenos."
            },
            if is_electronic {
                "Nuestro plazo para responder sigue corriendo. No retenemos su expediente por un costo. Esto no tiene nada \
                 que ver con ninguna cuenta por atención médica."
            } else {
                "Nuestro plazo para responder sigue corriendo. No retenemos su copia electrónica gratuita por un costo. Esto \
                 no tiene nada que ver con ninguna cuenta por atención médica."
            },
        ],
    };
    said.extend(more.map(str::to_owned));
    said
}

/// One figure that was considered, for staff.
pub fn step(step: &Step) -> String {
    let what = match step.of {
        Of::Cost => "What the copy costs".to_owned(),
        Of::Schedule => "At your practice’s prices".to_owned(),
        Of::State => ["The cap of ", &step.state].concat(),
        Of::FirstCopy => ["The first copy is free in ", &step.state].concat(),
        Of::Benefits => ["A copy for a benefits claim is free in ", &step.state].concat(),
    };
    let mut said = format!("{what}: {}", step.arithmetic);
    let cents = money(step.cents);
    if step.arithmetic != cents {
        said = format!("{said} = {cents}");
    }
    if !step.citation.is_empty() {
        said = format!("{said} ({})", step.citation);
    }
    if !step.is_verified {
        said.push_str(". Not read in the law itself; it counts only because it is lower or as a warning");
    }
    said
}
