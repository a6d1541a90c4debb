//! Listing and housekeeping.

use gigahost::{Capability, Host, Item, Kind, Status};

use crate::subject::content;
use crate::{Subject, Verdict};

macro_rules! needs {
    ($subject:expr, $capability:ident) => {
        if !$subject.can(Capability::$capability) {
            return Verdict::DoesNotApply(concat!("the host has no ", stringify!($capability)));
        }
    };
}

/// Every file once, with its size.
pub fn what_was_uploaded_is_listed_once(subject: &Subject) -> Verdict {
    needs!(subject, List);
    let mut ids = Vec::new();
    for at in 0..3_usize {
        ids.push(
            subject
                .upload(&subject.name(&format!("file{at}")), &content(100 + at))
                .expect("uploaded")
                .entry
                .id,
        );
    }
    let mut entries = subject.session.list(None).expect("listed").entries;
    if subject.host == Host::Gett {
        let shares: Vec<_> = entries.iter().map(|share| share.id.clone()).collect();
        entries = shares
            .iter()
            .flat_map(|share| subject.session.list(Some(share)).expect("listed").entries)
            .collect();
    }
    for id in ids {
        assert_eq!(
            entries.iter().filter(|entry| entry.id == id && entry.kind == Kind::File).count(),
            1,
            "{id}"
        );
    }
    Verdict::Held
}

/// Name, kind and size of one entry; a typed error for one that is not there.
pub fn an_entry_can_be_looked_at(subject: &Subject) -> Verdict {
    needs!(subject, Stat);
    let receipt = subject.upload(&subject.name("film"), &content(321)).expect("uploaded");
    let entry = subject.session.stat(&receipt.entry).expect("looked at");
    assert_eq!((entry.kind, entry.name.as_str()), (Kind::File, receipt.entry.name.as_str()));
    assert_eq!(entry.size, Some(321));
    let missing = if subject.host == Host::Gett { "NoShare/0" } else { "99999999" };
    let error = subject.session.stat(Item::File(missing)).expect_err("not there");
    assert_eq!(error.status(), Status::NotFound, "{error}");
    Verdict::Held
}

/// The name in the answer is the one at the host.
pub fn a_file_is_renamed(subject: &Subject) -> Verdict {
    needs!(subject, Rename);
    let receipt = subject.upload("a.bin", &content(10)).expect("uploaded");
    if subject.host == Host::Gett {
        let error =
            subject.session.rename(&receipt.entry, "b.bin").expect_err("files keep their names");
        assert!(error.status() == Status::Unsupported && error.hint().is_some());
        return Verdict::Held;
    }
    let entry = subject.session.rename(&receipt.entry, "b.bin").expect("renamed");
    assert_eq!(entry.name, "b.bin");
    assert_eq!(subject.stored()[0].name, "b.bin");
    Verdict::Held
}

/// Into a folder and back to the root.
pub fn a_file_is_moved(subject: &Subject) -> Verdict {
    needs!(subject, Move);
    let folder = subject.session.make_folder(None, "box").expect("made");
    let receipt = subject.upload("a.bin", &content(10)).expect("uploaded");
    let batch = subject.session.move_to(&[receipt.entry.item()], Some(&folder.id)).expect("moved");
    assert!(batch.is_complete() && batch.done == [receipt.entry.id.clone()]);
    assert_eq!(subject.session.list(Some(&folder.id)).expect("listed").entries.len(), 1);
    assert!(subject.session.move_to(&[receipt.entry.item()], None).expect("moved").is_complete());
    assert!(subject.session.list(Some(&folder.id)).expect("listed").entries.is_empty());
    assert_eq!(subject.stored().len(), 1);
    Verdict::Held
}

/// A second file, and the first is still there.
pub fn a_file_is_copied(subject: &Subject) -> Verdict {
    needs!(subject, Copy);
    let folder = subject.session.make_folder(None, "box").expect("made");
    let receipt = subject.upload("a.bin", &content(10)).expect("uploaded");
    assert!(
        subject
            .session
            .copy_to(&[receipt.entry.item()], Some(&folder.id))
            .expect("copied")
            .is_complete()
    );
    assert_eq!(subject.session.list(Some(&folder.id)).expect("listed").entries.len(), 1);
    assert_eq!(subject.stored().len(), 2);
    Verdict::Held
}

/// Gone from the listing; deleting what is not there is said to be so.
pub fn a_file_is_deleted(subject: &Subject) -> Verdict {
    needs!(subject, Delete);
    let receipt = subject.upload(&subject.name("a"), &content(10)).expect("uploaded");
    assert!(subject.session.delete(&[receipt.entry.item()]).expect("deleted").is_complete());
    assert!(subject.stored().is_empty(), "{:?}", subject.stored());
    let error = subject.session.delete(&[]).expect_err("nothing is not everything");
    assert_eq!(error.status(), Status::Argument);
    Verdict::Held
}

/// A folder appears, and goes.
pub fn a_folder_is_made_and_removed(subject: &Subject) -> Verdict {
    needs!(subject, MakeFolder);
    let folder = subject.session.make_folder(None, "box").expect("made");
    assert_eq!((folder.kind, folder.name.as_str()), (Kind::Folder, "box"));
    let there = |id: &str| {
        subject.session.list(None).expect("listed").entries.iter().any(|entry| entry.id == id)
    };
    assert!(there(&folder.id));
    assert!(subject.session.delete(&[Item::Folder(&folder.id)]).expect("deleted").is_complete());
    assert!(!there(&folder.id));
    Verdict::Held
}

/// Quota and identity.
pub fn the_account_has_its_figures(subject: &Subject) -> Verdict {
    needs!(subject, Account);
    let before = subject.session.account().expect("answered");
    assert_eq!(before.email.as_deref(), Some("ann@example.test"));
    assert!(!before.json().is_null());
    if before.storage_used.is_some() {
        subject.upload(&subject.name("a"), &content(1000)).expect("uploaded");
        let after = subject.session.account().expect("answered");
        assert_eq!(after.storage_used, before.storage_used.map(|used| used + 1000));
    }
    Verdict::Held
}

/// More files than a page holds.
pub fn many_files_are_listed_page_by_page(subject: &Subject) -> Verdict {
    needs!(subject, List);
    let files = match subject.host {
        Host::GigaGs => {
            subject.emulator.set(subject.emulated(), "page_size", 3).expect("the switch exists");
            10
        }
        _ => {
            return Verdict::DoesNotApply(
                "a page holds more files than a quick test makes, or there are no pages",
            );
        }
    };
    for at in 0..files {
        subject.upload(&subject.name(&format!("file{at}")), &content(10 + at)).expect("uploaded");
    }
    let entries = subject.session.list(None).expect("listed").entries;
    assert_eq!(entries.len(), files);
    Verdict::Held
}
