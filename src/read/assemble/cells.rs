//! What stands below the front matter of a level: introduction, cells, sections of prose.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::blocks;
use super::expectations;
use super::suspects;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::fingerprint::Fingerprint;
use crate::handbook::former;
use crate::handbook::{Body, BodyParts, CategoryIx, Cell, CompetencyIx, Prose, Section};
use crate::read::blocks::{Block, BlockHeading, BlockKind, Blocks};
use crate::read::level::ParsedLevel;

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
    let blocks = level.blocks.get();
    let mut walk = Walk {
        blocks: &blocks,
        vocabulary,
        diagnostics: &mut diagnostics,
        parts: BodyParts::default(),
        seen: HashMap::new(),
        taken: None,
        incomplete: false,
        in_internal_category: false,
    };
    walk.run();
    let (mut parts, incomplete) = (walk.parts, walk.incomplete);
    suspects::report_titles(level, vocabulary, &mut diagnostics);
    expectations::add(level, vocabulary, &mut parts.cells, &mut diagnostics);
    parts.cells.sort_by_key(|cell| cell.competency);
    parts.cells.shrink_to_fit();
    parts.headings = Arc::clone(&blocks.headings);
    let body = Body::new(parts, body_key(level, vocabulary));
    // Comparisons ask for them one after the other; here levels are read side by side.
    for criterion in body.criteria() {
        criterion.text.words(vocabulary.language);
    }
    let ids = |pinned: bool| {
        let criteria = body.criteria().filter(|it| it.pinned == pinned);
        criteria.map(|it| Fingerprint::short_of(&it.id)).collect()
    };
    let (pinned, wanted) = (ids(true), ids(false));
    LevelBody { body: Arc::new(body), pinned, wanted, incomplete, diagnostics }
}

/// Titles of the competencies that have a heading in a level.
fn titles(blocks: &Blocks, vocabulary: &Vocabulary) -> BTreeSet<String> {
    let headings = blocks.all.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading(heading) => vocabulary.competency(&heading.title),
        _ => None,
    });
    headings.map(|competency| vocabulary.title(competency).to_owned()).collect()
}

/// One pass over the blocks of a level.
struct Walk<'a> {
    blocks: &'a Blocks,
    vocabulary: &'a Vocabulary,
    diagnostics: &'a mut Diagnostics,
    parts: BodyParts,
    seen: HashMap<CompetencyIx, Place>,
    /// Titles of the competencies that have a heading, or that a heading should probably have.
    taken: Option<BTreeSet<String>>,
    incomplete: bool,
    /// Whether the category that the walk is in has a heading that is internal.
    in_internal_category: bool,
}

impl Walk<'_> {
    fn run(&mut self) {
        let blocks = &self.blocks.all;
        let mut at =
            blocks.iter().position(|block| depth(block) == Some(2)).unwrap_or(blocks.len());
        let end_of_intro =
            blocks.get(at).map_or(self.blocks.number_of_events(), |it| it.range.start);
        self.parts.intro = self.blocks.prose(0..end_of_intro);
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
            self.no_cell(heading);
            let prose = self.prose(below);
            let (title, anchor) = (heading.title.clone(), heading.anchor.clone());
            let internal = heading.attributes.has("internal");
            self.parts.sections.push(Section { title, anchor, internal, prose });
        } else if let Some(competency) = self.vocabulary.competency(&heading.title) {
            self.cell(competency, heading, below);
        } else if let Some(category) = self.vocabulary.category(&heading.title) {
            self.no_cell(heading);
            self.in_internal_category = heading.attributes.has("internal");
            self.category(category, below);
            self.in_internal_category = false;
        } else if !self.vocabulary.is_hidden(&heading.title) {
            self.unknown(heading);
        }
    }

    /// Reports that a heading takes over a cell which has none.
    fn no_cell(&mut self, heading: &BlockHeading) {
        if let Some(name) = heading.attributes.taken_from(&heading.place) {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownAttribute,
                    "`same-as` where there is no cell to take over",
                )
                .at(name.place)
                .help("it stands at the heading of a competency"),
            );
        }
    }

    fn prose(&self, blocks: &[Block]) -> Prose {
        match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => self.blocks.prose(first.range.start..last.range.end),
            _ => Prose::default(),
        }
    }

    /// What stands below a category's heading: text, then competencies as H3.
    fn category(&mut self, category: CategoryIx, below: &[Block]) {
        let mut at = next_heading(below, 0, 3);
        let text = self.prose(&below[..at]);
        if !text.is_empty() {
            self.parts.categories.push((category, text));
        }
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
                    None if self.vocabulary.is_hidden(&heading.title) => {}
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
        let near = self.vocabulary.nearest_title(&heading.title);
        diagnostic = match near {
            Some(_) => {
                let taken = self.taken.get_or_insert_with(|| titles(self.blocks, self.vocabulary));
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
        if self.vocabulary.former(&heading.title) == Some(competency) {
            let title = self.vocabulary.title(competency);
            let renamed = former::renamed(&heading.title, title);
            self.diagnostics.push(former::note(renamed, &heading.place));
        }
        if let Some(first) = self.seen.get(&competency) {
            // Two competencies may have one id, which has been reported.
            if self.vocabulary.competencies_broken {
                self.incomplete = true;
                return;
            }
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
        let text = blocks::read(below, self.blocks, self.vocabulary, self.diagnostics);
        let cell = Cell {
            competency,
            none: heading.attributes.has("none") || text.nothing,
            internal: self.in_internal_category || heading.attributes.has("internal"),
            expect: None,
            expects_nothing: false,
            same_as: heading.attributes.taken_from(&heading.place),
            blocks: text.blocks,
            place: heading.place.clone(),
        };
        self.check_none(&cell);
        self.parts.cells.push(cell);
    }

    fn check_none(&mut self, cell: &Cell) {
        if cell.none && cell.criteria().next().is_some() {
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
