//! Moving files: sources, part files, progress, and the shapes that uploads and downloads share.

pub(crate) mod download;
pub(crate) mod names;
mod part_file;
mod progress;
mod ranged;
pub(crate) mod receive;
pub(crate) mod send;
mod sink;
mod source;
mod target;
pub(crate) mod upload;

pub use download::{Download, DownloadOptions, Verified};
pub(crate) use progress::{Callback, Reporter};
pub use progress::{Control, Progress, Stage};
pub use source::Source;
pub(crate) use source::{Body, Guarded, hex};
pub use target::{Existing, Target};
pub use upload::{How, Receipt, SlugMode, UploadOptions};
