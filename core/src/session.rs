//! A session: one account at one host.

mod adapter;
mod call;
mod credentials;
mod limit;
mod login;
mod patience;
mod perform;
mod preflight;
mod staged;
mod token;
mod verbs;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::config::Config;
use crate::http::agent::Client;
use crate::http::url::UrlPolicy;
use crate::retry::{Bucket, Jitter, LONGEST_WAIT};
use crate::{CancelToken, Capability, Clocks, Error, Host, Secret, scope};

pub(crate) use adapter::{Adapter, Asked, Processing, Sent};
pub use credentials::AuthMode;
pub(crate) use credentials::{Credentials, TwoFactorCode, missing};
pub(crate) use limit::{Room, UploadLimit};
pub(crate) use token::{Term, Token};

/// One account at one host. Cheap to clone; clones share the login, the connections and the limits,
/// and may be used from any number of threads at once.
///
/// It logs in automatically when the first call needs it, once for all threads; renews an expired
/// token, once per call; and never sends a rejected password again.
#[derive(Clone)]
pub struct Session {
    shared: Arc<Shared>,
    cancel: Option<CancelToken>,
    deadline: Option<Duration>,
}

struct Shared {
    id: u64,
    /// The process that opened it: connections and locks do not survive a fork.
    process: u32,
    adapter: &'static dyn Adapter<Session>,
    config: Config,
    policy: UrlPolicy,
    credentials: Credentials,
    client: Client,
    tokens: token::Tokens,
    bucket: Mutex<Bucket>,
    jitter: Mutex<Jitter>,
    patience: Mutex<patience::Patience>,
    upload_limit: Mutex<Option<UploadLimit>>,
    /// What was odd about answers.
    notes: Mutex<Vec<String>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("host", &self.host())
            .field("base_url", &self.shared.config.base_url)
            .finish_non_exhaustive()
    }
}

/// Numbers sessions, so that a call from inside a session's own callback is recognised.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

impl Session {
    /// Opens a session at the host of this adapter.
    pub(crate) fn open(
        adapter: &'static dyn Adapter<Session>,
        config: Config,
        credentials: Credentials,
        policy: UrlPolicy,
    ) -> Result<Self, Error> {
        let seed = match config.seed {
            Some(seed) => seed,
            None => u64::from_str_radix(
                crate::http::multipart::random_hex()?.get(..16).unwrap_or("1"),
                16,
            )
            .unwrap_or(1),
        };
        let client = Client::new(&config)?;
        let shared = Shared {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            process: std::process::id(),
            adapter,
            config,
            policy,
            credentials,
            client,
            tokens: token::Tokens::default(),
            bucket: Mutex::new(Bucket::full()),
            jitter: Mutex::new(Jitter::new(seed)),
            patience: Mutex::default(),
            upload_limit: Mutex::new(None),
            notes: Mutex::default(),
        };
        let session = Self { shared: Arc::new(shared), cancel: None, deadline: None };
        session.adopt_given_token();
        Ok(session)
    }

    /// The host.
    pub fn host(&self) -> Host {
        self.shared.adapter.host()
    }

    /// The origin of the API.
    pub fn base_url(&self) -> &str {
        &self.shared.config.base_url
    }

    /// The proxy that calls of the API go through, as a URL without its login; none if they go straight
    /// to the host. The addresses of files may have others.
    ///
    /// # Errors
    /// [`Status::Argument`](crate::Status::Argument) if the environment names one that cannot be read,
    /// as for every call then.
    pub fn proxy(&self) -> Result<Option<String>, Error> {
        self.client().proxy_for(&self.shared.policy.base)
    }

    /// The login of the account, or else its id, if the session was given one: what tells accounts at one
    /// host apart, and is no secret.
    pub fn account_label(&self) -> Option<&str> {
        let credentials = self.credentials();
        credentials.login.as_deref().or(credentials.account_id.as_deref())
    }

    /// What was odd about answers that could be read all the same, each once, the latest last, 32 at most: a
    /// notice of the host's software beside an answer, characters that are none. Who looks after a host
    /// wants to know; for a call it means nothing.
    pub fn notes(&self) -> Vec<String> {
        self.shared.notes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the host supports this.
    pub fn supports(&self, capability: Capability) -> bool {
        self.shared.adapter.supports(capability)
    }

    /// A view of the same session whose calls end when `token` is cancelled.
    #[must_use]
    pub fn with_cancel(&self, token: &CancelToken) -> Self {
        Self { cancel: Some(token.clone()), ..self.clone() }
    }

    /// A view of the same session whose calls, including transfers, take at most `deadline` in
    /// total, with all retries, redirects, pauses and polls. With zero, calls fail with
    /// [`Status::Argument`](crate::Status::Argument).
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self.clone() }
    }

    /// The session, if it is at this host.
    pub(crate) fn at(&self, host: Host) -> Result<&Self, Error> {
        if self.host() == host {
            return Ok(self);
        }
        Err(Error::argument("session", format_args!("is at {}, not at {host}", self.host())))
    }
}

/// What the rest of the library needs of a session.
impl Session {
    /// The same for all clones, and for no other session.
    pub(crate) fn id(&self) -> u64 {
        self.shared.id
    }
    /// A token that ends what is begun with it, and is cancelled with that of this view.
    pub(crate) fn own_token(&self) -> CancelToken {
        self.cancel.as_ref().map_or_else(CancelToken::new, CancelToken::child)
    }
    /// How long a whole transfer may take through this view.
    pub(crate) fn whole_transfer(&self) -> Option<Duration> {
        let clock = self.clocks().transfer;
        self.deadline.map_or(clock, |own| Some(clock.map_or(own, |clock| clock.min(own))))
    }
    pub(crate) fn adapter(&self) -> &'static dyn Adapter<Self> {
        self.shared.adapter
    }
    pub(crate) fn clocks(&self) -> &Clocks {
        &self.shared.config.clocks
    }
    pub(crate) fn policy(&self) -> &UrlPolicy {
        &self.shared.policy
    }
    pub(crate) fn credentials(&self) -> &Credentials {
        &self.shared.credentials
    }
    /// What must not be shown of the settings.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.credentials().secrets().cloned().chain(self.client().secrets()).collect()
    }
    pub(crate) fn client(&self) -> &Client {
        &self.shared.client
    }
    /// The limit of uploads, if the host has told it to this session.
    pub(crate) fn upload_limit(&self) -> Option<UploadLimit> {
        *self.shared.upload_limit.lock().unwrap_or_else(PoisonError::into_inner)
    }
    pub(crate) fn note_upload_limit(&self, limit: UploadLimit) {
        *self.shared.upload_limit.lock().unwrap_or_else(PoisonError::into_inner) = Some(limit);
    }
    fn with_bucket<T>(&self, f: impl FnOnce(&mut Bucket) -> T) -> T {
        f(&mut self.shared.bucket.lock().unwrap_or_else(PoisonError::into_inner))
    }
    fn with_patience<T>(&self, f: impl FnOnce(&mut patience::Patience) -> T) -> T {
        f(&mut self.shared.patience.lock().unwrap_or_else(PoisonError::into_inner))
    }
    /// Waits until the host may be sent to again, if the time for the call allows.
    ///
    /// # Errors
    /// `RATE_LIMITED` with the time that is left.
    pub(crate) fn await_turn(&self) -> Result<(), Error> {
        loop {
            let left = self.with_patience(|patience| patience.left());
            if left.is_zero() {
                return Ok(());
            }
            if left > LONGEST_WAIT || scope::time_left().is_some_and(|time| time <= left) {
                return Err(self.with_patience(|patience| patience.refusal(self.host(), left)));
            }
            scope::sleep(left)?;
        }
    }
    /// Remembers that a call failed: all calls of the account heed what the host asked for.
    pub(crate) fn note_failure(&self, error: &Error) {
        self.with_patience(|patience| {
            patience.note_failure(error, |row| self.with_jitter(|jitter| jitter.pause(row)));
        });
    }
    /// Remembers that the host answered.
    pub(crate) fn note_success(&self) {
        self.with_patience(patience::Patience::note_success);
    }
    /// Remembers what the head of an answer says of the host.
    pub(crate) fn note_answer(&self, code: u16, wait: Option<Duration>) {
        if matches!(code, 429 | 503) {
            let error = Error::new(crate::Status::RateLimited, "the host asks to wait");
            self.note_failure(&error.with_http_status(code).with_retry_after(wait));
        } else {
            self.note_success();
        }
    }
    pub(crate) fn with_jitter<T>(&self, f: impl FnOnce(&mut Jitter) -> T) -> T {
        f(&mut self.shared.jitter.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r223_a_session_of_a_parent_process_is_refused_before_a_byte() {
        let mut session = Session::builder(Host::Rapidgator).login("ann", "pw").build().unwrap();
        // As a child sees it: opened by a process with another number.
        Arc::get_mut(&mut session.shared).unwrap().process ^= 1;
        for error in [session.account().unwrap_err(), session.list(None).unwrap_err()] {
            assert_eq!(error.status(), crate::Status::Forked);
            assert!(error.hint().is_some());
        }
    }

    #[test]
    fn a_session_and_its_tokens_may_go_to_any_thread() {
        fn shared_by_threads<T: Send + Sync + Clone>(_: &T) -> bool {
            true
        }
        assert!(shared_by_threads(&Session::builder(Host::Gett).build().unwrap()));
        assert!(shared_by_threads(&CancelToken::new()));
    }
}
