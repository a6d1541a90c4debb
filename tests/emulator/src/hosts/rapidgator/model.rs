//! What rapidgator remembers, and how it shows it.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::account::Account;
use crate::blob::Blob;

/// Capacity of an account that names none.
const STORAGE: u64 = 3_298_534_883_328;

#[derive(Debug)]
pub(super) struct User {
    pub(super) account: Account,
    pub(super) root: u64,
}

impl User {
    pub(super) fn storage(&self) -> u64 {
        if self.account.storage == 0 { STORAGE } else { self.account.storage }
    }
}

#[derive(Debug)]
pub(super) struct Token {
    pub(super) user: usize,
    pub(super) issued: u64,
}

#[derive(Debug)]
pub(super) struct Folder {
    pub(super) id: u64,
    pub(super) owner: usize,
    pub(super) parent: Option<u64>,
    pub(super) name: String,
    pub(super) mode: u64,
    pub(super) created: u64,
}

#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) id: String,
    pub(super) owner: usize,
    pub(super) folder: u64,
    pub(super) name: String,
    pub(super) blob: Blob,
    pub(super) mode: u64,
    pub(super) created: u64,
    pub(super) downloads: u64,
    /// When it went to the trash.
    pub(super) trashed: Option<u64>,
}

/// States of an upload.
pub(super) const UPLOADING: u64 = 0;
pub(super) const PROCESSING: u64 = 1;
pub(super) const DONE: u64 = 2;
pub(super) const FAIL: u64 = 3;

#[derive(Debug)]
pub(super) struct Upload {
    pub(super) id: String,
    /// The node's name of the session; not the id.
    pub(super) uuid: String,
    pub(super) url: Option<String>,
    pub(super) owner: usize,
    pub(super) folder: u64,
    pub(super) name: String,
    pub(super) hash: String,
    pub(super) size: u64,
    pub(super) multipart: bool,
    pub(super) state: u64,
    pub(super) polls: u64,
    pub(super) file: Option<String>,
    pub(super) error: Option<&'static str>,
}

impl Upload {
    pub(super) fn fail(&mut self, message: &'static str) {
        self.state = FAIL;
        self.error = Some(message);
    }
}

#[derive(Debug)]
pub(super) struct Link {
    pub(super) id: String,
    pub(super) owner: usize,
    pub(super) file: String,
    pub(super) callback: Option<String>,
    pub(super) notify: bool,
    pub(super) created: u64,
    pub(super) downloaded: bool,
}

#[derive(Debug)]
pub(super) struct Job {
    pub(super) id: u64,
    pub(super) owner: usize,
    pub(super) folder: u64,
    pub(super) url: String,
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) polls: u64,
    pub(super) label: &'static str,
    pub(super) file: Option<String>,
    pub(super) error: Option<String>,
}

/// A download URL that was handed out.
#[derive(Debug)]
pub(super) struct Ticket {
    pub(super) token: String,
    pub(super) file: String,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) users: Vec<User>,
    pub(super) tokens: HashMap<String, Token>,
    pub(super) folders: BTreeMap<u64, Folder>,
    pub(super) files: Vec<File>,
    pub(super) uploads: Vec<Upload>,
    pub(super) links: Vec<Link>,
    pub(super) jobs: Vec<Job>,
    pub(super) tickets: HashMap<String, Ticket>,
    pub(super) logins: u64,
    pub(super) throttled_until: u64,
    counter: u64,
}

impl State {
    /// The next decimal id, for folders and jobs.
    pub(super) fn number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    pub(super) fn add_user(&mut self, account: Account, now: u64) {
        let owner = self.users.len();
        let root = self.add_folder(owner, None, "root", now);
        self.users.push(User { account, root });
    }

    pub(super) fn add_folder(
        &mut self,
        owner: usize,
        parent: Option<u64>,
        name: &str,
        now: u64,
    ) -> u64 {
        let id = 7_100_000 + self.number();
        let folder = Folder { id, owner, parent, name: name.into(), mode: 0, created: now };
        self.folders.insert(id, folder);
        id
    }

    pub(super) fn file(&self, id: &str) -> Option<&File> {
        self.files.iter().find(|file| file.id == id)
    }

    /// A file of that user that is not in the trash.
    pub(super) fn own_file(&mut self, owner: usize, id: &str) -> Option<&mut File> {
        let wanted = |file: &&mut File| file.id == id && file.owner == owner;
        self.files.iter_mut().find(wanted).filter(|file| file.trashed.is_none())
    }

    /// A file that the user may see: his own, or anybody's that is not private.
    pub(super) fn visible_file(&self, user: usize, id: &str) -> Option<&File> {
        let file = self.file(id).filter(|file| file.trashed.is_none())?;
        (file.owner == user || file.mode != 2).then_some(file)
    }

    pub(super) fn own_folder(&self, owner: usize, id: u64) -> Option<&Folder> {
        self.folders.get(&id).filter(|folder| folder.owner == owner)
    }

    /// The stored body of that content, whoever owns it.
    pub(super) fn known(&self, hash: &str, size: u64) -> Option<Blob> {
        let same = |file: &&File| file.blob.md5() == hash && file.blob.size() == size;
        self.files.iter().find(same).map(|file| file.blob.clone())
    }

    pub(super) fn copies(&self, owner: usize, hash: &str) -> u64 {
        let same = |file: &&File| file.owner == owner && file.blob.md5() == hash;
        self.files.iter().filter(same).count() as u64
    }

    pub(super) fn used(&self, owner: usize) -> u64 {
        let own = self.files.iter().filter(|file| file.owner == owner);
        own.map(|file| file.blob.size()).sum()
    }

    pub(super) fn subfolders(&self, id: u64) -> Vec<&Folder> {
        self.folders.values().filter(|folder| folder.parent == Some(id)).collect()
    }

    pub(super) fn files_in(&self, id: u64) -> Vec<&File> {
        let here = |file: &&File| file.folder == id && file.trashed.is_none();
        self.files.iter().filter(here).collect()
    }

    /// The folder and everything below it.
    pub(super) fn tree(&self, id: u64) -> Vec<u64> {
        let mut ids = vec![id];
        let mut next = 0;
        while next < ids.len() {
            ids.extend(self.subfolders(ids[next]).iter().map(|folder| folder.id));
            next += 1;
        }
        ids
    }

    /// A folder as an answer shows it, with rows for the folders inside.
    pub(super) fn show_folder(&self, folder: &Folder, api: &str) -> Value {
        let rows: Vec<Value> = self
            .subfolders(folder.id)
            .into_iter()
            .map(|row| self.folder_fields(row, api, &|number| json!(number.to_string())))
            .collect();
        let mut shown = self.folder_fields(folder, api, &|number| json!(number));
        shown["folders"] = rows.into();
        shown
    }

    /// Counters are int on a folder itself and str in rows.
    fn folder_fields(&self, folder: &Folder, api: &str, count: &dyn Fn(u64) -> Value) -> Value {
        let files = self.files_in(folder.id);
        json!({
            "folder_id": folder.id.to_string(),
            "mode": folder.mode,
            "mode_label": mode_label(folder.mode),
            "parent_folder_id": folder.parent.map(|id| id.to_string()),
            "name": folder.name,
            "url": format!("{api}/folder/{}/{}.html", folder.id, encoded(&folder.name)),
            "nb_folders": count(self.subfolders(folder.id).len() as u64),
            "nb_files": count(files.len() as u64),
            "size_files": count(files.iter().map(|file| file.blob.size()).sum()),
            "created": folder.created,
        })
    }
}

/// The public page of a file.
pub(super) fn file_url(file: &File, api: &str) -> String {
    format!("{api}/file/{}/{}.html", file.id, encoded(&file.name))
}

fn encoded(name: &str) -> String {
    percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2E", ".")
        .replace("%2D", "-")
        .replace("%5F", "_")
}

/// A file as upload answers show it.
pub(super) fn show_uploaded(file: &File, api: &str) -> Value {
    json!({
        "file_id": file.id,
        "mode": file.mode,
        "mode_label": mode_label(file.mode),
        "folder_id": file.folder.to_string(),
        "name": file.name,
        "hash": file.blob.md5(),
        "size": file.blob.size(),
        "created": file.created,
        "url": file_url(file, api),
    })
}

/// A file as everything else shows it.
pub(super) fn show_file(file: &File, api: &str) -> Value {
    let mut shown = show_uploaded(file, api);
    shown["nb_downloads"] = json!(file.downloads);
    if file.trashed.is_some() {
        shown["folder_id"] = Value::Null;
        shown["url"] = Value::Null;
    }
    shown
}

fn mode_label(mode: u64) -> &'static str {
    ["Public", "Premium only", "Private", "Hotlink"][usize::try_from(mode).unwrap_or(0).min(3)]
}

/// The file id in a link: what follows `/file/`.
pub(super) fn id_in_link(link: &str) -> Option<&str> {
    let rest = link.split_once("/file/")?.1;
    rest.split(['/', '?', '#']).next().filter(|id| !id.is_empty())
}
