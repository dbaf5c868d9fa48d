//! All parsed files -> one handbook, with the names between them resolved.
//!
//! The order is that of the names: tracks, then level names, then competencies, then what levels say
//! about them. A name that cannot be resolved is reported and left out; what depends on a file that
//! could not be read is left out without a word, since the file itself has been reported.

mod parts;
mod tracks;
mod levels;
mod competencies;
mod headings;
mod expectations;
mod cells;
mod criteria;
mod pages;

use std::sync::Arc;

use self::parts::Parts;
use super::parsed::ParsedFile;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::handbook::Handbook;
use crate::handbook::names::LevelNames;

/// Puts the parts together. The diagnostics of the parts themselves are not repeated.
pub fn assemble(files: &[Arc<ParsedFile>], config: &Config) -> (Handbook, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut handbook = Handbook::default();
    let parts = Parts::sort(files, config, &mut handbook.hidden, &mut diagnostics);
    handbook.assets = parts.assets.iter().map(|path| (*path).clone()).collect();

    handbook.incomplete = parts.has_broken_register();

    tracks::assemble(&parts, &mut handbook, &mut diagnostics);
    let ordered = levels::in_order(&parts, &handbook, &mut diagnostics);
    let names = LevelNames::new(
        ordered.iter().map(|(track, level)| (handbook[*track].id.as_str(), level.name.id.as_str())),
    );
    levels::assemble(&ordered, &names, config, &mut handbook, &mut diagnostics);
    competencies::assemble(&parts, &ordered, &names, &mut handbook, &mut diagnostics);
    tracks::inherit(&parts, &mut handbook, &mut diagnostics);
    levels::cut_circles(&ordered, &mut handbook, &mut diagnostics);
    cells::assemble(&parts, &ordered, config, &mut handbook, &mut diagnostics);
    criteria::name(&mut handbook, &mut diagnostics);
    pages::assemble(&parts, &names, &mut handbook, &mut diagnostics);
    if handbook.levels.is_empty() && handbook.hidden.is_empty() && parts.levels_found == 0 {
        diagnostics
            .push(Diagnostic::new(Code::NoLevels, "there is no level in this handbook").help(
            "write one: `content/levels/ic/1-junior.md` with `title: …` between two lines `---`",
        ));
    }
    (handbook, diagnostics)
}
