//! The glossary, guides, and lists of criteria and comparisons as Markdown.

use super::document::{Document, link, link_to};
use super::level;
use super::words::Words;
use crate::view::{ComparisonsTwin, CriteriaEntry, CriteriaView, GlossaryView, PageView, escaped};

pub fn glossary(document: &mut Document, words: &Words, glossary: &GlossaryView) {
    document.prose(&glossary.prose);
    for it in &glossary.terms {
        document.heading(2, &(escaped(&it.term) + &words.internal(it.internal)));
        if !it.aliases.is_empty() {
            let comma = format!("{} ", words.plain("comma"));
            let aliases = escaped(&it.aliases.join(&comma));
            document.block(&format!("{} {aliases}", words.label("also-called")));
        }
        document.prose(&it.html);
        document.block(&it.link.as_ref().map(link).unwrap_or_default());
    }
}

/// A guide or another page, with the list of its section.
pub fn page(document: &mut Document, words: &Words, page: &PageView) {
    document.words(&page.summary);
    level::status(document, words, page.status, None);
    document.prose(&page.html);
    for it in &page.children {
        let title = link_to(&it.title, &it.href) + &words.internal(it.internal);
        document.item(&match it.summary.as_str() {
            "" => title,
            summary => format!("{} {}", words.labelled(&title), escaped(summary)),
        });
    }
}

/// All criteria by their ids, or where their parts are.
pub fn criteria(document: &mut Document, words: &Words, view: &CriteriaView) {
    document.prose(&view.prose);
    for entry in view.letters.iter().flat_map(|it| &it.entries) {
        document.item(&criterion(words, entry));
    }
    for range in &view.ranges {
        let last = format!(" – {}", escaped(&range.last));
        document.item(&(link(&range.first) + &last));
    }
}

fn criterion(words: &Words, entry: &CriteriaEntry) -> String {
    if !entry.today.is_empty() {
        return format!("{} {}", words.labelled(&escaped(&entry.id)), escaped(&entry.today));
    }
    let id = words.labelled(&link_to(&entry.id, &entry.place.href));
    format!("{id} {}{}", escaped(&entry.text), words.internal(entry.internal))
}

/// The comparisons that are pages.
pub fn comparisons(document: &mut Document, view: &ComparisonsTwin) {
    document.prose(&view.prose);
    view.pairs.iter().for_each(|it| document.item(&link(it)));
}
