//! What a cell says: nothing, the same as another level, or sentences, with a step in front.

use super::escape::{as_line, escaped};
use super::grid::Cell;

/// How the sentences of a cell are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// At bullets and line breaks.
    #[default]
    Lines,
    /// At the ends of sentences as well.
    Sentences,
    /// Nowhere: a cell is one criterion.
    Never,
}

/// A part of a cell, in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; one that ends in a colon leads to the list below it.
    Prose(String),
    List(Vec<Item>),
}

/// A criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Whether its list has numbers.
    pub is_numbered: bool,
    pub text: String,
    pub examples: Vec<String>,
}

/// What a cell refers to instead of saying it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Same {
    /// The level of this number.
    Level(usize),
    /// The level before.
    Previous,
    /// What stands above, whatever that is.
    Above,
}

/// Whether a text says that there is nothing to say.
pub fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "-",
        "–",
        "—",
        "--",
        "---",
        "./.",
        "/",
        "n/a",
        "na",
        "n.a.",
        "none",
        "nothing",
        "not applicable",
        "keine",
        "k.a.",
        "k. a.",
        "entfällt",
        "nicht zutreffend",
        "✗",
        "×",
    ];
    WORDS.contains(&text.to_lowercase().as_str())
}

/// Whether a text says that something is still to be written.
pub fn is_open(text: &str) -> bool {
    const WORDS: [&str; 7] = ["tbd", "tbc", "todo", "to do", "?", "…", "..."];
    WORDS.contains(&text.to_lowercase().as_str())
}

/// What a text refers to, and the rest of it. `level` gives the number of a level by what it is called.
pub fn same<'t>(text: &'t str, level: &impl Fn(&str) -> Option<usize>) -> Option<(Same, &'t str)> {
    const ABOVE: [&str; 11] = [
        "as above",
        "same as above",
        "see above",
        "ditto",
        "dito",
        "s. o.",
        "s.o.",
        "siehe oben",
        "wie oben",
        "〃",
        "\"",
    ];
    const PREVIOUS: [&str; 9] = [
        "same as previous level",
        "same as previous",
        "as previous level",
        "as previous",
        "same as left",
        "siehe links",
        "wie links",
        "wie vorherige stufe",
        "same as the level before",
    ];
    let whole = text.trim_end_matches(['.', ' ']).to_lowercase();
    if ABOVE.contains(&whole.as_str()) || text == "\"" {
        return Some((Same::Above, ""));
    }
    if PREVIOUS.contains(&whole.as_str()) {
        return Some((Same::Previous, ""));
    }
    const STARTS: [&str; 20] = [
        "same as in ",
        "same as for ",
        "same as at ",
        "same as ",
        "identical to ",
        "everything in ",
        "everything at ",
        "everything from ",
        "everything of ",
        "all of ",
        "as in ",
        "as for ",
        "as at ",
        "see ",
        "like ",
        "wie bei ",
        "wie in ",
        "wie ",
        "siehe ",
        "alles aus ",
    ];
    let start = STARTS
        .iter()
        .find(|start| text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)))?;
    named(&text[start.len()..], level)
}

/// The level that a text begins with, and what follows behind "plus".
fn named<'t>(text: &'t str, level: &impl Fn(&str) -> Option<usize>) -> Option<(Same, &'t str)> {
    const AND: [&str; 8] = ["plus", "and", "but also", "und", "sowie", "also", "+", "&"];
    let line = text.lines().next().unwrap_or_default();
    let mut ends: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).collect();
    ends.push(line.len());
    let (end, found) = ends.iter().rev().find_map(|end| {
        let name = line[..*end].trim_matches([',', '.', ':', ';', ' ']);
        level(name).map(|it| (*end, it))
    })?;
    let mut rest = text[end..].trim_start_matches([',', '.', ':', ';', ' ', '\n']);
    if let Some(and) = AND.iter().find(|and| {
        let is_whole = |rest: &str| rest.chars().next().is_none_or(|it| !it.is_alphanumeric());
        rest.get(..and.len()).is_some_and(|it| it.eq_ignore_ascii_case(and))
            && is_whole(&rest[and.len()..])
    }) {
        rest = rest[and.len()..].trim_start_matches([',', ':', ' ', '\n']);
    }
    Some((Same::Level(found), rest))
}

/// The word in front of a text that may be a step, and the rest: `Owns: …`, `Owns – …`, a line of its own, or all.
pub fn step(text: &str) -> Option<(&str, &str)> {
    // A line of its own may be a short sentence as well.
    let is_word = |word: &str, most: usize| {
        let word = word.trim();
        !word.is_empty()
            && word.chars().count() <= 30
            && word.split_whitespace().count() <= most
            && word.chars().next().is_some_and(char::is_alphanumeric)
            && !word.ends_with(['.', ',', ';', '!', '?'])
    };
    let (line, below) = text.split_once('\n').unwrap_or((text, ""));
    let signs = [": ", " – ", " - ", " — "];
    let cut =
        signs.iter().filter_map(|sign| line.split_once(sign)).find(|(word, _)| is_word(word, 3));
    if let Some((word, _)) = cut {
        let rest = text[word.len()..].trim_start_matches([':', '–', '-', '—', ' ']);
        return Some((word.trim(), rest));
    }
    let line = line.strip_suffix(':').unwrap_or(line);
    is_word(line, 2).then(|| (line.trim(), below.trim_start_matches('\n')))
}

/// The parts of a cell's text.
pub fn blocks(text: &str, is_markdown: bool, split: Split) -> Vec<Block> {
    let words = |text: &str| {
        as_line(&if is_markdown { text.trim().to_owned() } else { escaped(text.trim()) })
    };
    if split == Split::Never {
        let whole: Vec<&str> = text.split_whitespace().collect();
        let text = words(&whole.join(" "));
        let item = Item { text, ..Item::default() };
        return if whole.is_empty() { Vec::new() } else { vec![Block::List(vec![item])] };
    }
    let lines: Vec<Line> = inline_bullets(text).lines().filter_map(Line::read).collect();
    let has_bullets = lines.iter().any(|line| line.bullet.is_some());
    let mut blocks = Blocks { all: Vec::new(), base: None };
    for line in &lines {
        let text = words(&line.text);
        match line.bullet {
            Some(bullet) => blocks.item(line.indent, bullet, text),
            None if line.text.ends_with(':') => blocks.all.push(Block::Prose(text)),
            None if has_bullets => blocks.beside_bullets(&line.text, text),
            None => blocks.plain_item(&line.text, text),
        }
    }
    if split == Split::Sentences {
        blocks.divide();
    }
    blocks.all
}

/// Bullets in the middle of a line begin lines of their own.
fn inline_bullets(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    for letter in text.chars() {
        // One behind nothing but blanks begins its line already, and tells by them how deep it stands.
        let is_inside = || !lines.rsplit('\n').next().unwrap_or_default().trim().is_empty();
        if "•▪●‣".contains(letter) && lines.ends_with(' ') && is_inside() {
            lines.truncate(lines.trim_end().len());
            lines.push('\n');
        }
        lines.push(letter);
    }
    lines
}

/// What stands in front of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bullet {
    Sign,
    /// One that stands for deeper lists.
    Deep,
    Number,
}

struct Line {
    indent: usize,
    bullet: Option<Bullet>,
    text: String,
}

impl Line {
    fn read(line: &str) -> Option<Self> {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if text.trim().is_empty() {
            return None;
        }
        let mut letters = text.chars();
        let first = letters.next().unwrap_or_default();
        let is_spaced = letters.as_str().starts_with([' ', '\t']);
        let alone = "•·▪■●‣➢✓✔◦○∙".contains(first);
        let (bullet, rest) = match first {
            '◦' | '○' => (Some(Bullet::Deep), letters.as_str()),
            'o' if is_spaced && letters.as_str().trim_start().starts_with(char::is_uppercase) => {
                (Some(Bullet::Deep), letters.as_str())
            }
            _ if alone => (Some(Bullet::Sign), letters.as_str()),
            '-' | '–' | '—' | '*' | '+' if is_spaced => (Some(Bullet::Sign), letters.as_str()),
            _ => match numbered(text) {
                Some(rest) => (Some(Bullet::Number), rest),
                None => (None, text),
            },
        };
        let text = rest.trim().to_owned();
        (!text.is_empty()).then_some(Self { indent, bullet, text })
    }
}

/// What follows a number that begins a line: `1. `, `2) `, `(3) `, `a) `.
fn numbered(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(').unwrap_or(text);
    let digits = inside.chars().take_while(char::is_ascii_digit).count();
    let length = match digits {
        1 | 2 => digits,
        0 if inside.chars().next().is_some_and(|it| it.is_ascii_lowercase()) => 1,
        _ => return None,
    };
    let rest = &inside[length..];
    let rest = rest.strip_prefix(')').or_else(|| rest.strip_prefix('.').filter(|_| digits > 0))?;
    rest.strip_prefix([' ', '\t'])
}

/// The parts of a cell as they are found.
struct Blocks {
    all: Vec<Block>,
    /// Distance from the border and bullet of the first item of the open list.
    base: Option<(usize, Bullet)>,
}

impl Blocks {
    fn items(&mut self) -> &mut Vec<Item> {
        if !matches!(self.all.last(), Some(Block::List(_))) {
            self.all.push(Block::List(Vec::new()));
            self.base = None;
        }
        match self.all.last_mut() {
            Some(Block::List(items)) => items,
            _ => unreachable!("a list was put there"),
        }
    }

    fn item(&mut self, indent: usize, bullet: Bullet, text: String) {
        let base = self.base;
        let items = self.items();
        let is_deeper = base.is_some_and(|(first, kind)| {
            indent >= first + 2 || bullet == Bullet::Deep && kind != Bullet::Deep
        });
        match items.last_mut() {
            Some(last) if is_deeper => last.examples.push(text),
            _ => {
                let is_numbered = bullet == Bullet::Number;
                items.push(Item { is_numbered, text, examples: Vec::new() });
                self.base = self.base.or(Some((indent, bullet)));
            }
        }
    }

    /// A line without a bullet in a cell that has some: what goes on, or a paragraph.
    fn beside_bullets(&mut self, line: &str, text: String) {
        let goes_on = line.starts_with(char::is_lowercase);
        match self.all.last_mut() {
            Some(Block::List(items)) if goes_on => {
                if let Some(last) = items.last_mut() {
                    let open = last.examples.last_mut().unwrap_or(&mut last.text);
                    open.push(' ');
                    open.push_str(&text);
                }
            }
            _ => self.all.push(Block::Prose(text)),
        }
    }

    /// A line of a cell without bullets: a sentence, or where sentences begin with capitals what goes on.
    fn plain_item(&mut self, line: &str, text: String) {
        let items = self.items();
        let with_capital = |item: &Item| item.text.starts_with(char::is_uppercase);
        match items.last_mut() {
            Some(last) if line.starts_with(char::is_lowercase) && with_capital(last) => {
                last.text.push(' ');
                last.text.push_str(&text);
            }
            _ => items.push(Item { text, ..Item::default() }),
        }
    }

    /// Makes an item of each sentence.
    fn divide(&mut self) {
        for block in &mut self.all {
            let Block::List(items) = block else { continue };
            *items = std::mem::take(items).into_iter().flat_map(divided).collect();
        }
    }
}

fn divided(item: Item) -> Vec<Item> {
    if !item.examples.is_empty() {
        return vec![item];
    }
    let texts = sentences(&item.text);
    texts.into_iter().map(|text| Item { text, ..item.clone() }).collect()
}

/// The sentences of a text. An abbreviation ends none.
fn sentences(text: &str) -> Vec<String> {
    const SHORT: [&str; 8] = ["e.g.", "i.e.", "etc.", "vs.", "bzw.", "ggf.", "inkl.", "usw."];
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['.', '!', '?']) {
        let end = at + 1;
        let after = &text[end..];
        let next = after.trim_start().chars().next();
        let begins =
            after.starts_with(' ') && next.is_some_and(|it| it.is_uppercase() || it.is_numeric());
        let word = text[start..end].rsplit(' ').next().unwrap_or_default().to_lowercase();
        let is_short =
            SHORT.contains(&word.as_str()) || word.trim_end_matches('.').chars().count() < 2;
        if begins && !is_short {
            found.push(text[start..end].trim().to_owned());
            start = end;
        }
    }
    let rest = text[start..].trim();
    found.extend((!rest.is_empty()).then(|| rest.to_owned()));
    found
}

/// What a cell says, as one text.
pub fn joined(cells: &[Cell]) -> (String, bool) {
    let texts: Vec<&str> = cells.iter().map(|it| it.text.as_str()).collect();
    (texts.join("\n"), cells.iter().any(|it| it.is_markdown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, split: Split) -> Vec<String> {
        let item = |it: &Item| {
            let number = if it.is_numbered { "# " } else { "" };
            format!(
                "- {number}{}{}",
                it.text,
                it.examples.iter().map(|it| format!(" > {it}")).collect::<String>()
            )
        };
        let blocks = blocks(text, false, split);
        let lines = blocks.iter().flat_map(|block| match block {
            Block::Prose(text) => vec![text.clone()],
            Block::List(items) => items.iter().map(item).collect(),
        });
        lines.collect()
    }

    #[test]
    fn a_cell_is_split_where_its_author_did() {
        let cases: [(&str, &[&str]); 13] = [
            ("Ships it", &["- Ships it"]),
            ("Ships it\nPlans it", &["- Ships it", "- Plans it"]),
            ("Ships it;\nalso late", &["- Ships it; also late"]),
            ("ships it\nplans it", &["- ships it", "- plans it"]),
            ("• Ships it\n• Plans it", &["- Ships it", "- Plans it"]),
            ("• Ships it • Plans it", &["- Ships it", "- Plans it"]),
            ("- Ships it\n  on time\n- Plans it", &["- Ships it on time", "- Plans it"]),
            ("Knows:\n- A\n- B\n", &["Knows:", "- A", "- B"]),
            ("Is known.\n· A\n· B", &["Is known.", "- A", "- B"]),
            ("1. A\n2) B\n(3) C", &["- # A", "- # B", "- # C"]),
            ("• A\n  ◦ like this\n   - or that\n• B", &["- A > like this > or that", "- B"]),
            ("Uses *stars* and {braces}", &["- Uses \\*stars\\* and \\{braces\\}"]),
            ("-5 degrees\n+1 more", &["- \\-5 degrees", "- \\+1 more"]),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text, Split::Lines), expected, "{text}");
        }
        assert_eq!(
            shown("Ships it. Plans it, e.g. A.", Split::Sentences),
            ["- Ships it.", "- Plans it, e.g. A."]
        );
        assert_eq!(shown("• A\n• B", Split::Never), ["- • A • B"]);
    }

    #[test]
    fn a_reference_is_understood_with_what_comes_on_top() {
        let level = |name: &str| {
            ["l1", "l2", "senior engineer"].iter().position(|it| name.eq_ignore_ascii_case(it))
        };
        let cases = [
            ("Same as L2", Some((Same::Level(1), ""))),
            ("same as L1, plus:\n• A", Some((Same::Level(0), "• A"))),
            ("Everything in Senior Engineer and mentors", Some((Same::Level(2), "mentors"))),
            ("wie L2.", Some((Same::Level(1), ""))),
            ("as above", Some((Same::Above, ""))),
            ("Same as previous level.", Some((Same::Previous, ""))),
            ("See the guide", None),
            ("As a team, ships", None),
        ];
        for (text, expected) in cases {
            assert_eq!(same(text, &level), expected, "{text}");
        }
    }

    #[test]
    fn a_word_in_front_may_be_a_step() {
        let cases = [
            ("Owns: the design", Some(("Owns", "the design"))),
            ("Owns – the design", Some(("Owns", "the design"))),
            ("Owns\n• A\n• B", Some(("Owns", "• A\n• B"))),
            ("Owns", Some(("Owns", ""))),
            ("3", Some(("3", ""))),
            ("Designs a system whose parts can change.", None),
        ];
        for (text, expected) in cases {
            assert_eq!(step(text), expected, "{text}");
        }
    }
}
