//! Answers of the API: read with a cap, taken as JSON whatever their type says.

use std::io::Read;
use std::time::{Duration, SystemTime};

use super::agent::Incoming;
use super::failure::from_io;
use crate::json::{Document, Json, Object, Repaired};
use crate::{Error, Status, scope};

/// Largest answer that lists what a folder holds, in bytes: about 70,000 files.
pub(crate) const LIST_CAP: u64 = 32 * 1024 * 1024;
/// Largest answer to another read, in bytes.
pub(crate) const READ_CAP: u64 = 8 * 1024 * 1024;
/// Largest answer to anything else, in bytes.
pub(crate) const SMALL_CAP: u64 = 1024 * 1024;

/// An answer read whole.
pub(crate) struct Reply {
    pub status: u16,
    pub retry_after: Option<Duration>,
    pub location: Option<String>,
    pub json: Option<Document>,
    /// The text, if it is no JSON.
    pub text: String,
    /// It is JSON, but not all of it.
    pub torn: bool,
    /// What was odd about it, although it could be read; secrets are not masked in it.
    pub notes: Vec<String>,
}

impl Reply {
    /// An answer of this body.
    #[cfg(test)]
    pub(crate) fn of(status: u16, body: &str) -> Self {
        let (json, text) = match Document::parse(body.into()) {
            Ok(document) => (Some(document), String::new()),
            Err(_) => (None, body.to_owned()),
        };
        let torn = is_torn(text.as_bytes());
        let notes = Vec::new();
        Self { status, retry_after: None, location: None, json, text, torn, notes }
    }

    /// Reads the rest of an answer. Ends the exchange.
    pub(crate) fn read(mut incoming: Incoming, cap: u64) -> Result<Self, Error> {
        let status = incoming.status;
        let retry_after = retry_after(&incoming);
        let location = incoming.location()?;
        let coded = incoming
            .header("content-encoding")
            .is_some_and(|coding| !coding.trim().eq_ignore_ascii_case("identity"));
        // The body of a redirect is nobody's business, and may have no end.
        let outcome = if (300..400).contains(&status) {
            Ok(Vec::new())
        } else {
            read_capped(&mut incoming, cap)
        };
        let (sent, received) = scope::traffic();
        let cut = scope::unclean_end();
        scope::end_exchange();
        let bytes = outcome.map_err(|e| e.with_http_status(status).with_bytes(sent, received))?;
        let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(behind) => behind.to_vec(),
            None => bytes,
        };
        let mut notes = Vec::new();
        let (json, text, torn) = match Document::parse(bytes) {
            Ok(document) => (Some(document), String::new(), false),
            Err(bytes) if cut || coded => (None, head_of(&bytes), is_torn(&bytes)),
            Err(bytes) => match Document::repaired(&bytes) {
                Some(Repaired { document, notes: odd }) => {
                    notes = odd;
                    (Some(document), String::new(), false)
                }
                None => (None, head_of(&bytes), is_torn(&bytes)),
            },
        };
        let unusable = match json {
            _ if status == 206 => Some((Status::Protocol, "the host sent a part of an answer")),
            None if cut => Some((Status::Network, "the connection broke within the answer")),
            // Never unpacked: half a megabyte can become half a gigabyte.
            None if coded => {
                Some((Status::Protocol, "the answer is compressed, which nobody asked for"))
            }
            _ => None,
        };
        if let Some((kind, problem)) = unusable {
            let error = Error::new(kind, problem);
            return Err(error.with_http_status(status).with_bytes(sent, received));
        }
        Ok(Self { status, retry_after, location, json, text, torn, notes })
    }

    /// The message that stands in place of a file, if the beginning of an answer is one.
    pub(crate) fn message(incoming: &Incoming, head: &[u8]) -> Option<Self> {
        let json = Document::parse_message(head);
        let (status, text) = (incoming.status, String::new());
        let (retry_after, location, torn, notes) = (None, None, false, Vec::new());
        json.is_some().then_some(Self { status, retry_after, location, json, text, torn, notes })
    }

    /// Whether the object of the answer has one of these keys.
    pub(crate) fn has_any(&self, keys: &[&str]) -> bool {
        self.object().is_some_and(|object| keys.iter().any(|key| object.contains_key(key)))
    }

    /// Whether the answer is a web page.
    pub(crate) fn is_page(&self) -> bool {
        looks_like_page(self.text.as_bytes())
    }

    /// The answer as an object, if it is one.
    pub(crate) fn object(&self) -> Option<Object<'_>> {
        self.value()?.as_object()
    }

    /// The answer as JSON, if it is any.
    pub(crate) fn value(&self) -> Option<Json<'_>> {
        self.json.as_ref().map(Document::root)
    }

    /// The error for an answer that is none: by its HTTP code if that is one, else a bad answer.
    pub(crate) fn bad_answer(&self) -> Error {
        if self.status >= 400 {
            return self.by_http_status();
        }
        let what = if self.is_page() {
            "the host answered with a web page in place of JSON"
        } else if self.text.trim().is_empty() && self.json.is_none() {
            "the answer is empty"
        } else if self.torn {
            "the answer ends in the middle of its JSON"
        } else if self.json.is_none() {
            "the answer is not JSON"
        } else {
            "the answer is not what the host documents"
        };
        let error = Error::new(Status::BadAnswer, what).with_http_status(self.status);
        error.torn(self.torn).in_place_of_an_answer(&self.text)
    }

    /// What an HTTP code says when the body says nothing.
    pub(crate) fn by_http_status(&self) -> Error {
        by_code(self.status, self.text.as_bytes()).with_retry_after(self.retry_after)
    }
}

/// What an HTTP code means if `body`, or its beginning, is no answer.
pub(crate) fn by_code(code: u16, body: &[u8]) -> Error {
    let page = looks_like_page(body);
    let error = if page && matches!(code, 403 | 503) {
        Error::new(Status::NotReady, format!("the host answered with a page and HTTP {code}"))
            .with_hint(
                "it is under maintenance, or wants a browser to pass a check: try again later, or see in \
                 a browser on this machine what it wants",
            )
    } else {
        Error::new(status_of_code(code), format!("the host answered with HTTP {code}"))
    };
    error.with_http_status(code).in_place_of_an_answer(&head_of(body))
}

/// Whether text is the beginning of JSON whose end is missing.
fn is_torn(bytes: &[u8]) -> bool {
    let mut open = 0_usize;
    let (mut in_text, mut escaped) = (false, false);
    for byte in bytes.trim_ascii_start() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => open += 1,
            b'}' | b']' if open > 1 => open -= 1,
            // A second value, or the end of what never began.
            b'}' | b']' => return false,
            _ if open == 0 => return false,
            _ => {}
        }
    }
    open > 0
}

/// The status for an HTTP code.
pub(crate) fn status_of_code(code: u16) -> Status {
    match code {
        401 => Status::Auth,
        403 | 402 | 451 => Status::Forbidden,
        404 | 410 => Status::NotFound,
        409 => Status::Conflict,
        413 => Status::TooLarge,
        429 => Status::RateLimited,
        507 => Status::Quota,
        _ => Status::Http,
    }
}

/// Reads a body up to a cap; one byte more is an error, however long the rest may be.
pub(crate) fn read_capped(incoming: &mut Incoming, cap: u64) -> Result<Vec<u8>, Error> {
    let too_long =
        || Error::new(Status::BadAnswer, format!("the answer is larger than {cap} bytes"));
    if incoming.length().is_some_and(|length| length > cap) {
        return Err(too_long());
    }
    // Room for the whole at once, with one byte more so that its end is read without growing.
    let announced = usize::try_from(incoming.length().unwrap_or(0)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(announced.saturating_add(1));
    let mut limited = (&mut incoming.body).take(cap + 1);
    limited.read_to_end(&mut bytes).map_err(|e| from_io(&e))?;
    if bytes.len() as u64 > cap {
        return Err(too_long());
    }
    Ok(bytes)
}

/// How much of an answer that is no JSON is looked at: the title of a page stands in it.
const HEAD: usize = 4096;

/// The first bytes of an answer, as text.
fn head_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).into_owned()
}

/// Whether bytes begin like a web page.
pub(crate) fn looks_like_page(bytes: &[u8]) -> bool {
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
    let head = bytes.get(start..).unwrap_or_default();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    ["<!doctype html", "<html", "<head", "<body", "<script", "<?xml", "<!--"].iter().any(|tag| {
        head.get(..tag.len()).is_some_and(|text| text.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// `Retry-After` in seconds or as a date; a date counts from the host's own clock.
pub(crate) fn retry_after(incoming: &Incoming) -> Option<Duration> {
    let text = incoming.header("retry-after")?.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let then = httpdate::parse_http_date(text).ok()?;
    let now = incoming.header("date").and_then(|date| httpdate::parse_http_date(date).ok());
    Some(then.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::body::Body;
    use ureq::http::HeaderMap;

    fn answer(headers: &[(&'static str, &str)], body: &'static [u8]) -> Incoming {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        Incoming { status: 200, headers: map, body: Body::new(body, None) }
    }

    #[test]
    fn r125_retry_after_is_read_in_both_forms_and_rubbish_is_ignored() {
        let date = "Wed, 21 Oct 2026 07:28:00 GMT";
        let read = |text: &str| retry_after(&answer(&[("retry-after", text), ("date", date)], b""));
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        assert_eq!(read("0"), Some(Duration::ZERO));
        assert_eq!(read("Wed, 21 Oct 2026 07:28:30 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(read("Wed, 21 Oct 2026 07:00:00 GMT"), Some(Duration::ZERO));
        for rubbish in ["-1", "1e3", "soon", ""] {
            assert_eq!(read(rubbish), None, "{rubbish}");
        }
        assert_eq!(read("99999999999999999999999"), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn r38_a_bom_is_skipped_and_a_notice_before_json_is_noted() {
        let reply = Reply::read(answer(&[], b"\xef\xbb\xbf {\"a\":1}"), SMALL_CAP).unwrap();
        assert!(reply.json.is_some() && reply.notes.is_empty());
        let reply = Reply::read(answer(&[], b"Warning: x\n{\"a\":1}"), SMALL_CAP).unwrap();
        assert!(reply.json.is_some() && reply.notes.len() == 1);
        let reply = Reply::read(answer(&[], b"Warning: x {}\n{\"a\":1}"), SMALL_CAP).unwrap();
        assert_eq!(reply.bad_answer().status(), Status::BadAnswer);
    }

    #[test]
    fn r37_a_login_page_is_a_bad_answer_and_quoted_only_with_secrets_masked() {
        let page = b"\n <!DOCTYPE html><title>Hotel hunter2 WiFi</title>";
        let error = Reply::read(answer(&[], page), SMALL_CAP).unwrap().bad_answer();
        assert_eq!(error.status(), Status::BadAnswer);
        assert!(error.message().contains("web page"));
        assert!(!format!("{error} {error:?}").contains("Hotel"));
        let error = error.scrubbed(["hunter2"].into_iter());
        assert_eq!(error.host_text(), Some("Hotel *** WiFi"));
        assert!(error.own_text().is_none() && !format!("{error:?}").contains("hunter2"));
    }

    #[test]
    fn r38_json_that_ends_in_the_middle_is_told_from_other_text() {
        for (text, torn) in [
            ("{\"a\":[1,", true),
            (" [{\"a\":\"}]", true),
            ("{\"a\\\"", true),
            ("{\"a\":1}", false),
            ("{\"a\":1}}", false),
            ("words {", false),
            ("<p>{", false),
            ("", false),
        ] {
            assert_eq!(is_torn(text.as_bytes()), torn, "{text}");
        }
    }

    #[test]
    fn r38_a_page_with_403_or_503_means_not_ready_with_what_to_do() {
        for (code, body, status) in [
            (403, "<html><title>Just a moment...</title>", Status::NotReady),
            (503, "<!doctype html><title>Maintenance</title>", Status::NotReady),
            (403, "no", Status::Forbidden),
            (503, "", Status::Http),
            (502, "<html>Bad Gateway", Status::Http),
            (404, "<html>Not Found", Status::NotFound),
        ] {
            let error = Reply::of(code, body).bad_answer().scrubbed(std::iter::empty());
            assert_eq!(error.status(), status, "{code} {body}");
            assert_eq!(error.hint().is_some(), status == Status::NotReady);
            assert_eq!(error.host_text().is_some(), !body.is_empty());
        }
    }

    #[test]
    fn r51_depth_bombs_are_bad_answers() {
        for (depth, ok) in [(127, true), (128, false), (200_000, false)] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            let body: &'static [u8] = text.leak().as_bytes();
            assert_eq!(
                Reply::read(answer(&[], body), SMALL_CAP).unwrap().json.is_some(),
                ok,
                "{depth}"
            );
        }
    }
}
