//! Moving files: the flows that uploads and downloads of every host share.

pub(crate) mod download;
pub(crate) mod origin;
mod ranged;
mod receive;
pub(crate) mod send;
