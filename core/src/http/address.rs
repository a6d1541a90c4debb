//! Which addresses and ports a host may send us to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_broadcast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b)) // shared by carriers
        || (a == 192 && b == 0 && c == 0) // protocol assignments
        || (a == 198 && (18..20).contains(&b))) // benchmarks
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let segments = ip.segments();
    let [first, second, ..] = segments;
    let nat64 = first == 0x64 && second == 0xff9b;
    let six_to_four = first == 0x2002;
    let unique_local = first & 0xfe00 == 0xfc00;
    let link_local = first & 0xffc0 == 0xfe80;
    // ::, ::1 and the deprecated ::a.b.c.d
    let in_zero = segments.iter().take(6).all(|segment| *segment == 0);
    !(nat64 || six_to_four || unique_local || link_local || in_zero || ip.is_multicast())
}

/// Ports of protocols that an HTTP request could be mistaken for (the list browsers use).
const BAD_PORTS: &[u16] = &[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080, 11211,
];

/// Whether a port is one that no file host uses and other services do.
pub(crate) fn is_bad_port(port: u16) -> bool {
    port == 0 || BAD_PORTS.contains(&port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r85_private_addresses_are_not_public() {
        for text in [
            "127.0.0.1",
            "127.8.9.1",
            "::1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "100.64.0.1",
            "224.0.0.1",
            "ff02::1",
            "::",
            "64:ff9b::7f00:1",
            "255.255.255.255",
            "2002:7f00:1::",
            "198.18.0.1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "93.184.216.34",
            "2606:2800:220:1::1",
            "100.128.0.1",
            "172.32.0.1",
            "::ffff:93.184.216.34",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn r87_ports_of_other_services_are_bad_and_those_of_the_hosts_are_not() {
        assert!([22, 25, 6379, 11211, 0].into_iter().all(is_bad_port));
        assert!(![80, 81, 443, 8080, 8443].into_iter().any(is_bad_port));
    }
}
