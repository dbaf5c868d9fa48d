//! What the preview adds to the built site: its scripts, the tag that loads them, the page that waits
//! for a first site, and the fingerprints that the scripts compare.

use std::sync::LazyLock;

use axum::http::HeaderValue;

use crate::fingerprint::Fingerprint;
use crate::html;
use crate::tree::File;

/// The script that a page loads; it loads the others.
const LIVE_SCRIPT: &str = "/__ladderbook/live.js";

/// The scripts of an open page and their addresses.
static SCRIPTS: LazyLock<[(&str, File); 3]> = LazyLock::new(|| {
    [
        (LIVE_SCRIPT, include_str!("client/live.js")),
        ("/__ladderbook/overlay.js", include_str!("client/overlay.js")),
        ("/__ladderbook/idiomorph.js", include_str!("client/idiomorph.js")),
    ]
    .map(|(path, text)| (path, File::new(text.as_bytes())))
});

/// As what a page is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRole {
    /// The page of its address.
    Found,
    /// 404.html, at an address where there is nothing.
    NotFound,
}

/// A page with the tag that makes it follow the site. That tag is all that is served and not built.
pub fn with_live_tag(page: &File, role: PageRole) -> Vec<u8> {
    let missing = match role {
        PageRole::Found => "",
        PageRole::NotFound => " data-missing",
    };
    let fingerprint = page.fingerprint();
    let tag = format!(
        "<script type=\"module\" src=\"{LIVE_SCRIPT}\" data-page=\"{fingerprint}\"{missing}></script>"
    );
    inject(page.bytes(), &tag)
}

/// The page with a tag before the end of its body, or at its own end if its body is not ended.
fn inject(page: &[u8], tag: &str) -> Vec<u8> {
    const BODY_END: &[u8] = b"</body";
    let end = page.windows(BODY_END.len()).rposition(|it| it.eq_ignore_ascii_case(BODY_END));
    let (before, after) = page.split_at(end.unwrap_or(page.len()));
    [before, tag.as_bytes(), after].concat()
}

/// A version of the scripts. It is part of the ETag of a page, so that an update of ladderbook replaces
/// pages that a browser has kept.
pub fn scripts_version() -> String {
    format!("{:016x}", Fingerprint::of(&*SCRIPTS).short())
}

/// The value of `Server-Timing` that carries the fingerprint of a file. Scripts can read that header
/// without asking for the file again.
pub fn fingerprint_timing(file: &File) -> HeaderValue {
    HeaderValue::from_str(&format!("ladderbook;desc=\"{}\"", file.fingerprint()))
        .unwrap_or_else(|_| HeaderValue::from_static("ladderbook"))
}

/// The page for all addresses before there is a site. It needs no other file than the script.
pub fn waiting_page(problems: Option<&str>) -> String {
    let text = problems.unwrap_or("The first build is under way.\n");
    let escaped = html::text(text);
    include_str!("client/waiting.html")
        .replace("{script}", LIVE_SCRIPT)
        .replace("{problems}", &escaped)
}

/// The addresses of the scripts.
pub fn script_paths() -> impl Iterator<Item = &'static str> {
    SCRIPTS.iter().map(|(path, _)| *path)
}

/// The script at an address.
pub fn script(path: &str) -> Option<&'static File> {
    SCRIPTS.iter().find(|(known, _)| *known == path).map(|(_, file)| file)
}

#[cfg(test)]
mod tests {
    use super::{inject, waiting_page};

    #[test]
    fn a_tag_stands_at_the_end_of_the_last_body() {
        for (page, expected) in [
            ("<body>a</body>\n", "<body>aT</body>\n"),
            ("<body>a</BODY ></html>", "<body>aT</BODY ></html>"),
            ("<pre></body></pre></body>", "<pre></body></pre>T</body>"),
            ("<p>a", "<p>aT"),
            ("", "T"),
        ] {
            let injected = String::from_utf8(inject(page.as_bytes(), "T")).unwrap();
            assert_eq!(injected, expected, "{page}");
        }
        assert_eq!(inject(b"\xff</body", "T"), b"\xffT</body");
    }

    #[test]
    fn problems_are_shown_as_text() {
        let page = waiting_page(Some("error: <b> & \"c\" {script}"));
        assert!(page.contains(">error: &lt;b&gt; &amp; \"c\" {script}</pre>"), "{page}");
        assert!(waiting_page(None).contains("The first build is under way."));
    }
}
