//! P: systematic injection. Every piece of a conversation breaks in every way, and every answer is
//! cut at every byte.

mod cuts;
mod pieces;
#[path = "../transfer/support.rs"]
mod support;
