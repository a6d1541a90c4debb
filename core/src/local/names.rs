//! Names: what may be sent to a host, and what may be made of a name that a host sent.

use std::path::Path;

use crate::{Error, words};

/// The longest name of a file on common systems, in bytes.
const LONGEST: usize = 255;

/// The remote name for a local path. Never a lossy one.
pub(crate) fn of_path(path: &Path) -> Result<String, Error> {
    let name = path
        .file_name()
        .ok_or_else(|| Error::argument("name", "is required: the path has no last part"))?;
    match name.to_str() {
        Some(name) => Ok(name.to_owned()),
        None => Err(Error::argument("name", "is required: the name of the file is not UTF-8")),
    }
}

/// A name that may be sent to a host.
pub(crate) fn check_remote(name: &str) -> Result<(), Error> {
    crate::operation::check::name("name", name)?;
    if name.len() > 1024 {
        return Err(Error::argument("name", "must be at most 1024 bytes long"));
    }
    if name.contains('/') || name == "." || name == ".." {
        return Err(Error::argument("name", "must be a name, not a path"));
    }
    Ok(())
}

/// The media type that a name suggests.
pub(crate) fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref().unwrap_or_default() {
        "mp4" | "m4v" => "video/mp4",
        "mkv" => "video/x-matroska",
        "webm" => "video/webm",
        "avi" => "video/x-msvideo",
        "mov" => "video/quicktime",
        "mp3" => "audio/mpeg",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "json" => "application/json",
        "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}

/// One safe name for the local disk from a name that a host sent; `None` if nothing is left of it.
///
/// Takes the last part of anything that looks like a path on any system; drops control characters
/// and those that turn the direction of writing; replaces what Windows cannot store; keeps names of
/// devices, hidden files and trailing dots from meaning something; cuts to 255 bytes.
pub(crate) fn sanitize(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !turns_direction(*c)).collect();
    let replaced: String = kept
        .chars()
        .map(|c| if matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c })
        .collect();
    let trimmed = replaced.trim_end_matches(['.', ' ']).trim_start();
    if trimmed.is_empty() {
        return None;
    }
    let guarded = match trimmed.strip_prefix(['.', '~', '-']) {
        Some(_) => format!("_{trimmed}"),
        None if gigahost_system::is_device_name(trimmed) => format!("_{trimmed}"),
        None => trimmed.to_owned(),
    };
    // Room is left for a number.
    Some(cut(&guarded, LONGEST - 40))
}

/// Refuses a path of which this system would make something else than a file of that name.
pub(crate) fn check_fit(path: &Path, parameter: &str) -> Result<(), Error> {
    match gigahost_system::why_unfit(path) {
        Some(why) => Err(Error::argument(parameter, format_args!("{why}: {}", words::path(path)))
            .with_hint("give the path of a file")),
        None => Ok(()),
    }
}

/// Marks that make `exe.txt` look like `txt.exe`.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Cuts a name to so many bytes, keeping its extension.
pub(super) fn cut(name: &str, most: usize) -> String {
    if name.len() <= most {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 16 => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let mut end = (most - extension.len()).min(stem.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", stem.get(..end).unwrap_or_default())
}

/// The file name of a `Content-Disposition`, if it has one.
pub(crate) fn of_disposition(header: &str) -> Option<String> {
    let extended = parameter(header, "filename*=").and_then(|value| {
        let encoded = value.split('\'').nth(2)?;
        percent_encoding::percent_decode_str(encoded).decode_utf8().ok().map(Into::into)
    });
    extended.or_else(|| parameter(header, "filename=").map(|value| value.replace("%22", "\"")))
}

fn parameter(header: &str, key: &str) -> Option<String> {
    let at = header.to_ascii_lowercase().find(key)? + key.len();
    let rest = header.get(at..)?;
    match rest.strip_prefix('"') {
        Some(quoted) => {
            let mut text = String::new();
            let mut chars = quoted.chars();
            while let Some(c) = chars.next() {
                match c {
                    '"' => return Some(text),
                    '\\' => text.extend(chars.next()),
                    c => text.push(c),
                }
            }
            None
        }
        None => rest
            .split(';')
            .next()
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r191_a_name_from_a_host_is_one_safe_component_or_nothing() {
        for (name, expected) in [
            ("plain.txt", Some("plain.txt")),
            ("/etc/passwd", Some("passwd")),
            ("../../x", Some("x")),
            ("..\\x", Some("x")),
            ("C:x", Some("C_x")),
            ("C:\\dir\\x", Some("x")),
            ("f:foo", Some("f_foo")),
            ("~/.bashrc", Some("_.bashrc")),
            ("~root", Some("_~root")),
            (".htaccess", Some("_.htaccess")),
            ("prn", Some("_prn")),
            ("CON.txt", Some("_CON.txt")),
            ("com1", Some("_com1")),
            ("com0", Some("com0")),
            ("a:b", Some("a_b")),
            ("name...", Some("name")),
            ("name. . ", Some("name")),
            ("a\u{0}b", Some("ab")),
            ("a\r\nX: y", Some("aX_ y")),
            ("photo\u{202e}gpj.exe", Some("photogpj.exe")),
            ("-rf", Some("_-rf")),
            ("", None),
            (".", None),
            ("..", None),
            ("/", None),
            ("a/", None),
            ("\u{feff}", None),
            ("é.txt", Some("é.txt")),
            ("日本.txt", Some("日本.txt")),
            ("👩‍👩‍👧.png", Some("👩‍👩‍👧.png")),
        ] {
            assert_eq!(sanitize(name).as_deref(), expected, "{name:?}");
        }
        let long = sanitize(&format!("{}.mkv", "é".repeat(4096))).unwrap();
        assert!(long.len() <= LONGEST && long.ends_with("é.mkv"));
    }

    #[test]
    fn r175_a_remote_name_is_never_a_path_and_never_lossy() {
        assert!(of_path(Path::new("/")).is_err() && of_path(Path::new("..")).is_err());
        assert_eq!(of_path(Path::new("a/b.txt")).unwrap(), "b.txt");
        for bad in ["", "a/b", ".", "..", "a\rb", "a\nb", "a\0b"] {
            assert!(check_remote(bad).is_err(), "{bad:?}");
        }
        // Names on Unix; what becomes of them is for the host to say.
        for odd in ["a\"b'; %22 é 👩‍👩‍👧", "a\\b", "a ", " a", "a."] {
            assert!(check_remote(odd).is_ok(), "{odd:?}");
        }
    }

    #[test]
    fn names_are_read_from_content_disposition() {
        for (header, expected) in [
            ("attachment; filename=\"a b.txt\"", Some("a b.txt")),
            ("attachment; filename=x.bin", Some("x.bin")),
            ("attachment; filename=\"a\\\"b\"; size=3", Some("a\"b")),
            ("attachment; filename=\"x\"; filename*=UTF-8''%C3%A9.txt", Some("é.txt")),
            ("attachment", None),
        ] {
            assert_eq!(of_disposition(header).as_deref(), expected, "{header}");
        }
    }
}
