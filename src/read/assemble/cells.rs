//! What stands below the front matter of a level: introduction, cells, sections of prose.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::expectations;
use super::ids::first_words;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::fingerprint::Fingerprint;
use crate::handbook::{Body, Cell, CompetencyIx, Criterion, Prose, Section, SpannedEvent, hash64};
use crate::read::level::ParsedLevel;
use crate::read::markdown::{Block, BlockHeading, BlockKind, Item};
use crate::suggestion::nearest;

/// Words that say a cell is empty on purpose, in lower case and without a full stop.
const NOTHING: &str = "nothing at this level";

/// What stands below the front matter of one level.
pub struct LevelBody {
    /// What it says. The ids that the author did not write are not unique yet.
    pub body: Arc<Body>,
    /// Hashes of the ids that the author wrote.
    pub pinned: Vec<u64>,
    /// Hashes of the other ids, as they are wanted.
    pub wanted: Vec<u64>,
    /// Whether part of it could not be understood.
    pub incomplete: bool,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
}

/// The fingerprint of everything that [`body`] is a function of.
pub fn body_key(level: &ParsedLevel, vocabulary: &Vocabulary) -> Fingerprint {
    Fingerprint::of(&(level.fingerprint, vocabulary.fingerprint))
}

/// What stands below the front matter of a level, in the words of the handbook.
pub fn body(level: &ParsedLevel, vocabulary: &Vocabulary) -> LevelBody {
    let mut diagnostics = Diagnostics::default();
    let mut walk = Walk {
        level,
        vocabulary,
        diagnostics: &mut diagnostics,
        cells: Vec::new(),
        sections: Vec::new(),
        intro: 0..0,
        seen: HashMap::new(),
        taken: None,
        incomplete: false,
    };
    walk.run();
    let (mut cells, sections, incomplete) = (walk.cells, walk.sections, walk.incomplete);
    let intro = level.document.prose(walk.intro);
    expectations::add(level, vocabulary, &mut cells, &mut diagnostics);
    cells.sort_by_key(|cell| cell.competency);
    let headings = level.document.headings.clone();
    let fingerprint = body_key(level, vocabulary);
    let body = Body::new(intro, cells, sections, headings, fingerprint);
    let ids = |pinned: bool| {
        let criteria = body.criteria().filter(|it| it.pinned == pinned);
        criteria.map(|it| hash64(&it.id)).collect()
    };
    let (pinned, wanted) = (ids(true), ids(false));
    LevelBody { body: Arc::new(body), pinned, wanted, incomplete, diagnostics }
}

/// Titles of the competencies that have a heading in a level.
fn titles(level: &ParsedLevel, vocabulary: &Vocabulary) -> BTreeSet<String> {
    let headings = level.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading(heading) => vocabulary.competency(&heading.title),
        _ => None,
    });
    headings.map(|competency| vocabulary.title(competency).to_owned()).collect()
}

/// One pass over the blocks of a level.
struct Walk<'a> {
    level: &'a ParsedLevel,
    vocabulary: &'a Vocabulary,
    diagnostics: &'a mut Diagnostics,
    cells: Vec<Cell>,
    sections: Vec<Section>,
    intro: Range<usize>,
    seen: HashMap<CompetencyIx, Place>,
    /// Titles of the competencies that have a heading, or that a heading should probably have.
    taken: Option<BTreeSet<String>>,
    incomplete: bool,
}

impl Walk<'_> {
    fn run(&mut self) {
        let blocks = &self.level.blocks;
        let mut at =
            blocks.iter().position(|block| depth(block) == Some(2)).unwrap_or(blocks.len());
        let end_of_intro =
            blocks.get(at).map_or(self.level.document.events.len(), |it| it.range.start);
        self.intro = 0..end_of_intro;
        while at < blocks.len() {
            let end = next_heading(blocks, at + 1, 2);
            if let BlockKind::Heading(heading) = &blocks[at].kind {
                self.second_level(heading, &blocks[at + 1..end]);
            }
            at = end;
        }
    }

    /// An H2 with what stands below it.
    fn second_level(&mut self, heading: &BlockHeading, below: &[Block]) {
        let classes = ["none", "prose", "internal"];
        heading.attributes.check(&classes, &heading.place, self.diagnostics);
        if heading.attributes.has("internal") && !self.vocabulary.internal {
            return;
        }
        if heading.attributes.has("prose") {
            let prose = match (below.first(), below.last()) {
                (Some(first), Some(last)) => {
                    self.level.document.prose(first.range.start..last.range.end)
                }
                _ => Prose::default(),
            };
            let (title, anchor) = (heading.title.clone(), heading.anchor.clone());
            self.sections.push(Section { title, anchor, prose });
        } else if let Some(competency) = self.vocabulary.competency(&heading.title) {
            self.cell(competency, heading, below);
        } else if self.vocabulary.is_category(&heading.title) {
            self.category(below);
        } else {
            self.unknown(heading);
        }
    }

    /// What stands below a category's heading: competencies as H3.
    fn category(&mut self, below: &[Block]) {
        let mut at = next_heading(below, 0, 3);
        while at < below.len() {
            let end = next_heading(below, at + 1, 3);
            if let BlockKind::Heading(heading) = &below[at].kind {
                heading.attributes.check(&["none", "internal"], &heading.place, self.diagnostics);
                if heading.attributes.has("internal") && !self.vocabulary.internal {
                    at = end;
                    continue;
                }
                match self.vocabulary.competency(&heading.title) {
                    Some(competency) => self.cell(competency, heading, &below[at + 1..end]),
                    None => self.unknown(heading),
                }
            }
            at = end;
        }
    }

    fn unknown(&mut self, heading: &BlockHeading) {
        self.incomplete = true;
        if self.vocabulary.competencies_broken {
            return;
        }
        if heading.slug.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownHeading, "a heading without a letter or a digit")
                    .at(heading.place.clone())
                    .help(
                        "write the title of a competency, or mark the heading as prose: `{.prose}`",
                    ),
            );
            return;
        }
        let message = format!("`{}` is not a competency", heading.title);
        let mut diagnostic =
            Diagnostic::new(Code::UnknownHeading, message).at(heading.place.clone());
        let near = nearest(&heading.title, self.vocabulary.titles());
        diagnostic = match near {
            Some(_) => {
                let taken = self.taken.get_or_insert_with(|| titles(self.level, self.vocabulary));
                diagnostic.suggest(near).unless_taken(taken)
            }
            None => diagnostic.help("add it to competencies.yaml"),
        };
        if heading.depth <= 2 {
            diagnostic = diagnostic.help("or mark the heading as prose: `{.prose}`");
        } else {
            diagnostic = diagnostic.help("a group of criteria is one level deeper: `####`");
        }
        self.diagnostics.push(diagnostic);
    }

    fn cell(&mut self, competency: CompetencyIx, heading: &BlockHeading, below: &[Block]) {
        if let Some(first) = self.seen.get(&competency) {
            let title = self.vocabulary.title(competency);
            self.diagnostics.push(
                Diagnostic::new(Code::DuplicateId, format!("`{title}` stands twice in this level"))
                    .at(heading.place.clone())
                    .related(first.clone(), "first here")
                    .help("put both parts under one heading"),
            );
            return;
        }
        self.seen.insert(competency, heading.place.clone());
        let mut cell = Cell {
            competency,
            none: heading.attributes.has("none"),
            expect: None,
            prose: Prose::default(),
            criteria: Vec::new(),
            place: heading.place.clone(),
        };
        let has_list = below.iter().any(|block| matches!(block.kind, BlockKind::List(_)));
        let mut prose = Vec::new();
        let mut group: Option<&BlockHeading> = None;
        for block in below {
            let hidden = group.is_some_and(|group| group.attributes.has("internal"));
            if hidden && !self.vocabulary.internal && !matches!(block.kind, BlockKind::Heading(_)) {
                continue;
            }
            let title = group.map(|group| group.title.as_str());
            match &block.kind {
                BlockKind::Heading(heading) => {
                    heading.attributes.check(&["internal"], &heading.place, self.diagnostics);
                    group = Some(heading);
                }
                BlockKind::List(items) => {
                    let criteria = items.iter().filter_map(|item| self.criterion(item, title));
                    cell.criteria.extend(criteria.collect::<Vec<_>>());
                }
                BlockKind::Paragraph(item) if !has_list => {
                    if is_nothing(item, &self.level.document) {
                        cell.none = true;
                    } else {
                        cell.criteria.extend(self.criterion(item, title));
                    }
                }
                BlockKind::Paragraph(_) | BlockKind::Other => {
                    prose.extend_from_slice(&self.level.document.events[block.range.clone()]);
                }
            }
        }
        cell.prose = self.level.document.prose_of(prose);
        self.check_none(&cell);
        // A heading with nothing below it says nothing; the cell counts as missing.
        if cell.none || !cell.criteria.is_empty() || !cell.prose.is_empty() {
            self.cells.push(cell);
        }
    }

    fn check_none(&mut self, cell: &Cell) {
        if cell.none && !cell.criteria.is_empty() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    "this cell is marked as empty but has criteria",
                )
                .at(cell.place.clone())
                .help("remove `{.none}` or the criteria"),
            );
        }
    }

    /// A list item or paragraph as a criterion; `None` if it is left out of this build.
    fn criterion(&mut self, item: &Item, group: Option<&str>) -> Option<Criterion> {
        let classes = ["new", "drop", "internal"];
        item.attributes.check(&classes, &item.place, self.diagnostics);
        if item.attributes.has("internal") && !self.vocabulary.internal {
            return None;
        }
        let document = &self.level.document;
        let mut text = item.text.clone();
        let mut examples = Vec::new();
        for nested in &item.nested {
            examples.push(document.prose_of(nested.clone()));
        }
        if self.vocabulary.detail && !item.nested.is_empty() {
            text.extend(as_list(&item.nested));
            examples.clear();
        }
        let text = document.prose_of(text);
        Some(Criterion {
            id: item.attributes.id.clone().unwrap_or_else(|| first_words(&text)),
            pinned: item.attributes.id.is_some(),
            was: item.attributes.was.clone(),
            text,
            examples,
            group: group.map(str::to_owned),
            new: item.attributes.has("new"),
            dropped: item.attributes.has("drop"),
            place: item.place.clone(),
        })
    }
}

/// Nested items as the list that they were.
fn as_list(nested: &[Vec<SpannedEvent>]) -> Vec<SpannedEvent> {
    use pulldown_cmark::{Event, Tag, TagEnd};
    let span = nested.iter().flatten().next().map(|(_, span)| *span).unwrap_or_default();
    let mut events = vec![(Event::Start(Tag::List(None)), span)];
    for item in nested {
        events.push((Event::Start(Tag::Item), span));
        events.extend(item.iter().cloned());
        events.push((Event::End(TagEnd::Item), span));
    }
    events.push((Event::End(TagEnd::List(false)), span));
    events
}

fn depth(block: &Block) -> Option<u8> {
    match &block.kind {
        BlockKind::Heading(heading) => Some(heading.depth),
        _ => None,
    }
}

/// The index of the next heading that is as high as `depth` or higher.
fn next_heading(blocks: &[Block], start: usize, highest: u8) -> usize {
    let found =
        blocks[start..].iter().position(|block| depth(block).is_some_and(|it| it <= highest));
    found.map_or(blocks.len(), |at| start + at)
}

fn is_nothing(item: &Item, document: &crate::read::markdown::Document) -> bool {
    let prose = document.prose_of(item.text.clone());
    prose.text().trim_end_matches('.').to_lowercase() == NOTHING
}
