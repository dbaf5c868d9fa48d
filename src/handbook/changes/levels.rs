//! What changed at each level.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, CriterionChange, CriterionKind, Name, Noun, Subject, What};
use super::criteria::level_name;
use super::fields;
use super::identity::Identity;
use super::stated::{self, Stated};
use super::steps;
use super::texts;
use super::weight::Weight;
use super::wording::Wording;
use crate::handbook::body::{BlockContent, Body, Cell};
use crate::handbook::ix::{CompetencyIx, LevelIx, TrackIx};
use crate::handbook::model::{Handbook, Level, Move, MoveKind, Status};
use crate::handbook::page::PageKey;
use crate::handbook::prose::Prose;

/// The levels that differ: in the order of the later revision, then those that are gone.
pub fn subjects<'h>(
    before: &'h Handbook,
    after: &'h Handbook,
    identity: &Identity,
    criteria: Vec<CriterionChange<'h>>,
) -> Vec<Subject<'h>> {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); before.levels.len()];
    let mut to: Vec<Vec<usize>> = vec![Vec::new(); after.levels.len()];
    for (number, it) in criteria.iter().enumerate() {
        let levels: BTreeSet<LevelIx> = it.from.iter().filter_map(Stated::level).collect();
        levels.into_iter().for_each(|level| from[level.0].push(number));
        if let Some(level) = it.to.and_then(|to| to.level()) {
            to[level.0].push(number);
        }
    }
    let levels = Levels { before, after, identity, criteria: &criteria, from, to };
    let there = after.levels().map(|(level, _)| match identity.levels.earlier(level.0) {
        Some(earlier) => levels.kept(LevelIx(earlier), level),
        None => levels.added(level),
    });
    let gone = identity.levels.only_before().map(|it| levels.gone(LevelIx(it)));
    there.chain(gone).collect()
}

struct Levels<'a, 'h> {
    before: &'h Handbook,
    after: &'h Handbook,
    identity: &'a Identity,
    /// What happened to criteria of all levels.
    criteria: &'a [CriterionChange<'h>],
    /// The numbers of those that each level of the earlier revision had.
    from: Vec<Vec<usize>>,
    /// The numbers of those that each level of the later one has.
    to: Vec<Vec<usize>>,
}

impl<'h> Levels<'_, 'h> {
    fn kept(&self, earlier: LevelIx, later: LevelIx) -> Subject<'h> {
        let mut changes = self.front_matter(earlier, later);
        changes.extend(self.moves(earlier, later));
        // Then its words and the steps that it may name are what they were.
        let is_unchanged = stated::says_the_same((self.before, earlier), (self.after, later));
        if !is_unchanged {
            changes.extend(self.prose(earlier, later));
        }
        let cell = |it: CompetencyIx| {
            let was = self.identity.competencies.earlier(it.0).map(CompetencyIx);
            let mut changes = Vec::new();
            if !is_unchanged {
                changes.extend(self.written(earlier, was, later, it));
            }
            changes.extend(self.taken_over(earlier, was, later, it));
            let title = self.after[it].title.as_str();
            changes.into_iter().map(|it| Change { competency: Some(title), ..it }).collect()
        };
        let mut of_cells: Vec<(CompetencyIx, Vec<Change>)> =
            self.after.competencies().map(|(it, _)| (it, cell(it))).collect();
        let mut elsewhere = Vec::new();
        for (competency, change) in self.criteria_at(Some(earlier), Some(later)) {
            match competency.and_then(|it| of_cells.iter_mut().find(|(known, _)| *known == it)) {
                Some((_, changes)) => changes.push(change),
                None => elsewhere.push(change),
            }
        }
        changes.extend(of_cells.into_iter().flat_map(|(_, changes)| changes));
        changes.extend(elsewhere);
        Subject {
            noun: Noun::Level,
            from: Some(level_name(self.before, earlier)),
            to: Some(level_name(self.after, later)),
            page: Some(PageKey::Level(later)),
            changes,
        }
    }

    /// A new level asks nothing of those at the others, unless the levels after it have to meet it as well.
    fn added(&self, level: LevelIx) -> Subject<'h> {
        let it = &self.after[level];
        let is_last = self.after[it.track].levels.last() == Some(&level);
        let stated = stated::of_level(self.after, level);
        let stays = |it: &Stated| self.after.is_cumulative(self.after[level].track, it.competency);
        let weight = match stated.iter().any(stays) && !is_last {
            true => Weight::Major,
            false => Weight::Minor,
        };
        let mut changes = vec![Change::new(weight, What::Added { criteria: stated.len() })];
        let moved = self.criteria_at(None, Some(level)).map(|(_, change)| change);
        changes.extend(moved.filter(|it| !is_kind(it, CriterionKind::New)));
        Subject {
            noun: Noun::Level,
            from: None,
            to: Some(level_name(self.after, level)),
            page: Some(PageKey::Level(level)),
            changes,
        }
    }

    fn gone(&self, level: LevelIx) -> Subject<'h> {
        let all = self.criteria_at(Some(level), None).map(|(_, change)| change);
        let (lost, kept): (Vec<_>, Vec<_>) = all.partition(|it| is_kind(it, CriterionKind::Gone));
        let stated = stated::of_level(self.before, level).len();
        let into = self.destination(level).filter(|(_, count)| 2 * count >= stated);
        let what = What::Gone {
            criteria: lost.len(),
            into: into.map(|(level, _)| level_name(self.after, level)),
        };
        let is_merged = matches!(what, What::Gone { into: Some(_), .. });
        let mut changes = vec![Change::new(Weight::Major, what)];
        changes.extend(kept);
        changes.extend(lost.into_iter().filter(|_| is_merged));
        Subject {
            noun: Noun::Level,
            from: Some(level_name(self.before, level)),
            to: None,
            page: None,
            changes,
        }
    }

    /// The level to which most criteria of a level went, and how many.
    fn destination(&self, level: LevelIx) -> Option<(LevelIx, usize)> {
        let went = self.from[level.0].iter().filter_map(|it| self.criteria[*it].to?.level());
        let mut counts: BTreeMap<LevelIx, usize> = BTreeMap::new();
        went.for_each(|to| *counts.entry(to).or_default() += 1);
        counts.into_iter().max_by_key(|(to, count)| (*count, std::cmp::Reverse(*to)))
    }

    fn front_matter(&self, earlier: LevelIx, later: LevelIx) -> Vec<Change<'h>> {
        let (old, new) = (&self.before[earlier], &self.after[later]);
        let mut changes = self.place(earlier, later);
        changes.extend(fields::value("title", &old.title.0, &new.title.0));
        changes.extend(fields::value("code", &old.code, &new.code));
        let (from, to) = (old.grade_text(), new.grade_text());
        if from != to {
            changes.push(Change::new(Weight::Major, What::Grade { from, to }));
        }
        changes.extend(self.status(old, new));
        changes.extend(fields::value("summary", &old.summary, &new.summary));
        changes.extend(facts(old, new));
        changes.extend(fields::visibility(old.internal, new.internal));
        let list = |it: &Level| it.sublevels.join(", ");
        changes.extend(fields::value("sublevels", &list(old), &list(new)));
        changes.extend(self.guest_in(earlier, later));
        let links = |it: &Level| -> Vec<String> {
            it.links.iter().map(|(label, url)| format!("{label} ({})", url.value)).collect()
        };
        changes.extend(fields::value("links", &links(old).join(", "), &links(new).join(", ")));
        let same_as = |handbook: &Handbook, it: &Level| {
            it.same_as.as_ref().map(|it| handbook[it.level].title.0.clone()).unwrap_or_default()
        };
        let (from, to) = (same_as(self.before, old), same_as(self.after, new));
        let is_renamed = old.same_as.as_ref().map(|it| self.identity.later_level(it.level))
            == new.same_as.as_ref().map(|it| Some(it.level));
        if !is_renamed {
            let is_more = !to.is_empty();
            changes.extend(fields::rule("same as", from, to, is_more));
        }
        changes
    }

    /// Other tracks that show a level among their own.
    fn guest_in(&self, earlier: LevelIx, later: LevelIx) -> Option<Change<'h>> {
        let tracks = |handbook: &'h Handbook, level: LevelIx| {
            let guests = handbook.tracks().filter(move |(track, it)| {
                it.rungs.contains(&level) && handbook[level].track != *track
            });
            guests.map(|(track, it)| (track, it.title.clone())).collect::<Vec<_>>()
        };
        let (was, is) = (tracks(self.before, earlier), tracks(self.after, later));
        let was_today = was.iter().map(|(track, _)| self.identity.later_track(*track));
        if was_today.eq(is.iter().map(|(track, _)| Some(*track))) {
            return None;
        }
        let titles = |tracks: Vec<(TrackIx, String)>| -> Vec<String> {
            tracks.into_iter().map(|(_, title)| title).collect()
        };
        fields::value("also in", &titles(was).join(", "), &titles(is).join(", "))
    }

    /// The track that a level stands in, and its name there.
    fn place(&self, earlier: LevelIx, later: LevelIx) -> Vec<Change<'h>> {
        let (old, new) = (&self.before[earlier], &self.after[later]);
        let mut changes = Vec::new();
        if self.identity.later_track(old.track) != Some(new.track) {
            let title = |handbook: &Handbook, it: &Level| handbook[it.track].title.clone();
            let what =
                What::Relocated { from: title(self.before, old), to: title(self.after, new) };
            changes.push(Change::new(Weight::Major, what));
        }
        // Where the track has another name, that is told of the track.
        if old.id != new.id || !changes.is_empty() {
            let names = (self.before.level_name(earlier), self.after.level_name(later));
            changes.extend(fields::renamed(&names.0, &names.1));
        }
        changes
    }

    fn status(&self, old: &Level, new: &Level) -> Option<Change<'h>> {
        let successor = |handbook: &Handbook, it: &Level| -> Option<Name> {
            it.replaced_by.map(|level| level_name(handbook, level))
        };
        match (old.status, new.status) {
            (Status::Retired, Status::Retired) => {
                let title = |it: Option<Name>| it.map(|it| it.title).unwrap_or_default();
                let from = title(successor(self.before, old));
                fields::value("replaced by", &from, &title(successor(self.after, new)))
            }
            (from, to) if from == to => None,
            (_, Status::Retired) => {
                let what = What::Retired { successor: successor(self.after, new) };
                Some(Change::new(Weight::Major, what))
            }
            (_, Status::Active) => Some(Change::new(Weight::Minor, What::Restored)),
            (from, to) => fields::value("status", from.name(), to.name()),
        }
    }

    /// Declared ways to other levels. The next level of the track is one by itself, and no change where a
    /// level was put in between.
    fn moves(&self, earlier: LevelIx, later: LevelIx) -> Vec<Change<'h>> {
        let (old, new) = (&self.before[earlier].next, &self.after[later].next);
        let is_same =
            |one: &Move, other: &Move| self.identity.later_level(one.to) == Some(other.to);
        let mut changes = Vec::new();
        for it in new {
            let to = level_name(self.after, it.to);
            let before = old.iter().find(|one| is_same(one, it));
            match before {
                Some(one) if one.kind != it.kind => {
                    changes.push(way(to, Some(one.kind), Some(it.kind)));
                }
                Some(one) => {
                    let name = format!("note on the move to {}", to.title);
                    changes.extend(fields::value(&name, &one.note, &it.note));
                }
                None if it.place.is_some() => changes.push(way(to, None, Some(it.kind))),
                None => {}
            }
        }
        let is_gone = |one: &&Move| one.place.is_some() && !new.iter().any(|it| is_same(one, it));
        let gone = old.iter().filter(is_gone);
        changes.extend(gone.map(|it| way(level_name(self.before, it.to), Some(it.kind), None)));
        changes.extend(self.texts_of_moves(earlier, later));
        changes
    }

    /// What is written about ways from a level.
    fn texts_of_moves(&self, earlier: LevelIx, later: LevelIx) -> Vec<Change<'h>> {
        let mut changes = Vec::new();
        let text = |from, to| self.before.text(PageKey::Compare(from, to));
        for (_, to, now) in self.after.moves().filter(|(from, ..)| *from == later) {
            let was = self.identity.levels.earlier(to.0).and_then(|to| text(earlier, LevelIx(to)));
            let part = format!("text on the move to {}", self.after[to].title.0);
            changes.extend(texts::of_page(&part, was, Some(now), self.after.language));
        }
        for (_, to, was) in self.before.moves().filter(|(from, ..)| *from == earlier) {
            let later_to = self.identity.later_level(to);
            let now = later_to.and_then(|to| self.after.text(PageKey::Compare(later, to)));
            if now.is_none() {
                let part = format!("text on the move to {}", self.before[to].title.0);
                changes.extend(texts::of_page(&part, Some(was), None, self.after.language));
            }
        }
        changes
    }

    /// Text outside the cells.
    fn prose(&self, earlier: LevelIx, later: LevelIx) -> Vec<Change<'h>> {
        let language = self.after.language;
        let (old, new) =
            (self.before.untracked().body(earlier), self.after.untracked().body(later));
        let mut changes: Vec<Change> =
            texts::prose("introduction", &old.intro, &new.intro, language).into_iter().collect();
        let parts = |handbook: &'h Handbook, body: &'h Body| -> Vec<(&'h str, &'h Prose)> {
            let sections = body.sections.iter().map(|it| (it.title.as_str(), &it.prose));
            let categories = body.categories.iter();
            let categories = categories.map(|(it, prose)| (handbook[*it].title.as_str(), prose));
            sections.chain(categories).collect()
        };
        let (old, new) = (parts(self.before, old), parts(self.after, new));
        let empty = Prose::default();
        let find = |parts: &[(&'h str, &'h Prose)], title: &str| {
            parts.iter().find(|(it, _)| *it == title).map(|(_, prose)| (*prose).clone())
        };
        for (title, prose) in &new {
            let was = find(&old, title).unwrap_or_else(|| empty.clone());
            changes.extend(texts::prose(title, &was, prose, language));
        }
        let gone = old.iter().filter(|(title, _)| find(&new, title).is_none());
        changes.extend(gone.filter_map(|(title, it)| texts::prose(title, it, &empty, language)));
        changes
    }

    /// What changed in what is written in a cell, besides its criteria.
    fn written(
        &self,
        earlier: LevelIx,
        was: Option<CompetencyIx>,
        later: LevelIx,
        competency: CompetencyIx,
    ) -> Vec<Change<'h>> {
        let now = self.after.untracked().cell(later, competency);
        let was_cell = was.and_then(|it| self.before.untracked().cell(earlier, it));
        let expect = |cell: Option<&'h Cell>| cell.and_then(|it| it.expect.as_ref());
        let before = was.map_or(&self.after[competency], |it| &self.before[it]);
        let step = steps::expected(before, expect(was_cell), &self.after[competency], expect(now));
        let mut changes: Vec<Change> = step.into_iter().collect();
        let nothing = |cell: Option<&Cell>| {
            let is_nothing = cell.is_some_and(|it| it.none || it.expects_nothing);
            if is_nothing { "nothing" } else { "" }
        };
        changes.extend(fields::value("said on purpose", nothing(was_cell), nothing(now)));
        changes.extend(dropped(was_cell, now));
        let (old, new) = (Written::of(was_cell), Written::of(now));
        let language = self.after.language;
        changes.extend(texts::pieces("", &old.prose, &new.prose, language));
        changes.extend(renamed_lines("heading", &old.groups, &new.groups));
        changes.extend(renamed_lines("lead-in", &old.lead_ins, &new.lead_ins));
        changes
    }

    /// That a cell takes over that of another level, or does so no more.
    fn taken_over(
        &self,
        earlier: LevelIx,
        was: Option<CompetencyIx>,
        later: LevelIx,
        competency: CompetencyIx,
    ) -> Option<Change<'h>> {
        let from = was.and_then(|it| self.before.same_cells.get(&(earlier, it)));
        let to = self.after.same_cells.get(&(later, competency));
        if from.map(|it| self.identity.later_level(*it)) == to.map(|it| Some(*it)) {
            return None;
        }
        let title = |handbook: &Handbook, level: Option<&LevelIx>| {
            level.map(|it| handbook[*it].title.0.clone()).unwrap_or_default()
        };
        let (from, to) = (title(self.before, from), title(self.after, to));
        let is_more = !to.is_empty();
        fields::rule("same as", from, to, is_more)
    }

    /// What happened to criteria at a level, with their competencies in the later revision.
    fn criteria_at(
        &self,
        earlier: Option<LevelIx>,
        later: Option<LevelIx>,
    ) -> impl Iterator<Item = (Option<CompetencyIx>, Change<'h>)> {
        let from = earlier.map_or(&[][..], |it| &self.from[it.0]);
        let to = later.map_or(&[][..], |it| &self.to[it.0]);
        let numbers: BTreeSet<usize> = from.iter().chain(to).copied().collect();
        let all: Vec<_> = numbers.into_iter().map(|it| &self.criteria[it]).collect();
        let here = all.clone().into_iter().filter_map(move |it| match &it.to {
            Some(to) => (later.is_some() && to.level() == later).then(|| {
                (Some(to.competency), self.criterion(it, &self.after[to.competency].title))
            }),
            None => {
                let from = it.from.first().filter(|_| earlier.is_some())?;
                let competency = self.identity.later_competency(from.competency);
                let title = &self.before[from.competency].title;
                (from.level() == earlier).then(|| (competency, self.criterion(it, title)))
            }
        });
        let left = all.into_iter().flat_map(move |it| self.left(it, earlier, later));
        here.chain(left)
    }

    fn criterion(&self, it: &CriterionChange<'h>, competency: &'h str) -> Change<'h> {
        Change {
            weight: self.weight(it),
            competency: Some(competency),
            what: What::Criterion(Box::new(it.clone())),
        }
    }

    /// Criteria that left a level, or one of its competencies, and are told where they are now.
    fn left(
        &self,
        it: &CriterionChange<'h>,
        earlier: Option<LevelIx>,
        later: Option<LevelIx>,
    ) -> Vec<(Option<CompetencyIx>, Change<'h>)> {
        let Some(to) = it.to else { return Vec::new() };
        let is_elsewhere = later.is_none() || to.level() != later;
        let is_from = |from: &&Stated| earlier.is_some() && from.level() == earlier;
        let left = it.from.iter().filter(|from| is_elsewhere && is_from(from)).map(|from| {
            let place = match to.level() {
                Some(level) => self.after[level].title.0.clone(),
                None => self.after[to.competency].title.clone(),
            };
            let change = Change {
                weight: Weight::Minor,
                competency: Some(self.before[from.competency].title.as_str()),
                what: What::Left { from: *from, to, place },
            };
            (self.identity.later_competency(from.competency), change)
        });
        left.collect()
    }

    fn weight(&self, it: &CriterionChange<'h>) -> Weight {
        let is_unsure = matches!(it.wording, Wording::Likely | Wording::Rewritten);
        match it.kind {
            CriterionKind::New | CriterionKind::Grown => Weight::Major,
            CriterionKind::Moved if is_unsure || self.is_new_at_level(it) => Weight::Major,
            CriterionKind::Rewritten | CriterionKind::Likely => Weight::Major,
            CriterionKind::Merged | CriterionKind::Split
                if it.wording == Wording::Rewritten || self.is_new_at_level(it) =>
            {
                Weight::Major
            }
            CriterionKind::Typography | CriterionKind::Id => Weight::Patch,
            _ => Weight::Minor,
        }
    }

    /// Whether a level expects now what it did not: the criterion came from elsewhere, and not from an earlier
    /// level of which it stays expected here.
    fn is_new_at_level(&self, it: &CriterionChange<'h>) -> bool {
        let Some((to, from)) = it.to.zip(it.from.first()) else { return false };
        if it.moved.level.is_none() {
            return false;
        }
        let (Some(here), Some(there)) = (to.level(), from.level()) else { return true };
        let (old, new) = (&self.before[there], &self.after[here]);
        let Some(at) = self.identity.levels.earlier(here.0) else { return false };
        let at = &self.before[LevelIx(at)];
        let was_expected = at.track == old.track
            && old.order < at.order
            && self.before.is_cumulative(old.track, from.competency)
            && self.after.is_cumulative(new.track, to.competency);
        !was_expected
    }
}

/// What a cell says besides its criteria.
#[derive(Default)]
struct Written<'h> {
    prose: Vec<&'h Prose>,
    groups: Vec<&'h str>,
    lead_ins: Vec<&'h str>,
}

impl<'h> Written<'h> {
    fn of(cell: Option<&'h Cell>) -> Self {
        let mut written = Self::default();
        for block in cell.iter().flat_map(|cell| &cell.blocks) {
            let groups = block.groups.iter().map(|it| it.title.as_str());
            let new = |it: &&str| !written.groups.contains(it);
            let groups: Vec<&str> = groups.filter(new).collect();
            written.groups.extend(groups);
            match &block.content {
                BlockContent::Prose(prose) => written.prose.push(prose),
                BlockContent::Criteria { lead_in, .. } => {
                    written.lead_ins.extend(lead_in.as_ref().map(Prose::text));
                }
            }
        }
        written
    }
}

/// Headings or lead-ins that have other words, where as many are gone as are new.
fn renamed_lines<'h>(name: &str, before: &[&str], after: &[&str]) -> Vec<Change<'h>> {
    let gone: Vec<&&str> = before.iter().filter(|it| !after.contains(it)).collect();
    let new: Vec<&&str> = after.iter().filter(|it| !before.contains(it)).collect();
    if gone.len() != new.len() {
        return Vec::new();
    }
    gone.iter().zip(new).filter_map(|(from, to)| fields::value(name, from, to)).collect()
}

/// Inherited criteria that a cell does without, or does without no more: then they are expected.
fn dropped<'h>(before: Option<&Cell>, after: Option<&Cell>) -> Vec<Change<'h>> {
    let ids = |cell: Option<&Cell>| -> Vec<String> {
        let criteria = cell.into_iter().flat_map(Cell::criteria).filter(|it| it.dropped);
        criteria.map(|it| it.id.to_string()).collect()
    };
    let (was, is) = (ids(before), ids(after));
    let is_more = was.iter().any(|id| !is.contains(id));
    fields::rule("does without", was.join(", "), is.join(", "), is_more).into_iter().collect()
}

fn facts<'h>(old: &Level, new: &Level) -> Vec<Change<'h>> {
    let value = |level: &Level, name: &str| {
        let found = level.facts.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.value.clone()).unwrap_or_default()
    };
    let names = new.facts.iter().chain(&old.facts).map(|(name, _)| name);
    let mut changes = Vec::new();
    let mut seen: Vec<&String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
            changes.extend(fields::value(name, &value(old, name), &value(new, name)));
        }
    }
    changes
}

fn way<'h>(to: Name, before: Option<MoveKind>, after: Option<MoveKind>) -> Change<'h> {
    Change::new(Weight::Minor, What::Move { to, before, after })
}

fn is_kind(change: &Change, kind: CriterionKind) -> bool {
    matches!(&change.what, What::Criterion(it) if it.kind == kind)
}
