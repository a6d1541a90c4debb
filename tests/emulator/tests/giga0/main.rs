//! giga0 as the emulator plays it.

mod admin;
mod bytes;
#[path = "../raw/mod.rs"]
mod raw;
mod session;
mod site;
mod tree;
