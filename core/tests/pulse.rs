//! The hook of the calling thread: asked in every phase, at most as often as it wants, and obeyed.

use std::cell::Cell;
use std::net::TcpListener;
use std::rc::Rc;
use std::time::{Duration, Instant};

use gigahost::{Control, Host, PlainHttp, Pulse, Session, Status};

/// A session at a host that accepts connections and never says a word.
fn at_a_silent_host() -> (TcpListener, Session) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let session = Session::builder(Host::Rapidgator)
        .login("ann@example.test", "pw-canary")
        .base_url(format!("http://{}", listener.local_addr().unwrap()))
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .build()
        .unwrap();
    (listener, session)
}

#[test]
fn a_hook_that_says_stop_ends_a_call_that_waits_for_a_silent_host() {
    let (_listener, session) = at_a_silent_host();
    let started = Instant::now();
    let pulse = Pulse::on_this_thread(Duration::from_millis(20), move || {
        if started.elapsed() >= Duration::from_millis(300) {
            Control::Stop
        } else {
            Control::Continue
        }
    });
    let error = session.account().unwrap_err();
    assert_eq!(error.status(), Status::Cancelled);
    assert!(started.elapsed() < Duration::from_millis(500), "{:?}", started.elapsed());
    // It has said so for every call under it.
    assert_eq!(session.account().unwrap_err().status(), Status::Cancelled);
    drop(pulse);
    let brief = session.with_deadline(Duration::from_millis(60));
    assert_eq!(brief.account().unwrap_err().status(), Status::Timeout);
}

#[test]
fn a_hook_is_asked_no_more_often_than_it_wants_and_no_less() {
    let (_listener, session) = at_a_silent_host();
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    let _pulse = Pulse::on_this_thread(Duration::from_millis(100), move || {
        count.set(count.get() + 1);
        Control::Continue
    });
    let brief = session.with_deadline(Duration::from_secs(1));
    assert_eq!(brief.account().unwrap_err().status(), Status::Timeout);
    assert!((5..=10).contains(&asked.get()), "{}", asked.get());
}

#[test]
fn a_call_from_inside_the_hook_is_refused_as_from_a_callback() {
    let (_listener, session) = at_a_silent_host();
    let same = session.clone();
    let seen = Rc::new(Cell::new(None));
    let refused = seen.clone();
    let _pulse = Pulse::on_this_thread(Duration::from_millis(10), move || {
        refused.set(same.account().err().map(|error| error.status()));
        Control::Stop
    });
    assert_eq!(session.account().unwrap_err().status(), Status::Cancelled);
    assert_eq!(seen.get(), Some(Status::Busy));
}
