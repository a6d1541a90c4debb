//! Text that must not be shown: passwords, tokens, and URLs that are credentials themselves.

use std::fmt;

use zeroize::Zeroizing;

use crate::form;

/// A secret text. `Debug` and `Display` print `***`; the memory is cleared when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. The caller is responsible for where it goes.
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

/// In clear, as a newtype `Secret`: a binding can tell it from other texts by that.
#[cfg(feature = "serialize")]
impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Secret", self.expose())
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

/// Replaces every occurrence of `secrets` in a host's text: a host may echo what it was sent, as it
/// was sent (in a form or a query) or as it writes it (in JSON). A secret that the end of the text
/// cuts off is masked as well.
///
/// Secrets under four bytes are left alone: masking them would only shred the text.
pub(crate) fn scrub<'a>(text: &str, secrets: impl IntoIterator<Item = &'a str>) -> String {
    let mut clean = text.to_owned();
    for secret in secrets.into_iter().filter(|secret| secret.len() >= LEAST) {
        for spelling in spellings(secret) {
            if clean.contains(&spelling) {
                clean = clean.replace(&spelling, MASK);
            }
            let most = spelling.len().min(clean.len());
            let cut = (LEAST..most).rev().find(|cut| {
                spelling.get(..*cut).is_some_and(|beginning| clean.ends_with(beginning))
            });
            if let Some(cut) = cut {
                clean.truncate(clean.len() - cut);
                clean.push_str(MASK);
            }
        }
    }
    clean
}

const MASK: &str = "***";
const LEAST: usize = 4;

/// The ways in which the wire writes a text.
fn spellings(secret: &str) -> Vec<String> {
    let query = form::query_value(secret);
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut all = vec![secret.to_owned(), secret.replace('/', "\\/")];
    all.extend([lower_escapes(&query), lower_escapes(&form), query, form]);
    all.sort();
    all.dedup();
    // The longest first: a shorter one may be a part of it.
    all.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    all
}

/// `%2f` for `%2F`.
fn lower_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut all, part| {
        let (code, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        all.push('%');
        all.push_str(&code.to_ascii_lowercase());
        all.push_str(rest);
        all
    })
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
    fn r96_an_echoed_secret_is_masked_in_every_spelling_of_the_wire() {
        for spelling in ["a+/b c=d", "a+\\/b c=d", "a%2B%2Fb+c%3Dd", "a%2b%2fb%20c%3dd"] {
            assert_eq!(scrub(&format!("x {spelling}!"), ["a+/b c=d"]), "x ***!", "{spelling}");
        }
        assert_eq!(scrub("the end is near: abcd", ["abcdef"]), "the end is near: ***");
        assert_eq!(scrub("ab", ["abc", "abcdef"]), "ab");
    }

    #[test]
    fn an_echoed_secret_is_masked() {
        assert_eq!(scrub("bad token abcdef!", ["abcdef"]), "bad token ***!");
    }
}
