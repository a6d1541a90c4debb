//! The header as it is read: sections, comments and declarations at most 79 columns wide.

use std::collections::HashSet;
use std::fmt::Write;

use crate::declarations::{Declaration, Documented, Kind};
use crate::sources::{Module, NO_GAP};

const WIDTH: usize = 79;

/// The sections, one for each module.
pub(crate) fn sections(modules: &[Module], declarations: &[Declaration]) -> String {
    let mut page = String::new();
    let mut declared = HashSet::new();
    let mut ahead = HashSet::new();
    for module in modules {
        let find = |name: &String| declarations.iter().find(|found| found.name == *name);
        let here: Vec<&Declaration> = module.names.iter().filter_map(find).collect();
        if here.is_empty() {
            continue;
        }
        let title = format!("/* ---- {} ", module.title);
        let _ = writeln!(page, "{title}{} */\n", "-".repeat(WIDTH - 3 - title.len()));
        if !module.introduction.is_empty() {
            let _ = writeln!(page, "{}", comment("/*", "", &module.introduction));
        }
        let needed = needed_ahead(&here, declarations, &mut declared);
        for name in &needed {
            let _ = writeln!(page, "/** Described further down. */");
            let _ = writeln!(page, "typedef struct {name} {name};\n");
        }
        ahead.extend(needed);
        for declaration in here {
            let _ = writeln!(page, "{}", one(declaration, ahead.contains(&declaration.name)));
        }
    }
    page
}

/// The types that a section mentions and a later one describes.
fn needed_ahead(
    here: &[&Declaration],
    all: &[Declaration],
    declared: &mut HashSet<String>,
) -> Vec<String> {
    let mut needed = Vec::new();
    for declaration in here {
        declared.extend(declaration.is_type().then(|| declaration.name.clone()));
        let code = declaration.code();
        for word in code.split(|c: char| !c.is_alphanumeric() && c != '_') {
            let Some(other) = all.iter().find(|other| other.name == word && other.is_type()) else {
                continue;
            };
            if declared.insert(other.name.clone()) {
                let can = matches!(other.kind, Kind::Structure(_) | Kind::Opaque);
                assert!(can, "{word} stands after {}, which needs it", declaration.name);
                needed.push(other.name.clone());
            }
        }
    }
    needed
}

fn one(declaration: &Declaration, named_before: bool) -> String {
    let name = &declaration.name;
    let comment = comment("/**", "", &declaration.comment);
    let code = match &declaration.kind {
        Kind::Enumeration(constants) => {
            format!("GIGAHOST_ENUM({name}) {{\n{}}};\n", rows(constants, ","))
        }
        Kind::Structure(members) if named_before => {
            format!("struct {name} {{\n{}}};\n", rows(members, ";"))
        }
        Kind::Structure(members) => {
            format!("typedef struct {name} {{\n{}}} {name};\n", rows(members, ";"))
        }
        Kind::Opaque if named_before => format!("struct {name};\n"),
        Kind::Opaque => format!("typedef struct {name} {name};\n"),
        Kind::Callback(code) => {
            let (head, parameters) = code.trim_end_matches(')').rsplit_once('(').unwrap();
            call(&format!("{head}("), &parameters.split(", ").collect::<Vec<_>>())
        }
        Kind::Function { head, parameters } => function(head, name, parameters),
    };
    format!("{comment}{code}")
}

fn rows(rows: &[Documented], end: &str) -> String {
    let row = |row: &Documented| {
        format!("{}    {}{end}\n", comment("/**", "    ", &row.comment), row.code)
    };
    rows.iter().map(row).collect()
}

/// A function: on one line if it fits, else its type above its name.
fn function(head: &str, name: &str, parameters: &[String]) -> String {
    let space = if head.ends_with('*') { "" } else { " " };
    let line = format!("{head}{space}{name}({});\n", parameters.join(", "));
    if line.len() <= WIDTH + 1 {
        return line;
    }
    let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
    format!("{head}\n{}", call(&format!("{name}("), &parameters))
}

/// Parameters, filled into lines behind the parenthesis; below it if they are too long for that.
fn call(start: &str, parameters: &[&str]) -> String {
    let room = WIDTH - start.len();
    let longest = parameters.iter().map(|parameter| parameter.len() + 2).max().unwrap_or(0);
    let (mut text, indent) = if longest <= room {
        (start.to_owned(), " ".repeat(start.len()))
    } else {
        (format!("{start}\n    "), "    ".to_owned())
    };
    let mut column = text.lines().last().unwrap_or_default().len();
    for (at, parameter) in parameters.iter().enumerate() {
        let end = if at + 1 == parameters.len() { ");" } else { "," };
        let gap = usize::from(column > indent.len());
        if gap == 1 && column + gap + parameter.len() + end.len() > WIDTH {
            text.push('\n');
            text.push_str(&indent);
            column = indent.len();
        } else if gap == 1 {
            text.push(' ');
            column += 1;
        }
        text.push_str(parameter);
        text.push_str(end);
        column += parameter.len() + end.len();
    }
    text.push('\n');
    text
}

/// A comment: on one line if it fits.
pub(crate) fn comment(open: &str, indent: &str, paragraphs: &[String]) -> String {
    if let [only] = paragraphs {
        let line = format!("{indent}{open} {only} */\n");
        if line.chars().count() <= WIDTH + 1 {
            return line;
        }
    }
    let mut text = format!("{indent}{open}\n");
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let (paragraph, gap) = match paragraph.strip_prefix(NO_GAP) {
            Some(paragraph) => (paragraph, false),
            None => (paragraph.as_str(), at > 0),
        };
        if gap {
            let _ = writeln!(text, "{indent} *");
        }
        for line in filled(paragraph, WIDTH - indent.len() - 3) {
            let _ = writeln!(text, "{indent} * {line}");
        }
    }
    let _ = writeln!(text, "{indent} */");
    text
}

/// A paragraph in lines. Lines of code stay as they are; items of lists hang behind their dash.
fn filled(paragraph: &str, width: usize) -> Vec<String> {
    if paragraph.starts_with("    ") {
        return vec![paragraph.to_owned()];
    }
    let hanging = if paragraph.starts_with("- ") { "  " } else { "" };
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("{hanging}{word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
