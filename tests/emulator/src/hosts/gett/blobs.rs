//! The bytes on their way out: redirects at the API, bytes at the blob listener.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use tokio::time::Instant;

use super::png;
use super::shapes::{Answer, Failure, encoded, file_not_found};
use super::site::Site;
use super::state::{Fate, File};
use crate::blob::Blob;
use crate::call::{Call, Head};
use crate::reply::{Offer, Reply};

const USUAL_WAIT: u64 = 30;
const THUMB: (u32, u32) = (100, 100);

/// What a blob request asks for besides the file.
#[derive(Clone, Copy)]
pub(super) struct Wish {
    /// Whether the file's counter goes up.
    counts: bool,
    /// Whether the name is to come along.
    forced: bool,
}

impl Wish {
    pub(super) fn of(head: &Head) -> Self {
        let counts = head.method() == Method::GET;
        Self { counts, forced: head.query("download").is_some() }
    }
}

/// A download that waits for its uploader.
struct Waiting<'a> {
    site: &'a Site,
    share: &'a str,
    id: &'a str,
}

impl Waiting<'_> {
    fn count(&self, change: impl Fn(u32) -> u32) {
        if let Some(file) = self.site.state.lock().unwrap().file_mut(self.share, self.id) {
            file.waiting = change(file.waiting);
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.count(|waiting| waiting.saturating_sub(1));
    }
}

impl Site {
    pub(super) async fn files_blob(&self, wish: Wish, share: &str, id: &str) -> Answer {
        self.wait_for_bytes(wish, share, id).await?;
        let mut state = self.state.lock().unwrap();
        let file = state.file_mut(share, id).ok_or_else(file_not_found)?;
        if self.ctx.switches.on("overloaded") {
            return Ok(self.away("/overloaded.html"));
        }
        file.downloads += u64::from(wish.counts);
        // `?download` asks for a forced download, so it goes along.
        let suffix = if wish.forced { "?download" } else { "" };
        Ok(self.away(&format!("/blobs/{share}/{id}/{}{suffix}", encoded(&file.name))))
    }

    /// Returns when there is something to give. A file that exists only at its live uploader is
    /// asked for there.
    async fn wait_for_bytes(&self, wish: Wish, share: &str, id: &str) -> Result<(), Failure> {
        let wait = self.ctx.switches.number("blob_wait").unwrap_or(USUAL_WAIT);
        let deadline = Instant::now() + Duration::from_secs(wait);
        let mut moved = self.moved.subscribe();
        let mut waiting = None;
        loop {
            moved.mark_unchanged();
            {
                let state = self.state.lock().unwrap();
                let (held, file) = state.file(share, id).ok_or_else(file_not_found)?;
                if file.fate != Fate::Alive {
                    return Err(file_not_found());
                }
                if file.upload.is_some() || file.content.is_some() {
                    return Ok(());
                }
                let session = file.session.as_deref().ok_or_else(file_not_found)?;
                if waiting.is_none() && state.sockets(held.owner, session).next().is_none() {
                    return Err(file_not_found());
                }
            }
            if waiting.is_none() {
                let held = Waiting { site: self, share, id };
                held.count(|waiting| waiting + 1);
                waiting = Some(held);
                self.tell(share, id, "download", Some(("increment", wish.counts.into())));
            }
            // The sender lives as long as the site, so only the deadline ends this early.
            if tokio::time::timeout_at(deadline, moved.changed()).await.is_err() {
                return Err(file_not_found());
            }
        }
    }

    /// A redirect to the blob listener.
    fn away(&self, target: &str) -> Reply {
        let switches = &self.ctx.switches;
        let mut node = self.ctx.node.clone();
        if switches.on("redirect_host") {
            node = node.replace("127.0.0.1", "localhost");
        }
        let code = switches.number("redirect_code").and_then(|code| u16::try_from(code).ok());
        Reply::redirect(code.unwrap_or(307), &format!("{node}{target}"))
    }

    pub(super) fn files_thumb(&self, share: &str, id: &str) -> Answer {
        self.picture(share, id, THUMB)
    }

    /// Both forms: `size` in the query, or the last part of the path.
    pub(super) fn files_scale(&self, call: &Call, share: &str, id: &str, last: &str) -> Answer {
        let (form, size) = match last {
            "scale" => ("query", call.head.query("size").unwrap_or_default()),
            size => ("path", size),
        };
        let only = self.ctx.switches.text("scale_form");
        if only.is_some_and(|only| only != form) {
            return Err(file_not_found());
        }
        self.picture(share, id, dimensions(size).ok_or_else(file_not_found)?)
    }

    fn picture(&self, share: &str, id: &str, (width, height): (u32, u32)) -> Answer {
        let state = self.state.lock().unwrap();
        let (_, file) = state.file(share, id).ok_or_else(file_not_found)?;
        if file.readystate() != "uploaded" || !is_image(file) {
            return Err(file_not_found());
        }
        let name = encoded(&file.name);
        Ok(self.away(&format!("/thumbs/{share}/{id}/{width}x{height}/{name}")))
    }

    /// `/blobs/S/F/name` and `/thumbs/S/F/WxH/name`.
    pub(super) fn bytes(&self, head: &Head) -> Answer {
        let segments = head.segments();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let state = self.state.lock().unwrap();
        let missing = || Box::new(Reply::html(404, "Not Found"));
        let [_, share, id, ..] = segments[..] else { return Err(missing()) };
        let (_, file) = state.file(share, id).ok_or_else(missing)?;
        let modified = file.content.as_ref().map_or(file.created, |content| content.modified);
        let wanted = head.query("download").map(|_| file.name.as_str());
        let offer = Offer { name: wanted, modified, ranges: true };
        if segments[0] == "thumbs" {
            let size = segments.get(3).and_then(|size| dimensions(size)).ok_or_else(missing)?;
            let picture = Blob::of(&png::grey(size.0, size.1));
            return Ok(Reply::blob(head, &picture, offer).with(CONTENT_TYPE, "image/png"));
        }
        match (&file.upload, &file.content) {
            (Some(upload), _) => Ok(Reply::stream(Arc::clone(upload).follow())),
            (None, Some(content)) => Ok(Reply::blob(head, &content.blob, offer)),
            (None, None) => Err(missing()),
        }
    }
}

/// `WxH`, as large as a picture may get.
pub(super) fn dimensions(size: &str) -> Option<(u32, u32)> {
    let (width, height) = size.split_once('x')?;
    let number = |text: &str| text.parse().ok().filter(|number| (1..=2000).contains(number));
    Some((number(width)?, number(height)?))
}

fn is_image(file: &File) -> bool {
    let extension = file.name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    let images = ["png", "jpg", "jpeg", "gif", "bmp", "webp"];
    extension.is_some_and(|extension| images.contains(&extension.as_str()))
}
