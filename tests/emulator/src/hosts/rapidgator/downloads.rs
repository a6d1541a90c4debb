//! `file_download`, the node that gives the bytes, and one-time links.

use axum::http::{HeaderName, Method};
use serde_json::json;

use crate::reply::{Offer, Reply};

use super::desk::{Desk, Outcome, Refusal, bare, envelope, refusal};
use super::model::{File, Ticket};

impl Desk<'_> {
    pub(super) fn file_download(&mut self) -> Outcome {
        let file = self.seen_file()?;
        if self.on("download_423") {
            return Err(refusal(423, "Exceeded traffic"));
        }
        if self.on("download_503") {
            return Err(refusal(503, "Download temporarily unavailable"));
        }
        if self.on("download_false_404") {
            return Err(refusal(404, "File not found"));
        }
        if !self.premium() {
            return Err(refusal(403, "This file can be downloaded by premium only"));
        }
        let session = self.ctx.ids.mixed(40);
        let url = format!("{}/?r=download/index&session_id={session}", self.ctx.node);
        let token = self.required("token")?;
        self.state.tickets.insert(session, Ticket { token, file: file.id });
        let delay = self.ctx.switches.number("download_delay").unwrap_or(0);
        Ok(json!({"download_url": url, "delay": delay}))
    }

    /// The file that a download URL stands for.
    fn ticket_file(&self) -> Result<String, Refusal> {
        let session = self.call.head.query("session_id").unwrap_or_default();
        if self.on("download_session_foreign") {
            return Err(bare(403, "This download session is not for you"));
        }
        let ticket = self.state.tickets.get(session);
        let alive = ticket.filter(|ticket| self.user_of(&ticket.token).is_some());
        let file = alive.and_then(|ticket| self.state.file(&ticket.file));
        let file = file.filter(|file| file.trashed.is_none());
        file.map(|file| file.id.clone()).ok_or_else(|| bare(404, "Session not found"))
    }

    /// GET or HEAD of a download URL.
    pub(super) fn download_bytes(&mut self) -> Reply {
        let id = match self.ticket_file() {
            Ok(id) => id,
            Err(refused) => return envelope(self.ctx, Err(refused)),
        };
        if self.on("range_refused") && self.call.head.header("range").is_some() {
            let body = json!({"error": "Unexpected range request", "success": false});
            let header = HeaderName::from_static("x-error");
            return Reply::json(500, &body).with(header, "Unexpected range request");
        }
        self.give(&id)
    }

    fn give(&mut self, id: &str) -> Reply {
        let named = !self.on("no_content_disposition");
        let Some(file) = self.state.files.iter_mut().find(|file| file.id == id) else {
            return Reply::html(404, "Not Found");
        };
        if self.call.head.method() == Method::GET {
            file.downloads += 1;
        }
        let File { name, created, .. } = &*file;
        let name = named.then_some(name.as_str());
        Reply::blob(&self.call.head, &file.blob, Offer { name, modified: *created, ranges: true })
    }

    /// Pages of the website: one-time links give their file once, file pages say it is there.
    pub(super) fn page_of(&mut self, segments: &[String]) -> Reply {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let there = match segments[..] {
            ["download", "onetime", link] => {
                let fresh = |row: &&mut super::model::Link| row.id == link && !row.downloaded;
                let Some(link) = self.state.links.iter_mut().find(fresh) else {
                    return Reply::html(404, "Link not found");
                };
                if self.call.head.method() == Method::GET {
                    link.downloaded = true;
                }
                let file = link.file.clone();
                return self.give(&file);
            }
            ["file", id, ..] => self.state.file(id).is_some_and(|file| file.trashed.is_none()),
            ["folder", id, ..] => {
                id.parse().is_ok_and(|id: u64| self.state.folders.contains_key(&id))
            }
            _ => false,
        };
        if there { Reply::html(200, "rapidgator") } else { Reply::html(404, "Not Found") }
    }
}
