//! The glossary, guides, and lists of criteria and comparisons as Markdown.

use super::document::{Document, link, link_to, push_link};
use super::level;
use super::words::Words;
use crate::view::{
    ComparisonsTwin, CriteriaLine, CriteriaTwin, GlossaryView, PageView, escaped, push_escaped,
};

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
pub fn criteria(document: &mut Document, words: &Words, list: &CriteriaTwin) {
    document.prose(&list.prose);
    for line in &list.lines {
        document.item(&criterion(words, line));
    }
    for range in &list.ranges {
        let last = format!(" – {}", escaped(&range.last));
        document.item(&(link(&range.first) + &last));
    }
}

fn criterion(words: &Words, line: &CriteriaLine) -> String {
    if !line.today.is_empty() {
        return format!("{} {}", words.labelled(&escaped(line.id)), escaped(line.today));
    }
    // There are hundreds of thousands.
    let length = line.id.len() + line.href.len() + line.text.len();
    let mut item = String::with_capacity(length + "[]():  ".len());
    push_link(&mut item, line.id, &line.href);
    words.push_colon(&mut item);
    item.push(' ');
    push_escaped(&mut item, line.text);
    item.push_str(&words.internal(line.internal));
    item
}

/// The comparisons that are pages.
pub fn comparisons(document: &mut Document, view: &ComparisonsTwin) {
    document.prose(&view.prose);
    view.pairs.iter().for_each(|it| document.item(&link(it)));
}
