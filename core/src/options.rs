//! Options for transfers.

mod download;
mod upload;

pub use download::DownloadOptions;
pub(crate) use download::Part;
pub use upload::{SlugMode, UploadOptions};
