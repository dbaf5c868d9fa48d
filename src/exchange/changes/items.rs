//! Changes as lines for people, whatever they are written with.

use crate::handbook::MoveKind;
use crate::handbook::changes::{
    Change, CriterionChange, CriterionKind, Name, Noun, Subject, What, Wording,
};
use crate::spelling::{capitalized, counted};

/// One line about a change, and what stands below it.
pub struct Item<'h> {
    /// The competency that it is about, where it is about one of a level's.
    pub competency: Option<&'h str>,
    /// One character that tells kinds of changes apart.
    pub sign: char,
    /// What happened, in a few words that begin a line.
    pub label: String,
    /// What it happened to, in the author's words; may be empty.
    pub text: String,
    /// More of it: what it was, where it was.
    pub below: Vec<(&'static str, String)>,
}

/// The lines about something, in their order. Typography is one line at the end.
pub fn items<'h>(subject: &Subject<'h>) -> Vec<Item<'h>> {
    let is_shown = |it: &&Change<'h>| !it.is_typography();
    let shown = subject.changes.iter().filter(is_shown).map(|it| item(subject.noun, it));
    let mut items: Vec<Item> = shown.collect();
    let typography = subject.changes.iter().filter(|it| it.is_typography()).count();
    if typography > 0 {
        let places = counted(typography, "place");
        items.push(line('·', &format!("Typography in {places}"), ""));
    }
    items
}

fn line<'h>(sign: char, label: &str, text: &str) -> Item<'h> {
    Item {
        competency: None,
        sign,
        label: label.to_owned(),
        text: text.to_owned(),
        below: Vec::new(),
    }
}

fn item<'h>(noun: Noun, change: &Change<'h>) -> Item<'h> {
    let item = match &change.what {
        What::Added { criteria } => line('+', &added(noun, *criteria), ""),
        What::Gone { criteria, into } => line('-', &gone(*criteria, into.as_ref()), ""),
        What::Retired { successor } => {
            let successor = successor.as_ref().map(|it| format!("; {} takes its place", shown(it)));
            line('-', &format!("Retired{}", successor.unwrap_or_default()), "")
        }
        What::Restored => line('+', "In use", ""),
        What::Renamed { from, to } => line('>', "Renamed", &format!("{from} → {to}")),
        What::Relocated { from, to } => line('>', "Other track", &format!("{from} → {to}")),
        What::Value { name, from, to } => value(name, from, to),
        What::Grade { from, to } => {
            line('!', "Grade", &format!("{} → {}", or_none(from), or_none(to)))
        }
        What::Rule { name, from, to } => {
            line('!', &capitalized(name), &format!("{} → {}", or_none(from), or_none(to)))
        }
        What::Move { to, before, after } => way(to, *before, *after),
        What::Step { from, to, is_raised } => step(from.as_deref(), to.as_deref(), *is_raised),
        What::Criterion(it) => criterion(it),
        What::Left { from, place, .. } => {
            line('>', &format!("Moved to {place}"), from.criterion.text.text())
        }
        What::Prose { part, .. } => {
            let part = if part.is_empty() { "text" } else { part };
            line('·', &format!("{} changed", capitalized(part)), "")
        }
    };
    Item { competency: change.competency, ..item }
}

/// What something is called, with its name, since two may have one title.
pub fn shown(name: &Name) -> String {
    if name.id.is_empty() || name.id == name.title {
        return name.title.clone();
    }
    format!("{} ({})", name.title, name.id)
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

fn added(noun: Noun, criteria: usize) -> String {
    let what = match noun {
        Noun::Track => "New track",
        Noun::Category => "New category",
        Noun::Competency => "New competency",
        Noun::Level => "New level",
        Noun::Scale => "New scale",
        Noun::Term => "New term",
        Noun::Page => "New page",
    };
    match criteria {
        0 => what.to_owned(),
        criteria => format!("{what}, with {}", counted(criteria, "criterion")),
    }
}

fn gone(criteria: usize, into: Option<&Name>) -> String {
    match (into, criteria) {
        (Some(into), 0) => format!("Merged into {}", shown(into)),
        (Some(into), lost) => {
            let lost = counted(lost, "criterion");
            format!("Merged into {}; {lost} did not come along", shown(into))
        }
        (None, 0) => "Removed".to_owned(),
        (None, lost) => format!("Removed, and {} with it", counted(lost, "criterion")),
    }
}

/// How long the two sides of a line may be together, so that it is read at one glance.
const LINE: usize = 72;

fn value<'h>(name: &str, from: &str, to: &str) -> Item<'h> {
    let name = capitalized(name);
    match (from, to) {
        ("", to) => line('+', &format!("{name} added"), to),
        (from, "") => line('-', &format!("{name} removed"), from),
        (from, to) if from.chars().count() + to.chars().count() <= LINE => {
            line('~', &name, &format!("{from} → {to}"))
        }
        (from, to) => {
            let below = vec![("before", from.to_owned())];
            Item { below, ..line('~', &name, to) }
        }
    }
}

fn way<'h>(to: &Name, before: Option<MoveKind>, after: Option<MoveKind>) -> Item<'h> {
    let to = shown(to);
    let (sign, label, text) = match (before, after) {
        (None, Some(kind)) => ('+', "New move", format!("to {to}, {}", kind.name())),
        (Some(kind), None) => ('-', "Move removed", format!("to {to}, {}", kind.name())),
        (from, after) => {
            let kind = |it: Option<MoveKind>| it.map(MoveKind::name).unwrap_or_default();
            ('~', "Move", format!("to {to}: {} → {}", kind(from), kind(after)))
        }
    };
    line(sign, label, &text)
}

fn step<'h>(from: Option<&str>, to: Option<&str>, is_raised: bool) -> Item<'h> {
    let (sign, label, text) = match (from, to) {
        (None, to) => ('!', "Step expected", to.unwrap_or_default().to_owned()),
        (from, None) => ('-', "Step no longer expected", from.unwrap_or_default().to_owned()),
        (Some(from), Some(to)) => {
            let (sign, label) =
                if is_raised { ('!', "Step raised") } else { ('-', "Step lowered") };
            (sign, label, format!("{from} → {to}"))
        }
    };
    line(sign, label, &text)
}

fn criterion<'h>(it: &CriterionChange<'h>) -> Item<'h> {
    let text = it.to.as_ref().or(it.from.first()).map_or("", |it| it.criterion.text.text());
    let (sign, label) = match it.kind {
        CriterionKind::New => ('+', "New".to_owned()),
        CriterionKind::Gone => ('-', "Gone".to_owned()),
        CriterionKind::Grown => ('!', "Grown".to_owned()),
        CriterionKind::Merged => ('~', "Merged".to_owned()),
        CriterionKind::Split => ('~', "Split off".to_owned()),
        CriterionKind::Moved => ('>', moved(it)),
        CriterionKind::Rewritten => ('!', "Rewritten".to_owned()),
        CriterionKind::Likely => ('?', "Perhaps reworded".to_owned()),
        CriterionKind::Reworded => ('~', "Reworded".to_owned()),
        CriterionKind::Regrouped => ('>', regrouped(it)),
        CriterionKind::Examples => ('·', "Other examples".to_owned()),
        CriterionKind::Visibility => {
            let is_internal = it.to.is_some_and(|it| it.criterion.internal);
            ('·', if is_internal { "Now internal" } else { "Now public" }.to_owned())
        }
        CriterionKind::Typography => ('·', "Typography".to_owned()),
        CriterionKind::Id => ('·', "Other id".to_owned()),
    };
    Item { below: below(it), ..line(sign, &label, text) }
}

/// What stood there before.
fn below(it: &CriterionChange) -> Vec<(&'static str, String)> {
    if it.kind == CriterionKind::Id {
        let ids = it.from.iter().chain(&it.to).map(|it| it.criterion.id.to_string());
        return vec![("id", ids.collect::<Vec<String>>().join(" → "))];
    }
    if let Some(from) = &it.grown_from {
        return vec![("grown from", from.criterion.text.text().to_owned())];
    }
    let has_words =
        matches!(it.kind, CriterionKind::Grown | CriterionKind::Merged | CriterionKind::Split);
    if it.to.is_none() || !has_words && it.wording <= Wording::Typography {
        return Vec::new();
    }
    it.from.iter().map(|from| ("before", from.criterion.text.text().to_owned())).collect()
}

/// Where a criterion came from: another level, another competency or both.
fn moved(it: &CriterionChange) -> String {
    let competency = it.moved.competency.as_ref().map(|(from, _)| from.as_str());
    let level = it.moved.level.as_ref().map(|(from, _)| from.title.as_str());
    let from = match (level, competency) {
        (Some(level), Some(competency)) => format!("{competency} at {level}"),
        (one, other) => one.or(other).unwrap_or_default().to_owned(),
    };
    let reworded = match it.wording {
        Wording::Same | Wording::Typography => "",
        Wording::Reworded => " and reworded",
        Wording::Likely | Wording::Rewritten => " and rewritten",
    };
    format!("Moved from {from}{reworded}")
}

fn regrouped(it: &CriterionChange) -> String {
    let group = |text: &str| match text {
        "" => "no heading".to_owned(),
        text => format!("“{}”", text.trim_end_matches(':')),
    };
    let groups = it.moved.group.as_ref();
    groups.map_or_else(
        || "Regrouped".to_owned(),
        |(from, to)| format!("Moved from {} to {}", group(from), group(to)),
    )
}
