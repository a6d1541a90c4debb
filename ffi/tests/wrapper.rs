//! include/gigahost.hpp leads to everything that include/gigahost.h has, and compiles without a
//! warning as every C++ that it promises.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

const STANDARDS: [&str; 2] = ["c++17", "c++20"];
const WARNINGS: [&str; 7] =
    ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror", "-fno-rtti"];

fn include() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../include")
}

/// The headers of the wrapper, as a program includes them.
fn headers() -> Vec<String> {
    let parts = fs::read_dir(include().join("gigahost"))
        .unwrap()
        .map(|part| format!("gigahost/{}", part.unwrap().file_name().into_string().unwrap()));
    let mut headers: Vec<_> = parts.chain(["gigahost.hpp".to_owned()]).collect();
    headers.sort();
    headers
}

/// The code of a header without its comments.
fn code(header: &str) -> String {
    let text = fs::read_to_string(include().join(header)).unwrap();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.to_lowercase().starts_with("gigahost_")).map(str::to_owned).collect()
}

/// The C header without its comments.
fn c_header() -> String {
    let text = fs::read_to_string(include().join("gigahost.h")).unwrap();
    let pieces = text.split("/*").enumerate();
    pieces
        .map(|(at, piece)| if at == 0 { piece } else { piece.split_once("*/").unwrap().1 })
        .collect()
}

/// The names that stand before an opening parenthesis at which a declaration begins.
fn functions(header: &str) -> BTreeSet<String> {
    let heads = header.split(';').filter(|part| part.contains("GIGAHOST_API"));
    heads
        .filter_map(|part| part.split_once('(').map(|(head, _)| head))
        .filter_map(|head| head.rsplit([' ', '*', '\n']).next().map(str::to_owned))
        .filter(|name| name.starts_with("gigahost_"))
        .collect()
}

#[test]
fn every_function_of_the_c_header_is_called_by_the_wrapper() {
    let functions = functions(&c_header());
    assert!(functions.len() > 150, "{}", functions.len());
    let called: BTreeSet<_> = headers().iter().flat_map(|header| words(&code(header))).collect();
    let missing: Vec<_> = functions.difference(&called).collect();
    assert!(missing.is_empty(), "no function of include/gigahost/*.hpp calls {missing:?}");
    println!("functions behind the C++ wrapper: {}", functions.len());
}

/// The names in the braces of what begins so: constants of enumerations, members of structs.
fn inside_braces(header: &str, opens: &str) -> BTreeSet<String> {
    let bodies = header
        .split(opens)
        .skip(1)
        .filter_map(|part| part.split_once('{'))
        .filter(|(head, _)| !head.contains(';'))
        .filter_map(|(_, part)| part.split_once('}'));
    let lines = bodies.flat_map(|(body, _)| body.lines().collect::<Vec<_>>());
    let names = lines.filter_map(|line| {
        let line = line.trim().trim_end_matches([',', ';']);
        let name = line.split(" = ").next()?.rsplit([' ', '*']).next()?;
        (!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
            .then(|| name.to_owned())
    });
    names.collect()
}

#[test]
fn every_constant_of_the_c_header_has_its_enumerator() {
    let header = c_header();
    let constants: BTreeSet<_> = inside_braces(&header, "\nGIGAHOST_ENUM(gigahost_")
        .into_iter()
        .filter(|name| name.starts_with("GIGAHOST_"))
        .collect();
    assert!(constants.len() > 120, "{}", constants.len());
    let text = code("gigahost/constants.hpp") + &code("gigahost/status.hpp");
    let missing: Vec<_> = constants.difference(&words(&text)).cloned().collect();
    assert!(missing.is_empty(), "not in include/gigahost/constants.hpp or status.hpp: {missing:?}");
}

#[test]
fn every_member_of_a_result_has_its_accessor() {
    let members = inside_braces(&c_header(), "typedef struct gigahost_");
    assert!(members.len() > 60, "{members:?}");
    let text: String = ["error", "results", "callbacks", "queue"]
        .iter()
        .map(|part| code(&format!("gigahost/{part}.hpp")))
        .collect();
    let reached = |name: &String| {
        ["::", "->", "."].iter().any(|before| {
            text.match_indices(&format!("{before}{name}")).any(|(at, found)| {
                !text[at + found.len()..]
                    .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            })
        })
    };
    let missing: Vec<_> = members.iter().filter(|name| !reached(name)).collect();
    assert!(missing.is_empty(), "no accessor in include/gigahost/results.hpp: {missing:?}");
}

/// The compilers that are there; one must be. First the one that precompiles fast.
fn compilers() -> Vec<&'static str> {
    let is_there = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    let found: Vec<_> = ["clang++", "g++"].into_iter().filter(is_there).collect();
    assert!(!found.is_empty(), "no C++ compiler");
    found
}

/// Has a compiler take a file. Answers what it says if it does not.
fn complaint_about(mut compiler: Command, source: &Path) -> Option<String> {
    let include = format!("-I{}", include().display());
    let done = compiler.args(WARNINGS).arg(include).arg(source).output().unwrap();
    (!done.status.success()).then(|| String::from_utf8_lossy(&done.stderr).into_owned())
}

/// Has a compiler take lines that include these headers, which it reads from its standard input.
/// Answers what it says if it does not.
fn complaint(mut compiler: Command, headers: &[&str]) -> Option<String> {
    let mut running = compiler
        .args(WARNINGS)
        .arg(format!("-I{}", include().display()))
        .arg("-")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut program = running.stdin.take().unwrap();
    for header in headers {
        writeln!(program, "#include <{header}>").unwrap();
    }
    drop(program);
    let done = running.wait_with_output().unwrap();
    (!done.status.success()).then(|| String::from_utf8_lossy(&done.stderr).into_owned())
}

fn checking(compiler: &str, standard: &str) -> Command {
    let mut command = Command::new(compiler);
    command.args(["-fsyntax-only", "-x", "c++", &format!("-std={standard}")]);
    command
}

#[test]
fn the_wrapper_compiles_without_a_warning_as_every_standard() {
    let compilers = compilers();
    for compiler in &compilers {
        for standard in STANDARDS {
            // The test below compiles each part so.
            if (*compiler, standard) != (compilers[0], STANDARDS[0]) {
                let said = complaint(checking(compiler, standard), &["gigahost.hpp"]);
                assert_eq!(said, None, "{compiler} {standard}");
            }
        }
    }
}

/// Parts that many others begin with, the largest first.
const BASES: [&str; 2] = ["gigahost/operations.hpp", "gigahost/text.hpp"];

/// Whether a header includes a part of the wrapper, itself or through another.
fn leads_to(header: &str, part: &str) -> bool {
    let text = code(header);
    let lines = text.lines().filter_map(|line| line.strip_prefix("#include \""));
    let mut names = lines.filter_map(|line| Path::new(line.split('"').next()?).file_name());
    names.any(|name| {
        let included = format!("gigahost/{}", name.to_str().unwrap());
        included == part || included != "gigahost/gigahost.h" && leads_to(&included, part)
    })
}

#[test]
fn each_part_of_the_wrapper_includes_what_it_needs() {
    let compiler = compilers()[0];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("wrapper-{}", process::id()));
    let (bases, parts): (Vec<_>, Vec<_>) =
        headers().into_iter().partition(|header| BASES.contains(&header.as_str()));
    assert_eq!(bases.len(), BASES.len());
    for header in &bases {
        let precompiled = folder.join(format!("{header}.gch"));
        fs::create_dir_all(precompiled.parent().unwrap()).unwrap();
        // What is precompiled, and what is left if the compiler does not take that. Twice: the guards
        // hold, too. A file, because g++ does not precompile what it reads from its standard input.
        let source = folder.join(header);
        fs::write(&source, format!("#include <{header}>\n#include <{header}>\n")).unwrap();
        let mut command = Command::new(compiler);
        command.args(["-x", "c++-header", &format!("-std={}", STANDARDS[0]), "-o"]);
        command.arg(precompiled);
        assert_eq!(complaint_about(command, &source), None, "{header}");
    }
    for header in &parts {
        let mut command = checking(compiler, STANDARDS[0]);
        // A part that includes a base has nothing before it but the standard library: to read the
        // base in its compiled form changes nothing but the time that it takes.
        if let Some(base) = BASES.iter().find(|base| leads_to(header, base)) {
            command.arg("-include").arg(folder.join(base));
        }
        // Twice: the guards hold, too.
        assert_eq!(complaint(command, &[header, header]), None, "{header}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_parts_of_the_wrapper_are_short_and_their_names_are_documented() {
    for header in headers() {
        let text = fs::read_to_string(include().join(&header)).unwrap();
        assert!(text.lines().count() <= 400, "{header} is too long");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{header} is too wide");
        // What stands in a namespace `detail` is nobody's business but ours.
        let mut is_ours = false;
        let mut before = "";
        for line in text.lines() {
            is_ours = (is_ours || line == "namespace detail {") && line != "} // namespace detail";
            let opens = ["class ", "struct ", "enum class "].iter().any(|w| line.starts_with(w));
            if opens && !is_ours && !line.ends_with(';') {
                assert!(before.starts_with("///"), "{header}: {line}");
            }
            before = line;
        }
    }
}
