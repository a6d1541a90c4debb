//! `multipart/form-data` with one file, its length known before the first byte.

use crate::Error;

/// A multipart body around a file: what stands before it and after it.
pub(crate) struct Multipart {
    boundary: String,
    before: Vec<u8>,
}

impl Multipart {
    /// A new body with a boundary of 128 random bits.
    pub(crate) fn new() -> Result<Self, Error> {
        Ok(Self { boundary: format!("gigahost-{}", random_hex()?), before: Vec::new() })
    }

    /// Adds a text field. `name` is a constant of the library, `value` may be anything.
    pub(crate) fn field(mut self, name: &str, value: &str) -> Self {
        let part = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n",
            self.boundary
        );
        self.before.extend_from_slice(part.as_bytes());
        self
    }

    /// Adds the head of the file part, which must be the last.
    pub(crate) fn file(mut self, name: &str, filename: &str, content_type: &str) -> Self {
        let part = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{}\"\r\nContent-Type: {content_type}\r\n\r\n",
            self.boundary,
            escape(filename),
        );
        self.before.extend_from_slice(part.as_bytes());
        self
    }

    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    pub(crate) fn before(&self) -> &[u8] {
        &self.before
    }

    pub(crate) fn after(&self) -> Vec<u8> {
        format!("\r\n--{}--\r\n", self.boundary).into_bytes()
    }
}

/// As browsers do it: `"`, CR and LF percent-encoded, everything else raw UTF-8, no `filename*`.
fn escape(filename: &str) -> String {
    filename.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// 128 random bits in hexadecimal.
pub(crate) fn random_hex() -> Result<String, Error> {
    use std::fmt::Write as _;
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random)
        .map_err(|_| Error::new(crate::Status::Io, "the system has no random numbers to give"))?;
    Ok(random.iter().fold(String::with_capacity(32), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r169_a_filename_cannot_break_out_of_its_header() {
        let body = Multipart::new().unwrap().file("file", "a\"; name=\"b\r\nX: y", "text/plain");
        let text = String::from_utf8(body.before().to_vec()).unwrap();
        assert!(text.contains("filename=\"a%22; name=%22b%0D%0AX: y\""));
        assert_eq!(text.matches("\r\n").count(), 4);
    }

    #[test]
    fn r159_no_two_bodies_share_a_boundary() {
        assert_ne!(Multipart::new().unwrap().boundary, Multipart::new().unwrap().boundary);
    }
}
