//! The Lambda functions of Access Desk: one library, one binary a function under `src/bin`, one use case a
//! file. A use case reads parse, load, decide, commit.

pub mod assemble;
pub mod aws;
pub mod call;
pub mod change;
pub mod claim;
pub mod close;
pub mod contact;
pub mod edge;
pub mod failure;
pub mod function;
pub mod inspect;
pub mod judge;
pub mod manifest;
pub mod notice;
pub mod page;
pub mod practice;
pub mod records;
pub mod reissue;
pub mod release;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod sniff;
pub mod status;
pub mod store;
pub mod stream;
pub mod submit;
pub mod sweep;
pub mod uploads;
pub mod verify;
pub mod worklist;
pub mod world;
pub mod zip;
pub mod zone;
