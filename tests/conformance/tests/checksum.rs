//! An MD5 is computed where it proves something, where the caller asks for it, and nowhere else.

use gigahost::{
    Capability, Checksum, DownloadOptions, Error, Host, Receipt, Source, Status, Target,
    UploadOptions, Verified,
};
use gigahost_conformance::Subject;
use gigahost_conformance::subject::{content, md5};

/// Where the host reports an MD5 of what it stored, or wants one before.
const TELLING: [Host; 3] = [Host::Rapidgator, Host::Giga0, Host::GigaGs];

fn upload(
    subject: &Subject,
    bytes: &[u8],
    change: impl FnOnce(UploadOptions) -> UploadOptions,
) -> Result<Receipt, Error> {
    let options = change(UploadOptions::new().with_name(subject.name("film")));
    subject.session.upload(Source::bytes(Vec::from(bytes)), options)
}

#[test]
fn an_upload_is_hashed_where_the_host_has_something_to_compare_it_with() {
    for host in Host::ALL {
        let (subject, bytes) = (Subject::open(host), content(70_000));
        let receipt = upload(&subject, &bytes, |options| options).unwrap();
        let tells = TELLING.contains(&host);
        assert_eq!(receipt.md5, tells.then(|| md5(&bytes)), "{host}");
        let wanted = if tells { Verified::Md5 } else { Verified::Size };
        assert_eq!(receipt.verified, wanted, "{host}");
    }
}

#[test]
fn always_hashes_everywhere_and_compares_with_what_the_caller_gave() {
    for host in Host::ALL {
        let (subject, bytes) = (Subject::open(host), content(70_000));
        let always = |options: UploadOptions| options.with_checksum(Checksum::Always);
        let receipt = upload(&subject, &bytes, always).unwrap();
        assert_eq!(receipt.md5, Some(md5(&bytes)), "{host}");
        let wrong = |options| always(options).with_md5(md5(b"another file"));
        let error = upload(&subject, &bytes, wrong).unwrap_err();
        assert_eq!(error.status(), Status::SourceChanged, "{host}");
    }
}

#[test]
fn never_computes_nothing_and_refuses_before_a_byte_where_the_host_wants_an_md5() {
    for host in Host::ALL {
        let (subject, bytes) = (Subject::open(host), content(70_000));
        let never = |options: UploadOptions| options.with_checksum(Checksum::Never);
        let outcome = upload(&subject, &bytes, never);
        if host == Host::Rapidgator {
            let error = outcome.unwrap_err();
            assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("checksum")));
            assert!(subject.emulator.requests(subject.emulated()).is_empty());
        } else {
            let receipt = outcome.unwrap();
            assert_eq!(receipt.md5, None, "{host}");
            assert_ne!(receipt.verified, Verified::Md5, "{host}");
        }
        let given = |options| never(options).with_md5(md5(&bytes));
        let receipt = upload(&subject, &bytes, given).unwrap();
        assert_eq!(receipt.md5, Some(md5(&bytes)), "{host}");
    }
}

#[test]
fn a_wrong_md5_of_the_caller_is_noticed_by_what_the_host_says() {
    for host in TELLING {
        let subject = Subject::open(host);
        let wrong = |options: UploadOptions| options.with_md5(md5(b"another file"));
        match upload(&subject, &content(70_000), wrong) {
            Err(error) if host == Host::Rapidgator => {
                // It compares by itself.
                assert_eq!(error.status(), Status::Host, "{error}");
                assert!(subject.stored().is_empty());
            }
            Err(error) => assert_eq!(error.status(), Status::Corrupt, "{host}: {error}"),
            // Where nobody says of which kind the host's hash is, it is a remark.
            Ok(receipt) => {
                assert_ne!(receipt.verified, Verified::Md5, "{host}");
                assert!(receipt.notes.iter().any(|note| note.contains("hash")), "{host}");
            }
        }
    }
}

#[test]
fn a_download_is_hashed_where_the_host_told_an_md5_before_or_the_caller_wants_it() {
    for host in Host::ALL {
        let (subject, bytes) = (Subject::open(host), content(70_000));
        if !subject.can(Capability::Download) {
            continue;
        }
        let id = upload(&subject, &bytes, |options| options).unwrap().entry.id;
        let fetch = |checksum| {
            let options = DownloadOptions::new().with_checksum(checksum);
            let target = Target::writer(std::io::sink());
            let got = subject.session.download(&id, target, options).unwrap();
            assert_eq!(got.bytes, 70_000, "{host}");
            (got.md5, got.verified)
        };
        let tells = host == Host::Rapidgator;
        let best = if tells { Verified::Md5 } else { Verified::Size };
        assert_eq!(fetch(Checksum::Auto), (tells.then(|| md5(&bytes)), best), "{host}");
        assert_eq!(fetch(Checksum::Always), (Some(md5(&bytes)), best), "{host}");
        assert_eq!(fetch(Checksum::Never), (None, Verified::Size), "{host}");
    }
}
