//! Checks arguments against their rows before anything is sent, and brings them into wire form.

use super::{Argument, Arguments, Kind, Operation, Param};
use crate::Error;

/// The longest link that a host is asked to fetch or to check, in bytes.
const URL_LIMIT: usize = 2048;
/// The longest id, in bytes. Real ones have at most 128.
const ID_LIMIT: usize = 512;
/// The longest text of any other argument, in bytes.
const TEXT_LIMIT: usize = 64 * 1024;

/// One checked argument in wire form. `value` is `None` for null.
pub(crate) struct Checked {
    pub param: &'static Param,
    pub value: Option<String>,
}

/// Checks all arguments of a call. Parameters that the session attaches itself (`attached`) may
/// be missing.
pub(crate) fn arguments(
    operation: &Operation,
    arguments: &Arguments<'_>,
    attached: &[&str],
) -> Result<Vec<Checked>, Error> {
    let mut checked = Vec::with_capacity(operation.params.len());
    for (name, value) in arguments.iter() {
        let Some(param) = operation.param(name) else {
            let known: Vec<_> = operation.params.iter().map(|param| param.name).collect();
            return Err(Error::argument(
                name,
                format_args!("is not a parameter; known are {}", known.join(", ")),
            )
            .at(operation.host, operation.name));
        };
        let value = wire_form(param, value).map_err(|e| e.at(operation.host, operation.name))?;
        checked.push(Checked { param, value });
    }
    for param in operation.params {
        let sent_elsewhere = matches!(param.kind, Kind::File | Kind::Bytes)
            || param.place == super::Place::Header
            || attached.contains(&param.name);
        if param.required && !sent_elsewhere && !arguments.has(param.name) {
            return Err(
                Error::argument(param.name, "is required").at(operation.host, operation.name)
            );
        }
    }
    Ok(checked)
}

fn wire_form(param: &Param, value: &Argument<'_>) -> Result<Option<String>, Error> {
    let wrong = |problem: &str| Err(Error::argument(param.name, problem));
    Ok(Some(match (param.kind, value) {
        (Kind::TextOrNull, Argument::Null) => return Ok(None),
        (Kind::Text | Kind::TextOrNull, Argument::Text(text)) => {
            plain(param.name, text)?.to_owned()
        }
        (Kind::Name, Argument::Text(text)) => name(param.name, text)?.to_owned(),
        (Kind::Id, Argument::Text(text)) => id(param.name, text)?.to_owned(),
        (Kind::Url, Argument::Text(text)) => link(param.name, text)?.to_owned(),
        (Kind::Md5, Argument::Text(text)) => {
            if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
                return wrong("must be an MD5 in 32 hexadecimal digits");
            }
            text.to_ascii_lowercase()
        }
        (Kind::Choice(words), Argument::Text(text)) => {
            if !words.contains(&text.as_ref()) {
                return wrong(&format!("must be one of {}", words.join(", ")));
            }
            text.clone().into_owned()
        }
        (Kind::Integer(least, most), Argument::Integer(number)) => {
            if !(least..=most).contains(number) {
                return wrong(&format!("must be between {least} and {most}"));
            }
            number.to_string()
        }
        // The generic call has text only; a number in text is a number.
        (Kind::Integer(..), Argument::Text(text)) => match text.parse() {
            Ok(number) => return wire_form(param, &Argument::Integer(number)),
            Err(_) => return wrong("must be a whole number"),
        },
        (Kind::Boolean, Argument::Boolean(flag)) => String::from(if *flag { "1" } else { "0" }),
        (Kind::Boolean, Argument::Text(text)) => match text.as_ref() {
            "1" | "0" => text.clone().into_owned(),
            _ => return wrong("must be 1 or 0"),
        },
        (Kind::IdList(most), Argument::List(items)) => joined(param.name, items, most, id)?,
        (Kind::UrlList(most), Argument::List(items)) => joined(param.name, items, most, link)?,
        (Kind::IdList(_) | Kind::UrlList(_), Argument::Text(text)) => {
            return wire_form(param, &Argument::List(vec![text.clone()]));
        }
        _ => return wrong(&format!("must be of type {}", param.kind.type_name())),
    }))
}

/// Any text that the wire can carry.
fn plain<'t>(parameter: &str, text: &'t str) -> Result<&'t str, Error> {
    if text.contains('\0') {
        return Err(Error::argument(parameter, "must not contain NUL"));
    }
    if text.len() > TEXT_LIMIT {
        return Err(Error::argument(
            parameter,
            format_args!("must be at most {TEXT_LIMIT} bytes long"),
        ));
    }
    Ok(text)
}

/// A name of a file or folder as it may be sent to a host.
pub(crate) fn name<'t>(parameter: &str, text: &'t str) -> Result<&'t str, Error> {
    if text.is_empty() {
        return Err(Error::argument(parameter, "must not be empty"));
    }
    if text.contains(['\r', '\n', '\0']) {
        return Err(Error::argument(parameter, "must not contain CR, LF or NUL"));
    }
    if text.len() > 4096 {
        return Err(Error::argument(parameter, "must be at most 4096 bytes long"));
    }
    Ok(text)
}

/// An opaque id. A comma would turn one id into a list of several.
pub(crate) fn id<'t>(parameter: &str, text: &'t str) -> Result<&'t str, Error> {
    if text.is_empty() || text == "." || text == ".." {
        return Err(Error::argument(parameter, "must be an id"));
    }
    if text.len() > ID_LIMIT {
        return Err(Error::argument(
            parameter,
            format_args!("must be at most {ID_LIMIT} bytes long"),
        ));
    }
    if text.chars().any(|c| c == ',' || c.is_whitespace() || c.is_control()) {
        return Err(Error::argument(
            parameter,
            "must be one id, without commas, blanks or control characters",
        ));
    }
    Ok(text)
}

/// A link that a host is to fetch, to check or to call.
pub(crate) fn link<'t>(parameter: &str, text: &'t str) -> Result<&'t str, Error> {
    let scheme_ok = ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if !scheme_ok {
        return Err(Error::argument(parameter, "must be an http or https link"));
    }
    if text.len() > URL_LIMIT {
        return Err(Error::argument(
            parameter,
            format_args!("must be at most {URL_LIMIT} bytes long"),
        ));
    }
    if text.chars().any(|c| c.is_control() || c == ' ') {
        return Err(Error::argument(parameter, "must not contain blanks or control characters"));
    }
    Ok(text)
}

fn joined<'t, S: AsRef<str>>(
    parameter: &str,
    items: &'t [S],
    most: usize,
    check: fn(&str, &'t str) -> Result<&'t str, Error>,
) -> Result<String, Error> {
    if items.is_empty() {
        return Err(Error::argument(parameter, "must not be an empty list"));
    }
    if items.len() > most {
        return Err(Error::argument(parameter, format_args!("takes at most {most} at a time")));
    }
    let mut list = String::new();
    for item in items {
        if !list.is_empty() {
            list.push(',');
        }
        // A comma inside a link would break the list; percent-encoded it is the same link.
        list.push_str(&check(parameter, item.as_ref())?.replace(',', "%2C"));
    }
    Ok(list)
}
