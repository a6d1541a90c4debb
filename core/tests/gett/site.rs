//! A fresh emulator and a session there.

use std::time::Duration;

use gigahost::{Builder, Clocks, Error, Host, PlainHttp, Receipt, Session};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated, Request, StoredFile, seed};

use crate::support::{at, emulator, upload};
pub(crate) use crate::support::{content, named};

pub(crate) const HOST: Emulated = Emulated::Gett;

pub(crate) struct Site {
    pub(crate) emulator: Emulator,
    pub(crate) session: Session,
}

pub(crate) fn open() -> Site {
    open_with(|builder| builder)
}

pub(crate) fn open_with(change: impl FnOnce(Builder) -> Builder) -> Site {
    let emulator = emulator();
    let session = change(builder(&emulator)).build().unwrap();
    Site { emulator, session }
}

pub(crate) fn builder(emulator: &Emulator) -> Builder {
    let mut clocks = Clocks::default();
    clocks.answer_after_body = Duration::from_secs(5);
    clocks.settle = Duration::from_millis(400);
    clocks.processing = Duration::from_secs(8);
    at(emulator, Host::Gett, HOST)
        .plain_http(PlainHttp::Allow)
        .login(seed::LOGIN, seed::PASSWORD)
        .api_key(seed::GETT_API_KEY)
        .clocks(clocks)
        .seed(7)
}

impl Site {
    pub(crate) fn send(&self, bytes: &[u8]) -> Result<Receipt, Error> {
        upload(&self.session, "film.bin", bytes)
    }

    pub(crate) fn set(&self, switch: &str, value: impl Into<serde_json::Value>) {
        self.emulator.set(HOST, switch, value).unwrap();
    }

    pub(crate) fn fault(&self, operation: &str, kind: FaultKind) {
        self.emulator.fault(Fault::new(HOST, operation, kind));
    }

    pub(crate) fn count(&self, operation: &str) -> usize {
        self.emulator.count(HOST, operation)
    }

    pub(crate) fn requests(&self, operation: &str) -> Vec<Request> {
        let all = self.emulator.requests(HOST).into_iter();
        all.filter(|request| request.operation == operation).collect()
    }

    /// Files with bytes that are not deleted.
    pub(crate) fn stored(&self) -> Vec<StoredFile> {
        let all = self.emulator.files(HOST).into_iter();
        all.filter(|file| file.state == "active" && file.size > 0).collect()
    }
}
