//! What editions cost: `cargo bench --bench editions [-- FOLDER]`.
//!
//! A handbook, the sample or that of a folder, with twelve editions, each of which rewords the first criterion of
//! another level; and the same handbook without. Cold, when nothing has changed, and after an edit of a level.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench takes the time and prints it"
)]
#![allow(missing_docs, reason = "a bench has no public items")]

use std::path::Path;
use std::time::{Duration, Instant};

use ladderbook::builtin;
use ladderbook::config::Overrides;
use ladderbook::disk;
use ladderbook::editions::{Past, Revision};
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};

const EDITIONS: usize = 12;

/// Warm builds of each kind, of each handbook.
const TURNS: usize = 51;

fn main() {
    let folder = std::env::args().skip(1).find(|it| !it.starts_with('-'));
    let plain = match &folder {
        Some(folder) => {
            let (project, _) = disk::read(Path::new(folder)).expect("a handbook");
            project
        }
        None => builtin::sample(),
    };
    let levels = levels(&plain);
    assert!(!levels.is_empty(), "levels with criteria");
    let mut book = String::new();
    let mut revisions = Vec::new();
    let mut tree = plain.clone();
    for number in 1..=EDITIONS {
        reword(&mut tree, &levels[number % levels.len()], number);
        let day = format!("20{:02}-04-01", 10 + number);
        book += &format!("\n[[editions]]\nname = \"e{number}\"\nrev = \"e{number}\"\n");
        revisions.push((
            format!("e{number}"),
            Ok(Revision { day, commit: format!("{number:040x}"), tree: tree.clone() }),
        ));
    }
    let mut with = plain.clone();
    let text =
        String::from_utf8_lossy(with.get("book.toml").expect("book.toml").bytes()) + book.as_str();
    with.insert(
        RelPath::new("book.toml").expect("a path"),
        File::new(text.into_owned().into_bytes()),
    );
    let plain_overrides = Overrides::default();
    let overrides = Overrides { past: Past::new(revisions), ..Overrides::default() };

    println!(
        "{:32} {:>9} {:>11} {:>9} {:>7} {:>7}",
        "", "cold", "unchanged", "edited", "pages", "MB"
    );
    let mut both = [
        Bench::new("without editions", plain, &plain_overrides),
        Bench::new("with twelve editions", with, &overrides),
    ];
    // By turns, so that whatever else the machine does meets both alike.
    for _ in 0..TURNS {
        both.iter_mut().for_each(Bench::unchanged);
    }
    for turn in 0..TURNS {
        both.iter_mut().for_each(|it| it.edited(&levels[0], turn));
    }
    let [without, with] = both.map(|it| it.print());
    let ratio =
        |which: fn(&Times) -> Duration| which(&with).as_secs_f64() / which(&without).as_secs_f64();
    println!(
        "{:32} {:>8.2}x {:>10.2}x {:>8.2}x",
        "times",
        ratio(|it| it.cold),
        ratio(|it| it.unchanged),
        ratio(|it| it.edited)
    );
}

struct Times {
    cold: Duration,
    unchanged: Duration,
    edited: Duration,
}

/// A handbook that is built again and again, and how long each build took.
struct Bench<'a> {
    name: &'static str,
    project: Tree,
    overrides: &'a Overrides,
    memo: Memo,
    cold: Duration,
    unchanged: Vec<Duration>,
    edited: Vec<Duration>,
    last: site::Build,
}

impl<'a> Bench<'a> {
    fn new(name: &'static str, project: Tree, overrides: &'a Overrides) -> Self {
        let mut memo = Memo::default();
        let (cold, last) = timed(|| site::build_with(&project, overrides, &mut memo));
        assert!(!last.diagnostics.has_errors(), "the handbook can be built");
        let (unchanged, edited) = (Vec::new(), Vec::new());
        Self { name, project, overrides, memo, cold, unchanged, edited, last }
    }

    fn again(&mut self) -> Duration {
        let (time, built) =
            timed(|| site::build_with(&self.project, self.overrides, &mut self.memo));
        self.last = built;
        time
    }

    fn unchanged(&mut self) {
        let time = self.again();
        assert_eq!(self.last.rendered, 0, "nothing has changed");
        self.unchanged.push(time);
    }

    fn edited(&mut self, level: &RelPath, turn: usize) {
        reword(&mut self.project, level, turn);
        let time = self.again();
        assert!(self.last.rendered > 0, "something has changed");
        self.edited.push(time);
    }

    fn print(self) -> Times {
        let (unchanged, edited) = (median(self.unchanged), median(self.edited));
        let bytes: usize = self.last.output.iter().map(|(_, file)| file.bytes().len()).sum();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "{:32} {:>6.0} ms {:>8.1} ms {:>6.1} ms {:>7} {:>7.1}",
            self.name,
            ms(self.cold),
            ms(unchanged),
            ms(edited),
            self.last.pages,
            bytes as f64 / 1e6
        );
        Times { cold: self.cold, unchanged, edited }
    }
}

/// Levels that have a criterion, in the order of their files.
fn levels(project: &Tree) -> Vec<RelPath> {
    let levels = project.iter().filter(|(path, file)| {
        path.is_inside("content/levels") && String::from_utf8_lossy(file.bytes()).contains("\n- ")
    });
    levels.map(|(path, _)| path.clone()).collect()
}

/// Puts a word in front of the first criterion of a level.
fn reword(project: &mut Tree, level: &RelPath, number: usize) {
    let text = project.get(level.as_str()).expect("the level").bytes();
    let text = String::from_utf8_lossy(text).replacen("\n- ", &format!("\n- Again{number} "), 1);
    project.insert(level.clone(), File::new(text.into_bytes()));
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = work();
    (start.elapsed(), value)
}
