//! Editions, and what the pages of one say of the others.

use std::collections::BTreeMap;

use crate::handbook::ix::LevelIx;
use crate::handbook::page::PageKey;

/// A handbook as it stood in a revision, under a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    pub name: String,
    /// The day from which it is in force.
    pub in_force: String,
    /// The day from which the next edition is in force; `None` if there is none.
    pub until: Option<String>,
    /// What readers should know about it; may be empty.
    pub note: String,
    /// The day of its commit.
    pub day: String,
    /// The folder of its site.
    pub folder: String,
}

/// What the pages of an edition say of it, and where they lead beside it. Addresses are those from the root of
/// today's site on, without `/` in front.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditionOf {
    pub edition: Edition,
    /// The home page of today.
    pub home: String,
    /// The list of editions.
    pub editions: String,
    /// Where a page of the edition stands today, if it does.
    pub today: BTreeMap<PageKey, String>,
    /// Where a level stands in other editions, in their order.
    pub levels: BTreeMap<LevelIx, Vec<Elsewhere>>,
}

/// A level in another edition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Elsewhere {
    /// The name of the edition.
    pub edition: String,
    pub address: String,
}
