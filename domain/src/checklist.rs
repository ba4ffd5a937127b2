//! What to look for in an ask that is answered elsewhere. Each kind has its own points; none of them is asked of a patient
//! who wants her own record.

use crate::word::Kind;

/// One point of a checklist.
pub struct Point {
    /// The wire name.
    pub name: &'static str,
    pub text: &'static str,
    pub citation: &'static str,
}

const fn point(name: &'static str, text: &'static str, citation: &'static str) -> Point {
    Point { name, text, citation }
}

/// 45 CFR 164.508(c)(1) and (2), and (b)(2): without any of these it is defective.
const AUTHORIZATION: [Point; 11] = [
    point(
        "what",
        "It says which information may go out",
        "45 CFR 164.508(c)(1)(i)",
    ),
    point("from", "It names who may send it: us", "45 CFR 164.508(c)(1)(ii)"),
    point("to", "It names who may get it", "45 CFR 164.508(c)(1)(iii)"),
    point("purpose", "It says what it is for", "45 CFR 164.508(c)(1)(iv)"),
    point(
        "ends",
        "It has an end that has not passed: a date or an event",
        "45 CFR 164.508(c)(1)(v)",
    ),
    point(
        "signed",
        "It is signed and dated, and says what lets a representative sign",
        "45 CFR 164.508(c)(1)(vi)",
    ),
    point("revoke", "It tells how to take it back", "45 CFR 164.508(c)(2)(i)"),
    point(
        "condition",
        "It says whether care or benefits depend on it",
        "45 CFR 164.508(c)(2)(ii)",
    ),
    point(
        "redisclosure",
        "It says that the receiver may pass it on",
        "45 CFR 164.508(c)(2)(iii)",
    ),
    point(
        "stands",
        "Nobody took it back, as far as we know",
        "45 CFR 164.508(b)(2)(iii)",
    ),
    point(
        "true",
        "Nothing in it is false, as far as we know",
        "45 CFR 164.508(b)(2)(v)",
    ),
];

/// 45 CFR 164.512(e)(1).
const SUBPOENA: [Point; 4] = [
    point(
        "issuer",
        "Who signed it: a court, or an attorney",
        "45 CFR 164.512(e)(1)",
    ),
    point(
        "due",
        "The date by which it must be answered is noted",
        "45 CFR 164.512(e)(1)",
    ),
    point(
        "notice",
        "Without a court\u{2019}s order: proof that the patient was told, or a protective order was sought",
        "45 CFR 164.512(e)(1)(ii)",
    ),
    point("counsel", "The practice\u{2019}s counsel has it", "45 CFR 164.512(e)"),
];

/// 45 CFR 164.506(c)(2).
const TREATMENT: [Point; 3] = [
    point(
        "provider",
        "The one who asks treats the patient",
        "45 CFR 164.506(c)(2)",
    ),
    point("where", "The address or fax number was checked", "45 CFR 164.514(h)"),
    point("psychotherapy", "Psychotherapy notes stay here", "45 CFR 164.508(a)(2)"),
];

/// 45 CFR 164.526(b).
const AMENDMENT: [Point; 3] = [
    point("entry", "It says which entry is wrong, and why", "45 CFR 164.526(b)(1)"),
    point("author", "Whoever wrote the entry has it", "45 CFR 164.526(a)(2)"),
    point("clock", "The 60 days for an answer are noted", "45 CFR 164.526(b)(2)"),
];

/// 45 CFR 164.530(d).
const COMPLAINT: [Point; 3] = [
    point("logged", "It is in the complaint log", "45 CFR 164.530(d)(2)"),
    point("officer", "The privacy officer has it", "45 CFR 164.530(a)(1)(ii)"),
    point(
        "no-retaliation",
        "No one treats the patient worse for it",
        "45 CFR 164.530(g)",
    ),
];

/// The points of a kind; none for what the desk answers itself.
pub fn of(kind: Kind) -> &'static [Point] {
    match kind {
        Kind::Access | Kind::Directive => &[],
        Kind::Authorization => &AUTHORIZATION,
        Kind::Subpoena => &SUBPOENA,
        Kind::Treatment => &TREATMENT,
        Kind::Amendment => &AMENDMENT,
        Kind::Complaint => &COMPLAINT,
    }
}

/// What it comes to that some points are not there: what to tell the sender. An authorization without all of them is
/// defective, and nothing may go out on it, 45 CFR 164.508(b)(2).
pub fn verdict(kind: Kind, missing: &[String]) -> Option<String> {
    let not_there = of(kind)
        .iter()
        .filter(|point| missing.iter().any(|name| name == point.name));
    let list: Vec<_> = not_there
        .map(|point| format!("{} ({})", point.text, point.citation))
        .collect();
    let list = list.join("; ");
    match (kind, list.as_str()) {
        (_, "") => None,
        (Kind::Authorization, list) => Some(format!(
            "Defective: nothing may go out on this authorization. Tell the sender what it must have and does not: {list}."
        )),
        (_, list) => Some(format!("Not there: {list}.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authorization_without_any_of_its_points_is_defective_and_says_which() {
        for point in &AUTHORIZATION {
            let told = verdict(Kind::Authorization, &[point.name.to_owned()]).unwrap();

            assert!(told.starts_with("Defective") && told.contains(point.text), "{told}");
            assert!(told.contains(point.citation), "{told}");
        }
        assert_eq!(verdict(Kind::Authorization, &[]), None);
        let told = verdict(Kind::Subpoena, &["notice".to_owned()]).unwrap();
        assert!(told.starts_with("Not there: Without a court"), "{told}");
    }

    #[test]
    fn every_other_ask_has_points_and_none_is_asked_of_a_patient() {
        for (name, kind) in Kind::WIRE {
            let points = of(kind);
            assert_eq!(points.is_empty(), kind.is_access(), "{name}");
            for point in points {
                let same = points.iter().filter(|other| other.name == point.name).count();
                assert_eq!(same, 1, "{name} {}", point.name);
                assert!(point.citation.starts_with("45 CFR 164."), "{name} {}", point.name);
            }
        }
    }
}
