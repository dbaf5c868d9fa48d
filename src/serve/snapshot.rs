//! What the preview shows at one moment, and what is found in it at an address.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::rebuild::Rebuild;
use crate::tree::{File, Tree};

/// What the preview shows at one moment. The next one replaces it as a whole.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Number of the snapshot in this run, from 1.
    pub epoch: u64,
    /// The last site without errors; `None` before the first.
    pub site: Option<Arc<Tree>>,
    /// The search index, which may lag behind the site: see `Indexer`.
    pub index: Tree,
    /// The path below which the published site stands, such as `/careers/`: pages that are shown at
    /// any address, like 404.html, link there. Empty before the first site.
    pub base_path: String,
    /// The report of what keeps the site from being up to date, as plain text.
    pub problems: Option<String>,
}

/// What is found at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// A file and its path in the site.
    File(String, &'a File),
    /// A folder with a page, in an address that lacks the slash at its end.
    Folder,
    NotFound,
}

impl Snapshot {
    /// The snapshot after a build; `None` if it would show the same.
    pub fn after_rebuild(&self, rebuild: &Rebuild) -> Option<Self> {
        match rebuild.good_build() {
            Some(build) => {
                self.followed_by(Some(Arc::clone(&build.output)), build.base_path.clone(), None)
            }
            None => self.with_problems(rebuild.problems()),
        }
    }

    /// The same site with other problems; `None` if it would show the same.
    pub fn with_problems(&self, problems: Option<String>) -> Option<Self> {
        self.followed_by(self.site.clone(), self.base_path.clone(), problems)
    }

    /// The same site with another search index; `None` if that is the same too.
    pub fn with_index(&self, index: Tree) -> Option<Self> {
        (self.index != index).then(|| Self { epoch: self.epoch + 1, index, ..self.clone() })
    }

    fn followed_by(
        &self,
        site: Option<Arc<Tree>>,
        base_path: String,
        problems: Option<String>,
    ) -> Option<Self> {
        let shows_same = self.epoch > 0
            && self.site == site
            && self.base_path == base_path
            && self.problems == problems;
        let index = self.index.clone();
        (!shows_same).then(|| Self { epoch: self.epoch + 1, site, index, base_path, problems })
    }

    /// Finds what is at the path of a URL. It is decoded once and then names a file of a tree in
    /// memory, or none; it never reaches a disk.
    ///
    /// A site that is published below a base path is served at `/` and below that path as well, since
    /// its 404.html links there.
    pub fn look_up(&self, url_path: &str) -> Lookup<'_> {
        let Ok(path) = percent_decode_str(url_path).decode_utf8() else { return Lookup::NotFound };
        match self.in_trees(&path) {
            Lookup::NotFound => match below(&path, &self.base_path) {
                Some("") => Lookup::Folder,
                Some(path) => self.in_trees(path),
                None => Lookup::NotFound,
            },
            found => found,
        }
    }

    /// The page that is shown at addresses where there is nothing.
    pub fn not_found_page(&self) -> Option<&File> {
        self.site.as_ref()?.get("404.html")
    }

    /// Looks into the search index first: as in a site that is written, its files hide those that an
    /// author put in the same place.
    fn in_trees(&self, path: &str) -> Lookup<'_> {
        match (in_tree(&self.index, path), &self.site) {
            (Lookup::NotFound, Some(site)) => in_tree(site, path),
            (found, _) => found,
        }
    }
}

fn in_tree<'a>(tree: &'a Tree, path: &str) -> Lookup<'a> {
    let Some(path) = path.strip_prefix('/') else { return Lookup::NotFound };
    let file_path = if path.is_empty() || path.ends_with('/') {
        Cow::Owned(format!("{path}index.html"))
    } else {
        Cow::Borrowed(path)
    };
    match tree.get(&file_path) {
        Some(file) => Lookup::File(file_path.into_owned(), file),
        None if tree.get(&format!("{path}/index.html")).is_some() => Lookup::Folder,
        None => Lookup::NotFound,
    }
}

/// The part of a path below the base path, from the base path's last slash on; empty if the path
/// lacks even that slash.
fn below<'p>(path: &'p str, base_path: &str) -> Option<&'p str> {
    let base = base_path.trim_end_matches('/');
    let rest = path.strip_prefix(base)?;
    (!base.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Lookup, Snapshot, below};
    use crate::tree::Tree;

    fn snapshot() -> Snapshot {
        let site = Tree::from_texts([
            ("index.html", "home"),
            ("guides/größe/index.html", "size"),
            ("assets/site.css", "css"),
            ("search/hidden.json", "of an author"),
        ]);
        Snapshot {
            site: Some(Arc::new(site)),
            index: Tree::from_texts([("search/hidden.json", "of the index")]),
            base_path: "/careers/".to_owned(),
            ..Snapshot::default()
        }
    }

    /// The text at an address; `/` for a folder, nothing if there is nothing.
    fn at(snapshot: &Snapshot, path: &str) -> String {
        match snapshot.look_up(path) {
            Lookup::File(_, file) => String::from_utf8(file.bytes().to_vec()).unwrap(),
            Lookup::Folder => "/".to_owned(),
            Lookup::NotFound => String::new(),
        }
    }

    #[test]
    fn an_address_names_a_file_or_the_page_of_a_folder() {
        let snapshot = snapshot();
        for (path, expected) in [
            ("/", "home"),
            ("/index.html", "home"),
            ("/guides/gr%C3%B6%c3%9fe/", "size"),
            ("/guides/gr%C3%B6%C3%9Fe", "/"),
            ("/guides/größe/", "size"),
            ("/assets/site.css", "css"),
            ("/assets/", ""),
            ("/assets", ""),
            ("//", ""),
            ("//assets/site.css", ""),
            ("/assets/../index.html", ""),
            ("/%ff", ""),
            ("/assets/site.css%00", ""),
            ("/assets%252Fsite.css", ""),
            ("/assets%2Fsite.css", "css"),
            ("assets/site.css", ""),
            ("", ""),
        ] {
            assert_eq!(at(&snapshot, path), expected, "{path}");
        }
    }

    #[test]
    fn a_base_path_is_one_more_root() {
        let snapshot = snapshot();
        assert_eq!(at(&snapshot, "/careers"), "/");
        assert_eq!(at(&snapshot, "/careers/"), "home");
        assert_eq!(at(&snapshot, "/careers/assets/site.css"), "css");
        assert_eq!(at(&snapshot, "/careersassets/site.css"), "");
        assert_eq!(at(&snapshot, "/careers/careers/"), "");
        for base_path in ["", "/"] {
            assert_eq!(below("/careers/", base_path), None, "{base_path}");
        }
    }

    #[test]
    fn the_search_index_hides_files_in_the_same_place() {
        assert_eq!(at(&snapshot(), "/search/hidden.json"), "of the index");
    }

    #[test]
    fn there_is_a_next_snapshot_only_if_it_shows_something_else() {
        let first = Snapshot::default().with_problems(None).unwrap();
        assert_eq!(first.epoch, 1);
        assert!(first.with_problems(None).is_none());
        let second = first.with_problems(Some("error".to_owned())).unwrap();
        assert_eq!((second.epoch, second.problems.as_deref()), (2, Some("error")));
        assert!(second.with_index(Tree::default()).is_none());
        let third = second.with_index(Tree::from_texts([("search/a", "a")])).unwrap();
        assert_eq!((third.epoch, third.problems), (3, second.problems));
    }
}
