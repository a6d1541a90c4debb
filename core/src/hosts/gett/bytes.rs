//! The bytes of files: `upload_put`, `upload_post`, and the three addresses that lead to content.

use serde_json::Value;

use super::download::Content;
use super::types::Acknowledgement;
use super::{Gett, answer, file_id, table};
use crate::http::multipart::Multipart;
use crate::http::reply::Reply;
use crate::http::url::Purpose;
use crate::json::{HostJson, Json};
use crate::local::Guarded;
use crate::operation::Operation;
use crate::transfer::download;
use crate::transfer::origin::Wanted;
use crate::transfer::send::{self, Framing, Parcel, without_secrets};
use crate::{
    Answer, Download, DownloadOptions, Error, Outcome, Secret, Session, Source, Target,
    UploadOptions,
};

/// With these words the node says that it has the file.
const YES: &str = "computer says yes";

impl Gett<'_> {
    /// PUT to `upload.puturl`: sends the bytes of a file, once. Sending again, to this or a newer
    /// URL, replaces the content. The verb `upload` performs all the steps.
    ///
    /// # Errors
    /// The node's rejection; a network failure, with [`Outcome::Unknown`] if a byte had been sent:
    /// use `files_get` to find out.
    pub fn upload_put(
        &self,
        puturl: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Acknowledgement>, Error> {
        self.upload_bytes(&table::UPLOAD_PUT, puturl, source, options)
    }

    /// POST to `upload.posturl`: the same, but as a form with one file.
    pub fn upload_post(
        &self,
        posturl: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Acknowledgement>, Error> {
        self.upload_bytes(&table::UPLOAD_POST, posturl, source, options)
    }

    fn upload_bytes(
        self,
        operation: &'static Operation,
        url: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Acknowledgement>, Error> {
        self.session.send_with(operation, source, options, |source, options| {
            options.apply_checksum(source, false)?;
            match send_once(self.session, operation, url, source) {
                Sent::Yes(json) => Ok(Answer::new(Acknowledgement { confirmed: true }, json)),
                Sent::Ask(json) => Ok(Answer::new(Acknowledgement { confirmed: false }, json)),
                Sent::Lost { error, begun: true, .. } => Err(error
                    .with_outcome(Outcome::Unknown)
                    .with_hint("`files_get` tells whether the file is there")),
                Sent::Lost { error, .. } | Sent::Stale(error) | Sent::Refused(error) => Err(error),
            }
        })
    }

    /// `/1/files/S/F/blob`: downloads the content of any user's file. The verb `download` looks the
    /// file up first, and so knows its name and size.
    ///
    /// # Errors
    /// `RATE_LIMITED` if the traffic of the file is used up; `NOT_A_FILE` if there is a web page
    /// instead.
    pub fn files_blob(
        &self,
        sharename: &str,
        fileid: &str,
        target: Target,
        options: DownloadOptions,
    ) -> Result<Download, Error> {
        self.content(
            Content::new(self.session, &table::FILES_BLOB, sharename, fileid),
            target,
            options,
        )
    }

    /// `/1/files/S/F/blob/thumb`: downloads a thumbnail of a file. Images only.
    pub fn files_thumb(
        &self,
        sharename: &str,
        fileid: &str,
        target: Target,
        options: DownloadOptions,
    ) -> Result<Download, Error> {
        self.content(
            Content::new(self.session, &table::FILES_THUMB, sharename, fileid),
            target,
            options,
        )
    }

    /// `/1/files/S/F/blob/scale`: downloads a scaled version of a file that fits into `width` x
    /// `height` pixels. Images only. The two known forms of the address are tried one after the
    /// other.
    pub fn files_scale(
        &self,
        sharename: &str,
        fileid: &str,
        (width, height): (u32, u32),
        target: Target,
        options: DownloadOptions,
    ) -> Result<Download, Error> {
        if width == 0 || height == 0 {
            return Err(Error::argument("size", "must not be zero")
                .at(self.session.host(), table::FILES_SCALE.name));
        }
        let content = Content::new(self.session, &table::FILES_SCALE, sharename, fileid)
            .scaled_to(format!("{width}x{height}"));
        self.content(content, target, options)
    }

    fn content(
        self,
        mut content: Content<'_>,
        target: Target,
        options: DownloadOptions,
    ) -> Result<Download, Error> {
        let operation = content.operation;
        self.session.receive_with(operation, options, |options| {
            let id = format!("{} {}", file_id(content.share, content.file), operation.name);
            let wanted = Wanted { id, ..Wanted::default() };
            download::fetch(self.session, &wanted, &mut content, target, options)
        })
    }
}

/// What one sending came to.
pub(super) enum Sent {
    /// The node says that it has the file.
    Yes(HostJson),
    /// A success in other words, or one that came early: `files_get` decides.
    Ask(HostJson),
    /// The node does not know the address any more.
    Stale(Error),
    /// No answer, or one that a passing trouble gives: `files_get` decides.
    Lost { error: Error, begun: bool, whole: bool },
    /// A refusal, or a failure on this side.
    Refused(Error),
}

/// Sends the bytes once.
pub(super) fn send_once(
    session: &Session,
    operation: &'static Operation,
    url: &Secret,
    source: &mut Guarded,
) -> Sent {
    let framing = if operation.name == table::UPLOAD_POST.name {
        match Multipart::new() {
            Ok(form) => Framing::Form(form.file("file", source.name(), "application/octet-stream")),
            Err(error) => return Sent::Refused(error),
        }
    } else {
        Framing::Raw { content_type: "application/octet-stream", chunked: false }
    };
    let target = match session.policy().answer(url.expose(), Purpose::Upload) {
        Ok(target) => target,
        Err(error) => return Sent::Refused(error.at(session.host(), operation.name)),
    };
    let parcel = Parcel { operation, target: &target, framing, headers: Vec::new() };
    match send::send(session, parcel, source) {
        Ok(delivery) => {
            let sent = verdict(operation, delivery.reply, delivery.whole);
            sent.map_error(|e| {
                without_secrets(session, e, Some(url)).at(session.host(), operation.name)
            })
        }
        Err(lost) if lost.nothing_sent() || lost.is_ambiguous() => {
            Sent::Lost { error: lost.error, begun: lost.begun, whole: lost.whole }
        }
        Err(lost) => Sent::Refused(lost.error),
    }
}

impl Sent {
    fn map_error(self, f: impl FnOnce(Error) -> Error) -> Self {
        match self {
            Self::Stale(error) => Self::Stale(f(error)),
            Self::Lost { error, begun, whole } => Self::Lost { error: f(error), begun, whole },
            Self::Refused(error) => Self::Refused(f(error)),
            other => other,
        }
    }
}

/// The verdict on a node's answer. `whole`: it came after the last byte.
pub(super) fn verdict(operation: &'static Operation, reply: Reply, whole: bool) -> Sent {
    let refused = |reply: &Reply| answer::refused(operation, reply);
    match reply.status {
        403 | 404 => Sent::Stale(refused(&reply)),
        _ if answer::error_text(&reply).is_some() => Sent::Refused(refused(&reply)),
        200..=299 => {
            let words = reply.value().and_then(Json::as_str);
            let words = words.unwrap_or(&reply.text).to_ascii_lowercase();
            let yes = reply.status == 200 && whole && words.contains(YES);
            let json = reply.json.map_or_else(|| Value::from(reply.text).into(), HostJson::from);
            if yes { Sent::Yes(json) } else { Sent::Ask(json) }
        }
        408 | 500 | 502 | 503 | 504 | 522 | 524 => {
            Sent::Lost { error: reply.by_http_status(), begun: true, whole }
        }
        _ => Sent::Refused(refused(&reply)),
    }
}
