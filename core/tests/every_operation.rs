//! Every operation of every host, called by its typed function against the emulator. The emulator's
//! own count is the proof that it was called.

#[path = "every_operation/gett.rs"]
mod gett;
#[path = "every_operation/giga0.rs"]
mod giga0;
#[path = "every_operation/gigags.rs"]
mod gigags;
#[path = "every_operation/rapidgator.rs"]
mod rapidgator;
#[path = "every_operation/uploadgig.rs"]
mod uploadgig;

use std::cell::RefCell;
use std::rc::Rc;

use gigahost::{Builder, Control, Host, PlainHttp, Session, Stage, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated};

/// A session for the builder that `credentials` completes.
fn session(
    emulator: &Emulator,
    host: Host,
    emulated: Emulated,
    credentials: impl FnOnce(Builder) -> Builder,
) -> Session {
    let builder = Session::builder(host)
        .base_url(emulator.base_url(emulated))
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true);
    credentials(builder).build().expect("the session is well set up")
}

/// Options that note the stages they were told of.
fn told(options: UploadOptions) -> (Rc<RefCell<Vec<Stage>>>, UploadOptions) {
    let stages = Rc::new(RefCell::new(Vec::new()));
    let noted = stages.clone();
    let options = options.on_progress(move |progress| {
        noted.borrow_mut().push(progress.stage);
        Control::Continue
    });
    (stages, options)
}

/// Asserts that each operation of the host's table reached the emulator.
fn assert_all_called(emulator: &Emulator, host: Host, emulated: Emulated) {
    let missing: Vec<_> = host
        .operations()
        .iter()
        .map(|operation| operation.name)
        .filter(|name| emulator.count(emulated, name) == 0)
        .collect();
    assert!(missing.is_empty(), "{host}: not called: {}", missing.join(", "));
    println!(
        "operations covered: {host}: {} of {}",
        host.operations().len(),
        host.operations().len()
    );
}
