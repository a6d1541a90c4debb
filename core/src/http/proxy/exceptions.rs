//! `NO_PROXY`: addresses that no proxy is used for.

use std::net::IpAddr;

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Exception {
    what: What,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    All,
    /// A domain and all below it, in lower case.
    Domain(String),
    /// So many leading bits of an address.
    Network(IpAddr, u32),
}

/// The list: names, each for itself and all below it; addresses; networks in CIDR notation; each with a
/// port behind it if it is meant for that one only; `*` for everything. Separated by commas or blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exceptions(Vec<Exception>);

impl Exceptions {
    /// What cannot be read excepts nothing, as with curl.
    pub(super) fn parse(list: &str) -> Self {
        let entries = list.split(|c: char| c == ',' || c.is_whitespace());
        Self(entries.filter(|entry| !entry.is_empty()).filter_map(Exception::parse).collect())
    }

    pub(super) fn hold(&self, host: &str, port: u16) -> bool {
        let ip = host.parse::<IpAddr>().ok().map(|ip| ip.to_canonical());
        let name = host.to_ascii_lowercase();
        self.0.iter().any(|exception| {
            exception.port.is_none_or(|only| only == port)
                && match &exception.what {
                    What::All => true,
                    What::Domain(domain) => {
                        ip.is_none()
                            && name
                                .strip_suffix(domain.as_str())
                                .is_some_and(|front| front.is_empty() || front.ends_with('.'))
                    }
                    What::Network(network, bits) => {
                        ip.is_some_and(|ip| is_within(ip, *network, *bits))
                    }
                }
        })
    }
}

impl Exception {
    fn parse(entry: &str) -> Option<Self> {
        if let Some(network) = Self::network(entry, None) {
            return Some(network);
        }
        let (place, port) = match entry.rsplit_once(':') {
            Some((place, port)) => (place, Some(port.parse().ok()?)),
            None => (entry, None),
        };
        if let Some(network) = Self::network(place, port) {
            return Some(network);
        }
        if place == "*" {
            return Some(Self { what: What::All, port });
        }
        let domain = place.strip_prefix('*').unwrap_or(place);
        let domain = domain.trim_matches('.').to_ascii_lowercase();
        (!domain.is_empty()).then_some(Self { what: What::Domain(domain), port })
    }

    /// An address, in brackets or not, or a network.
    fn network(text: &str, port: Option<u16>) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let ip: IpAddr = bare.unwrap_or(address).parse().ok()?;
        let all = if ip.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(all);
        (bits <= all).then_some(Self { what: What::Network(ip, bits), port })
    }
}

fn is_within(ip: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (ip, network) {
        (IpAddr::V4(ip), IpAddr::V4(network)) => {
            let differing = u32::from(ip) ^ u32::from(network);
            differing.leading_zeros() >= bits
        }
        (IpAddr::V6(ip), IpAddr::V6(network)) => {
            let differing = u128::from(ip) ^ u128::from(network);
            differing.leading_zeros() >= bits
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r105_exceptions_are_domains_ports_addresses_and_networks() {
        for (list, host, port, expected) in [
            ("giga.gs", "giga.gs", 443, true),
            ("giga.gs", "www.GIGA.gs", 443, true),
            ("giga.gs", "notgiga.gs", 443, false),
            (".giga.gs", "giga.gs", 443, true),
            (".giga.gs", "api.giga.gs", 443, true),
            ("*.giga.gs", "api.giga.gs", 443, true),
            ("GIGA.gs.", "giga.gs", 443, true),
            ("ge.tt,giga.gs", "giga.gs", 443, true),
            ("ge.tt giga.gs", "giga.gs", 443, true),
            (" ge.tt , giga.gs ,", "giga.gs", 443, true),
            ("giga.gs:8443", "giga.gs", 443, false),
            ("giga.gs:8443", "giga.gs", 8443, true),
            ("*", "giga.gs", 443, true),
            ("*:81", "giga.gs", 443, false),
            ("10.1.2.3", "10.1.2.3", 443, true),
            ("10.1.2.3:81", "10.1.2.3", 443, false),
            ("10.1.2.3:81", "10.1.2.3", 81, true),
            ("10.0.0.0/8", "10.1.2.3", 443, true),
            ("10.0.0.0/8:81", "10.1.2.3", 443, false),
            ("10.0.0.0/8", "11.1.2.3", 443, false),
            ("0.0.0.0/0", "11.1.2.3", 443, true),
            ("10.0.0.0/33", "10.1.2.3", 443, false),
            ("10.0.0.0/8", "ten.example", 443, false),
            ("::1", "::1", 443, true),
            ("[::1]", "::1", 443, true),
            ("[::1]:81", "::1", 443, false),
            ("fd00::/8", "fd12::1", 443, true),
            ("fd00::/8", "fe12::1", 443, false),
            ("10.1.2.3", "::ffff:10.1.2.3", 443, true),
            ("2.3", "10.1.2.3", 443, false),
            ("giga.gs:x", "giga.gs", 443, false),
            ("", "giga.gs", 443, false),
            (".", "giga.gs", 443, false),
        ] {
            assert_eq!(
                Exceptions::parse(list).hold(host, port),
                expected,
                "{list:?} {host}:{port}"
            );
        }
    }
}
