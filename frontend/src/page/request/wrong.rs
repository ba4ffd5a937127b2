//! A record that went to someone wrong: the stop, and the case that comes of it, one step after the other.

use super::desk::Desk;
use super::preview::Preview;
use super::section;
use super::sheet::{Sheet, fold, sheet};
use crate::api;
use crate::browser;
use crate::component::alert::{Weight, alert};
use crate::component::button::{Look, button};
use crate::component::choices::{Choice, radio_buttons};
use crate::component::field::{Kind, Label, field, text_area};
use crate::component::tag::{Tone, tag};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::text::staff;
use domain::id::DeliveryId;
use domain::parse::misdirecting as parse;
use domain::route::Name;
use domain::text::{self, misdirection as words};
use domain::wire::misdirection::{
    AccountMisdirection, AssessMisdirection, DecideMisdirection, DutyCard, Misdirect, MisdirectionCard,
    RecallMisdirection, TellBreach, WriteBreach,
};
use domain::wire::{PreviewLetter, Reading, RequesterCard};
use domain::word::misdirection::{Addressee, Conclusion, Exception, Factor, Recall, Risk, Whom};
use domain::word::{Language, wire};
use leptos::prelude::*;

/// Where it starts.
pub const WRONG: &str = "wrong-release";
const ENGLISH: Language = Language::English;

pub fn wrong(desk: Desk) -> El {
    if !desk.may(Name::Misdirect) && desk.page.with_untracked(|page| page.misdirections.is_empty()) {
        return el("div");
    }
    let cases = desk.part(|page| page.misdirections.clone());
    // One case has its forms on the page at a time.
    let chosen = RwSignal::new(None::<u64>);
    let shown = move || {
        let cases = cases.get();
        let first = cases.iter().find(|card| card.due.is_some()).map(|card| card.number);
        let current = chosen.get().or(first);
        let count = cases.len();
        let panels = cases.iter().enumerate().map(|(place, card)| {
            let heading = match count {
                1 => "The case".to_owned(),
                _ => ["Case ", &(place + 1).to_string(), " of ", &count.to_string()].concat(),
            };
            panel(desk, &heading, card, (current == Some(card.number), chosen))
        });
        (count > 0).then(|| el("div").add_all(panels))
    };
    section("A record went to someone wrong")
        .id(WRONG)
        .attr("tabindex", "-1")
        .live(shown)
        .add_some(desk.may(Name::Misdirect).then(|| stop(desk)))
}

/// What the header offers, where an officer has a case to deal with and the request itself waits for nothing.
pub fn next(desk: Desk, nothing_else: bool) -> Option<El> {
    let is_open = desk
        .page
        .with(|page| page.misdirections.iter().any(|card| card.due.is_some()));
    if !is_open || !nothing_else {
        return None;
    }
    Some(if desk.may(Name::DecideMisdirection) {
        button(Look::Filled, "Deal with the wrong release", || {
            browser::focus(WRONG);
        })
    } else {
        p("The officer deals with the wrong release").class("waiting")
    })
}

/// One click stops a link: what else is known of it can wait.
pub fn stop_link(desk: Desk, delivery: DeliveryId) {
    let form = Misdirect {
        delivery: delivery.as_str().to_owned(),
        ..Misdirect::default()
    };
    let change = api::misdirect(&desk.request(), &form);
    desk.make(change, "It is stopped. The privacy officer has it now.");
}

fn row(key: &str, value: &str) -> El {
    el("div")
        .class("summary-row")
        .add(el("dt").text(key))
        .add(el("dd").text(value))
}

fn day(on: chrono::NaiveDate) -> String {
    text::date(on, ENGLISH)
}

const fn label(id: &'static str, text: &'static str, hint: &'static str) -> Label {
    Label { id, text, hint }
}

/// What went out by another way than a link, or of which more is known at once. The accounting asks when, to whom, where,
/// what and why, 45 CFR 164.528(b)(2).
fn stop(desk: Desk) -> El {
    let [on, discovered_on, to, place, what, why] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let errors: Errors = RwSignal::new(Vec::new());
    let today = desk.page.with_untracked(|page| page.clock.today);
    discovered_on.set(today.to_string());
    let date = |label, value| field(label, Kind::DATE, Answer::own(value), errors);
    let fields = vec![
        date(label("wrong-on", "On which day did it go out?", ""), on),
        date(
            label(
                "wrong-discovered_on",
                "When did we first know of it?",
                "The first day on which someone here knew, or should have known. The time to tell people runs from it.",
            ),
            discovered_on,
        ),
    ];
    let known = who_got_it("wrong", (to, place, what, why), errors);
    let what_it_is = Sheet {
        name: "wrong",
        button: "Stop it and tell the officer",
        done: "The privacy officer has it now.",
        clear: vec![on, to, place, what, why],
    };
    let form = sheet(desk, what_it_is, errors, [fields, known].concat(), move || {
        let form = Misdirect {
            delivery: String::new(),
            on: on.get_untracked(),
            discovered_on: discovered_on.get_untracked(),
            to: to.get_untracked(),
            place: place.get_untracked(),
            what: what.get_untracked(),
            why: why.get_untracked(),
        };
        parse::open(&form, None, today)?;
        Ok(api::misdirect(&desk.request(), &form))
    });
    fold("wrong", "Something went to someone wrong: stop it")
        .add(p("For what was posted, handed over or e-mailed. What went by a link is stopped at the link itself, which is switched off with it.").class("hint"))
        .add(form)
}

type Four = (RwSignal<String>, RwSignal<String>, RwSignal<String>, RwSignal<String>);

/// The questions of the accounting, in the form of that name.
fn who_got_it(name: &str, (to, place, what, why): Four, errors: Errors) -> Vec<El> {
    let ids = match name {
        "wrong" => ["wrong-to", "wrong-place", "wrong-what", "wrong-why"],
        _ => ["account-to", "account-place", "account-what", "account-why"],
    };
    let hint = match name {
        "wrong" => "A name, or who it was as far as you know. Leave it empty if nobody knows yet.",
        _ => "A name, or who it was as far as you know.",
    };
    let line = |label, value| field(label, Kind::TEXT, Answer::own(value), errors);
    vec![
        line(label(ids[0], "Who got it?", hint), to),
        line(
            label(ids[1], "At which address?", "Leave it empty if you don’t know."),
            place,
        ),
        line(
            label(ids[2], "What was it?", "For example: one visit note of May 2024."),
            what,
        ),
        text_area(
            label(
                ids[3],
                "How did it come about?",
                "It stands in the accounting that the patient can ask for.",
            ),
            Answer::own(why),
            errors,
        ),
    ]
}

fn panel(desk: Desk, heading: &str, card: &MisdirectionCard, (is_chosen, chosen): (bool, RwSignal<Option<u64>>)) -> El {
    let number = card.number;
    let go_on = (!is_chosen && desk.may(Name::DecideMisdirection))
        .then(|| button(Look::Small, "Go on with this case", move || chosen.set(Some(number))));
    let forms = (is_chosen && desk.may(Name::DecideMisdirection)).then(|| steps(desk, card));
    el("div")
        .class("panel")
        .add(el("h3").text(heading))
        .add(how_it_stands(card))
        .add_some(recalls(card))
        .add_some(assessed(card))
        .add_some(told(card))
        .add_some(go_on)
        .add_some(forms)
}

fn how_it_stands(card: &MisdirectionCard) -> El {
    let to = if card.to.is_empty() {
        "Not known yet: it does not stand in the accounting"
    } else {
        &card.to
    };
    let some = |key: &str, value: &str| (!value.is_empty()).then(|| row(key, value));
    let due = match &card.due {
        Some(due) => {
            let acted = day(due.act_on);
            match due.reading {
                Reading::Overdue(days) => {
                    let late = staff::counted(days as usize, "day late", "days late");
                    [&day(due.due_on), " · ", &late].concat()
                }
                Reading::OnTime(_)
                | Reading::DueSoon(_)
                | Reading::DueToday
                | Reading::Answered
                | Reading::AnsweredLate(_)
                | Reading::NotCounted => [&acted, " · the law’s last day is ", &day(due.due_on)].concat(),
            }
        }
        None => "Nothing is left to do".to_owned(),
    };
    el("dl")
        .class("summary")
        .add(row("Went out on", &day(card.went_on)))
        .add(row("Discovered on", &day(card.discovered_on)))
        .add(row("Who got it", to))
        .add_some(some("Address", &card.place))
        .add_some(some("What it was", &card.what))
        .add_some(some("How it came about", &card.why))
        .add_some(some("Stopped by", &card.opened_by))
        .add(row("Next, by", &due))
        .add_some(
            card.conclusion
                .map(|conclusion| row("Decision", words::conclusion(conclusion))),
        )
        .add_some(card.decided_on.map(|on| row("Decided on", &day(on))))
        .add_some(some("Why", &card.reason))
        .add_some((card.people > 0).then(|| row("People", &card.people.to_string())))
}

fn recalls(card: &MisdirectionCard) -> Option<El> {
    let lines = card.recalls.iter().map(|recall| {
        let line = [words::recall(recall.recall), ", ", &day(recall.on), ". ", &recall.words].concat();
        el("li").text(&line)
    });
    (!card.recalls.is_empty()).then(|| {
        el("div")
            .add(el("h4").text("Getting it back"))
            .add(el("ul").add_all(lines))
    })
}

fn assessed(card: &MisdirectionCard) -> Option<El> {
    let part = |list: El| el("div").add(el("h4").text("Assessment")).add(list);
    if let Some(exception) = card.exception {
        let key = [words::exception(exception), " (", exception.citation(), ")"].concat();
        return Some(part(el("dl").class("summary").add(row(&key, &card.exception_why))));
    }
    let lines = card.factors.iter().map(|found| {
        let risk = match found.risk {
            Risk::Low => "Low risk. ",
            Risk::High => "High risk. ",
        };
        row(words::factor_in_short(found.factor), &[risk, &found.words].concat())
    });
    (!card.factors.is_empty()).then(|| part(el("dl").class("summary").add_all(lines)))
}

/// Who must be told, by when, and how that was counted.
fn told(card: &MisdirectionCard) -> Option<El> {
    let lines = card.duties.iter().map(duty);
    let presumed = card
        .conclusion
        .is_none()
        .then(|| p("It counts as a breach until it is decided. Then these must be told at the latest:").class("aside"));
    (!card.duties.is_empty()).then(|| {
        el("div")
            .add(el("h4").text("Who must be told"))
            .add_some(presumed)
            .add(el("ul").class("plain").add_all(lines))
    })
}

fn duty(duty: &DutyCard) -> El {
    let state = match (duty.told_on, duty.reading) {
        (Some(on), _) => tag(Tone::Good, &["Told on ", &day(on)].concat()),
        (None, Reading::Overdue(days)) => tag(Tone::Late, &staff::counted(days as usize, "day late", "days late")),
        (
            None,
            Reading::OnTime(_)
            | Reading::DueSoon(_)
            | Reading::DueToday
            | Reading::Answered
            | Reading::AnsweredLate(_)
            | Reading::NotCounted,
        ) => tag(Tone::Plain, &["By ", &day(duty.due_on)].concat()),
    };
    let person = match duty.whom {
        Whom::Person => " Without unreasonable delay: this is the last day, and no aim.",
        Whom::Secretary | Whom::Media | Whom::AttorneyGeneral => "",
    };
    el("li")
        .add(el("span").class("strong").text(words::whom(duty.whom)).text(" "))
        .add(state)
        .add(p(&[&words::working(duty), person].concat()).class("hint"))
}

/// The officer's steps, as far as they are there.
fn steps(desk: Desk, card: &MisdirectionCard) -> El {
    let is_breach = card.conclusion == Some(Conclusion::Breach);
    let has_untold = is_breach && card.due.is_some();
    let by_post = card.by_post.then(|| {
        alert(Weight::Notice, "The letter is to be posted")
            .add(p("Print it from the letters of this request and post it by first-class mail. Then note here that the person was told."))
    });
    el("div")
        .add_some(by_post)
        .add_some(card.to.is_empty().then(|| account(desk, card)))
        .add(recall(desk, card))
        .add_some(card.conclusion.is_none().then(|| assess(desk, card)))
        .add(decide(desk, card))
        .add_some((has_untold && card.letter.is_none()).then(|| write(desk, card)))
        .add_some(has_untold.then(|| tell(desk, card)))
}

fn account(desk: Desk, card: &MisdirectionCard) -> El {
    let number = card.number;
    let [to, place, what, why] = ["", &card.place, &card.what, &card.why].map(|text| RwSignal::new(text.to_owned()));
    let errors: Errors = RwSignal::new(Vec::new());
    let sheet_of = Sheet {
        name: "account",
        button: "Write it into the accounting",
        done: "It stands in the accounting.",
        clear: vec![],
    };
    let fields = who_got_it("account", (to, place, what, why), errors);
    let form = sheet(desk, sheet_of, errors, fields, move || {
        let form = AccountMisdirection {
            to: to.get_untracked(),
            place: place.get_untracked(),
            what: what.get_untracked(),
            why: why.get_untracked(),
        };
        parse::account(&form)?;
        Ok(api::account_misdirection(
            &desk.request(),
            number,
            desk.version(),
            &form,
        ))
    });
    fold("account", "It is known who got it")
        .add(
            p("This is for the accounting of 45 CFR 164.528. It is written once, and not changed afterwards.")
                .class("hint"),
        )
        .add(form)
}

fn recall(desk: Desk, card: &MisdirectionCard) -> El {
    let number = card.number;
    let [what, on, note] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let today = desk.page.with_untracked(|page| page.clock.today);
    on.set(today.to_string());
    let errors: Errors = RwSignal::new(Vec::new());
    let choices = Recall::WIRE
        .map(|(name, recall)| Choice::new(name, words::recall(recall)))
        .into();
    let fields = vec![
        radio_buttons(
            label("recall-recall", "What was done, or what do they say?", ""),
            choices,
            &Answer::own(what),
            errors,
        ),
        field(
            label("recall-on", "On which day?", ""),
            Kind::DATE,
            Answer::own(on),
            errors,
        ),
        text_area(
            label(
                "recall-words",
                "In what words?",
                "What was asked, or what who got it attests, and how.",
            ),
            Answer::own(note),
            errors,
        ),
    ];
    let sheet_of = Sheet {
        name: "recall",
        button: "Note it",
        done: "It is noted.",
        clear: vec![note],
    };
    let form = sheet(desk, sheet_of, errors, fields, move || {
        let form = RecallMisdirection {
            recall: what.get_untracked(),
            on: on.get_untracked(),
            words: note.get_untracked(),
        };
        parse::recall(&form, today)?;
        Ok(api::recall_misdirection(&desk.request(), number, desk.version(), &form))
    });
    fold("recall", "Get it back: what was asked, and what they say").add(form)
}

/// The ids of a factor's two questions.
fn factor_ids(factor: Factor) -> (&'static str, &'static str) {
    match factor {
        Factor::Information => ("assess-information", "assess-information_why"),
        Factor::Recipient => ("assess-recipient", "assess-recipient_why"),
        Factor::Seen => ("assess-seen", "assess-seen_why"),
        Factor::Mitigation => ("assess-mitigation", "assess-mitigation_why"),
    }
}

fn part(form: &mut AssessMisdirection, factor: Factor) -> (&mut String, &mut String) {
    match factor {
        Factor::Information => (&mut form.information, &mut form.information_why),
        Factor::Recipient => (&mut form.recipient, &mut form.recipient_why),
        Factor::Seen => (&mut form.seen, &mut form.seen_why),
        Factor::Mitigation => (&mut form.mitigation, &mut form.mitigation_why),
    }
}

fn assess(desk: Desk, card: &MisdirectionCard) -> El {
    let number = card.number;
    let mut begun = AssessMisdirection {
        exception: card
            .exception
            .map_or("none", |exception| wire(&exception, &Exception::WIRE))
            .to_owned(),
        exception_why: card.exception_why.clone(),
        ..AssessMisdirection::default()
    };
    for found in &card.factors {
        let (risk, why) = part(&mut begun, found.factor);
        wire(&found.risk, &Risk::WIRE).clone_into(risk);
        why.clone_from(&found.words);
    }
    let form = RwSignal::new(begun);
    let errors: Errors = RwSignal::new(Vec::new());
    let mut exceptions = vec![Choice::new("none", "None of these: the four points decide")];
    exceptions.extend(
        Exception::WIRE
            .map(|(name, exception)| Choice::new(name, words::exception(exception)).hint(exception.citation())),
    );
    let mut fields = vec![
        radio_buttons(
            label("assess-exception", "Is it one of the law’s exceptions?", ""),
            exceptions,
            &Answer::of(form, |form| &mut form.exception),
            errors,
        ),
        text_area(
            label("assess-exception_why", "If so, why?", ""),
            Answer::of(form, |form| &mut form.exception_why),
            errors,
        ),
    ];
    for factor in Factor::ALL {
        let (id, why_id) = factor_ids(factor);
        let choices = vec![
            Choice::new("low", "The risk is low"),
            Choice::new("high", "The risk is high"),
        ];
        let (risk, why) = answers(form, factor);
        fields.push(radio_buttons(
            label(id, words::factor(factor), factor.citation()),
            choices,
            &risk,
            errors,
        ));
        fields.push(text_area(label(why_id, "Why?", ""), why, errors));
    }
    let sheet_of = Sheet {
        name: "assess",
        button: "Keep the assessment",
        done: "The assessment is kept.",
        clear: vec![],
    };
    let filled = sheet(desk, sheet_of, errors, fields, move || {
        let form = form.get_untracked();
        parse::assess(&form)?;
        Ok(api::assess_misdirection(&desk.request(), number, desk.version(), &form))
    });
    fold("assess", "Assess it: an exception, or the four points")
        .add(p("Points that you can’t judge yet can wait. It is no breach only if all four are low.").class("hint"))
        .add(filled)
}

fn answers(form: RwSignal<AssessMisdirection>, factor: Factor) -> (Answer, Answer) {
    (
        Answer::new(
            move || form.with(|form| form.of(factor).0.to_owned()),
            move |text| form.update(|form| *part(form, factor).0 = text),
        ),
        Answer::new(
            move || form.with(|form| form.of(factor).1.to_owned()),
            move |text| form.update(|form| *part(form, factor).1 = text),
        ),
    )
}

fn decide(desk: Desk, card: &MisdirectionCard) -> El {
    let number = card.number;
    let is_breach = card.conclusion == Some(Conclusion::Breach);
    let begun = DecideMisdirection {
        breach: if card.conclusion.is_some() { "yes" } else { "" }.to_owned(),
        people: "1".to_owned(),
        ..DecideMisdirection::default()
    };
    let form = RwSignal::new(begun);
    let errors: Errors = RwSignal::new(Vec::new());
    let mut choices = vec![Choice::new("yes", "Yes: it is a breach, and people are told")];
    if card.conclusion.is_none() {
        let why_not = if card.exception.is_some() {
            "You named an exception."
        } else if card.is_low {
            "You judged all four points to be low."
        } else {
            "Not yet: it takes an exception, or all four points judged to be low."
        };
        choices.push(Choice::new("no", "No: it is no breach").hint(why_not));
    }
    let line = |label, part: fn(&mut DecideMisdirection) -> &mut String| {
        field(label, Kind::TEXT, Answer::of(form, part), errors)
    };
    let fields = vec![
        radio_buttons(
            label(
                "decided-breach",
                "Is it a breach?",
                "It counts as one unless the assessment shows that it is none.",
            ),
            choices,
            &Answer::of(form, |form| &mut form.breach),
            errors,
        ),
        text_area(
            label(
                "decided-reason",
                "Why?",
                "It is kept: the practice must be able to show why, 45 CFR 164.414(b).",
            ),
            Answer::of(form, |form| &mut form.reason),
            errors,
        ),
        line(
            label("decided-people", "How many people’s information was it?", ""),
            |form| &mut form.people,
        ),
        line(
            label(
                "decided-residents",
                "How many of them live in one state?",
                "Of the state where most of them live. Only if there are more than 500 people.",
            ),
            |form| &mut form.residents,
        ),
        line(
            label(
                "decided-texans",
                "How many of them live in Texas?",
                "Only if there are 250 people or more.",
            ),
            |form| &mut form.texans,
        ),
    ];
    let sheet_of = Sheet {
        name: "decided",
        button: "Decide",
        done: "The decision is kept.",
        clear: vec![],
    };
    let filled = sheet(desk, sheet_of, errors, fields, move || {
        let form = form.get_untracked();
        parse::decide(&form)?;
        Ok(api::decide_misdirection(&desk.request(), number, desk.version(), &form))
    });
    let summary = match card.conclusion {
        None => "Decide whether it is a breach",
        Some(_) if is_breach => "It concerns more people than was thought",
        Some(_) => "It is a breach after all",
    };
    fold("decided", summary).add(filled)
}

/// What the person is told, 45 CFR 164.404(c)(1), read before it goes.
fn write(desk: Desk, card: &MisdirectionCard) -> El {
    let number = card.number;
    let form = RwSignal::new(WriteBreach {
        electronic: "no".to_owned(),
        ..WriteBreach::default()
    });
    let errors: Errors = RwSignal::new(Vec::new());
    let (is_represented, is_spanish) = desk.page.with_untracked(|page| {
        let is_represented = matches!(page.requester, RequesterCard::Representative { .. });
        (is_represented, page.language == Language::Spanish)
    });
    let mut to = vec![Choice::new(
        wire(&Addressee::Patient, &Addressee::WIRE),
        "The patient of this request",
    )];
    if is_represented {
        let name = wire(&Addressee::Representative, &Addressee::WIRE);
        to.push(Choice::new(name, "Who acts for the patient by this request"));
    }
    let other = wire(&Addressee::Other, &Addressee::WIRE);
    to.push(Choice::new(other, "Someone else: it was that person’s record"));
    let electronic = vec![
        Choice::new("no", "No: we print it and post it by first-class mail"),
        Choice::new("yes", "Yes: we tell her by e-mail, and it lies on her page"),
    ];
    let area = |label, part: fn(&mut WriteBreach) -> &mut String| text_area(label, Answer::of(form, part), errors);
    let language =
        is_spanish.then(|| p("Write these four parts in Spanish: the letter is in Spanish.").class("strong"));
    let fields = vec![
        radio_buttons(
            label(
                "breach-addressee",
                "Whose information was it?",
                "The letter goes to that person, and never to who got the record.",
            ),
            to,
            &Answer::of(form, |form| &mut form.addressee),
            errors,
        ),
        field(
            label("breach-name", "That person’s name", "Only if it is someone else."),
            Kind::TEXT,
            Answer::of(form, |form| &mut form.name),
            errors,
        ),
        radio_buttons(
            label(
                "breach-electronic",
                "Did that person agree to such notices by e-mail?",
                "Not to the address that the record itself went to.",
            ),
            electronic,
            &Answer::of(form, |form| &mut form.electronic),
            errors,
        ),
        el("div").add_some(language),
        area(
            label(
                "breach-happened",
                "What happened?",
                "In short and plain words. The letter adds the days. Don’t name who got it.",
            ),
            |form| &mut form.happened,
        ),
        area(
            label(
                "breach-kinds",
                "What kinds of information were in it?",
                "For example: your name, your date of birth and one visit note. Not what they say.",
            ),
            |form| &mut form.kinds,
        ),
        area(
            label(
                "breach-protect",
                "What can the person do to be safe?",
                "For example: read the bills of your health plan, and tell us of any that is not yours.",
            ),
            |form| &mut form.protect,
        ),
        area(
            label(
                "breach-doing",
                "What do we do about it?",
                "To find out, to make up for it, and so that it does not happen again.",
            ),
            |form| &mut form.doing,
        ),
    ];
    let preview = Preview::new(desk, move || form.track());
    let look = button(Look::Link, "Read the letter first", move || {
        let typed = form.get_untracked();
        match parse::write(&typed) {
            Err(wrong) => errors.set(wrong.into_iter().map(of_letter).collect()),
            Ok(_) => {
                errors.set(Vec::new());
                preview.load(PreviewLetter {
                    kind: "breach".to_owned(),
                    misdirection: number,
                    breach: typed,
                    ..PreviewLetter::default()
                });
            }
        }
    });
    let sheet_of = Sheet {
        name: "breach",
        button: "Write the letter",
        done: "The letter is written.",
        clear: vec![],
    };
    let mut parts = fields;
    parts.push(look);
    parts.push(preview.view(|| None));
    let filled = sheet(desk, sheet_of, errors, parts, move || {
        let form = form.get_untracked();
        parse::write(&form)?;
        Ok(api::write_breach(&desk.request(), number, desk.version(), &form))
    });
    fold("breach", "Write to the person").add(filled)
}

/// An error of the letter's form, by the ids of the page.
fn of_letter(error: domain::field::FieldError) -> domain::field::FieldError {
    domain::field::FieldError::new(["breach-", &error.field].concat(), error.code)
}

fn tell(desk: Desk, card: &MisdirectionCard) -> El {
    let number = card.number;
    let [whom, on, note] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let today = desk.page.with_untracked(|page| page.clock.today);
    on.set(today.to_string());
    let errors: Errors = RwSignal::new(Vec::new());
    let untold = card.duties.iter().filter(|duty| duty.told_on.is_none());
    // The person is told by the letter alone.
    let untold = untold.filter(|duty| duty.whom != Whom::Person || card.letter.is_some());
    let choices: Vec<_> = untold
        .map(|duty| Choice::new(wire(&duty.whom, &Whom::WIRE), words::whom(duty.whom)))
        .collect();
    let fields = vec![
        radio_buttons(
            label("tell-whom", "Who was told?", ""),
            choices,
            &Answer::own(whom),
            errors,
        ),
        field(
            label("tell-on", "On which day?", ""),
            Kind::DATE,
            Answer::own(on),
            errors,
        ),
        text_area(
            label(
                "tell-note",
                "How?",
                "For example: posted by first-class mail to her address",
            ),
            Answer::own(note),
            errors,
        ),
    ];
    let sheet_of = Sheet {
        name: "tell",
        button: "Note that they were told",
        done: "It is noted.",
        clear: vec![note],
    };
    let form = sheet(desk, sheet_of, errors, fields, move || {
        let form = TellBreach {
            whom: whom.get_untracked(),
            on: on.get_untracked(),
            note: note.get_untracked(),
        };
        parse::tell(&form, today)?;
        Ok(api::tell_breach(&desk.request(), number, desk.version(), &form))
    });
    fold("tell", "Note who was told").add(form)
}
