//! A sheet and the files, each edited a hundred times: nothing is lost, each true conflict is named, and no other byte
//! changes.
//!
//! `LADDERBOOK_MERGES=100` asks for that many handbooks, `LADDERBOOK_SEED` for the same ones again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use ladderbook::config::Audience;
use ladderbook::import::{MergeOptions, Open, Subject};
use ladderbook::site::{self, SheetRequest};
use ladderbook::tree::Tree;

use crate::merges::{Rows, column, exported, merged_with, open, resaved};
use crate::random::Random;
use crate::support::{build, number, project, report, text};

/// How many handbooks are tried unless `LADDERBOOK_MERGES` says otherwise.
const HANDBOOKS: u64 = 3;
/// How often each side is edited.
const EDITS: usize = 100;

const TRACKS: [(&str, &str); 2] = [("ic", "IC"), ("people", "People")];
const LEVELS: usize = 4;
const COMPETENCIES: [&str; 6] = ["Code", "Tests & checks", "Talk", "Hiring", "Safety", "On call"];
const STEPS: [&str; 4] = ["Learns", "Owns", "Leads", "Shapes"];

/// A level and a competency, by their numbers.
type Spot = (usize, usize);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Criterion {
    id: String,
    text: String,
    examples: Vec<String>,
}

/// What a file says about a level.
#[derive(Clone, Debug)]
struct Level {
    /// By the names of their columns.
    fields: BTreeMap<&'static str, String>,
    steps: Vec<usize>,
    cells: Vec<Vec<Criterion>>,
    /// Cells with a comment of their own, which stays whatever else goes.
    noted: Vec<bool>,
}

/// A handbook as its author thinks of it.
#[derive(Clone, Debug)]
struct Model {
    levels: Vec<Level>,
}

fn words(random: &mut Random) -> String {
    const WORDS: [&str; 16] = [
        "Plans",
        "reads",
        "a",
        "change",
        "that",
        "others",
        "über",
        "it's",
        "well-known",
        "scope,",
        "the",
        "week",
        "asks",
        "early",
        "R&D",
        "3",
    ];
    let count = random.within(2..9);
    let words: Vec<&str> = (0..count).map(|_| WORDS[random.within(0..WORDS.len())]).collect();
    format!("Sees {} done", words.join(" "))
}

/// The path of a level, and the name by which the sheet of levels knows it.
fn path(level: usize) -> (String, String) {
    let ((track, _), number) = (TRACKS[level / LEVELS], level % LEVELS);
    (format!("content/levels/{track}/{}-l{number}.md", number + 1), format!("{track}/l{number}"))
}

impl Model {
    fn random(random: &mut Random) -> Self {
        let mut next = 0;
        let level = |level: usize, random: &mut Random, next: &mut usize| {
            let mut cell = |random: &mut Random| -> Vec<Criterion> {
                let count = random.within(0..9);
                (0..count)
                    .map(|_| criterion(&format!("c{}", post_increment(next)), random))
                    .collect()
            };
            Level {
                fields: BTreeMap::from([
                    ("title", format!("Title {level}")),
                    ("code", format!("C{level}")),
                    ("scope", format!("Scope {level}")),
                ]),
                steps: COMPETENCIES.iter().map(|_| random.within(0..STEPS.len())).collect(),
                cells: COMPETENCIES.iter().map(|_| cell(random)).collect(),
                noted: COMPETENCIES.iter().map(|_| random.within(0..4) == 0).collect(),
            }
        };
        let levels = (0..TRACKS.len() * LEVELS).map(|it| level(it, random, &mut next)).collect();
        Self { levels }
    }

    fn written(&self) -> Tree {
        let mut register = "competencies:\n".to_owned();
        for (number, title) in COMPETENCIES.iter().enumerate() {
            let _ = write!(register, "- id: k{number}\n  title: {title}\n  steps:\n");
            for step in STEPS {
                let _ = writeln!(register, "  - {{title: {step}}}");
            }
        }
        let mut files = vec![("content/competencies.yaml".to_owned(), register)];
        let tracks = TRACKS.map(|(id, title)| format!("- {{id: {id}, title: {title}}}\n"));
        files.push(("content/tracks.yaml".to_owned(), format!("tracks:\n{}", tracks.concat())));
        files.extend(self.levels.iter().enumerate().map(|(at, it)| (path(at).0, it.written())));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        project(&files)
    }

    fn find(&self, id: &str) -> Option<(Spot, usize)> {
        self.levels.iter().enumerate().find_map(|(level, it)| {
            it.cells.iter().enumerate().find_map(|(cell, criteria)| {
                let at = criteria.iter().position(|it| it.id == id)?;
                Some(((level, cell), at))
            })
        })
    }

    fn get(&self, id: &str) -> Option<(Spot, &Criterion)> {
        let (spot, at) = self.find(id)?;
        Some((spot, &self.levels[spot.0].cells[spot.1][at]))
    }

    fn get_mut(&mut self, id: &str) -> Option<&mut Criterion> {
        let (spot, at) = self.find(id)?;
        Some(&mut self.levels[spot.0].cells[spot.1][at])
    }

    fn take(&mut self, id: &str) -> Option<Criterion> {
        let (spot, at) = self.find(id)?;
        Some(self.levels[spot.0].cells[spot.1].remove(at))
    }

    fn ids(&self) -> Vec<String> {
        let cells = self.levels.iter().flat_map(|it| &it.cells);
        cells.flatten().map(|it| it.id.clone()).collect()
    }
}

fn post_increment(next: &mut usize) -> usize {
    *next += 1;
    *next - 1
}

fn criterion(id: &str, random: &mut Random) -> Criterion {
    let count = [0, 0, 1, 2, 3][random.within(0..5)];
    let examples = (0..count).map(|_| words(random)).collect();
    Criterion { id: id.to_owned(), text: words(random), examples }
}

impl Level {
    fn written(&self) -> String {
        let Self { fields, steps, cells, noted } = self;
        let mut text = format!(
            "---\ntitle: {} # stays\ncode: {}\nfacts:\n  scope: {}\nexpect:\n",
            fields["title"], fields["code"], fields["scope"],
        );
        for (number, step) in steps.iter().enumerate() {
            let _ = writeln!(text, "  k{number}: {}", STEPS[*step]);
        }
        text += "---\n\nAn introduction.\n";
        for (number, criteria) in cells.iter().enumerate() {
            if criteria.is_empty() && !noted[number] {
                continue;
            }
            let _ = write!(text, "\n## {}\n", COMPETENCIES[number]);
            text += if noted[number] { "\n<!-- a note -->\n" } else { "" };
            text += if criteria.is_empty() { "" } else { "\n" };
            for it in criteria {
                let _ = writeln!(text, "- {} {{#{}}}", it.text, it.id);
                for example in &it.examples {
                    let _ = writeln!(text, "  - {example}");
                }
            }
        }
        text
    }
}

/// What one side makes of a handbook.
#[derive(Clone, Debug, Default)]
struct Edits {
    texts: BTreeMap<String, String>,
    examples: BTreeMap<String, Vec<String>>,
    places: BTreeMap<String, Spot>,
    gone: BTreeSet<String>,
    new: Vec<(Spot, Criterion)>,
    fields: BTreeMap<(usize, &'static str), String>,
    /// Steps of cells, and the row in which the sheet says it.
    steps: BTreeMap<Spot, (usize, String)>,
}

impl Edits {
    fn random(base: &Model, side: &str, random: &mut Random) -> Self {
        let mut edits = Self::default();
        let ids = base.ids();
        for number in 0..EDITS {
            let id = random.choose(&ids).expect("a criterion").clone();
            let (spot, it) = base.get(&id).expect("it is in the base");
            let level = random.within(0..base.levels.len());
            let elsewhere = (level, random.within(0..COMPETENCIES.len()));
            match random.within(0..12) {
                0..3 => drop(edits.texts.insert(id, format!("{side} {}", words(random)))),
                3..5 => drop(edits.examples.insert(id, other_examples(&it.examples, random))),
                5..7 => drop(edits.places.insert(id, elsewhere)),
                7 => drop(edits.gone.insert(id)),
                8 => {
                    let id = format!("{}-{number}", side.to_lowercase());
                    edits.new.push((elsewhere, criterion(&id, random)));
                }
                9 | 10 => {
                    let field = *random.choose(&["title", "code", "scope"]).expect("one");
                    edits.fields.insert((level, field), format!("{side} {number}"));
                }
                _ => drop(edits.steps.insert(spot, (random.within(0..STEPS.len()), id))),
            }
        }
        edits.places.retain(|id, spot| base.get(id).is_some_and(|(now, _)| now != *spot));
        let Self { gone, places, steps, .. } = &mut edits;
        // The sheet says a step in a row that stays where it is.
        steps.retain(|_, (_, id)| !gone.contains(id) && !places.contains_key(id));
        edits
    }

    /// The handbook after edits of its files.
    fn of_files(&self, base: &Model) -> Model {
        let mut model = base.clone();
        for (id, text) in &self.texts {
            model.get_mut(id).expect("it is there").text.clone_from(text);
        }
        for (id, examples) in &self.examples {
            model.get_mut(id).expect("it is there").examples.clone_from(examples);
        }
        for (id, spot) in &self.places {
            let it = model.take(id).expect("it is there");
            model.levels[spot.0].cells[spot.1].push(it);
        }
        self.gone.iter().for_each(|id| drop(model.take(id)));
        for ((level, cell), it) in &self.new {
            model.levels[*level].cells[*cell].push(it.clone());
        }
        for ((level, field), value) in &self.fields {
            model.levels[*level].fields.insert(field, value.clone());
        }
        for ((level, cell), (step, _)) in &self.steps {
            model.levels[*level].steps[*cell] = *step;
        }
        model
    }

    fn change_criteria(&self, base: &Model, rows: &mut Rows) {
        let at = |name: &str| column(rows, name);
        let [id, track, level, competency] = ["id", "track", "level", "competency"].map(at);
        let [text, examples, step] = ["text", "examples", "step"].map(at);
        let width = rows[0].len();
        let place = |row: &mut Vec<String>, spot: Spot| {
            row[track] = TRACKS[spot.0 / LEVELS].1.to_owned();
            row[level].clone_from(&base.levels[spot.0].fields["title"]);
            row[competency] = COMPETENCIES[spot.1].to_owned();
        };
        for row in rows.iter_mut().skip(1) {
            let name = row[id].clone();
            self.texts.get(&name).into_iter().for_each(|it| row[text].clone_from(it));
            self.examples.get(&name).into_iter().for_each(|it| row[examples] = it.join("\n"));
            self.places.get(&name).into_iter().for_each(|it| place(row, *it));
            for (said, _) in self.steps.values().filter(|(_, it)| *it == name) {
                row[step] = STEPS[*said].to_owned();
            }
        }
        rows.retain(|row| !self.gone.contains(&row[id]));
        for (spot, it) in &self.new {
            let mut row = vec![String::new(); width];
            place(&mut row, *spot);
            row[id].clone_from(&it.id);
            row[text].clone_from(&it.text);
            row[examples] = it.examples.join("\n");
            rows.push(row);
        }
    }

    fn change_levels(&self, rows: &mut Rows) {
        for ((level, field), value) in &self.fields {
            let (name, at) = (path(*level).1, column(rows, field));
            let row = rows.iter_mut().find(|row| row[0] == name).expect("a level");
            row[at].clone_from(value);
        }
    }
}

/// Examples with one more, one less, or one that says something else.
fn other_examples(old: &[String], random: &mut Random) -> Vec<String> {
    let mut new = old.to_vec();
    match (random.within(0..3), old.len()) {
        (0, 1..) => drop(new.remove(random.within(0..old.len()))),
        (1, 1..) => new[random.within(0..old.len())] += " and more",
        _ => new.insert(random.within(0..old.len() + 1), words(random)),
    }
    new
}

/// What a conflict is about.
type Conflict = (String, String);

/// What is to come out, told from what each side did, and what both did otherwise.
fn expected(base: &Model, theirs: &Model, ours: &Edits) -> (Model, BTreeSet<Conflict>) {
    let mut merged = theirs.clone();
    let mut conflicts = BTreeSet::new();
    let mut arriving: Vec<(Spot, Criterion)> = Vec::new();
    // In the order of the rows of the sheet.
    for id in base.ids() {
        let (old_spot, old) = base.get(&id).expect("it is in the base");
        let (text, examples) = (ours.texts.get(&id), ours.examples.get(&id));
        let spot = ours.places.get(&id).copied();
        let is_gone = ours.gone.contains(&id);
        let Some((now_spot, now)) = theirs.get(&id) else {
            if !is_gone && (text.is_some() || examples.is_some() || spot.is_some()) {
                conflicts.insert((id.clone(), "not there".to_owned()));
            }
            continue;
        };
        if is_gone {
            match (now_spot, now) == (old_spot, old) {
                true => drop(merged.take(&id)),
                false => drop(conflicts.insert((id.clone(), "row".to_owned()))),
            }
            continue;
        }
        let (now_spot, now) = (now_spot, now.clone());
        let it = merged.get_mut(&id).expect("it is there");
        if let Some(text) = text.filter(|it| **it != now.text) {
            match now.text == old.text {
                true => it.text.clone_from(text),
                false => drop(conflicts.insert((id.clone(), "text".to_owned()))),
            }
        }
        if let Some(examples) = examples.filter(|it| **it != now.examples) {
            match now.examples == old.examples {
                true => it.examples.clone_from(examples),
                false => drop(conflicts.insert((id.clone(), "examples".to_owned()))),
            }
        }
        // Whoever changed the level alone leaves the competency as it is by now, and the other way round.
        let kept = |it: usize, old: usize, now: usize| if it == old { now } else { it };
        let spot =
            spot.map(|it| (kept(it.0, old_spot.0, now_spot.0), kept(it.1, old_spot.1, now_spot.1)));
        if let Some(spot) = spot.filter(|it| *it != now_spot) {
            match now_spot == old_spot {
                true => arriving.push((spot, merged.take(&id).expect("it is there"))),
                false => drop(conflicts.insert((id.clone(), "place".to_owned()))),
            }
        }
    }
    for (spot, it) in arriving.into_iter().chain(ours.new.iter().cloned()) {
        merged.levels[spot.0].cells[spot.1].push(it);
    }
    for ((level, field), value) in &ours.fields {
        let (old, now) = (&base.levels[*level].fields[field], &theirs.levels[*level].fields[field]);
        if old == now {
            merged.levels[*level].fields.insert(field, value.clone());
        } else if now != value && old != value {
            conflicts.insert((path(*level).1, (*field).to_owned()));
        }
    }
    for ((level, cell), (step, _)) in &ours.steps {
        let [old, now] = [base, theirs].map(|it| it.levels[*level].steps[*cell]);
        if old == now {
            merged.levels[*level].steps[*cell] = *step;
        } else if now != *step && old != *step {
            conflicts.insert((format!("{} k{cell}", path(*level).1), "step".to_owned()));
        }
    }
    (merged, conflicts)
}

fn conflict(it: &Open, names: &BTreeMap<usize, String>) -> Conflict {
    assert!(it.reason.starts_with("conflict: "), "{}: {}", it.wish, it.reason);
    let field = it.wish.field.clone();
    match &it.wish.subject {
        Subject::Criterion(named) | Subject::Place(named, _) | Subject::Gone(named) => {
            (named.id.clone(), field)
        }
        Subject::Unknown(id) => (id.clone(), "not there".to_owned()),
        Subject::Level(level) => (names[&level.0].clone(), field),
        Subject::Cell(level, competency) => {
            (format!("{} k{}", names[&level.0], competency.0), field)
        }
        Subject::New(..) => panic!("a new criterion is no conflict: {}", it.wish),
    }
}

fn check(seed: u64) {
    let mut random = Random::new(seed);
    let base = Model::random(&mut random);
    let ours = Edits::random(&base, "Ours", &mut random);
    let theirs = Edits::random(&base, "Theirs", &mut random).of_files(&base);
    let sheet = exported(&base.written(), SheetRequest::Workbook, Audience::Public);
    let sheet = resaved(&sheet, "Criteria", |rows| ours.change_criteria(&base, rows));
    let sheet = resaved(&sheet, "Levels", |rows| ours.change_levels(rows));
    let now = theirs.written();
    let merged = merged_with(&now, "x.xlsx", &sheet, MergeOptions { delete: true });
    let (model, conflicts) = expected(&base, &theirs, &ours);

    let (handbook, _) = site::handbook(&now);
    let names = handbook.levels().map(|(key, _)| (key.0, handbook.level_name(key))).collect();
    let told: BTreeSet<Conflict> = merged.open.iter().map(|it| conflict(it, &names)).collect();
    assert_eq!(told, conflicts, "seed {seed}");
    assert_eq!(merged.open.len(), conflicts.len(), "seed {seed}: {:?}", open(&merged));
    assert_eq!(merged.remarks, [], "seed {seed}");
    let written = model.written();
    for (path, _) in written.iter() {
        let (found, expected) = (text(&merged.tree, path.as_str()), text(&written, path.as_str()));
        assert_eq!(found, expected, "seed {seed}, {path}");
    }
    assert!(merged.tree == written, "seed {seed}: other files");
    let found = build(&merged.tree).diagnostics;
    assert!(!found.has_errors(), "seed {seed}: {}", report(&found, &merged.tree));
    let again = merged_with(&merged.tree, "x.xlsx", &sheet, MergeOptions { delete: true });
    assert!(again.tree == merged.tree && again.done.is_empty(), "seed {seed}: {:?}", again.done);
    let told: BTreeSet<Conflict> = again.open.iter().map(|it| conflict(it, &names)).collect();
    assert_eq!(told, conflicts, "seed {seed}, once more");
}

#[test]
fn a_hundred_edits_in_the_sheet_and_a_hundred_in_the_files_are_merged() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    let seed = number("LADDERBOOK_SEED").unwrap_or(now.subsec_nanos().into());
    let handbooks = number("LADDERBOOK_MERGES").unwrap_or(HANDBOOKS);
    eprintln!("{handbooks} handbooks, LADDERBOOK_SEED={seed}");
    (0..handbooks).for_each(|it| check(seed.wrapping_add(it)));
}
