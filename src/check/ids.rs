//! The rule about ids of criteria.

use std::collections::BTreeMap;

use super::context::Context;
use crate::diagnostic::{Attribute, Code, Diagnostic, Diagnostics, Spanned};
use crate::handbook::Criterion;
use crate::tree::RelPath;

/// How many places are shown of a file, besides the first one.
const SHOWN: usize = 2;

/// Criteria whose ids follow from their words: one report a file.
pub fn unpinned(context: Context, diagnostics: &mut Diagnostics) {
    let mut by_file: BTreeMap<&RelPath, Vec<&Criterion>> = BTreeMap::new();
    for criterion in context.handbook.criteria().filter(|it| !it.pinned && !it.id.is_empty()) {
        by_file.entry(&criterion.place.path).or_default().push(criterion);
    }
    diagnostics.extend(by_file.values().filter_map(|found| unpinned_in_file(found)));
}

fn unpinned_in_file(criteria: &[&Criterion]) -> Option<Diagnostic> {
    let (first, others) = criteria.split_first()?;
    let message = match criteria.len() {
        1 => "the id of a criterion follows from its words, and is lost with them".to_owned(),
        count => {
            format!("the ids of {count} criteria follow from their words, and are lost with them")
        }
    };
    let mut diagnostic = Diagnostic::new(Code::UnpinnedId, message)
        .at(first.place.clone())
        .help(format!("write it down: `{{#{}}}`", first.id))
        .help("`ladderbook ids --write` writes down all of them");
    for other in others.iter().take(SHOWN) {
        diagnostic = diagnostic.related(other.place.clone(), "here as well");
    }
    diagnostic.repeats = others.iter().map(|it| (it.place.clone(), None)).collect();
    let id = |it: &&Criterion| Spanned {
        value: Attribute::Id(it.id.to_string()),
        place: it.place_of_attributes(),
    };
    diagnostic.additions = criteria.iter().map(id).collect();
    Some(diagnostic)
}
