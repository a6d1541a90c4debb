//! P: systematic injection. Every piece of a conversation breaks in every way, and every answer is
//! cut at every byte.

#![allow(
    clippy::cast_possible_truncation,
    clippy::semicolon_if_nothing_returned,
    clippy::similar_names,
    clippy::type_complexity,
    clippy::unnecessary_debug_formatting,
    clippy::unchecked_time_subtraction,
    clippy::unnecessary_wraps,
    clippy::wildcard_imports,
    reason = "tables of calls and small test bodies, for which these say nothing"
)]

mod cuts;
mod pieces;
#[path = "../transfer/support.rs"]
mod support;
