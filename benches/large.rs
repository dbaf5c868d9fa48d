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

use std::time::{Duration, Instant};

use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};

mod generated;

fn main() {
    let number = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let number: usize = number.unwrap_or(10_000);
    measure("nothing but levels", generated::of_levels(number, 20));
    measure("as many pages, in the sample's proportions", generated::of_pages(number));
}

/// A build of all, of nothing new, and of one level that was edited.
fn measure(name: &str, mut project: Tree) {
    let (floor, _) = timed(|| bare_markdown(&project));
    let mut memo = Memo::default();
    let (cold, first) = timed(|| site::build(&project, &mut memo));
    assert!(first.diagnostics.is_empty(), "the generated handbook is sound");
    let (warm, second) = timed(|| site::build(&project, &mut memo));
    assert_eq!(second.rendered, 0, "nothing has changed");
    edit(&mut project);
    let (edited, third) = timed(|| site::build(&project, &mut memo));
    assert!(third.rendered > 0, "something has changed");
    let bytes: usize = first.output.iter().map(|(_, file)| file.bytes().len()).sum();
    println!("{name}: {} pages, {} MB of output", first.pages, bytes / 1_000_000);
    println!("bare Markdown, one core  {:>8.2} s", floor.as_secs_f64());
    row("cold build", cold, floor);
    row("nothing has changed", warm, floor);
    row("one criterion has", edited, floor);
    let (indexed, index) = timed(|| site::search(&third).expect("an index"));
    row("search index", indexed, floor);
    let size = |of: &str| -> usize {
        let files = index.iter().filter(|(path, _)| path.as_str().contains(of));
        files.map(|(_, file)| file.bytes().len()).sum()
    };
    let largest = |of: &str| {
        let files = index.iter().filter(|(path, _)| path.as_str().contains(of));
        files.map(|(_, file)| file.bytes().len()).max().unwrap_or_default()
    };
    println!(
        "search index: {} files, {} kB; a first search loads about {} kB",
        index.len(),
        size("") / 1000,
        // Ten results that are in files of their own, at worst.
        (size(".js")
            + size("wasm.en")
            + size("pf_meta")
            + size("entry.json")
            + largest("/index/")
            + 10 * largest("/fragment/"))
            / 1000,
    );
}

fn edit(project: &mut Tree) {
    let path = RelPath::new("content/levels/track-1/2-level-2.md").expect("a path");
    let text = project.get(path.as_str()).expect("the level").bytes();
    let text = String::from_utf8_lossy(text).replacen("\n- ", "\n- Newly ", 1);
    project.insert(path, File::new(text.into_bytes()));
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
