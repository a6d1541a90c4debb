//! The 24 operations of giga0.

use gigahost::hosts::giga0::{
    AccountEdit, Authorization, FileEdit, FolderEdit, NewAccount, NewFolder,
};
use gigahost::{DownloadOptions, Host, Secret, Source, Stage, Target, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

#[test]
fn every_operation_of_giga0_answers_typed() {
    let emulator = Emulator::start().unwrap();
    let session = super::session(&emulator, Host::Giga0, Emulated::Giga0, |b| {
        b.keys(seed::GIGA0_KEY1, seed::GIGA0_KEY2)
    });
    let api = session.giga0().unwrap();

    let (key1, key2) = (Secret::new(seed::GIGA0_KEY1), Secret::new(seed::GIGA0_KEY2));
    let authorized = api.authorize(Authorization::Keys { key1: &key1, key2: &key2 }).unwrap();
    assert_eq!(authorized.access_token.expose().len(), 128);
    let account = api.account_info().unwrap();
    assert_eq!(account.id, authorized.account_id);
    assert_eq!(account.username.as_deref(), Some(seed::LOGIN));
    let package = api.account_package().unwrap();
    assert_eq!((package.is_paid(), package.max_upload_size), (Some(true), None));
    assert_eq!(package.concurrent_uploads, Some(5));

    files_and_folders(&session);

    assert_eq!(api.disable_access_token().unwrap().json()["_status"], "success");
    assert_eq!(emulator.count(Emulated::Giga0, "authorize"), 2);
    administrators(&emulator);
    super::assert_all_called(&emulator, Host::Giga0, Emulated::Giga0);
}

fn files_and_folders(session: &gigahost::Session) {
    let api = session.giga0().unwrap();
    let password = Secret::new("open sesame");
    let one = api
        .folder_create(NewFolder {
            folder_name: "one",
            is_public: Some(1),
            access_password: Some(&password),
            ..NewFolder::default()
        })
        .unwrap();
    // md5("open sesame")
    assert_eq!(
        one.access_password.as_ref().map(Secret::expose),
        Some("54ef36ec71201fdf9d1423fd26f97f6b")
    );
    let child = NewFolder { folder_name: "two", parent_id: Some(&one.id), ..NewFolder::default() };
    let two = api.folder_create(child).unwrap();
    assert_eq!(two.parent_id.as_deref(), Some(one.id.as_str()));
    let edit =
        FolderEdit { folder_name: Some("zwei"), is_public: Some(2), ..FolderEdit::default() };
    let edited = api.folder_edit(&two.id, edit).unwrap();
    assert_eq!((edited.folder_name.as_deref(), edited.is_public), (Some("zwei"), Some(2)));
    assert_eq!(api.folder_move(&two.id, None).unwrap().parent_id, None);
    let info = api.folder_info(&one.id).unwrap();
    assert_eq!((info.folder_name.as_deref(), info.is_public), (Some("one"), Some(1)));

    let (stages, options) = crate::told(UploadOptions::new().with_name("a.txt"));
    let uploaded = api.file_upload(Source::bytes(*b"hello"), options.with_folder(&one.id)).unwrap();
    assert_eq!(stages.borrow().last(), Some(&Stage::Done));
    let file = uploaded.file_id.clone().unwrap();
    assert_eq!(uploaded.size, Some(5));
    assert!(uploaded.delete_url.is_some() && uploaded.error.is_none());
    assert_eq!(api.file_info(&file).unwrap().filename.as_deref(), Some("a.txt"));
    let edit =
        FileEdit { filename: Some("b.txt"), file_type: Some("text/x-b"), folder_id: Some(&two.id) };
    let edited = api.file_edit(&file, edit).unwrap();
    assert_eq!(edited.filename.as_deref(), Some("b.txt"));
    assert_eq!(edited.file_type.as_deref(), Some("text/x-b"));
    assert_eq!(edited.folder_id.as_deref(), Some(two.id.as_str()));
    assert_eq!(api.file_move(&file, None).unwrap().folder_id, None);
    let copied = api.file_copy(&file, Some(&one.id)).unwrap();
    assert_eq!(copied.original_file.as_ref().map(|original| original.id.as_str()), Some(&*file));
    assert_ne!(copied.new_file.id, file);
    let listing = api.folder_listing(None).unwrap();
    assert_eq!((listing.folders.len(), listing.files.len()), (2, 1));

    let link = api.file_download(&file).unwrap();
    assert_eq!(link.filename.as_deref(), Some("b.txt"));
    let short = uploaded.short_url.clone().unwrap();
    assert_eq!(api.file_download_short(&short).unwrap().file_id.as_deref(), Some(&*file));
    let target = Target::writer(std::io::sink());
    let download = api.download_bytes(&link.download_url, target, DownloadOptions::new()).unwrap();
    assert_eq!(download.bytes, 5);

    let task = api.file_url_upload_add("https://example.test/a+b?c.iso", Some(&one.id)).unwrap();
    assert_eq!(task.url.as_deref(), Some("https://example.test/a+b?c.iso"));
    let state = api.file_url_upload_status(&task.scheduled_item_id).unwrap();
    assert_eq!(state.status.as_deref(), Some("scheduled"));

    assert_eq!(api.file_delete(&file).unwrap().status.as_deref(), Some("trash"));
    assert_eq!(api.folder_delete(&one.id).unwrap().json()["_status"], "success");
}

fn administrators(emulator: &Emulator) {
    let session = super::session(emulator, Host::Giga0, Emulated::Giga0, |b| {
        b.keys(seed::GIGA0_ADMIN_KEY1, seed::GIGA0_ADMIN_KEY2)
    });
    let api = session.giga0().unwrap();
    let packages = api.package_listing().unwrap();
    let package = packages[0].id.as_ref().and_then(|id| id.parse().ok()).unwrap();
    let made = api
        .account_create(NewAccount {
            username: "cy",
            password: &Secret::new("long-enough"),
            email: "cy@example.test",
            package_id: package,
            details: AccountEdit { title: Some("Dr"), ..AccountEdit::default() },
        })
        .unwrap();
    assert_eq!((made.username.as_deref(), made.title.as_deref()), (Some("cy"), Some("Dr")));
    let edit = AccountEdit { firstname: Some("Cyd"), ..AccountEdit::default() };
    let edited = api.account_edit(&made.id, edit).unwrap();
    assert_eq!((edited.id.as_str(), edited.firstname.as_deref()), (&*made.id, Some("Cyd")));
    assert_eq!(api.account_delete(&made.id).unwrap().json()["_status"], "success");
    let own = api.account_info().unwrap().id.clone();
    assert_ne!(own, made.id);
    for request in emulator.requests(Emulated::Giga0) {
        let accounts = request.form.iter().filter(|(name, _)| name == "account_id");
        assert!(accounts.count() <= 1, "{} names two accounts", request.operation);
    }
}
