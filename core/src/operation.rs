//! Operations: the rows of the hosts' tables.
//!
//! A row determines everything about an operation: which request is built, which arguments are
//! accepted, what is retried after a failure, which values are secret, what the documentation says,
//! and what the tests try.

mod arguments;
pub(crate) mod check;

pub(crate) use arguments::{Argument, Arguments};

use crate::Host;

/// The HTTP method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// HEAD.
    Head,
}

impl Method {
    /// The method as it stands in a request line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Head => "HEAD",
        }
    }
}

/// The class of an operation. It determines clocks, retries and connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Counts as a login at the host: never retried once a byte has been sent.
    Login,
    /// Changes nothing: retried after transient failures.
    Read,
    /// Idempotent.
    Idempotent,
    /// Not idempotent: never retried after the first byte.
    NonIdempotent,
    /// Sends a file.
    Upload,
    /// Receives a file.
    Download,
    /// A WebSocket that stays open.
    Live,
}

/// Where the address of an operation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Base {
    /// The API's origin and the path of the row.
    Api,
    /// A URL in an earlier answer of the host; the row's path names the field in braces.
    Answer,
}

/// The authorisation that an operation needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// Nothing.
    None,
    /// The password of the account.
    Password,
    /// The keys of the account (or, on some installs, its password).
    Keys,
    /// The token of the session.
    Token,
    /// Nothing but the URL, which is a credential itself.
    Url,
}

/// How well a row is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Attested {
    /// By the host's own documentation.
    Documented,
    /// By the documentation of a sibling host or of other installs of the same software.
    Sibling,
    /// By the live service or by a client of it.
    Observed,
}

impl Attested {
    /// The label in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Sibling => "documented (sibling)",
            Self::Observed => "observed",
        }
    }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the URL-encoded body.
    Form,
    /// In the query.
    Query,
    /// In the path.
    Path,
    /// In the JSON body.
    Json,
    /// In a request header.
    Header,
    /// As a part of a multipart body.
    Part,
    /// As the body itself.
    Body,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Any text without NUL.
    Text,
    /// A name: not empty, without CR, LF or NUL.
    Name,
    /// An opaque id: not empty, without commas, blanks and control characters.
    Id,
    /// An integer within bounds, both inclusive.
    Integer(i64, i64),
    /// A boolean; sent as 1 or 0.
    Boolean,
    /// Ids joined by commas, at most this many.
    IdList(usize),
    /// Links joined by commas, at most this many.
    UrlList(usize),
    /// An http or https link of at most 2 KiB.
    Url,
    /// An MD5 in 32 hexadecimal digits; sent in lower case.
    Md5,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A text, or null to remove the value.
    TextOrNull,
    /// The file.
    File,
    /// The bytes of the file.
    Bytes,
}

impl Kind {
    /// The type as the command `endpoints` names it.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Text | Self::Name | Self::Id | Self::Url | Self::Md5 | Self::Choice(_) => {
                "string"
            }
            Self::Integer(..) => "integer",
            Self::Boolean => "boolean",
            Self::IdList(_) => "id-list",
            Self::UrlList(_) => "url-list",
            Self::TextOrNull => "string-or-null",
            Self::File => "file",
            Self::Bytes => "bytes",
        }
    }
}

/// One parameter of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// The name on the wire.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Where it is sent.
    pub place: Place,
    /// Whether the host needs it.
    pub required: bool,
    /// Whether its value must never be shown.
    pub secret: bool,
}

impl Param {
    /// A required form parameter.
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, place: Place::Form, required: true, secret: false }
    }
    pub(crate) const fn optional(mut self) -> Self {
        self.required = false;
        self
    }
    pub(crate) const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }
    pub(crate) const fn within(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

/// One row of a host's table of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The host it belongs to.
    pub host: Host,
    /// Its name, the same in every language.
    pub name: &'static str,
    /// The methods the host takes. The first is the one that is sent.
    pub methods: &'static [Method],
    /// Its path on the API's origin (braces are path parameters), or the field that carries its URL.
    pub path: &'static str,
    /// Where its address comes from.
    pub base: Base,
    /// What kind of work it is.
    pub class: Class,
    /// The authorisation that it needs.
    pub auth: Auth,
    /// Whether it is idempotent.
    pub idempotent: bool,
    /// Its parameters.
    pub params: &'static [Param],
    /// How well it is documented.
    pub attested: Attested,
    /// The document it comes from.
    pub document: &'static str,
    /// Whether it answers with all that a folder holds, however much that is.
    pub lists: bool,
}

impl Operation {
    /// The method that is sent.
    pub fn method(&self) -> Method {
        self.methods.first().copied().unwrap_or(Method::Post)
    }

    /// The row of the parameter with this name.
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.params.iter().find(|param| param.name == name)
    }

    /// `host.operation`, as messages and documentation spell it.
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.host, self.name)
    }

    pub(crate) const fn lists(mut self) -> Self {
        self.lists = true;
        self
    }
    pub(crate) const fn with_auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }
    pub(crate) const fn attested(mut self, attested: Attested) -> Self {
        self.attested = attested;
        self
    }
}
