//! The form of successes and refusals.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::desk::GigaGs;
use crate::call::Call;
use crate::reply::Reply;

/// A refusal: its text, and the HTTP code it has with `refusal` = `4xx`.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: u16,
    pub(super) text: String,
}

impl Refusal {
    pub(super) fn new(code: u16, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    pub(super) fn missing(name: &str) -> Self {
        Self::new(400, format!("Missing parameter {name}"))
    }
}

/// A parameter that is there and not empty: of the query with GET, of the form with POST.
pub(super) fn param<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    let form = *call.head.method() == Method::POST;
    let given = if form { &call.params.form } else { &call.head.query };
    let found = given.iter().find(|(key, value)| key == name && !value.is_empty());
    found.map(|(_, value)| value.as_str())
}

pub(super) type Answer = Result<Value, Refusal>;

impl GigaGs {
    /// The value of `success`.
    pub(super) fn flag(&self, success: bool) -> Value {
        match self.ctx.switches.text("success_type").as_deref() {
            Some("int") => json!(u8::from(success)),
            Some(_) => json!(success.to_string()),
            None => json!(success),
        }
    }

    /// An object that begins with `success`.
    pub(super) fn success<const N: usize>(&self, rest: [(&str, Value); N]) -> Value {
        let first = [("success".to_owned(), self.flag(true))];
        let rest = rest.map(|(key, value)| (key.to_owned(), value));
        Value::Object(first.into_iter().chain(rest).collect())
    }

    pub(super) fn verdict(&self, answer: Answer) -> Reply {
        let refusal = match answer {
            Ok(body) => return Reply::json(200, &body),
            Err(refusal) => refusal,
        };
        let switches = &self.ctx.switches;
        let key = switches.text("refusal_key").unwrap_or_else(|| "error".into());
        let mut body = Map::new();
        body.insert("success".into(), self.flag(false));
        body.insert(key, json!(refusal.text));
        let code = if switches.is("refusal", "4xx") { refusal.code } else { 200 };
        Reply::json(code, &Value::Object(body))
    }
}
