//! Generated handbooks of any size.

use std::fmt::Write;

use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};

const COMPETENCIES: [&str; 7] = [
    "Technical judgement",
    "Delivery",
    "Ownership",
    "Communication",
    "Collaboration",
    "Growing others",
    "Strategy",
];
/// Syllables of words; 4,096 words of two or three, about as many as a ladder of this size uses.
const SYLLABLES: [&str; 16] = [
    "plan", "re", "de", "sign", "team", "ship", "ment", "or", "code", "view", "ri", "sk", "goal",
    "ta", "sys", "tem",
];

/// A handbook of tracks with so many levels each; seven competencies of four criteria each.
pub fn of_levels(levels: usize, track_length: usize) -> Tree {
    let mut tree = Tree::from_texts([("book.toml", "book.title = \"Large\"\n")]);
    let mut seed = 1usize;
    for level in 0..levels {
        let (track, number) = (level / track_length, level % track_length + 1);
        let mut text = format!(
            "---\ntitle: Track {track} level {number}\ncode: T{track}-{number}\ngrade: {number}\n\
             summary: What level {number} is about.\nfacts: {{scope: Scope {number}}}\n---\n\n\
             An introduction, after [[track-{track}/level-1]].\n"
        );
        for competency in COMPETENCIES {
            write!(text, "\n## {competency}\n\n").expect("a string takes every write");
            for _ in 0..4 {
                writeln!(text, "- {}", sentence(&mut seed)).expect("a string takes every write");
            }
            writeln!(text, "  - {}", sentence(&mut seed)).expect("a string takes every write");
        }
        let path = format!("content/levels/track-{track}/{number}-level-{number}.md");
        insert(&mut tree, &path, &text);
    }
    tree
}

/// A handbook of exactly so many pages, in about the proportions of the sample handbook: a fifth are
/// levels, in tracks of ten; with their comparisons and tracks they are two fifths. Guides are the
/// rest.
///
/// # Panics
///
/// If the levels alone make more pages than were asked for.
pub fn of_pages(pages: usize) -> Tree {
    let mut tree = of_levels(pages / 5, 10);
    let without_guides = site::build(&tree, &mut Memo::default()).pages;
    let guides = pages.checked_sub(without_guides + 1).expect("room for guides");
    let mut seed = pages;
    insert(&mut tree, "content/guides/index.md", "---\ntitle: Guides\n---\n");
    for guide in 1..=guides {
        let mut text = format!("---\ntitle: Guide {guide}\n---\n\n");
        for section in 1..=4 {
            write!(text, "## Section {section}\n\n").expect("a string takes every write");
            for _ in 0..4 {
                writeln!(text, "{}.", sentence(&mut seed)).expect("a string takes every write");
            }
            text.push('\n');
        }
        insert(&mut tree, &format!("content/guides/{guide}-guide-{guide}.md"), &text);
    }
    tree
}

fn insert(tree: &mut Tree, path: &str, text: &str) {
    tree.insert(RelPath::new(path).expect("a relative path"), File::new(text.as_bytes()));
}

/// Twelve words, other ones each time.
fn sentence(seed: &mut usize) -> String {
    let mut words = Vec::with_capacity(12);
    for _ in 0..12 {
        *seed =
            seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let syllable = |shift: usize| SYLLABLES[(*seed >> shift) % SYLLABLES.len()];
        words.push(format!("{}{}{}", syllable(33), syllable(37), syllable(41)));
    }
    words.join(" ")
}
