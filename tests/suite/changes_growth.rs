//! What changed between two revisions is found in a time that grows with their size, not with its square. How that is
//! measured: `growth.rs`.

use ladderbook::handbook::changes::{self, Revision};
use ladderbook::handbook::{LevelIx, compare};
use ladderbook::site::{self, Whole};

use crate::growth::{Input, hold};
use crate::random::Random;
use crate::support::project;

/// Two revisions with changes that once took the square of their number.
const INPUTS: &[Input<[Whole; 2]>] = &[
    ("levels with reworded criteria", 300, |n| {
        let more = |it: usize| format!("{} in all", sentence(it));
        [levels(n, name, sentence), levels(n, name, more)]
    }),
    ("levels that were written anew", 300, |n| {
        [levels(n, name, sentence), levels(n, name, |it| sentence(it + 100_000))]
    }),
    ("levels that say what others said", 800, |n| {
        let turned = move |it: usize| sentence((it + n / 2) % n);
        [levels(n, name, sentence), levels(n, name, turned)]
    }),
    ("levels with other names", 300, |n| {
        let other = |it: usize| format!("u{}/{}-other-{it}", it / 20, it % 20 + 1);
        [levels(n, name, sentence), levels(n, other, |it| sentence(it + 100_000))]
    }),
    ("levels of other tracks", 800, |n| {
        let other = |it: usize| format!("u{}/{}-level-{it}", it / 20, it % 20 + 1);
        [levels(n, name, sentence), levels(n, other, sentence)]
    }),
    ("reworded criteria of a cell", 300, |n| {
        let one = |words: fn(usize) -> String| {
            let criteria: String = (0..n).map(|it| format!("- {}\n", words(it))).collect();
            handbook(&[("content/levels/ic/1-one.md".to_owned(), level("One", &criteria))])
        };
        [one(sentence), one(|it| format!("{} in all", sentence(it)))]
    }),
    ("criteria of a cell that are made of the same few words", 700, |n| {
        let one = |from: usize| {
            let criteria: String =
                (0..n).map(|it| format!("- {}\n", few_words(from + it))).collect();
            handbook(&[("content/levels/ic/1-one.md".to_owned(), level("One", &criteria))])
        };
        [one(0), one(100_000)]
    }),
    ("criteria of a cell that say the same", 6_000, |n| {
        let criteria = |last: &str| format!("{}- {last}\n", "- Works well\n".repeat(n));
        ["Leads", "Learns"].map(|last| {
            let file = level("One", &criteria(last));
            handbook(&[("content/levels/ic/1-one.md".to_owned(), file)])
        })
    }),
    ("terms with other names", 4_000, |n| {
        let terms = |word: &str| {
            let terms = (0..n).map(|it| format!("- {{term: {word} {it}, text: Means {it}.}}\n"));
            let glossary = format!("terms:\n{}", terms.collect::<String>());
            handbook(&[("content/glossary.yaml".to_owned(), glossary)])
        };
        [terms("Term"), terms("Word")]
    }),
];

#[test]
fn what_changed_takes_no_square() {
    hold(INPUTS, |[before, after]| {
        changes::between(revision(before), revision(after)).subjects.len()
    });
}

/// Two levels with criteria that once took the square of their number.
const LEVELS: &[Input<Whole>] = &[
    ("criteria of few words in one competency", 700, |n| {
        two_levels(&|from| {
            let criteria = (0..n).map(|it| format!("- {}\n", few_words(from + it)));
            format!("## Craft\n\n{}", criteria.collect::<String>())
        })
    }),
    ("criteria of few words in many competencies", 700, |n| {
        two_levels(&|from| {
            let cells = (0..n).map(|it| format!("## Craft {it}\n\n- {}\n\n", few_words(from + it)));
            cells.collect::<String>()
        })
    }),
    ("criteria that say the same", 6_000, |n| {
        two_levels(&|_| format!("## Craft\n\n{}", "- Works well\n".repeat(n)))
    }),
];

#[test]
fn a_comparison_takes_no_square() {
    hold(LEVELS, |Whole { handbook, .. }| {
        compare::levels(handbook.untracked(), LevelIx(0), LevelIx(1)).competencies.len()
    });
}

/// A handbook of two levels with these bodies, each of which begins with a sentence of another number. They are of two
/// tracks: what is alike in levels next to each other is found once, and kept.
fn two_levels(body: &dyn Fn(usize) -> String) -> Whole {
    let file = |name: &str, from: usize| {
        (
            format!("content/levels/{name}/1-one.md"),
            format!("---\ntitle: One\n---\n\n{}", body(from)),
        )
    };
    handbook(&[file("ic", 0), file("lead", 100_000)])
}

fn revision(it: &Whole) -> Revision<'_> {
    let Whole { handbook, routes, .. } = it;
    Revision { handbook, routes }
}

fn handbook(files: &[(String, String)]) -> Whole {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    site::whole(&project(&files))
}

fn levels(count: usize, name: impl Fn(usize) -> String, words: impl Fn(usize) -> String) -> Whole {
    let file = |it: usize| {
        let path = format!("content/levels/{}.md", name(it));
        (path, level(&format!("Level {it}"), &format!("- {}\n", words(it))))
    };
    handbook(&(0..count).map(file).collect::<Vec<_>>())
}

fn level(title: &str, criteria: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n## Craft\n\n{criteria}")
}

/// Where a level stands, in a track of twenty.
fn name(number: usize) -> String {
    format!("t{}/{}-level-{number}", number / 20, number % 20 + 1)
}

/// A sentence of words of which a few others have each, as in a handbook of thousands, and of one that no other has.
fn sentence(number: usize) -> String {
    let word = |at: usize| format!("word{}", (number + 1) * (2 * at + 7919) % 4_999);
    format!("{} {} {} {} {} number {number}", word(0), word(1), word(2), word(3), word(4))
}

/// A sentence of ten out of sixteen words.
fn few_words(number: usize) -> String {
    const WORDS: [&str; 16] = [
        "plans", "reviews", "writes", "tests", "the", "a", "with", "for", "team", "code", "change",
        "design", "on", "and", "of", "in",
    ];
    let mut random = Random::new(number as u64 + 1);
    (0..10).filter_map(|_| random.choose(&WORDS).copied()).collect::<Vec<_>>().join(" ")
}
