//! Changes in lines that outlive the handbooks, and that any language has words for.

use crate::handbook::changes::{
    Change, CriterionChange, CriterionKind, Noun, Stated, Subject, Weight, What, Wording,
};
use crate::handbook::ix::LevelIx;
use crate::handbook::page::PageKey;

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ToldSubject {
    pub noun: Noun,
    /// What references use: `ic/senior`.
    pub id: String,
    pub title: String,
    /// Its page in the later revision.
    pub page: Option<PageKey>,
    pub weight: Weight,
    pub lines: Vec<ToldLine>,
}

/// A line about a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ToldLine {
    /// The title of the competency that it is about, if it is about one of a level's; else empty.
    pub competency: String,
    /// What happened: the key of a UI string, without `told-` in front.
    pub key: &'static str,
    /// What has another value, in the author's words or those of [`NAMES`]; else empty.
    pub name: String,
    /// From what, where that is told in a few words; else empty.
    pub from: String,
    /// To what; else empty.
    pub to: String,
    /// How many.
    pub count: usize,
    /// What it happened to, in the author's words; may be empty.
    pub text: String,
    /// What that was before.
    pub before: Vec<String>,
    /// The id of the criterion in the later revision; empty if it is none, or gone.
    pub criterion: String,
}

/// Names of values that are not an author's. Each has a UI string: `told-name-` and the name with hyphens.
pub const NAMES: [&str; 21] = [
    "also in",
    "applies",
    "category",
    "code",
    "criteria of earlier levels",
    "does without",
    "group",
    "inherits",
    "inherits from",
    "link",
    "links",
    "other words",
    "replaced by",
    "said on purpose",
    "same as",
    "status",
    "steps",
    "sublevels",
    "summary",
    "title",
    "visibility",
];

impl ToldSubject {
    pub fn new(subject: &Subject) -> Self {
        let is_shown = |it: &&Change| !it.is_typography();
        let mut lines: Vec<ToldLine> = subject.changes.iter().filter(is_shown).map(line).collect();
        let typography = subject.changes.iter().filter(|it| it.is_typography()).count();
        if typography > 0 {
            lines.push(ToldLine { count: typography, ..of("typography") });
        }
        Self {
            noun: subject.noun,
            id: subject.name().id.clone(),
            title: subject.name().title.clone(),
            page: subject.page,
            weight: subject.weight().unwrap_or(Weight::Patch),
            lines,
        }
    }

    /// The level that it is in the later revision.
    pub fn level(&self) -> Option<LevelIx> {
        match self.page {
            Some(PageKey::Level(level)) => Some(level),
            _ => None,
        }
    }
}

fn of(key: &'static str) -> ToldLine {
    ToldLine { key, ..ToldLine::default() }
}

fn pair(key: &'static str, from: &str, to: &str) -> ToldLine {
    ToldLine { from: from.to_owned(), to: to.to_owned(), ..of(key) }
}

fn line(change: &Change) -> ToldLine {
    let line = match &change.what {
        What::Added { criteria: 0 } => of("added"),
        What::Added { criteria } => ToldLine { count: *criteria, ..of("added-with") },
        What::Gone { into: Some(into), .. } => pair("merged-into", "", &into.title),
        What::Gone { criteria: 0, .. } => of("removed"),
        What::Gone { criteria, .. } => ToldLine { count: *criteria, ..of("removed-with") },
        What::Retired { successor: None } => of("retired"),
        What::Retired { successor: Some(it) } => pair("retired-for", "", &it.title),
        What::Restored => of("restored"),
        What::Renamed { from, to } => pair("renamed", from, to),
        What::Relocated { from, to } => pair("relocated", from, to),
        What::Value { name, from, to } => value(name, from, to),
        What::Rule { name, from, to } => value(name, from, to),
        What::Grade { from, to } => value_of("grade", from, to),
        What::Move { to, before: None, .. } => pair("move-added", "", &to.title),
        What::Move { to, after: None, .. } => pair("move-removed", "", &to.title),
        What::Move { to, .. } => pair("move-changed", "", &to.title),
        What::Step { from: None, to, .. } => {
            pair("step-new", "", to.as_deref().unwrap_or_default())
        }
        What::Step { from: Some(from), to: None, .. } => pair("step-gone", from, ""),
        What::Step { from: Some(from), to: Some(to), is_raised } => {
            pair(if *is_raised { "step-raised" } else { "step-lowered" }, from, to)
        }
        What::Criterion(it) => criterion(it),
        What::Left { from, to, place } => {
            ToldLine { text: words(from), criterion: id(to), ..pair("moved-away", "", place) }
        }
        What::Prose { part, .. } if part.is_empty() => of("prose"),
        What::Prose { part, .. } => ToldLine { name: part.clone(), ..of("prose-of") },
    };
    ToldLine { competency: change.competency.unwrap_or_default().to_owned(), ..line }
}

/// A value that is another one: both in a line if they are short, else the one before below.
fn value(name: &str, from: &str, to: &str) -> ToldLine {
    ToldLine { name: name.to_owned(), ..value_of("value", from, to) }
}

fn value_of(key: &'static str, from: &str, to: &str) -> ToldLine {
    let keys = match key {
        "grade" => ["grade-new", "grade-gone", "grade", "grade"],
        _ => ["value-new", "value-gone", "value", "value-long"],
    };
    match (from, to) {
        ("", to) => ToldLine { text: to.to_owned(), ..of(keys[0]) },
        (from, "") => ToldLine { text: from.to_owned(), ..of(keys[1]) },
        (from, to) if from.chars().count() + to.chars().count() <= LINE => pair(keys[2], from, to),
        (from, to) => {
            ToldLine { text: to.to_owned(), before: vec![from.to_owned()], ..of(keys[3]) }
        }
    }
}

/// How long both sides of a value may be together, so that they are read at one glance.
const LINE: usize = 72;

fn criterion(it: &CriterionChange) -> ToldLine {
    let text = it.to.as_ref().or(it.from.first()).map(words).unwrap_or_default();
    let line = match it.kind {
        CriterionKind::Moved => moved(it),
        CriterionKind::Regrouped => regrouped(it),
        CriterionKind::Visibility => {
            let is_internal = it.to.is_some_and(|it| it.criterion.internal);
            of(if is_internal { "now-internal" } else { "now-public" })
        }
        kind => of(kind.name()),
    };
    let before = match it.kind {
        _ if it.to.is_none() => Vec::new(),
        CriterionKind::Id => Vec::new(),
        CriterionKind::Grown if it.from.is_empty() => it.grown_from.iter().map(words).collect(),
        CriterionKind::Grown | CriterionKind::Merged | CriterionKind::Split => {
            it.from.iter().map(words).collect()
        }
        _ if it.wording > Wording::Typography => it.from.iter().map(words).collect(),
        _ => Vec::new(),
    };
    let criterion = it.to.as_ref().map(id).unwrap_or_default();
    ToldLine { text, before, criterion, ..line }
}

/// Where a criterion came from: another level, another competency or both.
fn moved(it: &CriterionChange) -> ToldLine {
    let level = it.moved.level.as_ref().map(|(from, _)| from.title.as_str());
    let competency = it.moved.competency.as_ref().map(|(from, _)| from.as_str());
    match (level, competency) {
        (Some(level), Some(competency)) => {
            ToldLine { name: competency.to_owned(), ..pair("moved-from-both", level, "") }
        }
        (one, other) => pair("moved-from", one.or(other).unwrap_or_default(), ""),
    }
}

fn regrouped(it: &CriterionChange) -> ToldLine {
    let plain = |text: &str| text.trim_end_matches(':').to_owned();
    match &it.moved.group {
        Some((from, to)) if !to.is_empty() => pair("regrouped-to", &plain(from), &plain(to)),
        _ => of("regrouped"),
    }
}

fn words(it: &Stated) -> String {
    it.criterion.text.text().to_owned()
}

fn id(it: &Stated) -> String {
    it.criterion.id.to_string()
}
