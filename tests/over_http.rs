//! The line over HTTP, on the deployed template: real functions, real rows, real objects and links.

mod correcting;
mod daily;
mod delivery;
mod endings;
mod evidence;
mod faults;
mod fees;
mod intake;
mod line;
mod matrix;
mod misdirecting;
mod papers;
mod printed;
mod race;
mod reports;
mod reviewing;
mod seldom;
mod staff;
mod uploads;
mod withholding;
