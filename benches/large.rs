//! How long a large handbook takes: `cargo bench --bench large [-- LEVELS]`.
//!
//! Machines differ and are busy, so times stand beside a floor that was measured in the same run:
//! bare Markdown to HTML of the same files on one core.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench takes the time and prints it"
)]
#![allow(missing_docs, reason = "a bench has no public items")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};

/// Levels of one track.
const TRACK: usize = 20;
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

fn main() {
    let number = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let levels: usize = number.unwrap_or(10_000);
    let project = handbook(levels);
    let (floor, _) = timed(|| bare_markdown(&project));
    let mut memo = Memo::default();
    let (cold, first) = timed(|| site::build(&project, &mut memo));
    assert!(first.diagnostics.is_empty(), "the generated handbook is sound");
    let (warm, second) = timed(|| site::build(&project, &mut memo));
    assert_eq!(second.rendered, 0, "nothing has changed");
    let bytes: usize = first.output.iter().map(|(_, file)| file.bytes().len()).sum();
    println!("{levels} levels, {} pages, {} MB of output", first.pages, bytes / 1_000_000);
    println!("bare Markdown, one core  {:>8.2} s", floor.as_secs_f64());
    row("cold build", cold, floor);
    row("warm build", warm, floor);
}

fn row(name: &str, time: Duration, floor: Duration) {
    let ratio = time.as_secs_f64() / floor.as_secs_f64();
    println!("{name:24} {:>8.2} s  {ratio:>6.1} times the floor", time.as_secs_f64());
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = work();
    (start.elapsed(), value)
}

/// All Markdown of a project to HTML, with nothing else done.
fn bare_markdown(project: &Tree) -> usize {
    let mut length = 0;
    for (_, file) in project.iter().filter(|(path, _)| path.extension() == "md") {
        let text = std::str::from_utf8(file.bytes()).expect("generated text");
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
        length += html.len();
    }
    length
}

/// A handbook of tracks with twenty levels, seven competencies of four criteria each.
fn handbook(levels: usize) -> Tree {
    let mut tree = Tree::from_texts([("book.toml", "book.title = \"Large\"\n")]);
    let mut seed = 1usize;
    for level in 0..levels {
        let (track, number) = (level / TRACK, level % TRACK + 1);
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
        tree.insert(RelPath::new(&path).expect("a relative path"), File::new(text.into_bytes()));
    }
    tree
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
