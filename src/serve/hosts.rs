//! Which requests are for this preview, and not for another site whose name was made to lead here.
//!
//! A page of any site can send its visitor's browser to `127.0.0.1`, and the owner of a DNS name can
//! make it mean that address. The browser then believes that the answer belongs to that name. What
//! betrays such a request is its `Host`, so only the names that the preview was bound to pass.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, header};

/// The names by which a preview may be called.
#[derive(Clone, Debug)]
pub struct Hosts {
    names: Vec<String>,
    /// Whether any IP address will do, as for a preview that listens on all of them.
    any_address: bool,
    /// The port that has to follow the name; `None` if any will do.
    port: Option<u16>,
}

/// Why a request is not for this preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no `Host`, more than one, or one that is none.
    Unclear,
    /// It is for another name, or from another site.
    Foreign(String),
}

impl Hosts {
    /// The names of a preview that was asked to listen on `host` and does so at `local`.
    pub fn new(host: &str, local: SocketAddr) -> Self {
        let ip = local.ip();
        let mut names = vec![bare(host).to_ascii_lowercase(), ip.to_string()];
        if ip.is_loopback() || ip.is_unspecified() {
            names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
        }
        names.sort();
        names.dedup();
        // Who listens on all addresses often sits behind a mapped port, as in a container.
        let port = (!ip.is_unspecified()).then(|| local.port());
        Self { names, any_address: ip.is_unspecified(), port }
    }

    /// Checks the `Host` of a request, and the authority that its target may have.
    pub fn check(&self, target: Option<&Authority>, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = authority(headers)?;
        for authority in target.into_iter().chain([&host]) {
            if !self.allows(authority) {
                return Err(Refusal::Foreign(authority.to_string()));
            }
        }
        Ok(())
    }

    fn allows(&self, authority: &Authority) -> bool {
        // `Authority` would take `localhost@elsewhere` for a name with a user.
        if authority.as_str().contains('@') {
            return false;
        }
        let name = bare(authority.host()).to_ascii_lowercase();
        let port = authority.port_u16().unwrap_or(80);
        let is_named = self.names.contains(&name);
        let is_address = self.any_address && name.parse::<IpAddr>().is_ok();
        (is_named || is_address) && self.port.is_none_or(|own| own == port)
    }
}

/// As a list for people.
impl fmt::Display for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let port = self.port.map_or(String::new(), |port| format!(":{port}"));
        for (i, name) in self.names.iter().enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            let (open, close) = if name.contains(':') { ("[", "]") } else { ("", "") };
            write!(f, "{comma}{open}{name}{close}{port}")?;
        }
        f.write_str(if self.any_address { " and any IP address" } else { "" })
    }
}

/// Checks that a request comes from a page of this preview, or from no page at all. `Host` has to be
/// checked already: it is what `Origin` is held against.
pub fn check_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let foreign = |value: &HeaderValue| {
        Err(Refusal::Foreign(String::from_utf8_lossy(value.as_bytes()).into_owned()))
    };
    let own = format!("http://{}", authority(headers)?);
    for origin in headers.get_all(header::ORIGIN) {
        if !origin.as_bytes().eq_ignore_ascii_case(own.as_bytes()) {
            return foreign(origin);
        }
    }
    match headers.get("sec-fetch-site") {
        Some(site) if site != "same-origin" && site != "none" => foreign(site),
        _ => Ok(()),
    }
}

/// The one `Host`.
fn authority(headers: &HeaderMap) -> Result<Authority, Refusal> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => Authority::try_from(host.as_bytes()).map_err(|_| Refusal::Unclear),
        _ => Err(Refusal::Unclear),
    }
}

/// A name without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}
