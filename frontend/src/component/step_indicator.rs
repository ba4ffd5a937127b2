//! The steps of a request in plain words: done, now, to come.

use crate::el::{El, el};
use crate::session::language;
use crate::text::{common, say};
use std::cmp::Ordering;

/// `current` counts from 0; it is the number of steps when all are done.
pub fn step_indicator(label: &str, steps: &[&str], current: usize) -> El {
    let language = language();
    let step = |(index, name): (usize, &&str)| {
        let (class, state) = match index.cmp(&current) {
            Ordering::Less => ("step done", common::STEP_DONE),
            Ordering::Equal => ("step now", common::STEP_NOW),
            Ordering::Greater => ("step", common::STEP_LATER),
        };
        let step = el("li")
            .class(class)
            .add(el("span").class("step-name").text(name))
            .add(el("span").class("step-state").text(say(state, language)));
        if index == current {
            step.attr("aria-current", "step")
        } else {
            step
        }
    };
    el("ol")
        .class("steps")
        .attr("aria-label", label)
        .add_all(steps.iter().enumerate().map(step))
}
