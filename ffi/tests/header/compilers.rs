//! What compilers say of the headers: nothing, in every version of C and C++ that they may meet.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::root;

const WARNINGS: [&str; 7] =
    ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wconversion", "-Wshadow", "-Wundef"];

/// The compilers for C and C++ that go by the options of gcc.
const COMPILERS: [(&str, &str); 2] = [("gcc", "g++"), ("clang", "clang++")];

/// Versions of a language, each with the names it has had.
const C: [&[&str]; 4] = [&["c99"], &["c11"], &["c17"], &["c23", "c2x"]];
const CPP: [&[&str]; 4] = [&["c++11"], &["c++14"], &["c++17"], &["c++20"]];

fn is_there(compiler: &str) -> bool {
    Command::new(compiler).arg("--version").output().is_ok_and(|done| done.status.success())
}

/// What a compiler says of a program: nothing if it takes it.
fn complaints(compiler: &str, language: &str, program: &str, options: &[&str]) -> String {
    let mut running = Command::new(compiler)
        .args(["-x", language, "-S", "-o", "/dev/null", "-I"])
        .arg(root().join("include"))
        .args(options)
        .arg("-")
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    running.stdin.take().unwrap().write_all(program.as_bytes()).unwrap();
    let done = running.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    if done.status.success() && said.is_empty() { String::new() } else { format!("failed: {said}") }
}

/// The option by which a compiler knows a version of a language.
fn standard(compiler: &str, language: &str, names: &[&str]) -> String {
    let mut options = names.iter().map(|name| format!("-std={name}"));
    let known = options.find(|option| complaints(compiler, language, "", &[option]).is_empty());
    known.unwrap_or_else(|| panic!("{compiler} knows none of {names:?}"))
}

/// Every compiler that is there takes this program in each of the versions. Tells what it skips.
fn is_clean(program: &str, language: &str, versions: &[&[&str]]) {
    let mut runs = 0;
    for (for_c, for_cpp) in COMPILERS {
        let compiler = if language == "c" { for_c } else { for_cpp };
        if !is_there(compiler) {
            println!("skipped: {program:?} under {compiler}: it is not installed");
            continue;
        }
        for names in versions {
            let standard = standard(compiler, language, names);
            let mut options = WARNINGS.to_vec();
            options.push(&standard);
            options.extend((language == "c").then_some("-Wstrict-prototypes"));
            let said = complaints(compiler, language, program, &options);
            assert_eq!(said, "", "{compiler} {standard}");
            runs += 1;
        }
    }
    println!("compiled clean: {program:?} {runs} times");
    assert!(runs >= versions.len(), "no compiler at all");
}

#[test]
fn the_header_is_clean_in_every_version_of_c() {
    is_clean("#include <gigahost.h>\nint main(void) { return 0; }\n", "c", &C);
}

#[test]
fn the_header_is_clean_in_every_version_of_cpp() {
    is_clean("#include <gigahost.h>\nint main() { return 0; }\n", "c++", &CPP);
}

#[test]
fn the_wrapper_is_clean_in_every_version_of_cpp_that_it_is_for() {
    is_clean("#include <gigahost.hpp>\nint main() { return 0; }\n", "c++", &CPP[2..]);
}

#[test]
fn the_header_may_be_included_twice_and_before_everything_else() {
    is_clean("#include <gigahost.h>\n#include <gigahost.h>\ngigahost_status s;\n", "c", &C);
}

/// Compilers that call it C23 are rare yet: others are told that they are one.
#[test]
fn enumerations_of_c23_have_their_fixed_type() {
    let program = "#include <gigahost.h>\n\
        _Static_assert(sizeof(enum gigahost_status) == 4, \"a fixed type\");\n\
        gigahost_status s = GIGAHOST_E_AUTH;\n";
    if !is_there("clang") {
        println!("skipped: the enumerations of C23: clang is not installed");
        return;
    }
    let standard = standard("clang", "c", C[3]);
    let claim =
        ["-U__STDC_VERSION__", "-D__STDC_VERSION__=202311L", "-Wno-builtin-macro-redefined"];
    let options = [&[standard.as_str(), "-Wall", "-Wextra", "-Werror"], &claim[..]].concat();
    assert_eq!(complaints("clang", "c", program, &options), "");
}

#[test]
fn a_compiler_that_finds_something_is_noticed() {
    let compiler = if is_there("gcc") { "gcc" } else { "clang" };
    let said = |body: &str| {
        let program = format!("#include <gigahost.h>\nvoid f(void) {{ {body} }}\n");
        complaints(compiler, "c", &program, &["-Wall", "-Wextra", "-Werror"])
    };
    assert_eq!(said("gigahost_free(0);"), "");
    assert!(said("gigahost_version(1);").contains("gigahost_version"));
    assert!(said("gigahost_cancel_new(0, 0);").contains("unused-result"));
}
