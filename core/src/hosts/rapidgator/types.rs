//! The responses of rapidgator, as types.

use crate::json::Json;
use crate::wire::{Malformed, Node, list_or_named};
use crate::{
    Entry, Kind, LinkStatus, RemoteJob, RemoteState, Secret, ShareLink, State, Visibility,
};

/// A login: the token and the account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Login {
    /// The token of the session.
    pub token: Secret,
    /// The account, where the answer has it.
    pub user: Option<User>,
}

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct User {
    /// The e-mail address.
    pub email: Option<String>,
    /// Whether it is a premium account.
    pub is_premium: Option<bool>,
    /// End of premium, in seconds since 1970. Accounts look expired up to a day early.
    pub premium_end_time: Option<i64>,
    /// State of the account; 1 is activated.
    pub state: Option<i64>,
    /// The state in words.
    pub state_label: Option<String>,
    /// Bytes of traffic in all; absent on free accounts.
    pub traffic_total: Option<u64>,
    /// Bytes of traffic left; absent on free accounts.
    pub traffic_left: Option<u64>,
    /// Bytes of storage in all.
    pub storage_total: Option<u64>,
    /// Bytes of storage left.
    pub storage_left: Option<u64>,
    /// Largest file, in bytes.
    pub max_file_size: Option<u64>,
    /// Parallel uploads.
    pub nb_pipes: Option<u64>,
    /// Remote jobs at once.
    pub max_nb_jobs: Option<u64>,
    /// Polling interval for remote jobs, in seconds.
    pub refresh_time: Option<u64>,
    /// Id of the root folder; usually absent.
    pub folder_id: Option<String>,
}

impl User {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let pair = |key: &str| {
            node.child(key, |inner| Ok((inner.size("total")?, inner.size("left")?)))
                .map(Option::unwrap_or_default)
        };
        let (traffic_total, traffic_left) = pair("traffic")?;
        let (storage_total, storage_left) = pair("storage")?;
        let upload =
            node.child("upload", |u| Ok((u.size("max_file_size")?, u.size("nb_pipes")?)))?;
        let remote =
            node.child("remote_upload", |r| Ok((r.size("max_nb_jobs")?, r.size("refresh_time")?)))?;
        let (max_file_size, nb_pipes) = upload.unwrap_or_default();
        let (max_nb_jobs, refresh_time) = remote.unwrap_or_default();
        Ok(Self {
            email: node.text("email")?,
            is_premium: node.flag("is_premium")?,
            premium_end_time: node.number("premium_end_time")?,
            state: node.number("state")?,
            state_label: node.text("state_label")?,
            traffic_total,
            traffic_left,
            storage_total,
            storage_left,
            max_file_size,
            nb_pipes,
            max_nb_jobs,
            refresh_time,
            folder_id: node.text("folder_id")?,
        })
    }
}

/// A folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Folder {
    /// Its id.
    pub folder_id: String,
    /// 0 public, 1 premium only, 2 private, 3 hotlink.
    pub mode: Option<i64>,
    /// Id of the parent folder; absent at the root.
    pub parent_folder_id: Option<String>,
    /// Its name; absent in rows of a parent's `folders` that carry counters only.
    pub name: Option<String>,
    /// Its public page.
    pub url: Option<String>,
    /// Folders in it.
    pub nb_folders: Option<u64>,
    /// Files in it.
    pub nb_files: Option<u64>,
    /// Bytes in it.
    pub size_files: Option<u64>,
    /// When it was created, in seconds since 1970.
    pub created: Option<i64>,
    /// Its folders, where the call lists them.
    pub folders: Vec<Folder>,
    /// Its files, where the call lists them.
    pub files: Vec<File>,
}

impl Folder {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            folder_id: node.need_text("folder_id")?,
            mode: node.number("mode")?,
            parent_folder_id: node.text("parent_folder_id")?,
            name: node.text("name")?,
            url: node.text("url")?,
            nb_folders: node.size("nb_folders")?,
            nb_files: node.size("nb_files")?,
            size_files: node.size("size_files")?,
            created: node.number("created")?,
            folders: node.list("folders", Self::read)?,
            files: node.list("files", File::read)?,
        })
    }

    pub(super) fn into_entry(self) -> Entry {
        Entry {
            id: self.folder_id,
            parent: self.parent_folder_id,
            kind: Kind::Folder,
            name: self.name.unwrap_or_default(),
            size: self.size_files,
            created: self.created,
            visibility: self.mode.map(visibility),
            state: Some(State::Ready),
            url: self.url,
            ..Entry::default()
        }
    }
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct File {
    /// Its id: 32 hexadecimal digits; very old ones are decimal.
    pub file_id: String,
    /// 0 public, 1 premium only, 2 private, 3 hotlink.
    pub mode: Option<i64>,
    /// Id of the parent folder; absent in the trash.
    pub folder_id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// MD5 of the content.
    pub hash: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// When it was created, in seconds since 1970.
    pub created: Option<i64>,
    /// How often it was downloaded; absent in upload answers.
    pub nb_downloads: Option<u64>,
    /// Its public page.
    pub url: Option<String>,
}

impl File {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            file_id: node.need_text("file_id")?,
            mode: node.number("mode")?,
            folder_id: node.text("folder_id")?,
            name: node.text("name")?,
            hash: node.text("hash")?.map(|hash| hash.to_ascii_lowercase()),
            size: node.size("size")?,
            created: node.number("created")?,
            nb_downloads: node.size("nb_downloads")?,
            url: node.text("url")?,
        })
    }

    pub(super) fn into_entry(self) -> Entry {
        Entry {
            id: self.file_id,
            parent: self.folder_id,
            kind: Kind::File,
            name: self.name.unwrap_or_default(),
            size: self.size,
            md5: self.hash,
            created: self.created,
            downloads: self.nb_downloads,
            visibility: self.mode.map(visibility),
            state: Some(State::Ready),
            url: self.url,
            ..Entry::default()
        }
    }
}

fn visibility(mode: i64) -> Visibility {
    match mode {
        0 => Visibility::Public,
        1 => Visibility::PremiumOnly,
        2 => Visibility::Private,
        3 => Visibility::Hotlink,
        other => Visibility::Other(other.to_string()),
    }
}

/// The state of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UploadState {
    /// Waits for the bytes.
    Uploading,
    /// The host is at work.
    Processing,
    /// The file is there.
    Done,
    /// It failed.
    Fail,
    /// A number that this library does not know.
    #[cfg_attr(feature = "serialize", serde(untagged))]
    Other(i64),
}

/// An upload in progress.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Upload {
    /// Its id.
    pub upload_id: Option<String>,
    /// The URL to send the bytes to. A credential; absent if the host already had the content.
    pub url: Option<Secret>,
    /// The file, once it is there.
    pub file: Option<File>,
    /// What it is doing; absent if the answer does not say.
    pub state: Option<UploadState>,
    /// The host's text for a failure.
    pub error: Option<String>,
}

impl Upload {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let state = node.number("state")?.map(|state| match state {
            0 => UploadState::Uploading,
            1 => UploadState::Processing,
            2 => UploadState::Done,
            3 => UploadState::Fail,
            other => UploadState::Other(other),
        });
        Ok(Self {
            upload_id: node.text("upload_id")?,
            url: node.secret("url")?,
            file: node.child("file", File::read)?,
            state,
            error: node.child("error", |error| error.text("message"))?.flatten(),
        })
    }
}

/// The outcome for each id of a batch call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BatchResult {
    /// How many succeeded.
    pub success: u64,
    /// Which.
    pub success_ids: Vec<String>,
    /// How many failed.
    pub fail: u64,
    /// Which.
    pub fail_ids: Vec<String>,
    /// The host's texts; they belong to `fail_ids` one by one only if the lengths agree.
    pub errors: Vec<String>,
}

impl BatchResult {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let success_ids = node.texts("success_ids")?;
        let fail_ids = node.texts("fail_ids")?;
        Ok(Self {
            success: node.size("success")?.unwrap_or(success_ids.len() as u64),
            fail: node.size("fail")?.unwrap_or(fail_ids.len() as u64),
            errors: node.texts("errors")?,
            success_ids,
            fail_ids,
        })
    }
}

/// The position of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Pager {
    /// This page, from 1.
    pub current: Option<u64>,
    /// How many pages there are.
    pub total: Option<u64>,
}

impl Pager {
    fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self { current: node.size("current")?, total: node.size("total")? })
    }

    /// Whether a page after `page` is worth asking for.
    pub(super) fn has_more(self, page: u64) -> bool {
        self.current.is_none_or(|current| current >= page)
            && self.total.is_some_and(|total| total > page)
    }
}

/// One page of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FolderContent {
    /// The folder with its `folders` and `files`.
    pub folder: Folder,
    /// Which page it is.
    pub pager: Pager,
}

impl FolderContent {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            folder: node.need_child("folder", Folder::read)?,
            pager: node.child("pager", Pager::read)?.unwrap_or_default(),
        })
    }
}

/// One page of the trash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TrashcanContent {
    /// The files.
    pub files: Vec<File>,
    /// Which page it is.
    pub pager: Pager,
}

impl TrashcanContent {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            files: node.list("files", File::read)?,
            pager: node.child("pager", Pager::read)?.unwrap_or_default(),
        })
    }
}

/// The URL for the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DownloadLink {
    /// The URL. A credential.
    pub download_url: Secret,
    /// Seconds to wait before it may be used.
    pub delay: u64,
}

impl DownloadLink {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            download_url: node.secret("download_url")?.ok_or_else(|| Malformed::new("there"))?,
            delay: node.size("delay")?.unwrap_or(0),
        })
    }
}

/// What the host reports about a link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LinkCheck {
    /// The link as the host reports it.
    pub url: Option<String>,
    /// The name of the file; absent if the link is dead.
    pub filename: Option<String>,
    /// Bytes; absent if the link is dead.
    pub size: Option<u64>,
    /// `ACCESS` or `NO ACCESS`.
    pub status: Option<String>,
}

impl LinkCheck {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            url: node.text("url")?,
            filename: node.text("filename")?,
            size: node.size("size")?,
            status: node.text("status")?,
        })
    }

    pub(super) fn status_of(&self, asked: &str) -> LinkStatus {
        LinkStatus {
            url: asked.to_owned(),
            alive: self
                .status
                .as_deref()
                .is_some_and(|status| status.eq_ignore_ascii_case("ACCESS")),
            name: self.filename.clone(),
            size: self.size,
            status: self.status.clone(),
        }
    }
}

/// A one-time link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct OneTimeLink {
    /// Its id.
    pub link_id: String,
    /// The file it leads to.
    pub file: Option<File>,
    /// The link. Anyone who has it can use it.
    pub url: Option<Secret>,
    /// 0 is waiting.
    pub state: Option<i64>,
    /// The state in words.
    pub state_label: Option<String>,
    /// What the host calls when it is used.
    pub callback_url: Option<String>,
    /// Whether an e-mail is sent when it is used.
    pub notify: Option<bool>,
    /// When it was created, in seconds since 1970.
    pub created: Option<i64>,
    /// Whether it was used.
    pub downloaded: Option<bool>,
    /// Why the host knows nothing of it, in place of everything else.
    pub error: Option<String>,
}

impl OneTimeLink {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            link_id: node.need_text("link_id")?,
            file: node.child("file", File::read)?,
            url: node.secret("url")?,
            state: node.number("state")?,
            state_label: node.text("state_label")?,
            callback_url: node.text("callback_url")?,
            notify: node.flag("notify")?,
            created: node.number("created")?,
            downloaded: node.flag("downloaded")?,
            error: node.text("error")?,
        })
    }

    pub(super) fn share_link(&self) -> ShareLink {
        ShareLink {
            id: self.link_id.clone(),
            url: self.url.clone(),
            file: self.file.as_ref().map(|file| file.file_id.clone()),
            downloaded: self.downloaded,
            created: self.created,
        }
    }
}

/// A remote job.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Job {
    /// Its id.
    pub job_id: String,
    /// The folder the file goes to.
    pub folder_id: Option<String>,
    /// The source, perhaps altered.
    pub url: Option<String>,
    /// The name of the file, once known.
    pub name: Option<String>,
    /// Bytes, once known.
    pub size: Option<u64>,
    /// Bytes fetched.
    pub dl_size: Option<u64>,
    /// Bytes per second.
    pub speed: Option<u64>,
    /// The state in words; the numbers differ between hosts.
    pub state_label: Option<String>,
    /// The file, once it is there.
    pub file: Option<File>,
    /// Why it failed.
    pub error: Option<String>,
    /// When it was created, in seconds since 1970.
    pub created: Option<i64>,
    /// When it last changed, in seconds since 1970.
    pub updated: Option<i64>,
}

impl Job {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            job_id: node.need_text("job_id")?,
            folder_id: node.text("folder_id")?,
            url: node.text("url")?,
            name: node.text("name")?,
            size: node.size("size")?,
            dl_size: node.size("dl_size")?,
            speed: node.size("speed")?,
            state_label: node.text("state_label")?,
            file: node.child("file", File::read)?,
            error: node.text("error")?,
            created: node.number("created")?,
            updated: node.number("updated")?,
        })
    }

    /// The jobs of an answer: `{"jobs": [...]}`, or a bare list.
    pub(super) fn read_all(response: Option<Json<'_>>) -> Result<Vec<Self>, Malformed> {
        list_or_named(response, "jobs", Self::read)
    }

    pub(super) fn into_remote_job(self) -> RemoteJob {
        let label = self.state_label.unwrap_or_default();
        let state = match label.to_ascii_lowercase().as_str() {
            "waiting" => RemoteState::Waiting,
            "starting" | "downloading" => RemoteState::Running,
            "done" => RemoteState::Done,
            "fail" => RemoteState::Failed,
            "canceled" | "cancelled" => RemoteState::Cancelled,
            _ => RemoteState::Other(label),
        };
        RemoteJob {
            id: self.job_id,
            url: self.url,
            state,
            done: self.dl_size,
            size: self.size,
            entry: self.file.map(File::into_entry),
            error: self.error,
        }
    }
}
