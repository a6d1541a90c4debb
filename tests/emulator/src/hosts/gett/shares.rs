//! Shares.

use serde_json::{Value, json};

use super::shapes::{Answer, failure, forbidden, share_not_found};
use super::site::Site;
use super::state::{Share, State};
use crate::call::Call;
use crate::reply::Reply;

impl Site {
    pub(super) fn shares_list(&self, call: &Call) -> Answer {
        let state = self.state.lock().unwrap();
        let user = self.caller(&state, call)?;
        let number = |name| call.head.query(name).and_then(|text| text.parse::<usize>().ok());
        let skip = number("skip").unwrap_or(0);
        let limit = number("limit").filter(|&limit| limit > 0).unwrap_or(usize::MAX);
        let mine = state.shares.iter().rev().filter(|share| share.owner == user && !share.removed);
        let page = mine.skip(skip).take(limit);
        let page: Vec<Value> = page.map(|share| self.share_json(&state, share)).collect();
        Ok(Reply::json(200, &json!(page)))
    }

    pub(super) fn shares_create(&self, call: &Call) -> Answer {
        let mut state = self.state.lock().unwrap();
        let owner = self.caller(&state, call)?;
        let share = Share {
            name: self.ctx.ids.mixed(7),
            title: call.json_text("title"),
            created: self.ctx.clock.unix(),
            owner,
            removed: false,
            files: Vec::new(),
        };
        state.shares.push(share);
        let share = &state.shares[state.shares.len() - 1];
        Ok(Reply::json(200, &self.share_json(&state, share)))
    }

    /// The answer about a share that was once there.
    fn shown(&self, state: &State, share: &Share) -> Answer {
        if share.removed && self.ctx.switches.number("share_removed") == Some(404) {
            return Err(share_not_found());
        }
        Ok(Reply::json(200, &self.share_json(state, share)))
    }

    pub(super) fn shares_get(&self, share: &str) -> Answer {
        let state = self.state.lock().unwrap();
        let share = state.share(share).ok_or_else(share_not_found)?;
        self.shown(&state, share)
    }

    pub(super) fn shares_update(&self, call: &Call, name: &str) -> Answer {
        let mut state = self.state.lock().unwrap();
        let user = self.caller(&state, call)?;
        let title = call.params.json.as_ref().and_then(|body| body.get("title"));
        let share = state.share_mut(name).filter(|share| !share.removed);
        let share = share.ok_or_else(share_not_found)?;
        if share.owner != user {
            return Err(forbidden());
        }
        if title.is_none() {
            return Err(failure(400, "title required"));
        }
        share.title = call.json_text("title");
        let share = state.share(name).ok_or_else(share_not_found)?;
        Ok(Reply::json(200, &self.share_json(&state, share)))
    }

    pub(super) fn shares_destroy(&self, call: &Call, name: &str) -> Answer {
        let mut state = self.state.lock().unwrap();
        let user = self.caller(&state, call)?;
        let share = state.share_mut(name).ok_or_else(share_not_found)?;
        if share.owner != user {
            return Err(forbidden());
        }
        let again = std::mem::replace(&mut share.removed, true);
        for file in &mut share.files {
            file.forget();
        }
        self.destroyed(again, share_not_found)
    }
}
