//! Secrets to plant, and the places to look for them afterwards.

use std::fmt::Write as _;
use std::sync::LazyLock;

/// One secret: where it belongs, and its invented value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canary {
    /// The parameter it stands for, such as `access_token`.
    pub name: &'static str,
    /// The value to plant. Most hold characters that encodings change.
    pub value: &'static str,
}

const CANARIES: [Canary; 12] = [
    Canary { name: "password", value: "Pw7+qL/zV3nK9xR=mT4&bY8" },
    Canary { name: "apikey", value: "aK5vN2wQ8eJ6rU3yH9tF4gD7" },
    Canary { name: "access_token", value: "Ac4mX9zB6kW2pL8sE5vG7qR3" },
    Canary { name: "accesstoken", value: "Gt8+cF3/hJ6nM2xV9wK5yQ7=" },
    Canary { name: "refreshtoken", value: "Rf2/tY7uP4oL9iK6jH3gB8+v" },
    Canary { name: "token", value: "Tk6wS9dX3eC5rF8vT2gN7bY4" },
    Canary { name: "sid", value: "sd3zQ8wA5xE2cR9vD6bT4nH7" },
    Canary { name: "sig", value: "Sg9+mK4/jN7hU2yB5gT8vF3=" },
    Canary { name: "identity", value: "iD5pL2oK8iJ4uH7yG3tF9rD6" },
    Canary { name: "download_token", value: "dT7cV4xB9zN2mK5lJ8hG3fS6" },
    Canary { name: "delete_hash", value: "dH8qW3eR6tY9uI2oP5aS4dF7" },
    Canary { name: "access_password", value: "aP2gH5jK8lZ3xC6vB9nM4qW7" },
];

/// The twelve secrets: distinct, of high entropy, invented.
pub fn canaries() -> &'static [Canary] {
    &CANARIES
}

/// The value to plant for this parameter.
///
/// # Panics
/// If there is none of that name.
pub fn canary(name: &str) -> &'static str {
    CANARIES.iter().find(|c| c.name == name).map(|c| c.value).expect("a canary of that name")
}

/// Every spelling under which a secret may come out: itself, its first and last 12 characters,
/// percent-encoded in both cases, as a form value, JSON-escaped, in hex, and in base64 at each of
/// the three positions it can have inside a longer text.
fn spellings(value: &str) -> Vec<String> {
    let bytes = value.as_bytes();
    let mut all = vec![
        value.to_owned(),
        value[..12].to_owned(),
        value[value.len() - 12..].to_owned(),
        percent_encode(bytes),
        lower_escapes(&percent_encode(bytes)),
        value.replace('/', "\\/"),
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
    ];
    for shift in 0..3 {
        let text = base64_core(bytes, shift);
        all.push(text.replace('+', "-").replace('/', "_"));
        all.push(text);
    }
    all.sort();
    all.dedup();
    all
}

fn percent_encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, &byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// The same text with `%2f` for `%2F`; only the escapes change.
fn lower_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_escape = 0;
    for c in text.chars() {
        out.push(if in_escape > 0 { c.to_ascii_lowercase() } else { c });
        in_escape = if c == '%' { 2 } else { in_escape.max(1) - 1 };
    }
    out
}

/// The base64 characters that depend on these bytes alone when `shift` unknown bytes precede them
/// in their group of three.
fn base64_core(bytes: &[u8], shift: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = &bytes[(3 - shift) % 3..];
    whole.chunks_exact(3).fold(String::new(), |mut text, group| {
        let bits = u32::from(group[0]) << 16 | u32::from(group[1]) << 8 | u32::from(group[2]);
        for place in [18, 12, 6, 0] {
            text.push(char::from(ALPHABET[(bits >> place) as usize & 63]));
        }
        text
    })
}

static SPELLINGS: LazyLock<Vec<(&'static str, Vec<String>)>> =
    LazyLock::new(|| CANARIES.iter().map(|c| (c.name, spellings(c.value))).collect());

/// Collected outputs: error texts, Debug forms, logs, files. I3: no secret in any of them.
#[derive(Clone, Debug, Default)]
pub struct Sinks(Vec<(String, String)>);

impl Sinks {
    /// None yet.
    pub fn new() -> Sinks {
        Sinks::default()
    }

    /// Adds one output under a name that a failure will print.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.push((name.into(), text.into()));
    }

    /// The `sink: secret` pairs that were found.
    pub fn hits(&self) -> Vec<String> {
        let mut hits = Vec::new();
        for (sink, text) in &self.0 {
            hits.extend(found(text).into_iter().map(|secret| format!("{sink}: {secret}")));
        }
        hits
    }

    /// Checks one text at once.
    ///
    /// # Panics
    /// If a secret occurs in it in any spelling; the message names the secret, not its value.
    pub fn check(text: &str) {
        let hits = found(text);
        assert!(hits.is_empty(), "I3 broken: secrets in the text: {}", hits.join(", "));
    }
}

/// The names of the secrets that occur in this text.
fn found(text: &str) -> Vec<&'static str> {
    SPELLINGS
        .iter()
        .filter(|(_, spellings)| spellings.iter().any(|spelling| text.contains(spelling.as_str())))
        .map(|(name, _)| *name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secrets_are_twelve_and_share_no_spelling() {
        for (name, spellings) in SPELLINGS.iter() {
            for spelling in spellings {
                assert_eq!(found(spelling), [*name], "{spelling}");
            }
        }
        assert_eq!(SPELLINGS.len(), 12);
    }

    #[test]
    fn every_spelling_of_a_secret_is_found() {
        // `printf 'user:Sg9+...' | base64`, for prefixes of three lengths.
        for text in [
            "GET /?sig=Sg9%2BmK4%2FjN7hU2yB5gT8vF3%3D",
            "GET /?sig=Sg9%2bmK4%2fjN7hU2yB5gT8vF3%3d",
            r#"{"sig":"Sg9+mK4\/jN7hU2yB5gT8vF3="}"#,
            "U2c5K21LNC9qTjdoVTJ5QjVnVDh2RjM9",
            "OlNnOSttSzQvak43aFUyeUI1Z1Q4dkYzPQ==",
            "YTpTZzkrbUs0L2pON2hVMnlCNWdUOHZGMz0=",
            "cut off: Sg9+mK4/jN7h",
        ] {
            assert_eq!(found(text), ["sig"], "{text}");
        }
    }

    #[test]
    #[should_panic(expected = "I3 broken: secrets in the text: token")]
    fn a_secret_in_a_text_is_reported_by_name() {
        Sinks::check(&format!("bad token {}", canary("token")));
    }
}
