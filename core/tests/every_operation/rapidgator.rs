//! The 32 operations of rapidgator.

use gigahost::hosts::rapidgator::{Hashcopy, Paging, UploadState};
use gigahost::{DownloadOptions, Host, Secret, Source, Target, Trash, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

#[test]
fn every_operation_of_rapidgator_answers_typed() {
    let emulator = Emulator::start().unwrap();
    let session = super::session(&emulator, Host::Rapidgator, Emulated::Rapidgator, |b| {
        b.login(seed::LOGIN, seed::PASSWORD)
    });
    let api = session.rapidgator().unwrap();

    let login = api.user_login(seed::LOGIN, &Secret::new(seed::PASSWORD), None).unwrap();
    assert_eq!(login.token.expose().len(), 26);
    assert_eq!(api.user_info().unwrap().email.as_deref(), Some(seed::LOGIN));

    let root = api.folder_info(None).unwrap().folder_id.clone();
    let one = api.folder_create(None, "one").unwrap().folder_id.clone();
    let two = api.folder_create(Some(&one), "two").unwrap().folder_id.clone();
    assert_eq!(api.folder_rename(&two, "zwei").unwrap().name.as_deref(), Some("zwei"));
    assert_eq!(api.folder_change_mode(&two, 2).unwrap().mode, Some(2));
    assert_eq!(api.folder_copy(&[&two], &root).unwrap().success, 1);
    assert_eq!(api.folder_move(&[&two], &root).unwrap().success, 1);
    assert_eq!(api.folder_delete(&[&two]).unwrap().success_ids, [two.as_str()]);
    assert!(api.folder_delete(&["99999999"]).unwrap().fail == 1);

    let receipt =
        session.upload(Source::bytes(*b"hello"), UploadOptions::new().with_name("a.txt")).unwrap();
    let file = receipt.entry.id.clone();
    let md5 = receipt.md5.clone().unwrap();
    let announced = api.file_upload("again.txt", &md5, 5, Some(&one)).unwrap();
    assert_eq!(announced.state, Some(UploadState::Done));
    let upload_id = announced.upload_id.clone().unwrap();
    assert_eq!(api.file_upload_info(&upload_id).unwrap().state, Some(UploadState::Done));
    assert_eq!(api.file_info(&file).unwrap().hash.as_deref(), Some(md5.as_str()));
    assert_eq!(api.file_rename(&file, "b.txt").unwrap().name.as_deref(), Some("b.txt"));
    assert_eq!(api.file_change_mode(&file, 3).unwrap().mode, Some(3));
    assert_eq!(api.file_copy(&[&file], &one).unwrap().success, 1);
    assert_eq!(api.file_move(&[&file], &one).unwrap().success, 1);
    assert!(!api.file_download(&file).unwrap().download_url.expose().is_empty());
    session.download(&file, Target::writer(std::io::sink()), DownloadOptions::new()).unwrap();
    let content = api
        .folder_content(Some(&one), Paging { sort_column: Some("size"), ..Paging::default() })
        .unwrap();
    assert!(content.folder.files.len() >= 2);

    let url = api.file_info(&file).unwrap().url.clone().unwrap();
    let checks = api
        .file_check_link(&[&url, "http://rapidgator.net/file/00000000000000000000000000000000"])
        .unwrap();
    assert_eq!(
        checks.iter().map(|c| c.status.as_deref()).collect::<Vec<_>>(),
        [Some("ACCESS"), Some("NO ACCESS")]
    );
    let link = api
        .file_onetimelink_create(&file, Some("https://example.test/called"), Some(true))
        .unwrap();
    let links = api.file_onetimelink_info(&[&link.link_id]).unwrap();
    assert_eq!((links.len(), links[0].notify), (1, Some(true)));
    assert!(api.file_onetimelink_info(&[]).unwrap().len() == 1);
    assert_ne!(api.file_xcopy(&file, &root).unwrap().file_id, file);
    assert_ne!(api.file_xcopy_url(&url, &root).unwrap().file_id, file);
    let copy = Hashcopy { hash: &md5, name: "by-hash.txt", folder_id_dest: &root };
    assert_eq!(api.file_hashcopy(copy).unwrap().name.as_deref(), Some("by-hash.txt"));

    assert_eq!(api.file_delete(&[&file]).unwrap().success, 1);
    assert_eq!(api.trashcan_content(Paging::default()).unwrap().files.len(), 1);
    assert_eq!(api.trashcan_restore(Trash::Files(&[&file])).unwrap().success, 1);
    assert_eq!(api.file_delete(&[&file]).unwrap().success, 1);
    assert_eq!(api.trashcan_empty(Trash::All).unwrap().fail, 0);
    assert!(api.trashcan_content(Paging::default()).unwrap().files.is_empty());

    let jobs = api.remote_create(&["https://example.test/a,b.iso"], None).unwrap();
    let job = jobs[0].job_id.clone();
    assert_eq!(api.remote_info(&[&job]).unwrap().len(), 1);
    assert_eq!(api.remote_delete(&[&job]).unwrap().success, 1);
    assert!(api.remote_info(&[]).unwrap().is_empty());

    super::assert_all_called(&emulator, Host::Rapidgator, Emulated::Rapidgator);
}

#[test]
fn the_generic_call_reaches_what_is_modelled_and_what_is_not() {
    let emulator = Emulator::start().unwrap();
    let session = super::session(&emulator, Host::Rapidgator, Emulated::Rapidgator, |b| {
        b.login(seed::LOGIN, seed::PASSWORD)
    });
    let answer = session.call("/api/v2/folder/info", &[]).unwrap();
    assert_eq!(answer.json()["response"]["folder"]["name"], "root");
    let error = session.call("/api/v2/file/tomorrow", &[("file_id", "1")]).unwrap_err();
    assert_eq!(error.http_status(), Some(404));
    let sent = emulator.requests(Emulated::Rapidgator);
    let last = sent.iter().rfind(|request| request.path == "/api/v2/file/tomorrow").unwrap();
    assert!(
        last.param("file_id") == Some("1")
            && last.param("token").is_some()
            && last.query.is_empty()
    );
}
