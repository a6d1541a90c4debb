//! The project's own promises: what it is built from, what its sources may not do, and what must not
//! stand in the repository.

mod support;

use std::collections::BTreeSet;

use support::{cargo_tree, links_in, locked, repository_files, root, text_of, version};

/// Versions below these have known weaknesses, or lack what the library relies on.
const FLOORS: [(&str, &str); 9] = [
    ("ureq", "3.5.1"),
    ("rustls", "0.23.18"),
    ("rustls-webpki", "0.103.13"),
    ("ring", "0.17.12"),
    ("pyo3", "0.29.0"),
    ("crossbeam-channel", "0.5.15"),
    ("idna", "1.0.0"),
    ("bytes", "1.11.1"),
    ("time", "0.3.47"),
];

/// The only code of others that runs inside the compiler when the library is built; thiserror comes
/// with the sockets of ge.tt's Live.
const PROC_MACROS: [&str; 2] = ["serde_derive", "thiserror-impl"];

/// Ways to panic that the core denies itself.
const DENIED: [&str; 5] =
    ["unwrap_used", "expect_used", "panic", "indexing_slicing", "unreachable"];

#[test]
fn r271_every_licence_is_one_that_deny_toml_allows() {
    let deny = text_of("deny.toml");
    let allowed = deny.split("allow = [").nth(1).and_then(|rest| rest.split(']').next()).unwrap();
    let allowed: BTreeSet<&str> = allowed.split('"').skip(1).step_by(2).collect();
    let crates = cargo_tree(&["--workspace", "--format", "{p}|{l}"]);
    assert!(crates.len() > 50, "{crates:?}");
    for line in &crates {
        let (name, licence) = line.split_once('|').unwrap();
        assert!(support::permits(&allowed, licence), "{name} is under {licence:?}");
    }
}

#[test]
fn r271_crates_come_from_crates_io_and_none_is_banned() {
    let lock = text_of("Cargo.lock");
    for source in lock.lines().filter(|line| line.starts_with("source = ")) {
        assert_eq!(source, "source = \"registry+https://github.com/rust-lang/crates.io-index\"");
    }
    let deny = text_of("deny.toml");
    let banned: Vec<&str> = deny
        .lines()
        .filter_map(|line| line.split("crate = \"").nth(1)?.split('"').next())
        .collect();
    assert!(banned.contains(&"openssl") && banned.contains(&"native-tls"), "{banned:?}");
    for (name, _) in locked() {
        assert!(!banned.contains(&name.as_str()), "{name} is banned");
    }
}

#[test]
fn r272_no_crate_is_below_its_floor() {
    let locked = locked();
    for (name, floor) in FLOORS {
        for (_, found) in locked.iter().filter(|(locked, _)| locked == name) {
            assert!(version(found) >= version(floor), "{name} {found} is below {floor}");
        }
    }
    for needed in ["ureq", "rustls", "rustls-webpki", "ring"] {
        assert!(locked.iter().any(|(name, _)| name == needed), "{needed} is not in Cargo.lock");
    }
}

#[test]
fn r273_ureq_comes_without_any_feature() {
    let crates = cargo_tree(&["--package", "gigahost", "--edges", "normal", "--format", "{p}|{f}"]);
    let ureq: Vec<_> = crates.iter().filter(|line| line.starts_with("ureq v")).collect();
    assert!(!ureq.is_empty(), "{crates:?}");
    for line in ureq {
        assert_eq!(line.split_once('|').map(|(_, features)| features), Some(""), "{line}");
    }
    let unwanted = ["brotli", "cookie_store", "encoding_rs", "socks", "mime_guess", "url"];
    for line in &crates {
        let name = line.split(' ').next().unwrap();
        assert!(!unwanted.contains(&name), "the library pulls in {line}");
    }
}

#[test]
fn r274_the_lock_file_is_committed_and_the_test_command_uses_it() {
    assert!(repository_files().contains(&"Cargo.lock".to_owned()));
    let text = text_of("tests/run");
    let resolves =
        ["cargo test ", "cargo nextest run ", "cargo build ", "cargo doc ", "cargo fetch "];
    let runs = |line: &&str| resolves.iter().any(|command| line.contains(command));
    let commands: Vec<_> = text.lines().filter(runs).filter(|l| !l.contains("--version")).collect();
    assert!(commands.len() >= resolves.len(), "{commands:?}");
    for command in commands {
        assert!(command.contains("--locked"), "{command}");
    }
}

#[test]
fn r276_nothing_unexpected_runs_while_the_library_is_built() {
    for package in ["gigahost", "gigahost-ffi"] {
        let crates = cargo_tree(&["--package", package, "--edges", "normal,build"]);
        for line in crates.iter().filter(|line| line.contains("(proc-macro)")) {
            let name = line.split(' ').next().unwrap();
            assert!(PROC_MACROS.contains(&name), "{line}");
        }
    }
    assert!(!root().join("core/build.rs").exists());
    // Names the shared library, and does nothing else.
    assert!(text_of("ffi/build.rs").lines().filter(|line| line.contains("println!")).count() <= 2);
}

#[test]
fn r277_the_core_forbids_unsafe_code() {
    for lib in ["core/src/lib.rs", "system/src/lib.rs"] {
        assert!(text_of(lib).contains("\n#![forbid(unsafe_code)]\n"), "{lib}");
    }
    let manifest = text_of("Cargo.toml");
    assert!(manifest.contains("unsafe_op_in_unsafe_fn = \"deny\""));
    for file in repository_files() {
        if file.ends_with("/Cargo.toml") {
            assert!(text_of(&file).contains("[lints]\nworkspace = true"), "{file}");
        }
    }
}

#[test]
fn r277_every_unsafe_block_says_why_it_is_sound() {
    let libs = ["allocator/src/lib.rs", "ffi/src/lib.rs", "system/access/src/lib.rs"];
    for lib in libs {
        let text = text_of(lib);
        assert!(text.contains("\n#![deny(clippy::undocumented_unsafe_blocks)]\n"), "{lib}");
    }
    let folders = ["allocator/src/", "ffi/src/", "system/access/src/"];
    let ours = |file: &&String| folders.iter().any(|folder| file.starts_with(folder));
    for file in repository_files().iter().filter(ours) {
        let text = text_of(file);
        let is_lib = libs.contains(&file.as_str());
        assert!(!text.contains("undocumented_unsafe_blocks") || is_lib, "{file}");
        let blocks = text.matches("unsafe {").count() + text.matches("unsafe impl").count();
        let reasons = text.matches("// SAFETY: ").count();
        assert!(reasons >= blocks, "{file}: {blocks} unsafe blocks, {reasons} reasons");
    }
}

#[test]
fn r277_the_python_module_has_no_unsafe_code_of_its_own() {
    let files = repository_files();
    let ours: Vec<_> = files.iter().filter(|file| file.starts_with("python/src/")).collect();
    assert!(ours.len() > 10, "{ours:?}");
    for file in ours {
        assert!(!text_of(file).contains("unsafe"), "{file}");
    }
}

#[test]
fn r279_core_and_c_abi_cannot_panic_by_a_shortcut() {
    let libs = ["core", "ffi", "system", "system/access"];
    for lib in libs.map(|crate_| format!("{crate_}/src/lib.rs")) {
        let text = text_of(&lib);
        let denied = text.split("    deny(").nth(1).and_then(|rest| rest.split(")\n").next());
        for lint in DENIED {
            let is_denied = denied.unwrap().contains(&format!("clippy::{lint}"));
            assert!(is_denied, "{lint} is not denied in {lib}");
        }
    }
    let ours = |file: &&String| file.starts_with("core/src/") || file.starts_with("ffi/src/");
    for file in repository_files().iter().filter(ours) {
        let text = text_of(file);
        for lint in DENIED {
            for way in ["allow", "expect", "warn"] {
                let exception = format!("{way}(clippy::{lint}");
                assert!(!text.contains(&exception), "{file} has {exception})");
            }
        }
    }
}

#[test]
fn r282_the_threat_model_is_published() {
    let security = text_of("SECURITY.md");
    for section in ["Reporting", "Threat model", "What is promised", "What is not promised"] {
        assert!(security.contains(&format!("\n## {section}\n")), "SECURITY.md lacks {section:?}");
    }
    assert!(security.contains("Out of scope:"));
    assert!(text_of("README.md").contains("(SECURITY.md)"));
}

#[test]
fn r282_links_between_documents_lead_somewhere() {
    let is_markdown = |file: &String| file.rsplit('.').next() == Some("md");
    let documents: Vec<_> = repository_files().into_iter().filter(is_markdown).collect();
    assert!(documents.len() >= 3, "{documents:?}");
    for document in documents {
        let folder = root().join(&document).parent().unwrap().to_owned();
        for link in links_in(&text_of(&document)) {
            let path = link.split('#').next().unwrap();
            assert!(folder.join(path).exists(), "{document} links to {link}");
        }
    }
}

#[test]
fn r282_both_licences_are_there_in_full() {
    assert!(text_of("LICENSE-MIT").contains("THE SOFTWARE IS PROVIDED \"AS IS\""));
    assert!(text_of("LICENSE-APACHE").contains("9. Accepting Warranty or Additional Liability."));
    assert!(text_of("Cargo.toml").contains("license = \"MIT OR Apache-2.0\""));
}
