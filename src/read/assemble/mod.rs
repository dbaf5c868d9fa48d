//! All parsed files -> one handbook, with the names between them resolved.
//!
//! The order is that of the names: tracks, then level names, then competencies, then what levels say
//! about them. A name that cannot be resolved is reported and left out; what depends on a file that
//! could not be read is left out without a word, since the file itself has been reported.

mod visibility;
mod parts;
mod tracks;
mod levels;
mod shared_names;
mod competencies;
mod vocabulary;
mod expectations;
mod ids;
mod former_names;
mod hidden;
mod blocks;
mod cells;
mod criteria;
mod successions;
mod same_cells;
mod suspects;
mod pages;

use std::sync::Arc;

pub use self::cells::{LevelBody, body, body_key};
pub use self::vocabulary::Vocabulary;

use self::levels::Ordered;
use self::parts::Parts;
use super::level::ParsedLevel;
use super::parsed::ParsedFile;
use super::paths::misspelt_folders;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::handbook::former;
use crate::handbook::level_names::LevelNames;
use crate::handbook::likeness::Language;
use crate::handbook::{Bodies, Derived, Handbook, LevelIx};

/// A handbook whose levels have no bodies yet.
pub struct Outline<'a> {
    handbook: Handbook,
    levels: Vec<Ordered<'a>>,
    names: LevelNames,
    vocabulary: Vocabulary,
}

/// Puts the parts together, without the bodies of the levels. The diagnostics of the parts themselves
/// are not repeated.
pub fn outline<'a>(files: &'a [Arc<ParsedFile>], config: &Config) -> (Outline<'a>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let language = Language::of_tag(&config.language.value);
    let cumulative = config.ladder.cumulative;
    let mut handbook = Handbook { language, cumulative, ..Handbook::default() };
    let parts = Parts::sort(files, config, &mut handbook.hidden, &mut diagnostics);
    handbook.assets = parts.assets.iter().map(|path| (*path).clone()).collect();

    handbook.incomplete = parts.unread.has_names();

    let beside = || {
        let misspelt = misspelt_folders(files.iter().map(|file| &file.path));
        (misspelt, pages::in_order(&parts))
    };
    let ladder = || ladder(&parts, config, &mut handbook, &mut diagnostics);
    let ((levels, names), (misspelt, in_order)) = rayon::join(ladder, beside);
    diagnostics.extend(misspelt);
    let vocabulary = Vocabulary::new(&handbook, &parts, config);
    hidden::note_parts(&parts, &levels, &vocabulary, &mut handbook);
    pages::assemble(&parts, in_order, &names, &mut handbook, &mut diagnostics);
    former_names::check(&mut handbook, &mut diagnostics);
    // Some names are former ones no longer.
    handbook.ids = Derived::default();
    suspects::report_facts(&levels, config, &mut diagnostics);
    if handbook.levels.is_empty() && handbook.hidden.is_empty() && parts.levels_found == 0 {
        diagnostics
            .push(Diagnostic::new(Code::NoLevels, "there is no level in this handbook").help(
            "write one: `content/levels/ic/1-junior.md` with `title: …` between two lines `---`",
        ));
    }
    (Outline { handbook, levels, names, vocabulary }, diagnostics)
}

/// Fills in tracks, levels and competencies; returns the files of the levels in their order, and their names.
fn ladder<'a>(
    parts: &Parts<'a>,
    config: &Config,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) -> (Vec<Ordered<'a>>, LevelNames) {
    tracks::assemble(parts, handbook, diagnostics);
    let levels = levels::in_order(parts, handbook, diagnostics);
    let (names, alone) =
        rayon::join(|| names_of(&levels, handbook), || levels::alone(&levels, config, handbook));
    levels::assemble(&levels, alone, &names, handbook, diagnostics);
    competencies::assemble(parts, &levels, &names, handbook, diagnostics);
    tracks::inherit(parts, handbook, diagnostics);
    levels::name(handbook);
    levels::cut_circles(&levels, handbook, diagnostics);
    levels::cut_long_chains(&levels, handbook, diagnostics);
    competencies::inherit_headings(parts, handbook);
    (levels, names)
}

/// The names of the levels, those that they had before among them.
fn names_of(levels: &[Ordered], handbook: &Handbook) -> LevelNames {
    let today = levels
        .iter()
        .map(|(track, level)| (handbook[*track].id.as_str(), level.name.id.as_str(), &level.path));
    let former = levels
        .iter()
        .map(|(track, level)| (&handbook[*track], level.name.id.as_str(), level.was.as_slice()));
    LevelNames::new(today).with_former(former::level_names(former))
}

impl<'a> Outline<'a> {
    /// The files of the levels, in the order of the handbook.
    pub fn levels(&self) -> Vec<&'a ParsedLevel> {
        self.levels.iter().map(|(_, level)| *level).collect()
    }

    /// The words in which the bodies of the levels are read.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The whole handbook. There is one body for each of [`Outline::levels`], in their order.
    pub fn complete(self, bodies: &[Arc<LevelBody>]) -> (Handbook, Diagnostics) {
        let Self { mut handbook, levels, names, .. } = self;
        let mut diagnostics = Diagnostics::default();
        for (index, (it, (_, parsed))) in bodies.iter().zip(&levels).enumerate() {
            diagnostics.extend(it.diagnostics.clone());
            handbook.levels[index].incomplete |= it.incomplete;
            let level = &handbook[LevelIx(index)];
            levels::check_same_as(level, parsed, &it.body, &mut diagnostics);
        }
        let taken = same_cells::take(bodies, &names, &mut handbook, &mut diagnostics);
        handbook.bodies = Bodies::new(criteria::name(&mut handbook, bodies, &mut diagnostics));
        same_cells::check(taken, &handbook, &mut diagnostics);
        successions::check(&handbook, &mut diagnostics);
        (handbook, diagnostics)
    }
}
