//! The tape of a JSON text: one token for every value and key, in the order of the text, and views on it.

use std::cell::Cell;

use serde_json::Number;

/// A JSON text that was read.
pub(crate) struct Document {
    pub(super) text: String,
    /// The texts in which something was escaped, one after the other.
    pub(super) unescaped: String,
    pub(super) tape: Vec<Token>,
}

impl Document {
    /// The value of the whole text.
    pub(crate) fn root(&self) -> Json<'_> {
        Json::new(self, 0)
    }
}

/// Up to so many keys an object is cleared of those that come again. One with more is searched whole.
pub(super) const FEW_KEYS: usize = 32;

/// A place in a text, or where a list ends on the tape and how much it holds.
#[derive(Clone, Copy)]
pub(super) struct Span {
    first: u32,
    second: u32,
}

impl Span {
    /// Both are at most the length of the text, of which four bytes are enough.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn new(first: usize, second: usize) -> Self {
        Self { first: first as u32, second: second as u32 }
    }

    fn first(self) -> usize {
        self.first as usize
    }

    fn second(self) -> usize {
        self.second as usize
    }

    /// Whether this text is there. Most differ in their length, which costs no look at them.
    fn is_in(self, text: &str, wanted: &str) -> bool {
        let bytes = || text.as_bytes().get(self.first()..self.first() + self.second());
        self.second() == wanted.len() && bytes() == Some(wanted.as_bytes())
    }

    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.first()..self.first() + self.second()).unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
pub(super) enum Token {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    /// Start and length in the text.
    Text(Span),
    /// Start and length in what was unescaped.
    Unescaped(Span),
    /// Where it ends, and how many values it has.
    List(Span),
    /// Where it ends, and how many keys it has, each before its value.
    Object(Span),
    /// Start and length in the text, and where its value ends.
    Key(Span, u32),
    /// The same in what was unescaped.
    UnescapedKey(Span, u32),
    /// A key that comes again later, and where its value ends.
    Superseded(u32),
}

impl Token {
    #[allow(clippy::cast_possible_truncation)] // as in a span
    pub(super) fn key(span: Span, end: usize) -> Self {
        Self::Key(span, end as u32)
    }

    #[allow(clippy::cast_possible_truncation)] // as in a span
    pub(super) fn unescaped_key(span: Span, end: usize) -> Self {
        Self::UnescapedKey(span, end as u32)
    }

    /// The same key, counting no more.
    pub(super) fn superseded(self) -> Self {
        match self {
            Self::Key(_, end) | Self::UnescapedKey(_, end) => Self::Superseded(end),
            other => other,
        }
    }

    /// The name of a key and where its value ends.
    pub(super) fn as_key<'a>(self, text: &'a str, unescaped: &'a str) -> Option<(&'a str, usize)> {
        match self {
            Self::Key(span, end) => Some((span.of(text), end as usize)),
            Self::UnescapedKey(span, end) => Some((span.of(unescaped), end as usize)),
            Self::Superseded(end) => Some(("", end as usize)),
            _ => None,
        }
    }
}

/// A value of a document.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a> {
    document: &'a Document,
    at: usize,
}

/// What a value is.
pub(crate) enum Shape<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(&'a str),
    List(List<'a>),
    Object(Object<'a>),
}

impl<'a> Json<'a> {
    fn new(document: &'a Document, at: usize) -> Self {
        Self { document, at }
    }

    fn token(self) -> Token {
        self.document.tape.get(self.at).copied().unwrap_or(Token::Null)
    }

    pub(crate) fn shape(self) -> Shape<'a> {
        match self.token() {
            // A view never stands on a key.
            Token::Null | Token::Key(..) | Token::UnescapedKey(..) | Token::Superseded(_) => {
                Shape::Null
            }
            Token::Bool(flag) => Shape::Bool(flag),
            Token::Unsigned(number) => Shape::Number(number.into()),
            Token::Signed(number) => Shape::Number(number.into()),
            // JSON knows no infinity, so what was read is a number.
            Token::Float(number) => Number::from_f64(number).map_or(Shape::Null, Shape::Number),
            Token::Text(span) => Shape::Text(span.of(&self.document.text)),
            Token::Unescaped(span) => Shape::Text(span.of(&self.document.unescaped)),
            Token::List(span) => Shape::List(List(self.inside(span))),
            Token::Object(span) => Shape::Object(Object(self.inside(span))),
        }
    }

    fn inside(self, span: Span) -> Inside<'a> {
        Inside {
            document: self.document,
            next: self.at + 1,
            end: span.first(),
            count: span.second(),
        }
    }

    /// Where the next value begins.
    fn end(self) -> usize {
        match self.token() {
            Token::List(span) | Token::Object(span) => span.first(),
            _ => self.at + 1,
        }
    }

    /// The value of a key, if this is an object that has it. Of several the last one counts.
    pub(crate) fn get(self, key: &str) -> Option<Json<'a>> {
        self.as_object()?.get(key)
    }

    pub(crate) fn as_object(self) -> Option<Object<'a>> {
        match self.shape() {
            Shape::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(crate) fn as_list(self) -> Option<List<'a>> {
        match self.shape() {
            Shape::List(list) => Some(list),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> Option<&'a str> {
        match self.shape() {
            Shape::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(self) -> Option<bool> {
        match self.token() {
            Token::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    pub(crate) fn as_u64(self) -> Option<u64> {
        match self.token() {
            Token::Unsigned(number) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self.token(), Token::Null)
    }

    pub(crate) fn is_object(self) -> bool {
        matches!(self.token(), Token::Object(_))
    }
}

/// What lies between the ends of a list or an object.
#[derive(Clone, Copy)]
struct Inside<'a> {
    document: &'a Document,
    next: usize,
    end: usize,
    count: usize,
}

impl<'a> Inside<'a> {
    fn take(&mut self) -> Option<Json<'a>> {
        if self.next >= self.end {
            return None;
        }
        let json = Json::new(self.document, self.next);
        self.next = json.end();
        Some(json)
    }
}

/// A list.
#[derive(Clone, Copy)]
pub(crate) struct List<'a>(Inside<'a>);

impl<'a> List<'a> {
    pub(crate) fn is_empty(self) -> bool {
        self.0.count == 0
    }

    pub(crate) fn len(self) -> usize {
        self.0.count
    }

    pub(crate) fn first(self) -> Option<Json<'a>> {
        self.iter().next()
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Json<'a>> {
        let mut inside = self.0;
        std::iter::from_fn(move || inside.take())
    }
}

/// An object.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a>(Inside<'a>);

impl<'a> Object<'a> {
    pub(crate) fn is_empty(self) -> bool {
        self.0.count == 0
    }

    pub(crate) fn len(self) -> usize {
        self.0.count
    }

    /// The value of a key. Of several the last one counts.
    pub(crate) fn get(self, key: &str) -> Option<Json<'a>> {
        self.get_near(&Cell::new(0), key)
    }

    /// The same, first looked for from where the one before was found: who reads an object mostly reads
    /// it in its order.
    pub(crate) fn get_near(self, near: &Cell<usize>, key: &str) -> Option<Json<'a>> {
        let Inside { next: start, end, count, .. } = self.0;
        // Of more keys some may come twice.
        if count > FEW_KEYS {
            return self.find(start, end, key, false);
        }
        let middle = near.get().max(start);
        let found = self.find(middle, end, key, true);
        let found = found.or_else(|| self.find(start, middle, key, true));
        if let Some(value) = found {
            near.set(Json::end(value));
        }
        found
    }

    /// The value of a key between two places, the first or the last.
    fn find(self, from: usize, to: usize, key: &str, first: bool) -> Option<Json<'a>> {
        let document = self.0.document;
        let (mut at, mut found) = (from, None);
        while at < to {
            let (is_it, next) = match document.tape.get(at)? {
                Token::Key(span, next) => (span.is_in(&document.text, key), *next),
                Token::UnescapedKey(span, next) => (span.is_in(&document.unescaped, key), *next),
                Token::Superseded(next) => (false, *next),
                _ => return None,
            };
            if is_it {
                found = Some(Json::new(document, at + 1));
                if first {
                    break;
                }
            }
            at = next as usize;
        }
        found
    }

    pub(crate) fn contains_key(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Every key with its value, in the host's order.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a str, Json<'a>)> {
        let Inside { document, next: mut at, end, .. } = self.0;
        std::iter::from_fn(move || {
            while at < end {
                let value = Json::new(document, at + 1);
                let token = document.tape.get(at)?;
                let (name, next) = token.as_key(&document.text, &document.unescaped)?;
                at = next;
                if !matches!(token, Token::Superseded(_)) {
                    return Some((name, value));
                }
            }
            None
        })
    }
}
