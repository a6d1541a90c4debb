//! Addresses: parsed once, and the parsed value is what policy, resolver, TLS and connect all use.

use percent_encoding::AsciiSet;
use ureq::http::Uri;

use super::address;
use crate::{Error, Host, PlainHttp, Secret, Status, scope};

/// A URL that passed the policy. It may be a credential, so it never prints.
#[derive(Clone)]
pub(crate) struct Target {
    uri: Uri,
    /// Named by an answer of the host: must lead to a public address.
    pub(crate) from_answer: bool,
}

/// Shorter values of a query are words and numbers, which would only shred a text.
const LEAST_VALUE: usize = 8;
/// Shorter segments of a path are names.
const LEAST_SEGMENT: usize = 16;

/// What a URL is for; the policy depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Upload,
    Download,
}

/// The policy of one session.
#[derive(Clone)]
pub(crate) struct UrlPolicy {
    pub host: Host,
    pub plain_http: PlainHttp,
    pub allow_private: bool,
    pub base: Uri,
}

impl Target {
    /// The base URL as the caller set it, or a default: http only with `PlainHttp::Allow`.
    pub(crate) fn base(text: &str, plain_http: PlainHttp) -> Result<Uri, Error> {
        let wrong = |problem: &str| Error::argument("base_url", problem);
        let uri = parse(text).map_err(|_| wrong("must be an http or https URL with a host"))?;
        if uri.scheme_str() == Some("http") && plain_http != PlainHttp::Allow {
            return Err(Error::new(
                Status::InsecureRefused,
                "credentials would travel in clear to an http base URL",
            )
            .with_hint("use https, or allow plain http explicitly"));
        }
        if uri.path_and_query().is_some_and(|path| path.query().is_some()) {
            return Err(wrong("must not have a query"));
        }
        Ok(uri)
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The parts of the URL that may be credentials: the values of its query and long segments of
    /// its path, as they stand there and decoded.
    fn secrets(&self) -> Vec<Secret> {
        let values = self.uri.query().unwrap_or_default().split(['&', '?']);
        let values = values.filter_map(|pair| pair.split_once('=').map(|(_, value)| value));
        let values = values.filter(|value| value.len() >= LEAST_VALUE);
        let segments = self.uri.path().split('/').filter(|part| part.len() >= LEAST_SEGMENT);
        let target = self.uri.path_and_query().map_or("", |target| target.as_str());
        let mut secrets = vec![target.to_owned()];
        for part in values.chain(segments) {
            let decoded = percent_encoding::percent_decode_str(part).decode_utf8_lossy();
            secrets.extend([part.to_owned(), decoded.into_owned()]);
        }
        secrets.into_iter().filter(|text| text.len() >= LEAST_VALUE).map(Secret::from).collect()
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.uri.scheme_str() == Some("http")
    }

    pub(crate) fn same_origin(&self, other: &Target) -> bool {
        origin(&self.uri) == origin(&other.uri)
    }

    /// The last segment of the path, percent-decoded, for want of a better name.
    pub(crate) fn last_segment(&self) -> Option<String> {
        let segment = self.uri.path().rsplit('/').next().filter(|segment| !segment.is_empty())?;
        percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(Into::into)
    }
}

/// Scheme, host in lower case and port.
fn origin(uri: &Uri) -> (Option<&str>, String, u16) {
    let default = if uri.scheme_str() == Some("http") { 80 } else { 443 };
    (uri.scheme_str(), host_of(uri), uri.port_u16().unwrap_or(default))
}

fn host_of(uri: &Uri) -> String {
    uri.host().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase()
}

/// What cannot stand in a request line, of ASCII; everything above cannot either.
const NOT_IN_A_LINE: &AsciiSet = &AsciiSet::EMPTY
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Parses an absolute http or https URL. The text is kept byte for byte, except that bytes which
/// cannot stand in a request line (blanks, quotes, bytes above ASCII) are percent-encoded.
fn parse(text: &str) -> Result<Uri, Error> {
    // The text may be a credential: no message quotes it.
    let refused = |why: &'static str| Error::new(Status::UrlRefused, why);
    if text.contains('\\') || text.chars().any(char::is_control) {
        return Err(refused("the URL has a backslash or a control character"));
    }
    let encoded = percent_encoding::utf8_percent_encode(text, NOT_IN_A_LINE).to_string();
    let uri = Uri::try_from(encoded).map_err(|_| refused("the URL is malformed"))?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        _ => return Err(refused("the URL is neither http nor https")),
    }
    let authority = uri.authority().ok_or_else(|| refused("the URL has no host"))?;
    if authority.as_str().contains('@') {
        return Err(refused("the URL has a user name"));
    }
    let host = authority.host();
    if host.is_empty() || host.contains('%') || host == "[]" {
        return Err(refused("the host of the URL is malformed"));
    }
    let port_text = authority.as_str().get(host.len()..).unwrap_or_default();
    if !port_text.is_empty() && uri.port_u16().is_none_or(|port| port == 0) {
        return Err(refused("the port of the URL is malformed"));
    }
    Ok(uri)
}

impl UrlPolicy {
    /// The address of an operation of the API.
    pub(crate) fn api(&self, path_and_query: &str) -> Result<Target, Error> {
        let base = self.base.to_string();
        let uri = parse(&format!("{}{path_and_query}", base.trim_end_matches('/')))?;
        Ok(Target { uri, from_answer: false })
    }

    /// Checks a URL that the host handed out.
    pub(crate) fn answer(&self, text: &str, purpose: Purpose) -> Result<Target, Error> {
        let uri = parse(text)?;
        let target = Target { uri, from_answer: true };
        target.secrets().into_iter().for_each(scope::add_url_secret);
        self.check(&target, purpose)?;
        Ok(target)
    }

    /// Where a redirect leads, checked like any other URL of the host.
    pub(crate) fn redirect(
        &self,
        from: &Target,
        location: &str,
        purpose: Purpose,
    ) -> Result<Target, Error> {
        let location = location.split('#').next().unwrap_or_default();
        let (scheme, authority) = (from.uri.scheme_str().unwrap_or("https"), from.uri.authority());
        let authority = authority.map_or("", |authority| authority.as_str());
        let lower = location.get(..8).unwrap_or(location).to_ascii_lowercase();
        let absolute = if lower.starts_with("http://") || lower.starts_with("https://") {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location.starts_with('/') {
            format!("{scheme}://{authority}{location}")
        } else if location.starts_with('?') {
            format!("{scheme}://{authority}{}{location}", from.uri.path())
        } else if location.is_empty()
            || location.split(['/', '?']).next().is_some_and(|first| first.contains(':'))
        {
            return Err(Error::new(
                Status::UrlRefused,
                "the redirect leads nowhere that this library goes",
            ));
        } else {
            let folder = from.uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{scheme}://{authority}{folder}/{location}")
        };
        let target = self.answer(&absolute, purpose)?;
        if from.uri.scheme_str() == Some("https")
            && target.is_plain()
            && self.plain_http != PlainHttp::Allow
            && self.host != Host::Gett
        {
            return Err(Error::new(
                Status::InsecureRefused,
                "the redirect leads from https to http",
            ));
        }
        Ok(target)
    }

    fn check(&self, target: &Target, purpose: Purpose) -> Result<(), Error> {
        let uri = target.uri();
        if address::is_bad_port(uri.port_u16().unwrap_or(443)) {
            return Err(Error::new(Status::UrlRefused, "the host named a port of another service"));
        }
        self.check_text_address(uri)?;
        if target.is_plain() && !self.plain_allowed(purpose) {
            return Err(Error::new(
                Status::InsecureRefused,
                "the host named a plain http address for the file",
            )
            .with_hint("allow plain http for this session if the content may travel in clear"));
        }
        let own_domain = match (self.host, purpose) {
            (Host::Gett, Purpose::Upload) => "ge.tt",
            (Host::GigaGs, Purpose::Upload) => "giga.gs",
            (Host::UploadGig, Purpose::Upload) => {
                let query = uri.query().unwrap_or_default();
                let identities = query
                    .split('&')
                    .filter(|pair| pair.strip_prefix("identity=").is_some_and(|v| !v.is_empty()));
                if identities.count() != 1 {
                    return Err(Error::new(
                        Status::UrlRefused,
                        "the upload address has not exactly one identity",
                    ));
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        if self.is_within(&host_of(uri), own_domain) {
            return Ok(());
        }
        Err(Error::new(Status::UrlRefused, format!("the upload address lies outside {own_domain}")))
    }

    /// Whether a host name belongs to the host's own domain or is the one of the configured base.
    pub(crate) fn is_within(&self, name: &str, domain: &str) -> bool {
        name == domain
            || name == host_of(&self.base)
            || name.strip_suffix(domain).is_some_and(|front| front.ends_with('.'))
    }

    fn plain_allowed(&self, purpose: Purpose) -> bool {
        match self.plain_http {
            PlainHttp::Allow => true,
            PlainHttp::Deny => false,
            PlainHttp::Listed => {
                matches!((self.host, purpose), (Host::UploadGig, Purpose::Upload) | (Host::Gett, _))
            }
        }
    }

    /// Names that never leave a private network, and numbers in odd notation, are refused on the
    /// text already; everything else is checked on the resolved address.
    fn check_text_address(&self, uri: &Uri) -> Result<(), Error> {
        if self.allow_private {
            return Ok(());
        }
        let host = host_of(uri);
        let numeric = |label: &str| {
            let lower = label.to_ascii_lowercase();
            !label.is_empty()
                && (label.bytes().all(|b| b.is_ascii_digit())
                    || lower
                        .strip_prefix("0x")
                        .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())))
        };
        let odd_number = host.rsplit('.').next().is_some_and(numeric)
            && host.parse::<std::net::Ipv4Addr>().is_err();
        let local_name = host == "localhost"
            || [".localhost", ".local", ".internal"].iter().any(|end| host.ends_with(end));
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let private = bare.parse().is_ok_and(|ip| !address::is_public(ip));
        if odd_number || local_name || private {
            return Err(Error::new(
                Status::UrlRefused,
                "the host named an address in a private network",
            ));
        }
        Ok(())
    }
}

/// Adds `name=value` to the query of a URL text, keeping the rest byte for byte.
pub(crate) fn with_query(text: &str, name: &str, value: &Secret) -> Secret {
    let separator = if text.contains('?') { '&' } else { '?' };
    Secret::new(format!("{text}{separator}{name}={}", crate::form::query_value(value.expose())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(host: Host) -> UrlPolicy {
        UrlPolicy {
            host,
            plain_http: PlainHttp::Listed,
            allow_private: false,
            base: host.default_base_url().parse().unwrap(),
        }
    }

    fn verdict(host: Host, text: &str, purpose: Purpose) -> Option<Status> {
        policy(host).answer(text, purpose).err().map(|error| error.status())
    }

    #[test]
    fn r82_only_http_and_https_survive_a_redirect() {
        let policy = policy(Host::Rapidgator);
        let from = policy.answer("https://s1.rapidgator.net/a/b?c", Purpose::Download).unwrap();
        let location = |text: &str| policy.redirect(&from, text, Purpose::Download);
        for (text, expected) in [
            ("//cdn.example.com/x", "https://cdn.example.com/x"),
            ("?q=1", "https://s1.rapidgator.net/a/b?q=1"),
            ("/x y", "https://s1.rapidgator.net/x%20y"),
            ("c/d", "https://s1.rapidgator.net/a/c/d"),
            ("https://cdn.example.com/x#fragment", "https://cdn.example.com/x"),
            ("https://xn--bcher-kva.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
            ("HTTPS://CDN.example.com/x", "https://CDN.example.com/x"),
        ] {
            assert_eq!(
                location(text).map(|t| t.uri().to_string()).ok().as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in [
            "",
            "#f",
            "file:///etc/passwd",
            "ftp://x/y",
            "gopher://x",
            "data:text/html,x",
            "javascript:alert(1)",
            "\\\\h\\x",
            "http:h",
            "https://user@evil.example/",
            "https://a:b@evil.example/",
            "https://h:0/",
            "https://h:65536/",
            "https://h:/x",
            "https:///x",
            "https://%65vil.example/",
            "https://h\r\nX: y/",
            "https://h\tx/",
            "https://localhost./x",
            "https://printer.local/x",
            "https://[::1]/x",
            "http://cdn.example.com/x",
            "mailto:x@y",
            "https://2130706433/",
            "https://0177.1/",
            "https://0x7f.1/",
        ] {
            assert!(location(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn r85_a_host_cannot_send_us_into_a_private_network() {
        for host in [
            "127.0.0.1",
            "[::1]",
            "0.0.0.0",
            "10.0.0.1",
            "169.254.169.254",
            "[fe80::1]",
            "[fc00::1]",
            "[::ffff:127.0.0.1]",
            "100.64.0.1",
            "224.0.0.1",
            "2130706433",
            "0177.1",
            "0x7f.1",
            "localhost.",
            "nas.local",
        ] {
            let url = format!("http://{host}:81/upload?identity=x");
            assert_eq!(
                verdict(Host::UploadGig, &url, Purpose::Upload),
                Some(Status::UrlRefused),
                "{host}"
            );
        }
        assert_eq!(
            verdict(Host::UploadGig, "http://93.184.216.34:81/upload?identity=x", Purpose::Upload),
            None
        );
    }

    #[test]
    fn r84_an_upload_action_needs_one_identity_and_a_safe_scheme() {
        for (url, expected) in [
            ("https://93.184.216.34:81/other?identity=x", None),
            ("http://93.184.216.34:81/upload", Some(Status::UrlRefused)),
            ("http://93.184.216.34:81/upload?identity=", Some(Status::UrlRefused)),
            ("http://93.184.216.34:81/upload?identity=a&identity=b", Some(Status::UrlRefused)),
            ("javascript:alert(1)", Some(Status::UrlRefused)),
            ("http://93.184.216.34:25/upload?identity=x", Some(Status::UrlRefused)),
        ] {
            assert_eq!(verdict(Host::UploadGig, url, Purpose::Upload), expected, "{url}");
        }
    }

    #[test]
    fn r88_a_url_of_the_host_is_used_byte_for_byte() {
        let url = "http://blobs.ge.tt/7kQ2mZa?filename=x.txt?sig=a+b%2f%2F=~&";
        let target = policy(Host::Gett).answer(url, Purpose::Upload).unwrap();
        assert_eq!(target.uri().to_string(), url);
    }

    #[test]
    fn r83_an_upload_address_outside_the_own_domain_is_refused() {
        for (url, ok) in [
            ("https://s3.giga.gs/upload", true),
            ("https://giga.gs.evil.com/upload", false),
            ("https://evilgiga.gs/upload", false),
            ("http://s3.giga.gs/upload", false),
        ] {
            assert_eq!(verdict(Host::GigaGs, url, Purpose::Upload).is_none(), ok, "{url}");
        }
    }

    #[test]
    fn r80_plain_http_needs_a_listed_host_or_a_permission() {
        assert_eq!(
            verdict(Host::Rapidgator, "http://s1.rapidgator.net/x", Purpose::Upload),
            Some(Status::InsecureRefused)
        );
        assert_eq!(
            verdict(Host::Giga0, "http://cdn.example.com/x", Purpose::Download),
            Some(Status::InsecureRefused)
        );
        assert_eq!(verdict(Host::Gett, "http://blobs.ge.tt/x?sig=1", Purpose::Download), None);
        assert!(Target::base("http://example.com", PlainHttp::Listed).is_err());
        assert!(Target::base("http://example.com", PlainHttp::Allow).is_ok());
    }

    #[test]
    fn r89_a_refused_url_is_not_quoted() {
        let error = policy(Host::Gett)
            .answer("ftp://blobs.ge.tt/x?sig=canary", Purpose::Upload)
            .err()
            .unwrap();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
