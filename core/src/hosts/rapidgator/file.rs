//! `file/*`.

use super::answer::response;
use super::types::{BatchResult, DownloadLink, File, LinkCheck, OneTimeLink, Upload};
use super::{Rapidgator, table};
use crate::operation::{Arguments, Operation};
use crate::wire::{Node, list_or_named, objects_of};
use crate::{Answer, Error};

/// Content that the host already has, by its MD5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashcopy<'a> {
    /// MD5 in 32 hexadecimal digits.
    pub hash: &'a str,
    /// The name of the new file.
    pub name: &'a str,
    /// The folder it goes to.
    pub folder_id_dest: &'a str,
}

impl Rapidgator<'_> {
    /// `/file/upload`: announces a file. The result says whether the host already has the content,
    /// or where to send the bytes. The verb `upload` performs all the steps.
    pub fn file_upload(
        &self,
        name: &str,
        hash: &str,
        size: u64,
        folder_id: Option<&str>,
    ) -> Result<Answer<Upload>, Error> {
        let arguments = Arguments::new()
            .text("name", name)
            .text("hash", hash)
            .size("size", size)
            .opt_text("folder_id", folder_id);
        self.upload_answer(&table::FILE_UPLOAD, arguments)
    }

    /// `/file/upload_info`: the state of an upload. It belongs to the account, so it can also be
    /// queried after a new login.
    pub fn file_upload_info(&self, upload_id: &str) -> Result<Answer<Upload>, Error> {
        self.upload_answer(&table::FILE_UPLOAD_INFO, Arguments::new().text("upload_id", upload_id))
    }

    /// `/file/download`: gets the URL for the bytes of a file. A 404 can be false if the session
    /// has expired or the account is not premium; the verb `download` finds out.
    pub fn file_download(&self, file_id: &str) -> Result<Answer<DownloadLink>, Error> {
        let arguments = Arguments::new().text("file_id", file_id);
        self.session
            .ask(&table::FILE_DOWNLOAD, arguments, |node| response(node, DownloadLink::read))
    }

    /// `/file/info`.
    pub fn file_info(&self, file_id: &str) -> Result<Answer<File>, Error> {
        self.file(&table::FILE_INFO, Arguments::new().text("file_id", file_id))
    }

    /// `/file/rename`.
    pub fn file_rename(&self, file_id: &str, name: &str) -> Result<Answer<File>, Error> {
        self.file(&table::FILE_RENAME, Arguments::new().text("file_id", file_id).text("name", name))
    }

    /// `/file/copy`: copies files, including those of other users, into `folder_id_dest`. Succeeds
    /// even if nothing was copied: check the result.
    pub fn file_copy(
        &self,
        file_ids: &[&str],
        folder_id_dest: &str,
    ) -> Result<Answer<BatchResult>, Error> {
        self.batch_into(&table::FILE_COPY, "file_id", file_ids, folder_id_dest)
    }

    /// `/file/move`: as `file_copy`.
    pub fn file_move(
        &self,
        file_ids: &[&str],
        folder_id_dest: &str,
    ) -> Result<Answer<BatchResult>, Error> {
        self.batch_into(&table::FILE_MOVE, "file_id", file_ids, folder_id_dest)
    }

    /// `/file/delete`: into the trash. As `file_copy`.
    pub fn file_delete(&self, file_ids: &[&str]) -> Result<Answer<BatchResult>, Error> {
        self.batch(&table::FILE_DELETE, Arguments::new().list("file_id", file_ids))
    }

    /// `/file/change_mode`: 0 public, 1 premium only, 2 private, 3 hotlink.
    pub fn file_change_mode(&self, file_id: &str, mode: u8) -> Result<Answer<File>, Error> {
        self.file(
            &table::FILE_CHANGE_MODE,
            Arguments::new().text("file_id", file_id).integer("mode", mode),
        )
    }

    /// `/file/check_link`: checks which links are alive, at most 25 at a time. The verb
    /// `check_links` takes any number.
    pub fn file_check_link(&self, urls: &[&str]) -> Result<Answer<Vec<LinkCheck>>, Error> {
        let arguments = Arguments::new().list("url", urls);
        self.session.ask_value(&table::FILE_CHECK_LINK, arguments, |json| {
            json.get("response").map_or(Ok(Vec::new()), |list| objects_of(list, LinkCheck::read))
        })
    }

    /// `/file/onetimelink_create`: creates a link for one download. When it is used, the host calls
    /// the URL `callback`, and sends an e-mail if `notify` is set.
    pub fn file_onetimelink_create(
        &self,
        file_id: &str,
        callback: Option<&str>,
        notify: Option<bool>,
    ) -> Result<Answer<OneTimeLink>, Error> {
        let arguments = Arguments::new()
            .text("file_id", file_id)
            .opt_text("url", callback)
            .opt_flag("notify", notify);
        self.session.ask(&table::FILE_ONETIMELINK_CREATE, arguments, |node| {
            response(node, |r| r.need_child("link", OneTimeLink::read))
        })
    }

    /// `/file/onetimelink_info`: one-time links; all of them if `link_ids` is empty. A link that
    /// the host does not know has `error` set.
    pub fn file_onetimelink_info(
        &self,
        link_ids: &[&str],
    ) -> Result<Answer<Vec<OneTimeLink>>, Error> {
        let mut arguments = Arguments::new();
        if !link_ids.is_empty() {
            arguments = arguments.list("link_id", link_ids);
        }
        self.session.ask_value(&table::FILE_ONETIMELINK_INFO, arguments, |json| {
            list_or_named(json.get("response"), "links", OneTimeLink::read)
        })
    }

    /// `/file/xcopy`: copies any public file into a folder. No longer documented by the host;
    /// [`Rapidgator::file_xcopy_url`] takes a link.
    pub fn file_xcopy(&self, file_id: &str, folder_id_dest: &str) -> Result<Answer<File>, Error> {
        self.file(
            &table::FILE_XCOPY,
            Arguments::new().text("file_id", file_id).text("folder_id_dest", folder_id_dest),
        )
    }

    /// `/file/xcopy` by link.
    pub fn file_xcopy_url(&self, url: &str, folder_id_dest: &str) -> Result<Answer<File>, Error> {
        self.file(
            &table::FILE_XCOPY,
            Arguments::new().text("url", url).text("folder_id_dest", folder_id_dest),
        )
    }

    /// `/file/hashcopy`: creates a file from content that the host already has. No longer
    /// documented by the host.
    pub fn file_hashcopy(&self, copy: Hashcopy<'_>) -> Result<Answer<File>, Error> {
        let arguments = Arguments::new()
            .text("hash", copy.hash)
            .text("name", copy.name)
            .text("folder_id_dest", copy.folder_id_dest);
        self.file(&table::FILE_HASHCOPY, arguments)
    }

    fn file(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<File>, Error> {
        self.session.ask(operation, arguments, |node| {
            response(node, |r: Node<'_>| r.need_child("file", File::read))
        })
    }

    fn upload_answer(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
    ) -> Result<Answer<Upload>, Error> {
        self.session.ask(operation, arguments, |node| {
            response(node, |r: Node<'_>| r.need_child("upload", Upload::read))
        })
    }
}
