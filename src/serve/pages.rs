//! An address of the site -> what lies there, as an answer over HTTP.
//!
//! An address is decoded once and then is the name of a file in a tree in memory, or it is none. No
//! way leads from here to a disk.

use std::borrow::Cow;
use std::ops::Range;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use headers::{ETag, HeaderMapExt, IfNoneMatch, IfRange};
use percent_encoding::percent_decode_str;

use super::live;
use super::snapshot::Snapshot;
use crate::tree::{File, Tree};

/// What lies at an address.
pub enum Found<'a> {
    /// A file and its path.
    File(String, &'a File),
    /// A folder with a page, which the address names without its last slash.
    Folder,
    /// Nothing.
    Nothing,
}

/// What lies at the path of a URL.
///
/// A site that is published below a base path is served at `/` and below that path as well, since
/// its 404.html links there.
pub fn look_up<'a>(snapshot: &'a Snapshot, path: &str) -> Found<'a> {
    let Ok(path) = percent_decode_str(path).decode_utf8() else { return Found::Nothing };
    match in_trees(snapshot, &path) {
        Found::Nothing => match below(&path, &snapshot.base_path) {
            Some("") => Found::Folder,
            Some(path) => in_trees(snapshot, path),
            None => Found::Nothing,
        },
        found => found,
    }
}

/// The page that stands for all that is missing.
pub fn not_found_page(site: &Tree) -> Option<&File> {
    site.get("404.html")
}

/// The answer to a `GET` or `HEAD`; hyper leaves the body of the latter out.
pub fn answer(snapshot: &Snapshot, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response {
    let Some(site) = &snapshot.site else { return waiting(snapshot, uri.path()) };
    match look_up(snapshot, uri.path()) {
        Found::File(path, file) => {
            let type_ = content_type(&path);
            if is_page(type_.essence_str()) {
                page(file, &type_, headers)
            } else {
                whole_or_part(file, &type_, method, headers)
            }
        }
        Found::Folder => redirect(uri),
        Found::Nothing => match not_found_page(site) {
            Some(file) => {
                let html = live::inject(file.bytes(), &live::tag(file, live::Shown::Missing));
                let type_ = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
                (StatusCode::NOT_FOUND, fresh(), type_, html).into_response()
            }
            None => text(StatusCode::NOT_FOUND, "There is no such page.\n"),
        },
    }
}

/// A line of plain text.
pub fn text(status: StatusCode, text: impl Into<String>) -> Response {
    (status, fresh(), text.into()).into_response()
}

/// A file whose bytes may be asked for again by their fingerprint.
pub fn whole_or_part(
    file: &File,
    type_: &mime_guess::Mime,
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    let Some(etag) = etag(&file.fingerprint().to_string()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if is_known(headers, &etag) {
        let mut response = not_modified(etag);
        response.headers_mut().insert("server-timing", live::timing(file));
        return response;
    }
    let body = Bytes::from_owner(Whole(file.clone()));
    let total = body.len();
    let mut response = match range(method, headers, &etag, total) {
        Part::Whole => Response::new(Body::from(body)),
        Part::Range(range) => {
            let place = format!("bytes {}-{}/{total}", range.start, range.end - 1);
            let place = [(header::CONTENT_RANGE, place)];
            (StatusCode::PARTIAL_CONTENT, place, body.slice(range)).into_response()
        }
        Part::None => {
            let place = [(header::CONTENT_RANGE, format!("bytes */{total}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, fresh(), place).into_response();
        }
    };
    let headers = response.headers_mut();
    headers.typed_insert(headers::AcceptRanges::bytes());
    headers.insert("server-timing", live::timing(file));
    complete(response, etag, type_)
}

/// The type of a file by its name. All text that ladderbook writes is UTF-8, and what it copies most
/// likely is.
pub fn content_type(path: &str) -> mime_guess::Mime {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == mime_guess::mime::TEXT
        || ["application/json", "application/javascript", "application/xml", "image/svg+xml"]
            .contains(&guess.essence_str());
    let with_charset = format!("{}; charset=utf-8", guess.essence_str());
    if is_text { with_charset.parse().unwrap_or(guess) } else { guess }
}

/// What is in the search index hides what an author put at its place, as in a site that is written.
fn in_trees<'a>(snapshot: &'a Snapshot, path: &str) -> Found<'a> {
    match (in_tree(&snapshot.index, path), &snapshot.site) {
        (Found::Nothing, Some(site)) => in_tree(site, path),
        (found, _) => found,
    }
}

fn in_tree<'a>(site: &'a Tree, path: &str) -> Found<'a> {
    let Some(path) = path.strip_prefix('/') else { return Found::Nothing };
    let in_folder = if path.is_empty() || path.ends_with('/') {
        Cow::Owned(format!("{path}index.html"))
    } else {
        Cow::Borrowed(path)
    };
    match site.get(&in_folder) {
        Some(file) => Found::File(in_folder.into_owned(), file),
        None if site.get(&format!("{path}/index.html")).is_some() => Found::Folder,
        None => Found::Nothing,
    }
}

/// What follows the base path, from its last slash on; empty if not even that slash is there.
fn below<'p>(path: &'p str, base_path: &str) -> Option<&'p str> {
    let base = base_path.trim_end_matches('/');
    let rest = path.strip_prefix(base)?;
    (!base.is_empty()).then_some(rest)
}

fn is_page(essence: &str) -> bool {
    essence == "text/html"
}

/// A page with the tag that makes it live.
fn page(file: &File, type_: &mime_guess::Mime, headers: &HeaderMap) -> Response {
    let tag = live::tag(file, live::Shown::Page);
    let name = format!("{}-{}", file.fingerprint(), live::version());
    let Some(etag) = etag(&name) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if is_known(headers, &etag) {
        return not_modified(etag);
    }
    complete(Response::new(Body::from(live::inject(file.bytes(), &tag))), etag, type_)
}

/// The answer to everything while there is no site: pages say why, and become real by themselves.
fn waiting(snapshot: &Snapshot, path: &str) -> Response {
    let name = path.rsplit('/').next().unwrap_or_default();
    let status = StatusCode::SERVICE_UNAVAILABLE;
    if name.contains('.') && !is_page(content_type(name).essence_str()) {
        return text(status, "There is no site yet.\n");
    }
    let csp = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'self'; \
               connect-src 'self'";
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, csp),
        (header::RETRY_AFTER, "1"),
    ];
    (status, fresh(), headers, live::waiting_page(snapshot)).into_response()
}

/// To the same address with a slash at its end. What was found behind the address begins with one
/// slash only, so this cannot lead to another host.
fn redirect(uri: &Uri) -> Response {
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    let to = [(header::LOCATION, format!("{}/{query}", uri.path()))];
    (StatusCode::TEMPORARY_REDIRECT, fresh(), to).into_response()
}

/// To be asked for again each time: what a preview shows may be old in a second.
fn fresh() -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))]
}

fn complete(mut response: Response, etag: ETag, type_: &mime_guess::Mime) -> Response {
    let headers = response.headers_mut();
    headers.extend(fresh());
    headers.typed_insert(etag);
    if let Ok(type_) = HeaderValue::from_str(type_.as_ref()) {
        headers.insert(header::CONTENT_TYPE, type_);
    }
    response
}

fn etag(name: &str) -> Option<ETag> {
    format!("\"{name}\"").parse().ok()
}

fn is_known(headers: &HeaderMap, etag: &ETag) -> bool {
    headers.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(etag))
}

fn not_modified(etag: ETag) -> Response {
    let mut response = (StatusCode::NOT_MODIFIED, fresh()).into_response();
    response.headers_mut().typed_insert(etag);
    response
}

/// Which part of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Range(Range<usize>),
    /// One that the file does not have.
    None,
}

/// A range that cannot be understood, or one of several, may be answered with the whole.
fn range(method: &Method, headers: &HeaderMap, etag: &ETag, total: usize) -> Part {
    let is_of_this =
        headers.typed_get::<IfRange>().is_none_or(|it| !it.is_modified(Some(etag), None));
    let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    match asked.and_then(|asked| asked.strip_prefix("bytes=")) {
        Some(asked) if method == Method::GET && is_of_this => part(asked.trim(), total),
        _ => Part::Whole,
    }
}

/// `5-9`, `5-` or `-5`, where the last means the last five. A number that is too large for us is
/// beyond the end of any file.
fn part(asked: &str, total: usize) -> Part {
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(usize::MAX))
    };
    let range = match asked.split_once('-') {
        Some(("", last)) => number(last).map(|last| total.saturating_sub(last)..total),
        Some((first, "")) => number(first).map(|first| first..total),
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => {
                Some(first..last.saturating_add(1).min(total))
            }
            _ => None,
        },
        None => None,
    };
    match range {
        None => Part::Whole,
        Some(range) if range.is_empty() => Part::None,
        Some(range) => Part::Range(range),
    }
}

/// The bytes of a file, which are not copied to be sent.
struct Whole(File);

impl AsRef<[u8]> for Whole {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}
