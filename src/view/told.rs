//! Changes from edition to edition, in the words of the interface.

use serde::Serialize;

use super::changes::fact_name;
use super::context::PageContext;
use crate::fingerprint::Fingerprint;
use crate::handbook::history::{NAMES, Passage, ToldLine};
use crate::handbook::{PageKey, criterion_anchor};
use crate::theme::Messages;

/// Changes about one competency, or about the thing itself.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ToldGroup {
    /// Title of the competency; empty where they are about the thing itself.
    pub competency: String,
    /// The changes, in their order.
    pub lines: Vec<ChangeLine>,
}

/// One change, in a line.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangeLine {
    /// What kind of change it is, such as `new`, `gone`, `reworded`, `moved-from`, `step-raised`, `value`.
    pub kind: &'static str,
    /// What happened, in a few words.
    pub label: String,
    /// What it happened to, in the author's words; may be empty.
    pub text: String,
    /// Where the criterion is today, by its permanent address; empty if it is none.
    pub href: String,
    /// What it was before.
    pub before: Vec<String>,
    /// By what a browser remembers that it has been read: the same for the same change, in whatever edition and
    /// language it is told. Empty for what is nothing new to a reader who knows the level.
    pub mark: String,
}

/// Lines in groups, in the order of their competencies.
pub fn groups(cx: PageContext, lines: &[ToldLine]) -> Vec<ToldGroup> {
    let mut groups: Vec<ToldGroup> = Vec::new();
    for line in lines {
        let shown = ChangeLine { href: href(cx, line), ..shown(cx.messages, line) };
        match groups.last_mut().filter(|group| group.competency == line.competency) {
            Some(group) => group.lines.push(shown),
            None => {
                groups.push(ToldGroup { competency: line.competency.clone(), lines: vec![shown] })
            }
        }
    }
    groups
}

/// The permanent address of a criterion. What has gone since has none, unless a later one says that it was it.
fn href(cx: PageContext, line: &ToldLine) -> String {
    let is_known = !line.criterion.is_empty() && cx.is_listed(&line.criterion);
    if !is_known {
        return String::new();
    }
    cx.href(PageKey::Criteria, Some(&criterion_anchor(&line.criterion)))
}

/// A line without links.
pub fn shown(messages: &Messages, line: &ToldLine) -> ChangeLine {
    let name = name(messages, &line.name);
    let count = line.count.to_string();
    let none = |text: &str| match text {
        "" => messages.plain("step-none"),
        text => text.to_owned(),
    };
    let values = [
        ("name", name.as_str()),
        ("from", &*none(&line.from)),
        ("to", &*none(&line.to)),
        ("n", &*count),
    ];
    let label = messages.get(&format!("told-{}", line.key), &values).unwrap_or_default();
    ChangeLine {
        kind: line.key,
        label,
        text: line.text.clone(),
        href: String::new(),
        before: line.before.clone(),
        mark: mark(line),
    }
}

/// Kinds of changes that are nothing new to a reader who knows the level: that it was added, and what does not have to
/// be read again.
const UNMARKED: [&str; 4] = ["added", "added-with", "id", "typography"];

/// The mark of a line. Browsers keep it for years, so it is the hash of written bytes, the same on each machine. What
/// the line was before does not count: a reader of the words of today has nothing to read.
fn mark(line: &ToldLine) -> String {
    if UNMARKED.contains(&line.key) {
        return String::new();
    }
    let ToldLine { competency, key, name, from, to, text, criterion, .. } = line;
    let told = [competency, *key, name, from, to, text, criterion].join("\u{1f}");
    format!("{:08x}", Fingerprint::short_of(&told) >> 32)
}

/// What a value is called. Facts have the names that authors gave them.
fn name(messages: &Messages, name: &str) -> String {
    if NAMES.contains(&name) {
        let key = name.replace(' ', "-");
        return messages.get(&format!("told-name-{key}"), &[]).unwrap_or_default();
    }
    fact_name(name)
}

/// The name of an edition; empty for what is not part of one yet.
pub fn edition_name(cx: PageContext, passage: Passage) -> String {
    match passage {
        Passage::Edition(number) => cx.editions()[number].name.clone(),
        Passage::Today => String::new(),
    }
}

/// The name of the last edition; empty where there are none.
pub fn last_edition(cx: PageContext) -> String {
    cx.editions().last().map(|it| it.name.clone()).unwrap_or_default()
}

/// The anchor of an edition on the page of all changes.
pub fn edition_anchor(name: &str) -> String {
    match name {
        "" => "lb-today".to_owned(),
        name => format!("lb-in-{name}"),
    }
}
