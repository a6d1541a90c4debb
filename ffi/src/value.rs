//! Documents
//!
//! The results of the hosts' operations differ too much for C structures. They are documents, which
//! are read by paths:
//!
//!     gigahost_value_string(answer, "files.0.name")
//!     gigahost_value_integer(answer, "storage.left", -1)

use std::ffi::{CStr, CString, c_char};
use std::ptr;
use std::sync::OnceLock;

use gigahost::{Answer, HostJson};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::border::{Caller, Fail, Keep, c_string, optional, plain, plant};
use crate::error::gigahost_error;
use crate::status::gigahost_status;

/// The type of a gigahost_value.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_kind {
    /// Absent, or NULL was passed.
    GIGAHOST_NOTHING = 0,
    /// A boolean: gigahost_value_boolean().
    GIGAHOST_BOOLEAN = 1,
    /// An integer: gigahost_value_integer().
    GIGAHOST_INTEGER = 2,
    /// A number with a fraction: gigahost_value_number().
    GIGAHOST_NUMBER = 3,
    /// A string: gigahost_value_string().
    GIGAHOST_STRING = 4,
    /// A list of values: gigahost_value_count(), gigahost_value_item().
    GIGAHOST_LIST = 5,
    /// Named values: gigahost_value_get(), gigahost_value_name().
    GIGAHOST_OBJECT = 6,
}

/// A document: the result of a host's operation, with this library's names and types (sizes and
/// times as integers, identifiers as strings), or the host's own JSON (gigahost_value_host_json()).
///
/// A result of a call, released with gigahost_free(); or part of another result, such as its
/// host_json; or a value inside a document. Values and strings inside a document are released with
/// it.
///
/// The functions take a path: names and list indices, joined by dots, such as "files.0.name"; NULL
/// or "" is the value itself. A NULL value, a path that does not exist and a value of another kind
/// all count as absent, so calls can be chained without checks in between. None of these functions
/// can fail.
pub struct gigahost_value {
    name: Option<CString>,
    content: OnceLock<Content>,
    json: OnceLock<CString>,
    /// What it is read from when somebody asks; only the document of a host's JSON has it.
    source: Option<HostJson>,
    host_json: Option<Box<gigahost_value>>,
}

/// What a value is.
struct Content {
    /// The value itself; of a list or an object only that it is one.
    data: Value,
    text: Option<CString>,
    items: Vec<gigahost_value>,
}

impl gigahost_value {
    /// The document of an answer.
    pub(crate) fn of<T: Serialize>(answer: &Answer<T>) -> Result<Self, Fail> {
        let typed = serde_json::to_value(&**answer)
            .map_err(|_| Fail::internal("an answer cannot be written as a document"))?;
        Ok(Self::with_host_json(typed, answer.host_json()))
    }

    // Not part of `of`, of which every operation has a copy.
    #[inline(never)]
    fn with_host_json(typed: Value, json: &HostJson) -> Self {
        let mut root = Self::new(None, typed);
        root.host_json = Some(Box::new(Self::of_json(json)));
        root
    }

    /// The document of what a host wrote.
    pub(crate) fn of_json(json: &HostJson) -> Self {
        Self {
            name: None,
            content: OnceLock::new(),
            json: OnceLock::new(),
            source: Some(json.clone()),
            host_json: None,
        }
    }

    /// A document of our own making.
    pub(crate) fn from_typed<T: Serialize>(typed: &T) -> Result<Self, Fail> {
        serde_json::to_value(typed)
            .map(|typed| Self::new(None, typed))
            .map_err(|_| Fail::internal("an event cannot be written as a document"))
    }

    fn new(name: Option<&str>, data: Value) -> Self {
        Self {
            name: name.map(c_string),
            content: Content::new(data).into(),
            json: OnceLock::new(),
            source: None,
            host_json: None,
        }
    }

    fn content(&self) -> &Content {
        self.content.get_or_init(|| {
            let text = self.source.as_ref().map(HostJson::text);
            // It was read before, so it can be.
            Content::new(text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default())
        })
    }

    /// As JSON; what a host wrote as it wrote it.
    fn json(&self) -> &CString {
        self.json.get_or_init(|| match &self.source {
            Some(source) => c_string(source.text()),
            None => c_string(&serde_json::to_string(self).unwrap_or_default()),
        })
    }

    fn kind(&self) -> gigahost_kind {
        match &self.content().data {
            Value::Null => gigahost_kind::GIGAHOST_NOTHING,
            Value::Bool(_) => gigahost_kind::GIGAHOST_BOOLEAN,
            Value::Number(number) if number.is_f64() => gigahost_kind::GIGAHOST_NUMBER,
            Value::Number(_) => gigahost_kind::GIGAHOST_INTEGER,
            Value::String(_) => gigahost_kind::GIGAHOST_STRING,
            Value::Array(_) => gigahost_kind::GIGAHOST_LIST,
            Value::Object(_) => gigahost_kind::GIGAHOST_OBJECT,
        }
    }

    fn child(&self, step: &str) -> Option<&Self> {
        let content = self.content();
        match &content.data {
            Value::Array(_) => content.items.get(step.parse::<usize>().ok()?),
            _ => content.items.iter().find(|item| item.name() == step.as_bytes()),
        }
    }

    fn name(&self) -> &[u8] {
        self.name.as_deref().map_or(&[], CStr::to_bytes)
    }

    fn at(&self, path: Option<&str>) -> Option<&Self> {
        match path {
            None | Some("") => Some(self),
            Some(path) => path.split('.').try_fold(self, |value, step| value.child(step)),
        }
    }
}

impl Content {
    /// How deep it may go is limited where the JSON is read.
    fn new(data: Value) -> Self {
        let text = match &data {
            Value::String(text) => Some(c_string(text)),
            Value::Number(number) => Some(c_string(&number.to_string())),
            _ => None,
        };
        let (data, items) = match data {
            Value::Array(items) => {
                let items = items.into_iter().map(|item| gigahost_value::new(None, item));
                (Value::Array(Vec::new()), items.collect())
            }
            Value::Object(fields) => {
                let named = |(name, value): (String, _)| gigahost_value::new(Some(&name), value);
                (Value::Object(Map::new()), fields.into_iter().map(named).collect())
            }
            scalar => (scalar, Vec::new()),
        };
        Self { data, text, items }
    }
}

impl Serialize for gigahost_value {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        let content = self.content();
        match &content.data {
            Value::Array(_) => writer.collect_seq(&content.items),
            Value::Object(_) => writer.collect_map(
                content.items.iter().map(|item| (String::from_utf8_lossy(item.name()), item)),
            ),
            scalar => scalar.serialize(writer),
        }
    }
}

/// The type of the value at `path`: a gigahost_kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_kind(
    value: *const gigahost_value,
    path: *const c_char,
) -> i32 {
    // SAFETY: the pointers are what the header says.
    unsafe { look(value, path, 0, |value| Some(value.kind() as i32)) }
}

/// The value at `path`, or NULL if there is none. It lives as long as the
/// document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_get(
    value: *const gigahost_value,
    path: *const c_char,
) -> *const gigahost_value {
    // SAFETY: the pointers are what the header says.
    unsafe { look(value, path, ptr::null(), |value| Some(ptr::from_ref(value))) }
}

/// The string at `path`, or NULL if there is none. A number is returned as its digits, unchanged.
/// UTF-8; lives as long as the document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_string(
    value: *const gigahost_value,
    path: *const c_char,
) -> *const c_char {
    let text = |value: &gigahost_value| value.content().text.as_ref().map(|text| text.as_ptr());
    // SAFETY: the pointers are what the header says.
    unsafe { look(value, path, ptr::null(), text) }
}

/// The integer at `path`, or `absent` if there is none that fits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_integer(
    value: *const gigahost_value,
    path: *const c_char,
    absent: i64,
) -> i64 {
    // SAFETY: the pointers are what the header says.
    unsafe { look(value, path, absent, |value| value.content().data.as_i64()) }
}

/// The number at `path`, or `absent` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_number(
    value: *const gigahost_value,
    path: *const c_char,
    absent: f64,
) -> f64 {
    // SAFETY: the pointers are what the header says.
    unsafe { look(value, path, absent, |value| value.content().data.as_f64()) }
}

/// The boolean at `path` as 1 or 0, or `absent` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_boolean(
    value: *const gigahost_value,
    path: *const c_char,
    absent: i32,
) -> i32 {
    // SAFETY: the pointers are what the header says.
    unsafe { look(value, path, absent, |value| value.content().data.as_bool().map(i32::from)) }
}

/// The number of values in the list or object at `path`; 0 if it is neither.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_count(
    value: *const gigahost_value,
    path: *const c_char,
) -> usize {
    // SAFETY: the pointers are what the header says.
    unsafe { look(value, path, 0, |value| Some(value.content().items.len())) }
}

/// Value `index`, from 0, of the list or object at `path`; NULL past the end.
/// It lives as long as the document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_item(
    value: *const gigahost_value,
    path: *const c_char,
    index: usize,
) -> *const gigahost_value {
    // SAFETY: the pointers are what the header says.
    unsafe {
        look(value, path, ptr::null(), |value| value.content().items.get(index).map(ptr::from_ref))
    }
}

/// The name of a value in its object; NULL in a list and for a whole document.
/// Lives as long as the document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_name(value: *const gigahost_value) -> *const c_char {
    let name = |value: &gigahost_value| value.name.as_ref().map(|name| name.as_ptr());
    // SAFETY: the pointer is what the header says.
    unsafe { look(value, ptr::null(), ptr::null(), name) }
}

/// A value as JSON text, a whole host_json as the host sent it; NULL for NULL. UTF-8; lives as long
/// as the document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_json(value: *const gigahost_value) -> *const c_char {
    let json = |value: &gigahost_value| Some(value.json().as_ptr());
    // SAFETY: the pointer is what the header says.
    unsafe { look(value, ptr::null(), ptr::null(), json) }
}

/// The host's own response, complete and unmasked, including the fields that this library does not
/// model. It may contain credentials. NULL for a value that is not itself the document returned by
/// a call. Lives as long as that document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_value_host_json(
    value: *const gigahost_value,
) -> *const gigahost_value {
    let host = |value: &gigahost_value| value.host_json.as_deref().map(ptr::from_ref);
    // SAFETY: the pointer is what the header says.
    unsafe { look(value, ptr::null(), ptr::null(), host) }
}

/// # Safety
/// `value` is NULL or a value that was not given back; `path` is NULL or a string.
unsafe fn look<T: Copy, F: FnOnce(&gigahost_value) -> Option<T>>(
    value: *const gigahost_value,
    path: *const c_char,
    absent: T,
    f: F,
) -> T {
    // SAFETY: the caller's promise.
    let found = unsafe {
        plain(None, |from| {
            plant::<F>();
            let value = from.value(value)?;
            let path = from.opt_text("path", path).ok()?;
            value.at(path).and_then(f)
        })
    };
    found.unwrap_or(absent)
}

/// A body that may make a result.
type Body<'a, V> = dyn FnMut(&Caller, &mut Keep) -> Result<Option<V>, Fail> + 'a;

/// Runs the body of a host's operation, whose answer becomes a document.
///
/// # Safety
/// As [`optional`].
pub(crate) unsafe fn answer<T, F>(
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
    f: F,
) -> gigahost_status
where
    T: Serialize,
    F: FnOnce(&Caller) -> Result<Answer<T>, Fail>,
{
    let mut body = Some(f);
    let mut once = |from: &Caller, _: &mut Keep| {
        plant::<F>();
        body.take().map(|f| gigahost_value::of(&f(from)?)).transpose()
    };
    let once: &mut Body<'_, gigahost_value> = &mut once;
    // SAFETY: the caller's promise.
    unsafe { optional(out, error, once) }
}

impl Caller {
    /// A document or a part of one.
    pub(crate) fn value(&self, value: *const gigahost_value) -> Option<&gigahost_value> {
        // SAFETY: NULL, or a value that was not given back, by the caller's promise.
        unsafe { value.as_ref() }
    }
}
