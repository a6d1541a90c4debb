//! The frame of every example: Ctrl-C, the exit code, and why it failed.

use std::fmt;
use std::process::ExitCode;

use gigahost::{CancelToken, Status};

/// Why a program ended early.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The command line or the environment is wrong.
    Usage(String),
    /// The library said no.
    Library(gigahost::Error),
    /// A local file or the emulator failed.
    Local(std::io::Error),
    /// Everything was tried; this went wrong on the way.
    Incomplete(String),
}

/// What an example gives.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// 2 for a wrong command line, 130 after Ctrl-C, else 1.
    fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Library(error) if error.status() == Status::Cancelled => 130,
            _ => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(why) => write!(f, "{why} (--help tells more)"),
            Self::Library(error) => write!(f, "{error}"),
            Self::Local(error) => write!(f, "{error}"),
            Self::Incomplete(what) => f.write_str(what),
        }
    }
}

impl From<gigahost::Error> for Failure {
    fn from(error: gigahost::Error) -> Self {
        Self::Library(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Local(error)
    }
}

/// Runs an example: Ctrl-C cancels the token it is given, an error is printed and becomes the exit
/// code. A second Ctrl-C ends the process at once.
pub fn run(name: &str, program: impl FnOnce(&CancelToken) -> Result<()>) -> ExitCode {
    let cancel = CancelToken::new();
    let token = cancel.clone();
    let handler = ctrlc::set_handler(move || {
        if token.is_cancelled() {
            std::process::exit(130);
        }
        token.cancel();
    });
    if let Err(error) = handler {
        eprintln!("{name}: Ctrl-C will not clean up: {error}");
    }
    match program(&cancel) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{name}: {failure}");
            ExitCode::from(if cancel.is_cancelled() { 130 } else { failure.exit_code() })
        }
    }
}
