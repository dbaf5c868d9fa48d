//! The address on which the preview listens.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};

use anyhow::Context;

/// Ports that are tried, from the one that was asked for.
const PORTS: u16 = 100;

/// Where the preview is to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenAddress {
    /// A name or an IP address of this machine; `0.0.0.0` and `::` are all of them.
    pub host: String,
    /// The first port to try; 0 is any.
    pub port: u16,
}

/// Only this machine, port 3000.
impl Default for ListenAddress {
    fn default() -> Self {
        Self { host: "127.0.0.1".to_owned(), port: 3000 }
    }
}

/// An open socket for the preview. Connections queue up in it until the server accepts them.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    local: SocketAddr,
    requested: ListenAddress,
}

impl Listener {
    /// The address that the socket is bound to.
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// The host that was asked for.
    pub fn requested_host(&self) -> &str {
        &self.requested.host
    }

    /// Whether the port is another one than asked for, because that was taken.
    pub fn is_other_port(&self) -> bool {
        self.requested.port != 0 && self.requested.port != self.local.port()
    }

    /// The home page of the preview, for a browser on this machine.
    pub fn url(&self) -> String {
        url(&self.requested.host, self.local)
    }

    /// The socket itself.
    pub fn into_socket(self) -> TcpListener {
        self.socket
    }
}

/// Opens a socket. If its port is taken by another program, one of the next hundred will do.
///
/// # Errors
///
/// If the host is unknown or not one of this machine, or no port is free or allowed.
pub fn bind(address: &ListenAddress) -> anyhow::Result<Listener> {
    let ListenAddress { host, port } = address;
    let hosts: Vec<SocketAddr> = (host.trim_matches(['[', ']']), *port)
        .to_socket_addrs()
        .with_context(|| format!("cannot find the host `{host}`"))?
        .collect();
    let last = if *port == 0 { 0 } else { port.saturating_add(PORTS - 1) };
    for port in *port..=last {
        let addresses: Vec<_> = hosts.iter().map(|host| SocketAddr::new(host.ip(), port)).collect();
        match TcpListener::bind(&*addresses) {
            Ok(socket) => {
                let local = socket.local_addr()?;
                return Ok(Listener { socket, local, requested: address.clone() });
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => {
                let context = format!("cannot listen on port {port} of `{host}`");
                return Err(anyhow::Error::new(error).context(context));
            }
        }
    }
    anyhow::bail!("the ports {port} to {last} of `{host}` are all taken")
}

fn url(requested_host: &str, local: SocketAddr) -> String {
    let host = match (requested_host.trim_matches(['[', ']']), local.ip()) {
        (_, ip) if ip.is_unspecified() => "localhost".to_owned(),
        (host, _) => match host.parse() {
            Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
            Ok(IpAddr::V4(ip)) => ip.to_string(),
            Err(_) => host.to_owned(),
        },
    };
    match local.port() {
        80 => format!("http://{host}/"),
        port => format!("http://{host}:{port}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn a_url_names_the_host_as_a_browser_takes_it() {
        for (host, local, expected) in [
            ("127.0.0.1", "127.0.0.1:3000", "http://127.0.0.1:3000/"),
            ("localhost", "127.0.0.1:3001", "http://localhost:3001/"),
            ("laptop.local", "192.168.0.2:80", "http://laptop.local/"),
            ("0.0.0.0", "0.0.0.0:3000", "http://localhost:3000/"),
            ("::", "[::]:3000", "http://localhost:3000/"),
            ("::1", "[::1]:3000", "http://[::1]:3000/"),
            ("[::1]", "[::1]:3000", "http://[::1]:3000/"),
        ] {
            assert_eq!(url(host, local.parse().unwrap()), expected, "{host}");
        }
    }
}
