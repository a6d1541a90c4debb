//! The generic call: any endpoint of the API, by its path.

use serde_json::{Map, Value};

use super::perform::{Built, FORM};
use super::{Session, Token};
use crate::form;
use crate::json::Document;
use crate::operation::{Arguments, Attested, Auth, Base, Class, Method, Operation, Place};
use crate::wire::Answer;
use crate::{Error, Host, Status};

impl Session {
    /// Calls an endpoint of the API that this library does not model, by its path. Parameters are
    /// sent in the same way as those of the host's other calls, with the token attached, and the
    /// call is never retried automatically. A path that is modelled is called as its row in the
    /// table says; a login follows the rules for logins.
    ///
    /// # Errors
    /// [`Status::Argument`] for a path that is not absolute or leads elsewhere;
    /// [`Status::Unsupported`] for an operation that carries a file; otherwise those of any call.
    pub fn call(&self, path: &str, parameters: &[(&str, &str)]) -> Result<Answer<Value>, Error> {
        let Some((row, from_path)) = self.modelled(path, parameters) else {
            return self.call_unknown(path, parameters);
        };
        if row.class == Class::Upload {
            return Err(Error::new(Status::Unsupported, "a file cannot travel in a plain call")
                .with_hint("use `upload`")
                .at(self.host(), row.name));
        }
        let mut arguments = Arguments::new();
        for (name, value) in parameters.iter().chain(&from_path) {
            arguments = arguments.text(name, *value);
        }
        let ask = || self.ask_value(row, arguments, |_| Ok(()));
        let answer = if row.class == Class::Login { self.as_login(ask) } else { ask() }?;
        Ok(in_full(answer))
    }

    /// The row of a path, and the parameters that stand in it. Where several rows share a path, the
    /// one that takes the parameters.
    fn modelled<'p>(
        &self,
        path: &'p str,
        parameters: &[(&str, &str)],
    ) -> Option<(&'static Operation, Vec<(&'static str, &'p str)>)> {
        let rows = self.adapter().operations().iter().copied();
        let fitting = rows
            .filter(|row| row.base == Base::Api && row.class != Class::Live)
            .filter_map(|row| in_path(row, path).map(|found| (row, found)));
        let fitting: Vec<_> = fitting.collect();
        let given = |name: &str| parameters.iter().any(|(known, _)| *known == name);
        let takes = |row: &Operation| {
            let own = |name: &str| !self.adapter().attaches(row, name) && given(name);
            let complete = row.params.iter().all(|param| {
                !param.required || own(param.name) || param.place == Place::Path || param.secret
            });
            complete && parameters.iter().all(|(name, _)| row.param(name).is_some())
        };
        let best = fitting.iter().position(|(row, _)| takes(row)).unwrap_or(0);
        fitting.into_iter().nth(best)
    }

    fn call_unknown(
        &self,
        path: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Answer<Value>, Error> {
        let generic = unmodelled(self.host());
        if !path.starts_with('/')
            || path.starts_with("//")
            || path.contains(['?', '#', '\\', '\r', '\n', '\0', ' '])
            || path.split('/').any(|part| part == "..")
        {
            return Err(Error::argument("path", "must be an absolute path without query")
                .at(self.host(), generic.name));
        }
        if let Some((name, _)) = parameters
            .iter()
            .find(|(name, value)| name.is_empty() || name.contains('\0') || value.contains('\0'))
        {
            return Err(
                Error::argument(name, "must have a name, and no NUL").at(self.host(), generic.name)
            );
        }
        let _call = self.enter(Some(self.clocks().call))?;
        let attempt = |token: Option<&Token>| -> Result<Document, Error> {
            let attached = token.map(|token| self.adapter().attach(token)).unwrap_or_default();
            let in_query = self.host() == Host::Gett;
            let mut pairs: Vec<(&str, &str)> = parameters.to_vec();
            let mut target = path.to_owned();
            let mut body = String::new();
            if in_query {
                let query: Vec<_> = attached
                    .iter()
                    .map(|(name, value)| format!("{name}={}", form::query_value(value.expose())))
                    .collect();
                if !query.is_empty() {
                    target = format!("{target}?{}", query.join("&"));
                }
                let fields: Map<String, Value> = pairs
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
                    .collect();
                if !fields.is_empty() {
                    body = Value::Object(fields).to_string();
                }
            } else {
                pairs.extend(attached.iter().map(|(name, value)| (*name, value.expose())));
                body = form::encode(pairs.iter().copied());
            }
            let built = Built {
                method: if in_query && body.is_empty() { Method::Get } else { Method::Post },
                target: self.policy().api(&target)?,
                headers: Vec::new(),
                content_type: if in_query { "application/json" } else { FORM },
                body: Some(body.into_bytes()).filter(|body| !body.is_empty()),
                secrets: attached.into_iter().map(|(_, secret)| secret).collect(),
            };
            self.attempts(generic, &built)
        };
        let json = if self.host() == Host::UploadGig {
            attempt(None)?
        } else {
            let token = self.token()?;
            match attempt(Some(&token)) {
                Err(error) if error.token_dead() => attempt(Some(&self.renew(&token)?))?,
                outcome => outcome?,
            }
        };
        Ok(in_full(Answer::new((), json)))
    }
}

/// An answer whose value is the host's JSON.
fn in_full(answer: Answer<()>) -> Answer<Value> {
    let json = answer.json().clone();
    answer.map(|()| json)
}

/// The path parameters of a row in a path, if the path is that row's.
fn in_path<'p>(row: &Operation, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
    if row.path == path {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    let mut segments = path.split('/');
    for wanted in row.path.split('/') {
        let segment = segments.next()?;
        match wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => found.push((name, segment)),
            _ if wanted == segment => {}
            _ => return None,
        }
    }
    segments.next().is_none().then_some(found)
}

/// The row under which a call to an endpoint runs that is not modelled: never repeated by itself.
fn unmodelled(host: Host) -> &'static Operation {
    macro_rules! row {
        ($host:expr) => {
            &Operation {
                host: $host,
                name: "call",
                methods: &[Method::Post],
                path: "",
                base: Base::Api,
                class: Class::NonIdempotent,
                auth: Auth::Token,
                idempotent: false,
                params: &[],
                attested: Attested::Observed,
                document: "none",
                lists: false,
            }
        };
    }
    match host {
        Host::Rapidgator => row!(Host::Rapidgator),
        Host::Giga0 => row!(Host::Giga0),
        Host::UploadGig => row!(Host::UploadGig),
        Host::Gett => row!(Host::Gett),
        Host::GigaGs => row!(Host::GigaGs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Host;

    #[test]
    fn a_path_is_known_with_what_stands_in_it() {
        let row = Host::Gett.operation("files_destroy").unwrap();
        assert_eq!(
            in_path(row, "/1/files/S/F/destroy"),
            Some(vec![("sharename", "S"), ("fileid", "F")])
        );
        for other in
            ["/1/files/S/destroy", "/1/files/S/F/destroy/x", "/1/files//F/destroy", "/1/files/S/F"]
        {
            assert_eq!(in_path(row, other), None, "{other}");
        }
    }

    #[test]
    fn of_rows_that_share_a_path_the_one_that_takes_the_parameters_is_meant() {
        let session = Session::builder(Host::Gett).build().unwrap();
        let name = |parameters: &[(&str, &str)]| {
            session.modelled("/1/users/login", parameters).unwrap().0.name
        };
        assert_eq!(name(&[("refreshtoken", "r")]), "users_login_refresh");
        assert_eq!(name(&[("apikey", "k"), ("email", "e"), ("password", "p")]), "users_login");
    }
}
