//! What a result has and what a transfer may be told, it has in every language: the core says it once,
//! in Rust, and the C structure, the C setter and the Python class have to follow.

mod support;

use support::text_of;

const HEADER: &str = "include/gigahost.h";
const STUBS: &str = "python/gigahost/_native.pyi";

/// Results: where the core has them, and what they are called in Rust, C and Python.
const RESULTS: [(&str, &str, &str, &str); 10] = [
    ("core/src/model.rs", "Account", "gigahost_account_info", "Account"),
    ("core/src/model.rs", "Entry", "gigahost_entry", "Entry"),
    ("core/src/model.rs", "Listing", "gigahost_listing", "Listing"),
    ("core/src/model.rs", "LinkStatus", "gigahost_link", "LinkStatus"),
    ("core/src/model.rs", "Batch", "gigahost_batch", "Batch"),
    ("core/src/model.rs", "RemoteJob", "gigahost_job", "RemoteJob"),
    ("core/src/model.rs", "ShareLink", "gigahost_one_time_link", "ShareLink"),
    ("core/src/receipt.rs", "Receipt", "gigahost_receipt", "Receipt"),
    ("core/src/receipt.rs", "Download", "gigahost_download_info", "Download"),
    ("core/src/progress.rs", "Progress", "gigahost_progress", "Progress"),
];

/// Options of transfers: the Rust type of their settings, the beginning of its setters in C, the verb of a Python session.
const OPTIONS: [(&str, &str, &str, &str); 2] = [
    ("core/src/options/upload.rs", "UploadSettings", "gigahost_upload_options_set_", "upload"),
    (
        "core/src/options/download.rs",
        "DownloadSettings",
        "gigahost_download_options_set_",
        "download",
    ),
];

/// Fields that have another name in C.
const RENAMED_IN_C: [(&str, &str); 2] =
    [("RemoteJob.error", "failure"), ("Progress.eta", "time_left")];

/// What the options have beside their settings, in C and in Python.
const CALLBACK: (&str, &str) = ("progress", "on_progress");

/// In Python a listing is the sequence of its entries.
const BEING_IT: (&str, &str) = ("Listing", "entries");

/// The text from the line that begins so to the one that closes it.
fn block<'t>(text: &'t str, begin: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(begin).unwrap_or_else(|| panic!("there is no `{begin}`"));
    rest.split(end).next().unwrap_or(rest)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The names of the fields of a Rust structure. The host's own JSON has a form of its own in each
/// language.
fn fields(file: &str, name: &str) -> Vec<String> {
    let text = text_of(file);
    let body = block(&text, &format!(" struct {name} {{\n"), "\n}\n");
    let lines = body.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let names = lines.filter_map(|line| {
        let name =
            line.trim_start_matches("pub(crate) ").trim_start_matches("pub ").split(": ").next()?;
        (line.contains(": ") && name.chars().all(is_word)).then(|| name.to_owned())
    });
    let names: Vec<String> = names.filter(|name| name != "json").collect();
    assert!(!names.is_empty(), "{name} of {file} has no fields");
    names
}

fn in_c(of: &str, field: &str) -> String {
    let full = format!("{of}.{field}");
    let renamed = RENAMED_IN_C.iter().find(|(name, _)| *name == full);
    renamed.map_or(field, |(_, name)| name).to_owned()
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c| !is_word(c)).any(|found| found == word)
}

#[test]
fn every_field_of_a_result_is_in_its_structure_of_c() {
    let header = text_of(HEADER);
    for (file, name, structure, _) in RESULTS {
        let body = block(
            &header,
            &format!("typedef struct {structure} {{\n"),
            &format!("}} {structure};"),
        );
        for field in fields(file, name) {
            assert!(
                has_word(body, &in_c(name, &field)),
                "{name}::{field} of {file} is not in {structure}: add it to the structure and to its \
                 `view` in ffi/src/, and bless the header"
            );
        }
    }
}

#[test]
fn every_field_of_a_result_is_in_its_class_of_python() {
    let stubs = text_of(STUBS);
    for (file, name, _, class) in RESULTS {
        let body = block(&stubs, &format!("\nclass {class}"), "\nclass ");
        for field in fields(file, name) {
            if BEING_IT == (name, field.as_str()) {
                continue;
            }
            assert!(
                body.contains(&format!("def {field}(self)")),
                "{name}::{field} of {file} is not in the class {class}: add it in python/src/results/ \
                 (or progress.rs) and in {STUBS}"
            );
        }
    }
}

#[test]
fn every_option_of_a_transfer_has_its_setter_in_c() {
    let header = text_of(HEADER);
    for (file, name, setter, _) in OPTIONS {
        let settings = fields(file, name).into_iter().map(|field| in_c(name, &field));
        for field in settings.chain([CALLBACK.0.to_owned()]) {
            let function = format!("{setter}{field}");
            assert!(
                header.contains(&format!("{function}(")),
                "{name}::{field} of {file} has no {function}(): add it in ffi/src/upload.rs or \
                 download.rs, to the settings and to `options()`, and bless the header"
            );
        }
    }
}

#[test]
fn every_option_of_a_transfer_is_a_keyword_in_python() {
    let stubs = text_of(STUBS);
    let session = block(&stubs, "\nclass Session:\n", "\nclass ");
    for (file, name, _, verb) in OPTIONS {
        let signature = block(session, &format!("    def {verb}(\n"), ") -> ");
        for field in fields(file, name).into_iter().chain([CALLBACK.1.to_owned()]) {
            assert!(
                signature.contains(&format!("        {field}: ")),
                "{name}::{field} of {file} is no keyword of `{verb}`: add it in \
                 python/src/session/transfers.rs and in {STUBS}"
            );
        }
    }
}
