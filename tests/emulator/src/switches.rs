//! Host switches: each host's table of deviations, and their present values.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use serde_json::Value;

/// What values a switch takes. `null` takes every switch back to its default, and so does `false`
/// unless the switch is on by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `true`.
    Flag,
    /// `true`, which is how the host is from the start, or `false`.
    OnFlag,
    /// An integer.
    Number,
    /// One of these integers.
    NumberOf(&'static [u64]),
    /// Any text.
    Text,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// An object with some of these keys.
    Fields(&'static [&'static str]),
    /// Any JSON value; the effect says which.
    Anything,
}

/// One row of a host's switch table.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// Name, as in the host's emulator profile.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What it does, in one sentence.
    pub effect: &'static str,
}

/// Shorthand for the hosts' tables.
pub(crate) const fn switch(name: &'static str, takes: Takes, effect: &'static str) -> Switch {
    Switch { name, takes, effect }
}

impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("true"),
            Self::OnFlag => f.write_str("true or false"),
            Self::Number => f.write_str("integer"),
            Self::NumberOf(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
                write!(f, "one of {}", numbers.join(", "))
            }
            Self::Text => f.write_str("text"),
            Self::OneOf(words) => write!(f, "one of {}", words.join(", ")),
            Self::Fields(keys) => write!(f, "object with {}", keys.join(", ")),
            Self::Anything => f.write_str("any value"),
        }
    }
}

impl Takes {
    fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Flag | Self::OnFlag => value.is_boolean(),
            Self::Number => value.is_i64() || value.is_u64(),
            Self::NumberOf(numbers) => value.as_u64().is_some_and(|value| numbers.contains(&value)),
            Self::Text => value.is_string(),
            Self::OneOf(words) => value.as_str().is_some_and(|text| words.contains(&text)),
            Self::Fields(keys) => value
                .as_object()
                .is_some_and(|object| object.keys().all(|key| keys.contains(&key.as_str()))),
            Self::Anything => true,
        }
    }
}

#[derive(Debug)]
struct Setting {
    value: Value,
    /// Calls that the switch has seen since it was set.
    seen: u64,
}

/// The present values of one host's switches.
#[derive(Debug)]
pub(crate) struct Switches {
    host: &'static str,
    table: &'static [Switch],
    set: Mutex<HashMap<&'static str, Setting>>,
}

impl Switches {
    pub(crate) fn new(host: &'static str, table: &'static [Switch]) -> Self {
        Self { host, table, set: Mutex::default() }
    }

    pub(crate) fn table(&self) -> &'static [Switch] {
        self.table
    }

    /// Sets a switch, or says why not, naming what there is.
    pub(crate) fn set(&self, name: &str, value: Value) -> Result<(), String> {
        let Some(row) = self.table.iter().find(|row| row.name == name) else {
            let known: Vec<&str> = self.table.iter().map(|row| row.name).collect();
            let known = known.join(", ");
            return Err(format!("{} has no switch `{name}`; it has: {known}", self.host));
        };
        let mut set = self.set.lock().unwrap();
        let back = value.is_null() || (value == false && row.takes != Takes::OnFlag);
        if back {
            set.remove(row.name);
        } else if row.takes.accepts(&value) {
            set.insert(row.name, Setting { value, seen: 0 });
        } else {
            return Err(format!("{} `{name}` takes {}, not {value}", self.host, row.takes));
        }
        Ok(())
    }

    pub(crate) fn reset(&self) {
        self.set.lock().unwrap().clear();
    }

    fn read<T>(&self, name: &str, read: impl FnOnce(&mut Setting) -> T) -> Option<T> {
        // A misspelt name in a host's code would be a switch that never works.
        debug_assert!(self.table.iter().any(|row| row.name == name), "no switch {name}");
        self.set.lock().unwrap().get_mut(name).map(read)
    }

    pub(crate) fn on(&self, name: &str) -> bool {
        self.read(name, |_| ()).is_some()
    }

    pub(crate) fn value(&self, name: &str) -> Option<Value> {
        self.read(name, |setting| setting.value.clone())
    }

    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.value(name)?.as_u64()
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.value(name)?.as_str().map(String::from)
    }

    /// Whether the switch has this word as its value.
    pub(crate) fn is(&self, name: &str, word: &str) -> bool {
        self.value(name).is_some_and(|value| value == word)
    }

    /// A field of a switch that takes an object.
    pub(crate) fn field(&self, name: &str, key: &str) -> Option<Value> {
        self.value(name)?.get(key).cloned()
    }

    pub(crate) fn field_number(&self, name: &str, key: &str) -> Option<u64> {
        self.field(name, key)?.as_u64()
    }

    /// For switches that disturb the first n calls: true n times.
    pub(crate) fn spend(&self, name: &str) -> bool {
        self.read(name, |setting| {
            setting.seen += 1;
            setting.seen <= setting.value.as_u64().unwrap_or(0)
        })
        .unwrap_or(false)
    }

    /// For switches `{op, n}`: true at the n-th call of that operation (any, without `op`) since
    /// the switch was set; without `n` at every call.
    pub(crate) fn nth(&self, name: &str, operation: &str) -> bool {
        self.read(name, |setting| {
            let op = setting.value.get("op").and_then(Value::as_str);
            if op.is_some_and(|op| op != operation && op != "*") {
                return false;
            }
            setting.seen += 1;
            setting.value.get("n").and_then(Value::as_u64).is_none_or(|n| n == setting.seen)
        })
        .unwrap_or(false)
    }
}
