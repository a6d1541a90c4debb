//! The table of operations, in the order of the host's document.

use crate::Host;
use crate::operation::{Attested, Auth, Base, Class, Kind, Method, Operation, Param, Place};

const DOCUMENT: &str = "uploadgig.com API";

pub(super) const GET_UPLOAD_ACTION: Operation = Operation {
    host: Host::UploadGig,
    name: "get_upload_action",
    methods: &[Method::Post],
    path: "/api/get_upload_action",
    base: Base::Api,
    class: Class::Login,
    auth: Auth::Password,
    idempotent: false,
    params: &[Param::new("user", Kind::Text), Param::new("pass", Kind::Text).secret()],
    attested: Attested::Documented,
    document: DOCUMENT,
    lists: false,
};

pub(super) const UPLOAD_BYTES: Operation = Operation {
    host: Host::UploadGig,
    name: "upload_bytes",
    methods: &[Method::Post],
    path: "{result.action}",
    base: Base::Answer,
    class: Class::Upload,
    auth: Auth::Url,
    idempotent: false,
    params: &[
        Param::new("body", Kind::Bytes).within(Place::Body),
        Param::new("Slug", Kind::Name).within(Place::Header),
    ],
    attested: Attested::Documented,
    document: DOCUMENT,
    lists: false,
};

pub(super) static OPERATIONS: &[&Operation] = &[&GET_UPLOAD_ACTION, &UPLOAD_BYTES];
