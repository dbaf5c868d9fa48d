//! All ids of a handbook, with their places and addresses.

use crate::diagnostic::Place;
use crate::handbook::routes::Routes;
use crate::handbook::{Criterion, Handbook, PageKey, criterion_anchor};

/// One id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The id itself.
    pub id: String,
    /// Ids that it had before.
    pub was: Vec<String>,
    /// Whether its author wrote it.
    pub pinned: bool,
    /// Where its criterion stands.
    pub place: Place,
    /// Where it is shown, from the root of the site; empty for a criterion of a step, which each level shows
    /// that is expected to take it.
    pub address: String,
}

/// The ids of all criteria: those of levels, in their order, then those of steps.
pub fn list(handbook: &Handbook, routes: &Routes) -> Vec<Line> {
    let tracked = handbook.untracked();
    let line = |it: &Criterion| Line {
        id: it.id.to_string(),
        was: it.was().to_vec(),
        pinned: it.pinned,
        place: it.place.clone(),
        address: match tracked.criterion(&it.id) {
            Some((level, _)) if handbook.has_page(level) => {
                format!("{}#{}", routes.url(PageKey::Level(level)), criterion_anchor(&it.id))
            }
            _ => String::new(),
        },
    };
    handbook.untracked().criteria().map(line).collect()
}
