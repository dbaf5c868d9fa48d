//! Components in Markdown: what each call shows.

use std::sync::Mutex;

use serde::Serialize;

use super::compare;
use super::map;
use super::matrix;
use super::pages::{Changes, ComponentMatrix, Fact, Html, LadderMap, Link, Radar, Rung};
use super::radar;
use super::site::Site;
use crate::handbook::components::{Call, Component};
use crate::handbook::names::criterion_anchor;
use crate::handbook::{LevelIx, PageKey};

/// A call with what it shows, in the order in which calls were met on a page.
#[derive(Clone, Debug, Hash)]
pub struct ComponentView {
    /// The call.
    pub call: Call,
    /// What it shows; `None` for a component of the theme's own, which has its arguments alone.
    pub data: Option<ComponentData>,
}

/// What a call of one of our own components shows. A template receives it as `view`.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "few live at a time, and each moves once")]
pub enum ComponentData {
    /// `ladder-map`.
    LadderMap(LadderMap),
    /// `matrix`.
    Matrix(ComponentMatrix),
    /// `compare`.
    Compare(ComponentCompare),
    /// `radar`: the chart, if there are enough axes.
    Radar(Option<Radar>),
    /// `facts`.
    Facts(ComponentFacts),
    /// `criterion`.
    Criterion(ComponentCriterion),
}

/// Two levels, in three lines.
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

/// The facts of a level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentFacts {
    /// The level.
    pub level: Link,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// One criterion.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentCriterion {
    /// The level in whose file it stands.
    pub level: Link,
    /// Where it stands.
    pub href: String,
    /// Its text.
    pub html: Html,
}

/// The calls that were met on a page. Prose is made to HTML in many places; each call leaves a mark
/// in it, and what it shows is put in when the page is rendered.
#[derive(Default)]
pub struct Collector(Mutex<Vec<ComponentView>>);

impl Collector {
    /// Takes a call and returns the mark that stands for it.
    pub fn take(&self, view: ComponentView) -> String {
        let mut views = self.0.lock().expect("no thread panics while it holds the calls");
        views.push(view);
        mark(views.len() - 1)
    }

    /// All calls in order.
    pub fn into_views(self) -> Vec<ComponentView> {
        self.0.into_inner().expect("no thread panics while it holds the calls")
    }
}

/// What stands in a page for the call of this number.
pub fn mark(number: usize) -> String {
    format!("<!--component {number}-->")
}

/// What a call shows on a page; `None` if it is faulty, which has been reported.
pub fn view(site: Site, on: PageKey, call: Call) -> Option<ComponentView> {
    let component = call.resolve(site.handbook).ok()?;
    let data = component.map(|component| data(site, on, &component));
    Some(ComponentView { call, data })
}

fn data(site: Site, on: PageKey, component: &Component) -> ComponentData {
    match component {
        Component::LadderMap => ComponentData::LadderMap(map::view(site, on)),
        Component::Matrix(track) => ComponentData::Matrix(ComponentMatrix {
            track: site.track_link(on, *track),
            hue: site.handbook.hue(*track),
            matrix: matrix::matrix(site, on, *track),
        }),
        Component::Compare(from, to) => ComponentData::Compare(ComponentCompare {
            from: site.rung(on, *from, None),
            to: site.rung(on, *to, None),
            changes: compare::changes(site, on, *from, *to),
            compare: compare::href(site, on, *from, *to),
        }),
        Component::Radar(levels) => ComponentData::Radar(radar::chart(site, on, levels)),
        Component::Facts(level) => ComponentData::Facts(facts(site, on, *level)),
        Component::Criterion(level, id) => {
            ComponentData::Criterion(criterion(site, on, *level, id))
        }
    }
}

fn facts(site: Site, on: PageKey, level: LevelIx) -> ComponentFacts {
    let facts = site.handbook[level].facts.iter();
    ComponentFacts {
        level: site.level_link(on, level, None),
        facts: facts.map(|(name, value)| compare::fact(name, &value.value)).collect(),
    }
}

fn criterion(site: Site, on: PageKey, level: LevelIx, id: &str) -> ComponentCriterion {
    let found = site.handbook[level].body.criteria().find(|it| it.id == id);
    let anchor = criterion_anchor(id);
    ComponentCriterion {
        level: site.level_link(on, level, None),
        href: site.routes.href(on, PageKey::Level(level), Some(&anchor)),
        html: found.map(|it| site.html(on, &it.text)).unwrap_or_default(),
    }
}
