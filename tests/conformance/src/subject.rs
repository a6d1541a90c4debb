//! What a check works on: one host of a fresh emulator, and a session there.

use std::time::Duration;

use gigahost::{
    Builder, Capability, Clocks, Error, Host, PlainHttp, Receipt, Session, Source, UploadOptions,
};
use gigahost_emulator::{Emulator, Fault, FaultKind, Host as Emulated, StoredFile, seed};
use md5::{Digest, Md5};

/// An operation that only reads, and how a session does it.
pub type Read = (&'static str, fn(&Session) -> Result<(), Error>);

/// One host of a fresh emulator.
pub struct Subject {
    /// The emulator.
    pub emulator: Emulator,
    /// The host.
    pub host: Host,
    /// A session of the main account.
    pub session: Session,
}

impl Subject {
    /// Starts the emulator with TLS and opens a session with short clocks.
    pub fn open(host: Host) -> Self {
        let emulator = Emulator::builder().tls(true).start().expect("the emulator starts");
        let session = builder(&emulator, host).build().expect("the session is well set up");
        Self { emulator, host, session }
    }

    /// The same host as the emulator names it.
    pub fn emulated(&self) -> Emulated {
        emulated(self.host)
    }

    /// Another session of the same account, set up by `change`.
    pub fn another(&self, change: impl FnOnce(Builder) -> Builder) -> Session {
        change(builder(&self.emulator, self.host)).build().expect("the session is well set up")
    }

    /// A session without any credentials.
    pub fn anonymous(&self) -> Session {
        anonymous(&self.emulator, self.host).build().expect("the session is well set up")
    }

    /// Puts a fault in force, once, on the next call of an operation.
    pub fn fault(&self, operation: &str, kind: FaultKind) {
        self.emulator.fault(Fault::new(self.emulated(), operation, kind));
    }

    /// How often an operation was called.
    pub fn count(&self, operation: &str) -> usize {
        self.emulator.count(self.emulated(), operation)
    }

    /// The files at the host that are not in the trash.
    pub fn stored(&self) -> Vec<StoredFile> {
        self.emulator
            .files(self.emulated())
            .into_iter()
            .filter(|file| file.state == "active")
            .collect()
    }

    /// Whether the host can do this.
    pub fn can(&self, capability: Capability) -> bool {
        self.session.supports(capability)
    }

    /// The operation that carries the bytes of an upload.
    pub fn upload_operation(&self) -> &'static str {
        match self.host {
            Host::Giga0 => "file_upload",
            Host::Gett => "upload_put",
            Host::GigaGs => "upload",
            _ => "upload_bytes",
        }
    }

    /// The operation that carries the bytes of a download.
    pub fn download_operation(&self) -> &'static str {
        match self.host {
            Host::Gett => "blob_bytes",
            _ => "download_bytes",
        }
    }

    /// A read of the API that every session can make, and its operation; none at uploadgig.
    pub fn read(&self) -> Option<Read> {
        match self.host {
            Host::Rapidgator => Some(("user_info", |s| s.account().map(drop))),
            Host::Giga0 => Some(("folder_listing", |s| s.list(None).map(drop))),
            Host::Gett => Some(("shares_list", |s| s.list(None).map(drop))),
            Host::GigaGs => Some(("get_files", |s| s.list(None).map(drop))),
            _ => None,
        }
    }

    /// The operation that is a login.
    pub fn login_operation(&self) -> &'static str {
        match self.host {
            Host::Rapidgator => "user_login",
            Host::Giga0 => "authorize",
            Host::Gett => "users_login",
            Host::GigaGs => "create_token",
            _ => "get_upload_action",
        }
    }

    /// Uploads bytes under a name.
    pub fn upload(&self, name: &str, bytes: &[u8]) -> Result<Receipt, Error> {
        self.session.upload(Source::bytes(Vec::from(bytes)), UploadOptions::new().with_name(name))
    }

    /// A file name that every host takes.
    pub fn name(&self, stem: &str) -> String {
        format!("{stem}.{}", if self.host == Host::GigaGs { "mp4" } else { "bin" })
    }
}

fn emulated(host: Host) -> Emulated {
    match host {
        Host::Rapidgator => Emulated::Rapidgator,
        Host::Giga0 => Emulated::Giga0,
        Host::UploadGig => Emulated::UploadGig,
        Host::Gett => Emulated::Gett,
        _ => Emulated::GigaGs,
    }
}

/// The clocks of all sessions here: nothing takes long.
pub fn clocks() -> Clocks {
    let mut clocks = Clocks::default();
    clocks.idle = Duration::from_secs(1);
    clocks.answer = Duration::from_secs(10);
    clocks.answer_after_body = Duration::from_secs(10);
    clocks.settle = Duration::from_millis(400);
    clocks.processing = Duration::from_secs(20);
    clocks
}

/// A builder without credentials, with clocks short enough for tests.
fn anonymous(emulator: &Emulator, host: Host) -> Builder {
    Session::builder(host)
        .base_url(emulator.base_url(emulated(host)))
        .ca_pem(emulator.ca_pem().expect("TLS is on"))
        .plain_http(PlainHttp::Allow)
        .allow_private_addresses(true)
        .clocks(clocks())
        .seed(7)
}

/// A builder for the main account.
fn builder(emulator: &Emulator, host: Host) -> Builder {
    let builder = anonymous(emulator, host);
    match host {
        Host::Giga0 => builder.keys(seed::GIGA0_KEY1, seed::GIGA0_KEY2),
        Host::Gett => builder.login(seed::LOGIN, seed::PASSWORD).api_key(seed::GETT_API_KEY),
        _ => builder.login(seed::LOGIN, seed::PASSWORD),
    }
}

/// Bytes that do not repeat soon.
pub fn content(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

/// MD5 in lower-case hexadecimal.
pub fn md5(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Md5::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
