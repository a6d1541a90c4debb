//! ge.tt with one account logged in.

use gigahost_emulator::{Emulator, Host, seed};
use serde_json::{Value, json};

use crate::common::{Answer, send};

pub(crate) struct Site<'a> {
    pub(crate) emulator: &'a Emulator,
    pub(crate) base: String,
    pub(crate) token: String,
    pub(crate) refresh: String,
}

/// The body of a login with the main account.
pub(crate) fn credentials() -> Value {
    json!({"apikey": seed::GETT_API_KEY, "email": seed::LOGIN, "password": seed::PASSWORD})
}

pub(crate) fn bob() -> Value {
    json!({
        "apikey": seed::GETT_FREE_API_KEY,
        "email": seed::FREE_LOGIN,
        "password": seed::FREE_PASSWORD,
    })
}

pub(crate) fn login(emulator: &Emulator, body: &Value) -> Answer {
    let url = emulator.base_url(Host::Gett) + "/1/users/login";
    send("POST", &url, &[], body.to_string().as_bytes()).unwrap()
}

/// One request that follows no redirect.
pub(crate) fn hop(method: &str, url: &str) -> (u16, String) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false).build().into();
    let request = ureq::http::Request::builder().method(method).uri(url).body(()).unwrap();
    let answer = agent.run(request).unwrap();
    let location = answer.headers().get("location").map_or("", |value| value.to_str().unwrap());
    (answer.status().as_u16(), location.to_owned())
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no text `{key}` in {value}"))
}

impl<'a> Site<'a> {
    pub(crate) fn login(emulator: &'a Emulator) -> Self {
        Self::login_as(emulator, &credentials())
    }

    pub(crate) fn login_as(emulator: &'a Emulator, body: &Value) -> Self {
        let answer = login(emulator, body).json();
        let base = emulator.base_url(Host::Gett) + "/1";
        let (token, refresh) = (text(&answer, "accesstoken"), text(&answer, "refreshtoken"));
        Self { emulator, base, token: token.into(), refresh: refresh.into() }
    }

    pub(crate) fn set(&self, switch: &str, value: impl Into<Value>) {
        self.emulator.set(Host::Gett, switch, value).unwrap();
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let glue = if path.contains('?') { '&' } else { '?' };
        let url = format!("{}{path}{glue}accesstoken={}", self.base, self.token);
        send("GET", &url, &[], b"").unwrap()
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        let url = format!("{}{path}?accesstoken={}", self.base, self.token);
        send("POST", &url, &[], body.as_bytes()).unwrap()
    }

    /// A new share's name.
    pub(crate) fn share(&self) -> String {
        text(&self.post("/shares/create", "").json(), "sharename").to_owned()
    }

    pub(crate) fn create(&self, share: &str, body: &Value) -> Value {
        let answer = self.post(&format!("/files/{share}/create"), &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// A new file in a new share.
    pub(crate) fn file(&self, name: &str) -> Value {
        self.create(&self.share(), &json!({"filename": name}))
    }

    /// A new file with content.
    pub(crate) fn stored(&self, name: &str, content: &[u8]) -> Value {
        let file = self.file(name);
        let answer = put(&file, content);
        assert_eq!((answer.status, answer.text()), (200, "computer says yes".into()));
        file
    }

    /// `files_get`.
    pub(crate) fn state(&self, file: &Value) -> Value {
        self.get(&self::path(file)).json()
    }

    pub(crate) fn blob_url(&self, file: &Value) -> String {
        format!("{}{}/blob", self.base, path(file))
    }
}

/// The path of a file below `/1`.
pub(crate) fn path(file: &Value) -> String {
    format!("/files/{}/{}", text(file, "sharename"), text(file, "fileid"))
}

pub(crate) fn put_url(file: &Value) -> &str {
    text(&file["upload"], "puturl")
}

pub(crate) fn put(file: &Value, content: &[u8]) -> Answer {
    send("PUT", put_url(file), &[], content).unwrap()
}
