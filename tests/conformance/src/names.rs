//! The names corpus: what a host may be asked to call a file.

use gigahost::{Host, Status};

use crate::subject::content;
use crate::{Subject, Verdict};

/// Names that a host must get unharmed.
const GOOD: &[&str] = &[
    "plain.bin",
    "two words.bin",
    "quote\".bin",
    "apostrophe'.bin",
    "semi;colon.bin",
    "comma,.bin",
    "percent%.bin",
    "%22.bin",
    "%0A.bin",
    "tab\there.bin",
    " leading blank.bin",
    "trailing blank ",
    "-dash.bin",
    ".hidden",
    "trailing dot.",
    "back\\slash.bin",
    "CON",
    "a:b.bin",
    "caf\u{e9}.bin",
    "cafe\u{301}.bin",
    "\u{65e5}\u{672c}\u{8a9e}.bin",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}.bin",
    "rtl\u{202e}nib.bin",
    "\u{feff}bom.bin",
    "line\u{2028}sep.bin",
    "replacement\u{fffd}.bin",
    "plus+and&equals=.bin",
    "[brackets].bin",
];

/// Names that must never leave.
const BAD: &[&str] =
    &["", ".", "..", "a/b", "/", "cr\rhere", "lf\nhere", "crlf\r\nX-Injected: y", "nul\0here"];

/// Good names arrive byte for byte, or the host's change is reported; bad ones are refused before a
/// request.
pub fn every_name_arrives_as_it_is_or_is_refused(subject: &Subject) -> Verdict {
    let long = format!("{}.bin", "x".repeat(251));
    for (at, name) in GOOD.iter().copied().chain([long.as_str()]).enumerate() {
        let name =
            if subject.host == Host::GigaGs { format!("{name}.mp4") } else { name.to_owned() };
        let receipt = match subject.upload(&name, &content(100 + at)) {
            Ok(receipt) => receipt,
            Err(error) => panic!("{name:?}: {error:?}"),
        };
        let stored = subject.stored();
        let file =
            stored.iter().find(|file| file.size == 100 + at as u64).expect("the file is stored");
        match subject.host {
            // The name travels percent-encoded, and the host keeps it so.
            Host::UploadGig => assert_eq!(percent_decoded(&file.name), name, "{:?}", file.name),
            // PHP takes what looks like a path for one: then the receipt has the name that is stored.
            _ if name.contains('\\') => {
                assert!(name.ends_with(&file.name), "{:?}", file.name);
                assert_eq!(receipt.entry.name, file.name);
            }
            // A quote travels as %22 in a form, as browsers send it, and some hosts keep that.
            _ => assert_eq!(file.name.replace("%22", "\""), name.replace("%22", "\"")),
        }
        assert_eq!(receipt.wanted_name, name);
        let sent = subject.emulator.requests(subject.emulated());
        assert!(sent.iter().all(|request| request.header("x-injected").is_none()
            && request.parts.iter().filter(|part| part.filename.is_some()).count() <= 1));
    }
    let before = subject.emulator.requests(subject.emulated()).len();
    for name in BAD {
        let error = subject.upload(name, b"x").expect_err("a bad name is refused");
        assert_eq!(
            (error.status(), error.parameter()),
            (Status::Argument, Some("name")),
            "{name:?}"
        );
    }
    assert_eq!(subject.emulator.requests(subject.emulated()).len(), before, "a bad name was sent");
    Verdict::Held
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
