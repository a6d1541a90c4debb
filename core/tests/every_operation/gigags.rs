//! The 8 operations of giga.gs.

use gigahost::{Host, Secret, Source, Stage, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

#[test]
fn every_operation_of_gigags_answers_typed() {
    let emulator = Emulator::start().unwrap();
    let session = super::session(&emulator, Host::GigaGs, Emulated::GigaGs, |b| {
        b.login(seed::LOGIN, seed::PASSWORD)
    });
    let api = session.gigags().unwrap();

    let password = Secret::new(seed::PASSWORD);
    let token = api.create_token(seed::LOGIN, &password).unwrap();
    assert_eq!(token.expose().len(), 32);
    let info = api.session_token(&token).unwrap();
    assert_eq!((info.private, info.max_file_size), (Some(true), Some(2 << 30)));
    let info = api.session_login(seed::LOGIN, &password).unwrap();
    assert_eq!(info.private, Some(true));
    let info = api.session_public().unwrap();
    assert_eq!((info.private, info.max_file_size_text.as_deref()), (Some(false), Some("2048MB")));

    let address = api.get_upload_url().unwrap();
    assert!(address.expose().ends_with("/upload"));
    let (stages, options) = crate::told(UploadOptions::new().with_name("a.mp4"));
    let uploaded = api.upload(&address, Source::bytes(*b"hello"), options).unwrap();
    assert_eq!(stages.borrow().last(), Some(&Stage::Done));
    let filehash = uploaded.filehash.clone().unwrap();
    assert!(uploaded.url.is_some());
    let files = api.get_files(None, None).unwrap();
    assert_eq!(files.count, Some(1));
    assert_eq!(files.files[0].filehash.as_deref(), Some(&*filehash));
    assert_eq!(files.files[0].name.as_deref(), Some("a.mp4"));
    assert_eq!(api.get_files(Some(2), Some(10)).unwrap().files.len(), 0);
    api.archive(&filehash).unwrap();
    assert_eq!(api.get_files(None, None).unwrap().files[0].archived, Some(true));
    for request in emulator.requests(Emulated::GigaGs) {
        assert!(request.query.iter().all(|(name, _)| name != "password"));
    }
    super::assert_all_called(&emulator, Host::GigaGs, Emulated::GigaGs);
}
