//! Downloads in segments at every host: the file whole and right, over as many connections as its host allows.

use gigahost::{Capability, DownloadOptions, Host, Target};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::content;

const MIB: usize = 1 << 20;

fn fetched(subject: &Subject, id: &str, segments: u32) -> (Vec<u8>, usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film");
    let before = subject.count(subject.download_operation());
    let options = DownloadOptions::new().with_segments(segments);
    subject.session.download(id, Target::file(&path), options).unwrap();
    let streams = subject.count(subject.download_operation()) - before;
    (std::fs::read(path).unwrap(), streams)
}

#[test]
fn a_file_comes_in_segments_from_every_host_that_has_downloads() {
    let bytes = content(6 * MIB + 123);
    for host in Host::ALL {
        let subject = Subject::open(host);
        if !subject.can(Capability::Download) {
            continue;
        }
        let id = subject.upload(&subject.name("film"), &bytes).unwrap().entry.id;
        let (got, streams) = fetched(&subject, &id, 4);
        assert!(got == bytes, "{host}");
        assert!(streams >= 4, "{host}: {streams}");
        let (got, streams) = fetched(&subject, &id, 1);
        assert!(got == bytes && streams == 1, "{host}: {streams}");
    }
}

#[test]
fn as_many_connections_as_the_package_allows_are_made() {
    let subject = Subject::open(Host::Giga0);
    // Too little for a share to be shared again.
    let bytes = content(3 * MIB);
    let id = subject.upload("film.bin", &bytes).unwrap().entry.id;
    for (allowed, wanted) in [(0, 3), (2, 2), (1, 1), (16, 3)] {
        subject.emulator.set(subject.emulated(), "concurrent_downloads", allowed).unwrap();
        let (got, streams) = fetched(&subject, &id, 8);
        assert!(got == bytes);
        assert_eq!(streams, wanted, "{allowed} allowed");
    }
}
