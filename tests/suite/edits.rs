//! Edits as authors make them, chosen at random.
//!
//! An edit names the text that it changes, not a number that finds it. So it can be read in a report, and
//! it still means the same when an edit before it is left out.

use std::fmt;

use ladderbook::builtin;
use ladderbook::tree::{File, RelPath, Tree};

use crate::ladders::{LADDERS, ladder};
use crate::random::Random;

/// A change of one file. Where its text or file is not there, it changes nothing.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// Some lines of a file, where they first stand, give way to others.
    Lines { path: RelPath, old: String, new: String },
    /// A file is written.
    Write { path: RelPath, file: File },
    /// A file is removed.
    Remove { path: RelPath },
    /// A file gets another name.
    Rename { path: RelPath, to: RelPath },
}

impl Edit {
    /// Makes the change.
    pub fn apply(&self, tree: &mut Tree) {
        match self {
            Self::Lines { path, old, new } => {
                let Some(text) = text(tree, path) else { return };
                if let Some(at) = find_lines(&text, old) {
                    let text = [&text[..at], new.as_str(), &text[at + old.len()..]].concat();
                    tree.insert(path.clone(), File::new(text.into_bytes()));
                }
            }
            Self::Write { path, file } => {
                tree.insert(path.clone(), file.clone());
            }
            Self::Remove { path } => {
                tree.remove(path);
            }
            Self::Rename { path, to } => {
                if let Some(file) = tree.remove(path) {
                    tree.insert(to.clone(), file);
                }
            }
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines { path, old, new } => write!(f, "{path}: {old:?} becomes {new:?}"),
            Self::Write { path, file } => write!(f, "{path} is written: {file:?}"),
            Self::Remove { path } => write!(f, "{path} is removed"),
            Self::Rename { path, to } => write!(f, "{path} becomes {to}"),
        }
    }
}

fn text(tree: &Tree, path: &RelPath) -> Option<String> {
    String::from_utf8(tree.get(path.as_str())?.bytes().to_vec()).ok()
}

/// Where these whole lines first stand in a text.
fn find_lines(text: &str, lines: &str) -> Option<usize> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    starts.into_iter().find(|at| text[*at..].starts_with(lines))
}

/// Chooses edits of a handbook.
pub struct Author {
    /// Where its choices come from.
    pub random: Random,
    /// The handbook as it was before the first edit.
    pub original: Tree,
}

/// What an author does, and how often beside the others.
type Habit = (usize, fn(&mut Author, &Tree) -> Option<Edit>);

const HABITS: [Habit; 25] = [
    (12, Author::other_word),
    (24, Author::criterion_reworded),
    (4, Author::other_number),
    (10, Author::other_expectation),
    (5, Author::other_choice),
    (8, Author::other_name),
    (6, Author::other_value),
    (3, Author::other_lead_in),
    (3, Author::other_group),
    (6, Author::new_criterion),
    (6, Author::new_block),
    (4, Author::below_heading),
    (4, Author::old_address),
    (2, Author::old_name),
    (4, Author::new_key),
    (4, Author::line_gone),
    (2, Author::line_twice),
    (4, Author::lines_swapped),
    (3, Author::line_from_elsewhere),
    (2, Author::broken_line),
    (8, Author::file_as_it_was),
    (2, Author::file_gone),
    (3, Author::file_renamed),
    (4, Author::file_new),
    (4, Author::book_key),
];

impl Author {
    /// The next edit of a handbook.
    pub fn edit(&mut self, tree: &Tree) -> Edit {
        loop {
            let edit = self.any_edit(tree);
            let mut edited = tree.clone();
            edit.apply(&mut edited);
            if edited != *tree {
                return edit;
            }
        }
    }

    fn any_edit(&mut self, tree: &Tree) -> Edit {
        let all: usize = HABITS.iter().map(|(weight, _)| weight).sum();
        loop {
            let mut at = self.random.within(0..all);
            let habit = HABITS.iter().find(|(weight, _)| {
                let is_here = at < *weight;
                at = at.saturating_sub(*weight);
                is_here
            });
            let (_, habit) = habit.expect("the number is below the sum of all weights");
            if let Some(edit) = habit(self, tree) {
                return edit;
            }
        }
    }

    /// A line that fulfils a condition, with its line break. Lines of content are chosen more often than
    /// those of templates.
    fn line(&mut self, tree: &Tree, fits: impl Fn(&RelPath, &str) -> bool) -> Option<Line> {
        let is_content = self.random.within(0..8) > 0;
        let mut lines = Vec::new();
        for (path, file) in tree.iter() {
            let Ok(text) = std::str::from_utf8(file.bytes()) else { continue };
            if path.as_str().starts_with("content/") != is_content {
                continue;
            }
            let fitting = text.split_inclusive('\n').filter(|line| fits(path, line));
            lines.extend(fitting.map(|line| (path, line)));
        }
        let (path, line) = self.random.choose(&lines)?;
        Some(Line { path: (*path).clone(), text: (*line).to_owned() })
    }

    fn other_word(&mut self, tree: &Tree) -> Option<Edit> {
        let line = self.line(tree, |_, line| !words(line).is_empty())?;
        self.with_other_word(line)
    }

    fn criterion_reworded(&mut self, tree: &Tree) -> Option<Edit> {
        let line = self.line(tree, |path, line| {
            path.as_str().starts_with("content/levels/") && line.starts_with("- ")
        })?;
        self.with_other_word(line)
    }

    fn with_other_word(&mut self, line: Line) -> Option<Edit> {
        let words = words(&line.text);
        let (start, end) = *self.random.choose(&words)?;
        let (other_start, other_end) = *self.random.choose(&words)?;
        let other = &line.text[other_start..other_end];
        let word = if other_start == start { format!("{other}x") } else { other.to_owned() };
        Some(line.with(start, end, &word))
    }

    fn other_number(&mut self, tree: &Tree) -> Option<Edit> {
        let line = self.line(tree, |_, line| line.contains(|it: char| it.is_ascii_digit()))?;
        self.with_other_digit(line)
    }

    /// Another expected number, or grade, or number of a list's item.
    fn other_expectation(&mut self, tree: &Tree) -> Option<Edit> {
        let is_item = |line: &str| {
            let line = line.trim_start().trim_start_matches(|it: char| it.is_ascii_digit());
            line.starts_with(". ")
        };
        let is_key =
            |line: &str| line.starts_with("expect:") || line.starts_with("grade:") || is_item(line);
        let is_number = |line: &str| line.contains(|it: char| it.is_ascii_digit());
        let line = self.line(tree, |_, line| is_key(line) && is_number(line))?;
        self.with_other_digit(line)
    }

    fn with_other_digit(&mut self, line: Line) -> Option<Edit> {
        let digits: Vec<usize> =
            line.text.match_indices(|it: char| it.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = *self.random.choose(&digits)?;
        let digit = self.random.within(0..8).to_string();
        Some(line.with(at, at + 1, &digit))
    }

    /// Another word of those that a key allows, or another attribute of those that an item may have.
    fn other_choice(&mut self, tree: &Tree) -> Option<Edit> {
        const CHOICES: [&[&str]; 13] = [
            &["true", "false"],
            &["before", "after"],
            &["public", "internal"],
            &["active", "draft", "retired"],
            &["promotion", "lateral", "back"],
            &["examples", "detail"],
            &[".new", ".drop", ".internal", ".none", ".prose"],
            &["extends", "replaced-by"],
            &["same-as", "replaced-by"],
            &["\"en\"", "\"de\""],
            &["##", "###", "####", "#####"],
            &[".detail", ".examples", ".new"],
            &["- [x] ", "- [ ] ", "- ", "1. ", "4. "],
        ];
        let choices = *self.random.choose(&CHOICES)?;
        let line = self.line(tree, |_, line| choices.iter().any(|it| line.contains(it)))?;
        let old = choices.iter().rev().find(|it| line.text.contains(**it))?;
        let at = line.text.find(old)?;
        let new = *self.random.choose(choices)?;
        Some(line.with(at, at + old.len(), new))
    }

    /// Another name of the same kind: a level for a level, a criterion for a criterion.
    fn other_name(&mut self, tree: &Tree) -> Option<Edit> {
        let names = Names::of(tree);
        let kind = *self.random.choose(&names.kinds())?;
        let uses = |line: &str| {
            let found = tokens(line)
                .into_iter()
                .filter(|(start, end)| kind.iter().any(|name| name == &line[*start..*end]));
            found.collect::<Vec<_>>()
        };
        let line = self.line(tree, |_, line| !uses(line).is_empty())?;
        let (start, end) = *self.random.choose(&uses(&line.text))?;
        let name = self.random.choose(kind)?;
        Some(line.with(start, end, name))
    }

    /// Another text behind a key of YAML.
    fn other_value(&mut self, tree: &Tree) -> Option<Edit> {
        const KEYS: [&str; 9] = [
            "text: ",
            "summary: ",
            "title: ",
            "code: ",
            "note: ",
            "term: ",
            "link: ",
            "group: ",
            "scope: ",
        ];
        const VALUES: [&str; 9] = [
            "Other words",
            "See [[{level}]] and [[{competency}]]",
            "{{<criterion id=\"{criterion}\" />}}",
            "{{<facts level=\"{level}\" />}}",
            "{{<radar levels=\"{level} {level}\" />}}",
            "A [[{term}]], a {term}",
            "[[#{criterion}]]",
            "{{<compare from=\"{level}\" to=\"{level}\" />}}",
            "",
        ];
        let key = |line: &str| {
            let start = line.trim_start_matches([' ', '-']);
            KEYS.iter().any(|key| start.starts_with(key)).then_some(line.len() - start.len())
        };
        let line = self.line(tree, |_, line| key(line).is_some())?;
        let start = key(&line.text)? + line.text[key(&line.text)?..].find(": ")? + 2;
        let value = *self.random.choose(&VALUES)?;
        let value = self.filled(value, tree);
        let end = line.text.trim_end().len().max(start);
        Some(line.with(start, end, &format!("'{value}'")))
    }

    /// A paragraph before a list that leads to it no more, or one that does so in other words.
    fn other_lead_in(&mut self, tree: &Tree) -> Option<Edit> {
        let is_lead_in =
            |line: &str| line.trim_end().ends_with(':') && line.starts_with(char::is_alphabetic);
        let line = self.line(tree, |path, line| path.extension() == "md" && is_lead_in(line))?;
        if self.random.within(0..2) == 0 {
            return self.with_other_word(line);
        }
        let end = line.text.trim_end().len();
        Some(line.with(end - 1, end, "."))
    }

    /// A group of another name, or of another depth.
    fn other_group(&mut self, tree: &Tree) -> Option<Edit> {
        let line = self.line(tree, |path, line| {
            path.as_str().starts_with("content/levels/") && line.starts_with("###")
        })?;
        if self.random.within(0..2) == 0 {
            return self.with_other_word(line);
        }
        let depth = line.text.len() - line.text.trim_start_matches('#').len();
        let other = if depth < 6 && self.random.within(0..2) == 0 { depth + 1 } else { depth - 1 };
        Some(line.with(0, depth, &"#".repeat(other)))
    }

    /// What stands straight under a heading: of a category, a competency or a group.
    fn below_heading(&mut self, tree: &Tree) -> Option<Edit> {
        const TEXTS: [&str; 8] = [
            "Words straight below it.",
            "Words that see [[{level}]] and a {term}.[^below]\n\n[^below]: A note of [[{competency}]].",
            "What leads to a list:",
            "What leads to a list of its own:\n\n- One\n- Another",
            "3. Third\n4. Fourth\n   1. Inside\n   2. It",
            "### Sometimes\n\n#### Rarely\n\n- In groups of groups",
            "{{<matrix track=\"{track}\" />}}",
            "Words among us {.internal}",
        ];
        let line = self.line(tree, |path, line| {
            path.as_str().starts_with("content/levels/") && line.starts_with("##")
        })?;
        let text = *self.random.choose(&TEXTS)?;
        let text = self.filled(text, tree);
        Some(line.followed_by(&format!("\n{text}\n")))
    }

    fn new_criterion(&mut self, tree: &Tree) -> Option<Edit> {
        const CRITERIA: [&str; 16] = [
            "- Does one thing more",
            "- Does a thing {#a-thing}\n  - As here",
            "- Sees [[#{criterion}]] and [[{level}#{competency}]] {.new}",
            "- Gone {#{criterion} .drop}",
            "- Kept among us {.internal}",
            "- Kept among us as well {#{criterion} .internal}\n  - As here\n  - And there {.internal}",
            "### Among us {.internal}\n\n- In a group",
            "- Once more {#{criterion} was=a-thing}",
            "- Does more of it {replaces={criterion}}",
            "- Noted[^one] twice[^two]\n\n[^one]: By [[{level}]] in a {term}.[^two]\n[^two]: Inside.",
            "- Noted once more[^one] {#{criterion}}",
            "- Noted among us[^three]\n\n[^three]: Kept {.internal}",
            "- Shows all of it {.detail}\n  1. First\n  2. Second[^two]\n\n  And the end",
            "- Shows examples {.examples}\n  - One\n  - Another",
            "7. Has a number {was=a-thing}",
            "- [x] Is done, or ~~not~~ so",
        ];
        let in_level = |path: &RelPath, line: &str| {
            path.as_str().starts_with("content/levels/") && line.starts_with(['-', '#'])
        };
        let line = self.line(tree, in_level)?;
        let criterion = *self.random.choose(&CRITERIA)?;
        let criterion = self.filled(criterion, tree);
        let gap = if line.text.starts_with('#') { "\n" } else { "" };
        Some(line.followed_by(&format!("{gap}{criterion}\n")))
    }

    fn new_block(&mut self, tree: &Tree) -> Option<Edit> {
        const BLOCKS: [&str; 30] = [
            "See [[{level}]], [[{competency}]], [[{term}]] and [[#{criterion}]].",
            "A {term} and [[{level}#{competency}|its cell]] and [a file](../guides/1-feedback.md).",
            "{{<criterion id=\"{criterion}\" />}}",
            "{{<facts level=\"{level}\" />}}",
            "{{<radar levels=\"{level} {level}\" />}}",
            "{{<compare from=\"{level}\" to=\"{level}\" />}}",
            "{{<matrix track=\"{track}\" />}}",
            "{{<ladder-map />}}",
            "{{<note kind=\"new\" />}}",
            "## Another heading {.prose}",
            "## Delivery",
            "**Delivery**",
            "• One\n• Two",
            "See \\[\\[{level}\\]\\] and {#{criterion}.",
            "### A group",
            "1. First\n2. Second",
            "> [!NOTE]\n> A quote.[^q]\n\n[^q]: A note.",
            "<b>raw</b> <!-- hidden -->",
            "<!--\nhidden\n\n## Delivery\n-->",
            "A line about [[{level}]] {.internal}",
            "## Another heading {.prose .internal}",
            "### Behind doors {.internal}",
            "Another one.[^i] {.internal}\n\n[^i]: A note of it.",
            "![x](../brand/logo.svg)",
            "<a id=\"spot\" href=\"/guides/1-feedback.md#spot\">raw</a> <img src=\"/brand/logo.svg\" alt=\"\">",
            "[a](/guides/1-feedback.md#spot) [b](#spot) [c](/content/guides/1-feedback.md#another-heading-1)",
            "<div>\n<a href=\"/levels/{level}#{competency}\">raw</a>\n</div>",
            "![[logo.svg|30]] ![[LOGO.svg]] [[Feedback]] and https://example.org/{level}_x.",
            "## Another heading",
            "[up](#top) and [on](/guides/1-feedback.md?x=1#:~:text=word)",
        ];
        let line = self.line(tree, |path, line| path.extension() == "md" && line == "\n")?;
        let block = *self.random.choose(&BLOCKS)?;
        let block = self.filled(block, tree);
        // Of the empty lines of a file it is the one after a line chosen from all.
        let path = line.path.clone();
        let anchor = self.line(tree, |it, line| *it == path && !line.starts_with("---"))?;
        Some(anchor.followed_by(&format!("\n{block}\n\n")))
    }

    /// Where a page was before.
    fn old_address(&mut self, tree: &Tree) -> Option<Edit> {
        const ALIASES: [&str; 9] = [
            "aliases: [/levels/ic/once/]",
            "aliases: [/levels/once/]",
            "aliases: [/levels/{level}/]",
            "aliases: [/once/]",
            "aliases: [/competencies/{competency}/, /once.html]",
            "aliases: [/competencies/once/, /levels/{track}/once/]",
            "was: once",
            "was: [{track}/once, once]",
            "was: {level}",
        ];
        let key = *self.random.choose(&ALIASES)?;
        let key = self.filled(key, tree);
        self.with_key(tree, &key)
    }

    /// A key in the front matter of a page of any kind.
    fn with_key(&mut self, tree: &Tree, key: &str) -> Option<Edit> {
        let is_page =
            |path: &RelPath| path.extension() == "md" && path.as_str().starts_with("content/");
        let pages: Vec<&RelPath> =
            tree.iter().map(|(path, _)| path).filter(|it| is_page(it)).collect();
        let path = (*self.random.choose(&pages)?).clone();
        let first = text(tree, &path)?.split_inclusive('\n').next()?.to_owned();
        let new = match first.trim_end() {
            "---" => format!("---\n{key}\n"),
            _ => format!("---\n{key}\n---\n\n{first}"),
        };
        Some(Edit::Lines { path, old: first, new })
    }

    /// A key that hides, in front matter or in a register.
    fn new_key(&mut self, tree: &Tree) -> Option<Edit> {
        let keys = ["visibility: internal", "status: draft", "visibility: public"];
        let key = *self.random.choose(&keys)?;
        if self.random.within(0..2) == 0 {
            return self.with_key(tree, key);
        }
        self.with_key_in_register(tree, key)
    }

    /// What a competency or an id was called before.
    fn old_name(&mut self, tree: &Tree) -> Option<Edit> {
        let names = Names::of(tree);
        let other = self.random.choose(&names.competencies).cloned().unwrap_or_default();
        let key = *self.random.choose(&["was: [once]", "was: [once, OTHER]", "aliases: [Once]"])?;
        self.with_key_in_register(tree, &key.replace("OTHER", &other))
    }

    /// A key in an item of a register, be it written in one line or in several.
    fn with_key_in_register(&mut self, tree: &Tree, key: &str) -> Option<Edit> {
        const FIRST: [&str; 3] = ["- {id: ", "- {term: ", "- id: "];
        let is_item = |line: &str| FIRST.iter().any(|first| line.trim_start().starts_with(first));
        let line = self.line(tree, |path, line| path.extension() == "yaml" && is_item(line))?;
        match line.text.find('{') {
            Some(at) => Some(line.with(at + 1, at + 1, &format!("{key}, "))),
            None => {
                let indentation = " ".repeat(line.text.find("id: ")?);
                Some(line.followed_by(&format!("{indentation}{key}\n")))
            }
        }
    }

    fn line_gone(&mut self, tree: &Tree) -> Option<Edit> {
        let line = self.line(tree, |_, line| line != "\n")?;
        Some(line.becomes(String::new()))
    }

    fn line_twice(&mut self, tree: &Tree) -> Option<Edit> {
        let line = self.line(tree, |_, line| line != "\n")?;
        let text = line.text.clone();
        Some(line.followed_by(&text))
    }

    /// Two items of one list change places.
    fn lines_swapped(&mut self, tree: &Tree) -> Option<Edit> {
        let first = self.line(tree, |_, line| line.trim_start().starts_with("- "))?;
        let indent = |line: &str| line.len() - line.trim_start().len();
        let text = text(tree, &first.path)?;
        let at = find_lines(&text, &first.text)?;
        let mut lines = text[at + first.text.len()..].split_inclusive('\n');
        let second = lines.next().filter(|it| indent(it) == indent(&first.text))?;
        let path = first.path;
        Some(Edit::Lines {
            path,
            old: format!("{}{second}", first.text),
            new: format!("{second}{}", first.text),
        })
    }

    /// A line that stands in another file of the same kind.
    fn line_from_elsewhere(&mut self, tree: &Tree) -> Option<Edit> {
        let other = self.line(tree, |_, line| line.len() > 4)?;
        let kind = other.path.extension().to_owned();
        let line = self.line(tree, |path, _| path.extension() == kind && *path != other.path)?;
        Some(line.followed_by(&other.text))
    }

    /// What makes a file unreadable, until [`Self::file_as_it_was`] mends it.
    fn broken_line(&mut self, tree: &Tree) -> Option<Edit> {
        const BREAKS: [&str; 8] = [
            ": [",
            "---",
            "\"",
            "{{<",
            "\tx: {",
            "{% if",
            "+++",
            "<<<<<<< HEAD\none\n=======\nother\n>>>>>>> other",
        ];
        let line = self.line(tree, |path, _| path.extension() != "svg")?;
        let text = *self.random.choose(&BREAKS)?;
        Some(line.followed_by(&format!("{text}\n")))
    }

    fn file_as_it_was(&mut self, tree: &Tree) -> Option<Edit> {
        let changed: Vec<(&RelPath, &File)> = self
            .original
            .iter()
            .filter(|(path, file)| tree.get(path.as_str()) != Some(file))
            .collect();
        let (path, file) = *self.random.choose(&changed)?;
        Some(Edit::Write { path: path.clone(), file: file.clone() })
    }

    fn file_gone(&mut self, tree: &Tree) -> Option<Edit> {
        let paths: Vec<&RelPath> = tree.iter().map(|(path, _)| path).collect();
        let path = (*self.random.choose(&paths)?).clone();
        Some(Edit::Remove { path })
    }

    fn file_renamed(&mut self, tree: &Tree) -> Option<Edit> {
        let paths: Vec<&RelPath> = tree.iter().map(|(path, _)| path).collect();
        let path = (*self.random.choose(&paths)?).clone();
        let number = self.random.within(1..10);
        let rest = path.name().split_once('-').map_or(path.name(), |(_, rest)| rest);
        let other = (*self.random.choose(&paths)?).folder().to_owned();
        let renamed = match self.random.within(0..4) {
            0 => format!("{}/{number}-{rest}", path.folder()),
            1 => format!("{}/{number}-other-{rest}", path.folder()),
            2 => format!("{other}/{}", path.name()),
            _ => format!("{path}.txt"),
        };
        let to = RelPath::new(renamed.trim_start_matches('/'))?;
        Some(Edit::Rename { path, to })
    }

    fn file_new(&mut self, tree: &Tree) -> Option<Edit> {
        const FILES: [(&str, &str); 17] = [
            (
                "content/levels/{track}/9-new.md",
                "---\ntitle: New\ngrade: 3\nsame-as: {level: {level}, but-also: true}\n---\n\nText.\n",
            ),
            (
                "content/levels/{track}/8-newer.md",
                "---\ntitle: Newer\ngrade: 2\nnext: [{to: {level}, kind: lateral}]\nalso-in: [{track}]\n---\n\nSee [[{level}]].\n",
            ),
            (
                "content/levels/third/1-first.md",
                "---\ntitle: First\nexpect: {{competency}: 7}\n---\n",
            ),
            ("content/competencies/{competency}.md", "Prose about [[{level}]] and a {term}.\n"),
            (
                "content/guides/9-new.md",
                "# A new page\n\n[[{term}]] {{<criterion id=\"{criterion}\" />}}\n",
            ),
            ("content/moves/new--newer.md", "Prose of a move to [[{level}]].\n"),
            ("content/glossary.yaml", "terms:\n- {term: thing, text: 'See [[{level}]]'}\n"),
            ("content/brand/logo.svg", "<svg/>\n"),
            ("content/guides/README.md", "# Of the folder\n\n<a id=\"spot\"></a>\n"),
            (
                "content/old/1.5_Feedback.MD",
                "# Old feedback\n\n[[#{criterion}]] <a id=\"spot\"></a>\n",
            ),
            (
                "content/levels/{track}/unnumbered.markdown",
                "---\ntitle: U\nexpect: {{competency}: 0}\n---\n",
            ),
            ("content/glosary.yaml", "terms:\n- {term: thing, text: 'At https://example.org'}\n"),
            ("content/guides/index.md", "---\nvisibility: internal\n---\n"),
            ("content/levels/{track}/index.md", "---\nvisibility: internal\n---\n"),
            (
                "content/competencies/{competency}.md",
                "---\nvisibility: internal\n---\nA secret of [[{level}]].\n",
            ),
            ("content/_drafts/idea.md", "# An idea\n"),
            ("themes/default/i18n/en.toml", "expectations = \"Otherwise\"\n"),
        ];
        if self.random.within(0..3) == 0 {
            return self.theme_file();
        }
        let (path, text) = *self.random.choose(&FILES)?;
        let path = RelPath::new(&self.filled(path, tree))?;
        let text = self.filled(text, tree);
        Some(Edit::Write { path, file: File::new(text.into_bytes()) })
    }

    /// A file of the built-in theme, with an attribute put into its first element.
    fn theme_file(&mut self) -> Option<Edit> {
        let theme = builtin::theme();
        let files: Vec<(&RelPath, &File)> =
            theme.iter().filter(|(path, _)| path.extension() == "html").collect();
        let (path, file) = *self.random.choose(&files)?;
        let text = std::str::from_utf8(file.bytes()).ok()?;
        let element = *self.random.choose(&["<p", "<div", "<section", "<li", "<a"])?;
        let text = text.replacen(element, &format!("{element} data-edited"), 1);
        Some(Edit::Write { path: path.below("themes/default"), file: File::new(text.into_bytes()) })
    }

    /// A key of book.toml with another value.
    fn book_key(&mut self, tree: &Tree) -> Option<Edit> {
        const LINES: [&str; 20] = [
            "book.title = \"Another title\"",
            "book.language = \"de\"",
            "book.authors = [\"A\", \"B\"]",
            "build.pretty-urls = false",
            "build.drafts = true",
            "build.audience = \"internal\"",
            "build.overrides = false",
            "build.copy = [\"brand/**\"]",
            "build.base-url = \"https://example.org/\"",
            "build.theme = \"default\"",
            "ladder.nested = \"detail\"",
            "ladder.cumulative = true",
            "ladder.cumulative = false",
            "ladder.facts = [\"impact\"]",
            "markdown.html = false",
            "markdown.smart-punctuation = true",
            "search.enabled = false",
            "review.enabled = false",
            "print.enabled = false",
            "redirects.\"/new/\" = \"/levels/\"",
        ];
        let new = *self.random.choose(&LINES)?;
        let (key, _) = new.split_once(" = ")?;
        let path = RelPath::new("book.toml")?;
        let book = text(tree, &path)?;
        let same = book.split_inclusive('\n').find(|line| line.starts_with(key));
        let old = same.or_else(|| book.split_inclusive('\n').next())?;
        let kept = if same.is_some() { "" } else { old };
        Some(Edit::Lines { path, old: old.to_owned(), new: format!("{kept}{new}\n") })
    }

    /// A text with names of the handbook in the places of `{level}`, `{track}`, `{competency}`,
    /// `{criterion}` and `{term}`.
    fn filled(&mut self, text: &str, tree: &Tree) -> String {
        let names = Names::of(tree);
        let mut filled = text.to_owned();
        for (place, names) in [
            ("{level}", &names.levels),
            ("{track}", &names.tracks),
            ("{competency}", &names.competencies),
            ("{criterion}", &names.criteria),
            ("{term}", &names.terms),
        ] {
            while filled.contains(place) {
                let name = self.random.choose(names).map_or("nothing", String::as_str);
                filled = filled.replacen(place, name, 1);
            }
        }
        filled
    }
}

/// A line of a file.
struct Line {
    path: RelPath,
    /// With its line break.
    text: String,
}

impl Line {
    fn becomes(self, new: String) -> Edit {
        Edit::Lines { path: self.path, old: self.text, new }
    }

    fn with(self, start: usize, end: usize, text: &str) -> Edit {
        let new = [&self.text[..start], text, &self.text[end..]].concat();
        self.becomes(new)
    }

    fn followed_by(self, text: &str) -> Edit {
        let new = format!("{}\n{text}", self.text.trim_end_matches('\n'));
        self.becomes(new)
    }
}

/// The words of a line: where they start and end.
fn words(line: &str) -> Vec<(usize, usize)> {
    ranges(line, char::is_alphabetic).into_iter().filter(|(start, end)| end - start > 2).collect()
}

/// What may be a name in a line.
fn tokens(line: &str) -> Vec<(usize, usize)> {
    ranges(line, |it| it.is_alphanumeric() || it == '-' || it == '/')
}

fn ranges(line: &str, belongs: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut start = None;
    for (at, it) in line.char_indices().chain([(line.len(), '\n')]) {
        match (belongs(it), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                ranges.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    ranges
}

/// Names that the files of a handbook give.
#[derive(Default)]
struct Names {
    tracks: Vec<String>,
    levels: Vec<String>,
    competencies: Vec<String>,
    criteria: Vec<String>,
    terms: Vec<String>,
}

impl Names {
    fn of(tree: &Tree) -> Self {
        let mut names = Self::default();
        for (path, file) in tree.iter() {
            let Ok(text) = std::str::from_utf8(file.bytes()) else { continue };
            let after = |marker: &str| -> Vec<String> {
                let found = text.split(marker).skip(1).filter_map(|rest| {
                    rest.split(|it: char| !(it.is_alphanumeric() || it == '-')).next()
                });
                found.filter(|name| !name.is_empty()).map(str::to_owned).collect()
            };
            names.criteria.extend(after("{#"));
            match path.as_str() {
                "content/competencies.yaml" => names.competencies.extend(after("id: ")),
                "content/glossary.yaml" => names.terms.extend(after("term: ")),
                _ => {}
            }
            let parts: Vec<&str> = path.as_str().split('/').collect();
            if let ["content", "levels", track, _] = parts.as_slice()
                && let Some((_, id)) = path.stem().split_once('-')
            {
                names.tracks.push((*track).to_owned());
                names.levels.extend([id.to_owned(), format!("{track}/{id}")]);
            }
        }
        names.tracks.dedup();
        names
    }

    fn kinds(&self) -> [&[String]; 5] {
        [&self.tracks, &self.levels, &self.competencies, &self.criteria, &self.terms]
    }
}

#[test]
fn every_habit_changes_something() {
    let ladders: Vec<Tree> = LADDERS.iter().map(|name| ladder(name)).collect();
    for (number, (_, habit)) in HABITS.iter().enumerate() {
        let changes = (0..200).filter(|seed| {
            let mut tree = ladders[*seed as usize % ladders.len()].clone();
            let mut author = Author { random: Random::new(*seed), original: tree.clone() };
            // A file is put back as it was only after another edit.
            author.edit(&tree).apply(&mut tree);
            let Some(edit) = habit(&mut author, &tree) else { return false };
            let mut edited = tree.clone();
            edit.apply(&mut edited);
            edited != tree
        });
        let changes = changes.count();
        assert!(changes >= 20, "habit {number} changed {changes} of 200 handbooks");
    }
}
