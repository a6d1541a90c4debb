//! Files on this machine, as transfers need them: what is read exactly as announced, and what appears
//! under its name only when it is whole.

mod blocks;
mod fingerprint;
mod guarded;
mod journal;
mod leftover;
pub(crate) mod names;
mod part_file;
mod pieces;
mod shared;
mod sink;
mod source;
mod spool;
mod target;

pub(crate) use blocks::{BLOCK, Blocks, Validator};
pub(crate) use fingerprint::{Identity, LocalPath};
pub(crate) use guarded::{Body, Guarded};
pub(crate) use journal::{Journal, Written, append_at, unwritten};
pub use leftover::{CleanOptions, CleanedPart, clean_parts};
pub(crate) use part_file::PartFile;
pub(crate) use pieces::Pieces;
pub use shared::SharedSource;
pub(crate) use sink::Sink;
pub use source::Source;
pub use target::{Existing, Target};
pub(crate) use target::{Place, in_directory};
