//! The 18 operations of ge.tt, Live included.

use std::time::Duration;

use gigahost::{DownloadOptions, Host, Secret, Source, Target, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

/// A picture that the emulator takes for one.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

#[test]
fn every_operation_of_gett_answers_typed() {
    let emulator = Emulator::start().unwrap();
    let session = super::session(&emulator, Host::Gett, Emulated::Gett, |b| {
        b.login(seed::LOGIN, seed::PASSWORD).api_key(seed::GETT_API_KEY)
    });
    let api = session.gett().unwrap();
    let key = Secret::new(seed::GETT_API_KEY);
    let login = api.users_login(&key, seed::LOGIN, &Secret::new(seed::PASSWORD)).unwrap();
    let again = api.users_login_refresh(login.refreshtoken.as_ref().unwrap()).unwrap();
    assert_ne!(again.accesstoken, login.accesstoken);
    assert_eq!(api.users_me().unwrap().email.as_deref(), Some(seed::LOGIN));

    let share = api.shares_create(Some("Box")).unwrap().sharename.clone();
    assert_eq!(api.shares_list(None, None).unwrap().len(), 1);
    assert_eq!(api.shares_update(&share, None).unwrap().title, None);
    assert_eq!(api.shares_get(&share).unwrap().sharename, share);

    let mut live = api.live(None).unwrap();
    let file = api.files_create(&share, "a.png", Some(live.session())).unwrap();
    let urls = api.files_upload_urls(&share, &file.fileid).unwrap();
    let named = || UploadOptions::new().with_name("a.png");
    let put = urls.puturl.as_ref().unwrap();
    assert!(api.upload_put(put, Source::bytes(PNG), named()).unwrap().confirmed);
    assert!(live.next(Duration::from_secs(5)).unwrap().is_some(), "the size of the file is told");
    let post = urls.posturl.as_ref().unwrap();
    assert!(api.upload_post(post, Source::bytes(PNG), named()).unwrap().confirmed);
    live.close();
    assert_eq!(api.files_get(&share, &file.fileid).unwrap().size, Some(PNG.len() as u64));

    let sink = || Target::writer(std::io::sink());
    let options = DownloadOptions::new;
    let whole = api.files_blob(&share, &file.fileid, sink(), options()).unwrap();
    assert_eq!(whole.bytes, PNG.len() as u64);
    assert!(api.files_thumb(&share, &file.fileid, sink(), options()).unwrap().bytes > 0);
    assert!(api.files_scale(&share, &file.fileid, (8, 8), sink(), options()).unwrap().bytes > 0);
    api.files_destroy(&share, &file.fileid).unwrap();
    api.shares_destroy(&share).unwrap();

    super::assert_all_called(&emulator, Host::Gett, Emulated::Gett);
}
