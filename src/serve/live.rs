//! What a page in a browser is told, so that it follows the site.
//!
//! The protocol is about states, not about events, so that nothing can be missed:
//!
//! - Each page that is served carries a tag ([`tag`]) with the fingerprint of the page. Each other
//!   file carries its fingerprint in a `Server-Timing` header, which scripts can read without asking
//!   for the file again. So a page knows exactly what it was made of.
//! - `GET /__ladderbook/events?page=/levels/ic/senior/&file=/assets/css/site.css&file=…` is a stream
//!   of server-sent events. Each is the [`State`] of that page and those files; the first comes at
//!   once, the next when it differs from the last one that was sent. The id of an event is the run of
//!   the server and the epoch of the snapshot; the server needs neither back.
//! - The page compares the state with what it was made of, and follows. One that slept, or whose
//!   server was started again, catches up by the same comparison.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, watch};

use super::pages::{self, Found};
use super::snapshot::Snapshot;
use crate::fingerprint::Fingerprint;
use crate::tree::File;

/// Where the stream of states is.
pub const EVENTS: &str = "/__ladderbook/events";
/// The script that follows it.
const SCRIPT: &str = "/__ladderbook/live.js";

/// How long after a lost connection a browser tries again.
const RETRY: Duration = Duration::from_millis(500);
/// How often an idle stream is written to. That is also when a browser that went away is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Files of one page that are followed; no sound page comes near it.
const FILES: usize = 1000;

/// The scripts of an open page and their addresses. Only the first is in the page; it loads the others.
static SCRIPTS: LazyLock<[(&str, File); 3]> = LazyLock::new(|| {
    [
        (SCRIPT, include_str!("client/live.js")),
        ("/__ladderbook/overlay.js", include_str!("client/overlay.js")),
        ("/__ladderbook/idiomorph.js", include_str!("client/idiomorph.js")),
    ]
    .map(|(path, text)| (path, File::new(text.as_bytes())))
});

/// What is shown at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The page that is there.
    Page,
    /// The page for what is missing.
    Missing,
}

/// The tag that makes a page live: all that is served and not built.
pub fn tag(page: &File, shown: Shown) -> String {
    let missing = if shown == Shown::Missing { " data-missing" } else { "" };
    let fingerprint = page.fingerprint();
    format!(
        "<script type=\"module\" src=\"{SCRIPT}\" data-page=\"{fingerprint}\"{missing}></script>"
    )
}

/// A page with a tag before the end of its body, or at its own end if its body is not ended.
pub fn inject(page: &[u8], tag: &str) -> Vec<u8> {
    const END: &[u8] = b"</body";
    let end = page.windows(END.len()).rposition(|bytes| bytes.eq_ignore_ascii_case(END));
    let (before, after) = page.split_at(end.unwrap_or(page.len()));
    [before, tag.as_bytes(), after].concat()
}

/// What tells the tags of two versions of ladderbook apart.
pub fn version() -> String {
    format!("{:016x}", Fingerprint::of(&*SCRIPTS).short())
}

/// The header in which a file carries its fingerprint.
pub fn timing(file: &File) -> HeaderValue {
    HeaderValue::from_str(&format!("ladderbook;desc=\"{}\"", file.fingerprint()))
        .unwrap_or_else(|_| HeaderValue::from_static("ladderbook"))
}

/// The page for all addresses while there is no site. It needs no file but the script.
pub fn waiting_page(snapshot: &Snapshot) -> String {
    let text = snapshot.problems.as_deref().unwrap_or("The first build is under way.\n");
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    include_str!("client/waiting.html").replace("{script}", SCRIPT).replace("{problems}", &escaped)
}

/// The addresses of the scripts.
pub fn script_paths() -> impl Iterator<Item = &'static str> {
    SCRIPTS.iter().map(|(path, _)| *path)
}

/// One of the scripts.
pub fn script(path: &str, method: &Method, headers: &HeaderMap) -> Response {
    match SCRIPTS.iter().find(|(own, _)| *own == path) {
        Some((path, file)) => {
            pages::whole_or_part(file, &pages::content_type(path), method, headers)
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What one open page is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    page: String,
    files: Vec<String>,
}

impl Watched {
    /// From the query of a request.
    pub fn new(query: &str) -> Self {
        let mut watched = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "page" => watched.page = value.into_owned(),
                "file" if watched.files.len() < FILES => watched.files.push(value.into_owned()),
                _ => {}
            }
        }
        watched
    }
}

/// What an open page is told. All but the epoch makes a difference to it.
#[derive(Clone, Debug, Serialize)]
struct State {
    epoch: u64,
    /// Whether there is a site.
    ready: bool,
    /// The page that its address shows now.
    page: Option<String>,
    /// Whether that is the page at this address, and not the one for what is missing.
    found: bool,
    /// Its other files as they are now.
    files: BTreeMap<String, Option<String>>,
    problems: Option<String>,
}

impl State {
    fn of(snapshot: &Snapshot, watched: &Watched) -> Self {
        let mut state = Self {
            epoch: snapshot.epoch,
            ready: snapshot.site.is_some(),
            page: None,
            found: false,
            files: BTreeMap::new(),
            problems: problems(snapshot),
        };
        let Some(site) = &snapshot.site else { return state };
        let look_up = |path: &str| match pages::look_up(snapshot, path) {
            Found::File(_, file) => Some(file.fingerprint()),
            Found::Folder | Found::Nothing => None,
        };
        let text = |fingerprint: Fingerprint| fingerprint.to_string();
        let page = look_up(&watched.page);
        state.found = page.is_some();
        state.page = page.or_else(|| Some(pages::not_found_page(site)?.fingerprint())).map(text);
        state.files =
            watched.files.iter().map(|path| (path.clone(), look_up(path).map(text))).collect();
        state
    }

    fn is_same(&self, other: &Self) -> bool {
        self.ready == other.ready
            && self.page == other.page
            && self.found == other.found
            && self.files == other.files
            && self.problems == other.problems
    }
}

/// The report, and which files of the site the preview's own hide.
fn problems(snapshot: &Snapshot) -> Option<String> {
    let own = script_paths().chain([EVENTS]).map(|path| path.trim_start_matches('/'));
    let hidden = own.filter(|path| snapshot.site.as_ref().is_some_and(|it| it.get(path).is_some()));
    let hidden = hidden.map(|path| {
        format!("`{path}` cannot be seen here: the preview needs this address for itself\n")
    });
    let texts: Vec<String> = snapshot.problems.iter().cloned().chain(hidden).collect();
    (!texts.is_empty()).then(|| texts.concat())
}

/// Where the states come from.
#[derive(Clone)]
pub struct Source {
    /// What the preview shows.
    pub snapshots: watch::Receiver<Arc<Snapshot>>,
    /// Changes when the server ends.
    pub closing: watch::Receiver<()>,
    /// Tells this run of the server from others.
    pub run: Arc<str>,
}

/// The stream of states of a page. The permit is given back when the stream ends.
pub fn events(source: Source, watched: Watched, permit: OwnedSemaphorePermit) -> Response {
    struct Sending {
        source: Source,
        watched: Watched,
        sent: Option<State>,
        _permit: OwnedSemaphorePermit,
    }
    let sending = Sending { source, watched, sent: None, _permit: permit };
    let states = stream::unfold(sending, |mut sending| async move {
        loop {
            let snapshot = sending.source.snapshots.borrow_and_update().clone();
            let state = State::of(&snapshot, &sending.watched);
            if !sending.sent.as_ref().is_some_and(|sent| sent.is_same(&state)) {
                let event = event(&state, &sending.source.run, sending.sent.is_none());
                sending.sent = Some(state);
                return Some((Ok::<_, Infallible>(event), sending));
            }
            tokio::select! {
                changed = sending.source.snapshots.changed() => if changed.is_err() {
                    // Nothing will change any more; the browser is not to ask again and again.
                    let _ = sending.source.closing.changed().await;
                    return None;
                },
                _ = sending.source.closing.changed() => return None,
            }
        }
    });
    Sse::new(states).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

fn event(state: &State, run: &str, is_first: bool) -> Event {
    let json = serde_json::to_string(state).expect("a state has text keys only");
    let event = if is_first { Event::default().retry(RETRY) } else { Event::default() };
    event.id(format!("{run}-{}", state.epoch)).data(json)
}
