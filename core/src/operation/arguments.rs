//! The arguments of one call, as the typed functions of the hosts collect them.

use std::borrow::Cow;

/// The value of one argument.
#[derive(Clone)]
pub(crate) enum Argument<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Boolean(bool),
    List(Vec<Cow<'a, str>>),
    Null,
}

/// Arguments by name. A value that is absent is not in the list and is not sent.
#[derive(Clone, Default)]
pub(crate) struct Arguments<'a>(Vec<(&'a str, Argument<'a>)>);

impl<'a> Arguments<'a> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn with(mut self, name: &'a str, value: Argument<'a>) -> Self {
        self.0.push((name, value));
        self
    }

    pub(crate) fn text(self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.with(name, Argument::Text(value.into()))
    }

    pub(crate) fn integer(self, name: &'a str, value: impl Into<i64>) -> Self {
        self.with(name, Argument::Integer(value.into()))
    }

    /// A size or count. Values beyond `i64` do not exist at any host: they fall below every bound,
    /// so that the check against the parameter's row refuses them.
    pub(crate) fn size(self, name: &'a str, value: u64) -> Self {
        self.with(name, Argument::Integer(i64::try_from(value).unwrap_or(i64::MIN)))
    }

    pub(crate) fn flag(self, name: &'a str, value: bool) -> Self {
        self.with(name, Argument::Boolean(value))
    }

    pub(crate) fn list<S: AsRef<str>>(self, name: &'a str, items: &'a [S]) -> Self {
        let items = items.iter().map(|item| Cow::Borrowed(item.as_ref())).collect();
        self.with(name, Argument::List(items))
    }

    pub(crate) fn null(self, name: &'a str) -> Self {
        self.with(name, Argument::Null)
    }

    pub(crate) fn opt_text(self, name: &'a str, value: Option<&'a str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    pub(crate) fn opt_integer(self, name: &'a str, value: Option<impl Into<i64>>) -> Self {
        match value {
            Some(value) => self.integer(name, value),
            None => self,
        }
    }

    pub(crate) fn opt_flag(self, name: &'a str, value: Option<bool>) -> Self {
        match value {
            Some(value) => self.flag(name, value),
            None => self,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, &Argument<'a>)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| *known == name)
    }
}
