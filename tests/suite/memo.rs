//! The law of the memo: a warm build gives what a cold one gives, whatever was edited in between.
//!
//! `LADDERBOOK_SEQUENCES=1000` asks for that many sequences of edits, `LADDERBOOK_SEED` for the same ones
//! again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use ladderbook::builtin;
use ladderbook::config::Overrides;
use ladderbook::editions::{Past, Revision};
use ladderbook::memo::Memo;
use ladderbook::site::{self, Build, Checked};
use ladderbook::tree::{Change, File, RelPath, Tree};

use crate::edits::{Author, Edit};
use crate::html::elements;
use crate::ladders::{LADDERS, ladder};
use crate::random::Random;
use crate::support::{build, number, project, report, text};

/// How many sequences of edits are tried unless `LADDERBOOK_SEQUENCES` says otherwise.
const SEQUENCES: u64 = 60;
/// How often a sequence builds.
const ROUNDS: usize = 3;

/// How many failing sequences are told, and how many files of each.
const TOLD: usize = 3;

/// Edits between builds: all of one round are made before the next build.
type Rounds = Vec<Vec<Edit>>;

#[test]
fn a_warm_build_gives_what_a_cold_one_gives() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
    let seed = number("LADDERBOOK_SEED").unwrap_or(now.subsec_nanos().into());
    let sequences = number("LADDERBOOK_SEQUENCES").unwrap_or(SEQUENCES);
    eprintln!("{sequences} sequences of edits, LADDERBOOK_SEED={seed}");

    let ladders = LADDERS.iter().flat_map(|name| {
        let alone = ladder(name);
        [(*name, with_editions(&alone)), (*name, alone)]
    });
    let ladders: Vec<(&str, Tree)> = ladders.collect();
    let failures: Mutex<BTreeMap<u64, (Rounds, String)>> = Mutex::default();
    let handbook = |sequence: u64| &ladders[(sequence % ladders.len() as u64) as usize];
    let next = AtomicU64::new(0);
    // Each thread builds on rayon's threads. To spread the sequences over these as well would let one
    // build start inside another's waiting, and their stacks would add up.
    let work = || {
        while let Some(sequence) =
            Some(next.fetch_add(1, Ordering::Relaxed)).filter(|it| *it < sequences)
        {
            let (_, original) = handbook(sequence);
            let rounds = random_rounds(original, seed.wrapping_add(sequence));
            if let Some(difference) = difference(original, &rounds) {
                let mut failures = failures.lock().expect("no thread has panicked");
                failures.insert(sequence, (rounds, difference));
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));

    let failures = failures.into_inner().expect("no thread has panicked");
    // Of those that differ in the same line first, one is enough to read.
    let mut lines = BTreeSet::new();
    let first = failures.iter().filter(|(_, (_, difference))| {
        lines.insert(difference.trim_start().lines().next().map(str::to_owned))
    });
    let told: Vec<String> = first
        .take(TOLD)
        .map(|(sequence, (rounds, _))| {
            let (name, original) = handbook(*sequence);
            failure(name, original, *sequence, rounds)
        })
        .collect();
    let count = failures.len();
    assert!(count == 0, "{count} of {sequences}, LADDERBOOK_SEED={seed}{}", told.concat());
}

/// Edits of a handbook, each chosen in view of those before it.
fn random_rounds(original: &Tree, seed: u64) -> Rounds {
    let mut author = Author { random: Random::new(seed), original: original.clone() };
    let mut tree = original.clone();
    let mut rounds = Rounds::new();
    for _ in 0..ROUNDS {
        // One edit alone shows most: another one beside it may be why a page is made anew.
        let edits = *author.random.choose(&[1, 1, 1, 3]).expect("there are some");
        let mut round = Vec::new();
        for _ in 0..edits {
            let edit = author.edit(&tree);
            edit.apply(&mut tree);
            round.push(edit);
        }
        rounds.push(round);
    }
    rounds
}

/// How the first warm build that differs from the cold one differs; `None` if all are equal.
fn difference(original: &Tree, rounds: &Rounds) -> Option<String> {
    let attempt = || {
        let mut memo = Memo::default();
        let mut tree = original.clone();
        let overrides = Overrides {
            past: past(original, rounds),
            // Some handbooks are built as by `serve`, others as by `build` and `watch`.
            fingerprinted_assets: original.len() % 2 == 1,
            ..Overrides::default()
        };
        site::build_with(&tree, &overrides, &mut memo);
        rounds.iter().find_map(|round| {
            round.iter().for_each(|edit| edit.apply(&mut tree));
            let checked = site::check(&tree, &overrides, &mut memo);
            let warm = site::build_with(&tree, &overrides, &mut memo);
            // As `build` does it, without a memory and without a record.
            let cold = site::build_with(&tree, &overrides, &mut Memo::of_one_build());
            unlike(&warm, &cold, &tree).or_else(|| unlike_checked(&checked, &warm, &tree))
        })
    };
    let panicked = || Some("a build panicked, see above".to_owned());
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|_| panicked())
}

/// A handbook with two editions: what it was at first, and what it was after the first edits.
fn with_editions(handbook: &Tree) -> Tree {
    let editions = "[[editions]]\nname = \"1\"\nrev = \"v1\"\n\n\
                    [[editions]]\nname = \"2\"\nrev = \"v2\"\nin-force = \"2031-01-01\"\n\n";
    let book = editions.to_owned() + &text(handbook, "book.toml");
    handbook.overlay(&project(&[("book.toml", &book)]))
}

/// The revisions that [`with_editions`] names.
fn past(original: &Tree, rounds: &Rounds) -> Past {
    let mut later = original.clone();
    rounds.first().into_iter().flatten().for_each(|edit| edit.apply(&mut later));
    let revision = |day: &str, tree: &Tree| Revision {
        day: day.to_owned(),
        commit: "c0ffee".to_owned(),
        tree: tree.clone(),
    };
    Past::new([
        ("v1".to_owned(), Ok(revision("2025-01-10", original))),
        ("v2".to_owned(), Ok(revision("2025-06-10", &later))),
    ])
}

/// In what a check differs from a build.
fn unlike_checked(checked: &Checked, build: &Build, tree: &Tree) -> Option<String> {
    let (found, in_build) = (report(&checked.diagnostics, tree), report(&build.diagnostics, tree));
    if found != in_build {
        return Some(first_difference("what a check reports", &found, &in_build));
    }
    let pages = (checked.pages, build.pages);
    (pages.0 != pages.1).then(|| format!("\n  checked and built pages: {pages:?}"))
}

/// In what a warm build differs from a cold one, file by file.
fn unlike(warm: &Build, cold: &Build, tree: &Tree) -> Option<String> {
    let mut told = Vec::new();
    let (warm_report, cold_report) =
        (report(&warm.diagnostics, tree), report(&cold.diagnostics, tree));
    if warm_report != cold_report {
        told.push(first_difference("the report", &warm_report, &cold_report));
    }
    let facts = |it: &Build| {
        (it.pages, it.output_folder.clone(), it.base_path.clone(), it.searchable.is_some())
    };
    if facts(warm) != facts(cold) {
        told.push(format!("\n  warm {:?}\n  cold {:?}", facts(warm), facts(cold)));
    }
    // What is made later is told apart by what it is made from: its bytes may differ nevertheless.
    for (path, file) in warm.output.iter() {
        let cold = cold.output.get(path.as_str());
        if cold.is_some_and(|cold| cold == file && cold.bytes() != file.bytes()) {
            told.push(format!("\n  {path} has other bytes under the same fingerprint"));
        }
    }
    for change in warm.output.diff(&cold.output) {
        let path = change.path();
        told.push(match change {
            Change::Added(..) => format!("\n  {path} is missing in the warm site"),
            Change::Removed(_) => format!("\n  {path} is in the warm site alone"),
            Change::Changed(path, _) => {
                let text = |output: &Tree| text(output, path.as_str());
                first_difference(path.as_str(), &text(&warm.output), &text(&cold.output))
            }
        });
    }
    if told.len() > TOLD {
        let more = told.len() - TOLD;
        told.truncate(TOLD);
        told.push(format!("\n  and {more} more files"));
    }
    (!told.is_empty()).then(|| told.concat())
}

/// The first lines in which two texts differ.
fn first_difference(name: &str, warm: &str, cold: &str) -> String {
    let (mut warm, mut cold) = (warm.lines(), cold.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (warm.next(), cold.next()) {
            (None, None) => return format!("\n  {name}: other line breaks"),
            (warm, cold) if warm != cold => {
                let (warm, cold) = excerpts(warm.unwrap_or("(end)"), cold.unwrap_or("(end)"));
                return format!("\n  {name}:{number}\n    warm: {warm}\n    cold: {cold}");
            }
            _ => {}
        }
    }
}

/// Two lines from shortly before the place where they part.
fn excerpts(warm: &str, cold: &str) -> (String, String) {
    let same = warm.chars().zip(cold.chars()).take_while(|(a, b)| a == b).count();
    let excerpt = |line: &str| line.chars().skip(same.saturating_sub(30)).take(120).collect();
    (excerpt(warm), excerpt(cold))
}

/// The smallest sequence found that still fails: edits are left out as long as it does.
fn smallest(mut rounds: Rounds, fails: impl Fn(&Rounds) -> bool) -> Rounds {
    let mut shrunk = true;
    while shrunk {
        shrunk = false;
        for candidate in smaller(&rounds) {
            if fails(&candidate) {
                (rounds, shrunk) = (candidate, true);
                break;
            }
        }
    }
    rounds
}

/// The sequence without its last builds, without one of its edits, or with two of its rounds as one.
fn smaller(rounds: &Rounds) -> Vec<Rounds> {
    let mut smaller: Vec<Rounds> =
        (1..rounds.len()).map(|length| rounds[..length].to_vec()).collect();
    for round in 0..rounds.len() {
        for edit in 0..rounds[round].len() {
            let mut without = rounds.clone();
            without[round].remove(edit);
            without.retain(|round| !round.is_empty());
            smaller.push(without);
        }
        if round > 0 {
            let mut joined = rounds.clone();
            let edits = joined.remove(round);
            joined[round - 1].extend(edits);
            smaller.push(joined);
        }
    }
    smaller
}

fn failure(name: &str, original: &Tree, sequence: u64, rounds: &Rounds) -> String {
    let smallest = smallest(rounds.clone(), |rounds| difference(original, rounds).is_some());
    let count = |rounds: &Rounds| rounds.iter().map(Vec::len).sum::<usize>();
    let mut told = format!(
        "\n\n`{name}`, sequence {sequence}: a warm build differs after {} of {} edits",
        count(&smallest),
        count(rounds)
    );
    for (number, round) in smallest.iter().enumerate() {
        for edit in round {
            let _ = write!(told, "\n  {}. {edit}", number + 1);
        }
    }
    told + &difference(original, &smallest).unwrap_or_default()
}

#[test]
fn a_failing_sequence_shrinks_to_the_edits_that_matter() {
    let path = RelPath::new("content/index.md").expect("a path");
    let edit = |text: &str| Edit::Write { path: path.clone(), file: File::new(text.as_bytes()) };
    let rounds = vec![
        vec![edit("a"), edit("b")],
        vec![edit("c")],
        vec![edit("d"), edit("e")],
        vec![edit("f")],
    ];
    // It fails while `b` comes in a round before `d`.
    let fails = |rounds: &Rounds| {
        let round_of = |wanted: &str| rounds.iter().position(|it| it.contains(&edit(wanted)));
        matches!((round_of("b"), round_of("d")), (Some(first), Some(second)) if first < second)
    };
    assert!(smallest(rounds, fails) == vec![vec![edit("b")], vec![edit("d")]]);
}

#[test]
fn a_stale_page_is_named_with_its_first_line_that_differs() {
    let tree = |text: &str| {
        project(&[
            ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n"),
            ("content/page.md", text),
        ])
    };
    let (old, new) = (tree("# Page\n\nOld.\n"), tree("# Page\n\nNew.\n"));
    let told = unlike(&build(&old), &build(&new), &new).expect("they differ");
    assert!(told.contains("  page/index.html:"), "{told}");
    assert!(told.contains("    warm: <p>Old.</p>\n    cold: <p>New.</p>"), "{told}");
    assert_eq!(unlike(&build(&new), &build(&new), &new), None);
}

/// Builds a handbook, edits one file, and builds it again with what was remembered.
fn after(files: &[(&str, &str)], path: &str, new: &str) -> Build {
    let mut tree = project(files);
    let mut memo = Memo::default();
    assert!(!site::build(&tree, &mut memo).diagnostics.has_errors());
    tree.insert(RelPath::new(path).expect("a path"), File::new(new.as_bytes()));
    let build = site::build(&tree, &mut memo);
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, &tree));
    build
}

/// Names and addresses are remembered while texts are edited. What is reported of them stands where it stands now, and
/// an old address that leads to a criterion leads nowhere once that is gone.
#[test]
fn what_is_reported_of_addresses_follows_edits() {
    const JUNIOR: &str = "content/levels/ic/1-junior.md";
    const GUIDE: &str = "content/guides/1-one.md";
    let book = "title = \"T\"\n\n[redirects]\n\"/before/\" = \"/levels/ic/junior/#c1\"\n";
    let junior = "---\ntitle: Junior\naliases: [/old/]\n---\n\n## Craft\n\n- Writes code {#c1}\n";
    let guide = "---\ntitle: One\naliases: [/old/]\n---\n\nA text.\n";
    let mut tree = project(&[
        ("book.toml", book),
        ("content/competencies.yaml", "competencies: [{id: craft, title: Craft}]\n"),
        (JUNIOR, junior),
        (GUIDE, guide),
    ]);
    let edits = [
        (GUIDE, guide.replace("A text", "Another text")),
        (GUIDE, guide.replace("aliases", "# Where it was.\naliases")),
        (JUNIOR, junior.replace("title", "# Who begins.\ntitle")),
        ("book.toml", book.replace("[redirects]", "# What moved.\n[redirects]")),
        (JUNIOR, junior.replace("{#c1}", "{#c2}")),
    ];
    let mut memo = Memo::default();
    let mut reports = vec![report(&site::build(&tree, &mut memo).diagnostics, &tree)];
    for (path, text) in edits {
        tree.insert(RelPath::new(path).expect("a path"), File::new(text.into_bytes()));
        let warm = site::build(&tree, &mut memo);
        assert_eq!(unlike(&warm, &build(&tree), &tree), None, "after an edit of {path}");
        reports.push(report(&warm.diagnostics, &tree));
    }
    assert!(reports.iter().all(|it| it.contains("`/old/` is in use")), "{reports:#?}");
    assert_eq!(reports[0], reports[1], "an edit of a text moves no front matter");
    assert!(!reports[4].contains("`c1`") && reports[5].contains("c1"), "{reports:#?}");
}

/// An axis without named steps has as many rings as the highest number that any level expects.
#[test]
fn a_higher_number_in_one_track_adds_rings_to_the_charts_of_another() {
    const LEAD: &str = "content/levels/mgmt/1-lead.md";
    let build = after(
        &[
            (
                "content/competencies.yaml",
                "competencies: [{id: a, title: A}, {id: b, title: B}, {id: c, title: C}]\n",
            ),
            (
                "content/levels/ic/1-junior.md",
                "---\ntitle: Junior\nexpect: {a: 2, b: 1, c: 1}\n---\n",
            ),
            ("content/levels/ic/2-mid.md", "---\ntitle: Mid\nexpect: {a: 2, b: 2, c: 1}\n---\n"),
            (LEAD, "---\ntitle: Lead\nexpect: {a: 3, b: 1, c: 1}\n---\n"),
        ],
        LEAD,
        "---\ntitle: Lead\nexpect: {a: 6, b: 1, c: 1}\n---\n",
    );
    for page in ["levels/ic/junior", "levels/mgmt/lead", "compare/junior--mid"] {
        let html = text(&build.output, &format!("{page}/index.html"));
        let rings = elements(&html, "g.radar-rings");
        let [rings] = rings.as_slice() else { panic!("{page} has one chart") };
        assert_eq!(rings.elements("polygon").len(), 6, "{page}");
    }
}

/// The text of a step may show a criterion, which then stands wherever the step does.
#[test]
fn a_criterion_that_the_text_of_a_step_shows_is_new_wherever_the_step_stands() {
    const LEAD: &str = "content/levels/mgmt/1-lead.md";
    let lead = |words: &str| format!("---\ntitle: Lead\n---\n\n## Beta\n\n- {words} {{#leads}}\n");
    let build = after(
        &[
            (
                "content/competencies.yaml",
                "competencies:\n- id: a\n  title: Alpha\n  steps:\n  - {title: Owns, text: '{{<criterion id=\"leads\" />}}'}\n- {id: b, title: Beta}\n",
            ),
            ("content/levels/ic/1-junior.md", "---\ntitle: Junior\nexpect: {a: Owns}\n---\n"),
            (LEAD, &lead("Leads by the old words")),
        ],
        LEAD,
        &lead("Leads by the new words"),
    );
    for page in ["levels/ic/junior", "levels/ic", "matrix", "competencies/a", "print"] {
        let html = text(&build.output, &format!("{page}/index.html"));
        assert!(html.contains("the new words"), "{page} lacks the new words");
    }
    for (path, file) in build.output.iter() {
        let html = String::from_utf8_lossy(file.bytes());
        assert!(!html.contains("the old words"), "{path} shows the old words");
    }
}

#[test]
fn nothing_is_rendered_again_when_nothing_has_changed() {
    let tree = builtin::sample();
    let mut memo = Memo::default();
    let first = site::build(&tree, &mut memo);
    assert_eq!(first.rendered, first.pages);
    let second = site::build(&tree, &mut memo);
    assert_eq!(second.rendered, 0);
    assert!(first.output == second.output);
}

#[test]
fn an_edit_of_one_guide_renders_its_page_and_the_one_for_paper() {
    let mut tree = builtin::sample();
    let mut memo = Memo::default();
    site::build(&tree, &mut memo);
    let path = RelPath::new("content/guides/16-feedback.md").expect("a path");
    let mut bytes = tree.get(path.as_str()).expect("the guide").bytes().to_vec();
    bytes.extend(b"\nOne more sentence.\n");
    tree.insert(path, File::new(bytes));
    assert_eq!(site::build(&tree, &mut memo).rendered, 2);
}

#[test]
fn two_builds_give_the_same_bytes() {
    let tree = builtin::sample();
    assert!(build(&tree).output == build(&tree).output);
}

#[test]
fn a_memo_of_one_build_renders_everything_each_time() {
    let project = project(&[
        ("book.toml", "[book]\ntitle = \"Ladder\"\n"),
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n\n## Code\n\n- Writes\n"),
    ]);
    let mut memo = Memo::of_one_build();
    let builds = [0, 1].map(|_| site::build(&project, &mut memo));
    let remembering = build(&project);
    for build in &builds {
        assert_eq!(unlike(build, &remembering, &project), None);
        assert_eq!(build.rendered, build.pages);
    }
}

/// A handbook and an edition of it in which one level reads otherwise: what both share is the same in the
/// memo, and neither makes the other forget what is its own.
#[test]
fn two_projects_are_remembered_side_by_side() {
    let now = ladder("frameworks");
    let path = "content/levels/backend/2-two.md";
    let file = now.get(path).expect("the level");
    let then = String::from_utf8(file.bytes().to_vec()).expect("UTF-8");
    let then = then.replace("Puts the argument", "Placed the argument");
    let then = now.overlay(&Tree::from_texts([(path, then.as_str())]));
    let mut memo = Memo::default();

    let first = site::build_all(&[&now, &then], &mut memo);
    let [rendered, again] = [&first[0], &first[1]].map(|build| build.rendered);
    assert!(0 < again && again < rendered, "{again} of {rendered} pages are the edition's own");
    let second = site::build_all(&[&now, &then], &mut memo);
    assert_eq!(second.iter().map(|build| build.rendered).collect::<Vec<_>>(), [0, 0]);
    for (warm, project) in second.iter().zip([&now, &then]) {
        assert_eq!(warm.output.diff(&build(project).output), []);
    }

    // What is no longer built is forgotten.
    site::build(&now, &mut memo);
    assert_eq!(site::build_all(&[&now, &then], &mut memo)[1].rendered, again);
}
