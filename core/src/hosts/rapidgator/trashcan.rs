//! `trashcan/*`.

use super::answer::response;
use super::folder::Paging;
use super::types::{BatchResult, TrashcanContent};
use super::{Rapidgator, table};
use crate::operation::{Arguments, Operation};
use crate::{Answer, Error, Trash};

impl Rapidgator<'_> {
    /// `/trashcan/content`: one page of the trash.
    pub fn trashcan_content(&self, paging: Paging<'_>) -> Result<Answer<TrashcanContent>, Error> {
        let arguments = paging.add_to(Arguments::new());
        self.session
            .ask(&table::TRASHCAN_CONTENT, arguments, |node| response(node, TrashcanContent::read))
    }

    /// `/trashcan/restore`: restores files into the root folder; the host does not remember where
    /// they were.
    pub fn trashcan_restore(&self, files: Trash<'_>) -> Result<Answer<BatchResult>, Error> {
        self.of_trash(&table::TRASHCAN_RESTORE, files)
    }

    /// `/trashcan/empty`: permanently deletes files.
    pub fn trashcan_empty(&self, files: Trash<'_>) -> Result<Answer<BatchResult>, Error> {
        self.of_trash(&table::TRASHCAN_EMPTY, files)
    }

    /// Without ids these calls mean everything, so that must be said.
    fn of_trash(
        &self,
        operation: &'static Operation,
        files: Trash<'_>,
    ) -> Result<Answer<BatchResult>, Error> {
        match files {
            Trash::All => self.batch(operation, Arguments::new()),
            Trash::Files(ids) => self.batch(operation, Arguments::new().list("file_id", ids)),
        }
    }
}
