//! All parsed files -> one handbook, with the names between them resolved.
//!
//! The order is that of the names: tracks, then level names, then competencies, then what levels say
//! about them. A name that cannot be resolved is reported and left out; what depends on a file that
//! could not be read is left out without a word, since the file itself has been reported.

mod cells;
mod competencies;
mod criteria;
mod levels;
mod pages;
mod tracks;

use std::sync::Arc;

use super::level::ParsedLevel;
use super::page::ParsedPage;
use super::paths::PageKind;
use super::registers::{ParsedCompetencies, ParsedGlossary, ParsedScales, ParsedTracks};
use super::{Parsed, ParsedFile};
use crate::config::{Audience, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::handbook::names::LevelNames;
use crate::handbook::{Handbook, Hidden, Status};
use crate::tree::RelPath;

/// Puts the parts together. The diagnostics of the parts themselves are not repeated.
pub fn assemble(files: &[Arc<ParsedFile>], config: &Config) -> (Handbook, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut handbook = Handbook::default();
    let parts = Parts::sort(files, config, &mut handbook.hidden, &mut diagnostics);
    handbook.assets = parts.assets.iter().map(|path| (*path).clone()).collect();

    tracks::assemble(&parts, &mut handbook, &mut diagnostics);
    let ordered = levels::in_order(&parts, &handbook);
    let names = LevelNames::new(
        ordered.iter().map(|(track, level)| (handbook[*track].id.as_str(), level.name.id.as_str())),
    );
    levels::assemble(&ordered, &names, config, &mut handbook, &mut diagnostics);
    competencies::assemble(&parts, &ordered, &names, &mut handbook, &mut diagnostics);
    tracks::inherit(&parts, &mut handbook, &mut diagnostics);
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

/// The parsed files by kind, without those that this build leaves out.
struct Parts<'a> {
    levels: Vec<&'a ParsedLevel>,
    pages: Vec<&'a ParsedPage>,
    assets: Vec<RelPath>,
    tracks: Option<&'a ParsedTracks>,
    competencies: Option<&'a ParsedCompetencies>,
    scales: Option<&'a ParsedScales>,
    glossary: Option<&'a ParsedGlossary>,
    audience: Audience,
    levels_found: usize,
}

impl<'a> Parts<'a> {
    fn sort(
        files: &'a [Arc<ParsedFile>],
        config: &Config,
        hidden: &mut Vec<Hidden>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut parts = Self {
            levels: Vec::new(),
            pages: Vec::new(),
            assets: Vec::new(),
            tracks: None,
            competencies: None,
            scales: None,
            glossary: None,
            audience: config.build.audience,
            levels_found: 0,
        };
        let drafts = config.build.drafts;
        for file in files {
            match &file.parsed {
                Parsed::Level(level) => {
                    parts.levels_found += 1;
                    match left_out(level.status, level.internal, parts.audience, drafts) {
                        Some(reason) => {
                            let name = format!("{}/{}", level.name.track, level.name.id);
                            hidden.push(Hidden { path: file.path.clone(), name, reason });
                        }
                        None => parts.levels.push(level),
                    }
                }
                Parsed::Page(page) => {
                    match left_out(page.status, page.internal, parts.audience, drafts) {
                        Some(reason) => {
                            let name = name_of(page);
                            hidden.push(Hidden { path: file.path.clone(), name, reason });
                        }
                        None => parts.pages.push(page),
                    }
                }
                Parsed::Tracks(it) => only(&mut parts.tracks, it, &file.path, diagnostics),
                Parsed::Competencies(it) => {
                    only(&mut parts.competencies, it, &file.path, diagnostics);
                }
                Parsed::Scales(it) => only(&mut parts.scales, it, &file.path, diagnostics),
                Parsed::Glossary(it) => only(&mut parts.glossary, it, &file.path, diagnostics),
                Parsed::Asset => parts.assets.extend(file.path.inside("content")),
                Parsed::Nothing => {}
            }
        }
        parts
    }

    /// Whether internal headings and criteria are part of this build.
    fn shows_internal(&self) -> bool {
        self.audience == Audience::Internal
    }
}

/// Keeps the first of two registers, such as tracks.yaml and tracks.yml, and reports the second.
fn only<'a, T>(
    slot: &mut Option<&'a T>,
    register: &'a T,
    path: &RelPath,
    diagnostics: &mut Diagnostics,
) {
    if slot.is_none() {
        *slot = Some(register);
        return;
    }
    let message = format!("there are two registers named `{}`", path.stem());
    let place = crate::diagnostic::Place::new(path, crate::diagnostic::Span::default());
    diagnostics.push(
        Diagnostic::new(Code::DuplicateId, message)
            .at(place)
            .help("put the contents into one of them and remove the other"),
    );
}

fn left_out(
    status: Status,
    internal: bool,
    audience: Audience,
    drafts: bool,
) -> Option<&'static str> {
    if status == Status::Draft && !drafts {
        Some("a draft")
    } else if internal && audience == Audience::Public {
        Some("internal")
    } else {
        None
    }
}

fn name_of(page: &ParsedPage) -> String {
    match &page.kind {
        PageKind::Page { address, .. } => address.clone(),
        PageKind::Track(id) => format!("levels/{id}"),
        PageKind::Competency(id) => format!("competencies/{id}"),
        PageKind::Move(from, to) => format!("moves/{from}--{to}"),
        PageKind::Home => "index".to_owned(),
        PageKind::Competencies => "competencies".to_owned(),
        PageKind::Matrix => "matrix".to_owned(),
        PageKind::Glossary => "glossary".to_owned(),
    }
}
