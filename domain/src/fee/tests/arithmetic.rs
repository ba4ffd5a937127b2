//! How each figure of a quote is shown, and what is asked because of a state's law.

use super::*;

fn shown_of(quote: &Quote, of: Of) -> Vec<&str> {
    let steps = quote.working.iter().filter(|step| step.of == of);
    steps.map(|step| step.arithmetic.as_str()).collect()
}

#[test]
fn each_figure_shows_how_it_came_about() {
    let lines = vec![
        line(Part::Labor, 15, 2_000),
        line(Part::Paper, 10, 25),
        line(Part::Postage, 1, 705),
    ];
    let quote = figure(&asked(Medium::Paper, lines), &terms(&["CT"]));

    assert_eq!(shown_of(&quote, Of::Cost), ["15 min × $20.00/h + 10 × $0.25 + $7.05"]);
    assert_eq!(
        shown_of(&quote, Of::Schedule),
        ["15 min × $30.00/h + 10 × $2.00 + $7.05"]
    );
    let with_postage = shown_of(&quote, Of::State)[0].to_owned();
    let unmailed = asked(Medium::Paper, vec![line(Part::Paper, 10, 25)]);
    let without = figure(&unmailed, &terms(&["CT"]));
    assert_eq!(with_postage, format!("{} + $7.05", shown_of(&without, Of::State)[0]));

    let free = Asked {
        method: Method::Free,
        ..pages(10)
    };
    assert_eq!(shown_of(&figure(&free, &terms(&[])), Of::Cost), ["$0.00"]);
}

#[test]
fn a_first_copy_is_asked_about_only_where_it_is_free() {
    for state in &states::ALL {
        let codes = [state.code.to_owned()];
        let first = figure(&pages(10), &terms(&[state.code])).total == 0;

        assert_eq!(asks_about_earlier_copy(&codes), first, "{}", state.code);
    }
    assert!(asks_about_earlier_copy(&["TX".to_owned(), "KY".to_owned()]));
    assert!(!asks_about_earlier_copy(&[]));
}
