//! The table of operations, in the order of the host's document.

use crate::Host;
use crate::operation::{Attested, Auth, Base, Class, Kind, Method, Operation, Param, Place};

const DOCUMENT: &str = "rapidgator.net API v2";

const TOKEN: Param = Param::new("token", Kind::Text).secret();
const SORT_COLUMNS: &[&str] = &["name", "created", "size", "nb_downloads"];
const TRASH_COLUMNS: &[&str] = &["name", "created", "size", "delete_time", "nb_downloads"];
const DIRECTIONS: &[&str] = &["ASC", "DESC"];

const fn text(name: &'static str) -> Param {
    Param::new(name, Kind::Text)
}
const fn name(name: &'static str) -> Param {
    Param::new(name, Kind::Name)
}
const fn id(name: &'static str) -> Param {
    Param::new(name, Kind::Id)
}
const fn ids(name: &'static str) -> Param {
    Param::new(name, Kind::IdList(super::IDS_AT_ONCE))
}
const fn count(name: &'static str) -> Param {
    Param::new(name, Kind::Integer(1, i32::MAX as i64)).optional()
}
const fn mode() -> Param {
    Param::new("mode", Kind::Integer(0, 3))
}

const fn row(
    name: &'static str,
    path: &'static str,
    class: Class,
    params: &'static [Param],
) -> Operation {
    Operation {
        host: Host::Rapidgator,
        name,
        methods: &[Method::Post, Method::Get],
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

/// A row for the bytes of a file, at an address that an answer names.
const fn bytes(mut row: Operation, methods: &'static [Method]) -> Operation {
    row.methods = methods;
    row.base = Base::Answer;
    row.auth = Auth::Url;
    row
}

pub(super) const USER_LOGIN: Operation = row(
    "user_login",
    "/api/v2/user/login",
    Class::Login,
    &[text("login"), text("password").secret(), text("code").optional().secret()],
)
.with_auth(Auth::Password)
.attested(Attested::Observed);
pub(super) const USER_INFO: Operation =
    row("user_info", "/api/v2/user/info", Class::Read, &[TOKEN]).attested(Attested::Observed);

pub(super) const FOLDER_CREATE: Operation = row(
    "folder_create",
    "/api/v2/folder/create",
    Class::NonIdempotent,
    &[TOKEN, name("name"), id("folder_id").optional(), id("parent_folder_id").optional()],
);
pub(super) const FOLDER_INFO: Operation =
    row("folder_info", "/api/v2/folder/info", Class::Read, &[TOKEN, id("folder_id").optional()]);
pub(super) const FOLDER_CONTENT: Operation = row(
    "folder_content",
    "/api/v2/folder/content",
    Class::Read,
    &[
        TOKEN,
        id("folder_id").optional(),
        count("page"),
        count("per_page"),
        Param::new("sort_column", Kind::Choice(SORT_COLUMNS)).optional(),
        Param::new("sort_direction", Kind::Choice(DIRECTIONS)).optional(),
    ],
)
.lists();
pub(super) const FOLDER_RENAME: Operation = row(
    "folder_rename",
    "/api/v2/folder/rename",
    Class::Idempotent,
    &[TOKEN, id("folder_id"), name("name")],
);
pub(super) const FOLDER_COPY: Operation = row(
    "folder_copy",
    "/api/v2/folder/copy",
    Class::NonIdempotent,
    &[TOKEN, ids("folder_id"), id("folder_id_dest")],
)
.attested(Attested::Observed);
pub(super) const FOLDER_MOVE: Operation = row(
    "folder_move",
    "/api/v2/folder/move",
    Class::Idempotent,
    &[TOKEN, ids("folder_id"), id("folder_id_dest")],
)
.attested(Attested::Observed);
pub(super) const FOLDER_DELETE: Operation =
    row("folder_delete", "/api/v2/folder/delete", Class::Idempotent, &[TOKEN, ids("folder_id")])
        .attested(Attested::Observed);
pub(super) const FOLDER_CHANGE_MODE: Operation = row(
    "folder_change_mode",
    "/api/v2/folder/change_mode",
    Class::Idempotent,
    &[TOKEN, id("folder_id"), mode()],
)
.attested(Attested::Observed);

pub(super) const FILE_UPLOAD: Operation = row(
    "file_upload",
    "/api/v2/file/upload",
    // It may create the file at once, when the host knows the content.
    Class::NonIdempotent,
    &[
        TOKEN,
        name("name"),
        Param::new("hash", Kind::Md5),
        Param::new("size", Kind::Integer(0, i64::MAX)),
        id("folder_id").optional(),
        Param::new("multipart", Kind::Boolean).optional(),
    ],
);
pub(super) const FILE_UPLOAD_INFO: Operation =
    row("file_upload_info", "/api/v2/file/upload_info", Class::Read, &[TOKEN, id("upload_id")]);
pub(super) const FILE_DOWNLOAD: Operation = row(
    "file_download",
    "/api/v2/file/download",
    Class::Read,
    &[TOKEN, id("file_id"), Param::new("url", Kind::Url).optional()],
);
pub(super) const FILE_INFO: Operation =
    row("file_info", "/api/v2/file/info", Class::Read, &[TOKEN, id("file_id")]);
pub(super) const FILE_RENAME: Operation = row(
    "file_rename",
    "/api/v2/file/rename",
    Class::Idempotent,
    &[TOKEN, id("file_id"), name("name")],
);
pub(super) const FILE_COPY: Operation = row(
    "file_copy",
    "/api/v2/file/copy",
    Class::NonIdempotent,
    &[TOKEN, ids("file_id"), id("folder_id_dest")],
);
pub(super) const FILE_MOVE: Operation = row(
    "file_move",
    "/api/v2/file/move",
    Class::Idempotent,
    &[TOKEN, ids("file_id"), id("folder_id_dest")],
);
pub(super) const FILE_DELETE: Operation =
    row("file_delete", "/api/v2/file/delete", Class::Idempotent, &[TOKEN, ids("file_id")]);
pub(super) const FILE_CHANGE_MODE: Operation = row(
    "file_change_mode",
    "/api/v2/file/change_mode",
    Class::Idempotent,
    &[TOKEN, id("file_id"), mode()],
);
pub(super) const FILE_CHECK_LINK: Operation = row(
    "file_check_link",
    "/api/v2/file/check_link",
    Class::Read,
    &[TOKEN, Param::new("url", Kind::UrlList(super::LINKS_AT_ONCE))],
);
pub(super) const FILE_ONETIMELINK_CREATE: Operation = row(
    "file_onetimelink_create",
    "/api/v2/file/onetimelink_create",
    Class::NonIdempotent,
    &[
        TOKEN,
        id("file_id"),
        Param::new("url", Kind::Url).optional(),
        Param::new("notify", Kind::Boolean).optional(),
    ],
);
pub(super) const FILE_ONETIMELINK_INFO: Operation = row(
    "file_onetimelink_info",
    "/api/v2/file/onetimelink_info",
    Class::Read,
    &[TOKEN, ids("link_id").optional()],
);
pub(super) const FILE_XCOPY: Operation = row(
    "file_xcopy",
    "/api/v2/file/xcopy",
    Class::NonIdempotent,
    &[
        TOKEN,
        id("file_id").optional(),
        Param::new("url", Kind::Url).optional(),
        id("folder_id_dest"),
    ],
)
.attested(Attested::Observed);
pub(super) const FILE_HASHCOPY: Operation = row(
    "file_hashcopy",
    "/api/v2/file/hashcopy",
    Class::NonIdempotent,
    &[TOKEN, Param::new("hash", Kind::Md5), name("name"), id("folder_id_dest")],
)
.attested(Attested::Observed);

pub(super) const TRASHCAN_CONTENT: Operation = row(
    "trashcan_content",
    "/api/v2/trashcan/content",
    Class::Read,
    &[
        TOKEN,
        count("page"),
        count("per_page"),
        Param::new("sort_column", Kind::Choice(TRASH_COLUMNS)).optional(),
        Param::new("sort_direction", Kind::Choice(DIRECTIONS)).optional(),
    ],
)
.attested(Attested::Sibling)
.lists();
pub(super) const TRASHCAN_RESTORE: Operation = row(
    "trashcan_restore",
    "/api/v2/trashcan/restore",
    Class::Idempotent,
    &[TOKEN, ids("file_id").optional()],
)
.attested(Attested::Sibling);
pub(super) const TRASHCAN_EMPTY: Operation = row(
    "trashcan_empty",
    "/api/v2/trashcan/empty",
    Class::Idempotent,
    &[TOKEN, ids("file_id").optional()],
)
.attested(Attested::Sibling);
pub(super) const REMOTE_CREATE: Operation = row(
    "remote_create",
    "/api/v2/remote/create",
    Class::NonIdempotent,
    &[TOKEN, Param::new("url", Kind::UrlList(super::IDS_AT_ONCE)), id("folder_id").optional()],
)
.attested(Attested::Sibling);
pub(super) const REMOTE_INFO: Operation =
    row("remote_info", "/api/v2/remote/info", Class::Read, &[TOKEN, ids("job_id").optional()])
        .attested(Attested::Sibling);
pub(super) const REMOTE_DELETE: Operation =
    row("remote_delete", "/api/v2/remote/delete", Class::Idempotent, &[TOKEN, ids("job_id")])
        .attested(Attested::Sibling);

pub(super) const UPLOAD_BYTES: Operation = bytes(
    row(
        "upload_bytes",
        "{response.upload.url}",
        Class::Upload,
        &[Param::new("file", Kind::File).within(Place::Part)],
    ),
    &[Method::Post],
);
pub(super) const DOWNLOAD_BYTES: Operation = bytes(
    row(
        "download_bytes",
        "{response.download_url}",
        Class::Download,
        &[text("Range").within(Place::Header).optional()],
    ),
    &[Method::Get, Method::Head],
)
.attested(Attested::Observed);

pub(super) static OPERATIONS: &[&Operation] = &[
    &USER_LOGIN,
    &USER_INFO,
    &FOLDER_CREATE,
    &FOLDER_INFO,
    &FOLDER_CONTENT,
    &FOLDER_RENAME,
    &FOLDER_COPY,
    &FOLDER_MOVE,
    &FOLDER_DELETE,
    &FOLDER_CHANGE_MODE,
    &FILE_UPLOAD,
    &FILE_UPLOAD_INFO,
    &FILE_DOWNLOAD,
    &FILE_INFO,
    &FILE_RENAME,
    &FILE_COPY,
    &FILE_MOVE,
    &FILE_DELETE,
    &FILE_CHANGE_MODE,
    &FILE_CHECK_LINK,
    &FILE_ONETIMELINK_CREATE,
    &FILE_ONETIMELINK_INFO,
    &FILE_XCOPY,
    &FILE_HASHCOPY,
    &TRASHCAN_CONTENT,
    &TRASHCAN_RESTORE,
    &TRASHCAN_EMPTY,
    &REMOTE_CREATE,
    &REMOTE_INFO,
    &REMOTE_DELETE,
    &UPLOAD_BYTES,
    &DOWNLOAD_BYTES,
];
