//! One operation of the API, from arguments to the host's JSON: built from its row, sent under its
//! clocks, repeated by its class, judged by its host.

use std::borrow::Cow;
use std::sync::PoisonError;
use std::time::Duration;

use serde_json::{Map, Value};

use super::{Session, Token};
use crate::form;
use crate::http::agent::{Exchange, Outgoing};
use crate::http::reply::{LIST_CAP, READ_CAP, Reply, SMALL_CAP};
use crate::http::url::{Purpose, Target};
use crate::json::{Document, Json};
use crate::operation::check::{self, Checked};
use crate::operation::{Arguments, Auth, Class, Method, Operation, Place};
use crate::retry::{Bucket, Decision, Failure};
use crate::scope::{self, Entered, ExchangeClocks};
use crate::wire::{Answer, Malformed, Node};
use crate::{Clock, Error, Outcome, Secret, Status};

/// How many notes a session keeps.
const MOST_NOTES: usize = 32;

/// A request, complete and never changed: every attempt sends the same.
pub(super) struct Built {
    pub method: Method,
    pub target: Target,
    pub headers: Vec<(&'static str, String)>,
    pub content_type: &'static str,
    pub body: Option<Vec<u8>>,
    pub secrets: Vec<Secret>,
}

impl Session {
    /// Enters a call. Whatever blocks from here on obeys the session's cancel token and deadline.
    pub(crate) fn enter(&self, budget: Option<Duration>) -> Result<Entered, Error> {
        if self.deadline.is_some_and(|deadline| deadline.is_zero()) {
            return Err(Error::argument("deadline", "must not be zero"));
        }
        if std::process::id() != self.shared.process {
            return Err(Error::new(Status::Forked, "the session was opened in a parent process")
                .with_hint("open a new session in this process"));
        }
        let budget = match (budget, self.deadline) {
            (Some(budget), Some(deadline)) => Some(budget.min(deadline)),
            (budget, deadline) => budget.or(deadline),
        };
        let entered = scope::enter(self.shared.id, self.cancel.as_ref(), budget)?;
        if let Some(budget) = &self.shared.config.bandwidth {
            scope::keep_to(budget);
        }
        Ok(entered)
    }

    /// Performs an operation and reads its answer.
    pub(crate) fn ask<T>(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
        read: impl FnOnce(Node<'_>) -> Result<T, Malformed>,
    ) -> Result<Answer<T>, Error> {
        self.ask_value(operation, arguments, |json| Node::new(json).and_then(read))
    }

    /// The same for answers that need not be objects.
    pub(crate) fn ask_value<T>(
        &self,
        operation: &'static Operation,
        arguments: Arguments<'_>,
        read: impl FnOnce(Json<'_>) -> Result<T, Malformed>,
    ) -> Result<Answer<T>, Error> {
        let json = self.perform(operation, &arguments)?;
        let value = read(json.root()).map_err(|e| {
            // The host did what was asked; only its answer is malformed.
            let applied =
                if operation.class == Class::Read { Outcome::NotApplied } else { Outcome::Applied };
            Error::from(e).with_outcome(applied).at(self.host(), operation.name)
        })?;
        Ok(Answer::new(value, json))
    }

    /// Performs an operation: logs in when needed, renews a dead token once.
    pub(crate) fn perform(
        &self,
        operation: &'static Operation,
        arguments: &Arguments<'_>,
    ) -> Result<Document, Error> {
        let budget = match operation.class {
            Class::Login => self.clocks().call.min(Duration::from_secs(60)),
            _ => self.clocks().call,
        };
        let _call = self.enter(Some(budget)).map_err(|e| e.at(self.host(), operation.name))?;
        let attached = match operation.auth {
            Auth::Token => self.adapter().attach(&Token::new(Secret::new(""))),
            _ => Vec::new(),
        };
        let may_attach = |name: &&str| self.adapter().attaches(operation, name);
        let names: Vec<_> = attached.iter().map(|(name, _)| *name).filter(may_attach).collect();
        let checked = check::arguments(operation, arguments, &names)?;
        if !matches!(operation.auth, Auth::None | Auth::Url) {
            self.check_destination().map_err(|e| e.at(self.host(), operation.name))?;
        }
        // A login by token brings its own.
        if operation.auth != Auth::Token
            || operation.class == Class::Login
            || arguments.has(names.first().copied().unwrap_or_default())
        {
            return self.attempts(operation, &self.build(operation, &checked, None)?);
        }
        let token = self.token()?;
        let first = self.attempts(operation, &self.build(operation, &checked, Some(&token))?);
        match first {
            Err(error) if error.token_dead() => match self.renew(&token) {
                Ok(token) => {
                    self.attempts(operation, &self.build(operation, &checked, Some(&token))?)
                }
                // The refusal may have meant a dead token; its own words say more than a suspicion.
                Err(_) if error.status() != Status::Auth => Err(error),
                Err(renewal) => Err(renewal.at(self.host(), operation.name)),
            },
            outcome => outcome,
        }
    }

    /// Builds the request of an operation.
    fn build(
        &self,
        operation: &Operation,
        checked: &[Checked],
        token: Option<&Token>,
    ) -> Result<Built, Error> {
        let attached = token.map(|token| self.adapter().attach(token)).unwrap_or_default();
        let mut path = operation.path.to_owned();
        let mut query = Vec::new();
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let mut json = Map::new();
        let mut headers = Vec::new();
        let mut secrets: Vec<Secret> = attached.iter().map(|(_, secret)| secret.clone()).collect();
        let given = checked.iter().map(|argument| (argument.param, argument.value.as_deref()));
        // What the caller names himself (giga0: the account that an admin means) is not overruled.
        let of_token = attached.iter().filter_map(|(name, secret)| {
            let named = checked.iter().any(|argument| argument.param.name == *name);
            let param = operation.param(name).filter(|_| !named)?;
            Some((param, Some(secret.expose())))
        });
        for (param, value) in of_token.chain(given) {
            if let (true, Some(value)) = (param.secret, value) {
                secrets.push(Secret::new(value));
            }
            match param.place {
                Place::Form => pairs.push((param.name, value.unwrap_or_default())),
                Place::Query => query.push(format!(
                    "{}={}",
                    param.name,
                    form::query_value(value.unwrap_or_default())
                )),
                Place::Path => {
                    let braces = format!("{{{}}}", param.name);
                    path = path.replace(&braces, &form::path_segment(value.unwrap_or_default()));
                }
                Place::Json => {
                    json.insert(param.name.to_owned(), value.map_or(Value::Null, Value::from));
                }
                Place::Header => headers.push((param.name, value.unwrap_or_default().to_owned())),
                Place::Part | Place::Body => {
                    return Err(Error::new(
                        Status::Internal,
                        "a file cannot travel in an API call",
                    ));
                }
            }
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let has_json = operation.params.iter().any(|param| param.place == Place::Json);
        let (content_type, body) = if has_json {
            (JSON, (!json.is_empty()).then(|| Value::Object(json).to_string().into_bytes()))
        } else {
            (
                FORM,
                (operation.method() == Method::Post && !pairs.is_empty())
                    .then(|| form::encode(pairs).into_bytes()),
            )
        };
        let target = self.policy().api(&path)?;
        Ok(Built { method: operation.method(), target, headers, content_type, body, secrets })
    }

    /// Sends a request as often as its class allows.
    pub(super) fn attempts(&self, operation: &Operation, built: &Built) -> Result<Document, Error> {
        let mut attempt = 1;
        loop {
            self.await_turn().map_err(|e| e.at(self.host(), operation.name))?;
            let error = match self.attempt(operation, built) {
                Ok(json) => {
                    self.note_success();
                    scope::note_repeated(attempt > 1);
                    if attempt == 1 {
                        self.with_bucket(Bucket::refill);
                    }
                    return Ok(json);
                }
                Err(error) => self.without_secrets(error, built),
            };
            let (sent, received) = scope::traffic();
            let error = error.with_bytes(sent, received);
            self.note_failure(&error);
            let failure = Failure { error: &error, attempt, sent: sent > 0 };
            let decision = self.with_bucket(|bucket| {
                self.with_jitter(|jitter| {
                    crate::retry::decide(operation, &failure, jitter, bucket, scope::time_left())
                })
            });
            let (host, name) = (self.host(), operation.name);
            match decision {
                Decision::Repeat(pause) => scope::sleep(pause)
                    .map_err(|e| e.at(host, name).with_attempts(attempt, None))?,
                Decision::GiveUp(why) => {
                    let error = if sent > 0 && says_nothing_of_the_outcome(operation, &error) {
                        error.with_outcome(Outcome::Unknown)
                    } else {
                        error
                    };
                    return Err(error.at(host, name).with_attempts(attempt, Some(why)));
                }
                Decision::Unknown(why) => {
                    let message = format!(
                        "the answer was lost, and the call may have taken effect ({})",
                        error.message()
                    );
                    return Err(error
                        .become_status(Status::OutcomeUnknown, message)
                        .with_outcome(Outcome::Unknown)
                        .with_hint("look at the host whether it took effect before you repeat it")
                        .at(host, name)
                        .with_attempts(attempt, Some(why)));
                }
            }
            attempt += 1;
        }
    }

    fn attempt(&self, operation: &Operation, built: &Built) -> Result<Document, Error> {
        let mut target = Cow::Borrowed(&built.target);
        for hop in 0.. {
            let incoming = self.client().run(Exchange {
                method: built.method,
                target: &target,
                headers: &built.headers,
                body: match &built.body {
                    Some(bytes) => Outgoing::Bytes { content_type: built.content_type, bytes },
                    None => Outgoing::None,
                },
                fresh: false,
                clocks: self.api_clocks(),
            })?;
            let cap = match operation.class {
                Class::Read if operation.lists => LIST_CAP,
                Class::Read => READ_CAP,
                _ => SMALL_CAP,
            };
            let reply = Reply::read(incoming, cap)?;
            if (300..400).contains(&reply.status) {
                target = Cow::Owned(self.follow(operation, built, &target, &reply, hop)?);
                continue;
            }
            self.note_odd(&reply.notes, &built.secrets);
            self.adapter().judge(operation, &reply)?;
            return Ok(reply.json.unwrap_or_default());
        }
        Err(Error::new(Status::Internal, "the redirects have no end"))
    }

    /// Where a redirect of an API call may lead: reads three times within their origin, what can be
    /// repeated once if the method is kept. Everything else would hand credentials around, or take
    /// the answer of another page for success.
    fn follow(
        &self,
        operation: &Operation,
        built: &Built,
        from: &Target,
        reply: &Reply,
        hop: u32,
    ) -> Result<Target, Error> {
        let refused = |why: &str| {
            Err(Error::new(
                Status::RedirectRefused,
                format!("the host answered with a redirect {why}"),
            )
            .with_http_status(reply.status))
        };
        let keeps_method = matches!(reply.status, 307 | 308);
        let allowed = match (operation.class, built.method) {
            (Class::Read, Method::Get) => {
                hop < 3 && matches!(reply.status, 301 | 302 | 303 | 307 | 308)
            }
            (Class::Read | Class::Idempotent, _) => hop < 1 && keeps_method,
            _ => false,
        };
        if !allowed {
            return refused("that must not be followed");
        }
        let Some(location) = reply.location.as_deref() else {
            return refused("that leads nowhere");
        };
        let Ok(mut target) = self.policy().redirect(from, location, Purpose::Download) else {
            return refused("to an address that is not allowed");
        };
        if !target.same_origin(from) {
            return refused("to another origin");
        }
        // The same origin as the API's, so it is as trusted as that.
        target.from_answer = false;
        Ok(target)
    }

    /// Whether credentials may go to the session's host. ge.tt may be out of service, and whoever has
    /// its name then must not be handed passwords: the caller has to name the host himself.
    pub(crate) fn check_destination(&self) -> Result<(), Error> {
        if self.host() != crate::Host::Gett || self.shared.config.base_url_given {
            return Ok(());
        }
        Err(Error::new(
            Status::Unsupported,
            "ge.tt may be out of service: no credential is sent to it",
        )
        .with_hint(
            "name the host by `base_url` (https://open.ge.tt) if you know who answers there",
        ))
    }

    /// The clocks of one exchange with the API.
    pub(crate) fn api_clocks(&self) -> ExchangeClocks {
        let clocks = self.clocks();
        ExchangeClocks {
            connect: clocks.connect,
            answer: clocks.answer,
            answer_clock: Clock::Answer,
            attempt: Some(clocks.attempt),
            idle: clocks.idle,
            low_speed: clocks.low_speed,
        }
    }

    /// A host may echo what it was sent.
    fn without_secrets(&self, error: Error, built: &Built) -> Error {
        self.masked(error, &built.secrets)
    }

    /// Keeps what was odd about an answer that could be read.
    pub(crate) fn note_odd(&self, notes: &[String], more: &[Secret]) {
        if notes.is_empty() {
            return;
        }
        let token = self.current_token().map(|token| token.secret);
        let own = self.secrets();
        let secrets = own.iter().chain(token.as_ref()).chain(more).map(Secret::expose);
        let mut kept = self.shared.notes.lock().unwrap_or_else(PoisonError::into_inner);
        for note in notes {
            let note = crate::secret::scrub(note, secrets.clone());
            if !kept.contains(&note) {
                if kept.len() >= MOST_NOTES {
                    kept.remove(0);
                }
                kept.push(note);
            }
        }
    }

    /// Masks what this session keeps secret, and `more`, in the words of a host.
    pub(crate) fn masked(&self, error: Error, more: &[Secret]) -> Error {
        let token = self.current_token().map(|token| token.secret);
        let urls = scope::url_secrets();
        let own = self.secrets();
        let known = own.iter().chain(token.as_ref()).chain(&urls).chain(more);
        error.scrubbed(known.map(Secret::expose))
    }
}

/// Whether the host may have done what was asked, although what it answered is no answer.
fn says_nothing_of_the_outcome(operation: &Operation, error: &Error) -> bool {
    let changes = matches!(operation.class, Class::NonIdempotent | Class::Idempotent);
    let silent = matches!(error.status(), Status::BadAnswer | Status::Network | Status::Timeout)
        || ((error.status() == Status::Http || error.is_no_answer())
            && error.http_status().is_some_and(|code| code >= 500));
    changes && silent
}

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
