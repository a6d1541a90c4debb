//! I: names and arguments on the wire, byte by byte.

use gigahost::hosts::rapidgator::{Hashcopy, Paging};
use gigahost::{Answer, Error, Secret, Session, Status, Trash};
use gigahost_faults::{FaultServer, Request, Router};

use super::support::*;

/// The corpus of the matrix, as far as it is text.
fn corpus() -> Vec<String> {
    let mut names: Vec<String> = [
        "plain",
        "a b",
        "a\"b",
        "a\\b",
        ";",
        ",",
        "%",
        "%22",
        "%0A",
        "a\rb",
        "a\nb",
        "a\r\nX-Evil: 1",
        "a\0b",
        "a\tb",
        "a\u{7f}b",
        ".a",
        "a.",
        " a",
        "a ",
        "-rf",
        ".",
        "..",
        "CON",
        "a:b",
        "e\u{301}",
        "é",
        "日本",
        "👩‍👩‍👧",
        "\u{202e}gpj.exe",
        "\u{feff}a",
        "a\u{2028}b",
        "\u{fffd}",
        "",
        "/",
        "a/b",
        "a&b=c+d",
        "--gigahost-0--",
    ]
    .map(str::to_owned)
    .to_vec();
    names.extend([255, 256, 4096].map(|length| "n".repeat(length)));
    names
}

fn refused(name: &str) -> bool {
    name.is_empty()
        || name == "."
        || name == ".."
        || name.len() > 1024
        || name.contains(['\r', '\n', '\0', '/'])
}

#[test]
fn r169_a_filename_arrives_as_itself_or_is_refused() {
    let emulator = emulator();
    emulator.set(RAPIDGATOR, "instant_off", true).unwrap();
    let session = session(&emulator);
    for (at, name) in corpus().into_iter().enumerate() {
        emulator.clear_log();
        let outcome = upload(&session, &name, &content(at + 1));
        if refused(&name) {
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.status(), error.parameter()),
                (Status::Argument, Some("name")),
                "{name:?}"
            );
            assert!(emulator.requests(RAPIDGATOR).is_empty(), "{name:?}: before any request");
            continue;
        }
        if name.contains('\u{7f}') {
            // Sent raw, as browsers do; the emulator's parser is one of those that refuse it.
            assert_eq!(outcome.unwrap_err().http_status(), Some(400));
            continue;
        }
        let receipt = outcome.unwrap_or_else(|e| panic!("{name:?}: {e}"));
        assert_eq!(receipt.wanted_name, name);
        let requests = emulator.requests(RAPIDGATOR);
        let sent = requests.iter().find(|request| request.operation == "upload_bytes").unwrap();
        assert_eq!(sent.parts.len(), 1, "{name:?}: one part");
        // As browsers do it: only the quote is escaped.
        assert_eq!(sent.parts[0].filename.as_deref(), Some(&*name.replace('"', "%22")), "{name:?}");
        assert_eq!((sent.parts[0].name.as_str(), sent.header("x-evil")), ("file", None));
    }
}

#[test]
fn r170_the_frame_around_the_file_is_constant() {
    let emulator = emulator();
    upload(&session(&emulator), "x\"; name=\"evil", b"abc").unwrap();
    let requests = emulator.requests(RAPIDGATOR);
    let sent = requests.iter().find(|request| request.operation == "upload_bytes").unwrap();
    let part = &sent.parts[0];
    assert_eq!(
        (part.name.as_str(), part.content_type.as_deref()),
        ("file", Some("application/octet-stream"))
    );
    assert_eq!(sent.method, "POST");
}

#[test]
fn r173_a_form_field_comes_back_from_any_parser() {
    let emulator = emulator();
    let session = session(&emulator);
    for name in corpus() {
        let wanted = !name.is_empty() && !name.contains(['\r', '\n', '\0']) && name.len() <= 4096;
        emulator.clear_log();
        let outcome = session.rapidgator().unwrap().folder_create(None, &name);
        if !wanted {
            assert_eq!(outcome.unwrap_err().status(), Status::Argument, "{name:?}");
            continue;
        }
        outcome.unwrap_or_else(|e| panic!("{name:?}: {e}"));
        let sent = emulator.requests(RAPIDGATOR).pop().unwrap();
        assert_eq!(sent.param("name"), Some(&*name), "{name:?}");
        assert!(sent.query.is_empty(), "nothing in the address");
    }
}

#[test]
fn r177_arguments_beyond_all_measure_are_refused() {
    let session = with_token("http://127.0.0.1:9");
    let rapidgator = session.rapidgator().unwrap();
    let long = "x".repeat(70_000);
    let outcomes: [Result<(), Error>; 4] = [
        rapidgator.folder_create(None, &long).map(drop),
        rapidgator.file_info(&long).map(drop),
        rapidgator.file_check_link(&[&format!("http://x.test/{long}")]).map(drop),
        upload(&session, &long, b"x").map(drop),
    ];
    for outcome in outcomes {
        assert_eq!(outcome.unwrap_err().status(), Status::Argument);
    }
}

#[test]
fn r180_arguments_out_of_range_are_refused_before_the_network() {
    let session = with_token("http://127.0.0.1:9");
    let rapidgator = session.rapidgator().unwrap();
    let page = |page| Paging { page: Some(page), ..Paging::default() };
    let many: Vec<String> = (0..26).map(|n| format!("http://x.test/{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let outcomes: [Result<(), Error>; 12] = [
        rapidgator.file_change_mode("1", 4).map(drop),
        rapidgator.folder_content(None, page(0)).map(drop),
        rapidgator.folder_content(None, page(u32::MAX)).map(drop),
        rapidgator.folder_info(Some("")).map(drop),
        rapidgator.folder_info(Some("1,2")).map(drop),
        rapidgator.file_info("a b").map(drop),
        rapidgator.file_upload("a", "xyz", 1, None).map(drop),
        rapidgator.file_upload("a", &"g".repeat(32), 1, None).map(drop),
        rapidgator.file_upload("a", &"0".repeat(32), u64::MAX, None).map(drop),
        rapidgator.file_delete(&[]).map(drop),
        rapidgator.file_check_link(&many).map(drop),
        rapidgator.remote_create(&["ftp://x.test/a"], None).map(drop),
    ];
    for (at, outcome) in outcomes.into_iter().enumerate() {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), Status::Argument, "{at}: {error}");
        assert!(error.parameter().is_some(), "{at}");
    }
}

#[test]
fn r181_an_absent_parameter_is_not_sent() {
    let emulator = emulator();
    let session = session(&emulator);
    let rapidgator = session.rapidgator().unwrap();
    rapidgator.folder_content(None, Paging::default()).unwrap();
    rapidgator.folder_create(None, "x").unwrap();
    rapidgator.file_onetimelink_info(&[]).unwrap();
    let keys = |operation: &str| -> Vec<String> {
        let requests = emulator.requests(RAPIDGATOR);
        let request = requests.iter().find(|request| request.operation == operation).unwrap();
        request.form.iter().map(|(key, _)| key.clone()).collect()
    };
    assert_eq!(keys("folder_content"), ["token"]);
    assert_eq!(keys("folder_create"), ["token", "name"]);
    assert_eq!(keys("file_onetimelink_info"), ["token"]);
}

type Call = fn(&Session) -> Result<(), Error>;

fn done<T>(answer: Result<Answer<T>, Error>) -> Result<(), Error> {
    answer.map(drop)
}

const HASH: &str = "d41d8cd98f00b204e9800998ecf8427e";

/// Every operation of rapidgator, and the body that it sends.
const GOLDEN: [(&str, Call, &str); 30] = [
    (
        "user/login",
        |s| done(s.rapidgator()?.user_login("a@b", &Secret::new("p w"), None)),
        "login=a%40b&password=p+w",
    ),
    ("user/info", |s| done(s.rapidgator()?.user_info()), "token=tok"),
    (
        "folder/create",
        |s| done(s.rapidgator()?.folder_create(Some("7"), "é")),
        "token=tok&name=%C3%A9&folder_id=7&parent_folder_id=7",
    ),
    ("folder/info", |s| done(s.rapidgator()?.folder_info(Some("7"))), "token=tok&folder_id=7"),
    (
        "folder/content",
        |s| {
            let paging = Paging {
                page: Some(2),
                per_page: Some(9),
                sort_column: Some("size"),
                sort_direction: Some("DESC"),
            };
            done(s.rapidgator()?.folder_content(Some("7"), paging))
        },
        "token=tok&folder_id=7&page=2&per_page=9&sort_column=size&sort_direction=DESC",
    ),
    (
        "folder/rename",
        |s| done(s.rapidgator()?.folder_rename("7", "x")),
        "token=tok&folder_id=7&name=x",
    ),
    (
        "folder/copy",
        |s| done(s.rapidgator()?.folder_copy(&["7", "8"], "9")),
        "token=tok&folder_id=7%2C8&folder_id_dest=9",
    ),
    (
        "folder/move",
        |s| done(s.rapidgator()?.folder_move(&["7"], "9")),
        "token=tok&folder_id=7&folder_id_dest=9",
    ),
    (
        "folder/delete",
        |s| done(s.rapidgator()?.folder_delete(&["7", "8"])),
        "token=tok&folder_id=7%2C8",
    ),
    (
        "folder/change_mode",
        |s| done(s.rapidgator()?.folder_change_mode("7", 3)),
        "token=tok&folder_id=7&mode=3",
    ),
    (
        "file/upload",
        |s| done(s.rapidgator()?.file_upload("x", HASH, 5, Some("7"))),
        "token=tok&name=x&hash=d41d8cd98f00b204e9800998ecf8427e&size=5&folder_id=7",
    ),
    ("file/upload_info", |s| done(s.rapidgator()?.file_upload_info("u")), "token=tok&upload_id=u"),
    ("file/download", |s| done(s.rapidgator()?.file_download("f")), "token=tok&file_id=f"),
    ("file/info", |s| done(s.rapidgator()?.file_info("f")), "token=tok&file_id=f"),
    (
        "file/rename",
        |s| done(s.rapidgator()?.file_rename("f", "x y")),
        "token=tok&file_id=f&name=x+y",
    ),
    (
        "file/copy",
        |s| done(s.rapidgator()?.file_copy(&["f", "g"], "9")),
        "token=tok&file_id=f%2Cg&folder_id_dest=9",
    ),
    (
        "file/move",
        |s| done(s.rapidgator()?.file_move(&["f"], "9")),
        "token=tok&file_id=f&folder_id_dest=9",
    ),
    ("file/delete", |s| done(s.rapidgator()?.file_delete(&["f"])), "token=tok&file_id=f"),
    (
        "file/change_mode",
        |s| done(s.rapidgator()?.file_change_mode("f", 0)),
        "token=tok&file_id=f&mode=0",
    ),
    (
        "file/check_link",
        |s| done(s.rapidgator()?.file_check_link(&["http://x.test/a", "http://x.test/b"])),
        "token=tok&url=http%3A%2F%2Fx.test%2Fa%2Chttp%3A%2F%2Fx.test%2Fb",
    ),
    (
        "file/onetimelink_create",
        |s| done(s.rapidgator()?.file_onetimelink_create("f", Some("http://x.test/c"), Some(true))),
        "token=tok&file_id=f&url=http%3A%2F%2Fx.test%2Fc&notify=1",
    ),
    (
        "file/onetimelink_info",
        |s| done(s.rapidgator()?.file_onetimelink_info(&["l"])),
        "token=tok&link_id=l",
    ),
    (
        "file/xcopy",
        |s| done(s.rapidgator()?.file_xcopy("f", "9")),
        "token=tok&file_id=f&folder_id_dest=9",
    ),
    (
        "file/hashcopy",
        |s| {
            done(s.rapidgator()?.file_hashcopy(Hashcopy {
                hash: HASH,
                name: "x",
                folder_id_dest: "9",
            }))
        },
        "token=tok&hash=d41d8cd98f00b204e9800998ecf8427e&name=x&folder_id_dest=9",
    ),
    (
        "trashcan/content",
        |s| done(s.rapidgator()?.trashcan_content(Paging::default())),
        "token=tok",
    ),
    (
        "trashcan/restore",
        |s| done(s.rapidgator()?.trashcan_restore(Trash::Files(&["f"]))),
        "token=tok&file_id=f",
    ),
    ("trashcan/empty", |s| done(s.rapidgator()?.trashcan_empty(Trash::All)), "token=tok"),
    (
        "remote/create",
        |s| done(s.rapidgator()?.remote_create(&["http://x.test/a"], Some("7"))),
        "token=tok&url=http%3A%2F%2Fx.test%2Fa&folder_id=7",
    ),
    ("remote/info", |s| done(s.rapidgator()?.remote_info(&["j"])), "token=tok&job_id=j"),
    ("remote/delete", |s| done(s.rapidgator()?.remote_delete(&["j"])), "token=tok&job_id=j"),
];

fn head_of(path: &str, host: &str, length: usize) -> String {
    format!(
        "POST /api/v2/{path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\naccept: */*\r\nuser-agent: libgigahost/{}\r\naccept-encoding: identity\r\n\r\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The lines of a head in order of their names, the request line first.
fn lines(head: &str) -> Vec<String> {
    let mut lines: Vec<String> = head.trim_end().split("\r\n").map(str::to_owned).collect();
    lines[1..].sort();
    lines
}

#[test]
fn r182_every_operation_sends_exactly_these_bytes() {
    for (path, call, body) in GOLDEN {
        let server = FaultServer::start(Router::new().on(
            "POST",
            "/",
            gigahost_faults::reply(400).body("no"),
        ));
        // The answer is no matter here.
        let _ = call(&with_token(server.url("")));
        let request: Request = server.requests().remove(0);
        assert_eq!(request.body_text(), body, "{path}");
        let host = server.address().to_string();
        let head = String::from_utf8(request.head.clone()).unwrap();
        assert_eq!(
            lines(&head),
            lines(&head_of(path, &host, body.len())),
            "{path}: nothing of the machine or its user"
        );
        // The same again: byte for byte.
        let _ = call(&with_token(server.url("")));
        let again = server.requests().pop().unwrap();
        assert_eq!((&again.head, &again.body), (&request.head, &request.body), "{path}");
    }
}
