//! The proxies that the environment names, read as curl reads them.

use std::sync::Arc;

use super::named::Proxy;
use crate::Error;

/// A proxy, or what is wrong with the variable that names it.
type Named = Option<Result<Arc<Proxy>, Error>>;

/// The proxies of `https` and of `http` addresses.
#[derive(Debug)]
pub(super) struct Environment {
    https: Named,
    http: Named,
}

/// The variables for each, the first that is set wins. Not `HTTP_PROXY`: a server gives it to its CGI
/// programs when a request has a header `Proxy`, so anybody could set it.
const HTTPS: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const HTTP: [&str; 3] = ["http_proxy", "all_proxy", "ALL_PROXY"];
const NO_PROXY: [&str; 2] = ["no_proxy", "NO_PROXY"];

impl Environment {
    pub(super) fn read() -> Self {
        Self::of_variables(variable)
    }

    fn of_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let first = |names: &[&'static str]| {
            let (name, value) = names.iter().find_map(|name| Some((*name, variable(name)?)))?;
            Some(Proxy::parse(name, &value).map(Arc::new))
        };
        Self { https: first(&HTTPS), http: first(&HTTP) }
    }

    pub(super) fn of(&self, is_plain: bool) -> Result<Option<Arc<Proxy>>, Error> {
        let named = if is_plain { &self.http } else { &self.https };
        named.clone().transpose()
    }

    pub(super) fn all(&self) -> Vec<Arc<Proxy>> {
        [&self.https, &self.http].into_iter().flatten().flatten().cloned().collect()
    }
}

/// Which addresses the environment excepts.
pub(super) fn no_proxy() -> String {
    NO_PROXY.iter().find_map(|name| variable(name)).unwrap_or_default()
}

/// An empty one is as if it were not there. What is not text is not the URL of a proxy either, and must
/// not be passed over.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    fn found(variables: &[(&str, &str)], is_plain: bool) -> String {
        let environment = Environment::of_variables(|name| {
            let value = variables.iter().find(|(known, _)| *known == name)?.1;
            Some(value.to_owned())
        });
        match environment.of(is_plain) {
            Ok(proxy) => proxy.map_or_else(String::new, |proxy| proxy.to_string()),
            Err(error) => {
                assert_eq!(error.status(), Status::Argument);
                error.parameter().unwrap().to_owned()
            }
        }
    }

    #[test]
    fn r104_the_environment_is_read_as_curl_reads_it() {
        let all = [
            ("https_proxy", "http://a:1"),
            ("HTTPS_PROXY", "http://b:1"),
            ("HTTP_PROXY", "http://c:1"),
            ("all_proxy", "socks5://d:1"),
            ("ALL_PROXY", "socks5h://e:1"),
        ];
        let from = |first: usize| all.get(first..).unwrap_or_default();
        assert_eq!(found(from(0), false), "http://a:1");
        assert_eq!(found(from(1), false), "http://b:1");
        assert_eq!(found(from(2), false), "socks5://d:1");
        assert_eq!(found(from(4), false), "socks5h://e:1");
        assert_eq!(found(&[], false), "");
        // In lower case only.
        assert_eq!(found(from(0), true), "socks5://d:1");
        assert_eq!(found(&[("HTTP_PROXY", "http://c:1")], true), "");
        assert_eq!(found(&[("http_proxy", "http://c:1")], true), "http://c:1");
        // One that cannot be read is not passed over.
        assert_eq!(
            found(&[("https_proxy", "ftp://c"), ("ALL_PROXY", "http://e:1")], false),
            "https_proxy"
        );
    }
}
