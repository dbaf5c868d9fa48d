//! Which criterion of one list belongs to which of another: by id, by the author's word, by their words.
//!
//! Words decide in three rounds, each over what the rounds before have left: texts that say the same, texts
//! that are alike enough to be sure, texts that are likely the same expectation. Each round looks first where
//! both stand in one competency and group, then in one competency, then anywhere, and takes the pairs that
//! are best as a whole. `themes/default/assets/js/compare/pairing.js` does the same with the same numbers.

use std::collections::{HashMap, HashSet};

use super::effective::EffectiveCriterion;
use super::likeness::{
    ALL, By, Candidate, Pair, Rarity, Sayings, Shelf, Weighed, Words, best, likeness,
};
use crate::fingerprint::{ByHash, Fingerprint};

/// From this likeness on two criteria are surely one in other words: half of what they say is the same.
const SURE: u32 = ALL / 2;

/// From this likeness on they are likely one if each level says one thing only about the competency. What
/// speaks for the pair is then its place above all.
const LIKELY: u32 = ALL / 10;

/// How much more likeness is needed each time that the number of criteria to choose from doubles.
const EACH_DOUBLING: u32 = ALL / 20;

/// How much more likeness is needed between tracks: two kinds of work have less in common by their place.
const BETWEEN_TRACKS: u32 = 2 * EACH_DOUBLING;

/// The likeness for a likely pair in two competencies, where the place says nothing.
const LIKELY_ELSEWHERE: u32 = LIKELY + 7 * EACH_DOUBLING;

/// How much more likeness a sure pair needs in two competencies.
const ELSEWHERE: u32 = 3 * EACH_DOUBLING;

/// If a list has more criteria than this that neither an id nor its author nor the same words pair, two of them are
/// compared only if they stand in one competency: any two of thousands are more than can be compared.
const MANY: usize = 1_000;

/// How far apart they stand there at most.
const NEAR: usize = 200;

/// A criterion of a list.
pub struct Entry<'h> {
    pub criterion: EffectiveCriterion<'h>,
    /// The number of the competency it stands in; lists may have several.
    pub place: usize,
    /// Its number there.
    pub position: usize,
    pub words: Words,
}

/// How two lists are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    /// They are of levels of one track, or of one level at two times.
    OneTrack,
    /// They are of levels of two tracks.
    TwoTracks,
}

/// Pairs criteria. `by_author` has those that the author paired, of which each may stand in several pairs; in
/// all others a criterion stands once. Words are weighed as `rarity` says.
pub fn pairs(
    before: &[Entry],
    after: &[Entry],
    by_author: &[(usize, usize)],
    kinship: Kinship,
    rarity: &Rarity,
) -> Vec<Pair> {
    let weighed = |entries: &[Entry]| -> Vec<Weighed> {
        entries.iter().map(|it| Weighed::new(it.words.clone(), rarity)).collect()
    };
    let mut pairing = Pairing {
        before,
        after,
        words: [weighed(before), weighed(after)],
        kinship,
        is_free: [vec![true; before.len()], vec![true; after.len()]],
        pairs: Vec::new(),
    };
    pairing.take_ids();
    let known = pairing.pairs.iter().filter(|_| !by_author.is_empty());
    let mut taken: HashSet<(usize, usize)> = known.map(|it| (it.from, it.to)).collect();
    for (from, to) in by_author {
        if taken.insert((*from, *to)) {
            pairing.take(*from, *to, By::Author, true);
        }
    }
    pairing.take_same();
    let alike = pairing.alike();
    for is_sure in [true, false] {
        for reach in REACHES {
            pairing.take_alike(&alike, reach, is_sure);
        }
    }
    pairing.pairs
}

/// How far apart two criteria stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// In one competency, under the same headings.
    Group,
    /// In one competency.
    Competency,
    /// In two competencies.
    Elsewhere,
}

const REACHES: [Reach; 3] = [Reach::Group, Reach::Competency, Reach::Elsewhere];

impl Reach {
    fn between(from: &Entry, to: &Entry) -> Self {
        if from.place != to.place {
            Self::Elsewhere
        } else if from.criterion.group_titles().eq(to.criterion.group_titles()) {
            Self::Group
        } else {
            Self::Competency
        }
    }
}

/// Two criteria whose words are alike.
struct Alike {
    from: usize,
    to: usize,
    reach: Reach,
    likeness: u32,
    /// The likeness that they need to be a likely pair.
    likely: u32,
}

struct Pairing<'a, 'h> {
    before: &'a [Entry<'h>],
    after: &'a [Entry<'h>],
    /// The words of both.
    words: [Vec<Weighed>; 2],
    kinship: Kinship,
    /// For each criterion of both lists whether it has no partner so far.
    is_free: [Vec<bool>; 2],
    pairs: Vec<Pair>,
}

impl Pairing<'_, '_> {
    fn take(&mut self, from: usize, to: usize, by: By, is_sure: bool) {
        let likeness = self.likeness(from, to, 0);
        self.is_free[0][from] = false;
        self.is_free[1][to] = false;
        self.pairs.push(Pair { from, to, by, is_sure, likeness });
    }

    fn likeness(&self, from: usize, to: usize, least: u32) -> u32 {
        likeness(&self.words[0][from], &self.words[1][to], least)
    }

    fn take_ids(&mut self) {
        let id = |it: &Entry| Fingerprint::short_of(&it.criterion.criterion.id);
        let ids = self.after.iter().enumerate();
        let by_id: HashMap<u64, usize, ByHash> = ids.map(|(to, it)| (id(it), to)).collect();
        for (from, it) in self.before.iter().enumerate() {
            if let Some(to) = by_id.get(&id(it)) {
                self.take(from, *to, By::Id, true);
            }
        }
    }

    fn free(&self, side: usize) -> Vec<usize> {
        (0..self.is_free[side].len()).filter(|it| self.is_free[side][*it]).collect()
    }

    /// Of several that say the same, the first belongs to the first.
    fn take_same(&mut self) {
        let free = self.free(1).into_iter();
        let mut sayings = Sayings::new(free.map(|to| (to, &self.after[to].words)));
        for reach in REACHES {
            for from in self.free(0) {
                let one = &self.before[from];
                let is_free = |to: usize| self.is_free[1][to];
                let is_meant = |to: usize| Reach::between(one, &self.after[to]) == reach;
                if let Some(to) = sayings.first(&one.words, is_free, is_meant) {
                    self.take(from, to, By::Words, true);
                }
            }
        }
    }

    /// All pairs of free criteria that are alike enough to be likely.
    fn alike(&self) -> Vec<Alike> {
        let likely = self.likely_by_place();
        let [before, after] = [0, 1].map(|side| self.free(side));
        match before.len().max(after.len()) > MANY {
            true => self.alike_near_by(&before, &after, &likely),
            false => self.alike_anywhere(&before, &after, &likely),
        }
    }

    fn alike_anywhere(&self, before: &[usize], after: &[usize], likely: &[u32]) -> Vec<Alike> {
        let shelf = Shelf::new(&self.words[1]);
        let mut alike = Vec::new();
        for from in before.iter().copied() {
            let place = self.before[from].place;
            let most = shelf.most_alike(&self.words[0][from]);
            for to in after.iter().copied() {
                let likely = match place == self.after[to].place {
                    true => likely[place],
                    false => LIKELY_ELSEWHERE,
                };
                if most[to] >= likely {
                    alike.extend(self.alike_pair(from, to, likely));
                }
            }
        }
        alike
    }

    /// The same where there are [many](MANY).
    fn alike_near_by(&self, before: &[usize], after: &[usize], likely: &[u32]) -> Vec<Alike> {
        let mut by_place: Vec<Vec<usize>> = vec![Vec::new(); likely.len()];
        for to in after {
            by_place[self.after[*to].place].push(*to);
        }
        let mut alike = Vec::new();
        for from in before.iter().copied() {
            let Entry { place, position, .. } = self.before[from];
            let beside = &by_place[place];
            let start = beside.partition_point(|it| self.after[*it].position + NEAR < position);
            let near = beside[start..].iter().copied();
            let near = near.take_while(|it| self.after[*it].position <= position + NEAR);
            alike.extend(near.filter_map(|to| self.alike_pair(from, to, likely[place])));
        }
        alike
    }

    fn alike_pair(&self, from: usize, to: usize, likely: u32) -> Option<Alike> {
        let likeness = self.likeness(from, to, likely);
        (likeness >= likely).then(|| {
            let reach = Reach::between(&self.before[from], &self.after[to]);
            Alike { from, to, reach, likeness, likely }
        })
    }

    /// For each competency, by its number, the likeness for a likely pair, by the number of free criteria on the side
    /// that has more of them.
    fn likely_by_place(&self) -> Vec<u32> {
        let places = self.before.iter().chain(self.after).map(|it| it.place + 1).max();
        let mut free = vec![[0; 2]; places.unwrap_or_default()];
        for (side, entries) in [self.before, self.after].into_iter().enumerate() {
            for (it, is_free) in entries.iter().zip(&self.is_free[side]) {
                free[it.place][side] += u32::from(*is_free);
            }
        }
        let least = match self.kinship {
            Kinship::OneTrack => LIKELY,
            Kinship::TwoTracks => LIKELY + BETWEEN_TRACKS,
        };
        let likely = |[before, after]: [u32; 2]| {
            let doublings = f64::from(before.max(after).max(1)).log2();
            least + (f64::from(EACH_DOUBLING) * doublings).round() as u32
        };
        free.into_iter().map(likely).collect()
    }

    fn take_alike(&mut self, alike: &[Alike], reach: Reach, is_sure: bool) {
        let least = |it: &Alike| match (is_sure, reach) {
            (true, Reach::Elsewhere) => SURE + ELSEWHERE,
            (true, _) => SURE,
            (false, _) => it.likely,
        };
        let candidates: Vec<Candidate> = alike
            .iter()
            .filter(|it| it.reach == reach && it.likeness >= least(it))
            .filter(|it| self.is_free[0][it.from] && self.is_free[1][it.to])
            .map(|it| self.candidate(it, least(it)))
            .collect();
        for (from, to) in best(&candidates) {
            self.take(from, to, By::Words, is_sure);
        }
    }

    /// What counts is by how much a pair is alike beyond what it needs; of equal ones, that they stand at one
    /// height.
    fn candidate(&self, it: &Alike, least: u32) -> Candidate {
        const HEIGHTS: i64 = 1024;
        let [one, other] = [self.before[it.from].position, self.after[it.to].position];
        let distance = (one.abs_diff(other) as i64).min(HEIGHTS - 1);
        let gain = i64::from(it.likeness - least + 1) * HEIGHTS - distance;
        Candidate { row: it.from, column: it.to, gain }
    }
}
