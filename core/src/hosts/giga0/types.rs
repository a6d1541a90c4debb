//! The responses of giga0, as types. Numbers may come as strings or as numbers; ids are always
//! strings.

mod account;
mod remote;

use crate::json::Shape;
use crate::wire::{Malformed, Node};
use crate::{Entry, Kind, Secret, State, Visibility};

pub use account::{Account, Authorized, Package};
pub use remote::{DownloadedFile, UrlTask, UrlUpload};

/// A date, unless it is the zero date that means none.
fn date(node: &Node<'_>, key: &str) -> Result<Option<String>, Malformed> {
    Ok(node.text(key)?.filter(|date| !date.starts_with("0000-00-00")))
}

/// An uploaded file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
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
        let data = node.raw("data");
        let first = data.and_then(|data| match data.shape() {
            Shape::List(list) => list.first(),
            Shape::Object(fields) => fields.get("0").or(Some(data)),
            _ => None,
        });
        match first {
            Some(value) if value.as_object().is_some_and(|fields| !fields.is_empty()) => {
                Self::read(Node::new(value)?)
            }
            _ => Err(Malformed::new("one that names the uploaded file")),
        }
    }

    pub(super) fn into_entry(self) -> Entry {
        let is_hash =
            |hash: &&String| hash.len() == 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        Entry {
            id: self.file_id.unwrap_or_default(),
            kind: Kind::File,
            name: self.name.unwrap_or_default(),
            size: self.size,
            md5: self.hash.as_ref().filter(is_hash).map(|hash| hash.to_ascii_lowercase()),
            state: Some(State::Ready),
            url: self.url,
            ..Entry::default()
        }
    }
}

/// A file. In responses about a single file only the id, the name and the short name are certain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
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
    /// The parent folder; absent in the root.
    pub folder_id: Option<String>,
    /// Keywords, joined by commas.
    pub keywords: Option<String>,
    /// A description; newer sites only.
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

    pub(super) fn into_entry(self) -> Entry {
        Entry {
            id: self.id,
            parent: self.folder_id,
            kind: Kind::File,
            name: self.filename.unwrap_or_default(),
            size: self.file_size,
            downloads: self.downloads,
            state: self.status.as_deref().map(|status| match status {
                "active" => State::Ready,
                "trash" => State::Trashed,
                other => State::Other(other.to_owned()),
            }),
            url: self.url_file,
            ..Entry::default()
        }
    }
}

/// A folder. Dates are `Y-m-d H:i:s` without a zone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Folder {
    /// Its id.
    pub id: String,
    /// The parent folder; absent in the root.
    pub parent_id: Option<String>,
    /// Its name.
    pub folder_name: Option<String>,
    /// Bytes in it.
    pub total_size: Option<u64>,
    /// 0 private, 1 unlisted, 2 public in the site's search.
    pub is_public: Option<i64>,
    /// The MD5 of its password; absent in listings.
    pub access_password: Option<Secret>,
    /// When it was created.
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
    /// Its state; newer sites only.
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
            date_added: date(&node, "date_added")?,
            date_updated: date(&node, "date_updated")?,
            url_folder: node.text("url_folder")?,
            total_downloads: node.size("total_downloads")?,
            child_folder_count: node.size("child_folder_count")?,
            file_count: node.size("file_count")?,
            status: node.text("status")?,
        })
    }

    pub(super) fn into_entry(self) -> Entry {
        Entry {
            id: self.id,
            parent: self.parent_id,
            kind: Kind::Folder,
            name: self.folder_name.unwrap_or_default(),
            size: self.total_size,
            created_text: self.date_added,
            downloads: self.total_downloads,
            visibility: self.is_public.map(|mode| match mode {
                0 => Visibility::Private,
                1 => Visibility::Unlisted,
                2 => Visibility::Public,
                other => Visibility::Other(other.to_string()),
            }),
            url: self.url_folder,
            ..Entry::default()
        }
    }
}

/// The contents of a folder: one level, complete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
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
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
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

/// The URL for the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DownloadLink {
    /// The file.
    pub file_id: Option<String>,
    /// Its name.
    pub filename: Option<String>,
    /// The URL; anyone who has it can download the file, for a short time.
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
