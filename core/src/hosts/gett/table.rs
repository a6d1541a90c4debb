//! The table of operations, in the order of the host's document.

use crate::Host;
use crate::operation::{Attested, Auth, Base, Class, Kind, Method, Operation, Param, Place};

const DOCUMENT: &str = "ge.tt REST API v1";
const LIVE_DOCUMENT: &str = "ge.tt Live API";

const TOKEN: Param = Param::new("accesstoken", Kind::Text).within(Place::Query).secret();
const SHARE: Param = Param::new("sharename", Kind::Id).within(Place::Path);
const FILE: Param = Param::new("fileid", Kind::Id).within(Place::Path);
const LENGTH: Param =
    Param::new("Content-Length", Kind::Integer(0, i64::MAX)).within(Place::Header);

const fn json(name: &'static str, kind: Kind) -> Param {
    Param::new(name, kind).within(Place::Json)
}
const fn count(name: &'static str, least: i64) -> Param {
    Param::new(name, Kind::Integer(least, i32::MAX as i64)).within(Place::Query).optional()
}

const fn row(
    name: &'static str,
    path: &'static str,
    class: Class,
    params: &'static [Param],
) -> Operation {
    Operation {
        host: Host::Gett,
        name,
        methods: match class {
            Class::Read | Class::Download | Class::Live => &[Method::Get],
            _ => &[Method::Post],
        },
        path,
        base: Base::Api,
        class,
        auth: Auth::Token,
        idempotent: matches!(class, Class::Read | Class::Idempotent | Class::Download),
        params,
        attested: Attested::Documented,
        document: DOCUMENT,
        lists: false,
    }
}

/// A row for the bytes of a file, at an address that an answer names. Sending them again replaces
/// the content.
const fn bytes(
    name: &'static str,
    path: &'static str,
    methods: &'static [Method],
    params: &'static [Param],
) -> Operation {
    let mut row = row(name, path, Class::Upload, params);
    row.methods = methods;
    row.base = Base::Answer;
    row.auth = Auth::Url;
    row.idempotent = true;
    row
}

pub(super) const USERS_LOGIN: Operation = row(
    "users_login",
    "/1/users/login",
    Class::Login,
    &[
        json("apikey", Kind::Text).secret(),
        json("email", Kind::Text),
        json("password", Kind::Text).secret(),
    ],
)
.with_auth(Auth::Password);
pub(super) const USERS_LOGIN_REFRESH: Operation = row(
    "users_login_refresh",
    "/1/users/login",
    Class::Login,
    &[json("refreshtoken", Kind::Text).secret()],
);
pub(super) const USERS_ME: Operation = row("users_me", "/1/users/me", Class::Read, &[TOKEN]);

pub(super) const SHARES_LIST: Operation =
    row("shares_list", "/1/shares", Class::Read, &[TOKEN, count("skip", 0), count("limit", 1)])
        .lists();
pub(super) const SHARES_CREATE: Operation = row(
    "shares_create",
    "/1/shares/create",
    Class::NonIdempotent,
    &[TOKEN, json("title", Kind::Text).optional()],
);
pub(super) const SHARES_GET: Operation =
    row("shares_get", "/1/shares/{sharename}", Class::Read, &[SHARE]).with_auth(Auth::None).lists();
pub(super) const SHARES_UPDATE: Operation = row(
    "shares_update",
    "/1/shares/{sharename}/update",
    Class::Idempotent,
    &[SHARE, TOKEN, json("title", Kind::TextOrNull)],
);
pub(super) const SHARES_DESTROY: Operation =
    row("shares_destroy", "/1/shares/{sharename}/destroy", Class::Idempotent, &[SHARE, TOKEN]);

pub(super) const FILES_CREATE: Operation = row(
    "files_create",
    "/1/files/{sharename}/create",
    Class::NonIdempotent,
    &[SHARE, TOKEN, json("filename", Kind::Name), json("session", Kind::Text).optional()],
);
pub(super) const FILES_GET: Operation =
    row("files_get", "/1/files/{sharename}/{fileid}", Class::Read, &[SHARE, FILE])
        .with_auth(Auth::None);
pub(super) const FILES_UPLOAD_URLS: Operation = row(
    "files_upload_urls",
    "/1/files/{sharename}/{fileid}/upload",
    Class::Read,
    &[SHARE, FILE, TOKEN],
);
pub(super) const FILES_DESTROY: Operation = row(
    "files_destroy",
    "/1/files/{sharename}/{fileid}/destroy",
    Class::Idempotent,
    &[SHARE, FILE, TOKEN],
);
pub(super) const FILES_BLOB: Operation =
    row("files_blob", "/1/files/{sharename}/{fileid}/blob", Class::Download, &[SHARE, FILE])
        .with_auth(Auth::None);
pub(super) const FILES_THUMB: Operation =
    row("files_thumb", "/1/files/{sharename}/{fileid}/blob/thumb", Class::Download, &[SHARE, FILE])
        .with_auth(Auth::None);
pub(super) const FILES_SCALE: Operation = row(
    "files_scale",
    "/1/files/{sharename}/{fileid}/blob/scale",
    Class::Download,
    &[SHARE, FILE, Param::new("size", Kind::Id).within(Place::Query)],
)
.with_auth(Auth::None)
.attested(Attested::Observed);

pub(super) const UPLOAD_PUT: Operation = bytes(
    "upload_put",
    "{upload.puturl}",
    &[Method::Put],
    &[Param::new("body", Kind::Bytes).within(Place::Body), LENGTH],
);
pub(super) const UPLOAD_POST: Operation = bytes(
    "upload_post",
    "{upload.posturl}",
    &[Method::Post],
    &[Param::new("file", Kind::File).within(Place::Part), LENGTH],
);

pub(super) const LIVE: Operation = Operation {
    document: LIVE_DOCUMENT,
    ..row(
        "live",
        "/",
        Class::Live,
        &[json("accesstoken", Kind::Text).secret(), json("session", Kind::Text)],
    )
};

pub(super) static OPERATIONS: &[&Operation] = &[
    &USERS_LOGIN,
    &USERS_LOGIN_REFRESH,
    &USERS_ME,
    &SHARES_LIST,
    &SHARES_CREATE,
    &SHARES_GET,
    &SHARES_UPDATE,
    &SHARES_DESTROY,
    &FILES_CREATE,
    &FILES_GET,
    &FILES_UPLOAD_URLS,
    &FILES_DESTROY,
    &FILES_BLOB,
    &FILES_THUMB,
    &FILES_SCALE,
    &UPLOAD_PUT,
    &UPLOAD_POST,
    &LIVE,
];
