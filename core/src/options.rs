//! Options for transfers.

mod checksum;
mod download;
mod upload;

pub use checksum::Checksum;
pub use download::DownloadOptions;
pub(crate) use download::Part;
pub use upload::{SlugMode, UploadOptions};
