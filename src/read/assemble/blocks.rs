//! The blocks of a cell, in the author's order: prose, lists of criteria, the groups that both stand in.

use std::ops::Range;

use pulldown_cmark::Event;

use super::ids::first_words;
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::handbook::{BlockContent, CellBlock, Criterion, ExampleList, Group, Prose};
use crate::read::blocks::{Block, BlockKind, Blocks, Item};

/// Words that say a cell is empty on purpose, in lower case and without a full stop.
const NOTHING: &str = "nothing at this level";

/// Words of spreadsheets that say nothing is expected, in lower case.
const NONE: [&str; 7] = ["n/a", "n.a", "na", "none", "nil", "not applicable", "nothing"];

/// Words that say something will stand there, in lower case.
const LATER: [&str; 5] = ["tbd", "todo", "to do", "tba", "to be defined"];

/// What stands below the heading of a cell.
pub struct CellText {
    pub blocks: Vec<CellBlock>,
    /// Whether it says in words that nothing is expected.
    pub nothing: bool,
}

/// What the Markdown `below` the heading of a cell says.
pub fn read(
    below: &[Block],
    document: &Blocks,
    vocabulary: &Vocabulary,
    diagnostics: &mut Diagnostics,
) -> CellText {
    let mut reader = Reader {
        document,
        vocabulary,
        diagnostics,
        // In a cell without a list each paragraph is a criterion.
        has_list: below.iter().any(|block| matches!(block.kind, BlockKind::List(..))),
        groups: Vec::new(),
        prose: 0..0,
        lead_in: None,
        text: CellText { blocks: Vec::new(), nothing: false },
    };
    for block in below {
        reader.block(block);
    }
    reader.end_prose();
    let mut text = reader.text;
    // Most cells have one or two.
    text.blocks.shrink_to_fit();
    text
}

struct Reader<'a> {
    document: &'a Blocks,
    vocabulary: &'a Vocabulary,
    diagnostics: &'a mut Diagnostics,
    has_list: bool,
    /// The headings that the current block stands under, each with its depth.
    groups: Vec<(u8, Group)>,
    /// The events of prose that no list has followed so far: blocks that follow one another.
    prose: Range<usize>,
    /// Those of its last paragraph, if that ends in a colon and is the last block.
    lead_in: Option<Range<usize>>,
    text: CellText,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        if let BlockKind::Heading(heading) = &block.kind {
            self.end_prose();
            heading.attributes.check(&["internal"], &heading.place, self.diagnostics);
            self.groups.retain(|(depth, _)| *depth < heading.depth);
            let internal = heading.attributes.has("internal");
            self.groups.push((heading.depth, Group { title: heading.title.clone(), internal }));
            return;
        }
        if self.groups.iter().any(|(_, group)| group.internal) && !self.vocabulary.internal {
            return;
        }
        match &block.kind {
            BlockKind::List(start, items) => {
                let lead_in = self.take_lead_in();
                let numbered = items.iter().zip(0..);
                let criteria: Vec<Criterion> = numbered
                    .filter_map(|(item, at)| self.criterion(item, start.map(|start| start + at)))
                    .collect();
                if !criteria.is_empty() {
                    self.push(BlockContent::Criteria { lead_in, criteria });
                }
            }
            BlockKind::Paragraph(item) if !self.has_list => self.paragraph(item),
            _ => {
                self.lead_in = match &block.kind {
                    BlockKind::Paragraph(item) if ends_in_colon(item, self.document) => {
                        Some(block.range.clone())
                    }
                    _ => None,
                };
                if self.prose.is_empty() {
                    self.prose.start = block.range.start;
                }
                self.prose.end = block.range.end;
            }
        }
    }

    /// A paragraph of a cell without lists. Those that follow one another are one list.
    fn paragraph(&mut self, item: &Item) {
        if is_nothing(item, self.document) {
            self.text.nothing = true;
            return;
        }
        self.end_prose();
        let Some(criterion) = self.criterion(item, None) else { return };
        let groups = self.current_groups();
        match self.text.blocks.last_mut() {
            Some(CellBlock { groups: last, content: BlockContent::Criteria { criteria, .. } })
                if *last == groups =>
            {
                criteria.push(criterion);
            }
            _ => self.push(BlockContent::Criteria { lead_in: None, criteria: vec![criterion] }),
        }
    }

    /// The paragraph right before a list, if it ends in a colon. What stands before it is prose.
    fn take_lead_in(&mut self) -> Option<Prose> {
        let lead_in = self.lead_in.take();
        if let Some(paragraph) = &lead_in {
            self.prose.end = paragraph.start;
        }
        self.end_prose();
        // Without the tags of the paragraph.
        lead_in.map(|paragraph| self.document.prose(paragraph.start + 1..paragraph.end - 1))
    }

    fn end_prose(&mut self) {
        self.lead_in = None;
        let prose = self.document.prose(std::mem::take(&mut self.prose));
        if !prose.is_empty() {
            self.push(BlockContent::Prose(prose));
        }
    }

    fn push(&mut self, content: BlockContent) {
        let groups = self.current_groups();
        self.text.blocks.push(CellBlock { groups, content });
    }

    fn current_groups(&self) -> Vec<Group> {
        self.groups.iter().map(|(_, group)| group.clone()).collect()
    }

    /// A list item or paragraph as a criterion; `None` if it is empty or left out of this build.
    fn criterion(&mut self, item: &Item, number: Option<u64>) -> Option<Criterion> {
        let attributes = &item.attributes;
        let classes = ["new", "drop", "internal", "detail", "examples"];
        attributes.check(&classes, &item.place, self.diagnostics);
        if attributes.has("internal") && !self.vocabulary.internal {
            return None;
        }
        let is_detail =
            attributes.has("detail") || self.vocabulary.detail && !attributes.has("examples");
        let (text, example_lists) = match is_detail {
            true => (self.document.whole_of(item), Vec::new()),
            false => (self.document.text_of(item), self.example_lists(item)),
        };
        let has_words = !text.is_empty() && !is_dash(text.text());
        if !has_words && example_lists.is_empty() && attributes.written().id.is_none() {
            self.diagnostics.push(
                Diagnostic::new(Code::EmptyCriterion, "a criterion without words")
                    .at(item.place.clone())
                    .help("write the criterion, or remove the item")
                    .help("where nothing is expected, mark the heading: `{.none}`"),
            );
            return None;
        }
        self.report_stand_in(item, text.text());
        Some(Criterion {
            id: attributes.written().id.clone().unwrap_or_else(|| first_words(&text)).into(),
            pinned: attributes.written().id.is_some(),
            other_ids: attributes.other_ids(&item.place),
            text,
            example_lists: example_lists.into(),
            // No list that begins with nine digits, which is all that Markdown takes, counts further.
            number: number.and_then(|it| u32::try_from(it).ok()),
            new: attributes.has("new"),
            dropped: attributes.has("drop"),
            internal: attributes.has("internal"),
            place: item.place.clone(),
            attributes: attributes.span.into(),
        })
    }

    /// Reports words that stand where a criterion should, as cells of spreadsheets have them.
    fn report_stand_in(&mut self, item: &Item, text: &str) {
        let words = text.trim().trim_end_matches('.');
        let is_one_of = |all: &[&str]| all.iter().any(|it| it.eq_ignore_ascii_case(words));
        let help = if is_one_of(&NONE) {
            "where nothing is expected, mark the heading and leave the cell empty: `{.none}`"
        } else if is_one_of(&LATER) {
            "leave the cell empty until it is written; it is shown as not written yet"
        } else {
            return;
        };
        self.diagnostics.push(
            Diagnostic::new(Code::EmptyCriterion, format!("`{words}` is shown as a criterion"))
                .at(item.place.clone())
                .help(help),
        );
    }

    /// The lists of examples of an item, without what has no words.
    fn example_lists(&self, item: &Item) -> Vec<ExampleList> {
        let mut lists: Vec<ExampleList> = self.document.lists_of(item).collect();
        lists.iter_mut().for_each(|list| list.items.retain(|item| !item.is_empty()));
        lists.retain(|list| !list.items.is_empty());
        lists
    }
}

fn ends_in_colon(paragraph: &Item, document: &Blocks) -> bool {
    let words = document.head_of(paragraph).rev().find_map(|(event, _)| match event {
        Event::Text(words) | Event::Code(words) => Some(words),
        _ => None,
    });
    // The second is the colon of Chinese and Japanese.
    words.is_some_and(|words| words.trim_end().ends_with([':', '：']))
}

/// Whether a text is nothing but a dash or dots.
fn is_dash(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|it| matches!(it, '-' | '–' | '—' | '−' | '…' | '.' | '?'))
}

fn is_nothing(item: &Item, document: &Blocks) -> bool {
    document.text_of(item).text().trim_end_matches('.').to_lowercase() == NOTHING
}
