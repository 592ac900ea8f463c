//! Which machines a feed may be fetched from: an address in a manifest, or one that a server redirects to, must not make
//! the portal's machine talk to itself or to its own network.
//!
//! In: addresses and names. Out: whether they may be asked. A name is judged by what it resolves to at the moment of
//! connecting, so that it cannot mean one machine when it is checked and another when it is used.

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// How names become addresses: the system's resolver, or what a test says.
pub type Names = Arc<dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync>;

/// The system's resolver.
pub fn system_names() -> Names {
    Arc::new(|name| (name, 0).to_socket_addrs().map(|found| found.map(|address| address.ip()).collect()))
}

/// An address of this machine or of a private network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is an address of this machine or of a private network")]
pub struct PrivateAddress(pub IpAddr);

/// Judges a URL whose host is a number; one whose host is a name is judged when it is resolved.
///
/// # Errors
/// [`PrivateAddress`].
pub fn check_literal(url: &Url) -> Result<(), PrivateAddress> {
    // A parsed URL writes numbers in one way, IPv6 in brackets.
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    match host.parse::<IpAddr>() {
        Ok(address) if !is_public(address) => Err(PrivateAddress(address)),
        _ => Ok(()),
    }
}

/// Whether an address is one of the public network (IANA's special-purpose registries, RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        [0 | 10 | 127, ..] | [192, 168, ..] | [169, 254, ..] | [192, 0, 0, _] => true,
        [100, second, ..] => second & 0xc0 == 64,
        [172, second, ..] => second & 0xf0 == 16,
        [198, second, ..] => second & 0xfe == 18,
        [first, ..] => first >= 224,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = carried_v4(address) {
        return is_public_v4(inner);
    }
    // Global unicast is 2000::/3; everything else is local, multicast or not assigned. 2001::/32 is Teredo.
    let segments = address.segments();
    segments[0] & 0xe000 == 0x2000 && !(segments[0] == 0x2001 && segments[1] == 0)
}

/// The IPv4 address that an IPv6 address stands for: mapped, NAT64 or 6to4.
fn carried_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

/// Resolves names for one feed's client.
pub struct Resolver {
    pub names: Names,
    /// `allow_private` of the feed's file.
    pub allow_private: bool,
    /// Names of the environment's proxies: they are the operator's own, and usually on a private network.
    pub proxies: BTreeSet<String>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let free = self.allow_private || self.proxies.contains(name.as_str());
        let names = Arc::clone(&self.names);
        Box::pin(async move {
            let found = spawn_blocking(move || names(name.as_str())).await??;
            // One private address among public ones is refused with them: which one is used is chance.
            if let Some(private) = found.iter().find(|address| !free && !is_public(**address)) {
                return Err(PrivateAddress(*private).into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_spelling_are_judged() {
        let private = [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://100.64.0.1/",
            "http://172.16.0.1/",
            "http://172.31.255.255/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a00:1]/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://[2002:7f00:1::]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[fd12:3456::1]/",
            "http://[ff02::1]/",
            "http://[2001::1]/",
        ];
        for url in private {
            assert!(check_literal(&Url::parse(url).expect(url)).is_err(), "{url}");
        }
        let public = [
            "http://1.1.1.1/",
            "http://172.32.0.1/",
            "http://100.128.0.1/",
            "http://223.255.255.255/",
            "http://[2400:3200::1]/",
            "http://[::ffff:1.1.1.1]/",
            "http://localhost/",
        ];
        for url in public {
            assert!(check_literal(&Url::parse(url).expect(url)).is_ok(), "{url}");
        }
    }
}
