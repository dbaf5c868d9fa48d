//! The registers: tracks, competencies, scales, glossary.

use super::markdown::{self, Attributes};
use super::options::ReadOptions;
use super::source::Source;
use crate::diagnostic::{Diagnostics, Place, Spanned};
use crate::handbook::{Prose, Status, slug};
use crate::node::{self, Fields, Node, Reader, Value};

/// What tracks.yaml says.
#[derive(Debug, Default)]
pub struct ParsedTracks {
    /// The tracks in the file's order.
    pub tracks: Vec<ParsedTrack>,
    /// Whether the file could not be read.
    pub broken: bool,
}

/// One track of the register.
#[derive(Debug)]
pub struct ParsedTrack {
    /// Its id.
    pub id: Spanned<String>,
    /// Its title; the id if there is none.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Its group; may be empty.
    pub group: String,
    /// Whether it is in use.
    pub status: Status,
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
    /// Whether the file could not be read.
    pub broken: bool,
}

/// One category of the register.
#[derive(Debug)]
pub struct ParsedCategory {
    /// Its id.
    pub id: Spanned<String>,
    /// Its title.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
}

/// One competency of the register.
#[derive(Debug)]
pub struct ParsedCompetency {
    /// Its id.
    pub id: Spanned<String>,
    /// Its title.
    pub title: String,
    /// Its category.
    pub category: Option<Spanned<String>>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// The tracks it applies to; `None` for all.
    pub tracks: Option<Vec<Spanned<String>>>,
    /// From which grade or level on it applies.
    pub from: Option<Spanned<String>>,
    /// Its scale.
    pub scale: Option<Spanned<String>>,
    /// Whether criteria of earlier levels stay expected.
    pub cumulative: Option<bool>,
    /// Its own steps.
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
    /// Its examples.
    pub examples: Vec<Prose>,
}

/// What scales.yaml says.
#[derive(Debug, Default)]
pub struct ParsedScales {
    /// Scales with the names of their steps, lowest first.
    pub scales: Vec<(Spanned<String>, Vec<String>)>,
    /// Whether the file could not be read.
    pub broken: bool,
}

/// What glossary.yaml says.
#[derive(Debug, Default)]
pub struct ParsedGlossary {
    /// The terms in the file's order.
    pub terms: Vec<ParsedTerm>,
    /// Whether the file could not be read.
    pub broken: bool,
}

/// One term of the glossary.
#[derive(Debug)]
pub struct ParsedTerm {
    /// The term.
    pub term: Spanned<String>,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// What it means.
    pub text: Prose,
    /// Where to read more.
    pub link: Option<Spanned<String>>,
}

/// The document of a register; `None` if it cannot be read, which is reported.
fn document(source: &Source, diagnostics: &mut Diagnostics) -> Option<Node> {
    if source.broken {
        return None;
    }
    match node::parse_yaml(source.path, source.text, source.offset) {
        Ok(node) => Some(node),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    }
}

/// The items under a register's plural key.
fn items<'n>(reader: &mut Reader, fields: &mut Fields<'n>, key: &'static str) -> &'n [Node] {
    match fields.get(key) {
        Some(node) => reader.list(&format!("`{key}`"), node),
        None => &[],
    }
}

fn text(reader: &mut Reader, fields: &mut Fields, key: &'static str) -> Option<Spanned<String>> {
    let node = fields.get(key)?;
    reader.text(&format!("`{key}`"), node)
}

fn plain(reader: &mut Reader, fields: &mut Fields, key: &'static str) -> String {
    text(reader, fields, key).map(|text| text.value).unwrap_or_default()
}

fn boolean(reader: &mut Reader, fields: &mut Fields, key: &'static str) -> Option<bool> {
    let node = fields.get(key)?;
    reader.boolean(&format!("`{key}`"), node)
}

/// `id` and `title`. Each can stand for the other, so that one missing key costs one diagnostic.
fn id_and_title(reader: &mut Reader, fields: &mut Fields) -> Option<(Spanned<String>, String)> {
    let title = text(reader, fields, "title");
    let id = fields.required(reader, "id").and_then(|node| reader.text("`id`", node));
    let id = match (id, &title) {
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
    let mut reader = Reader { path: source.path, diagnostics };
    let mut parsed = ParsedTracks::default();
    let Some(mut root) = reader.fields("tracks.yaml", &node) else { return parsed };
    for item in items(&mut reader, &mut root, "tracks") {
        let Some(mut fields) = reader.fields("a track", item) else { continue };
        let track = track(&mut reader, &mut fields);
        fields.finish(&mut reader);
        parsed.tracks.extend(track);
    }
    root.finish(&mut reader);
    parsed
}

fn track(reader: &mut Reader, fields: &mut Fields) -> Option<ParsedTrack> {
    let name = id_and_title(reader, fields);
    let statuses =
        [("active", Status::Active), ("draft", Status::Draft), ("retired", Status::Retired)];
    let status = fields.get("status").and_then(|node| reader.choice("`status`", node, &statuses));
    let mut track = ParsedTrack {
        id: Spanned {
            value: String::new(),
            place: reader.place(crate::diagnostic::Span::default()),
        },
        title: String::new(),
        summary: plain(reader, fields, "summary"),
        group: plain(reader, fields, "group"),
        status: status.unwrap_or_default(),
        replaced_by: text(reader, fields, "replaced-by"),
        extends: text(reader, fields, "extends"),
        inherit: None,
        before: true,
        examples: true,
        is_abstract: boolean(reader, fields, "abstract").unwrap_or(false),
        cumulative: boolean(reader, fields, "cumulative"),
    };
    if let Some(node) = fields.get("inherit") {
        inherit(reader, node, &mut track);
    }
    (track.id, track.title) = name?;
    Some(track)
}

fn inherit(reader: &mut Reader, node: &Node, track: &mut ParsedTrack) {
    let Some(mut fields) = reader.fields("`inherit`", node) else { return };
    track.inherit = match fields.get("competencies") {
        None => None,
        Some(Node { value: Value::Text(text), .. }) if text == "all" => None,
        Some(node) => Some(reader.texts("`competencies`", node)),
    };
    let places = [("before", true), ("after", false)];
    let place = fields.get("place").and_then(|node| reader.choice("`place`", node, &places));
    track.before = place.unwrap_or(true);
    track.examples = boolean(reader, &mut fields, "examples").unwrap_or(true);
    fields.finish(reader);
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
    let mut reader = Reader { path: source.path, diagnostics };
    let mut parsed = ParsedCompetencies::default();
    let Some(mut root) = reader.fields("competencies.yaml", &node) else { return parsed };
    for item in items(&mut reader, &mut root, "categories") {
        let Some(mut fields) = reader.fields("a category", item) else { continue };
        let name = id_and_title(&mut reader, &mut fields);
        let summary = plain(&mut reader, &mut fields, "summary");
        fields.finish(&mut reader);
        parsed.categories.extend(name.map(|(id, title)| ParsedCategory { id, title, summary }));
    }
    for item in items(&mut reader, &mut root, "competencies") {
        let Some(mut fields) = reader.fields("a competency", item) else { continue };
        let competency = competency(&mut reader, &mut fields, options);
        fields.finish(&mut reader);
        parsed.competencies.extend(competency);
    }
    root.finish(&mut reader);
    parsed
}

fn competency(
    reader: &mut Reader,
    fields: &mut Fields,
    options: &ReadOptions,
) -> Option<ParsedCompetency> {
    let name = id_and_title(reader, fields);
    let category = text(reader, fields, "category");
    let summary = plain(reader, fields, "summary");
    let aliases = fields.get("aliases").map(|node| reader.texts("`aliases`", node));
    let tracks = fields.get("tracks").map(|node| reader.texts("`tracks`", node));
    let from = text(reader, fields, "from");
    let scale = text(reader, fields, "scale");
    let cumulative = boolean(reader, fields, "cumulative");
    let mut steps = Vec::new();
    for item in items(reader, fields, "steps") {
        steps.extend(step(reader, item, options));
    }
    let (id, title) = name?;
    Some(ParsedCompetency {
        id,
        title,
        category,
        summary,
        aliases: aliases.unwrap_or_default().into_iter().map(|alias| alias.value).collect(),
        tracks,
        from,
        scale,
        cumulative,
        steps,
    })
}

fn step(reader: &mut Reader, node: &Node, options: &ReadOptions) -> Option<ParsedStep> {
    let mut step = ParsedStep {
        title: String::new(),
        text: Prose::default(),
        criteria: Vec::new(),
        examples: Vec::new(),
    };
    if !matches!(node.value, Value::Map(_)) {
        step.title = reader.text("a step", node)?.value;
        return Some(step);
    }
    let prose =
        |text: &Spanned<String>| markdown::parse_value(&text.value, &text.place, &options.markdown);
    let mut fields = reader.fields("a step", node)?;
    let title = fields.required(reader, "title").and_then(|node| reader.text("`title`", node));
    step.text = text(reader, &mut fields, "text").map(|text| prose(&text).0).unwrap_or_default();
    for item in items(reader, &mut fields, "criteria") {
        let Some(text) = reader.text("a criterion", item) else { continue };
        let (words, attributes) = prose(&text);
        attributes.check(&["new"], &text.place, reader.diagnostics);
        step.criteria.push((words, attributes, text.place));
    }
    for item in items(reader, &mut fields, "examples") {
        step.examples.extend(reader.text("an example", item).map(|text| prose(&text).0));
    }
    fields.finish(reader);
    step.title = title?.value;
    Some(step)
}

/// Reads scales.yaml.
pub fn scales(source: &Source, diagnostics: &mut Diagnostics) -> ParsedScales {
    let Some(node) = document(source, diagnostics) else {
        return ParsedScales { broken: true, ..ParsedScales::default() };
    };
    let mut reader = Reader { path: source.path, diagnostics };
    let mut parsed = ParsedScales::default();
    let Some(mut root) = reader.fields("scales.yaml", &node) else { return parsed };
    if let Some(scales) = root.get("scales") {
        for entry in reader.entries("`scales`", scales) {
            let id = Spanned { value: entry.key.clone(), place: reader.place(entry.key_span) };
            let what = format!("the scale `{}`", entry.key);
            let items = reader.list(&what, &entry.node);
            let steps = items.iter().filter_map(|item| reader.text("a step", item));
            let steps = steps.map(|step| step.value).collect();
            parsed.scales.push((id, steps));
        }
    }
    root.finish(&mut reader);
    parsed
}

/// Reads glossary.yaml.
pub fn glossary(
    source: &Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> ParsedGlossary {
    let mut parsed = ParsedGlossary::default();
    let Some(node) = document(source, diagnostics) else {
        return ParsedGlossary { broken: true, ..parsed };
    };
    let mut reader = Reader { path: source.path, diagnostics };
    let Some(mut root) = reader.fields("glossary.yaml", &node) else { return parsed };
    for item in items(&mut reader, &mut root, "terms") {
        let Some(mut fields) = reader.fields("a term", item) else { continue };
        let term =
            fields.required(&mut reader, "term").and_then(|node| reader.text("`term`", node));
        let aliases = fields.get("aliases").map(|node| reader.texts("`aliases`", node));
        let text =
            fields.required(&mut reader, "text").and_then(|node| reader.text("`text`", node));
        let link = self::text(&mut reader, &mut fields, "link");
        fields.finish(&mut reader);
        let Some(term) = term else { continue };
        parsed.terms.push(ParsedTerm {
            term,
            aliases: aliases.unwrap_or_default().into_iter().map(|alias| alias.value).collect(),
            text: text
                .map(|text| markdown::parse_value(&text.value, &text.place, &options.markdown).0)
                .unwrap_or_default(),
            link,
        });
    }
    root.finish(&mut reader);
    parsed
}
