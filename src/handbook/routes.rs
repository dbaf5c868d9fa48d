//! Where each page stands: the only place that makes a URL.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::names::LevelNames;
use super::nouns::{Handbook, LevelIx, PageKey};
use super::pairs;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::tree::RelPath;

/// Characters that a URL path cannot hold as they are.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b':')
    .add(b'&')
    .add(b'\'');

/// Characters that a value in a query cannot hold as they are. A plus would be read as a space.
const QUERY: &AsciiSet = &PATH.add(b'+');

/// The address of every page.
#[derive(Debug)]
pub struct Routes {
    pretty: bool,
    base_path: String,
    base_url: Option<String>,
    addresses: BTreeMap<PageKey, Address>,
    redirects: Vec<Redirect>,
    /// On the page for paper, the anchors of the pages that it holds; empty elsewhere.
    paper: BTreeMap<PageKey, String>,
}

/// The most levels that the page for paper is made for. A level of the sample fills about three sheets, so
/// these are some fifteen hundred: more than anybody prints in one go. Beyond that the page would only grow
/// slower to open, and each level can be printed from its own page.
pub const MOST_ON_PAPER: usize = 500;

/// Where a page stands, without extension.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    /// Path from the root without leading and trailing `/`; empty for the home page.
    path: String,
    /// Whether it is a folder's index with and without pretty URLs.
    index: bool,
    /// Its file in the output.
    file: String,
    /// Its address from the root of the site, without `/` in front, as it stands in links.
    url: String,
}

impl Address {
    fn new(path: String, index: bool, pretty: bool) -> Self {
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

/// An old address that leads to a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// File of the old address.
    pub file: RelPath,
    /// Where it leads: a page, or an address from the root of the site or in full.
    pub to: RedirectTarget,
}

/// Where a redirect leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RedirectTarget {
    /// A page of the site.
    Page(PageKey),
    /// Another site.
    External(String),
}

impl Routes {
    /// The addresses of all pages, and what is wrong with them: two pages at one address, a redirect
    /// over a page or to nowhere.
    pub fn new(handbook: &Handbook, config: &Config) -> (Self, Diagnostics) {
        let base_path = config.build.base_url.as_deref().map_or("/", path_of_url).to_owned();
        let mut routes = Self {
            pretty: config.build.pretty_urls,
            base_path,
            base_url: config.build.base_url.clone(),
            addresses: BTreeMap::new(),
            redirects: Vec::new(),
            paper: BTreeMap::new(),
        };
        let mut taken = Taken::default();
        routes.add_pages(handbook, config, &mut taken);
        for asset in &handbook.assets {
            let place = Place::new(&asset.below("content"), Span::default());
            taken.take(asset.as_str(), Some(place));
        }
        routes.add_redirects(handbook, config, &mut taken);
        (routes, taken.diagnostics)
    }

    /// The path below which the site is published, with `/` at both ends.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    fn add_pages(&mut self, handbook: &Handbook, config: &Config, taken: &mut Taken) {
        let names = LevelNames::new(
            handbook.levels.iter().map(|it| (handbook[it.track].id.as_str(), it.id.as_str())),
        );
        let start = |path: &RelPath| Some(Place::new(path, Span::default()));
        let mut add = |key, path: String, index, place: Option<Place>| {
            let address = Address::new(path, index, self.pretty);
            if taken.take(&address.file, place) {
                self.addresses.insert(key, address);
            }
        };
        add(PageKey::Home, String::new(), true, None);
        add(PageKey::Competencies, "competencies".into(), true, None);
        add(PageKey::Matrix, "matrix".into(), false, None);
        add(PageKey::Comparisons, "compare".into(), true, None);
        let extras = [
            (config.extras.search, PageKey::Search, "search"),
            (config.extras.review, PageKey::Review, "review"),
            (
                config.extras.print && handbook.levels.len() <= MOST_ON_PAPER,
                PageKey::Print,
                "print",
            ),
        ];
        for (_, key, path) in extras.into_iter().filter(|(enabled, ..)| *enabled) {
            add(key, path.into(), false, None);
        }
        for (from, to) in pairs::rendered(handbook) {
            let name = |level| comparison_name(handbook, &names, level);
            let path = format!("compare/{}--{}", name(from), name(to));
            add(PageKey::Compare(from, to), path, false, None);
        }
        if !handbook.terms.is_empty() || handbook.special(super::nouns::Special::Glossary).is_some()
        {
            add(PageKey::Glossary, "glossary".into(), false, None);
        }
        for (key, track) in handbook.tracks().filter(|(_, track)| !track.is_abstract) {
            let place = Some(track.place.clone());
            add(PageKey::Track(key), format!("levels/{}", track.id), true, place);
        }
        for (key, level) in handbook.levels().filter(|(key, _)| handbook.has_page(*key)) {
            let path = format!("levels/{}", handbook.level_name(key));
            add(PageKey::Level(key), path, false, start(&level.file));
        }
        for (key, competency) in handbook.competencies() {
            let path = format!("competencies/{}", competency.id);
            add(PageKey::Competency(key), path, false, Some(competency.place.clone()));
        }
        for (key, page) in handbook.pages() {
            add(PageKey::Page(key), page.address.clone(), page.is_index, start(&page.file));
        }
        taken.take("404.html", None);
    }

    fn add_redirects(&mut self, handbook: &Handbook, config: &Config, taken: &mut Taken) {
        let levels = handbook.levels().map(|(key, it)| (PageKey::Level(key), &it.aliases));
        let pages = handbook.pages().map(|(key, it)| (PageKey::Page(key), &it.aliases));
        for (key, aliases) in levels.chain(pages) {
            for alias in aliases {
                self.add_redirect(alias, RedirectTarget::Page(key), taken);
            }
        }
        for (from, to) in &config.redirects {
            let target = if super::names::is_external(&to.value) {
                Some(RedirectTarget::External(to.value.clone()))
            } else {
                let wanted = to.value.trim_matches('/');
                let wanted = wanted.strip_suffix(".html").unwrap_or(wanted);
                let found = self.addresses.iter().find(|(_, address)| address.path == wanted);
                found.map(|(key, _)| RedirectTarget::Page(*key))
            };
            match target {
                Some(target) => self.add_redirect(from, target, taken),
                None => {
                    let message = format!("no page has the address `{}`", to.value);
                    let addresses = self.addresses.values().map(|it| it.path.as_str());
                    let diagnostic = Diagnostic::new(Code::BrokenLink, message)
                        .at(to.place.clone())
                        .did_you_mean(to.value.trim_matches('/'), addresses);
                    taken.diagnostics.push(diagnostic);
                }
            }
        }
    }

    fn add_redirect(&mut self, from: &Spanned<String>, to: RedirectTarget, taken: &mut Taken) {
        let trimmed = from.value.trim_matches('/');
        let file = match trimmed.strip_suffix(".html") {
            Some(_) => trimmed.to_owned(),
            None => Address::new(trimmed.to_owned(), false, true).file,
        };
        match RelPath::new(&file) {
            Some(path) if taken.take(&file, Some(from.place.clone())) => {
                self.redirects.push(Redirect { file: path, to });
            }
            Some(_) => {}
            None => taken.refuse(&from.value, Some(from.place.clone())),
        }
    }

    /// The same addresses as seen on the page for paper: what it holds is an anchor on it.
    pub fn on_paper(&self) -> Self {
        let mut paper = BTreeMap::new();
        if self.has(PageKey::Print) {
            let mut taken = BTreeSet::new();
            for (key, address) in self.addresses.iter().filter(|(key, _)| fits_on_paper(**key)) {
                let name = format!("at-{}", super::prose::slug(&address.path));
                let name = (1..)
                    .map(|n| if n == 1 { name.clone() } else { format!("{name}-{n}") })
                    .find(|name| !taken.contains(name));
                let name = name.expect("there are more numbers than pages");
                taken.insert(name.clone());
                paper.insert(*key, name);
            }
        }
        Self {
            pretty: self.pretty,
            base_path: self.base_path.clone(),
            base_url: self.base_url.clone(),
            addresses: if paper.is_empty() { BTreeMap::new() } else { self.addresses.clone() },
            redirects: Vec::new(),
            paper,
        }
    }

    /// Whether these are addresses as seen on the page for paper.
    pub fn is_paper(&self) -> bool {
        !self.paper.is_empty()
    }

    /// The id of a page's own anchor, or of the page itself, where the page is shown: on paper each has
    /// the page's name in front, since all of them stand on one. A slug has no two hyphens in a row, so
    /// the names cannot run into one another.
    pub fn id(&self, page: PageKey, anchor: Option<&str>) -> String {
        match (self.paper.get(&page), anchor) {
            (Some(section), Some(anchor)) => format!("{section}--{anchor}"),
            (Some(section), None) => section.clone(),
            (None, anchor) => anchor.unwrap_or_default().to_owned(),
        }
    }

    /// All pages in a fixed order. A page that lost its address to another one is not among them.
    pub fn pages(&self) -> impl Iterator<Item = PageKey> {
        self.addresses.keys().copied()
    }

    /// Whether a page has an address.
    pub fn has(&self, page: PageKey) -> bool {
        self.addresses.contains_key(&page)
    }

    /// Old addresses.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }

    /// The file of a page in the output.
    pub fn file(&self, page: PageKey) -> RelPath {
        let file = self.addresses.get(&page).map_or("404.html", |address| &address.file);
        RelPath::new(file).expect("addresses are checked when they are taken")
    }

    /// The address of a page from the root of the site, such as `/levels/ic/senior/`.
    pub fn url(&self, page: PageKey) -> String {
        let url = self.addresses.get(&page).map_or("404.html", |address| &address.url);
        format!("/{url}")
    }

    /// The address of a page in full, where book.toml has a base-url.
    pub fn canonical(&self, page: PageKey) -> Option<String> {
        let base = self.base_url.as_deref()?;
        Some(format!("{}{}", base.trim_end_matches('/'), self.url(page)))
    }

    /// The relative address of a page, seen from another one.
    pub fn href(&self, from: PageKey, to: PageKey, anchor: Option<&str>) -> String {
        let Some(address) = self.addresses.get(&to) else { return String::new() };
        if self.paper.contains_key(&to) {
            return format!("#{}", encode(&self.id(to, anchor)));
        }
        let mut href = String::new();
        if from != to || anchor.is_none() {
            href = self.relative(from, &address.url);
        }
        if let Some(anchor) = anchor {
            href.push('#');
            href.push_str(&encode(anchor));
        }
        href
    }

    /// The address of a file in the output from the root of the site on, and in full where book.toml
    /// names a base-url.
    pub fn file_urls(&self, file: &RelPath) -> (String, Option<String>) {
        let url = encode(file.as_str());
        let full = self.base_url.as_deref().map(|base| format!("{base}{url}"));
        (url, full)
    }

    /// The relative address of a page with a query of one value, seen from another page.
    pub fn query_href(&self, from: PageKey, to: PageKey, name: &str, value: &str) -> String {
        let page = self.href(from, to, None);
        format!("{page}?{name}={}", utf8_percent_encode(value, QUERY))
    }

    /// The relative address of a file in the output, seen from a page.
    pub fn file_href(&self, from: PageKey, to: &RelPath) -> String {
        self.relative(from, &encode(to.as_str()))
    }

    /// The prefix that leads from a page to the root of the site. The page for unknown addresses is
    /// shown at any depth; its prefix is the path of the base-url, or `/`.
    pub fn root(&self, from: PageKey) -> String {
        if from == PageKey::NotFound {
            return self.base_path.clone();
        }
        root_of(&self.file(from))
    }

    fn relative(&self, from: PageKey, to: &str) -> String {
        let from = if self.is_paper() { PageKey::Print } else { from };
        match self.addresses.get(&from) {
            Some(address) => relative(&address.file, to),
            None => format!("{}{to}", self.base_path),
        }
    }

    /// The relative address of a redirect's target.
    pub fn redirect_href(&self, redirect: &Redirect) -> String {
        match &redirect.to {
            RedirectTarget::External(url) => url.clone(),
            RedirectTarget::Page(page) => self
                .addresses
                .get(page)
                .map(|address| relative(redirect.file.as_str(), &address.url))
                .unwrap_or_default(),
        }
    }
}

/// Whether the page for paper holds a page. Comparisons and the matrix say what the levels say, in another
/// order.
fn fits_on_paper(page: PageKey) -> bool {
    match page {
        PageKey::Home
        | PageKey::Track(_)
        | PageKey::Level(_)
        | PageKey::Competencies
        | PageKey::Competency(_)
        | PageKey::Glossary
        | PageKey::Page(_) => true,
        PageKey::Matrix
        | PageKey::Comparisons
        | PageKey::Compare(..)
        | PageKey::Search
        | PageKey::Review
        | PageKey::Print
        | PageKey::NotFound => false,
    }
}

/// A level in the address of a comparison: `senior`, or `ic.senior` where that is not unique.
fn comparison_name(handbook: &Handbook, names: &LevelNames, level: LevelIx) -> String {
    let short = &handbook[level].id;
    if names.is_unique(short) {
        return short.clone();
    }
    handbook.level_name(level).replace('/', ".")
}

/// The folder of the search index. Hosts that run Jekyll hide what begins with `_`.
pub const SEARCH_INDEX: &str = "search/pagefind";

/// The prefix that leads from a file to the root of the site.
pub fn root_of(file: &RelPath) -> String {
    "../".repeat(file.folder().split('/').filter(|part| !part.is_empty()).count())
}

/// A file's or folder's address seen from a file, both from the root of the site.
fn relative(file: &str, to: &str) -> String {
    let folder = file.rfind('/').map_or(0, |slash| slash + 1);
    let alike = file.bytes().zip(to.bytes()).take(folder).take_while(|(a, b)| a == b).count();
    let common = file[..alike.min(folder)].rfind('/').map_or(0, |slash| slash + 1);
    let up = file[common..folder].matches('/').count();
    let mut path = String::with_capacity(3 * up + to.len() - common);
    for _ in 0..up {
        path.push_str("../");
    }
    path.push_str(&to[common..]);
    if path.is_empty() {
        path.push_str("./");
    }
    path
}

fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The path of a full URL, with `/` at its end.
fn path_of_url(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}

/// Files of the output that are spoken for. Compared without case, since some hosts and disks do not
/// tell `A` from `a`.
#[derive(Default)]
struct Taken {
    files: BTreeMap<String, Option<Place>>,
    diagnostics: Diagnostics,
}

impl Taken {
    /// Reports what cannot be an address, such as a title without letters that makes an empty name.
    fn refuse(&mut self, address: &str, place: Option<Place>) {
        let message = format!("`{address}` cannot be the address of a page");
        let mut diagnostic = Diagnostic::new(Code::InvalidValue, message)
            .help("an address is made of names with letters or digits, such as `/old/address/`");
        diagnostic.place = place;
        self.diagnostics.push(diagnostic);
    }

    /// Takes a file for whoever stands at `place`; a file already taken is reported.
    fn take(&mut self, file: &str, place: Option<Place>) -> bool {
        if RelPath::new(file).is_none() {
            self.refuse(file, place);
            return false;
        }
        let key = file.to_lowercase();
        let Some(first) = self.files.get(&key) else {
            self.files.insert(key, place);
            return true;
        };
        let message = format!("two pages would be `{file}`");
        let mut diagnostic =
            Diagnostic::new(Code::DuplicateUrl, message).help("rename one of them");
        match first {
            Some(first) => diagnostic = diagnostic.related(first.clone(), "taken by this one"),
            None => diagnostic = diagnostic.help("the other one is a page that ladderbook makes"),
        }
        if let Some(place) = place {
            diagnostic = diagnostic.at(place);
        }
        self.diagnostics.push(diagnostic);
        false
    }
}
