//! The types that all hosts share. What a host returns beyond them is in its own types under
//! [`hosts`](crate::hosts), and in the JSON of every [`Answer`](crate::Answer).
//!
//! Absent values are `None`, never an empty string or 0. Sizes are in bytes. Times are in seconds
//! since 1970 if the host gives a time zone, else the host's own text in a separate field.

use crate::Secret;

/// An account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Account {
    /// The host's id for the account.
    pub id: Option<String>,
    /// Its user name or display name.
    pub name: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Whether it is a paid account; `None` if the host does not say.
    pub premium: Option<bool>,
    /// When the paid period ends, in seconds since 1970.
    pub premium_until: Option<i64>,
    /// When the paid period ends, in the host's own notation, without a time zone.
    pub premium_until_text: Option<String>,
    /// Storage used, in bytes.
    pub storage_used: Option<u64>,
    /// Storage available in all, in bytes; `None` if unknown or unlimited.
    pub storage_total: Option<u64>,
    /// Download traffic left, in bytes.
    pub traffic_left: Option<u64>,
    /// Largest file that may be uploaded, in bytes; `None` if unknown or unlimited.
    pub largest_file: Option<u64>,
    /// Number of uploads that may run in parallel.
    pub parallel_uploads: Option<u64>,
}

/// Whether an [`Entry`] is a file or a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Kind {
    /// A file.
    #[default]
    File,
    /// A folder (at ge.tt: a share).
    Folder,
}

impl Kind {
    /// The word for it, as it is serialised.
    pub fn name(&self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
        }
    }
}

/// Who can see or download an entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Visibility {
    /// Everyone.
    Public,
    /// Anyone who has the link (giga0).
    Unlisted,
    /// Premium accounts (rapidgator).
    PremiumOnly,
    /// The owner.
    Private,
    /// Anyone, by a direct link (rapidgator).
    Hotlink,
    /// A value that this library does not know, as the host writes it.
    #[cfg_attr(feature = "serialize", serde(untagged))]
    Other(String),
}

impl Visibility {
    /// The word for it, as it is serialised; the host's own where this library does not know it.
    pub fn name(&self) -> &str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::PremiumOnly => "premium_only",
            Self::Private => "private",
            Self::Hotlink => "hotlink",
            Self::Other(word) => word,
        }
    }
}

/// What state an entry is in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum State {
    /// Usable.
    Ready,
    /// Announced; its bytes have not arrived yet.
    Waiting,
    /// Its bytes are being transferred.
    Uploading,
    /// The host is processing it.
    Processing,
    /// In the trash.
    Trashed,
    /// Gone.
    Removed,
    /// A value that this library does not know, as the host writes it.
    #[cfg_attr(feature = "serialize", serde(untagged))]
    Other(String),
}

impl State {
    /// The word for it, as it is serialised; the host's own where this library does not know it.
    pub fn name(&self) -> &str {
        match self {
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Uploading => "uploading",
            Self::Processing => "processing",
            Self::Trashed => "trashed",
            Self::Removed => "removed",
            Self::Other(word) => word,
        }
    }
}

/// A file or a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Entry {
    /// The id that the verbs of this session take. Opaque. At ge.tt a file is `share/file`; at
    /// giga.gs it is the filehash.
    pub id: String,
    /// The id of the parent folder; `None` in the root or if the host does not say.
    pub parent: Option<String>,
    /// File or folder.
    pub kind: Kind,
    /// Its name at the host, which may differ from the one it was given.
    pub name: String,
    /// Bytes.
    pub size: Option<u64>,
    /// MD5 of the content in 32 lower-case hexadecimal digits.
    pub md5: Option<String>,
    /// When it was created, in seconds since 1970.
    pub created: Option<i64>,
    /// When it was created, in the host's own notation, without a time zone.
    pub created_text: Option<String>,
    /// How often it was downloaded.
    pub downloads: Option<u64>,
    /// Who can see it.
    pub visibility: Option<Visibility>,
    /// What state it is in.
    pub state: Option<State>,
    /// The public page.
    pub url: Option<String>,
}

impl Entry {
    /// The reference by which verbs take it.
    pub fn item(&self) -> Item<'_> {
        match self.kind {
            Kind::File => Item::File(&self.id),
            Kind::Folder => Item::Folder(&self.id),
        }
    }
}

/// A reference to a file or a folder: hosts number the two separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item<'a> {
    /// The id of a file.
    File(&'a str),
    /// The id of a folder (at ge.tt: the name of a share).
    Folder(&'a str),
}

impl<'a> Item<'a> {
    /// The id alone.
    pub fn id(&self) -> &'a str {
        match self {
            Self::File(id) | Self::Folder(id) => id,
        }
    }
}

impl<'a> From<&'a Entry> for Item<'a> {
    fn from(entry: &'a Entry) -> Self {
        entry.item()
    }
}

/// The contents of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Listing {
    /// The folder itself, if the host describes it.
    pub folder: Option<Entry>,
    /// Its folders, then its files, in the host's order.
    pub entries: Vec<Entry>,
}

/// What a host reports about a public link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LinkStatus {
    /// The link as given.
    pub url: String,
    /// Whether it leads to a file.
    pub alive: bool,
    /// The name of the file.
    pub name: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// The host's own word for the status.
    pub status: Option<String>,
}

/// The outcome for each item of a batch verb.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Batch {
    /// The ids of the items that succeeded.
    pub done: Vec<String>,
    /// The ids of the items that failed, each with the host's text if it can be attributed to that
    /// item.
    pub failed: Vec<(String, Option<String>)>,
}

impl Batch {
    /// Whether all items succeeded.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty()
    }
}

/// The state of a remote job.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RemoteState {
    /// In the queue.
    Waiting,
    /// The host is fetching.
    Running,
    /// The file is there.
    Done,
    /// It failed.
    Failed,
    /// It was cancelled.
    Cancelled,
    /// A state that this library does not know: treat it as still running.
    #[cfg_attr(feature = "serialize", serde(untagged))]
    Other(String),
}

impl RemoteState {
    /// The word for it, as it is serialised; the host's own where this library does not know it.
    pub fn name(&self) -> &str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Other(word) => word,
        }
    }
}

/// A file that the host fetches by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RemoteJob {
    /// The id of the job.
    pub id: String,
    /// The source, as the host reports it.
    pub url: Option<String>,
    /// What it is doing.
    pub state: RemoteState,
    /// Bytes fetched.
    pub done: Option<u64>,
    /// Bytes in all.
    pub size: Option<u64>,
    /// The file, once it is there.
    pub entry: Option<Entry>,
    /// Why it failed, in the host's words.
    pub error: Option<String>,
}

/// A link for one download.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ShareLink {
    /// The id of the link.
    pub id: String,
    /// The link. Anyone who has it can use it once.
    pub url: Option<Secret>,
    /// The file it leads to.
    pub file: Option<String>,
    /// Whether it was used.
    pub downloaded: Option<bool>,
    /// When it was created, in seconds since 1970.
    pub created: Option<i64>,
}

/// Which files in the trash a verb applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trash<'a> {
    /// All of them. Said explicitly, because an empty list means the same to the host.
    All,
    /// These.
    Files(&'a [&'a str]),
}

#[cfg(all(test, feature = "serialize"))]
mod tests {
    use super::*;
    use crate::Verified;

    #[test]
    fn a_serialised_answer_has_every_field_and_its_words_in_lower_case() {
        let entry = Entry {
            id: "7".into(),
            visibility: Some(Visibility::PremiumOnly),
            state: Some(State::Other("odd".into())),
            ..Entry::default()
        };
        let value = serde_json::to_value(&entry).unwrap();
        assert_eq!(value["visibility"], "premium_only");
        assert_eq!(value["state"], "odd");
        assert_eq!(value["kind"], "file");
        assert_eq!(value.get("size"), Some(&serde_json::Value::Null));
    }

    #[test]
    fn the_name_of_a_word_is_how_it_is_serialised() {
        fn check(name: &str, value: &impl serde::Serialize) {
            assert_eq!(serde_json::to_value(value).unwrap(), name);
        }
        for kind in [Kind::File, Kind::Folder] {
            check(kind.name(), &kind);
        }
        for visibility in [
            Visibility::Public,
            Visibility::Unlisted,
            Visibility::PremiumOnly,
            Visibility::Private,
            Visibility::Hotlink,
            Visibility::Other("odd".into()),
        ] {
            check(visibility.name(), &visibility);
        }
        for state in [
            State::Ready,
            State::Waiting,
            State::Uploading,
            State::Processing,
            State::Trashed,
            State::Removed,
            State::Other("odd".into()),
        ] {
            check(state.name(), &state);
        }
        for state in [
            RemoteState::Waiting,
            RemoteState::Running,
            RemoteState::Done,
            RemoteState::Failed,
            RemoteState::Cancelled,
            RemoteState::Other("odd".into()),
        ] {
            check(state.name(), &state);
        }
        for verified in [Verified::No, Verified::Size, Verified::Md5] {
            check(verified.name(), &verified);
        }
    }

    #[test]
    fn a_serialised_secret_is_its_text() {
        let link = ShareLink {
            id: "1".into(),
            url: Some(Secret::new("https://example.test/once")),
            file: None,
            downloaded: None,
            created: None,
        };
        assert_eq!(serde_json::to_value(&link).unwrap()["url"], "https://example.test/once");
    }
}
