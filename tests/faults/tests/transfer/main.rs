//! Rows G to L of the fault matrix: what is repeated, what is sent, what is written, what is told.

mod disk;
mod download;
mod names;
mod progress;
mod resume;
mod retry;
mod source;
mod support;
mod threads;
mod upload;
