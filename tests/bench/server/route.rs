//! What stands at which path: just enough of each host for the library to be content.

use std::time::Duration;

use serde::Serialize;

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

/// An answer of rapidgator, with the keys in its order.
#[derive(Serialize)]
struct Envelope {
    response: Response,
    status: u16,
    details: Option<String>,
}

#[derive(Serialize)]
struct Response {
    folder: Folder,
    pager: Pager,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // the host's names
struct Folder {
    folder_id: &'static str,
    mode: u8,
    mode_label: &'static str,
    parent_folder_id: &'static str,
    name: &'static str,
    url: &'static str,
    nb_folders: u64,
    nb_files: u64,
    size_files: u64,
    created: u64,
    folders: [u8; 0],
    files: Vec<File>,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // the host's names
struct File {
    file_id: String,
    mode: u8,
    mode_label: &'static str,
    folder_id: &'static str,
    name: String,
    hash: String,
    size: u64,
    created: u64,
    nb_downloads: u64,
    url: String,
}

#[derive(Serialize)]
struct Pager {
    current: u64,
    total: u64,
}

impl File {
    fn new(n: u64) -> Self {
        let file_id = format!("{:032x}", u128::from(n) * 0x9e37_79b9_7f4a_7c15);
        let name = format!("holiday-{n:06}.part{:02}.rar", n % 100);
        Self {
            mode: 0,
            mode_label: "Public",
            folder_id: "7100001",
            hash: format!("{:032x}", u128::from(n) * 0xc2b2_ae3d_27d4_eb4f),
            size: 104_857_600 + n,
            created: 1_700_000_000 + n,
            nb_downloads: n % 17,
            url: format!("http://rapidgator.net/file/{file_id}/{name}.html"),
            file_id,
            name,
        }
    }
}

/// A folder of so many files.
fn listing(entries: u64) -> Vec<u8> {
    let folder = Folder {
        folder_id: "7100001",
        mode: 0,
        mode_label: "Public",
        parent_folder_id: "7100000",
        name: "box",
        url: "http://rapidgator.net/folder/7100001/box.html",
        nb_folders: 0,
        nb_files: entries,
        size_files: 0,
        created: 1_700_000_000,
        folders: [],
        files: (1..=entries).map(File::new).collect(),
    };
    let response = Response { folder, pager: Pager { current: 1, total: 1 } };
    let answer = Envelope { response, status: 200, details: None };
    // PHP escapes slashes.
    serde_json::to_string(&answer).unwrap_or_default().replace('/', r"\/").into_bytes()
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
