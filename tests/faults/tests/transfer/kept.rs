//! What a download that failed leaves: what the next one can go on from, and nothing else.

use std::path::Path;
use std::time::{Duration, SystemTime};

use gigahost::{
    CleanOptions, Control, DownloadOptions, Existing, Stage, Status, Target, clean_parts,
};
use gigahost_faults::{FaultServer, Router, Step, reply};

use super::resume::{half, honest, ranges, whole};
use super::support::*;

const SIZE: usize = 300_000;
const TAG: Option<&str> = Some("\"v1\"");

/// A host that breaks every stream of the one file, the first one after half of it.
fn broken(bytes: &[u8], tag: Option<&str>, hash: &str) -> Router {
    with_file(Some(SIZE), hash).on("GET", "/blob", half(bytes, tag)).on(
        "GET",
        "/blob",
        vec![Step::Rst],
    )
}

/// Has a download fail half-way.
fn fail(router: Router, path: &Path, options: DownloadOptions) -> gigahost::Error {
    let server = FaultServer::start(router);
    let error = fetch(&patient(server.url("")), path, options).unwrap_err();
    assert_eq!(error.status(), Status::Network, "{error}");
    error
}

#[test]
fn a_failed_download_keeps_its_part_unasked_and_says_which_and_how_much() {
    let bytes = content(SIZE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let error = fail(broken(&bytes, TAG, ""), &path, DownloadOptions::new());
    let left = names(folder.path());
    let [record, part] = &left[..] else { panic!("{left:?}") };
    assert!(record.ends_with(".gigameta"), "{left:?}");
    let part = folder.path().join(part);
    let there = part.metadata().unwrap().len();
    let expected = format!("{there} of {SIZE} bytes are kept in {}", part.display());
    assert!(there > 0 && error.hint().is_some_and(|hint| hint.starts_with(&expected)), "{error}");
    let router =
        with_file(Some(SIZE), "").on("GET", "/blob", honest(bytes.clone(), Some("\"v1\"")));
    let server = FaultServer::start(router);
    let done = fetch(&patient(server.url("")), &path, DownloadOptions::new()).unwrap();
    assert_eq!(done.resumed_from, there);
    assert_eq!(ranges(&server), [Some(format!("bytes={there}-"))]);
    assert_eq!(names(folder.path()), ["a.bin"]);
    assert!(std::fs::read(&path).unwrap() == bytes);
}

#[test]
fn nothing_is_kept_of_what_nobody_can_go_on_from() {
    let bytes = content(SIZE);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let error = fail(broken(&bytes, None, ""), &path, DownloadOptions::new());
    assert!(error.hint().is_none_or(|hint| !hint.contains("kept")), "no proof: {error}");
    assert!(names(folder.path()).is_empty(), "no proof");
    fail(broken(&bytes, TAG, ""), &path, DownloadOptions::new().with_resume(false));
    assert!(names(folder.path()).is_empty(), "refused");
    // Not even what has just come, where it is a stop that ends it.
    let mut steps = half(&bytes, None);
    steps.pop();
    steps.push(Step::ReadToEnd);
    let server = FaultServer::start(with_file(Some(SIZE), "").on("GET", "/blob", steps));
    let options = DownloadOptions::new()
        .on_progress(|progress| if progress.done > 0 { Control::Stop } else { Control::Continue });
    let error = fetch(&patient(server.url("")), &path, options).unwrap_err();
    assert_eq!(error.status(), Status::Cancelled, "{error}");
    assert_eq!(names(folder.path()), Vec::<String>::new(), "no proof, and some bytes: {error:?}");
    let nothing = with_file(Some(SIZE), &md5(&bytes)).on("GET", "/blob", vec![Step::Rst]);
    fail(nothing, &path, DownloadOptions::new());
    assert!(names(folder.path()).is_empty(), "no byte");
}

#[test]
fn a_page_in_place_of_the_rest_does_not_cost_what_is_there() {
    let bytes = content(SIZE);
    for (what, size, answer) in [
        ("a page", Some(SIZE), reply(200).html("<title>Daily limit reached</title>")),
        ("a page of no size", None, reply(200).html("<title>Daily limit reached</title>")),
        ("a note", Some(SIZE), reply(200).header("Content-Type", "text/plain").body("limit")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.bin");
        fail(broken(&bytes, TAG, &md5(&bytes)), &path, DownloadOptions::new());
        let before = names(folder.path());
        let server = FaultServer::start(with_file(size, &md5(&bytes)).on("GET", "/blob", answer));
        let error = fetch(&patient(server.url("")), &path, DownloadOptions::new()).unwrap_err();
        assert!(
            matches!(error.status(), Status::NotAFile | Status::SizeMismatch),
            "{what}: {error}"
        );
        assert_eq!(names(folder.path()), before, "{what}");
        assert!(error.hint().is_some_and(|hint| hint.contains("bytes are kept in")), "{error}");
        let router = with_file(Some(SIZE), &md5(&bytes));
        let router = router.on("GET", "/blob", honest(bytes.clone(), Some("\"v1\"")));
        let server = FaultServer::start(router);
        let done = fetch(&patient(server.url("")), &path, DownloadOptions::new()).unwrap();
        assert!(done.resumed_from > 0, "{what}");
        assert!(std::fs::read(&path).unwrap() == bytes, "{what}");
    }
}

#[test]
fn another_content_replaces_what_is_there_and_its_record() {
    let (old, new) = (content(SIZE), content(SIZE + 1)[1..].to_vec());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    fail(broken(&old, TAG, ""), &path, DownloadOptions::new());
    // The new one breaks as well, and says nothing by which it could be gone on with.
    let router = with_file(Some(SIZE), "").on("GET", "/blob", half(&new, None));
    fail(router.on("GET", "/blob", vec![Step::Rst]), &path, DownloadOptions::new());
    assert!(names(folder.path()).is_empty(), "a record of the old one beside bytes of the new");
    fail(broken(&old, TAG, ""), &path, DownloadOptions::new());
    let router = with_file(Some(SIZE), "").on("GET", "/blob", whole(&new, None));
    let server = FaultServer::start(router);
    let here = folder.path().to_owned();
    let options = DownloadOptions::new().on_progress(move |progress| {
        // A kill now would leave the record of the old one beside bytes of the new.
        let is_record = |name: &String| name.ends_with(".gigameta");
        assert!(progress.stage != Stage::Verifying || !names(&here).iter().any(is_record));
        Control::Continue
    });
    fetch(&patient(server.url("")), &path, options).unwrap();
    assert!(std::fs::read(&path).unwrap() == new);
}

#[test]
fn a_small_file_costs_no_second_one_and_a_large_one_gets_its_record_early() {
    for (size, recorded) in [(900_000, false), (3_000_000, true)] {
        let bytes = content(size);
        let router = with_file(Some(size), &md5(&bytes)).on("GET", "/blob", whole(&bytes, TAG));
        let server = FaultServer::start(router);
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().to_owned();
        let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
        let kept = seen.clone();
        let options = DownloadOptions::new().on_progress(move |progress| {
            if progress.stage == Stage::Verifying {
                kept.borrow_mut().extend(names(&here));
            }
            Control::Continue
        });
        fetch(&patient(server.url("")), &folder.path().join("a.bin"), options).unwrap();
        let records = seen.borrow().iter().filter(|name| name.ends_with(".gigameta")).count();
        assert_eq!(records > 0, recorded, "{size}: {:?}", seen.borrow());
        assert!(!seen.borrow().is_empty());
    }
}

#[test]
fn a_part_has_no_longer_name_than_its_target_where_names_must_be_short() {
    for length in [1, 100, 120, 143, 200, 255] {
        let name = format!("{}.bin", "n".repeat(length.max(5) - 4));
        let bytes = content(SIZE);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(&name);
        fail(broken(&bytes, TAG, ""), &path, DownloadOptions::new());
        let left = names(folder.path());
        assert_eq!(left.len(), 2, "{left:?}");
        let longest =
            ".gigablocks".len() - ".gigapart".len() + left.iter().map(String::len).max().unwrap();
        assert!(longest <= name.len().max(143) + 2, "{length}: {longest}");
        assert!(left.iter().all(|left| left.len() <= name.len().max(143)), "{length}: {left:?}");
        // Names that differ only in what was cut off have parts of their own.
        let other = folder
            .path()
            .join(name.replace(".bin", "").split_at(name.len() - 5).0.to_owned() + "x.bin");
        fail(broken(&bytes, TAG, ""), &other, DownloadOptions::new());
        assert_eq!(names(folder.path()).len(), 4, "{length}");
    }
}

/// Makes a file look as if it had not changed for so many days.
fn age(path: &Path, days: u64) {
    let then = SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60);
    std::fs::File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
}

#[test]
fn old_parts_are_cleaned_up_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("sub")).unwrap();
    let make = |name: &str, days: u64| {
        std::fs::write(at(name), b"12345").unwrap();
        age(&at(name), days);
    };
    let old = [".a.bin.0123abcd.gigapart", ".a.bin.0123abcd.gigameta", ".b.00000000.gigablocks"];
    let below = ["sub/.c.mkv.89abcdef.gigapart"];
    let others = [
        ".new.bin.0123abcd.gigapart", // not old
        "a.bin",
        ".a.bin.gigapart",
        "x.0123abcd.gigapart",
        ".a.0123ABCD.gigapart",
        ".a.123abcd.gigapart",
        "..0123abcd.gigapart",
        ".a.bin.0123abcd.gigapart.bak",
    ];
    for name in old.iter().chain(&below).chain(&others) {
        make(name, 8);
    }
    age(&at(others[0]), 1);
    let paths = |cleaned: Vec<gigahost::CleanedPart>| -> Vec<(String, u64)> {
        let relative = |part: gigahost::CleanedPart| {
            let path = part.path.strip_prefix(folder.path()).unwrap().to_owned();
            (path.display().to_string().replace('\\', "/"), part.bytes)
        };
        cleaned.into_iter().map(relative).collect()
    };
    let all = names(folder.path());
    let options = CleanOptions::new();
    let expected = [(old[0].to_owned(), 10), (".b.00000000.gigapart".to_owned(), 5)];
    let dry = clean_parts(folder.path(), options.with_dry_run(true)).unwrap();
    assert_eq!(paths(dry), expected);
    assert_eq!(names(folder.path()), all);
    assert_eq!(paths(clean_parts(folder.path(), options).unwrap()), expected);
    assert_eq!(names(folder.path()).len(), all.len() - old.len());
    let deep = clean_parts(folder.path(), options.with_recursive(true)).unwrap();
    assert_eq!(paths(deep), [(below[0].to_owned(), 5)]);
    let rest = clean_parts(folder.path(), options.with_older_than(Duration::ZERO)).unwrap();
    assert_eq!(paths(rest), [(others[0].to_owned(), 5)]);
    let mut left: Vec<_> = others[1..].to_vec();
    left.push("sub");
    left.sort_unstable();
    assert_eq!(names(folder.path()), left);
    let error = clean_parts(at("missing"), options).unwrap_err();
    assert_eq!((error.status(), error.path()), (Status::Io, Some(&*at("missing"))), "{error}");
}

#[test]
fn a_part_that_a_download_is_at_is_never_cleaned_up() {
    let bytes = content(3_000_000);
    for resume in [false, true] {
        let router =
            with_file(Some(bytes.len()), &md5(&bytes)).on("GET", "/blob", whole(&bytes, TAG));
        let server = FaultServer::start(router);
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().to_owned();
        let options = DownloadOptions::new().with_resume(resume).with_existing(Existing::Refuse);
        let options = options.on_progress(move |_| {
            let all = CleanOptions::new().with_older_than(Duration::ZERO);
            let cleaned = clean_parts(&here, all).unwrap();
            assert!(cleaned.is_empty(), "{cleaned:?}");
            Control::Continue
        });
        let target = Target::file(folder.path().join("a.bin"));
        patient(server.url("")).download("f1", target, options).unwrap();
        assert_eq!(names(folder.path()), ["a.bin"]);
    }
}
