//! Prose: Markdown that has been parsed once, with the place of every part.

use std::sync::{Arc, OnceLock};

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::diagnostic::{Place, Span};
use crate::fingerprint::Fingerprint;
use crate::tree::RelPath;

/// Parsed Markdown. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    path: Option<RelPath>,
    events: Arc<[(Event<'static>, Span)]>,
    text: Arc<str>,
    /// Computed when it is first asked for, and shared by all clones.
    folded: Arc<OnceLock<Vec<u64>>>,
}

/// How an author wrote a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[target]]`: the target's own title is the text.
    Wiki,
    /// `[[target|text]]`.
    WikiWithText,
    /// `[text](target)` and its relatives.
    Plain,
    /// `![alt](target)`.
    Image,
}

/// A link in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseLink<'a> {
    /// What it points to, as written.
    pub target: &'a str,
    /// How it is written.
    pub kind: LinkKind,
    /// Where it stands.
    pub place: Place,
}

impl Prose {
    /// Prose of these events, which stand in the file at `path`.
    pub fn new(path: &RelPath, events: Vec<(Event<'static>, Span)>) -> Self {
        let text = words(&events).into();
        Self { path: Some(path.clone()), events: events.into(), text, folded: Arc::default() }
    }

    /// The events with the bytes that each came from.
    pub fn events(&self) -> &[(Event<'static>, Span)] {
        &self.events
    }

    /// The file it stands in; `None` if it is empty.
    pub fn path(&self) -> Option<&RelPath> {
        self.path.as_ref()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// All its bytes, from the first event to the last.
    pub fn place(&self) -> Option<Place> {
        let start = self.events.iter().map(|(_, span)| span.start).min()?;
        let end = self.events.iter().map(|(_, span)| span.end).max()?;
        Some(Place::new(self.path.as_ref()?, Span::new(start, end)))
    }

    /// The words alone, without markup; blocks are joined by a space.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words without case and the punctuation around them, each as a hash, so that texts can be
    /// compared word by word.
    pub fn folded_words(&self) -> &[u64] {
        self.folded.get_or_init(|| {
            let words = self.text.split_whitespace();
            let bare = words.map(|word| word.trim_matches(|it: char| !it.is_alphanumeric()));
            bare.filter(|word| !word.is_empty())
                .map(|word| Fingerprint::of_bytes(word.to_lowercase().as_bytes()).short())
                .collect()
        })
    }

    /// All calls of components in it, as they are written, with their places.
    pub fn calls(&self) -> impl Iterator<Item = (&str, Place)> {
        self.events.iter().filter_map(|(event, span)| match event {
            Event::Html(html) | Event::InlineHtml(html) if html.starts_with("{{<") => {
                Some((html.as_ref(), Place::new(self.path.as_ref()?, *span)))
            }
            _ => None,
        })
    }

    /// All links and images in it.
    pub fn links(&self) -> impl Iterator<Item = ProseLink<'_>> {
        self.events.iter().filter_map(|(event, span)| {
            let (target, kind) = match event {
                Event::Start(Tag::Link { link_type, dest_url, .. }) => match link_type {
                    LinkType::WikiLink { has_pothole: true } => (dest_url, LinkKind::WikiWithText),
                    LinkType::WikiLink { has_pothole: false } => (dest_url, LinkKind::Wiki),
                    LinkType::Email => return None,
                    _ => (dest_url, LinkKind::Plain),
                },
                Event::Start(Tag::Image { dest_url, .. }) => (dest_url, LinkKind::Image),
                _ => return None,
            };
            // In a table the bar of `[[target\|text]]` is escaped, and its backslash is left over.
            let is_wiki = matches!(kind, LinkKind::Wiki | LinkKind::WikiWithText);
            let target = if is_wiki { target.trim_end_matches('\\') } else { target };
            let place = Place::new(self.path.as_ref()?, *span);
            Some(ProseLink { target, kind, place })
        })
    }
}

fn words(events: &[(Event, Span)]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::List(_))
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// A name for URLs and anchors: letters and digits in lower case, everything else a single hyphen.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if matches!(character, '\'' | '’') {
            // It's one word.
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
