//! Guides and other pages of text.

use serde::Serialize;

use super::common::Html;
use super::context::PageContext;
use super::markdown::own_prose;
use crate::handbook::{Page, PageIx, PageKey};

/// `page`: a guide or another page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// Summary of the page; may be empty.
    pub summary: String,
    /// Text of the page.
    pub html: Html,
    /// Pages of the section, where the page is a section's index.
    pub children: Vec<PageCard>,
    /// Whether the page is a draft or internal: `active`, `draft`, `retired`.
    pub status: &'static str,
}

/// A page in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageCard {
    /// Title of the page.
    pub title: String,
    /// Relative address.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// A guide or another page; a section's index lists its pages.
pub fn view(cx: PageContext, page: PageIx) -> PageView {
    let it = &cx.handbook[page];
    PageView {
        summary: it.summary.clone(),
        html: own_prose(cx),
        children: if it.is_index { children(cx, page) } else { Vec::new() },
        status: it.status.name(),
    }
}

/// The pages of the section whose index this is.
fn children(cx: PageContext, index: PageIx) -> Vec<PageCard> {
    let inside = format!("{}/", cx.handbook[index].address);
    let children = cx.handbook.handbook().pages().filter(|(key, child)| {
        let rest = child.address.strip_prefix(&inside);
        *key != index && rest.is_some_and(|rest| !rest.contains('/'))
    });
    let card = |(key, child): (PageIx, &Page)| PageCard {
        title: child.title.clone(),
        href: cx.href(PageKey::Page(key), None),
        summary: child.summary.clone(),
        internal: child.internal,
    };
    children.map(card).collect()
}
