//! Moving files: the flows that uploads and downloads of every host share.

pub(crate) mod download;
pub(crate) mod origin;
mod plan;
mod ranged;
mod receive;
mod segments;
pub(crate) mod send;
mod unpacking;
