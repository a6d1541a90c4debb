//! `folder/*`. A folder id of `None` is the root.

use super::answer::data;
use super::file::to_folder;
use super::types::{Folder, FolderListing};
use super::{Giga0, table};
use crate::digest::{Digest, Md5, hex};
use crate::local::names;
use crate::operation::{Arguments, Operation};
use crate::{Answer, Error, Secret};

/// A folder to be created.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewFolder<'a> {
    /// Its name.
    pub folder_name: &'a str,
    /// The parent folder; the root if there is none.
    pub parent_id: Option<&'a str>,
    /// 0 private (the host's default), 1 unlisted, 2 public in the site's search.
    pub is_public: Option<u8>,
    /// The password that visitors need: in clear text, or as its MD5 in 32 hexadecimal digits. The
    /// MD5 is what is sent.
    pub access_password: Option<&'a Secret>,
}

/// What `folder_edit` changes. Absent fields stay unchanged; nothing can be cleared.
#[derive(Clone, Copy, Debug, Default)]
pub struct FolderEdit<'a> {
    /// The new name.
    pub folder_name: Option<&'a str>,
    /// The folder it goes to; `folder_move` moves to the root.
    pub parent_id: Option<&'a str>,
    /// 0 private, 1 unlisted, 2 public in the site's search.
    pub is_public: Option<u8>,
    /// As in [`NewFolder`].
    pub access_password: Option<&'a Secret>,
}

impl Giga0<'_> {
    /// `/folder/create`. The host may allow a second folder of the same name.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown parent; `OUTCOME_UNKNOWN` if the response was lost.
    pub fn folder_create(&self, folder: NewFolder<'_>) -> Result<Answer<Folder>, Error> {
        names::check_remote(folder.folder_name)?;
        let password = password_hash(folder.access_password)?;
        let arguments = Arguments::new()
            .text("folder_name", folder.folder_name)
            .opt_text("parent_id", folder.parent_id)
            .opt_integer("is_public", folder.is_public)
            .opt_text("access_password", password.as_ref().map(Secret::expose));
        self.folder(&table::FOLDER_CREATE, arguments)
    }

    /// `/folder/listing`: the folders and files in a folder, one level, all of them.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown folder.
    pub fn folder_listing(
        &self,
        parent_folder_id: Option<&str>,
    ) -> Result<Answer<FolderListing>, Error> {
        let arguments = Arguments::new().opt_text("parent_folder_id", parent_folder_id);
        self.session.ask(&table::FOLDER_LISTING, arguments, |node| data(node, FolderListing::read))
    }

    /// `/folder/info`. The host's page and its error text name the parameter differently, so both
    /// are sent.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown folder.
    pub fn folder_info(&self, folder_id: &str) -> Result<Answer<Folder>, Error> {
        let arguments =
            Arguments::new().text("parent_folder_id", folder_id).text("folder_id", folder_id);
        self.folder(&table::FOLDER_INFO, arguments)
    }

    /// `/folder/edit`: changes name, parent, visibility or password.
    ///
    /// # Errors
    /// `ARGUMENT` if the folder would be moved into itself; `NOT_FOUND` for an unknown folder or
    /// parent.
    pub fn folder_edit(
        &self,
        folder_id: &str,
        edit: FolderEdit<'_>,
    ) -> Result<Answer<Folder>, Error> {
        refuse_into_itself("parent_id", folder_id, edit.parent_id)?;
        if let Some(name) = edit.folder_name {
            names::check_remote(name)?;
        }
        let password = password_hash(edit.access_password)?;
        let arguments = Arguments::new()
            .text("folder_id", folder_id)
            .opt_text("folder_name", edit.folder_name)
            .opt_text("parent_id", edit.parent_id)
            .opt_integer("is_public", edit.is_public)
            .opt_text("access_password", password.as_ref().map(Secret::expose));
        self.folder(&table::FOLDER_EDIT, arguments)
    }

    /// `/folder/delete`: moves a folder into the trash, with everything in it.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown folder.
    pub fn folder_delete(&self, folder_id: &str) -> Result<Answer<()>, Error> {
        let arguments = Arguments::new().text("folder_id", folder_id);
        self.session.ask(&table::FOLDER_DELETE, arguments, |_| Ok(()))
    }

    /// `/folder/move`: into a folder, or into the root if there is none. A folder must not be moved
    /// into one of its own subfolders either; the verb `move_to` checks that.
    ///
    /// # Errors
    /// `ARGUMENT` if the folder would be moved into itself; `NOT_FOUND` for an unknown folder or
    /// target.
    pub fn folder_move(
        &self,
        folder_id: &str,
        new_parent_folder_id: Option<&str>,
    ) -> Result<Answer<Folder>, Error> {
        refuse_into_itself("new_parent_folder_id", folder_id, new_parent_folder_id)?;
        to_folder("new_parent_folder_id", new_parent_folder_id, |to| {
            let arguments =
                Arguments::new().text("folder_id", folder_id).text("new_parent_folder_id", to);
            self.folder(&table::FOLDER_MOVE, arguments)
        })
    }

    fn folder(
        self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<Folder>, Error> {
        self.session.ask(operation, arguments, |node| data(node, Folder::read))
    }
}

/// Nobody says what the host makes of a folder within itself, so it is never asked.
pub(super) fn refuse_into_itself(
    parameter: &str,
    folder: &str,
    to: Option<&str>,
) -> Result<(), Error> {
    if to == Some(folder) {
        return Err(Error::argument(parameter, "must not be the folder that is moved"));
    }
    Ok(())
}

/// The MD5 of a folder's password; a password that is one already stays as it is.
pub(super) fn password_hash(password: Option<&Secret>) -> Result<Option<Secret>, Error> {
    let Some(password) = password else { return Ok(None) };
    let text = password.expose();
    if text.is_empty() {
        return Err(Error::argument("access_password", "must not be empty: it cannot be cleared"));
    }
    let is_hash = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hash = if is_hash { text.to_ascii_lowercase() } else { hex(&Md5::digest(text.as_bytes())) };
    Ok(Some(Secret::new(hash)))
}
