//! Answers that are almost JSON: with a notice of the host's software beside them, or with texts that are
//! none. What is meant is beyond doubt, so it is read, and a note tells what was odd.

use super::tape::Document;
use crate::words;

/// How long what stands beside an answer may be, in bytes.
const LONGEST_NOTICE: usize = 4096;

/// What a page has and a notice has not.
const PAGE: [&str; 5] = ["<!doctype", "<html", "<head", "<body", "<script"];

/// An answer that was read all the same, and what was odd about it.
pub(crate) struct Repaired {
    pub document: Document,
    /// In the host's own words, whose secrets are not masked yet.
    pub notes: Vec<String>,
}

impl Document {
    /// Reads a text that is no JSON, if it is one but for a notice before or after it, or for characters
    /// that are none.
    pub(crate) fn repaired(bytes: &[u8]) -> Option<Repaired> {
        let mut notes = Vec::new();
        let text = String::from_utf8_lossy(bytes);
        let (text, odd) = whole_characters(&text);
        if odd || std::str::from_utf8(bytes).is_err() {
            notes.push(
                "the answer has characters that are none; \u{fffd} stands in their place"
                    .to_owned(),
            );
            if let Ok(document) = Self::parse(text.clone().into_bytes()) {
                return Some(Repaired { document, notes });
            }
        }
        let (before, answer, after) = apart(&text)?;
        let document = Self::parse(answer.as_bytes().to_vec()).ok()?;
        for notice in [before, after] {
            if let Some(said) = words::meaning(notice) {
                notes.push(format!("the answer has a notice beside it: {said}"));
            }
        }
        if notes.is_empty() {
            notes.push("the answer has something beside it".to_owned());
        }
        Some(Repaired { document, notes })
    }
}

/// The one object of a text, and the notices before and after it. None where there is a second one, or a
/// page: then nobody knows what is the answer.
fn apart(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_at(text.find('{')?);
    let (answer, after) = rest.split_at(end_of_object(rest)?);
    let is_notice = |text: &str| {
        let small = text.to_ascii_lowercase();
        text.len() <= LONGEST_NOTICE
            && !text.contains('{')
            && !PAGE.iter().any(|mark| small.contains(mark))
    };
    (is_notice(before) && is_notice(after)).then_some((before, answer, after))
}

/// Where the object at the beginning of a text ends.
fn end_of_object(text: &str) -> Option<usize> {
    let (mut open, mut in_text, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' => open += 1,
            b'}' => open = open.checked_sub(1)?,
            _ => {}
        }
        if open == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// The text with each half of a pair of numbers (`\ud83d`) that has no other half replaced, and whether
/// there was any.
fn whole_characters(text: &str) -> (String, bool) {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    let mut odd = false;
    while let Some(at) = rest.find('\\') {
        let (plain, escape) = rest.split_at(at);
        whole.push_str(plain);
        let taken = match (half(escape), half(escape.get(6..).unwrap_or_default())) {
            (Some(false), Some(true)) => 12,
            (Some(_), _) => {
                odd = true;
                whole.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // Whatever is escaped takes two places at least.
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, behind) = escape.split_at(taken.min(escape.len()));
        whole.push_str(kept);
        rest = behind;
    }
    whole.push_str(rest);
    (whole, odd)
}

/// Whether a text begins with the number of half a character, and if so, whether of the second half.
fn half(text: &str) -> Option<bool> {
    let number = u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    match number {
        0xd800..=0xdbff => Some(false),
        0xdc00..=0xdfff => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<(String, Vec<String>)> {
        assert!(Document::parse(bytes.to_vec()).is_err(), "it needs no repair");
        Document::repaired(bytes)
            .map(|it| (crate::HostJson::from(it.document).value().to_string(), it.notes))
    }

    #[test]
    fn a_notice_beside_an_answer_is_told_and_the_answer_read() {
        for (text, said) in [
            ("Warning: Undefined index in /x.php on line 3\n{\"a\":1}", "Warning: Undefined index"),
            ("<br />\n<b>Notice</b>: odd array[0] in <b>/x.php</b><br />\n{\"a\":1}", "Notice"),
            ("{\"a\":1}\n<!-- Page cached by W3TC -->", "something beside it"),
            ("{\"a\":1} took 12 ms", "took 12 ms"),
            ("{\"a\":1}\0", "something beside it"),
        ] {
            let (value, notes) = read(text.as_bytes()).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(value, "{\"a\":1}", "{text}");
            assert!(notes.len() == 1 && notes[0].contains(said), "{text}: {notes:?}");
        }
    }

    #[test]
    fn what_may_be_another_answer_is_none() {
        for text in [
            "{\"status\":500}{\"status\":200}",
            "{\"a\":1} {",
            "x{\"a\":1}{\"b\":1}",
            "x {\"a\":",
            "x {a:1}",
            "x [1]",
            "x 1",
            "",
            "Warning {x}\n{\"a\":1}",
            // A key that decides, twice.
            "Warning\n{\"status\":200,\"status\":500}",
            // Pages.
            "<html><script>var x = {\"status\":200}</script></html>",
            "<!DOCTYPE html><title>x</title>{\"a\":1}",
            "{\"a\":1}<script>x()</script>",
        ] {
            assert!(read(text.as_bytes()).is_none(), "{text}");
        }
        assert!(
            read(format!("{}{{\"a\":1}}", "x".repeat(LONGEST_NOTICE + 1)).as_bytes()).is_none()
        );
    }

    #[test]
    fn a_name_of_characters_that_are_none_costs_that_name_its_shape_and_nothing_else() {
        for (text, value) in [
            (
                &b"{\"n\":\"caf\xe9.mkv\",\"m\":\"ok\"}"[..],
                "{\"n\":\"caf\u{fffd}.mkv\",\"m\":\"ok\"}",
            ),
            (b"{\"n\":\"half \\ud83d.mkv\"}", "{\"n\":\"half \u{fffd}.mkv\"}"),
            (b"{\"n\":\"\\ude00\\ud83d\\ude00\\ud83d\"}", "{\"n\":\"\u{fffd}😀\u{fffd}\"}"),
            (b"{\"n\":\"\\\\ud83d\\ud83d\"}", "{\"n\":\"\\\\ud83d\u{fffd}\"}"),
        ] {
            let (read, notes) = read(text).expect("it is read");
            assert_eq!(read, value);
            assert!(notes.len() == 1 && notes[0].contains('\u{fffd}'), "{notes:?}");
        }
    }
}
