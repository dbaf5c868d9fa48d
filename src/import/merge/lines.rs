//! Lines that go out of a file and lines that come into it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::item::{Content, Item, Mark, is_blank, line_end};
use crate::diagnostic::{Place, Span};
use crate::edit::Edit;
use crate::text::line_break;
use crate::tree::RelPath;

/// How deep headings can be.
pub const DEEPEST: u8 = 6;

/// Where a section is to be in a file, or more in one that is there.
#[derive(Debug)]
pub struct SectionPlace {
    /// It is put behind the last line with something on it before this byte.
    pub boundary: usize,
    /// Headings that are not there yet, each with its depth.
    pub headings: Vec<(u8, String)>,
    /// The depth of the heading that it is below.
    pub depth: u8,
    /// How many of the groups are there already.
    pub groups_there: usize,
    /// Of several at one place the lowest comes first; more than 0.
    pub rank: usize,
}

/// What comes below a heading, or where there is one.
#[derive(Default)]
struct Section {
    contents: Vec<Content>,
    /// Headings that come below that, each with its depth.
    below: Vec<(u8, String, Section)>,
    /// Where each of these is.
    numbers: HashMap<(u8, String), usize>,
}

impl Section {
    /// The section below a heading, which comes behind the others unless it is there.
    fn below(&mut self, depth: u8, title: &str) -> &mut Self {
        let next = self.below.len();
        let number = *self.numbers.entry((depth, title.to_owned())).or_insert(next);
        if number == next {
            self.below.push((depth, title.to_owned(), Self::default()));
        }
        &mut self.below[number].2
    }

    /// Writes its lines behind a text that ends with a blank line.
    fn write(&self, text: &mut String, line_break: &str) {
        for content in &self.contents {
            text.push_str(&content.behind(0, "- ", line_break));
        }
        let mut is_behind_items = !self.contents.is_empty();
        for (depth, title, section) in &self.below {
            if is_behind_items {
                text.push_str(line_break);
            }
            let marks = "#".repeat(usize::from(*depth));
            *text += &format!("{marks} {title}{line_break}{line_break}");
            section.write(text, line_break);
            is_behind_items = true;
        }
    }
}

/// What comes into a file.
struct Put {
    at: usize,
    rank: usize,
    text: String,
}

/// The edits of one file.
pub struct FileEdits<'s> {
    pub source: &'s str,
    /// None of them begins before a heading and goes on behind it, unless it takes out all that is below the heading.
    cuts: BTreeSet<Span>,
    puts: Vec<Put>,
    /// What comes below headings, by where it is put and its rank.
    sections: BTreeMap<(usize, usize), Section>,
    numbers: Vec<(Span, String)>,
}

impl<'s> FileEdits<'s> {
    pub fn of(source: &'s str) -> Self {
        Self {
            source,
            cuts: BTreeSet::new(),
            puts: Vec::new(),
            sections: BTreeMap::new(),
            numbers: Vec::new(),
        }
    }

    pub fn cut(&mut self, spans: Vec<Span>) {
        self.cuts.extend(spans);
    }

    /// Takes out all of a list with what leads to it and the blank lines below it.
    pub fn cut_list(&mut self, spans: Vec<Span>, lead_in: Option<usize>) {
        for span in spans {
            let start = lead_in.filter(|it| *it < span.start);
            let start = start
                .map_or(span.start, |it| self.source[..it].rfind('\n').map_or(0, |line| line + 1));
            let rest = &self.source[span.end..];
            let blank = rest.len() - rest.trim_start().len();
            let next = match blank == rest.len() {
                true => self.source.len(),
                false => self.source[..span.end + blank].rfind('\n').map_or(0, |line| line + 1),
            };
            self.cuts.insert(Span::new(start, next.max(span.end)));
        }
    }

    /// Lets a list whose first items go begin with the number that it began with. The others follow from it.
    pub fn begin_list(&mut self, items: &[Item], leaves: impl Fn(usize) -> bool) {
        let Some(first) = (0..items.len()).find(|at| !leaves(*at)).filter(|at| *at > 0) else {
            return;
        };
        let (Mark::Number(begin, _), Mark::Number(number, _)) = (items[0].mark, items[first].mark)
        else {
            return;
        };
        let (begin, number) = (begin.to_string(), number.to_string());
        let start = items[first].start + items[first].indent;
        // Another length would indent the lines below otherwise.
        if begin.len() == number.len() {
            self.numbers.push((Span::new(start, start + number.len()), begin));
        }
    }

    /// Whether something is taken out of what is below a heading, from one byte to another one, and nothing stays there
    /// but white space.
    pub fn is_emptied(&self, start: usize, end: usize) -> bool {
        let mut at = start;
        let mut is_cut = false;
        for cut in self.cuts.range(Span::new(start, 0)..Span::new(end, 0)) {
            if cut.start > at && !is_blank(self.source, at, cut.start) {
                return false;
            }
            at = at.max(cut.end);
            is_cut = true;
        }
        is_cut && (at >= end || is_blank(self.source, at, end))
    }

    /// Whether an item can be put into a list; why it cannot.
    pub fn fits(items: &[Item], content: &Content) -> Result<(), String> {
        match items.last() {
            Some(last) if last.mark == Mark::Paragraph && !content.is_paragraph() => {
                Err("its place has paragraphs and no list, which have no examples; \
                     make it a list in the file"
                    .to_owned())
            }
            _ => Ok(()),
        }
    }

    /// Puts items that [fit](Self::fits) behind the last one of a list. `stays` says which of its items do.
    pub fn put_into_list<'c>(
        &mut self,
        items: &[Item],
        stays: impl Fn(usize) -> bool,
        contents: impl IntoIterator<Item = &'c Content>,
    ) {
        let Some(last) = items.last() else { return };
        let line_break = line_break(self.source);
        let is_loose =
            last.mark == Mark::Paragraph || items.windows(2).any(|it| it[0].end < it[1].start);
        let staying: Vec<&Item> =
            (0..items.len()).filter(|it| stays(*it)).map(|it| &items[it]).collect();
        let mut is_first = staying.is_empty();
        let mut text = String::new();
        for (count, content) in (0..).zip(contents) {
            if is_loose && !is_first {
                text.push_str(line_break);
            }
            is_first = false;
            let mark = match staying.last() {
                Some(it) => mark_of(it, self.source, count + 1),
                None => mark_of(&items[0], self.source, count),
            };
            text.push_str(&content.behind(last.indent, &mark, line_break));
        }
        self.puts.push(Put { at: last.end, rank: 0, text });
    }

    /// Puts items below headings, of which those of `groups` are not there yet. What several of them are below is put in
    /// once.
    pub fn put_section<'c>(
        &mut self,
        place: &SectionPlace,
        groups: &[String],
        contents: impl IntoIterator<Item = &'c Content>,
    ) -> Result<(), String> {
        let own = place.headings.iter().map(|(depth, title)| (*depth, title));
        let headings = own.chain((place.depth + 1..).zip(groups));
        if headings.clone().any(|(depth, _)| depth > DEEPEST) {
            return Err("its headings would be too deep; do that in the file".to_owned());
        }
        let section = self.sections.entry((place.boundary, place.rank)).or_default();
        let section = headings.fold(section, |it, (depth, title)| it.below(depth, title));
        section.contents.extend(contents.into_iter().cloned());
        Ok(())
    }

    fn put_sections(&mut self) {
        let line_break = line_break(self.source);
        for ((boundary, rank), section) in std::mem::take(&mut self.sections) {
            let mut text = line_break.to_owned();
            section.write(&mut text, line_break);
            let at = line_end(self.source, self.source[..boundary].trim_end().len()).min(boundary);
            if boundary < self.source.len() && !self.source[at..boundary].contains('\n') {
                text.push_str(line_break);
            }
            self.puts.push(Put { at, rank, text });
        }
    }

    /// All of them, none of which overlap.
    pub fn edits(mut self, path: &RelPath) -> Vec<Edit> {
        self.put_sections();
        let cuts = self.joined_cuts();
        let line_break = line_break(self.source);
        let length = self.source.len();
        for put in &mut self.puts {
            let is_inside = |cut: &&Span| put.at < cut.end || cut.end == length && put.rank > 0;
            let before = cuts.partition_point(|cut| cut.start < put.at);
            let Some(cut) = cuts[..before].last().filter(is_inside) else { continue };
            put.at = cut.start;
            if cut.end < length {
                let text = put.text.strip_prefix(line_break).unwrap_or(&put.text);
                put.text = format!("{text}{line_break}");
            }
        }
        self.puts.sort_by_key(|it| (it.at, it.rank));
        let mut edits: Vec<Edit> = Vec::new();
        let edit = |start: usize, end: usize, text: String| Edit {
            place: Place::new(path, Span::new(start, end)),
            text,
        };
        for Put { at, text, .. } in self.puts {
            match edits.last_mut().filter(|it| it.place.span.start == at) {
                Some(last) => last.text.push_str(&text),
                None => edits.push(edit(at, at, text)),
            }
        }
        let is_open_end = |it: &&mut Edit| it.place.span.start == length;
        if !self.source.is_empty()
            && !self.source.ends_with('\n')
            && let Some(last) = edits.last_mut().filter(is_open_end)
        {
            last.text = format!("{line_break}{}", last.text.trim_end());
        }
        edits.extend(cuts.into_iter().map(|cut| edit(cut.start, cut.end, String::new())));
        let numbers = self.numbers.into_iter();
        edits.extend(numbers.map(|(span, number)| edit(span.start, span.end, number)));
        edits
    }

    /// What is taken out, without overlaps. What goes up to the end of the file takes the blank lines before it along.
    fn joined_cuts(&mut self) -> Vec<Span> {
        let mut joined: Vec<Span> = Vec::new();
        for cut in &self.cuts {
            match joined.last_mut().filter(|last| cut.start <= last.end) {
                Some(last) => last.end = last.end.max(cut.end),
                None => joined.push(*cut),
            }
        }
        let length = self.source.len();
        let is_followed = self.puts.iter().any(|it| it.at == length && it.rank == 0);
        if let Some(last) = joined.last_mut().filter(|it| it.end == length && !is_followed) {
            let written = self.source[..last.start].trim_end().len();
            last.start = line_end(self.source, written).min(last.start);
        }
        joined
    }
}

/// What stands in front of the `count`th item behind another one.
fn mark_of(item: &Item, source: &str, count: u64) -> String {
    let written = &source[item.start + item.indent..item.content];
    let blanks = " ".repeat(written.len() - written.trim_end_matches(' ').len());
    match item.mark {
        Mark::Bullet(sign) => format!("{sign}{blanks}"),
        Mark::Number(number, sign) => format!("{}{sign}{blanks}", number + count),
        Mark::Paragraph => String::new(),
    }
}
