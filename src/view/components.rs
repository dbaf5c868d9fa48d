//! Components in Markdown: what each call shows.

use serde::Serialize;

use super::changes::{self, Changes, Fact};
use super::common::{Html, Link, Rung};
use super::context::{Notes, PageContext};
use super::map::{self, LadderMap};
use super::markdown::html;
use super::matrix::{self, Matrix};
use super::radar::{self, Radar};
use crate::handbook::components::{Call, Component};
use crate::handbook::{LevelIx, PageKey, criterion_anchor};

/// A call of a component on a page, with what it shows.
#[derive(Hash)]
pub struct ComponentView {
    /// The call.
    pub call: Call,
    /// What a template receives as `view`; `None` for a component of the theme's own, which has its
    /// arguments alone.
    pub data: Option<Shown>,
}

/// Component `matrix`: the matrix of one track in prose.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentMatrix {
    /// The track.
    pub track: Link,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its table.
    pub matrix: Matrix,
}

/// Component `compare`: two levels, in three lines.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentCompare {
    /// The level on the left.
    pub from: Rung,
    /// The level on the right.
    pub to: Rung,
    /// What changes.
    pub changes: Changes,
    /// The whole comparison.
    pub compare: String,
}

/// Component `facts`: the facts of a level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentFacts {
    /// The level.
    pub level: Link,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// Component `criterion`: one criterion.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentCriterion {
    /// The level in whose file it stands.
    pub level: Link,
    /// Where it stands.
    pub href: String,
    /// Its text.
    pub html: Html,
}

/// What one of our own components shows.
#[derive(Hash, Serialize)]
#[serde(untagged)]
pub enum Shown {
    LadderMap(LadderMap),
    Matrix(ComponentMatrix),
    Compare(Box<ComponentCompare>),
    Radar(Option<Radar>),
    Facts(ComponentFacts),
    Criterion(ComponentCriterion),
}

/// What a call shows on a page; `None` if it is faulty, which has been reported.
pub fn view(cx: PageContext, call: Call) -> Option<ComponentView> {
    let component = call.resolve(cx.handbook, cx.names).ok()?;
    Some(ComponentView { call, data: component.map(|component| show(cx, &component)) })
}

/// What the calls on a page show; `None` for a faulty one, or a component of the theme's own. Prose in what a call
/// shows may hold further calls, which stand behind it.
pub fn shown(cx: PageContext, notes: &Notes) -> Vec<Option<Shown>> {
    let mut all = Vec::new();
    while let Some(call) = notes.call(all.len()) {
        let component = call.resolve(cx.handbook, cx.names).ok().flatten();
        all.push(component.map(|component| show(cx, &component)));
    }
    all
}

fn show(cx: PageContext, component: &Component) -> Shown {
    match component {
        Component::LadderMap => Shown::LadderMap(map::view(cx)),
        Component::Matrix(track) => Shown::Matrix(ComponentMatrix {
            track: cx.track_link(*track),
            hue: cx.handbook.hue(*track),
            matrix: matrix::matrix(cx, *track),
        }),
        Component::Compare(from, to) => Shown::Compare(Box::new(ComponentCompare {
            from: cx.rung(*from, None),
            to: cx.rung(*to, None),
            changes: changes::in_full(cx, *from, *to),
            compare: changes::href(cx, *from, *to),
        })),
        Component::Radar(levels) => Shown::Radar(radar::chart(cx, levels)),
        Component::Facts(level) => Shown::Facts(facts(cx, *level)),
        Component::Criterion(level, id) => Shown::Criterion(criterion(cx, *level, id)),
    }
}

fn facts(cx: PageContext, level: LevelIx) -> ComponentFacts {
    let facts = cx.handbook[level].facts.iter();
    ComponentFacts {
        level: cx.level_link(level, None),
        facts: facts.map(|(name, value)| changes::fact(name, &value.value)).collect(),
    }
}

fn criterion(cx: PageContext, level: LevelIx, id: &str) -> ComponentCriterion {
    let found = cx.handbook.body(level).criteria().find(|it| *it.id == *id);
    let anchor = criterion_anchor(id);
    ComponentCriterion {
        level: cx.level_link(level, None),
        href: cx.href(PageKey::Level(level), Some(&anchor)),
        html: found.map(|it| html(cx, &it.text)).unwrap_or_default(),
    }
}
