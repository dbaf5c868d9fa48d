//! What each level says: introduction, cells, sections of prose.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use super::competencies;
use super::expectations;
use super::headings::Headings;
use super::levels::Ordered;
use super::parts::Parts;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, nearest};
use crate::handbook::{Cell, CompetencyIx, Criterion, Handbook, LevelIx, Prose, Section};
use crate::read::level::ParsedLevel;
use crate::read::markdown::{Block, BlockHeading, BlockKind, Item};

/// Words that say a cell is empty on purpose, in lower case and without a full stop.
const NOTHING: &str = "nothing at this level";

/// Fills in what the levels say.
pub fn assemble(
    parts: &Parts,
    ordered: &[Ordered],
    config: &Config,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    inherit_headings(parts, handbook);
    let headings = Headings::new(handbook);
    let said: Vec<Said> = ordered
        .par_iter()
        .map(|(_, level)| say(parts, level, &headings, config, handbook))
        .collect();
    for (index, (said, (_, level))) in said.into_iter().zip(ordered).enumerate() {
        diagnostics.extend(said.diagnostics);
        let it = &mut handbook.levels[index];
        (it.cells, it.sections, it.intro) = (said.cells, said.sections, said.intro);
        it.incomplete |= said.incomplete;
        check_same_as(LevelIx(index), level, handbook, diagnostics);
    }
}

/// What one level says.
struct Said {
    cells: Vec<Cell>,
    sections: Vec<Section>,
    intro: Prose,
    incomplete: bool,
    diagnostics: Diagnostics,
}

fn say(
    parts: &Parts,
    level: &ParsedLevel,
    headings: &Headings,
    config: &Config,
    handbook: &Handbook,
) -> Said {
    let mut diagnostics = Diagnostics::default();
    let mut walk = Walk {
        level,
        headings,
        handbook,
        diagnostics: &mut diagnostics,
        internal: parts.shows_internal(),
        detail: config.ladder.nested == crate::config::Nested::Detail,
        cells: Vec::new(),
        sections: Vec::new(),
        intro: 0..0,
        seen: HashMap::new(),
        incomplete: false,
    };
    walk.run();
    let (mut cells, sections, incomplete) = (walk.cells, walk.sections, walk.incomplete);
    let intro = level.document.prose(walk.intro);
    expectations::add(parts, level, headings, handbook, &mut cells, &mut diagnostics);
    cells.sort_by_key(|cell| cell.competency);
    Said { cells, sections, intro, incomplete, diagnostics }
}

/// Where the headings are the competencies, a track also has those of the track that it extends.
fn inherit_headings(parts: &Parts, handbook: &mut Handbook) {
    if competencies::is_registered(parts) {
        return;
    }
    for _ in 0..handbook.tracks.len() {
        for (index, track) in handbook.tracks.iter().enumerate() {
            let Some(inheritance) = &track.extends else { continue };
            for competency in &mut handbook.competencies {
                let Some(tracks) = &mut competency.tracks else { continue };
                let own = crate::handbook::TrackIx(index);
                if tracks.contains(&inheritance.parent) && !tracks.contains(&own) {
                    tracks.push(own);
                }
            }
        }
    }
}

/// One pass over the blocks of a level.
struct Walk<'a> {
    level: &'a ParsedLevel,
    headings: &'a Headings,
    handbook: &'a Handbook,
    diagnostics: &'a mut Diagnostics,
    internal: bool,
    detail: bool,
    cells: Vec<Cell>,
    sections: Vec<Section>,
    intro: Range<usize>,
    seen: HashMap<CompetencyIx, Place>,
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
        if heading.attributes.has("internal") && !self.internal {
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
        } else if let Some(competency) = self.headings.competency(&heading.title) {
            self.cell(competency, heading, below);
        } else if self.headings.is_category(&heading.title) {
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
                if heading.attributes.has("internal") && !self.internal {
                    at = end;
                    continue;
                }
                match self.headings.competency(&heading.title) {
                    Some(competency) => self.cell(competency, heading, &below[at + 1..end]),
                    None => self.unknown(heading),
                }
            }
            at = end;
        }
    }

    fn unknown(&mut self, heading: &BlockHeading) {
        self.incomplete = true;
        let message = format!("`{}` is not a competency", heading.title);
        let near = nearest(&heading.title, self.headings.all.iter().map(String::as_str));
        let mut diagnostic =
            Diagnostic::new(Code::UnknownHeading, message).at(heading.place.clone());
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
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
            let title = &self.handbook[competency].title;
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
            if hidden && !self.internal && !matches!(block.kind, BlockKind::Heading(_)) {
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
        if item.attributes.has("internal") && !self.internal {
            return None;
        }
        let document = &self.level.document;
        let mut text = item.text.clone();
        let mut examples = Vec::new();
        for nested in &item.nested {
            examples.push(document.prose_of(nested.clone()));
        }
        if self.detail && !item.nested.is_empty() {
            text.extend(as_list(&item.nested));
            examples.clear();
        }
        Some(Criterion {
            id: item.attributes.id.clone().unwrap_or_default(),
            pinned: item.attributes.id.is_some(),
            was: item.attributes.was.clone(),
            text: document.prose_of(text),
            examples,
            group: group.map(str::to_owned),
            new: item.attributes.has("new"),
            dropped: item.attributes.has("drop"),
            place: item.place.clone(),
        })
    }
}

/// Nested items as the list that they were.
fn as_list(nested: &[Vec<crate::read::markdown::Spanned>]) -> Vec<crate::read::markdown::Spanned> {
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

/// A level that is the same as another one without `but-also` states nothing itself.
fn check_same_as(
    level: LevelIx,
    parsed: &ParsedLevel,
    handbook: &Handbook,
    diagnostics: &mut Diagnostics,
) {
    let it = &handbook[level];
    let (Some(same), Some((name, _))) = (&it.same_as, &parsed.same_as) else { return };
    let own = it.cells.iter().find(|cell| !cell.criteria.is_empty());
    if let Some(own) = own.filter(|_| !same.but_also) {
        let message =
            format!("the level is the same as `{}` but has criteria of its own", name.value);
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, message)
                .at(name.place.clone())
                .related(own.place.clone(), "here")
                .help("write `same-as: {level: …, but-also: true}`, or remove them"),
        );
    }
}
