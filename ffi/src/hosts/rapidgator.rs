//! (internal) The operations of rapidgator: a group of them each.

mod bytes;
mod file;
mod folder;
mod remote;
mod trashcan;
mod user;
