//! Every operation of every host has its function in include/gigahost.h, with all its parameters.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gigahost::Host;
use gigahost::operation::{Class, Kind, Operation, Param};

/// Parameters that the session attaches by itself.
const OF_THE_SESSION: [&str; 4] = ["token", "access_token", "accesstoken", "account_id"];

/// Operations that take one of those as an argument.
const FROM_THE_CALLER: [(&str, &str); 3] = [
    ("giga0.account_edit", "account_id"),
    ("giga0.account_delete", "account_id"),
    ("gigags.session_token", "token"),
];

/// What stands in the header in place of a parameter; nothing for what the library decides.
const RENAMED: [(&str, &str, &[&str]); 25] = [
    // The same folder by its second name.
    ("rapidgator.folder_create", "parent_folder_id", &["folder_id"]),
    ("giga0.folder_info", "parent_folder_id", &["folder_id"]),
    // Forms that are never sent: files go in one piece, and are known by their id.
    ("rapidgator.file_upload", "multipart", &[]),
    ("rapidgator.file_download", "url", &[]),
    ("rapidgator.file_onetimelink_create", "url", &["callback"]),
    // Two functions: by id and by link.
    ("rapidgator.file_xcopy", "url", &["gigahost_rapidgator_file_xcopy_url"]),
    ("giga0.file_download", "short_url", &["gigahost_giga0_file_download_short"]),
    ("rapidgator.upload_bytes", "file", &["url", "path", "options"]),
    ("rapidgator.download_bytes", "Range", &["download_url", "path", "options"]),
    ("giga0.download_bytes", "Range", &["download_url", "path", "options"]),
    ("giga0.file_upload", "upload_file", &["path"]),
    ("giga0.file_upload", "folder_id", &["options"]),
    ("giga0.file_url_upload_add", "file_url_base64", &["url"]),
    ("giga0.file_edit", "fileType", &["file_type"]),
    // The account of the session.
    ("uploadgig.get_upload_action", "user", &[]),
    ("uploadgig.get_upload_action", "pass", &[]),
    ("uploadgig.upload_bytes", "body", &["action", "path"]),
    ("uploadgig.upload_bytes", "Slug", &["options"]),
    ("gett.files_create", "session", &["live_session"]),
    ("gett.live", "session", &["live_session"]),
    ("gett.upload_put", "body", &["puturl", "path", "options"]),
    ("gett.upload_put", "Content-Length", &[]),
    ("gett.upload_post", "file", &["posturl", "path", "options"]),
    ("gett.upload_post", "Content-Length", &[]),
    ("gigags.upload", "file", &["url", "path", "options"]),
];

/// Operations whose further parameters stand in the handle `details`.
const WITH_DETAILS: [&str; 2] = ["giga0.account_create", "giga0.account_edit"];

/// Functions that are another form of an operation, or belong to a handle.
const BESIDES: [&str; 3] =
    ["rapidgator_file_xcopy_url", "giga0_file_download_short", "giga0_account_details_"];

struct Header(String);

impl Header {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../include/gigahost.h");
        // A long declaration is broken behind its type.
        Self(fs::read_to_string(path).unwrap().replace("gigahost_status\n", "gigahost_status "))
    }

    /// The names of the parameters of a function; `None` if it is not declared.
    fn parameters(&self, function: &str) -> Option<Vec<&str>> {
        let (_, rest) =
            self.0.split_once(&format!("{function}(const gigahost_session *session,"))?;
        let (list, _) = rest.split_once(");")?;
        list.split(',').map(|one| one.rsplit([' ', '*', '\n']).next()).collect()
    }

    /// All functions whose name begins so, without `gigahost_`.
    fn functions(&self, prefix: &str) -> BTreeSet<&str> {
        let statuses = self.0.split("gigahost_status gigahost_").skip(1);
        let names = statuses.filter_map(|rest| rest.split_once('(')).map(|(name, _)| name);
        names.filter(|name| name.starts_with(prefix)).collect()
    }
}

fn function_of(operation: &Operation) -> String {
    format!("gigahost_{}_{}", operation.host, operation.name)
}

/// What must stand in the header for a parameter.
fn names_of(operation: &Operation, parameter: &Param) -> Vec<String> {
    let full = operation.full_name();
    let here = (full.as_str(), parameter.name);
    if let Some((_, _, names)) = RENAMED.iter().find(|(o, name, _)| (*o, *name) == here) {
        return names.iter().map(ToString::to_string).collect();
    }
    if OF_THE_SESSION.contains(&parameter.name) && !FROM_THE_CALLER.contains(&here) {
        return Vec::new();
    }
    match parameter.kind {
        Kind::IdList(_) | Kind::UrlList(_) => {
            vec![format!("{}s", parameter.name), format!("{}_count", parameter.name)]
        }
        _ => vec![parameter.name.to_owned()],
    }
}

#[test]
fn every_operation_has_its_function_with_all_its_parameters() {
    let header = Header::read();
    let mut seen = 0;
    for operation in Host::ALL.iter().flat_map(|host| host.operations()) {
        let function = function_of(operation);
        let declared = header.parameters(&function).unwrap_or_else(|| panic!("no {function}()"));
        let details = WITH_DETAILS.contains(&operation.full_name().as_str());
        for parameter in operation.params {
            for name in names_of(operation, parameter) {
                let setter = format!("giga0_account_details_set_{name}");
                let found = declared.contains(&name.as_str())
                    || header.parameters(&name).is_some()
                    || (details && header.functions("giga0_").contains(setter.as_str()));
                assert!(found, "{function}() does not take {name}");
            }
        }
        if operation.class == Class::Download {
            assert!(declared.ends_with(&["path", "options", "out", "error"]), "{function}()");
        }
        assert!(declared.ends_with(&["out", "error"]), "{function}()");
        seen += 1;
    }
    println!("operations with a C function: {seen}");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/tests/data/operations.json");
    assert_eq!(seen, fs::read_to_string(data).unwrap().matches("{\"host\": ").count());
}

#[test]
fn every_function_of_a_host_is_one_of_its_operations() {
    let header = Header::read();
    for host in Host::ALL {
        for name in header.functions(&format!("{host}_")) {
            let operation = host
                .operations()
                .iter()
                .any(|operation| function_of(operation).strip_prefix("gigahost_") == Some(name));
            assert!(operation || BESIDES.iter().any(|other| name.starts_with(other)), "{name}");
        }
    }
}

#[test]
fn what_is_written_down_as_renamed_is_a_parameter() {
    let known: BTreeSet<_> = Host::ALL
        .iter()
        .flat_map(|host| host.operations())
        .flat_map(|o| o.params.iter().map(|parameter| (o.full_name(), parameter.name)))
        .collect();
    let renamed = RENAMED.iter().map(|(operation, name, _)| (*operation, *name));
    for (operation, name) in renamed.chain(FROM_THE_CALLER) {
        assert!(known.contains(&(operation.to_owned(), name)), "{operation} {name}");
    }
}

/// The fields of the answers of a host, as its types in the core have them.
fn fields(host: Host) -> BTreeSet<String> {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/hosts").join(host.name());
    let files = ["types.rs", "types/account.rs", "types/remote.rs", "live/event.rs"];
    let texts = files.iter().filter_map(|file| fs::read_to_string(core.join(file)).ok());
    texts.flat_map(|text| text.lines().filter_map(field).collect::<Vec<_>>()).collect()
}

/// The name of the field that a line declares, as in `pub size: Option<u64>,`.
fn field(line: &str) -> Option<String> {
    let line = line.trim_start().strip_suffix(',')?;
    let (name, kind) = line.strip_prefix("pub ").unwrap_or(line).split_once(": ")?;
    let is_value = kind == "None" || kind.contains(['(', ':', '.', '\'']);
    let is_type = kind.starts_with(char::is_uppercase) || ["bool", "i64", "u64"].contains(&kind);
    (is_type && !is_value).then(|| name.to_owned())
}

#[test]
fn every_field_of_an_answer_is_named_in_the_header() {
    let header = Header::read();
    for host in Host::ALL {
        let fields = fields(host);
        assert!(fields.len() > 3, "{host}: {fields:?}");
        for field in fields {
            assert!(header.0.contains(&format!("\"{field}\"")), "{host}: {field}");
        }
    }
}
