//! What must not stand in the repository: secrets that look real, and traces of a machine.

mod support;

use support::{repository_files, root, text_of};

/// Beginnings of secrets as their issuers make them. Written in two parts, so that this file does
/// not find itself.
const ISSUED: [(&str, &str); 8] = [
    ("AK", "IA"),
    ("gh", "p_"),
    ("github_", "pat_"),
    ("xox", "b-"),
    ("sk_", "live_"),
    ("glp", "at-"),
    ("-----BEGIN PRIVATE", " KEY"),
    ("-----BEGIN RSA PRIVATE", " KEY"),
];

/// Homes that only a machine has.
const HOMES: [(&str, &str); 4] =
    [("/ho", "me/"), ("/ro", "ot/"), ("/Us", "ers/"), ("C:\\", "Users")];

/// Domains that belong to nobody (RFC 2606, RFC 6761), by their ends.
const NOBODY: [&str; 7] =
    ["example.com", "example.org", "example.net", ".test", ".example", ".invalid", "localhost"];

fn texts() -> impl Iterator<Item = (String, String)> {
    let files = repository_files();
    assert!(files.len() > 50, "{files:?}");
    files.into_iter().filter_map(|file| {
        let text = std::fs::read_to_string(root().join(&file)).ok()?;
        Some((file, text))
    })
}

#[test]
fn r283_no_secret_looks_real() {
    for (file, text) in texts() {
        for (first, second) in ISSUED {
            let prefix = format!("{first}{second}");
            for rest in text.split(&prefix).skip(1) {
                let tail = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-');
                let is_key = prefix.starts_with('-') || tail.count() >= 16;
                assert!(!is_key, "{file} holds something that begins with {prefix}");
            }
        }
    }
}

#[test]
fn r283_accounts_in_samples_belong_to_nobody() {
    for (file, text) in texts().filter(|(file, _)| file != "Cargo.lock") {
        for address in addresses(&text) {
            let domain = address.rsplit('@').next().unwrap();
            let nobody = NOBODY.iter().any(|end| domain == *end || domain.ends_with(end));
            assert!(nobody, "{file} holds {address}");
        }
    }
}

/// Words that look like e-mail addresses: a dot and letters behind an `@`.
fn addresses(text: &str) -> Vec<&str> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@');
    let words = text.split(|c: char| !part(c)).map(|word| word.trim_matches(['.', '-', '_']));
    let looks = |word: &&str| {
        let Some((name, domain)) = word.split_once('@') else { return false };
        let Some((_, top)) = domain.rsplit_once('.') else { return false };
        !name.is_empty() && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic())
    };
    words.filter(looks).collect()
}

#[test]
fn r283_nothing_tells_of_the_machine_it_was_written_on() {
    let here = root();
    let here = here.to_str().unwrap();
    // A checkout in `/` or `/src` would find every path.
    let here = (here.len() > 8).then(|| here.to_owned());
    for (file, text) in texts() {
        let homes = HOMES.iter().map(|(first, second)| format!("{first}{second}"));
        for trace in homes.chain(here.clone()) {
            assert!(!text.contains(&trace), "{file} holds {trace}");
        }
    }
}

#[test]
fn r283_no_registry_but_crates_io_is_named() {
    for file in repository_files() {
        if file.ends_with("Cargo.toml") || file.ends_with(".cargo/config.toml") {
            let manifest = text_of(&file);
            for other in ["registry =", "git =", "[source.", "[patch", "[registr", "replace-with"] {
                assert!(!manifest.contains(other), "{file} may redirect the registry: {other}");
            }
        }
    }
}
