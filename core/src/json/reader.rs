//! Reads a JSON text onto a tape. A key that decides about success or login may not come twice in an
//! object, because readers disagree about which of the two counts.
//!
//! What answers are full of is read here: short texts and whole numbers. What is rare, `serde_json` reads:
//! other numbers, and texts with characters written as numbers. A test holds that both read the same and
//! refuse the same.

use super::tape::{Document, FEW_KEYS, Span, Token};

/// The key that decides, as one bit. Of all others the last one counts.
fn deciding(key: &str) -> u16 {
    match key {
        "status" => 1,
        "_status" => 1 << 1,
        "response_status" => 1 << 2,
        "success" => 1 << 3,
        "token" => 1 << 4,
        "session_id" => 1 << 5,
        "access_token" => 1 << 6,
        "account_id" => 1 << 7,
        "accesstoken" => 1 << 8,
        "refreshtoken" => 1 << 9,
        _ => 0,
    }
}

/// How many lists and objects may stand in each other.
const DEPTH: usize = 127;

impl Document {
    /// Reads a whole text; gives it back if it is no JSON.
    pub(crate) fn parse(text: Vec<u8>) -> Result<Self, Vec<u8>> {
        Self::read(text, true)
    }

    /// The same where no key decides anything.
    pub(crate) fn parse_message(text: &[u8]) -> Option<Self> {
        Self::read(text.to_vec(), false).ok()
    }

    fn read(text: Vec<u8>, strict: bool) -> Result<Self, Vec<u8>> {
        // Places in the text are kept in four bytes.
        if u32::try_from(text.len()).is_err() {
            return Err(text);
        }
        let text = String::from_utf8(text).map_err(std::string::FromUtf8Error::into_bytes)?;
        let mut reader = Reader {
            text: &text,
            bytes: text.as_bytes(),
            at: 0,
            // As many as listings of these hosts have, or a few more.
            tape: Vec::with_capacity(text.len() / 14 + 16),
            unescaped: String::new(),
            strict,
            // Without an early end, so that many are looked at at once.
            controls: text.bytes().fold(u8::MAX, u8::min) < b' ',
        };
        let read = reader.whole();
        let Reader { tape, unescaped, .. } = reader;
        match read {
            Some(()) => Ok(Self { text, unescaped, tape }),
            None => Err(text.into_bytes()),
        }
    }

    /// A document of a value.
    #[cfg(test)]
    pub(crate) fn of(value: &serde_json::Value) -> Self {
        Self::parse(value.to_string().into()).unwrap_or_default()
    }
}

/// What stands for an answer without any.
impl Default for Document {
    fn default() -> Self {
        Self { text: "null".into(), unescaped: String::new(), tape: vec![Token::Null] }
    }
}

/// Writes the tape. `None` means that the text is no JSON.
struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    tape: Vec<Token>,
    unescaped: String,
    strict: bool,
    /// Whether there is any control character, which only an answer laid out for people has.
    controls: bool,
}

/// Where a text lies: in the source, or in what was unescaped.
#[derive(Clone, Copy)]
enum Place {
    Source(Span),
    Unescaped(Span),
}

impl Reader<'_> {
    fn whole(&mut self) -> Option<()> {
        let first = self.next()?;
        self.value(first, 0)?;
        self.next().is_none().then_some(())?;
        (self.at == self.bytes.len()).then_some(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next byte that is no space; it is not taken.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = self.peek()?;
            if byte > b' ' {
                return Some(byte);
            }
            matches!(byte, b' ' | b'\n' | b'\t' | b'\r').then_some(())?;
            self.at += 1;
        }
    }

    /// Takes a byte that must come next.
    #[inline]
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    /// Takes a comma, or the end of a list or an object. Tells whether it was a comma.
    #[inline]
    fn comma_or(&mut self, end: u8) -> Option<bool> {
        let byte = self.next()?;
        self.at += 1;
        if byte == b',' { Some(true) } else { (byte == end).then_some(false) }
    }

    fn value(&mut self, first: u8, depth: usize) -> Option<()> {
        match first {
            b'"' => {
                self.at += 1;
                let token = match self.string()? {
                    Place::Source(span) => Token::Text(span),
                    Place::Unescaped(span) => Token::Unescaped(span),
                };
                self.tape.push(token);
                Some(())
            }
            b'-' | b'0'..=b'9' => self.number(),
            b'{' if depth < DEPTH => self.object(depth + 1),
            b'[' if depth < DEPTH => self.list(depth + 1),
            b't' => self.word(b"true", Token::Bool(true)),
            b'f' => self.word(b"false", Token::Bool(false)),
            b'n' => self.word(b"null", Token::Null),
            _ => None,
        }
    }

    fn word(&mut self, word: &[u8], token: Token) -> Option<()> {
        self.bytes.get(self.at..)?.starts_with(word).then(|| {
            self.at += word.len();
            self.tape.push(token);
        })
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        let (at, mut count) = (self.open(), 0);
        let mut more = self.next()? != b']';
        self.at += usize::from(!more);
        while more {
            let first = self.next()?;
            self.value(first, depth)?;
            count += 1;
            more = self.comma_or(b']')?;
        }
        self.close(at, Token::List(Span::new(self.tape.len(), count)))
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        let (at, mut count, mut decided, mut seen) = (self.open(), 0, 0, 0);
        let mut more = self.next()? != b'}';
        self.at += usize::from(!more);
        while more {
            self.take(b'"')?;
            let key = self.tape.len();
            let place = self.string()?;
            let name = self.at_place(place);
            let verdict = if self.strict { deciding(name) } else { 0 };
            if decided & verdict != 0 {
                return None;
            }
            decided |= verdict;
            // Most keys differ in this already.
            let mark = mark(name.as_bytes());
            if seen & mark != 0 && count < FEW_KEYS {
                self.supersede(at, place);
            }
            seen |= mark;
            self.tape.push(Token::Null);
            self.take(b':')?;
            let first = self.next()?;
            self.value(first, depth)?;
            let end = self.tape.len();
            self.close(
                key,
                match place {
                    Place::Source(span) => Token::key(span, end),
                    Place::Unescaped(span) => Token::unescaped_key(span, end),
                },
            )?;
            count += 1;
            more = self.comma_or(b'}')?;
        }
        self.close(at, Token::Object(Span::new(self.tape.len(), count)))
    }

    /// Room for the token of a list or an object, which is known when its end is.
    fn open(&mut self) -> usize {
        self.at += 1;
        self.tape.push(Token::Null);
        self.tape.len() - 1
    }

    fn close(&mut self, at: usize, token: Token) -> Option<()> {
        *self.tape.get_mut(at)? = token;
        Some(())
    }

    fn at_place(&self, place: Place) -> &str {
        match place {
            Place::Source(span) => span.of(self.text),
            Place::Unescaped(span) => span.of(&self.unescaped),
        }
    }

    /// Makes an earlier key of the same name in the object that is being read count no more.
    fn supersede(&mut self, object: usize, place: Place) {
        let mut at = object + 1;
        while let Some(token) = self.tape.get(at).copied() {
            let Some((name, next)) = token.as_key(self.text, &self.unescaped) else { return };
            if name == self.at_place(place)
                && let Some(token) = self.tape.get_mut(at)
            {
                *token = token.superseded();
            }
            at = next;
        }
    }

    /// A text, behind its first quotation mark.
    #[inline]
    fn string(&mut self) -> Option<Place> {
        let start = self.at;
        if self.end_of_plain()? == b'"' {
            let span = Span::new(start, self.at - start);
            self.at += 1;
            return Some(Place::Source(span));
        }
        self.escaped(start).map(Place::Unescaped)
    }

    /// Goes to the next quotation mark or backslash. Control characters must not come before it.
    #[inline]
    fn end_of_plain(&mut self) -> Option<u8> {
        let rest = self.bytes.get(self.at..)?;
        let length = memchr::memchr2(b'"', b'\\', rest)?;
        if self.controls && rest.get(..length)?.iter().any(|byte| *byte < b' ') {
            return None;
        }
        self.at += length;
        self.peek()
    }

    /// A text in which something is escaped.
    fn escaped(&mut self, start: usize) -> Option<Span> {
        if self.unescaped.capacity() == 0 {
            // A third of what comes may be such texts: links are, at hosts that escape slashes.
            self.unescaped.reserve((self.bytes.len() - start) / 3);
        }
        let whole = self.unescaped.len();
        let mut plain = start;
        loop {
            let byte = self.peek()?;
            self.unescaped.push_str(self.text.get(plain..self.at)?);
            self.at += 1;
            if byte == b'"' {
                return Some(Span::new(whole, self.unescaped.len() - whole));
            }
            let simple = match self.peek()? {
                b'/' => '/',
                b'"' => '"',
                b'\\' => '\\',
                b'n' => '\n',
                b't' => '\t',
                b'r' => '\r',
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'u' => {
                    self.unescaped.truncate(whole);
                    return self.numbered(start);
                }
                _ => return None,
            };
            self.unescaped.push(simple);
            self.at += 1;
            plain = self.at;
            self.end_of_plain()?;
        }
    }

    /// A text with characters that are written as numbers: a matter of pairs and of what is none.
    fn numbered(&mut self, start: usize) -> Option<Span> {
        self.at = start;
        while self.end_of_plain()? != b'"' {
            // Whatever is escaped takes two places at least.
            self.at += 2;
        }
        self.at += 1;
        let text: String = serde_json::from_str(self.text.get(start - 1..self.at)?).ok()?;
        let span = Span::new(self.unescaped.len(), text.len());
        self.unescaped.push_str(&text);
        Some(span)
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        let bytes = self.bytes;
        let digits = bytes.get(start..).unwrap_or_default().iter();
        let mut number = 0_u64;
        for digit in digits.take(FEW_DIGITS).take_while(|byte| byte.is_ascii_digit()) {
            number = number * 10 + u64::from(digit - b'0');
            self.at += 1;
        }
        let zero_before = bytes.get(start) == Some(&b'0') && self.at > start + 1;
        let more = matches!(self.peek(), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        if self.at == start || zero_before || more {
            return self.any_number(start);
        }
        self.tape.push(Token::Unsigned(number));
        Some(())
    }

    /// A number of any form.
    fn any_number(&mut self, start: usize) -> Option<()> {
        self.at = start;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
            self.at += 1;
        }
        let number: serde_json::Number =
            serde_json::from_str(self.text.get(start..self.at)?).ok()?;
        self.tape.push(match (number.as_u64(), number.as_i64()) {
            (Some(number), _) => Token::Unsigned(number),
            (None, Some(number)) => Token::Signed(number),
            (None, None) => Token::Float(number.as_f64()?),
        });
        Some(())
    }
}

/// As many digits as fit into 64 bits, whichever they are.
const FEW_DIGITS: usize = 19;

/// One bit for a key, the same for the same key.
fn mark(key: &[u8]) -> u64 {
    let ends = |byte: Option<&u8>| byte.map_or(0, |byte| u64::from(*byte));
    let sum = key.len() as u64 * 7 + ends(key.first()) * 3 + ends(key.last());
    1 << (sum % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{HostJson, Json, Shape};
    use serde_json::Value;

    fn parse(text: &[u8]) -> Option<Document> {
        Document::parse(text.to_vec()).ok()
    }

    /// What was read, as the tree that the text is.
    fn tree(json: Json<'_>) -> Value {
        match json.shape() {
            Shape::Null => Value::Null,
            Shape::Bool(flag) => flag.into(),
            Shape::Number(number) => number.into(),
            Shape::Text(text) => text.into(),
            Shape::List(list) => list.iter().map(tree).collect(),
            Shape::Object(object) => {
                object.iter().map(|(key, value)| (key.to_owned(), tree(value))).collect()
            }
        }
    }

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
            r#"["","a","\"","é"]"#,
            "[1,[2],{}]",
            r#"{"a":{"b":[null]},"c":"","\u0064":[[],[{}]],"e":{}}"#,
            " {} ",
        ] {
            let document = parse(text.as_bytes()).unwrap();
            assert_eq!(Some(tree(document.root())), serde_json::from_str(text).ok(), "{text}");
            assert_eq!(HostJson::from(document).text(), text);
        }
        for text in ["", "{", "1 2", "{}x", "nul", "[1,]", "\u{feff}1", "1e999", "{1:2}"] {
            assert!(parse(text.as_bytes()).is_none(), "{text}");
            assert_eq!(Document::parse(text.into()).err(), Some(text.into()), "{text}");
        }
        assert!(parse(b"\"\xff\"").is_none());
    }

    /// Whatever bytes come, they are read as `serde_json` reads them, or refused as it refuses them.
    #[test]
    fn r51_what_is_read_and_what_is_refused_is_what_serde_json_reads_and_refuses() {
        const PIECES: &[&str] = &[
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            " ",
            "\n",
            "\t",
            "\u{1}",
            "\u{7f}",
            "0",
            "1",
            "-",
            "-0",
            "01",
            "1.5",
            "1e3",
            "1E+2",
            "1e999",
            ".5",
            "5.",
            "18446744073709551615",
            "18446744073709551616",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "1234567890123456789",
            "12345678901234567890",
            "true",
            "false",
            "null",
            "nul",
            "truex",
            "\"a\"",
            "\"a\":",
            "\"b\":1,",
            "\"\":2,",
            "\"abcdefgh\"",
            "\"abcdefghijklmnop\\n\"",
            "\"\\u00e9\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\udc00\"",
            "\"\\u12\"",
            "\"\\x\"",
            "\"http:\\/\\/x\\/y\"",
            "\"\\b\\f\\r\\t\\\\\"",
            "é",
            "😀",
            "{\"a\":1,\"a\":2}",
            "{\"\\u0061\":1,\"a\":2,\"a\":[3]}",
            "{\"a\":{},\"b\":[]}",
        ];
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut any = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut read = 0;
        for round in 0..60_000 {
            // Pieces at random are seldom JSON; in a frame they often are.
            let pieces: String = (0..=any(5)).map(|_| PIECES[any(PIECES.len())]).collect();
            let mut text = match round % 4 {
                0 => pieces,
                1 => format!("[{pieces}]"),
                2 => format!(r#"{{"a":{pieces},"b":"x"}}"#),
                _ => format!("[{}]", pieces.replace("}{", "},{").replace("\"\"", "\",\"")),
            }
            .into_bytes();
            if round % 5 == 0 {
                let at = any(text.len());
                text[at] = u8::try_from(any(256)).unwrap();
            }
            let ours = Document::parse_message(&text).map(|document| tree(document.root()));
            let theirs = serde_json::from_slice::<Value>(&text).ok();
            assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(&text));
            read += usize::from(theirs.is_some());
        }
        assert!(read > 5_000, "only {read} of the texts were JSON");
    }

    #[test]
    fn of_a_key_that_comes_again_the_last_counts_however_many_there_are() {
        for keys in [1, 2, 31, 32, 33, 40, 500] {
            let object = |round: usize| {
                let fields = (0..keys).map(|key| format!(r#""k{key}":{}"#, key + round * 1000));
                fields.collect::<Vec<_>>().join(",")
            };
            let text = format!("{{{},{}}}", object(0), object(1));
            let document = parse(text.as_bytes()).unwrap();
            for key in (0..keys).rev() {
                let found = document.root().get(&format!("k{key}")).and_then(Json::as_u64);
                assert_eq!(found, Some(key as u64 + 1000), "of {keys}");
            }
        }
    }

    #[test]
    fn a_key_is_found_behind_whatever_stands_before_it() {
        let text = r#"{"a":[1,{"d":2}],"b":{"d":3},"c":"d","d":4,"\u0065":5}"#;
        let document = parse(text.as_bytes()).unwrap();
        let number = |key: &str| document.root().get(key).and_then(Json::as_u64);
        assert_eq!((number("d"), number("e"), number("f")), (Some(4), Some(5), None));
        assert!(document.root().get("b").unwrap().get("c").is_none());
    }

    #[test]
    fn r52_a_second_verdict_or_token_makes_the_whole_unreadable() {
        let keys = [
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
        for key in keys {
            let twice = format!(r#"{{"{key}":1,"{key}":2}}"#);
            assert!(parse(twice.as_bytes()).is_none(), "{key}");
            assert!(Document::parse_message(twice.as_bytes()).is_some(), "{key}");
            let nested = format!(r#"{{"response":[{{"{key}":1,"x":2,"{key}":1}}]}}"#);
            assert!(parse(nested.as_bytes()).is_none(), "{key}");
            let (first, rest) = key.split_at(1);
            let escaped = format!(
                r#"{{"{key}":1,"\u{:04x}{rest}":2}}"#,
                first.chars().map(u32::from).sum::<u32>()
            );
            assert!(parse(escaped.as_bytes()).is_none(), "{escaped}");
        }
        let twice = parse(br#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(twice.root().get("a").and_then(Json::as_u64), Some(2));
        assert!(parse(br#"[{"status":1},{"status":2}]"#).is_some());
    }
}
