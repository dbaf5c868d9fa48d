//! Which criterion of an earlier revision is which of a later one, and what happened to it.
//!
//! Where a level says what it said, each of its criteria is itself. The rounds after that, each over what those
//! before have left: written ids; `was`; the same words; `replaces` of what
//! is gone; words that are alike enough. An id that merely follows from the words says no more than
//! the words. Each round looks first in one cell and group, then in one cell, then at one level, then in the
//! whole book, and where words decide it takes the pairs that are best as a whole.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::iter;
use std::ops::Range;

use super::change::{CriterionChange, CriterionKind, Kept, Moved, Name};
use super::identity::Identity;
use super::stated::{self, Holder, Stated};
use super::wording::{self, HALF, LEAST, Wording};
use crate::diagnostic::Spanned;
use crate::fingerprint::{ByHash, Fingerprint};
use crate::handbook::ix::{CompetencyIx, LevelIx};
use crate::handbook::likeness::{
    ALL, ByRarest, Candidate, Language, Rarity, Sayings, Weighed, Words, best, likeness,
};
use crate::handbook::model::{Handbook, step_title};
use crate::handbook::prose::Prose;

/// How much more likeness a pair needs whose place does not speak for it.
const ELSEWHERE: u32 = 3 * ALL / 20;

/// All criteria that are not what they were, and all that are still there.
pub fn changes<'h>(
    before: &'h Handbook,
    after: &'h Handbook,
    identity: &Identity,
) -> (Vec<CriterionChange<'h>>, Vec<Kept<'h>>) {
    let matching = Matching::new(before, after, identity).run(identity);
    let telling =
        Telling { before, after, identity, matching: &matching, later_by_id: OnceCell::new() };
    (telling.all(), telling.still_there())
}

/// Where a criterion stands, in terms of the later revision; `None` for what that does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place {
    holder: Option<Holder>,
    competency: Option<CompetencyIx>,
}

impl Place {
    fn is_known(self) -> bool {
        self.holder.is_some() && self.competency.is_some()
    }

    fn is_at_one_level(self, other: Self) -> bool {
        self.holder == other.holder && matches!(self.holder, Some(Holder::Level(_)))
    }
}

/// How far apart two criteria stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Group,
    Cell,
    Level,
    Book,
}

impl Reach {
    /// As much of a place as two criteria have in common that are within this reach.
    fn of(self, place: Place) -> Place {
        match self {
            Self::Group | Self::Cell => place,
            Self::Level => Place { competency: None, ..place },
            Self::Book => Place { holder: None, competency: None },
        }
    }
}

const REACHES: [Reach; 4] = [Reach::Group, Reach::Cell, Reach::Level, Reach::Book];

/// What says that two criteria are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// The level that it stands in says what it said.
    Level,
    Id,
    Was,
    Replaces,
    Words,
    /// They are alike, but less than by half.
    Place,
}

struct Pair {
    from: usize,
    to: usize,
    by: By,
}

/// The criteria of one revision.
struct Side<'h> {
    of: &'h Handbook,
    stated: Vec<Stated<'h>>,
    places: Vec<Place>,
    /// The words with the weights that they have in the later revision. Most criteria are what they were, and need none.
    weighed: Vec<OnceCell<Weighed>>,
    language: Language,
    rarity: &'h Rarity,
    is_free: Vec<bool>,
    /// Those that were free when they were indexed, by their ids as [`Fingerprint::short_of`] them.
    by_id: HashMap<u64, Vec<usize>, ByHash>,
}

impl<'h> Side<'h> {
    fn new(of: &'h Handbook, after: &'h Handbook, place: impl Fn(&Stated) -> Place) -> Self {
        let stated = stated::all(of);
        Self {
            of,
            places: stated.iter().map(place).collect(),
            weighed: stated.iter().map(|_| OnceCell::new()).collect(),
            language: after.language,
            rarity: after.untracked().rarity(),
            is_free: vec![true; stated.len()],
            by_id: HashMap::default(),
            stated,
        }
    }

    /// Makes what is free found by its id.
    fn index(&mut self) {
        for number in 0..self.stated.len() {
            if self.is_free[number] {
                let id = Fingerprint::short_of(&self.stated[number].criterion.id);
                self.by_id.entry(id).or_default().push(number);
            }
        }
    }

    fn words(&self, number: usize) -> Words {
        self.stated[number].criterion.text.words(self.language)
    }

    /// The numbers of what a level states.
    fn at_level(&self, level: usize) -> Range<usize> {
        // Levels come in their order, and steps behind them.
        let is_before = |it: &Stated, level: usize| it.holder < Holder::Level(LevelIx(level));
        let start = self.stated.partition_point(|it| is_before(it, level));
        start..self.stated.partition_point(|it| is_before(it, level + 1))
    }

    /// What is stated by the same level, or by steps.
    fn beside(&self, of: &Stated) -> &[Stated<'h>] {
        match of.holder {
            Holder::Level(level) => &self.stated[self.at_level(level.0)],
            Holder::Step(_) => &self.stated[self.at_level(self.of.levels.len()).start..],
        }
    }

    fn free(&self) -> impl Iterator<Item = usize> {
        (0..self.is_free.len()).filter(|it| self.is_free[*it])
    }

    fn weighed(&self, number: usize) -> &Weighed {
        let make = || Weighed::new(self.words(number), self.rarity);
        self.weighed[number].get_or_init(make)
    }

    fn with_id(&self, id: &str) -> &[usize] {
        self.by_id.get(&Fingerprint::short_of(id)).map_or(&[], Vec::as_slice)
    }
}

struct Matching<'h> {
    before: Side<'h>,
    after: Side<'h>,
    pairs: Vec<Pair>,
}

impl<'h> Matching<'h> {
    fn new(before: &'h Handbook, after: &'h Handbook, identity: &Identity) -> Self {
        let later = |it: &Stated| Place {
            holder: match it.holder {
                Holder::Level(level) => identity.later_level(level).map(Holder::Level),
                step @ Holder::Step(_) => Some(step),
            },
            competency: identity.later_competency(it.competency),
        };
        let own = |it: &Stated| Place { holder: Some(it.holder), competency: Some(it.competency) };
        Self {
            before: Side::new(before, after, later),
            after: Side::new(after, after, own),
            pairs: Vec::new(),
        }
    }

    fn run(mut self, identity: &Identity) -> Self {
        self.take_unchanged(identity);
        // From here on only what is free is looked for, which is a handful where one level was edited.
        self.before.index();
        self.after.index();
        self.take_ids();
        self.take_former_ids();
        self.take_same();
        self.take_replaced();
        for reach in REACHES {
            let least = match reach {
                Reach::Group | Reach::Cell => HALF,
                Reach::Level | Reach::Book => HALF + ELSEWHERE,
            };
            self.take_alike(reach, least, By::Words);
        }
        for reach in [Reach::Group, Reach::Cell] {
            self.take_alike(reach, LEAST, By::Place);
        }
        self
    }

    /// All criteria of levels that say what they said, about what are the same competencies.
    fn take_unchanged(&mut self, identity: &Identity) {
        let (before, after) = (self.before.of, self.after.of);
        for (from, to) in identity.levels.iter() {
            let (one, other) = (self.before.at_level(from), self.after.at_level(to));
            let are_same = |(one, other): (&Stated, &Stated)| {
                identity.later_competency(one.competency) == Some(other.competency)
            };
            let is_unchanged = one.len() == other.len()
                && stated::says_the_same((before, LevelIx(from)), (after, LevelIx(to)))
                && iter::zip(&self.before.stated[one.clone()], &self.after.stated[other.clone()])
                    .all(are_same);
            if is_unchanged {
                iter::zip(one, other).for_each(|(from, to)| self.take(from, to, By::Level));
            }
        }
    }

    fn take(&mut self, from: usize, to: usize, by: By) {
        self.before.is_free[from] = false;
        self.after.is_free[to] = false;
        self.pairs.push(Pair { from, to, by });
    }

    fn reach(&self, from: usize, to: usize) -> Reach {
        let (one, other) = (self.before.places[from], self.after.places[to]);
        let groups = |it: &Stated<'h>| it.groups.iter().map(|group| group.title.as_str());
        if one == other && one.is_known() {
            match groups(&self.before.stated[from]).eq(groups(&self.after.stated[to])) {
                true => Reach::Group,
                false => Reach::Cell,
            }
        } else if one.is_at_one_level(other) {
            Reach::Level
        } else {
            Reach::Book
        }
    }

    fn likeness(&self, from: usize, to: usize, least: u32) -> u32 {
        likeness(self.before.weighed(from), self.after.weighed(to), least)
    }

    /// Ids of which at least one is written. The same id may stand at several levels, where one overrides
    /// what it inherits.
    fn take_ids(&mut self) {
        for reach in REACHES {
            for from in 0..self.before.stated.len() {
                if !self.before.is_free[from] {
                    continue;
                }
                let one = self.before.stated[from].criterion;
                let is_same = |to: &usize| {
                    let other = self.after.stated[*to].criterion;
                    let is_written = match (one.pinned, other.pinned) {
                        (true, true) => true,
                        (false, false) => false,
                        _ => self.likeness(from, *to, LEAST) >= LEAST,
                    };
                    is_written && self.after.is_free[*to] && self.reach(from, *to) == reach
                };
                let found = self.after.with_id(&one.id).iter().copied().find(is_same);
                if let Some(to) = found {
                    self.take(from, to, By::Id);
                }
            }
        }
    }

    /// Ids that either revision says the criterion has in the other one. Of several that became one, each is
    /// paired with it, be it that one of them has kept its id.
    fn take_former_ids(&mut self) {
        let mut found = Vec::new();
        for (to, it) in self.after.stated.iter().enumerate() {
            let old = it.criterion.was().iter().flat_map(|old| self.before.with_id(old));
            found.extend(old.filter(|from| self.before.is_free[**from]).map(|from| (*from, to)));
        }
        for (from, it) in self.before.stated.iter().enumerate() {
            let later = it.criterion.was().iter().flat_map(|id| self.after.with_id(id));
            found.extend(later.filter(|to| self.after.is_free[**to]).map(|to| (from, *to)));
        }
        for (from, to) in found {
            self.take(from, to, By::Was);
        }
    }

    /// Of several that say the same, the first belongs to the first.
    fn take_same(&mut self) {
        let free: Vec<(usize, Words)> =
            self.after.free().map(|to| (to, self.after.words(to))).collect();
        let mut sayings = Sayings::new(free.iter().map(|(to, words)| (*to, words)));
        for reach in REACHES {
            for from in 0..self.before.stated.len() {
                if !self.before.is_free[from] {
                    continue;
                }
                let is_free = |to: usize| self.after.is_free[to];
                let is_meant = |to: usize| self.reach(from, to) == reach;
                if let Some(to) = sayings.first(&self.before.words(from), is_free, is_meant) {
                    self.take(from, to, By::Words);
                }
            }
        }
    }

    /// Criteria that replace what is gone. What is still there has grown from one level to the next, which is
    /// no difference between two revisions.
    fn take_replaced(&mut self) {
        let mut found = Vec::new();
        for to in self.after.free() {
            for old in self.after.stated[to].criterion.replaces() {
                let gone = self.before.with_id(&old.value).iter();
                found.extend(gone.filter(|it| self.before.is_free[**it]).map(|from| (*from, to)));
            }
        }
        for (from, to) in found {
            self.take(from, to, By::Replaces);
        }
    }

    fn take_alike(&mut self, reach: Reach, least: u32, by: By) {
        let near = Near::new(&self.after, reach, least);
        let mut candidates = Vec::new();
        for from in self.before.free() {
            let place = reach.of(self.before.places[from]);
            for to in near.at(place, from, || self.before.weighed(from)) {
                if self.reach(from, to) != reach {
                    continue;
                }
                let likeness = self.likeness(from, to, least);
                // Of equal ones, those that stand at one height.
                let distance = (from.abs_diff(to) as i64).min(1023);
                if likeness >= least {
                    let gain = i64::from(likeness - least + 1) * 1024 - distance;
                    candidates.push(Candidate { row: from, column: to, gain });
                }
            }
        }
        for (from, to) in best(&candidates) {
            self.take(from, to, by);
        }
    }
}

/// What is free of the later revision, by where it stands. A handbook of which each criterion was reworded has tens of
/// thousands, of which no two are compared that stand too far apart or have no rare word in common.
struct Near<'s> {
    by_place: HashMap<Place, Vec<usize>>,
    /// The same of places where there are many.
    crowds: HashMap<Place, ByRarest<'s>>,
}

/// From so many criteria on they are looked up by their words.
const CROWD: usize = 32;

impl<'s> Near<'s> {
    /// What a criterion within reach may be alike with, by at least so much.
    fn new(after: &'s Side, reach: Reach, least: u32) -> Self {
        let mut by_place: HashMap<Place, Vec<usize>> = HashMap::new();
        for to in after.free() {
            by_place.entry(reach.of(after.places[to])).or_default().push(to);
        }
        let crowds = by_place.iter().filter(|(_, all)| all.len() >= CROWD);
        let crowds = crowds.map(|(place, all)| {
            let texts = all.iter().map(|to| (*to, after.weighed(*to)));
            (*place, ByRarest::new(texts, after.rarity, least))
        });
        Self { crowds: crowds.collect(), by_place }
    }

    /// What may be alike at a place with the criterion that has a number before, in its order.
    fn at<'w>(
        &self,
        place: Place,
        from: usize,
        weighed: impl FnOnce() -> &'w Weighed,
    ) -> Vec<usize> {
        match self.crowds.get(&place) {
            Some(crowd) => crowd.perhaps_alike(from, weighed()),
            None => self.by_place.get(&place).cloned().unwrap_or_default(),
        }
    }
}

/// Says what happened to each criterion.
struct Telling<'a, 'h> {
    before: &'h Handbook,
    after: &'h Handbook,
    identity: &'a Identity,
    matching: &'a Matching<'h>,
    /// The first criterion of the later revision with an id, as [`Fingerprint::short_of`] it. Made when a criterion
    /// that is new says what it replaces.
    later_by_id: OnceCell<HashMap<u64, usize, ByHash>>,
}

impl<'h> Telling<'_, 'h> {
    fn later_by_id(&self) -> &HashMap<u64, usize, ByHash> {
        self.later_by_id.get_or_init(|| {
            let all = self.matching.after.stated.iter().enumerate().rev();
            all.map(|(number, it)| (Fingerprint::short_of(&it.criterion.id), number)).collect()
        })
    }

    /// In the order of the later revision, then those that are gone.
    fn all(&self) -> Vec<CriterionChange<'h>> {
        let Matching { before, after, pairs } = self.matching;
        let mut of_later: Vec<Vec<&Pair>> = vec![Vec::new(); after.stated.len()];
        let mut uses = vec![0; before.stated.len()];
        // A criterion of a level that says what it said is in no other pair.
        let mut is_unchanged = vec![false; after.stated.len()];
        for pair in pairs {
            match pair.by {
                By::Level => is_unchanged[pair.to] = true,
                _ => {
                    of_later[pair.to].push(pair);
                    uses[pair.from] += 1;
                }
            }
        }
        let changed = (0..after.stated.len()).filter(|it| !is_unchanged[*it]);
        let kept = changed.filter_map(|number| {
            let pairs = &of_later[number];
            let is_split = pairs.iter().any(|pair| uses[pair.from] > 1);
            self.kept(pairs, after.stated[number], is_split)
        });
        let gone = before.free().map(|from| CriterionChange {
            kind: CriterionKind::Gone,
            from: vec![before.stated[from]],
            to: None,
            wording: Wording::Same,
            moved: Moved::default(),
            grown_from: None,
        });
        kept.chain(gone).collect()
    }

    /// What is in both revisions.
    fn still_there(&self) -> Vec<Kept<'h>> {
        let Matching { before, after, pairs } = self.matching;
        let mut known = vec![false; after.stated.len()];
        let first = pairs.iter().filter(|pair| !std::mem::replace(&mut known[pair.to], true));
        let kept = first.map(|pair| Kept {
            from: before.stated[pair.from].criterion,
            to: after.stated[pair.to].criterion,
            is_reworded: self.wording(pair) > Wording::Typography,
        });
        kept.collect()
    }

    /// What happened to a criterion that is there; `None` if nothing did.
    fn kept(&self, pairs: &[&Pair], to: Stated<'h>, is_split: bool) -> Option<CriterionChange<'h>> {
        let from: Vec<Stated> =
            pairs.iter().map(|it| self.matching.before.stated[it.from]).collect();
        let wording = pairs.iter().map(|pair| self.wording(pair)).min().unwrap_or(Wording::Same);
        let moved = from.first().map(|it| self.moved(it, &to)).unwrap_or_default();
        let one = from.first().map(|it| it.criterion);
        let kind = match (one, from.len()) {
            (None, _) if self.grown_from(&to).is_some() => CriterionKind::Grown,
            (None, _) => CriterionKind::New,
            _ if pairs.iter().any(|it| it.by == By::Replaces) => CriterionKind::Grown,
            (_, 2..) => CriterionKind::Merged,
            _ if is_split => CriterionKind::Split,
            _ if moved.level.is_some() || moved.competency.is_some() => CriterionKind::Moved,
            (Some(one), _) => match wording {
                Wording::Rewritten => CriterionKind::Rewritten,
                Wording::Likely => CriterionKind::Likely,
                Wording::Reworded => CriterionKind::Reworded,
                _ if moved.group.is_some() => CriterionKind::Regrouped,
                _ if self.has_other_examples(&from[0], &to) => CriterionKind::Examples,
                _ if one.internal != to.criterion.internal => CriterionKind::Visibility,
                Wording::Typography => CriterionKind::Typography,
                Wording::Same if is_renamed(&from[0], &to) => CriterionKind::Id,
                Wording::Same => return None,
            },
        };
        let grown_from = self.grown_from(&to).filter(|_| from.is_empty());
        Some(CriterionChange { kind, from, to: Some(to), wording, moved, grown_from })
    }

    /// The criterion of another level, still there, whose grown form a criterion is.
    fn grown_from(&self, it: &Stated<'h>) -> Option<Stated<'h>> {
        let by_id =
            |id: &Spanned<String>| self.later_by_id().get(&Fingerprint::short_of(&id.value));
        let replaced = it.criterion.replaces().iter().find_map(by_id)?;
        Some(self.matching.after.stated[*replaced])
    }

    fn wording(&self, pair: &Pair) -> Wording {
        let text = |side: &Side<'h>, at: usize| &side.stated[at].criterion.text;
        let (from, to) =
            (text(&self.matching.before, pair.from), text(&self.matching.after, pair.to));
        match pair.by {
            By::Level => return Wording::Same,
            By::Place => return Wording::Likely,
            By::Id | By::Was | By::Replaces | By::Words => {}
        }
        wording::between(from, to, self.after.untracked().rarity(), self.after.language)
    }

    fn has_other_examples(&self, from: &Stated<'h>, to: &Stated<'h>) -> bool {
        let of = |it: &Stated<'h>| it.criterion.examples().collect::<Vec<&Prose>>();
        let (old, new) = (of(from), of(to));
        let mut pairs = iter::zip(&old, &new);
        if old.len() == new.len() && pairs.all(|(old, new)| new.is_unchanged_from(old)) {
            return false;
        }
        let said = |all: &[&Prose]| -> Vec<u64> {
            let mut said: Vec<u64> =
                all.iter().map(|it| it.words(self.after.language).folded()).collect();
            said.sort_unstable();
            said
        };
        said(&old) != said(&new)
    }

    fn moved(&self, from: &Stated<'h>, to: &Stated<'h>) -> Moved {
        let mut moved = Moved::default();
        if !self.is_one_holder(from, to) {
            moved.level = Some((name(self.before, from), name(self.after, to)));
        }
        if self.identity.later_competency(from.competency) != Some(to.competency) {
            let titles = (&self.before[from.competency].title, &self.after[to.competency].title);
            moved.competency = Some((titles.0.clone(), titles.1.clone()));
        }
        if moved == Moved::default() {
            moved.group = self.other_group(from, to);
        }
        moved
    }

    fn is_one_holder(&self, from: &Stated<'h>, to: &Stated<'h>) -> bool {
        match (from.holder, to.holder) {
            (Holder::Level(one), Holder::Level(other)) => {
                self.identity.later_level(one) == Some(other)
            }
            // A step that another one was put before has another number.
            (Holder::Step(one), Holder::Step(other)) => {
                let [earlier, later] = [(self.before, from, one), (self.after, to, other)]
                    .map(|(book, it, step)| step_title(&book[it.competency], step));
                one == other || earlier == later
            }
            _ => false,
        }
    }

    /// The headings or lead-ins that a criterion moved between. One that has other words itself, and has all
    /// of its criteria still, has moved none of them.
    fn other_group(&self, from: &Stated<'h>, to: &Stated<'h>) -> Option<(String, String)> {
        let all = |side: &Side<'h>, of: &Stated<'h>, line: &dyn Fn(&Stated<'h>) -> String| {
            let same = |it: &&Stated| it.holder == of.holder && it.competency == of.competency;
            side.beside(of).iter().filter(same).map(line).collect::<Vec<String>>()
        };
        let lines: [&dyn Fn(&Stated<'h>) -> String; 2] =
            [&|it| it.group(), &|it| it.lead_in().to_owned()];
        lines.into_iter().find_map(|line| {
            let (was, is) = (line(from), line(to));
            let has_moved = wording::of_lines(&was, &is) == Wording::Reworded
                && (all(&self.matching.after, to, line).contains(&was)
                    || all(&self.matching.before, from, line).contains(&is));
            has_moved.then_some((was, is))
        })
    }
}

fn is_renamed(from: &Stated, to: &Stated) -> bool {
    let (from, to) = (from.criterion, to.criterion);
    from.pinned && to.pinned && from.id != to.id
}

/// What holds a criterion: its level, or the step that it comes with.
fn name(handbook: &Handbook, it: &Stated) -> Name {
    match it.holder {
        Holder::Level(level) => level_name(handbook, level),
        Holder::Step(step) => {
            let competency = &handbook[it.competency];
            Name { id: competency.id.clone(), title: step_title(competency, step) }
        }
    }
}

/// What a level is called.
pub fn level_name(handbook: &Handbook, level: LevelIx) -> Name {
    Name { id: handbook.level_name(level), title: handbook[level].title.0.clone() }
}
