//! What is internal in a Markdown document.
//!
//! `{.internal}` at the end of a heading hides everything down to the next heading of its rank or a higher
//! one; at the end of a list item, a footnote or a paragraph it hides that. In a site for the public the
//! events of what is hidden are taken out before anything else looks at them, so that no later stage can
//! publish them; in one for the company they are marked. Comments are taken out of both.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Event, Tag};

use super::events::end_of;
use super::reading::Reading;
use super::{comments, misplaced};
use crate::diagnostic::{Diagnostic, Span};
use crate::handbook::{INTERNAL_MARK, SpannedEvent, is_block};
use crate::text::contains;

/// The class that hides.
pub const INTERNAL: &str = "internal";

/// A document without what its readers are not to see.
#[derive(Debug, Default)]
pub struct Visible {
    pub events: Vec<SpannedEvent>,
    /// What was taken out.
    pub hidden: HiddenParts,
    /// Where something cannot be hidden as its author wanted.
    pub faults: Vec<Diagnostic>,
}

/// What was taken out of a document, by the names under which it may be referred to.
#[derive(Debug, Default)]
pub struct HiddenParts {
    pub headings: Vec<HiddenHeading>,
    /// Ids that authors wrote, old ones too.
    pub ids: BTreeSet<String>,
    /// Items and paragraphs, whose ids come from their words unless they have one.
    pub texts: Vec<Vec<SpannedEvent>>,
    /// Whether the H1 that a document starts with is internal, and with it all of the document.
    pub title: bool,
}

#[derive(Debug)]
pub struct HiddenHeading {
    /// 2 for an H2.
    pub depth: u8,
    /// Its text.
    pub title: String,
    /// The H2 that an H3 stands under.
    pub below: Option<String>,
}

/// Takes out of a document what is not to be seen.
pub fn visible(reading: &Reading, events: Vec<SpannedEvent>) -> Visible {
    let may_hide = [INTERNAL, "<!", "<?"].iter().any(|sign| contains(reading.text, sign));
    if !may_hide {
        return Visible { events, ..Visible::default() };
    }
    let mut faults = Vec::new();
    let events = comments::without_comments(reading, events, &mut faults);
    comments::report_unclosed(reading, &events, &mut faults);
    let mut pass = Pass {
        reading,
        hidden: HiddenParts::default(),
        notes: Notes::default(),
        section: None,
        items: 0,
        has_begun: false,
    };
    let mut kept = pass.blocks(&events);
    let Pass { hidden, notes, .. } = pass;
    notes.drop_unused(&mut kept);
    misplaced::report(reading, &kept, &mut faults);
    Visible { events: kept, hidden, faults }
}

/// One pass over the blocks of a document.
struct Pass<'a> {
    reading: &'a Reading<'a>,
    hidden: HiddenParts,
    notes: Notes,
    /// The H2 that the pass is under.
    section: Option<String>,
    /// How many list items the pass is in.
    items: usize,
    /// Whether the first block is behind it.
    has_begun: bool,
}

impl Pass<'_> {
    /// Those of some neighbouring blocks that are visible.
    fn blocks(&mut self, events: &[SpannedEvent]) -> Vec<SpannedEvent> {
        let mut kept = Vec::with_capacity(events.len());
        let mut at = 0;
        while at < events.len() {
            let end = end_of(events, at);
            let is_first = !std::mem::replace(&mut self.has_begun, true);
            match &events[at].0 {
                Event::Start(Tag::Heading { level, classes, .. }) => {
                    let depth = *level as u8;
                    if !classes.iter().any(|class| &**class == INTERNAL) {
                        self.enter(depth, &events[at..end]);
                        kept.extend_from_slice(&events[at..end]);
                    } else if self.reading.shows_internal {
                        self.hidden.title |= is_first && depth == 1;
                        self.enter(depth, &events[at..end]);
                        kept.extend_from_slice(&events[at..end]);
                    } else {
                        self.hidden.title |= is_first && depth == 1;
                        let end = next_heading(events, end, depth);
                        self.hide(&events[at..end]);
                        at = end;
                        continue;
                    }
                }
                Event::Start(Tag::Paragraph) => {
                    let inside = &events[at + 1..end - 1];
                    self.text(inside, &events[at..end], &mut kept);
                }
                Event::Start(Tag::Item | Tag::FootnoteDefinition(_)) => {
                    self.item(&events[at..end], &mut kept);
                }
                Event::Start(
                    Tag::List(_)
                    | Tag::BlockQuote(_)
                    | Tag::DefinitionList
                    | Tag::DefinitionListDefinition,
                ) => {
                    let inside = self.blocks(&events[at + 1..end - 1]);
                    // What has lost all that was in it goes as well.
                    if !inside.is_empty() || end - at == 2 {
                        kept.push(events[at].clone());
                        kept.extend(inside);
                        kept.push(events[end - 1].clone());
                    }
                }
                _ => kept.extend_from_slice(&events[at..end]),
            }
            at = end;
        }
        kept
    }

    /// Notes the heading that the pass is under.
    fn enter(&mut self, depth: u8, heading: &[SpannedEvent]) {
        if depth <= 2 {
            self.section = Some(words(heading));
        }
    }

    /// A paragraph.
    fn text(
        &mut self,
        inside: &[SpannedEvent],
        whole: &[SpannedEvent],
        kept: &mut Vec<SpannedEvent>,
    ) {
        match self.braces_at_end(inside) {
            None => kept.extend_from_slice(whole),
            Some(_) if !self.reading.shows_internal => self.hide(whole),
            Some(braces) => {
                kept.push(whole[0].clone());
                kept.extend(self.marked(inside, braces));
                kept.push(whole[whole.len() - 1].clone());
            }
        }
    }

    /// A list item or a footnote: `{.internal}` at the end of its first text, or of its last, hides it.
    fn item(&mut self, whole: &[SpannedEvent], kept: &mut Vec<SpannedEvent>) {
        self.items += 1;
        let inside = &whole[1..whole.len() - 1];
        let inline = inside.iter().position(|(event, _)| starts_block(event));
        let (text, blocks) = inside.split_at(inline.unwrap_or(inside.len()));
        let braces = self.braces_at_end(text);
        let is_internal = braces.is_some()
            || [first_block(blocks).filter(|_| text.is_empty()), last_block(blocks)]
                .into_iter()
                .flatten()
                .any(|block| is_paragraph(block) && self.braces_at_end(block).is_some());
        if is_internal && !self.reading.shows_internal {
            if let Event::Start(Tag::FootnoteDefinition(label)) = &whole[0].0 {
                self.notes.undefined.insert(label.to_string());
            }
            self.hide(whole);
            self.items -= 1;
            return;
        }
        let mut rest = match braces {
            Some(braces) => self.marked(text, braces),
            None => text.to_vec(),
        };
        rest.extend(self.blocks(blocks));
        self.items -= 1;
        if !rest.is_empty() || inside.is_empty() {
            kept.push(whole[0].clone());
            kept.extend(rest);
            kept.push(whole[whole.len() - 1].clone());
        }
    }

    /// Where the attributes at the end of a text stand, if it is internal by them.
    fn braces_at_end(&self, text: &[SpannedEvent]) -> Option<Span> {
        let start = text.iter().map(|(_, span)| span.start).min()?;
        let end = text.iter().map(|(_, span)| span.end).max()?;
        let written = self.reading.source(Span::new(start, end)).trim_end();
        let open = written.strip_suffix('}')?.rfind('{')?;
        let inside = &written[open + 1..written.len() - 1];
        let last_line = written[..open].rsplit('\n').next().unwrap_or_default();
        // On a line below a list it may be meant for all of the list.
        let is_alone = match self.items {
            0 => written[..open].trim().is_empty(),
            _ => last_line.trim().is_empty(),
        };
        let is_escaped = written[..open].ends_with('\\');
        let is_meant = inside.split_whitespace().any(|token| token == ".internal");
        (is_meant && !is_alone && !is_escaped)
            .then(|| Span::new(start + open, start + written.len()))
    }

    /// A text with a mark in the place of its attributes. The mark stands for the same bytes, so that
    /// the attributes of a criterion can be read from there.
    fn marked(&self, text: &[SpannedEvent], braces: Span) -> Vec<SpannedEvent> {
        let is_kept = |(event, span): &&SpannedEvent| {
            span.start < braces.start || matches!(event, Event::End(_))
        };
        let mut kept: Vec<SpannedEvent> = text.iter().filter(is_kept).cloned().collect();
        if let Some((Event::Text(words), span)) = kept.last_mut()
            && span.end > braces.start
        {
            let before = self.reading.source(Span::new(span.start, braces.start));
            let shorter = match words.starts_with(before) {
                true => before,
                false => words.strip_suffix(self.reading.source(braces)).unwrap_or(words),
            };
            *words = CowStr::from(shorter.trim_end().to_owned());
            span.end = braces.start;
        }
        kept.push((Event::InlineHtml(CowStr::from(INTERNAL_MARK)), braces));
        kept
    }

    /// Notes what is taken out.
    fn hide(&mut self, events: &[SpannedEvent]) {
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let (depth, title) = (*level as u8, words(&events[at..end_of(events, at)]));
                    self.hidden.ids.extend(id.as_ref().map(|id| id.to_string()));
                    if depth <= 2 {
                        self.section = Some(title.clone());
                    }
                    let below = self.section.clone().filter(|_| depth == 3);
                    self.hidden.headings.push(HiddenHeading { depth, title, below });
                }
                Event::Start(Tag::Item | Tag::Paragraph) => {
                    let inside = &events[at + 1..end_of(events, at) - 1];
                    let inline = inside.iter().position(|(event, _)| starts_block(event));
                    let text = &inside[..inline.unwrap_or(inside.len())];
                    self.hide_text(text);
                }
                Event::FootnoteReference(label) => {
                    self.notes.hidden.insert(label.to_string());
                }
                _ => {}
            }
        }
    }

    fn hide_text(&mut self, text: &[SpannedEvent]) {
        let Some(start) = text.iter().map(|(_, span)| span.start).min() else { return };
        let end = text.iter().map(|(_, span)| span.end).max().unwrap_or(start);
        let written = self.reading.source(Span::new(start, end)).trim_end();
        let braces = written.strip_suffix('}').and_then(|it| it.rfind('{'));
        for token in braces
            .into_iter()
            .flat_map(|open| written[open + 1..written.len() - 1].split_whitespace())
        {
            let id = token.strip_prefix('#').or_else(|| token.strip_prefix("was="));
            self.hidden.ids.extend(id.map(str::to_owned));
        }
        let cut = braces.map_or(end, |open| start + open);
        let own = text.iter().filter(|(_, span)| span.start < cut).cloned();
        self.hidden.texts.push(own.collect());
    }
}

/// Footnotes of which a side is hidden.
#[derive(Default)]
struct Notes {
    /// Labels that hidden text refers to.
    hidden: BTreeSet<String>,
    /// Labels whose note is hidden.
    undefined: BTreeSet<String>,
}

impl Notes {
    /// Takes out the notes that only hidden text refers to, and references to hidden notes.
    fn drop_unused(self, events: &mut Vec<SpannedEvent>) {
        events.retain(|(event, _)| {
            !matches!(event, Event::FootnoteReference(label) if self.undefined.contains(&**label))
        });
        if self.hidden.is_empty() {
            return;
        }
        let mut references: BTreeMap<&str, usize> = BTreeMap::new();
        let mut notes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::FootnoteReference(label) => *references.entry(label).or_default() += 1,
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    notes.entry(label).or_default().push(at);
                }
                _ => {}
            }
        }
        // What a note refers to is unused once the note is.
        let is_unused = |label: &&str, references: &BTreeMap<&str, usize>| {
            references.get(label).is_none_or(|count| *count == 0)
        };
        let hidden = self.hidden.iter().map(String::as_str);
        let mut unused: Vec<&str> = hidden.filter(|it| is_unused(it, &references)).collect();
        let mut is_dropped = vec![false; events.len()];
        while let Some(label) = unused.pop() {
            for start in notes.remove(label).into_iter().flatten() {
                for at in start..end_of(events, start) {
                    let is_first = !std::mem::replace(&mut is_dropped[at], true);
                    if let (Event::FootnoteReference(label), true) = (&events[at].0, is_first)
                        && let Some(count) = references.get_mut(&**label)
                    {
                        *count -= 1;
                        unused.extend((*count == 0).then_some(&**label));
                    }
                }
            }
        }
        let mut dropped = is_dropped.into_iter();
        events.retain(|_| !dropped.next().unwrap_or_default());
    }
}

/// The index of the next heading among neighbouring blocks that is as high as `depth` or higher.
fn next_heading(events: &[SpannedEvent], start: usize, depth: u8) -> usize {
    let mut at = start;
    while at < events.len() {
        if let Event::Start(Tag::Heading { level, .. }) = &events[at].0
            && *level as u8 <= depth
        {
            return at;
        }
        at = end_of(events, at);
    }
    at
}

fn starts_block(event: &Event) -> bool {
    match event {
        Event::Rule | Event::Start(Tag::FootnoteDefinition(_)) => true,
        Event::Start(tag) => is_block(tag),
        _ => false,
    }
}

fn first_block(blocks: &[SpannedEvent]) -> Option<&[SpannedEvent]> {
    (!blocks.is_empty()).then(|| &blocks[..end_of(blocks, 0)])
}

fn last_block(blocks: &[SpannedEvent]) -> Option<&[SpannedEvent]> {
    let mut start = 0;
    while start < blocks.len() {
        let end = end_of(blocks, start);
        if end == blocks.len() {
            return Some(&blocks[start..]);
        }
        start = end;
    }
    None
}

fn is_paragraph(block: &[SpannedEvent]) -> bool {
    matches!(block.first(), Some((Event::Start(Tag::Paragraph), _)))
}

/// The words of a heading.
fn words(heading: &[SpannedEvent]) -> String {
    let mut text = String::new();
    for (event, _) in heading {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}
