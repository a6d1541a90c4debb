//! `Receipt` and `Download`: the results of transfers.

use std::path::PathBuf;

use super::{Entry, record};
use crate::secret::Hidden;
use crate::value::Json;

record! {
    /// The result of a successful upload.
    Receipt {
        /// The file at the host, under the name that was stored.
        entry: Entry,
        /// The requested name. Compare it with `entry.name`.
        wanted_name: String,
        /// Bytes.
        bytes: u64,
        /// How the file came to the host: `sent`, `instant` (the host already had the content),
        /// `recovered` (the response was lost, but the host has the file), `resent`, `earlier` (an
        /// earlier run of the queue stored it, says its state).
        how: String = String::from("sent"),
        /// What the host confirmed: `no`, `size` or `md5`.
        verified: String = String::from("no"),
        /// The public link.
        url: Option<String> = None,
        /// MD5 of the bytes that were sent, in 32 lower-case hexadecimal digits.
        md5: Option<String> = None,
        /// A link that deletes the file without a login (giga0).
        delete_url: Option<Hidden> = None,
        /// A link for forums, if the host provides one.
        bbcode: Option<String> = None,
        /// A link for web pages, if the host provides one. Not sanitised.
        html: Option<String> = None,
        /// Remarks for the caller: a different hash reported by the host, bytes that were sent in
        /// clear text, a link that will only work in a few minutes.
        notes: Vec<String> = Vec::new(),
        /// The host's own JSON of the response that decided the outcome, complete and unmasked. Not
        /// part of comparisons.
        json: Json = Json::default(),
    }
}

impl From<gigahost::Receipt> for Receipt {
    fn from(receipt: gigahost::Receipt) -> Self {
        Self {
            json: Json::of(receipt.host_json()),
            how: receipt.how.name().to_owned(),
            verified: receipt.verified.name().to_owned(),
            entry: receipt.entry.into(),
            wanted_name: receipt.wanted_name,
            bytes: receipt.bytes,
            url: receipt.url,
            md5: receipt.md5,
            delete_url: receipt.delete_url.map(Hidden),
            bbcode: receipt.bbcode,
            html: receipt.html,
            notes: receipt.notes,
        }
    }
}

record! {
    /// A finished download.
    Download {
        /// The file as a `pathlib.Path`; None for a file object.
        path: Option<PathBuf>,
        /// Bytes.
        bytes: u64,
        /// MD5 in 32 lower-case hexadecimal digits; None if it was not computed.
        md5: Option<String> = None,
        /// How it was verified: `no`, `size` or `md5`, depending on what the host reports.
        verified: String = String::from("no"),
        /// The name as supplied by the host, not made safe.
        name: Option<String> = None,
        /// Bytes that were kept from an earlier download.
        resumed_from: u64 = 0,
        /// Number of streams that it took.
        attempts: u32 = 1,
    }
}

impl From<gigahost::Download> for Download {
    fn from(download: gigahost::Download) -> Self {
        Self {
            verified: download.verified.name().to_owned(),
            path: download.path,
            bytes: download.bytes,
            md5: download.md5,
            name: download.name,
            resumed_from: download.resumed_from,
            attempts: download.attempts,
        }
    }
}
