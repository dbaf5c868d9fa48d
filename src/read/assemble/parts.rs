//! The parsed files by kind, without those that this build leaves out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::visibility::Visibility;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::handbook::former;
use crate::handbook::{DRAFT, Hidden, HiddenThings, Status};
use crate::read::level::ParsedLevel;
use crate::read::page::ParsedPage;
use crate::read::parsed::{Parsed, ParsedFile};
use crate::read::paths::PageKind;
use crate::read::registers::{ParsedCompetencies, ParsedGlossary, ParsedScales, ParsedTracks};
use crate::tree::RelPath;

/// The parsed files by kind, without those that this build leaves out.
pub struct Parts<'a> {
    /// The levels by the folders that they stand in.
    pub levels: BTreeMap<&'a str, Vec<&'a ParsedLevel>>,
    pub pages: Vec<&'a ParsedPage>,
    pub assets: Vec<RelPath>,
    pub tracks: Option<&'a ParsedTracks>,
    pub competencies: Option<&'a ParsedCompetencies>,
    pub scales: Option<&'a ParsedScales>,
    pub glossary: Option<&'a ParsedGlossary>,
    /// Registers of which some is not known.
    pub unread: Unread,
    pub levels_found: usize,
    /// Levels that this build leaves out.
    pub hidden_levels: Vec<&'a ParsedLevel>,
    /// The first of them of each folder.
    first_hidden: BTreeMap<&'a str, &'a ParsedLevel>,
    pub visibility: Visibility,
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
        hidden: &mut HiddenThings,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut parts = Self {
            levels: BTreeMap::new(),
            pages: Vec::new(),
            assets: Vec::new(),
            tracks: None,
            competencies: None,
            scales: None,
            glossary: None,
            unread: Unread::default(),
            levels_found: 0,
            hidden_levels: Vec::new(),
            first_hidden: BTreeMap::new(),
            visibility: Visibility::of(files, config),
        };
        for file in files {
            parts.add(file, hidden, diagnostics);
        }
        parts.unread = parts.find_unread();
        parts
    }

    fn add(
        &mut self,
        file: &'a ParsedFile,
        hidden: &mut HiddenThings,
        diagnostics: &mut Diagnostics,
    ) {
        let path = &file.path;
        let of_file = |status, internal| self.visibility.of_file(path, status, internal);
        match &file.parsed {
            Parsed::Level(level) => {
                self.levels_found += 1;
                match of_file(level.status, level.internal) {
                    Some(reason) => {
                        let (track, id) = (&level.name.track, &level.name.id);
                        let name = format!("{track}/{id}");
                        let was = level.was.iter().map(|old| former::full_name(track, &old.value));
                        let was = was.flat_map(|old| {
                            let id = old.rsplit('/').next().unwrap_or_default().to_owned();
                            [id, format!("levels/{old}"), old]
                        });
                        let aliases = was.chain([id.clone(), format!("levels/{name}")]).collect();
                        hidden.push(Hidden { aliases, ..Hidden::new(path, name, reason) });
                        self.hidden_levels.push(level);
                        self.first_hidden.entry(&level.name.track).or_insert(level);
                    }
                    None => self.levels.entry(&level.name.track).or_default().push(level),
                }
            }
            Parsed::Page(page) => match of_file(page.status, page.internal) {
                Some(reason) => hidden.push(Hidden::new(path, name_of(page), reason)),
                None => self.pages.push(page),
            },
            Parsed::Tracks(it) => only(&mut self.tracks, it, path, diagnostics),
            Parsed::Competencies(it) => only(&mut self.competencies, it, path, diagnostics),
            Parsed::Scales(it) => only(&mut self.scales, it, path, diagnostics),
            Parsed::Glossary(it) => only(&mut self.glossary, it, path, diagnostics),
            Parsed::Asset => {
                let Some(inside) = path.inside("content") else { return };
                match of_file(Status::Active, false) {
                    Some(reason) => {
                        hidden.push(Hidden::new(path, inside.as_str(), reason));
                    }
                    None => self.assets.push(inside),
                }
            }
            Parsed::Draft => {
                let Some(inside) = path.inside("content") else { return };
                let name = inside.as_str().strip_suffix(".md").unwrap_or(inside.as_str());
                hidden.push(Hidden::new(path, name, DRAFT));
            }
            Parsed::Nothing => {
                self.levels_found += usize::from(path.inside("content/levels").is_some());
            }
        }
    }

    /// Why a track has no level in this build though its folder has some; `None` otherwise.
    pub fn without_levels(&self, track: &str) -> Option<&'static str> {
        if self.levels.contains_key(track) {
            return None;
        }
        let level = self.first_hidden.get(track)?;
        self.visibility.of_file(&level.path, level.status, level.internal)
    }

    /// Whether a page is internal, be it by its folder.
    pub fn is_internal(&self, page: &ParsedPage) -> bool {
        page.internal || self.visibility.is_in_internal_folder(&page.path)
    }

    fn find_unread(&self) -> Unread {
        Unread {
            tracks: self
                .tracks
                .is_some_and(|it| it.broken || has_twins(it.tracks.iter().map(|it| &it.id))),
            competencies: self
                .competencies
                .is_some_and(|it| it.broken || has_twins(it.competencies.iter().map(|it| &it.id))),
            scales: self.scales.is_some_and(|it| it.broken),
            steps: self.scales.is_some_and(|it| it.broken || it.has_broken_steps),
            glossary: self.glossary.is_some_and(|it| it.broken),
        }
    }
}

/// Whether an id stands twice: one of the two is another one by mistake, which is not known then.
fn has_twins<'a>(mut ids: impl Iterator<Item = &'a Spanned<String>>) -> bool {
    let mut seen = BTreeSet::new();
    ids.any(|id| !seen.insert(id.value.as_str()))
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

fn name_of(page: &ParsedPage) -> String {
    match &page.kind {
        PageKind::Page { address, .. } => address.clone(),
        PageKind::Track(id) => format!("levels/{id}"),
        PageKind::Competency(id) => format!("competencies/{id}"),
        PageKind::Move(from, to) => format!("moves/{from}--{to}"),
        PageKind::Generated(page) => page.text_name().to_owned(),
    }
}
