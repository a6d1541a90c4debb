//! Every operation at least once, with what went over the wire.

use gigahost::hosts::gett::{Acknowledgement, ReadyState};
use gigahost::{DownloadOptions, Entry, Item, Kind, Secret, Source, State, Status, Target};
use gigahost_emulator::seed;
use serde_json::json;

use super::site::{content, named, open};

fn acknowledged(answer: &Acknowledgement) -> bool {
    answer.confirmed
}

#[test]
fn users_operations() {
    let site = open();
    let gett = site.session.gett().unwrap();
    let login = gett
        .users_login(&Secret::new(seed::GETT_API_KEY), seed::LOGIN, &Secret::new(seed::PASSWORD))
        .unwrap();
    assert_eq!(login.expires, Some(86400));
    let refresh = login.refreshtoken.as_ref().unwrap();
    let again = gett.users_login_refresh(refresh).unwrap();
    assert_ne!(again.accesstoken, login.accesstoken);
    assert_eq!(site.count("users_login"), 1);
    let me = gett.users_me().unwrap();
    assert_eq!(me.email.as_deref(), Some(seed::LOGIN));
    assert_eq!(me.storage.as_ref().unwrap().limit, Some(2_000_000_000));
    // The operations returned their tokens; the session has got its own.
    assert_eq!(site.count("users_login"), 2);
    let request = &site.requests("users_login")[0];
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert!(request.query.is_empty());
    assert_eq!(site.session.account().unwrap().storage_total, Some(2_000_000_000));
}

#[test]
fn shares_operations() {
    let site = open();
    let gett = site.session.gett().unwrap();
    let bare = gett.shares_create(None).unwrap();
    assert_eq!(bare.title, None);
    assert_eq!(site.requests("shares_create")[0].body_length, 0);
    let share = gett.shares_create(Some("Box é")).unwrap();
    assert_eq!(share.title.as_deref(), Some("Box é"));
    assert_eq!(gett.shares_get(&share.sharename).unwrap().title.as_deref(), Some("Box é"));
    assert!(site.requests("shares_get")[0].query.is_empty(), "no token where none is needed");
    assert_eq!(gett.shares_list(None, None).unwrap().len(), 2);
    assert_eq!(gett.shares_list(Some(1), Some(5)).unwrap().len(), 1);
    let renamed = gett.shares_update(&share.sharename, Some("Crate")).unwrap();
    assert_eq!(renamed.title.as_deref(), Some("Crate"));
    assert_eq!(gett.shares_update(&share.sharename, None).unwrap().title, None);
    assert_eq!(site.requests("shares_update")[1].json, Some(json!({"title": null})));
    for body in ["object", "array", "empty"] {
        site.set("destroy_body", body);
        gett.shares_destroy(&share.sharename).unwrap();
    }
    assert!(gett.shares_get(&share.sharename).unwrap().is_removed());
    site.set("share_removed", 404);
    let error = gett.shares_get(&share.sharename).unwrap_err();
    assert_eq!((error.status(), error.host_text()), (Status::NotFound, Some("share not found")));
}

#[test]
fn files_operations_and_both_ways_of_sending_bytes() {
    let site = open();
    let gett = site.session.gett().unwrap();
    let share = gett.shares_create(None).unwrap().into_inner().sharename;
    let file = gett.files_create(&share, "x.bin", None).unwrap();
    assert_eq!(file.readystate, Some(ReadyState::Remote));
    let urls = file.upload.clone().unwrap();

    let put = gett.upload_put(urls.puturl.as_ref().unwrap(), Source::bytes(*b"first"), named("x"));
    assert!(acknowledged(&put.unwrap()));
    let request = &site.requests("upload_put")[0];
    assert_eq!((request.header("content-length"), request.body_length), (Some("5"), 5));
    assert!(request.query.iter().all(|(name, _)| name != "accesstoken"));

    // The second question mark of the address survives.
    let post =
        gett.upload_post(urls.posturl.as_ref().unwrap(), Source::bytes(*b"second"), named("x"));
    assert!(acknowledged(&post.unwrap()));
    assert_eq!(site.requests("upload_post")[0].parts[0].length, 6);
    let state = gett.files_get(&share, &file.fileid).unwrap();
    assert_eq!((state.size, state.readystate.clone()), (Some(6), Some(ReadyState::Uploaded)));

    let fresh = gett.files_upload_urls(&share, &file.fileid).unwrap();
    let third = gett.upload_put(fresh.puturl.as_ref().unwrap(), Source::bytes(*b"3rd"), named("x"));
    assert!(acknowledged(&third.unwrap()));
    assert_eq!(site.stored().len(), 1, "each one replaced the one before");

    let folder = tempfile::tempdir().unwrap();
    let download = gett
        .files_blob(&share, &file.fileid, Target::directory(folder.path()), DownloadOptions::new())
        .unwrap();
    assert_eq!(download.path, Some(folder.path().join("x.bin")), "the name is that of the target");
    assert_eq!(std::fs::read(download.path.unwrap()).unwrap(), b"3rd");
    for blob in site.emulator.requests(super::site::HOST) {
        let from_api = blob.operation.starts_with("files_") || blob.operation == "users_me";
        assert!(
            from_api
                || !blob.query.iter().any(|(name, _)| name == "accesstoken")
                || blob.operation.starts_with("shares_")
        );
    }

    gett.files_destroy(&share, &file.fileid).unwrap();
    assert!(site.stored().is_empty());
    let error = gett.files_get(&share, "zz").unwrap_err();
    assert_eq!((error.status(), error.host_text()), (Status::NotFound, Some("file not found")));
}

/// A picture that the emulator takes for one.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

#[test]
fn pictures_come_small_and_scaled_in_either_form() {
    let site = open();
    let gett = site.session.gett().unwrap();
    let receipt = site.session.upload(Source::bytes(PNG), named("a.png")).unwrap();
    let (share, file) = receipt.entry.id.split_once('/').unwrap();
    let folder = tempfile::tempdir().unwrap();
    let thumb = folder.path().join("thumb");
    let download =
        gett.files_thumb(share, file, Target::file(&thumb), DownloadOptions::new()).unwrap();
    assert!(download.bytes > 0 && std::fs::read(&thumb).unwrap().starts_with(b"\x89PNG"));
    for form in ["query", "path"] {
        site.set("scale_form", form);
        let target = folder.path().join(form);
        gett.files_scale(share, file, (32, 16), Target::file(&target), DownloadOptions::new())
            .unwrap();
        assert!(std::fs::read(&target).unwrap().starts_with(b"\x89PNG"), "{form}");
        let inside = folder.path().join(format!("in-{form}"));
        std::fs::create_dir(&inside).unwrap();
        let named = gett.files_scale(
            share,
            file,
            (32, 16),
            Target::directory(&inside),
            DownloadOptions::new(),
        );
        assert!(named.unwrap().path.unwrap().starts_with(&inside), "{form}");
    }
    let target = Target::file(folder.path().join("zero"));
    let error = gett.files_scale(share, file, (0, 1), target, DownloadOptions::new()).unwrap_err();
    assert_eq!(error.status(), Status::Argument);
    let text = site.send(b"no picture").unwrap();
    let (share, file) = text.entry.id.split_once('/').unwrap();
    let target = Target::file(folder.path().join("text"));
    let error = gett.files_thumb(share, file, target, DownloadOptions::new()).unwrap_err();
    assert_eq!(error.status(), Status::NotFound);
}

#[test]
fn the_verbs_take_shares_for_folders() {
    let site = open();
    let session = &site.session;
    let folder = session.make_folder(None, "Box").unwrap();
    assert_eq!((folder.kind, folder.name.as_str()), (Kind::Folder, "Box"));
    let options = named("x.bin").with_folder(&folder.id);
    let receipt = session.upload(Source::bytes(content(1000)), options).unwrap();
    assert_eq!(receipt.entry.parent.as_deref(), Some(folder.id.as_str()));
    let listing = session.list(Some(&folder.id)).unwrap();
    assert_eq!(listing.folder.as_ref().unwrap().name, "Box");
    let file: &Entry = &listing.entries[0];
    assert_eq!((file.id.as_str(), file.size), (receipt.entry.id.as_str(), Some(1000)));
    assert_eq!(session.stat(file).unwrap().state, Some(State::Ready));
    assert_eq!(session.stat(Item::Folder(&folder.id)).unwrap().name, "Box");
    assert_eq!(session.rename(Item::Folder(&folder.id), "Crate").unwrap().name, "Crate");
    let error = session.rename(file, "y").unwrap_err();
    assert_eq!(error.status(), Status::Unsupported);
    assert!(error.hint().unwrap().contains("rename its share"));
    let error = session.make_folder(Some(&folder.id), "in").unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("parent")));
    let error = session.move_to(&[file.item()], None).unwrap_err();
    assert_eq!(error.status(), Status::Unsupported);

    let batch = session.delete(&[file.item(), Item::File("nope/0")]).unwrap();
    assert_eq!(batch.done, std::slice::from_ref(&file.id));
    assert_eq!(batch.failed.len(), 1);
    assert_eq!(session.stat(file).unwrap_err().status(), Status::NotFound);
    assert!(session.delete(&[Item::Folder(&folder.id)]).unwrap().is_complete());
    assert_eq!(session.stat(Item::Folder(&folder.id)).unwrap_err().status(), Status::NotFound);
    assert_eq!(session.list(Some(&folder.id)).unwrap_err().status(), Status::NotFound);
    assert!(session.list(None).unwrap().entries.is_empty());
}

#[test]
fn r56_all_pages_of_shares_are_listed() {
    let site = open();
    let gett = site.session.gett().unwrap();
    for _ in 0..203 {
        gett.shares_create(None).unwrap();
    }
    assert_eq!(site.session.list(None).unwrap().entries.len(), 203);
    let pages = site.requests("shares_list");
    let skips: Vec<_> = pages.iter().map(|page| page.param("skip").unwrap()).collect();
    assert_eq!(skips, ["0", "100", "200"]);
}

#[test]
fn r111_no_name_climbs_out_of_its_path() {
    let site = open();
    let gett = site.session.gett().unwrap();
    for odd in ["../x", "a/destroy", "a?b", "a#b", "%2F", "é"] {
        let error = gett.shares_get(odd).unwrap_err();
        assert_eq!(error.status(), Status::NotFound, "{odd}");
        assert_eq!(gett.files_get("s", odd).unwrap_err().status(), Status::NotFound, "{odd}");
    }
    for wrong in ["", ".", "..", "a b", "a\nb", "a,b"] {
        assert_eq!(gett.shares_get(wrong).unwrap_err().status(), Status::Argument, "{wrong:?}");
        let target = Target::writer(std::io::sink());
        let error = gett.files_blob("s", wrong, target, DownloadOptions::new()).unwrap_err();
        assert_eq!(error.status(), Status::Argument, "{wrong:?}");
    }
    assert_eq!(site.count("shares_destroy"), 0);
    assert!(site.requests("shares_get").iter().all(|one| one.path.split('/').count() == 4));
}
