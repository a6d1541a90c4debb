//! An emulator and the calls of a giga0 client who has a session.

use std::fmt::Write as _;

use gigahost_emulator::{Emulator, Fault, FaultKind, Host, seed};
use serde_json::Value;

use crate::common::{Answer, multipart, post, send};

pub(crate) const HOST: Host = Host::Giga0;
pub(crate) const CONTENT: &[u8] = b"0123456789abcdef";
pub(crate) const MD5: &str = "4032af8d61035123906e58e067140cc5";

pub(crate) const REJECTED: &str =
    "Could not validate access_token and account_id, please reauthenticate or try again.";

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).into()
}

/// A file part.
#[derive(Clone, Copy)]
pub(crate) struct FilePart<'a> {
    pub(crate) part: &'a str,
    pub(crate) name: &'a str,
    pub(crate) content: &'a [u8],
}

pub(crate) struct Site {
    pub(crate) emulator: Emulator,
    pub(crate) token: String,
    pub(crate) account: String,
}

impl Site {
    /// A fresh emulator, and a session of its main account.
    pub(crate) fn open() -> Self {
        Self::open_as(seed::GIGA0_KEY1, seed::GIGA0_KEY2)
    }

    pub(crate) fn open_as(key1: &str, key2: &str) -> Self {
        let emulator = Emulator::start().unwrap();
        let site = Self { emulator, token: String::new(), account: String::new() };
        site.become_of(&[("key1", key1), ("key2", key2)])
    }

    /// The same site with the session of somebody else.
    pub(crate) fn become_of(self, credentials: &[(&str, &str)]) -> Self {
        let data = self.raw("authorize", credentials).json()["data"].clone();
        let (token, account) = (text(&data["access_token"]), text(&data["account_id"]));
        Self { token, account, ..self }
    }

    /// Another session: token and account.
    pub(crate) fn session(&self, key1: &str, key2: &str) -> (String, String) {
        let data = self.raw("authorize", &[("key1", key1), ("key2", key2)]).json()["data"].clone();
        (text(&data["access_token"]), text(&data["account_id"]))
    }

    pub(crate) fn set(&self, switch: &str, value: impl Into<Value>) {
        self.emulator.set(HOST, switch, value).unwrap();
    }

    pub(crate) fn fault(&self, operation: &str, kind: FaultKind) {
        self.emulator.fault(Fault::new(HOST, operation, kind));
    }

    pub(crate) fn site(&self) -> String {
        self.emulator.base_url(HOST)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/api/v2/{path}", self.site())
    }

    /// Posts a form as it is.
    pub(crate) fn raw(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        post(&self.url(path), form)
    }

    pub(crate) fn credentials(&self) -> [(&str, &str); 2] {
        [("access_token", &self.token), ("account_id", &self.account)]
    }

    /// Posts a form with the session's parameters before it.
    pub(crate) fn call(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.raw(path, &[&self.credentials(), form].concat())
    }

    /// The `data` of a call that must succeed.
    pub(crate) fn data(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let body = self.call(path, form).json();
        assert_eq!(body["_status"], "success", "{path}: {body}");
        body["data"].clone()
    }

    /// The text of a call that must fail.
    pub(crate) fn refused(&self, path: &str, form: &[(&str, &str)]) -> String {
        let body = self.call(path, form).json();
        assert_eq!(body["_status"], "error", "{path}: {body}");
        text(&body["response"])
    }

    /// Posts fields and a file part to `file/upload`.
    pub(crate) fn post_part(
        &self,
        fields: &[(&str, &str)],
        file: FilePart<'_>,
    ) -> Result<Answer, ureq::Error> {
        let FilePart { part, name, content } = file;
        let (last, kind) = multipart(part, name, content);
        let mut body = String::new();
        for (name, value) in fields {
            let head = format!("Content-Disposition: form-data; name=\"{name}\"");
            write!(body, "--bOuNdArY\r\n{head}\r\n\r\n{value}\r\n").unwrap();
        }
        let body = [body.as_bytes(), &last].concat();
        send("POST", &self.url("file/upload"), &[("content-type", kind)], &body)
    }

    pub(crate) fn upload_form(&self, name: &str, content: &[u8], more: &[(&str, &str)]) -> Answer {
        let file = FilePart { part: "upload_file", name, content };
        self.post_part(&[&self.credentials(), more].concat(), file).unwrap()
    }

    /// Uploads a small file to the root and gives its id.
    pub(crate) fn upload(&self, name: &str) -> String {
        text(&self.upload_form(name, CONTENT, &[]).json()["data"][0]["file_id"])
    }

    /// A fresh download link.
    pub(crate) fn link(&self, id: &str) -> String {
        text(&self.data("file/download", &[("file_id", id)])["download_url"])
    }

    /// Makes a folder and gives its id.
    pub(crate) fn folder(&self, name: &str, more: &[(&str, &str)]) -> String {
        text(&self.data("folder/create", &[&[("folder_name", name)], more].concat())["id"])
    }
}
