//! What a build leaves out as a whole: tracks, folders, pages, levels, competencies, terms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::{Audience, Config};
use crate::handbook::{DRAFT, INTERNAL, Status};
use crate::read::parsed::{Parsed, ParsedFile};
use crate::read::paths::PageKind;

use crate::tree::RelPath;

/// What a build leaves out, and what it shows but has to mark as internal.
pub struct Visibility {
    shows_internal: bool,
    shows_drafts: bool,
    /// Folders of which all is internal, or a draft: with a slash at the end, and the reason.
    folders: BTreeMap<String, &'static str>,
    /// Competencies whose page is internal.
    competencies: BTreeSet<String>,
}

impl Visibility {
    /// What single files say of others: an index of its folder, the register of the tracks' folders, the
    /// page of a competency of what levels say about that.
    pub fn of(files: &[Arc<ParsedFile>], config: &Config) -> Self {
        let mut visibility = Self {
            shows_internal: config.build.audience == Audience::Internal,
            shows_drafts: config.build.drafts,
            folders: BTreeMap::new(),
            competencies: BTreeSet::new(),
        };
        for file in files {
            match &file.parsed {
                Parsed::Page(page) if page.internal => match &page.kind {
                    PageKind::Page { is_index: true, .. } | PageKind::Track(_) => {
                        let folder = format!("{}/", file.path.folder());
                        visibility.folders.insert(folder, INTERNAL);
                    }
                    PageKind::Competency(id) => {
                        visibility.competencies.insert(id.clone());
                    }
                    PageKind::Page { .. } | PageKind::Move(..) | PageKind::Generated(_) => {}
                },
                Parsed::Tracks(register) => {
                    for track in &register.tracks {
                        let folder = format!("content/levels/{}/", track.id.value);
                        if track.internal {
                            visibility.folders.insert(folder, INTERNAL);
                        } else if track.status == Status::Draft {
                            visibility.folders.entry(folder).or_insert(DRAFT);
                        }
                    }
                }
                _ => {}
            }
        }
        visibility
    }

    /// Why this build leaves out a file that says this of itself; `None` if it does not.
    pub fn of_file(&self, path: &RelPath, status: Status, internal: bool) -> Option<&'static str> {
        let folder = self.folders.iter().find(|(folder, _)| path.as_str().starts_with(*folder));
        let reason = folder.map(|(_, reason)| *reason);
        self.reason(
            status == Status::Draft || reason == Some(DRAFT),
            internal || reason == Some(INTERNAL),
        )
    }

    /// Whether a file is internal by the folder that it stands in.
    pub fn is_in_internal_folder(&self, path: &RelPath) -> bool {
        let inside = |folder: &str| path.as_str().starts_with(folder);
        self.folders.iter().any(|(folder, reason)| *reason == INTERNAL && inside(folder))
    }

    /// Why this build leaves out a track; `None` if it does not.
    pub fn of_track(&self, id: &str) -> Option<&'static str> {
        let reason = self.folders.get(&format!("content/levels/{id}/"))?;
        self.reason(*reason == DRAFT, *reason == INTERNAL)
    }

    pub fn is_internal_track(&self, id: &str) -> bool {
        self.folders.get(&format!("content/levels/{id}/")) == Some(&INTERNAL)
    }

    /// Whether the page of a competency is internal, and with it the competency.
    pub fn has_internal_page(&self, competency: &str) -> bool {
        self.competencies.contains(competency)
    }

    /// Whether this build leaves out what is internal.
    pub fn hides_internal(&self) -> bool {
        !self.shows_internal
    }

    fn reason(&self, is_draft: bool, is_internal: bool) -> Option<&'static str> {
        if is_draft && !self.shows_drafts {
            Some(DRAFT)
        } else if is_internal && !self.shows_internal {
            Some(INTERNAL)
        } else {
            None
        }
    }
}
