//! Where the credentials of an account and the place of its host are found: in the environment, and in the
//! options file, which the command line reads too.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::{Error, Host, Secret, words};

/// What is enough to be somebody at a host.
const ENOUGH: [&[&str]; 4] =
    [&["login", "password"], &["key1", "key2"], &["token"], &["refresh_token"]];

/// The longest name of a profile, in bytes.
const LONGEST: usize = 255;

/// What a section may hold beside credentials.
const PLACE: [&str; 5] = ["url", "ca", "trust", "proxy", "no_proxy"];
const PERMISSIONS: [&str; 2] = ["plain_http", "allow_private"];

/// The names of a host's credentials.
const fn names(host: Host) -> &'static [&'static str] {
    match host {
        Host::Rapidgator => &["login", "password", "two_factor_code", "token"],
        Host::Giga0 => &["login", "password", "key1", "key2", "token", "account_id", "auth_mode"],
        Host::UploadGig => &["login", "password"],
        Host::Gett => &["login", "password", "api_key", "token", "refresh_token"],
        Host::GigaGs => &["login", "password", "token"],
    }
}

/// The settings of an account, by name.
pub(crate) struct Profile(Vec<(&'static str, Secret)>);

impl Profile {
    /// Finds an account: that without a profile, or the one of this name.
    ///
    /// # Errors
    /// `ARGUMENT` for `profile` if nothing says who that is, for `options` if the file is not there
    /// although it was named, is no such file, or may be read by others.
    pub(crate) fn find(
        host: Host,
        profile: Option<&str>,
        options: Option<&Path>,
    ) -> Result<Self, Error> {
        let of_profile = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let is_one =
            |name: &str| !name.is_empty() && name.len() <= LONGEST && name.chars().all(of_profile);
        if profile.is_some_and(|name| !is_one(name)) {
            return Err(Error::argument(
                "profile",
                "has letters, digits, `-` and `_`, at most 255",
            ));
        }
        let file = Options::read(options)?;
        let (host_section, section) = (file.section(host, None)?, file.section(host, profile)?);
        let account_prefix = prefix(host, profile);
        let of_environment = |names: &[&'static str]| -> Vec<(&'static str, Secret)> {
            names
                .iter()
                .filter_map(|name| Some((*name, variable(&account_prefix, name)?)))
                .collect()
        };
        let given = of_environment(names(host));
        let written: Vec<_> =
            names(host).iter().filter_map(|name| Some((*name, text(section, name)?))).collect();
        // Who names an account in the environment does not want another one of the file.
        let other =
            value(&given, "login").is_some_and(|login| value(&written, "login") != Some(login));
        let mut found = if is_enough(&given) {
            given
        } else if is_enough(&written) && !other {
            written
        } else {
            return Err(nobody(host, profile, &account_prefix, file.path.as_deref()));
        };
        let host_prefix = prefix(host, None);
        for name in PLACE {
            let of_account = || variable(&account_prefix, name).or_else(|| text(section, name));
            let of_host = || variable(&host_prefix, name).or_else(|| text(host_section, name));
            found.extend(of_account().or_else(of_host).map(|value| (name, value)));
        }
        for name in PERMISSIONS {
            let is_given = |section: Option<&Map<String, Value>>| {
                section.and_then(|section| section.get(name)?.as_bool()).unwrap_or(false)
            };
            if is_given(section) || is_given(host_section) {
                found.push((name, Secret::from("true")));
            }
        }
        Ok(Self(found))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Secret> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

fn value<'s>(found: &'s [(&'static str, Secret)], name: &str) -> Option<&'s str> {
    found.iter().find(|(known, _)| *known == name).map(|(_, value)| value.expose())
}

fn is_enough(found: &[(&'static str, Secret)]) -> bool {
    ENOUGH.iter().any(|set| set.iter().all(|name| value(found, name).is_some()))
}

/// How the variables of an account begin.
fn prefix(host: Host, profile: Option<&str>) -> String {
    let profile = profile.map(|name| format!("_{}", name.replace('-', "_"))).unwrap_or_default();
    format!("GIGAHOST_{host}{profile}_").to_ascii_uppercase()
}

fn variable(prefix: &str, name: &str) -> Option<Secret> {
    let name = format!("{prefix}{}", name.to_ascii_uppercase());
    std::env::var(name).ok().filter(|value| !value.is_empty()).map(Secret::from)
}

fn text(section: Option<&Map<String, Value>>, name: &str) -> Option<Secret> {
    section?.get(name)?.as_str().filter(|value| !value.is_empty()).map(Secret::from)
}

fn nobody(host: Host, profile: Option<&str>, prefix: &str, path: Option<&Path>) -> Error {
    let section = profile.map_or_else(|| host.to_string(), |profile| format!("{host}.{profile}"));
    let file = path.map_or_else(|| "the options file".to_owned(), words::path);
    Error::argument("profile", format_args!("names no account: {section} has no credentials"))
        .with_hint(format!(
            "set {prefix}LOGIN and {prefix}PASSWORD, or write them under [{section}] in {file}"
        ))
}

/// The options file.
struct Options {
    path: Option<PathBuf>,
    sections: Map<String, Value>,
}

impl Options {
    fn read(named: Option<&Path>) -> Result<Self, Error> {
        let given = named.map(Path::to_owned).or_else(|| {
            std::env::var_os("GIGAHOST_OPTIONS").filter(|path| !path.is_empty()).map(PathBuf::from)
        });
        let usual =
            || gigahost_system::config_folder().map(|folder| folder.join("gigahost/options.toml"));
        let must = given.is_some();
        let Some(path) = given.or_else(usual) else {
            return Ok(Self { path: None, sections: Map::new() });
        };
        let sections = match gigahost_system::read_private(&path) {
            Ok(Ok(bytes)) => sections(&path, &bytes)?,
            Ok(Err(why)) => {
                let problem = format_args!("is refused: {why}: {}", words::path(&path));
                return Err(Error::argument("options", problem)
                    .with_hint("let nobody but its owner read and write it (mode 0600)"));
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !must => Map::new(),
            Err(e) => return Err(Error::io("the options file cannot be read", &e).of_file(&path)),
        };
        Ok(Self { path: Some(path), sections })
    }

    /// The section of an account.
    fn section(
        &self,
        host: Host,
        profile: Option<&str>,
    ) -> Result<Option<&Map<String, Value>>, Error> {
        let section = self.sections.get(host.name()).and_then(Value::as_object);
        let section = match profile {
            Some(profile) => section.and_then(|section| section.get(profile)?.as_object()),
            None => section,
        };
        let names = names(host);
        for (name, value) in section.into_iter().flatten() {
            let known = match value {
                Value::Bool(_) => PERMISSIONS.contains(&name.as_str()),
                Value::String(_) => {
                    names.contains(&name.as_str()) || PLACE.contains(&name.as_str())
                }
                // A profile.
                Value::Object(_) => profile.is_none(),
                _ => false,
            };
            if !known {
                let path = self.path.as_deref().map(words::path).unwrap_or_default();
                let problem = format_args!("has a setting that it does not know, `{name}`: {path}");
                let all = [names, &PLACE, &PERMISSIONS].concat().join(", ");
                return Err(Error::argument("options", problem)
                    .with_hint(format!("under [{host}] there may be texts and `true` for {all}")));
            }
        }
        Ok(section)
    }
}

fn sections(path: &Path, bytes: &[u8]) -> Result<Map<String, Value>, Error> {
    let read = basic_toml::from_slice::<Value>(bytes);
    match read {
        Ok(Value::Object(sections)) => Ok(sections),
        // What the reader says may have a part of a password in it.
        _ => Err(Error::argument("options", format_args!("is no TOML: {}", words::path(path)))
            .with_hint("`gigahost doctor` says in which line")),
    }
}
