//! Reading the hosts' JSON by the tolerance rules: quoted numbers, `[]` for nothing, objects with
//! the keys "0", "1", ... for lists, numbers for ids. What cannot be read names the field only,
//! never its value: it may be a secret.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::{Error, Secret, Status};

/// A typed result together with the host's own JSON, so that fields which the library does not
/// model can be reached. Dereferences to the typed value. `Debug` shows only the typed value.
#[derive(Clone)]
pub struct Answer<T> {
    value: T,
    json: Arc<Value>,
}

impl<T> Answer<T> {
    pub(crate) fn new(value: T, json: Value) -> Self {
        Self { value, json: Arc::new(json) }
    }

    /// The host's own JSON, complete and unmasked. It may contain credentials.
    pub fn json(&self) -> &Value {
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
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    fields: Option<&'a Map<String, Value>>,
}

/// `[]`, `{}`, null and a missing key all mean "none".
fn is_none(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

impl<'a> Node<'a> {
    /// The node of an object. Anything that means "none" becomes a node without fields.
    pub(crate) fn new(value: &'a Value) -> Result<Self, Malformed> {
        match value {
            Value::Object(fields) => Ok(Self { fields: Some(fields) }),
            value if is_none(value) => Ok(Self { fields: None }),
            _ => Err(Malformed::new("an object")),
        }
    }

    /// The raw value of a key; null counts as missing.
    pub(crate) fn raw(&self, key: &str) -> Option<&'a Value> {
        self.fields?.get(key).filter(|value| !value.is_null())
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
        match self.raw(key).filter(|value| !is_none(value)) {
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
        items(value).and_then(|items| objects(&items, read)).map_err(|e| e.under(key))
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &str) -> Result<Vec<String>, Malformed> {
        let Some(value) = self.raw(key) else { return Ok(Vec::new()) };
        let read = |items: Vec<&Value>| {
            items.into_iter().filter_map(|item| text(item).transpose()).collect()
        };
        items(value).and_then(read).map_err(|e| e.under(key))
    }

    fn with<T>(
        &self,
        key: &str,
        read: fn(&Value) -> Result<Option<T>, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        match self.raw(key) {
            Some(value) => read(value).map_err(|e| e.under(key)),
            None => Ok(None),
        }
    }
}

/// The objects of a list, each read; an error names the place in the list.
pub(crate) fn objects<'a, T>(
    items: &[&'a Value],
    read: impl Fn(Node<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let one = |(at, item): (usize, &&'a Value)| {
        Node::new(item).and_then(&read).map_err(|e| e.under(&at.to_string()))
    };
    items.iter().enumerate().map(one).collect()
}

/// The items of a list in any of its forms.
pub(crate) fn items(value: &Value) -> Result<Vec<&Value>, Malformed> {
    match value {
        Value::Array(items) => Ok(items.iter().collect()),
        Value::Null => Ok(Vec::new()),
        Value::Object(fields) if fields.is_empty() => Ok(Vec::new()),
        Value::Object(fields) => {
            let mut numbered = Vec::with_capacity(fields.len());
            for (key, item) in fields {
                let at: usize = key.parse().map_err(|_| Malformed::new("a list"))?;
                numbered.push((at, item));
            }
            numbered.sort_by_key(|(at, _)| *at);
            Ok(numbered.into_iter().map(|(_, item)| item).collect())
        }
        _ => Err(Malformed::new("a list")),
    }
}

pub(crate) fn text(value: &Value) -> Result<Option<String>, Malformed> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        Value::Number(number) if !number.is_f64() => Ok(Some(number.to_string())),
        _ => Err(Malformed::new("a text")),
    }
}

/// The largest whole number that a float holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(crate) fn number(value: &Value) -> Result<Option<i64>, Malformed> {
    let wrong = || Malformed::new("a whole number of 64 bits");
    match value {
        Value::Null => Ok(None),
        Value::String(text) => match text.trim() {
            "" => Ok(None),
            text => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                if plain { text.parse().map(Some).map_err(|_| wrong()) } else { Err(wrong()) }
            }
        },
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
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

pub(crate) fn size(value: &Value) -> Result<Option<u64>, Malformed> {
    match number(value)? {
        Some(number) => u64::try_from(number).map(Some).map_err(|_| Malformed::new("a size")),
        None => Ok(None),
    }
}

pub(crate) fn flag(value: &Value) -> Result<Option<bool>, Malformed> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(flag) => Ok(Some(*flag)),
        Value::Number(number) if number.as_f64() == Some(1.0) => Ok(Some(true)),
        Value::Number(number) if number.as_f64() == Some(0.0) => Ok(Some(false)),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
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
    use serde_json::json;

    fn read<T>(
        value: &Value,
        f: impl FnOnce(Node<'_>) -> Result<T, Malformed>,
    ) -> Result<T, Malformed> {
        Node::new(value).and_then(f)
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
        assert!(size(&json!(-1)).is_err());
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
