//! The responses of giga.gs, as types, as far as they are known. Everything else is in the JSON of
//! the [`Answer`](crate::Answer).

use super::answer::{files, link, scopes, total};
use super::limit;
use crate::json::{Json, Shape};
use crate::wire::{flag, number, size, text};
use crate::{Entry, Kind, Secret, State};

/// A session at the host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SessionInfo {
    /// Whether it belongs to an account, or the site requires one.
    pub private: Option<bool>,
    /// Its token.
    pub token: Option<Secret>,
    /// The largest file in bytes; `None` if unknown or unlimited.
    pub max_file_size: Option<u64>,
    /// The same as the host writes it, such as `512MB`.
    pub max_file_size_text: Option<String>,
}

impl SessionInfo {
    pub(super) fn read(json: Json<'_>) -> Self {
        let most = json.get("maxFileSize");
        Self {
            private: lenient(json, "private", flag),
            token: lenient(json, "token", text).map(Secret::from),
            max_file_size: most.and_then(limit::bytes),
            max_file_size_text: lenient(json, "maxFileSize", text),
        }
    }
}

/// A value of a guessed key: what cannot be read is not there.
fn lenient<T, E>(
    json: Json<'_>,
    key: &str,
    read: impl Fn(Json<'_>) -> Result<Option<T>, E>,
) -> Option<T> {
    json.get(key).and_then(|value| read(value).ok().flatten())
}

fn first_text(json: Json<'_>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| lenient(json, key, text))
}

/// An uploaded file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Uploaded {
    /// The direct link.
    pub url: Option<String>,
    /// The id of the video.
    pub id: Option<String>,
    /// The hash of the file; whether it is the MD5 of the content is not known.
    pub hash: Option<String>,
    /// The argument of `archive`: id and hash, joined by an underscore.
    pub filehash: Option<String>,
}

impl Uploaded {
    pub(super) fn read(json: Json<'_>) -> Self {
        let scopes = scopes(json);
        let first =
            |read: fn(Json<'_>) -> Option<String>| scopes.iter().find_map(|scope| read(*scope));
        let (id, hash) = (first(id_of), first(hash_of));
        let filehash = first(|scope| first_text(scope, &["filehash"]))
            .or_else(|| joined(id.as_deref(), hash.as_deref()))
            .or_else(|| any_filehash(json, 0));
        Self { url: link(json), id, hash, filehash }
    }
}

/// The id of a file. `name` is one only if it looks like one.
fn id_of(json: Json<'_>) -> Option<String> {
    first_text(json, &["id", "videoid", "video_id", "_id"])
        .or_else(|| first_text(json, &["name"]).filter(|name| is_id(name)))
}

fn hash_of(json: Json<'_>) -> Option<String> {
    first_text(json, &["hash", "md5"])
}

fn is_id(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_hash(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a text has the form of a filehash.
pub(super) fn is_filehash(text: &str) -> bool {
    text.rsplit_once('_').is_some_and(|(id, hash)| is_id(id) && is_hash(hash))
}

fn joined(id: Option<&str>, hash: Option<&str>) -> Option<String> {
    let (id, hash) = (id.filter(|id| is_id(id))?, hash.filter(|hash| is_hash(hash))?);
    Some(format!("{id}_{hash}"))
}

/// How deep an answer is searched.
const DEPTH: u32 = 8;

/// Any text in an answer that has the form of a filehash.
fn any_filehash(json: Json<'_>, depth: u32) -> Option<String> {
    match json.shape() {
        Shape::Text(text) => is_filehash(text).then(|| text.to_owned()),
        Shape::List(list) if depth < DEPTH => {
            list.iter().find_map(|value| any_filehash(value, depth + 1))
        }
        Shape::Object(fields) if depth < DEPTH => {
            fields.iter().find_map(|(_, value)| any_filehash(value, depth + 1))
        }
        _ => None,
    }
}

/// A file of the account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct File {
    /// The id of the video.
    pub id: Option<String>,
    /// Its hash; whether it is the MD5 of the content is not known.
    pub hash: Option<String>,
    /// The argument of `archive`.
    pub filehash: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// The direct link.
    pub url: Option<String>,
    /// When it was created, if the host reports it as a number of seconds since 1970.
    pub created: Option<i64>,
    /// When it was created, if the host reports it as a string.
    pub created_text: Option<String>,
    /// Whether its content was erased.
    pub archived: Option<bool>,
}

impl File {
    pub(super) fn read(json: Json<'_>) -> Self {
        let (id, hash) = (id_of(json), hash_of(json));
        let filehash = first_text(json, &["filehash"])
            .or_else(|| joined(id.as_deref(), hash.as_deref()))
            .or_else(|| any_filehash(json, 0));
        let times = ["timestamp", "created", "date"];
        let created = times.iter().find_map(|key| lenient(json, key, number));
        Self {
            filehash,
            name: first_text(json, &["name", "title", "filename"]),
            size: lenient(json, "size", size),
            url: first_text(json, &["url"]),
            created,
            created_text: first_text(json, &times).filter(|_| created.is_none()),
            archived: lenient(json, "archived", flag),
            id,
            hash,
        }
    }

    /// By what two rows of a listing are known to be the same file.
    pub(super) fn key(&self) -> Option<String> {
        self.filehash.clone().or_else(|| self.url.clone()).or_else(|| self.id.clone())
    }

    pub(super) fn into_entry(self) -> Entry {
        Entry {
            id: self.key().unwrap_or_default(),
            kind: Kind::File,
            name: self.name.unwrap_or_default(),
            size: self.size,
            created: self.created,
            created_text: self.created_text,
            state: Some(match self.archived {
                Some(true) => State::Removed,
                _ => State::Ready,
            }),
            url: self.url,
            ..Entry::default()
        }
    }
}

/// One page of the account's files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Files {
    /// The files, in the host's order.
    pub files: Vec<File>,
    /// The total number, if the host reports it.
    pub count: Option<u64>,
}

impl Files {
    pub(super) fn read(json: Json<'_>) -> Self {
        let rows = files(json).unwrap_or_default();
        let files = rows.into_iter().filter(|row| row.is_object()).map(File::read).collect();
        Self { files, count: total(json) }
    }
}
