//! Prose with its markup for files that other programs read, with addresses from the root of the site.

use super::common::Link;
use super::context::{Notes, PageContext, Site};
use super::footnotes;
use super::glossary;
use super::level;
use super::markdown::html;
use super::placeholder;
use crate::handbook::{LevelIx, PageKey, Prose, Term, Tracked};
use crate::html::text;

/// Makes prose into HTML and Markdown that stands on no page. What is read is noted.
#[derive(Clone, Copy)]
pub struct Markup<'a> {
    html: PageContext<'a>,
    markdown: PageContext<'a>,
}

impl<'a> Markup<'a> {
    /// Markup of prose that is written for a page.
    pub fn new(site: &'a Site<'a>, notes: &'a Notes, page: PageKey) -> Self {
        let on = |page| PageContext::new(site, notes, page).without_term_marks();
        // The home page stands at the root.
        Self { html: on(PageKey::Home), markdown: on(page).as_markdown() }
    }

    /// The handbook whose prose it is.
    pub fn handbook(self) -> Tracked<'a> {
        self.html.handbook
    }

    /// Prose as Markdown without components. Addresses are full where book.toml has a base-url, else from the root
    /// of the site on.
    pub fn markdown(self, prose: &Prose) -> String {
        let markdown = html(self.markdown, prose).0;
        placeholder::fill_components(&markdown, |_| String::new()).trim().to_owned()
    }

    /// Links that the author of a level added, with such addresses.
    pub fn level_links(self, level: LevelIx) -> Vec<Link> {
        level::links(self.markdown, level)
    }

    /// Where to read more about a term.
    pub fn term_link(self, term: &Term) -> Option<String> {
        let link = term.link.as_ref()?;
        Some(glossary::more(self.markdown, link)?.href)
    }

    /// Prose as HTML without components; `None` if it is nothing but its words.
    pub fn html(self, prose: &Prose) -> Option<String> {
        if prose.is_plain() {
            return None;
        }
        let html = html(self.html, prose).0;
        let html = placeholder::fill_components(&html, |_| String::new());
        let html = footnotes::without(&html).trim_end().to_owned();
        (html != text(prose.text())).then_some(html)
    }
}
