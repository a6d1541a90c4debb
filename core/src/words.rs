//! Words for people: what an answer that cannot be read says, the title of a page or its first words; and
//! how a path stands in a message.

use std::path::Path;

/// The most that is told of it, in bytes.
const LONGEST: usize = 200;

/// A path in a message. No system has one that is longer than what is shown of it.
pub(crate) fn path(path: &Path) -> String {
    let mut text = path.display().to_string();
    if let Some((end, _)) = text.char_indices().nth(4096) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// What of a text means something: of a page its title, else what is no markup. None if nothing does.
pub(crate) fn meaning(text: &str) -> Option<String> {
    let title = title(text).map(plain).filter(|title| !title.is_empty());
    let words = title.unwrap_or_else(|| {
        // JSON may hold what is a secret and not known as one yet: nothing of it is told.
        plain(text).split(['{', '[']).next().unwrap_or_default().trim().to_owned()
    });
    let words = words.split(' ').map(without_keys).collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| cut(&words))
}

/// Where a name of markup begins, in any case.
fn find(text: &str, name: &str) -> Option<usize> {
    text.as_bytes().windows(name.len()).position(|part| part.eq_ignore_ascii_case(name.as_bytes()))
}

fn title(text: &str) -> Option<&str> {
    let behind = text.get(find(text, "<title")?..)?;
    let inner = behind.get(behind.find('>')? + 1..)?;
    inner.get(..find(inner, "</title").unwrap_or(inner.len()))
}

/// Text without markup, scripts, styles and comments, in one line.
fn plain(text: &str) -> String {
    const SKIPPED: [(&str, &str); 3] =
        [("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->")];
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, markup) = rest.split_at(at);
        words.push_str(before);
        words.push(' ');
        let skipped = SKIPPED.iter().find(|(begin, _)| {
            markup.get(..begin.len()).is_some_and(|part| part.eq_ignore_ascii_case(begin))
        });
        let end = match skipped {
            Some((_, end)) => find(markup, end).map(|at| at + end.len()),
            None => markup.find('>').map(|at| at + 1),
        };
        // Markup that has no end here is cut off with all that follows.
        rest = end.and_then(|end| markup.get(end..)).unwrap_or_default();
    }
    words.push_str(rest);
    for (name, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        words = words.replace(name, character);
    }
    let visible = |c: char| if c.is_control() || c == '\u{fffd}' { ' ' } else { c };
    let words: String = words.chars().map(visible).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The shortest word that may be a key.
const KEY: usize = 16;

/// What no word of a language is (a token, an address with a key, a hash) may be a secret that this
/// library has not met before.
fn without_keys(word: &str) -> &str {
    let may_be_key = word.len() >= KEY && word.bytes().any(|byte| byte.is_ascii_digit());
    if may_be_key { "***" } else { word }
}

fn cut(words: &str) -> String {
    if words.len() <= LONGEST {
        return words.to_owned();
    }
    let end = (0..=LONGEST - '…'.len_utf8()).rev().find(|end| words.is_char_boundary(*end));
    format!("{}…", words.get(..end.unwrap_or_default()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r38_what_means_something_is_the_title_of_a_page_or_its_first_words() {
        for (text, expected) in [
            ("<html><head><title>Just a moment...</title><body>x", "Just a moment..."),
            (
                "<!DOCTYPE html>\n<TITLE lang=\"en\">\n Daily  limit\treached </TITLE>",
                "Daily limit reached",
            ),
            ("<title>Cut", "Cut"),
            ("<title></title><h1>503</h1><p>Maintenance &amp; more", "503 Maintenance & more"),
            ("<html><style>a{}</style><script>var x = \"<b>\"</script><!-- no -->Wait", "Wait"),
            (
                "<br />\n<b>Warning</b>: mysql in <b>/a.php</b> on line 3<br />\n{\"a\":1}",
                "Warning : mysql in /a.php on line 3",
            ),
            (
                "your key is 0123456789abcdef, at https://x.example/?sig=1 or so",
                "your key is *** at *** or so",
            ),
            ("plain \u{1b}(2J words", "plain (2J words"),
            ("<p", ""),
            ("{\"token\":\"canary\",", ""),
            ("Notice: x [{\"token\":\"canary\"}]", "Notice: x"),
            ("", ""),
            (" \r\n\u{fffd}\u{0}", ""),
        ] {
            assert_eq!(meaning(text).unwrap_or_default(), expected, "{text:?}");
        }
        let long = meaning(&"é".repeat(500)).unwrap();
        assert!(long.len() <= LONGEST && long.ends_with('…'));
    }
}
