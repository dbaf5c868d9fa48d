//! Where rows say that they belong, and where they belonged when they were written.

use std::collections::BTreeMap;

use super::sheet::{Exported, Row};
use super::subject::Spot;
use crate::exchange::sheets::{GROUPS, List, hash};
use crate::handbook::{CompetencyIx, Handbook, LevelIx};
use crate::spelling::folded;

/// Names of levels and competencies as a sheet has them.
pub struct Places<'h> {
    handbook: &'h Handbook,
    /// What levels are called in the sheet of levels, where that is another name than in the files.
    renamed: Vec<(String, LevelIx)>,
    /// Where most rows are now that named one level, by the hashes of its track and its name.
    levels: BTreeMap<[String; 2], LevelIx>,
    competencies: BTreeMap<String, CompetencyIx>,
}

impl<'h> Places<'h> {
    /// `current` gives the row of the files for one of the sheet.
    pub fn of(
        exported: &Exported,
        list: &List,
        handbook: &'h Handbook,
        current: impl Fn(&Row) -> Option<usize>,
    ) -> Self {
        let mut places = Self {
            handbook,
            renamed: Vec::new(),
            levels: BTreeMap::new(),
            competencies: BTreeMap::new(),
        };
        for row in exported.levels.iter().filter(|row| row.is_changed("title")) {
            let level = handbook.levels().map(|(it, _)| it);
            let level = level.into_iter().find(|it| handbook.level_name(*it) == row.text("level"));
            places.renamed.extend(level.map(|it| (folded(row.text("title")), it)));
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
        let handbook = self.handbook;
        let tracked = handbook.untracked();
        let in_track = |key: &LevelIx| {
            let of_track = &handbook[handbook[*key].track];
            track.is_empty()
                || [&of_track.title, &of_track.id].iter().any(|it| folded(it) == folded(track))
        };
        let is_called = |key: &LevelIx| {
            let level = &handbook[*key];
            let titles = [tracked.label(*key), tracked.title(*key), level.code.as_str()];
            titles.iter().any(|it| !it.is_empty() && folded(it) == folded(name))
                || handbook.level_name(*key) == name
                || level.id == name
        };
        let only = |found: Vec<LevelIx>| (found.len() == 1).then(|| found[0]);
        if name.is_empty() {
            return None;
        }
        let keys = || handbook.levels().map(|(key, _)| key).filter(in_track);
        let renamed =
            self.renamed.iter().filter(|(title, key)| *title == folded(name) && in_track(key));
        only(keys().filter(is_called).collect())
            .or_else(|| only(renamed.map(|(_, key)| *key).collect()))
            // The name may be one that the files had when the sheet was written.
            .or_else(|| self.levels.get(&[hash(track), hash(name)]).copied())
    }

    pub fn competency(&self, name: &str) -> Option<CompetencyIx> {
        let is_meant = |title: &str, id: &str| folded(title) == folded(name) || id == name;
        let mut found = self.handbook.competencies().filter(|(_, it)| is_meant(&it.title, &it.id));
        let first = found.next().map(|(key, _)| key)?;
        found.next().is_none().then_some(first)
    }
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
