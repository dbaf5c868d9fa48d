//! The glossary.

use serde::Serialize;

use super::common::{Html, Link};
use super::context::PageContext;
use super::markdown::{html, own_prose};
use crate::diagnostic::Spanned;
use crate::handbook::Term;
use crate::handbook::url::is_external;

/// `glossary`: the terms in alphabetical order.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlossaryView {
    /// Text of glossary.md, if there is one.
    pub prose: Html,
    /// The terms.
    pub terms: Vec<TermView>,
}

/// One term.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermView {
    /// The term.
    pub term: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// Anchor on the glossary's page.
    pub anchor: String,
    /// Anchors that it had before.
    pub old_anchors: Vec<String>,
    /// What it means.
    pub html: Html,
    /// Where to read more.
    pub link: Option<Link>,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// The terms in alphabetical order.
pub fn view(cx: PageContext) -> GlossaryView {
    GlossaryView {
        prose: own_prose(cx),
        terms: cx.handbook.terms.iter().map(|it| term(cx, it)).collect(),
    }
}

fn term(cx: PageContext, term: &Term) -> TermView {
    TermView {
        term: term.term.clone(),
        aliases: term.aliases.clone(),
        anchor: cx.id(Some(&term.anchor())),
        old_anchors: term.old_anchors().map(|anchor| cx.id(Some(&anchor))).collect(),
        html: html(cx, &term.text),
        link: term.link.as_ref().and_then(|link| more(cx, link)),
        internal: term.internal,
    }
}

/// Where to read more; a reference that means nothing, which has been reported, is left out.
pub fn more(cx: PageContext, link: &Spanned<String>) -> Option<Link> {
    if is_external(&link.value) {
        return Some(Link { title: link.value.clone(), href: link.value.clone() });
    }
    let found = cx.names.reference(cx.handbook, &link.value, &link.place, cx.page).ok()?;
    let href = cx.href(found.page, found.anchor.as_deref());
    Some(Link { title: found.title, href })
}
