//! Pages that are mostly prose: guides and the glossary.

use super::pages::{GlossaryView, Link, PageCard, PageView, TermView};
use super::site::Site;
use crate::handbook::names::is_external;
use crate::handbook::{PageIx, PageKey, Special, Term};

/// A guide or another page; a section's index lists its pages.
pub fn page(site: Site, page: PageIx) -> PageView {
    let on = PageKey::Page(page);
    let it = &site.handbook[page];
    let inside = format!("{}/", it.address);
    let children = site.handbook.pages().filter(|(key, child)| {
        let rest = child.address.strip_prefix(&inside);
        it.is_index && *key != page && rest.is_some_and(|rest| !rest.contains('/'))
    });
    PageView {
        summary: it.summary.clone(),
        html: site.html(on, &it.prose),
        children: children
            .map(|(key, child)| PageCard {
                title: child.title.clone(),
                href: site.routes.href(on, PageKey::Page(key), None),
                summary: child.summary.clone(),
            })
            .collect(),
        status: it.status.name(),
    }
}

/// The terms in alphabetical order.
pub fn glossary(site: Site) -> GlossaryView {
    let special = site.handbook.special(Special::Glossary);
    GlossaryView {
        prose: special.map(|it| site.html(PageKey::Glossary, &it.prose)).unwrap_or_default(),
        terms: site.handbook.terms.iter().map(|it| term(site, it)).collect(),
    }
}

fn term(site: Site, term: &Term) -> TermView {
    TermView {
        term: term.term.clone(),
        aliases: term.aliases.clone(),
        anchor: site.routes.id(PageKey::Glossary, Some(&term.anchor())),
        html: site.html(PageKey::Glossary, &term.text),
        link: term.link.as_ref().and_then(|link| more(site, &link.value)),
    }
}

/// Where to read more; a reference that means nothing, which has been reported, is left out.
fn more(site: Site, link: &str) -> Option<Link> {
    if is_external(link) {
        return Some(Link { title: link.to_owned(), href: link.to_owned() });
    }
    let found = site.names.reference(site.handbook, link, PageKey::Glossary).ok()?;
    let href = site.routes.href(PageKey::Glossary, found.page, found.anchor.as_deref());
    Some(Link { title: found.title, href })
}
