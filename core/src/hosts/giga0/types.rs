//! What giga0 answers, typed. Numbers come as texts here and as numbers there; ids are texts always.

use serde_json::Value;

use crate::wire::{Malformed, Node};
use crate::{Entry, Kind, RemoteJob, RemoteState, Secret, State, Visibility};

/// What `authorize` gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authorized {
    /// The token of the session.
    pub access_token: Secret,
    /// The account it belongs to.
    pub account_id: String,
}

impl Authorized {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            access_token: node.need_text("access_token")?.into(),
            account_id: node.need_text("account_id")?,
        })
    }
}

/// An account. Dates are `Y-m-d H:i:s` without a zone; an unset one is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Its user name.
    pub username: Option<String>,
    /// The id of its package.
    pub level_id: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// When it last logged in.
    pub last_login_date: Option<String>,
    /// From where it last logged in.
    pub last_login_ip: Option<String>,
    /// `pending`, `active`, `disabled` or `suspended`.
    pub status: Option<String>,
    /// `Mr`, `Ms`, ...
    pub title: Option<String>,
    /// First name.
    pub firstname: Option<String>,
    /// Last name.
    pub lastname: Option<String>,
    /// The id of its language.
    pub language_id: Option<String>,
    /// When it was made.
    pub date_created: Option<String>,
    /// When it was last paid for.
    pub last_payment: Option<String>,
    /// When the paid time ends.
    pub paid_expiry_date: Option<String>,
    /// Bytes of storage in place of the package's.
    pub storage_limit_override: Option<u64>,
}

/// A date, unless it is the zero date that means none.
fn date(node: Node<'_>, key: &str) -> Result<Option<String>, Malformed> {
    Ok(node.text(key)?.filter(|date| !date.starts_with("0000-00-00")))
}

impl Account {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: node.need_text("id")?,
            username: node.text("username")?,
            level_id: node.text("level_id")?,
            email: node.text("email")?,
            last_login_date: date(node, "lastlogindate")?,
            last_login_ip: node.text("lastloginip")?,
            status: node.text("status")?,
            title: node.text("title")?,
            firstname: node.text("firstname")?,
            lastname: node.text("lastname")?,
            language_id: node.text("languageId")?,
            date_created: date(node, "datecreated")?,
            last_payment: date(node, "lastPayment")?,
            paid_expiry_date: date(node, "paidExpiryDate")?,
            storage_limit_override: node.size("storageLimitOverride")?,
        })
    }
}

/// What an account may do. A limit of 0 means "no limit" and is absent here; older installs lack
/// some of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Package {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub label: Option<String>,
    /// `paid user`, `paid`, `free`, ...
    pub level_type: Option<String>,
    /// Whether the account may upload.
    pub can_upload: Option<bool>,
    /// Largest upload in bytes.
    pub max_upload_size: Option<u64>,
    /// Bytes of storage.
    pub max_storage_bytes: Option<u64>,
    /// Uploads at once.
    pub concurrent_uploads: Option<u64>,
    /// Downloads at once.
    pub concurrent_downloads: Option<u64>,
    /// Seconds between two downloads.
    pub wait_between_downloads: Option<u64>,
    /// Bytes a second.
    pub download_speed: Option<u64>,
    /// Downloads in 24 hours.
    pub downloads_per_24_hours: Option<u64>,
    /// Bytes of downloads in 24 hours.
    pub download_size_per_24_hours: Option<u64>,
    /// Largest file that may be downloaded, in bytes.
    pub max_download_filesize_allowed: Option<u64>,
    /// Links in one import.
    pub max_remote_download_urls: Option<u64>,
    /// Days after which files go that nobody downloads.
    pub days_to_keep_inactive_files: Option<u64>,
    /// Whether the site shows adverts.
    pub show_site_adverts: Option<bool>,
    /// Whether the site offers an upgrade.
    pub show_upgrade_screen: Option<bool>,
    /// Whether it is offered as an upgrade.
    pub on_upgrade_page: Option<bool>,
}

impl Package {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let limit = |key: &str| Ok(node.size(key)?.filter(|limit| *limit > 0));
        Ok(Self {
            id: node.text("id")?,
            label: node.text("label")?,
            level_type: node.text("level_type")?,
            can_upload: node.flag("can_upload")?,
            max_upload_size: limit("max_upload_size")?,
            max_storage_bytes: limit("max_storage_bytes")?,
            concurrent_uploads: limit("concurrent_uploads")?,
            concurrent_downloads: limit("concurrent_downloads")?,
            wait_between_downloads: limit("wait_between_downloads")?,
            download_speed: limit("download_speed")?,
            downloads_per_24_hours: limit("downloads_per_24_hours")?,
            download_size_per_24_hours: limit("download_size_per_24_hours")?,
            max_download_filesize_allowed: limit("max_download_filesize_allowed")?,
            max_remote_download_urls: limit("max_remote_download_urls")?,
            days_to_keep_inactive_files: limit("days_to_keep_inactive_files")?,
            show_site_adverts: node.flag("show_site_adverts")?,
            show_upgrade_screen: node.flag("show_upgrade_screen")?,
            on_upgrade_page: node.flag("on_upgrade_page")?,
        })
    }

    /// Whether it is paid for, by the beginning of its type.
    pub fn is_paid(&self) -> Option<bool> {
        self.level_type.as_ref().map(|level| level.to_ascii_lowercase().starts_with("paid"))
    }
}

/// An uploaded file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// Its id; absent only beside an `error`.
    pub file_id: Option<String>,
    /// Its name at the host.
    pub name: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// Its media type.
    pub media_type: Option<String>,
    /// Why it failed although the answer says success.
    pub error: Option<String>,
    /// The public page.
    pub url: Option<String>,
    /// The short name of the public page.
    pub short_url: Option<String>,
    /// A page that deletes the file without a login.
    pub delete_url: Option<Secret>,
    /// A page that describes the file to its owner without a login.
    pub info_url: Option<Secret>,
    /// The public page with counters.
    pub stats_url: Option<String>,
    /// The secret part of `delete_url`.
    pub delete_hash: Option<Secret>,
    /// A hash in 32 hexadecimal digits, probably the MD5 of the content.
    pub hash: Option<String>,
    /// Another hash in 64 hexadecimal digits.
    pub unique_hash: Option<String>,
    /// Markup for web pages. Not sanitised.
    pub url_html: Option<String>,
    /// Markup for forums.
    pub url_bbcode: Option<String>,
}

impl Uploaded {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let error = node.text("error")?;
        Ok(Self {
            file_id: match &error {
                None => Some(node.need_text("file_id")?),
                Some(_) => node.text("file_id")?,
            },
            name: node.text("name")?,
            size: node.size("size")?,
            media_type: node.text("type")?,
            error,
            url: node.text("url")?,
            short_url: node.any_text(&["short_url", "shortUrl"])?,
            delete_url: node.secret("delete_url")?,
            info_url: node.secret("info_url")?,
            stats_url: node.text("stats_url")?,
            delete_hash: node.secret("delete_hash")?,
            hash: node.text("hash")?,
            unique_hash: node.text("unique_hash")?,
            url_html: node.text("url_html")?,
            url_bbcode: node.text("url_bbcode")?,
        })
    }

    /// The file of an upload's answer: the one element of a list, or the object in its place.
    pub(super) fn read_first(node: Node<'_>) -> Result<Self, Malformed> {
        let first = match node.raw("data") {
            Some(Value::Array(list)) => list.first(),
            Some(Value::Object(fields)) => fields.get("0").or_else(|| node.raw("data")),
            _ => None,
        };
        match first {
            Some(value @ Value::Object(fields)) if !fields.is_empty() => {
                Self::read(Node::new(value)?)
            }
            _ => Err(Malformed::new("one that names the uploaded file")),
        }
    }

    pub(super) fn entry(&self) -> Entry {
        let is_hash =
            |hash: &&String| hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        Entry {
            id: self.file_id.clone().unwrap_or_default(),
            kind: Kind::File,
            name: self.name.clone().unwrap_or_default(),
            size: self.size,
            md5: self.hash.as_ref().filter(is_hash).map(|hash| hash.to_ascii_lowercase()),
            state: Some(State::Ready),
            url: self.url.clone(),
            ..Entry::default()
        }
    }
}

/// A file. In answers about one file only the id, the name and the short name are sure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Its id.
    pub id: String,
    /// Its name.
    pub filename: Option<String>,
    /// The short name of the public page.
    pub short_url: Option<String>,
    /// Its media type.
    pub file_type: Option<String>,
    /// The ending of its name.
    pub extension: Option<String>,
    /// Bytes.
    pub file_size: Option<u64>,
    /// `active`, `trash`, or another word.
    pub status: Option<String>,
    /// How often it was downloaded.
    pub downloads: Option<u64>,
    /// The folder it lies in; absent in the root.
    pub folder_id: Option<String>,
    /// Keywords, joined by commas.
    pub keywords: Option<String>,
    /// A text about it; newer installs only.
    pub description: Option<String>,
    /// The public page.
    pub url_file: Option<String>,
}

impl File {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: match node.text("id")? {
                Some(id) => id,
                None => node.need_text("file_id")?,
            },
            filename: node.any_text(&["filename", "file_name", "name"])?,
            short_url: node.any_text(&["shortUrl", "short_url"])?,
            file_type: node.text("fileType")?,
            extension: node.text("extension")?,
            file_size: node.any_size(&["fileSize", "file_size", "size"])?,
            status: node.any_text(&["status", "file_status"])?,
            downloads: node.size("downloads")?,
            folder_id: node.text("folderId")?,
            keywords: node.text("keywords")?,
            description: node.text("description")?,
            url_file: node.any_text(&["url_file", "url"])?,
        })
    }

    pub(super) fn entry(&self) -> Entry {
        Entry {
            id: self.id.clone(),
            parent: self.folder_id.clone(),
            kind: Kind::File,
            name: self.filename.clone().unwrap_or_default(),
            size: self.file_size,
            downloads: self.downloads,
            state: self.status.as_deref().map(|status| match status {
                "active" => State::Ready,
                "trash" => State::Trashed,
                other => State::Other(other.to_owned()),
            }),
            url: self.url_file.clone(),
            ..Entry::default()
        }
    }
}

/// A folder. Dates are `Y-m-d H:i:s` without a zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Folder {
    /// Its id.
    pub id: String,
    /// The folder it lies in; absent in the root.
    pub parent_id: Option<String>,
    /// Its name.
    pub folder_name: Option<String>,
    /// Bytes in it.
    pub total_size: Option<u64>,
    /// 0 private, 1 unlisted, 2 public in the site's search.
    pub is_public: Option<i64>,
    /// The MD5 of its password; absent in listings.
    pub access_password: Option<Secret>,
    /// When it was made.
    pub date_added: Option<String>,
    /// When it was last changed.
    pub date_updated: Option<String>,
    /// The public page.
    pub url_folder: Option<String>,
    /// How often its files were downloaded.
    pub total_downloads: Option<u64>,
    /// Folders in it.
    pub child_folder_count: Option<u64>,
    /// Files in it.
    pub file_count: Option<u64>,
    /// Its state; newer installs only.
    pub status: Option<String>,
}

impl Folder {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: match node.text("id")? {
                Some(id) => id,
                None => node.need_text("folder_id")?,
            },
            parent_id: node.text("parentId")?,
            folder_name: node.any_text(&["folderName", "folder_name", "name"])?,
            total_size: node.any_size(&["totalSize", "size"])?,
            is_public: node.number("isPublic")?,
            access_password: node.secret("accessPassword")?,
            date_added: date(node, "date_added")?,
            date_updated: date(node, "date_updated")?,
            url_folder: node.text("url_folder")?,
            total_downloads: node.size("total_downloads")?,
            child_folder_count: node.size("child_folder_count")?,
            file_count: node.size("file_count")?,
            status: node.text("status")?,
        })
    }

    pub(super) fn entry(&self) -> Entry {
        Entry {
            id: self.id.clone(),
            parent: self.parent_id.clone(),
            kind: Kind::Folder,
            name: self.folder_name.clone().unwrap_or_default(),
            size: self.total_size,
            created_text: self.date_added.clone(),
            downloads: self.total_downloads,
            visibility: self.is_public.map(|mode| match mode {
                0 => Visibility::Private,
                1 => Visibility::Unlisted,
                2 => Visibility::Public,
                other => Visibility::Other(other.to_string()),
            }),
            url: self.url_folder.clone(),
            ..Entry::default()
        }
    }
}

/// What lies in a folder: one level, all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FolderListing {
    /// Its folders.
    pub folders: Vec<Folder>,
    /// Its files.
    pub files: Vec<File>,
}

impl FolderListing {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            folders: node.list("folders", Folder::read)?,
            files: node.list("files", File::read)?,
        })
    }
}

/// A copied file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileCopy {
    /// The file that was copied.
    pub original_file: Option<File>,
    /// The copy.
    pub new_file: File,
}

impl FileCopy {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let original = node.child("original_file", |file| file.child("data", File::read))?;
        Ok(Self {
            original_file: original.flatten(),
            new_file: node.need_child("new_file", |file| file.need_child("data", File::read))?,
        })
    }
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadLink {
    /// The file.
    pub file_id: Option<String>,
    /// Its name.
    pub filename: Option<String>,
    /// The address; whoever has it can fetch the file, for a short time.
    pub download_url: Secret,
}

impl DownloadLink {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            file_id: node.text("file_id")?,
            filename: node.text("filename")?,
            download_url: node.need_text("download_url")?.into(),
        })
    }
}

/// An import that was put into the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UrlUpload {
    /// The id of the import.
    pub scheduled_item_id: String,
    /// The link, as the host understood it.
    pub url: Option<String>,
}

impl UrlUpload {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self { scheduled_item_id: node.need_text("scheduled_item_id")?, url: node.text("url")? })
    }
}

/// A file that an import has brought.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DownloadedFile {
    /// Its id.
    pub file_id: String,
    /// Its name.
    pub name: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// The public page.
    pub url: Option<String>,
}

/// An import from a URL. Dates are `Y-m-d H:i:s` without a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UrlTask {
    /// The id of the import.
    pub scheduled_item_id: String,
    /// Its state; only words that begin with `complete`, `fail`, `error` or `cancel` are final.
    pub status: Option<String>,
    /// When it was put into the queue.
    pub created: Option<String>,
    /// When it began.
    pub started: Option<String>,
    /// When it ended.
    pub finished: Option<String>,
    /// Bytes.
    pub total_size: Option<u64>,
    /// The file, once it is there.
    pub downloaded_file: Option<DownloadedFile>,
}

impl UrlTask {
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let file = |file: Node<'_>| {
            Ok(DownloadedFile {
                file_id: file.need_text("file_id")?,
                name: file.text("name")?,
                size: file.size("size")?,
                url: file.text("url")?,
            })
        };
        Ok(Self {
            scheduled_item_id: node.need_text("scheduled_item_id")?,
            status: node.text("status")?,
            created: date(node, "created")?,
            started: date(node, "started")?,
            finished: date(node, "finished")?,
            total_size: node.size("total_size")?,
            downloaded_file: node.child("downloaded_file", file)?,
        })
    }

    /// What it is doing. Only the endings are known; every other word means that it still runs.
    pub(super) fn state(&self) -> RemoteState {
        let word = self.status.clone().unwrap_or_default();
        let lower = word.to_ascii_lowercase();
        let begins = |ways: &[&str]| ways.iter().any(|way| lower.starts_with(way));
        if begins(&["complete"]) {
            RemoteState::Done
        } else if begins(&["fail", "error"]) {
            RemoteState::Failed
        } else if begins(&["cancel"]) {
            RemoteState::Cancelled
        } else if begins(&["schedul", "pending", "queue", "wait"]) {
            RemoteState::Waiting
        } else if begins(&["run", "download", "process"]) {
            RemoteState::Running
        } else {
            RemoteState::Other(word)
        }
    }

    pub(super) fn remote_job(&self) -> RemoteJob {
        let state = self.state();
        let failed = matches!(state, RemoteState::Failed | RemoteState::Cancelled);
        RemoteJob {
            id: self.scheduled_item_id.clone(),
            url: None,
            done: None,
            size: self.total_size.filter(|size| *size > 0),
            entry: self.downloaded_file.as_ref().map(|file| Entry {
                id: file.file_id.clone(),
                kind: Kind::File,
                name: file.name.clone().unwrap_or_default(),
                size: file.size,
                state: Some(State::Ready),
                url: file.url.clone(),
                ..Entry::default()
            }),
            error: self.status.clone().filter(|_| failed),
            state,
        }
    }
}
