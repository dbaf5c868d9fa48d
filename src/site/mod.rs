//! The pipeline: a project's tree -> the site's tree and what is wrong.
//!
//! This is the only place that knows the order of the stages, and the only one that remembers.

mod background;
mod load;
mod assets;
mod themed;
#[cfg(feature = "sheets")]
mod sheets;
mod data;
mod pages;
mod editions;

use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use self::background::DropInBackground;
use self::data::data;
use self::editions::Editions;
use self::load::{configured, finish, load, load_configured, load_with};
use self::pages::Files;
pub use self::pages::{LeftOut, LeftOutReason};
#[cfg(feature = "sheets")]
pub use self::sheets::{SheetRequest, export_sheet};
use self::themed::{Kept, Themed, assemble_theme, has_own_theme};
use crate::config::{self, Audience, BOOK, Config, Overrides};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::exchange::{self, ComparisonFormat, Levels, Side, Told};
use crate::fingerprint::Fingerprint;
use crate::handbook::Handbook;
use crate::handbook::changes;
use crate::handbook::compare;
use crate::handbook::names::Names;
use crate::handbook::published::Published;
use crate::handbook::routes::{HEADERS, Routes};
use crate::loaded::Loaded;
use crate::memo::{AssembledTheme, Cache, Memo};
use crate::search;
use crate::theme;
use crate::tree::{File, FileStore, InMemory, RelPath, Tree};
use crate::view;

/// What a build yields.
pub struct Build {
    /// The site. If there is an error among the diagnostics it is not to be published: pages may be
    /// missing from it.
    pub output: Arc<Tree>,
    /// All that was found, sorted, with the severities that book.toml sets.
    pub diagnostics: Diagnostics,
    /// Number of pages.
    pub pages: usize,
    /// Number of pages that were rendered, not remembered.
    pub rendered: usize,
    /// The folder that book.toml names for the site.
    pub output_folder: String,
    /// The path below which book.toml says that the site is published, such as `/careers/`.
    pub base_path: String,
    /// What its search index is made from; `None` if the site has no search.
    pub searchable: Option<Searchable>,
    /// Whom it is for.
    pub audience: Audience,
    /// What exists but is no part of it.
    pub left_out: Vec<LeftOut>,
    loaded: Arc<Loaded>,
    /// To take it apart takes a while, so that it stays until the build is dropped.
    _made_from: Kept,
}

/// Builds the site of a project.
pub fn build(project: &Tree, memo: &mut Memo) -> Build {
    build_with(project, &Overrides::default(), memo)
}

/// Builds the site of a project as the command line says.
pub fn build_with(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Build {
    build_beside(project, overrides, memo, &InMemory, nothing).0
}

/// The same with a store for the files that are made, which gives the bytes back for as long as it lasts. So does what
/// the memo remembers of them. The second value is [`search`] of the build, made beside the pages since it keeps one
/// core busy for as long as they do; `None` if it was given up because something turned out to be wrong.
pub fn build_into(
    project: &Tree,
    overrides: &Overrides,
    memo: &mut Memo,
    store: &dyn FileStore,
) -> (Build, anyhow::Result<Option<Tree>>) {
    let index = |site: &Themed, goes_well: GoesWell| {
        let is_wanted = site.loaded.config.extras.search;
        let records = if is_wanted && goes_well() { records(site, goes_well) } else { None };
        let words = records.map(|records| Words::of(site, &records));
        move |goes_well: GoesWell| match words {
            Some(words) => words.index(goes_well),
            None => Ok((!is_wanted && goes_well()).then(Tree::default)),
        }
    };
    build_beside(project, overrides, memo, store, index)
}

/// Whether no error has been found so far.
type GoesWell<'a> = &'a (dyn Fn() -> bool + Sync);

/// Nothing is made beside the pages of a site.
fn nothing(_: &Themed, _: GoesWell) -> fn(GoesWell) {
    |_| ()
}

/// A build, and something else of the site: `before` begins with it on all cores before there are any pages, and what that
/// returns makes it beside them.
fn build_beside<T: Send, B: FnOnce(GoesWell) -> T + Send>(
    project: &Tree,
    overrides: &Overrides,
    memo: &mut Memo,
    store: &dyn FileStore,
    before: impl FnOnce(&Themed, GoesWell) -> B,
) -> (Build, T) {
    let read = read(project, overrides, Templates::Compiled, memo);
    // Editions were read as well.
    drop(memo.take_sources());
    let made = make(read, project, memo, store, before);
    memo.forget_unused();
    made
}

/// Builds the sites of several projects, such as a handbook and its editions. They are remembered side by
/// side, and share what is the same in them.
pub fn build_all(projects: &[&Tree], memo: &mut Memo) -> Vec<Build> {
    let overrides = Overrides::default();
    let make = |project: &&Tree| {
        let read = read(project, &overrides, Templates::Compiled, memo);
        make(read, project, memo, &InMemory, nothing).0
    };
    let builds = projects.iter().map(make).collect();
    memo.forget_unused();
    builds
}

/// What is wrong with a project.
pub struct Checked {
    /// All that a build would find.
    pub diagnostics: Diagnostics,
    /// Number of pages that it would have.
    pub pages: usize,
    loaded: Arc<Loaded>,
}

impl Build {
    /// What an earlier site had that others may refer to, and this one lacks.
    pub fn lost(&self, earlier: &Published, since: &str) -> Diagnostics {
        lost(&self.loaded, earlier, since)
    }
}

impl Checked {
    /// What an earlier site had that others may refer to, and this one would lack.
    pub fn lost(&self, earlier: &Published, since: &str) -> Diagnostics {
        lost(&self.loaded, earlier, since)
    }
}

fn lost(loaded: &Loaded, earlier: &Published, since: &str) -> Diagnostics {
    // What could not be read is not lost.
    if !loaded.is_readable() {
        return Diagnostics::default();
    }
    let lost = earlier.lost(&loaded.published(), &loaded.handbook, since);
    finish(lost, &loaded.config)
}

/// What the site of a project has that others may refer to; `None` if a part of the project cannot be read.
pub fn published(project: &Tree, overrides: &Overrides) -> Option<Published> {
    let loaded = load(project, overrides, &mut Memo::default());
    loaded.is_readable().then(|| loaded.published())
}

/// The same of a site that was written, from its files and its data.
pub fn published_in<'p>(files: impl IntoIterator<Item = &'p RelPath>, data: &[u8]) -> Published {
    exchange::published(files, data)
}

/// Finds what is wrong with a project. Pages are made only where that may find something: templates of our own
/// have no faults, so that without a theme of the project's own and without calls of components there is
/// nothing to be found in them.
pub fn check(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Checked {
    // Whether they are needed is known once the handbook is read.
    let read = read(project, overrides, Templates::AsWritten, memo);
    let checked = if has_own_theme(project) || read.loaded.links.has_calls {
        let (build, ()) = make(read, project, memo, &InMemory, nothing);
        let Build { diagnostics, pages, loaded, .. } = build;
        Checked { diagnostics, pages, loaded }
    } else {
        let ReadProject { loaded, theme, editions, found } = read;
        let mut diagnostics = loaded.diagnostics.clone();
        diagnostics.extend(found);
        diagnostics.extend((*layout_faults(&loaded, &theme, &mut memo.layout_faults)).clone());
        let diagnostics = finish(diagnostics, &loaded.config);
        let pages = loaded.count_pages() + editions.count_pages();
        drop(DropInBackground::new(editions));
        Checked { diagnostics, pages, loaded }
    };
    memo.forget_unused();
    checked
}

/// A project that was read and checked, with its editions.
struct ReadProject {
    loaded: Arc<Loaded>,
    theme: Arc<AssembledTheme>,
    editions: Editions,
    /// What is wrong with the theme and with the editions.
    found: Diagnostics,
}

/// What is to be done with the templates of a theme while the handbook is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Templates {
    /// They are compiled, since pages are made afterwards.
    Compiled,
    /// Nothing.
    AsWritten,
}

/// Reads a project, its editions and its theme, and checks all of them.
fn read(
    project: &Tree,
    overrides: &Overrides,
    templates: Templates,
    memo: &mut Memo,
) -> ReadProject {
    let (config, diagnostics) = configured(project, overrides);
    // Apart from all else that is remembered, which the handbook needs at the same time.
    let mut themes = std::mem::take(&mut memo.themes);
    let mut compiled = std::mem::take(&mut memo.rendering.templates);
    let theme = || {
        let theme = assemble_theme(project, &config, &mut themes);
        if templates == Templates::Compiled {
            pages::compile(&theme, &mut compiled);
        }
        theme
    };
    let (loaded, theme) =
        rayon::join(|| load_configured(project, config.clone(), diagnostics, memo), theme);
    (memo.themes, memo.rendering.templates) = (themes, compiled);
    let (editions, mut found) = Editions::load(&loaded.config, &overrides.past, memo);
    found.extend(theme.diagnostics.clone());
    ReadProject { loaded: Arc::new(loaded), theme, editions, found }
}

/// Makes the site of a project, with its editions in folders of their own; and something else beside its pages.
fn make<T: Send, B: FnOnce(GoesWell) -> T + Send>(
    read: ReadProject,
    project: &Tree,
    memo: &mut Memo,
    store: &dyn FileStore,
    before: impl FnOnce(&Themed, GoesWell) -> B,
) -> (Build, T) {
    let ReadProject { loaded, theme, editions, found } = read;
    // What is known by now not to be published need not be stored.
    let store = if loaded.diagnostics.has_errors() { &InMemory } else { store };
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(found);
    let history = Arc::new(editions.history(&loaded, project, memo));
    let today = themed::Side::Today(Arc::clone(&history));
    let site = Themed::new(project, Arc::clone(&loaded), theme, today);
    let site = Arc::new(DropInBackground::new(site));
    let goes_well = !diagnostics.has_errors();
    let (files, of_layout, beside) = make_files(&site, project, goes_well, memo, store, before);
    diagnostics.extend((*of_layout).clone());
    let Files { mut output, mut pages, mut rendered, left_out, diagnostics: of_pages } = files;
    diagnostics.extend(of_pages);
    let (sites, fresh) = editions.sites(&history, &loaded, project, memo, store);
    rendered += fresh;
    for edition in &sites {
        output.mount(&edition.folder, Arc::clone(&edition.output));
    }
    let assets = iter::once(&site.assets.folder).chain(sites.iter().map(|it| &it.assets));
    add_headers(&mut output, &loaded.config, assets.map(|it| &**it));
    for edition in sites {
        pages += edition.pages;
        diagnostics.extend(edition.diagnostics.clone());
    }

    let config = &loaded.config;
    let is_searchable = config.extras.search;
    let build = Build {
        output: Arc::new(output),
        diagnostics: finish(diagnostics.once_each(), config),
        pages,
        rendered,
        output_folder: config.build.output.value.clone(),
        base_path: loaded.routes.base_path().to_owned(),
        audience: config.build.audience,
        left_out,
        searchable: is_searchable.then(|| Searchable(Arc::clone(&site))),
        loaded,
        _made_from: site,
    };
    (build, beside)
}

/// The files of a site, and what keeps a folder from holding it; and something else beside both, see [`build_beside`].
/// `goes_well` says whether no error has been found before.
fn make_files<T: Send, B: FnOnce(GoesWell) -> T + Send>(
    site: &Kept,
    project: &Tree,
    goes_well: bool,
    memo: &mut Memo,
    store: &dyn FileStore,
    before: impl FnOnce(&Themed, GoesWell) -> B,
) -> (Files, Arc<Diagnostics>, T) {
    // Apart from all else that is remembered, which the pages need at the same time.
    let mut known_faults = std::mem::take(&mut memo.layout_faults);
    let has_failed = AtomicBool::new(!goes_well);
    let note = |found: &Diagnostics| has_failed.fetch_or(found.has_errors(), Ordering::Relaxed);
    let files = || {
        let files = pages::files(site, Some(site), project, memo, store);
        note(&files.diagnostics);
        files
    };
    let of_layout = || {
        let faults = layout_faults(&site.loaded, &site.theme, &mut known_faults);
        note(&faults);
        faults
    };
    let goes_well = || !has_failed.load(Ordering::Relaxed);
    let beside = before(site, &goes_well);
    let beside = || beside(&goes_well);
    let ((files, of_layout), beside) = rayon::join(|| rayon::join(files, of_layout), beside);
    memo.layout_faults = known_faults;
    (files, of_layout, beside)
}

/// Adds what hosts are to send with the files, unless there is such a file of the author's own.
fn add_headers<'a>(output: &mut Tree, config: &Config, assets: impl Iterator<Item = &'a str>) {
    if output.get(HEADERS).is_none() {
        let assets: Vec<&str> = assets.collect();
        let path = RelPath::new(HEADERS).expect("a relative path");
        output.insert(path, File::new(exchange::headers(config, &assets)));
    }
}

/// What keeps a folder from holding the site of a handbook.
fn layout_faults(
    loaded: &Loaded,
    theme: &AssembledTheme,
    remembered: &mut Cache<Diagnostics>,
) -> Arc<Diagnostics> {
    let assets = loaded.published_assets();
    let has_search = loaded.config.extras.search;
    let key =
        |(): &()| Fingerprint::of(&(loaded.addressed, theme.fingerprint, has_search, &assets));
    let make = |(): &()| loaded.layout_faults(&theme.theme, &assets);
    remembered.map(&[()], key, make).swap_remove(0)
}

/// The handbook of a project, and what is wrong with it: what is read from a revision, an exporter or a
/// test, without a site.
pub fn handbook(project: &Tree) -> (Handbook, Diagnostics) {
    let Loaded { handbook, config, diagnostics, .. } =
        load(project, &Overrides::default(), &mut Memo::default());
    let diagnostics = finish(diagnostics, &config);
    (handbook, diagnostics)
}

/// All that is written in a project, with drafts and what is internal: for what works on its sources and
/// publishes nothing.
pub fn whole(project: &Tree) -> Whole {
    let (mut config, diagnostics) = config::read(project);
    config.build.audience = Audience::Internal;
    config.build.drafts = true;
    let Loaded { handbook, names, routes, config, diagnostics, .. } =
        load_with(project, config, diagnostics, true, &mut Memo::default());
    Whole { handbook, names, routes, diagnostics: finish(diagnostics, &config) }
}

/// See [`whole`].
pub struct Whole {
    /// The handbook.
    pub handbook: Handbook,
    /// What names mean in it.
    pub names: Arc<Names>,
    /// Where everything would be published.
    pub routes: Arc<Routes>,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
}

/// The handbook of a project as JSON; `None` if it has errors.
pub fn export_json(project: &Tree, overrides: &Overrides) -> (Option<Vec<u8>>, Diagnostics) {
    let mut memo = Memo::of_one_build();
    let loaded = load(project, overrides, &mut memo);
    // No template is rendered, so what is wrong with the theme does not matter here.
    let theme = assemble_theme(project, &loaded.config, &mut memo.themes);
    let site = Themed::new(project, Arc::new(loaded), theme, themed::Side::Today(Arc::default()));
    let json = site.view(|site, _| exchange::json(site, &Levels::Made(site)));
    let diagnostics = finish(site.loaded.diagnostics.clone(), &site.loaded.config);
    ((!diagnostics.has_errors()).then_some(json), diagnostics)
}

/// The files of a site that are data, without its pages.
pub fn data_files(project: &Tree) -> Tree {
    let mut memo = Memo::of_one_build();
    let loaded = load(project, &Overrides::default(), &mut memo);
    let theme = assemble_theme(project, &loaded.config, &mut memo.themes);
    let site = Themed::new(project, Arc::new(loaded), theme, themed::Side::Today(Arc::default()));
    site.view(|site, _| data(site, None, site.shared(), &mut memo.data, &InMemory))
}

/// What differs between two levels, given by their names; or why one of them means nothing certain, as
/// lines of a message.
pub fn comparison(
    project: &Tree,
    overrides: &Overrides,
    names: [&str; 2],
    format: ComparisonFormat,
) -> (Result<String, String>, Diagnostics) {
    let loaded = load(project, overrides, &mut Memo::default());
    let Loaded { handbook, config, .. } = &loaded;
    let compared = loaded.level(names[0]).and_then(|from| {
        let to = loaded.level(names[1])?;
        let comparison = compare::levels(handbook.untracked(), from, to);
        let (theme, _) = theme::assemble(project, config);
        Ok(exchange::comparison(handbook.untracked(), &theme.messages, &comparison, format))
    });
    (compared, finish(loaded.diagnostics.clone(), config))
}

/// What differs between two revisions of a project, as `tell` writes it, and what is wrong with each; `None` if
/// one of them cannot be compared. A name that means nothing or a broken link does not keep it from that:
/// what the ladder says is known all the same.
pub fn changes<T>(
    projects: [&Tree; 2],
    overrides: &Overrides,
    sides: &[Side; 2],
    tell: impl FnOnce(&Told) -> T,
) -> (Option<T>, [Diagnostics; 2]) {
    // Files that are the same in both are parsed once.
    let mut memo = Memo::default();
    let [before, after] = projects.map(|project| load(project, overrides, &mut memo));
    let is_readable = [&before, &after].iter().all(|it| it.is_readable());
    let told = is_readable.then(|| {
        let found = changes::between(before.revision(), after.revision());
        tell(&Told {
            changes: &found,
            title: &after.config.title,
            sides,
            differs: projects[0] != projects[1],
            handbook: &after.handbook,
            routes: &after.routes,
        })
    });
    let diagnostics = [before, after].map(|it| finish(it.diagnostics, &it.config));
    (told, diagnostics)
}

/// What reading the files and building the site reported, together. A missing book.toml is not reported
/// where it is there but could not be read, nor are missing levels where some could not be.
pub fn all_problems(reading: Diagnostics, built: Diagnostics) -> Diagnostics {
    let is_about_book =
        |it: &Diagnostic| it.place.as_ref().is_some_and(|place| place.path.as_str() == BOOK);
    let is_known = reading.iter().any(is_about_book);
    let is_about_levels = |it: &Diagnostic| {
        let path = it.place.as_ref().map_or("", |place| place.path.as_str());
        path == "content" || path == "content/levels" || path.starts_with("content/levels/")
    };
    let has_unread_levels = reading.iter().any(is_about_levels);
    let is_follow_up = |it: &Diagnostic| match it.code {
        Code::MissingBook => is_known,
        Code::NoLevels => has_unread_levels,
        _ => false,
    };
    let mut all = reading;
    all.extend(built.into_iter().filter(|it| !is_follow_up(it)));
    all.sorted()
}

/// What the search index of a site is made from. To make it takes longer than a build, so it is no part of
/// one.
#[derive(Clone)]
pub struct Searchable(Kept);

/// The files by which a site can be searched. They are none of [`Build::output`], and stand beside it.
///
/// # Errors
///
/// If the machine fails.
pub fn search(build: &Build) -> anyhow::Result<Tree> {
    let Some(Searchable(site)) = &build.searchable else { return Ok(Tree::default()) };
    Ok(index(site, None, || true)?.map(|index| index.files).unwrap_or_default())
}

/// What can be found on a site; `None` if `should_continue` says no.
fn records(site: &Themed, should_continue: impl Fn() -> bool + Sync) -> Option<Vec<view::Record>> {
    site.view(|site, _| view::records(site, &should_continue))
}

/// What a search index is made from.
struct Words {
    language: String,
    documents: Vec<search::Document>,
}

impl Words {
    /// Those of what can be found on a site.
    fn of(site: &Themed, records: &[view::Record]) -> Self {
        let language = site.loaded.config.language.value.clone();
        Self { language, documents: search::documents(records) }
    }

    /// The files of the index; `None` if `should_continue` says no.
    fn index(self, should_continue: impl Fn() -> bool) -> anyhow::Result<Option<Tree>> {
        search::index(&self.language, self.documents, should_continue)
    }
}

/// See [`Searchable::index`].
fn index(
    site: &Themed,
    last: Option<&Index>,
    should_continue: impl Fn() -> bool + Sync,
) -> anyhow::Result<Option<Index>> {
    let Some(records) = records(site, &should_continue) else { return Ok(None) };
    let language = &site.loaded.config.language.value;
    let made_from = Fingerprint::of(&(language, &records));
    if let Some(last) = last.filter(|last| last.made_from == made_from) {
        return Ok(Some(last.clone()));
    }
    let files = Words::of(site, &records).index(should_continue)?;
    Ok(files.map(|files| Index { files, made_from }))
}

/// A search index and what it was made from.
#[derive(Clone)]
pub struct Index {
    /// Below the folder of the index.
    pub files: Tree,
    made_from: Fingerprint,
}

impl Searchable {
    /// Makes the index, unless the last one still holds. `should_continue` is asked again and again; once it
    /// says no, there is none.
    ///
    /// # Errors
    ///
    /// If the machine fails.
    pub fn index(
        &self,
        last: Option<&Index>,
        should_continue: impl Fn() -> bool + Sync,
    ) -> anyhow::Result<Option<Index>> {
        index(&self.0, last, should_continue)
    }
}
