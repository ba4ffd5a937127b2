//! What staff may not write in a letter: what is no ground for keeping anything back, and what the law does not give. As
//! whole words, in both languages, since staff write in either.

use crate::word::Ground;

const BILLS: [&str; 32] = [
    "unpaid",
    "overdue bill",
    "overdue bills",
    "past due",
    "balance due",
    "outstanding balance",
    "outstanding bill",
    "outstanding bills",
    "open balance",
    "you owe",
    "still owe",
    "still owes",
    "owes us",
    "money owed",
    "debt",
    "debts",
    "pay your bill",
    "pay your bills",
    "paid your bill",
    "sent to collections",
    "sin pagar",
    "no ha pagado",
    "no pagó",
    "pague su cuenta",
    "saldo pendiente",
    "factura pendiente",
    "facturas pendientes",
    "deuda",
    "deudas",
    "adeuda",
    "adeudo",
    "nos debe",
];

const LAWSUITS: [&str; 24] = [
    "lawsuit",
    "lawsuits",
    "litigation",
    "litigating",
    "malpractice",
    "suing",
    "sue us",
    "to sue",
    "may sue",
    "sued",
    "legal action",
    "legal claim",
    "legal hold",
    "litigio",
    "litigios",
    "pleito",
    "pleitos",
    "demanda judicial",
    "demanda legal",
    "su demanda",
    "nos demandó",
    "demandarnos",
    "acción legal",
    "acciones legales",
];

const REASONS: [&str; 20] = [
    "reason for your request",
    "reason for the request",
    "purpose of your request",
    "purpose of the request",
    "your reason for asking",
    "why you asked",
    "why you ask",
    "why you want",
    "why you need",
    "did not say why",
    "no reason was given",
    "what you want it for",
    "motivo de su solicitud",
    "motivo de la solicitud",
    "razón de su solicitud",
    "por qué lo pide",
    "por qué lo quiere",
    "para qué lo quiere",
    "para qué lo necesita",
    "no dijo por qué",
];

const VENDORS: [&str; 23] = [
    "vendor policy",
    "vendor's policy",
    "vendor policies",
    "vendor's policies",
    "vendor rules",
    "vendor's rules",
    "policy of our vendor",
    "policy of the vendor",
    "policy of a vendor",
    "vendor does not allow",
    "vendor doesn't allow",
    "vendor won't",
    "software does not allow",
    "software doesn't allow",
    "system does not allow",
    "system doesn't allow",
    "software company's policy",
    "política del proveedor",
    "política de nuestro proveedor",
    "política del sistema",
    "el sistema no permite",
    "el programa no permite",
    "normas del proveedor",
];

const REVIEWS: [&str; 15] = [
    "ask for a review",
    "ask us for a review",
    "request a review",
    "right to a review",
    "have it reviewed",
    "appeal this",
    "appeal our decision",
    "appeal the decision",
    "pedir una revisión",
    "pedirnos una revisión",
    "solicitar una revisión",
    "derecho a una revisión",
    "apelar esta decisión",
    "apelar nuestra decisión",
    "apelar la decisión",
];

/// Whether it speaks of an unpaid bill, a lawsuit as such, why it was asked for, or a vendor's rules.
pub fn speaks(typed: &str) -> bool {
    speaks_but_of_lawsuits(typed) || has_any(typed, &LAWSUITS)
}

/// The same of something withheld on that ground: what was made for a legal case must be called so.
pub fn speaks_of(typed: &str, ground: Ground) -> bool {
    match ground {
        Ground::U2 => speaks_but_of_lawsuits(typed),
        Ground::U1 | Ground::U3 | Ground::U4 | Ground::U5 | Ground::U6 => speaks(typed),
        Ground::R1 | Ground::R2 | Ground::R3 | Ground::N3 => speaks(typed),
    }
}

/// Whether it tells the requester of a review.
pub fn promises_review(typed: &str) -> bool {
    has_any(typed, &REVIEWS)
}

fn speaks_but_of_lawsuits(typed: &str) -> bool {
    has_any(typed, &BILLS) || has_any(typed, &REASONS) || has_any(typed, &VENDORS)
}

/// Each of `sought` is lower case with single spaces.
fn has_any(typed: &str, sought: &[&str]) -> bool {
    let typed = plain(typed);
    sought.iter().any(|sought| typed.contains(&format!(" {sought} ")))
}

/// Its words in lower case, each between two single spaces.
fn plain(typed: &str) -> String {
    let typed = typed.to_lowercase().replace('\u{2019}', "'");
    let words = typed
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty());
    let mut plain = " ".to_owned();
    for word in words {
        plain.push_str(word);
        plain.push(' ');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_ground_is_found_however_it_is_written() {
        for typed in [
            "There is an UNPAID bill.",
            "Please\npay  your bill first.",
            "You owe $40.",
            "Your account: past-due",
            "Tiene una deuda con nosotros.",
            "Usted no ha pagado la consulta.",
            "Your lawsuit, of course",
            "You are suing Dr. Hart.",
            "Hay un litigio.",
            "Usted nos demandó.",
            "We need the reason for your request.",
            "You did not say why.",
            "No dijo por qué.",
            "It is our vendor\u{2019}s policy.",
            "The software doesn't allow it.",
            "Es la política del proveedor.",
        ] {
            assert!(speaks(typed), "{typed}");
        }
    }

    #[test]
    fn what_only_looks_like_it_may_be_written() {
        for typed in [
            "The bills of 2024",
            "An unpaired nerve",
            "Dr. Owens and Sue Miller wrote them.",
            "Power of attorney: bring the paper.",
            "Issued, ensued, pursued and suede",
            "The debtor's page was read to her.",
            "La duda de la doctora, con ayuda de sus deudos",
            "A nuestro juicio, la demanda de insulina subió.",
            "The vendor must first send us your pictures.",
            "El proveedor de salud que lo atendió",
            "Dr. Rivera reviewed them for a good reason.",
            "Why it is kept back: she was in danger.",
            "A policy on insurance",
            "El recibo de pago",
            "",
        ] {
            assert!(!speaks(typed), "{typed}");
            assert!(!promises_review(typed), "{typed}");
        }
    }

    #[test]
    fn each_of_the_words_is_found_alone() {
        for words in BILLS.iter().chain(&LAWSUITS).chain(&REASONS).chain(&VENDORS) {
            assert!(speaks(&format!("({})", words.to_uppercase())), "{words}");
            assert!(!speaks(&format!("x{words}x")), "{words}");
        }
        for words in REVIEWS {
            assert!(promises_review(&format!("{words}.")), "{words}");
        }
    }

    #[test]
    fn what_was_made_for_a_legal_case_may_be_called_so_and_nothing_else() {
        assert!(!speaks_of("Made for the lawsuit.", Ground::U2));
        assert!(speaks_of("Made for the lawsuit.", Ground::R1));
        assert!(speaks_of("You owe us for it, and you owe it.", Ground::U2));
    }
}
