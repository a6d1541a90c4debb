//! Parameters on the way in, and the envelope on the way out.

use serde_json::{Map, Value, json};

use super::date;
use super::desk::Giga0;
use crate::reply::Reply;

/// The parameters of one call.
#[derive(Debug)]
pub(super) struct Args {
    pub(super) operation: &'static str,
    pub(super) given: Vec<(String, String)>,
}

impl Args {
    /// A parameter; empty when it is missing, which the host does not tell apart.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.given.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// A parameter that must be there.
    pub(super) fn need(&self, name: &str) -> Result<&str, Refusal> {
        match self.get(name) {
            "" => Err(Refusal::bad(format!("Please provide the {name} param."))),
            value => Ok(value),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(key, _)| key == name)
    }
}

/// An error of the application.
#[derive(Debug)]
pub(super) struct Refusal {
    text: String,
    /// The HTTP code with `http_errors`.
    code: u16,
}

impl Refusal {
    pub(super) fn bad(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 400 }
    }

    pub(super) fn denied(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 401 }
    }

    pub(super) fn missing(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 404 }
    }

    pub(super) fn no_file() -> Self {
        Self::missing("Could not find file based on file_id.")
    }

    pub(super) fn no_folder() -> Self {
        Self::missing("Could not find folder based on folder_id.")
    }
}

/// What an operation says: an object without its state keys, or a refusal.
pub(super) type Answer = Result<Value, Refusal>;

/// An answer with `data` only.
#[allow(clippy::unnecessary_wraps)] // every operation ends in one of these three
pub(super) fn data(data: Value) -> Answer {
    Ok([("data", data)].into_iter().collect())
}

/// An answer with `response` and `data`.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn told(response: &str, data: Value) -> Answer {
    Ok([("response", json!(response)), ("data", data)].into_iter().collect())
}

/// An answer with `response` only.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn just(response: &str) -> Answer {
    Ok(json!({ "response": response }))
}

impl Giga0 {
    /// Puts the state keys around an answer.
    pub(super) fn envelope(&self, answer: Answer) -> Reply {
        let stamp = json!(date::stamp(self.ctx.clock.unix()));
        let switches = &self.ctx.switches;
        let refusal = match answer {
            Ok(mut body) => {
                if let Value::Object(object) = &mut body {
                    if !switches.on("no_status_key") {
                        object.insert("_status".into(), json!("success"));
                    }
                    object.insert("_datetime".into(), stamp);
                }
                return Reply::json(200, &body);
            }
            Err(refusal) => refusal,
        };
        let code = if switches.on("http_errors") { refusal.code } else { 200 };
        let form = switches.text("error_key").unwrap_or_else(|| "_status".into());
        let mut body = Map::new();
        match form.as_str() {
            "result" => {
                body.insert("message".into(), json!(refusal.text));
                body.insert("result".into(), json!(false));
            }
            "success" => {
                body.insert("success".into(), json!(false));
                body.insert("message".into(), json!(refusal.text));
            }
            key => {
                body.insert("response".into(), json!(refusal.text));
                body.insert(key.into(), json!("error"));
                body.insert("_datetime".into(), stamp);
            }
        }
        Reply::json(code, &Value::Object(body))
    }
}
