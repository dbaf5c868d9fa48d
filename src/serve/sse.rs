//! The stream of server-sent events by which an open page follows the site.
//!
//! The protocol is about states, not about changes, so that nothing can be missed:
//!
//! - Each page that is served carries a tag with the fingerprint of the page, and each other file
//!   carries its fingerprint in a header (see `inject`). So a page knows exactly what it was made of.
//! - `GET /__ladderbook/events?page=/levels/ic/senior/&file=/assets/css/site.css&file=…` is a stream of
//!   events. Each is the [`PageState`] of that page and those files; the first comes at once, the next
//!   when it differs from the last one that was sent. The id of an event is the run of the server and
//!   the epoch of the snapshot; the server needs neither back.
//! - The page compares the state with what it was made of, and follows. One that slept, or whose
//!   server was started again, catches up by the same comparison.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::inject;
use super::snapshot::{Lookup, Snapshot};
use crate::fingerprint::Fingerprint;

/// The address of the stream.
pub const EVENTS: &str = "/__ladderbook/events";

/// How long after a lost connection a browser tries again.
const RETRY: Duration = Duration::from_millis(500);
/// How often an idle stream is written to. That is also when a browser that went away is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Files of one page that are followed, far more than a page has.
const MAX_FILES: usize = 1000;

/// The addresses that one open page follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscription {
    page: String,
    files: Vec<String>,
}

impl Subscription {
    pub fn from_query(query: &str) -> Self {
        let mut subscription = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "page" => subscription.page = value.into_owned(),
                "file" if subscription.files.len() < MAX_FILES => {
                    subscription.files.push(value.into_owned());
                }
                _ => {}
            }
        }
        subscription
    }
}

/// What an open page has to know of a snapshot. A state with another epoch alone is not sent.
#[derive(Clone, Debug, Serialize)]
struct PageState {
    epoch: u64,
    /// Whether there is a site.
    ready: bool,
    /// The fingerprint of the page that its address shows now.
    page: Option<String>,
    /// Whether that is the page of this address, and not 404.html.
    found: bool,
    /// The fingerprints of its other files.
    files: BTreeMap<String, Option<String>>,
    problems: Option<String>,
}

impl PageState {
    fn new(snapshot: &Snapshot, subscription: &Subscription) -> Self {
        let fingerprint = |path: &str| match snapshot.look_up(path) {
            Lookup::File(_, file) => Some(file.fingerprint()),
            Lookup::Folder | Lookup::NotFound => None,
        };
        let text = |fingerprint: Fingerprint| fingerprint.to_string();
        let ready = snapshot.site.is_some();
        let page = fingerprint(&subscription.page).filter(|_| ready);
        let shown = page.or_else(|| Some(snapshot.not_found_page()?.fingerprint()));
        let followed = subscription.files.iter().filter(|_| ready);
        Self {
            epoch: snapshot.epoch,
            ready,
            page: shown.map(text),
            found: page.is_some(),
            files: followed.map(|path| (path.clone(), fingerprint(path).map(text))).collect(),
            problems: problems(snapshot),
        }
    }

    fn shows_same(&self, other: &Self) -> bool {
        self.ready == other.ready
            && self.page == other.page
            && self.found == other.found
            && self.files == other.files
            && self.problems == other.problems
    }
}

/// The problems of the snapshot, and the files of the site whose addresses the preview uses itself.
fn problems(snapshot: &Snapshot) -> Option<String> {
    let reserved = inject::script_paths().chain([EVENTS]).map(|path| path.trim_start_matches('/'));
    let is_in_site = |path: &&str| snapshot.site.as_ref().is_some_and(|it| it.get(path).is_some());
    let hidden = reserved.filter(is_in_site).map(|path| {
        format!("`{path}` cannot be seen here: the preview needs this address for itself\n")
    });
    let texts: Vec<String> = snapshot.problems.iter().cloned().chain(hidden).collect();
    (!texts.is_empty()).then(|| texts.concat())
}

/// What the events are made from.
#[derive(Clone)]
pub struct Feed {
    pub snapshots: watch::Receiver<Arc<Snapshot>>,
    /// Changes when the server shuts down.
    pub shutdown: watch::Receiver<()>,
    /// Tells this run of the server from others.
    pub run_id: Arc<str>,
}

/// The stream of states for a page. The permit is returned when the stream ends.
pub fn event_stream(
    feed: Feed,
    subscription: Subscription,
    permit: OwnedSemaphorePermit,
) -> Response {
    struct Connection {
        feed: Feed,
        subscription: Subscription,
        sent: Option<PageState>,
        _permit: OwnedSemaphorePermit,
    }
    let connection = Connection { feed, subscription, sent: None, _permit: permit };
    let events = stream::unfold(connection, |mut connection| async move {
        loop {
            let snapshot = connection.feed.snapshots.borrow_and_update().clone();
            let state = PageState::new(&snapshot, &connection.subscription);
            if !connection.sent.as_ref().is_some_and(|sent| sent.shows_same(&state)) {
                let event = event(&state, &connection.feed.run_id, connection.sent.is_none());
                connection.sent = Some(state);
                return Some((Ok::<_, Infallible>(event), connection));
            }
            tokio::select! {
                changed = connection.feed.snapshots.changed() => if changed.is_err() {
                    // No snapshot will follow. A stream that ended now would make the browser
                    // connect again and again.
                    let _ = connection.feed.shutdown.changed().await;
                    return None;
                },
                _ = connection.feed.shutdown.changed() => return None,
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

fn event(state: &PageState, run_id: &str, is_first: bool) -> Event {
    let json = serde_json::to_string(state).expect("a state has text keys only");
    let event = if is_first { Event::default().retry(RETRY) } else { Event::default() };
    event.id(format!("{run_id}-{}", state.epoch)).data(json)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{MAX_FILES, PageState, Snapshot, Subscription};
    use crate::tree::Tree;

    #[test]
    fn a_query_names_a_page_and_files() {
        let subscription =
            Subscription::from_query("page=%2Fa%20b%2F&file=/x.css&other=1&file=/%C3%BC.js&file");
        assert_eq!(subscription.page, "/a b/");
        assert_eq!(subscription.files, ["/x.css", "/ü.js", ""]);
        assert_eq!(Subscription::from_query(""), Subscription::default());
        let many = Subscription::from_query(&"file=/x&".repeat(MAX_FILES + 1));
        assert_eq!(many.files.len(), MAX_FILES);
    }

    #[test]
    fn a_state_is_another_one_if_it_shows_something_else() {
        let site = Tree::from_texts([("index.html", "a"), ("404.html", "b"), ("x.css", "c")]);
        let snapshot =
            Snapshot { epoch: 1, site: Some(Arc::new(site.clone())), ..Snapshot::default() };
        let subscription = Subscription::from_query("page=/&file=/x.css");
        let state = |snapshot: &Snapshot| PageState::new(snapshot, &subscription);
        let first = state(&snapshot);
        assert!(first.shows_same(&state(&Snapshot { epoch: 2, ..snapshot.clone() })));
        let with = |path, text| Snapshot {
            site: Some(Arc::new(site.overlay(&Tree::from_texts([(path, text)])))),
            ..snapshot.clone()
        };
        assert!(first.shows_same(&state(&with("404.html", "new"))));
        assert!(!first.shows_same(&state(&with("index.html", "new"))));
        assert!(!first.shows_same(&state(&with("x.css", "new"))));
        assert!(!first.shows_same(&state(&snapshot.with_problems(Some("e".to_owned())).unwrap())));
    }

    #[test]
    fn without_a_site_no_file_is_there() {
        let index = Tree::from_texts([("index.html", "of the index")]);
        let snapshot = Snapshot { index, ..Snapshot::default() };
        let state = PageState::new(&snapshot, &Subscription::from_query("page=/&file=/index.html"));
        assert!(!state.ready && !state.found);
        assert_eq!((state.page, state.files.len()), (None, 0));
    }
}
