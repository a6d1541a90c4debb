//! uploadgig's switches.

use crate::switches::Takes::{Anything, Fields, Flag, Number, OneOf};
use crate::switches::{Switch, switch};

/// The switch table.
pub(crate) const SWITCHES: &[Switch] = &[
    switch("code_type", OneOf(&["int"]), "`code` as a number"),
    switch("code", Fields(&["n", "text"]), "`get_upload_action` refuses with that code and text"),
    switch(
        "limiter",
        Fields(&["k", "s", "extend", "wrong_only"]),
        "after k calls (with `wrong_only`: wrong passwords) `-3` for s seconds; with `extend` tries lengthen it",
    ),
    switch("result_string_on_ok", Flag, "`code` 1 with a text in `result`"),
    switch("action_missing", Flag, "`code` 1 with an object that lacks `action`"),
    switch(
        "cmbs",
        Anything,
        "that value for `cmbs`; \"missing\" leaves it out, \"quoted\" makes it a str",
    ),
    switch("storage", Number, "capacity of every account in bytes"),
    switch("identity_ttl", Number, "seconds until an identity dies (60)"),
    switch("identity_reuse", Flag, "an identity serves several uploads"),
    switch(
        "node_answer",
        OneOf(&["array", "bare", "object"]),
        "outer form of the node's answer (object)",
    ),
    switch("ok_type", OneOf(&["str"]), "`ok` as text"),
    switch("ok_missing", Flag, "the node's answer lacks `ok`"),
    switch("url_missing", Flag, "the node's answer lacks `url`"),
    switch("size_wrong", Flag, "the node reports one byte too many"),
    switch(
        "node_refuse",
        Fields(&["text", "early"]),
        "the node refuses; `early`: before it reads the body",
    ),
    switch("node_down", Flag, "`action` names a port at which nobody listens"),
    switch(
        "slug_mode",
        OneOf(&["literal", "decode"]),
        "what becomes of percent signs in `Slug` (literal)",
    ),
    switch("slug_missing_ok", Flag, "uploads without `Slug` are taken, as `noname`"),
    switch("no_100", Flag, "`Expect: 100-continue` is never answered"),
    switch("link_delay", Number, "seconds for which a fresh link answers 404"),
    switch("multipart_strip", Flag, "a form body is unwrapped: its field `file` is stored"),
    switch("www_404", Flag, "the API under another host name (such as localhost) answers 404"),
    switch(
        "site_refusal",
        Number,
        "the API answers the website's plain-text refusal 403, 406 or 429",
    ),
];
