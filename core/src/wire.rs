//! Reading the hosts' JSON by the tolerance rules: quoted numbers, `[]` for nothing, objects with
//! the keys "0", "1", ... for lists, numbers for ids. What cannot be read names the field only,
//! never its value: it may be a secret.

use std::cell::Cell;
use std::fmt;
use std::ops::Deref;

use serde_json::Value;

use crate::json::{HostJson, Json, Object, Shape};
use crate::{Error, Secret, Status};

/// A typed result together with the host's own JSON, so that fields which the library does not
/// model can be reached. Dereferences to the typed value. `Debug` shows only the typed value.
#[derive(Clone)]
pub struct Answer<T> {
    value: T,
    json: HostJson,
}

impl<T> Answer<T> {
    pub(crate) fn new(value: T, json: impl Into<HostJson>) -> Self {
        Self { value, json: json.into() }
    }

    /// The host's own JSON, complete and unmasked. It may contain credentials. Read when it is first
    /// asked for; [`host_json`](Self::host_json) has the text.
    pub fn json(&self) -> &Value {
        self.json.value()
    }

    /// The host's own JSON as the text that it was. It may contain credentials.
    pub fn host_json(&self) -> &HostJson {
        &self.json
    }

    /// The typed value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same JSON under another view.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Answer<U> {
        Answer { value: f(self.value), json: self.json }
    }
}

impl<T> Deref for Answer<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Answer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// A field that is not of the type it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed {
    path: String,
    expected: &'static str,
}

impl Malformed {
    pub(crate) fn new(expected: &'static str) -> Self {
        Self { path: String::new(), expected }
    }

    fn under(mut self, key: &str) -> Self {
        self.path =
            if self.path.is_empty() { key.to_owned() } else { format!("{key}.{}", self.path) };
        self
    }
}

impl From<Malformed> for Error {
    fn from(malformed: Malformed) -> Self {
        let Malformed { path, expected } = malformed;
        let path = if path.is_empty() {
            "the answer".to_owned()
        } else {
            format!("field `{path}` of the answer")
        };
        Error::new(Status::BadAnswer, format!("{path} is not {expected}"))
    }
}

/// An object of an answer.
pub(crate) struct Node<'a> {
    fields: Option<Object<'a>>,
    /// Where the next field is looked for first.
    near: Cell<usize>,
}

/// `[]`, `{}`, null and a missing key all mean "none".
fn is_none(value: Json<'_>) -> bool {
    match value.shape() {
        Shape::Null => true,
        Shape::List(items) => items.is_empty(),
        Shape::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

impl<'a> Node<'a> {
    /// The node of an object. Anything that means "none" becomes a node without fields.
    pub(crate) fn new(value: Json<'a>) -> Result<Self, Malformed> {
        match value.shape() {
            Shape::Object(fields) => Ok(Self { fields: Some(fields), near: Cell::new(0) }),
            _ if is_none(value) => Ok(Self { fields: None, near: Cell::new(0) }),
            _ => Err(Malformed::new("an object")),
        }
    }

    /// The raw value of a key; null counts as missing.
    pub(crate) fn raw(&self, key: &str) -> Option<Json<'a>> {
        self.fields?.get_near(&self.near, key).filter(|value| !value.is_null())
    }

    /// A text; a number becomes decimal text. Empty is absent.
    pub(crate) fn text(&self, key: &str) -> Result<Option<String>, Malformed> {
        self.with(key, text)
    }

    /// The first of several keys that holds a text.
    pub(crate) fn any_text(&self, keys: &[&str]) -> Result<Option<String>, Malformed> {
        for key in keys {
            if let Some(text) = self.text(key)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// A text that must be there.
    pub(crate) fn need_text(&self, key: &str) -> Result<String, Malformed> {
        self.text(key)?.ok_or_else(|| Malformed::new("there").under(key))
    }

    /// A text that is a credential.
    pub(crate) fn secret(&self, key: &str) -> Result<Option<Secret>, Malformed> {
        Ok(self.text(key)?.map(Secret::from))
    }

    /// A whole number, exact.
    pub(crate) fn number(&self, key: &str) -> Result<Option<i64>, Malformed> {
        self.with(key, number)
    }

    /// A size or a count: a whole number that is not negative.
    pub(crate) fn size(&self, key: &str) -> Result<Option<u64>, Malformed> {
        self.with(key, size)
    }

    /// The first of several keys that holds a size.
    pub(crate) fn any_size(&self, keys: &[&str]) -> Result<Option<u64>, Malformed> {
        for key in keys {
            if let Some(size) = self.size(key)? {
                return Ok(Some(size));
            }
        }
        Ok(None)
    }

    /// Yes or no in any of its forms.
    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>, Malformed> {
        self.with(key, flag)
    }

    /// An object.
    pub(crate) fn child<T>(
        &self,
        key: &str,
        read: impl FnOnce(Node<'a>) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        match self.raw(key).filter(|value| !is_none(*value)) {
            Some(value) => Node::new(value).and_then(read).map(Some).map_err(|e| e.under(key)),
            None => Ok(None),
        }
    }

    /// An object that must be there.
    pub(crate) fn need_child<T>(
        &self,
        key: &str,
        read: impl FnOnce(Node<'a>) -> Result<T, Malformed>,
    ) -> Result<T, Malformed> {
        self.child(key, read)?.ok_or_else(|| Malformed::new("an object").under(key))
    }

    /// A list of objects; an object with the keys "0", "1", ... is one too.
    pub(crate) fn list<T>(
        &self,
        key: &str,
        read: impl Fn(Node<'a>) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let Some(value) = self.raw(key) else { return Ok(Vec::new()) };
        objects_of(value, read).map_err(|e| e.under(key))
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &str) -> Result<Vec<String>, Malformed> {
        let Some(value) = self.raw(key) else { return Ok(Vec::new()) };
        let read = |items: Vec<Json<'_>>| {
            items.into_iter().filter_map(|item| text(item).transpose()).collect()
        };
        items(value).and_then(read).map_err(|e| e.under(key))
    }

    fn with<T>(
        &self,
        key: &str,
        read: fn(Json<'_>) -> Result<Option<T>, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        match self.raw(key) {
            Some(value) => read(value).map_err(|e| e.under(key)),
            None => Ok(None),
        }
    }
}

/// The objects of a list in any of its forms, each read; an error names the place in the list.
pub(crate) fn objects_of<'a, T>(
    value: Json<'a>,
    read: impl Fn(Node<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    if let Some(list) = value.as_list() {
        return objects(list.iter(), list.len(), read);
    }
    let items = items(value)?;
    objects(items.iter().copied(), items.len(), read)
}

fn objects<'a, T>(
    items: impl Iterator<Item = Json<'a>>,
    count: usize,
    read: impl Fn(Node<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let mut objects = Vec::with_capacity(count);
    for (at, item) in items.enumerate() {
        let object = Node::new(item).and_then(&read).map_err(|e| e.under(&at.to_string()))?;
        objects.push(object);
    }
    Ok(objects)
}

/// The objects of a list that stands bare or under a name.
pub(crate) fn list_or_named<'a, T>(
    value: Option<Json<'a>>,
    name: &str,
    read: impl Fn(Node<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    match value {
        Some(value) if value.as_list().is_some() => objects_of(value, read),
        Some(value) => Node::new(value)?.list(name, read),
        None => Ok(Vec::new()),
    }
}

/// The items of a list in any of its forms.
pub(crate) fn items(value: Json<'_>) -> Result<Vec<Json<'_>>, Malformed> {
    match value.shape() {
        Shape::List(list) => {
            let mut items = Vec::with_capacity(list.len());
            items.extend(list.iter());
            Ok(items)
        }
        Shape::Null => Ok(Vec::new()),
        Shape::Object(fields) => {
            let mut numbered = Vec::with_capacity(fields.len());
            for (key, item) in fields.iter() {
                let at: usize = key.parse().map_err(|_| Malformed::new("a list"))?;
                numbered.push((at, item));
            }
            // Of a number that comes several times the last one counts.
            numbered.reverse();
            numbered.sort_by_key(|(at, _)| *at);
            numbered.dedup_by_key(|(at, _)| *at);
            Ok(numbered.into_iter().map(|(_, item)| item).collect())
        }
        _ => Err(Malformed::new("a list")),
    }
}

pub(crate) fn text(value: Json<'_>) -> Result<Option<String>, Malformed> {
    match value.shape() {
        Shape::Null => Ok(None),
        Shape::Text(text) => Ok((!text.is_empty()).then(|| text.to_owned())),
        Shape::Number(number) if !number.is_f64() => Ok(Some(number.to_string())),
        _ => Err(Malformed::new("a text")),
    }
}

/// The largest whole number that a float holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(crate) fn number(value: Json<'_>) -> Result<Option<i64>, Malformed> {
    let wrong = || Malformed::new("a whole number of 64 bits");
    match value.shape() {
        Shape::Null => Ok(None),
        Shape::Text(text) => match text.trim() {
            "" => Ok(None),
            text => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                if plain { text.parse().map(Some).map_err(|_| wrong()) } else { Err(wrong()) }
            }
        },
        Shape::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(exact), _) => Ok(Some(exact)),
            #[allow(clippy::cast_possible_truncation)] // whole and within 2^53: exact
            (None, Some(float))
                if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT =>
            {
                Ok(Some(float as i64))
            }
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}

pub(crate) fn size(value: Json<'_>) -> Result<Option<u64>, Malformed> {
    match number(value)? {
        Some(number) => u64::try_from(number).map(Some).map_err(|_| Malformed::new("a size")),
        None => Ok(None),
    }
}

pub(crate) fn flag(value: Json<'_>) -> Result<Option<bool>, Malformed> {
    match value.shape() {
        Shape::Null => Ok(None),
        Shape::Bool(flag) => Ok(Some(flag)),
        Shape::Number(number) if number.as_f64() == Some(1.0) => Ok(Some(true)),
        Shape::Number(number) if number.as_f64() == Some(0.0) => Ok(Some(false)),
        Shape::Text(text) => match text.to_ascii_lowercase().as_str() {
            "" => Ok(None),
            "1" | "true" => Ok(Some(true)),
            "0" | "false" => Ok(Some(false)),
            _ => Err(Malformed::new("yes or no")),
        },
        _ => Err(Malformed::new("yes or no")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;
    use serde_json::json;

    fn read<T>(
        value: &Value,
        f: impl FnOnce(Node<'_>) -> Result<T, Malformed>,
    ) -> Result<T, Malformed> {
        Node::new(Document::of(value).root()).and_then(f)
    }

    fn number(value: &Value) -> Result<Option<i64>, Malformed> {
        super::number(Document::of(value).root())
    }

    fn flag(value: &Value) -> Result<Option<bool>, Malformed> {
        super::flag(Document::of(value).root())
    }

    #[test]
    fn r43_numbers_are_read_in_all_their_forms() {
        for (value, expected) in [
            (json!(12), Some(12)),
            (json!("12"), Some(12)),
            (json!(12.0), Some(12)),
            (json!(1e3), Some(1000)),
            (json!(""), None),
            (json!(null), None),
            (json!("-3"), Some(-3)),
            (json!(i64::MAX), Some(i64::MAX)),
            (json!(i64::MAX.to_string()), Some(i64::MAX)),
        ] {
            assert_eq!(number(&value), Ok(expected), "{value}");
        }
    }

    #[test]
    fn r44_no_number_is_rounded_in_silence() {
        let wide: Value = serde_json::from_str("18446744073709551616").unwrap();
        for value in [
            wide,
            json!(1.5),
            json!("1e999"),
            json!("NaN"),
            json!(u64::MAX),
            json!(9_007_199_254_740_993.5),
            json!(true),
            json!("+5"),
            json!("0x1"),
        ] {
            assert!(number(&value).is_err(), "{value}");
        }
        assert!(size(Document::of(&json!(-1)).root()).is_err());
    }

    #[test]
    fn flags_are_read_in_all_their_forms() {
        for value in [json!(true), json!(1), json!("1"), json!("TRUE"), json!(1.0)] {
            assert_eq!(flag(&value), Ok(Some(true)), "{value}");
        }
        for value in [json!(false), json!(0), json!("0"), json!("False")] {
            assert_eq!(flag(&value), Ok(Some(false)), "{value}");
        }
        assert!(flag(&json!("yes")).is_err());
    }

    #[test]
    fn nothing_comes_in_four_forms() {
        for value in [json!({"file": []}), json!({"file": {}}), json!({"file": null}), json!({})] {
            assert_eq!(
                read(&value, |n| n.child("file", |f| f.need_text("id"))),
                Ok(None),
                "{value}"
            );
            assert_eq!(
                read(&value, |n| n.list("file", |f| f.need_text("id"))),
                Ok(vec![]),
                "{value}"
            );
        }
    }

    #[test]
    fn a_list_may_come_as_a_numbered_object_in_any_order() {
        let value = json!({"jobs": {"10": {"id": 3}, "0": {"id": 1}, "2": {"id": 2}}});
        assert_eq!(
            read(&value, |n| n.list("jobs", |j| j.need_text("id"))),
            Ok(vec!["1".into(), "2".into(), "3".into()])
        );
    }

    #[test]
    fn r54_an_unreadable_secret_is_named_but_not_shown() {
        let value = json!({"response": {"token": {"canary-secret": 1}}});
        let error: Error = read(&value, |n| n.need_child("response", |r| r.need_text("token")))
            .unwrap_err()
            .into();
        assert_eq!(error.message(), "field `response.token` of the answer is not a text");
        assert!(!format!("{error:?}").contains("canary"));
    }
}
