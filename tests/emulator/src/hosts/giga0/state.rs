//! What the host remembers.

use std::time::Duration;

use crate::account::Account;
use crate::blob::Blob;
use crate::rules::StoredFile;

/// The package of accounts that do not pay.
pub(super) const FREE: u64 = 1;
/// The package of accounts that pay.
pub(super) const PLUS: u64 = 2;
/// The package of administrators.
pub(super) const ADMIN: u64 = 20;

/// An account.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) id: u64,
    pub(super) account: Account,
    pub(super) package: u64,
    pub(super) email: String,
    pub(super) status: String,
    pub(super) title: String,
    pub(super) firstname: String,
    pub(super) lastname: String,
    pub(super) created: u64,
    pub(super) last_login: Option<u64>,
    pub(super) paid_until: Option<String>,
}

/// An access token.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) member: u64,
    pub(super) used: Duration,
}

#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) id: u64,
    pub(super) owner: u64,
    pub(super) folder: Option<u64>,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) blob: Blob,
    pub(super) short: String,
    pub(super) created: u64,
    pub(super) downloads: u64,
    pub(super) trashed: bool,
}

#[derive(Debug)]
pub(super) struct Folder {
    pub(super) id: u64,
    pub(super) owner: u64,
    pub(super) parent: Option<u64>,
    pub(super) name: String,
    pub(super) visibility: String,
    pub(super) password: Option<String>,
    pub(super) created: u64,
    pub(super) updated: Option<u64>,
    pub(super) trashed: bool,
}

/// An import from a URL.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) id: u64,
    pub(super) owner: u64,
    pub(super) url: String,
    pub(super) folder: Option<u64>,
    pub(super) polls: u64,
    pub(super) created: u64,
    pub(super) started: Option<u64>,
    pub(super) finished: Option<u64>,
    pub(super) file: Option<u64>,
}

/// A download link that was handed out.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) token: String,
    pub(super) file: u64,
    pub(super) spent: bool,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) members: Vec<Member>,
    pub(super) tokens: Vec<Token>,
    pub(super) files: Vec<File>,
    pub(super) folders: Vec<Folder>,
    pub(super) tasks: Vec<Task>,
    pub(super) links: Vec<Link>,
    accounts_made: u64,
}

impl State {
    pub(super) fn add_member(&mut self, account: Account, now: u64) -> u64 {
        self.accounts_made += 1;
        let id = 4710 + self.accounts_made;
        let package = match (account.admin, account.premium) {
            (true, _) => ADMIN,
            (false, true) => PLUS,
            (false, false) => FREE,
        };
        let before_at = account.login.split('@').next().unwrap_or_default();
        self.members.push(Member {
            id,
            package,
            email: account.login.clone(),
            status: "active".into(),
            title: "Ms".into(),
            firstname: before_at.into(),
            lastname: "Bee".into(),
            created: now,
            last_login: None,
            paid_until: None,
            account,
        });
        id
    }

    pub(super) fn member(&self, id: u64) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// A file of this account, in the trash or not.
    pub(super) fn file(&mut self, owner: u64, id: &str) -> Option<&mut File> {
        let id: u64 = id.parse().ok()?;
        self.files.iter_mut().find(|file| file.id == id && file.owner == owner)
    }

    /// A folder of this account that is not in the trash.
    pub(super) fn folder(&mut self, owner: u64, id: &str) -> Option<&mut Folder> {
        let id: u64 = id.parse().ok()?;
        let wanted = |folder: &&mut Folder| folder.id == id && folder.owner == owner;
        self.folders.iter_mut().find(|folder| wanted(folder) && !folder.trashed)
    }

    pub(super) fn next_file(&self) -> u64 {
        8001 + self.files.len() as u64
    }

    pub(super) fn next_folder(&self) -> u64 {
        120 + self.folders.len() as u64
    }

    /// The live folders right below a folder.
    pub(super) fn folders_in(
        &self,
        owner: u64,
        parent: Option<u64>,
    ) -> impl Iterator<Item = &Folder> {
        let here = move |folder: &&Folder| folder.owner == owner && folder.parent == parent;
        self.folders.iter().filter(here).filter(|folder| !folder.trashed)
    }

    /// The live files right in a folder.
    pub(super) fn files_in(&self, owner: u64, folder: Option<u64>) -> impl Iterator<Item = &File> {
        let here = move |file: &&File| file.owner == owner && file.folder == folder;
        self.files.iter().filter(here).filter(|file| !file.trashed)
    }

    /// Whether `folder` is `top` or lies below it.
    pub(super) fn is_within(&self, mut folder: Option<u64>, top: u64) -> bool {
        while let Some(id) = folder {
            if id == top {
                return true;
            }
            folder = self.folders.iter().find(|folder| folder.id == id).and_then(|f| f.parent);
        }
        false
    }

    /// Bytes in a folder and all folders below it.
    pub(super) fn size_within(&self, top: u64) -> u64 {
        let inside = |file: &&File| !file.trashed && self.is_within(file.folder, top);
        self.files.iter().filter(inside).map(|file| file.blob.size()).sum()
    }

    /// Bytes that an account holds outside the trash.
    pub(super) fn size_of(&self, owner: u64) -> u64 {
        let held = |file: &&File| file.owner == owner && !file.trashed;
        self.files.iter().filter(held).map(|file| file.blob.size()).sum()
    }

    pub(super) fn stored(&self) -> Vec<StoredFile> {
        let stored = |file: &File| StoredFile {
            account: self.member(file.owner).map_or_else(String::new, |m| m.account.login.clone()),
            id: file.id.to_string(),
            name: file.name.clone(),
            size: file.blob.size(),
            md5: file.blob.md5().into(),
            folder: file.folder.map(|id| id.to_string()),
            state: if file.trashed { "trash" } else { "active" }.into(),
        };
        self.files.iter().map(stored).collect()
    }
}
