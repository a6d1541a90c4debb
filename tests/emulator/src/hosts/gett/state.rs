//! What ge.tt holds: users, tokens, shares, files, upload URLs and open sockets.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::growing::Upload;
use crate::account::Account;
use crate::blob::Blob;
use crate::ids::Ids;

#[derive(Debug)]
pub(super) struct User {
    pub(super) account: Account,
    pub(super) id: String,
}

#[derive(Debug)]
pub(super) struct Share {
    pub(super) name: String,
    pub(super) title: Option<String>,
    pub(super) created: u64,
    pub(super) owner: usize,
    pub(super) removed: bool,
    /// Oldest first, destroyed ones included.
    pub(super) files: Vec<File>,
}

/// Whether a file is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Alive,
    /// Taken away by the host; its state can still be asked.
    Removed,
    /// Taken away by its owner.
    Destroyed,
}

#[derive(Debug)]
pub(super) struct File {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) created: u64,
    pub(super) downloads: u64,
    pub(super) session: Option<String>,
    pub(super) fate: Fate,
    pub(super) content: Option<Content>,
    /// The upload that is running.
    pub(super) upload: Option<Arc<Upload>>,
    /// Polls for which the file still counts as `uploading`.
    pub(super) lag: u64,
    /// Downloads that wait for the uploader.
    pub(super) waiting: u32,
}

#[derive(Debug)]
pub(super) struct Content {
    pub(super) blob: Blob,
    pub(super) modified: u64,
}

impl File {
    pub(super) fn readystate(&self) -> &'static str {
        if self.fate != Fate::Alive {
            "removed"
        } else if self.upload.is_some() || (self.content.is_some() && self.lag > 0) {
            "uploading"
        } else if self.content.is_some() {
            "uploaded"
        } else {
            "remote"
        }
    }

    /// Whether the share lists it: `remote` files only on a live share.
    pub(super) fn listed(&self) -> bool {
        self.fate == Fate::Alive && (self.readystate() != "remote" || self.session.is_some())
    }

    /// Once known.
    pub(super) fn size(&self) -> Option<u64> {
        match (&self.upload, &self.content) {
            (Some(upload), _) => upload.size,
            (None, Some(content)) => Some(content.blob.size()),
            (None, None) => None,
        }
    }
}

/// What an upload URL is good for.
#[derive(Clone, Debug)]
pub(super) struct Ticket {
    pub(super) share: String,
    pub(super) file: String,
    /// Path and query, byte for byte.
    pub(super) target: String,
    /// Made by `files_create`, not by `files_upload_urls`.
    pub(super) first: bool,
}

/// What a socket is told.
#[derive(Debug)]
pub(super) enum Word {
    Say(Value),
    /// A switch of the socket's has changed.
    Look,
}

/// An open socket.
#[derive(Debug)]
pub(super) struct Link {
    /// User and session, once `connect` was said.
    pub(super) bound: Option<(usize, String)>,
    pub(super) to: UnboundedSender<Word>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) users: Vec<User>,
    /// Access tokens with their user and the second of their end.
    pub(super) access: HashMap<String, (usize, u64)>,
    pub(super) refresh: HashMap<String, usize>,
    pub(super) shares: Vec<Share>,
    /// By `sig`.
    pub(super) tickets: HashMap<String, Ticket>,
    pub(super) links: HashMap<u64, Link>,
}

impl State {
    pub(super) fn add_user(&mut self, account: Account, ids: &Ids) {
        if !account.token.is_empty() {
            self.access.insert(account.token.clone(), (self.users.len(), u64::MAX));
        }
        let id = format!("u{}-{}", ids.mixed(12), ids.mixed(4));
        self.users.push(User { account, id });
    }

    pub(super) fn share(&self, name: &str) -> Option<&Share> {
        self.shares.iter().find(|share| share.name == name)
    }

    pub(super) fn share_mut(&mut self, name: &str) -> Option<&mut Share> {
        self.shares.iter_mut().find(|share| share.name == name)
    }

    /// A file that its owner has not destroyed.
    pub(super) fn file(&self, share: &str, id: &str) -> Option<(&Share, &File)> {
        let share = self.share(share).filter(|share| !share.removed)?;
        let file = share.files.iter().find(|file| file.id == id)?;
        (file.fate != Fate::Destroyed).then_some((share, file))
    }

    pub(super) fn file_mut(&mut self, share: &str, id: &str) -> Option<&mut File> {
        let share = self.share_mut(share).filter(|share| !share.removed)?;
        let file = share.files.iter_mut().find(|file| file.id == id)?;
        (file.fate != Fate::Destroyed).then_some(file)
    }

    /// Every file that a user's shares still have.
    pub(super) fn files_of(&self, user: usize) -> impl Iterator<Item = &File> {
        let shares = self.shares.iter().filter(move |share| share.owner == user && !share.removed);
        shares.flat_map(|share| &share.files).filter(|file| file.listed())
    }

    pub(super) fn used(&self, user: usize) -> u64 {
        let contents = self.files_of(user).filter_map(|file| file.content.as_ref());
        contents.map(|content| content.blob.size()).sum()
    }

    /// The sockets of a user's session.
    pub(super) fn sockets(&self, user: usize, session: &str) -> impl Iterator<Item = &Link> {
        let bound = move |link: &&Link| {
            link.bound.as_ref().is_some_and(|(who, what)| *who == user && what == session)
        };
        self.links.values().filter(bound)
    }
}

/// The n-th file id of a share, counted from 0.
pub(super) fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().map(|&digit| char::from(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::base36;

    #[test]
    fn file_ids_count_in_base_36() {
        let ids = [0, 9, 10, 35, 36, 48].map(base36);
        assert_eq!(ids, ["0", "9", "a", "z", "10", "1c"]);
    }
}
