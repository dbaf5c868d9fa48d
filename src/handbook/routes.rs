//! Where each page stands: the only place that makes a URL.

use std::collections::{BTreeMap, HashSet};

use super::addresses::{Address, Addresses};
use super::claims::{Claimant, Claims};
use super::former::{self, FormerNames};
use super::fragment::{Found, find_anchor};
use super::ix::LevelIx;
use super::level_names::Unresolved;
use super::model::Handbook;
use super::page::PageKey;
use super::pairs::prerendered_pairs;
use super::parts;
use super::redirects::{self, Ids};
use super::tracked::Tracked;
use super::unique::UniqueNames;
use super::url::{
    decoded, encode, encode_query, is_external, path_of_url, push_encoded, push_relative, relative,
    unsafe_link,
};
use crate::config::{Config, Twins};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::suggestion::Suggestion;
use crate::tree::RelPath;

/// The address of every page.
#[derive(Debug)]
pub struct Routes {
    pretty: bool,
    /// Which pages can be read as Markdown.
    twins: Twins,
    base_path: String,
    base_url: Option<String>,
    addresses: Addresses,
    redirects: Vec<Redirect>,
    former: FormerNames,
    /// Files for machines and spreadsheets.
    data: Vec<&'static str>,
    /// Whether pages load the data of tracks one by one.
    in_parts: bool,
    /// What each file of the site belongs to.
    claims: Claims,
    /// On the print page, the anchors of the pages that it holds; empty elsewhere.
    print: BTreeMap<PageKey, String>,
}

/// The most levels and pages of prose, taken together, that the print page is made for. A level of the
/// sample fills about three sheets, so these are some fifteen hundred: more than is printed in one go. Beyond
/// that the page would only grow slower to open, and each of them can be printed from its own page.
pub const MAX_PRINT_PAGES: usize = 500;

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
    /// A page of the site, with the query and the fragment that are asked of it.
    Page { page: PageKey, tail: String },
    /// Another site.
    External(String),
}

impl RedirectTarget {
    fn page(page: PageKey) -> Self {
        Self::Page { page, tail: String::new() }
    }
}

impl Routes {
    /// The addresses of all pages, and what is wrong with them: two pages at one address, a redirect
    /// over a page or to nowhere. `criteria_pages` is the number of pages that the list of all criteria fills.
    pub fn new(handbook: Tracked, config: &Config, criteria_pages: usize) -> (Self, Diagnostics) {
        let base_path = config.build.base_url.as_deref().map_or("/", path_of_url).to_owned();
        let levels = handbook.levels.len();
        // But for comparisons, of which a large handbook has no pages.
        let others = handbook.tracks.len() + handbook.competencies.len() + criteria_pages;
        let pages = levels + handbook.pages.len() + others;
        let mut routes = Self {
            pretty: config.build.pretty_urls,
            twins: config.build.markdown,
            base_path,
            base_url: config.build.base_url.clone(),
            addresses: Addresses::with_capacity(pages, levels),
            redirects: Vec::new(),
            former: FormerNames::default(),
            data: [DATA, DATA_SCHEMA].into_iter().chain(sheets(config)).collect(),
            in_parts: parts::is_divided(&handbook),
            claims: Claims::default(),
            print: BTreeMap::new(),
        };
        let mut claims = Claims::with_capacity(pages + handbook.assets.len());
        routes.add_pages(&handbook, config, criteria_pages, &mut claims);
        routes.claim_files(&handbook, config, &mut claims);
        for asset in &handbook.assets {
            let place = Place::new(&asset.below("content"), Span::default());
            claims.claim(asset.as_str(), Some(place), Claimant::Asset);
        }
        routes.add_redirects(handbook, config, &mut claims);
        let diagnostics = std::mem::take(&mut claims.diagnostics);
        (Self { claims, ..routes }, diagnostics)
    }

    /// What keeps a folder from holding the site, of which the files `published` of content/ are part, and what
    /// other systems refuse: [`Claims::faults`].
    pub fn faults(
        &self,
        theme: impl Iterator<Item = RelPath>,
        has_search: bool,
        published: &[&RelPath],
    ) -> Diagnostics {
        let published: HashSet<&str> = published.iter().map(|it| it.as_str()).collect();
        let is_published = |file: &str| published.contains(file);
        self.claims.faults(theme, has_search.then_some(SEARCH_INDEX), is_published)
    }

    /// Files for machines and spreadsheets that the site has, and that links can name.
    pub fn data_files(&self) -> &[&'static str] {
        &self.data
    }

    /// Whether pages load the data of tracks one by one: [`parts`].
    pub fn has_parts(&self) -> bool {
        self.in_parts
    }

    /// The file from which scripts of pages read what the handbook says.
    pub fn data_of_pages(&self) -> &'static str {
        if self.in_parts { parts::INDEX } else { DATA }
    }

    /// The path below which the site is published, with `/` at both ends.
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    fn add_pages(
        &mut self,
        handbook: &Handbook,
        config: &Config,
        criteria_pages: usize,
        claims: &mut Claims,
    ) {
        let ids = Ids::of(handbook);
        let start = |path: &RelPath| Some(Place::new(path, Span::default()));
        let mut add = |key, path: String, index, place: Option<Place>, by| {
            let address = Address::new(path, index, self.pretty);
            if claims.claim(&address.file, place, by) {
                self.addresses.insert(key, address);
            }
        };
        let own = Claimant::Ladderbook;
        for (key, _) in generated(handbook, config).into_iter().filter(|(_, wanted)| *wanted) {
            let kind = key.kind();
            let address = kind.address.expect("each generated page has an address of its own");
            add(key, address.to_owned(), kind.is_index, None, own);
        }
        for part in (0..criteria_pages).filter(|_| criteria_pages > 1) {
            let path = format!("criteria/{}", part + 1);
            add(PageKey::CriteriaPart(part), path, false, None, own);
        }
        for (from, to) in prerendered_pairs(handbook) {
            let name = |level| ids.name(handbook, level);
            let path = format!("compare/{}--{}", name(from), name(to));
            let named_after = start(&handbook[from].file);
            add(PageKey::Compare(from, to), path, false, named_after, own);
        }
        for (key, track) in handbook.tracks().filter(|(_, track)| !track.is_abstract) {
            let place = Some(track.place.clone());
            add(PageKey::Track(key), format!("levels/{}", track.id), true, place, Claimant::Page);
        }
        for (key, level) in handbook.levels().filter(|(key, _)| handbook.has_page(*key)) {
            let path = format!("levels/{}", handbook.level_name(key));
            add(PageKey::Level(key), path, false, start(&level.file), Claimant::Page);
        }
        for (key, competency) in handbook.competencies() {
            let path = format!("competencies/{}", competency.id);
            let place = Some(competency.place.clone());
            add(PageKey::Competency(key), path, false, place, Claimant::Page);
        }
        for (key, page) in handbook.pages() {
            let key = PageKey::Page(key);
            let place = handbook.text(key).and_then(|text| start(&text.file));
            add(key, page.address.clone(), page.is_index, place, Claimant::Page);
        }
    }

    /// Claims the files that are no pages of this handbook.
    fn claim_files(&self, handbook: &Handbook, config: &Config, claims: &mut Claims) {
        let own = Claimant::Ladderbook;
        for edition in &config.editions {
            let home = format!("{}/index.html", edition.folder());
            claims.claim(&home, Some(edition.name.place.clone()), own);
        }
        if !config.editions.is_empty() {
            claims.claim(FEED, None, own);
        }
        for file in self.data.iter().copied().chain([NOT_FOUND]) {
            claims.claim(file, None, own);
        }
        if self.in_parts {
            claims.claim(parts::INDEX, None, own);
            for (_, track) in handbook.tracks().filter(|(_, it)| !it.levels.is_empty()) {
                claims.claim(&parts::of_track(&track.id), Some(track.place.clone()), own);
            }
            for number in 0..parts::criteria_files(handbook) {
                claims.claim(&parts::of_criteria(number), None, own);
            }
        }
        // An author's own file takes their place.
        let is_own = |file: &str| handbook.assets.iter().any(|path| path.as_str() == file);
        for file in [ROBOTS, SITEMAP, LLMS].into_iter().filter(|file| !is_own(file)) {
            claims.claim(file, None, own);
        }
    }

    fn add_redirects(&mut self, handbook: Tracked, config: &Config, claims: &mut Claims) {
        let declared = redirects::declared(&handbook);
        for (page, alias) in &declared {
            if self.has(*page) {
                self.add_redirect(alias, RedirectTarget::page(*page), claims);
            } else if let PageKey::Track(_) | PageKey::Level(_) = page {
                claims.diagnostics.push(nowhere(alias));
            }
        }
        let mut moved = Vec::new();
        let before = Before::new(&handbook, &declared);
        for (from, to) in &config.redirects {
            let renamed = self.renamed_target(&before, to);
            let target = match renamed {
                Some(renamed) if self.target(handbook, to).is_err() => {
                    let to = Spanned { value: renamed.meant.clone(), place: to.place.clone() };
                    claims.diagnostics.push(former::note(renamed, &to.place));
                    self.target(handbook, &to)
                }
                _ => self.target(handbook, to),
            };
            match target {
                Ok(target) => {
                    if let RedirectTarget::Page { page, .. } = target {
                        moved.push((page, from.clone()));
                    }
                    self.add_redirect(from, target, claims);
                }
                Err(diagnostic) => claims.diagnostics.push(*diagnostic),
            }
        }
        let old = declared.iter().chain(&moved);
        let old: Vec<(PageKey, String)> =
            old.map(|(page, from)| (*page, redirects::path(&from.value))).collect();
        let old = old.iter().map(|(page, path)| (*page, path.as_str()));
        self.former = FormerNames::new(&handbook, old);
        self.add_implied(&handbook, claims);
    }

    /// Adds old addresses that follow from others, unless there is something.
    fn add_implied(&mut self, handbook: &Handbook, claims: &mut Claims) {
        let ids = Ids::of(handbook);
        let pairs = self.addresses.pages().filter_map(|page| match page {
            PageKey::Compare(from, to) => Some((from, to)),
            _ => None,
        });
        let pairs: Vec<(LevelIx, LevelIx)> = pairs.collect();
        for (path, page) in redirects::implied(handbook, &self.former, &ids, &pairs) {
            let file = Address::new(path, false, self.pretty).file;
            let Some(path) = RelPath::new(&file).filter(|_| self.has(page)) else { continue };
            if claims.claim_if_free(&file) {
                self.redirects.push(Redirect { file: path, to: RedirectTarget::page(page) });
            }
        }
    }

    /// What a target of `[redirects]` should be that is an old address.
    fn renamed_target(&self, before: &Before, to: &Spanned<String>) -> Option<Suggestion> {
        let end = to.value.find(['?', '#']).unwrap_or(to.value.len());
        let (address, tail) = to.value.split_at(end);
        let page = before.0.get(&redirects::path(address))?;
        let path = &self.addresses.get(*page)?.path;
        Some(former::renamed(&to.value, &format!("/{path}/{tail}")))
    }

    /// What `[redirects]` of book.toml leads to.
    fn target(
        &self,
        handbook: Tracked,
        to: &Spanned<String>,
    ) -> Result<RedirectTarget, Box<Diagnostic>> {
        if let Some(diagnostic) = unsafe_link(&to.value, &to.place) {
            return Err(Box::new(diagnostic));
        }
        if is_external(&to.value) {
            return Ok(RedirectTarget::External(to.value.clone()));
        }
        let end = to.value.find(['?', '#']).unwrap_or(to.value.len());
        let (address, tail) = to.value.split_at(end);
        let wanted = redirects::path(address);
        let Some(page) = self.addresses.page_at(&wanted) else {
            if let Some(hidden) = handbook.hidden(address.trim_matches('/')) {
                let hidden = Unresolved::Hidden(hidden.clone());
                let diagnostic = hidden.diagnostic("a page", address).at(to.place.clone());
                return Err(Box::new(diagnostic));
            }
            let near = self.addresses.nearest_path(address.trim_matches('/'));
            let message = format!("no page has the address `{address}`");
            let diagnostic = Diagnostic::new(Code::BrokenLink, message).at(to.place.clone());
            return Err(Box::new(match near {
                Some(_) => diagnostic.suggest(near),
                None => diagnostic.help(
                    "write the address of a page here, such as `/levels/`, or one elsewhere in full",
                ),
            }));
        };
        let Some((query, wanted)) = tail.split_once('#') else {
            return Ok(RedirectTarget::Page { page, tail: tail.to_owned() });
        };
        match find_anchor(handbook, page, wanted) {
            Found::Anchor { anchor, .. } => {
                let tail = format!("{query}#{}", encode(&anchor));
                Ok(RedirectTarget::Page { page, tail })
            }
            Found::Gap => Ok(RedirectTarget::Page { page, tail: tail.to_owned() }),
            Found::Hidden(hidden) => {
                let hidden = Unresolved::Hidden(hidden).diagnostic("a page", address);
                Err(Box::new(hidden.at(to.place.clone())))
            }
            Found::Nothing(missing) => {
                let moved = missing.level().map(|level| self.url(PageKey::Level(level)));
                let missing = match moved {
                    Some(url) => missing.with_link(&to.value, Some(format!("{url}#{wanted}"))),
                    None => *missing,
                };
                Err(Box::new(missing.called(address).diagnostic().at(to.place.clone())))
            }
        }
    }

    fn add_redirect(&mut self, from: &Spanned<String>, to: RedirectTarget, claims: &mut Claims) {
        if let Some(at) = from.value.find(['?', '#']) {
            let (address, tail) = from.value.split_at(at);
            let message = format!("an old address cannot have `{tail}`");
            let help = format!("write `{address}`; what follows it is kept on the way");
            claims.diagnostics.push(
                Diagnostic::new(Code::InvalidValue, message).at(from.place.clone()).help(help),
            );
            return;
        }
        if from.value.starts_with("//") || from.value.contains("://") {
            let message = format!("the old address `{}` is none of this site", from.value);
            claims.diagnostics.push(
                Diagnostic::new(Code::InvalidValue, message)
                    .at(from.place.clone())
                    .help("write it from the root of the site on, such as `/old/address/`"),
            );
            return;
        }
        let written = decoded(from.value.trim_matches('/'));
        let file = match written.strip_suffix(".html") {
            Some(_) => written.into_owned(),
            None => Address::new(written.into_owned(), false, true).file,
        };
        match RelPath::new(&file) {
            Some(path) if claims.claim_old(&file, from) => {
                self.redirects.push(Redirect { file: path, to });
            }
            Some(_) => {}
            None => claims.refuse(&from.value, Some(from.place.clone())),
        }
    }

    /// The same addresses as seen on the print page: what it holds is an anchor on it.
    pub fn for_print(&self) -> Self {
        let mut print = BTreeMap::new();
        if self.has(PageKey::Print) {
            let mut names = UniqueNames::default();
            for (key, address) in self.addresses.iter().filter(|(key, _)| key.kind().on_print) {
                let name = format!("at-{}", super::slug::slug(&address.path));
                let name = names.claim(name);
                print.insert(key, name);
            }
        }
        Self {
            pretty: self.pretty,
            twins: self.twins,
            base_path: self.base_path.clone(),
            base_url: self.base_url.clone(),
            addresses: if print.is_empty() { Addresses::default() } else { self.addresses.clone() },
            redirects: Vec::new(),
            former: FormerNames::default(),
            data: self.data.clone(),
            in_parts: self.in_parts,
            claims: Claims::default(),
            print,
        }
    }

    /// Whether these are addresses as seen on the print page.
    pub fn is_print(&self) -> bool {
        !self.print.is_empty()
    }

    /// The id of a page's own anchor, or of the page itself, where the page is shown: on the print page each has
    /// the page's name in front, since all of them stand on one. A slug has no two hyphens in a row, so
    /// the names cannot run into one another.
    pub fn id(&self, page: PageKey, anchor: Option<&str>) -> String {
        match (self.print.get(&page), anchor) {
            (Some(section), Some(anchor)) => format!("{section}--{anchor}"),
            (Some(section), None) => section.clone(),
            (None, anchor) => anchor.unwrap_or_default().to_owned(),
        }
    }

    /// All pages in a fixed order. A page that lost its address to another one is not among them.
    pub fn pages(&self) -> impl Iterator<Item = PageKey> {
        self.addresses.pages()
    }

    /// The address of each page on the site, without slashes around it.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, PageKey)> {
        self.addresses.iter().map(|(page, address)| (address.path.as_str(), page))
    }

    /// Whether a page has an address.
    pub fn has(&self, page: PageKey) -> bool {
        self.addresses.get(page).is_some()
    }

    /// Old addresses.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }

    /// Names that a level had: `ic/mid`.
    pub fn former_names(&self, level: LevelIx) -> &[String] {
        self.former.of(level)
    }

    /// The file of a page in the output.
    pub fn file(&self, page: PageKey) -> RelPath {
        let file = self.addresses.get(page).map_or(NOT_FOUND, |address| &address.file);
        RelPath::new(file).expect("addresses are checked when they are taken")
    }

    /// The file in which a page can be read as Markdown, beside its own; `None` if there is none.
    pub fn twin_file(&self, page: PageKey) -> Option<RelPath> {
        let is_wanted = match (self.twins, page) {
            (Twins::None, _) | (Twins::Ladder, PageKey::Page(_)) => false,
            (Twins::All | Twins::Ladder, page) => page.kind().has_twin,
        };
        let address = self.addresses.get(page).filter(|_| is_wanted)?;
        RelPath::new(&format!("{}.md", address.file.strip_suffix(".html")?))
    }

    /// The address of a file in full where book.toml has a base-url, else from the root of the site on.
    pub fn address_of(&self, file: &RelPath) -> String {
        let (url, full) = self.file_urls(file);
        full.unwrap_or_else(|| format!("/{url}"))
    }

    /// The address of a page from the root of the site, such as `/levels/ic/senior/`.
    pub fn url(&self, page: PageKey) -> String {
        let url = self.addresses.get(page).map_or(NOT_FOUND, |address| &address.url);
        format!("/{url}")
    }

    /// The address of a page in full, where book.toml has a base-url.
    pub fn canonical(&self, page: PageKey) -> Option<String> {
        // Any address may show the page for unknown ones.
        let base = self.base_url.as_deref().filter(|_| page != PageKey::NotFound)?;
        Some(format!("{}{}", base.trim_end_matches('/'), self.url(page)))
    }

    /// The relative address of a page, seen from another one.
    pub fn href(&self, from: PageKey, to: PageKey, anchor: Option<&str>) -> String {
        // Most addresses are those of criteria on their own page.
        if let Some(anchor) = anchor.filter(|_| from == to && !self.is_print()) {
            return fragment(anchor);
        }
        let Some(address) = self.addresses.get(to) else { return String::new() };
        if self.print.contains_key(&to) {
            return fragment(&self.id(to, anchor));
        }
        let mut href = String::with_capacity(address.url.len() + anchor.map_or(0, str::len) + 16);
        self.push_relative(&mut href, from, &address.url);
        if let Some(anchor) = anchor {
            push_fragment(&mut href, anchor);
        }
        href
    }

    /// The address of a page below that of the root, which ends in `/`; empty if there is no such page.
    pub fn href_from(&self, root: &str, to: PageKey, anchor: Option<&str>) -> String {
        let Some(address) = self.addresses.get(to) else { return String::new() };
        let fragment = anchor.map_or(0, |anchor| "#".len() + anchor.len());
        let mut href = String::with_capacity(root.len() + address.url.len() + fragment);
        href.push_str(root);
        href.push_str(&address.url);
        if let Some(anchor) = anchor {
            push_fragment(&mut href, anchor);
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

    /// The relative address of a page with a query of some names and values, seen from another page.
    pub fn query_href(&self, from: PageKey, to: PageKey, values: &[(&str, String)]) -> String {
        let mut href = self.href(from, to, None);
        for (number, (name, value)) in values.iter().enumerate() {
            href.push(if number == 0 { '?' } else { '&' });
            href.push_str(&format!("{name}={}", encode_query(value)));
        }
        href
    }

    /// The relative address of a file in the output, seen from a page.
    pub fn file_href(&self, from: PageKey, to: &RelPath) -> String {
        let mut href = String::new();
        self.push_relative(&mut href, from, &encode(to.as_str()));
        href
    }

    /// The prefix that leads from a page to the root of the site. The page for unknown addresses is
    /// shown at any depth; its prefix is the path of the base-url, or `/`.
    pub fn root(&self, from: PageKey) -> String {
        if from == PageKey::NotFound {
            return self.base_path.clone();
        }
        super::url::root_of(&self.file(from))
    }

    fn push_relative(&self, href: &mut String, from: PageKey, to: &str) {
        let from = if self.is_print() { PageKey::Print } else { from };
        match self.addresses.get(from) {
            Some(address) => push_relative(href, &address.file, to),
            None => href.extend([&*self.base_path, to]),
        }
    }

    /// The relative address of a redirect's target.
    pub fn redirect_href(&self, redirect: &Redirect) -> String {
        match &redirect.to {
            RedirectTarget::External(url) => url.clone(),
            RedirectTarget::Page { page, tail } => {
                let address = self.addresses.get(*page);
                let href = address.map(|it| relative(redirect.file.as_str(), &it.url));
                href.unwrap_or_default() + tail
            }
        }
    }
}

/// The pages that ladderbook makes once a site, and whether this site has them.
fn generated(handbook: &Handbook, config: &Config) -> [(PageKey, bool); 13] {
    let extras = &config.extras;
    let has_glossary = !handbook.terms.is_empty() || handbook.text(PageKey::Glossary).is_some();
    let on_paper = handbook.levels.len() + handbook.pages.len();
    [
        (PageKey::Home, true),
        (PageKey::Levels, true),
        (PageKey::Competencies, true),
        (PageKey::Criteria, true),
        (PageKey::Matrix, true),
        (PageKey::Comparisons, true),
        (PageKey::Search, extras.search),
        (PageKey::Review, extras.review),
        (PageKey::Calibrate, extras.calibrate),
        (PageKey::Print, extras.print && on_paper <= MAX_PRINT_PAGES),
        (PageKey::Glossary, has_glossary),
        (PageKey::Changes, !config.editions.is_empty()),
        (PageKey::Editions, !config.editions.is_empty()),
    ]
}

/// Where pages stood before.
struct Before(BTreeMap<String, PageKey>);

impl Before {
    fn new(handbook: &Handbook, declared: &[(PageKey, Spanned<String>)]) -> Self {
        let paths = declared.iter().map(|(page, old)| (redirects::path(&old.value), *page));
        let names = former::names_of_levels(handbook).into_iter();
        let names = names.map(|(level, name)| (format!("levels/{name}"), PageKey::Level(level)));
        Self(paths.chain(names).collect())
    }
}

fn fragment(anchor: &str) -> String {
    with_fragment("", anchor)
}

/// The address of an anchor on the page that has an address.
pub fn with_fragment(address: &str, anchor: &str) -> String {
    let mut href = String::with_capacity(address.len() + "#".len() + anchor.len());
    href.push_str(address);
    push_fragment(&mut href, anchor);
    href
}

fn push_fragment(href: &mut String, anchor: &str) {
    href.push('#');
    push_encoded(href, anchor);
}

/// An alias of something without a page.
fn nowhere(alias: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` can lead nowhere", alias.value);
    Diagnostic::new(Code::InvalidValue, message).at(alias.place.clone()).help(
        "a track that is `abstract` has no pages, and neither have its levels; remove the alias",
    )
}

/// The page for unknown addresses.
const NOT_FOUND: &str = "404.html";

/// The file of the handbook as data.
pub const DATA: &str = "api/handbook.json";

/// What [`DATA`] looks like.
pub const DATA_SCHEMA: &str = "api/handbook.schema.json";

/// The handbook as a workbook.
pub const WORKBOOK: &str = "handbook.xlsx";

/// The list of criteria as CSV.
pub const CRITERIA_CSV: &str = "handbook.csv";

/// The files for spreadsheets that a site has.
fn sheets(config: &Config) -> impl Iterator<Item = &'static str> {
    let wanted = [(config.export.xlsx, WORKBOOK), (config.export.csv, CRITERIA_CSV)];
    wanted.into_iter().filter(|(is_wanted, _)| *is_wanted).map(|(_, file)| file)
}

/// The feed of what changed from edition to edition.
pub const FEED: &str = "changes.xml";

/// Headers, for hosts that read them.
pub const HEADERS: &str = "_headers";

/// Old addresses, for hosts that read them.
pub const REDIRECTS: &str = "_redirects";

/// Without it GitHub Pages would leave out files whose names begin with `_`.
pub const NOJEKYLL: &str = ".nojekyll";

/// What programs that walk through sites are told.
pub const ROBOTS: &str = "robots.txt";

/// The list of all pages that can be read as Markdown.
pub const LLMS: &str = "llms.txt";

/// The list of all pages for search engines.
pub const SITEMAP: &str = "sitemap.xml";

/// Where the words of all criteria are, for a picker that loads the data of all levels at once.
pub const WORDS: &str = "api/words.json";

/// The folder of the search index. Hosts that run Jekyll hide what begins with `_`.
pub const SEARCH_INDEX: &str = "search/pagefind";
