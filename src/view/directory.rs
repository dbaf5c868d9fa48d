//! The pages of a site as plain data: what each is called and where its words come from.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::handbook::catalogue::Catalogue;
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, PageKey, Tracked};
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
    /// Its title, which [`Directory::title`] gives.
    title: String,
    /// The author's sentence about it; may be empty.
    pub summary: String,
    /// The file that an author would edit to change it.
    pub source: Option<RelPath>,
}

impl Directory {
    /// The directory of all pages with an address, and of the page for unknown addresses.
    pub fn new(
        handbook: &Handbook,
        config: &Config,
        catalogue: &Catalogue,
        routes: &Routes,
        messages: &Messages,
    ) -> Self {
        let pages = routes.pages().chain([PageKey::NotFound]);
        let entry = |page| Entry {
            title: match page {
                PageKey::CriteriaPart(part) => title_of_part(catalogue, messages, part),
                page => title(handbook, config, messages, page),
            },
            summary: summary(handbook, page),
            source: source(handbook, page),
        };
        Self { entries: pages.map(|page| (page, entry(page))).collect(), none: Entry::default() }
    }

    /// The title of a page. What it is made from is noted.
    pub fn title<'d>(&'d self, handbook: Tracked<'d>, page: PageKey) -> &'d str {
        match page {
            PageKey::Level(level) => return handbook.label(level),
            PageKey::Compare(from, to) => drop([from, to].map(|level| handbook.label(level))),
            _ => {}
        }
        &self.entry(page).title
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
        PageKey::Level(level) => handbook.untracked().label(level).to_owned(),
        PageKey::Competency(competency) => handbook[competency].title.clone(),
        PageKey::Page(page) => handbook[page].title.clone(),
        PageKey::Compare(from, to) => {
            let [from, to] = [from, to].map(|level| handbook.untracked().label(level));
            let title = messages.get("compare-title", &[("from", from), ("to", to)]);
            title.unwrap_or_else(|| format!("{from} – {to}"))
        }
        page => {
            let written = handbook.text(page).and_then(|text| text.title.clone());
            written.unwrap_or_else(|| messages.plain(page.kind().title))
        }
    }
}

/// The first and the last id of a part of the list of criteria.
fn title_of_part(catalogue: &Catalogue, messages: &Messages, part: usize) -> String {
    let (first, last) = catalogue.ends(part).unwrap_or_default();
    let title = messages.get("criteria-range", &[("from", first), ("to", last)]);
    title.unwrap_or_else(|| format!("{first} – {last}"))
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
