//! What a path inside content/ stands for.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::handbook::PageKey;
use crate::tree::RelPath;

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `levels/TRACK/N-ID.md`.
    Level {
        /// The folder.
        track: String,
        /// The number in front.
        number: Option<u32>,
        /// The rest of the name.
        id: String,
    },
    /// Prose of a page.
    Page(PageKind),
    /// tracks.yaml.
    Tracks,
    /// competencies.yaml.
    Competencies,
    /// scales.yaml.
    Scales,
    /// glossary.yaml.
    Glossary,
    /// Copied as it is.
    Asset,
    /// Nothing that the format knows; reported.
    Nothing,
}

/// Whose prose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// A page that ladderbook makes once a site: `index.md`, `matrix.md`, `competencies/index.md`.
    Generated(PageKey),
    /// `levels/TRACK/index.md`.
    Track(String),
    /// `competencies/ID.md`.
    Competency(String),
    /// `moves/FROM--TO.md`.
    Move(String, String),
    /// Any other Markdown file.
    Page {
        /// Its address without number and extension; of an index the folder.
        address: String,
        /// Whether it is a section's index.md.
        is_index: bool,
        /// The number in front of its name.
        number: Option<u32>,
    },
}

/// What the file at a path stands for. `path` starts with `content/`.
pub fn classify(path: &RelPath, diagnostics: &mut Diagnostics) -> Kind {
    let Some(inside) = path.inside("content") else { return Kind::Nothing };
    if let Some(register) = register(&inside) {
        return register;
    }
    let in_levels = inside.inside("levels").is_some();
    if in_levels && matches!(inside.extension(), "markdown" | "mdown" | "mkd" | "mdx" | "txt") {
        let help = format!("rename it to `{}.md`", inside.stem());
        return misplaced(path, diagnostics, "the name of a level's file ends in `.md`", &help);
    }
    if inside.extension() != "md" {
        return Kind::Asset;
    }
    if let Some(page) = generated(&inside) {
        return Kind::Page(PageKind::Generated(page));
    }
    let parts: Vec<&str> = inside.as_str().split('/').collect();
    match parts.as_slice() {
        ["competencies", _] => Kind::Page(PageKind::Competency(inside.stem().to_owned())),
        ["levels", track, "index.md"] => Kind::Page(PageKind::Track((*track).to_owned())),
        ["levels", track, _] => {
            let (number, id) = numbered(inside.stem());
            Kind::Level { track: (*track).to_owned(), number, id: id.to_owned() }
        }
        ["levels", ..] => misplaced(
            path,
            diagnostics,
            "a level stands in a track's folder",
            "move it to `content/levels/TRACK/NUMBER-ID.md`",
        ),
        ["moves", _] => match inside.stem().split_once("--") {
            Some((from, to)) if !from.is_empty() && !to.is_empty() => {
                Kind::Page(PageKind::Move(from.to_owned(), to.to_owned()))
            }
            _ => misplaced(
                path,
                diagnostics,
                "a move is named after two levels",
                "name the file `FROM--TO.md`, such as `senior--staff.md`",
            ),
        },
        _ => Kind::Page(page(&inside)),
    }
}

fn register(inside: &RelPath) -> Option<Kind> {
    if !inside.folder().is_empty() || !matches!(inside.extension(), "yaml" | "yml") {
        return None;
    }
    match inside.stem() {
        "tracks" => Some(Kind::Tracks),
        "competencies" => Some(Kind::Competencies),
        "scales" => Some(Kind::Scales),
        "glossary" => Some(Kind::Glossary),
        _ => None,
    }
}

/// The page that ladderbook makes itself and whose text a file holds: `matrix.md` or `matrix/index.md`.
fn generated(inside: &RelPath) -> Option<PageKey> {
    let name = match inside.as_str() {
        "index.md" => "",
        path => path.strip_suffix("/index.md").or_else(|| path.strip_suffix(".md"))?,
    };
    PageKey::WITH_TEXT.into_iter().find(|page| page.kind().address == Some(name))
}

fn page(inside: &RelPath) -> PageKind {
    let is_index = inside.name() == "index.md";
    let path = if is_index { inside.folder() } else { inside.as_str() };
    let path = path.strip_suffix(".md").unwrap_or(path);
    let parts: Vec<&str> = path.split('/').map(|part| numbered(part).1).collect();
    let last = path.rsplit('/').next().unwrap_or(path);
    PageKind::Page { address: parts.join("/"), is_index, number: numbered(last).0 }
}

fn misplaced(path: &RelPath, diagnostics: &mut Diagnostics, why: &str, help: &str) -> Kind {
    let message = format!("`{}` is not used: {why}", path.name());
    let place = Place::new(path, Span::default());
    diagnostics.push(Diagnostic::new(Code::InvalidFileName, message).at(place).help(help));
    Kind::Nothing
}

/// A name without the number and hyphen in front of it, and the number.
pub fn numbered(name: &str) -> (Option<u32>, &str) {
    match name.split_once('-') {
        Some((number, rest)) if !rest.is_empty() => match number.parse() {
            Ok(number) => (Some(number), rest),
            Err(_) => (None, name),
        },
        _ => (None, name),
    }
}
