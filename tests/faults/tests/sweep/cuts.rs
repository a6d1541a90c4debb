//! R287: every answer of rapidgator, cut at every byte by an end and by a reset: an error with a
//! type, or the very answer.

use std::sync::Mutex;
use std::time::Duration;

use gigahost::hosts::rapidgator::{Hashcopy, Paging};
use gigahost::{Error, Secret, Session, Status, Trash};
use gigahost_faults::{Bounds, Connection, FaultServer, Invariants, reply, serial};

use super::support::*;

type Call = fn(&Session) -> Result<String, Error>;

const HASH: &str = "d41d8cd98f00b204e9800998ecf8427e";
const USER: &str = r#"{"user":{"email":"a@b","is_premium":true,"storage":{"total":10,"left":"5"},"upload":{"max_file_size":9,"nb_pipes":2}}}"#;
const FILE: &str = r#"{"file":{"file_id":"f1","mode":0,"folder_id":"7","name":"a é.bin","hash":"d41d8cd98f00b204e9800998ecf8427e","size":0,"created":1700000000,"url":"http:\/\/x.test\/f1"}}"#;
const FOLDER: &str = r#"{"folder":{"folder_id":"7","mode":0,"parent_folder_id":null,"name":"box","nb_files":"1","folders":[{"folder_id":"8","name":"in"}]}}"#;
const BATCH: &str =
    r#"{"result":{"success":1,"success_ids":["f1"],"fail":1,"fail_ids":["f2"],"errors":["no"]}}"#;
const UPLOAD: &str = r#"{"upload":{"upload_id":"u1","url":"http:\/\/127.0.0.1\/node","state":0,"state_label":"Uploading","file":[]}}"#;
const JOBS: &str =
    r#"{"jobs":[{"job_id":"1","url":"http:\/\/x.test","state_label":"Done","size":"5"}]}"#;
const LINK: &str = r#"{"link":{"link_id":"l1","file":{"file_id":"f1","name":"a"},"url":"http:\/\/x.test\/l1","state":"0"}}"#;

/// Every operation: its answer, and a call of it that prints what was read.
const CALLS: [(&str, Call); 30] = [
    (r#"{"token":"t1","user":{"email":"a@b"}}"#, |s| {
        show(&s.rapidgator()?.user_login("a", &Secret::new("p"), None)?.token.expose())
    }),
    (USER, |s| show(&*s.rapidgator()?.user_info()?)),
    (FOLDER, |s| show(&*s.rapidgator()?.folder_create(None, "x")?)),
    (FOLDER, |s| show(&*s.rapidgator()?.folder_info(None)?)),
    (FOLDER, |s| show(&*s.rapidgator()?.folder_content(None, Paging::default())?)),
    (FOLDER, |s| show(&*s.rapidgator()?.folder_rename("7", "x")?)),
    (BATCH, |s| show(&*s.rapidgator()?.folder_copy(&["7"], "8")?)),
    (BATCH, |s| show(&*s.rapidgator()?.folder_move(&["7"], "8")?)),
    (BATCH, |s| show(&*s.rapidgator()?.folder_delete(&["7"])?)),
    (FOLDER, |s| show(&*s.rapidgator()?.folder_change_mode("7", 1)?)),
    (UPLOAD, |s| show(&*s.rapidgator()?.file_upload("x", HASH, 1, None)?)),
    (UPLOAD, |s| show(&*s.rapidgator()?.file_upload_info("u1")?)),
    (r#"{"download_url":"http:\/\/x.test\/d","delay":0}"#, |s| {
        show(&*s.rapidgator()?.file_download("f1")?)
    }),
    (FILE, |s| show(&*s.rapidgator()?.file_info("f1")?)),
    (FILE, |s| show(&*s.rapidgator()?.file_rename("f1", "x")?)),
    (BATCH, |s| show(&*s.rapidgator()?.file_copy(&["f1"], "7")?)),
    (BATCH, |s| show(&*s.rapidgator()?.file_move(&["f1"], "7")?)),
    (BATCH, |s| show(&*s.rapidgator()?.file_delete(&["f1"])?)),
    (FILE, |s| show(&*s.rapidgator()?.file_change_mode("f1", 1)?)),
    (r#"[{"url":"http:\/\/x.test\/a","filename":"a","size":"5","status":"ACCESS"}]"#, |s| {
        show(&*s.rapidgator()?.file_check_link(&["http://x.test/a"])?)
    }),
    (LINK, |s| show(&*s.rapidgator()?.file_onetimelink_create("f1", None, None)?)),
    (r#"{"links":[{"link_id":"l1","state":0}]}"#, |s| {
        show(&*s.rapidgator()?.file_onetimelink_info(&[])?)
    }),
    (FILE, |s| show(&*s.rapidgator()?.file_xcopy("f1", "7")?)),
    (FILE, |s| {
        show(&*s.rapidgator()?.file_hashcopy(Hashcopy {
            hash: HASH,
            name: "x",
            folder_id_dest: "7",
        })?)
    }),
    (r#"{"files":[{"file_id":"f1","name":"a"}],"pager":{"current":1,"total":1}}"#, |s| {
        show(&*s.rapidgator()?.trashcan_content(Paging::default())?)
    }),
    (BATCH, |s| show(&*s.rapidgator()?.trashcan_restore(Trash::All)?)),
    (BATCH, |s| show(&*s.rapidgator()?.trashcan_empty(Trash::All)?)),
    (JOBS, |s| show(&*s.rapidgator()?.remote_create(&["http://x.test/a"], None)?)),
    (JOBS, |s| show(&*s.rapidgator()?.remote_info(&[])?)),
    (BATCH, |s| show(&*s.rapidgator()?.remote_delete(&["1"])?)),
];

fn show(value: &dyn std::fmt::Debug) -> Result<String, Error> {
    Ok(format!("{value:?}"))
}

/// Cuts one answer at every `step`-th byte from `first` on, in both ways.
fn cut(answer: &'static str, call: Call, first: usize, step: usize) -> usize {
    let whole = success(answer).to_bytes();
    let at_byte = std::sync::Arc::new(Mutex::new((whole.len(), false)));
    let server = FaultServer::start({
        let (whole, at_byte) = (whole.clone(), at_byte.clone());
        move |connection: &mut Connection| {
            while connection.read_head()?.is_some() {
                connection.read_body()?;
                let (at, reset) = *at_byte.lock().unwrap();
                connection.send(&whole[..at])?;
                match (at < whole.len(), reset) {
                    (false, _) => {}
                    (true, true) => return connection.rst(),
                    (true, false) => {
                        connection.close();
                        return Ok(());
                    }
                }
            }
            Ok(())
        }
    });
    let expected = call(&with_token(server.url(""))).expect("the whole answer");
    let mut runs = 0;
    for at in (first..whole.len()).step_by(step) {
        for reset in [false, true] {
            *at_byte.lock().unwrap() = (at, reset);
            // A session of its own, so that the pauses before its retries are the short ones.
            let session = with_token(server.url(""));
            match within(Duration::from_secs(3), || call(&session)) {
                Ok(text) => assert_eq!(text, expected, "{answer} at {at}"),
                Err(error) => {
                    let known = matches!(
                        error.status(),
                        Status::Network | Status::Protocol | Status::OutcomeUnknown
                    );
                    assert!(known, "{answer} at {at}, reset {reset}: {error}");
                }
            }
            runs += 1;
        }
    }
    assert_eq!(server.log().failures, Vec::<String>::new());
    runs
}

fn all_cut(step: usize) -> usize {
    let work = Mutex::new(CALLS.iter().enumerate().collect::<Vec<_>>());
    let runs = Mutex::new(0);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some((number, (answer, call))) = { work.lock().unwrap().pop() } {
                    let done = cut(answer, *call, number % step, step);
                    *runs.lock().unwrap() += done;
                }
            });
        }
    });
    runs.into_inner().unwrap()
}

#[test]
fn r287_an_answer_cut_at_some_bytes_is_an_error_or_the_same() {
    let _alone = serial();
    let watch = Invariants::begin();
    let runs = all_cut(7);
    assert!(runs > 1000, "{runs}");
    watch.finish(Bounds::within(Duration::from_secs(60)).memory(32 << 20).no_leaks());
}

#[test]
#[ignore = "every byte: for the full run"]
fn r287_an_answer_cut_at_any_byte_is_an_error_or_the_same() {
    let _alone = serial();
    let watch = Invariants::begin();
    println!("{} runs", all_cut(1));
    watch.finish(Bounds::within(Duration::from_secs(600)).memory(32 << 20).no_leaks());
}

#[test]
fn r287_an_error_page_cut_anywhere_is_an_error_too() {
    let _alone = serial();
    let whole = reply(503).html("<html><body>later</body></html>").to_bytes();
    for at in (0..=whole.len()).step_by(9) {
        let cut = whole[..at].to_vec();
        let server = FaultServer::start(vec![
            gigahost_faults::Step::ReadRequest,
            gigahost_faults::Step::Send(cut),
            gigahost_faults::Step::Close,
        ]);
        let error = with_token(server.url("")).account().unwrap_err();
        assert!(
            matches!(error.status(), Status::Network | Status::Protocol | Status::Http),
            "{at}: {error}"
        );
    }
}
