//! What cbindgen writes, taken apart into declarations.

use crate::sources::paragraphs;

/// A comment and what it is about.
#[derive(Clone, Debug)]
pub(crate) struct Documented {
    pub(crate) comment: Vec<String>,
    pub(crate) code: String,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// Its constants: "NAME = 1".
    Enumeration(Vec<Documented>),
    /// Its members: "const char *name".
    Structure(Vec<Documented>),
    /// A type that only the library looks into.
    Opaque,
    /// The declaration without the semicolon, on one line.
    Callback(String),
    /// Attributes and type, and the parameters.
    Function { head: String, parameters: Vec<String> },
}

#[derive(Debug)]
pub(crate) struct Declaration {
    pub(crate) comment: Vec<String>,
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

impl Declaration {
    pub(crate) fn is_type(&self) -> bool {
        !matches!(self.kind, Kind::Function { .. })
    }

    /// All code in it, in which the names of other types may stand.
    pub(crate) fn code(&self) -> String {
        match &self.kind {
            Kind::Enumeration(_) | Kind::Opaque => String::new(),
            Kind::Structure(members) => {
                members.iter().flat_map(|member| [member.code.as_str(), "; "]).collect()
            }
            Kind::Callback(code) => code.clone(),
            Kind::Function { head, parameters } => format!("{head} ({})", parameters.join(", ")),
        }
    }
}

/// Takes the text of a header apart. Every declaration must have a comment; typedefs without one
/// only repeat the name of an enumeration.
pub(crate) fn parse(text: &str) -> Vec<Declaration> {
    // Every tag has a typedef of the same name.
    let text = text.replace("const struct ", "const ").replace("(struct ", "(");
    let text = text.replace(", struct ", ", ");
    let mut found = Vec::new();
    let mut lines = text.lines().filter(|line| !line.starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        let comment = match line {
            "" => continue,
            "/**" => comment(&mut lines),
            _ => panic!("not documented: {line}"),
        };
        let mut code = Vec::new();
        let mut depth = 0_i32;
        for line in lines.by_ref() {
            let is_comment = line.trim_start().starts_with(['/', '*']);
            if !is_comment {
                let count = |c| i32::try_from(line.matches(c).count()).unwrap();
                depth += count('{') - count('}');
            }
            code.push(line);
            if depth == 0 && !is_comment && line.ends_with(';') {
                break;
            }
        }
        found.push(declaration(comment, &code));
        // What cbindgen puts behind an enumeration, for the sake of old C.
        while lines.peek().is_some_and(|line| line.starts_with("typedef ")) && is_enumeration(&code)
        {
            lines.next();
        }
    }
    found
}

fn is_enumeration(code: &[&str]) -> bool {
    code.first().is_some_and(|line| line.starts_with("enum "))
}

fn comment<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<String> {
    let inside = lines.map(str::trim_start).take_while(|line| *line != "*/");
    let inside: Vec<&str> = inside.map(|line| line.trim_start_matches('*')).collect();
    paragraphs(inside.into_iter())
}

fn declaration(comment: Vec<String>, code: &[&str]) -> Declaration {
    let first = code[0];
    if is_enumeration(code) {
        let name = first.split_whitespace().nth(1).unwrap().to_owned();
        return Declaration { comment, name, kind: Kind::Enumeration(inside(code, ',')) };
    }
    if first.starts_with("typedef struct") && first.ends_with('{') {
        let name = first.split_whitespace().nth(2).unwrap().to_owned();
        return Declaration { comment, name, kind: Kind::Structure(inside(code, ';')) };
    }
    let joined = code.join(" ");
    let joined = joined.split_whitespace().collect::<Vec<_>>().join(" ");
    let joined = joined.trim_end_matches(';').replace("( ", "(");
    if joined.starts_with("typedef struct") {
        let name = joined.rsplit(' ').next().unwrap().to_owned();
        return Declaration { comment, name, kind: Kind::Opaque };
    }
    if let Some((_, rest)) = joined.split_once("(*") {
        let name = rest.split(')').next().unwrap().to_owned();
        return Declaration { comment, name, kind: Kind::Callback(joined) };
    }
    let (before, parameters) = joined.trim_end_matches(')').split_once('(').unwrap();
    let name_at = before.rfind([' ', '*']).unwrap() + 1;
    let kind = Kind::Function {
        head: before[..name_at].trim_end().to_owned(),
        parameters: parameters.split(", ").map(str::to_owned).collect(),
    };
    Declaration { comment, name: before[name_at..].to_owned(), kind }
}

/// The members of a structure or the constants of an enumeration.
fn inside(code: &[&str], end: char) -> Vec<Documented> {
    let mut lines = code.iter().skip(1).map(|line| line.trim());
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line == "/**" {
            let comment = comment(&mut lines);
            let code = lines.next().unwrap().trim_end_matches(end).to_owned();
            found.push(Documented { comment, code });
        } else {
            let is_frame = line.contains(['{', '}']) || line == ": int32_t";
            assert!(is_frame, "not documented: {line}");
        }
    }
    found
}
