//! Tokens: one login, renewed by refresh token, and never sent to a host that nobody named.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::Duration;

use gigahost::{Capability, Host, PlainHttp, Session, Source, Status};
use gigahost_emulator::seed;
use serde_json::json;

use super::site::{HOST, builder, named, open, open_with};

#[test]
fn r130_an_expired_token_is_renewed_by_the_refresh_token() {
    let site = open();
    site.session.account().unwrap();
    site.emulator.advance(Duration::from_secs(86_401));
    site.session.account().unwrap();
    assert_eq!((site.count("users_login"), site.count("users_login_refresh")), (1, 1));
    assert_eq!(site.count("users_me"), 3);
}

#[test]
fn a_token_near_its_end_is_renewed_before_it_is_used() {
    let site = open();
    // Renewed a 24th of its life early: at once with one second.
    site.set("token_ttl", 1);
    site.session.account().unwrap();
    std::thread::sleep(Duration::from_millis(970));
    site.session.account().unwrap();
    assert_eq!((site.count("users_login_refresh"), site.count("users_me")), (1, 2));
}

#[test]
fn the_newest_refresh_token_is_used() {
    let site = open_with(|builder| builder.renewal_interval(Duration::ZERO));
    site.set("refresh_rotates", true);
    site.set("refresh_no_user", true);
    site.session.account().unwrap();
    for _ in 0..3 {
        site.emulator.advance(Duration::from_secs(86_401));
        site.session.account().unwrap();
    }
    assert_eq!((site.count("users_login"), site.count("users_login_refresh")), (1, 3));
}

#[test]
fn r133_a_refused_refresh_token_falls_back_to_the_password() {
    let site = open();
    site.session.account().unwrap();
    site.set("refresh_rejected", true);
    site.emulator.advance(Duration::from_secs(86_401));
    site.session.account().unwrap();
    assert_eq!((site.count("users_login"), site.count("users_login_refresh")), (2, 1));
}

#[test]
fn a_refresh_token_alone_is_enough() {
    let site = open();
    let login = site.session.gett().unwrap().users_login(
        &seed::GETT_API_KEY.into(),
        seed::LOGIN,
        &seed::PASSWORD.into(),
    );
    let refresh = login.unwrap().refreshtoken.clone().unwrap();
    let session = Session::builder(Host::Gett)
        .base_url(site.emulator.base_url(HOST))
        .ca_pem(site.emulator.ca_pem().unwrap())
        .refresh_token(refresh)
        .build()
        .unwrap();
    assert_eq!(session.account().unwrap().email.as_deref(), Some(seed::LOGIN));
    assert_eq!(site.count("users_login"), 1);
    site.set("refresh_rejected", true);
    session.logout().unwrap();
    let error = session.account().unwrap_err();
    assert_eq!(error.status(), Status::Auth);
    assert_eq!(site.count("users_login"), 1);
}

#[test]
fn r114_a_wrong_password_is_sent_once() {
    let site = open_with(|builder| builder.login(seed::LOGIN, "canary-wrong"));
    for _ in 0..3 {
        let error = site.session.account().unwrap_err();
        assert_eq!(error.status(), Status::Auth);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert_eq!(site.count("users_login"), 1);
}

#[test]
fn a_suspected_token_is_renewed_once_and_the_refusal_passed_on() {
    for code in [400, 401] {
        let site = open();
        site.set("token_code", code);
        site.session.account().unwrap();
        site.set("token_reject", json!({"op": "users_me", "n": 1}));
        site.session.account().unwrap();
        assert_eq!((site.count("users_login_refresh"), site.count("users_me")), (1, 3), "{code}");
    }
    // A refusal that has nothing to do with the token is passed on, also right after a renewal.
    let site = open();
    site.set("token_code", 400);
    site.set("token_reject", json!({"op": "users_me"}));
    for _ in 0..2 {
        let error = site.session.account().unwrap_err();
        assert_eq!((error.status(), error.http_status()), (Status::Host, Some(400)));
    }
    assert_eq!(site.count("users_login_refresh"), 1);
    // 403 is about the object, not about the token.
    let site = open();
    site.set("token_code", 403);
    site.set("token_reject", json!({"op": "users_me"}));
    assert_eq!(site.session.account().unwrap_err().status(), Status::Forbidden);
    assert_eq!((site.count("users_me"), site.count("users_login_refresh")), (1, 0));
}

#[test]
fn what_is_missing_for_a_login_is_named() {
    let emulator = gigahost_emulator::Emulator::builder().tls(true).start().unwrap();
    let bare = || {
        Session::builder(Host::Gett)
            .base_url(emulator.base_url(HOST))
            .ca_pem(emulator.ca_pem().unwrap())
    };
    let no_key = bare().login(seed::LOGIN, seed::PASSWORD).build().unwrap();
    let error = no_key.account().unwrap_err();
    assert_eq!((error.status(), error.parameter()), (Status::Argument, Some("api_key")));
    let nothing = bare().build().unwrap();
    assert_eq!(nothing.account().unwrap_err().status(), Status::Argument);
    assert_eq!(emulator.requests(HOST).len(), 0);
    // Reading needs nothing at all.
    assert_eq!(nothing.gett().unwrap().shares_get("nope").unwrap_err().status(), Status::NotFound);
    assert!(builder(&emulator).build().unwrap().supports(Capability::Login));
}

/// A session at the default address, which leads to a listener of ours.
fn unnamed(listener: &TcpListener, name_it: bool) -> Session {
    let builder = Session::builder(Host::Gett)
        .resolve("open.ge.tt", [listener.local_addr().unwrap()])
        .plain_http(PlainHttp::Allow)
        .login("ann@example.test", "canary-password")
        .api_key("canary-key");
    let builder = if name_it { builder.base_url("https://open.ge.tt") } else { builder };
    builder.build().unwrap()
}

#[test]
fn r100_no_credential_leaves_for_a_host_that_the_caller_did_not_name() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let session = unnamed(&listener, false);
    let gett = session.gett().unwrap();
    let secret = gigahost::Secret::new("canary");
    let errors = [
        session.login().unwrap_err(),
        session.account().unwrap_err(),
        session.list(None).unwrap_err(),
        session.upload(Source::bytes(*b"x"), named("x")).unwrap_err(),
        gett.users_login(&secret, "ann@example.test", &secret).unwrap_err(),
        gett.users_login_refresh(&secret).unwrap_err(),
        gett.live(None).unwrap_err(),
        session.call("/1/users/me", &[("accesstoken", "canary")]).unwrap_err(),
        session.call("/1/unknown", &[]).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.status(), Status::Unsupported, "{error}");
        assert!(error.hint().unwrap().contains("base_url"));
    }
    let with_token = Session::builder(Host::Gett)
        .resolve("open.ge.tt", [listener.local_addr().unwrap()])
        .token("canary-token")
        .build()
        .unwrap();
    assert_eq!(with_token.account().unwrap_err().status(), Status::Unsupported);
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "a socket was opened");
}

#[test]
fn the_default_address_is_used_when_the_caller_names_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let session = unnamed(&listener, true);
    let server = std::thread::spawn(move || listener.accept().map(drop));
    let error = session.account().unwrap_err();
    assert_ne!(error.status(), Status::Unsupported);
    server.join().unwrap().unwrap();
}
