//! Where scripts of a page find what the handbook says.

use super::context::PageContext;
use crate::handbook::routes::WORDS;
use crate::tree::RelPath;

/// The address of the exported handbook; where that would be too much to load, of the index of its parts.
pub fn data_href(cx: PageContext) -> String {
    href(cx, cx.routes().data_of_pages())
}

/// The address of the words of all criteria; empty where each part has its own.
pub fn words_href(cx: PageContext) -> String {
    if cx.routes().has_parts() { String::new() } else { href(cx, WORDS) }
}

fn href(cx: PageContext, file: &str) -> String {
    RelPath::new(file).map(|path| cx.file_href(&path)).unwrap_or_default()
}
