//! Markdown twins: what a page says, as Markdown that stands alone. Inheritance and steps are resolved, components
//! are text, links hold wherever it is read; there is no navigation.

use std::borrow::Cow;
use std::sync::Arc;

mod document;
mod words;
mod cells;
mod level;
mod ladder;
mod competency;
mod lists;
mod components;

use self::document::{Document, dotted, link};
use self::words::Words;
use super::comparison::{ComparisonFormat, comparison};
use crate::handbook::PageKey;
use crate::handbook::compare::Comparison;
use crate::view::{
    self, CompareTwin, Notes, Part, Shown, Site, TwinPartView, TwinView, escaped, fill_components,
};

/// A page as Markdown, without its parts; `None` if it is of a kind that has none. What is read is noted. `known` is
/// what [`view::Comparisons`] has on it.
pub fn twin(
    site: &Site,
    notes: &Notes,
    page: PageKey,
    known: &[Arc<Comparison>],
) -> Option<String> {
    let twin = view::twin(site, notes, page, known)?;
    let words = &Words::new(site.messages);
    let mut document = Document::of_page();
    document.heading(1, &(escaped(&twin.title) + &words.internal(twin.internal)));
    match &twin.view {
        TwinView::Home(it) => ladder::home(&mut document, words, it),
        TwinView::Levels(it) => ladder::levels(&mut document, words, it),
        TwinView::Track(it) => ladder::track(&mut document, words, it),
        TwinView::Level(it) => level::level(&mut document, words, it),
        TwinView::Competencies(it) => competency::list(&mut document, words, it),
        TwinView::Competency(it) => competency::head(&mut document, words, it),
        TwinView::Criteria(it) => lists::criteria(&mut document, words, it),
        TwinView::Matrix(it) => ladder::matrices(&mut document, it),
        TwinView::Comparisons(it) => lists::comparisons(&mut document, it),
        TwinView::Compare(it) => compared(&mut document, site, notes, it, known.first()?),
        TwinView::Glossary(it) => lists::glossary(&mut document, words, it),
        TwinView::Page(it) => lists::page(&mut document, words, it),
    }
    Some(filled(document.finish(), words, &twin.components))
}

/// A part of a page as Markdown.
pub fn twin_part(site: &Site, notes: &Notes, part: Part) -> Option<String> {
    let part = view::twin_part(site, notes, part)?;
    let words = &Words::new(site.messages);
    let mut document = Document::default();
    match &part.view {
        TwinPartView::Grade(it) => competency::grade(&mut document, words, it),
        TwinPartView::Track(it) => competency::track(&mut document, words, it),
        TwinPartView::Matrix(it) => ladder::matrix_part(&mut document, words, it),
    }
    Some(filled(document.finish(), words, &part.components))
}

/// A page with its parts, as one text.
pub fn whole_twin<'t>(page: String, parts: impl IntoIterator<Item = &'t str>) -> String {
    parts.into_iter().fold(page, |page, part| page + "\n" + part)
}

/// Markdown with what its placeholders for components stand for. What one shows may hold another.
fn filled(markdown: String, words: &Words, components: &[Option<Shown>]) -> String {
    let mut markdown = markdown;
    for _ in 0..NESTED {
        let shown = |number: usize| {
            let shown = components.get(number).and_then(Option::as_ref);
            shown.map(|it| components::text(words, it)).unwrap_or_default()
        };
        match fill_components(&markdown, shown) {
            Cow::Borrowed(_) => break,
            Cow::Owned(filled) => markdown = filled,
        }
    }
    markdown
}

/// How deep components may stand in what components show. A criterion that calls itself ends there.
const NESTED: usize = 4;

/// Two levels, with what differs as `ladderbook compare --format markdown` tells it.
fn compared(
    document: &mut Document,
    site: &Site,
    notes: &Notes,
    it: &CompareTwin,
    differences: &Comparison,
) {
    let words = &Words::new(site.messages);
    let kind = match it.kind {
        "" => String::new(),
        kind => words.plain(&format!("move-{kind}")),
    };
    let [from, to] = &it.links;
    document.block(&dotted(&[format!("{} → {}", link(from), link(to)), kind]));
    document.words(&it.note);
    document.prose(&it.prose);
    let handbook = site.handbook.tracked(&notes.reads);
    let format = ComparisonFormat::Markdown;
    document.block(&comparison(handbook, site.messages, differences, format));
}
