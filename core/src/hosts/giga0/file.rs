//! `file/*`, without the imports.

use super::answer::{data, said};
use super::types::{DownloadLink, File, FileCopy, Uploaded};
use super::{Giga0, download, table, upload};
use crate::local::names;
use crate::operation::{Arguments, Operation, check};
use crate::{Answer, Download, DownloadOptions, Error, Secret, Source, Target, UploadOptions};

/// What `file_edit` changes. Absent fields stay unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileEdit<'a> {
    /// The new name.
    pub filename: Option<&'a str>,
    /// The new media type.
    pub file_type: Option<&'a str>,
    /// The folder it goes to; `file_move` moves to the root.
    pub folder_id: Option<&'a str>,
}

impl Giga0<'_> {
    /// `/file/upload`: uploads a file, once, into the folder of the options or the root. The verb
    /// `upload` checks the account's limits first, and finds out what became of a file if the
    /// response was lost.
    ///
    /// # Errors
    /// `ARGUMENT` for an empty file; `TOO_LARGE` if the server does not accept a body of this size;
    /// `OUTCOME_UNKNOWN` if the response was lost; `HOST` with the host's text if it rejects the
    /// file.
    pub fn file_upload(
        &self,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Uploaded>, Error> {
        self.session.send_with(&table::FILE_UPLOAD, source, options, |source, options| {
            if let Some(folder) = options.folder() {
                check::id("folder_id", folder)?;
            }
            options.apply_checksum(source, false)?;
            upload::once(self.session, source, options.folder())
        })
    }

    /// `/file/download`: gets a short-lived URL for the bytes of a file of this account.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown file, `HOST` if the host cannot create a URL.
    pub fn file_download(&self, file_id: &str) -> Result<Answer<DownloadLink>, Error> {
        self.download_link(Arguments::new().text("file_id", file_id))
    }

    /// `/file/download` by the short name of the public page; newer sites only.
    ///
    /// # Errors
    /// As `file_download`.
    pub fn file_download_short(&self, short_url: &str) -> Result<Answer<DownloadLink>, Error> {
        self.download_link(Arguments::new().text("short_url", short_url))
    }

    /// The bytes at the `download_url` of `/file/download`. An earlier part is not resumed: the URL
    /// does not say which file it leads to. The verb `download` obtains the URL itself, again if it
    /// has expired, and compares the size.
    ///
    /// # Errors
    /// `URL_REFUSED` for a URL that must not be contacted; `NOT_A_FILE` if it has expired;
    /// otherwise those of any download.
    pub fn download_bytes(
        &self,
        download_url: &Secret,
        target: Target,
        options: DownloadOptions,
    ) -> Result<Download, Error> {
        let (settings, callback) = options.split();
        self.session.transfer(callback, || {
            download::from_address(self.session, download_url, target, &settings)
        })
    }

    /// `/file/info`.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown file. Some sites also find files in the trash.
    pub fn file_info(&self, file_id: &str) -> Result<Answer<File>, Error> {
        self.file(&table::FILE_INFO, Arguments::new().text("file_id", file_id))
    }

    /// `/file/edit`: changes name, media type or folder. Nothing can be cleared.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown file or folder.
    pub fn file_edit(&self, file_id: &str, edit: FileEdit<'_>) -> Result<Answer<File>, Error> {
        if let Some(name) = edit.filename {
            names::check_remote(name)?;
        }
        let arguments = Arguments::new()
            .text("file_id", file_id)
            .opt_text("filename", edit.filename)
            .opt_text("fileType", edit.file_type)
            .opt_text("folder_id", edit.folder_id);
        self.file(&table::FILE_EDIT, arguments)
    }

    /// `/file/delete`: moves a file into the trash; no call can restore it.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown file.
    pub fn file_delete(&self, file_id: &str) -> Result<Answer<File>, Error> {
        self.file(&table::FILE_DELETE, Arguments::new().text("file_id", file_id))
    }

    /// `/file/move`: into a folder, or into the root if there is none.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown file or folder.
    pub fn file_move(
        &self,
        file_id: &str,
        new_parent_folder_id: Option<&str>,
    ) -> Result<Answer<File>, Error> {
        to_folder("new_parent_folder_id", new_parent_folder_id, |to| {
            let arguments =
                Arguments::new().text("file_id", file_id).text("new_parent_folder_id", to);
            self.file(&table::FILE_MOVE, arguments)
        })
    }

    /// `/file/copy`: into a folder, or into the root if there is none.
    ///
    /// # Errors
    /// `NOT_FOUND` for an unknown file or folder; `OUTCOME_UNKNOWN` if the response was lost.
    pub fn file_copy(
        &self,
        file_id: &str,
        copy_to_folder_id: Option<&str>,
    ) -> Result<Answer<FileCopy>, Error> {
        to_folder("copy_to_folder_id", copy_to_folder_id, |to| {
            let arguments = Arguments::new().text("file_id", file_id).text("copy_to_folder_id", to);
            self.session.ask(&table::FILE_COPY, arguments, FileCopy::read)
        })
    }

    fn download_link(self, arguments: Arguments<'_>) -> Result<Answer<DownloadLink>, Error> {
        self.session.ask(&table::FILE_DOWNLOAD, arguments, |node| data(node, DownloadLink::read))
    }

    fn file(
        self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<File>, Error> {
        self.session.ask(operation, arguments, |node| data(node, File::read))
    }
}

/// How the root is called as the target of a move or a copy; installs differ.
const ROOT: [&str; 2] = ["null", ""];

/// Makes a call whose target may be the root. An install that does not know the one name of the
/// root refuses it, without effect, and is asked once more with the other.
pub(super) fn to_folder<T>(
    parameter: &str,
    folder: Option<&str>,
    call: impl Fn(&str) -> Result<T, Error>,
) -> Result<T, Error> {
    if let Some(folder) = folder {
        return call(check::id(parameter, folder)?);
    }
    let [word, empty] = ROOT;
    match call(word) {
        Err(error) if said(&error, &["the destination folder"]) => call(empty),
        outcome => outcome,
    }
}
