//! What is internal or a draft reaches no byte of a site for the public.
//!
//! A word of its own stands in every place of a handbook that can hold words: those that the tables of keys
//! have, and those of Markdown. All of them are hidden in each way that the format has; then all bytes of
//! the site are searched, the search index unpacked. So that nothing passes by not being looked at, the
//! same handbook as a site for the company has to have the words.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::GzDecoder;
use ladderbook::diagnostic::Severity;
use ladderbook::keys::{FILES, Keys, Kind};
use ladderbook::site;
use ladderbook::tree::Tree;

use crate::support::{build, project, report, unzipped};

const BOOK: &str = "[book]\ntitle = \"Handbook\"\n[export]\nxlsx = true\ncsv = true\n";

/// Words that stand nowhere else, each with the place that it was put in.
#[derive(Default)]
struct Words {
    all: Vec<(String, String)>,
}

impl Words {
    fn put(&mut self, place: &str) -> String {
        let word = format!("zq{}v", self.all.len() + 100);
        self.all.push((place.to_owned(), word.clone()));
        word
    }
}

/// One way of hiding, used on all places that it can hide.
struct Case {
    way: &'static str,
    files: Vec<(String, String)>,
    words: Words,
}

impl Case {
    fn new(way: &'static str) -> Self {
        Self { way, files: Vec::new(), words: Words::default() }
    }

    fn file(&mut self, path: &str, text: impl Into<String>) {
        self.files.push((path.to_owned(), text.into()));
    }

    /// The handbook of the case over one that has what it needs.
    fn project(&self, book: &str) -> Tree {
        let base = [
            ("book.toml", book),
            (
                "content/levels/ic/1-junior.md",
                "---\ntitle: Junior\nnext: senior\n---\n\n## Delivery\n\n- Ships it\n",
            ),
            (
                "content/levels/ic/2-senior.md",
                "---\ntitle: Senior\n---\n\n## Delivery\n\n- Plans it\n",
            ),
        ];
        let own = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        project(&base).overlay(&Tree::from_texts(own))
    }
}

/// Front matter or an item of a register with a word in everything that can hold one. `fixed` is what some
/// keys say, so that the document is good and hidden; those with an empty value are left out.
fn document(keys: &Keys, of: &str, fixed: &[(&str, &str)], words: &mut Words) -> String {
    let mut text = String::new();
    for key in keys.keys {
        let place = format!("{of} `{}`", key.name);
        let value = match fixed.iter().find(|(name, _)| *name == key.name) {
            Some((_, "")) => continue,
            Some((_, value)) => (*value).to_owned(),
            None => match value(&key.kind, &place, words) {
                Some(value) => value,
                None => continue,
            },
        };
        text.push_str(&format!("{}: {value}\n", key.name));
    }
    text
}

/// A value with a word in it, in flow style; `None` for what holds no words.
fn value(kind: &Kind, place: &str, words: &mut Words) -> Option<String> {
    Some(match kind {
        Kind::Text | Kind::Folder => words.put(place),
        Kind::UrlOfCriterion => format!("https://example.com/{}/{{id}}", words.put(place)),
        Kind::UrlOfFile => format!("https://example.com/{}/{{path}}", words.put(place)),
        Kind::Url => format!("https://example.com/{}", words.put(place)),
        Kind::List(item) | Kind::OneOrMany(item) => {
            format!("[{}, {}]", value(item, place, words)?, value(item, place, words)?)
        }
        Kind::Entries(item) => {
            let value = value(item, place, words)?;
            format!("{{{}: {value}}}", words.put(place))
        }
        Kind::Mapping(keys) | Kind::TextOr(keys) => {
            let entries: Vec<String> = keys
                .keys
                .iter()
                .filter_map(|key| {
                    let place = format!("{place} `{}`", key.name);
                    let value = match key.name {
                        "url" => format!("https://example.com/{}", words.put(&place)),
                        _ => value(&key.kind, &place, words)?,
                    };
                    Some(format!("{}: {value}", key.name))
                })
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Kind::Boolean
        | Kind::Day
        | Kind::Versions
        | Kind::Segment
        | Kind::Number
        | Kind::Choice(_)
        | Kind::Steps
        | Kind::Rules(_) => {
            return None;
        }
    })
}

fn keys(kind: &str) -> &'static Keys {
    FILES.iter().find(|file| file.name == kind).expect("a kind of file").keys
}

/// The keys of the items of a register.
fn item_keys(kind: &str, list: &str) -> &'static Keys {
    keys(kind).get(list).and_then(|key| key.nested()).expect("a list of mappings")
}

/// A mapping as an item of a list of YAML.
fn as_item(mapping: &str) -> String {
    let lines = mapping.lines().enumerate();
    lines.map(|(at, line)| format!("{}{line}\n", if at == 0 { "- " } else { "  " })).collect()
}

/// All that Markdown has for words.
fn blocks(of: &str, words: &mut Words) -> String {
    // Labels of notes and links are unique in a file.
    let label = format!("l{}", words.all.len());
    let mut put = |place: &str| words.put(&format!("{of}, {place}"));
    let paragraph = format!(
        "A {} with *{}*, `{}`, [a {}](https://example.com/{} \"{}\"), <https://example.com/{}>, \
         <b title=\"{}\">{}</b>, ![{}](https://example.com/{}.png) and a note.[^{label}]\n",
        put("a paragraph"),
        put("emphasis"),
        put("code"),
        put("words of a link"),
        put("an address"),
        put("the title of a link"),
        put("a bare address"),
        put("an attribute"),
        put("inline HTML"),
        put("words of a picture"),
        put("a picture"),
    );
    let lists = format!(
        "\n- {}\n  - {}\n    - {}\n\n1. {}\n2. {}\n\n   {}\n\n- [x] {}\n",
        put("an item"),
        put("a nested item"),
        put("an item deep down"),
        put("an ordered item"),
        put("a loose item"),
        put("a second paragraph of an item"),
        put("a task"),
    );
    let others = format!(
        "\n| {} |\n|---|\n| {} |\n\n> {}\n\n> [!NOTE]\n> {}\n\n```{}\n{}\n```\n\n    {}\n\n\
         {}\n: {}\n\n<div>{}</div>\n\n[{}][{label}]\n\n[^{label}]: {}\n\n[{label}]: https://example.com/{}\n",
        put("a table's head"),
        put("a cell of a table"),
        put("a quote"),
        put("an alert"),
        put("a language"),
        put("a block of code"),
        put("indented code"),
        put("a defined term"),
        put("a definition"),
        put("a block of HTML"),
        put("words of a reference"),
        put("a note"),
        put("a definition of a link"),
    );
    format!("{paragraph}{lists}{others}")
}

/// Files whose Markdown is prose, with the front matter that makes them good and what they are called.
const PROSE: [(&str, &str); 11] = [
    ("content/index.md", "home"),
    ("content/guides/talk.md", "a guide"),
    ("content/guides/index.md", "a section"),
    ("content/levels/ic/index.md", "a track"),
    ("content/competencies/delivery.md", "a competency"),
    ("content/moves/junior--senior.md", "a move"),
    ("content/competencies/index.md", "the list of competencies"),
    ("content/criteria.md", "the list of criteria"),
    ("content/matrix.md", "the matrix"),
    ("content/compare.md", "the comparisons"),
    ("content/glossary.md", "the glossary"),
];

/// A heading with all below it, in prose and in a level.
fn by_heading() -> Case {
    let mut case = Case::new("a heading");
    for (path, of) in PROSE {
        let heading = case.words.put(&format!("{of}, a heading"));
        let deeper = case.words.put(&format!("{of}, a heading below"));
        let (above, below) = (blocks(of, &mut case.words), case.words.put(&format!("{of}, below")));
        case.file(
            path,
            format!("# Title\n\nSeen.\n\n## {heading} {{.internal}}\n\n{above}\n### {deeper}\n\n{below}\n\n## Seen\n\nSeen.\n"),
        );
    }
    let mut level = "---\ntitle: Senior\nexpect: {care: 3}\n---\n\nSeen.\n".to_owned();
    for (of, heading) in [("a cell", "Care"), ("a section", "Notes of zz")] {
        let kind = if of == "a cell" { "{.internal}" } else { "{.prose .internal}" };
        let text = blocks(&format!("a level, {of}"), &mut case.words);
        let group = case.words.put(&format!("a level, a group in {of}"));
        let below = case.words.put(&format!("a level, below a group in {of}"));
        level.push_str(&format!("\n## {heading} {kind}\n\n{}\n### {group}\n\n- {below}\n", text));
    }
    let group = case.words.put("a level, a group");
    let deeper = case.words.put("a level, a group in a group");
    let texts = [(); 4].map(|()| case.words.put("a level, below a group"));
    level.push_str(&format!(
        "\n## Delivery\n\n- Plans it\n\n### {group} {{.internal}}\n\n- {}\n  - {}\n\n#### {deeper}\n\n- {}\n\n{}\n\n### Seen\n\n- Sees it\n",
        texts[0], texts[1], texts[2], texts[3]
    ));
    let part = case.words.put("a level, a heading in a section");
    let text = case.words.put("a level, below a heading in a section");
    level.push_str(&format!(
        "\n## More {{.prose}}\n\nSeen.\n\n### {part} {{.internal}}\n\n{text}\n"
    ));
    let people = case.words.put("a level, below a category");
    level.push_str(&format!("\n## People {{.internal}}\n\n### Hiring\n\n- {people}\n"));
    case.file("content/levels/ic/2-senior.md", level);
    let junior = "---\ntitle: Junior\nexpect: {care: 1}\n---\n\n## Delivery\n\n- Ships it\n\n## Care\n\n- Cares\n\n## People\n\n### Hiring\n\n- Hires\n";
    case.file("content/levels/ic/1-junior.md", junior);
    case.file(
        "content/competencies.yaml",
        "categories:\n- {id: people, title: People}\ncompetencies:\n- {id: delivery, title: Delivery}\n- id: care\n  title: Care\n  steps: [One, Two, Three]\n- {id: hiring, title: Hiring, category: people}\n",
    );
    case
}

/// Items, notes, paragraphs, wherever they stand.
fn by_item() -> Case {
    let mut case = Case::new("an item or a paragraph");
    let text = |of: &str, words: &mut Words| {
        let mut put = |place: &str| words.put(&format!("{of}, {place}"));
        format!(
            "\nSeen.\n\n{} {{.internal}}\n\nTwo lines, {}\nand this. {{.internal}}\n\n- Seen\n- {} {{.internal}}\n  - {}\n- Seen\n  - {} {{.internal}}\n\n1. Seen\n\n2. {} {{.internal}}\n\n   {}\n\n3. {}\n\n   and {} {{.internal}}\n\n- [ ] {} {{.internal}}\n- Seen\n\n> {} {{.internal}}\n\nA note.[^{of_short}] Hidden {} [^x{of_short}] {{.internal}}\n\n[^{of_short}]: {} {{.internal}}\n\n[^x{of_short}]: {}\n",
            put("a paragraph"),
            put("a paragraph of two lines"),
            put("an item"),
            put("what is below an item"),
            put("a nested item"),
            put("a loose item"),
            put("a second paragraph"),
            put("an item hidden at its end"),
            put("its end"),
            put("a task"),
            put("a quote"),
            put("a paragraph with a note"),
            put("a note"),
            put("a note of what is hidden"),
            of_short = of.len(),
        )
    };
    for (path, of) in PROSE {
        let text = text(of, &mut case.words);
        case.file(path, format!("# Title\n{text}"));
    }
    let intro = text("an introduction", &mut case.words);
    let section = text("a section", &mut case.words);
    let criterion = case.words.put("a criterion");
    let (id, old) = (case.words.put("an id"), case.words.put("an old id"));
    case.file(
        "content/levels/lead/9-grown.md",
        format!("---\ntitle: Grown\n---\n\n## Delivery\n\n- Seen {{replaces={id},{old}}}\n"),
    );
    let words = &mut case.words;
    let cell = format!(
        "\n- Seen\n- {criterion} {{#{id} .internal was={old}}}\n  - {}\n- Also seen\n  - {} {{.internal}}\n",
        words.put("an example of a criterion"),
        words.put("an example"),
    );
    let group = format!(
        "\n### Seen\n\n- {} {{.new .internal}}\n- Is seen\n",
        words.put("a criterion of a group")
    );
    let alone = format!(
        "\n## Care\n\n{} {{.internal}}\n\nIs seen as well\n",
        words.put("a criterion without a list")
    );
    case.file(
        "content/levels/ic/2-senior.md",
        format!("---\ntitle: Senior\n---\n{intro}\n## Delivery\n{cell}{group}{alone}\n## Notes {{.prose}}\n{section}"),
    );
    case.file(
        "content/levels/ic/1-junior.md",
        "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships it\n\n## Care\n\n- Cares\n",
    );
    let words = &mut case.words;
    let steps = format!(
        "competencies:\n- {{id: care, title: Care}}\n- id: delivery\n  title: Delivery\n  steps:\n  - title: One\n    text: \"{} {{.internal}}\"\n    criteria: [\"{} {{.internal}}\", Seen there]\n    examples: [\"{} {{.internal}}\", Seen]\n",
        words.put("the text of a step"),
        words.put("a criterion of a step"),
        words.put("an example of a step"),
    );
    case.file("content/competencies.yaml", steps);
    let words = &mut case.words;
    let term = format!(
        "terms:\n- term: {}\n  aliases: [{}]\n  text: \"{} {{.internal}}\"\n- {{term: seen, text: Seen.}}\n",
        words.put("a term"),
        words.put("another word for a term"),
        words.put("what a term means")
    );
    case.file("content/glossary.yaml", term);
    case
}

/// Comments, which no site has.
fn by_comment() -> Case {
    let mut case = Case::new("a comment");
    let text = |of: &str, words: &mut Words| {
        let mut put = |place: &str| words.put(&format!("{of}, {place}"));
        format!(
            "\nSeen. <!-- {} -->\nMore <!--{}\nover lines {}--> text.\n\n<!-- {} -->\n\n<!--\n{}\n\n{}\n-->\n\n<div><!-- {} --> Seen <!-- {}\n{} --></div>\n\n- Seen <!-- {} -->\n  - Seen\n    <!-- {} -->\n\n| Seen |\n|---|\n| Seen <!-- {} --> |\n\n<? {} ?>\n\nSeen <? {} ?>\n",
            put("behind a sentence"),
            put("amid a sentence"),
            put("on its second line"),
            put("alone"),
            put("over lines"),
            put("after an empty line"),
            put("in HTML"),
            put("at the end of HTML"),
            put("on a second line of HTML"),
            put("in an item"),
            put("below an item"),
            put("in a table"),
            put("an instruction"),
            put("an instruction in a text"),
        )
    };
    for (path, of) in PROSE {
        let text = text(of, &mut case.words);
        case.file(path, format!("# Title\n{text}"));
    }
    let (intro, cell) = (text("an introduction", &mut case.words), text("a cell", &mut case.words));
    let section = text("a section", &mut case.words);
    case.file(
        "content/levels/ic/2-senior.md",
        format!(
            "---\ntitle: Senior\n---\n{intro}\n## Delivery\n{cell}\n## Notes {{.prose}}\n{section}"
        ),
    );
    let words = &mut case.words;
    let steps = format!(
        "competencies:\n- id: delivery\n  title: Delivery\n  steps:\n  - title: One\n    text: \"Seen <!-- {} -->\"\n    criteria: [\"Seen here <!-- {} -->\"]\n    examples: [\"Seen <!-- {} -->\"]\n",
        words.put("the text of a step"),
        words.put("a criterion of a step"),
        words.put("an example of a step"),
    );
    case.file("content/competencies.yaml", steps);
    let words = &mut case.words;
    let term = format!(
        "terms:\n- term: seen\n  text: \"Seen <!-- {} -->\"\n",
        words.put("what a term means")
    );
    case.file("content/glossary.yaml", term);
    case
}

/// A page of its own, in each way that a page can be hidden.
fn page(
    way: &'static str,
    path: &str,
    fixed: &[(&str, &str)],
    title: &str,
    others: &[(&str, &str)],
) -> Case {
    let mut case = Case::new(way);
    let front = document(keys("page"), "a page", fixed, &mut case.words);
    let text = blocks("a page", &mut case.words);
    case.file(path, format!("---\n{front}---\n{title}\n## Part\n\n{text}\n![seen](picture.svg)\n"));
    let picture = case.words.put("a file beside a page");
    case.file(
        &format!("{}/picture.svg", path.rsplit_once('/').expect("a folder").0),
        format!("<svg>{picture}</svg>"),
    );
    for (path, text) in others {
        case.file(path, *text);
    }
    case
}

/// A level, in each way that a level can be hidden.
fn level(way: &'static str, fixed: &[(&str, &str)], others: &[(&str, &str)]) -> Case {
    let mut case = Case::new(way);
    let mut fixed = fixed.to_vec();
    fixed.extend([
        ("next", "[{to: junior, kind: back, note: zqnote}]"),
        ("replaced-by", ""),
        ("also-in", ""),
        ("same-as", ""),
        ("status", ""),
        ("visibility", ""),
    ]);
    let note = case.words.put("a level `next` `note`");
    let front =
        document(keys("level"), "a level", &fixed, &mut case.words).replace("zqnote", &note);
    let intro = blocks("an introduction", &mut case.words);
    let criterion = case.words.put("a criterion");
    let id = case.words.put("an id");
    let section = blocks("a section", &mut case.words);
    let name = case.words.put("the name of a file");
    case.file(
        &format!("content/levels/lead/1-{name}.md"),
        format!("---\n{front}---\n\n{intro}\n## Delivery\n\n- {criterion} {{#{id}}}\n\n## Notes {{.prose}}\n\n{section}\n![](picture.svg)\n"),
    );
    let picture = case.words.put("a file beside a level");
    case.file("content/levels/lead/picture.svg", format!("<svg>{picture}</svg>"));
    let prose = case.words.put("the text of a move");
    case.file(&format!("content/moves/{name}--junior.md"), prose);
    for (path, text) in others {
        case.file(path, *text);
    }
    // What is seen may refer to it.
    case.file(
        "content/guides/seen.md",
        format!("# Seen\n\n[[lead/{}|Seen]] {{{{<facts level=\"lead/{}\" />}}}}\n", "NAME", "NAME")
            .replace("NAME", &name),
    );
    case
}

fn cases() -> Vec<Case> {
    let track = |hides: &str| {
        format!("tracks:\n- {{id: ic, title: IC}}\n- {{id: lead, title: Lead{hides}}}\n")
    };
    let mut cases = vec![by_heading(), by_item(), by_comment()];
    cases.push(page(
        "a page by its visibility",
        "content/guides/a.md",
        &[("status", ""), ("visibility", "internal")],
        "",
        &[],
    ));
    cases.push(page(
        "a page by its status",
        "content/guides/a.md",
        &[("status", "draft"), ("visibility", "")],
        "",
        &[],
    ));
    let title = &[("title", ""), ("status", ""), ("visibility", "")];
    cases.push(page(
        "a page by its title",
        "content/guides/a.md",
        title,
        "# Title {.internal}\n",
        &[],
    ));
    let plain = &[("status", ""), ("visibility", "")];
    let index = ("content/pay/index.md", "---\nvisibility: internal\n---\n");
    cases.push(page("a page by its folder", "content/pay/a.md", plain, "", &[index]));
    cases.push(page("a page by a folder above", "content/pay/bands/a.md", plain, "", &[index]));
    cases.push(page("a page in a folder of drafts", "content/guides/_drafts/a.md", plain, "", &[]));
    cases.push(level(
        "a level by its visibility",
        &[("visibility", "internal")],
        &[("content/tracks.yaml", &track(""))],
    ));
    cases.push(level("a level by its status", &[("status", "draft")], &[]));
    cases.push(level(
        "a level by its track's visibility",
        &[],
        &[("content/tracks.yaml", &track(", visibility: internal"))],
    ));
    cases.push(level(
        "a level by its track's status",
        &[],
        &[("content/tracks.yaml", &track(", status: draft"))],
    ));
    let index = ("content/levels/lead/index.md", "---\nvisibility: internal\n---\n");
    cases.push(level("a level by its folder", &[], &[index]));
    cases.push(level(
        "a level by its folder, with a register",
        &[],
        &[index, ("content/tracks.yaml", &track(""))],
    ));
    cases.extend(registers());
    cases
}

/// Items of registers.
fn registers() -> Vec<Case> {
    let mut cases = Vec::new();
    for (way, hides) in
        [("a track by its visibility", "visibility"), ("a track by its status", "status")]
    {
        let mut case = Case::new(way);
        let value = if hides == "status" { "draft" } else { "internal" };
        let other = if hides == "status" { "visibility" } else { "status" };
        let fixed = [
            ("id", "lead"),
            (hides, value),
            (other, ""),
            ("replaced-by", ""),
            ("extends", ""),
            ("inherit", ""),
        ];
        let track = document(item_keys("tracks", "tracks"), "a track", &fixed, &mut case.words);
        case.file(
            "content/tracks.yaml",
            format!("tracks:\n- {{id: ic, title: IC}}\n{}", as_item(&track)),
        );
        let text = blocks("a track", &mut case.words);
        case.file("content/levels/lead/index.md", text);
        let title = case.words.put("the title of a level");
        case.file(
            "content/levels/lead/1-lead.md",
            format!("---\ntitle: {title}\n---\n\n## Delivery\n\n- Leads\n"),
        );
        cases.push(case);
    }
    for way in [
        "a competency by its visibility",
        "a competency by its category",
        "a competency by its page",
    ] {
        let mut case = Case::new(way);
        let is_own = way.ends_with("visibility");
        let fixed = [
            ("id", "pay"),
            ("title", "Pay"),
            ("category", "money"),
            ("visibility", if is_own { "internal" } else { "" }),
            ("tracks", ""),
            ("from", ""),
            ("scale", ""),
        ];
        let pay = document(
            item_keys("competencies", "competencies"),
            "a competency",
            &fixed,
            &mut case.words,
        );
        let hides = if way.ends_with("category") { "internal" } else { "" };
        let category = [("id", "money"), ("title", "Money"), ("visibility", hides)];
        // A category that is not hidden has no words to look for.
        let mut ignored = Words { all: vec![Default::default(); 800] };
        let words = if hides.is_empty() { &mut ignored } else { &mut case.words };
        let category =
            document(item_keys("competencies", "categories"), "a category", &category, words);
        case.file(
            "content/competencies.yaml",
            format!(
                "categories:\n{}competencies:\n- {{id: delivery, title: Delivery}}\n{}",
                as_item(&category),
                as_item(&pay)
            ),
        );
        let front = if way.ends_with("page") { "---\nvisibility: internal\n---\n" } else { "" };
        let text = blocks("a competency", &mut case.words);
        case.file("content/competencies/pay.md", format!("{front}{text}"));
        let below = if hides.is_empty() { "## Pay\n\n" } else { "## Money\n\n### Pay\n\n" };
        let (criterion, prose) = (case.words.put("a criterion"), case.words.put("prose in a cell"));
        case.file(
            "content/levels/ic/1-junior.md",
            format!("---\ntitle: Junior\nexpect: {{pay: 2}}\n---\n\n## Delivery\n\n- Ships it\n\n{below}{prose}\n\n- {criterion}\n"),
        );
        case.file("content/guides/seen.md", "# Seen\n\n[[pay|Seen]], [[junior#pay|seen]]\n");
        cases.push(case);
    }
    // Without a register the headings are the competencies.
    let mut case = Case::new("a competency by all its headings");
    let title = case.words.put("a heading");
    let criterion = case.words.put("a criterion");
    case.file("content/levels/ic/1-junior.md", format!("---\ntitle: Junior\nexpect: {{{title}: 2}}\n---\n\n## Delivery\n\n- Ships it\n\n## {title} {{.internal}}\n\n- {criterion}\n"));
    cases.push(case);
    let mut case = Case::new("a term by its visibility");
    let fixed = [("visibility", "internal"), ("link", "https://example.com")];
    let term = document(item_keys("glossary", "terms"), "a term", &fixed, &mut case.words);
    case.file(
        "content/glossary.yaml",
        format!("terms:\n- {{term: seen, text: Seen.}}\n{}", as_item(&term)),
    );
    cases.push(case);
    cases
}

/// All bytes of a site in lower case, paths and the unpacked index among them.
fn bytes(project: &Tree) -> (Vec<u8>, String, bool) {
    let build = build(project);
    let index = site::search(&build).expect("an index");
    let mut all = Vec::new();
    for (path, file) in build.output.iter().chain(index.iter()) {
        all.extend(path.as_str().as_bytes());
        let mut unpacked = Vec::new();
        if path.extension() == "xlsx" {
            unzipped(file.bytes()).iter().for_each(|(_, part)| all.extend(part));
        }
        match GzDecoder::new(file.bytes()).read_to_end(&mut unpacked) {
            Ok(_) => all.extend(unpacked),
            Err(_) => all.extend(file.bytes()),
        }
        all.push(b'\n');
    }
    all.make_ascii_lowercase();
    let errors = build.diagnostics.count(Severity::Error) > 0;
    (all, report(&build.diagnostics, project), errors)
}

fn found<'w>(words: &'w Words, bytes: &[u8]) -> Vec<&'w str> {
    let text = String::from_utf8_lossy(bytes);
    let is_found = |(_, word): &&(String, String)| text.contains(word.as_str());
    words.all.iter().filter(is_found).map(|(place, _)| place.as_str()).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "how much was looked at is part of the result")]
fn nothing_hidden_is_in_any_byte_of_a_site_for_the_public() {
    let (mut places, mut pairs, mut ways) = (BTreeSet::new(), 0, 0);
    let mut leaks = Vec::new();
    for case in cases() {
        let (bytes, report, has_errors) = bytes(&case.project(BOOK));
        if has_errors {
            leaks.push(format!("{}: an error\n{report}", case.way));
        }
        leaks.extend(
            found(&case.words, &bytes).iter().map(|place| format!("{}: {place}", case.way)),
        );
        pairs += case.words.all.len();
        ways += 1;
        places.extend(case.words.all.into_iter().map(|(place, _)| place));
    }
    println!(
        "{} places, {ways} ways of hiding, {pairs} words, {} leaks",
        places.len(),
        leaks.len()
    );
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks.join("\n"));
    assert!(pairs > 1_600 && places.len() > 700 && ways >= 22, "{pairs} words, {ways} ways");
}

#[test]
fn nothing_hidden_is_in_the_parts_of_a_handbook_that_is_divided() {
    let filler = |n| {
        let path = format!("content/levels/filler/{n}-step-{n}.md");
        (path, format!("---\ntitle: Step {n}\n---\n\n## Delivery\n\n- Does {n}\n"))
    };
    let filler: Vec<(String, String)> = (1..=40).map(filler).collect();
    let filler = filler.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let filler = Tree::from_texts(filler);
    for case in cases() {
        let mut bytes = Vec::new();
        let mut parts = 0;
        for (path, file) in site::data_files(&case.project(BOOK).overlay(&filler)).iter() {
            bytes.extend([path.as_str().as_bytes(), file.bytes()].concat());
            parts += usize::from(path.as_str().starts_with("api/parts/"));
        }
        bytes.make_ascii_lowercase();
        assert!(parts > 6, "{}: {parts} parts", case.way);
        assert_eq!(found(&case.words, &bytes), [""; 0], "{}", case.way);
    }
}

/// Places that no site shows: what only says where something leads.
const NEVER_SHOWN: [&str; 1] = ["a level `aliases`"];

#[test]
fn what_is_hidden_from_the_public_is_in_a_site_for_the_company() {
    let book =
        format!("{BOOK}[build]\naudience = \"internal\"\ndrafts = true\ncopy = [\"**/*.svg\"]\n");
    for case in cases() {
        if ["a comment", "a page in a folder of drafts"].contains(&case.way) {
            continue;
        }
        let (bytes, report, has_errors) = bytes(&case.project(&book));
        assert!(!has_errors, "{}: {report}", case.way);
        let found: BTreeSet<&str> = found(&case.words, &bytes).into_iter().collect();
        let missing: Vec<&str> = case
            .words
            .all
            .iter()
            .map(|(place, _)| place.as_str())
            .filter(|place| !found.contains(place) && !NEVER_SHOWN.contains(place))
            .collect();
        assert!(missing.is_empty(), "{}: {missing:#?}", case.way);
    }
}
