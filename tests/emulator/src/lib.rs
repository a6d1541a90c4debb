//! Five file hosts on loopback, for testing programs offline.
//!
//! ```
//! use gigahost_emulator::{Emulator, Fault, FaultKind, Host};
//!
//! let emulator = Emulator::start()?;
//! let url = emulator.base_url(Host::Rapidgator); // http://127.0.0.1:<port>
//! // The second answer to `file_info` gets lost on its way:
//! emulator.fault(Fault::new(Host::Rapidgator, "file_info", FaultKind::CutResponse).from_call(2));
//! // ... the program under test talks to `url` ...
//! assert_eq!(emulator.count(Host::Rapidgator, "file_info"), 0);
//! # assert!(url.starts_with("http://127.0.0.1:"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The README lists the accounts, the faults, every host's switches and the control API for
//! programs in other languages.

mod account;
mod blob;
mod body;
mod call;
mod clock;
mod conn;
mod control;
mod deliver;
mod emulator;
mod fault;
mod gate;
mod host;
mod hosts;
mod ids;
mod log;
mod reply;
mod serve;
mod switches;
mod tls;
mod world;

pub use account::{Account, seed};
pub use emulator::{Builder, Emulator};
pub use fault::{Fault, FaultKind};
pub use host::{Host, Role};
pub use log::{Part, Request};
pub use switches::{Switch, Takes};
pub use world::StoredFile;
