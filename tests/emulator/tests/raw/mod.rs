//! A client that sends what it is told and reads what comes, with nothing in between.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// An answer, as far as it arrived.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }
}

/// Sends one request on a connection of its own. An error means that no answer came.
pub(crate) fn send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Answer> {
    let rest = url.strip_prefix("http://").expect("plain http");
    let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let mut stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let length = body.len();
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\
         Content-Length: {length}\r\n"
    );
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += "\r\n";
    let mut request = request.into_bytes();
    request.extend_from_slice(body);
    // The server may answer or cut before it has read everything.
    let _ = stream.write_all(&request);
    let mut received = Vec::new();
    let end = stream.read_to_end(&mut received);
    answer(&received).ok_or_else(|| end.err().unwrap_or(io::ErrorKind::UnexpectedEof.into()))
}

fn answer(received: &[u8]) -> Option<Answer> {
    let end = received.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers = lines.filter_map(header).collect();
    Some(Answer { status, headers, body: received[end + 4..].to_vec() })
}

/// Posts a form.
pub(crate) fn post(url: &str, form: &[(&str, &str)]) -> io::Result<Answer> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    send("POST", url, &[kind], body.as_bytes())
}

pub(crate) fn get(url: &str) -> io::Result<Answer> {
    send("GET", url, &[], b"")
}

/// A file part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FilePart<'a> {
    pub(crate) part: &'a str,
    pub(crate) name: &'a str,
    pub(crate) content: &'a [u8],
}

/// Posts fields and then a file as multipart.
pub(crate) fn post_multipart(
    url: &str,
    headers: &[(&str, &str)],
    fields: &[(&str, &str)],
    file: Option<FilePart<'_>>,
) -> io::Result<Answer> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let disposition = format!("Content-Disposition: form-data; name=\"{name}\"");
        body.extend_from_slice(format!("--edge\r\n{disposition}\r\n\r\n{value}\r\n").as_bytes());
    }
    if let Some(FilePart { part, name, content }) = file {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    let kind = ("Content-Type", "multipart/form-data; boundary=edge");
    let headers: Vec<_> = headers.iter().copied().chain([kind]).collect();
    send("POST", url, &headers, &body)
}
