//! Links of prose, as they are on the page that shows it.

use std::collections::HashMap;

use super::common::Link;
use super::context::PageContext;
use crate::diagnostic::Spanned;
use crate::handbook::level_names::Unresolved;
use crate::handbook::names::{Destination, LinkTarget, Names};
use crate::handbook::raw_html::{self, Rewriting};
use crate::handbook::{Heading, LinkKind, PageKey, ProseLink, THEME_PARTS};
use crate::tree::RelPath;

/// A link that an author wrote as a title and a target: a page, a file of content/, or an address. Its own address
/// is empty if this build leaves its target out.
pub fn of_author(cx: PageContext, title: &str, target: &Spanned<String>) -> Link {
    let href = match cx.names.author_link(cx.handbook, target, cx.page) {
        Ok(LinkTarget::Page(found)) => cx.href(found.page, found.anchor.as_deref()),
        Ok(LinkTarget::Asset(path)) => cx.file_href(&path),
        Err(Unresolved::Hidden(_)) => String::new(),
        Ok(LinkTarget::External) | Err(_) => target.value.clone(),
    };
    Link { title: title.to_owned(), href }
}

/// The address of a link that has been resolved; `None` if it leads nowhere, which has been reported.
pub fn href(cx: PageContext, link: &ProseLink) -> Option<String> {
    Some(match cx.names.link(cx.handbook, link, cx.page).ok()? {
        LinkTarget::External => link.target.clone().into_owned(),
        LinkTarget::Asset(path) => file_href(cx, link, &path),
        LinkTarget::Page(destination) => page_href(cx, link, &destination),
    })
}

/// The address of a file, with the query and the fragment of the link.
pub fn file_href(cx: PageContext, link: &ProseLink, path: &RelPath) -> String {
    let suffix = link.target.find(['?', '#']).map_or("", |at| &link.target[at..]);
    let is_path = matches!(link.kind, LinkKind::Plain | LinkKind::Image | LinkKind::Html);
    format!("{}{}", cx.file_href(path), if is_path { suffix } else { "" })
}

/// The address of a page, with the query of the link and what its fragment asks the browser to do.
pub fn page_href(cx: PageContext, link: &ProseLink, destination: &Destination) -> String {
    let anchor = destination.anchor.as_deref();
    let mut href = cx.href(destination.page, anchor);
    if !matches!(link.kind, LinkKind::Plain | LinkKind::Html) {
        return href;
    }
    let (path, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
    let is_here = destination.page == cx.page && path.is_empty() && !cx.is_print();
    if is_here && anchor.is_none() {
        href = "#top".to_owned();
    }
    if let Some((_, query)) = path.split_once('?').filter(|_| !href.starts_with('#')) {
        let at = href.find('#').unwrap_or(href.len());
        href.insert_str(at, &format!("?{query}"));
    }
    if let Some((_, directive)) = fragment.split_once(":~:") {
        let hash = if href.contains('#') { "" } else { "#" };
        href.push_str(&format!("{hash}:~:{directive}"));
    }
    href
}

/// The headings of a page of prose by their anchors, for links that were written for a forge.
pub type Headings<'a> = HashMap<&'a str, &'a Heading>;

/// The headings of the page; none where it is no page of prose, or stands among others.
pub fn headings<'a>(cx: PageContext<'a>) -> Headings<'a> {
    let is_meant = matches!(cx.page, PageKey::Page(_)) && !cx.is_print();
    let text = cx.handbook.handbook().text(cx.page).filter(|_| is_meant);
    let headings = text.into_iter().flat_map(|text| text.headings.iter());
    headings.map(|heading| (heading.anchor.as_str(), heading)).collect()
}

/// The anchor that a forge gives to a heading, for links from elsewhere; `None` if it is our own, or another
/// heading's.
pub fn forge_anchor(cx: PageContext, headings: &Headings, anchor: &str) -> Option<String> {
    let heading = headings.get(anchor)?;
    let is_taken =
        headings.contains_key(heading.forge.as_str()) || heading.forge.starts_with(THEME_PARTS);
    let is_free = !is_taken && !heading.forge.is_empty() && cx.note_anchor(&heading.forge);
    is_free.then(|| heading.forge.clone())
}

/// Whether a heading of prose has its anchor on the page: that of the file that it is written in, where nothing
/// else is called so. Other pages may show it more than once.
pub fn has_heading_anchor(cx: PageContext, anchor: &str, file: Option<&RelPath>) -> bool {
    is_page_of(cx, file) && !Names::has_own_anchor(cx.handbook, cx.page, anchor)
}

/// Whether a file is that of the page.
pub fn is_page_of(cx: PageContext, file: Option<&RelPath>) -> bool {
    file.and_then(|file| cx.names.page_of(file)) == Some(cx.page)
}

/// Raw HTML as it is on the page. Its anchors stand on the page of the file that it is written in, and only
/// once; where other pages show it, they would stand there as well.
pub fn html<'p>(
    cx: PageContext,
    html: &str,
    links: &mut impl Iterator<Item = ProseLink<'p>>,
    file: Option<&RelPath>,
) -> String {
    let is_own = is_page_of(cx, file);
    let html = raw_html::rewrite(html, &mut OnPage { cx, links, is_own });
    if !html.contains('<') {
        return html;
    }
    // What may be too wide scrolls by itself, also with the keyboard. A caption is a name.
    let [code, table] = ["code-block", "table"].map(|key| cx.messages.plain(key));
    let more: [(&str, &str, &str); 5] = [
        ("pre", "role", "group"),
        ("pre", "tabindex", "0"),
        ("pre", "aria-label", &code),
        ("table", "tabindex", "0"),
        ("table", "aria-label", &table),
    ];
    let has_caption = html.to_ascii_lowercase().contains("<caption");
    raw_html::with_attributes(&html, if has_caption { &more[..4] } else { &more })
}

/// What raw HTML becomes on a page.
struct OnPage<'a, 'l, L> {
    cx: PageContext<'a>,
    links: &'l mut L,
    is_own: bool,
}

impl<'p, L: Iterator<Item = ProseLink<'p>>> Rewriting for OnPage<'_, '_, L> {
    fn address(&mut self, _: &str) -> Option<String> {
        href(self.cx, &self.links.next()?)
    }

    fn anchor(&mut self, written: &str) -> Option<String> {
        // One that the page has anyway leads to what is called so.
        let is_taken = || Names::has_anchor(self.cx.handbook, self.cx.page, written);
        let is_free = self.is_own && !is_taken() && self.cx.note_anchor(written);
        is_free.then(|| self.cx.id(Some(written)))
    }

    fn reference(&mut self, written: &str) -> Option<String> {
        self.is_own.then(|| self.cx.id(Some(written)))
    }
}
