//! What things were called before: of the right form, and of nothing else.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::handbook::Handbook;
use crate::handbook::slug;

/// An old name with what it is that of.
struct Old<'a> {
    name: &'a Spanned<String>,
    /// What has it now.
    id: String,
}

/// What of one kind is called, and was.
struct Kind<'a> {
    what: &'static str,
    today: HashMap<String, &'a Place>,
    old: Vec<Old<'a>>,
}

/// Reports old names that cannot be, are in use, or are those of two things, and takes them out.
pub fn check(handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let mut refused: BTreeSet<Place> = BTreeSet::new();
    for kind in kinds(handbook) {
        let mut first: HashMap<String, &Place> = HashMap::new();
        for Old { name, id } in &kind.old {
            let fault = fault(&kind, name, id, &first);
            if let Some(fault) = fault {
                refused.insert(name.place.clone());
                diagnostics.push(fault.at(name.place.clone()));
            } else {
                first.insert(key(&name.value), &name.place);
            }
        }
    }
    let is_sound = |it: &Spanned<String>| !refused.contains(&it.place);
    handbook.levels.iter_mut().for_each(|it| it.was.retain(is_sound));
    handbook.tracks.iter_mut().for_each(|it| it.was.retain(is_sound));
    handbook.competencies.iter_mut().for_each(|it| it.was.retain(is_sound));
    handbook.terms.iter_mut().for_each(|it| it.was.retain(is_sound));
}

fn kinds(handbook: &Handbook) -> [Kind<'_>; 4] {
    let names = |level| handbook.level_name(level);
    let levels = Kind {
        what: "level",
        today: handbook.levels().map(|(level, it)| (key(&names(level)), &it.place)).collect(),
        old: olds(handbook.levels().map(|(level, it)| (names(level), it.was.as_slice()))),
    };
    let tracks = Kind {
        what: "track",
        today: handbook.tracks.iter().map(|it| (key(&it.id), &it.place)).collect(),
        old: olds(handbook.tracks.iter().map(|it| (it.id.clone(), it.was.as_slice()))),
    };
    let competencies = Kind {
        what: "competency",
        today: handbook.competencies.iter().map(|it| (key(&it.id), &it.place)).collect(),
        old: olds(handbook.competencies.iter().map(|it| (it.id.clone(), it.was.as_slice()))),
    };
    let terms = handbook
        .terms
        .iter()
        .flat_map(|it| it.aliases.iter().chain([&it.term]).map(|name| (key(name), &it.place)));
    let terms = Kind {
        what: "term",
        today: terms.collect(),
        old: olds(handbook.terms.iter().map(|it| (it.term.clone(), it.was.as_slice()))),
    };
    [levels, tracks, competencies, terms]
}

fn olds<'a>(all: impl Iterator<Item = (String, &'a [Spanned<String>])>) -> Vec<Old<'a>> {
    all.flat_map(|(id, was)| was.iter().map(move |name| Old { name, id: id.clone() })).collect()
}

/// What is wrong with an old name.
fn fault(
    kind: &Kind,
    name: &Spanned<String>,
    id: &str,
    first: &HashMap<String, &Place>,
) -> Option<Diagnostic> {
    let (what, old) = (kind.what, &name.value);
    if !is_name(what, old) {
        let message = format!("`{old}` cannot have been the name of a {what}");
        let help = match what {
            "level" => "write the id that it had, `mid`, or with its track, `ic/mid`",
            "term" => "write the term as it was called",
            _ => "write the id that it had, such as `delivery`",
        };
        return Some(Diagnostic::new(Code::InvalidValue, message).help(help));
    }
    let wanted = key(old);
    if key(id) == wanted {
        let message = format!("`{old}` is what this {what} is called today");
        let help = "remove it, or write what it was called before";
        return Some(Diagnostic::new(Code::DuplicateId, message).help(help));
    }
    let (place, words) = match (kind.today.get(&wanted), first.get(&wanted)) {
        (Some(place), _) => (*place, format!("is what another {what} is called today")),
        (None, Some(place)) => (*place, format!("was the name of another {what}")),
        (None, None) => return None,
    };
    let diagnostic = Diagnostic::new(Code::DuplicateId, format!("`{old}` {words}"));
    Some(
        diagnostic
            .related(place.clone(), "this one")
            .help("an old name can lead to one thing only; remove `was` here or there"),
    )
}

fn is_name(what: &str, name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && !part.contains(|it: char| it.is_whitespace() || "#?[]|".contains(it))
    };
    match what {
        "term" => !slug(name).is_empty(),
        "level" => name.matches('/').count() == 1 && name.split('/').all(is_part),
        _ => is_part(name) && !name.contains('/'),
    }
}

fn key(name: &str) -> String {
    name.to_lowercase()
}
