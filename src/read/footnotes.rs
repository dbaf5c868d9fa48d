//! Footnotes: their definitions, and those whose two sides do not meet: references to no note, notes to which
//! nothing refers, notes that share a label.
//!
//! Markdown shows the first as words and the others not at all. A document is looked at before what is
//! internal is taken out of it, so that both audiences are told the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::handbook::SpannedEvent;
use crate::spelling::folded;
use crate::suggestion::Candidates;
use crate::tree::RelPath;

/// What a reference starts with, and a note as well.
const MARK: &str = "[^";

/// The definitions of a document's footnotes.
#[derive(Debug, Default)]
pub struct Definitions {
    /// The events of each.
    all: Vec<Vec<SpannedEvent>>,
    /// Which one a label means: the first that has it.
    by_label: HashMap<String, usize>,
}

impl Definitions {
    /// Takes them out of the events of a document.
    pub fn take_from(events: &mut Vec<SpannedEvent>) -> Self {
        let mut notes = Self::default();
        let mut kept = Vec::with_capacity(events.len());
        // A list in a footnote may have footnotes in it.
        let mut open: Vec<(String, Vec<SpannedEvent>)> = Vec::new();
        for (event, span) in std::mem::take(events) {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open.push((label.to_string(), Vec::new()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, events)) = open.pop() {
                        notes.by_label.entry(label).or_insert(notes.all.len());
                        notes.all.push(events);
                    }
                }
                event => {
                    let events = open.last_mut().map_or(&mut kept, |(_, events)| events);
                    events.push((event, span));
                }
            }
        }
        *events = kept;
        notes
    }

    /// The events of each.
    pub fn iter(&self) -> impl Iterator<Item = &[SpannedEvent]> {
        self.all.iter().map(Vec::as_slice)
    }

    /// The events of each, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Vec<SpannedEvent>> {
        self.all.iter_mut()
    }

    /// These events with the notes that they refer to behind them, and behind those what they refer to.
    pub fn with_notes<'e>(&'e self, mut events: Vec<(Event<'e>, Span)>) -> Vec<(Event<'e>, Span)> {
        let mut there: HashSet<&str> = HashSet::new();
        let mut next = 0;
        while next < events.len() && !self.all.is_empty() {
            if let Event::FootnoteReference(label) = &events[next].0
                && let Some((known, index)) = self.by_label.get_key_value(&**label)
                && there.insert(known)
            {
                let label = label.clone();
                let definition = &self.all[*index];
                let span = definition.first().map(|(_, span)| *span).unwrap_or_default();
                events.push((Event::Start(Tag::FootnoteDefinition(label)), span));
                events.extend(definition.iter().cloned());
                events.push((Event::End(TagEnd::FootnoteDefinition), span));
            }
            next += 1;
        }
        events
    }
}

/// Gives each reference the label that its note has: Markdown finds a note in whatever case it is named.
pub fn resolve_labels(events: &mut [SpannedEvent]) {
    let mut labels: BTreeMap<String, CowStr<'static>> = BTreeMap::new();
    for (event, _) in events.iter() {
        if let Event::Start(Tag::FootnoteDefinition(label)) = event {
            labels.entry(folded(label)).or_insert_with(|| label.clone());
        }
    }
    if labels.is_empty() {
        return;
    }
    for (event, _) in events {
        if let Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) =
            event
            && let Some(known) = labels.get(&folded(label))
        {
            *label = known.clone();
        }
    }
}

/// What is wrong with the footnotes of a document, whose labels are resolved. `text` is its Markdown, which
/// stands at `offset` of the file at `path`.
pub fn check(path: &RelPath, events: &[SpannedEvent], text: &str, offset: usize) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let notes = Notes::of(events);
    let place = |span| Place::new(path, span);
    let mut meant = BTreeSet::new();
    let unknown = unknown(events, text, offset);
    let known = (!unknown.is_empty()).then(|| Candidates::new(notes.order.iter().copied()));
    for (label, span) in unknown {
        let message = format!("no note is called `{label}`, so that its brackets are shown");
        let diagnostic = Diagnostic::new(Code::UnknownFootnote, message)
            .at(place(span))
            .suggest(known.as_ref().and_then(|known| known.nearest(label)));
        meant.extend(diagnostic.suggestion.as_ref().map(|it| it.meant.clone()));
        diagnostics
            .push(diagnostic.help(format!("a note has a line of its own: `[^{label}]: words`")));
    }
    for (label, span) in &notes.repeated {
        let first = notes.by_label.get(label).map(|note| note.span).unwrap_or_default();
        let message = format!("two notes are called `{label}`, and the second is shown nowhere");
        diagnostics.push(
            Diagnostic::new(Code::DuplicateFootnote, message)
                .at(place(label_of_note(*span, text, offset)))
                .related(place(label_of_note(first, text, offset)), "first here")
                .help("give one of them another label"),
        );
    }
    for label in notes.unused(meant.iter().map(String::as_str)) {
        let span = notes.by_label.get(label).map(|note| note.span).unwrap_or_default();
        let message = format!("nothing refers to the note `{label}`, and no page shows it");
        diagnostics.push(
            Diagnostic::new(Code::UnusedFootnote, message)
                .at(place(label_of_note(span, text, offset)))
                .help(format!("write `[^{label}]` where it belongs, or remove the note")),
        );
    }
    diagnostics
}

/// Reports notes to which the events of a title refer: it is shown in places that have no notes, such as the
/// matrix and the names of links.
pub fn check_title(path: &RelPath, title: &[SpannedEvent], diagnostics: &mut Diagnostics) {
    for (event, span) in title {
        if let Event::FootnoteReference(label) = event {
            let message = format!("a title has no notes, and the mark of `{label}` is not shown");
            diagnostics.push(
                Diagnostic::new(Code::UnusedFootnote, message)
                    .at(Place::new(path, *span))
                    .help("refer to the note in a sentence below the title"),
            );
        }
    }
}

/// The notes of a document.
#[derive(Default)]
struct Notes<'a> {
    by_label: BTreeMap<&'a str, Note<'a>>,
    /// Their labels, in the document's order.
    order: Vec<&'a str>,
    /// Notes whose label an earlier one has.
    repeated: Vec<(&'a str, Span)>,
    /// Labels that stand in the text outside of notes.
    referred: Vec<&'a str>,
}

#[derive(Default)]
struct Note<'a> {
    /// Where it stands.
    span: Span,
    /// Labels that stand in its text, or in that of another note with its label.
    refers: Vec<&'a str>,
}

impl<'a> Notes<'a> {
    fn of(events: &'a [SpannedEvent]) -> Self {
        let mut notes = Self::default();
        // A list in a note may have notes in it.
        let mut around: Vec<&str> = Vec::new();
        for (event, span) in events {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    around.push(label);
                    if notes.by_label.contains_key(&**label) {
                        notes.repeated.push((label, *span));
                    } else {
                        notes.order.push(label);
                        notes.by_label.insert(label, Note { span: *span, refers: Vec::new() });
                    }
                }
                Event::End(TagEnd::FootnoteDefinition) => drop(around.pop()),
                Event::FootnoteReference(label) => {
                    let note = around.last().and_then(|label| notes.by_label.get_mut(label));
                    note.map_or(&mut notes.referred, |note| &mut note.refers).push(label);
                }
                _ => {}
            }
        }
        notes
    }

    /// Notes to which nothing refers that is shown. Of those that refer to one another the first is enough.
    /// Those that are `meant` by misspelt references are referred to.
    fn unused<'m>(&self, meant: impl Iterator<Item = &'m str>) -> Vec<&'a str> {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let known = |label| self.by_label.get_key_value(label).map(|(label, _)| *label);
        let meant = meant.filter_map(known);
        self.reach(self.referred.iter().copied().chain(meant), &mut used);
        let mut unused = Vec::new();
        let mut naming: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (label, note) in &self.by_label {
            for named in note.refers.iter().filter(|named| *named != label) {
                naming.entry(named).or_default().push(label);
            }
        }
        let is_named = |label: &str, used: &BTreeSet<&str>| {
            let mut others = naming.get(label).into_iter().flatten();
            others.any(|other| !used.contains(other))
        };
        // First those that no other one leads to, then what is left: circles.
        for is_in_circle in [false, true] {
            for label in &self.order {
                if !used.contains(label) && (is_in_circle || !is_named(label, &used)) {
                    unused.push(*label);
                    self.reach([*label].into_iter(), &mut used);
                }
            }
        }
        unused
    }

    /// Adds labels, and all to which their notes lead.
    fn reach(&self, labels: impl Iterator<Item = &'a str>, used: &mut BTreeSet<&'a str>) {
        let mut open: Vec<&str> = labels.collect();
        while let Some(label) = open.pop() {
            if used.insert(label) {
                open.extend(self.by_label.get(label).into_iter().flat_map(|note| &note.refers));
            }
        }
    }
}

/// Where the label of a note stands, with its brackets.
fn label_of_note(note: Span, text: &str, offset: usize) -> Span {
    let written = text.get(note.start - offset..note.end - offset).unwrap_or_default();
    let length = written.find("]:").map_or(written.len(), |at| at + 1);
    Span::new(note.start, note.start + length)
}

/// What looks like references in the words of a document: Markdown makes one only of what has a note. Code,
/// links and what is escaped are none.
fn unknown<'t>(events: &[SpannedEvent], text: &'t str, offset: usize) -> Vec<(&'t str, Span)> {
    let mut found = Vec::new();
    // Markdown takes words apart at each sign that might be markup.
    let mut run: Option<Span> = None;
    let mut opaque = 0usize;
    for (event, span) in events {
        match event {
            Event::Text(_) if opaque == 0 => {
                run = Some(Span::new(run.map_or(span.start, |run| run.start), span.end));
                continue;
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => opaque += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                opaque = opaque.saturating_sub(1);
            }
            _ => {}
        }
        if let Some(run) = run.take() {
            found.extend(unknown_in(run, text, offset));
        }
    }
    if let Some(run) = run {
        found.extend(unknown_in(run, text, offset));
    }
    found
}

/// What looks like references in words that stand in one piece.
fn unknown_in(run: Span, text: &str, offset: usize) -> Vec<(&str, Span)> {
    let (start, end) = (run.start - offset, run.end - offset);
    let written = text.get(start..end).unwrap_or_default();
    let mut found = Vec::new();
    for (at, _) in written.match_indices(MARK) {
        let before = &text[..start + at];
        let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
        let rest = &written[at + MARK.len()..];
        let Some(label) = label(rest).filter(|_| !is_escaped) else { continue };
        let span = Span::new(at, at + MARK.len() + label.len() + 1).shifted(start + offset);
        found.push((label, span));
    }
    found
}

/// The label at the start of a text, up to its bracket.
fn label(text: &str) -> Option<&str> {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            ']' => return Some(&text[..at]).filter(|label| !label.trim().is_empty()),
            '[' | '\n' | '\r' => return None,
            _ => {}
        }
    }
    None
}
