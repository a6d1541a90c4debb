//! The responses of ge.tt, as types.

use crate::wire::{Malformed, Node};
use crate::{Account, Entry, Kind, Secret, State};

/// A login: the tokens and, usually, the account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Login {
    /// What every other call is made with.
    pub accesstoken: Secret,
    /// What a new access token can be had for. Keep the newest.
    pub refreshtoken: Option<Secret>,
    /// Life of the access token in seconds; `None` if the host does not say.
    pub expires: Option<u64>,
    /// The account; absent after some refreshes.
    pub user: Option<User>,
}

impl Login {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let expires = node.number("expires")?;
        Ok(Self {
            accesstoken: node.need_text("accesstoken")?.into(),
            refreshtoken: node.secret("refreshtoken")?,
            expires: expires.and_then(|expires| u64::try_from(expires).ok()).filter(|s| *s > 0),
            user: node.child("user", User::read)?,
        })
    }
}

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct User {
    /// Its id.
    pub userid: Option<String>,
    /// The name of its owner.
    pub fullname: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Files in it.
    pub files: Option<u64>,
    /// Downloads of its files.
    pub downloads: Option<u64>,
    /// Its storage.
    pub storage: Option<Storage>,
}

/// The storage of an account, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Storage {
    /// Bytes used.
    pub used: Option<u64>,
    /// Bytes that may be used, `extra` included.
    pub limit: Option<u64>,
    /// Bytes given on top; already inside `limit`.
    pub extra: Option<u64>,
}

impl Storage {
    /// Bytes left: `limit` less `used`. `None` if the host names no limit.
    pub fn left(&self) -> Option<u64> {
        let limit = self.limit.filter(|limit| *limit > 0)?;
        Some(limit.saturating_sub(self.used.unwrap_or(0)))
    }
}

impl User {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            userid: node.text("userid")?,
            fullname: node.text("fullname")?,
            email: node.text("email")?,
            files: node.size("files")?,
            downloads: node.size("downloads")?,
            storage: node.child("storage", |storage| {
                Ok(Storage {
                    used: storage.size("used")?,
                    limit: storage.size("limit")?,
                    extra: storage.size("extra")?,
                })
            })?,
        })
    }

    pub(super) fn account(self) -> Account {
        let storage = self.storage.unwrap_or_default();
        Account {
            id: self.userid,
            name: self.fullname,
            email: self.email,
            storage_used: storage.used,
            storage_total: storage.limit.filter(|limit| *limit > 0),
            ..Account::default()
        }
    }
}

/// The state of a file or a share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReadyState {
    /// Announced; its bytes are with whoever made it.
    Remote,
    /// Its bytes are on their way. They can be downloaded meanwhile.
    Uploading,
    /// Its bytes are there.
    Uploaded,
    /// A share that is there.
    Ready,
    /// Gone.
    Removed,
    /// A value that this library does not know, as the host writes it.
    #[cfg_attr(feature = "serialize", serde(untagged))]
    Other(String),
}

impl ReadyState {
    fn of(text: String) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "remote" => Self::Remote,
            "uploading" => Self::Uploading,
            "uploaded" => Self::Uploaded,
            "ready" => Self::Ready,
            "removed" => Self::Removed,
            _ => Self::Other(text),
        }
    }

    fn state(&self) -> State {
        match self {
            Self::Remote => State::Waiting,
            Self::Uploading => State::Uploading,
            Self::Uploaded | Self::Ready => State::Ready,
            Self::Removed => State::Removed,
            Self::Other(text) => State::Other(text.clone()),
        }
    }
}

/// A share: a container of files with a public page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Share {
    /// Its name, by which every call knows it.
    pub sharename: String,
    /// Its title, if it was given one.
    pub title: Option<String>,
    /// When it was created, in seconds since 1970.
    pub created: Option<i64>,
    /// When it was changed, in seconds since 1970.
    pub updated: Option<i64>,
    /// Its public page.
    pub getturl: Option<String>,
    /// Its state.
    pub readystate: Option<ReadyState>,
    /// The id of its owner.
    pub userid: Option<String>,
    /// The name of its owner.
    pub fullname: Option<String>,
    /// Whether somebody serves it live.
    pub live: Option<bool>,
    /// Its files: those that are or will be downloadable.
    pub files: Vec<File>,
}

impl Share {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let sharename = node.need_text("sharename")?;
        let mut files = node.list("files", File::read)?;
        for file in &mut files {
            // Inside their share, files do not say where they are.
            file.sharename.get_or_insert_with(|| sharename.clone());
        }
        Ok(Self {
            sharename,
            title: node.text("title")?,
            created: node.number("created")?,
            updated: node.number("updated")?,
            getturl: node.text("getturl")?,
            readystate: node.text("readystate")?.map(ReadyState::of),
            userid: node.text("userid")?,
            fullname: node.text("fullname")?,
            live: node.flag("live")?,
            files,
        })
    }

    /// Whether the share is gone: the host has also reported that with 200.
    pub fn is_removed(&self) -> bool {
        self.readystate == Some(ReadyState::Removed)
    }

    pub(super) fn into_entry(self) -> Entry {
        Entry {
            kind: Kind::Folder,
            name: self.title.unwrap_or_else(|| self.sharename.clone()),
            id: self.sharename,
            created: self.created,
            state: self.readystate.as_ref().map(ReadyState::state),
            url: self.getturl,
            ..Entry::default()
        }
    }
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct File {
    /// Its id within the share: text, and not always a number.
    pub fileid: String,
    /// Its name.
    pub filename: Option<String>,
    /// The share that it is in.
    pub sharename: Option<String>,
    /// How often it was downloaded.
    pub downloads: Option<u64>,
    /// Its state.
    pub readystate: Option<ReadyState>,
    /// When it was announced, in seconds since 1970.
    pub created: Option<i64>,
    /// Bytes, once they are known.
    pub size: Option<u64>,
    /// Its public page.
    pub getturl: Option<String>,
    /// The URLs to send its bytes to; only in the response of `files_create`.
    pub upload: Option<UploadUrls>,
}

impl File {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            fileid: node.need_text("fileid")?,
            filename: node.text("filename")?,
            sharename: node.text("sharename")?,
            downloads: node.size("downloads")?,
            readystate: node.text("readystate")?.map(ReadyState::of),
            created: node.number("created")?,
            size: node.size("size")?,
            getturl: node.text("getturl")?,
            upload: node.child("upload", UploadUrls::read)?,
        })
    }

    /// Whether the file is gone: the host may report that with 200.
    pub fn is_removed(&self) -> bool {
        self.readystate == Some(ReadyState::Removed)
    }

    /// The shared noun; `share` stands in for a share that the file does not name.
    pub(super) fn into_entry(self, share: &str) -> Entry {
        let share = self.sharename.as_deref().unwrap_or(share);
        Entry {
            id: super::file_id(share, &self.fileid),
            parent: Some(share.to_owned()),
            kind: Kind::File,
            name: self.filename.unwrap_or_default(),
            size: self.size,
            created: self.created,
            downloads: self.downloads,
            state: self.readystate.as_ref().map(ReadyState::state),
            url: self.getturl,
            ..Entry::default()
        }
    }
}

/// The URLs to send the bytes of a file to. They are credentials: anyone who has one can replace
/// the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UploadUrls {
    /// For `upload_put`.
    pub puturl: Option<Secret>,
    /// For `upload_post`.
    pub posturl: Option<Secret>,
}

impl UploadUrls {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let urls = Self { puturl: node.secret("puturl")?, posturl: node.secret("posturl")? };
        match (&urls.puturl, &urls.posturl) {
            (None, None) => Err(Malformed::new("a pair of upload addresses")),
            _ => Ok(urls),
        }
    }
}

/// What a node reported about the bytes that it received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Acknowledgement {
    /// Whether it confirmed in its usual words that it has the file. Otherwise `files_get` decides.
    pub confirmed: bool,
}
