//! Files: everything but their bytes.

use serde_json::{Value, json};

use super::shapes::{
    Answer, Failure, encoded, failure, file_not_found, forbidden, share_not_found,
};
use super::site::Site;
use super::state::{Fate, File, State, Ticket, base36};
use crate::call::Call;
use crate::reply::Reply;

impl File {
    /// Takes the content away for good.
    pub(super) fn forget(&mut self) {
        self.fate = Fate::Destroyed;
        self.content = None;
        self.upload = None;
    }
}

impl Site {
    pub(super) fn files_create(&self, call: &Call, name: &str) -> Answer {
        let mut state = self.state.lock().unwrap();
        let user = self.caller(&state, call)?;
        let share = state.share_mut(name).filter(|share| !share.removed);
        let share = share.ok_or_else(share_not_found)?;
        if share.owner != user {
            return Err(forbidden());
        }
        let filename = call.json_text("filename").filter(|name| !name.is_empty());
        let filename = filename.ok_or_else(|| failure(400, "filename required"))?;
        let id = base36(share.files.len());
        share.files.push(File {
            id: id.clone(),
            name: filename,
            created: self.ctx.clock.unix(),
            downloads: 0,
            session: call.json_text("session"),
            fate: Fate::Alive,
            content: None,
            upload: None,
            lag: 0,
            waiting: 0,
        });
        let urls = self.urls(&mut state, name, &id, true)?;
        let (share, file) = state.file(name, &id).ok_or_else(file_not_found)?;
        let mut answer = self.file_json(share, file, true);
        answer["upload"] = urls;
        Ok(Reply::json(200, &answer))
    }

    pub(super) fn files_get(&self, share: &str, id: &str) -> Answer {
        let mut state = self.state.lock().unwrap();
        let (held, file) = state.file(share, id).ok_or_else(file_not_found)?;
        let answer = self.file_json(held, file, true);
        if let Some(file) = state.file_mut(share, id).filter(|file| file.upload.is_none()) {
            file.lag = file.lag.saturating_sub(1);
        }
        Ok(Reply::json(200, &answer))
    }

    pub(super) fn files_upload_urls(&self, call: &Call, share: &str, id: &str) -> Answer {
        let mut state = self.state.lock().unwrap();
        let user = self.caller(&state, call)?;
        let (held, _) = state.file(share, id).ok_or_else(file_not_found)?;
        if held.owner != user {
            return Err(forbidden());
        }
        let urls = self.urls(&mut state, share, id, false)?;
        Ok(Reply::json(200, &urls))
    }

    pub(super) fn files_destroy(&self, call: &Call, share: &str, id: &str) -> Answer {
        let mut state = self.state.lock().unwrap();
        let user = self.caller(&state, call)?;
        let held = state.share_mut(share).ok_or_else(file_not_found)?;
        if held.owner != user {
            return Err(forbidden());
        }
        let removed = held.removed;
        let file = held.files.iter_mut().find(|file| file.id == id).ok_or_else(file_not_found)?;
        let again = removed || file.fate == Fate::Destroyed;
        file.forget();
        self.destroyed(again, file_not_found)
    }

    /// Makes a pair of upload URLs. The POST one holds a second `?`, as the real ones do.
    fn urls(
        &self,
        state: &mut State,
        share: &str,
        id: &str,
        first: bool,
    ) -> Result<Value, Failure> {
        let (_, file) = state.file(share, id).ok_or_else(file_not_found)?;
        let name = encoded(&file.name);
        let forms = [
            ("puturl", format!("/{share}/{name}")),
            ("posturl", format!("/{share}?filename={name}")),
        ];
        let mut urls = json!({});
        for (key, path) in forms {
            let sig = self.ctx.ids.hex(32);
            let target = format!("{path}?sig={sig}");
            urls[key] = json!(format!("{}{target}", self.ctx.node));
            let ticket = Ticket { share: share.into(), file: id.into(), target, first };
            state.tickets.insert(sig, ticket);
        }
        Ok(urls)
    }
}
