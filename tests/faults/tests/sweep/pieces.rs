//! R286: the n-th piece that passes between the library and a host that works is lost, late, torn or
//! cut, for every n up to the end of the conversation.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use gigahost::{
    DownloadOptions, Error, Item, Outcome, Session, Source, Status, Target, Trash, UploadOptions,
};
use gigahost_emulator::Emulator;
use gigahost_faults::{Bounds, Break, FaultProxy, Invariants, Sinks, serial};

use super::support::*;

/// What stands at the host before each run.
struct Scene<'a> {
    emulator: &'a Emulator,
    folder: &'a Path,
    file: String,
    link: String,
}

type Script =
    (&'static str, fn(&Session, &Scene) -> Result<(), Error>, fn(&Scene, &Result<(), Error>));

fn count(scene: &Scene, name: &str) -> usize {
    let files = scene.emulator.files(RAPIDGATOR);
    files.iter().filter(|file| file.name == name && file.state == "active").count()
}

fn anything(_: &Scene, _: &Result<(), Error>) {}

/// A call that cannot be repeated has had one effect or none; with success, one.
fn once(found: usize, before: usize, outcome: &Result<(), Error>) {
    let added = found - before;
    match outcome {
        Ok(()) => assert_eq!(added, 1, "success is one effect"),
        Err(error) if error.outcome() == Outcome::NotApplied => assert_eq!(added, 0, "{error}"),
        Err(_) => assert!(added <= 1),
    }
}

const SENT: usize = 200_000;

/// The scripts, and what must be true after each run, whatever became of it.
const SCRIPTS: [Script; 12] = [
    ("account", |s, _| s.account().map(drop), anything),
    (
        "list",
        |s, _| {
            let listing = s.list(None)?;
            assert!(listing.entries.iter().any(|entry| entry.name == "a.bin"), "a whole listing");
            Ok(())
        },
        anything,
    ),
    (
        "stat",
        |s, scene| {
            assert_eq!(s.stat(Item::File(&scene.file))?.size, Some(90_000));
            Ok(())
        },
        anything,
    ),
    (
        "upload",
        |s, _| {
            let options = UploadOptions::new().with_name("up.bin");
            let receipt = s.upload(Source::bytes(content(SENT)), options)?;
            assert_eq!(receipt.md5, Some(md5(&content(SENT))));
            Ok(())
        },
        |scene, outcome| once(count(scene, "up.bin"), 0, outcome),
    ),
    (
        "instant upload",
        |s, _| {
            let options = UploadOptions::new().with_name("up.bin");
            s.upload(Source::bytes(content(90_000)), options).map(drop)
        },
        |scene, outcome| once(count(scene, "up.bin"), 0, outcome),
    ),
    (
        "download",
        |s, scene| {
            let target = Target::file(scene.folder.join("a.bin"));
            s.download(&scene.file, target, DownloadOptions::new()).map(drop)
        },
        |scene, outcome| {
            let expected: &[&str] = if outcome.is_ok() { &["a.bin"] } else { &[] };
            assert_eq!(names(scene.folder), expected, "I5");
            if outcome.is_ok() {
                assert!(std::fs::read(scene.folder.join("a.bin")).unwrap() == content(90_000));
            }
        },
    ),
    (
        "rename",
        |s, scene| s.rename(Item::File(&scene.file), "b.bin").map(drop),
        |scene, outcome| {
            if outcome.is_ok() {
                assert_eq!((count(scene, "a.bin"), count(scene, "b.bin")), (0, 1));
            }
        },
    ),
    (
        "delete",
        |s, scene| {
            let batch = s.delete(&[Item::File(&scene.file)])?;
            assert!(batch.is_complete(), "{batch:?}");
            Ok(())
        },
        |scene, outcome| {
            if outcome.is_ok() {
                assert_eq!(count(scene, "a.bin"), 0);
            }
        },
    ),
    (
        "copy",
        |s, scene| {
            let box_ = s.rapidgator()?.folder_info(None)?.folder_id.clone();
            let batch = s.rapidgator()?.file_copy(&[&scene.file], &box_)?;
            assert_eq!(batch.fail, 0);
            Ok(())
        },
        |scene, outcome| once(count(scene, "a.bin"), 1, outcome),
    ),
    ("make folder", |s, _| s.make_folder(None, "box").map(drop), anything),
    (
        "check links",
        |s, scene| {
            assert!(s.check_links(&[&scene.link])?[0].alive);
            Ok(())
        },
        anything,
    ),
    ("trash", |s, _| s.trash_restore(Trash::All).map(drop), anything),
];

const BREAKS: [Break; 7] = [
    Break::Reset,
    Break::HalfThenReset,
    Break::End,
    Break::HalfThenEnd,
    Break::Delay(Duration::from_millis(60)),
    Break::Bytes,
    Break::Silence,
];

/// The rig of one worker.
struct Rig {
    emulator: Emulator,
    proxy: FaultProxy,
    folder: tempfile::TempDir,
}

impl Rig {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { emulator: emulator(), proxy: FaultProxy::start(), folder }
    }

    /// A session whose every connection goes through the proxy.
    fn session(&self) -> Session {
        let mut clocks = clocks();
        // Silence costs as long as these.
        clocks.connect = Duration::from_millis(400);
        clocks.answer = Duration::from_millis(400);
        clocks.attempt = Duration::from_millis(500);
        clocks.idle = Duration::from_millis(400);
        clocks.answer_after_body = Duration::from_millis(400);
        clocks.processing = Duration::from_secs(4);
        at(self.emulator.base_url(RAPIDGATOR))
            .resolve("127.0.0.1", [self.proxy.address()])
            .clocks(clocks)
            .build()
            .unwrap()
    }

    /// Runs a script with the n-th piece broken so; gives how many pieces passed.
    fn run(&self, script: &Script, broken: Option<(u64, Break)>) -> u64 {
        self.emulator.reset();
        self.emulator.set(RAPIDGATOR, "processing_polls", 0).unwrap();
        let _ = std::fs::remove_file(self.folder.path().join("a.bin"));
        let receipt = upload(&session(&self.emulator), "a.bin", &content(90_000)).unwrap();
        let (file, link) = (receipt.entry.id, receipt.url.unwrap());
        let scene = Scene { emulator: &self.emulator, folder: self.folder.path(), file, link };
        let session = self.session();
        match broken {
            Some((piece, how)) => self.proxy.arm(piece, how),
            None => self.proxy.disarm(),
        }
        let outcome = within(Duration::from_secs(12), || script.1(&session, &scene));
        let pieces = self.proxy.pieces();
        self.proxy.disarm();
        if let Err(error) = &outcome {
            assert!(broken.is_some(), "{}: {error}", script.0);
            assert_ne!(error.status(), Status::Internal, "{error}");
            let text = format!("{error} {error:?}");
            assert!(!text.contains("correct horse"), "I3: {text}");
            Sinks::check(&text);
        }
        // A fault in the middle may have stored what its answer did not tell: the emulator has
        // finished with the broken connection when it has answered this.
        session.account().unwrap_or_else(|e| panic!("I6 {} {broken:?}: {e}", script.0));
        script.2(&scene, &outcome);
        pieces
    }
}

/// Every script, every break, every `step`-th piece, shifted from break to break.
fn sweep(step: u64, breaks: &[Break]) -> usize {
    let scripts = Mutex::new(SCRIPTS.iter().collect::<Vec<_>>());
    let runs = Mutex::new(0);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                let rig = Rig::new();
                while let Some(script) = { scripts.lock().unwrap().pop() } {
                    let pieces = rig.run(script, None);
                    for (shift, how) in breaks.iter().enumerate() {
                        let mut piece = 1 + shift as u64 % step;
                        while piece <= pieces {
                            rig.run(script, Some((piece, *how)));
                            *runs.lock().unwrap() += 1;
                            piece += step;
                        }
                    }
                }
            });
        }
    });
    runs.into_inner().unwrap()
}

#[test]
fn r286_a_break_at_some_pieces_is_an_error_or_no_matter() {
    let _alone = serial();
    // Once in a process the emulator's runtime makes a pair of sockets for good.
    drop(emulator());
    let watch = Invariants::begin();
    let runs = sweep(4, &BREAKS[..6]);
    assert!(runs > 100, "{runs}");
    watch.finish(Bounds::within(Duration::from_secs(60)).memory(64 << 20).no_leaks());
}

#[test]
#[ignore = "every piece and every break: for the full run"]
fn r286_a_break_at_any_piece_is_an_error_or_no_matter() {
    let _alone = serial();
    // Once in a process the emulator's runtime makes a pair of sockets for good.
    drop(emulator());
    let watch = Invariants::begin();
    println!("{} runs", sweep(1, &BREAKS));
    watch.finish(Bounds::within(Duration::from_secs(900)).memory(64 << 20).no_leaks());
}
