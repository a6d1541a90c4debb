//! include/gigahost.h is what the sources say, in the order of the modules of `src/lib.rs`.
//! `GIGAHOST_BLESS=1` rewrites it.

use std::path::{Path, PathBuf};
use std::{env, fs};

mod checks;
mod compilers;
mod declarations;
mod layout;
mod page;
mod sources;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file that is made, as it is committed. Blessing rewrites it.
fn committed(path: &Path, made: &str) -> String {
    if env::var_os("GIGAHOST_BLESS").is_some() {
        // At once: other tests are reading it.
        let new = path.with_extension("new");
        fs::write(&new, made).unwrap();
        fs::rename(&new, path).unwrap();
    }
    fs::read_to_string(path).unwrap_or_default()
}

/// The header that the sources make.
fn header() -> String {
    let modules = sources::modules();
    let sections = page::sections(&modules, &declarations(&modules));
    let tour = fs::read_to_string(root().join("tests/c/tour.c")).unwrap();
    let tour = tour.split_once("// begin\n").unwrap().1.split_once("// end\n").unwrap().0;
    assert!(!tour.contains("/*"), "the tour stands in a comment of the header");
    let quoted: String = tour.trim().lines().map(quoted).collect();
    let part = |name: &str| env::var(name).unwrap().parse::<u32>().unwrap();
    let number = [
        part("CARGO_PKG_VERSION_MAJOR"),
        part("CARGO_PKG_VERSION_MINOR"),
        part("CARGO_PKG_VERSION_PATCH"),
    ]
    .into_iter()
    .fold(0, |number, part| (number << 8) | part);
    include_str!("opening.h")
        .replace(" * @TOUR@\n", &quoted)
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"))
        .replace("@NUMBER@", &format!("0x{number:06x}"))
        .replace("@ABI@", abi())
        .replace("@SECTIONS@\n", &sections)
}

/// The number of the binary interface.
fn abi() -> &'static str {
    let version = include_str!("../../src/version.rs");
    version.split_once("const ABI: u32 = ").unwrap().1.split(';').next().unwrap()
}

fn quoted(line: &str) -> String {
    if line.is_empty() { " *\n".to_owned() } else { format!(" *   {line}\n") }
}

/// What cbindgen finds. Enumerations are arguments as plain integers, so it is told of them.
fn declarations(modules: &[sources::Module]) -> Vec<declarations::Declaration> {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(crate_dir.join("cbindgen.toml")).unwrap();
    config.export.include.extend(modules.iter().flat_map(|module| module.names.clone()));
    let mut raw = Vec::new();
    let builder = cbindgen::Builder::new().with_crate(crate_dir).with_config(config);
    builder.generate().unwrap().write(&mut raw);
    let raw = String::from_utf8(raw).unwrap();
    let raw = raw.split_once("/**").unwrap().1;
    declarations::parse(&format!("/**{raw}"))
}

#[test]
fn r242_the_header_is_what_the_sources_say() {
    let made = header();
    let committed = committed(&root().join("include/gigahost.h"), &made);
    assert!(committed == made, "run GIGAHOST_BLESS=1 cargo test -p gigahost-ffi --test header");
}

#[test]
fn every_function_and_type_of_the_sources_stands_in_one_section() {
    let modules = sources::modules();
    let declarations = declarations(&modules);
    assert!(declarations.len() > 80);
    for declaration in &declarations {
        let sections =
            modules.iter().filter(|module| module.names.contains(&declaration.name)).count();
        assert_eq!(sections, 1, "{}", declaration.name);
    }
    for name in modules.iter().flat_map(|module| &module.names) {
        assert!(declarations.iter().any(|found| found.name == *name), "{name} is not exported");
    }
}

#[test]
fn the_shared_library_is_named_after_the_abi_of_the_header() {
    let name = format!("-soname,libgigahost.so.{}\"", abi());
    assert!(include_str!("../../build.rs").contains(&name), "{name}");
}
