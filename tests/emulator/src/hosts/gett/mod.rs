//! ge.tt: REST v1 and Live.
//!
//! The API listener serves `/1/…`, the web pages that `getturl` names, and Live's WebSocket at
//! `/`. The blob listener, plain http always, takes uploads and gives bytes. Fetching bytes is
//! the second hop of `files_blob`, `files_thumb` and `files_scale`; faults and the log know it as
//! `blob_bytes`.

mod arrival;
mod blobs;
mod files;
mod growing;
mod live;
mod png;
mod rules;
mod session;
mod shapes;
mod shares;
mod site;
mod state;
mod table;
mod uploads;

pub(crate) use rules::Gett;
pub(crate) use table::SWITCHES;
