//! The responses of uploadgig, as types.

use crate::json::{Json, Shape};
use crate::wire::{Malformed, Node, flag};
use crate::{Entry, Kind, Secret};

/// The URL to upload a file to, valid for 60 seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Action {
    /// The URL. A credential: anyone who has it can upload once.
    pub action: Secret,
    /// Free space of the account in MiB. `None` if the host does not say: a missing value, a
    /// string, and anything below 1 mean that.
    pub cmbs: Option<u64>,
}

impl Action {
    /// The largest file in bytes, inclusive. `None` if unknown.
    pub fn largest_file(&self) -> Option<u64> {
        self.cmbs.map(|mebibytes| mebibytes.saturating_mul(1_048_576))
    }

    /// Reads the `result` of a success.
    pub(super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        node.need_child("result", |result| {
            // A quoted figure is not trusted: refusing a file for it would be worse than trying.
            let cmbs = result.raw("cmbs").and_then(Json::as_u64).filter(|cmbs| *cmbs > 0);
            Ok(Self { action: result.need_text("action")?.into(), cmbs })
        })
    }
}

/// A file that the node has stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Stored {
    /// Its public link, which may answer 404 for some minutes.
    pub url: String,
    /// Its id: 16 hexadecimal digits, case-sensitive.
    pub id: Option<String>,
    /// Its name at the host.
    pub file_name: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// What the host says about it, in English prose.
    pub message: Option<String>,
}

impl Stored {
    /// Reads the node's answer, in whatever outer form it comes.
    pub(super) fn read(json: Json<'_>) -> Result<Self, Malformed> {
        let node = Node::new(inner(json).unwrap_or(json))?;
        Ok(Self {
            url: node.need_text("url")?,
            id: node.text("id")?,
            file_name: node.text("file_name")?,
            size: node.size("size")?,
            message: node.text("message")?,
        })
    }

    /// The shared noun. `wanted_name` stands in for a name that the host does not repeat.
    pub(super) fn into_entry(self, wanted_name: &str) -> Entry {
        Entry {
            id: self.id.unwrap_or_else(|| id_of_link(&self.url)),
            kind: Kind::File,
            name: self.file_name.unwrap_or_else(|| wanted_name.to_owned()),
            size: self.size,
            url: Some(self.url),
            ..Entry::default()
        }
    }
}

/// The object that says what became of the file: under the key `"0"`, in a list of one, or bare.
pub(super) fn inner(json: Json<'_>) -> Option<Json<'_>> {
    let object = match json.shape() {
        Shape::Object(fields) => fields.get("0").unwrap_or(json),
        Shape::List(items) if items.len() == 1 => items.first()?,
        _ => return None,
    };
    object.is_object().then_some(object)
}

/// Whether the inner object reports a stored file.
pub(super) fn is_stored(inner: Json<'_>) -> bool {
    let ok = inner.get("ok").is_some_and(|ok| flag(ok) == Ok(Some(true)));
    let url = inner.get("url").and_then(Json::as_str).is_some_and(|url| !url.is_empty());
    ok && url
}

/// The id in `…/file/download/<id>/<name>`.
fn id_of_link(url: &str) -> String {
    let rest = url.split_once("/file/download/").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
}
