//! L: many threads, small stacks, signals, and what is left of a process.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::Duration;

use gigahost::{DownloadOptions, Item, Session, Source, Status, Target, Trash, UploadOptions};
use gigahost_emulator::{Fault, FaultKind};

use super::support::*;

/// Calls a thread. In a debug build, where everything is slow, a fifth of the matrix's 500.
const CALLS: usize = if cfg!(debug_assertions) { 100 } else { 500 };

#[test]
fn r216_sixteen_threads_on_one_session_never_get_each_others_answers() {
    let emulator = emulator();
    let session = session(&emulator);
    let ids: Vec<_> =
        (0..16).map(|n| put(&emulator, &format!("{n}.bin"), &content(n + 1))).collect();
    emulator.clear_log();
    within(Duration::from_secs(60), || {
        std::thread::scope(|scope| {
            for (number, id) in ids.iter().enumerate() {
                let session = &session;
                scope.spawn(move || {
                    for _ in 0..CALLS {
                        let entry = session.stat(Item::File(id)).unwrap();
                        assert_eq!(entry.name, format!("{number}.bin"));
                        assert_eq!(
                            (entry.id.as_str(), entry.size),
                            (id.as_str(), Some(number as u64 + 1))
                        );
                    }
                });
            }
        });
    });
    assert_eq!(emulator.count(RAPIDGATOR, "user_login"), 1);
    assert_eq!(emulator.count(RAPIDGATOR, "file_info"), 16 * CALLS);
}

/// One thread's part of the mixture; gives how many calls failed. Every failure is a typed one.
fn mixture(session: &Session, thread: usize, rounds: usize) -> usize {
    let mut failures = 0;
    for round in 0..rounds {
        let bytes = content(1000 + thread * 100 + round);
        let name = format!("{thread}-{round}.bin");
        let outcome = session
            .upload(Source::bytes(bytes.clone()), UploadOptions::new().with_name(name))
            .and_then(|receipt| {
                let path = tempfile::NamedTempFile::new().unwrap().into_temp_path();
                let over = DownloadOptions::new().with_existing(gigahost::Existing::Overwrite);
                session.download(&receipt.entry.id, Target::file(&*path), over)?;
                assert!(std::fs::read(&path).unwrap() == bytes);
                session.delete(&[receipt.entry.item()])
            });
        if let Err(error) = outcome {
            assert_ne!(error.status(), Status::Internal, "{error}");
            failures += 1;
        }
    }
    failures
}

#[test]
fn r217_a_mixture_of_calls_under_faults_leaves_the_session_well() {
    let emulator = emulator();
    let mut clocks = clocks();
    clocks.processing = Duration::from_secs(4);
    let interval = Duration::from_millis(1);
    let session = at(emulator.base_url(RAPIDGATOR))
        .clocks(clocks)
        .renewal_interval(interval)
        .build()
        .unwrap();
    // Every seventh answer lost, and now and then a dead token.
    for n in 0..12 {
        let lost = Fault::new(RAPIDGATOR, "*", FaultKind::CutResponse).from_call(n * 17 + 5);
        emulator.fault(lost);
        let odd = Fault::new(RAPIDGATOR, "*", FaultKind::BadJson).from_call(n * 19 + 9);
        emulator.fault(odd);
        let busy = FaultKind::HttpStatus { code: 503 };
        emulator.fault(Fault::new(RAPIDGATOR, "*", busy).from_call(n * 23 + 11));
    }
    let failures: usize = std::thread::scope(|scope| {
        let running: Vec<_> = (0..16)
            .map(|thread| {
                scope.spawn({
                    let session = &session;
                    move || mixture(session, thread, 2)
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().expect("no panic")).sum()
    });
    assert!(failures < 32, "some get through");
    healthy(&emulator, &session);
    // No content is there twice.
    let mut seen = BTreeSet::new();
    for (size, hash) in stored(&emulator) {
        assert!(seen.insert((size, hash)), "a duplicate of {size} bytes");
    }
}

#[test]
fn r220_a_panic_in_a_callback_does_not_poison_the_session() {
    let emulator = emulator();
    let session = session(&emulator);
    session.login().unwrap();
    for at in 0..4 {
        let hook = std::panic::AssertUnwindSafe(|| {
            let mut event = 0;
            let options = UploadOptions::new().with_name("a").on_progress(move |_| {
                event += 1;
                assert!(event <= at, "on purpose");
                gigahost::Control::Continue
            });
            session.upload(Source::bytes(content(200_000)), options)
        });
        assert!(std::panic::catch_unwind(hook).is_err(), "{at}");
        // Neither the thread's scope nor a lock is left behind.
        session.account().unwrap_or_else(|e| panic!("after a panic at {at}: {e}"));
    }
    // A panic while a login is under way: the next call logs in.
    let fresh = super::support::session(&emulator);
    let hook = std::panic::AssertUnwindSafe(|| {
        let mut event = 0;
        let options = UploadOptions::new().with_name("b").on_progress(move |_| {
            event += 1;
            assert!(event < 2, "on purpose");
            gigahost::Control::Continue
        });
        fresh.upload(Source::bytes(content(200_001)), options)
    });
    assert!(std::panic::catch_unwind(hook).is_err());
    fresh.account().unwrap();
}

fn open_sockets() -> Vec<String> {
    let links = std::fs::read_dir("/proc/self/fd").unwrap().flatten();
    links
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .map(|link| link.to_string_lossy().into_owned())
        .filter(|link| link.starts_with("socket:") || link.contains("gigapart"))
        .collect()
}

#[test]
fn r224_a_program_that_is_started_inherits_nothing_of_ours() {
    const TEST: &str = "threads::r224_a_program_that_is_started_inherits_nothing_of_ours";
    if let Some(argument) = child_argument() {
        let (url, id) = argument.split_once(' ').unwrap();
        let folder = tempfile::tempdir().unwrap();
        let checked = std::rc::Rc::new(std::cell::Cell::new(0));
        let count = checked.clone();
        let options = DownloadOptions::new().with_resume(true).on_progress(move |progress| {
            if progress.stage == gigahost::Stage::Receiving {
                assert!(!open_sockets().is_empty(), "there is something to inherit");
                let list = Command::new("ls").args(["-l", "/proc/self/fd"]).output().unwrap();
                let list = String::from_utf8_lossy(&list.stdout).into_owned();
                let ours = open_sockets();
                assert!(!ours.iter().any(|fd| list.contains(fd)), "{list}\n{ours:?}");
                count.set(count.get() + 1);
            }
            gigahost::Control::Continue
        });
        let session = at(url).build().unwrap();
        session.download(id, Target::file(folder.path().join("a")), options).unwrap();
        assert!(checked.get() > 0);
        return;
    }
    let emulator = emulator();
    let id = put(&emulator, "a.bin", &content(100_000));
    run_child("", TEST, &format!("{} {id}", emulator.base_url(RAPIDGATOR)));
}

#[test]
fn r225_signals_do_not_show() {
    const TEST: &str = "threads::r225_signals_do_not_show";
    if let Some(argument) = child_argument() {
        let session = at(argument).build().unwrap();
        for round in 0..6 {
            upload(&session, &format!("{round}.bin"), &content(200_000 + round)).unwrap();
            session.list(None).unwrap();
        }
        println!("well");
        return;
    }
    let emulator = emulator();
    // A cut connection is written to: SIGPIPE must not end the process, whatever its disposition.
    emulator.fault(Fault::new(RAPIDGATOR, "upload_bytes", FaultKind::CutRequest { bytes: 10 }));
    let url = emulator.base_url(RAPIDGATOR);
    let mut running = child("trap - PIPE", TEST, &url);
    running.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = running.spawn().unwrap();
    let pid = child.id().to_string();
    // Ignored by default, and stopping: each interrupts what is waiting.
    let storm = std::thread::spawn(move || {
        for signal in ["WINCH", "CHLD", "URG", "STOP", "CONT"].iter().cycle().take(400) {
            let sent = Command::new("kill")
                .args([&format!("-{signal}"), &pid])
                .stderr(Stdio::null())
                .status();
            if !sent.is_ok_and(|status| status.success()) {
                break;
            }
        }
        // Not left stopped.
        let _ = Command::new("kill").args(["-CONT", &pid]).stderr(Stdio::null()).status();
    });
    let output = child.wait_with_output().unwrap();
    storm.join().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("well"), "{} {text}", output.status);
    assert_eq!(emulator.files(RAPIDGATOR).len(), 6);
}

/// What a library must not change: handlers and masks of signals, environment, folder, umask.
fn state() -> Vec<String> {
    let status = std::fs::read_to_string("/proc/thread-self/status").unwrap();
    let wanted = ["SigBlk", "SigIgn", "SigCgt", "Umask", "NoNewPrivs", "Seccomp:"];
    let mut state: Vec<String> = status
        .lines()
        .filter(|line| wanted.iter().any(|field| line.starts_with(field)))
        .map(str::to_owned)
        .collect();
    state.extend(std::env::vars_os().map(|(name, value)| format!("{name:?}={value:?}")));
    state.push(format!("{:?}", std::env::current_dir().unwrap()));
    state
}

#[test]
fn r226_the_process_is_as_it_was() {
    const TEST: &str = "threads::r226_the_process_is_as_it_was";
    if let Some(argument) = child_argument() {
        let before = state();
        let threads = std::fs::read_dir("/proc/self/task").unwrap().count();
        let session = at(argument).build().unwrap();
        let receipt = upload(&session, "a.bin", &content(5000)).unwrap();
        let sink = Target::writer(std::io::sink());
        session.download(&receipt.entry.id, sink, DownloadOptions::new()).unwrap();
        assert_eq!(std::fs::read_dir("/proc/self/task").unwrap().count(), threads, "no thread");
        drop(session);
        assert_eq!(state(), before);
        return;
    }
    let emulator = emulator();
    run_child("", TEST, &emulator.base_url(RAPIDGATOR));
}

#[test]
fn r227_every_verb_runs_on_a_stack_of_256_kibibytes() {
    let emulator = emulator();
    let url = emulator.base_url(RAPIDGATOR);
    let work = move || {
        let session = at(url).build().unwrap();
        let folder = session.make_folder(None, "box").unwrap();
        let receipt = upload(&session, "a.bin", &content(300_000)).unwrap();
        let (id, file) = (receipt.entry.id.clone(), receipt.entry.item());
        let space = tempfile::tempdir().unwrap();
        let options = DownloadOptions::new().with_resume(true);
        session.download(&id, Target::directory(space.path()), options).unwrap();
        session.account().unwrap();
        session.stat(file).unwrap();
        session.rename(file, "b.bin").unwrap();
        session.set_visibility(file, &gigahost::Visibility::Private).unwrap();
        session.copy_to(&[file], Some(&folder.id)).unwrap();
        session.move_to(&[file], Some(&folder.id)).unwrap();
        session.list(Some(&folder.id)).unwrap();
        session.check_links(&[receipt.url.as_deref().unwrap()]).unwrap();
        session.share_link(&id).unwrap();
        let jobs = session.remote_upload(&["http://x.test/a"], None).unwrap();
        session.remote_status(&[&jobs[0].id]).unwrap();
        session.remote_cancel(&[&jobs[0].id]).unwrap();
        session.delete(&[file]).unwrap();
        session.trash_list().unwrap();
        session.trash_restore(Trash::Files(&[&id])).unwrap();
        session.delete(&[file]).unwrap();
        session.trash_empty(Trash::All).unwrap();
        session.logout().unwrap();
        // Deep JSON, the reader's way down.
        session.call("/api/v2/user/info", &[]).unwrap();
    };
    std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(work)
        .unwrap()
        .join()
        .expect("no overflow");
}
