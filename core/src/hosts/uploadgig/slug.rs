//! The header `Slug`, the only place where the name of a file travels.

use std::fmt::Write as _;

use crate::{Error, SlugMode};

/// The name as the header carries it.
pub(super) fn encode(name: &str, mode: SlugMode) -> Result<String, Error> {
    let kept = name.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0'));
    Ok(match mode {
        SlugMode::Percent => {
            let text: String = kept.collect();
            let inner =
                text.len() - text.trim_start_matches(' ').len()..text.trim_end_matches(' ').len();
            text.bytes().enumerate().fold(
                String::with_capacity(text.len()),
                |mut slug, (at, byte)| {
                    match byte {
                        b'%' => slug.push_str("%25"),
                        // Blanks around a header's value are not part of it.
                        b' ' if !inner.contains(&at) => slug.push_str("%20"),
                        b' '..=b'~' => slug.push(char::from(byte)),
                        _ => {
                            let _ = write!(slug, "%{byte:02X}");
                        }
                    }
                    slug
                },
            )
        }
        SlugMode::RawUtf8 => {
            let slug: String = kept.collect();
            // No header can carry them, and the limiter would have counted a login for nothing.
            if slug.chars().any(|c| c.is_ascii_control() && c != '\t') {
                return Err(Error::argument("name", "has control characters")
                    .with_hint("send it percent-encoded"));
            }
            slug
        }
        SlugMode::AsciiOnly => kept.map(|c| if matches!(c, ' '..='~') { c } else { '_' }).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r171_a_name_travels_in_three_ways() {
        for (name, percent, raw, ascii) in [
            ("a b[2].bin", "a b[2].bin", "a b[2].bin", "a b[2].bin"),
            ("70%.bin", "70%25.bin", "70%.bin", "70%.bin"),
            ("é.bin", "%C3%A9.bin", "é.bin", "_.bin"),
            (" a b ", "%20a b%20", " a b ", " a b "),
            ("a\tb", "a%09b", "a\tb", "a_b"),
            ("a\r\nX: y\0", "aX: y", "aX: y", "aX: y"),
        ] {
            assert_eq!(encode(name, SlugMode::Percent).unwrap(), percent);
            assert_eq!(encode(name, SlugMode::RawUtf8).unwrap(), raw);
            assert_eq!(encode(name, SlugMode::AsciiOnly).unwrap(), ascii);
        }
        assert_eq!(encode("  a b ", SlugMode::Percent).unwrap(), "%20%20a b%20");
        assert_eq!(encode("  ", SlugMode::Percent).unwrap(), "%20%20");
        assert_eq!(encode("a\u{7f}\u{1}", SlugMode::Percent).unwrap(), "a%7F%01");
        assert!(encode("a\u{7f}", SlugMode::RawUtf8).is_err());
    }
}
