//! The switch table.

use crate::switches::{Switch, Takes, switch};

use Takes::{Fields, Flag, Number, OneOf, Text};

/// All deviations from the defaults.
pub(crate) const SWITCHES: &[Switch] = &[
    switch(
        "auth_mode",
        OneOf(&["keys", "password"]),
        "What `authorize` takes: `key1` and `key2` (default), or `username` and `password`.",
    ),
    switch(
        "error_key",
        OneOf(&["_status", "status", "result", "success"]),
        "The form of errors: `_status` (default) or `status` is `error`, or `result` or \
         `success` is false with the text in `message`.",
    ),
    switch("http_errors", Flag, "Errors come with HTTP 400, 401 or 404 in place of 200."),
    switch("concurrent_downloads", Number, "What every package tells of it (0: no limit)."),
    switch("token_ttl", Number, "Seconds without use after which a token is dead (default 3600)."),
    switch(
        "token_reject",
        Fields(&["op", "n"]),
        "Rejects the token of the n-th call of `op` since the switch was set; without `n` of \
         every call, without `op` of any operation. The token itself lives on.",
    ),
    switch("single_session", Flag, "A new `authorize` ends the account's older tokens."),
    switch(
        "short_token_text",
        Flag,
        "Account and package calls refuse a token with `Could not validate access_token, …`.",
    ),
    switch("level_denied", Flag, "`authorize` refuses the account's level."),
    switch("locked_account", Flag, "`authorize` refuses right credentials like wrong ones."),
    switch(
        "generation",
        OneOf(&["new", "old"]),
        "`old`: no import from URLs (404), no `short_url` in `file_download`, no \
         `download_size_per_24_hours`.",
    ),
    switch(
        "numbers",
        OneOf(&["str", "int"]),
        "`int`: ids, sizes, counts and flags are integers everywhere.",
    ),
    switch("no_status_key", Flag, "Successes come without `_status`."),
    switch(
        "upload_item_error",
        Text,
        "Uploads answer success with this text in `data[0].error`; nothing is stored.",
    ),
    switch("upload_data_object", Flag, "The `data` of an upload is an object, not an array."),
    switch(
        "upload_limit",
        Number,
        "Upload bodies above this many bytes lose all fields: the access_token text.",
    ),
    switch("upload_wait", Number, "Milliseconds between storing an upload and its answer."),
    switch(
        "storage_silent",
        Flag,
        "Uploads fail with `Error uploading file. No response received from: …`.",
    ),
    switch(
        "state_key",
        OneOf(&["status", "file_status"]),
        "The key of a file's state (default `status`).",
    ),
    switch(
        "empty_as_null",
        OneOf(&["null", "{}"]),
        "Empty `folders` and `files` are null or an object.",
    ),
    switch(
        "alt_row_keys",
        Flag,
        "Listings say `folder_name` and `size` of folders and `file_size` of files.",
    ),
    switch(
        "names_changed",
        Flag,
        "Uploaded, created and renamed things get ` (1)` into their names.",
    ),
    switch("trash_hidden", Flag, "`file_info` does not find files in the trash."),
    switch(
        "url_task",
        Fields(&["word", "steps"]),
        "The word in which URL tasks end (default `complete`; only words that begin so give a \
         file, and an unknown word such as `running` is an endless run), and the status calls \
         before it (default 2: `scheduled`, `running`).",
    ),
    switch("download_html", Flag, "Download links answer 200 with an HTML page."),
    switch("download_once", Flag, "A download link is good for one GET."),
    switch(
        "folder_param",
        OneOf(&["parent_folder_id", "folder_id"]),
        "The only name that `folder_info` reads its folder from.",
    ),
    switch(
        "root_empty",
        Flag,
        "Moves and copies to the root take the empty value and refuse `null`.",
    ),
];
