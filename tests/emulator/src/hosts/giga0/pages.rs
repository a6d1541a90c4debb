//! The public pages of files, and the bytes behind their tokens.

use axum::http::Method;

use super::desk::Giga0;
use crate::call::Head;
use crate::reply::{Offer, Reply};

/// What the site shows for a link that leads nowhere (any more).
fn dead() -> Reply {
    Reply::html(200, "File has been removed or the link has expired.")
}

impl Giga0 {
    pub(super) fn download_bytes(&self, head: &Head) -> Reply {
        let switches = &self.ctx.switches;
        let mut state = self.state();
        let token = head.query("download_token").unwrap_or_default();
        let Some(link) = state.links.iter_mut().find(|link| link.token == token) else {
            return dead();
        };
        if switches.on("download_html") || (switches.on("download_once") && link.spent) {
            return dead();
        }
        let id = link.file;
        let get = *head.method() == Method::GET;
        link.spent |= get;
        let short = head.segments().first().cloned().unwrap_or_default();
        let file = state.files.iter_mut().find(|file| file.id == id);
        let Some(file) = file.filter(|file| !file.trashed && file.short == short) else {
            return dead();
        };
        file.downloads += u64::from(get);
        let offer = Offer { name: Some(&file.name), modified: file.created, ranges: true };
        Reply::blob(head, &file.blob, offer)
    }

    /// `/<short>` and `/<short>/<name>` without a token.
    pub(super) fn page(&self, head: &Head) -> Reply {
        let short = head.segments().first().cloned().unwrap_or_default();
        let state = self.state();
        let found = state.files.iter().any(|file| file.short == short && !file.trashed);
        if found { Reply::html(200, "Download") } else { Reply::html(404, "Not Found") }
    }
}
