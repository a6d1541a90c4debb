//! What the rows share: sessions with short clocks, rapidgator's answers, and the invariants.
// Every file of rows compiles this for itself and uses its part of it.
#![allow(dead_code, unreachable_pub)]

use std::time::Duration;

use gigahost::{
    Builder, Clocks, Download, DownloadOptions, Error, Host, PlainHttp, Receipt, Session, Source,
    Status, Target, UploadOptions,
};
use gigahost_faults::{
    Answer, Bounds, FaultServer, Invariants, Reply, Router, Sinks, Step, TlsIdentity, canary,
    reply, serial,
};

/// The paths of a few operations, one of each class.
pub const LOGIN: &str = "/api/v2/user/login";
pub const READ: &str = "/api/v2/user/info";
pub const IDEMPOTENT: &str = "/api/v2/folder/rename";
pub const MUTATION: &str = "/api/v2/folder/create";
pub const ANNOUNCE: &str = "/api/v2/file/upload";
pub const POLL: &str = "/api/v2/file/upload_info";
pub const FILE_INFO: &str = "/api/v2/file/info";
pub const FOLDER_CONTENT: &str = "/api/v2/folder/content";
pub const FILE_DOWNLOAD: &str = "/api/v2/file/download";

/// A seed whose first six pauses between retries are under 40 ms.
pub const SEED: u64 = 4_650_785;

/// A seed whose pauses between broken streams of a download are under 50 ms.
pub const DOWNLOAD_SEED: u64 = 11_550_077;

/// The clocks of the rows: a second where the default is a minute.
pub fn clocks() -> Clocks {
    let mut clocks = Clocks::default();
    clocks.connect = Duration::from_secs(1);
    clocks.answer = Duration::from_secs(1);
    clocks.attempt = Duration::from_secs(1);
    clocks.idle = Duration::from_secs(1);
    clocks.answer_after_body = Duration::from_secs(1);
    clocks.call = Duration::from_secs(5);
    clocks.processing = Duration::from_secs(1);
    clocks
}

/// A session at an address, without credentials yet.
pub fn builder_at(base_url: impl Into<String>) -> Builder {
    Session::builder(Host::Rapidgator)
        .base_url(base_url)
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .ca_pem(TlsIdentity::ca_pem())
        .clocks(clocks())
        .seed(SEED)
        // Whatever the environment of the tests says.
        .proxy("none")
}

pub fn builder(server: &FaultServer) -> Builder {
    builder_at(server.url(""))
}

/// A session with a token: no login comes first.
pub fn session(server: &FaultServer) -> Session {
    session_at(server.url(""))
}

pub fn session_at(base_url: impl Into<String>) -> Session {
    builder_at(base_url).token(canary("token")).build().expect("the session is well set up")
}

/// A session with a token, for downloads that break.
pub fn download_session(server: &FaultServer) -> Session {
    builder(server).token(canary("token")).seed(DOWNLOAD_SEED).build().expect("a session")
}

/// A session that logs in first.
pub fn login_session(server: &FaultServer) -> Session {
    builder(server)
        .login("ann@example.test", canary("password"))
        .build()
        .expect("the session is well set up")
}

pub fn read(session: &Session) -> Result<(), Error> {
    session.rapidgator()?.user_info().map(drop)
}

pub fn idempotent(session: &Session) -> Result<(), Error> {
    session.rapidgator()?.folder_rename("7100001", "box").map(drop)
}

pub fn mutate(session: &Session) -> Result<(), Error> {
    session.rapidgator()?.folder_create(None, "box").map(drop)
}

pub fn upload(session: &Session, length: usize) -> Result<Receipt, Error> {
    let options = UploadOptions::new().with_name("x.bin");
    session.upload(Source::bytes(vec![b'x'; length]), options)
}

/// Downloads file `f1` into a folder that must exist.
pub fn download(session: &Session, folder: &std::path::Path) -> Result<Download, Error> {
    session.download("f1", Target::directory(folder), DownloadOptions::new())
}

/// An envelope of rapidgator around a response.
pub fn envelope(response: &str) -> String {
    format!(r#"{{"response":{response},"status":200,"details":null}}"#)
}

pub fn refusal(status: u16, text: &str) -> String {
    format!(r#"{{"response":null,"status":{status},"details":"{text}"}}"#)
}

pub fn user() -> String {
    envelope(r#"{"user":{"email":"ann@example.test","is_premium":true}}"#)
}

pub fn folder() -> String {
    envelope(r#"{"folder":{"folder_id":"7100001","name":"box"}}"#)
}

pub fn logged_in(token: &str) -> String {
    envelope(&format!(r#"{{"token":"{token}","user":{{"email":"ann@example.test"}}}}"#))
}

/// An answer to `file_upload` that names the address for the bytes.
pub fn announced(url: &str) -> String {
    envelope(&format!(r#"{{"upload":{{"upload_id":"u1","url":"{url}","file":[],"state":0}}}}"#))
}

/// An answer to `file_upload_info`.
pub fn upload_state(state: u8) -> String {
    envelope(&match state {
        2 => r#"{"upload":{"upload_id":"u1","url":null,"file":{"file_id":"f1","name":"x.bin"},"state":2}}"#.to_owned(),
        state => format!(r#"{{"upload":{{"upload_id":"u1","url":null,"file":[],"state":{state}}}}}"#),
    })
}

pub fn file_info(size: Option<u64>) -> String {
    let size = size.map_or("null".to_owned(), |size| size.to_string());
    envelope(&format!(r#"{{"file":{{"file_id":"f1","name":"x.bin","size":{size}}}}}"#))
}

pub fn download_link(url: &str) -> String {
    envelope(&format!(r#"{{"download_url":"{url}","delay":0}}"#))
}

/// The API around an upload to `node`, whose last word is `state`.
pub fn upload_api(node: &str, state: u8) -> Router {
    healthy().on("POST", ANNOUNCE, reply(200).json(announced(node))).on(
        "POST",
        POLL,
        reply(200).json(upload_state(state)),
    )
}

/// The API around a download from `node`.
pub fn download_api(node: &str, size: Option<u64>) -> Router {
    healthy().on("POST", FILE_INFO, reply(200).json(file_info(size))).on(
        "POST",
        FILE_DOWNLOAD,
        reply(200).json(download_link(node)),
    )
}

/// A node that takes a file and reports it.
pub fn node_reply() -> Reply {
    reply(200).json(upload_state(1))
}

/// An API that answers `user_info` as it should.
pub fn healthy() -> Router {
    Router::new().on("POST", READ, reply(200).json(user()))
}

/// The first so many connections are served by `faulty`, all others as they should be.
pub fn then_healthy(faulty: Vec<Step>, connections: usize) -> gigahost_faults::Script {
    let right = vec![Step::Loop(vec![Step::ReadRequest, reply(200).json(user()).into()])];
    let mut lists = vec![faulty; connections];
    lists.push(right);
    gigahost_faults::Script::per_connection(lists)
}

/// A router that answers `path` with `fault` and everything else as it should.
pub fn faulty(path: &str, fault: impl Into<Answer>) -> Router {
    healthy().on("POST", path, fault)
}

/// Asserts that the session still works (I6).
pub fn assert_healthy(session: &Session) {
    read(session).expect("I6: the same session completes a healthy call");
}

/// Keeps everything that an error shows, and gives its status.
pub fn note(sinks: &mut Sinks, error: &Error) -> Status {
    sinks.add("Display", error.to_string());
    sinks.add("Debug", format!("{error:?}"));
    sinks.add("text", error.host_text().unwrap_or_default());
    sinks.add("hint", error.hint().unwrap_or_default());
    error.status()
}

/// One row under all invariants: time, memory, secrets, descriptors, threads, processor time.
pub fn row(wall: Duration, test: impl FnOnce(&mut Sinks)) {
    measured(Bounds::within(wall).memory(32 << 20).quiet().no_leaks(), test);
}

/// The same for a row whose own thread has much to compute.
pub fn busy_row(wall: Duration, test: impl FnOnce(&mut Sinks)) {
    measured(Bounds::within(wall).no_leaks(), test);
}

pub fn measured(bounds: Bounds, test: impl FnOnce(&mut Sinks)) {
    let _alone = serial();
    let watch = Invariants::begin();
    let mut sinks = Sinks::new();
    test(&mut sinks);
    watch.finish(bounds.secrets(&sinks));
}

/// Runs the cases of a row at the same time: they mostly wait.
pub fn all_at_once<T: Sync>(cases: &[T], test: impl Fn(&T) + Sync) {
    std::thread::scope(|scope| {
        let running: Vec<_> = cases.iter().map(|case| scope.spawn(|| test(case))).collect();
        for case in running {
            if let Err(panic) = case.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}

pub const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

pub const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Undoes the encoding of a form.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                bytes.push(
                    u8::from_str_radix(std::str::from_utf8(&rest[..2]).unwrap(), 16).unwrap(),
                );
                rest = &rest[2..];
            }
            byte => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A value that passes the checks of this kind.
pub fn sample(kind: gigahost::operation::Kind) -> String {
    use gigahost::operation::Kind;
    match kind {
        Kind::Integer(least, _) => least.max(1).to_string(),
        Kind::Boolean => "1".into(),
        Kind::Url | Kind::UrlList(_) => "http://rapidgator.net/file/ab".into(),
        Kind::Md5 => "0".repeat(32),
        Kind::Choice(words) => words[0].into(),
        _ => "ab12".into(),
    }
}
