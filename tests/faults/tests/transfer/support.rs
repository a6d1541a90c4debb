//! What the rows share: sessions against the emulator or a scripted host, contents, a recorder of
//! progress, and child processes for what must not happen to the test's own.

#![allow(dead_code, reason = "each of the two test programs uses its part")]

use std::cell::RefCell;
use std::path::Path;
use std::process::{Command, Output};
use std::rc::Rc;
use std::time::{Duration, Instant};

use gigahost::{
    Builder, Clocks, Control, Download, DownloadOptions, Error, Host, PlainHttp, Progress, Receipt,
    Session, Source, Stage, Target, UploadOptions,
};
use gigahost_emulator::{Emulator, Host as Emulated, seed};
use gigahost_faults::{Answer, Reply, Router, reply};
pub(crate) use gigahost_faults::{content, md5};

pub(crate) const RAPIDGATOR: Emulated = Emulated::Rapidgator;
/// With this seed the pauses before the second and third attempt of a session's first call are
/// 3 ms and 0 ms, those of the next one 14 ms and 26 ms.
pub(crate) const QUICK: u64 = 3_642_943;
/// With this seed the five pauses of a download that gets nowhere are 18, 25, 7, 71 and 55 ms.
pub(crate) const NOWHERE: u64 = 46_749_311;
/// With this seed the four pauses of one that gets nowhere after its first stream are 26 to 54 ms.
pub(crate) const STUCK: u64 = 33_670_529;

/// The clocks of the matrix, scaled: minutes become seconds.
pub(crate) fn clocks() -> Clocks {
    let mut clocks = Clocks::default();
    clocks.connect = Duration::from_secs(2);
    clocks.answer = Duration::from_secs(2);
    clocks.attempt = Duration::from_secs(4);
    clocks.idle = Duration::from_secs(2);
    clocks.answer_after_body = Duration::from_secs(3);
    clocks.call = Duration::from_secs(20);
    clocks.processing = Duration::from_secs(10);
    clocks.settle = Duration::from_millis(100);
    clocks
}

pub(crate) fn emulator() -> Emulator {
    let emulator = Emulator::start().expect("the emulator starts");
    // No test waits for the pauses between polls that it does not ask for.
    emulator.set(RAPIDGATOR, "processing_polls", 0).expect("a known switch");
    emulator
}

/// A session's settings for a rapidgator at this origin, with the emulator's account.
pub(crate) fn at(url: impl Into<String>) -> Builder {
    Session::builder(Host::Rapidgator)
        .base_url(url)
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .login(seed::LOGIN, seed::PASSWORD)
        .seed(QUICK)
        .clocks(clocks())
}

pub(crate) fn session(emulator: &Emulator) -> Session {
    at(emulator.base_url(RAPIDGATOR)).build().expect("a session")
}

/// A session at a scripted host, with a token, so that no login comes first.
pub(crate) fn with_token(url: impl Into<String>) -> Session {
    at(url).token("tok").build().expect("a session")
}

pub(crate) fn upload(session: &Session, name: &str, bytes: &[u8]) -> Result<Receipt, Error> {
    session.upload(Source::bytes(Vec::from(bytes)), UploadOptions::new().with_name(name))
}

/// A file at the host, for rows about downloads; its id.
pub(crate) fn put(emulator: &Emulator, name: &str, bytes: &[u8]) -> String {
    upload(&session(emulator), name, bytes).expect("a healthy upload").entry.id
}

/// I6: the same session then completes a healthy call.
pub(crate) fn healthy(emulator: &Emulator, session: &Session) {
    emulator.clear_faults();
    session.account().expect("I6: a healthy call after the fault");
}

/// Size and MD5 of every file at the host.
pub(crate) fn stored(emulator: &Emulator) -> Vec<(u64, String)> {
    emulator.files(RAPIDGATOR).into_iter().map(|file| (file.size, file.md5)).collect()
}

/// rapidgator's envelope around a response.
pub(crate) fn success(response: &str) -> Reply {
    reply(200).json(format!(r#"{{"response":{response},"status":200,"details":null}}"#))
}

/// An account, as `user_info` answers it.
pub(crate) fn account() -> Reply {
    success(r#"{"user":{"email":"ann@example.test","is_premium":true}}"#)
}

/// A scripted rapidgator with one file, whose bytes come from `/blob` of the same server. `hash` is
/// the MD5 that it names, or nothing.
pub(crate) fn with_file(size: Option<usize>, hash: &str) -> Router {
    let size = size.map_or("null".to_owned(), |size| size.to_string());
    let hash = if hash.is_empty() { "null".to_owned() } else { format!("\"{hash}\"") };
    let info =
        format!(r#"{{"file":{{"file_id":"f1","name":"a.bin","size":{size},"hash":{hash}}}}}"#);
    let link = Answer::call(|request, connection| {
        connection.read_body()?;
        // Its own address is known to the server only from the request.
        let host = request.header("Host").unwrap_or_default();
        let link = format!(r#"{{"download_url":"http://{host}/blob","delay":0}}"#);
        connection.reply(&success(&link))
    });
    Router::new()
        .on("POST", "/api/v2/file/info", success(&info))
        .on("POST", "/api/v2/file/download", link)
        .on("POST", "/api/v2/user/info", account())
}

/// A session for downloads from such a host.
pub(crate) fn patient(url: impl Into<String>) -> Session {
    at(url).token("tok").seed(STUCK).build().expect("a session")
}

/// Downloads the one file to `path`.
pub(crate) fn fetch(
    session: &Session,
    path: &Path,
    options: DownloadOptions,
) -> Result<Download, Error> {
    session.download("f1", Target::file(path), options)
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// I1: returns within the bound.
pub(crate) fn within<T>(bound: Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() <= bound, "I1: took {:?}, allowed {bound:?}", start.elapsed());
    result
}

/// The events of one transfer.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Rc<RefCell<Vec<Progress>>>);

impl Recorder {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A callback that notes and goes on.
    pub(crate) fn callback(&self) -> impl FnMut(&Progress) -> Control + 'static {
        self.stopping_at(usize::MAX)
    }

    /// A callback that notes, and stops at the k-th event (from 1).
    pub(crate) fn stopping_at(&self, k: usize) -> impl FnMut(&Progress) -> Control + 'static {
        let events = self.0.clone();
        move |progress| {
            events.borrow_mut().push(*progress);
            if events.borrow().len() >= k { Control::Stop } else { Control::Continue }
        }
    }

    pub(crate) fn events(&self) -> Vec<Progress> {
        self.0.borrow().clone()
    }

    /// I8 and R213: one terminal outcome. `Done` comes exactly once, last, and only with success;
    /// bytes go back only with a new attempt or stage; no count passes its total.
    pub(crate) fn check<T>(&self, outcome: &Result<T, Error>) {
        let events = self.events();
        let done = events.iter().filter(|event| event.stage == Stage::Done).count();
        assert_eq!(done, usize::from(outcome.is_ok()), "I8: {events:?}");
        if outcome.is_ok() {
            assert_eq!(events.last().map(|event| event.stage), Some(Stage::Done), "I8");
        }
        assert_eq!(events.first().map(|event| event.stage), Some(Stage::Preparing));
        for pair in events.windows(2) {
            assert!(pair[1].attempt >= pair[0].attempt && pair[1].elapsed >= pair[0].elapsed);
            let same = pair[0].stage == pair[1].stage && pair[0].attempt == pair[1].attempt;
            assert!(!same || pair[1].done >= pair[0].done, "went back: {pair:?}");
        }
        for event in events {
            assert!(event.total.is_none_or(|total| event.done <= total), "{event:?}");
        }
    }
}

const CHILD: &str = "GIGAHOST_TEST_CHILD";

/// The argument for this process, if it is the child of a test.
pub(crate) fn child_argument() -> Option<String> {
    std::env::var(CHILD).ok()
}

/// This test program again, running only `test` with `argument`; behind a line of shell, if there is one,
/// such as `ulimit -n 20`, or `unshare` with a mount.
pub(crate) fn child(shell: &str, test: &str, argument: &str) -> Command {
    let program = std::env::current_exe().expect("the path of this program");
    let mut command = if shell.is_empty() {
        Command::new(program)
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{shell}\nexec \"$0\" \"$@\"")]).arg(program);
        command
    };
    command
        .args(["--exact", test, "--include-ignored", "--nocapture", "--test-threads=1"])
        .env(CHILD, argument);
    command
}

/// Runs such a child to its end; it must succeed.
pub(crate) fn run_child(shell: &str, test: &str, argument: &str) -> String {
    let Output { status, stdout, stderr } = child(shell, test, argument).output().expect("sh runs");
    let text = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "the child of {test} ended with {status}:\n{text}");
    text
}

/// The part that an error names, the only one in the folder.
pub(crate) fn named_part(folder: &Path, error: &gigahost::Error) -> std::path::PathBuf {
    let parts: Vec<_> =
        names(folder).into_iter().filter(|name| name.ends_with("gigapart")).collect();
    assert_eq!(parts.len(), 1, "{parts:?}: {error}");
    let part = folder.join(&parts[0]);
    assert!(error.message().contains(&part.display().to_string()), "{error}");
    assert!(error.hint().is_some(), "{error}");
    part
}
