//! A raw-socket server that does what an HTTP server library cannot do wrong on purpose, and the
//! invariants that every row of the fault matrix has to hold.
//!
//! * [`FaultServer`] serves each connection by a list of [`Step`]s, by a [`Script`] (one list per
//!   connection number), by a [`Router`] (method and path to answers, in order) or by a closure
//!   over [`Connection`]. It records every [`Request`] that reaches it.
//! * [`FaultProxy`] stands between a client and a working server, and breaks the n-th piece that
//!   passes: by a reset, an end, silence, a delay, or byte by byte.
//! * [`ForwardProxy`] is a proxy as clients ask for one: HTTP and SOCKS 5.
//! * [`TlsIdentity`] makes good and bad certificates on the spot.
//! * [`Invariants`] measures time, memory, descriptors, threads and processor time of a call and
//!   panics, naming the invariant, where a bound is broken.
//! * [`canaries`] are the secrets to plant, [`Sinks`] the places to look for them afterwards.
//!
//! ```
//! use gigahost_faults::{FaultServer, Router, Step, reply};
//!
//! // A login that works, then a reply that is cut by a reset.
//! let server = FaultServer::start(
//!     Router::new()
//!         .on("POST", "/login", reply(200).json(r#"{"token":"t"}"#))
//!         .on("GET", "/info", vec![Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec()), Step::Rst]),
//! );
//! assert!(server.url("/info").starts_with("http://127.0.0.1:"));
//! assert_eq!(server.requests().len(), 0);
//! ```
//!
//! A row of the matrix then reads like this (the client is a bare socket here):
//!
//! ```
//! use std::io::{Read, Write};
//! use std::time::Duration;
//!
//! use gigahost_faults::{Bounds, FaultServer, Invariants, Sinks, Step, canary, serial};
//!
//! let _alone = serial();
//! let watch = Invariants::begin();
//! let mut sinks = Sinks::new();
//! {
//!     let server = FaultServer::start(vec![Step::ReadHead, Step::Rst]);
//!     let mut client = std::net::TcpStream::connect(server.address()).unwrap();
//!     write!(client, "GET /?token={} HTTP/1.1\r\n\r\n", canary("token")).unwrap();
//!     let error = client.read(&mut [0; 16]).unwrap_err();
//!     sinks.add("Display", error.to_string());
//!     sinks.add("Debug", format!("{error:?}"));
//!     assert_eq!((server.accepted(), server.requests().len()), (1, 1));
//! }
//! watch.finish(
//!     Bounds::within(Duration::from_secs(1)).memory(32 << 20).quiet().no_leaks().secrets(&sinks),
//! );
//! ```
#![forbid(unsafe_code)]

// Floors (held by tests/floors.py): a module imports only from lines below its own; modules on one
// line do not know each other.
//
//   router                  a script for each path
//   step                    scripts, step by step
//   server                  the server that runs them
//   connection              one connection
//   shared, proxy, forward  what the threads of a server share; a proxy in between; one that is asked
//   body, invariants        bodies on their way in; what holds in every test
//   addresses, canary, content, procfs, record, reply, tls, wire   words and tools
//   system   what systems do differently
mod addresses;
mod body;
mod canary;
mod connection;
mod content;
mod forward;
mod invariants;
mod procfs;
mod proxy;
mod record;
mod reply;
mod router;
mod server;
mod shared;
mod step;
mod system;
mod tls;
mod wire;

pub use addresses::{Blackhole, refused_address};
pub use canary::{Canary, Sinks, canaries, canary};
pub use connection::Connection;
pub use content::{content, md5};
pub use forward::ForwardProxy;
pub use invariants::{Bounds, Invariants, Measured, Serial, serial};
pub use proxy::{Break, FaultProxy};
pub use record::{ConnectionRecord, Log, Request};
pub use reply::{Reply, gzip, gzip_bomb, redirect, reply};
pub use router::{Answer, Router};
pub use server::{FaultServer, Handler, ServerBuilder};
pub use step::{Script, Step};
pub use tls::TlsIdentity;
