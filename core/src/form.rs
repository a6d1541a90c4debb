//! Encodings: forms, query values, path segments.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A URL-encoded form.
pub(crate) fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A value in a query. Blanks become `%20`: `+` is read in two ways.
pub(crate) fn query_value(text: &str) -> String {
    utf8_percent_encode(text, STRICT).to_string()
}

/// One segment of a path. Nothing in it can end the segment or climb out of it.
pub(crate) fn path_segment(text: &str) -> String {
    utf8_percent_encode(text, STRICT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r111_a_path_segment_stays_one_segment() {
        for (text, expected) in [
            ("../x", "..%2Fx"),
            ("a/destroy", "a%2Fdestroy"),
            ("a?b", "a%3Fb"),
            ("a#b", "a%23b"),
            ("%2F", "%252F"),
        ] {
            assert_eq!(path_segment(text), expected);
        }
    }

    #[test]
    fn r109_a_password_survives_the_form_byte_for_byte() {
        let odd = "a&=+%#;\\\"'\t😀 ";
        let body = encode([("password", odd)]);
        let back: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        assert_eq!(back, [("password".to_owned(), odd.to_owned())]);
        assert!(body.contains('+') && !body.contains(' '));
    }

    #[test]
    fn r174_a_query_value_has_no_plus() {
        assert_eq!(query_value("a b+c"), "a%20b%2Bc");
    }
}
