//! What is left behind where something is called otherwise: `was`, or for a page its old address.

use super::subject::{Subject, Thing};
use super::yaml::{add_key, add_to, edit, text};
use crate::diagnostic::{Place, Span, Spanned};
use crate::edit::Edit;
use crate::handbook::former::full_name;
use crate::handbook::{Handbook, PageKey, TrackIx};
use crate::site::Whole;
use crate::text::line_break;
use crate::tree::{File, RelPath, Tree};

/// The register of tracks.
pub const TRACKS: &str = "content/tracks.yaml";

/// The edits of what declares the subject.
pub fn edits(whole: &Whole, subject: &Subject, project: &Tree) -> Vec<Edit> {
    let handbook = &whole.handbook;
    match subject.thing {
        Thing::Level(level) => {
            let it = &handbook[level];
            let track = &handbook[it.track].id;
            was(project, &it.was, &it.place, "title", subject, |id| full_name(track, id))
        }
        Thing::Track(track) if is_registered(handbook, track) => {
            of_register(project, &handbook[track].was, &handbook[track].place, subject)
        }
        Thing::Track(_) => Vec::new(),
        Thing::Competency(it) => {
            of_register(project, &handbook[it].was, &handbook[it].place, subject)
        }
        Thing::Page(page) => match handbook.text(PageKey::Page(page)) {
            Some(text) => of_page(project, &text.file, &text.aliases, subject),
            None => Vec::new(),
        },
    }
}

fn is_registered(handbook: &Handbook, track: TrackIx) -> bool {
    handbook[track].place.path.inside("content/levels").is_none()
}

/// The id of an item of a register, and what it was.
fn of_register(
    project: &Tree,
    known: &[Spanned<String>],
    id: &Place,
    subject: &Subject,
) -> Vec<Edit> {
    let Some(source) = text(project, id) else { return Vec::new() };
    let written = &source[id.span.start..id.span.end];
    let new = written.replacen(&subject.old, &subject.new, 1);
    let mut edits = vec![edit(id, id.span.start, id.span.end, new)];
    edits.extend(was(project, known, id, "id", subject, str::to_owned));
    edits
}

/// Adds what something was, behind the value of a key. Where it has its old name again, the one takes the place
/// of the other.
fn was(
    project: &Tree,
    known: &[Spanned<String>],
    beside: &Place,
    key: &str,
    subject: &Subject,
    full: impl Fn(&str) -> String,
) -> Vec<Edit> {
    let Some(source) = text(project, beside) else { return Vec::new() };
    let (old, new) = (full(&subject.old), full(&subject.new));
    if known.iter().any(|it| it.value == old) {
        return Vec::new();
    }
    if let Some(Spanned { place, .. }) = known.iter().find(|it| it.value == new) {
        return vec![edit(place, place.span.start, place.span.end, quoted(&subject.old))];
    }
    match known {
        [] => vec![add_key(source, beside, key, &format!("was: {}", quoted(&subject.old)))],
        known => add_to(source, known, &quoted(&subject.old)),
    }
}

/// A name as YAML takes it for a text.
fn quoted(name: &str) -> String {
    let is_plain = name.starts_with(char::is_alphabetic)
        && name.chars().all(|it| it.is_alphanumeric() || "-_/.".contains(it));
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .contains(&name.to_lowercase().as_str());
    if is_plain && !is_word { name.to_owned() } else { format!("\"{name}\"") }
}

/// The old address of a page among its aliases.
fn of_page(
    project: &Tree,
    file: &RelPath,
    aliases: &[Spanned<String>],
    subject: &Subject,
) -> Vec<Edit> {
    let start = Place::new(file, Span::default());
    let Some(source) = text(project, &start) else { return Vec::new() };
    let alias = format!("/{}/", subject.old);
    let back = aliases.iter().find(|it| it.value.trim_matches('/') == subject.new);
    if let Some(Spanned { place, .. }) = back {
        return vec![edit(place, place.span.start, place.span.end, alias)];
    }
    if !aliases.is_empty() {
        return add_to(source, aliases, &alias);
    }
    let first = source.len() - source.trim_start_matches('\u{feff}').len();
    let line_break = line_break(source);
    let line = format!("aliases: [{alias}]{line_break}");
    let opening =
        source[first..].find('\n').filter(|at| source[first..first + at].trim_end() == "---");
    match opening {
        Some(at) => vec![edit(&start, first + at + 1, first + at + 1, line)],
        None => {
            let front_matter = format!("---{line_break}{line}---{line_break}{line_break}");
            vec![edit(&start, first, first, front_matter)]
        }
    }
}

/// Where the folders are the tracks, a register says what the one was. It has all of them in their order, which
/// the names of the folders gave.
pub fn with_new_register(handbook: &Handbook, subject: &Subject, mut project: Tree) -> Tree {
    let Thing::Track(renamed) = subject.thing else { return project };
    if is_registered(handbook, renamed) || project.get(TRACKS).is_some() {
        return project;
    }
    let mut text = "tracks:\n".to_owned();
    for (track, it) in handbook.tracks() {
        let id = if track == renamed { &subject.new } else { &it.id };
        text.push_str(&format!("  - id: {}\n", quoted(id)));
        let of_page = handbook.text(PageKey::Track(track)).and_then(|text| text.title.as_ref());
        if of_page != Some(&it.title) {
            let title = it.title.replace('\\', "\\\\").replace('"', "\\\"");
            text.push_str(&format!("    title: \"{title}\"\n"));
        }
        if track == renamed {
            text.push_str(&format!("    was: {}\n", quoted(&subject.old)));
        }
    }
    if let Some(path) = RelPath::new(TRACKS) {
        project.insert(path, File::new(text.into_bytes()));
    }
    project
}
