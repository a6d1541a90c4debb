//! What the header promises to its readers.

use std::collections::HashSet;

use crate::declarations::{Declaration, Documented, Kind};
use crate::sources::{Module, function, modules};
use crate::{declarations, header};

/// The declarations, with the modules they stand in.
fn all() -> (Vec<Module>, Vec<Declaration>) {
    let modules = modules();
    let declarations = declarations(&modules);
    assert!(declarations.len() > 80, "{} declarations", declarations.len());
    (modules, declarations)
}

fn parts(declaration: &Declaration) -> &[Documented] {
    match &declaration.kind {
        Kind::Enumeration(parts) | Kind::Structure(parts) => parts,
        _ => &[],
    }
}

/// Comments that are sentences: they end with a full stop.
fn is_told(comment: &[String]) -> bool {
    let last = comment.last().map_or("", |paragraph| paragraph.trim_end());
    comment.concat().len() > 4 && (last.ends_with('.') || last.starts_with("    "))
}

#[test]
fn no_line_of_the_header_is_wider_than_79_columns() {
    let header = header();
    assert!(header.lines().count() > 1000);
    let wide: Vec<&str> = header.lines().filter(|line| line.chars().count() > 79).collect();
    assert!(wide.is_empty(), "{wide:#?}");
    let untidy = header.lines().find(|line| line.ends_with(' ') || line.contains('\t'));
    assert_eq!(untidy, None);
    assert!(header.is_ascii(), "a character that is not ASCII");
}

#[test]
fn every_function_type_member_and_constant_is_documented() {
    let mut bare = Vec::new();
    for declaration in all().1 {
        if !is_told(&declaration.comment) {
            bare.push(declaration.name.clone());
        }
        let parts = parts(&declaration).iter().filter(|part| !is_told(&part.comment));
        bare.extend(parts.map(|part| format!("{}: {}", declaration.name, part.code)));
    }
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn every_macro_of_the_header_is_documented() {
    let header = header();
    let lines: Vec<&str> = header.lines().collect();
    let mut known = HashSet::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(rest) = line.trim_start_matches('#').trim_start().strip_prefix("define ") else {
            continue;
        };
        let name = rest.split([' ', '(']).next().unwrap();
        assert!(name.starts_with("GIGAHOST_"), "{name}");
        if known.insert(name) && name != "GIGAHOST_H" {
            let before = lines[..at].iter().rev().find(|line| !line.starts_with('#')).unwrap();
            assert!(before.ends_with("*/"), "{name} is not documented");
        }
    }
    assert!(known.len() >= 7, "{known:?}");
}

#[test]
fn functions_and_types_begin_with_the_small_prefix_and_constants_with_the_large_one() {
    let mut names = HashSet::new();
    for declaration in all().1 {
        let name = &declaration.name;
        assert!(name.starts_with("gigahost_") && *name == name.to_lowercase(), "{name}");
        assert!(names.insert(name.clone()), "{name} stands there twice");
        if let Kind::Enumeration(constants) = &declaration.kind {
            for constant in constants {
                let (name, number) = constant.code.split_once(" = ").unwrap();
                assert!(name.starts_with("GIGAHOST_") && name == name.to_uppercase(), "{name}");
                assert!(number.parse::<i32>().is_ok(), "{name} = {number}");
                assert!(names.insert(name.to_owned()), "{name} stands there twice");
            }
        }
    }
}

#[test]
fn every_type_tells_once_who_owns_it() {
    let words = ["released with gigahost_", "Part of a gigahost_", "part of a gigahost_"];
    let mut untold = Vec::new();
    for declaration in all().1 {
        if matches!(declaration.kind, Kind::Structure(_) | Kind::Opaque) {
            let told = declaration.comment.join(" ");
            let lent = told.contains("Valid until");
            if !lent && !words.iter().any(|word| told.contains(word)) {
                untold.push(declaration.name);
            }
        }
    }
    assert!(untold.is_empty(), "{untold:#?}");
}

#[test]
fn what_null_means_is_told_where_it_is_taken() {
    let (modules, declarations) = all();
    let mut untold = Vec::new();
    let mut seen = 0;
    for module in &modules {
        for declaration in declarations.iter().filter(|found| module.names.contains(&found.name)) {
            let Some((_, source)) = function(module, &declaration.name) else { continue };
            let told = declaration.comment.join(" ");
            let takes_null =
                ["from.opt_text(", "from.opt_secret(", "from.upload(", "from.download("];
            let takes_absent = ["opt_number(", "opt_flag("];
            for (takes, word) in [(&takes_null[..], "NULL"), (&takes_absent[..], "-1")] {
                if takes.iter().any(|takes| source.contains(takes)) {
                    seen += 1;
                    if !told.contains(word) {
                        untold.push(format!("{}: {word}", declaration.name));
                    }
                }
            }
        }
    }
    assert!(seen > 10, "{seen} functions take something optional");
    assert!(untold.is_empty(), "{untold:#?}");
}

#[test]
fn an_operation_of_a_host_names_the_document_it_comes_from() {
    let (modules, declarations) = all();
    // As functions call them, and as their documents do.
    let hosts = [
        ("rapidgator", "rapidgator"),
        ("giga0", "giga0"),
        ("uploadgig", "uploadgig"),
        ("gett", "ge.tt"),
        ("gigags", "giga.gs"),
    ];
    let mut untold = Vec::new();
    let mut seen = 0;
    for module in &modules {
        for declaration in declarations.iter().filter(|found| module.names.contains(&found.name)) {
            let rest = declaration.name.trim_start_matches("gigahost_");
            let Some((host, called)) =
                hosts.iter().find(|(host, _)| rest.starts_with(&format!("{host}_")))
            else {
                continue;
            };
            let calls = function(module, &declaration.name)
                .is_some_and(|(_, body)| body.contains(&format!(".{host}()?")));
            if calls {
                seen += 1;
                let told = &declaration.comment[0];
                // An endpoint, or the address that one has handed out.
                let place = told.contains('/') || told.contains("url\" of");
                if !(told.starts_with(called) && place) {
                    untold.push(declaration.name.clone());
                }
            }
        }
    }
    assert!(seen > 70, "{seen} operations");
    assert!(untold.is_empty(), "{untold:#?}");
}
