//! rapidgator's switches.

use crate::switches::Takes::{Anything, Fields, Flag, Number, OneOf, Text};
use crate::switches::{Switch, switch};

/// The switch table.
pub(crate) const SWITCHES: &[Switch] = &[
    switch("http_always_200", Flag, "HTTP 200 whatever the body's status"),
    switch("token_ttl", Number, "tokens die after that many seconds"),
    switch("token_reject", Fields(&["op", "n"]), "the n-th call of the operation gets 401"),
    switch(
        "session_text",
        OneOf(&["Error.", "Error:", "Unauthorized."]),
        "wording of the dead-token answer",
    ),
    switch(
        "login_throttle",
        Fields(&["k", "s"]),
        "after k logins `Please wait` for s (20) seconds",
    ),
    switch("login_unusual_ip", Flag, "logins want a confirmation by e-mail"),
    switch("account_frozen", Flag, "every call answers `User is FROZEN`"),
    switch("account_locked", Flag, "every call answers `ACCOUNT LOCKED`"),
    switch("ip_denied", Flag, "every call answers `Denied by IP` without an envelope"),
    switch("two_factor", Text, "logins need this `code`"),
    switch("free_account", Flag, "all accounts are free: nulls in User, downloads refused"),
    switch("upload_start_state", Number, "`file_upload` answers state 1 (Processing) or 3 (Fail)"),
    switch("instant_off", Flag, "known content is sent again"),
    switch("copies_limit", Number, "copies of one content an account may hold (10)"),
    switch("quota", Number, "capacity of every account in bytes"),
    switch("processing_polls", Number, "polls that answer Processing before Done (2)"),
    switch("processing_stuck", Flag, "uploads stay in Processing"),
    switch("upload_fail", OneOf(&["with_file", "without_file"]), "uploads end in state 3"),
    switch("file_shape", OneOf(&["list", "null", "absent"]), "how an upload without file says so"),
    switch("post_status_500_stored", Flag, "the node answers 500 and keeps the bytes"),
    switch("post_not_json", Flag, "the node answers text and keeps the bytes"),
    switch("post_lost", Flag, "the node drops the bytes; the state stays 0"),
    switch("upload_url_style", OneOf(&["old", "new"]), "form of the upload URL (new)"),
    switch("info_503", Number, "the next n `file_upload_info` get 503"),
    switch("info_401", Number, "the next n `file_upload_info` get 401"),
    switch("download_423", Flag, "`file_download` answers `Exceeded traffic`"),
    switch("download_503", Flag, "`file_download` answers `Download temporarily unavailable`"),
    switch(
        "download_false_404",
        Anything,
        "`file_download` says 404 until the next login; \"premium\": for ever",
    ),
    switch("download_delay", Number, "`delay` of `file_download` in seconds"),
    switch("download_session_foreign", Flag, "download URLs say `not for you`"),
    switch("range_refused", Flag, "the node answers a `Range` with 500"),
    switch("no_content_disposition", Flag, "downloads come without that header"),
    switch("remote_info_bare", Flag, "`remote_info` without jobs answers `[]`"),
    switch("remote_fail", Text, "remote jobs end in Fail with this text"),
    switch("remote_steps", Number, "`remote_info` calls until a job is done (2)"),
    switch("onetime_state_int", Flag, "`state` of one-time links is an int"),
    switch("onetime_bare_list", Flag, "`file_onetimelink_info` answers a bare array"),
    switch("folder_duplicate", OneOf(&["existing", "new", "409"]), "used folder names (existing)"),
    switch("legacy_keys", Flag, "`response_status` and `response_details`"),
];
