//! The sections of a site, which all pages name.

use std::collections::HashMap;

use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, PageKey};

/// The sections of a site.
pub struct Sections {
    /// Those that the navigation lists: levels, matrix, comparisons, competencies, the sections and pages at
    /// the top of content/, the glossary, the gap sheet, calibration.
    pub top: Vec<PageKey>,
    /// Sections and pages at the top of content/ that it has no room for; the home page lists them.
    pub further: Vec<PageKey>,
    /// The index page of each folder that has one.
    pub indices: HashMap<String, PageKey>,
}

/// How many sections and pages of the author's own the navigation lists. Each page has it: with one entry for each of
/// thousands of pages a site would grow with their square. It is more than a reader looks through.
const OWN: usize = 30;

impl Sections {
    /// The sections of a handbook.
    pub fn new(handbook: &Handbook, routes: &Routes) -> Self {
        let generated =
            [PageKey::Levels, PageKey::Matrix, PageKey::Comparisons, PageKey::Competencies];
        let own = handbook.pages().filter(|(_, page)| !page.address.contains('/'));
        let own = own.map(|(page, _)| PageKey::Page(page)).filter(|page| routes.has(*page));
        let mut own: Vec<PageKey> = own.collect();
        let further = own.split_off(own.len().min(OWN));
        let top = generated
            .into_iter()
            .chain(own)
            .chain([PageKey::Glossary, PageKey::Review, PageKey::Calibrate])
            .filter(|page| routes.has(*page));
        let indices = handbook.pages().filter(|(_, page)| page.is_index);
        Self {
            top: top.collect(),
            further,
            indices: indices
                .map(|(key, page)| (page.address.clone(), PageKey::Page(key)))
                .collect(),
        }
    }
}
