//! Listing and archiving.

use serde_json::{Value, json};

use super::answer::{Answer, Refusal, param};
use super::desk::GigaGs;
use super::state::File;
use crate::call::Call;

/// Files a page, unless told otherwise.
const PAGE: u64 = 50;

impl GigaGs {
    pub(super) fn get_files(&self, call: &Call) -> Answer {
        let switches = &self.ctx.switches;
        let state = self.state();
        let owner = self.account(&state, call)?;
        let hidden = switches.on("archived_hidden");
        let now = self.ctx.clock.unix();
        let listed = |file: &&File| {
            file.owner == owner && file.is_on_record(now) && !(hidden && file.archived.is_some())
        };
        let all: Vec<Value> = state.files.iter().filter(listed).map(|f| self.item(f)).collect();
        let count = all.len();
        let page = self.page(call, all)?;
        Ok(self.listing(page, count))
    }

    /// Cuts one page out of a list.
    fn page(&self, call: &Call, all: Vec<Value>) -> Result<Vec<Value>, Refusal> {
        let switches = &self.ctx.switches;
        let base = switches.number("page_base").unwrap_or(1);
        let largest = switches.number("page_size").map(|size| size.max(1));
        let limit = number(call, "limit")?.filter(|limit| *limit > 0);
        let size = match limit {
            Some(limit) => limit.min(largest.unwrap_or(u64::MAX)),
            None => largest.unwrap_or(PAGE),
        };
        let mut index = number(call, "page")?.unwrap_or(base).saturating_sub(base);
        if switches.on("page_repeats") {
            let last = (all.len() as u64).saturating_sub(1) / size;
            index = index.min(last);
        }
        let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let skipped = place(index.saturating_mul(size));
        Ok(all.into_iter().skip(skipped).take(place(size)).collect())
    }

    fn item(&self, file: &File) -> Value {
        json!({
            "id": file.id,
            "hash": file.blob.md5(),
            "name": file.name,
            "size": file.blob.size(),
            "created": file.created,
            "url": self.direct_url(file),
            "archived": file.archived.is_some(),
        })
    }

    fn listing(&self, page: Vec<Value>, count: usize) -> Value {
        let (page, count) = (Value::Array(page), json!(count));
        match self.ctx.switches.text("files_form").as_deref() {
            Some("root") => page,
            Some("data.files") => self.success([("data", json!({"files": page, "count": count}))]),
            Some(key) => self.success([(key, page), ("count", count)]),
            None => self.success([("files", page), ("count", count)]),
        }
    }

    pub(super) fn archive(&self, call: &Call) -> Answer {
        let mut state = self.state();
        let owner = self.account(&state, call)?;
        let filehash = param(call, "filehash").ok_or_else(|| Refusal::missing("filehash"))?;
        let now = self.ctx.clock.unix();
        let wanted = |file: &&mut File| file.owner == owner && file.filehash() == filehash;
        let found = state.files.iter_mut().find(wanted).filter(|file| file.is_on_record(now));
        let file = found.ok_or_else(|| Refusal::new(404, "File not found"))?;
        if file.archived.is_some() && self.ctx.switches.is("archive_twice", "error") {
            return Err(Refusal::new(404, "File is archived already"));
        }
        file.archived.get_or_insert(now);
        Ok(self.success([]))
    }
}

/// A parameter that is a number where it is given.
fn number(call: &Call, name: &str) -> Result<Option<u64>, Refusal> {
    let bad = || Refusal::new(400, format!("Bad parameter {name}"));
    param(call, name).map(|text| text.parse().map_err(|_| bad())).transpose()
}
