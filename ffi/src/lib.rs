//! The C ABI of gigahost. `include/gigahost.h` is made from these sources by `tests/header`, in
//! the order of the modules below: whoever knows the header knows where everything is.
//!
//! Every function is built alike: check the arguments, one call of the core, one conversion. What
//! all of them need stands in [`border`]: panics, NULL, errno, handles, results, forks.
#![allow(unreachable_pub)] // exported by its name, not by its path
#![allow(non_camel_case_types)] // the names are those of C
#![allow(clippy::doc_markdown)] // comments are for the header too, where there are no backticks
#![allow(clippy::unused_self)] // the caller itself is the promise by which pointers may be followed
#![allow(clippy::missing_safety_doc)] // what a pointer must be stands in the header, once per type
#![deny(clippy::undocumented_unsafe_blocks)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

// Floors (held by tests/floors.py): a module imports only from lines below its own; modules on one
// line do not know each other. The `mod` lines below them are in the order of the header.
//
//   hosts                                what only one host has
//   queue                                many transfers at once
//   account, call, link, remote, share_link, trash, download   the verbs
//   upload                               one of them that others tell of
//   batch                                the outcome for each of many
//   source, receipt_log                  sources for several uploads; what was stored
//   progress                             where a transfer stands
//   entry                                files and folders
//   session                              sessions
//   config, cancel                       what sessions are made of
//   bandwidth                            how fast the bytes of files may move
//   value                                documents
//   error                                errors and results
//   host, status, version                numbers with names
//   border                               what every function needs; it knows none of the above
mod border;

// The header, section by section.
mod version;
mod status;
mod error;
mod value;
mod host;
mod bandwidth;
mod config;
mod cancel;
mod session;
mod account;
mod entry;
mod batch;
mod trash;
mod progress;
mod source;
mod upload;
mod download;
mod receipt_log;
mod queue;
mod remote;
mod link;
mod share_link;
mod call;
mod hosts;

#[global_allocator]
static ALLOCATOR: gigahost_allocator::ClearOnFree = gigahost_allocator::ClearOnFree;
