//! The line over HTTP, on the deployed template: real functions, real rows, real objects and links.

mod delivery;
mod faults;
mod line;
mod matrix;
mod staff;
mod uploads;
