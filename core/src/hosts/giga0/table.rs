//! The table of operations, in the order of the host's document.

use crate::Host;
use crate::operation::{Attested, Auth, Base, Class, Kind, Method, Operation, Param, Place};

const DOCUMENT: &str = "cloud.giga0.com API v2";

const TOKEN: Param = Param::new("access_token", Kind::Text).secret();
const ACCOUNT: Param = Param::new("account_id", Kind::Id);

/// The states of an account.
const STATES: &[&str] = &["pending", "active", "disabled", "suspended"];
/// The titles of a person.
const TITLES: &[&str] = &["Mr", "Ms", "Mrs", "Miss", "Dr"];

const fn text(name: &'static str) -> Param {
    Param::new(name, Kind::Text)
}
const fn name(name: &'static str) -> Param {
    Param::new(name, Kind::Name)
}
const fn id(name: &'static str) -> Param {
    Param::new(name, Kind::Id)
}
/// Where something goes. Empty means the root on some installs, so it is no `Kind::Id`; the
/// functions check what is no root.
const fn destination(name: &'static str) -> Param {
    Param::new(name, Kind::Text)
}
const fn number(name: &'static str) -> Param {
    Param::new(name, Kind::Integer(0, i64::MAX))
}
const fn visibility() -> Param {
    Param::new("is_public", Kind::Integer(0, 2)).optional()
}
const fn folder_password() -> Param {
    Param::new("access_password", Kind::Md5).optional().secret()
}

const fn row(
    name: &'static str,
    path: &'static str,
    class: Class,
    params: &'static [Param],
) -> Operation {
    Operation {
        host: Host::Giga0,
        name,
        methods: &[Method::Post],
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

/// A row that only the documents of other installs have.
const fn admin(
    name: &'static str,
    path: &'static str,
    class: Class,
    params: &'static [Param],
) -> Operation {
    row(name, path, class, params).attested(Attested::Sibling)
}

pub(super) const AUTHORIZE: Operation = row(
    "authorize",
    "/api/v2/authorize",
    Class::Login,
    &[
        text("key1").optional().secret(),
        text("key2").optional().secret(),
        text("username").optional(),
        text("password").optional().secret(),
    ],
)
.with_auth(Auth::Keys);
pub(super) const DISABLE_ACCESS_TOKEN: Operation = row(
    "disable_access_token",
    "/api/v2/disable_access_token",
    Class::Idempotent,
    &[TOKEN, ACCOUNT],
);
pub(super) const ACCOUNT_INFO: Operation =
    row("account_info", "/api/v2/account/info", Class::Read, &[TOKEN, ACCOUNT]);
pub(super) const ACCOUNT_PACKAGE: Operation =
    row("account_package", "/api/v2/account/package", Class::Read, &[TOKEN, ACCOUNT]);

pub(super) const FILE_UPLOAD: Operation = row(
    "file_upload",
    "/api/v2/file/upload",
    Class::Upload,
    &[
        TOKEN.within(Place::Part),
        ACCOUNT.within(Place::Part),
        Param::new("upload_file", Kind::File).within(Place::Part),
        id("folder_id").within(Place::Part).optional(),
    ],
);
pub(super) const FILE_DOWNLOAD: Operation = row(
    "file_download",
    "/api/v2/file/download",
    Class::Read,
    &[TOKEN, ACCOUNT, id("file_id").optional(), id("short_url").optional()],
);
pub(super) const FILE_URL_UPLOAD_ADD: Operation = row(
    "file_url_upload_add",
    "/api/v2/file/url_upload_add",
    Class::NonIdempotent,
    &[TOKEN, ACCOUNT, text("file_url_base64"), id("folder_id").optional()],
);
pub(super) const FILE_URL_UPLOAD_STATUS: Operation = row(
    "file_url_upload_status",
    "/api/v2/file/url_upload_status",
    Class::Read,
    &[TOKEN, ACCOUNT, number("scheduled_item_id")],
);
pub(super) const FILE_INFO: Operation =
    row("file_info", "/api/v2/file/info", Class::Read, &[TOKEN, ACCOUNT, id("file_id")]);
pub(super) const FILE_EDIT: Operation = row(
    "file_edit",
    "/api/v2/file/edit",
    Class::Idempotent,
    &[
        TOKEN,
        ACCOUNT,
        id("file_id"),
        name("filename").optional(),
        name("fileType").optional(),
        id("folder_id").optional(),
    ],
);
pub(super) const FILE_DELETE: Operation =
    row("file_delete", "/api/v2/file/delete", Class::Idempotent, &[TOKEN, ACCOUNT, id("file_id")]);
pub(super) const FILE_MOVE: Operation = row(
    "file_move",
    "/api/v2/file/move",
    Class::Idempotent,
    &[TOKEN, ACCOUNT, id("file_id"), destination("new_parent_folder_id")],
);
pub(super) const FILE_COPY: Operation = row(
    "file_copy",
    "/api/v2/file/copy",
    Class::NonIdempotent,
    &[TOKEN, ACCOUNT, id("file_id"), destination("copy_to_folder_id")],
);

pub(super) const FOLDER_CREATE: Operation = row(
    "folder_create",
    "/api/v2/folder/create",
    Class::NonIdempotent,
    &[
        TOKEN,
        ACCOUNT,
        name("folder_name"),
        id("parent_id").optional(),
        visibility(),
        folder_password(),
    ],
);
pub(super) const FOLDER_LISTING: Operation = row(
    "folder_listing",
    "/api/v2/folder/listing",
    Class::Read,
    &[TOKEN, ACCOUNT, id("parent_folder_id").optional()],
)
.lists();
pub(super) const FOLDER_INFO: Operation = row(
    "folder_info",
    "/api/v2/folder/info",
    Class::Read,
    &[TOKEN, ACCOUNT, id("parent_folder_id").optional(), id("folder_id").optional()],
);
pub(super) const FOLDER_EDIT: Operation = row(
    "folder_edit",
    "/api/v2/folder/edit",
    Class::Idempotent,
    &[
        TOKEN,
        ACCOUNT,
        id("folder_id"),
        name("folder_name").optional(),
        id("parent_id").optional(),
        visibility(),
        folder_password(),
    ],
);
pub(super) const FOLDER_DELETE: Operation = row(
    "folder_delete",
    "/api/v2/folder/delete",
    Class::Idempotent,
    &[TOKEN, ACCOUNT, id("folder_id")],
);
pub(super) const FOLDER_MOVE: Operation = row(
    "folder_move",
    "/api/v2/folder/move",
    Class::Idempotent,
    &[TOKEN, ACCOUNT, id("folder_id"), destination("new_parent_folder_id")],
);

pub(super) const ACCOUNT_CREATE: Operation = admin(
    "account_create",
    "/api/v2/account/create",
    Class::NonIdempotent,
    &[
        TOKEN,
        name("username"),
        text("password").secret(),
        name("email"),
        number("package_id"),
        Param::new("status", Kind::Choice(STATES)).optional(),
        Param::new("title", Kind::Choice(TITLES)).optional(),
        name("firstname").optional(),
        name("lastname").optional(),
        name("paid_expiry_date").optional(),
    ],
);
pub(super) const ACCOUNT_EDIT: Operation = admin(
    "account_edit",
    "/api/v2/account/edit",
    Class::Idempotent,
    &[
        TOKEN,
        ACCOUNT,
        text("password").secret().optional(),
        name("email").optional(),
        number("package_id").optional(),
        Param::new("status", Kind::Choice(STATES)).optional(),
        Param::new("title", Kind::Choice(TITLES)).optional(),
        name("firstname").optional(),
        name("lastname").optional(),
        name("paid_expiry_date").optional(),
    ],
);
pub(super) const ACCOUNT_DELETE: Operation =
    admin("account_delete", "/api/v2/account/delete", Class::Idempotent, &[TOKEN, ACCOUNT]);
pub(super) const PACKAGE_LISTING: Operation =
    admin("package_listing", "/api/v2/package/listing", Class::Read, &[TOKEN]);

pub(super) const DOWNLOAD_BYTES: Operation = Operation {
    methods: &[Method::Get],
    base: Base::Answer,
    auth: Auth::Url,
    ..row(
        "download_bytes",
        "{data.download_url}",
        Class::Download,
        &[text("Range").within(Place::Header).optional()],
    )
};

pub(super) static OPERATIONS: &[&Operation] = &[
    &AUTHORIZE,
    &DISABLE_ACCESS_TOKEN,
    &ACCOUNT_INFO,
    &ACCOUNT_PACKAGE,
    &FILE_UPLOAD,
    &FILE_DOWNLOAD,
    &FILE_URL_UPLOAD_ADD,
    &FILE_URL_UPLOAD_STATUS,
    &FILE_INFO,
    &FILE_EDIT,
    &FILE_DELETE,
    &FILE_MOVE,
    &FILE_COPY,
    &FOLDER_CREATE,
    &FOLDER_LISTING,
    &FOLDER_INFO,
    &FOLDER_EDIT,
    &FOLDER_DELETE,
    &FOLDER_MOVE,
    &ACCOUNT_CREATE,
    &ACCOUNT_EDIT,
    &ACCOUNT_DELETE,
    &PACKAGE_LISTING,
    &DOWNLOAD_BYTES,
];

/// The calls in which `account_id` is not the caller's but the account that an admin means.
pub(super) fn names_its_target(operation: &Operation) -> bool {
    operation.name == ACCOUNT_EDIT.name || operation.name == ACCOUNT_DELETE.name
}
