//! The preview server: what comes in over the network -> answers from the latest snapshot.
//!
//! axum routes; hyper is driven by hand, because only so can slow requests be given up and headers
//! be limited.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it takes the time")]

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::runtime;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time;

use super::hosts::{self, Hosts, Refusal};
use super::live::{self, Source, Watched};
use super::pages;
use super::snapshot::Snapshot;

/// Ports that are tried, from the one that was asked for.
const PORTS: u16 = 100;
/// Connections at a time; the next one waits.
const CONNECTIONS: usize = 1024;
/// Streams of states at a time; the next one is refused.
const STREAMS: usize = 256;
/// How long a request's head may take, and how long a connection may idle between two requests.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of a request's head. The address of a stream names all files of a page.
const HEAD_SIZE: usize = 64 * 1024;
/// How long open answers have when the server ends.
const GRACE: Duration = Duration::from_secs(1);

/// Where the preview is to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A name or an IP address of this machine; `0.0.0.0` and `::` are all of them.
    pub host: String,
    /// The first port to try; 0 is any.
    pub port: u16,
}

/// Only this machine, port 3000.
impl Default for Address {
    fn default() -> Self {
        Self { host: "127.0.0.1".to_owned(), port: 3000 }
    }
}

/// An address that is taken for the preview. Connections wait in it until [`serve`] takes it.
#[derive(Debug)]
pub struct Bound {
    listener: TcpListener,
    local: SocketAddr,
    asked: Address,
}

impl Bound {
    /// Where the preview listens.
    pub fn local(&self) -> SocketAddr {
        self.local
    }

    /// Whether the port is another one than asked for, because that was taken.
    pub fn is_other_port(&self) -> bool {
        self.asked.port != 0 && self.asked.port != self.local.port()
    }

    /// The home page of the preview, for a browser on this machine.
    pub fn url(&self) -> String {
        let host = match (self.asked.host.trim_matches(['[', ']']), self.local.ip()) {
            (_, ip) if ip.is_unspecified() => "localhost".to_owned(),
            (host, _) => match host.parse() {
                Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
                Ok(IpAddr::V4(ip)) => ip.to_string(),
                Err(_) => host.to_owned(),
            },
        };
        match self.local.port() {
            80 => format!("http://{host}/"),
            port => format!("http://{host}:{port}/"),
        }
    }
}

/// Takes an address. If its port is taken by another program, one of the next hundred will do.
///
/// # Errors
///
/// If the host is unknown or not one of this machine, or no port is free or allowed.
pub fn bind(address: &Address) -> anyhow::Result<Bound> {
    let Address { host, port } = address;
    let hosts: Vec<SocketAddr> = (host.trim_matches(['[', ']']), *port)
        .to_socket_addrs()
        .with_context(|| format!("cannot find the host `{host}`"))?
        .collect();
    let last = if *port == 0 { 0 } else { port.saturating_add(PORTS - 1) };
    for port in *port..=last {
        let addresses: Vec<_> = hosts.iter().map(|host| SocketAddr::new(host.ip(), port)).collect();
        match TcpListener::bind(&*addresses) {
            Ok(listener) => {
                let local = listener.local_addr()?;
                return Ok(Bound { listener, local, asked: address.clone() });
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

/// Serves the latest snapshot until `shutdown` is ready. Open streams are ended then, and other
/// answers have a second to come to their end.
///
/// This blocks; what becomes of single connections never ends it.
///
/// # Errors
///
/// If the machine gives no threads or takes the listener away.
pub fn serve(
    bound: Bound,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("preview")
        .enable_all()
        .build()
        .context("cannot start the preview server")?;
    runtime.block_on(run(bound, snapshots, shutdown))
}

/// Is ready when the user or the system asks the process to end.
pub async fn interrupted() {
    // Where there are no such signals, the process ends in the system's own way.
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<Option<()>>();
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
}

async fn run(
    bound: Bound,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let (close, closing) = watch::channel(());
    let router = router(Preview {
        hosts: Hosts::new(&bound.asked.host, bound.local).into(),
        source: Source { snapshots, closing: closing.clone(), run: run_id().into() },
        streams: Arc::new(Semaphore::new(STREAMS)),
    });
    bound.listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(bound.listener)?;
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let next = async {
            let slot = slots.clone().acquire_owned().await;
            (listener.accept().await, slot)
        };
        tokio::select! {
            (accepted, slot) = next => match accepted {
                Ok((stream, _)) => {
                    let connection = connection(stream, router.clone(), closing.clone());
                    connections.spawn(async move {
                        let _slot = slot;
                        connection.await;
                    });
                }
                // Out of file descriptors, say, or the other side was gone already.
                Err(_) => time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    let _ = close.send(());
    // Whoever is not done then is cut off.
    let _ = time::timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
    Ok(())
}

/// Answers the requests of one connection.
async fn connection(stream: TcpStream, router: Router, mut closing: watch::Receiver<()>) {
    // States are small and shall not wait for more.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    // An error is the other side's: a broken request, which has been answered, or a lost connection.
    tokio::select! {
        _ = &mut connection => {}
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// What answers are made from.
#[derive(Clone)]
struct Preview {
    hosts: Arc<Hosts>,
    source: Source,
    streams: Arc<Semaphore>,
}

fn router(preview: Preview) -> Router {
    let router = Router::new().route(live::EVENTS, get(events));
    live::script_paths()
        .fold(router, |router, path| router.route(path, get(script)))
        .fallback(get(page).with_state(preview.clone()))
        .layer(middleware::from_fn_with_state(preview.clone(), guard))
        .with_state(preview)
}

/// Lets only requests for this preview through, and lets no other site use its answers.
async fn guard(State(preview): State<Preview>, request: Request, next: Next) -> Response {
    let checked = preview.hosts.check(request.uri().authority(), request.headers());
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(refusal) => refused(&refusal, &preview.hosts),
    };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

fn refused(refusal: &Refusal, hosts: &Hosts) -> Response {
    match refusal {
        Refusal::Unclear => {
            pages::text(StatusCode::BAD_REQUEST, "The request has to have one Host.\n")
        }
        Refusal::Foreign(name) => {
            let text = format!(
                "This preview does not answer to `{name}`, so that no other site can read it.\n\
                 It answers to {hosts}.\n\
                 To give it another name, start it with --host NAME.\n"
            );
            pages::text(StatusCode::FORBIDDEN, text)
        }
    }
}

async fn page(State(preview): State<Preview>, request: Request) -> Response {
    let snapshot = preview.source.snapshots.borrow().clone();
    pages::answer(&snapshot, request.method(), request.uri(), request.headers())
}

async fn script(request: Request) -> Response {
    live::script(request.uri().path(), request.method(), request.headers())
}

async fn events(State(preview): State<Preview>, request: Request) -> Response {
    if hosts::check_origin(request.headers()).is_err() {
        let text = "Only pages of this preview may follow it.\n";
        return pages::text(StatusCode::FORBIDDEN, text);
    }
    let Ok(permit) = preview.streams.try_acquire_owned() else {
        let text = "Too many pages follow this preview.\n";
        let headers = [(header::RETRY_AFTER, "10")];
        return (headers, pages::text(StatusCode::SERVICE_UNAVAILABLE, text)).into_response();
    };
    let watched = Watched::new(request.uri().query().unwrap_or_default());
    live::events(preview.source, watched, permit)
}

/// Differs from run to run.
fn run_id() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{:x}", now.as_nanos())
}
