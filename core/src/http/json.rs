//! JSON as the hosts' answers are taken: a key that decides about success or login may not come twice
//! in an object, because readers disagree about which of the two counts.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The keys that decide, at any host. Of all others the last one counts.
const DECIDING: &[&str] = &[
    "status",
    "_status",
    "response_status",
    "success",
    "token",
    "session_id",
    "access_token",
    "account_id",
    "accesstoken",
    "refreshtoken",
];

/// The value of a whole text, if it is one.
pub(crate) fn parse(bytes: &[u8]) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(value)
}

struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Strict)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let twice = DECIDING.contains(&key.as_str()) && fields.contains_key(&key);
            let value = entries.next_value_seed(Strict)?;
            if twice {
                return Err(A::Error::custom("a key that decides comes twice"));
            }
            fields.insert(key, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_is_read_as_it_stands() {
        for text in [
            "null",
            "true",
            "-1",
            "18446744073709551615",
            "1.5",
            "1e3",
            r#""a\u0000\n😀""#,
            "[1,[2],{}]",
            r#"{"a":{"b":[null]},"c":""}"#,
            " {} ",
        ] {
            assert_eq!(parse(text.as_bytes()), serde_json::from_str(text).ok(), "{text}");
        }
        for text in ["", "{", "1 2", "{}x", "nul", "[1,]", "\u{feff}1", "1e999"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn r52_a_second_verdict_or_token_makes_the_whole_unreadable() {
        for key in DECIDING {
            assert_eq!(parse(format!(r#"{{"{key}":1,"{key}":2}}"#).as_bytes()), None, "{key}");
            let nested = format!(r#"{{"response":[{{"{key}":1,"x":2,"{key}":1}}]}}"#);
            assert_eq!(parse(nested.as_bytes()), None, "{key}");
        }
        assert_eq!(parse(br#"{"a":1,"a":2}"#).unwrap()["a"], 2);
        assert!(parse(br#"[{"status":1},{"status":2}]"#).is_some());
    }
}
