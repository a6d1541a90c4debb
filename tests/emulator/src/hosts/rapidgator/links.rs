//! Link checks and one-time links.

use serde_json::{Value, json};

use super::desk::{Desk, Outcome, refusal};
use super::model::{Link, id_in_link};

impl Desk<'_> {
    pub(super) fn file_check_link(&mut self) -> Outcome {
        let links = self.required_list("url")?;
        if links.len() > 25 {
            return Err(refusal(400, "You can check no more than 25 links"));
        }
        Ok(links.iter().map(|link| self.check(link)).collect())
    }

    fn check(&self, link: &str) -> Value {
        let id = id_in_link(link).unwrap_or_default();
        match self.state.visible_file(self.user, id) {
            Some(file) => json!({
                "url": link,
                "filename": file.name,
                "size": file.blob.size(),
                "status": "ACCESS",
            }),
            None => json!({"url": link, "filename": null, "size": null, "status": "NO ACCESS"}),
        }
    }

    pub(super) fn file_onetimelink_create(&mut self) -> Outcome {
        let file = self.required("file_id")?;
        let known = self.state.own_file(self.user, &file).is_some();
        if !known {
            return Err(refusal(404, "File not found"));
        }
        let link = Link {
            id: self.ctx.ids.hex(40),
            owner: self.user,
            file,
            callback: self.param("url").map(String::from),
            notify: self.param("notify").is_some_and(|value| value != "0"),
            created: self.now,
            downloaded: false,
        };
        let shown = self.show_link(&link);
        self.state.links.push(link);
        Ok(json!({"link": shown}))
    }

    fn show_link(&self, link: &Link) -> Value {
        let state = if self.on("onetime_state_int") { json!(0) } else { json!("0") };
        json!({
            "link_id": link.id,
            "file": self.shown_file(&link.file),
            "url": format!("{}/download/onetime/{}", self.ctx.api, link.id),
            "state": state,
            "state_label": "Waiting",
            "callback_url": link.callback,
            "notify": link.notify,
            "created": link.created,
            "downloaded": link.downloaded,
        })
    }

    pub(super) fn file_onetimelink_info(&mut self) -> Outcome {
        let own = |link: &&Link| link.owner == self.user;
        let mine = || self.state.links.iter().filter(own);
        let links: Vec<Value> = match self.list("link_id") {
            None => mine().map(|link| self.show_link(link)).collect(),
            Some(ids) => ids
                .iter()
                .map(|id| match mine().find(|link| link.id == *id) {
                    Some(link) => self.show_link(link),
                    None => json!({"link_id": id, "error": "Link not found"}),
                })
                .collect(),
        };
        Ok(if self.on("onetime_bare_list") { links.into() } else { json!({"links": links}) })
    }
}
