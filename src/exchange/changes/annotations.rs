//! Changes as annotations of the files that a pull request touches.

use super::items::{Item, items, shown};
use super::sums;
use super::told::Told;
use crate::diagnostic::Place;
use crate::handbook::PageKey;
use crate::handbook::changes::{Subject, Weight};

/// A few words about a place in the later revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Where; `None` for what is about the whole.
    pub place: Option<Place>,
    pub title: String,
    pub message: String,
    /// Whether it asks for more than a glance.
    pub is_major: bool,
}

/// One for all together, then one for each thing that differs, so that a forge, which shows ten of a kind, shows
/// those of most handbooks.
pub fn annotations(told: &Told) -> Vec<Annotation> {
    let weight = told.weight();
    let title = weight.map_or("no change of the ladder".to_owned(), |it| {
        format!("{} change of the ladder", it.name())
    });
    let counts = sums::counts(told);
    let counts = if counts.is_empty() { counts } else { format!(" {counts}.") };
    let whole = Annotation {
        place: None,
        title,
        message: sums::reason(told) + &counts,
        is_major: weight == Some(Weight::Major),
    };
    let subjects = told.changes.subjects.iter().map(|it| annotation(told, it));
    std::iter::once(whole).chain(subjects).collect()
}

fn annotation(told: &Told, subject: &Subject) -> Annotation {
    let place = subject.page.and_then(|page| match page {
        PageKey::Level(it) => Some(told.handbook[it].place.clone()),
        PageKey::Track(it) => Some(told.handbook[it].place.clone()),
        PageKey::Competency(it) => Some(told.handbook[it].place.clone()),
        PageKey::Glossary => {
            let mut terms = told.handbook.terms().map(|(_, term)| term);
            let term = terms.find(|it| it.term == subject.name().id);
            term.map(|it| it.place.clone())
        }
        page => told.handbook.text(page).map(|it| Place::new(&it.file, Default::default())),
    });
    let weight = subject.weight().unwrap_or(Weight::Patch);
    let lines: Vec<String> = items(subject).iter().map(line).collect();
    Annotation {
        place,
        title: format!("{}: {}", shown(subject.name()), weight.name()),
        message: lines.join("\n"),
        is_major: weight == Weight::Major,
    }
}

fn line(item: &Item) -> String {
    let competency = item.competency.map(|it| format!("{it}: ")).unwrap_or_default();
    match item.text.as_str() {
        "" => format!("{competency}{}", item.label),
        text => format!("{competency}{}: {text}", item.label),
    }
}
