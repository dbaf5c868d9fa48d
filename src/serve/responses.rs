//! What lies at an address -> an answer over HTTP.

use std::ops::{Bound, Range};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use headers::{AcceptRanges, ContentRange, ContentType, ETag, HeaderMapExt, IfNoneMatch, IfRange};
use mime_guess::Mime;

use super::inject::{self, PageRole};
use super::snapshot::{Lookup, Snapshot};
use crate::tree::File;

/// The answer to a `GET` or `HEAD` of the site; hyper leaves out the body of the latter.
pub fn site_response(
    snapshot: &Snapshot,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    if snapshot.site.is_none() {
        return waiting_response(snapshot, uri.path());
    }
    match snapshot.look_up(uri.path()) {
        Lookup::File(path, file) => {
            let content_type = content_type(&path);
            if is_page(&content_type) {
                page_response(file, content_type, headers)
            } else {
                file_response(file, content_type, method, headers)
            }
        }
        Lookup::Folder => redirect_into_folder(uri),
        Lookup::NotFound => match snapshot.not_found_page() {
            Some(file) => {
                let html = inject::with_live_tag(file, PageRole::NotFound);
                let content_type = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
                (StatusCode::NOT_FOUND, no_cache(), content_type, html).into_response()
            }
            None => text_response(StatusCode::NOT_FOUND, "There is no such page.\n"),
        },
    }
}

/// The answer to a request for one of the preview's own scripts.
pub fn script_response(path: &str, method: &Method, headers: &HeaderMap) -> Response {
    match inject::script(path) {
        Some(file) => file_response(file, content_type(path), method, headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub fn text_response(status: StatusCode, text: impl Into<String>) -> Response {
    (status, no_cache(), text.into()).into_response()
}

fn page_response(file: &File, content_type: Mime, headers: &HeaderMap) -> Response {
    let version = format!("{}-{}", file.fingerprint(), inject::scripts_version());
    let Some(etag) = etag(&version) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if is_known(headers, &etag) {
        return not_modified(etag);
    }
    let html = inject::with_live_tag(file, PageRole::Found);
    with_file_headers(Response::new(Body::from(html)), etag, content_type)
}

fn file_response(
    file: &File,
    content_type: Mime,
    method: &Method,
    headers: &HeaderMap,
) -> Response {
    const SERVER_TIMING: &str = "server-timing";
    let Some(etag) = etag(&file.fingerprint().to_string()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if is_known(headers, &etag) {
        let mut response = not_modified(etag);
        response.headers_mut().insert(SERVER_TIMING, inject::fingerprint_timing(file));
        return response;
    }
    let body = Bytes::from_owner(SharedBytes(file.clone()));
    let total = body.len() as u64;
    let mut response = match requested_part(method, headers, &etag, total) {
        RequestedPart::Whole => Response::new(Body::from(body)),
        RequestedPart::Range(range) => {
            let bytes = body.slice(range.start as usize..range.end as usize);
            let mut response = (StatusCode::PARTIAL_CONTENT, bytes).into_response();
            if let Ok(range) = ContentRange::bytes(range, total) {
                response.headers_mut().typed_insert(range);
            }
            response
        }
        RequestedPart::Unsatisfiable => {
            let mut response = (StatusCode::RANGE_NOT_SATISFIABLE, no_cache()).into_response();
            response.headers_mut().typed_insert(ContentRange::unsatisfied_bytes(total));
            return response;
        }
    };
    response.headers_mut().typed_insert(AcceptRanges::bytes());
    response.headers_mut().insert(SERVER_TIMING, inject::fingerprint_timing(file));
    with_file_headers(response, etag, content_type)
}

/// The answer to all requests before there is a site: pages say why, and become real by themselves.
fn waiting_response(snapshot: &Snapshot, path: &str) -> Response {
    let name = path.rsplit('/').next().unwrap_or_default();
    let status = StatusCode::SERVICE_UNAVAILABLE;
    if name.contains('.') && !is_page(&content_type(name)) {
        return text_response(status, "There is no site yet.\n");
    }
    let csp = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'self'; \
               connect-src 'self'";
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, csp),
        (header::RETRY_AFTER, "1"),
    ];
    let html = inject::waiting_page(snapshot.problems.as_deref());
    (status, no_cache(), headers, html).into_response()
}

/// To the same address with a slash at its end. An address that finds a folder begins with one slash
/// only, so this cannot lead to another host.
fn redirect_into_folder(uri: &Uri) -> Response {
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    let location = [(header::LOCATION, format!("{}/{query}", uri.path()))];
    (StatusCode::TEMPORARY_REDIRECT, no_cache(), location).into_response()
}

/// Browsers have to ask again each time: what a preview shows may be outdated within a second.
fn no_cache() -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))]
}

fn with_file_headers(mut response: Response, etag: ETag, content_type: Mime) -> Response {
    let headers = response.headers_mut();
    headers.extend(no_cache());
    headers.typed_insert(etag);
    headers.typed_insert(ContentType::from(content_type));
    response
}

/// The type of a file by its name. All text that ladderbook writes is UTF-8, and what it copies most
/// likely is.
fn content_type(path: &str) -> Mime {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = guess.type_() == mime_guess::mime::TEXT
        || ["application/json", "application/javascript", "application/xml", "image/svg+xml"]
            .contains(&guess.essence_str());
    let with_charset = format!("{}; charset=utf-8", guess.essence_str());
    if is_text { with_charset.parse().unwrap_or(guess) } else { guess }
}

fn is_page(content_type: &Mime) -> bool {
    content_type.essence_str() == "text/html"
}

fn etag(version: &str) -> Option<ETag> {
    format!("\"{version}\"").parse().ok()
}

fn is_known(headers: &HeaderMap, etag: &ETag) -> bool {
    headers.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(etag))
}

fn not_modified(etag: ETag) -> Response {
    let mut response = (StatusCode::NOT_MODIFIED, no_cache()).into_response();
    response.headers_mut().typed_insert(etag);
    response
}

/// The part of a file that is asked for.
#[derive(Debug, PartialEq, Eq)]
enum RequestedPart {
    Whole,
    Range(Range<u64>),
    /// A range that lies beyond the end of the file.
    Unsatisfiable,
}

fn requested_part(method: &Method, headers: &HeaderMap, etag: &ETag, total: u64) -> RequestedPart {
    let is_same_file =
        headers.typed_get::<IfRange>().is_none_or(|it| !it.is_modified(Some(etag), None));
    match headers.typed_get::<headers::Range>() {
        Some(range) if method == Method::GET && is_same_file => part(&range, total),
        _ => RequestedPart::Whole,
    }
}

/// The one range that a header asks for. A server may ignore a header (RFC 9110, section 14.2); this
/// one does where several ranges are asked for, or none that can be understood.
fn part(requested: &headers::Range, total: u64) -> RequestedPart {
    // How many there are does not depend on the size of the file.
    if requested.satisfiable_ranges(u64::MAX).count() != 1 {
        return RequestedPart::Whole;
    }
    let range = match requested.satisfiable_ranges(total).next() {
        Some((Bound::Included(first), Bound::Included(last))) if first <= last => {
            first..last.saturating_add(1).min(total)
        }
        Some((Bound::Included(first), Bound::Unbounded)) => first..total,
        Some(_) => return RequestedPart::Whole,
        // Only a suffix depends on the size. One that is longer than the file is all of the file.
        None => 0..total,
    };
    if range.is_empty() { RequestedPart::Unsatisfiable } else { RequestedPart::Range(range) }
}

/// Lets a body share the bytes of a file, so that they are not copied to be sent.
struct SharedBytes(File);

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Method, header};

    use super::{RequestedPart, content_type, etag, requested_part};

    /// What a `GET` with these headers gets of a file of so many bytes.
    fn part_of(total: u64, headers: &[(header::HeaderName, &str)]) -> RequestedPart {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
            .collect();
        requested_part(&Method::GET, &headers, &etag("current").unwrap(), total)
    }

    fn range_of(total: u64, range: &str) -> RequestedPart {
        part_of(total, &[(header::RANGE, range)])
    }

    #[test]
    fn one_range_is_cut_to_what_the_file_has() {
        for (range, expected) in [
            ("bytes=0-9", 0..10),
            ("bytes=0-0", 0..1),
            ("bytes= 5-9 ", 5..10),
            ("bytes=95-", 95..100),
            ("bytes=90-500", 90..100),
            ("bytes=0-18446744073709551615", 0..100),
            ("bytes=-5", 95..100),
            ("bytes=-100", 0..100),
            ("bytes=-500", 0..100),
            ("bytes=-18446744073709551615", 0..100),
        ] {
            assert_eq!(range_of(100, range), RequestedPart::Range(expected), "{range}");
        }
    }

    #[test]
    fn a_range_beyond_the_end_cannot_be_satisfied() {
        for range in ["bytes=100-", "bytes=100-200", "bytes=150-200", "bytes=-0"] {
            assert_eq!(range_of(100, range), RequestedPart::Unsatisfiable, "{range}");
        }
        for range in ["bytes=0-", "bytes=0-9", "bytes=-5", "bytes=-0"] {
            assert_eq!(
                range_of(0, range),
                RequestedPart::Unsatisfiable,
                "{range} of an empty file"
            );
        }
    }

    #[test]
    fn other_ranges_get_the_whole_file() {
        for range in [
            "bytes=0-1,5-6",
            "bytes=0-1,-5",
            "bytes=0-1,-500",
            "bytes=0-1,200-",
            "bytes=9-0",
            "bytes=",
            "bytes=-",
            "bytes=5",
            "bytes=a-b",
            "bytes=0x1-2",
            "bytes=99999999999999999999999-",
            "lines=0-1",
            "0-1",
        ] {
            assert_eq!(range_of(100, range), RequestedPart::Whole, "{range}");
        }
    }

    #[test]
    fn a_range_is_for_one_version_and_for_a_get() {
        let range = (header::RANGE, "bytes=0-9");
        for (version, expected) in
            [("\"current\"", RequestedPart::Range(0..10)), ("\"other\"", RequestedPart::Whole)]
        {
            let headers = [range.clone(), (header::IF_RANGE, version)];
            assert_eq!(part_of(100, &headers), expected, "{version}");
        }
        let headers =
            HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static("bytes=0-9"))]);
        let part = requested_part(&Method::HEAD, &headers, &etag("current").unwrap(), 100);
        assert_eq!(part, RequestedPart::Whole);
    }

    #[test]
    fn text_is_utf_8() {
        for (path, expected) in [
            ("a/b.css", "text/css; charset=utf-8"),
            ("b.svg", "image/svg+xml; charset=utf-8"),
            ("b.png", "image/png"),
            ("CNAME", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path).as_ref(), expected, "{path}");
        }
    }
}
