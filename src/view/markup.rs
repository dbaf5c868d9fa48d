//! Prose with its markup for files that other programs read, with addresses from the root of the site.

use super::context::{Notes, PageContext, Site};
use super::footnotes;
use super::markdown::html;
use super::placeholder;
use crate::handbook::{PageKey, Prose, Tracked};
use crate::html::text;

/// Makes prose into HTML that stands on no page. What is read is noted.
#[derive(Clone, Copy)]
pub struct Markup<'a>(PageContext<'a>);

impl<'a> Markup<'a> {
    /// Markup for the handbook of a site.
    pub fn new(site: &'a Site<'a>, notes: &'a Notes) -> Self {
        // The home page stands at the root.
        Self(PageContext::new(site, notes, PageKey::Home).without_term_marks())
    }

    /// The handbook whose prose it is.
    pub fn handbook(self) -> Tracked<'a> {
        self.0.handbook
    }

    /// Prose as HTML without components; `None` if it is nothing but its words.
    pub fn html(self, prose: &Prose) -> Option<String> {
        let html = html(self.0, prose).0;
        let html = placeholder::fill_components(&html, |_| String::new());
        let html = footnotes::without(&html).trim_end().to_owned();
        (html != text(prose.text())).then_some(html)
    }
}
