//! What the examples share: the command line, sessions (on the emulator or on the real hosts), bars,
//! tables, and files to send.
//!
//! The programs are the neighbours of this file: `quickstart`, `list`, `check_links`,
//! `remote_upload`, `mirror`, and `readme`, the one that the README shows.

mod shared {
    pub(crate) mod bars;
    pub(crate) mod options;
    pub(crate) mod program;
    pub(crate) mod sample;
    pub(crate) mod sessions;
    pub(crate) mod table;
}

pub use shared::bars::{Bar, Bars, bytes_text};
pub use shared::options::Options;
pub use shared::program::{Failure, Result, run};
pub use shared::sample::{md5_of, write_sample};
pub use shared::sessions::Hosts;
pub use shared::table::Table;
