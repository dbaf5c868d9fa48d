//! What a name means: references in front matter, wikilinks, relative links.

use std::collections::{HashMap, HashSet};

use super::anchors::anchors;
use super::level_names::{LevelNames, Unresolved};
use super::model::Handbook;
use super::page::PageKey;
use super::prose::{LinkKind, ProseLink, slug};
use super::tracked::Tracked;
use crate::diagnostic::Spanned;
use crate::suggestion::{Suggestion, nearest};
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
    others: HashMap<String, Vec<(Destination, String)>>,
    paths: HashMap<RelPath, PageKey>,
    assets: HashSet<RelPath>,
    all: Vec<String>,
}

impl Names {
    pub fn levels(&self) -> &LevelNames {
        &self.levels
    }

    /// The names of a handbook.
    pub fn new(handbook: &Handbook) -> Self {
        let pairs =
            handbook.levels.iter().map(|it| (handbook[it.track].id.as_str(), it.id.as_str()));
        let mut names = Self {
            levels: LevelNames::new(pairs),
            others: HashMap::new(),
            paths: HashMap::new(),
            assets: handbook.assets.iter().cloned().collect(),
            all: Vec::new(),
        };
        names.add_tracks_and_levels(handbook);
        names.add_competencies(handbook);
        names.add_pages(handbook);
        names.add_terms(handbook);
        names.add_former(handbook);
        names
    }

    /// Ids that competencies had, where nothing is called so today.
    fn add_former(&mut self, handbook: &Handbook) {
        for (competency, it) in handbook.competencies() {
            for old in &it.was {
                for name in [old.value.clone(), format!("competencies/{}", old.value)] {
                    if !self.others.contains_key(&name) && self.levels.get(&name).is_err() {
                        let destination = page(PageKey::Competency(competency), &it.title);
                        let full = format!("competencies/{}", it.id);
                        self.others.insert(name, vec![(destination, full)]);
                    }
                }
            }
        }
    }

    fn add(&mut self, name: &str, full: &str, destination: &Destination) {
        let candidates = self.others.entry(name.to_owned()).or_default();
        if !candidates.iter().any(|(known, _)| known == destination) {
            candidates.push((destination.clone(), full.to_owned()));
        }
        self.all.push(name.to_owned());
    }

    fn add_tracks_and_levels(&mut self, handbook: &Handbook) {
        for (track, it) in handbook.tracks().filter(|(_, it)| !it.is_abstract) {
            let destination = page(PageKey::Track(track), &it.title);
            let full = format!("levels/{}", it.id);
            self.add(&it.id, &full, &destination);
            self.add(&full, &full, &destination);
        }
        for (level, it) in handbook.levels() {
            if handbook.has_page(level) {
                self.paths.insert(it.file.clone(), PageKey::Level(level));
                self.all.push(it.id.clone());
            }
        }
    }

    fn add_competencies(&mut self, handbook: &Handbook) {
        for (competency, it) in handbook.competencies() {
            let destination = page(PageKey::Competency(competency), &it.title);
            let full = format!("competencies/{}", it.id);
            self.add(&it.id, &full, &destination);
            self.add(&full, &full, &destination);
        }
        for it in &handbook.categories {
            let mut destination = page(PageKey::Competencies, &it.title);
            destination.anchor = Some(it.id.clone());
            self.add(&it.id, &format!("competencies#{}", it.id), &destination);
        }
    }

    fn add_pages(&mut self, handbook: &Handbook) {
        for key in PageKey::WITH_TEXT {
            let name = key.text_name();
            let title = handbook.text(key).and_then(|it| it.title.as_deref()).unwrap_or(name);
            self.add(name, name, &page(key, title));
        }
        for (key, it) in handbook.pages() {
            let full = format!("{}.md", it.address);
            let destination = page(PageKey::Page(key), &it.title);
            self.add(&it.address, &full, &destination);
            self.others.insert(full.clone(), vec![(destination, full)]);
        }
        let shown = handbook.texts.iter().filter(|(key, _)| match key {
            PageKey::Track(track) => !handbook[*track].is_abstract,
            _ => true,
        });
        self.paths.extend(shown.map(|(key, text)| (text.file.clone(), *key)));
    }

    fn add_terms(&mut self, handbook: &Handbook) {
        for (_, it) in handbook.terms() {
            let destination = Destination {
                page: PageKey::Glossary,
                anchor: Some(it.anchor()),
                title: it.term.clone(),
                term: true,
            };
            let full = format!("glossary/{}", it.term.to_lowercase());
            for name in it.aliases.iter().chain([&it.term]) {
                self.add(&name.to_lowercase(), &full, &destination);
            }
            self.add(&full, &full, &destination);
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
                self.reference(handbook, link.target, from).map(LinkTarget::Page)
            }
            LinkKind::Plain | LinkKind::Image => self.plain(handbook, link, from),
        }
    }

    /// What `[[name]]` means on the page `from`.
    ///
    /// # Errors
    ///
    /// As for [`Names::link`].
    pub fn reference(
        &self,
        handbook: Tracked,
        text: &str,
        from: PageKey,
    ) -> Result<Destination, Unresolved> {
        let (name, anchor) = match text.split_once('#') {
            Some((name, anchor)) => (name.trim(), Some(anchor.trim())),
            None => (text.trim(), None),
        };
        if name.is_empty() {
            let anchor = anchor.unwrap_or_default();
            return self.here_or_criterion(handbook, anchor, from);
        }
        let mut destination = self.named(handbook, name)?;
        if let Some(anchor) = anchor {
            self.add_anchor(handbook, &mut destination, anchor)?;
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
        self.reference(handbook, &url.value, from).map(LinkTarget::Page).or_else(|unresolved| {
            let link =
                ProseLink { target: &url.value, kind: LinkKind::Plain, place: url.place.clone() };
            self.plain(handbook, &link, from).map_err(|_| unresolved)
        })
    }

    fn named(&self, handbook: Tracked, name: &str) -> Result<Destination, Unresolved> {
        // With its extension a name is a file, which no level, competency or term is called.
        if let Some((destination, _)) = self.others.get(name).and_then(|found| found.first())
            && name.ends_with(".md")
        {
            return Ok(destination.clone());
        }
        let bare = name.strip_suffix(".md").unwrap_or(name);
        let mut candidates: Vec<(Destination, String)> = Vec::new();
        match self.levels.get(bare) {
            Ok(level) if handbook.has_page(level) => {
                let destination = page(PageKey::Level(level), &handbook[level].title);
                candidates.push((destination, handbook.level_name(level)));
            }
            Err(Unresolved::Ambiguous(names)) => return Err(Unresolved::Ambiguous(names)),
            Ok(_) | Err(_) => {}
        }
        let others = self.others.get(bare).or_else(|| self.others.get(&bare.to_lowercase()));
        candidates.extend(others.into_iter().flatten().cloned());
        if let [(destination, _)] = candidates.as_slice() {
            return Ok(destination.clone());
        }
        if !candidates.is_empty() {
            return Err(Unresolved::Ambiguous(
                candidates.into_iter().map(|(_, full)| full).collect(),
            ));
        }
        Err(match handbook.hidden(bare) {
            Some(hidden) => Unresolved::Hidden(hidden.reason),
            None => Unresolved::Unknown(self.nearest_name(bare)),
        })
    }

    /// The name that is nearest, else one whose last part is.
    fn nearest_name(&self, name: &str) -> Option<Suggestion> {
        let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_lowercase();
        let whole = nearest(name, self.all.iter().map(String::as_str));
        let whole = whole.map(|it| if self.is_ambiguous(&it.meant) { it.uncertain() } else { it });
        whole.or_else(|| {
            let known = self.all.iter().find(|known| last(known) == last(name))?;
            let (written, meant) = (name.to_owned(), known.clone());
            Some(Suggestion { written, meant, certain: false })
        })
    }

    /// Whether several things have a name.
    fn is_ambiguous(&self, name: &str) -> bool {
        let levels = match self.levels.get(name) {
            Ok(_) => 1,
            Err(Unresolved::Ambiguous(names)) => names.len(),
            Err(_) => 0,
        };
        levels + self.others.get(name).map_or(0, Vec::len) > 1
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
        if handbook.has_gaps() {
            return Ok(here);
        }
        let level = handbook.criterion(anchor).map(|(level, _)| level);
        let Some(level) = level.filter(|level| handbook.has_page(*level)) else {
            return Err(missing);
        };
        let mut there = page(PageKey::Level(level), &handbook[level].title);
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
        if is_external(link.target) {
            return Ok(LinkTarget::External);
        }
        let (path, anchor) = match link.target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (link.target, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            let anchor = anchor.unwrap_or_default();
            let mut here = page(from, anchor);
            self.add_anchor(handbook, &mut here, anchor)?;
            return Ok(LinkTarget::Page(here));
        }
        let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let base = if decoded.starts_with('/') { "content" } else { link.place.path.folder() };
        let target = if decoded.trim_matches('/').is_empty() {
            Some("content".to_owned())
        } else {
            RelPath::resolve(base, &decoded).map(|path| path.to_string())
        };
        let Some(target) = target else { return Err(Unresolved::Unknown(None)) };
        self.file(handbook, &target, anchor).map_err(|unresolved| match unresolved {
            Unresolved::Unknown(Some(near)) => {
                let meant = relative_link(link.place.path.folder(), &near.meant);
                let written = path.to_owned();
                Unresolved::Unknown(Some(Suggestion { written, meant, ..near }))
            }
            unresolved => unresolved,
        })
    }

    /// What a path inside content/ means: a Markdown file, a page's address, or another file.
    fn file(
        &self,
        handbook: Tracked,
        target: &str,
        anchor: Option<&str>,
    ) -> Result<LinkTarget, Unresolved> {
        let key = [target.to_owned(), format!("{target}.md"), format!("{target}/index.md")]
            .iter()
            .filter_map(|path| RelPath::new(path))
            .find_map(|path| self.paths.get(&path).copied());
        if let Some(key) = key {
            let mut destination = page(key, "");
            if let Some(anchor) = anchor {
                self.add_anchor(handbook, &mut destination, anchor)?;
            }
            return Ok(LinkTarget::Page(destination));
        }
        let Some(inside) = target.strip_prefix("content") else {
            return Err(Unresolved::Unknown(None));
        };
        let inside = inside.trim_matches('/');
        let asset = RelPath::new(inside).filter(|path| self.assets.contains(path));
        if let Some(asset) = asset {
            return Ok(LinkTarget::Asset(asset));
        }
        if inside.is_empty() {
            return Ok(LinkTarget::Page(page(PageKey::Home, "")));
        }
        let address = inside.strip_prefix("levels/").unwrap_or(inside);
        if let Ok(mut destination) = self.named(handbook, address) {
            if let Some(anchor) = anchor {
                self.add_anchor(handbook, &mut destination, anchor)?;
            }
            return Ok(LinkTarget::Page(destination));
        }
        if let Some(hidden) = handbook.hidden.iter().find(|hidden| hidden.path.as_str() == target) {
            return Err(Unresolved::Hidden(hidden.reason));
        }
        Err(Unresolved::Unknown(self.nearest_file(target)))
    }

    /// The file whose path is nearest, else one of the same name in another folder.
    fn nearest_file(&self, target: &str) -> Option<Suggestion> {
        let assets = self.assets.iter().map(|asset| asset.below("content").to_string());
        let mut paths: Vec<String> =
            self.paths.keys().map(RelPath::to_string).chain(assets).collect();
        paths.sort_unstable();
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let same_name = paths.iter().find(|path| name(path) == name(target));
        let (written, certain) = (target.to_owned(), false);
        let near = same_name.map(|path| Suggestion { written, meant: path.clone(), certain });
        near.or_else(|| nearest(target, paths.iter().map(String::as_str)))
    }

    /// Adds an anchor to a destination, under the name that the page has for it.
    fn add_anchor(
        &self,
        handbook: Tracked,
        destination: &mut Destination,
        anchor: &str,
    ) -> Result<(), Unresolved> {
        let anchors = anchors(handbook, destination.page);
        let wanted = slug(anchor);
        let found = anchors
            .iter()
            .find(|known| known.name == anchor)
            .or_else(|| anchors.iter().find(|known| known.name == wanted));
        match found {
            Some(known) => {
                destination.anchor = Some(known.anchor.clone());
                if let Some(title) = &known.title {
                    destination.title = title.clone();
                }
                Ok(())
            }
            // It may stand in what could not be read.
            None if handbook.has_gap(destination.page) => Ok(()),
            None => {
                let names = anchors.iter().map(|known| known.name.as_str());
                let near = nearest(anchor, names).map(|near| near.prefixed("#"));
                let page = page_title(&handbook, destination.page);
                Err(Unresolved::NoAnchor(page, anchor.to_owned(), near))
            }
        }
    }
}

/// What a message calls a page.
fn page_title(handbook: &Handbook, page: PageKey) -> String {
    let title = match page {
        PageKey::Track(track) => &handbook[track].title,
        PageKey::Level(level) => &handbook[level].title,
        PageKey::Competency(competency) => &handbook[competency].title,
        PageKey::Page(page) => &handbook[page].title,
        page => page.text_name(),
    };
    title.to_owned()
}

/// The link from a folder to a file, both from the root of the project.
fn relative_link(folder: &str, file: &str) -> String {
    let here: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let there: Vec<&str> = file.split('/').collect();
    let common = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(here.len() - common), there[common..].join("/"))
}

/// Whether an address leads to another site or is no path at all.
pub fn is_external(target: &str) -> bool {
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    target.starts_with("//") || scheme.contains(':')
}

fn page(page: PageKey, title: &str) -> Destination {
    Destination { page, anchor: None, title: title.to_owned(), term: false }
}
