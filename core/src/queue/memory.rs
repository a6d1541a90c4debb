//! What the state of a queue is made of: facts, and what is known by them. Pure: no file, no lock.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::transfer::Transferred;
use crate::local::{Identity, LocalPath};
use crate::options::{DownloadSettings, UploadSettings};
use crate::{Download, Entry, How, Receipt, Session, Verified};

/// Which journals this library reads.
pub(super) const VERSION: u32 = 1;

/// The account that a transfer is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Owner {
    host: String,
    base_url: String,
    account: Option<String>,
}

impl Owner {
    pub(super) fn of(session: &Session) -> Self {
        Self {
            host: session.host().name().to_owned(),
            base_url: session.base_url().to_owned(),
            account: session.account_label().map(str::to_owned),
        }
    }
}

/// A transfer, so that it can be added again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Up { source: LocalPath, name: String, settings: UploadSettings },
    Down { file: String, target: LocalPath, directory: bool, settings: DownloadSettings },
}

/// What two transfers must not have in common: then they are the same one.
pub(super) type Spot = (Owner, bool, LocalPath, String, Option<String>);

impl What {
    pub(super) fn spot(&self, owner: &Owner) -> Spot {
        match self {
            Self::Up { source, name, settings } => {
                let folder = settings.folder().map(str::to_owned);
                (owner.clone(), true, source.clone(), name.clone(), folder)
            }
            Self::Down { file, target, .. } => {
                (owner.clone(), false, target.clone(), file.clone(), None)
            }
        }
    }
}

/// What a transfer that is done has given.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Given {
    Stored {
        id: String,
        url: Option<String>,
        name: String,
        wanted_name: String,
        bytes: u64,
        md5: Option<String>,
        verified: Verified,
    },
    Fetched {
        path: Option<LocalPath>,
        name: Option<String>,
        bytes: u64,
        md5: Option<String>,
        verified: Verified,
    },
}

impl Given {
    pub(super) fn of(transferred: &Transferred) -> Self {
        match transferred {
            Transferred::Uploaded(receipt) => Self::Stored {
                id: receipt.entry.id.clone(),
                url: receipt.url.clone(),
                name: receipt.entry.name.clone(),
                wanted_name: receipt.wanted_name.clone(),
                bytes: receipt.bytes,
                md5: receipt.md5.clone(),
                verified: receipt.verified,
            },
            Transferred::Downloaded(download) => Self::Fetched {
                path: download.path.as_deref().map(LocalPath::new),
                name: download.name.clone(),
                bytes: download.bytes,
                md5: download.md5.clone(),
                verified: download.verified,
            },
        }
    }

    /// The same again.
    pub(super) fn again(&self) -> Transferred {
        match self.clone() {
            Self::Stored { id, url, name, wanted_name, bytes, md5, verified } => {
                let entry = Entry { id, url, name, size: Some(bytes), ..Entry::default() };
                let receipt = Receipt::known(entry, How::Earlier, wanted_name, md5, verified);
                Transferred::Uploaded(Box::new(receipt))
            }
            Self::Fetched { path, name, bytes, md5, verified } => {
                let path = path.and_then(|path| path.path());
                let (resumed_from, attempts) = (bytes, 0);
                let there = Download { path, name, bytes, md5, verified, resumed_from, attempts };
                Transferred::Downloaded(Box::new(there))
            }
        }
    }
}

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Fact {
    /// The first one.
    Queue {
        version: u32,
    },
    /// A transfer was added, or added again with other settings.
    Added {
        task: u64,
        owner: Owner,
        what: What,
    },
    Priority {
        task: u64,
        priority: i32,
    },
    /// The MD5 of a file was computed.
    Hashed {
        source: Identity,
        md5: String,
    },
    /// From here on it may be at its host.
    Begun {
        task: u64,
    },
    /// It is done, with the local file that was sent or fetched.
    Done {
        task: u64,
        source: Option<Identity>,
        given: Given,
    },
    /// It is not at its host.
    Absent {
        task: u64,
    },
    /// It is wanted no more.
    Dropped {
        task: u64,
    },
}

#[derive(Debug)]
pub(super) enum Phase {
    /// Nothing of it is at its host, or on this disk under its name.
    Absent,
    /// Nothing is known.
    Begun,
    Done(Option<Identity>, Given),
}

impl Phase {
    /// Whether it is done, and the local file is still what it was then.
    pub(super) fn is_done_still(&self) -> bool {
        matches!(self, Self::Done(Some(file), _) if file.is_now())
    }
}

#[derive(Debug)]
pub(super) struct Known {
    pub owner: Owner,
    pub what: What,
    pub priority: i32,
    pub phase: Phase,
    pub wanted: bool,
    /// Its number in this queue.
    pub id: Option<u64>,
}

#[derive(Default)]
pub(super) struct Memory {
    pub tasks: BTreeMap<u64, Known>,
    pub spots: HashMap<Spot, u64>,
    pub md5: HashMap<Identity, String>,
    /// The tasks by their numbers in this queue.
    pub ids: HashMap<u64, u64>,
}

impl Memory {
    pub(super) fn apply(&mut self, fact: Fact) {
        let phase = match fact {
            Fact::Queue { .. } => return,
            Fact::Added { task, owner, what } => {
                self.spots.insert(what.spot(&owner), task);
                let known = self.tasks.entry(task).or_insert_with(|| Known {
                    owner,
                    what: what.clone(),
                    priority: 0,
                    phase: Phase::Absent,
                    wanted: true,
                    id: None,
                });
                known.what = what;
                known.wanted = true;
                return;
            }
            Fact::Priority { task, priority } => {
                if let Some(known) = self.tasks.get_mut(&task) {
                    known.priority = priority;
                }
                return;
            }
            Fact::Hashed { source, md5 } => {
                self.md5.insert(source, md5);
                return;
            }
            Fact::Dropped { task } => {
                if let Some(known) = self.tasks.get_mut(&task) {
                    known.wanted = false;
                }
                return;
            }
            Fact::Begun { task } => (task, Phase::Begun),
            Fact::Absent { task } => (task, Phase::Absent),
            Fact::Done { task, source, given } => {
                if let (Some(source), Given::Stored { md5: Some(md5), .. }) = (&source, &given) {
                    self.md5.insert(source.clone(), md5.clone());
                }
                (task, Phase::Done(source, given))
            }
        };
        if let Some(known) = self.tasks.get_mut(&phase.0) {
            known.phase = phase.1;
        }
    }
}
