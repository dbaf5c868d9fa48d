//! What is in effect: a cell with what it inherits, what its level equals and what its step brings.

use std::collections::{HashMap, HashSet};

use super::body::{BlockContent, Cell, Criterion, ExampleList, Expectation, Group};
use super::inheritance::{inherited_from, same_as};
use super::ix::{CompetencyIx, LevelIx, TrackIx};
use super::prose::Prose;
use super::succession::Replaced;
use super::tracked::Tracked;
use crate::fingerprint::{ByHash, Fingerprint};

/// The state of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It says something.
    Stated,
    /// It is empty on purpose.
    None,
    /// It was forgotten: there is no more than its heading, or an earlier and a later level of the track say
    /// something.
    Missing,
    /// The competency is not yet, or no longer, a row of the track.
    Absent,
    /// The competency does not apply here.
    Excluded,
}

impl State {
    /// The word that themes use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::None => "none",
            Self::Missing => "missing",
            Self::Absent => "absent",
            Self::Excluded => "excluded",
        }
    }
}

/// Where a criterion in effect comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The level itself.
    Own,
    /// A level of the track that this track extends.
    Track(TrackIx),
    /// The level that this one equals.
    Level(LevelIx),
    /// The expected step, by its number from 0.
    Step(usize),
}

/// What is in effect where a level and a competency meet.
#[derive(Clone, Debug)]
pub struct EffectiveCell<'h> {
    pub competency: CompetencyIx,
    pub state: State,
    /// The expected step.
    pub expect: Option<&'h Expectation>,
    /// What it consists of, in the order in which it is shown.
    pub blocks: Vec<EffectiveBlock<'h>>,
}

/// One block of what is in effect.
#[derive(Clone, Debug)]
pub struct EffectiveBlock<'h> {
    /// The headings inside the cell that it stands under, the highest first.
    pub groups: &'h [Group],
    pub content: EffectiveContent<'h>,
}

#[derive(Clone, Debug)]
pub enum EffectiveContent<'h> {
    /// What is no criterion.
    Prose(&'h Prose),
    /// A list with the paragraph that leads to it; never empty.
    Criteria { lead_in: Option<&'h Prose>, criteria: Vec<EffectiveCriterion<'h>> },
}

impl<'h> EffectiveCell<'h> {
    /// Criteria in the order in which they are shown.
    pub fn criteria(&self) -> impl Iterator<Item = &EffectiveCriterion<'h>> {
        self.blocks.iter().flat_map(EffectiveBlock::criteria)
    }
}

impl<'h> EffectiveBlock<'h> {
    /// Its criteria; none for prose.
    pub fn criteria(&self) -> &[EffectiveCriterion<'h>] {
        match &self.content {
            EffectiveContent::Prose(_) => &[],
            EffectiveContent::Criteria { criteria, .. } => criteria,
        }
    }

    fn criteria_mut(&mut self) -> Option<&mut Vec<EffectiveCriterion<'h>>> {
        match &mut self.content {
            EffectiveContent::Prose(_) => None,
            EffectiveContent::Criteria { criteria, .. } => Some(criteria),
        }
    }

    /// Whether it is no list of criteria.
    pub fn is_prose(&self) -> bool {
        matches!(self.content, EffectiveContent::Prose(_))
    }
}

/// A criterion in effect.
#[derive(Clone, Copy, Debug)]
pub struct EffectiveCriterion<'h> {
    pub criterion: &'h Criterion,
    /// The headings inside its cell that it stands under, the highest first.
    pub groups: &'h [Group],
    /// The paragraph that leads to its list.
    pub lead_in: Option<&'h Prose>,
    /// Where it comes from.
    pub origin: Origin,
    /// The level in whose file it stands; `None` for a step's.
    pub level: Option<LevelIx>,
    /// The level in whose cell it is in effect, and on whose page it stands.
    pub at: LevelIx,
    /// Whether its examples are shown here.
    pub examples: bool,
}

impl<'h> EffectiveCriterion<'h> {
    /// Whether it is left out of a site for the public, be it by its group.
    pub fn is_internal(&self) -> bool {
        self.criterion.internal || self.groups.iter().any(|group| group.internal)
    }

    /// The lists of examples that are shown here.
    pub fn example_lists(&self) -> &'h [ExampleList] {
        if self.examples { &self.criterion.example_lists } else { &[] }
    }

    /// The examples that are shown here.
    pub fn examples(&self) -> impl Iterator<Item = &'h Prose> {
        self.example_lists().iter().flat_map(|list| &list.items)
    }

    /// Titles of the headings that it stands under, the highest first.
    pub fn group_titles(&self) -> impl Iterator<Item = &'h str> {
        self.groups.iter().map(|group| group.title.as_str())
    }
}

/// The cells of a level that are shown, one for each competency that is a row of its track there, in the
/// book's order.
pub fn cells(handbook: Tracked<'_>, level: LevelIx) -> Vec<EffectiveCell<'_>> {
    handbook
        .competencies()
        .map(|(competency, _)| cell(handbook, level, competency))
        .filter(|cell| cell.state.is_shown())
        .collect()
}

/// What is in effect where a level and a competency meet.
pub fn cell(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> EffectiveCell<'_> {
    let mut cell = source_cell(handbook, level, competency);
    if cell.state == State::Absent
        && (handbook.cell(level, competency).is_some() || is_between(handbook, level, competency))
    {
        cell.state = State::Missing;
    }
    cell
}

/// The same for a cell that another one takes over, to which it is all one whether it is absent or missing: to find
/// that out takes a look at all levels of its track.
fn source_cell(
    handbook: Tracked<'_>,
    level: LevelIx,
    competency: CompetencyIx,
) -> EffectiveCell<'_> {
    let own = handbook.cell(level, competency);
    let base = base(handbook, level, competency);
    let expects_nothing = own.is_some_and(|cell| cell.expects_nothing);
    let expect = own.and_then(|cell| cell.expect.as_ref()).or(base.expect);
    let expect = expect.filter(|_| !expects_nothing);
    let own_alone = base.blocks.is_empty();
    let mut blocks = merged(base.blocks, own, level, base.before);
    for it in blocks.iter_mut().filter_map(EffectiveBlock::criteria_mut).flatten() {
        it.at = level;
    }
    let of_step = step_criteria(handbook, level, competency, expect);
    if !own_alone || of_step.is_some() {
        blocks.extend(of_step);
        blocks = gather_groups(blocks);
    }

    let says_nothing = blocks.iter().all(|block| block.criteria().is_empty());
    let state = if !handbook.applies(competency, level) {
        State::Excluded
    } else if own.is_some_and(|cell| cell.none || cell.expects_nothing) && says_nothing {
        State::None
    } else if own.is_some_and(Cell::is_written) || !blocks.is_empty() || expect.is_some() {
        State::Stated
    } else if base.none {
        State::None
    } else {
        State::Absent
    };
    EffectiveCell { competency, state, expect, blocks }
}

/// Whether a page shows anything where a level and a competency meet.
pub fn is_shown(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> bool {
    // Most cells are written, which is less to find out than all that is in effect.
    let is_written = handbook.cell(level, competency).is_some_and(Cell::is_written);
    match is_written {
        true => handbook.applies(competency, level),
        false => cell(handbook, level, competency).state.is_shown(),
    }
}

/// Whether the page of a level has a section for a competency. Where the track has no such row any more, it
/// has one for what stays expected of earlier levels.
pub fn is_on_page(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> bool {
    is_shown(handbook, level, competency)
        || handbook.applies(competency, level)
            && still_expected(handbook, level, competency).next().is_some()
}

/// Earlier levels of a level's track whose criteria stay expected there, nearest first, each with these.
pub fn still_expected(
    handbook: Tracked<'_>,
    level: LevelIx,
    competency: CompetencyIx,
) -> impl Iterator<Item = (LevelIx, Vec<EffectiveCriterion<'_>>)> {
    let it = &handbook.handbook()[level];
    let is_cumulative = handbook.is_cumulative(it.track, competency);
    let before = if is_cumulative { it.order } else { 0 };
    let before = handbook.handbook()[it.track].levels.iter().take(before).rev();
    let mut replaced = Replaced::none(handbook);
    if is_cumulative {
        add_replaced_at(handbook, level, competency, &mut replaced);
    }
    before.filter_map(move |earlier| {
        let cell = cell(handbook, *earlier, competency);
        let is_expected = |it: &&EffectiveCriterion| !replaced.has(&it.criterion.id);
        let criteria: Vec<_> = cell.criteria().filter(is_expected).copied().collect();
        add_replaced_at(handbook, *earlier, competency, &mut replaced);
        (!criteria.is_empty() && cell.state.is_shown()).then_some((*earlier, criteria))
    })
}

/// Adds the criteria that those of a level replace: its own of any competency, and what else is in effect in this
/// one.
fn add_replaced_at(
    handbook: Tracked<'_>,
    level: LevelIx,
    competency: CompetencyIx,
    replaced: &mut Replaced<'_>,
) {
    let cell = cell(handbook, level, competency);
    let in_effect = cell.criteria().map(|it| it.criterion);
    replaced.add(handbook.body(level).replacing().chain(in_effect));
}

/// Whether what a level expects of a competency was forgotten.
pub fn is_missing(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> bool {
    let is_written = handbook.cell(level, competency).is_some_and(Cell::is_written);
    !is_written && cell(handbook, level, competency).state == State::Missing
}

/// Whether an earlier and a later level of a level's track say something about a competency.
fn is_between(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> bool {
    let order = handbook[level].order;
    let span = handbook.row_span(handbook[level].track, competency);
    span.is_some_and(|(first, last)| first < order && order < last)
}

impl State {
    /// Whether a page shows anything where a level and a competency meet.
    pub fn is_shown(self) -> bool {
        !matches!(self, Self::Excluded | Self::Absent)
    }
}

/// What a cell starts from, before the level's own words.
#[derive(Default)]
struct Base<'h> {
    blocks: Vec<EffectiveBlock<'h>>,
    expect: Option<&'h Expectation>,
    before: bool,
    none: bool,
}

fn base(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> Base<'_> {
    if let Some(same) = same_as(&handbook, level, competency) {
        let cell = without_steps(source_cell(handbook, same, competency));
        let none = cell.state == State::None;
        let blocks = relabel(cell.blocks, Origin::Level(same), true);
        return Base { blocks, expect: cell.expect, before: true, none };
    }
    let Some((inheritance, pair)) = inherited_from(handbook.handbook(), level, competency) else {
        return Base::default();
    };
    let cell = without_steps(source_cell(handbook, pair, competency));
    let origin = Origin::Track(inheritance.parent);
    Base {
        blocks: relabel(cell.blocks, origin, inheritance.examples),
        expect: cell.expect,
        before: inheritance.before,
        none: cell.state == State::None,
    }
}

/// A step's criteria come with the expectation, which may be another one here.
fn without_steps(mut cell: EffectiveCell<'_>) -> EffectiveCell<'_> {
    retain(&mut cell.blocks, |it| !matches!(it.origin, Origin::Step(_)));
    cell
}

/// Gives the criteria that were the other level's own this origin; those which that level has from
/// elsewhere keep theirs.
fn relabel(
    mut blocks: Vec<EffectiveBlock<'_>>,
    origin: Origin,
    examples: bool,
) -> Vec<EffectiveBlock<'_>> {
    for it in blocks.iter_mut().filter_map(EffectiveBlock::criteria_mut).flatten() {
        if it.origin == Origin::Own {
            it.origin = origin;
        }
        it.examples &= examples;
    }
    blocks
}

/// Brings blocks from several sources together that stand in the same group: what stands in no group comes
/// first, then the groups in the order in which they first appear.
fn gather_groups(blocks: Vec<EffectiveBlock<'_>>) -> Vec<EffectiveBlock<'_>> {
    let mut paths: Vec<&[Group]> = Vec::new();
    let mut number = |path| {
        paths.iter().position(|known| *known == path).unwrap_or_else(|| {
            paths.push(path);
            paths.len() - 1
        })
    };
    // A number for each heading, so that a group inside another comes after what stands there alone.
    let keyed = blocks.into_iter().map(|block| {
        let key: Vec<usize> =
            (1..=block.groups.len()).map(|length| number(&block.groups[..length])).collect();
        (key, block)
    });
    let mut keyed: Vec<_> = keyed.collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    keyed.into_iter().map(|(_, block)| block).collect()
}

/// Keeps some of the criteria, and no list that has lost all of its own.
fn retain(blocks: &mut Vec<EffectiveBlock<'_>>, keep: impl Fn(&EffectiveCriterion<'_>) -> bool) {
    blocks.retain_mut(|block| match block.criteria_mut() {
        Some(criteria) => {
            criteria.retain(&keep);
            !criteria.is_empty()
        }
        None => true,
    });
}

/// Puts the level's own blocks before or after the inherited ones. An own criterion with an inherited
/// one's id takes its place, or removes it; own prose takes the place of inherited prose.
fn merged<'h>(
    mut inherited: Vec<EffectiveBlock<'h>>,
    own: Option<&'h Cell>,
    level: LevelIx,
    inherited_first: bool,
) -> Vec<EffectiveBlock<'h>> {
    let Some(own) = own else { return inherited };
    let places = places(&inherited);
    let mut added = Vec::with_capacity(own.blocks.len());
    for block in &own.blocks {
        let groups = &block.groups[..];
        let content = match &block.content {
            BlockContent::Prose(prose) => EffectiveContent::Prose(prose),
            BlockContent::Criteria { lead_in, criteria } => {
                let lead_in = lead_in.as_ref();
                let here = criteria.iter().map(|criterion| EffectiveCriterion {
                    criterion,
                    groups,
                    lead_in,
                    origin: Origin::Own,
                    level: Some(level),
                    at: level,
                    examples: true,
                });
                let criteria: Vec<_> =
                    here.filter_map(|it| put_in_place(&mut inherited, &places, it)).collect();
                if criteria.is_empty() {
                    continue;
                }
                EffectiveContent::Criteria { lead_in, criteria }
            }
        };
        added.push(EffectiveBlock { groups, content });
    }
    if !inherited.is_empty() {
        let added: HashSet<u64, ByHash> =
            added.iter().flat_map(EffectiveBlock::criteria).map(hash_of_id).collect();
        retain(&mut inherited, |it| !it.criterion.dropped && !added.contains(&hash_of_id(it)));
    }
    if added.iter().any(EffectiveBlock::is_prose) {
        inherited.retain(|block| !block.is_prose());
    }
    let (mut blocks, rest) = if inherited_first { (inherited, added) } else { (added, inherited) };
    blocks.extend(rest);
    blocks
}

/// The blocks of criteria, and their places in these, by their ids. Of several with one id the first counts.
type Places = HashMap<u64, (usize, usize), ByHash>;

fn places(blocks: &[EffectiveBlock]) -> Places {
    let mut places = Places::default();
    for (block, criteria) in blocks.iter().map(EffectiveBlock::criteria).enumerate() {
        for (at, it) in criteria.iter().enumerate() {
            places.entry(hash_of_id(it)).or_insert((block, at));
        }
    }
    places
}

fn hash_of_id(it: &EffectiveCriterion) -> u64 {
    Fingerprint::short_of(&it.criterion.id)
}

/// Puts a criterion in the place of the inherited one with its id; gives it back if there is none, or if
/// it stands under another heading. What removes an inherited one is put in its place as well, to be taken
/// out together.
fn put_in_place<'h>(
    inherited: &mut [EffectiveBlock<'h>],
    places: &Places,
    own: EffectiveCriterion<'h>,
) -> Option<EffectiveCriterion<'h>> {
    // Most levels inherit nothing.
    let known = (!places.is_empty()).then(|| places.get(&hash_of_id(&own))).flatten();
    let place = match known {
        Some((block, at)) => inherited[*block].criteria_mut().and_then(|all| all.get_mut(*at)),
        None => None,
    };
    match place {
        Some(place) if own.groups.is_empty() || own.groups == place.groups => {
            *place = EffectiveCriterion { groups: place.groups, lead_in: place.lead_in, ..own };
            None
        }
        _ => (!own.criterion.dropped).then_some(own),
    }
}

/// The criteria of the expected step, as a list.
fn step_criteria<'h>(
    handbook: Tracked<'h>,
    level: LevelIx,
    competency: CompetencyIx,
    expect: Option<&Expectation>,
) -> Option<EffectiveBlock<'h>> {
    let expect = expect?;
    let step = handbook.handbook()[competency].steps.get(expect.first)?;
    let criteria = step.criteria.iter().map(|criterion| EffectiveCriterion {
        criterion,
        groups: &[],
        lead_in: None,
        origin: Origin::Step(expect.first),
        level: None,
        at: level,
        examples: true,
    });
    let criteria: Vec<_> = criteria.collect();
    let content = EffectiveContent::Criteria { lead_in: None, criteria };
    (!step.criteria.is_empty()).then_some(EffectiveBlock { groups: &[], content })
}

/// The expectation of a level for a competency in effect.
pub fn expectation(
    handbook: Tracked<'_>,
    level: LevelIx,
    competency: CompetencyIx,
) -> Option<&Expectation> {
    let own = handbook.cell(level, competency);
    if own.is_some_and(|cell| cell.expects_nothing) {
        return None;
    }
    own.and_then(|cell| cell.expect.as_ref()).or_else(|| {
        if let Some(same) = same_as(&handbook, level, competency) {
            return expectation(handbook, same, competency);
        }
        let (_, pair) = inherited_from(&handbook, level, competency)?;
        expectation(handbook, pair, competency)
    })
}
