//! Work grows with what there is to do, not with its square.
//!
//! Each input is built at two sizes, one four times the other, on one thread. What counts is the ratio of the
//! processor times that the kernel counted for it: where work grows with the square it is sixteen.

use std::fmt::Write;
use std::fs;

use ladderbook::config::Overrides;
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::Tree;
use rayon::ThreadPoolBuilder;

use crate::support::project;

/// The ratio that is allowed: far from four for what is lost in measuring, and far from sixteen.
const MOST: f64 = 9.0;

/// How often each size is built. The least of the times is the one that was disturbed least.
const TIMES: usize = 3;

/// How often all of that is done while the ratio is larger. On a busy machine all times of one size may be disturbed, and
/// more time passes before those of the next attempt.
const ATTEMPTS: usize = 3;

/// What grows, a size, and how it is made of some size.
pub type Input<I> = (&'static str, usize, fn(usize) -> I);

/// Inputs that once grew with the square, each with a size that takes some hundredths of a second.
const INPUTS: &[Input<Tree>] = &[
    ("rows of a table", 1_000, |n| {
        page(&format!("| a | b |\n|---|---|\n{}", "| c | d |\n".repeat(n)))
    }),
    ("items of a list", 1_000, |n| page(&"- item\n".repeat(n))),
    ("headings", 500, |n| page(&lines(n, |it| format!("## Heading {it}\n")))),
    ("open emphasis", 2_000, |n| page(&"*a ".repeat(n))),
    ("footnotes", 300, |n| {
        page(
            &(lines(n, |it| format!("A[^{it}]")) + &lines(n, |it| format!("[^{it}]: Note {it}\n"))),
        )
    }),
    ("notes that only hidden text refers to", 300, |n| {
        let chain = lines(n, |it| format!("[^{it}]: Note {it}[^{}]\n", it + 1));
        page(&format!("Hidden[^0] {{.internal}}\n\n{chain}[^{n}]: Last\n"))
    }),
    ("calls of components", 150, |n| {
        page(&lines(n, |it| format!("{{{{<facts level=\"ic/one\" number=\"{it}\" />}}}}\n")))
    }),
    ("terms", 300, |n| {
        let terms = lines(n, |it| format!("  - {{term: Term {it}, text: What it is.}}"));
        with("content/glossary.yaml", &format!("terms:\n{terms}"))
    }),
    ("names of terms in one word", 1_500, |n| {
        let page = format!("---\ntitle: Page\n---\n\n{}\n", "xapi.api.".repeat(n));
        let glossary = "terms:\n  - {term: API, text: An interface.}\n";
        project(&[LEVEL, ("content/glossary.yaml", glossary), ("content/guide.md", &page)])
    }),
    ("terms with one first word", 200, |n| {
        let terms = lines(n, |it| format!("  - {{term: API {it}, text: What it is.}}"));
        let page =
            format!("---\ntitle: Page\n---\n\n{}\n", lines(n, |it| format!("An API {it}a.\n")));
        let glossary = format!("terms:\n{terms}");
        project(&[LEVEL, ("content/glossary.yaml", &glossary), ("content/guide.md", &page)])
    }),
    ("criteria of two levels", 150, |n| {
        let criteria =
            |verb| lines(n, |it| format!("- {verb} the {it} of area {}", it * 7919 % 101));
        let level = |verb| format!("---\ntitle: {verb}\n---\n\n## Craft\n\n{}", criteria(verb));
        project(&[
            ("content/levels/ic/1-one.md", &level("Keeps")),
            ("content/levels/ic/2-two.md", &level("Mends")),
        ])
    }),
    ("words of one criterion", 2_000, |n| {
        let criterion = |step| {
            let words = lines(n, |it| format!("word{}", it * step % 997)).replace('\n', " ");
            format!(
                "---\ntitle: Level\n---\n\n## Craft\n\n- Does {words}{{{}}}\n",
                if step == 1 { "#does" } else { "#did replaces=does" }
            )
        };
        project(&[
            ("content/levels/ic/1-one.md", &criterion(1)),
            ("content/levels/ic/2-two.md", &criterion(3)),
        ])
    }),
    ("criteria that replace each other in turn", 75, |n| {
        // One chain through the levels of two tracks, which may replace what the other has.
        let level = |first: usize| {
            let criteria = lines(n, |it| match (2 * it + first).checked_sub(1) {
                Some(before) => format!("- Does {it} {{#c{} replaces=c{before}}}", before + 1),
                None => "- Begins {#c0}".to_owned(),
            });
            format!("---\ntitle: Level\n---\n\n## Craft\n\n{criteria}")
        };
        project(&[
            ("content/levels/ic/1-one.md", &level(0)),
            ("content/levels/lead/1-one.md", &level(1)),
        ])
    }),
    ("criteria that replace each other in a circle", 400, |n| {
        let level = |first: usize| {
            let criteria = lines(n, |it| {
                let own = 2 * it + first;
                format!("- Does {own} {{#c{own} replaces=c{}}}", (own + 1) % (2 * n))
            });
            format!("---\ntitle: Level\n---\n\n## Craft\n\n{criteria}")
        };
        project(&[
            ("content/levels/ic/1-one.md", &level(0)),
            ("content/levels/lead/1-one.md", &level(1)),
        ])
    }),
    ("dropped criteria", 300, |n| {
        let level = |line: &dyn Fn(usize) -> String| {
            format!("---\ntitle: Level\n---\n\n## Craft\n\n{}", lines(n, line))
        };
        project(&[
            (
                "content/tracks.yaml",
                "tracks:\n- {id: ic, title: IC}\n- {id: web, title: Web, extends: ic}\n",
            ),
            ("content/levels/ic/1-one.md", &level(&|it| format!("- Does {it} {{#does-{it}}}"))),
            ("content/levels/web/1-one.md", &level(&|it| format!("- No {{#does-{it} .drop}}"))),
        ])
    }),
    ("links to competencies of a level that are misspelt", 400, |n| {
        let cells = lines(n, |it| format!("## Craft {it}\n\n- Works\n"));
        let links = lines(n, |it| format!("[[one#work-{it}]]"));
        project(&[
            ("content/levels/ic/1-one.md", &format!("---\ntitle: One\n---\n\n{cells}")),
            ("content/guide.md", &format!("---\ntitle: Guide\n---\n\n{links}")),
        ])
    }),
    ("anchors in HTML with links to them", 200, |n| {
        page(&lines(n, |it| format!("<a id=\"x{it}\"></a>\n\n[here](#x{})\n", n - 1 - it)))
    }),
    ("headings with links to them", 200, |n| {
        page(&lines(n, |it| format!("## Heading {it}\n\n[here](#heading-{})\n", n - 1 - it)))
    }),
    ("patterns of files", 300, |n| {
        let patterns = lines(n, |it| format!("  \"files/{it}.*\","));
        let book = format!("[book]\ntitle = \"Book\"\n[build]\ncopy = [\n{patterns}]\n");
        let names: Vec<String> = (0..n).map(|it| format!("content/files/{it}.bin")).collect();
        let mut files = vec![LEVEL, ("book.toml", book.as_str())];
        files.extend(names.iter().map(|name| (name.as_str(), "x")));
        project(&files)
    }),
    ("patterns that begin with a sign", 300, |n| {
        let patterns = lines(n, |it| format!("  \"*-{it}.bin\", \"**/x-{it}-*\","));
        let book = format!("[book]\ntitle = \"Book\"\n[build]\ncopy = [\n{patterns}]\n");
        let names: Vec<String> = (0..n).map(|it| format!("content/files/x{it}.bin")).collect();
        let mut files = vec![LEVEL, ("book.toml", book.as_str())];
        files.extend(names.iter().map(|name| (name.as_str(), "x")));
        project(&files)
    }),
    ("a circle of levels that are the same", 60, |n| {
        levels(n, |it| format!("same-as: ic/level-{}\n", (it + 1) % n), |_| String::new())
    }),
    ("a chain of levels that are the same", 60, |n| {
        let same = |it: usize| it.checked_sub(1).map(|to| format!("same-as: ic/level-{to}\n"));
        levels(
            n,
            |it| same(it).unwrap_or_default(),
            |it| {
                if it == 0 { "## Craft\n\n- Works\n".to_owned() } else { String::new() }
            },
        )
    }),
    ("a chain of tracks that extend one another", 60, |n| {
        let tracks = lines(n, |it| match it.checked_sub(1) {
            Some(parent) => {
                format!("  - {{id: track-{it}, title: Track {it}, extends: track-{parent}}}")
            }
            None => "  - {id: track-0, title: Track 0}".to_owned(),
        });
        let tracks = format!("tracks:\n{tracks}");
        let names: Vec<String> =
            (0..n).map(|it| format!("content/levels/track-{it}/1-one.md")).collect();
        let mut files = vec![("content/tracks.yaml", tracks.as_str())];
        files.extend(names.iter().map(|name| (name.as_str(), "---\ntitle: One\n---\n")));
        files[1].1 = LEVEL.1;
        project(&files)
    }),
    ("grades of a level", 300, |n| {
        let grades: Vec<String> = (1..=n).map(|it| it.to_string()).collect();
        let level = format!("---\ntitle: Two\ngrade: [{}]\n---\n", grades.join(", "));
        with("content/levels/ic/2-two.md", &level)
    }),
    ("facts of a level", 2_000, |n| {
        let facts = lines(n, |it| format!("  fact {it}: value"));
        with("content/levels/ic/2-two.md", &format!("---\ntitle: Two\nfacts:\n{facts}---\n"))
    }),
    ("tracks of one level with a grade of its own", 120, |n| {
        tracks(n, 1, |it| format!("grade: {}\n", it + 1))
    }),
    ("tracks of twenty levels, each with grades of its own", 60, |n| {
        tracks(n, 20, |it| {
            let grades: Vec<String> =
                (20 * it + 1..=20 * it + 20).map(|it| it.to_string()).collect();
            format!("grade: [{}]\n", grades.join(", "))
        })
    }),
    ("levels that span the grades of others", 60, |n| {
        tracks(n, 1, |it| format!("grade: [{}, {}]\n", it + 1, 2 * n - it))
    }),
    ("guests of one track", 120, |n| {
        tracks(n, 1, |it| if it == 0 { String::new() } else { "also-in: [track-0]\n".to_owned() })
    }),
    ("moves to one level", 120, |n| {
        tracks(n, 1, |it| match it {
            0 => "grade: 1\n".to_owned(),
            _ => format!("grade: {}\nnext: [track-0/level-0]\n", it + 1),
        })
    }),
    ("pages without an index", 120, |n| {
        let names: Vec<String> = (0..n).map(|it| format!("content/guides/page-{it}.md")).collect();
        let mut files = vec![LEVEL];
        files.extend(names.iter().map(|name| (name.as_str(), "---\ntitle: Page\n---\n")));
        project(&files)
    }),
    ("pages at the top of content/", 120, |n| {
        files(n, |it| format!("content/page-{it}.md"), |_| "---\ntitle: Page\n---\n".to_owned())
    }),
    ("links to pages whose names are misspelt", 200, |n| {
        let page = |it| format!("---\ntitle: Page {it}\n---\n\nSee [[guides/pgae-{it}]].\n");
        files(n, |it| format!("content/guides/page-{it}.md"), page)
    }),
    ("links to files whose names are misspelt", 200, |n| {
        let page = |it| format!("---\ntitle: Page {it}\n---\n\nSee [it](pgae-{it}.md).\n");
        files(n, |it| format!("content/guides/page-{it}.md"), page)
    }),
    ("misspelt competencies", 300, |n| {
        let register = lines(n, |it| format!("  - {{id: craft-{it}, title: Craft {it}}}"));
        let headings = lines(n, |it| format!("## Carft {it}\n\n- Works\n"));
        project(&[
            ("content/competencies.yaml", &format!("competencies:\n{register}")),
            ("content/levels/ic/1-one.md", &format!("---\ntitle: One\n---\n\n{headings}")),
        ])
    }),
    ("misspelt competencies of which steps are expected", 300, |n| {
        let register = lines(n, |it| format!("  - {{id: craft-{it}, title: Craft {it}}}"));
        let expected = lines(n, |it| format!("  carft-{it}: 1"));
        project(&[
            ("content/competencies.yaml", &format!("competencies:\n{register}")),
            ("content/levels/ic/1-one.md", &format!("---\ntitle: One\nexpect:\n{expected}---\n")),
        ])
    }),
    ("misspelt next levels", 60, |n| {
        levels(n, |it| format!("next: [lvel-{it}]\n"), |_| String::new())
    }),
    ("redirects to pages, each of them misspelt", 300, |n| {
        let redirects = lines(n, |it| format!("\"/old-{it}/\" = \"/guides/pgae-{it}/\""));
        let book = format!("book.title = \"Book\"\n\n[redirects]\n{redirects}");
        let pages = (0..n).map(|it| format!("content/guides/page-{it}.md"));
        let pages: Vec<String> = pages.collect();
        let mut files = vec![LEVEL, ("book.toml", book.as_str())];
        files.extend(pages.iter().map(|name| (name.as_str(), "---\ntitle: Page\n---\n")));
        project(&files)
    }),
    ("links to what is left out", 200, |n| {
        let hidden = (0..n).map(|it| {
            let path = format!("content/hidden/secret-{it}.md");
            (path, format!("---\ntitle: Secret {it}\nvisibility: internal\n---\n"))
        });
        let links = lines(n, |it| format!("[[secret-{it}]] [it](../hidden/secret-{it}.md)\n"));
        let page = format!("---\ntitle: Page\n---\n\n{links}");
        let all: Vec<(String, String)> =
            hidden.chain([("content/guides/page.md".to_owned(), page)]).collect();
        let all = all.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        project(&[LEVEL].into_iter().chain(all).collect::<Vec<_>>())
    }),
    ("calls of criteria whose ids are misspelt", 200, |n| {
        let criteria = lines(n, |it| format!("- Works on {it} {{#works-on-{it}}}"));
        let calls = lines(n, |it| format!("{{{{<criterion id=\"wroks-on-{it}\" />}}}}\n"));
        project(&[
            (
                "content/levels/ic/1-one.md",
                &format!("---\ntitle: One\n---\n\n## Craft\n\n{criteria}"),
            ),
            ("content/guide.md", &format!("---\ntitle: Guide\n---\n\n{calls}")),
        ])
    }),
    ("steps of a scale", 300, |n| {
        let steps = lines(n, |it| format!("    - {{title: Step {it}, text: Means {it}.}}"));
        project(&[
            ("content/scales.yaml", &format!("scales:\n  depth:\n{steps}")),
            (
                "content/competencies.yaml",
                "competencies:\n  - {id: craft, title: Craft, scale: depth}\n",
            ),
            ("content/levels/ic/1-one.md", "---\ntitle: One\nexpect: {craft: Step 7}\n---\n"),
        ])
    }),
    ("links to headings that are misspelt", 200, |n| {
        page(&lines(n, |it| format!("## Heading {it}\n\n[It](#haeding-{it})\n")))
    }),
];

/// Files beside a level.
fn files(count: usize, path: impl Fn(usize) -> String, text: impl Fn(usize) -> String) -> Tree {
    let files: Vec<(String, String)> = (0..count).map(|it| (path(it), text(it))).collect();
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    project(&[LEVEL].into_iter().chain(files).collect::<Vec<_>>())
}

const LEVEL: (&str, &str) =
    ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Works\n");

fn with(path: &str, text: &str) -> Tree {
    project(&[LEVEL, (path, text)])
}

/// Levels of one track, each with something in its front matter and its body.
fn levels(count: usize, head: impl Fn(usize) -> String, body: impl Fn(usize) -> String) -> Tree {
    let level = |it: usize| {
        let text = format!("---\ntitle: Level {it}\n{}---\n\n{}", head(it), body(it));
        (format!("content/levels/ic/{}-level-{it}.md", it + 1), text)
    };
    let files: Vec<(String, String)> = (0..count).map(level).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    project(&files)
}

/// Levels of tracks, so many of each, each with something in its front matter.
fn tracks(count: usize, each: usize, head: impl Fn(usize) -> String) -> Tree {
    let level = |it: usize| {
        let text = format!("---\ntitle: Level {it}\n{}---\n", head(it));
        (format!("content/levels/track-{}/{}-level-{it}.md", it / each, it % each + 1), text)
    };
    let files: Vec<(String, String)> = (0..count).map(level).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    project(&files)
}

fn page(text: &str) -> Tree {
    with("content/guide.md", &format!("---\ntitle: Guide\n---\n\n{text}\n"))
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", line(number)).expect("a string takes every write");
        text
    })
}

#[test]
#[cfg(target_os = "linux")]
fn nothing_grows_with_the_square() {
    hold(INPUTS, |project| site::build(project, &mut Memo::default()));
}

/// Inputs whose pages alone would take longer than what is asked of them.
const CHECKED: &[Input<Tree>] = &[("competencies of one level that say the same", 800, |n| {
    let cells = lines(n, |it| format!("## Craft {it}\n\n- Works\n"));
    project(&[("content/levels/ic/1-one.md", &format!("---\ntitle: One\n---\n\n{cells}"))])
})];

#[test]
#[cfg(target_os = "linux")]
fn no_check_grows_with_the_square() {
    hold(CHECKED, |project| {
        site::check(project, &Overrides::default(), &mut Memo::default());
    });
}

/// Holds for each input that four times as much of it takes about four times as long.
pub fn hold<I: Sync, O>(inputs: &[Input<I>], work: impl Fn(&I) -> O + Sync) {
    let pool = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let measured = |input: &I| pool.install(|| time(|| work(input)));
    // What is done once a process is no part of what is measured.
    if let Some((_, _, input)) = inputs.first() {
        measured(&input(1));
    }
    let mut grown = Vec::new();
    for (what, size, input) in inputs {
        let size = *size;
        let inputs = [input(size), input(4 * size)];
        let mut least = [u64::MAX; 2];
        let mut ratio = f64::INFINITY;
        for _ in 0..ATTEMPTS {
            for (input, least) in inputs.iter().zip(&mut least) {
                *least = (0..TIMES).map(|_| measured(input)).fold(*least, u64::min);
            }
            ratio = least[1] as f64 / least[0] as f64;
            if ratio <= MOST {
                break;
            }
        }
        if ratio > MOST {
            let small = least[0];
            grown.push(format!(
                "{what}: {size} take {small} ns, four times as many {ratio:.1} times as long"
            ));
        }
    }
    assert!(grown.is_empty(), "{}", grown.join("\n"));
}

/// The nanoseconds of a processor that this thread needs for some work.
fn time<O>(work: impl FnOnce() -> O) -> u64 {
    let before = processor_time();
    let made = work();
    let time = processor_time() - before;
    drop(made);
    time
}

fn processor_time() -> u64 {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").expect("the kernel counts");
    let time = statistics.split_whitespace().next().expect("the time on a processor");
    time.parse().expect("a number")
}
