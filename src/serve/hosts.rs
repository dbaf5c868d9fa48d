//! Which requests are for this preview, and not for another site whose name was made to lead here.
//!
//! A page of any site can send its visitor's browser to `127.0.0.1`, and the owner of a DNS name can
//! make it mean that address. The browser then believes that the answer belongs to that name. What
//! betrays such a request is its `Host`, so only the names that the preview was bound to pass.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, header};

/// The hosts to which a preview answers.
#[derive(Clone, Debug)]
pub struct AllowedHosts {
    names: Vec<String>,
    /// Whether any IP address will do, as for a preview that listens on all of them.
    any_address: bool,
    /// The port that has to follow the name; `None` if any will do.
    port: Option<u16>,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no `Host`, more than one, or one that is none.
    InvalidHost,
    /// It is for another host, or from another site.
    Foreign(String),
}

impl AllowedHosts {
    /// The names of a preview that was asked to listen on `host` and does so at `local`.
    pub fn new(host: &str, local: SocketAddr) -> Self {
        let ip = local.ip();
        let mut names = vec![without_brackets(host).to_ascii_lowercase(), ip.to_string()];
        if ip.is_loopback() || ip.is_unspecified() {
            names.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
        }
        names.sort();
        names.dedup();
        // A preview that listens on all addresses is often behind a mapped port, as in a container.
        let port = (!ip.is_unspecified()).then(|| local.port());
        Self { names, any_address: ip.is_unspecified(), port }
    }

    /// Checks the `Host` of a request, and the authority that its target may have.
    pub fn check(&self, target: Option<&Authority>, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = host(headers)?;
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
        let name = without_brackets(authority.host()).to_ascii_lowercase();
        let port = authority.port_u16().unwrap_or(80);
        let is_named = self.names.contains(&name);
        let is_address = self.any_address && name.parse::<IpAddr>().is_ok();
        (is_named || is_address) && self.port.is_none_or(|own| own == port)
    }
}

/// As a list in a message.
impl fmt::Display for AllowedHosts {
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

/// Checks that a request comes from a page of this preview, or from no page at all. Its `Host` must
/// have been checked, since `Origin` is compared with that.
pub fn check_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let foreign = |value: &HeaderValue| {
        Err(Refusal::Foreign(String::from_utf8_lossy(value.as_bytes()).into_owned()))
    };
    let own = format!("http://{}", host(headers)?);
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

/// The `Host` of a request, of which there has to be exactly one.
fn host(headers: &HeaderMap) -> Result<Authority, Refusal> {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => {
            Authority::try_from(host.as_bytes()).map_err(|_| Refusal::InvalidHost)
        }
        _ => Err(Refusal::InvalidHost),
    }
}

/// A host without the brackets of an IPv6 address.
fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

    use super::{AllowedHosts, Refusal, check_origin};

    fn headers(headers: &[(HeaderName, &str)]) -> HeaderMap {
        let value = |value: &str| HeaderValue::from_str(value).unwrap();
        let mut map = HeaderMap::new();
        headers.iter().for_each(|(name, text)| _ = map.append(name.clone(), value(text)));
        map
    }

    fn check(hosts: &AllowedHosts, host: &str) -> Result<(), Refusal> {
        hosts.check(None, &headers(&[(header::HOST, host)]))
    }

    #[test]
    fn a_loopback_preview_answers_to_its_own_names_with_its_port() {
        let hosts = AllowedHosts::new("localhost", "127.0.0.1:3000".parse().unwrap());
        for host in ["localhost:3000", "LocalHost:3000", "127.0.0.1:3000", "[::1]:3000"] {
            assert_eq!(check(&hosts, host), Ok(()), "{host}");
        }
        for host in [
            "localhost",
            "localhost:3001",
            "127.0.0.2:3000",
            "localhost.:3000",
            "a.localhost:3000",
            "user@localhost:3000",
            "192.168.0.1:3000",
        ] {
            assert_eq!(check(&hosts, host), Err(Refusal::Foreign(host.to_owned())), "{host}");
        }
    }

    #[test]
    fn a_port_that_is_not_named_is_80() {
        let hosts = AllowedHosts::new("127.0.0.1", "127.0.0.1:80".parse().unwrap());
        assert_eq!(check(&hosts, "localhost"), Ok(()));
        assert_eq!(check(&hosts, "localhost:80"), Ok(()));
        assert!(check(&hosts, "localhost:8080").is_err());
    }

    #[test]
    fn a_preview_on_one_address_answers_to_that_and_its_name_only() {
        let hosts = AllowedHosts::new("laptop.example", "192.168.0.7:3000".parse().unwrap());
        assert_eq!(check(&hosts, "laptop.example:3000"), Ok(()));
        assert_eq!(check(&hosts, "192.168.0.7:3000"), Ok(()));
        assert!(check(&hosts, "localhost:3000").is_err());
        assert_eq!(hosts.to_string(), "192.168.0.7:3000, laptop.example:3000");
    }

    #[test]
    fn a_preview_on_all_addresses_answers_to_any_address_and_port() {
        let hosts = AllowedHosts::new("::", "[::]:3000".parse().unwrap());
        for host in ["192.168.7.9:3000", "[fe80::1]", "localhost:8080"] {
            assert_eq!(check(&hosts, host), Ok(()), "{host}");
        }
        assert!(check(&hosts, "evil.example:3000").is_err());
        assert!(hosts.to_string().ends_with("[::1], localhost and any IP address"), "{hosts}");
    }

    #[test]
    fn there_has_to_be_one_valid_host() {
        let hosts = AllowedHosts::new("localhost", "127.0.0.1:3000".parse().unwrap());
        let twice = [(header::HOST, "localhost:3000"), (header::HOST, "localhost:3000")];
        for lines in [&[][..], &twice, &[(header::HOST, "")], &[(header::HOST, "a b")]] {
            assert_eq!(hosts.check(None, &headers(lines)), Err(Refusal::InvalidHost), "{lines:?}");
        }
        let target = "evil.example".parse().unwrap();
        let own = headers(&[(header::HOST, "localhost:3000")]);
        assert!(hosts.check(Some(&target), &own).is_err(), "the target counts as well");
    }

    #[test]
    fn an_origin_has_to_be_the_preview_itself() {
        let fetch_site = HeaderName::from_static("sec-fetch-site");
        let host = (header::HOST, "localhost:3000");
        let origin = |origin| (header::ORIGIN, origin);
        for lines in [
            vec![],
            vec![origin("http://localhost:3000")],
            vec![(fetch_site.clone(), "same-origin")],
            vec![(fetch_site.clone(), "none")],
        ] {
            let lines = [vec![host.clone()], lines].concat();
            assert_eq!(check_origin(&headers(&lines)), Ok(()), "{lines:?}");
        }
        for lines in [
            vec![origin("null")],
            vec![origin("https://localhost:3000")],
            vec![origin("http://localhost:3000.evil.example")],
            vec![origin("http://localhost:3000"), origin("http://evil.example")],
            vec![(fetch_site.clone(), "same-site")],
            vec![(fetch_site, "cross-site")],
        ] {
            let lines = [vec![host.clone()], lines].concat();
            assert!(check_origin(&headers(&lines)).is_err(), "{lines:?}");
        }
    }
}
