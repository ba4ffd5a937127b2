//! What a person typed and can take out again, and what only the desk can put right.

use super::*;

#[test]
fn only_what_may_not_stand_in_a_letter_is_the_writers_to_take_out() {
    let mut promised = denial(Language::English, Ground::U1);
    "There is an unpaid bill. You can ask for a review.".clone_into(&mut promised.withheld[0].reason);
    let typed = of_release(&promised);
    assert_eq!(typed, [Element::D6, Element::D16]);
    assert!(typed.into_iter().all(Element::is_typed));

    let nobody = Release {
        practice: String::new(),
        contact: String::new(),
        telephone: String::new(),
        states: Addition::ALL.to_vec(),
        ..denial(Language::English, Ground::R1)
    };
    let lacking = lacks(Letter::Release(&nobody), &[]);
    assert!(lacking.len() > 8 && !lacking.into_iter().any(Element::is_typed));
    for letter in [
        extension(Language::English, "2027-01-24"),
        quote(Language::English, true),
        outcome(Language::English, [true, false]),
    ] {
        let lacking = lacks(Letter::Answer(&letter), &[]);
        assert!(lacking.len() > 4 && !lacking.into_iter().any(Element::is_typed));
    }
}
