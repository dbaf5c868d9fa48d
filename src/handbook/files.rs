//! Files of content/ that links lead to, by their paths and names.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::model::Handbook;
use super::page::PageKey;
use crate::spelling::{composed, folded};
use crate::suggestion::{Candidates, Suggestion, is_like};
use crate::tree::RelPath;

/// Files that links lead to. Paths are compared with their letters composed.
pub struct Files {
    /// Pages by the paths of their files from the root of the project, with and without extension; an
    /// index by its folder as well.
    pages: HashMap<String, PageKey>,
    /// Paths of the files of pages, as they are.
    sources: Vec<String>,
    /// Other files by their paths from content/ on.
    assets: HashMap<String, RelPath>,
    /// The same by their names in lower case.
    names: HashMap<String, Vec<RelPath>>,
    /// What messages may suggest; made when it is first asked for.
    near: OnceLock<NearFiles>,
}

/// Files that may have been meant by a path that leads nowhere.
struct NearFiles {
    candidates: Candidates,
    /// Paths by their last parts without case, each list sorted.
    by_name: HashMap<String, Vec<String>>,
}

impl Files {
    pub fn new(handbook: &Handbook) -> Self {
        let count = handbook.levels.len() + handbook.texts.len();
        let mut files = Self {
            pages: HashMap::with_capacity(2 * count),
            sources: Vec::with_capacity(count),
            assets: HashMap::new(),
            names: HashMap::new(),
            near: OnceLock::new(),
        };
        for (level, it) in handbook.levels().filter(|(level, _)| handbook.has_page(*level)) {
            files.add_page(&it.file, PageKey::Level(level));
        }
        let shown = handbook.texts.iter().filter(|(key, _)| match key {
            PageKey::Track(track) => !handbook[*track].is_abstract,
            _ => true,
        });
        for (key, text) in shown {
            files.add_page(&text.file, *key);
        }
        for asset in &handbook.assets {
            files.assets.insert(composed(asset.as_str()).into_owned(), asset.clone());
            files.names.entry(folded(asset.name())).or_default().push(asset.clone());
        }
        files.sources.sort_unstable();
        files
    }

    fn add_page(&mut self, file: &RelPath, page: PageKey) {
        self.sources.push(file.to_string());
        let path = composed(file.as_str()).into_owned();
        if is_index(file) {
            // A page beside the folder goes before its index.
            self.pages.entry(composed(file.folder()).into_owned()).or_insert(page);
        }
        if let Some(bare) = path.strip_suffix(&format!(".{}", file.extension())) {
            self.pages.insert(bare.to_owned(), page);
        }
        self.pages.insert(path, page);
    }

    /// The file of a page.
    pub fn of(&self, page: PageKey) -> Option<RelPath> {
        let path = self.sources.iter().find(|path| self.page(path) == Some(page))?;
        RelPath::new(path)
    }

    /// The page that a file is.
    pub fn page_of(&self, file: &RelPath) -> Option<PageKey> {
        self.pages.get(composed(file.as_str()).as_ref()).copied()
    }

    /// The page at a path from the root of the project. A folder, or its README or index, is the page of
    /// the folder.
    pub fn page(&self, path: &str) -> Option<PageKey> {
        let path = composed(path);
        let path = path.trim_end_matches('/');
        let of_folder = || {
            let path = RelPath::new(path).filter(is_index)?;
            self.pages.get(path.folder())
        };
        self.pages.get(path).or_else(of_folder).copied()
    }

    /// The file at a path from content/ on that is no page.
    pub fn asset(&self, path: &str) -> Option<&RelPath> {
        self.assets.get(composed(path).as_ref())
    }

    /// The files that are no pages with a name, in whatever folder and case.
    pub fn assets_named(&self, name: &str) -> &[RelPath] {
        self.names.get(&folded(name)).map_or(&[], Vec::as_slice)
    }

    /// The file whose path is nearest, else one of the same name in another folder. A picture is not meant by
    /// the name of a page, nor the other way round.
    pub fn nearest(&self, target: &str) -> Option<Suggestion> {
        let name = target.rsplit('/').next().unwrap_or_default();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_meant = |path: &str| {
            let own = path.rsplit('.').next().unwrap_or_default();
            let is_page = |extension: &str| matches!(folded(extension).as_str(), "md" | "html");
            extension.is_empty() || is_page(own) == is_page(extension)
        };
        let near = self.near.get_or_init(|| self.near_files());
        let same_name = near.by_name.get(&folded(name)).into_iter().flatten();
        if let Some(path) = same_name.into_iter().find(|path| is_meant(path)) {
            let (written, meant) = (target.to_owned(), path.clone());
            return Some(Suggestion { written, meant, certain: false });
        }
        // Folders and extensions make any two files of a folder alike.
        let is_near = |path: &str| is_like(stem(target), stem(path));
        near.candidates.nearest_where(target, |path| is_meant(path) && is_near(path))
    }

    fn near_files(&self) -> NearFiles {
        let assets = self.assets.values().map(|asset| asset.below("content").to_string());
        let mut paths: Vec<String> = self.sources.iter().cloned().chain(assets).collect();
        paths.sort_unstable();
        let candidates = Candidates::new(paths.iter().map(String::as_str));
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for path in paths {
            let name = folded(path.rsplit('/').next().unwrap_or_default());
            by_name.entry(name).or_default().push(path);
        }
        NearFiles { candidates, by_name }
    }
}

/// The name of a file without folder and extension.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a file is the page of its folder.
fn is_index(file: &RelPath) -> bool {
    matches!(folded(file.stem()).as_str(), "index" | "readme")
}
