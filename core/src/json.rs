//! JSON as the hosts' answers are taken: read once into a tape of tokens that lie in the text itself,
//! so that a listing of any length costs two allocations.

mod host;
mod reader;
mod repair;
mod tape;

pub use host::HostJson;
pub(crate) use repair::Repaired;
pub(crate) use tape::{Document, Json, Object, Shape};
