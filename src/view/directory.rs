//! The pages of a site as plain data: what each is called and where its words come from.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, PageKey};
use crate::theme::Messages;
use crate::tree::RelPath;

/// What is known of each page of a site without making it.
pub struct Directory {
    entries: BTreeMap<PageKey, Entry>,
    /// What is known of a page that the site does not have.
    none: Entry,
}

/// What is known of a page.
#[derive(Default)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// The author's sentence about it; may be empty.
    pub summary: String,
    /// The file that an author would edit to change it.
    pub source: Option<RelPath>,
}

impl Directory {
    /// The directory of all pages with an address, and of the page for unknown addresses.
    pub fn new(handbook: &Handbook, config: &Config, routes: &Routes, messages: &Messages) -> Self {
        let pages = routes.pages().chain([PageKey::NotFound]);
        let entry = |page| Entry {
            title: title(handbook, config, messages, page),
            summary: summary(handbook, page),
            source: source(handbook, page),
        };
        Self { entries: pages.map(|page| (page, entry(page))).collect(), none: Entry::default() }
    }

    /// What is known of a page.
    pub fn entry(&self, page: PageKey) -> &Entry {
        self.entries.get(&page).unwrap_or(&self.none)
    }
}

fn title(handbook: &Handbook, config: &Config, messages: &Messages, page: PageKey) -> String {
    match page {
        PageKey::Home => config.title.clone(),
        PageKey::Track(track) => handbook[track].title.clone(),
        PageKey::Level(level) => handbook[level].label.clone(),
        PageKey::Competency(competency) => handbook[competency].title.clone(),
        PageKey::Page(page) => handbook[page].title.clone(),
        PageKey::Compare(from, to) => {
            let [from, to] = [from, to].map(|level| &handbook[level].label);
            let title = messages.get("compare-title", &[("from", from), ("to", to)]);
            title.unwrap_or_else(|| format!("{from} – {to}"))
        }
        page => {
            let written = handbook.text(page).and_then(|text| text.title.clone());
            written.unwrap_or_else(|| messages.plain(page.kind().title))
        }
    }
}

fn summary(handbook: &Handbook, page: PageKey) -> String {
    match page {
        PageKey::Track(track) => handbook[track].summary.clone(),
        PageKey::Level(level) => handbook[level].summary.clone(),
        PageKey::Competency(competency) => handbook[competency].summary.clone(),
        PageKey::Compare(..) => String::new(),
        page => handbook.text(page).map(|text| text.summary.clone()).unwrap_or_default(),
    }
}

fn source(handbook: &Handbook, page: PageKey) -> Option<RelPath> {
    let text = handbook.text(page).map(|text| &text.file);
    let source = match page {
        PageKey::Level(level) => Some(&handbook[level].file),
        PageKey::Competency(competency) => text.or(Some(&handbook[competency].place.path)),
        PageKey::Glossary => handbook.terms.first().map(|term| &term.place.path).or(text),
        _ => text,
    };
    source.cloned()
}
