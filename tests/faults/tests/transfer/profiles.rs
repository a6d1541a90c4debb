//! Accounts by name: the same environment and the same file as those of the command line.

use std::path::Path;
use std::process::Command;

use gigahost::{Error, Host, Session, Status};
use gigahost_emulator::seed;

use super::support::*;

/// What a child does: opens the account that it is told of, and says who that is.
fn who(argument: &str) {
    let [host, profile, options] = argument.split('|').collect::<Vec<_>>()[..] else {
        panic!("{argument}")
    };
    let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let host: Host = host.parse().unwrap();
    let (profile, options) = (optional(profile), optional(options));
    let opened = Session::builder(host)
        .profile(profile.as_deref(), options.as_deref().map(Path::new))
        .and_then(gigahost::Builder::build);
    match opened {
        Ok(session) => {
            let proxy = session.proxy().unwrap();
            println!("who: {:?} at {} by {proxy:?}", session.account_label(), session.base_url());
        }
        Err(error) => println!("refused: {:?} {error:?}", error.parameter()),
    }
}

/// Asks such a child, in an environment of its own.
fn ask(test: &str, argument: &str, variables: &[(&str, &str)]) -> String {
    let mut command: Command = child("", test, argument);
    let ours = |name: &str| name.starts_with("GIGAHOST_") && name != "GIGAHOST_TEST_CHILD";
    for (name, _) in std::env::vars().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    let out = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(
        !format!("{text}{}", String::from_utf8_lossy(&out.stderr)).contains("hunter2"),
        "{text}"
    );
    assert!(out.status.success(), "{text}");
    text
}

/// A file that only its user may read.
fn private(path: &Path, text: &str) {
    // As the library makes its own private files, on every system.
    drop(gigahost::ReceiptLog::open(path).unwrap());
    std::fs::write(path, text).unwrap();
}

const FILE: &str = r#"
[rapidgator]
login = "ann@example.test"
password = "hunter2-ann"
url = "https://rapidgator.example"
proxy = "http://user:hunter2-proxy@proxy.example:3128"
[rapidgator.work]
login = "work@example.test"
password = "hunter2-work"
[rapidgator.far]
token = "hunter2token"
url = "https://far.example"
proxy = "none"
[giga0]
key1 = "K1"
"#;

#[test]
fn an_account_is_found_as_the_command_line_finds_it() {
    const TEST: &str = "profiles::an_account_is_found_as_the_command_line_finds_it";
    if let Some(argument) = child_argument() {
        return who(&argument);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("options.toml");
    private(&path, FILE);
    let path = path.display().to_string();
    let of_file = [("GIGAHOST_OPTIONS", path.as_str())];
    let work = [
        ("GIGAHOST_OPTIONS", path.as_str()),
        ("GIGAHOST_RAPIDGATOR_WORK_LOGIN", "env@example.test"),
        ("GIGAHOST_RAPIDGATOR_WORK_PASSWORD", "hunter2-env"),
        ("GIGAHOST_RAPIDGATOR_URL", "https://env.example"),
    ];
    let other = [of_file[0], ("GIGAHOST_RAPIDGATOR_LOGIN", "other@example.test")];
    let named = format!("rapidgator|work|{path}");
    let by_proxy = "by Some(\"http://proxy.example:3128\")";
    for (argument, variables, expected) in [
        ("rapidgator||", &of_file[..], "\"ann@example.test\") at https://rapidgator.example"),
        ("rapidgator||", &of_file, by_proxy),
        ("rapidgator|work|", &of_file, "\"work@example.test\") at https://rapidgator.example"),
        ("rapidgator|work|", &of_file, by_proxy),
        ("rapidgator|far|", &of_file, "who: None at https://far.example by None"),
        (named.as_str(), &[], "\"work@example.test\") at https://rapidgator.example"),
        // The environment first, the account's before the host's.
        ("rapidgator|work|", &work, "\"env@example.test\") at https://env.example"),
        // Whoever names another login does not want that of the file.
        ("rapidgator||", &other, "refused: Some(\"profile\")"),
        ("rapidgator|home|", &of_file, "GIGAHOST_RAPIDGATOR_HOME_LOGIN"),
        ("rapidgator|no one|", &of_file, "refused: Some(\"profile\")"),
        ("giga0||", &of_file, "refused: Some(\"profile\")"),
        ("gett||", &[("HOME", "/nowhere"), ("APPDATA", "/nowhere")], "GIGAHOST_GETT_LOGIN"),
    ] {
        let said = ask(TEST, argument, variables);
        assert!(said.contains(expected), "{argument}: {said}");
    }
}

#[test]
fn an_options_file_that_is_none_is_refused_and_nothing_of_it_told() {
    const TEST: &str = "profiles::an_options_file_that_is_none_is_refused_and_nothing_of_it_told";
    if let Some(argument) = child_argument() {
        return who(&argument);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("options.toml");
    let argument = format!("rapidgator||{}", path.display());
    let login = "login = \"a\"\npassword = \"hunter2\"\n";
    for (text, expected) in [
        ("password = hunter2".to_owned(), "is no TOML"),
        (format!("[rapidgator]\n{login}pasword = \"hunter2\""), "`pasword`"),
        (format!("[rapidgator]\n{login}url = true"), "`url`"),
        (format!("[rapidgator]\n{login}plain_http = \"yes\""), "`plain_http`"),
        (format!("[rapidgator]\n{login}trust = \"nobody\""), "trust"),
        (format!("[rapidgator]\n{login}ca = \"/nowhere/ca.pem\""), "/nowhere/ca.pem: "),
    ] {
        private(&path, &text);
        let said = ask(TEST, &argument, &[]);
        assert!(said.contains("refused: ") && said.contains(expected), "{text}: {said}");
    }
    std::fs::remove_file(&path).unwrap();
    assert!(ask(TEST, &argument, &[]).contains("the options file cannot be read"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        private(&path, FILE);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(ask(TEST, &argument, &[]).contains("is refused"));
    }
}

#[test]
fn a_profile_logs_in() {
    let emulator = emulator();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("options.toml");
    let (login, password) = (seed::LOGIN, seed::PASSWORD);
    let url = emulator.base_url(RAPIDGATOR);
    let place = format!("url = \"{url}\"\nplain_http = true\nallow_private = true\n");
    let account = format!("login = \"{login}\"\npassword = \"{password}\"\n");
    private(&path, &format!("[rapidgator]\n{place}[rapidgator.a-b]\n{account}"));
    let session = Session::builder(Host::Rapidgator).profile(Some("a-b"), Some(&path)).unwrap();
    session.build().unwrap().account().unwrap();
    let nobody: Error = Session::builder(Host::Rapidgator).profile(None, Some(&path)).unwrap_err();
    assert_eq!((nobody.status(), nobody.parameter()), (Status::Argument, Some("profile")));
}
