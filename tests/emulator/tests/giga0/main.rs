//! giga0 as the emulator plays it.

mod admin;
mod bytes;
#[path = "../common/mod.rs"]
mod common;
mod session;
mod site;
mod tree;
