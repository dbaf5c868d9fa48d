//! Where rows say that they belong, and where they belonged when they were written.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Exported, Row};
use super::subject::Spot;
use crate::exchange::sheets::{GROUPS, List, hash};
use crate::handbook::{CompetencyIx, Handbook, LevelIx};
use crate::spelling::folded;

/// Names of levels and competencies as a sheet has them.
pub struct Places {
    /// The names of levels in each track, by its title and its id in any spelling, and in all tracks by an empty name.
    names_of_levels: BTreeMap<String, Names<LevelIx>>,
    names_of_competencies: Names<CompetencyIx>,
    /// What levels are called in the sheet of levels, where that is another name than in the files, by the names of
    /// their tracks and theirs.
    renamed: BTreeMap<[String; 2], Vec<LevelIx>>,
    /// Where most rows are now that named one level, by the hashes of its track and its name.
    levels: BTreeMap<[String; 2], LevelIx>,
    competencies: BTreeMap<String, CompetencyIx>,
}

impl Places {
    /// `current` gives the row of the files for one of the sheet.
    pub fn of(
        exported: &Exported,
        list: &List,
        handbook: &Handbook,
        current: impl Fn(&Row) -> Option<usize>,
    ) -> Self {
        let mut places = Self {
            names_of_levels: names_of_levels(handbook),
            names_of_competencies: Names::default(),
            renamed: BTreeMap::new(),
            levels: BTreeMap::new(),
            competencies: BTreeMap::new(),
        };
        let by_name: BTreeMap<String, LevelIx> =
            handbook.levels().map(|(it, _)| (handbook.level_name(it), it)).collect();
        for row in exported.levels.iter().filter(|row| row.is_changed("title")) {
            let Some(level) = by_name.get(row.text("level")).copied() else { continue };
            for track in names_of_track(handbook, level) {
                let names = [track, folded(row.text("title"))];
                places.renamed.entry(names).or_default().push(level);
            }
        }
        let mut levels: BTreeMap<([String; 2], LevelIx), usize> = BTreeMap::new();
        let mut competencies: BTreeMap<(String, CompetencyIx), usize> = BTreeMap::new();
        for row in &exported.criteria {
            let Some(subject) = current(row).map(|at| list.subjects[at]) else { continue };
            let hashes = [row.written("track"), row.written("level")].map(str::to_owned);
            if let Some(level) = subject.level {
                *levels.entry((hashes, level)).or_default() += 1;
            }
            if let Some(competency) = subject.competency {
                let written = row.written("competency").to_owned();
                *competencies.entry((written, competency)).or_default() += 1;
            }
        }
        places.levels = most(levels);
        places.competencies = most(competencies);
        // A name that is still in use means what it says.
        for (level, it) in handbook.levels() {
            let label = handbook.untracked().label(level);
            let hashes = [hash(&handbook[it.track].title), hash(label)];
            places.levels.insert(hashes, level);
        }
        for (competency, it) in handbook.competencies() {
            places.competencies.insert(hash(&it.title), competency);
            places.names_of_competencies.add(competency, &[&it.title], &[&it.id]);
        }
        places
    }

    /// Whether a criterion that stands somewhere stood there as well when its row was written.
    pub fn was_at(&self, row: &Row, spot: &Spot) -> bool {
        let hashes = [row.written("track"), row.written("level")].map(str::to_owned);
        self.levels.get(&hashes) == Some(&spot.level)
            && self.competencies.get(row.written("competency")) == Some(&spot.competency)
            && row.was("group", &spot.groups.join(GROUPS))
    }

    /// The cell in which a row stood when it was written.
    pub fn cell(&self, row: &Row) -> Option<(LevelIx, CompetencyIx)> {
        let hashes = [row.written("track"), row.written("level")].map(str::to_owned);
        let competency = self.competencies.get(row.written("competency"))?;
        Some((*self.levels.get(&hashes)?, *competency))
    }

    /// Where a row says that its criterion belongs that stands at a spot. What the row leaves as it was means that spot.
    pub fn wanted(&self, row: &Row, now: &Spot) -> Result<Spot, String> {
        let mut spot = now.clone();
        if row.is_changed("level") || row.is_changed("track") {
            let (name, track) = (row.text("level"), row.text("track"));
            let level = self.level(name, track);
            // Who changes the level alone means one of another track if there is none of that name in the track.
            let level = level.or_else(|| self.level(name, "").filter(|_| !row.is_changed("track")));
            spot.level = level.ok_or_else(|| match self.level(name, "") {
                Some(_) => format!("`{track}` has no level `{name}`"),
                None => format!("it is not clear which level `{name}` is"),
            })?;
        }
        if row.is_changed("competency") {
            let name = row.text("competency");
            spot.competency = self
                .competency(name)
                .ok_or_else(|| format!("there is no competency `{name}` in the files"))?;
        }
        if row.is_changed("group") {
            spot.groups = groups(row.text("group"));
        }
        Ok(spot)
    }

    /// The level of a name, in a track if that is not empty.
    pub fn level(&self, name: &str, track: &str) -> Option<LevelIx> {
        if name.is_empty() {
            return None;
        }
        let called = self.names_of_levels.get(&folded(track)).and_then(|it| it.only(name));
        let renamed = || match self.renamed.get(&[folded(track), folded(name)])?.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        // The name may be one that the files had when the sheet was written.
        let was = || self.levels.get(&[hash(track), hash(name)]).copied();
        called.or_else(renamed).or_else(was)
    }

    pub fn competency(&self, name: &str) -> Option<CompetencyIx> {
        self.names_of_competencies.only(name)
    }
}

/// Things by what they are called.
struct Names<T> {
    /// By titles, in any spelling.
    titles: BTreeMap<String, Vec<T>>,
    /// By ids, as they are.
    ids: BTreeMap<String, Vec<T>>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { titles: BTreeMap::new(), ids: BTreeMap::new() }
    }
}

impl<T: Copy + PartialEq> Names<T> {
    fn add(&mut self, thing: T, titles: &[&str], ids: &[&str]) {
        for title in titles {
            self.titles.entry(folded(title)).or_default().push(thing);
        }
        for id in ids {
            self.ids.entry((*id).to_owned()).or_default().push(thing);
        }
    }

    /// The only thing of a name, which it may have several times.
    fn only(&self, name: &str) -> Option<T> {
        let found = [self.titles.get(&folded(name)), self.ids.get(name)];
        let mut found = found.into_iter().flatten().flatten().copied();
        let first = found.next()?;
        found.all(|it| it == first).then_some(first)
    }
}

fn names_of_levels(handbook: &Handbook) -> BTreeMap<String, Names<LevelIx>> {
    let tracked = handbook.untracked();
    let mut of_tracks: BTreeMap<String, Names<LevelIx>> = BTreeMap::new();
    for (key, level) in handbook.levels() {
        let titles = [tracked.label(key), tracked.title(key), level.code.as_str()];
        for track in names_of_track(handbook, key) {
            let names = of_tracks.entry(track).or_default();
            names.add(key, &titles, &[&handbook.level_name(key), &level.id]);
        }
    }
    of_tracks
}

/// What the track of a level may be called, nothing among it.
fn names_of_track(handbook: &Handbook, level: LevelIx) -> BTreeSet<String> {
    let track = &handbook[handbook[level].track];
    BTreeSet::from([String::new(), folded(&track.title), folded(&track.id)])
}

/// The headings inside a cell that a field names.
pub fn groups(text: &str) -> Vec<String> {
    let groups = text.split(GROUPS.trim()).map(str::trim);
    groups.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// For each name what it meant most often.
fn most<K: Ord, V: Ord + Copy>(counts: BTreeMap<(K, V), usize>) -> BTreeMap<K, V> {
    let mut most: BTreeMap<K, (usize, V)> = BTreeMap::new();
    for ((name, value), count) in counts {
        let known = most.entry(name).or_insert((count, value));
        if count > known.0 {
            *known = (count, value);
        }
    }
    most.into_iter().map(|(name, (_, value))| (name, value)).collect()
}
