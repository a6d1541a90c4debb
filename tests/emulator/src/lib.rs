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

// Floors (held by tests/floors.py): a module imports only from lines below its own; modules on one
// line do not know each other.
//
//   emulator             starts and ends it all
//   control, serve       the control API; the listeners
//   world                everything that they share
//   hosts                which hosts there are
//   hosts::rapidgator, hosts::giga0, hosts::uploadgig, hosts::gett, hosts::gigags   one host each
//   deliver              answers on their way out, with their faults
//   rules                what a host is to the rest
//   reply                answers
//   call                 calls
//   body                 bodies on their way in, with their faults
//   params, log, gate    parameters; what was seen; where stalled requests wait
//   account, fault, blob, switches, clock, ids, conn, tls   words and tools
//   host                 the names of the hosts
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
mod params;
mod reply;
mod rules;
mod serve;
mod switches;
mod tls;
mod world;

pub use account::{Account, seed};
pub use emulator::{Builder, Emulator};
pub use fault::{Fault, FaultKind};
pub use host::{Host, Role};
pub use log::{Part, Request};
pub use rules::StoredFile;
pub use switches::{Switch, Takes};
