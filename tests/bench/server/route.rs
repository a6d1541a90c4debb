//! What stands at which path: just enough of each host for the library to be content.

use std::time::Duration;

use serde_json::{Value, json};

use crate::http::BLOCK;

pub(crate) enum Answer<'a> {
    Text { kind: &'static str, text: &'a [u8] },
    Bytes(u64),
    Nothing,
}

pub(crate) struct Site {
    pub(crate) pause: Duration,
    /// What files are made of: no text, and nothing that compresses.
    pub(crate) block: Vec<u8>,
    listing: Vec<u8>,
}

impl Site {
    pub(crate) fn new(entries: u64, pause: Duration) -> Self {
        Self { pause, block: noise(BLOCK), listing: listing(entries) }
    }

    pub(crate) fn answer(&self, path: &str) -> Answer<'_> {
        const JSON: &str = "application/json";
        let path = path.split('?').next().unwrap_or(path);
        match path {
            // The words by which a node of ge.tt says that it has the file.
            "/gett" => Answer::Text { kind: "text/plain", text: b"computer says yes" },
            _ if path.ends_with("/folder/content") => {
                Answer::Text { kind: JSON, text: &self.listing }
            }
            _ => match path.strip_prefix("/bytes/").and_then(|length| length.parse().ok()) {
                Some(length) => Answer::Bytes(length),
                None => Answer::Nothing,
            },
        }
    }
}

/// A folder of rapidgator.
fn listing(entries: u64) -> Vec<u8> {
    let file = |n: u64| -> Value {
        json!({
            "file_id": format!("{:032x}", u128::from(n) * 0x9e37_79b9_7f4a_7c15),
            "mode": 0, "mode_label": "Public", "folder_id": "7100001",
            "name": format!("holiday-{n:06}.part{:02}.rar", n % 100),
            "hash": format!("{:032x}", u128::from(n) * 0xc2b2_ae3d_27d4_eb4f),
            "size": 104_857_600 + n, "created": 1_700_000_000 + n, "nb_downloads": n % 17,
            "url": format!("http://rapidgator.net/file/{n:032x}/holiday-{n:06}.rar.html"),
        })
    };
    let files: Vec<Value> = (1..=entries).map(file).collect();
    let answer = json!({
        "response": {
            "folder": {
                "folder_id": "7100001", "mode": 0, "mode_label": "Public",
                "parent_folder_id": "7100000", "name": "box", "nb_folders": 0, "nb_files": entries,
                "size_files": 0, "created": 1_700_000_000, "folders": [], "files": files,
            },
            "pager": {"current": 1, "total": 1},
        },
        "status": 200, "details": null,
    });
    answer.to_string().into_bytes()
}

fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes
}
