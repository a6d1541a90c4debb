use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{
    Connecting, Making, Pipe, Readers, SENDS_FILES, allocate, file_number, is_alone_at, number_at,
    open, path_from_bytes, path_into_bytes, read_at, read_now, send_file, sync_folder_of,
    why_not_private, why_unfit, words,
};

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
fn a_file_with_a_second_name_is_not_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part");
    let file = open(&path, Making::New, Readers::Like(None)).unwrap();
    std::fs::hard_link(&path, folder.path().join("other")).unwrap();
    assert!(!is_alone_at(&file, &path));
}

#[test]
fn a_file_keeps_its_number_under_another_name_and_a_new_one_has_another() {
    let folder = tempfile::tempdir().unwrap();
    let (path, renamed) = (folder.path().join("one"), folder.path().join("two"));
    let number_of = |file: std::fs::File| file_number(&file, &file.metadata().unwrap()).unwrap();
    let number = number_of(open(&path, Making::New, Readers::Owner).unwrap());
    assert_eq!(number_at(&path, &path.metadata().unwrap()).unwrap(), number);
    std::fs::rename(&path, &renamed).unwrap();
    assert_eq!(number_at(&renamed, &renamed.metadata().unwrap()).unwrap(), number);
    let other = number_of(open(&path, Making::New, Readers::Owner).unwrap());
    assert_ne!(other, number);
}

#[test]
fn a_file_is_made_or_not_as_it_is_asked_for_and_what_was_in_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    for (name, who) in [("owner", Readers::Owner), ("like", Readers::Like(None))] {
        let path = folder.path().join(name);
        let not_there = open(&path, Making::Never, who).unwrap_err();
        assert_eq!(not_there.kind(), ErrorKind::NotFound);
        open(&path, Making::New, who).unwrap().write_all(b"film").unwrap();
        let there = open(&path, Making::New, who).unwrap_err();
        assert_eq!(there.kind(), ErrorKind::AlreadyExists);
        for making in [Making::IfMissing, Making::Never] {
            let mut text = String::new();
            open(&path, making, who).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "film", "{making:?}");
        }
    }
}

#[test]
fn a_file_for_its_owner_is_private_and_so_is_one_like_it() {
    let folder = tempfile::tempdir().unwrap();
    let private = folder.path().join("private");
    let file = open(&private, Making::IfMissing, Readers::Owner).unwrap();
    assert_eq!(why_not_private(&file).unwrap(), None);
    let like = folder.path().join("like");
    let file = open(&like, Making::New, Readers::Like(Some(&private))).unwrap();
    assert_eq!(why_not_private(&file).unwrap(), None);
}

#[test]
fn a_file_that_others_may_read_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("public");
    make_public(&path);
    let file = open(&path, Making::Never, Readers::Owner).unwrap();
    assert!(why_not_private(&file).unwrap().is_some());
}

#[test]
fn the_link_itself_is_refused_where_a_file_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (secret, link) = (folder.path().join("secret"), folder.path().join("link"));
    std::fs::write(&secret, "film").unwrap();
    if let Err(why) = make_link(&secret, &link) {
        println!("skipped: no links can be made here: {why}");
        return;
    }
    for making in [Making::IfMissing, Making::Never, Making::New] {
        assert!(open(&link, making, Readers::Like(None)).is_err(), "{making:?}");
    }
    let file = open(&secret, Making::Never, Readers::Owner).unwrap();
    assert!(!is_alone_at(&file, &link));
}

#[test]
fn a_path_is_unfit_only_where_the_system_makes_something_else_of_it() {
    let unfit = why_unfit(Path::new("film.mkv:stream"));
    assert_eq!(unfit.is_some(), cfg!(windows), "{unfit:?}");
    assert_eq!(why_unfit(Path::new("films/film.mkv")), None);
}

#[test]
fn a_file_that_is_allocated_has_its_length_and_keeps_what_it_had() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"film").unwrap();
    for length in [1_000_000, 4, 0] {
        allocate(&file, length).unwrap();
        assert_eq!(file.metadata().unwrap().len(), length);
    }
    allocate(&file, 6).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    let mut all = Vec::new();
    file.read_to_end(&mut all).unwrap();
    assert_eq!(all, [0; 6]);
    // More than any disk has, where the system can tell.
    if SENDS_FILES {
        assert!(allocate(&file, 1 << 60).is_err());
    }
}

#[test]
fn a_failure_is_told_in_the_systems_words_without_its_number() {
    let failure = std::fs::metadata("no such folder/file").unwrap_err();
    let said = words(&failure);
    assert!(said.len() > 5 && !said.contains("os error") && !said.ends_with('.'), "{said}");
    let number = if cfg!(windows) { 4 } else { 24 };
    let failure = std::io::Error::from_raw_os_error(number);
    assert_eq!(words(&failure), "too many open files");
    assert_eq!(words(&std::io::Error::other("a password")), "other error");
}

#[test]
fn a_path_comes_back_as_it_went() {
    let path = Path::new("films/Größe 日本.mkv");
    assert_eq!(path_from_bytes(&path_into_bytes(path)).unwrap(), path);
}

/// Makes a file that everybody may read.
fn make_public(path: &Path) {
    let file = std::fs::File::create(path).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt as _;
        drop(file);
        // READ_CONTROL and WRITE_DAC.
        let file = OpenOptions::new().access_mode(0x0006_0000).open(path).unwrap();
        let user = gigahost_access::user().unwrap();
        gigahost_access::set(&file, &format!("D:P(A;;FA;;;{user})(A;;FR;;;WD)")).unwrap();
    }
}

fn make_link(to: &Path, at: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::symlink(to, at);
    #[cfg(windows)]
    std::os::windows::fs::symlink_file(to, at)?;
    // Wine says that it made one, and makes none.
    #[cfg(windows)]
    at.symlink_metadata().map(drop)
}

fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (far, _) = listener.accept().unwrap();
    for end in [&near, &far] {
        end.set_read_timeout(Some(PATIENCE)).unwrap();
    }
    (near, far)
}

#[test]
fn a_range_of_a_file_is_sent_wherever_the_file_is_at() {
    let (near, mut far) = pair();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"0123456789").unwrap();
    if !SENDS_FILES {
        assert_eq!(send_file(&near, &file, 3, 4).unwrap_err().kind(), ErrorKind::Unsupported);
        return;
    }
    assert_eq!(send_file(&near, &file, 3, 4).unwrap(), 4);
    assert_eq!(send_file(&near, &file, 8, 100).unwrap(), 2);
    assert_eq!(send_file(&near, &file, 10, 1).unwrap(), 0, "beyond the end");
    assert_eq!(file.stream_position().unwrap(), 10);
    drop(near);
    let mut got = String::new();
    far.read_to_string(&mut got).unwrap();
    assert_eq!(got, "345689");
    let mut some = [0; 4];
    assert_eq!(read_at(&file, &mut some, 8).unwrap(), 2);
    assert_eq!(&some, b"89\0\0");
}

#[test]
fn what_a_socket_gives_goes_through_a_pipe_to_where_the_file_is_at() {
    let Some(pipe) = Pipe::new().unwrap() else { return };
    let (mut near, far) = pair();
    near.write_all(b"hello, file").unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"begun: xxxx").unwrap();
    file.seek(SeekFrom::Start(7)).unwrap();
    assert_eq!(pipe.fill(&far, 5).unwrap(), 5, "no more than was asked for");
    assert_eq!(pipe.pour(&file, 5).unwrap(), 5);
    assert_eq!(pipe.fill(&far, 100).unwrap(), 6);
    let mut rest = [0; 6];
    assert_eq!(pipe.read(&mut rest).unwrap(), 6);
    assert_eq!(&rest, b", file");
    drop(near);
    assert_eq!(pipe.fill(&far, 100).unwrap(), 0, "the end");
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.read_to_string(&mut text).unwrap();
    assert_eq!(text, "begun: hello");
}

#[test]
fn a_file_that_takes_no_bytes_of_a_pipe_says_so_and_the_bytes_stay() {
    let Some(pipe) = Pipe::new().unwrap() else { return };
    let folder = tempfile::tempdir().unwrap();
    let append =
        OpenOptions::new().append(true).create(true).open(folder.path().join("f")).unwrap();
    let (mut near, far) = pair();
    near.write_all(b"abc").unwrap();
    assert_eq!(pipe.fill(&far, 3).unwrap(), 3);
    assert_eq!(pipe.pour(&append, 3).unwrap_err().kind(), ErrorKind::InvalidInput);
    let mut rest = [0; 3];
    assert_eq!(pipe.read(&mut rest).unwrap(), 3);
}

#[test]
fn reading_now_does_not_wait_and_a_peek_leaves_the_bytes() {
    let (mut near, far) = pair();
    let mut some = [0; 8];
    assert_eq!(read_now(&far, &mut some, true).unwrap_err().kind(), ErrorKind::WouldBlock);
    assert_eq!(read_now(&far, &mut some, false).unwrap_err().kind(), ErrorKind::WouldBlock);
    near.write_all(b"abc").unwrap();
    assert_eq!(far.peek(&mut some).unwrap(), 3, "it has arrived");
    assert_eq!(read_now(&far, &mut some, true).unwrap(), 3);
    assert_eq!(read_now(&far, &mut some, false).unwrap(), 3);
    assert_eq!(read_now(&far, &mut some, false).unwrap_err().kind(), ErrorKind::WouldBlock);
}
