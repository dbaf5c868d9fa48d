//! Where pages stand.

use std::collections::{BTreeMap, HashMap};

use super::derived::Derived;
use super::page::PageKey;
use super::url::encode;
use crate::suggestion::{Candidates, Suggestion};

/// Where a page stands, without extension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Path from the root without leading and trailing `/`; empty for the home page.
    pub path: String,
    /// Whether it is a folder's index with and without pretty URLs.
    pub index: bool,
    /// Its file in the output.
    pub file: String,
    /// Its address from the root of the site, without `/` in front, as it stands in links.
    pub url: String,
}

impl Address {
    pub fn new(path: String, index: bool, pretty: bool) -> Self {
        let file = match (path.as_str(), index || pretty) {
            ("", _) => "index.html".to_owned(),
            (path, true) => format!("{path}/index.html"),
            (path, false) => format!("{path}.html"),
        };
        let url = match (path.as_str(), pretty) {
            ("", true) => String::new(),
            (path, true) => format!("{}/", encode(path)),
            (_, false) => encode(&file),
        };
        Self { path, index, file, url }
    }
}

/// Addresses by page. Each page asks for hundreds, most of them of levels.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    all: Vec<Address>,
    /// The numbers of those of levels, by the numbers of the levels.
    of_levels: Vec<Option<usize>>,
    /// Those of other pages.
    of_others: HashMap<PageKey, usize>,
    /// The same in the order of pages.
    ordered: BTreeMap<PageKey, usize>,
    by_path: Derived<ByPath>,
}

/// What addresses are looked up by that stand in book.toml; made when it is first asked for.
#[derive(Debug)]
struct ByPath {
    /// The first page with a path.
    pages: HashMap<String, PageKey>,
    candidates: Candidates,
}

impl Addresses {
    /// None yet, with room for so many pages, those of levels among them.
    pub fn with_capacity(pages: usize, levels: usize) -> Self {
        Self {
            all: Vec::with_capacity(pages),
            of_levels: Vec::with_capacity(levels),
            of_others: HashMap::with_capacity(pages.saturating_sub(levels)),
            ..Self::default()
        }
    }

    /// Gives a page an address.
    pub fn insert(&mut self, page: PageKey, address: Address) {
        self.by_path = Derived::default();
        let number = self.all.len();
        match page {
            PageKey::Level(level) => {
                let known = self.of_levels.len().max(level.0 + 1);
                self.of_levels.resize(known, None);
                self.of_levels[level.0] = Some(number);
            }
            page => {
                self.of_others.insert(page, number);
            }
        }
        self.ordered.insert(page, number);
        self.all.push(address);
    }

    /// The address of a page; `None` if it has none.
    pub fn get(&self, page: PageKey) -> Option<&Address> {
        let number = match page {
            PageKey::Level(level) => self.of_levels.get(level.0).copied().flatten(),
            page => self.of_others.get(&page).copied(),
        };
        number.map(|number| &self.all[number])
    }

    /// The page at a path.
    pub fn page_at(&self, path: &str) -> Option<PageKey> {
        self.by_path().pages.get(path).copied()
    }

    /// The path of a page that was probably meant by one at which there is none.
    pub fn nearest_path(&self, path: &str) -> Option<Suggestion> {
        self.by_path().candidates.nearest(path)
    }

    fn by_path(&self) -> &ByPath {
        self.by_path.get(|| {
            let mut pages = HashMap::new();
            for (page, address) in self.iter() {
                pages.entry(address.path.clone()).or_insert(page);
            }
            let paths = self.iter().map(|(_, address)| address.path.as_str());
            ByPath { pages, candidates: Candidates::new(paths) }
        })
    }

    /// The pages in their order.
    pub fn pages(&self) -> impl Iterator<Item = PageKey> {
        self.ordered.keys().copied()
    }

    /// The addresses in the order of their pages.
    pub fn iter(&self) -> impl Iterator<Item = (PageKey, &Address)> {
        self.ordered.iter().map(|(page, number)| (*page, &self.all[*number]))
    }
}
