//! Terms of the glossary in prose: each is marked where a page first uses it.
//!
//! A mark is a link to the glossary, and its explanation stands once at the end of the page. Marked is what
//! is read as text: home page, tracks, levels, competencies and guides. What shows the same words in small
//! pieces, over and over, is not: matrices, comparisons, the parts of large pages, the page for paper.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Mutex;

use super::pages::TermNote;
use super::site::Site;
use crate::handbook::{Handbook, PageKey, TermIx};

/// The terms by the words that they are known by.
pub struct Terms {
    /// For the first word of each name, in lower case, the names that start with it, the longest first.
    names: BTreeMap<String, Vec<(String, TermIx)>>,
}

impl Terms {
    /// The terms of a handbook. A name that does not start with a letter or digit is never found.
    pub fn new(handbook: &Handbook) -> Self {
        let mut names: BTreeMap<String, Vec<(String, TermIx)>> = BTreeMap::new();
        for (term, it) in handbook.terms() {
            for name in std::iter::once(&it.term).chain(&it.aliases) {
                let name = name.trim().to_lowercase();
                let first = first_word(&name).to_owned();
                if !first.is_empty() {
                    names.entry(first).or_default().push((name, term));
                }
            }
        }
        for names in names.values_mut() {
            names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
        Self { names }
    }

    /// Where names stand in a text: whole words, whatever their case; the longest name wins.
    fn find(&self, text: &str) -> Vec<(Range<usize>, TermIx)> {
        let mut found = Vec::new();
        let mut word = String::new();
        let mut at = 0;
        while let Some(skipped) = text[at..].find(char::is_alphanumeric) {
            let start = at + skipped;
            let first = first_word(&text[start..]);
            word.clear();
            word.extend(first.chars().flat_map(char::to_lowercase));
            let name = self.names.get(&word).filter(|_| starts_word(&text[..start]));
            let end = name.into_iter().flatten().find_map(|(name, term)| {
                let end = start + spelled(&text[start..], name)?;
                ends_word(&text[end..]).then_some((end, *term))
            });
            at = match end {
                Some((end, term)) => {
                    found.push((start..end, term));
                    end
                }
                None => start + first.len(),
            };
        }
        found
    }
}

/// The letters and digits that a text starts with.
fn first_word(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// Whether a word may start after this text: not after a hyphen, nor inside an address.
fn starts_word(before: &str) -> bool {
    let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    !before.ends_with(['-', '_', '@', '#']) && !token.contains("://") && !token.contains("www.")
}

/// Whether a word may end before this text.
fn ends_word(after: &str) -> bool {
    let mut after = after.chars();
    match after.next() {
        Some('-') => !after.next().is_some_and(char::is_alphanumeric),
        Some(next) => !next.is_alphanumeric() && next != '_',
        None => true,
    }
}

/// The length of a name in lower case at the start of a text. A space in it may be any white space.
fn spelled(text: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    for (number, word) in name.split_whitespace().enumerate() {
        if number > 0 {
            let rest = text[at..].trim_start();
            if rest.len() == text.len() - at {
                return None;
            }
            at = text.len() - rest.len();
        }
        let mut wanted = word.chars().peekable();
        for letter in text[at..].chars() {
            if wanted.peek().is_none() {
                break;
            }
            if !letter.to_lowercase().all(|lower| wanted.next() == Some(lower)) {
                return None;
            }
            at += letter.len_utf8();
        }
        if wanted.peek().is_some() {
            return None;
        }
    }
    Some(at)
}

/// The terms that a page has met. Prose is made to HTML in many places, in the order of the page.
#[derive(Default)]
pub struct Marks(Mutex<BTreeSet<TermIx>>);

impl Marks {
    /// Meets a term; whether it is for the first time.
    fn meet(&self, term: TermIx) -> bool {
        self.0.lock().expect("no thread panics while it holds the terms").insert(term)
    }

    /// What the terms mean that were met.
    pub fn explained(&self, site: Site) -> Vec<TermNote> {
        let terms = self.0.lock().expect("no thread panics while it holds the terms");
        let note = |term: TermIx| {
            let text = site.handbook[term].text.text().to_owned();
            (!text.is_empty()).then(|| TermNote { id: note_id(site, term), text })
        };
        terms.iter().copied().filter_map(note).collect()
    }
}

fn note_id(site: Site, term: TermIx) -> String {
    format!("lb-{}", site.handbook[term].anchor())
}

/// Whether terms are marked on a page.
pub fn are_marked(page: PageKey) -> bool {
    match page {
        PageKey::Home
        | PageKey::Track(_)
        | PageKey::Level(_)
        | PageKey::Competencies
        | PageKey::Competency(_)
        | PageKey::Page(_) => true,
        PageKey::Matrix
        | PageKey::Comparisons
        | PageKey::Compare(..)
        | PageKey::Glossary
        | PageKey::Search
        | PageKey::Review
        | PageKey::Print
        | PageKey::NotFound => false,
    }
}

/// A stretch of text on a page.
pub struct Stretch<'t> {
    /// Its words.
    pub words: &'t str,
    /// The term that they are and that the page has not met before.
    pub term: Option<Marked>,
}

/// A term as a link.
pub struct Marked {
    /// Its entry in the glossary.
    pub href: String,
    /// Id of its explanation; empty if it has none.
    pub note: String,
}

/// A text in stretches, with the terms that the page has not met before.
pub fn stretches<'t>(site: Site, on: PageKey, text: &'t str) -> Vec<Stretch<'t>> {
    let mut stretches = Vec::new();
    let mut done = 0;
    if let Some(marks) = site.marks {
        for (range, term) in site.terms.find(text) {
            if !marks.meet(term) {
                continue;
            }
            stretches.push(Stretch { words: &text[done..range.start], term: None });
            done = range.end;
            let anchor = site.handbook[term].anchor();
            let href = site.routes.href(on, PageKey::Glossary, Some(&anchor));
            let term = Some(Marked { href, note: described_by(site, term) });
            stretches.push(Stretch { words: &text[range], term });
        }
    }
    stretches.push(Stretch { words: &text[done..], term: None });
    stretches
}

/// Meets a term that an author links to, by its anchor; the id of its explanation, empty if it has none.
pub fn meet(site: Site, anchor: &str) -> String {
    let Some(marks) = site.marks else { return String::new() };
    let mut terms = site.handbook.terms();
    let Some((term, _)) = terms.find(|(_, it)| it.anchor() == anchor) else { return String::new() };
    marks.meet(term);
    described_by(site, term)
}

fn described_by(site: Site, term: TermIx) -> String {
    let is_explained = !site.handbook[term].text.text().is_empty();
    if is_explained { note_id(site, term) } else { String::new() }
}
