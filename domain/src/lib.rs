//! The rules of Access Desk, shared by the page and the functions. Pure: no clock, no environment,
//! no input or output, no randomness, no time zones.

pub mod chain;
pub mod checklist;
pub mod clock;
pub mod csv;
pub mod decide;
pub mod delivery;
pub mod disclosure;
pub mod email;
pub mod event;
pub mod evidence;
pub mod fee;
pub mod field;
pub mod ground;
pub mod id;
pub mod iso;
pub mod law;
pub mod letter;
pub mod misdirection;
pub mod package;
pub mod papers;
pub mod parse;
pub mod person;
pub mod practice;
pub mod record;
pub mod report;
pub mod request;
pub mod retention;
pub mod review;
pub mod route;
pub mod task;
pub mod text;
pub mod wire;
pub mod word;
