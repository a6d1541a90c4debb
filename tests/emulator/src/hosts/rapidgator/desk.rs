//! One API call being served: its parameters, its user, and the envelope of its answer.

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::reply::Reply;
use crate::rules::Ctx;

use super::model::State;

/// An answer of an operation: `response`, or a refusal.
pub(super) type Outcome = Result<Value, Refusal>;

/// Why the host says no.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) details: String,
    /// Without the envelope: `{"error":…,"success":false}`.
    pub(super) bare: bool,
}

/// A refusal in the usual envelope; `Error: ` is put in front.
pub(super) fn refusal(status: u16, details: &str) -> Refusal {
    Refusal { status, details: format!("Error: {details}"), bare: false }
}

/// A refusal as the nodes and the address filter give it.
pub(super) fn bare(status: u16, error: &str) -> Refusal {
    Refusal { status, details: error.into(), bare: true }
}

/// Everything that an operation needs.
pub(super) struct Desk<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) state: &'a mut State,
    pub(super) call: &'a Call,
    /// Index of the user; of nobody while logging in.
    pub(super) user: usize,
    pub(super) now: u64,
}

impl Desk<'_> {
    /// A parameter that is there and not empty.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.call.param(name).filter(|value| !value.is_empty())
    }

    pub(super) fn required(&self, name: &str) -> Result<String, Refusal> {
        let missing = || refusal(400, &format!("Parameter {name} is missing"));
        self.param(name).map(String::from).ok_or_else(missing)
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let wrong = |_| refusal(400, &format!("Parameter {name} is wrong"));
        self.param(name).map(|text| text.parse().map_err(wrong)).transpose()
    }

    /// Values joined by commas.
    pub(super) fn list(&self, name: &str) -> Option<Vec<String>> {
        let list = self.param(name)?;
        let items = list.split(',').map(str::trim).filter(|item| !item.is_empty());
        Some(items.map(String::from).collect())
    }

    pub(super) fn required_list(&self, name: &str) -> Result<Vec<String>, Refusal> {
        self.required(name)?;
        Ok(self.list(name).unwrap_or_default())
    }

    pub(super) fn mode(&self) -> Result<u64, Refusal> {
        self.required("mode")?;
        let mode = self.number("mode")?.filter(|&mode| mode <= 3);
        mode.ok_or_else(|| refusal(400, "Parameter mode is wrong"))
    }

    pub(super) fn on(&self, switch: &str) -> bool {
        self.ctx.switches.on(switch)
    }

    pub(super) fn root(&self) -> u64 {
        self.state.users[self.user].root
    }

    /// The folder a parameter names; the root if it names none.
    pub(super) fn folder_or_root(&self, name: &str, missing: &str) -> Result<u64, Refusal> {
        let Some(text) = self.param(name) else { return Ok(self.root()) };
        let id = text.parse().ok().and_then(|id| self.state.own_folder(self.user, id));
        id.map(|folder| folder.id).ok_or_else(|| refusal(404, missing))
    }

    pub(super) fn premium(&self) -> bool {
        self.state.users[self.user].account.premium && !self.on("free_account")
    }

    pub(super) fn capacity(&self) -> u64 {
        let own = || self.state.users[self.user].storage();
        self.ctx.switches.number("quota").unwrap_or_else(own)
    }

    /// Refuses what does not fit into the account any more.
    pub(super) fn need_room(&self, size: u64) -> Result<(), Refusal> {
        if self.state.used(self.user).saturating_add(size) > self.capacity() {
            return Err(refusal(403, "You have exceeded your storage quota"));
        }
        Ok(())
    }

    /// Refuses one copy too many of the same content.
    pub(super) fn need_copy(&self, hash: &str) -> Result<(), Refusal> {
        let limit = self.ctx.switches.number("copies_limit").unwrap_or(10);
        if self.state.copies(self.user, hash) >= limit {
            let text = format!("You can't create more than {limit} copies of the same file");
            return Err(refusal(403, &text));
        }
        Ok(())
    }

    /// Does one thing to each id and reports as the batch verbs do: always with success.
    pub(super) fn batch(
        &mut self,
        ids: &[String],
        mut one: impl FnMut(&mut Self, &str) -> Result<(), &'static str>,
    ) -> Value {
        let (mut good, mut bad, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        for id in ids {
            match one(self, id) {
                Ok(()) => good.push(id),
                Err(text) => {
                    bad.push(id);
                    errors.push(format!("Error: {text}"));
                }
            }
        }
        json!({"result": {
            "success": good.len(),
            "success_ids": good,
            "fail": bad.len(),
            "fail_ids": bad,
            "errors": errors,
        }})
    }

    /// Cuts rows into pages: the page that was asked for, and the pager.
    pub(super) fn page(&self, rows: Vec<Value>) -> Result<(Vec<Value>, Value), Refusal> {
        let current = self.number("page")?.unwrap_or(1).max(1);
        let size = self.number("per_page")?.filter(|&size| size > 0).unwrap_or(500);
        let total = (rows.len() as u64).div_ceil(size).max(1);
        let skip = usize::try_from((current - 1).saturating_mul(size)).unwrap_or(usize::MAX);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let rows = rows.into_iter().skip(skip).take(size).collect();
        Ok((rows, json!({"current": current, "total": total})))
    }
}

/// Wraps an outcome as the host does.
pub(super) fn envelope(ctx: &Ctx, outcome: Outcome) -> Reply {
    let (response, status, details) = match outcome {
        Ok(response) => (response, 200, Value::Null),
        Err(Refusal { status, details, bare: true }) => {
            let body = json!({"error": details, "success": false});
            return Reply::json_escaped(http_code(ctx, status), &body);
        }
        Err(Refusal { status, details, .. }) => (Value::Null, status, details.into()),
    };
    let prefix = if ctx.switches.on("legacy_keys") { "response_" } else { "" };
    let mut body = Map::new();
    body.insert("response".into(), empty_as_list(response));
    body.insert(format!("{prefix}status"), status.into());
    body.insert(format!("{prefix}details"), details);
    Reply::json_escaped(http_code(ctx, status), &body.into())
}

fn http_code(ctx: &Ctx, status: u16) -> u16 {
    if ctx.switches.on("http_always_200") { 200 } else { status }
}

/// PHP writes an empty object as `[]`.
fn empty_as_list(value: Value) -> Value {
    match value {
        Value::Object(object) if object.is_empty() => json!([]),
        Value::Object(object) => {
            object.into_iter().map(|(key, value)| (key, empty_as_list(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(empty_as_list).collect(),
        other => other,
    }
}
