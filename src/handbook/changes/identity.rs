//! Which track, level and competency of an earlier revision is which of a later one.
//!
//! A name that both have is the first witness, then names that the later revision says something had before,
//! then titles together with what is said. A name alone is not believed where the content says otherwise:
//! where levels are numbered, one put in between takes the name of the next.

use std::cell::OnceCell;

use super::alike::Said;
use super::pairs::Pairs;
use super::revision::Revision;
use super::stated;
use crate::handbook::ix::{CompetencyIx, LevelIx, TrackIx};
use crate::handbook::likeness::{ALL, Candidate, best};
use crate::handbook::model::{Competency, Handbook, Level};
use crate::spelling::folded;

/// What is the same in two revisions.
pub struct Identity {
    pub tracks: Pairs,
    pub levels: Pairs,
    pub competencies: Pairs,
}

impl Identity {
    pub fn find(before: Revision, after: Revision) -> Self {
        let cells = |it: Revision| it.handbook.levels().map(|_| OnceCell::new()).collect();
        let search = Search { before, after, said: [cells(before), cells(after)] };
        let (tracks, levels) = search.tracks_and_levels();
        let competencies = search.competencies();
        Self { tracks, levels, competencies }
    }

    pub fn later_level(&self, level: LevelIx) -> Option<LevelIx> {
        self.levels.later(level.0).map(LevelIx)
    }

    pub fn later_track(&self, track: TrackIx) -> Option<TrackIx> {
        self.tracks.later(track.0).map(TrackIx)
    }

    pub fn later_competency(&self, competency: CompetencyIx) -> Option<CompetencyIx> {
        self.competencies.later(competency.0).map(CompetencyIx)
    }
}

/// Half of what two say is the same.
const HALF: u32 = ALL / 2;

struct Search<'h> {
    before: Revision<'h>,
    after: Revision<'h>,
    /// What each level says, of both revisions. Made when it is first asked for: most levels are what they were.
    said: [Vec<OnceCell<Said>>; 2],
}

impl<'h> Search<'h> {
    fn tracks_and_levels(&self) -> (Pairs, Pairs) {
        let (before, after) = (self.before.handbook, self.after.handbook);
        let mut tracks = Pairs::new(before.tracks.len(), after.tracks.len());
        tracks.join_where(|one, other| before.tracks[one].id == after.tracks[other].id);
        let mut levels = Pairs::new(before.levels.len(), after.levels.len());
        self.take_former_names(&mut levels);
        self.take_tracks(&mut tracks);
        levels.join_where(|one, other| {
            let (from, to) = (&before.levels[one], &after.levels[other]);
            let is_one_track = tracks.later(from.track.0) == Some(to.track.0);
            is_one_track && from.id == to.id && !self.is_another(one, other)
        });
        self.take_alike_levels(&mut levels, &tracks);
        (tracks, levels)
    }

    /// Levels of which either revision says what they are called in the other one.
    fn take_former_names(&self, levels: &mut Pairs) {
        let (before, after) = (self.before, self.after);
        let says = |of: Revision| {
            of.handbook.levels().any(|(level, _)| !of.routes.former_names(level).is_empty())
        };
        if !says(before) && !says(after) {
            return;
        }
        let names = |of: Revision| -> Vec<String> {
            of.handbook.levels().map(|(level, _)| of.handbook.level_name(level)).collect()
        };
        let (names, later_names) = (names(before), names(after));
        levels.join_where(|one, other| {
            after.routes.former_names(LevelIx(other)).contains(&names[one])
                || before.routes.former_names(LevelIx(one)).contains(&later_names[other])
        });
    }

    /// Tracks that have another id: most of their levels say the same, or are called the same.
    fn take_tracks(&self, tracks: &mut Pairs) {
        let (before, after) = (self.before.handbook, self.after.handbook);
        let is_same = |one: &LevelIx, other: &LevelIx| {
            before[*one].id == after[*other].id || self.share(one.0, other.0) >= HALF
        };
        tracks.join_where(|one, other| {
            let (from, to) = (&before.tracks[one], &after.tracks[other]);
            let same = |it: &&LevelIx| to.levels.iter().any(|other| is_same(it, other));
            let same = from.levels.iter().filter(same).count();
            let all = from.levels.len() + to.levels.len();
            let is_title_same = folded(&from.title) == folded(&to.title);
            4 * same >= all && all > 0 && (is_title_same || 3 * same >= all)
        });
    }

    fn share(&self, before: usize, after: usize) -> u32 {
        self.said_before(before).share(self.said_after(after))
    }

    fn said_before(&self, level: usize) -> &Said {
        self.said[0][level].get_or_init(|| said_by(self.before.handbook, LevelIx(level)))
    }

    fn said_after(&self, level: usize) -> &Said {
        self.said[1][level].get_or_init(|| said_by(self.after.handbook, LevelIx(level)))
    }

    /// Whether two levels of one name are not one level: nothing in them is the same, and one of them says
    /// what a level of another name says in the other revision.
    fn is_another(&self, before: usize, after: usize) -> bool {
        let [earlier, later] = [self.before, self.after].map(|it| it.handbook);
        if stated::says_the_same((earlier, LevelIx(before)), (later, LevelIx(after))) {
            return false;
        }
        let is_silent = self.said_before(before).is_empty() || self.said_after(after).is_empty();
        if is_silent || self.share(before, after) >= ALL / 10 {
            return false;
        }
        let of_others = (0..later.levels.len()).filter(|it| *it != after);
        let of_others = of_others.map(|it| self.share(before, it));
        let by_others = (0..earlier.levels.len()).filter(|it| *it != before);
        let by_others = by_others.map(|it| self.share(it, after));
        let elsewhere = of_others.chain(by_others).max().unwrap_or_default();
        elsewhere >= HALF
    }

    /// Levels that are alike in title, code and what they say. Of several choices the best as a whole.
    fn take_alike_levels(&self, levels: &mut Pairs, tracks: &Pairs) {
        let mut candidates = Vec::new();
        for before in levels.only_before() {
            for after in levels.only_after() {
                let gain = self.likeness_of_levels(before, after, tracks);
                candidates.extend(gain.map(|gain| Candidate { row: before, column: after, gain }));
            }
        }
        for (before, after) in best(&candidates) {
            levels.join(before, after);
        }
    }

    fn likeness_of_levels(&self, before: usize, after: usize, tracks: &Pairs) -> Option<i64> {
        let share = i64::from(self.share(before, after));
        let (from, to) = self.levels(before, after);
        let title = |it: &Level| folded(&it.title.0);
        let is_titled_alike = title(from) == title(to);
        let is_one_track = tracks.later(from.track.0) == Some(to.track.0);
        let says_nothing = self.said_before(before).is_empty() || self.said_after(after).is_empty();
        let is_likely = match is_titled_alike || from.id == to.id {
            true => share >= i64::from(ALL / 5) || says_nothing && is_one_track,
            false => share >= i64::from(HALF),
        };
        let witnesses = [
            (is_titled_alike, 4000),
            (from.id == to.id, 2000),
            (!from.code.is_empty() && from.code == to.code, 1000),
            (is_one_track, 1000),
        ];
        let by_names: i64 = witnesses.iter().filter(|(is, _)| *is).map(|(_, gain)| gain).sum();
        is_likely.then_some(share + by_names + 1)
    }

    fn levels(&self, before: usize, after: usize) -> (&'h Level, &'h Level) {
        (&self.before.handbook.levels[before], &self.after.handbook.levels[after])
    }

    fn competencies(&self) -> Pairs {
        let (before, after) = (self.before.handbook, self.after.handbook);
        let (old, new) = (&before.competencies, &after.competencies);
        let mut pairs = Pairs::new(old.len(), new.len());
        pairs.join_where(|one, other| old[one].id == new[other].id);
        pairs.join_where(|one, other| {
            has_been(&new[other], &old[one]) || has_been(&old[one], &new[other])
        });
        if pairs.only_before().next().is_none() || pairs.only_after().next().is_none() {
            return pairs;
        }
        let said = [said_of_competencies(before), said_of_competencies(after)];
        pairs.join_where(|one, other| {
            let share = said[0][one].share(&said[1][other]);
            let is_titled_alike = folded(&old[one].title) == folded(&new[other].title);
            share >= HALF || is_titled_alike
        });
        pairs
    }
}

fn said_by(handbook: &Handbook, level: LevelIx) -> Said {
    Said::new(&stated::of_level(handbook, level), handbook.language)
}

/// Whether a competency says that it had the id or the title of another one.
fn has_been(it: &Competency, other: &Competency) -> bool {
    it.was.iter().any(|old| old.value == other.id)
        || it.aliases.iter().any(|alias| folded(alias) == folded(&other.title))
}

fn said_of_competencies(handbook: &Handbook) -> Vec<Said> {
    let all = stated::all(handbook);
    let of = |it: CompetencyIx| all.iter().filter(move |stated| stated.competency == it);
    handbook.competencies().map(|(it, _)| Said::new(of(it), handbook.language)).collect()
}
