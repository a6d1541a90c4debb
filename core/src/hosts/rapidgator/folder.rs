//! `folder/*`. A folder id of `None` is the root.

use super::answer::response;
use super::types::{BatchResult, Folder, FolderContent};
use super::{Rapidgator, table};
use crate::operation::{Arguments, Operation};
use crate::wire::Node;
use crate::{Answer, Error};

/// Which page of a listing, and in what order. Everything absent: the host's defaults (page 1, 500 a
/// page, by name, ascending).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paging<'a> {
    /// The page, from 1.
    pub page: Option<u32>,
    /// Entries per page.
    pub per_page: Option<u32>,
    /// `name`, `created`, `size`, `nb_downloads`; in the trash also `delete_time`.
    pub sort_column: Option<&'a str>,
    /// `ASC` or `DESC`.
    pub sort_direction: Option<&'a str>,
}

impl<'a> Paging<'a> {
    pub(super) fn add_to(self, arguments: Arguments<'a>) -> Arguments<'a> {
        arguments
            .opt_integer("page", self.page)
            .opt_integer("per_page", self.per_page)
            .opt_text("sort_column", self.sort_column)
            .opt_text("sort_direction", self.sort_direction)
    }
}

impl Rapidgator<'_> {
    /// `/folder/create`: creates a folder in `folder_id`. Sources contradict each other on whether
    /// a name that is taken yields the existing folder or a second one; the verb `make_folder`
    /// checks first.
    pub fn folder_create(
        &self,
        folder_id: Option<&str>,
        name: &str,
    ) -> Result<Answer<Folder>, Error> {
        let arguments = Arguments::new()
            .text("name", name)
            .opt_text("folder_id", folder_id)
            // Some installs know the parent by this name.
            .opt_text("parent_folder_id", folder_id);
        self.folder(&table::FOLDER_CREATE, arguments)
    }

    /// `/folder/info`: describes a folder and its subfolders.
    pub fn folder_info(&self, folder_id: Option<&str>) -> Result<Answer<Folder>, Error> {
        self.folder(&table::FOLDER_INFO, Arguments::new().opt_text("folder_id", folder_id))
    }

    /// `/folder/content`: one page of the folders and files in a folder.
    pub fn folder_content(
        &self,
        folder_id: Option<&str>,
        paging: Paging<'_>,
    ) -> Result<Answer<FolderContent>, Error> {
        let arguments = paging.add_to(Arguments::new().opt_text("folder_id", folder_id));
        self.session
            .ask(&table::FOLDER_CONTENT, arguments, |node| response(node, FolderContent::read))
    }

    /// `/folder/rename`.
    pub fn folder_rename(&self, folder_id: &str, name: &str) -> Result<Answer<Folder>, Error> {
        self.folder(
            &table::FOLDER_RENAME,
            Arguments::new().text("folder_id", folder_id).text("name", name),
        )
    }

    /// `/folder/copy`: copies folders, including those of other users, into `folder_id_dest`.
    /// Succeeds even if nothing was copied: check the result.
    pub fn folder_copy(
        &self,
        folder_ids: &[&str],
        folder_id_dest: &str,
    ) -> Result<Answer<BatchResult>, Error> {
        self.batch_into(&table::FOLDER_COPY, "folder_id", folder_ids, folder_id_dest)
    }

    /// `/folder/move`: as `folder_copy`.
    pub fn folder_move(
        &self,
        folder_ids: &[&str],
        folder_id_dest: &str,
    ) -> Result<Answer<BatchResult>, Error> {
        self.batch_into(&table::FOLDER_MOVE, "folder_id", folder_ids, folder_id_dest)
    }

    /// `/folder/delete`: as `folder_copy`.
    pub fn folder_delete(&self, folder_ids: &[&str]) -> Result<Answer<BatchResult>, Error> {
        self.batch(&table::FOLDER_DELETE, Arguments::new().list("folder_id", folder_ids))
    }

    /// `/folder/change_mode`: 0 public, 1 premium only, 2 private, 3 hotlink.
    pub fn folder_change_mode(&self, folder_id: &str, mode: u8) -> Result<Answer<Folder>, Error> {
        self.folder(
            &table::FOLDER_CHANGE_MODE,
            Arguments::new().text("folder_id", folder_id).integer("mode", mode),
        )
    }

    fn folder(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<Folder>, Error> {
        self.session.ask(operation, arguments, |node| {
            response(node, |r: Node<'_>| r.need_child("folder", Folder::read))
        })
    }

    /// A batch whose objects go into a folder.
    pub(super) fn batch_into(
        &self,
        operation: &'static Operation,
        name: &'static str,
        ids: &[&str],
        folder: &str,
    ) -> Result<Answer<BatchResult>, Error> {
        let arguments = Arguments::new().list(name, ids).text("folder_id_dest", folder);
        self.batch(operation, arguments)
    }

    pub(super) fn batch(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<BatchResult>, Error> {
        self.session.ask(operation, arguments, |node| {
            response(node, |r: Node<'_>| r.need_child("result", BatchResult::read))
        })
    }
}
