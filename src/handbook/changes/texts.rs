//! Prose beside the criteria.

use super::change::{Change, What};
use super::fields;
use super::weight::Weight;
use super::wording::{self, Wording};
use crate::handbook::likeness::Language;
use crate::handbook::prose::Prose;
use crate::handbook::text::PageText;

/// How some prose differs; `None` if it does not. `part` says what it is the text of.
pub fn prose<'h>(
    part: &str,
    before: &Prose,
    after: &Prose,
    language: Language,
) -> Option<Change<'h>> {
    of_wording(part, wording::plain(before, after, language))
}

/// How several pieces of prose differ that stand one after the other.
pub fn pieces<'h>(
    part: &str,
    before: &[&Prose],
    after: &[&Prose],
    language: Language,
) -> Option<Change<'h>> {
    if before.len() != after.len() {
        return Some(changed(part));
    }
    let wordings =
        before.iter().zip(after).map(|(one, other)| wording::plain(one, other, language));
    of_wording(part, wordings.max().unwrap_or(Wording::Same))
}

/// That some prose says something else.
pub fn changed<'h>(part: &str) -> Change<'h> {
    let what = What::Prose { part: part.to_owned(), wording: Wording::Reworded };
    Change::new(Weight::Minor, what)
}

fn of_wording<'h>(part: &str, wording: Wording) -> Option<Change<'h>> {
    match wording {
        Wording::Same => None,
        Wording::Typography => {
            Some(Change::new(Weight::Patch, What::Prose { part: part.to_owned(), wording }))
        }
        _ => Some(changed(part)),
    }
}

/// How what an author wrote for a page in a file of its own differs.
pub fn of_page<'h>(
    part: &str,
    before: Option<&PageText>,
    after: Option<&PageText>,
    language: Language,
) -> Vec<Change<'h>> {
    let (before, after) = match (before, after) {
        (None, None) => return Vec::new(),
        // A title and a summary come along with a page that is new.
        (None, Some(_)) | (Some(_), None) => return vec![changed(part)],
        (Some(before), Some(after)) => (before, after),
    };
    let title = |it: &PageText| it.title.clone().unwrap_or_default();
    let named = |name: &str| match part {
        "" => name.to_owned(),
        part => format!("{name} of the {part}"),
    };
    let changes = [
        fields::value(&named("title"), &title(before), &title(after)),
        fields::value(&named("summary"), &before.summary, &after.summary),
        prose(part, &before.prose.0, &after.prose.0, language),
    ];
    changes.into_iter().flatten().collect()
}
