//! The table of operations, in the order of the host's document.

use crate::Host;
use crate::operation::{Attested, Auth, Base, Class, Kind, Method, Operation, Param, Place};

const DOCUMENT: &str = "giga.gs API documentation";

const TOKEN: Param = Param::new("token", Kind::Text).secret();
const USERNAME: Param = Param::new("username", Kind::Text);
const PASSWORD: Param = Param::new("password", Kind::Text).secret();

const fn row(
    name: &'static str,
    methods: &'static [Method],
    path: &'static str,
    class: Class,
    params: &'static [Param],
) -> Operation {
    Operation {
        host: Host::GigaGs,
        name,
        methods,
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

const fn page(name: &'static str) -> Param {
    Param::new(name, Kind::Integer(0, i32::MAX as i64)).optional()
}

pub(super) const GET_UPLOAD_URL: Operation = row(
    "get_upload_url",
    &[Method::Get],
    "/getUploadUrl",
    Class::Read,
    &[TOKEN.within(Place::Query)],
);
/// The way that the site's own page goes to the same answer.
pub(super) const GET_UPLOAD_URL_OF_PAGE: Operation =
    Operation { path: "/upload", attested: Attested::Observed, ..GET_UPLOAD_URL };
pub(super) const UPLOAD: Operation = Operation {
    base: Base::Answer,
    ..row(
        "upload",
        &[Method::Post],
        "{url}",
        Class::Upload,
        &[TOKEN.within(Place::Query), Param::new("file", Kind::File).within(Place::Part)],
    )
};
pub(super) const CREATE_TOKEN: Operation =
    row("create_token", &[Method::Post], "/createtoken", Class::Login, &[USERNAME, PASSWORD])
        .with_auth(Auth::Password);
/// The password travels by POST, though the host takes it in a query, too.
pub(super) const SESSION_LOGIN: Operation = row(
    "session_login",
    &[Method::Post, Method::Get],
    "/session",
    Class::Login,
    &[USERNAME, PASSWORD],
)
.with_auth(Auth::Password);
pub(super) const SESSION_TOKEN: Operation =
    row("session_token", &[Method::Post, Method::Get], "/session", Class::Read, &[TOKEN]);
pub(super) const SESSION_PUBLIC: Operation =
    row("session_public", &[Method::Get], "/session", Class::Login, &[])
        .with_auth(Auth::None)
        .attested(Attested::Observed);
pub(super) const GET_FILES: Operation = row(
    "get_files",
    &[Method::Post],
    "/getfiles",
    Class::Read,
    &[TOKEN, page("page"), page("limit")],
)
.lists();
pub(super) const ARCHIVE: Operation = row(
    "archive",
    &[Method::Post],
    "/archive",
    Class::Idempotent,
    &[TOKEN, Param::new("filehash", Kind::Id)],
);

/// The bytes at a direct link. The host's document does not list this as a call.
pub(super) const DIRECT_LINK: Operation = Operation {
    base: Base::Answer,
    auth: Auth::Url,
    ..row("direct_link", &[Method::Get], "{url}", Class::Download, &[])
};

pub(super) static OPERATIONS: &[&Operation] = &[
    &GET_UPLOAD_URL,
    &UPLOAD,
    &CREATE_TOKEN,
    &SESSION_LOGIN,
    &SESSION_TOKEN,
    &SESSION_PUBLIC,
    &GET_FILES,
    &ARCHIVE,
];
