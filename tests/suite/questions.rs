//! Forty questions about the sample with exact answers: from the JSON alone, and from reading the Markdown alone.
//!
//! Who answers knows titles, as people say them, and neither the sources nor the pages.

use ladderbook::builtin;
use ladderbook::tree::Tree;
use pulldown_cmark::{Event, Parser};
use serde_json::Value;

use crate::support::{build, json, text};

/// What is asked.
enum Ask {
    /// What is new at a level in a competency, compared with the level before?
    New(&'static str, &'static str),
    /// What has the criterion of a level that begins so grown from?
    GrownFrom(&'static str, &'static str, &'static str),
    /// What examples does that criterion have?
    Examples(&'static str, &'static str, &'static str),
    /// How many criteria does a level have in a competency, inherited ones included?
    Count(&'static str, &'static str),
    /// Which of them come from another level?
    Inherited(&'static str, &'static str),
    /// Which step is expected?
    Step(&'static str, &'static str),
    /// At which levels is a step of a competency expected?
    AtStep(&'static str, &'static str),
    /// What does a step of a competency mean?
    Meaning(&'static str, &'static str),
    Summary(&'static str),
    Code(&'static str),
    Fact(&'static str, &'static str),
    /// Where can one go from a level by this kind of move?
    Next(&'static str, &'static str),
    /// What is said of the move from one level to another?
    Note(&'static str, &'static str),
    /// Which levels does a track have?
    Levels(&'static str),
    /// Which competencies does a category have?
    Competencies(&'static str),
    Term(&'static str),
}

use Ask::{
    AtStep, Code, Competencies, Count, Examples, Fact, GrownFrom, Inherited, Levels, Meaning, New,
    Next, Note, Step, Summary, Term,
};

const STAFF: &str = "Staff Engineer";
const SENIOR: &str = "Senior Software Engineer";
const MID: &str = "Mid-Level Software Engineer";
const JUNIOR: &str = "Junior Software Engineer";
const PRINCIPAL: &str = "Principal Engineer";
const DISTINGUISHED: &str = "Distinguished Engineer";
const LEAD: &str = "Tech Lead";
const MANAGER: &str = "Engineering Manager";
const DIRECTOR: &str = "Director of Engineering";
const VP: &str = "VP of Engineering";
const CTO: &str = "Chief Technology Officer";

const QUESTIONS: [(Ask, &[&str]); 40] = [
    (
        New(STAFF, "Delivery"),
        &[
            "Lists what teams need from each other before their plans are fixed",
            "Shapes a migration so that each team can move in its own time",
            "Stops a project of their own when its reason has gone",
        ],
    ),
    (
        New(SENIOR, "Technical judgement"),
        &[
            "Designs a system whose parts can be changed one at a time",
            "Reviews a design for how it will fail in operation",
            "Goes through a design with the team for ways to attack it before it is built",
            "Agrees with the team which work is not left to an AI assistant",
        ],
    ),
    (
        New(PRINCIPAL, "Strategy"),
        &[
            "Turns a company goal into the technical questions that have to be answered first",
            "Proposes a product that only a new technology makes possible",
        ],
    ),
    (
        New(MID, "Communication"),
        &[
            "Writes after a release what changed, why it mattered, what to do differently next time",
            "Explains the reason for a choice where reviewers will look for it",
            "Backs an objection with a reason that the author can check",
            "Posts what a call has decided for colleagues who were not in it",
            "Leads a retrospective that ends with an owner for each change",
        ],
    ),
    (
        New(MANAGER, "Growing others"),
        &[
            "Holds one-to-ones whose agenda belongs to the other person",
            "Puts a person forward for promotion with scenes that others can check",
            "Hires for what the team lacks rather than for likeness",
            "Keeps tasks for newcomers to learn on, even where a tool would be faster",
        ],
    ),
    (
        GrownFrom(MANAGER, "Communication", "Asks those who were absent"),
        &["Keeps the team’s decisions in one place, each with its date"],
    ),
    (
        GrownFrom(STAFF, "Delivery", "Leads a change across teams"),
        &["Leads a change that reaches into a second team’s code"],
    ),
    (
        GrownFrom(STAFF, "Communication", "Explains one decision"),
        &["Lays out a trade-off so that someone outside engineering can decide"],
    ),
    (
        Examples(STAFF, "Delivery", "Leads a change across teams"),
        &[
            "The last caller of the old interface is a forgotten night job. It is moved too, and the servers are returned.",
        ],
    ),
    (
        Examples(PRINCIPAL, "Strategy", "Shows leadership"),
        &[
            "“If we sell this as one contract per company, families can never share an account. That may be fine. It should be on purpose.”",
        ],
    ),
    (
        Examples(DIRECTOR, "Ownership", "Changes the structure"),
        &[
            "Four teams wait for one database group. It is dissolved into the four, and the waiting ends where it began.",
        ],
    ),
    (Count(STAFF, "Delivery"), &["4"]),
    (Count(LEAD, "Collaboration"), &["8"]),
    (Count(DISTINGUISHED, "Growing others"), &["3"]),
    (
        Inherited(LEAD, "Collaboration"),
        &[
            "Leads a change that reaches into a second team’s code",
            "Improves a shared library in a way that other teams can use",
            "Documents a pattern of the team so that another team can adopt it",
            "Settles a technical disagreement with another team by trying the ideas out",
            "Agrees with product and design on the question that a first version has to answer",
        ],
    ),
    (Step(STAFF, "Delivery"), &["Owns"]),
    (Step(STAFF, "Communication"), &["Multiplies"]),
    (Step(JUNIOR, "Delivery"), &["Learns"]),
    (Step(MANAGER, "Growing others"), &["Multiplies"]),
    (AtStep("Delivery", "Learns"), &[JUNIOR]),
    (AtStep("Delivery", "Applies"), &[MID]),
    (Meaning("Delivery", "Owns"), &["Answers for the result, on unfamiliar ground too."]),
    (Meaning("Strategy", "Multiplies"), &["Others do it better because of this person."]),
    (
        Summary(MANAGER),
        &["Shapes a team whose people grow, whose decisions hold and whose work can be relied on."],
    ),
    (
        Summary(JUNIOR),
        &["Learns how this team builds and runs software, on small tasks with a colleague to ask."],
    ),
    (Code(PRINCIPAL), &["IC5"]),
    (Code(VP), &["M4"]),
    (Fact(STAFF, "scope"), &["Several teams and the systems between them"]),
    (Fact(SENIOR, "experience"), &["5–8 years"]),
    (Fact(CTO, "autonomy"), &["Answers to the chief executive and the board"]),
    (Next(SENIOR, "lateral"), &[LEAD, MANAGER]),
    (Next(MANAGER, "back"), &[SENIOR]),
    (Next(DISTINGUISHED, "promotion"), &[]),
    (
        Note(STAFF, MANAGER),
        &["Trades influence through technical direction for influence through a team."],
    ),
    (Note(LEAD, STAFF), &["Takes the technical questions of several teams instead of one."]),
    (Levels("Individual contributor"), &[JUNIOR, MID, SENIOR, STAFF, PRINCIPAL, DISTINGUISHED]),
    (Levels("Management"), &[LEAD, MANAGER, DIRECTOR, VP, CTO]),
    (Competencies("Craft"), &["Technical judgement", "Delivery", "Ownership"]),
    (
        Term("bus factor"),
        &[
            "The number of people who could be away at once before a piece of work comes to a halt. One is too few.",
        ],
    ),
    (
        Term("blast radius"),
        &[
            "Everything that would be affected if a change went wrong, from one screen to every customer.",
        ],
    ),
];

// ---- From the JSON alone ----

struct Data(Value);

impl Data {
    fn titled<'d>(&'d self, list: &str, title: &str) -> &'d Value {
        let items = self.0[list].as_array().expect("a list");
        items.iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("no `{title}`"))
    }

    fn by_id<'d>(&'d self, list: &str, id: &Value) -> &'d Value {
        let items = self.0[list].as_array().expect("a list");
        items.iter().find(|it| it["id"] == *id).expect("ids lead somewhere")
    }

    fn cell(&self, level: &str, competency: &str) -> &Value {
        let id = &self.titled("competencies", competency)["id"];
        let cells = self.titled("levels", level)["cells"].as_array().expect("cells");
        cells.iter().find(|it| it["competency"] == *id).expect("a cell")
    }

    fn criteria(&self, level: &str, competency: &str) -> &Vec<Value> {
        self.cell(level, competency)["criteria"].as_array().expect("criteria")
    }

    fn criterion(&self, level: &str, competency: &str, start: &str) -> &Value {
        let mut criteria = self.criteria(level, competency).iter();
        let begins = |it: &&Value| it["text"].as_str().expect("text").starts_with(start);
        criteria.find(begins).expect("the criterion")
    }

    fn words_of(&self, id: &Value) -> String {
        let levels = self.0["levels"].as_array().expect("levels").iter();
        let cells = levels.flat_map(|it| it["cells"].as_array().expect("cells"));
        let mut all = cells.flat_map(|it| it["criteria"].as_array().expect("criteria"));
        string(&all.find(|it| it["id"] == *id).expect("the criterion")["text"])
    }

    fn answer(&self, ask: &Ask) -> Vec<String> {
        let texts = |all: &Value| items(all).iter().map(|it| string(&it["text"])).collect();
        match ask {
            New(level, competency) => {
                let all = self.criteria(level, competency).iter();
                let new = all.filter(|it| it["replaces"].is_null() && it["origin"].is_null());
                new.map(|it| string(&it["text"])).collect()
            }
            GrownFrom(level, competency, start) => {
                let criterion = self.criterion(level, competency, start);
                items(&criterion["replaces"]).iter().map(|id| self.words_of(id)).collect()
            }
            Examples(level, competency, start) => {
                texts(&self.criterion(level, competency, start)["examples"])
            }
            Count(level, competency) => vec![self.criteria(level, competency).len().to_string()],
            Inherited(level, competency) => {
                let all = self.criteria(level, competency).iter();
                let inherited = all.filter(|it| it["origin"]["kind"] == "level");
                inherited.map(|it| string(&it["text"])).collect()
            }
            Step(level, competency) => {
                vec![string(&self.cell(level, competency)["expect"]["first"]["title"])]
            }
            AtStep(competency, step) => {
                let levels = self.0["levels"].as_array().expect("levels").iter();
                let titles = levels.map(|it| it["title"].as_str().expect("a title"));
                let expects =
                    |it: &&str| self.cell(it, competency)["expect"]["first"]["title"] == *step;
                titles.filter(expects).map(str::to_owned).collect()
            }
            Meaning(competency, step) => {
                let steps = items(&self.titled("competencies", competency)["steps"]).iter();
                let meant = steps.filter(|it| it["title"] == *step);
                meant.map(|it| string(&it["text"])).collect()
            }
            Summary(level) => vec![string(&self.titled("levels", level)["summary"])],
            Code(level) => vec![string(&self.titled("levels", level)["code"])],
            Fact(level, name) => vec![string(&self.titled("levels", level)["facts"][name])],
            Next(level, kind) => {
                let moves = items(&self.titled("levels", level)["next"]).iter();
                let moves = moves.filter(|it| it["kind"] == *kind);
                moves.map(|it| string(&self.by_id("levels", &it["to"])["title"])).collect()
            }
            Note(level, to) => {
                let to = &self.titled("levels", to)["id"];
                let moves = items(&self.titled("levels", level)["next"]).iter();
                moves.filter(|it| it["to"] == *to).map(|it| string(&it["note"])).collect()
            }
            Levels(track) => {
                let ids = items(&self.titled("tracks", track)["levels"]).iter();
                ids.map(|id| string(&self.by_id("levels", id)["title"])).collect()
            }
            Competencies(category) => {
                let id = &self.titled("categories", category)["id"];
                let all = items(&self.0["competencies"]).iter();
                all.filter(|it| it["category"] == *id).map(|it| string(&it["title"])).collect()
            }
            Term(term) => {
                let terms = items(&self.0["glossary"]).iter();
                terms.filter(|it| it["term"] == *term).map(|it| string(&it["text"])).collect()
            }
        }
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn string(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

// ---- From reading the Markdown alone ----

/// A site of which nothing is read but `llms.txt` and what it leads to.
struct Reader<'s>(&'s Tree);

/// A line of a page without its markup.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Heading(usize, String),
    /// An item, and how many spaces stand before it.
    Item(usize, String),
    Words(String),
}

/// The words of some Markdown.
fn plain(markdown: &str) -> String {
    let words = Parser::new(markdown).filter_map(|event| match event {
        Event::Text(words) | Event::Code(words) => Some(words.to_string()),
        Event::SoftBreak => Some(" ".to_owned()),
        _ => None,
    });
    words.collect()
}

fn line(markdown: &str) -> Option<Line> {
    let inside = markdown.trim_start();
    if inside.is_empty() {
        return None;
    }
    if let Some((marks, title)) = inside.split_once(' ').filter(|(it, _)| it.starts_with('#')) {
        return Some(Line::Heading(marks.len(), plain(title)));
    }
    Some(match inside.strip_prefix("- ") {
        Some(item) => Line::Item(markdown.len() - inside.len(), plain(item)),
        None => Line::Words(plain(inside)),
    })
}

impl Reader<'_> {
    /// The page that the list calls so.
    fn page(&self, title: &str) -> Vec<Line> {
        let list = text(self.0, "llms.txt");
        let start = format!("- [{title}](/");
        let entry = list.lines().find_map(|line| line.strip_prefix(&start));
        let entry = entry.unwrap_or_else(|| panic!("`{title}` is not listed"));
        let path = entry.split(')').next().expect("an address");
        text(self.0, path).lines().filter_map(line).collect()
    }

    /// The lines of a page below a heading, up to the next one of its rank.
    fn below(&self, page: &str, heading: &str) -> Vec<Line> {
        let lines = self.page(page);
        let is_meant =
            |it: &Line| matches!(it, Line::Heading(_, title) if title.ends_with(heading));
        let at = lines.iter().position(is_meant);
        let at = at.unwrap_or_else(|| panic!("`{page}` has no heading `{heading}`"));
        let Line::Heading(rank, _) = lines[at] else { return Vec::new() };
        let is_next = |it: &Line| matches!(it, Line::Heading(other, _) if *other <= rank);
        lines[at + 1..].iter().take_while(|it| !is_next(it)).cloned().collect()
    }

    fn items(&self, page: &str, heading: &str) -> Vec<String> {
        let lines = self.below(page, heading).into_iter();
        let own = lines.filter_map(|it| match it {
            Line::Item(0, words) => Some(words),
            _ => None,
        });
        own.collect()
    }

    /// What stands behind a label in the items of a page.
    fn labelled(&self, page: &str, label: &str) -> Vec<String> {
        let lines = self.page(page).into_iter();
        let found = lines.filter_map(|it| match it {
            Line::Item(0, words) => Some(words.strip_prefix(label)?.trim().to_owned()),
            _ => None,
        });
        found.collect()
    }

    fn answer(&self, ask: &Ask) -> Vec<String> {
        match ask {
            New(level, competency) => {
                let all = self.items(level, competency).into_iter();
                all.filter_map(|it| Some(it.strip_suffix(" (new)")?.to_owned())).collect()
            }
            GrownFrom(level, competency, start) => {
                let all = self.items(level, competency).into_iter();
                let meant = all.filter(|it| it.starts_with(start));
                let before = |it: String| {
                    let (_, before) = it.split_once(" (grown from: ")?;
                    Some(before.strip_suffix(')')?.to_owned())
                };
                meant.filter_map(before).collect()
            }
            Examples(level, competency, start) => {
                let lines = self.below(level, competency);
                let is_meant =
                    |it: &Line| matches!(it, Line::Item(0, words) if words.starts_with(start));
                let after = lines.into_iter().skip_while(|it| !is_meant(it)).skip(1);
                let examples = after.map_while(|it| match it {
                    Line::Item(2, words) => Some(words),
                    _ => None,
                });
                examples.collect()
            }
            Count(level, competency) => vec![self.items(level, competency).len().to_string()],
            Inherited(level, competency) => {
                let all = self.items(level, competency).into_iter();
                let inherited =
                    all.filter_map(|it| Some(it.split_once(&format!(" ({SENIOR})"))?.0.to_owned()));
                inherited.collect()
            }
            Step(level, competency) => match self.below(level, competency).first() {
                Some(Line::Words(step)) => {
                    vec![step.split(" (").next().unwrap_or_default().to_owned()]
                }
                _ => Vec::new(),
            },
            AtStep(competency, step) => {
                let lines = self.page(competency);
                let pairs = lines.windows(2).filter_map(|pair| match pair {
                    [Line::Heading(3, level), Line::Words(words)] if words == step => {
                        Some(level.clone())
                    }
                    _ => None,
                });
                pairs.collect()
            }
            Meaning(competency, step) => words(&self.below(competency, step)),
            Summary(level) => {
                let words = words(&self.page(level));
                words.into_iter().skip(1).take(1).collect()
            }
            Code(level) => {
                let words = words(&self.page(level));
                words[0].split(" · ").take(1).map(str::to_owned).collect()
            }
            Fact(level, name) => {
                let (first, rest) = name.split_at(1);
                let label = format!("{}{rest}:", first.to_uppercase());
                let found = self.labelled(level, &label).into_iter();
                found
                    .map(|it| it.split(" (before: ").next().unwrap_or_default().to_owned())
                    .collect()
            }
            Next(level, kind) => self.moves(level, kind).into_iter().map(|(to, _)| to).collect(),
            Note(level, to) => {
                let kinds = ["promotion", "lateral", "back"].into_iter();
                let moves = kinds.flat_map(|kind| self.moves(level, kind));
                moves.filter(|(title, _)| title == to).map(|(_, note)| note).collect()
            }
            Levels(track) => {
                let rungs = self.items(track, "Levels").into_iter();
                rungs.map(|it| it.split(" (").next().unwrap_or_default().to_owned()).collect()
            }
            Competencies(category) => {
                let all = self.items("Competencies", category).into_iter();
                all.map(|it| it.split(':').next().unwrap_or_default().to_owned()).collect()
            }
            Term(term) => words(&self.below("Glossary", term)).into_iter().take(1).collect(),
        }
    }

    /// Moves of a kind: where each leads, and what is said of it.
    fn moves(&self, level: &str, kind: &str) -> Vec<(String, String)> {
        let label = match kind {
            "promotion" => "Promotion: ",
            "lateral" => "Sideways: ",
            _ => "Back: ",
        };
        let moves = self.labelled(level, label).into_iter();
        let split = moves.map(|it| match it.split_once(" – ") {
            Some((to, note)) => (to.to_owned(), note.to_owned()),
            None => (it, String::new()),
        });
        split.collect()
    }
}

/// The paragraphs among some lines.
fn words(lines: &[Line]) -> Vec<String> {
    let words = lines.iter().filter_map(|it| match it {
        Line::Words(words) => Some(words.clone()),
        _ => None,
    });
    words.collect()
}

#[test]
fn forty_questions_are_answered_from_the_json_alone() {
    let data = Data(json(&build(&builtin::sample()).output));
    for (number, (ask, expected)) in QUESTIONS.iter().enumerate() {
        assert_eq!(data.answer(ask), *expected, "question {}", number + 1);
    }
}

#[test]
fn forty_questions_are_answered_by_reading_the_markdown_alone() {
    let site = build(&builtin::sample()).output;
    let reader = Reader(&site);
    for (number, (ask, expected)) in QUESTIONS.iter().enumerate() {
        assert_eq!(reader.answer(ask), *expected, "question {}", number + 1);
    }
}
