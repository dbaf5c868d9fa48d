//! The parsed files by kind, without those that this build leaves out.

use std::sync::Arc;

use crate::config::{Audience, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::handbook::{Hidden, Status};
use crate::read::level::ParsedLevel;
use crate::read::page::ParsedPage;
use crate::read::parsed::{Parsed, ParsedFile};
use crate::read::paths::PageKind;
use crate::read::registers::{ParsedCompetencies, ParsedGlossary, ParsedScales, ParsedTracks};
use crate::tree::RelPath;

/// The parsed files by kind, without those that this build leaves out.
pub struct Parts<'a> {
    pub levels: Vec<&'a ParsedLevel>,
    pub pages: Vec<&'a ParsedPage>,
    pub assets: Vec<RelPath>,
    pub tracks: Option<&'a ParsedTracks>,
    pub competencies: Option<&'a ParsedCompetencies>,
    pub scales: Option<&'a ParsedScales>,
    pub glossary: Option<&'a ParsedGlossary>,
    /// Registers of which some is not known.
    pub unread: Unread,
    pub audience: Audience,
    pub levels_found: usize,
}

/// Which registers could not be read as a whole, which has been reported: what seems to be missing in
/// them may be there, and is not reported again at each place that names it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unread {
    pub tracks: bool,
    pub competencies: bool,
    pub scales: bool,
    /// The steps of scales.
    pub steps: bool,
    pub glossary: bool,
}

impl Unread {
    /// Whether a name that a link could use may stand in one of them.
    pub fn has_names(self) -> bool {
        self.tracks || self.competencies || self.glossary
    }
}

impl<'a> Parts<'a> {
    /// Sorts the files; those left out go to `hidden`.
    pub fn sort(
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
            unread: Unread::default(),
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
                Parsed::Nothing => {
                    parts.levels_found += usize::from(file.path.inside("content/levels").is_some());
                }
            }
        }
        parts.unread = parts.find_unread();
        parts
    }

    fn find_unread(&self) -> Unread {
        Unread {
            tracks: self.tracks.is_some_and(|it| it.broken),
            competencies: self.competencies.is_some_and(|it| it.broken),
            scales: self.scales.is_some_and(|it| it.broken),
            steps: self.scales.is_some_and(|it| it.broken || it.has_broken_steps),
            glossary: self.glossary.is_some_and(|it| it.broken),
        }
    }

    /// Whether internal headings and criteria are part of this build.
    pub fn shows_internal(&self) -> bool {
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
    let place = Place::new(path, Span::default());
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
        PageKind::Generated(page) => page.text_name().to_owned(),
    }
}
