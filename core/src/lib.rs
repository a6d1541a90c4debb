//! A client library for five file hosts: rapidgator.net, cloud.giga0.com (and every site that runs
//! the same "File Upload" API v2), uploadgig.com, ge.tt and giga.gs.
//!
//! ```no_run
//! use gigahost::{Host, Session, UploadOptions};
//!
//! # fn main() -> Result<(), gigahost::Error> {
//! let session = Session::builder(Host::Rapidgator).login("ann@example.test", "secret").build()?;
//! let receipt = session.upload("film.mkv", UploadOptions::new())?;
//! println!("{}", receipt.url.as_deref().unwrap_or("no link"));
//! # Ok(())
//! # }
//! ```
//!
//! # Two levels
//!
//! **Session verbs** ([`Session::upload`], [`Session::list`], ...) are the same at every host.
//! **Host operations** are the host's own API, one function per documented call:
//! [`Session::rapidgator`], [`Session::giga0`], [`Session::uploadgig`], [`Session::gett`] and
//! [`Session::gigags`] provide them. [`Session::call`] reaches any endpoint that is not modelled.
//!
//! # Promises
//!
//! * All work of a call happens on the calling thread; progress callbacks come there, at most ten
//!   times and at least once a second. Only a [`Queue`], a download in segments and a file that passes
//!   from host to host ([`Session::source`]) have threads, and they are their own. A
//!   [`CancelToken`] ends any call within 100 ms.
//! * After a host asked to wait, no call of the session is sent before the time is up.
//! * No file is uploaded twice unless the host cannot end up with two copies. If it is impossible
//!   to tell whether an upload arrived, the error is [`Status::OutcomeUnknown`].
//! * A finished download is complete; an error page is never saved as the file.
//! * A rejected password is sent only once. Credentials are sent only to their own origin.
//! * No secret appears in an error, in `Debug` output, in a log or in a file.
//!
//! # Features
//!
//! `cap-logs` (default): the underlying HTTP library logs complete requests, including credentials,
//! to the `log` crate at level `trace`. This feature compiles that level out of `log`, for the
//! whole program. Without it, do not enable `trace` for `ureq`.
//!
//! `serialize`: implements `serde::Serialize` for every result. Secrets are serialized in clear
//! text.
#![forbid(unsafe_code)]
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
// line do not know each other. `lib.rs` itself is the hub that everything may be imported through.
//
//   builder                        opens sessions
//   profile                        where the credentials of an account are found
//   queue                          many transfers at once
//   receipt_log                    what was stored, and whether it is still there
//   relay                          a file at one host as the source for another
//   hosts                          the one place that knows all five hosts
//   hosts::rapidgator, hosts::giga0, hosts::uploadgig, hosts::gett, hosts::gigags   one host each
//   hosts::refusals, hosts::once    what hosts refuse, and what that means; listings in pages
//   transfer                       the flows that uploads and downloads of every host share
//   session                        one account at one host: calls, login, repetition, the verbs
//   receipt, options               what a transfer gives, and what it may be told
//   local                          files on this machine
//   retry                          whether and when a call is made again
//   http                           one exchange: guarded, clocked, over our own sockets
//   scope                          the state of the call that this thread is in
//   pulse, wire                    a call for the caller's code now and then; JSON read strictly
//   operation::check               parameters against the table
//   operation, progress, config    the table of operations; how far a transfer is; settings
//   json                           the hosts' JSON, read once
//   bandwidth                      how fast the bytes of files may move
//   cancel, model                  words of the interface
//   error                          the one error
//   secret, words                  what is never shown; what a page says to people
//   digest                         MD5
//   form, host                     percent encoding; the names of the hosts
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod bandwidth;
mod builder;
mod cancel;
mod config;
mod digest;
mod error;
mod form;
mod host;
pub mod hosts;
mod http;
mod json;
mod local;
mod model;
pub mod operation;
mod options;
mod profile;
mod progress;
mod pulse;
mod queue;
mod receipt;
mod receipt_log;
mod relay;
mod retry;
mod scope;
mod secret;
mod session;
mod transfer;
mod wire;
mod words;

pub use bandwidth::Bandwidth;
pub use builder::Builder;
pub use cancel::CancelToken;
pub use config::{Clocks, PlainHttp, Trust};
pub use error::{Clock, Error, Outcome, Status};
pub use host::{Capability, Host};
pub use json::HostJson;
pub use local::{CleanOptions, CleanedPart, Existing, SharedSource, Source, Target, clean_parts};
pub use model::*;
pub use options::{Checksum, DownloadOptions, SlugMode, UploadOptions};
pub use progress::{Control, Progress, Stage};
pub use pulse::Pulse;
pub use queue::{Direction, Queue, QueueOptions, Totals, Transfer, TransferState, Transferred};
pub use receipt::{Download, How, Receipt, Verified};
pub use receipt_log::{Checked, ReceiptLog, Standing, StoredFile};
pub use secret::Secret;
pub use session::{AuthMode, Session};
pub use wire::Answer;
