//! The nodes: where the bytes of files go, and where they come from.

use super::types::Upload;
use super::{Rapidgator, answer, download, table};
use crate::http::multipart::Multipart;
use crate::http::url::Purpose;
use crate::local::Guarded;
use crate::transfer::send::{self, Delivery, Framing, Lost, Parcel, without_secrets};
use crate::wire::Node;
use crate::{
    Answer, Download, DownloadOptions, Error, Secret, Session, Source, Target, UploadOptions,
};

impl Rapidgator<'_> {
    /// POST to the `url` of `/file/upload`: sends the bytes of a file, once. The node's response
    /// proves nothing by itself: call [`file_upload_info`](Self::file_upload_info). The verb
    /// `upload` performs all the steps.
    ///
    /// # Errors
    /// `URL_REFUSED` or `INSECURE_REFUSED` for a URL that must not be contacted; `OUTCOME_UNKNOWN`
    /// if the response was lost; otherwise what the node says.
    pub fn upload_bytes(
        &self,
        url: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Upload>, Error> {
        self.session.send_with(&table::UPLOAD_BYTES, source, options, |source, options| {
            options.apply_checksum(source, false)?;
            let delivery = send_once(self.session, source, url)?.map_err(|lost| {
                if !lost.is_ambiguous() {
                    return lost.error;
                }
                lost.unknown("ask file_upload_info before you send it again")
            })?;
            answer::judge(&table::UPLOAD_BYTES, &delivery.reply)
                .map_err(|error| without_secrets(self.session, error, None))?;
            send::whole_or_unknown(self.session, &table::UPLOAD_BYTES, delivery.whole)?;
            let json = delivery.reply.json.unwrap_or_default();
            let upload = Node::new(json.root()).and_then(|node| {
                answer::response(node, |r| r.need_child("upload", Upload::read))
            })?;
            Ok(Answer::new(upload, json))
        })
    }

    /// The bytes at the `download_url` of `/file/download`, after its `delay`. An earlier part is
    /// not resumed: the URL does not say which file it leads to. The verb `download` obtains the
    /// URL itself, and compares size and MD5.
    ///
    /// # Errors
    /// `URL_REFUSED` or `INSECURE_REFUSED` for a URL that must not be contacted; what the node says
    /// instead of sending the file; otherwise those of any download.
    pub fn download_bytes(
        &self,
        download_url: &Secret,
        target: Target,
        options: DownloadOptions,
    ) -> Result<Download, Error> {
        self.session.receive_with(&table::DOWNLOAD_BYTES, options.with_resume(false), |options| {
            download::from_address(self.session, download_url, target, options)
        })
    }
}

/// Sends the bytes to a node, once. The outer error is one of the address.
pub(super) fn send_once(
    session: &Session,
    source: &mut Guarded,
    url: &Secret,
) -> Result<Result<Delivery, Lost>, Error> {
    let target = session.policy().answer(url.expose(), Purpose::Upload)?;
    let form = Multipart::new()?.file("file", source.name(), "application/octet-stream");
    let parcel = Parcel {
        operation: &table::UPLOAD_BYTES,
        target: &target,
        framing: Framing::Form(form),
        headers: Vec::new(),
    };
    Ok(send::send(session, parcel, source))
}
