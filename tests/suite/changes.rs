//! What differs between two revisions: single cases, and random histories of which every edit is known.
//!
//! `LADDERBOOK_HISTORIES=1000` asks for that many histories, `LADDERBOOK_SEED` for the same ones again.

use std::collections::{BTreeMap, BTreeSet};

use ladderbook::handbook::changes::{self, Change, Noun, Revision, Subject, Weight, What};
use ladderbook::site::{self, Whole};
use ladderbook::tree::Tree;

use crate::random::Random;
use crate::support::{number, project};

/// All changes as lines: what changed, what happened, how much it matters, and the words of a criterion.
fn told(before: &Tree, after: &Tree) -> Vec<String> {
    let [before, after] = [before, after].map(|tree| {
        let whole = site::whole(tree);
        assert!(!whole.diagnostics.has_errors(), "{:?}", whole.diagnostics);
        whole
    });
    told_of(&before, &after, |weight| format!(" {}", weight.name()))
}

/// The same of handbooks that have been read; `show` says what is told of a weight.
fn told_of(before: &Whole, after: &Whole, show: fn(Weight) -> String) -> Vec<String> {
    fn revision(it: &Whole) -> Revision<'_> {
        let Whole { handbook, routes, .. } = it;
        Revision { handbook, routes }
    }
    let found = changes::between(revision(before), revision(after));
    let subjects = found.subjects.iter();
    subjects.flat_map(|it| it.changes.iter().map(|change| line(it, change, show))).collect()
}

fn line(subject: &Subject, change: &Change, show: fn(Weight) -> String) -> String {
    let noun = match subject.noun {
        Noun::Track => "track ",
        Noun::Category => "category ",
        Noun::Competency => "competency ",
        Noun::Level => "",
        Noun::Term => "term ",
        Noun::Page => "page ",
    };
    let words = match &change.what {
        What::Criterion(it) => {
            let of = it.to.as_ref().or(it.from.first()).expect("a side");
            format!(": {}", of.criterion.text.text())
        }
        What::Left { from, .. } => format!(": {}", from.criterion.text.text()),
        What::Value { name, .. } => format!(": {name}"),
        What::Rule { name, .. } => format!(": {name}"),
        What::Prose { part, .. } => format!(": {part}"),
        _ => String::new(),
    };
    let (id, kind) = (&subject.name().id, change.what.kind());
    format!("{noun}{id} {kind}{}{words}", show(change.weight))
}

/// A ladder of one track with one competency; each level has a title and its criteria.
fn ladder(levels: &[(&str, &str, &str)]) -> Tree {
    let files: Vec<(String, String)> = levels
        .iter()
        .map(|(file, title, list)| {
            let text = format!("---\ntitle: {title}\n---\n\n## Delivery\n\n{list}\n");
            (format!("content/levels/ic/{file}.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    project(&files)
}

#[test]
fn a_level_put_in_between_takes_no_name_from_the_next() {
    let junior = ("1-l1", "L1", "- Finishes small tasks\n- Asks before a day is lost");
    let senior = "- Plans the work of a quarter\n- Draws what others build from";
    let staff = "- Finds what makes three projects needless\n- Keeps a map of all systems";
    let before = ladder(&[junior, ("2-l2", "L2", senior), ("3-l3", "L3", staff)]);
    let between = "- Cuts a feature into parts\n- Says early when a date slips";
    let after =
        ladder(&[junior, ("2-l2", "L2", between), ("3-l3", "L3", senior), ("4-l4", "L4", staff)]);
    assert_eq!(
        told(&before, &after),
        [
            "ic/l2 added minor",
            "ic/l3 renamed minor",
            "ic/l3 value minor: title",
            "ic/l4 renamed minor",
            "ic/l4 value minor: title",
        ]
    );
}

#[test]
fn an_id_that_follows_from_the_words_says_no_more_than_they_do() {
    let before = ladder(&[("1-a", "A", "- Plans the work of the team for the coming quarter")]);
    let pinned = ladder(&[(
        "1-a",
        "A",
        "- Plans the work of the team for the coming quarter {#plans-the-work-of-the-team-for}",
    )]);
    assert_eq!(told(&before, &pinned), Vec::<String>::new());
    let word_in_front =
        ladder(&[("1-a", "A", "- Openly plans the work of the team for the coming quarter")]);
    assert_eq!(
        told(&before, &word_in_front),
        ["ic/a reworded minor: Openly plans the work of the team for the coming quarter"]
    );
}

#[test]
fn what_has_little_in_common_is_not_taken_for_clearer() {
    let before = ladder(&[("1-a", "A", "- Plans the work of a quarter with the team")]);
    let likely =
        ladder(&[("1-a", "A", "- Plans what three teams do with their leads in a quarter")]);
    let lines = told(&before, &likely);
    assert!(lines.len() == 1 && lines[0].starts_with("ic/a likely major"), "{lines:?}");
    let before = ladder(&[("1-a", "A", "- Plans the work of a quarter {#plans}")]);
    let after = ladder(&[("1-a", "A", "- Decides which products exist {#plans}")]);
    assert_eq!(told(&before, &after), ["ic/a rewritten major: Decides which products exist"]);
}

#[test]
fn an_earlier_level_hands_on_what_stays_expected() {
    let book = ("book.toml", "book.title = \"T\"\nladder.cumulative = true\n");
    let files = |junior: &str, senior: &str| {
        let page =
            |title: &str, list: &str| format!("---\ntitle: {title}\n---\n\n## Delivery\n\n{list}");
        project(&[
            book,
            ("content/levels/ic/1-a.md", &page("A", junior)),
            ("content/levels/ic/2-b.md", &page("B", senior)),
        ])
    };
    let early = files("- Writes tests\n- Plans a week\n", "- Plans a year\n");
    let late = files("- Writes tests\n", "- Plans a year\n- Plans a week\n");
    assert_eq!(
        told(&early, &late),
        ["ic/a moved-away minor: Plans a week", "ic/b moved minor: Plans a week"]
    );
    assert_eq!(
        told(&late, &early),
        ["ic/a moved major: Plans a week", "ic/b moved-away minor: Plans a week"]
    );
}

#[test]
fn rules_ask_for_more_or_for_less() {
    let level = "---\ntitle: A\n---\n\n## Delivery\n\n- Plans\n";
    let tracks = |rest: &str| {
        let register =
            format!("tracks:\n- {{id: base, title: Base}}\n- {{id: web, title: Web{rest}}}\n");
        project(&[
            ("content/tracks.yaml", &register),
            ("content/levels/base/1-a.md", level),
            ("content/levels/web/1-b.md", "---\ntitle: B\n---\n\n## Delivery\n\n- Draws\n"),
        ])
    };
    let (alone, inheriting) = (tracks(""), tracks(", extends: base, cumulative: true"));
    assert_eq!(
        told(&alone, &inheriting),
        ["track web rule major: inherits from", "track web rule major: criteria of earlier levels"]
    );
    assert_eq!(
        told(&inheriting, &alone),
        ["track web rule minor: inherits from", "track web rule minor: criteria of earlier levels"]
    );
}

#[test]
fn an_inherited_criterion_is_told_once() {
    let files = |words: &str| {
        project(&[
            (
                "content/tracks.yaml",
                "tracks:\n- {id: base, title: Base, abstract: true}\n- {id: web, title: Web, extends: base}\n- {id: ios, title: iOS, extends: base}\n",
            ),
            (
                "content/levels/base/1-a.md",
                &format!("---\ntitle: A\ngrade: 1\n---\n\n## Delivery\n\n- {words} {{#plans}}\n"),
            ),
            ("content/levels/web/1-b.md", "---\ntitle: B\ngrade: 1\n---\n"),
            ("content/levels/ios/1-c.md", "---\ntitle: C\ngrade: 1\n---\n"),
        ])
    };
    let changes = told(&files("Plans the work of a week"), &files("Plans the work of one week"));
    assert_eq!(changes, ["base/a reworded minor: Plans the work of one week"]);
}

#[test]
fn what_a_level_does_without_is_expected_when_it_does_no_more() {
    let files = |list: &str| {
        project(&[
            (
                "content/tracks.yaml",
                "tracks:\n- {id: base, title: Base}\n- {id: web, title: Web, extends: base}\n",
            ),
            (
                "content/levels/base/1-a.md",
                "---\ntitle: A\ngrade: 1\n---\n\n## Delivery\n\n- Plans {#plans}\n",
            ),
            (
                "content/levels/web/1-b.md",
                &format!(
                    "---\ntitle: B\ngrade: 1\n---\n\n## Delivery\n\n- Draws {{#draws}}\n{list}"
                ),
            ),
        ])
    };
    let (with, without) = (files(""), files("- {#plans .drop}\n"));
    assert_eq!(told(&with, &without), ["web/b rule minor: does without"]);
    assert_eq!(told(&without, &with), ["web/b rule major: does without"]);
}

#[test]
fn a_category_is_told_once() {
    let files = |title: &str| {
        let register = format!(
            "categories:\n- {{id: work, title: {title}}}\ncompetencies:\n- {{id: delivery, title: Delivery, category: work}}\n- {{id: craft, title: Craft, category: work}}\n"
        );
        project(&[
            ("content/competencies.yaml", &register),
            (
                "content/levels/ic/1-a.md",
                "---\ntitle: A\n---\n\n## Delivery\n\n- Plans\n\n## Craft\n\n- Draws\n",
            ),
        ])
    };
    let changes = told(&files("Work"), &files("The work"));
    assert_eq!(changes, ["category work value minor: title"]);
}

#[test]
fn a_heading_with_other_words_moves_nothing() {
    let before = ladder(&[("1-a", "A", "### Basics\n\n- Plans\n- Draws\n\n### More\n\n- Leads")]);
    let renamed = ladder(&[("1-a", "A", "### Ground\n\n- Plans\n- Draws\n\n### More\n\n- Leads")]);
    assert_eq!(told(&before, &renamed), ["ic/a value minor: heading"]);
    let moved = ladder(&[("1-a", "A", "### Basics\n\n- Plans\n\n### More\n\n- Leads\n- Draws")]);
    assert_eq!(told(&before, &moved), ["ic/a regrouped minor: Draws"]);
}

#[test]
fn a_step_put_in_between_raises_nobody() {
    let files = |steps: &str, expect: &str| {
        let register = format!("competencies:\n- {{id: craft, title: Craft, steps: [{steps}]}}\n");
        let level = format!("---\ntitle: A\nexpect: {{craft: {expect}}}\n---\n");
        project(&[("content/competencies.yaml", &register), ("content/levels/ic/1-a.md", &level)])
    };
    let before = files("Learns, Owns", "Owns");
    assert_eq!(
        told(&before, &files("Learns, Applies, Owns", "Owns")),
        ["competency craft rule major: steps"]
    );
    assert_eq!(
        told(&before, &files("Starts, Leads", "Leads")),
        ["competency craft value minor: steps"]
    );
}

#[test]
fn random_histories_are_told_edit_by_edit() {
    let seed = number("LADDERBOOK_SEED").unwrap_or(20_261_126);
    let histories = number("LADDERBOOK_HISTORIES").unwrap_or(200);
    for history in 0..histories {
        let seed = seed.wrapping_add(history);
        let mut author = Author::new(seed);
        let before = author.book.clone();
        let edits = 1 + author.random.within(0..8);
        for _ in 0..edits {
            author.edit();
        }
        let (old, new) = (site::whole(&before.tree()), site::whole(&author.book.tree()));
        for (side, it) in [("before", &old), ("after", &new)] {
            assert!(
                !it.diagnostics.has_errors(),
                "LADDERBOOK_SEED={seed} {side}: {:?}",
                it.diagnostics
            );
        }
        let mut expected = author.expected(&before);
        let mut found = told_of(&old, &new, |_| String::new());
        let itself = told_of(&new, &new, |_| String::new());
        assert_eq!(
            itself,
            Vec::<String>::new(),
            "LADDERBOOK_SEED={seed}: no difference from itself"
        );
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "LADDERBOOK_SEED={seed} LADDERBOOK_HISTORIES=1");
    }
}

/// A handbook that an author edits. Levels have a number of their own, by which they are known whatever they
/// are called.
#[derive(Clone)]
struct Book {
    tracks: Vec<(String, Vec<Level>)>,
    competencies: Vec<(String, String)>,
    terms: BTreeMap<String, String>,
}

#[derive(Clone)]
struct Level {
    key: usize,
    id: String,
    former: Vec<String>,
    title: String,
    grade: usize,
    fact: String,
    /// By the number of the competency.
    steps: BTreeMap<usize, usize>,
    cells: BTreeMap<usize, Vec<Sentence>>,
}

#[derive(Clone)]
struct Sentence {
    key: usize,
    id: Option<String>,
    was: Vec<String>,
    text: String,
}

impl Book {
    fn tree(&self) -> Tree {
        let mut register = "competencies:\n".to_owned();
        for (id, title) in &self.competencies {
            register +=
                &format!("- {{id: {id}, title: {title}, steps: [Sees, Does, Leads, Shapes]}}\n");
        }
        let mut glossary = "terms:\n".to_owned();
        for (term, text) in &self.terms {
            glossary += &format!("- {{term: {term}, text: {text}}}\n");
        }
        let mut files = vec![
            ("content/competencies.yaml".to_owned(), register),
            ("content/glossary.yaml".to_owned(), glossary),
        ];
        for (track, levels) in &self.tracks {
            for (order, level) in levels.iter().enumerate() {
                let path = format!("content/levels/{track}/{}-{}.md", order + 1, level.id);
                files.push((path, self.page(level)));
            }
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        project(&files)
    }

    fn page(&self, level: &Level) -> String {
        let mut text = format!("---\ntitle: {}\ngrade: {}\n", level.title, level.grade);
        text += &format!("facts: {{scope: {}}}\n", level.fact);
        let steps = level.steps.iter();
        let steps = steps.map(|(it, step)| format!("{}: {step}", self.competencies[*it].0));
        text += &format!("expect: {{{}}}\n", steps.collect::<Vec<_>>().join(", "));
        text += &format!("aliases: [{}]\n---\n", level.former.join(", "));
        for (competency, sentences) in &level.cells {
            text += &format!("\n## {}\n\n", self.competencies[*competency].1);
            for it in sentences {
                let id = it.id.iter().map(|id| format!("#{id}"));
                let was = it.was.iter().map(|id| format!("was={id}"));
                let braces = id.chain(was).collect::<Vec<String>>().join(" ");
                let braces = if braces.is_empty() { braces } else { format!(" {{{braces}}}") };
                text += &format!("- {}{braces}\n", it.text);
            }
        }
        text
    }

    fn levels(&self) -> impl Iterator<Item = (&str, &Level)> {
        self.tracks
            .iter()
            .flat_map(|(track, levels)| levels.iter().map(move |it| (track.as_str(), it)))
    }

    fn level_mut(&mut self, key: usize) -> &mut Level {
        let mut levels = self.tracks.iter_mut().flat_map(|(_, levels)| levels);
        levels.find(|it| it.key == key).expect("a level with this key")
    }

    /// What a level is called.
    fn name(&self, key: usize) -> Option<String> {
        let mut levels = self.levels();
        let (track, level) = levels.find(|(_, it)| it.key == key)?;
        Some(format!("{track}/{}", level.id))
    }
}

/// Something that is expected to be told.
struct Expected {
    /// The level, by its number; `None` where the line says what it is about.
    level: Option<usize>,
    line: String,
}

struct Author {
    random: Random,
    book: Book,
    expected: Vec<Expected>,
    /// Keys of sentences and levels, and names of terms, that an edit has touched: each is edited once.
    touched: Vec<usize>,
    words: BTreeSet<String>,
    next: usize,
}

impl Author {
    fn new(seed: u64) -> Self {
        let book = Book { tracks: Vec::new(), competencies: Vec::new(), terms: BTreeMap::new() };
        let random = Random::new(seed);
        let mut author = Self {
            random,
            book,
            expected: Vec::new(),
            touched: Vec::new(),
            words: BTreeSet::new(),
            next: 0,
        };
        for number in 0..2 + author.random.within(0..2) {
            let title = format!("Field {}", author.word());
            author.book.competencies.push((format!("field-{number}"), title));
        }
        for track in ["ic", "lead"] {
            let count = 2 + author.random.within(0..3);
            let levels = (0..count).map(|_| author.level()).collect();
            author.book.tracks.push((track.to_owned(), levels));
        }
        for _ in 0..3 {
            let (term, text) = (author.word(), author.sentence_text());
            author.book.terms.insert(term, text);
        }
        author
    }

    fn key(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    /// A word that stands nowhere else.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo",
            "wu", "za",
        ];
        loop {
            let syllables = (0..5).map(|_| SYLLABLES[self.random.within(0..SYLLABLES.len())]);
            let word: String = syllables.collect();
            if self.words.insert(word.clone()) {
                return word;
            }
        }
    }

    fn sentence_text(&mut self) -> String {
        let words: Vec<String> = (0..9).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn sentence(&mut self) -> Sentence {
        let key = self.key();
        let is_pinned = self.random.within(0..3) > 0;
        let id = is_pinned.then(|| format!("s-{key}"));
        Sentence { key, id, was: Vec::new(), text: self.sentence_text() }
    }

    fn level(&mut self) -> Level {
        let key = self.key();
        let mut level = Level {
            key,
            id: format!("level-{key}"),
            former: Vec::new(),
            title: format!("Title {}", self.word()),
            grade: 3 + self.random.within(0..5),
            fact: self.word(),
            steps: BTreeMap::new(),
            cells: BTreeMap::new(),
        };
        for competency in 0..self.book.competencies.len() {
            let sentences = (0..2 + self.random.within(0..3)).map(|_| self.sentence()).collect();
            level.cells.insert(competency, sentences);
            level.steps.insert(competency, 2 + self.random.within(0..2));
        }
        level
    }

    /// A level that no edit has touched.
    fn free_level(&mut self) -> Option<usize> {
        let touched = &self.touched;
        let free = self.book.levels().map(|(_, it)| it.key).filter(|key| !touched.contains(key));
        let free: Vec<usize> = free.collect();
        self.random.choose(&free).copied()
    }

    fn any_level(&mut self) -> usize {
        let all: Vec<usize> = self.book.levels().map(|(_, it)| it.key).collect();
        *self.random.choose(&all).expect("there are levels")
    }

    /// A sentence that no edit has touched: its level, competency and position.
    fn free_sentence(
        &mut self,
        is_meant: impl Fn(&Sentence) -> bool,
    ) -> Option<(usize, usize, usize)> {
        let mut free = Vec::new();
        for (_, level) in self.book.levels() {
            for (competency, sentences) in &level.cells {
                let sentences = sentences.iter().enumerate();
                let meant =
                    sentences.filter(|(_, it)| !self.touched.contains(&it.key) && is_meant(it));
                free.extend(meant.map(|(at, _)| (level.key, *competency, at)));
            }
        }
        self.random.choose(&free).copied()
    }

    fn expect(&mut self, level: usize, line: &str) {
        self.expected.push(Expected { level: Some(level), line: line.to_owned() });
    }

    fn cell(&mut self, level: usize, competency: usize) -> &mut Vec<Sentence> {
        self.book.level_mut(level).cells.get_mut(&competency).expect("each level has each cell")
    }

    fn edit(&mut self) {
        match self.random.within(0..18) {
            0 | 1 => self.add_sentence(),
            2 => self.remove_sentence(),
            3 | 4 => self.reword(),
            5 => self.change_case(),
            6 | 7 => self.move_to_level(),
            8 => self.move_to_competency(),
            9 => self.rename_id(),
            10 => self.merge(),
            11 => self.reorder(),
            12 => self.rename_level(),
            13 => self.change_values(),
            14 => self.change_step(),
            15 => self.add_level(),
            16 => self.remove_level(),
            _ => self.change_terms(),
        }
    }

    fn add_sentence(&mut self) {
        let level = self.any_level();
        // What a new level says comes with it.
        if self.touched.contains(&level) {
            return;
        }
        let competency = self.random.within(0..self.book.competencies.len());
        let sentence = self.sentence();
        self.touched.push(sentence.key);
        self.expect(level, &format!("new: {}", sentence.text));
        let cell = self.cell(level, competency);
        cell.insert(0, sentence);
    }

    fn remove_sentence(&mut self) {
        let Some((level, competency, at)) = self.free_sentence(|_| true) else { return };
        if self.cell(level, competency).len() > 1 {
            let sentence = self.cell(level, competency).remove(at);
            self.expect(level, &format!("gone: {}", sentence.text));
        }
    }

    fn reword(&mut self) {
        let Some((level, competency, at)) = self.free_sentence(|_| true) else { return };
        let (new, position) = (self.word(), 3 + self.random.within(0..6));
        let sentence = &mut self.cell(level, competency)[at];
        let mut words: Vec<&str> = sentence.text.split(' ').collect();
        words[position] = &new;
        sentence.text = words.join(" ");
        let (key, line) = (sentence.key, format!("reworded: {}", sentence.text));
        self.touched.push(key);
        self.expect(level, &line);
    }

    fn change_case(&mut self) {
        let Some((level, competency, at)) = self.free_sentence(|_| true) else { return };
        let sentence = &mut self.cell(level, competency)[at];
        sentence.text = format!("{}.", sentence.text.to_uppercase());
        let (key, line) = (sentence.key, format!("typography: {}", sentence.text));
        self.touched.push(key);
        self.expect(level, &line);
    }

    fn move_to_level(&mut self) {
        let Some((level, competency, at)) = self.free_sentence(|_| true) else { return };
        let to = self.any_level();
        if to == level || self.touched.contains(&to) || self.cell(level, competency).len() < 2 {
            return;
        }
        let sentence = self.cell(level, competency).remove(at);
        self.touched.extend([sentence.key, level, to]);
        self.expect(level, &format!("moved-away: {}", sentence.text));
        self.expect(to, &format!("moved: {}", sentence.text));
        self.cell(to, competency).push(sentence);
    }

    fn move_to_competency(&mut self) {
        let Some((level, competency, at)) = self.free_sentence(|_| true) else { return };
        let to = (competency + 1) % self.book.competencies.len();
        if self.cell(level, competency).len() > 1 {
            let sentence = self.cell(level, competency).remove(at);
            self.touched.push(sentence.key);
            self.expect(level, &format!("moved: {}", sentence.text));
            self.cell(level, to).push(sentence);
        }
    }

    fn rename_id(&mut self) {
        let Some((level, competency, at)) = self.free_sentence(|it| it.id.is_some()) else {
            return;
        };
        let new = format!("renamed-{}", self.key());
        let sentence = &mut self.cell(level, competency)[at];
        sentence.was.extend(sentence.id.replace(new));
        let (key, line) = (sentence.key, format!("id: {}", sentence.text));
        self.touched.push(key);
        self.expect(level, &line);
    }

    /// One sentence takes up another one of its cell.
    fn merge(&mut self) {
        let Some((level, competency, at)) = self.free_sentence(|it| it.id.is_some()) else {
            return;
        };
        let touched = self.touched.clone();
        let sentences = self.cell(level, competency);
        let is_other = |(other, it): &(usize, &Sentence)| {
            *other != at && it.id.is_some() && !touched.contains(&it.key)
        };
        let other = sentences.iter().enumerate().find(is_other).map(|(other, _)| other);
        let Some(other) = other else { return };
        let taken = sentences[other].clone();
        let sentence = &mut sentences[at];
        sentence.text = format!("{} {}", sentence.text, taken.text);
        sentence.was.extend(taken.id.clone());
        let (key, line) = (sentence.key, format!("merged: {}", sentence.text));
        sentences.remove(other);
        self.touched.extend([key, taken.key]);
        self.expect(level, &line);
    }

    fn reorder(&mut self) {
        let level = self.any_level();
        let competency = self.random.within(0..self.book.competencies.len());
        self.cell(level, competency).reverse();
    }

    /// With or without a word about what it was called.
    fn rename_level(&mut self) {
        let Some(level) = self.free_level() else { return };
        let new = format!("renamed-{}", self.key());
        let old = self.book.name(level).expect("it is there");
        let says_so = self.random.within(0..2) == 0;
        let it = self.book.level_mut(level);
        it.id = new;
        if says_so {
            it.former.push(format!("/levels/{old}/"));
        }
        self.touched.push(level);
        self.expect(level, "renamed");
    }

    fn change_values(&mut self) {
        let Some(level) = self.free_level() else { return };
        let word = self.word();
        let which = self.random.within(0..3);
        let it = self.book.level_mut(level);
        let line = match which {
            0 => {
                it.title = format!("Title {word}");
                "value: title"
            }
            1 => {
                it.grade += 1;
                "grade"
            }
            _ => {
                it.fact = word;
                "value: scope"
            }
        };
        self.touched.push(level);
        self.expect(level, line);
    }

    fn change_step(&mut self) {
        let Some(level) = self.free_level() else { return };
        let competency = self.random.within(0..self.book.competencies.len());
        let is_raised = self.random.within(0..2) == 0;
        let step = self.book.level_mut(level).steps.get_mut(&competency).expect("a step");
        *step = if is_raised { *step + 1 } else { *step - 1 };
        self.touched.push(level);
        self.expect(level, if is_raised { "step-raised" } else { "step-lowered" });
    }

    fn add_level(&mut self) {
        let level = self.level();
        let track = self.random.within(0..self.book.tracks.len());
        let at = self.random.within(0..self.book.tracks[track].1.len() + 1);
        let sentences = level.cells.values().flatten().map(|it| it.key);
        self.touched.extend(sentences.chain([level.key]));
        self.expect(level.key, "added");
        self.book.tracks[track].1.insert(at, level);
    }

    /// A level that nothing was done to, so that nothing is told of it twice.
    fn remove_level(&mut self) {
        let Some(key) = self.free_level() else { return };
        let touched = &self.touched;
        let expected = self.expected.iter().any(|it| it.level == Some(key));
        for (_, levels) in &mut self.book.tracks {
            let Some(at) = levels.iter().position(|it| it.key == key) else { continue };
            let sentences = levels[at].cells.values().flatten();
            let is_whole = sentences.clone().all(|it| !touched.contains(&it.key));
            if levels.len() > 1 && is_whole && !expected {
                levels.remove(at);
                self.touched.push(key);
                self.expect(key, "removed");
            }
            return;
        }
    }

    fn change_terms(&mut self) {
        let untouched: Vec<String> = self.book.terms.keys().cloned().collect();
        let is_known =
            |it: &String| self.expected.iter().any(|known| known.line.contains(it.as_str()));
        let free: Vec<String> = untouched.into_iter().filter(|it| !is_known(it)).collect();
        let term = self.random.choose(&free).cloned();
        let (new, text) = (self.word(), self.sentence_text());
        let line = match (self.random.within(0..3), term) {
            (0, _) | (_, None) => {
                self.book.terms.insert(new.clone(), text);
                format!("term {new} added")
            }
            (1, Some(term)) => {
                self.book.terms.remove(&term);
                format!("term {term} removed")
            }
            (_, Some(term)) => {
                let line = format!("term {term} prose: ");
                self.book.terms.insert(term, text);
                line
            }
        };
        self.expected.push(Expected { level: None, line });
    }

    /// The lines that are expected, with the names that levels have in the end.
    fn expected(&self, before: &Book) -> Vec<String> {
        let name = |key: usize| self.book.name(key).or_else(|| before.name(key));
        let lines = self.expected.iter().map(|it| match it.level {
            Some(key) => format!("{} {}", name(key).expect("a level"), it.line),
            None => it.line.clone(),
        });
        lines.collect()
    }
}
