//! Sessions: on a fresh emulator, or on the real hosts with what the environment says.

use std::env;

use gigahost::{Builder, CancelToken, Capability, Host, PlainHttp, Session};
use gigahost_emulator::{Emulator, Host as Emulated, seed};

use crate::{Failure, Options, Result};

/// The hosts that a program works on.
pub struct Hosts {
    /// One session for each host, in order.
    pub sessions: Vec<Session>,
    emulator: Option<Emulator>,
}

impl Hosts {
    /// Opens what the command line asks for. With `--emulator` these are the hosts it names, or
    /// all that have every capability in `needs`; without, the hosts it names.
    pub fn open(options: &Options, needs: &[Capability], cancel: &CancelToken) -> Result<Self> {
        let mut hosts = options.hosts.clone();
        for host in &hosts {
            if let Some(lacks) = needs.iter().find(|need| !host.supports(**need)) {
                return Err(Failure::Usage(format!("{host} has no `{}`", lacks.name())));
            }
        }
        if hosts.is_empty() && options.emulator {
            hosts = able(needs);
        }
        if hosts.is_empty() {
            return Err(Failure::Usage("name a --host, or try it on the --emulator".into()));
        }
        let start = || Emulator::builder().tls(true).start();
        let emulator = options.emulator.then(start).transpose()?;
        let sessions = hosts
            .iter()
            .map(|host| {
                let builder = match &emulator {
                    Some(emulator) => emulated(emulator, *host),
                    None => real(*host)?,
                };
                Ok(builder.build()?.with_cancel(cancel))
            })
            .collect::<Result<_>>()?;
        Ok(Self { sessions, emulator })
    }

    /// Where the sessions lead, for a person.
    pub fn place(&self) -> &'static str {
        match self.emulator {
            Some(_) => "the emulator on 127.0.0.1",
            None => "the real hosts",
        }
    }

    /// Whether they lead to the emulator.
    pub fn are_emulated(&self) -> bool {
        self.emulator.is_some()
    }
}

impl std::fmt::Debug for Hosts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.sessions).finish()
    }
}

/// The hosts that can do all of this.
fn able(needs: &[Capability]) -> Vec<Host> {
    let can = |host: &Host| needs.iter().all(|need| host.supports(*need));
    Host::ALL.into_iter().filter(can).collect()
}

/// A session on the emulator: its addresses are private, it plays hosts that speak plain http by
/// design, and its certificate is its own.
fn emulated(emulator: &Emulator, host: Host) -> Builder {
    let played = match host {
        Host::Rapidgator => Emulated::Rapidgator,
        Host::Giga0 => Emulated::Giga0,
        Host::UploadGig => Emulated::UploadGig,
        Host::Gett => Emulated::Gett,
        _ => Emulated::GigaGs,
    };
    let mut builder = Session::builder(host)
        .login(seed::LOGIN, seed::PASSWORD)
        .base_url(emulator.base_url(played))
        .allow_private_addresses(true)
        .plain_http(PlainHttp::Allow);
    if let Some(pem) = emulator.ca_pem() {
        builder = builder.ca_pem(pem);
    }
    match host {
        Host::Giga0 => builder.keys(seed::GIGA0_KEY1, seed::GIGA0_KEY2),
        Host::Gett => builder.api_key(seed::GETT_API_KEY),
        _ => builder,
    }
}

/// A session on the real host. Credentials come from the environment only: a command line can be
/// read by every other user of the machine.
fn real(host: Host) -> Result<Builder> {
    from_variables(host, |name| env::var(name).ok().filter(|value| !value.is_empty()))
}

fn from_variables(host: Host, read: impl Fn(&str) -> Option<String>) -> Result<Builder> {
    let prefix = format!("GIGAHOST_{}_", host.name().to_ascii_uppercase());
    let variable = |name: &str| read(&format!("{prefix}{name}"));
    let mut builder = Session::builder(host);
    let mut given = false;
    if let (Some(login), Some(password)) = (variable("LOGIN"), variable("PASSWORD")) {
        builder = builder.login(login, password);
        given = true;
    }
    if let (Some(key1), Some(key2)) = (variable("KEY1"), variable("KEY2")) {
        builder = builder.keys(key1, key2);
        given = true;
    }
    if let Some(token) = variable("TOKEN") {
        builder = builder.token(token);
        given = true;
    }
    if let Some(id) = variable("ACCOUNT_ID") {
        builder = builder.account_id(id);
    }
    if let Some(key) = variable("API_KEY") {
        builder = builder.api_key(key);
    }
    if let Some(url) = variable("URL") {
        builder = builder.base_url(url);
    }
    if !given {
        return Err(Failure::Usage(format!(
            "no credentials for {host}: set {prefix}LOGIN and {prefix}PASSWORD, \
             {prefix}KEY1 and {prefix}KEY2, or {prefix}TOKEN"
        )));
    }
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_come_from_the_environment() {
        let there = |name: &str| match name {
            "GIGAHOST_GETT_LOGIN" => Some("ann@example.test".to_owned()),
            "GIGAHOST_GETT_PASSWORD" => Some("correct horse 1".to_owned()),
            "GIGAHOST_GETT_API_KEY" => Some("apikey-ann".to_owned()),
            "GIGAHOST_GETT_URL" => Some("https://gett.example.test".to_owned()),
            _ => None,
        };
        let session = from_variables(Host::Gett, there).unwrap().build().unwrap();
        assert_eq!(session.base_url(), "https://gett.example.test");
    }

    #[test]
    fn without_credentials_the_variables_are_named() {
        let failure = from_variables(Host::Rapidgator, |_| None).unwrap_err();
        let said = failure.to_string();
        assert!(said.contains("GIGAHOST_RAPIDGATOR_LOGIN"), "{said}");
        let half = |name: &str| name.ends_with("_LOGIN").then(|| "ann@example.test".to_owned());
        assert!(from_variables(Host::Rapidgator, half).is_err());
    }

    #[test]
    fn a_host_that_cannot_is_refused_before_anything_starts() {
        let options =
            Options { hosts: vec![Host::UploadGig], emulator: true, ..Options::default() };
        let failure = Hosts::open(&options, &[Capability::Trash], &CancelToken::new()).unwrap_err();
        assert!(matches!(failure, Failure::Usage(_)), "{failure}");
    }
}
