//! Which file of the site belongs to what, and whether a folder can hold them all.
//!
//! Two of them must not be one file, none may be the folder of another, and each needs a name that a disk
//! takes. All of it is decided here, with the places of those who ask for them, before anything is written.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::file_names::{self, Fault};
use crate::spelling::folded;
use crate::tree::RelPath;

/// Files of the site with what has asked for them. Compared without case, since some hosts and disks do
/// not tell `A` from `a`.
#[derive(Debug, Default)]
pub struct Claims {
    files: HashMap<String, Claim>,
    /// What was wrong with single claims.
    pub diagnostics: Diagnostics,
}

/// What has asked for a file.
#[derive(Debug)]
struct Claim {
    file: String,
    place: Option<Place>,
    by: Claimant,
}

/// Who asks for a file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimant {
    /// A page, or an old address.
    Page,
    /// A page or a file that ladderbook makes by itself. Its place, if it has one, is that of what it is
    /// named after.
    Ladderbook,
    /// A file of content/, which is published only if something refers to it.
    Asset,
    /// A file of the theme.
    Theme,
}

impl Claims {
    /// None yet, with room for so many.
    pub fn with_capacity(files: usize) -> Self {
        Self { files: HashMap::with_capacity(files), diagnostics: Diagnostics::default() }
    }

    /// Claims a file of the output. If it is claimed already, reports that at `place` and returns false.
    pub fn claim(&mut self, file: &str, place: Option<Place>, by: Claimant) -> bool {
        if RelPath::new(file).is_none() {
            self.refuse(file, place);
            return false;
        }
        let key = folded(file);
        let Some(first) = self.files.get(&key) else {
            self.files.insert(key, Claim { file: file.to_owned(), place, by });
            return true;
        };
        let message = format!("two pages would be `{file}`");
        let diagnostic = Diagnostic::new(Code::DuplicateUrl, message).help("rename one of them");
        let mut diagnostic = first.named_in(diagnostic, "taken by this one");
        diagnostic.place = place;
        self.diagnostics.push(diagnostic);
        false
    }

    /// Claims a file of the output, if nothing has it.
    pub fn claim_if_free(&mut self, file: &str) -> bool {
        let key = folded(file);
        let is_free = !self.files.contains_key(&key);
        if is_free {
            let claim = Claim { file: file.to_owned(), place: None, by: Claimant::Ladderbook };
            self.files.insert(key, claim);
        }
        is_free
    }

    /// Claims a file of the output for an old address. If it is claimed already, reports that and returns
    /// false.
    pub fn claim_old(&mut self, file: &str, from: &Spanned<String>) -> bool {
        let Some(first) = self.files.get(&folded(file)) else {
            return self.claim(file, Some(from.place.clone()), Claimant::Page);
        };
        let message = format!("the old address `{}` is in use", from.value);
        let diagnostic = Diagnostic::new(Code::DuplicateUrl, message)
            .at(from.place.clone())
            .help("remove it: an old address can lead elsewhere once nothing else has it");
        self.diagnostics.push(first.named_in(diagnostic, "taken by this one"));
        false
    }

    /// Reports what cannot be an address, such as a title without letters that makes an empty name.
    pub fn refuse(&mut self, address: &str, place: Option<Place>) {
        let message = format!("`{address}` cannot be the address of a page");
        let mut diagnostic = Diagnostic::new(Code::InvalidValue, message)
            .help("an address is made of names with letters or digits, such as `/old/address/`");
        diagnostic.place = place;
        self.diagnostics.push(diagnostic);
    }

    /// What keeps a folder from holding the files that have been claimed, those of the theme and the search
    /// index, and what other systems refuse. Of the files of content/ those count that are published.
    pub fn faults(
        &self,
        theme: impl Iterator<Item = RelPath>,
        search_index: Option<&str>,
        is_published: impl Fn(&str) -> bool,
    ) -> Diagnostics {
        let more: Vec<(String, Claim)> = theme
            .map(|file| (file.to_string(), Claimant::Theme))
            .chain(search_index.map(|folder| (folder.to_owned(), Claimant::Ladderbook)))
            .map(|(file, by)| (folded(&file), Claim { file, place: None, by }))
            .collect();
        let claimed = self
            .files
            .iter()
            .filter(|(_, claim)| claim.by != Claimant::Asset || is_published(&claim.file));
        let mut files: BTreeMap<&str, &Claim> =
            claimed.map(|(key, claim)| (key.as_str(), claim)).collect();
        let mut diagnostics = Diagnostics::default();
        for (key, claim) in &more {
            let first = files.get(key.as_str()).copied();
            // A file of content/ takes the place of the theme's.
            let is_override = first
                .is_some_and(|first| (claim.by, first.by) == (Claimant::Theme, Claimant::Asset));
            match first.filter(|_| !is_override) {
                Some(first) => {
                    let message = format!("two pages would be `{}`", claim.file);
                    diagnostics.push(first.conflict(claim, message));
                }
                None => {
                    files.entry(key).or_insert(claim);
                }
            }
        }
        diagnostics.extend(blocked(&files));
        diagnostics.extend(files.values().filter_map(|claim| claim.fault()));
        diagnostics
    }
}

/// The files that would have to be folders, each once, however much is in it.
fn blocked(files: &BTreeMap<&str, &Claim>) -> Diagnostics {
    let mut blocked: BTreeMap<&str, &Claim> = BTreeMap::new();
    for (key, claim) in files {
        for (at, _) in key.match_indices('/') {
            let Some((folder, _)) = files.get_key_value(&key[..at]) else { continue };
            let first = blocked.entry(*folder).or_insert(claim);
            if claim.file < first.file {
                *first = claim;
            }
        }
    }
    let conflicts = blocked.into_iter().map(|(folder, inside)| {
        let folder = files[folder];
        let message = format!(
            "`{}` would be a file of the site and the folder of `{}`",
            file_names::shown(&folder.file),
            file_names::shown(&inside.file)
        );
        folder.conflict(inside, message)
    });
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(conflicts);
    diagnostics
}

impl Claim {
    /// The report that this one and another one are in each other's way, where an author can mend it.
    fn conflict(&self, other: &Self, message: String) -> Diagnostic {
        let is_author = |it: &Self| it.place.is_some() && it.by != Claimant::Ladderbook;
        let (at, other) = if is_author(self) { (self, other) } else { (other, self) };
        let mut diagnostic =
            Diagnostic::new(Code::DuplicateUrl, message).help("rename one of them");
        diagnostic.place.clone_from(&at.place);
        other.named_in(diagnostic, "the other one is this")
    }

    /// A report with what has this file: its place, or words for what has none.
    fn named_in(&self, diagnostic: Diagnostic, words: &str) -> Diagnostic {
        match (self.by, &self.place) {
            (Claimant::Page | Claimant::Asset, Some(place)) => {
                diagnostic.related(place.clone(), words)
            }
            (Claimant::Theme, _) => diagnostic.help("the other one is a file of the theme"),
            _ => diagnostic.help("the other one is a page that ladderbook makes"),
        }
    }

    /// What is wrong with the name of the file. The names of a theme's files are not those of authors.
    fn fault(&self) -> Option<Diagnostic> {
        let place = self.place.as_ref()?;
        let fault = file_names::fault(&self.file)?;
        let is_unportable = |it: &Fault| matches!(it, Fault::Unportable(_));
        if is_unportable(&fault) && file_names::unportable(place.path.as_str()).is_some() {
            // The file that it is made of has been reported.
            return None;
        }
        let shown = file_names::shown(&self.file);
        let diagnostic = match fault {
            Fault::Impossible(why) => {
                Diagnostic::new(Code::InvalidValue, format!("no disk holds `{shown}`: {why}"))
                    .help("choose another name for what the page or file is named after")
            }
            Fault::Unportable(why) => {
                Diagnostic::new(Code::UnportableName, format!("`{shown}`: {why}"))
                    .help("choose another name for what the page or file is named after")
            }
        };
        Some(diagnostic.at(place.clone()))
    }
}
