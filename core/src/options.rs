//! Options for transfers.

mod checksum;
mod download;
mod upload;

pub use checksum::Checksum;
pub use download::DownloadOptions;
pub(crate) use download::{DownloadSettings, Part};
pub(crate) use upload::UploadSettings;
pub use upload::{SlugMode, UploadOptions};
