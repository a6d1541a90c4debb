//! What the workers of a queue are told, and what they tell.

use std::time::Duration;

use super::task::Task;
use super::transfer::Transferred;
use crate::{Error, Session};

/// The kinds of work. Each has workers of its own, so none waits for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Hashing what has to be hashed before it is sent.
    Prepare,
    /// Sending and receiving.
    Move,
    /// Asking whether the host is ready with a file.
    Ask,
}

/// What a worker is to do.
pub(super) struct Order {
    pub id: u64,
    pub session: Session,
    pub task: Task,
    pub role: Role,
    /// Ask the host first how many uploads it allows at once.
    pub asks_cap: bool,
    /// What is left of the clock for the whole transfer.
    pub budget: Option<Duration>,
}

/// What came of it.
pub(super) enum Step {
    /// The source is hashed; the bytes are next.
    Prepared(Task),
    /// The host processes the file, and is to be asked after the pause.
    Waits(Task, Duration),
    /// It is to be begun again after the time that the error names, which is nobody's refusal.
    Later(Task, Error),
    /// The bytes are to be sent once more.
    SendAgain(Task),
    Done(Transferred),
    /// With the task, if it can be begun again.
    Failed(Error, Option<Task>),
}
