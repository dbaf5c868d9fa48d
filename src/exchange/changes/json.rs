//! Changes for programs. `docs/changes.d.ts` declares the shape.

use serde::Serialize;

use super::told::{Side, Told};
use crate::handbook::changes::{
    Change, CriterionChange, Moved, Name, Noun, Stated, Subject, Weight, What, Wording,
};

#[derive(Serialize)]
struct JsonChanges<'a> {
    from: JsonSide<'a>,
    to: JsonSide<'a>,
    /// The word of a [`Weight`]; `null` if nothing differs.
    proposal: Option<&'static str>,
    tracks: Vec<JsonSubject<'a>>,
    categories: Vec<JsonSubject<'a>>,
    competencies: Vec<JsonSubject<'a>>,
    levels: Vec<JsonSubject<'a>>,
    terms: Vec<JsonSubject<'a>>,
    pages: Vec<JsonSubject<'a>>,
}

#[derive(Serialize)]
struct JsonSide<'a> {
    name: &'a str,
    commit: Option<&'a str>,
    date: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonSubject<'a> {
    from: Option<JsonName<'a>>,
    to: Option<JsonName<'a>>,
    proposal: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    changes: Vec<JsonChange<'a>>,
}

#[derive(Serialize)]
struct JsonName<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Default, Serialize)]
struct JsonChange<'a> {
    kind: &'static str,
    proposal: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    competency: Option<&'a str>,
    /// What the value, the rule or the text is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<JsonName<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    criteria: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<JsonCriterion<'a>>,
}

#[derive(Serialize)]
struct JsonCriterion<'a> {
    from: Vec<JsonStated<'a>>,
    to: Option<JsonStated<'a>>,
    wording: &'static str,
    #[serde(rename = "moved-level", skip_serializing_if = "Option::is_none")]
    moved_level: Option<[JsonName<'a>; 2]>,
    #[serde(rename = "moved-competency", skip_serializing_if = "Option::is_none")]
    moved_competency: Option<[&'a str; 2]>,
    #[serde(rename = "moved-group", skip_serializing_if = "Option::is_none")]
    moved_group: Option<[&'a str; 2]>,
    #[serde(rename = "grown-from", skip_serializing_if = "Option::is_none")]
    grown_from: Option<JsonStated<'a>>,
}

#[derive(Serialize)]
struct JsonStated<'a> {
    id: &'a str,
    text: &'a str,
    /// Whether its author wrote the id.
    pinned: bool,
}

pub fn text(told: &Told) -> String {
    let of = |noun: Noun| {
        let subjects = told.changes.subjects.iter().filter(|it| it.noun == noun);
        subjects.map(|it| subject(told, it)).collect()
    };
    let json = JsonChanges {
        from: side(&told.sides[0]),
        to: side(&told.sides[1]),
        proposal: told.weight().map(Weight::name),
        tracks: of(Noun::Track),
        categories: of(Noun::Category),
        competencies: of(Noun::Competency),
        levels: of(Noun::Level),
        terms: of(Noun::Term),
        pages: of(Noun::Page),
    };
    serde_json::to_string_pretty(&json).expect("plain data is always JSON") + "\n"
}

fn side(it: &Side) -> JsonSide<'_> {
    JsonSide { name: &it.name, commit: it.commit.as_deref(), date: it.date.as_deref() }
}

fn name(it: &Name) -> JsonName<'_> {
    JsonName { id: &it.id, title: &it.title }
}

fn subject<'a>(told: &Told<'a, 'a>, it: &'a Subject<'a>) -> JsonSubject<'a> {
    JsonSubject {
        from: it.from.as_ref().map(name),
        to: it.to.as_ref().map(name),
        proposal: it.weight().map(Weight::name).unwrap_or_default(),
        url: it.page.filter(|page| told.routes.has(*page)).map(|page| told.routes.url(page)),
        changes: it.changes.iter().map(change).collect(),
    }
}

fn change<'a>(it: &'a Change<'a>) -> JsonChange<'a> {
    let base = || JsonChange {
        kind: it.what.kind(),
        proposal: it.weight.name(),
        competency: it.competency,
        ..JsonChange::default()
    };
    fn stated(text: &str) -> Option<&str> {
        (!text.is_empty()).then_some(text)
    }
    match &it.what {
        What::Added { criteria } => JsonChange { criteria: Some(*criteria), ..base() },
        What::Gone { criteria, into } => {
            JsonChange { criteria: Some(*criteria), level: into.as_ref().map(name), ..base() }
        }
        What::Retired { successor } => JsonChange { level: successor.as_ref().map(name), ..base() },
        What::Restored => base(),
        What::Renamed { from, to } | What::Relocated { from, to } | What::Grade { from, to } => {
            JsonChange { from: stated(from), to: stated(to), ..base() }
        }
        What::Value { name, from, to } => {
            JsonChange { name: Some(name), from: stated(from), to: stated(to), ..base() }
        }
        What::Rule { name, from, to } => {
            JsonChange { name: Some(name), from: stated(from), to: stated(to), ..base() }
        }
        What::Move { to, before, after } => JsonChange {
            level: Some(name(to)),
            from: before.map(|it| it.name()),
            to: after.map(|it| it.name()),
            ..base()
        },
        What::Step { from, to, .. } => {
            JsonChange { from: from.as_deref(), to: to.as_deref(), ..base() }
        }
        What::Criterion(criterion) => {
            JsonChange { criterion: Some(of_criterion(criterion)), ..base() }
        }
        What::Left { from, to, place } => JsonChange {
            to: Some(place),
            criterion: Some(JsonCriterion {
                from: vec![of_stated(from)],
                to: Some(of_stated(to)),
                wording: "same",
                moved_level: None,
                moved_competency: None,
                moved_group: None,
                grown_from: None,
            }),
            ..base()
        },
        What::Prose { part, wording } => JsonChange {
            name: stated(part),
            to: (*wording == Wording::Typography).then_some("typography"),
            ..base()
        },
    }
}

fn of_criterion<'a>(it: &'a CriterionChange<'a>) -> JsonCriterion<'a> {
    let Moved { level, competency, group } = &it.moved;
    fn pair((from, to): &(String, String)) -> [&str; 2] {
        [from, to]
    }
    JsonCriterion {
        from: it.from.iter().map(of_stated).collect(),
        to: it.to.as_ref().map(of_stated),
        wording: match it.wording {
            Wording::Same => "same",
            Wording::Typography => "typography",
            Wording::Reworded => "reworded",
            Wording::Likely => "likely",
            Wording::Rewritten => "rewritten",
        },
        moved_level: level.as_ref().map(|(from, to)| [name(from), name(to)]),
        moved_competency: competency.as_ref().map(pair),
        moved_group: group.as_ref().map(pair),
        grown_from: it.grown_from.as_ref().map(of_stated),
    }
}

fn of_stated<'a>(it: &Stated<'a>) -> JsonStated<'a> {
    JsonStated { id: &it.criterion.id, text: it.criterion.text.text(), pinned: it.criterion.pinned }
}
