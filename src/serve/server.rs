//! The preview server: what comes in over the network -> answers from the latest snapshot.
//!
//! axum routes; hyper is driven by hand, because only so can slow requests be timed out and headers be
//! limited in size.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the clock")]

use std::future::Future;
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

use super::hosts::{self, AllowedHosts, Refusal};
use super::inject;
use super::listener::Listener;
use super::responses;
use super::snapshot::Snapshot;
use super::sse::{self, Feed, Subscription};

/// Connections at a time; the next one waits.
const MAX_CONNECTIONS: usize = 1024;
/// Event streams at a time; the next one is refused.
const MAX_STREAMS: usize = 256;
/// How long a request's head may take, and how long a connection may idle between two requests.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of a request's head. The address of a stream names all files of a page.
const MAX_HEADER_SIZE: usize = 64 * 1024;
/// How long answers that are under way have when the server shuts down.
const GRACE_PERIOD: Duration = Duration::from_secs(1);

/// Serves the latest snapshot until `shutdown` is ready. Open streams are ended then, and other
/// answers have a second to complete.
///
/// This blocks; an error of a single connection never ends it.
///
/// # Errors
///
/// If the system gives no threads or takes the socket away.
pub fn serve(
    listener: Listener,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("preview")
        .enable_all()
        .build()
        .context("cannot start the preview server")?;
    runtime.block_on(accept_connections(listener, snapshots, shutdown))
}

async fn accept_connections(
    listener: Listener,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let (close, closing) = watch::channel(());
    let router = router(AppState {
        hosts: AllowedHosts::new(listener.requested_host(), listener.local_addr()).into(),
        feed: Feed { snapshots, shutdown: closing.clone(), run_id: run_id().into() },
        streams: Arc::new(Semaphore::new(MAX_STREAMS)),
    });
    let socket = listener.into_socket();
    socket.set_nonblocking(true)?;
    let socket = tokio::net::TcpListener::from_std(socket)?;
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let next = async {
            let slot = slots.clone().acquire_owned().await;
            (socket.accept().await, slot)
        };
        tokio::select! {
            (accepted, slot) = next => match accepted {
                Ok((stream, _)) => {
                    let connection = serve_connection(stream, router.clone(), closing.clone());
                    connections.spawn(async move {
                        let _slot = slot;
                        connection.await;
                    });
                }
                // Out of file descriptors, for example, or the client has gone already.
                Err(_) => time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    drop(socket);
    let _ = close.send(());
    // Connections that are still open after the grace period are cut off.
    let all_closed = async { while connections.join_next().await.is_some() {} };
    let _ = time::timeout(GRACE_PERIOD, all_closed).await;
    Ok(())
}

async fn serve_connection(stream: TcpStream, router: Router, mut closing: watch::Receiver<()>) {
    // Events are small and must not be held back until there are more.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(MAX_HEADER_SIZE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    // An error is the client's: a broken request, which has been answered, or a lost connection.
    tokio::select! {
        _ = &mut connection => {}
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// What the handlers share.
#[derive(Clone)]
struct AppState {
    hosts: Arc<AllowedHosts>,
    feed: Feed,
    streams: Arc<Semaphore>,
}

fn router(state: AppState) -> Router {
    let router = Router::new().route(sse::EVENTS, get(events));
    inject::script_paths()
        .fold(router, |router, path| router.route(path, get(script)))
        .fallback(get(site).with_state(state.clone()))
        .layer(middleware::from_fn_with_state(state.clone(), check_host))
        .with_state(state)
}

/// Lets only requests for this preview through, and lets no other site use its answers.
async fn check_host(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let checked = app.hosts.check(request.uri().authority(), request.headers());
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal_response(&refusal, &app.hosts),
    };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

fn refusal_response(refusal: &Refusal, hosts: &AllowedHosts) -> Response {
    match refusal {
        Refusal::InvalidHost => {
            let text = "The request has to have one Host.\n";
            responses::text_response(StatusCode::BAD_REQUEST, text)
        }
        Refusal::Foreign(name) => {
            let text = format!(
                "This preview does not answer to `{name}`, so that no other site can read it.\n\
                 It answers to {hosts}.\n\
                 To give it another name, start it with --host NAME.\n"
            );
            responses::text_response(StatusCode::FORBIDDEN, text)
        }
    }
}

async fn site(State(app): State<AppState>, request: Request) -> Response {
    let snapshot = app.feed.snapshots.borrow().clone();
    responses::site_response(&snapshot, request.method(), request.uri(), request.headers())
}

async fn script(request: Request) -> Response {
    responses::script_response(request.uri().path(), request.method(), request.headers())
}

async fn events(State(app): State<AppState>, request: Request) -> Response {
    if hosts::check_origin(request.headers()).is_err() {
        let text = "Only pages of this preview may follow it.\n";
        return responses::text_response(StatusCode::FORBIDDEN, text);
    }
    let Ok(permit) = app.streams.try_acquire_owned() else {
        let text = "Too many pages follow this preview.\n";
        let response = responses::text_response(StatusCode::SERVICE_UNAVAILABLE, text);
        return ([(header::RETRY_AFTER, "10")], response).into_response();
    };
    let subscription = Subscription::from_query(request.uri().query().unwrap_or_default());
    sse::event_stream(app.feed, subscription, permit)
}

/// Differs from run to run.
fn run_id() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{:x}", now.as_nanos())
}
