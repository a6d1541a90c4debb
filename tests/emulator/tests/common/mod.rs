//! A plain client that knows nothing of the library under test.
#![allow(dead_code, unreachable_pub)] // each test file uses its part

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use gigahost_emulator::{Emulator, Host, seed};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::Value;

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

/// Any request; an error is whatever the connection came to.
pub fn send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Answer, ureq::Error> {
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut answer = if method == "GET" || method == "HEAD" {
        agent().run(request.body(()).unwrap())?
    } else {
        agent().run(request.body(body).unwrap())?
    };
    let body = answer.body_mut().with_config().limit(1 << 32).read_to_vec()?;
    Ok(Answer { status: answer.status().as_u16(), headers: answer.headers().clone(), body })
}

pub fn get(url: &str) -> Answer {
    send("GET", url, &[], b"").unwrap()
}

/// POST with a form body.
pub fn post(url: &str, form: &[(&str, &str)]) -> Answer {
    try_post(url, form).unwrap()
}

pub fn try_post(url: &str, form: &[(&str, &str)]) -> Result<Answer, ureq::Error> {
    let body: Vec<String> =
        form.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    send("POST", url, &headers, body.join("&").as_bytes())
}

pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).into() } else { format!("%{byte:02X}") })
        .collect()
}

/// A multipart body with one file part, and its content type.
pub fn multipart(field: &str, filename: &str, content: &[u8]) -> (Vec<u8>, &'static str) {
    let head = format!(
        "--bOuNdArY\r\nContent-Disposition: form-data; name=\"{field}\"; \
         filename=\"{filename}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let mut body = head.into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--bOuNdArY--\r\n");
    (body, "multipart/form-data; boundary=bOuNdArY")
}

/// Scheme stripped: what `TcpStream::connect` wants.
pub fn address(url: &str) -> &str {
    url.split("//").nth(1).unwrap().split('/').next().unwrap()
}

/// Sends bytes as they are and reads until the connection ends, whatever the end.
pub fn raw(url: &str, bytes: &[u8]) -> (Vec<u8>, std::io::Result<usize>) {
    let mut stream = TcpStream::connect(address(url)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let _ = stream.write_all(bytes);
    let mut got = Vec::new();
    let end = stream.read_to_end(&mut got);
    (got, end)
}

/// MD5 in lower-case hex.
pub fn md5(content: &[u8]) -> String {
    use md5::{Digest as _, Md5};
    use std::fmt::Write as _;
    Md5::digest(content).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Bytes without a pattern that a mistake could hide behind.
pub fn noise(length: u32) -> Vec<u8> {
    (0..length).map(|i| i.wrapping_mul(0x9e37_79b9).rotate_left(i % 13).to_be_bytes()[0]).collect()
}

/// rapidgator with one account logged in.
pub struct Rapidgator<'a> {
    pub emulator: &'a Emulator,
    pub base: String,
    pub token: String,
}

impl<'a> Rapidgator<'a> {
    pub fn login(emulator: &'a Emulator) -> Self {
        Self::login_as(emulator, seed::LOGIN, seed::PASSWORD)
    }

    pub fn login_as(emulator: &'a Emulator, login: &str, password: &str) -> Self {
        let base = emulator.base_url(Host::Rapidgator) + "/api/v2/";
        let answer =
            post(&format!("{base}user/login"), &[("login", login), ("password", password)]);
        let token = answer.json()["response"]["token"].as_str().expect("a token").to_owned();
        Self { emulator, base, token }
    }

    pub fn call(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let form: Vec<_> = form.iter().copied().chain([("token", self.token.as_str())]).collect();
        post(&format!("{}{path}", self.base), &form)
    }

    /// `response` of a call that must succeed.
    pub fn ok(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let answer = self.call(path, form).json();
        assert_eq!(answer["status"], 200, "{path}: {answer}");
        answer["response"].clone()
    }

    /// Status and details of a call that must fail.
    pub fn refused(&self, path: &str, form: &[(&str, &str)]) -> (u64, String) {
        let answer = self.call(path, form).json();
        assert_ne!(answer["status"], 200, "{path}: {answer}");
        let details = answer["details"].as_str().unwrap_or_default().to_owned();
        (answer["status"].as_u64().unwrap_or(0), details)
    }

    /// Step one of an upload: the `upload` object.
    pub fn announce(&self, name: &str, content: &[u8]) -> Value {
        let (hash, size) = (md5(content), content.len().to_string());
        let form = [("name", name), ("hash", &hash), ("size", &size)];
        self.ok("file/upload", &form)["upload"].clone()
    }

    pub fn send_bytes(upload: &Value, name: &str, content: &[u8]) -> Result<Answer, ureq::Error> {
        let (body, kind) = multipart("file", name, content);
        send("POST", upload["url"].as_str().unwrap(), &[("content-type", kind)], &body)
    }

    pub fn poll(&self, upload: &Value) -> Value {
        let id = upload["upload_id"].as_str().unwrap();
        self.ok("file/upload_info", &[("upload_id", id)])["upload"].clone()
    }

    /// A whole upload: the id of the file.
    pub fn upload(&self, name: &str, content: &[u8]) -> String {
        let upload = self.announce(name, content);
        if upload["state"] == 0 {
            Self::send_bytes(&upload, name, content).unwrap();
        }
        let done = (0..5).map(|_| self.poll(&upload)).find(|upload| upload["state"] == 2);
        done.expect("done")["file"]["file_id"].as_str().unwrap().to_owned()
    }

    pub fn download_url(&self, file: &str) -> String {
        let answer = self.ok("file/download", &[("file_id", file)]);
        answer["download_url"].as_str().unwrap().to_owned()
    }
}

/// A connection over TLS that trusts the emulator's CA alone.
pub fn tls(
    emulator: &Emulator,
    url: &str,
) -> rustls::StreamOwned<rustls::ClientConnection, TcpStream> {
    let mut roots = rustls::RootCertStore::empty();
    let pem = emulator.ca_pem().unwrap();
    roots.add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let session = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    rustls::StreamOwned::new(session, TcpStream::connect(address(url)).unwrap())
}
