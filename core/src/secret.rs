//! Text that must not be seen: passwords, tokens, and URLs that are credentials themselves.

use std::fmt;

use zeroize::Zeroizing;

/// A secret text. `Debug` and `Display` print `***`; the memory is cleared when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Whoever calls this takes care of where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Replaces every occurrence of `secrets` in a host's text: a host may echo what it was sent.
///
/// Secrets under four bytes are left alone: masking them would only shred the text.
pub(crate) fn scrub<'a>(text: &str, secrets: impl IntoIterator<Item = &'a str>) -> String {
    let mut clean = text.to_owned();
    for secret in secrets {
        if secret.len() >= 4 && clean.contains(secret) {
            clean = clean.replace(secret, "***");
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_as_stars() {
        let secret = Secret::new("hunter2-canary");
        assert_eq!(format!("{secret} {secret:?}"), "*** ***");
        assert_eq!(secret.expose(), "hunter2-canary");
    }

    #[test]
    fn an_echoed_secret_is_masked() {
        assert_eq!(scrub("bad token abcdef!", ["abcdef"]), "bad token ***!");
    }
}
