//! What a name means: references in front matter, wikilinks, relative links.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::anchors::{anchors, is_own_anchor};
use super::files::Files;
use super::former;
use super::fragment::{Found, find_anchor};
use super::ix::LevelIx;
use super::known_names::KnownNames;
use super::level_names::{LevelNames, Unresolved};
use super::model::{Handbook, Term};
use super::page::PageKey;
use super::prose::{LinkKind, ProseLink};
use super::routes::Routes;
use super::tracked::Tracked;
use super::url::{encode, is_external};
use crate::diagnostic::{Place, Spanned};
use crate::spelling::{composed, folded};
use crate::suggestion::{Candidates, Suggestion, is_like};
use crate::tree::RelPath;

/// What a link in prose leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// Another site.
    External,
    /// A page of this site.
    Page(Destination),
    /// A file that is copied as it is; its path from content/ on.
    Asset(RelPath),
}

/// A place on the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Destination {
    pub page: PageKey,
    pub anchor: Option<String>,
    /// What a link without text of its own says.
    pub title: String,
    /// Whether it is a term of the glossary.
    pub term: bool,
}

/// Everything that a link can name.
pub struct Names {
    levels: LevelNames,
    /// What is no level: what it is, and its unambiguous name.
    others: HashMap<String, Vec<(Destination, String)>>,
    /// The same by the last part of each name, without case, as vaults of notes name their files. Made when
    /// it is first asked for: most handbooks name things as they are.
    loose: OnceLock<HashMap<String, Vec<(Destination, String)>>>,
    files: Files,
    /// What is no level, by names that it had before.
    former: HashMap<String, Former>,
    /// Pages by their addresses on the site, those included of which no file is the source.
    addresses: HashMap<String, PageKey>,
    /// Files of the site for machines and spreadsheets.
    data: Vec<&'static str>,
    /// What messages may suggest.
    known: KnownNames,
    /// Addresses that messages may suggest; made when they are first asked for.
    near_addresses: OnceLock<Candidates>,
    /// See [`Handbook::has_gaps`].
    has_gaps: bool,
}

/// What was called otherwise.
struct Former {
    destination: Destination,
    /// What it is called today.
    name: String,
}

impl Names {
    pub fn levels(&self) -> &LevelNames {
        &self.levels
    }

    /// The names of a handbook.
    pub fn new(handbook: Tracked) -> Self {
        let levels = handbook.levels.iter();
        let levels = levels.map(|it| (handbook[it.track].id.as_str(), it.id.as_str(), &it.file));
        let mut names = Self {
            levels: LevelNames::new(levels).with_former(former::names_of_levels(&handbook)),
            others: HashMap::new(),
            former: HashMap::new(),
            loose: OnceLock::new(),
            files: Files::new(&handbook),
            addresses: HashMap::new(),
            data: Vec::new(),
            known: KnownNames::default(),
            near_addresses: OnceLock::new(),
            has_gaps: handbook.has_gaps(),
        };
        names.add_tracks_and_levels(&handbook);
        names.add_competencies(&handbook);
        names.add_pages(&handbook);
        names.add_terms(&handbook);
        names.add_former(&handbook);
        names
    }

    /// What competencies, tracks and terms were called, where nothing is called so today.
    fn add_former(&mut self, handbook: &Handbook) {
        for (competency, it) in handbook.competencies() {
            let destination = page(PageKey::Competency(competency), &it.title);
            self.add_old("competencies", &it.was, &it.id, &destination);
        }
        for (track, it) in handbook.tracks().filter(|(_, it)| !it.is_abstract) {
            let destination = page(PageKey::Track(track), &it.title);
            self.add_old("levels", &it.was, &it.id, &destination);
        }
        for (_, it) in handbook.terms() {
            self.add_old("glossary", &it.was, &it.term, &term(it));
        }
    }

    fn add_old(&mut self, folder: &str, was: &[Spanned<String>], id: &str, to: &Destination) {
        for old in was {
            let names = [(old.value.clone(), id.to_owned())];
            let in_folder = (format!("{folder}/{}", old.value), format!("{folder}/{id}"));
            for (name, meant) in names.into_iter().chain([in_folder]) {
                let name = composed(&name.to_lowercase()).into_owned();
                if !self.others.contains_key(&name) {
                    let former = Former { destination: to.clone(), name: meant };
                    self.former.entry(name).or_insert(former);
                }
            }
        }
    }

    /// Adds the addresses of all pages.
    pub fn add_addresses(&mut self, routes: &Routes) {
        let addresses = routes.addresses();
        self.addresses = addresses.map(|(path, page)| (path.to_owned(), page)).collect();
        self.data = routes.data_files().to_vec();
    }

    fn add(&mut self, name: &str, full: &str, destination: &Destination) {
        let candidates = self.others.entry(composed(name).into_owned()).or_default();
        add_candidate(candidates, (destination, full));
    }

    fn loose(&self) -> &HashMap<String, Vec<(Destination, String)>> {
        self.loose.get_or_init(|| {
            let mut others: Vec<_> = self.others.iter().collect();
            others.sort_unstable_by_key(|(name, _)| *name);
            let mut loose: HashMap<String, Vec<(Destination, String)>> = HashMap::new();
            for (name, candidates) in others {
                let last = name.rsplit('/').next().unwrap_or_default();
                for name in [name, last] {
                    let known = loose.entry(folded(name)).or_default();
                    for (destination, full) in candidates {
                        add_candidate(known, (destination, full));
                    }
                }
            }
            loose
        })
    }

    /// Adds a name that messages may suggest.
    fn add_known(&mut self, name: &str, full: &str, destination: &Destination) {
        self.add(name, full, destination);
        self.known.push(name.to_owned());
    }

    fn add_tracks_and_levels(&mut self, handbook: &Handbook) {
        for (track, it) in handbook.tracks().filter(|(_, it)| !it.is_abstract) {
            let destination = page(PageKey::Track(track), &it.title);
            let full = format!("levels/{}", it.id);
            self.add_known(&it.id, &full, &destination);
            self.add_known(&full, &full, &destination);
        }
        for (level, it) in handbook.levels() {
            if handbook.has_page(level) {
                self.known.push(it.id.clone());
            }
        }
    }

    fn add_competencies(&mut self, handbook: &Handbook) {
        for (competency, it) in handbook.competencies() {
            let destination = page(PageKey::Competency(competency), &it.title);
            let full = format!("competencies/{}", it.id);
            self.add_known(&it.id, &full, &destination);
            self.add_known(&full, &full, &destination);
        }
        for it in &handbook.categories {
            let mut destination = page(PageKey::Competencies, &it.title);
            destination.anchor = Some(it.id.clone());
            self.add_known(&it.id, &format!("competencies#{}", it.id), &destination);
        }
    }

    fn add_pages(&mut self, handbook: &Handbook) {
        for key in PageKey::WITH_TEXT {
            let name = key.text_name();
            let title = handbook.text(key).and_then(|it| it.title.as_deref()).unwrap_or(name);
            self.add_known(name, name, &page(key, title));
        }
        for (key, it) in handbook.pages() {
            let full = format!("{}.md", it.address);
            let destination = page(PageKey::Page(key), &it.title);
            self.add_known(&it.address, &full, &destination);
            let text = handbook.text(PageKey::Page(key));
            if let Some(file) = text.and_then(|text| text.file.inside("content")) {
                // Editors complete links by the path of the file, numbers included.
                let bare = file.as_str().strip_suffix(&format!(".{}", file.extension()));
                self.add(bare.unwrap_or(file.as_str()), &full, &destination);
                self.others.insert(
                    composed(file.as_str()).into_owned(),
                    vec![(destination.clone(), full.clone())],
                );
            }
            self.others.insert(full.clone(), vec![(destination, full)]);
        }
    }

    fn add_terms(&mut self, handbook: &Handbook) {
        for (_, it) in handbook.terms() {
            let destination = term(it);
            let full = format!("glossary/{}", it.term.to_lowercase());
            for name in it.aliases.iter().chain([&it.term]) {
                self.add_known(&name.to_lowercase(), &full, &destination);
            }
            self.add_known(&full, &full, &destination);
        }
    }

    /// What a link means that stands in prose on the page `from`.
    ///
    /// # Errors
    ///
    /// If it means nothing, more than one thing, or something that is left out.
    pub fn link(
        &self,
        handbook: Tracked,
        link: &ProseLink,
        from: PageKey,
    ) -> Result<LinkTarget, Unresolved> {
        match link.kind {
            LinkKind::Wiki | LinkKind::WikiWithText => {
                let found = self.reference(handbook, &link.target, &link.place, from);
                match (found, self.files.assets_named(&link.target)) {
                    (Err(Unresolved::Unknown(_)), [asset]) => Ok(LinkTarget::Asset(asset.clone())),
                    (found, _) => found.map(LinkTarget::Page),
                }
            }
            LinkKind::Plain | LinkKind::Html => self.plain(handbook, link, from),
            LinkKind::Image => self.plain(handbook, link, from).and_then(picture),
            LinkKind::WikiImage => self.picture_by_name(handbook, link, from).and_then(picture),
        }
    }

    /// The page that a file is.
    pub fn page_of(&self, file: &RelPath) -> Option<PageKey> {
        self.files.page_of(file)
    }

    /// Whether a page has an anchor that is none of the author's own HTML.
    pub fn has_anchor(handbook: Tracked, page: PageKey, anchor: &str) -> bool {
        is_own_anchor(handbook, page, anchor) || anchors(handbook, page).anchors.has(anchor)
    }

    /// Whether a page has an anchor that is none of its author's text, headings included.
    pub fn has_own_anchor(handbook: Tracked, page: PageKey, anchor: &str) -> bool {
        is_own_anchor(handbook, page, anchor)
    }

    /// What `[[name]]` means that stands at a place and is shown on the page `from`.
    ///
    /// # Errors
    ///
    /// As for [`Names::link`].
    pub fn reference(
        &self,
        handbook: Tracked,
        text: &str,
        place: &Place,
        from: PageKey,
    ) -> Result<Destination, Unresolved> {
        let (name, anchor) = match text.split_once('#') {
            // A name may have the sign itself: C#.
            Some((name, anchor)) if !self.others.contains_key(folded(text.trim()).as_str()) => {
                (name.trim(), Some(anchor.trim()))
            }
            _ => (text.trim(), None),
        };
        if name.is_empty() {
            let anchor = anchor.unwrap_or_default();
            let here = self.page_of(&place.path).unwrap_or(from);
            return self.here_or_criterion(handbook, anchor, here);
        }
        let mut destination = self.named(handbook, name, &place.path)?;
        if let Some(anchor) = anchor {
            let added = self.add_anchor(handbook, &mut destination, anchor);
            added.map_err(|fault| {
                with_link(fault, text, |level| {
                    Some(format!("{}#{anchor}", handbook.level_name(level)))
                })
            })?;
        }
        Ok(destination)
    }

    /// What an address means that an author gave in front matter: another site, a reference as in a
    /// wikilink, or a path.
    ///
    /// # Errors
    ///
    /// As for [`Names::link`].
    pub fn author_link(
        &self,
        handbook: Tracked,
        url: &Spanned<String>,
        from: PageKey,
    ) -> Result<LinkTarget, Unresolved> {
        if is_external(&url.value) {
            return Ok(LinkTarget::External);
        }
        let found = self.reference(handbook, &url.value, &url.place, from);
        found.map(LinkTarget::Page).or_else(|unresolved| {
            let target = Cow::Borrowed(url.value.as_str());
            let link = ProseLink { target, kind: LinkKind::Plain, place: url.place.clone() };
            self.plain(handbook, &link, from).map_err(|_| unresolved)
        })
    }

    /// What a name means that stands in a file: first as it is written, then in any case and folder.
    fn named(
        &self,
        handbook: Tracked,
        name: &str,
        file: &RelPath,
    ) -> Result<Destination, Unresolved> {
        let name = composed(name);
        // With its extension a name is a file, which no level, competency or term is called.
        if let Some((destination, _)) = self.others.get(name.as_ref()).and_then(|it| it.first())
            && name.ends_with(".md")
        {
            return Ok(destination.clone());
        }
        let bare = name.strip_suffix(".md").unwrap_or(&name);
        let level = match self.levels.get(bare, file) {
            Err(Unresolved::Unknown(_)) => None,
            found => Some(found),
        };
        let others = self.others.get(bare).or_else(|| self.others.get(&bare.to_lowercase()));
        let exact = one_of(handbook, level, others);
        let loose = || {
            one_of(handbook, self.levels.get_folded(bare, file), self.loose().get(&folded(bare)))
        };
        let before = || self.former_named(bare).map(|it| Ok(it.destination.clone()));
        exact.or_else(before).or_else(loose).unwrap_or_else(|| {
            Err(match handbook.hidden(bare) {
                Some(hidden) => Unresolved::Hidden(hidden.clone()),
                None => Unresolved::Unknown(self.nearest_name(bare)),
            })
        })
    }

    /// What a name meant before that means nothing today.
    fn former_named(&self, name: &str) -> Option<&Former> {
        self.former.get(name).or_else(|| self.former.get(&name.to_lowercase()))
    }

    /// What a name should be that something had before; `None` if it is one of today.
    pub fn renamed(&self, written: &str, file: &RelPath) -> Option<Suggestion> {
        let name = composed(written);
        let bare = name.strip_suffix(".md").unwrap_or(&name);
        let is_other = self.others.contains_key(bare)
            || self.others.contains_key(&bare.to_lowercase())
            || self.others.contains_key(name.as_ref());
        if is_other {
            return None;
        }
        self.levels.renamed(written, file).or_else(|| {
            let meant =
                &self.former_named(bare).filter(|_| self.levels.is_unknown(bare, file))?.name;
            Some(former::renamed(written, meant))
        })
    }

    /// The old name in a path that leads to where a page stood before: by its file, or by its address.
    pub fn former_in_path(&self, path: &str, file: &RelPath) -> Option<String> {
        targets(file, path).into_iter().find_map(|target| {
            let inside = target.strip_prefix("content/")?.trim_matches('/');
            let is_there =
                self.files.page(&target).is_some() || self.addresses.contains_key(inside);
            let address = inside.strip_suffix(".html").unwrap_or(inside);
            let name = address.strip_prefix("levels/").unwrap_or(address);
            (!is_there && self.renamed(name, file).is_some()).then(|| address.to_owned())
        })
    }

    /// The file of a page.
    pub fn source(&self, page: PageKey) -> Option<RelPath> {
        self.files.of(page)
    }

    /// The address of a page on the site, without slashes around it.
    pub fn address(&self, page: PageKey) -> Option<&str> {
        let mut addresses = self.addresses.iter();
        addresses.find(|(_, it)| **it == page).map(|(address, _)| address.as_str())
    }

    /// The name that is nearest, else one whose last part is.
    fn nearest_name(&self, name: &str) -> Option<Suggestion> {
        let whole = self.known.nearest(name);
        let whole = whole.map(|it| if self.is_ambiguous(&it.meant) { it.uncertain() } else { it });
        whole.or_else(|| {
            let meant = self.known.with_last_part_of(name)?.to_owned();
            Some(Suggestion { written: name.to_owned(), meant, certain: false })
        })
    }

    /// What there is, for a name that nothing is like: pages in the same folder, else the kinds of things.
    pub(super) fn known(&self, name: &str) -> String {
        let folder = name.rfind('/').map_or("", |at| &name[..=at]);
        self.known.in_folder(folder).unwrap_or_else(|| {
            "double brackets name a level, track, competency, page or term".to_owned()
        })
    }

    /// Whether several things have a name.
    fn is_ambiguous(&self, name: &str) -> bool {
        self.levels.count(name) + self.others.get(name).map_or(0, Vec::len) > 1
    }

    /// `[[#anchor]]`: an anchor of the same page, else a criterion anywhere.
    fn here_or_criterion(
        &self,
        handbook: Tracked,
        anchor: &str,
        from: PageKey,
    ) -> Result<Destination, Unresolved> {
        let mut here = page(from, anchor);
        let missing = match self.add_anchor(handbook, &mut here, anchor) {
            Ok(()) => return Ok(here),
            Err(missing) => missing,
        };
        if self.has_gaps {
            return Ok(here);
        }
        let level = handbook.criterion(anchor).map(|(level, _)| level);
        let Some(level) = level.filter(|level| handbook.has_page(*level)) else {
            return Err(match handbook.hidden_criterion(anchor) {
                Some(hidden) => Unresolved::Hidden(hidden),
                None => missing,
            });
        };
        let mut there = page(PageKey::Level(level), handbook.label(level));
        self.add_anchor(handbook, &mut there, anchor)?;
        Ok(there)
    }

    /// `[text](target)` and `![alt](target)`.
    fn plain(
        &self,
        handbook: Tracked,
        link: &ProseLink,
        from: PageKey,
    ) -> Result<LinkTarget, Unresolved> {
        if is_external(&link.target) {
            return Ok(LinkTarget::External);
        }
        let (path, anchor) = match link.target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (link.target.as_ref(), None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            let mut here = page(self.page_of(&link.place.path).unwrap_or(from), "");
            let added = self.add_fragment(handbook, &mut here, anchor);
            return match added {
                Ok(()) => Ok(LinkTarget::Page(here)),
                Err(fault) => Err(with_link(fault, &link.target, |level| {
                    moved_link(&handbook, level, link, ".md", anchor)
                })),
            };
        }
        let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let mut first_fault = None;
        for target in targets(&link.place.path, &decoded) {
            match self.file(handbook, &target, anchor, &link.place.path) {
                Err(Unresolved::Unknown(near)) => {
                    first_fault.get_or_insert(near);
                }
                found => {
                    return found.map_err(|fault| {
                        let meant = |level| moved_link(&handbook, level, link, path, anchor);
                        with_link(fault, &link.target, meant)
                    });
                }
            }
        }
        if let Some(near) = self.nearest_address(path) {
            return Err(Unresolved::Unknown(Some(near)));
        }
        Err(Unresolved::Unknown(first_fault.flatten().map(|near| {
            let meant = relative_link(link.place.path.folder(), &near.meant);
            Suggestion { written: path.to_owned(), meant, ..near }
        })))
    }

    /// The address of a page that is most like a path from the root of the site: `/levels/ic/senior/`.
    fn nearest_address(&self, path: &str) -> Option<Suggestion> {
        let wanted = path.strip_prefix('/')?.strip_suffix('/')?;
        let known = self.near_addresses.get_or_init(|| {
            let mut known: Vec<&str> = self.addresses.keys().map(String::as_str).collect();
            known.sort_unstable();
            Candidates::new(known)
        });
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        // Folders make any two pages of a section alike.
        let is_near = |it: &str| is_like(&last(wanted), &last(it));
        let near = known.nearest_where(wanted, is_near)?;
        let (written, meant) = (path.to_owned(), format!("/{}/", near.meant));
        Some(Suggestion { written, meant, ..near })
    }

    /// What a path from the root of the project means: a Markdown file, a page's address, or another file.
    fn file(
        &self,
        handbook: Tracked,
        target: &str,
        anchor: Option<&str>,
        from: &RelPath,
    ) -> Result<LinkTarget, Unresolved> {
        if let Some(key) = self.files.page(target) {
            let mut destination = page(key, "");
            self.add_fragment(handbook, &mut destination, anchor)?;
            return Ok(LinkTarget::Page(destination));
        }
        let Some(inside) = target.strip_prefix("content") else {
            return Err(Unresolved::Unknown(None));
        };
        let inside = inside.trim_matches('/');
        if let Some(asset) = self.files.asset(inside) {
            return Ok(LinkTarget::Asset(asset.clone()));
        }
        if inside.is_empty() {
            return Ok(LinkTarget::Page(page(PageKey::Home, "")));
        }
        let address = inside.strip_prefix("levels/").unwrap_or(inside);
        let address = address.strip_suffix(".html").unwrap_or(address);
        if let Ok(mut destination) = self.named(handbook, address, from) {
            self.add_fragment(handbook, &mut destination, anchor)?;
            return Ok(LinkTarget::Page(destination));
        }
        let inside = inside.strip_suffix(".html").unwrap_or(inside);
        if let Some(key) = self.addresses.get(inside) {
            let mut destination = page(*key, "");
            self.add_fragment(handbook, &mut destination, anchor)?;
            return Ok(LinkTarget::Page(destination));
        }
        if let Some(hidden) = handbook.hidden.at(target) {
            return Err(Unresolved::Hidden(hidden.clone()));
        }
        if let Some(file) = self.data.iter().find(|file| **file == inside) {
            return Ok(LinkTarget::Asset(RelPath::new(file).expect("a relative path")));
        }
        Err(Unresolved::Unknown(self.files.nearest(target)))
    }

    /// `![[scope.svg]]`: a picture by its path, or by its name wherever it is.
    fn picture_by_name(
        &self,
        handbook: Tracked,
        link: &ProseLink,
        from: PageKey,
    ) -> Result<LinkTarget, Unresolved> {
        let unresolved = match self.plain(handbook, link, from) {
            Err(Unresolved::Unknown(near)) => Unresolved::Unknown(near),
            found => return found,
        };
        if let Some(asset) = self.files.asset(&link.target) {
            return Ok(LinkTarget::Asset(asset.clone()));
        }
        match self.files.assets_named(&link.target) {
            [] => Err(unresolved),
            [asset] => Ok(LinkTarget::Asset(asset.clone())),
            several => Err(Unresolved::Ambiguous(several.iter().map(RelPath::to_string).collect())),
        }
    }

    /// Adds what stands behind the `#` of an address: nothing and `top` mean the top of the page, and what
    /// a text fragment searches for is not looked at.
    fn add_fragment(
        &self,
        handbook: Tracked,
        destination: &mut Destination,
        fragment: Option<&str>,
    ) -> Result<(), Unresolved> {
        let fragment = fragment.unwrap_or_default();
        let anchor = fragment.split(":~:").next().unwrap_or_default();
        let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
        if anchor.is_empty() {
            return Ok(());
        }
        let added = self.add_anchor(handbook, destination, &anchor);
        if added.is_err() && anchor.eq_ignore_ascii_case("top") { Ok(()) } else { added }
    }

    /// Adds an anchor to a destination, under the name that the page has for it.
    fn add_anchor(
        &self,
        handbook: Tracked,
        destination: &mut Destination,
        anchor: &str,
    ) -> Result<(), Unresolved> {
        match find_anchor(handbook, destination.page, anchor) {
            Found::Anchor { anchor, title } => {
                destination.anchor = Some(anchor);
                if let Some(title) = title {
                    destination.title = title;
                }
                Ok(())
            }
            // It may stand in what could not be read.
            Found::Gap => Ok(()),
            Found::Hidden(hidden) => Err(Unresolved::Hidden(hidden)),
            Found::Nothing(missing) => Err(Unresolved::NoAnchor(missing)),
        }
    }
}

/// The link by path to a criterion that stands at another level than a link says.
fn moved_link(
    handbook: &Handbook,
    level: LevelIx,
    link: &ProseLink,
    path: &str,
    anchor: Option<&str>,
) -> Option<String> {
    let file = &handbook[level].file;
    let page = if path.ends_with(".md") && !path.starts_with('/') {
        relative_link(link.place.path.folder(), file.as_str())
    } else if path.ends_with(".md") {
        format!("/{}", file.inside("content")?)
    } else {
        let folder = path.find("levels/").filter(|_| path.ends_with('/'))?;
        format!("{}levels/{}/", &path[..folder], encode(&handbook.level_name(level)))
    };
    Some(format!("{page}#{}", anchor?))
}

/// The fault of a link to a criterion, with what the link should be now that the criterion stands elsewhere.
fn with_link(
    fault: Unresolved,
    written: &str,
    meant: impl FnOnce(LevelIx) -> Option<String>,
) -> Unresolved {
    match fault {
        Unresolved::NoAnchor(missing) => match missing.level() {
            Some(level) => Unresolved::NoAnchor(Box::new(missing.with_link(written, meant(level)))),
            None => Unresolved::NoAnchor(missing),
        },
        fault => fault,
    }
}

/// The link from a folder to a file, both from the root of the project.
pub fn relative_link(folder: &str, file: &str) -> String {
    let here: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let there: Vec<&str> = file.split('/').collect();
    let common = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(here.len() - common), there[common..].join("/"))
}

/// Adds what a name means, unless it is known.
fn add_candidate(
    candidates: &mut Vec<(Destination, String)>,
    (destination, full): (&Destination, &str),
) {
    if !candidates.iter().any(|(known, _)| known == destination) {
        candidates.push((destination.clone(), full.to_owned()));
    }
}

/// What a picture is shown of, which is no page.
fn picture(target: LinkTarget) -> Result<LinkTarget, Unresolved> {
    match target {
        LinkTarget::Page(_) => Err(Unresolved::NoPicture),
        target => Ok(target),
    }
}

/// The one thing that a name means, out of a level and others; `None` if there is none.
fn one_of(
    handbook: Tracked,
    level: Option<Result<LevelIx, Unresolved>>,
    others: Option<&Vec<(Destination, String)>>,
) -> Option<Result<Destination, Unresolved>> {
    let mut candidates: Vec<(Destination, String)> = Vec::new();
    match level {
        Some(Err(unresolved)) => return Some(Err(unresolved)),
        Some(Ok(level)) if handbook.has_page(level) => {
            let destination = page(PageKey::Level(level), handbook.label(level));
            candidates.push((destination, handbook.level_name(level)));
        }
        Some(Ok(_)) | None => {}
    }
    candidates.extend(others.into_iter().flatten().cloned());
    match candidates.as_slice() {
        [] => None,
        [(destination, _)] => Some(Ok(destination.clone())),
        _ => {
            Some(Err(Unresolved::Ambiguous(candidates.into_iter().map(|(_, full)| full).collect())))
        }
    }
}

/// The paths from the root of the project that a path in a file may mean. One that starts with `/` starts
/// at the root of the site; on a forge, at that of the repository, of which the project may be a folder.
fn targets(file: &RelPath, path: &str) -> Vec<String> {
    let Some(rooted) = path.strip_prefix('/') else {
        return RelPath::resolve(file.folder(), path)
            .map(|it| it.to_string())
            .into_iter()
            .collect();
    };
    if rooted.trim_matches('/').is_empty() {
        return vec!["content".to_owned()];
    }
    let of_site = RelPath::resolve("content", rooted);
    let rooted = format!("/{rooted}");
    let of_repository =
        rooted.rfind("/content/").and_then(|at| RelPath::resolve("", &rooted[at..]));
    of_site.into_iter().chain(of_repository).map(|it| it.to_string()).collect()
}

fn term(term: &Term) -> Destination {
    Destination {
        page: PageKey::Glossary,
        anchor: Some(term.anchor()),
        title: term.term.clone(),
        term: true,
    }
}

fn page(page: PageKey, title: &str) -> Destination {
    Destination { page, anchor: None, title: title.to_owned(), term: false }
}
