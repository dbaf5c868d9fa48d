//! Single values: what they were and what they are.

use super::change::{Change, Name, What};
use super::weight::Weight;
use super::wording::{self, Wording};

/// The change of a value that requires nothing by itself; `None` if it did not change.
pub fn value<'h>(name: &str, from: &str, to: &str) -> Option<Change<'h>> {
    let weight = match wording::of_lines(from, to) {
        Wording::Same => return None,
        Wording::Typography => Weight::Patch,
        _ => Weight::Minor,
    };
    let what = What::Value { name: name.to_owned(), from: from.to_owned(), to: to.to_owned() };
    Some(Change::new(weight, what))
}

/// The change of a name that references use.
pub fn renamed<'h>(from: &str, to: &str) -> Option<Change<'h>> {
    let what = || What::Renamed { from: from.to_owned(), to: to.to_owned() };
    (from != to).then(|| Change::new(Weight::Minor, what()))
}

/// The change of who sees something.
pub fn visibility<'h>(from: bool, to: bool) -> Option<Change<'h>> {
    let word = |is_internal| if is_internal { "internal" } else { "public" };
    value("visibility", word(from), word(to))
}

/// The change of a rule: more is required under it, or less.
pub fn rule<'h>(name: &'static str, from: String, to: String, is_more: bool) -> Option<Change<'h>> {
    let weight = if is_more { Weight::Major } else { Weight::Minor };
    (from != to).then(|| Change::new(weight, What::Rule { name, from, to }))
}

/// A name of these two parts.
pub fn name(id: &str, title: &str) -> Name {
    Name { id: id.to_owned(), title: title.to_owned() }
}
