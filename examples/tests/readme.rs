//! The README holds what is true: its programs are files that are compiled and run (the one in Rust by
//! its own test, those in C and C++ by `tests/examples_native.py`, with the line that the README names),
//! and its table is the library's. `GIGAHOST_BLESS=1` writes both anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gigahost::{Capability, Host};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Compares what stands between two marks with what should, or writes it there.
fn check(mark: &str, wanted: &str) {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = readme.split_once(&open).unwrap();
    let (found, after) = rest.split_once(&close).unwrap();
    if std::env::var_os("GIGAHOST_BLESS").is_some() {
        std::fs::write(&path, format!("{before}{open}{wanted}{close}{after}")).unwrap();
    } else {
        assert_eq!(found, wanted, "GIGAHOST_BLESS=1 writes it anew");
    }
}

/// One test, because all parts may be written to the same file.
#[test]
fn r285_the_readme_holds_the_programs_that_run_and_the_table_of_the_library() {
    let programs = [
        ("readme.rs", include_str!("../rust/readme.rs")),
        ("many.rs", include_str!("../rust/many.rs")),
    ];
    for (name, file) in programs {
        let (program, _) = file.split_once("\n#[cfg(test)]").unwrap();
        check(name, &format!("```rust\n{program}```\n"));
    }
    for (name, language) in [("readme", "c"), ("readme", "cpp"), ("many", "c"), ("many", "cpp")] {
        let name = format!("{name}.{language}");
        let path = root().join("examples").join(language).join(&name);
        let program = std::fs::read_to_string(path).unwrap();
        check(&name, &format!("```{language}\n{program}```\n"));
    }
    check("capabilities", &capabilities());
}

#[test]
fn the_program_in_c_has_at_most_25_lines() {
    assert!(include_str!("../c/readme.c").lines().count() <= 25);
}

fn capabilities() -> String {
    let mut table = String::from("| |");
    for host in Host::ALL {
        let _ = write!(table, " {host} |");
    }
    let _ = write!(table, "\n| --- |{}\n", " :-: |".repeat(Host::ALL.len()));
    for capability in Capability::ALL {
        let _ = write!(table, "| `{}` |", capability.name());
        for host in Host::ALL {
            table.push_str(if host.supports(*capability) { " yes |" } else { " |" });
        }
        table.push('\n');
    }
    table
}

#[test]
fn the_commands_of_the_readme_are_the_ones_that_are_tested() {
    // As it was when this was compiled: another test may be writing it.
    let readme = include_str!("../../README.md");
    let block = readme.split("```console\n").nth(1).unwrap().split("```").next().unwrap();
    let commands: Vec<_> = block.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert_eq!(commands, ["cargo run --example quickstart", "tests/run"]);
    assert!(root().join("tests/run").is_file());
    let examples = std::fs::read_to_string(root().join("tests/examples.py")).unwrap();
    assert!(examples.contains("cargo run --example quickstart"));
}
