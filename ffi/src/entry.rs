//! Files and folders
//!
//! An entry is identified by its id, which is a string at every host: the number, hash or path that
//! the host assigns. Whether an id names a file or a folder is stated separately.

use std::ffi::c_char;
use std::ptr;

use gigahost::{Answer, Entry, Item, Kind, Listing, State, Visibility};

use crate::border::{Caller, Fail, Keep, result};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// Whether an id names a file or a folder: hosts number the two separately.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_entry_kind {
    /// A file.
    GIGAHOST_FILE = 1,
    /// A folder (at ge.tt: a share).
    GIGAHOST_FOLDER = 2,
}

/// Who can see or download an entry.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_visibility {
    /// Unknown: the host does not report it, or its value is not known to this library.
    GIGAHOST_VISIBILITY_UNKNOWN = 0,
    /// Everyone.
    GIGAHOST_PUBLIC = 1,
    /// Anyone who has the link (giga0).
    GIGAHOST_UNLISTED = 2,
    /// Premium accounts (rapidgator).
    GIGAHOST_PREMIUM_ONLY = 3,
    /// The owner.
    GIGAHOST_PRIVATE = 4,
    /// Anyone, by a direct link (rapidgator).
    GIGAHOST_HOTLINK = 5,
}

/// What state an entry is in.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_state {
    /// Unknown: the host does not report it, or its value is not known to this library.
    GIGAHOST_STATE_UNKNOWN = 0,
    /// Usable.
    GIGAHOST_READY = 1,
    /// Announced; its bytes have not arrived yet.
    GIGAHOST_WAITING = 2,
    /// Its bytes are being transferred.
    GIGAHOST_UPLOADING = 3,
    /// The host is processing it.
    GIGAHOST_PROCESSING = 4,
    /// In the trash.
    GIGAHOST_TRASHED = 5,
    /// Gone.
    GIGAHOST_REMOVED = 6,
}

/// A file or a folder. Strings are NULL and numbers -1 if the host does not report them. A result
/// of the functions below, released with gigahost_free(); or part of a gigahost_listing,
/// gigahost_receipt or gigahost_job.
#[repr(C)]
pub struct gigahost_entry {
    /// The id that the functions of this session take. Never NULL. At ge.tt a file is "share/file";
    /// at giga.gs it is the filehash.
    pub id: *const c_char,
    /// The id of the parent folder; NULL also in the root.
    pub parent: *const c_char,
    /// A gigahost_entry_kind.
    pub kind: i32,
    /// Its name at the host, which may differ from the one it was given.
    pub name: *const c_char,
    /// Its size in bytes; -1 for folders whose total the host does not report.
    pub size: i64,
    /// MD5 of the content in 32 lower-case hexadecimal digits.
    pub md5: *const c_char,
    /// When it was created, in seconds since 1970.
    pub created: i64,
    /// When it was created, in the host's own notation, without a time zone.
    pub created_text: *const c_char,
    /// How often it was downloaded.
    pub downloads: i64,
    /// A gigahost_visibility.
    pub visibility: i32,
    /// The visibility as a word; the host's own word if it is not known to this library.
    pub visibility_text: *const c_char,
    /// A gigahost_state.
    pub state: i32,
    /// The state as a word; the host's own word if it is not known to this library.
    pub state_text: *const c_char,
    /// The public page.
    pub url: *const c_char,
    /// The host's own response, unmasked; NULL in lists.
    pub host_json: *const gigahost_value,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_entry {}

/// The contents of a folder. A result, released with gigahost_free().
#[repr(C)]
pub struct gigahost_listing {
    /// Number of entries.
    pub count: usize,
    /// The entries: folders, then files, in the host's order.
    pub entries: *const *const gigahost_entry,
    /// The folder itself, or NULL if the host does not describe it.
    pub folder: *const gigahost_entry,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_listing {}

/// Lists a folder; NULL is the root. All pages are fetched.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_list(
    session: *const gigahost_session,
    folder: *const c_char,
    out: *mut *const gigahost_listing,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let folder = from.opt_text("folder", folder)?;
            Ok(listing(keep, &from.session(session)?.list(folder)?))
        })
    }
}

/// Describes one file or folder. `kind` is a gigahost_entry_kind. GIGAHOST_E_NOT_FOUND if it does
/// not exist.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_stat(
    session: *const gigahost_session,
    kind: i32,
    id: *const c_char,
    out: *mut *const gigahost_entry,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let item = from.item(kind, id)?;
            Ok(answered(keep, &from.session(session)?.stat(item)?))
        })
    }
}

/// Renames a file or folder. `kind` is a gigahost_entry_kind. The name in the result is the one
/// that the host stored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rename(
    session: *const gigahost_session,
    kind: i32,
    id: *const c_char,
    name: *const c_char,
    out: *mut *const gigahost_entry,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let (item, name) = (from.item(kind, id)?, from.text("name", name)?);
            Ok(answered(keep, &from.session(session)?.rename(item, name)?))
        })
    }
}

/// Creates a folder in `parent`; NULL is the root.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_make_folder(
    session: *const gigahost_session,
    parent: *const c_char,
    name: *const c_char,
    out: *mut *const gigahost_entry,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let (parent, name) = (from.opt_text("parent", parent)?, from.text("name", name)?);
            Ok(answered(keep, &from.session(session)?.make_folder(parent, name)?))
        })
    }
}

/// Sets who can see a file or folder. `kind` is a gigahost_entry_kind, `visibility` a
/// gigahost_visibility; GIGAHOST_E_ARGUMENT for one that the host does not have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_set_visibility(
    session: *const gigahost_session,
    kind: i32,
    id: *const c_char,
    visibility: i32,
    out: *mut *const gigahost_entry,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let (item, visibility) = (from.item(kind, id)?, visibility_of(from, visibility)?);
            Ok(answered(keep, &from.session(session)?.set_visibility(item, &visibility)?))
        })
    }
}

impl Caller {
    /// A file or a folder.
    pub(crate) fn item(&self, kind: i32, id: *const c_char) -> Result<Item<'_>, Fail> {
        let id = self.text("id", id)?;
        let choices = [
            (gigahost_entry_kind::GIGAHOST_FILE as i32, Item::File(id)),
            (gigahost_entry_kind::GIGAHOST_FOLDER as i32, Item::Folder(id)),
        ];
        self.choice("kind", kind, &choices)
    }
}

fn answered(keep: &mut Keep, answer: &Answer<Entry>) -> gigahost_entry {
    let mut entry = view(keep, answer);
    entry.host_json = keep.part(gigahost_value::of_json(answer.host_json()));
    entry
}

pub(crate) fn listing(keep: &mut Keep, listing: &Listing) -> gigahost_listing {
    let entries = listing.entries.iter().map(|entry| view(keep, entry)).collect();
    let entries = keep.parts(entries);
    gigahost_listing {
        count: entries.len(),
        entries: keep.list(entries),
        folder: listing.folder.as_ref().map_or(ptr::null(), |folder| part(keep, folder)),
    }
}

/// An entry as a part of another result.
pub(crate) fn part(keep: &mut Keep, entry: &Entry) -> *const gigahost_entry {
    let entry = view(keep, entry);
    keep.part(entry)
}

fn view(keep: &mut Keep, entry: &Entry) -> gigahost_entry {
    let (visibility, state) = (entry.visibility.as_ref(), entry.state.as_ref());
    gigahost_entry {
        id: keep.text(&entry.id),
        parent: keep.opt_text(entry.parent.as_deref()),
        kind: match entry.kind {
            Kind::Folder => gigahost_entry_kind::GIGAHOST_FOLDER as i32,
            _ => gigahost_entry_kind::GIGAHOST_FILE as i32,
        },
        name: keep.text(&entry.name),
        size: bytes(entry.size),
        md5: keep.opt_text(entry.md5.as_deref()),
        created: entry.created.unwrap_or(-1),
        created_text: keep.opt_text(entry.created_text.as_deref()),
        downloads: bytes(entry.downloads),
        visibility: visibility
            .map_or(gigahost_visibility::GIGAHOST_VISIBILITY_UNKNOWN, visibility_number)
            as i32,
        visibility_text: keep.opt_text(visibility.map(Visibility::name)),
        state: state.map_or(gigahost_state::GIGAHOST_STATE_UNKNOWN, state_number) as i32,
        state_text: keep.opt_text(state.map(State::name)),
        url: keep.opt_text(entry.url.as_deref()),
        host_json: ptr::null(),
    }
}

fn visibility_of(from: &Caller, number: i32) -> Result<Visibility, Fail> {
    let choices = [
        (gigahost_visibility::GIGAHOST_PUBLIC as i32, &Visibility::Public),
        (gigahost_visibility::GIGAHOST_UNLISTED as i32, &Visibility::Unlisted),
        (gigahost_visibility::GIGAHOST_PREMIUM_ONLY as i32, &Visibility::PremiumOnly),
        (gigahost_visibility::GIGAHOST_PRIVATE as i32, &Visibility::Private),
        (gigahost_visibility::GIGAHOST_HOTLINK as i32, &Visibility::Hotlink),
    ];
    from.choice("visibility", number, &choices).cloned()
}

fn visibility_number(visibility: &Visibility) -> gigahost_visibility {
    match visibility {
        Visibility::Public => gigahost_visibility::GIGAHOST_PUBLIC,
        Visibility::Unlisted => gigahost_visibility::GIGAHOST_UNLISTED,
        Visibility::PremiumOnly => gigahost_visibility::GIGAHOST_PREMIUM_ONLY,
        Visibility::Private => gigahost_visibility::GIGAHOST_PRIVATE,
        Visibility::Hotlink => gigahost_visibility::GIGAHOST_HOTLINK,
        _ => gigahost_visibility::GIGAHOST_VISIBILITY_UNKNOWN,
    }
}

fn state_number(state: &State) -> gigahost_state {
    match state {
        State::Ready => gigahost_state::GIGAHOST_READY,
        State::Waiting => gigahost_state::GIGAHOST_WAITING,
        State::Uploading => gigahost_state::GIGAHOST_UPLOADING,
        State::Processing => gigahost_state::GIGAHOST_PROCESSING,
        State::Trashed => gigahost_state::GIGAHOST_TRASHED,
        State::Removed => gigahost_state::GIGAHOST_REMOVED,
        _ => gigahost_state::GIGAHOST_STATE_UNKNOWN,
    }
}

/// A size or count of C: -1 where there is none.
pub(crate) fn bytes(number: Option<u64>) -> i64 {
    number.map_or(-1, |number| i64::try_from(number).unwrap_or(i64::MAX))
}

/// Yes, no, or -1 where it is not told.
pub(crate) fn truth(flag: Option<bool>) -> i32 {
    flag.map_or(-1, i32::from)
}

impl Caller {
    /// The objects of the verbs that take many: files, then folders.
    pub(crate) fn items(
        &self,
        files: *const *const c_char,
        file_count: usize,
        folders: *const *const c_char,
        folder_count: usize,
    ) -> Result<Vec<Item<'_>>, Fail> {
        let files = self.texts("files", files, file_count)?;
        let folders = self.texts("folders", folders, folder_count)?;
        let files = files.into_iter().map(Item::File);
        Ok(files.chain(folders.into_iter().map(Item::Folder)).collect())
    }
}
