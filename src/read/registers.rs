//! The registers: tracks, competencies, scales, glossary.

use super::attributes::Attributes;
use super::markdown;
use super::options::ReadOptions;
use super::slips;
use super::source::Source;
use super::{misplaced, visibility};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::handbook::{Prose, Status, slug};
use crate::keys::{self, Fields};
use crate::node::{self, Node, NodeReader, Value};

/// What tracks.yaml says.
#[derive(Debug, Default)]
pub struct ParsedTracks {
    /// The tracks in the file's order.
    pub tracks: Vec<ParsedTrack>,
    /// Whether part of the file could not be read, so that what seems missing may be there.
    pub broken: bool,
}

/// One track of the register.
#[derive(Debug)]
pub struct ParsedTrack {
    pub id: Spanned<String>,
    /// Its title; the id if there is none.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Ids that it had before.
    pub was: Vec<Spanned<String>>,
    /// Its group; may be empty.
    pub group: String,
    /// Whether it is in use.
    pub status: Status,
    /// Whether it is left out of a public build, with its levels.
    pub internal: bool,
    /// The track that took its place.
    pub replaced_by: Option<Spanned<String>>,
    /// The track it extends.
    pub extends: Option<Spanned<String>>,
    /// The competencies it inherits; `None` for all.
    pub inherit: Option<Vec<Spanned<String>>>,
    /// Whether what is inherited comes first.
    pub before: bool,
    /// Whether examples come along.
    pub examples: bool,
    /// Whether it has no pages of its own.
    pub is_abstract: bool,
    /// Whether criteria of earlier levels stay expected.
    pub cumulative: Option<bool>,
}

/// What competencies.yaml says.
#[derive(Debug, Default)]
pub struct ParsedCompetencies {
    /// The categories in the file's order.
    pub categories: Vec<ParsedCategory>,
    /// The competencies in the file's order.
    pub competencies: Vec<ParsedCompetency>,
    /// Whether part of the file could not be read, so that what seems missing may be there.
    pub broken: bool,
}

/// One category of the register.
#[derive(Debug)]
pub struct ParsedCategory {
    pub id: Spanned<String>,
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Whether it is left out of a public build, with its competencies.
    pub internal: bool,
}

/// One competency of the register.
#[derive(Debug)]
pub struct ParsedCompetency {
    pub id: Spanned<String>,
    pub title: String,
    pub category: Option<Spanned<String>>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Other words for it.
    pub aliases: Vec<Spanned<String>>,
    /// Ids that it had before.
    pub was: Vec<Spanned<String>>,
    /// The tracks it applies to; `None` for all.
    pub tracks: Option<Vec<Spanned<String>>>,
    /// From which grade or level on it applies.
    pub from: Option<Spanned<String>>,
    pub scale: Option<Spanned<String>>,
    /// Whether criteria of earlier levels stay expected.
    pub cumulative: Option<bool>,
    pub steps: Vec<ParsedStep>,
}

/// One step of a competency.
#[derive(Debug)]
pub struct ParsedStep {
    /// Its name.
    pub title: String,
    /// What it means.
    pub text: Prose,
    /// Its criteria: text, attributes, place.
    pub criteria: Vec<(Prose, Attributes, Place)>,
    pub examples: Vec<Prose>,
}

/// What scales.yaml says.
#[derive(Debug, Default)]
pub struct ParsedScales {
    /// Scales with their steps, lowest first.
    pub scales: Vec<(Spanned<String>, Vec<ParsedStep>)>,
    /// Whether the file could not be read, so that scales that seem missing may be there.
    pub broken: bool,
    /// Whether steps that seem missing may be there.
    pub has_broken_steps: bool,
}

/// What glossary.yaml says.
#[derive(Debug, Default)]
pub struct ParsedGlossary {
    /// The terms in the file's order.
    pub terms: Vec<ParsedTerm>,
    /// Whether part of the file could not be read, so that what seems missing may be there.
    pub broken: bool,
}

/// One term of the glossary.
#[derive(Debug)]
pub struct ParsedTerm {
    pub term: Spanned<String>,
    /// Other words for it.
    pub aliases: Vec<Spanned<String>>,
    /// What it was called before.
    pub was: Vec<Spanned<String>>,
    /// What it means.
    pub text: Prose,
    /// Where to read more.
    pub link: Option<Spanned<String>>,
    /// Whether it is left out of a public build.
    pub internal: bool,
}

/// The document of a register; `None` if it cannot be read, which is reported.
fn document(source: &Source, diagnostics: &mut Diagnostics) -> Option<Node> {
    if source.broken {
        return None;
    }
    let node = node::parse_yaml(source.path, source.text, source.offset, diagnostics)?;
    let reader = &mut NodeReader { path: source.path, diagnostics };
    misplaced::check_values(reader, &node, &["text", "criteria", "examples"]);
    Some(node)
}

/// Reads what a register says, and returns whether something in it may be there without having been
/// understood: values of the wrong type and lists without a name.
fn has_faults(
    source: &Source,
    diagnostics: &mut Diagnostics,
    read: impl FnOnce(&mut NodeReader),
) -> bool {
    let mut found = Diagnostics::default();
    read(&mut NodeReader { path: source.path, diagnostics: &mut found });
    let hides = |it: &Diagnostic| matches!(it.code, Code::WrongType | Code::MissingKey);
    let has_faults = found.iter().any(hides);
    diagnostics.extend(found);
    has_faults
}

/// Reports what the root of a register has that it should not. A list with another name than the format gives
/// it has been passed over.
fn finish(root: Fields, reader: &mut NodeReader) -> bool {
    let mut found = Diagnostics::default();
    root.finish(&mut NodeReader { path: reader.path, diagnostics: &mut found });
    let has_more = !found.is_empty();
    reader.diagnostics.extend(found);
    has_more
}

/// Markdown in a value, with the attributes at its end, and its slips.
fn prose(
    text: &Spanned<String>,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> (Prose, Attributes) {
    let (prose, attributes) = markdown::parse_value(text, options, diagnostics);
    diagnostics.extend(slips::in_value(&prose, &text.place));
    (prose, attributes)
}

/// `id` and `title`. Each can stand for the other, so that one missing key costs one diagnostic.
fn id_and_title(reader: &mut NodeReader, fields: &mut Fields) -> Option<(Spanned<String>, String)> {
    let title = fields.text(reader, "title");
    let id = match (fields.text(reader, "id"), &title) {
        (Some(id), _) => id,
        (None, Some(title)) => Spanned { value: slug(&title.value), place: title.place.clone() },
        (None, None) => return None,
    };
    let title = title.map_or_else(|| id.value.clone(), |title| title.value);
    Some((id, title))
}

/// Reads tracks.yaml.
pub fn tracks(source: &Source, diagnostics: &mut Diagnostics) -> ParsedTracks {
    let Some(node) = document(source, diagnostics) else {
        return ParsedTracks { broken: true, ..ParsedTracks::default() };
    };
    let mut parsed = ParsedTracks::default();
    let mut has_more = false;
    let has_faults = has_faults(source, diagnostics, |reader| {
        let Some(mut root) = Fields::of(reader, &keys::TRACKS, &node) else { return };
        for mut fields in root.mappings(reader, "tracks") {
            parsed.tracks.extend(track(reader, &mut fields));
            fields.finish(reader);
        }
        has_more = finish(root, reader);
    });
    parsed.broken = has_faults || has_more;
    parsed
}

fn track(reader: &mut NodeReader, fields: &mut Fields) -> Option<ParsedTrack> {
    let name = id_and_title(reader, fields);
    let status = fields.choice(reader, "status", &Status::ALL);
    let internal = fields.choice(reader, "visibility", &keys::VISIBILITIES);
    let summary = fields.plain(reader, "summary");
    let was = fields.texts(reader, "was");
    let group = fields.plain(reader, "group");
    let replaced_by = fields.text(reader, "replaced-by");
    let extends = fields.text(reader, "extends");
    let is_abstract = fields.boolean_or_default(reader, "abstract");
    let cumulative = fields.boolean(reader, "cumulative");
    let mut inheritance = fields.mapping(reader, "inherit");
    let inherit = inherited(reader, &mut inheritance);
    let before = inheritance.choice(reader, "place", &keys::PLACES);
    let examples = inheritance.boolean_or_default(reader, "examples");
    inheritance.finish(reader);
    let (id, title) = name?;
    Some(ParsedTrack {
        id,
        title,
        summary,
        was,
        group,
        status,
        internal,
        replaced_by,
        extends,
        inherit,
        before,
        examples,
        is_abstract,
        cumulative,
    })
}

/// The competencies that a track inherits; `None` for all.
fn inherited(reader: &mut NodeReader, fields: &mut Fields) -> Option<Vec<Spanned<String>>> {
    let competencies = fields.texts(reader, "competencies");
    let is_all = match fields.node("competencies").map(|node| &node.value) {
        None => true,
        Some(Value::Text(text)) => text == fields.default("competencies"),
        Some(_) => false,
    };
    (!is_all).then_some(competencies)
}

/// Reads competencies.yaml.
pub fn competencies(
    source: &Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> ParsedCompetencies {
    let Some(node) = document(source, diagnostics) else {
        return ParsedCompetencies { broken: true, ..ParsedCompetencies::default() };
    };
    let mut parsed = ParsedCompetencies::default();
    let mut has_more = false;
    let has_faults = has_faults(source, diagnostics, |reader| {
        let Some(mut root) = Fields::of(reader, &keys::COMPETENCIES, &node) else { return };
        for mut fields in root.mappings(reader, "categories") {
            let name = id_and_title(reader, &mut fields);
            let summary = fields.plain(reader, "summary");
            let internal = fields.choice(reader, "visibility", &keys::VISIBILITIES);
            fields.finish(reader);
            let category = name.map(|(id, title)| ParsedCategory { id, title, summary, internal });
            parsed.categories.extend(category);
        }
        for mut fields in root.mappings(reader, "competencies") {
            parsed.competencies.extend(competency(reader, &mut fields, options));
            fields.finish(reader);
        }
        has_more = finish(root, reader);
    });
    parsed.broken = has_faults || has_more;
    parsed
}

fn competency(
    reader: &mut NodeReader,
    fields: &mut Fields,
    options: &ReadOptions,
) -> Option<ParsedCompetency> {
    let name = id_and_title(reader, fields);
    let category = fields.text(reader, "category");
    let summary = fields.plain(reader, "summary");
    let internal = fields.choice(reader, "visibility", &keys::VISIBILITIES);
    let aliases = fields.texts(reader, "aliases");
    let was = fields.texts(reader, "was");
    let tracks = fields.texts(reader, "tracks");
    let tracks = fields.has("tracks").then_some(tracks);
    let from = fields.text(reader, "from");
    let scale = fields.text(reader, "scale");
    let cumulative = fields.boolean(reader, "cumulative");
    let mut steps = Vec::new();
    for fields in fields.mappings(reader, "steps") {
        steps.extend(step(reader, fields, options));
    }
    let (id, title) = name?;
    Some(ParsedCompetency {
        id,
        title,
        category,
        summary,
        internal,
        aliases,
        was,
        tracks,
        from,
        scale,
        cumulative,
        steps,
    })
}

/// Markdown in a value that has a mark if it is internal, and its slips.
fn marked_prose(
    text: &Spanned<String>,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Prose {
    let (words, attributes) = prose(text, options, diagnostics);
    if attributes.has(visibility::INTERNAL) { words.marked_internal() } else { words }
}

fn step(reader: &mut NodeReader, mut fields: Fields, options: &ReadOptions) -> Option<ParsedStep> {
    let title = fields.text(reader, "title");
    let text = fields.text(reader, "text");
    let text = text.map(|text| marked_prose(&text, options, reader.diagnostics));
    let mut criteria = Vec::new();
    for item in fields.items(reader, "criteria") {
        let Some(text) = reader.text("a criterion", item) else { continue };
        let (words, attributes) = prose(&text, options, reader.diagnostics);
        attributes.check(&["new", "internal"], &text.place, reader.diagnostics);
        // Without words it is hidden.
        if !words.is_empty() {
            criteria.push((words, attributes, text.place));
        }
    }
    let mut examples = Vec::new();
    for item in fields.items(reader, "examples") {
        let Some(text) = reader.text("an example", item) else { continue };
        let words = marked_prose(&text, options, reader.diagnostics);
        examples.extend(Some(words).filter(|words| !words.is_empty()));
    }
    fields.finish(reader);
    Some(ParsedStep { title: title?.value, text: text.unwrap_or_default(), criteria, examples })
}

/// Reads scales.yaml.
pub fn scales(
    source: &Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> ParsedScales {
    let Some(node) = document(source, diagnostics) else {
        return ParsedScales { broken: true, ..ParsedScales::default() };
    };
    let mut parsed = ParsedScales { broken: true, ..ParsedScales::default() };
    parsed.has_broken_steps = has_faults(source, diagnostics, |reader| {
        let Some(mut root) = Fields::of(reader, &keys::SCALES, &node) else { return };
        let is_mapping = root.node("scales").is_none_or(|it| matches!(it.value, Value::Map(_)));
        for (entry, steps) in root.lists(reader, "scales", "the scale") {
            let id = Spanned { value: entry.key.clone(), place: reader.place(entry.key_span) };
            let steps = steps.into_iter().filter_map(|fields| scale_step(reader, fields, options));
            parsed.scales.push((id, steps.collect()));
        }
        parsed.broken = finish(root, reader) || !is_mapping;
    });
    parsed
}

fn scale_step(
    reader: &mut NodeReader,
    mut fields: Fields,
    options: &ReadOptions,
) -> Option<ParsedStep> {
    let title = fields.text(reader, "title");
    let text = fields.text(reader, "text");
    let text = text.map(|text| marked_prose(&text, options, reader.diagnostics));
    fields.finish(reader);
    let (criteria, examples) = (Vec::new(), Vec::new());
    Some(ParsedStep { title: title?.value, text: text.unwrap_or_default(), criteria, examples })
}

/// Reads glossary.yaml.
pub fn glossary(
    source: &Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> ParsedGlossary {
    let Some(node) = document(source, diagnostics) else {
        return ParsedGlossary { broken: true, ..ParsedGlossary::default() };
    };
    let mut parsed = ParsedGlossary::default();
    let mut has_more = false;
    let has_faults = has_faults(source, diagnostics, |reader| {
        let Some(mut root) = Fields::of(reader, &keys::GLOSSARY, &node) else { return };
        for mut fields in root.mappings(reader, "terms") {
            parsed.terms.extend(term(reader, &mut fields, options));
            fields.finish(reader);
        }
        has_more = finish(root, reader);
    });
    parsed.broken = has_faults || has_more;
    parsed
}

fn term(reader: &mut NodeReader, fields: &mut Fields, options: &ReadOptions) -> Option<ParsedTerm> {
    let term = fields.text(reader, "term");
    let aliases = fields.texts(reader, "aliases");
    let was = fields.texts(reader, "was");
    let written = fields.text(reader, "text");
    let text = written.as_ref().map(|text| prose(text, options, reader.diagnostics));
    let link = fields.text(reader, "link");
    let internal = fields.choice(reader, "visibility", &keys::VISIBILITIES);
    let (text, attributes) = text.unwrap_or_default();
    // A term goes with what it means.
    let is_empty = written.is_none_or(|it| it.value.trim().is_empty());
    let is_hidden = attributes.has(visibility::INTERNAL) || text.is_empty() && !is_empty;
    let internal = internal || is_hidden;
    Some(ParsedTerm { term: term?, aliases, was, text, link, internal })
}
