//! Where each declaration stands in the sources: the modules are the sections of the header.

use std::fs;
use std::path::Path;

/// A module of the crate that gives a section of the header.
pub(crate) struct Module {
    pub(crate) title: String,
    /// The paragraphs of its documentation after the title.
    pub(crate) introduction: Vec<String>,
    /// The types, then the functions, each in the order of the source.
    pub(crate) names: Vec<String>,
    pub(crate) text: String,
}

/// The modules in the order of the `mod` lines, each before its children. Those that begin with
/// "(internal)" have no section, but their children may.
pub(crate) fn modules() -> Vec<Module> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    children(&source.join("lib.rs"), &source, &mut found);
    found
}

fn children(file: &Path, folder: &Path, found: &mut Vec<Module>) {
    let text = fs::read_to_string(file).unwrap();
    let names = text.lines().filter_map(|line| {
        line.trim_start_matches("pub(crate) ").strip_prefix("mod ")?.strip_suffix(';')
    });
    for name in names {
        let path = folder.join(format!("{name}.rs"));
        found.extend(module(&path));
        children(&path, &folder.join(name), found);
    }
}

fn module(path: &Path) -> Option<Module> {
    let text = fs::read_to_string(path).unwrap();
    let mut paragraphs = paragraphs(text.lines().map_while(|line| line.strip_prefix("//!")));
    paragraphs.retain(|paragraph| !paragraph.starts_with("(internal)"));
    let (types, functions): (Vec<_>, Vec<_>) =
        text.lines().filter_map(declared).partition(|(_, is_type)| *is_type);
    let names: Vec<String> =
        types.into_iter().chain(functions).map(|(name, _)| name.to_owned()).collect();
    let internal = text.starts_with("//! (internal)") || names.is_empty();
    if internal || paragraphs.is_empty() {
        return None;
    }
    let title = paragraphs.remove(0);
    Some(Module { title, introduction: paragraphs, names, text })
}

/// The name that a line declares for the header, and whether it is that of a type.
fn declared(line: &str) -> Option<(&str, bool)> {
    let types = ["pub enum ", "pub struct ", "pub type "];
    let functions = ["pub unsafe extern \"C\" fn ", "pub extern \"C\" fn "];
    let after = |starts: &[&str]| starts.iter().find_map(|start| line.strip_prefix(start));
    let (rest, is_type) =
        after(&types).map(|rest| (rest, true)).or_else(|| Some((after(&functions)?, false)))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let name = &rest[..end];
    name.starts_with("gigahost_").then_some((name, is_type))
}

/// Begins a paragraph that follows the one before it without an empty line.
pub(crate) const NO_GAP: char = '\0';

/// Joins the lines of a comment to paragraphs. Items of lists and lines that are set in by four
/// spaces stay apart.
pub(crate) fn paragraphs<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // Whether the line before was empty, or code, to which nothing is joined.
    let (mut after_gap, mut after_code) = (true, false);
    for line in lines {
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        if line.is_empty() {
            after_gap = true;
            continue;
        }
        let code = line.starts_with("    ");
        let apart = code || after_code || line.starts_with("- ");
        match found.last_mut() {
            Some(last) if !after_gap && !apart => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            Some(_) if !after_gap => found.push(format!("{NO_GAP}{line}")),
            _ => found.push(line.to_owned()),
        }
        (after_gap, after_code) = (false, code);
    }
    found
}

/// The source of the function of this name: its documentation, head and body.
pub(crate) fn function<'a>(module: &'a Module, name: &str) -> Option<(&'a str, &'a str)> {
    let head = module.text.find(&format!(" fn {name}("))?;
    let start = module.text[..head].rfind("\n\n").map_or(0, |at| at + 2);
    let end = module.text[head..].find("\n}\n").map_or(module.text.len(), |at| head + at);
    Some((&module.text[start..head], &module.text[head..end]))
}
