//! ge.tt's switches.

use crate::switches::Takes::{Fields, Flag, Number, NumberOf, OnFlag, OneOf, Text};
use crate::switches::{Switch, switch};

/// The switch table.
pub(crate) const SWITCHES: &[Switch] = &[
    switch("token_ttl", Number, "Seconds of life of access tokens made from now on (86400)."),
    switch(
        "token_reject",
        Fields(&["op", "n"]),
        "Rejects the token of the n-th call of `op` since the switch was set; without `n` of \
         every call, without `op` of any operation. The token itself lives on.",
    ),
    switch("token_code", NumberOf(&[400, 401, 403]), "HTTP code of a bad token (401)."),
    switch("refresh_rotates", Flag, "A refresh token works once."),
    switch("refresh_rejected", Flag, "Every refresh token is refused."),
    switch("refresh_no_user", Flag, "The answer to a refresh has no `user`."),
    switch("key_bound", Flag, "An API key logs in only the account that it was made for."),
    switch(
        "share_removed",
        NumberOf(&[200, 404]),
        "A destroyed share: 200 with `readystate` `removed` and no files, or 404 (200).",
    ),
    switch("destroy_twice", NumberOf(&[200, 404]), "HTTP code of a repeated destroy (200)."),
    switch(
        "destroy_body",
        OneOf(&["object", "array", "empty"]),
        "Body of a destroy: `{\"success\":true}`, `[true]` or nothing (object).",
    ),
    switch(
        "title_absent",
        OneOf(&["key", "null"]),
        "How a share without title says so: no key, or null (key).",
    ),
    switch("files_absent", Flag, "Shares with nothing to list have no `files`."),
    switch("size_absent", Flag, "Files have no `size`."),
    switch("state_lag", Number, "A file is `uploading` for n polls after its last byte (0)."),
    switch("state_other", Text, "Every file shows this `readystate`."),
    switch("upload_body", Text, "Text of a successful upload (`computer says yes`)."),
    switch("upload_error", Text, "Uploads are refused: 400 with this text in `error`."),
    switch("upload_cut", Flag, "Uploads end half-way without an answer; nothing is stored."),
    switch(
        "sig_expired",
        Flag,
        "The URLs of `files_create` are refused with 403; those of `files_upload_urls` work.",
    ),
    switch("need_length", OnFlag, "Uploads without `Content-Length` get 411 (true)."),
    switch(
        "storage_limit",
        Number,
        "Capacity of every account in bytes (2000000000). An upload beyond it is refused with \
         413, and its session gets `storagelimit`.",
    ),
    switch(
        "redirect_code",
        NumberOf(&[301, 302, 303, 307, 308]),
        "HTTP code of the redirects to bytes (307).",
    ),
    switch("redirect_host", Flag, "Redirects to bytes name `localhost` in place of 127.0.0.1."),
    switch("overloaded", Flag, "`files_blob` redirects to `overloaded.html`."),
    switch(
        "scale_form",
        OneOf(&["query", "path"]),
        "The only form of `files_scale` that is known; the other gets 404 (both known).",
    ),
    switch(
        "live_ping",
        Number,
        "Seconds between the server's pings (60); who says nothing until the next one is \
         dropped. 0: no pings.",
    ),
    switch("live_no_pong", Flag, "The server does not answer `ping`."),
    switch(
        "live_drop",
        Number,
        "Drops n connected sockets: open ones at once, then new ones after their `connect`.",
    ),
    switch("live_unknown_type", Flag, "Each message follows one of an unknown type."),
    switch(
        "live_split_frames",
        Flag,
        "The server sends every message in WebSocket fragments of 3 bytes.",
    ),
    switch(
        "violatedterms",
        Text,
        "Every uploaded file is removed at once, and its session gets `violatedterms` with this \
         `reason` (none if empty).",
    ),
    switch("blob_wait", Number, "Seconds that a live download waits for its uploader (30)."),
];
