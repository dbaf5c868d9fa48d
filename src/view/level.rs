//! The page of a level.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::cells::{self, CellView, StepText};
use super::changes::{self, Changes, Fact, FactChange, fact};
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::history;
use super::links;
use super::markdown::html;
use super::matrix;
use super::radar::{self, Radar};
use super::told::{self, ToldGroup};
use crate::handbook::history::Passage;
use crate::handbook::names::Names;
use crate::handbook::{
    Body, CategoryIx, CompetencyIx, Criterion, LevelIx, Move, PageKey, Status, criterion_anchor,
    effective,
};

/// `level`: one level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelView {
    /// The level as a card: title, code, grade, status and so on.
    pub rung: Rung,
    /// Its track.
    pub track: Link,
    /// The level that took its place, or the track that took that of its track.
    pub replaced_by: Option<Link>,
    /// The level whose expectations are the same (`same-as`).
    pub same_as: Option<Link>,
    /// Steps within the level, such as `I`, `II`.
    pub sublevels: Vec<String>,
    /// Links that the author added.
    pub links: Vec<Link>,
    /// Short facts, in the book's order.
    pub facts: Vec<LevelFact>,
    /// Text before the first competency.
    pub intro: Html,
    /// The rungs of the track, with this one marked.
    pub rail: Rail,
    /// What changes from the level before; `None` at the first rung.
    pub changes: Option<Changes>,
    /// What the expected steps mean, as far as a scale says so for all its competencies; each once.
    pub steps: Vec<StepText>,
    /// Expectations by category and competency.
    pub groups: Vec<CellGroup>,
    /// Whether anything of earlier levels stays expected.
    pub has_earlier: bool,
    /// Whether a criterion has examples.
    pub has_examples: bool,
    /// Sections that the author marked as prose, after the competencies.
    pub prose: Vec<ProseSection>,
    /// Where one can go next.
    pub moves: Vec<MoveCard>,
    /// The comparison with the level before; empty at the first rung.
    pub compare: String,
    /// The matrix with this level and those next to it; empty for levels that are out of use.
    pub matrix: String,
    /// Where a reader prepares for this level, and where one does who is there already; `None` where the handbook has no
    /// gap sheet, and for levels that are out of use.
    pub prepare: Option<Prepare>,
    /// By what a browser remembers that its reader is at this level; `None` for levels that are out of use, and in
    /// editions.
    pub here: Option<Here>,
    /// Its expected steps as a radar chart; `None` with fewer than three axes.
    pub radar: Option<Radar>,
    /// What became of it from edition to edition; `None` where there are none.
    pub history: Option<LevelHistory>,
}

/// A level at which a reader may be.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Here {
    /// Its name in the data and in addresses: `ic/senior`.
    pub level: String,
    /// Names that it had before, with spaces between them; may be empty.
    pub was: String,
}

/// What became of a level from edition to edition.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelHistory {
    /// The name of the level, by which a browser remembers that it has been read.
    pub level: String,
    /// Names that it had before, with spaces between them.
    pub was: String,
    /// The name of the last edition.
    pub edition: String,
    /// The day from which it is in force; empty if it is part of no edition yet.
    pub in_force: String,
    /// The name of the edition in which it first stood; empty if it is part of none yet.
    pub since: String,
    /// When it changed, the last change first.
    pub changes: Vec<LevelChange>,
    /// The same level in editions, by their names.
    pub editions: Vec<Link>,
    /// Since when its criteria stand as they do, in the order of the page.
    pub criteria: Vec<CriterionAge>,
    /// The page of all changes, with those of this level.
    pub all: String,
}

/// What changed at a level in one edition.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelChange {
    /// The edition, with where its changes are told; without a title for what is part of none yet.
    pub edition: Link,
    /// The day from which the edition is in force; empty for what is part of none yet.
    pub in_force: String,
    /// What changed, by competency.
    pub groups: Vec<ToldGroup>,
}

/// Since when a criterion stands as it does.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriterionAge {
    /// Its words.
    pub text: String,
    /// Its place on the page.
    pub href: String,
    /// The name of the edition in which it first stood; empty if it is part of none yet.
    pub since: String,
    /// The edition in which its words last changed, empty if that is part of none yet; `None` if they never did.
    pub reworded: Option<String>,
}

/// The rungs around a level, for the rail at its side. It stays short in a long track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Rail {
    /// The track.
    pub track: Link,
    /// Rungs of the track, first to last, at most thirteen of them.
    pub rungs: Vec<RailRung>,
    /// Rungs left out before the first one shown.
    pub before: usize,
    /// Rungs left out after the last one shown.
    pub after: usize,
    /// Levels of other tracks at the same grade.
    pub peers: Vec<RailPeer>,
}

/// One rung in the rail.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RailRung {
    /// Title of the level.
    pub title: String,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
    /// Whether it is the page's own level.
    pub current: bool,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// A level of another track in the rail.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RailPeer {
    /// Title of the level.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Colour slot of its track, from 1.
    pub hue: usize,
    /// Title of its track.
    pub track: String,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// The cells of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CellGroup {
    /// The category; `None` where the book has none.
    pub category: Option<Link>,
    /// What the author wrote straight under the category's heading; may be empty.
    pub prose: Html,
    /// Cells in the book's order.
    pub cells: Vec<CellView>,
}

/// A heading that the author marked as prose.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ProseSection {
    /// Text of the heading.
    pub title: String,
    /// Its anchor; may be empty.
    pub anchor: String,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
    /// What follows.
    pub html: Html,
}

/// Where the gap sheet is opened for a level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Prepare {
    /// For a reader who wants to get there, from the level before in the track, or else from the first that leads to it;
    /// by that level's title. `None` where none leads to it.
    pub from: Option<Link>,
    /// For a reader who is there already.
    pub own: String,
    /// Whether that sheet has a level to go on to.
    pub has_next: bool,
}

/// One possible next level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MoveCard {
    /// The level it leads to.
    pub rung: Rung,
    /// `promotion`, `lateral` or `back`.
    pub kind: &'static str,
    /// The author's note; may be empty.
    pub note: String,
    /// What changes with this move, without the criteria.
    pub changes: Changes,
    /// The whole comparison.
    pub compare: String,
    /// The gap sheet for this move; empty where there is none.
    pub review: String,
}

/// Rungs that the rail shows before and after the page's own.
const RAIL: usize = 6;

/// A short fact of a level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelFact {
    /// Its name, such as `Scope`.
    pub name: String,
    /// Its value; empty if only the level before states it.
    pub value: String,
    /// Its value at the level before, if that is another one.
    pub before: String,
}

/// The page of a level.
pub fn view(cx: PageContext, level: LevelIx) -> LevelView {
    let it = &cx.handbook[level];
    let previous = cx.handbook.previous(level);
    let changes = previous.map(|it| changes::in_full(cx, it, level));
    let groups = groups(cx, level);
    LevelView {
        rung: cx.rung(level, None),
        track: cx.track_link(it.track),
        replaced_by: replaced_by(cx, level),
        same_as: it.same_as.as_ref().map(|same| cx.level_link(same.level, None)),
        sublevels: it.sublevels.clone(),
        links: links(cx, level),
        facts: facts(cx, level, changes.as_ref().map(|it| &*it.facts)),
        intro: html(cx, &cx.handbook.body(level).intro),
        rail: rail(cx, level),
        changes,
        compare: previous.map(|it| changes::href(cx, it, level)).unwrap_or_default(),
        matrix: matrix::href_of_level(cx, level),
        prepare: prepare(cx, level),
        here: here(cx, level),
        radar: radar::chart(cx, &[level]),
        steps: steps(cx, level),
        has_earlier: groups.iter().flat_map(|it| &it.cells).any(|it| !it.earlier.is_empty()),
        has_examples: groups.iter().flat_map(|it| &it.cells).any(CellView::has_examples),
        groups,
        prose: sections(cx, level),
        moves: it.next.iter().map(|step| card(cx, level, step)).collect(),
        history: level_history(cx, level),
    }
}

/// What took the place of a level.
pub fn replaced_by(cx: PageContext, level: LevelIx) -> Option<Link> {
    let it = &cx.handbook[level];
    let track = &cx.handbook[it.track];
    let by_track = track.replaced_by.filter(|_| track.status == Status::Retired);
    let by_level = it.replaced_by.map(|by| cx.level_link(by, None));
    by_level.or_else(|| by_track.map(|by| cx.track_link(by)))
}

/// Where the gap sheet is opened for a level.
fn prepare(cx: PageContext, level: LevelIx) -> Option<Prepare> {
    let own = changes::review_href(cx, level, None);
    if own.is_empty() {
        return None;
    }
    // The sheet offers the moves that a level declares or is given.
    let previous = cx.handbook.previous(level).filter(|it| cx.ways().lead(*it, level));
    let before = previous.or_else(|| cx.ways().to(level).first().copied());
    let from = before.map(|before| Link {
        title: cx.handbook.label(before).to_owned(),
        href: changes::review_href(cx, before, Some(level)),
    });
    Some(Prepare {
        from: from.filter(|it| !it.href.is_empty()),
        own,
        has_next: !cx.handbook[level].next.is_empty(),
    })
}

/// A level of today that is in use, as one at which a reader may be.
fn here(cx: PageContext, level: LevelIx) -> Option<Here> {
    let is_in_use = cx.handbook.handbook().status(level) != Status::Retired;
    (is_in_use && cx.edition().is_none()).then(|| Here {
        level: cx.handbook.level_name(level),
        was: cx.routes().former_names(level).join(" "),
    })
}

/// What became of a level from edition to edition.
fn level_history(cx: PageContext, level: LevelIx) -> Option<LevelHistory> {
    let past = cx.past_of_level(level)?;
    let edition = |passage| match passage {
        Passage::Edition(number) => cx.editions().get(number),
        Passage::Today => None,
    };
    let day = |passage| edition(passage).map(|it| it.in_force.clone()).unwrap_or_default();
    let changes = past.changes.iter().map(|(passage, lines)| LevelChange {
        edition: history::link_of(cx, *passage),
        in_force: day(*passage),
        groups: told::groups(cx, lines),
    });
    let there = past.elsewhere.iter();
    let there = there.map(|it| Link { title: it.edition.clone(), href: cx.root_href(&it.address) });
    let competencies = cx.handbook.competencies().map(|(competency, _)| competency);
    let on_page = competencies.filter(|it| effective::is_on_page(cx.handbook, level, *it));
    let criteria = on_page.flat_map(|it| ages(cx, level, it));
    Some(LevelHistory {
        level: cx.handbook.level_name(level),
        was: cx.routes().former_names(level).join(" "),
        edition: told::last_edition(cx),
        in_force: day(past.since),
        since: told::edition_name(cx, past.since),
        changes: changes.collect(),
        editions: there.collect(),
        criteria: criteria.collect(),
        all: history::href_of_level(cx, level),
    })
}

/// Since when the criteria of a cell stand as they do.
fn ages(cx: PageContext, level: LevelIx, competency: CompetencyIx) -> Vec<CriterionAge> {
    let cell = effective::cell(cx.handbook, level, competency);
    let named = cell.criteria().map(|it| it.criterion).filter(|it| !it.id.is_empty());
    let age = |it: &Criterion| {
        let past = cx.past_of_criterion(&it.id)?;
        Some(CriterionAge {
            text: it.text.text().to_owned(),
            href: cx.href(cx.page, Some(&criterion_anchor(&it.id))),
            since: told::edition_name(cx, past.since),
            reworded: past.reworded.map(|passage| told::edition_name(cx, passage)),
        })
    };
    named.filter_map(age).collect()
}

/// What the expected steps mean by their scales, the lowest first. Of a range that is its lowest step.
pub fn steps(cx: PageContext, level: LevelIx) -> Vec<StepText> {
    let book = cx.handbook.handbook();
    let shown = book.competencies().map(|(competency, _)| competency);
    let shown = shown.filter(|it| effective::is_on_page(cx.handbook, level, *it));
    let expected = shown.filter_map(|competency| {
        let expect = effective::expectation(cx.handbook, level, competency)?;
        Some((expect.first, book[competency].steps.get(expect.first)?))
    });
    let mut said = BTreeSet::new();
    let mut steps: Vec<_> = expected
        .filter(|(_, step)| !step.scale_text.is_empty())
        .filter(|(_, step)| said.insert((&step.title, step.scale_text.text())))
        .collect();
    steps.sort_by_key(|(number, _)| *number);
    steps
        .into_iter()
        .map(|(_, step)| StepText { title: step.title.clone(), text: html(cx, &step.scale_text) })
        .collect()
}

/// Short facts of a level, in the book's order, then those that only the level before states; `changed` are those that
/// differ from it.
pub fn facts(cx: PageContext, level: LevelIx, changed: Option<&[FactChange]>) -> Vec<LevelFact> {
    let changed = changed.unwrap_or_default();
    let before: HashMap<&str, &str> =
        changed.iter().rev().map(|it| (it.name.as_str(), it.from.as_str())).collect();
    let before = |name: &str| before.get(name).copied().unwrap_or_default().to_owned();
    let stated = cx.handbook[level].facts.iter().map(|(name, value)| {
        let Fact { name, value } = fact(name, &value.value);
        LevelFact { before: before(&name), name, value }
    });
    let dropped = changed.iter().filter(|it| it.to.is_empty()).map(|it| LevelFact {
        name: it.name.clone(),
        value: String::new(),
        before: it.from.clone(),
    });
    stated.chain(dropped).collect()
}

/// Links that the author of a level added. One that leads nowhere has been reported; without an address it is to
/// something that is left out.
pub fn links(cx: PageContext, level: LevelIx) -> Vec<Link> {
    let links = cx.handbook[level].links.iter();
    links.map(|(label, url)| links::of_author(cx, label, url)).collect()
}

/// The sections of a level that the author marked as prose.
pub fn sections(cx: PageContext, level: LevelIx) -> Vec<ProseSection> {
    let sections = cx.handbook.body(level).sections.iter();
    let shown = sections.map(|section| ProseSection {
        title: section.title.clone(),
        anchor: section_anchor(cx, &section.anchor),
        internal: section.internal,
        html: html(cx, &section.prose),
    });
    shown.collect()
}

/// The anchor of a section; empty where the page has one of that name anyway.
fn section_anchor(cx: PageContext, anchor: &str) -> String {
    if Names::has_own_anchor(cx.handbook, cx.page, anchor) {
        return String::new();
    }
    cx.id(Some(anchor))
}

fn rail(cx: PageContext, level: LevelIx) -> Rail {
    let track = cx.handbook[level].track;
    let rungs = &cx.handbook[track].rungs;
    let own = rungs.iter().position(|rung| *rung == level).unwrap_or_default();
    let start = own.saturating_sub(RAIL);
    let end = (own + RAIL + 1).min(rungs.len());
    let shown = rungs[start..end].iter().map(|rung| {
        let it = &cx.handbook[*rung];
        RailRung {
            title: cx.handbook.title(*rung).to_owned(),
            code: it.code.clone(),
            href: cx.href(PageKey::Level(*rung), None),
            current: *rung == level,
            internal: it.internal,
        }
    });
    Rail {
        track: cx.track_link(track),
        rungs: shown.collect(),
        before: start,
        after: rungs.len() - end,
        peers: peers(cx, level),
    }
}

/// Levels of other tracks at the same grade.
fn peers(cx: PageContext, level: LevelIx) -> Vec<RailPeer> {
    let it = &cx.handbook[level];
    let at_grade = |grade: &u32| cx.ladders().others_at(*grade, it.track).take(PEERS);
    // The first of all are among the first at each grade.
    let peers: BTreeSet<LevelIx> = it.grades.iter().flat_map(at_grade).collect();
    let peer = |other: LevelIx| {
        let it = &cx.handbook[other];
        RailPeer {
            title: cx.handbook.label(other).to_owned(),
            href: cx.href(PageKey::Level(other), None),
            hue: cx.handbook.hue(it.track),
            track: cx.handbook[it.track].title.clone(),
            internal: it.internal,
        }
    };
    peers.into_iter().take(PEERS).map(peer).collect()
}

/// How many peers the rail names; the ladder map shows all.
const PEERS: usize = 12;

/// Cells by category, in the book's order.
pub fn groups(cx: PageContext, level: LevelIx) -> Vec<CellGroup> {
    let body = cx.handbook.body(level);
    let mut groups: Vec<CellGroup> = Vec::new();
    let mut numbers: HashMap<Option<CategoryIx>, usize> = HashMap::new();
    let shown = cx.handbook.competencies().map(|(competency, _)| competency);
    for competency in shown.filter(|it| effective::is_on_page(cx.handbook, level, *it)) {
        let cell = effective::cell(cx.handbook, level, competency);
        let category = cx.handbook[cell.competency].category;
        let number = *numbers.entry(category).or_insert_with(|| {
            groups.push(cell_group(cx, category, body));
            groups.len() - 1
        });
        groups[number].cells.push(cells::cell(cx, level, &cell));
    }
    // No word is lost where none of a category's competencies applies.
    for (category, _) in &body.categories {
        numbers.entry(Some(*category)).or_insert_with(|| {
            groups.push(cell_group(cx, Some(*category), body));
            groups.len() - 1
        });
    }
    keep_anchors_unique(&mut groups);
    groups
}

/// A category of a level, without its cells.
fn cell_group(cx: PageContext, category: Option<CategoryIx>, body: &Body) -> CellGroup {
    let link = category.map(|category| {
        let it = &cx.handbook[category];
        let href = cx.href(PageKey::Competencies, Some(&it.id));
        Link { title: it.title.clone(), href }
    });
    let prose = category.and_then(|category| body.category(category));
    let prose = prose.map(|prose| html(cx, prose)).unwrap_or_default();
    CellGroup { category: link, prose, cells: Vec::new() }
}

/// Leaves out old anchors that are the present ones of something else on the page.
fn keep_anchors_unique(groups: &mut [CellGroup]) {
    let cells = || groups.iter().flat_map(|group| &group.cells);
    let criteria = || cells().flat_map(|cell| &cell.blocks).flat_map(|block| &block.criteria);
    let mut asides = criteria().filter_map(|it| it.aside.as_ref());
    // Few levels have any.
    if cells().all(|it| it.old_anchors.is_empty()) && asides.all(|it| it.old_anchors.is_empty()) {
        return;
    }
    let mut taken: BTreeSet<String> = criteria().map(|it| it.anchor.to_string()).collect();
    taken.extend(cells().map(|cell| cell.anchor.clone()));
    for cell in groups.iter_mut().flat_map(|group| &mut group.cells) {
        cell.old_anchors.retain(|anchor| taken.insert(anchor.clone()));
        let criteria = cell.blocks.iter_mut().flat_map(|block| &mut block.criteria);
        for it in criteria.filter_map(|it| it.aside.as_mut()) {
            it.old_anchors.retain(|anchor| taken.insert(anchor.clone()));
        }
    }
}

fn card(cx: PageContext, level: LevelIx, step: &Move) -> MoveCard {
    MoveCard {
        rung: cx.rung(step.to, None),
        kind: step.kind.name(),
        note: step.note.clone(),
        changes: changes::in_short(cx, level, step.to),
        compare: changes::href(cx, level, step.to),
        review: changes::review_href(cx, level, Some(step.to)),
    }
}
