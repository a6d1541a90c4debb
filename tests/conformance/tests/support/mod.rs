//! Reading the repository: its files, its lock file, its dependency tree.

// Each test file uses its own part of this.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

fn output_of(command: &mut Command) -> String {
    let output = command.current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every file that is committed or would be, from the root.
pub(crate) fn repository_files() -> Vec<String> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = output_of(Command::new("git").args(arguments));
    let files: BTreeSet<&str> = listed.split('\0').filter(|file| !file.is_empty()).collect();
    files.into_iter().filter(|file| root().join(file).is_file()).map(str::to_owned).collect()
}

/// The text of a file.
pub(crate) fn text_of(file: &str) -> String {
    let text = std::fs::read_to_string(root().join(file));
    text.unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Names and versions in the lock file.
pub(crate) fn locked() -> Vec<(String, String)> {
    let lock = text_of("Cargo.lock");
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.map(|rest| rest.trim_end_matches('"').to_owned())
    };
    let packages: Vec<_> = lock
        .split("[[package]]")
        .skip(1)
        .map(|block| (value(block, "name").unwrap(), value(block, "version").unwrap()))
        .collect();
    assert!(packages.len() > 50);
    packages
}

/// A version as numbers that compare.
pub(crate) fn version(text: &str) -> Vec<u64> {
    let release = text.split(['-', '+']).next().unwrap();
    release.split('.').map(|part| part.parse().unwrap()).collect()
}

/// The lines of `cargo tree`: one crate each, without the branches.
pub(crate) fn cargo_tree(arguments: &[&str]) -> Vec<String> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["tree", "--locked", "--quiet", "--prefix", "none", "--no-dedupe"])
        .args(arguments);
    let tree = output_of(&mut command);
    let lines: BTreeSet<&str> = tree.lines().filter(|line| !line.is_empty()).collect();
    lines.into_iter().map(str::to_owned).collect()
}

/// Whether an SPDX expression can be met with these licences.
pub(crate) fn permits(allowed: &BTreeSet<&str>, expression: &str) -> bool {
    // `MIT/Apache-2.0` is how it was written before SPDX.
    let expression = expression.replace('/', " OR ");
    let alternatives = split_outside(&expression, " OR ");
    if alternatives.len() > 1 {
        return alternatives.iter().any(|part| permits(allowed, part));
    }
    let parts = split_outside(&expression, " AND ");
    if parts.len() > 1 {
        return parts.iter().all(|part| permits(allowed, part));
    }
    let bare = expression.trim();
    match bare.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => permits(allowed, inner),
        None => allowed.contains(bare),
    }
}

/// Splits at a word, but not inside parentheses.
fn split_outside<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && text[at..].starts_with(word) => {
                parts.push(&text[start..at]);
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The targets of Markdown links that are files.
pub(crate) fn links_in(markdown: &str) -> Vec<&str> {
    // What stands between fences is code: every second part.
    let prose = markdown.split("\n```").step_by(2);
    let targets =
        prose.flat_map(|prose| prose.split("](").skip(1)).filter_map(|rest| rest.split(')').next());
    targets.filter(|link| !link.contains("://") && !link.starts_with('#')).collect()
}
