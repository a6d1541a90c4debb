use std::fs::OpenOptions;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Connecting, is_alone_at, path_from_bytes, path_into_bytes, sync_folder_of};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_connection_that_is_made_and_one_that_is_refused_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let open = listener.local_addr().unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (address, made) in [(open, true), (closed, false)] {
        let mut connecting = Connecting::default();
        assert!(connecting.is_empty());
        let began = Instant::now();
        // Some systems refuse at once on loopback.
        let mut outcome = connecting.begin(&address).err().map(Err);
        while outcome.is_none() {
            assert!(began.elapsed() < PATIENCE, "nothing came of {address}");
            outcome = connecting.wait(Duration::from_millis(50)).unwrap().pop();
        }
        let outcome = outcome.unwrap();
        assert_eq!(outcome.is_ok(), made, "{address}: {outcome:?}");
        assert!(connecting.is_empty());
    }
}

#[test]
fn waiting_for_nothing_comes_back_at_once() {
    let began = Instant::now();
    assert!(Connecting::default().wait(PATIENCE).unwrap().is_empty());
    assert!(began.elapsed() < PATIENCE);
}

#[test]
fn a_file_that_lost_its_name_is_not_alone_at_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part");
    let file = OpenOptions::new().write(true).create_new(true).open(&path).unwrap();
    assert!(is_alone_at(&file, &path));
    sync_folder_of(&path).unwrap();
    drop(std::fs::rename(&path, folder.path().join("whole")));
    assert!(!is_alone_at(&file, &path));
}

#[test]
fn a_path_comes_back_as_it_went() {
    let path = Path::new("films/Größe 日本.mkv");
    assert_eq!(path_from_bytes(&path_into_bytes(path)).unwrap(), path);
}
