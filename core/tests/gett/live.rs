//! Live: files that are sent when somebody asks for them.

use std::time::{Duration, Instant};

use gigahost::hosts::gett::{Live, LiveEvent};
use gigahost::{CancelToken, Source, Status};

use super::site::{Site, content, named, open};

/// A file that is announced and not sent: its share, its id, and where it goes.
fn announce(site: &Site, live: &Live) -> (String, String, gigahost::Secret) {
    let gett = site.session.gett().unwrap();
    let share = gett.shares_create(None).unwrap().into_inner().sharename;
    let file = gett.files_create(&share, "x.bin", Some(live.session())).unwrap();
    let url = file.upload.as_ref().unwrap().puturl.clone().unwrap();
    (share, file.fileid.clone(), url)
}

/// The next event, or a panic.
fn event(live: &mut Live) -> LiveEvent {
    live.next(Duration::from_secs(20)).unwrap().expect("an event")
}

/// Waits until the host has read what was sent: the answer to a `ping` of the host comes after it.
fn settle(site: &Site, live: &mut Live) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !site.requests("live").iter().any(|one| one.json.is_some()) {
        assert!(Instant::now() < deadline, "the host never saw `connect`");
        assert_eq!(live.next(Duration::ZERO).unwrap(), None);
    }
}

#[test]
fn a_file_is_sent_when_somebody_asks_for_it() {
    let site = open();
    let mut live = site.session.gett().unwrap().live(None).unwrap();
    assert_eq!(live.session().len(), 32, "128 random bits");
    settle(&site, &mut live);
    let hello = site.requests("live")[0].json.clone().unwrap();
    assert_eq!((&hello["type"], &hello["session"]), (&"connect".into(), &live.session().into()));
    let (share, file, url) = announce(&site, &live);
    let listing = site.session.list(Some(&share)).unwrap();
    assert_eq!(listing.entries.len(), 1, "listed before it is sent");

    let id = format!("{share}/{file}");
    let bytes = content(50_000);
    std::thread::scope(|scope| {
        let download = scope.spawn(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x");
            let session = site.session.clone();
            session
                .download(&id, gigahost::Target::file(&path), gigahost::DownloadOptions::new())
                .unwrap();
            std::fs::read(&path).unwrap()
        });
        match event(&mut live) {
            LiveEvent::Download { file: asked, increment } => {
                assert_eq!((asked.sharename.as_str(), asked.fileid.as_str()), (&*share, &*file));
                assert_eq!((asked.filename.as_deref(), increment), (Some("x.bin"), Some(true)));
            }
            other => panic!("{other:?}"),
        }
        let gett = site.session.gett().unwrap();
        assert!(gett.upload_put(&url, Source::bytes(bytes.clone()), named("x")).unwrap().confirmed);
        assert_eq!(download.join().unwrap(), bytes);
    });
    match event(&mut live) {
        LiveEvent::Filestat { size, .. } => assert_eq!(size, Some(50_000)),
        other => panic!("{other:?}"),
    }
    live.close();
}

#[test]
fn limits_and_removals_are_told() {
    let site = open();
    let mut live = site.session.gett().unwrap().live(Some("mine")).unwrap();
    settle(&site, &mut live);
    let gett = site.session.gett().unwrap();
    let (_, _, url) = announce(&site, &live);
    site.set("storage_limit", 10);
    let error = gett.upload_put(&url, Source::bytes(content(100)), named("x")).unwrap_err();
    assert_eq!(error.status(), Status::TooLarge);
    let told = std::iter::from_fn(|| Some(event(&mut live)))
        .find(|event| !matches!(event, LiveEvent::Filestat { .. }));
    assert!(matches!(told, Some(LiveEvent::StorageLimit { .. })), "{told:?}");
    site.set("storage_limit", 1_000_000);
    site.set("violatedterms", "because");
    gett.upload_put(&url, Source::bytes(content(100)), named("x")).unwrap();
    let told = std::iter::from_fn(|| Some(event(&mut live)))
        .find(|event| !matches!(event, LiveEvent::Filestat { .. }));
    match told {
        Some(LiveEvent::ViolatedTerms { reason, .. }) => {
            assert_eq!(reason.as_deref(), Some("because"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn unknown_messages_and_split_frames_disturb_nothing() {
    let site = open();
    let mut live = site.session.gett().unwrap().live(None).unwrap();
    settle(&site, &mut live);
    site.set("live_unknown_type", true);
    site.set("live_split_frames", true);
    let (_, _, url) = announce(&site, &live);
    let gett = site.session.gett().unwrap();
    gett.upload_put(&url, Source::bytes(content(5)), named("x")).unwrap();
    match event(&mut live) {
        LiveEvent::Other(news) => assert_eq!(news["type"], "emulator_news"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(event(&mut live), LiveEvent::Filestat { size: Some(5), .. }));
}

#[test]
fn the_hosts_pings_are_answered() {
    let site = open();
    let mut live = site.session.gett().unwrap().live(None).unwrap();
    settle(&site, &mut live);
    // Who does not answer is dropped with the second one.
    site.set("live_ping", 1);
    assert_eq!(live.next(Duration::from_millis(3500)).unwrap(), None);
    assert!(live.is_connected());
}

#[test]
fn a_dropped_connection_is_made_again_for_the_same_session() {
    let site = open();
    let mut live = site.session.gett().unwrap().live(None).unwrap();
    settle(&site, &mut live);
    let (_, _, url) = announce(&site, &live);
    let text = live.session().to_owned();
    site.set("live_drop", 1);
    let error = live.next(Duration::from_secs(20)).unwrap_err();
    assert_eq!((error.status(), error.operation()), (Status::Network, Some("live")));
    assert!(!live.is_connected());
    assert_eq!(live.next(Duration::ZERO).unwrap_err().status(), Status::Network);
    live.reconnect().unwrap();
    assert_eq!(live.session(), text);
    let deadline = Instant::now() + Duration::from_secs(10);
    while site.requests("live").iter().filter(|one| one.json.is_some()).count() < 2 {
        assert!(Instant::now() < deadline);
        live.next(Duration::ZERO).unwrap();
    }
    let gett = site.session.gett().unwrap();
    gett.upload_put(&url, Source::bytes(content(5)), named("x")).unwrap();
    assert!(matches!(event(&mut live), LiveEvent::Filestat { size: Some(5), .. }));
}

#[test]
fn a_dead_token_is_renewed_when_the_host_hangs_up_in_silence() {
    let site = open();
    site.session.login().unwrap();
    site.emulator.advance(Duration::from_secs(86_401));
    let mut live = site.session.gett().unwrap().live(None).unwrap();
    let error = live.next(Duration::from_secs(20)).unwrap_err();
    assert_eq!(error.status(), Status::Network);
    live.reconnect().unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while !site.requests("live").iter().any(|one| one.json.is_some()) {
        assert!(Instant::now() < deadline);
        live.next(Duration::ZERO).unwrap();
    }
    assert_eq!(site.count("users_login_refresh"), 1);
}

#[test]
fn a_cancel_ends_the_waiting_at_once() {
    let site = open();
    let once = || {
        let token = CancelToken::new();
        let session = site.session.with_cancel(&token);
        let mut live = session.gett().unwrap().live(None).unwrap();
        let canceller = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(150));
            token.cancel();
            Instant::now()
        });
        let error = live.next(Duration::from_secs(30)).unwrap_err();
        let returned = Instant::now();
        assert_eq!(error.status(), Status::Cancelled);
        returned.duration_since(canceller.join().unwrap())
    };
    // A busy machine may keep a thread waiting; a wait that is not asked would last each time.
    assert!((0..10).any(|_| once() < Duration::from_millis(120)));
}

#[test]
fn a_host_without_live_says_so() {
    let site = open();
    site.fault("live", gigahost_emulator::FaultKind::HttpStatus { code: 404 });
    let error = site.session.gett().unwrap().live(None).unwrap_err();
    assert_eq!((error.status(), error.http_status()), (Status::NotFound, Some(404)));
    let error = site.session.gett().unwrap().live(Some("")).unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("session")));
}
