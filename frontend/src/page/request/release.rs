//! Release: what goes out, what does not and why, and how far the package is.

use super::desk::Desk;
use super::fee;
use super::preview::on_demand;
use super::sheet::{Sheet, fold, sheet};
use super::{RELEASE_DIALOG, section, skeleton};
use crate::api;
use crate::browser;
use crate::component::button::{Look, busy_button};
use crate::component::choices::checkbox;
use crate::component::dialog::dialog;
use crate::component::error_summary::error_summary;
use crate::component::field::{Kind, Label, field, text_area};
use crate::el::{El, el, p};
use crate::form::{Answer, Errors};
use crate::load::Load;
use crate::said::SAID;
use crate::text::staff;
use domain::parse;
use domain::record;
use domain::route::Name;
use domain::text;
use domain::wire::{ConsentForm, ExplainDelay, NotHeldForm, Placement, PreviewLetter, RecordList, ReleaseRecord, What};
use domain::word::{Outcome, Work};
use leptos::prelude::*;

const GOES_OUT: &str = "Goes out: ";
/// Where what is said with a release is asked.
const FIELDS: &str = "release-fields";

pub fn release(desk: Desk) -> El {
    let work = desk.part(|page| page.work);
    let said = Said {
        what: RwSignal::new(String::new()),
        ask: RwSignal::new(String::new()),
        seen: RwSignal::new(String::new()),
        scope: RwSignal::new(String::new()),
        errors: RwSignal::new(Vec::new()),
    };
    let stage = move || {
        Some(match work.get() {
            Work::Received | Work::Gathering => before(desk, said),
            Work::Assembling => progress(desk),
            Work::Ready | Work::Delivered | Work::Answered | Work::Closed => after(desk),
        })
    };
    let confirm = busy_button(
        Look::Filled,
        desk.busy,
        move || label(desk),
        move || {
            browser::close_dialog(RELEASE_DIALOG);
            send(desk, said);
        },
    );
    let question = vec![
        el("div").live(move || summary(desk, GOES_OUT)),
        el("div").live(move || Some(p(what_follows(desk)))),
        confirm,
    ];
    let title = move || [&label(desk), "?"].concat();
    section("Release")
        .id("release")
        .live(stage)
        .add(dialog(RELEASE_DIALOG, title, "Go back", question).attr(SAID, FIELDS))
}

/// What the button does, with its numbers.
pub fn label(desk: Desk) -> String {
    desk.records.with(|records| match records {
        Load::Ready(list) => {
            let withheld = withheld(list);
            let records = staff::records(list.releasable as usize);
            match (list.releasable, withheld) {
                (0, 1..) => "Send the denial".to_owned(),
                (_, 0) => ["Release ", &records].concat(),
                _ => ["Release ", &records, ", withhold ", &withheld.to_string()].concat(),
            }
        }
        Load::Waiting | Load::Failed(_) => "Release".to_owned(),
    })
}

/// How many records the letter says are withheld.
fn withheld(list: &RecordList) -> usize {
    let placements = list.records.iter().map(|record| record.placement);
    placements.filter(|placement| *placement == Placement::Withheld).count()
}

fn what_follows(desk: Desk) -> &'static str {
    let is_denial = desk.records.with(|records| match records {
        Load::Ready(list) => list.releasable == 0 && withheld(list) > 0,
        Load::Waiting | Load::Failed(_) => false,
    });
    if is_denial {
        "The letter says what is withheld and why, how to have it looked at again, and where to complain."
    } else {
        "The desk then packs the record, and it goes to the requester as was agreed. What was handed over can’t be taken back."
    }
}

fn send(desk: Desk, said: Said) {
    let form = ReleaseRecord {
        not_held: said.not_held(),
        consent: said.consent(),
    };
    if let Err(errors) = parse::releasing(&form.not_held, &form.consent) {
        said.errors.set(errors);
        return;
    }
    let change = api::release(&desk.request(), desk.version(), &form);
    let done = "Released. The package is being made.";
    desk.submit(change, said.errors, done, Box::new(move || said.clear()));
}

/// What is said with a release: what of it is not held here, and on what consent it goes to a third party.
#[derive(Clone, Copy)]
struct Said {
    what: RwSignal<String>,
    ask: RwSignal<String>,
    seen: RwSignal<String>,
    scope: RwSignal<String>,
    errors: Errors,
}

impl Said {
    fn not_held(self) -> Vec<NotHeldForm> {
        let form = NotHeldForm {
            what: self.what.get(),
            ask: self.ask.get(),
        };
        let is_typed = !form.what.trim().is_empty() || !form.ask.trim().is_empty();
        is_typed.then_some(form).into_iter().collect()
    }

    fn consent(self) -> ConsentForm {
        ConsentForm {
            seen: self.seen.get(),
            scope: self.scope.get(),
        }
    }

    fn clear(self) {
        for typed in [self.what, self.ask, self.seen, self.scope] {
            typed.set(String::new());
        }
    }

    fn letter(self) -> PreviewLetter {
        PreviewLetter {
            kind: "release".to_owned(),
            not_held: self.not_held(),
            consent: self.consent(),
            ..PreviewLetter::default()
        }
    }

    /// 45 CFR 164.524(d)(3).
    fn lack(self) -> El {
        let what = Label {
            id: "not_held.0.what",
            text: "What do we not have?",
            hint: "As the letter shall say it, in its language. For example: The films of 2019",
        };
        let ask = Label {
            id: "not_held.0.ask",
            text: "Where can the requester ask for it? (leave empty if nobody knows)",
            hint: "If you know who holds it, the letter must say so: 45 CFR 164.524(d)(3).",
        };
        fold("not-held", "Something that was asked for is not here")
            .add(field(what, Kind::TEXT, Answer::own(self.what), self.errors))
            .add(field(ask, Kind::TEXT, Answer::own(self.ask), self.errors))
    }

    /// 42 CFR 2.31 and 2.32.
    fn on_consent(self) -> El {
        let seen = Label {
            id: "consent.seen",
            text: "I have seen the patient’s written consent to this",
            hint: "A record of a drug or alcohol treatment program is in it. It goes to someone else only on a consent of 42 CFR 2.31.",
        };
        let scope = Label {
            id: "consent.scope",
            text: "What does the consent cover?",
            hint: "The letter must explain it to whoever gets the record, in its language: what may go, to whom, for what, and until when.",
        };
        el("div")
            .add(checkbox(seen, Answer::own(self.seen), self.errors))
            .add(text_area(scope, Answer::own(self.scope), self.errors))
    }
}

/// Whether a record that goes out may on the patient's written consent alone.
fn goes_on_consent(desk: Desk) -> bool {
    let kind = desk.page.with_untracked(|page| page.kind);
    desk.records.with(|records| match records {
        Load::Ready(list) => {
            let places = list.records.iter().map(|record| (record.sensitivity, record.placement));
            record::goes_on_consent(kind, places)
        }
        Load::Waiting | Load::Failed(_) => false,
    })
}

fn before(desk: Desk, said: Said) -> El {
    let obstacles = desk.records.with(|records| match records {
        Load::Ready(list) => Some(list.obstacles.clone()),
        Load::Waiting | Load::Failed(_) => None,
    });
    let Some(obstacles) = obstacles else {
        return skeleton(2);
    };
    if obstacles.is_empty() && !desk.may(Name::Release) {
        return el("div")
            .add_some(summary(desk, GOES_OUT))
            .add(p(staff::FOR_DESK).class("aside"));
    }
    if obstacles.is_empty() {
        let ask = busy_button(
            Look::Outlined,
            desk.busy,
            move || label(desk),
            || {
                browser::open_dialog(RELEASE_DIALOG);
            },
        );
        return el("div")
            .add_some(summary(desk, GOES_OUT))
            .live(move || fee::in_short(desk))
            .add(error_summary("release-errors", said.errors))
            .add(
                el("div")
                    .id(FIELDS)
                    .add_some(goes_on_consent(desk).then(|| said.on_consent()))
                    .add(said.lack()),
            )
            .add(on_demand(desk, "Read the letter first", move || said.letter()))
            .add(ask)
            .live(move || asks_why(desk).then(|| delay(desk)));
    }
    let lines = obstacles
        .into_iter()
        .map(|obstacle| el("li").text(text::obstacle(obstacle)));
    el("div")
        .add(p("Before you can release:"))
        .add(el("ul").add_all(lines))
        .add_some(summary(desk, GOES_OUT))
}

/// Whether everything is ready from the day after receipt on, and nobody has said today why it does not go out.
fn asks_why(desk: Desk) -> bool {
    desk.page.with(|page| {
        let today = page.clock.today;
        let mut said = page.history.iter().filter(|line| line.what == What::DelayExplained);
        today > page.clock.due.received_on && said.all(|line| line.on != today)
    })
}

/// To wait with what is ready may be information blocking, 45 CFR 171.103.
fn delay(desk: Desk) -> El {
    let reason = RwSignal::new(String::new());
    let errors: Errors = RwSignal::new(Vec::new());
    let label = Label {
        id: "delay-reason",
        text: "Why does it not go out today?",
        hint: "Federal law forbids holding back what is ready, also inside the time limit (45 CFR part 171). Staff of this practice read the reason.",
    };
    let what = Sheet {
        name: "delay",
        button: "Keep the reason",
        done: "The reason is kept.",
        clear: vec![reason],
    };
    let fields = vec![text_area(label, Answer::own(reason), errors)];
    let form = sheet(desk, what, errors, fields, move || {
        let form = ExplainDelay {
            reason: reason.get_untracked(),
        };
        parse::delay(&form).map_err(|error| vec![error])?;
        Ok(api::explain_delay(&desk.request(), &form))
    });
    fold("delay", "Everything is ready and does not go out yet: say why").add(form)
}

/// In, and out with its reason.
fn summary(desk: Desk, goes: &str) -> Option<El> {
    desk.records.with(|records| match records {
        Load::Ready(list) => Some(split(list, goes)),
        Load::Waiting | Load::Failed(_) => None,
    })
}

fn split(list: &RecordList, goes: &str) -> El {
    let size = text::size(list.releasable_size);
    let out = [&staff::records(list.releasable as usize), ", ", &size].concat();
    let reasons = [
        Placement::Withheld,
        Placement::NotTheirs,
        Placement::Protected,
        Placement::WaitsForDetermination,
        Placement::WaitsForApproval,
        Placement::NotAskedFor,
        Placement::Duplicate,
        Placement::OutsideRecordSet,
        Placement::SetAside,
        Placement::NeedsJudgement,
        Placement::Waiting,
        Placement::Rejected,
    ];
    let stays: Vec<El> = reasons.into_iter().filter_map(|reason| staying(list, reason)).collect();
    let stays = (!stays.is_empty()).then(|| {
        el("div")
            .add(p("Does not go out").class("strong"))
            .add(el("ul").add_all(stays))
    });
    let goes = el("p").add(el("span").class("strong").text(goes)).text(&out);
    el("div").add(goes).add_some(stays)
}

fn staying(list: &RecordList, reason: Placement) -> Option<El> {
    let held = list.records.iter().filter(|record| record.placement == reason);
    let names: Vec<&str> = held.map(|record| record.name.as_str()).collect();
    let count = staff::counted(names.len(), "file", "files");
    let line = [text::placement(reason), " (", &count, "): ", &names.join(", ")].concat();
    (!names.is_empty()).then(|| el("li").class("file-name").text(&line))
}

fn progress(desk: Desk) -> El {
    let job = move || {
        desk.page
            .with(|page| page.job.as_ref().map_or((0, 0), |job| (job.done, job.total)))
    };
    let words = move || {
        let (done, total) = job();
        if total == 0 {
            return "Packing the record".to_owned();
        }
        [
            "Packing the record: ",
            &done.to_string(),
            " of ",
            &total.to_string(),
            " done",
        ]
        .concat()
    };
    let bar = el("progress")
        .attr("aria-label", "Packing the record")
        .live_attr("max", move || Some(job().1.max(1).to_string()))
        // Without a value it moves, until it is known how much there is.
        .live_attr("value", move || (job().1 > 0).then(|| job().0.to_string()));
    el("div").add(el("p").class("waiting").live_text(words)).add(bar).add(p(
        "You can leave this page. The desk goes on and e-mails the patient when the record is ready.",
    ))
}

/// What became of it. Without a record there is only its letter.
fn after(desk: Desk) -> El {
    let ended = desk.page.with(|page| page.outcome);
    match ended {
        Some(Outcome::Released | Outcome::ReleasedInPart | Outcome::Inspected) => el("div")
            .add(p("Released. The package for the requester holds exactly this:"))
            .add_some(summary(desk, "In it: "))
            .live(move || fee::in_short(desk)),
        Some(
            outcome @ (Outcome::Denied
            | Outcome::NotHeld
            | Outcome::NoAuthority
            | Outcome::Unverified
            | Outcome::Withdrawn
            | Outcome::RoutedElsewhere),
        ) => p("Answered with a letter: ").add(el("strong").text(text::outcome(outcome))),
        None => p("Nothing was released."),
    }
}
