//! Rows G to L of the fault matrix: what is repeated, what is sent, what is written, what is told.

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

mod coding;
mod disk;
mod download;
mod kept;
mod local;
mod names;
mod part;
#[cfg(unix)]
mod posix;
mod profiles;
mod progress;
mod resume;
mod retry;
mod segments;
mod source;
mod support;
mod threads;
mod upload;
#[cfg(windows)]
mod windows;
