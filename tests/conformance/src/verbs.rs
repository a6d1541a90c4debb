//! What a host lacks, and what no host takes.

use gigahost::operation::Class;
use gigahost::{Capability, DownloadOptions, Error, Item, Status, Target, Trash, Visibility};

use crate::{Subject, Verdict};

/// A call of a verb.
type Call<'s> = Box<dyn Fn() -> Result<(), Error> + 's>;

/// `UNSUPPORTED`, with what to use instead, and not one request.
pub fn what_a_host_lacks_is_refused_without_a_request(subject: &Subject) -> Verdict {
    let s = &subject.session;
    let calls: Vec<(Capability, Call<'_>)> = vec![
        (Capability::Account, Box::new(|| s.account().map(drop))),
        (Capability::List, Box::new(|| s.list(None).map(drop))),
        (Capability::Stat, Box::new(|| s.stat(Item::File("1")).map(drop))),
        (
            Capability::Download,
            Box::new(|| {
                s.download("1", Target::writer(std::io::sink()), DownloadOptions::new()).map(drop)
            }),
        ),
        (Capability::Delete, Box::new(|| s.delete(&[Item::File("1")]).map(drop))),
        (Capability::Rename, Box::new(|| s.rename(Item::File("1"), "x").map(drop))),
        (Capability::Move, Box::new(|| s.move_to(&[Item::File("1")], None).map(drop))),
        (Capability::Copy, Box::new(|| s.copy_to(&[Item::File("1")], None).map(drop))),
        (Capability::MakeFolder, Box::new(|| s.make_folder(None, "x").map(drop))),
        (
            Capability::SetVisibility,
            Box::new(|| s.set_visibility(Item::File("1"), &Visibility::Public).map(drop)),
        ),
        (Capability::CheckLinks, Box::new(|| s.check_links(&["https://example.test/x"]).map(drop))),
        (
            Capability::RemoteUpload,
            Box::new(|| s.remote_upload(&["https://example.test/x"], None).map(drop)),
        ),
        (Capability::RemoteCancel, Box::new(|| s.remote_cancel(&["1"]).map(drop))),
        (Capability::ShareLink, Box::new(|| s.share_link("1").map(drop))),
        (Capability::Trash, Box::new(|| s.trash_empty(Trash::All).map(drop))),
    ];
    for (capability, call) in calls {
        if subject.can(capability) {
            continue;
        }
        let error = call().expect_err("the host lacks it");
        assert_eq!(error.status(), Status::Unsupported, "{}: {error}", capability.name());
        assert!(
            error.hint().is_some_and(|hint| !hint.is_empty()),
            "{}: no hint",
            capability.name()
        );
    }
    assert!(subject.emulator.requests(subject.emulated()).is_empty());
    Verdict::Held
}

/// The generic call checks what it knows, and refuses paths that lead elsewhere.
pub fn every_operation_refuses_unknown_arguments(subject: &Subject) -> Verdict {
    for operation in subject.host.operations() {
        // Files do not go through the generic call; what it says to them is in its own tests.
        let takes_fields =
            !matches!(operation.class, Class::Upload | Class::Download | Class::Live);
        if operation.path.starts_with('/') && takes_fields {
            let error = subject
                .session
                .call(operation.path, &[("no_such_parameter", "x")])
                .expect_err("unknown");
            assert_eq!(
                (error.status(), error.parameter()),
                (Status::Argument, Some("no_such_parameter")),
                "{error}"
            );
        }
    }
    for path in ["", "no/slash", "/a?b", "/a#b", "/../x", "//evil.example/x", "/a b", "/a\r\nb"] {
        let error = subject.session.call(path, &[]).expect_err("not a path of the API");
        assert_eq!(error.status(), Status::Argument, "{path:?}: {error}");
    }
    assert!(subject.emulator.requests(subject.emulated()).is_empty());
    Verdict::Held
}
