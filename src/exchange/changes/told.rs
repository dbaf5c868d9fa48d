//! Changes with what is needed to write them down.

use crate::handbook::changes::{Changes, Weight};
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, PageKey};

/// How a revision is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// What the user calls it: `v1`, `HEAD`, `working tree`.
    pub name: String,
    /// The id of its commit; `None` for the working tree.
    pub commit: Option<String>,
    /// The day of the commit: `2026-03-01`.
    pub date: Option<String>,
}

/// Changes with what is needed to write them down.
#[derive(Clone, Copy)]
pub struct Told<'a, 'h> {
    pub changes: &'a Changes<'h>,
    /// The title of the book, as it is in the later revision.
    pub title: &'a str,
    /// How the revisions are called.
    pub sides: &'a [Side; 2],
    /// Whether any source of the two differs.
    pub differs: bool,
    /// The later revision.
    pub handbook: &'h Handbook,
    pub routes: &'a Routes,
}

impl Told<'_, '_> {
    /// What is proposed for the version: that of the weightiest change. Files that differ in nothing that the
    /// ladder says are a patch.
    pub fn weight(&self) -> Option<Weight> {
        self.changes.weight().or(self.differs.then_some(Weight::Patch))
    }

    /// The address of a page in full, if it is known where the site is published.
    pub fn address(&self, page: Option<PageKey>) -> Option<String> {
        page.filter(|page| self.routes.has(*page)).and_then(|page| self.routes.canonical(page))
    }
}
