//! Names that mean something else on Windows than a file of that name.

/// Why Windows would not make a file of this name at this path; none if it would. A path that begins with
/// `\\?\` is taken by its letters, but for a stream.
#[cfg(any(windows, test))]
pub(crate) fn why(path: &str) -> Option<&'static str> {
    let (literal, rest) = match path.strip_prefix(r"\\?\") {
        Some(rest) => (true, rest),
        None if path.starts_with(r"\\.\")
            || path.starts_with("//./")
            || path.starts_with("//?/") =>
        {
            return Some("names a device, not a file");
        }
        None => (false, path),
    };
    let bytes = rest.as_bytes();
    let rest = match bytes {
        [drive, b':', next, ..] if drive.is_ascii_alphabetic() && matches!(next, b'/' | b'\\') => {
            rest.get(2..).unwrap_or_default()
        }
        [drive, b':', ..] if drive.is_ascii_alphabetic() => {
            return Some("is relative to the current folder of a drive; write the whole path");
        }
        _ => rest,
    };
    rest.split(['/', '\\']).find_map(|name| {
        if name.contains(':') {
            return Some("names a stream of a file, not a file");
        }
        if literal || name == "." || name == ".." {
            return None;
        }
        if name.ends_with(['.', ' ']) {
            return Some("has a name that ends with a dot or a space, which the system takes away");
        }
        is_device(name).then_some("has a name that is a device on this system")
    })
}

/// Whether a name is that of a device, whatever stands behind its first dot.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_numbered = |front: &str| {
        stem.strip_prefix(front).is_some_and(|rest| {
            matches!(rest, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || is_numbered("COM")
        || is_numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_files_on_windows_are_known_by_what_they_are() {
        for fit in [
            "a.bin",
            "films/a.bin",
            r"films\a.bin",
            r"C:\films\a.bin",
            "c:/films/a.bin",
            r"..\a.bin",
            "./a",
            r"\\server\share\a.bin",
            r"\\?\C:\films\a.bin",
            r"\\?\C:\films\con",
            r"\\?\UNC\server\share\dot.",
            "console.log",
            "com0",
            "com10",
            "nulls",
            ".hidden",
            "日本.mkv",
            "",
        ] {
            assert_eq!(why(fit), None, "{fit}");
        }
        for (unfit, word) in [
            ("a.bin:stream", "stream"),
            (r"C:\a.bin::$DATA", "stream"),
            (r"\\?\C:\a.bin:s", "stream"),
            (r"folder:s\a.bin", "stream"),
            ("C:rel.bin", "relative"),
            ("c:", "relative"),
            ("dot.", "dot"),
            ("space ", "space"),
            (r"dir.\a.bin", "dot"),
            ("CON", "device"),
            ("nul.txt", "device"),
            (r"C:\x\com1", "device"),
            ("lpt9.tar.gz", "device"),
            ("LPT²", "device"),
            ("aux .c", "device"),
            (r"\\.\PhysicalDrive0", "device"),
            ("//./COM1", "device"),
            ("conin$", "device"),
        ] {
            assert!(why(unfit).is_some_and(|why| why.contains(word)), "{unfit}: {:?}", why(unfit));
        }
    }
}
