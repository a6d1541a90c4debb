//! The switch table.

use crate::switches::{Switch, Takes, switch};

use Takes::{Anything, Fields, Flag, Number, OneOf, Text};

/// All deviations from the defaults.
pub(crate) const SWITCHES: &[Switch] = &[
    switch(
        "refusal",
        OneOf(&["200", "4xx"]),
        "The HTTP code of refusals: 200 (default), or the fitting one of 400, 401, 403, 404, \
         413 and 415.",
    ),
    switch(
        "refusal_key",
        OneOf(&["error", "description", "message", "msg"]),
        "The key of a refusal's text (default `error`).",
    ),
    switch(
        "upload_url_form",
        OneOf(&["object", "data", "string", "name", "no_path"]),
        "How the upload URL is given: `url` (default), `data.url`, a bare JSON string, `url` \
         holding a server name (`s3`), or `url` without a path.",
    ),
    switch("no_get_upload_url", Flag, "`/getUploadUrl` is 404; only `GET /upload` works."),
    switch(
        "token_where",
        OneOf(&["query", "header", "both"]),
        "Where `upload` looks for the token (default both).",
    ),
    switch("token_ttl", Number, "Seconds after its making that a token is dead (default never)."),
    switch(
        "token_reject",
        Fields(&["op", "n"]),
        "Rejects the token of the n-th call of `op` since the switch was set; without `n` of \
         every call, without `op` of any operation. The token itself lives on.",
    ),
    switch(
        "public_denied",
        Flag,
        "`session_public` says `private`: true, and uploads want a private token.",
    ),
    switch(
        "max_size",
        Anything,
        "`maxFileSize` as given here, text or integer; the number before the unit limits \
         uploads too, as megabytes without a unit; 0 and rubbish are no limit (default `2048MB`).",
    ),
    switch("mp4_only", Flag, "Other files than mp4 are refused."),
    switch("part_name", Text, "The name of the part that holds the file (default `file`)."),
    switch("upload_no_url", Flag, "Uploads answer without `url`."),
    switch("upload_no_hash", Flag, "Uploads answer without `hash`."),
    switch("upload_filehash", Flag, "Uploads answer with `filehash` in place of `id` and `hash`."),
    switch(
        "success_type",
        OneOf(&["int", "str"]),
        "`success` is 1 or 0, or `\"true\"` or `\"false\"`.",
    ),
    switch(
        "files_form",
        OneOf(&["root", "files", "data", "data.files", "videos"]),
        "Where `get_files` has its list (default `files`).",
    ),
    switch("page_base", Number, "The number of the first page (default 1)."),
    switch("page_size", Number, "Files a page, and the largest `limit` (default 50 and none)."),
    switch("page_repeats", Flag, "Pages after the last one repeat it."),
    switch("archived_hidden", Flag, "Archived files leave the listing at once."),
    switch(
        "archive_twice",
        OneOf(&["ok", "error"]),
        "What archiving an archived file gives (default `ok`).",
    ),
];
