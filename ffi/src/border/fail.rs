//! (internal) Why a call failed.

use gigahost::{Error, Status};

/// Why a call failed: an error of the core, or a bad argument that never got there.
pub(crate) enum Fail {
    Core(Error),
    Own {
        status: Status,
        message: String,
        parameter: Option<&'static str>,
        hint: Option<&'static str>,
    },
}

impl Fail {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self::Own { status, message: message.into(), parameter: None, hint: None }
    }

    /// A bad argument: names the parameter and says what it must be.
    pub(crate) fn argument(name: &'static str, problem: &str) -> Self {
        Self::new(Status::Argument, problem).about(name)
    }

    pub(crate) fn internal(message: &str) -> Self {
        Self::new(Status::Internal, message)
    }

    pub(crate) fn handle(problem: &str) -> Self {
        Self::new(Status::Handle, problem)
            .with_hint("use each handle after it was made and before it is closed")
    }

    pub(crate) fn forked() -> Self {
        Self::new(Status::Forked, "was made before fork()")
            .with_hint("make what the child needs in the child")
    }

    pub(crate) fn with_hint(mut self, what_to_do: &'static str) -> Self {
        if let Self::Own { hint, .. } = &mut self {
            *hint = Some(what_to_do);
        }
        self
    }

    /// Says which parameter it is about, which begins the message.
    pub(crate) fn about(mut self, name: &'static str) -> Self {
        if let Self::Own { message, parameter, .. } = &mut self {
            *message = format!("`{name}` {message}");
            *parameter = Some(name);
        }
        self
    }
}

impl From<Error> for Fail {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl Fail {
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Core(error) => error.status(),
            Self::Own { status, .. } => *status,
        }
    }
}
