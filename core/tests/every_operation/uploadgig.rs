//! The 2 operations of uploadgig.

use gigahost::{Host, Source, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

#[test]
fn every_operation_of_uploadgig_answers_typed() {
    let emulator = Emulator::start().unwrap();
    let session = super::session(&emulator, Host::UploadGig, Emulated::UploadGig, |b| {
        b.login(seed::LOGIN, seed::PASSWORD)
    });
    let api = session.uploadgig().unwrap();
    let action = api.get_upload_action().unwrap();
    assert!(action.action.expose().contains("identity="));
    let named = UploadOptions::new().with_name("a.bin");
    let uploaded = api.upload_bytes(&action.action, Source::bytes(*b"hello"), named).unwrap();
    assert_eq!(uploaded.size, Some(5));
    super::assert_all_called(&emulator, Host::UploadGig, Emulated::UploadGig);
}
