//! Attributes in braces, of criteria and of headings.

use std::borrow::Cow;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::handbook::{OtherIds, SpannedEvent};

/// What stands in braces at the end of a criterion or a heading: `{#id .class was=old-id}`.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// `None` where nothing is written, as at most criteria.
    written: Option<Box<Written>>,
    /// Where the braces stand, or would.
    pub span: Span,
}

/// What is written in braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub id: Option<String>,
    /// `.class`.
    pub classes: Vec<String>,
    /// `was=old-id`.
    pub was: Vec<String>,
    /// `replaces=id`, or several with commas between them.
    pub replaces: Vec<String>,
    /// `same-as=level`, on a heading.
    pub same_as: Option<String>,
    /// Anything else with a `=`.
    pub others: Vec<String>,
}

/// Nothing is written.
static NOTHING: Written = Written {
    id: None,
    classes: Vec::new(),
    was: Vec::new(),
    replaces: Vec::new(),
    same_as: None,
    others: Vec::new(),
};

impl Attributes {
    fn new(written: Written, span: Span) -> Self {
        Self { written: (written != NOTHING).then(|| Box::new(written)), span }
    }

    /// What is written.
    pub fn written(&self) -> &Written {
        self.written.as_deref().unwrap_or(&NOTHING)
    }

    /// Those of a heading, but for its id.
    pub fn of_heading(classes: &[CowStr], others: &[(CowStr, Option<CowStr>)], span: Span) -> Self {
        let unknown = others.iter().filter(|it| same_as(it).is_none());
        let written = Written {
            classes: classes.iter().map(|class| class.to_string()).collect(),
            same_as: others.iter().find_map(same_as),
            others: unknown.map(|(name, _)| name.to_string()).collect(),
            ..Written::default()
        };
        Self::new(written, span)
    }

    /// The ids that it had and those that it replaces, these at the place of the attributes; `None` without any. `place`
    /// is that of the item, for attributes in YAML.
    pub fn other_ids(&self, place: &Place) -> Option<Arc<OtherIds>> {
        let Written { was, replaces, .. } = self.written();
        let replaced = |id: &String| Spanned { value: id.clone(), place: self.place(place) };
        OtherIds { was: was.clone(), replaces: replaces.iter().map(replaced).collect() }.if_any()
    }

    /// The level whose cell a heading takes over, at the place of the attributes. `place` is that of the heading.
    pub fn taken_from(&self, place: &Place) -> Option<Spanned<String>> {
        let value = self.written().same_as.clone()?;
        Some(Spanned { value, place: self.place(place) })
    }

    fn place(&self, place: &Place) -> Place {
        let inside = self.span.start >= place.span.start && self.span != Span::default();
        Place::new(&place.path, if inside { self.span } else { place.span })
    }

    /// Whether a class is among them.
    pub fn has(&self, class: &str) -> bool {
        self.written().classes.iter().any(|it| it == class)
    }

    /// Reports what the format does not have. `classes` are those that it has here, `place` is that
    /// of the item or heading, for attributes in YAML.
    pub fn check(&self, classes: &[&'static str], place: &Place, diagnostics: &mut Diagnostics) {
        let place = &self.place(place);
        let unknown =
            self.written().classes.iter().filter(|class| !classes.contains(&class.as_str()));
        // A cell can be empty on purpose, and only a cell can be taken over.
        let misplaced = self.written().same_as.iter().filter(|_| !classes.contains(&"none"));
        let others =
            self.written().others.iter().cloned().chain(misplaced.map(|_| "same-as".to_owned()));
        for name in unknown.map(|class| format!(".{class}")).chain(others) {
            let known: Vec<String> = classes.iter().map(|class| format!(".{class}")).collect();
            let message = format!("unknown attribute `{name}`");
            let diagnostic = Diagnostic::new(Code::UnknownAttribute, message)
                .at(place.clone())
                .did_you_mean(&name, known.iter().map(String::as_str));
            let known: Vec<String> = known.iter().map(|class| format!("`{class}`")).collect();
            let help = format!("here one can write `#id`, {}", known.join(", "));
            let is_criterion = classes.contains(&"new");
            let was = if is_criterion { ", `was=old-id` and `replaces=id`" } else { "" };
            diagnostics.push(diagnostic.help(format!("{help}{was}")));
        }
    }

    /// Those at the end of inline events. They are read from the source, since punctuation in them may have become
    /// something else.
    fn at_end(events: &[SpannedEvent], text: &str, offset: usize) -> Self {
        let Some(end) = events.iter().map(|(_, span)| span.end).max() else {
            return Self::default();
        };
        let Some(start) = events.iter().map(|(_, span)| span.start).min() else {
            return Self::default();
        };
        let Some(written) = text.get(start - offset..end - offset) else {
            return Self::default();
        };
        let Some((at, written)) = trailing_attributes(written) else {
            let end = start + written.trim_end().len();
            return Self { written: None, span: Span::new(end, end) };
        };
        Self::new(written, Span::new(start + at, end))
    }

    /// Those at the end of inline events, which are then without them.
    pub fn take_from(events: &mut Cow<[SpannedEvent]>, text: &str, offset: usize) -> Self {
        let attributes = Self::at_end(events, text, offset);
        if attributes.written.is_some() {
            cut(events.to_mut(), attributes.span.start, text, offset);
        }
        attributes
    }
}

/// Cuts inline events where attributes start.
fn cut(events: &mut Vec<SpannedEvent>, cut: usize, text: &str, offset: usize) {
    events.retain(|(event, span)| span.start < cut || matches!(event, Event::End(_)));
    for (event, span) in events.iter_mut() {
        if let Event::Text(words) = event
            && span.end > cut
        {
            let kept = text.get(span.start - offset..cut - offset).unwrap_or_default();
            if words.starts_with(kept) {
                *words = CowStr::from(kept.to_owned());
            }
            span.end = cut;
        }
    }
    trim_end(events);
}

/// Removes white space at the end of inline events.
fn trim_end(events: &mut Vec<SpannedEvent>) {
    while let Some((event, _)) = events.last_mut() {
        match event {
            Event::Text(words) => {
                let trimmed = words.trim_end();
                if trimmed.is_empty() {
                    events.pop();
                    continue;
                }
                if trimmed.len() < words.len() {
                    *words = CowStr::from(trimmed.to_owned());
                }
                return;
            }
            Event::SoftBreak | Event::HardBreak => {
                events.pop();
            }
            _ => return,
        }
    }
}

/// Whether a text in braces is attributes.
pub fn is_attributes(text: &str) -> bool {
    trailing_attributes(text).is_some_and(|(at, _)| at == 0)
}

/// Where the attributes at the end of a text start, and what they are; `None` if what stands there
/// in braces is something else.
fn trailing_attributes(text: &str) -> Option<(usize, Written)> {
    let trimmed = text.trim_end();
    let open = trimmed.strip_suffix('}')?.rfind('{')?;
    let inside = &trimmed[open + 1..trimmed.len() - 1];
    let mut written = Written::default();
    for token in inside.split_whitespace() {
        if let Some(id) = token.strip_prefix('#') {
            written.id = Some(id.to_owned());
        } else if let Some(class) = token.strip_prefix('.') {
            written.classes.push(class.to_owned());
        } else if let Some((name, value)) = token.split_once('=') {
            match name {
                "was" => written.was.push(value.to_owned()),
                "replaces" => {
                    let ids = value.split(',').filter(|id| !id.is_empty());
                    written.replaces.extend(ids.map(str::to_owned));
                }
                _ => written.others.push(name.to_owned()),
            }
        } else {
            return None;
        }
    }
    (written != NOTHING).then_some((open, written))
}

/// The value of an attribute of a heading if it is `same-as`.
fn same_as((name, value): &(CowStr, Option<CowStr>)) -> Option<String> {
    value.as_ref().filter(|_| name.as_ref() == "same-as").map(|value| value.to_string())
}

/// Where the attributes of a heading stand, or the heading itself.
pub fn braces(text: &str, heading: Span, offset: usize) -> Span {
    let written = text.get(heading.start - offset..heading.end - offset).unwrap_or_default();
    match (written.rfind('{'), written.rfind('}')) {
        (Some(open), Some(close)) if open < close => {
            Span::new(heading.start + open, heading.start + close + 1)
        }
        _ => heading,
    }
}
