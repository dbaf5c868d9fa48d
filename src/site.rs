//! The pipeline: a project's tree -> the site's tree and what is wrong.
//!
//! This is the only place that knows the order of the stages, and the only one that remembers.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check;
use crate::config::{self, Audience, BOOK, BuildConfig, Config, Overrides};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
#[cfg(feature = "sheets")]
use crate::exchange::sheets::{self, SheetFormat};
use crate::exchange::{self, ComparisonFormat, LevelJson, Side, Told};
use crate::fingerprint::Fingerprint;
use crate::handbook::catalogue::Catalogue;
use crate::handbook::changes;
use crate::handbook::compare;
use crate::handbook::links::{self, Links};
use crate::handbook::names::Names;
use crate::handbook::pictures::Pictures;
#[cfg(feature = "sheets")]
use crate::handbook::routes::{CRITERIA_CSV, WORKBOOK};
use crate::handbook::routes::{DATA, Redirect, Routes, WORDS};
use crate::handbook::{DRAFT, Handbook, Hidden, LevelIx, PageKey, Read};
use crate::memo::{Cache, Made, Memo, RenderMemo, Rendering};
use crate::pattern::Pattern;
use crate::read::{self, LevelBody, Outline, ParsedFile, ParsedLevel, ReadOptions};
use crate::render::{self, Compiled, Rendered, RenderedPart};
use crate::search;
use crate::theme::{self, Theme};
use crate::tree::{File, RelPath, Tree};
use crate::view::{self, Book, Directory, Markup, Notes, Part, Rows, Sections, Site, Terms};

/// What a build yields.
pub struct Build {
    /// The site. If there is an error among the diagnostics it is not to be published: pages may be
    /// missing from it.
    pub output: Tree,
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
    /// To take it apart takes a while, so that it stays until the build is dropped.
    _made_from: Arc<DropInBackground<Themed>>,
}

/// Something of a project that is no part of its site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its file.
    pub path: RelPath,
    /// Its name, if it is not all of the file.
    pub name: Option<String>,
    /// Why.
    pub reason: LeftOutReason,
}

/// Why something is no part of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutReason {
    /// The site is for the public.
    Internal,
    /// It is a draft.
    Draft,
    /// Nothing that is published refers to the file.
    Unreferenced,
}

/// Builds the site of a project.
pub fn build(project: &Tree, memo: &mut Memo) -> Build {
    build_with(project, &Overrides::default(), memo)
}

/// Builds the site of a project as the command line says.
pub fn build_with(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Build {
    let build = build_beside(project, overrides, memo);
    memo.forget_unused();
    build
}

/// Builds the sites of several projects, such as a handbook and its editions. They are remembered side by
/// side, and share what is the same in them.
pub fn build_all(projects: &[&Tree], memo: &mut Memo) -> Vec<Build> {
    let overrides = Overrides::default();
    let builds = projects.iter().map(|project| build_beside(project, &overrides, memo)).collect();
    memo.forget_unused();
    builds
}

/// What is wrong with a project.
pub struct Checked {
    /// All that a build would find.
    pub diagnostics: Diagnostics,
    /// Number of pages that it would have.
    pub pages: usize,
}

/// Finds what is wrong with a project. Pages are made only where that may find something: templates of our own
/// have no faults, so that without a theme of the project's own and without calls of components there is
/// nothing to be found in them.
pub fn check(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Checked {
    let site = themed(project, overrides, memo);
    let checked = if has_own_theme(project) || site.loaded.links.has_calls {
        let Build { diagnostics, pages, .. } = make(site, project, memo);
        Checked { diagnostics, pages }
    } else {
        let Loaded { diagnostics, config, routes, .. } = &site.loaded;
        let diagnostics = finish(diagnostics.clone(), config);
        let pages = site.view(|site, _| view::pages(site).len()) + routes.redirects().len();
        drop(DropInBackground(Some(site)));
        Checked { diagnostics, pages }
    };
    memo.forget_unused();
    checked
}

/// Reads a project and its theme, and checks both.
fn themed(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Themed {
    let mut loaded = load(project, overrides, memo);
    let theme = assemble_theme(project, &loaded.config, memo);
    loaded.diagnostics.extend(theme.1.clone());
    loaded.diagnostics.extend(loaded.layout_faults(&theme.0));
    loaded.with(theme)
}

fn has_own_theme(project: &Tree) -> bool {
    project.iter().any(|(path, _)| path.is_inside("themes"))
}

fn build_beside(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Build {
    make(themed(project, overrides, memo), project, memo)
}

/// Makes the site of a project.
fn make(site: Themed, project: &Tree, memo: &mut Memo) -> Build {
    let (mut output, left_out) = copied(project, &site);
    let Memo { rendering, levels, .. } = memo;
    let (rendered, data) = site.view(|site, theme| {
        let shared = site.shared();
        rayon::join(
            || Pages { site, theme, shared }.render(rendering),
            || data(site, shared, levels),
        )
    });
    output.extend(rendered.output);
    output.extend(data);
    let mut diagnostics = site.loaded.diagnostics.clone();
    diagnostics.extend(rendered.diagnostics);
    let (spreadsheets, found) = spreadsheets(&site);
    output.extend(spreadsheets);
    diagnostics.extend(found);

    let config = &site.loaded.config;
    let is_searchable = config.extras.search;
    let output_folder = config.build.output.value.clone();
    let audience = config.build.audience;
    let base_path = site.loaded.routes.base_path().to_owned();
    let diagnostics = finish(diagnostics, config);
    let made_from = Arc::new(DropInBackground(Some(site)));
    Build {
        output,
        diagnostics,
        pages: rendered.pages,
        rendered: rendered.fresh,
        output_folder,
        base_path,
        audience,
        left_out,
        searchable: is_searchable.then(|| Searchable(Arc::clone(&made_from))),
        _made_from: made_from,
    }
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
        load_with(project, config, diagnostics, &mut Memo::default());
    Whole { handbook, names, routes, diagnostics: finish(diagnostics, &config) }
}

/// See [`whole`].
pub struct Whole {
    /// The handbook.
    pub handbook: Handbook,
    /// What names mean in it.
    pub names: Names,
    /// Where everything would be published.
    pub routes: Routes,
    /// What is wrong with it.
    pub diagnostics: Diagnostics,
}

/// The handbook of a project as JSON; `None` if it has errors.
pub fn export_json(project: &Tree, overrides: &Overrides) -> (Option<Vec<u8>>, Diagnostics) {
    let mut memo = Memo::default();
    let loaded = load(project, overrides, &mut memo);
    // No template is rendered, so what is wrong with the theme does not matter here.
    let theme = assemble_theme(project, &loaded.config, &mut memo);
    let site = loaded.with(theme);
    let json = site.view(|site, _| {
        let levels = level_json(site, site.shared(), &mut memo.levels);
        exchange::json(site.handbook, site.routes, site.config, &levels)
    });
    let diagnostics = finish(site.loaded.diagnostics.clone(), &site.loaded.config);
    ((!diagnostics.has_errors()).then_some(json), diagnostics)
}

/// What the command line calls a sheet.
#[cfg(feature = "sheets")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetRequest<'a> {
    /// The list of criteria as CSV.
    Csv,
    /// The whole handbook as a workbook.
    Workbook,
    /// A workbook in which evidence for the level of this name is collected.
    Evidence(&'a str),
}

/// The handbook of a project as a sheet; or why that cannot be, as lines of a message.
#[cfg(feature = "sheets")]
pub fn export_sheet(
    project: &Tree,
    overrides: &Overrides,
    request: SheetRequest,
) -> (Result<Vec<u8>, String>, Diagnostics) {
    let loaded = load(project, overrides, &mut Memo::default());
    let format = match request {
        SheetRequest::Csv => Ok(SheetFormat::Csv),
        SheetRequest::Workbook => Ok(SheetFormat::Workbook),
        SheetRequest::Evidence(name) => loaded.level(name).map(SheetFormat::Evidence),
    };
    let bytes = format.and_then(|format| {
        let (theme, _) = theme::assemble(project, &loaded.config);
        let Loaded { handbook, routes, config, .. } = &loaded;
        sheets::sheet(
            sheets::Source { handbook, routes, config, messages: &theme.messages },
            format,
        )
    });
    (bytes, finish(loaded.diagnostics, &loaded.config))
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
        Ok(exchange::comparison(handbook, &theme.messages, &comparison, format))
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

/// A handbook with what is needed to find one's way in it.
struct Loaded {
    config: Config,
    handbook: Handbook,
    names: Names,
    catalogue: Catalogue,
    routes: Routes,
    links: Links,
    pictures: Pictures,
    diagnostics: Diagnostics,
}

/// Reads and checks: everything but the theme.
fn load(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Loaded {
    let (config, mut diagnostics) = config::read(project);
    let (config, found) = config.with(overrides);
    diagnostics.extend(found);
    load_with(project, config, diagnostics, memo)
}

fn load_with(
    project: &Tree,
    config: Config,
    mut diagnostics: Diagnostics,
    memo: &mut Memo,
) -> Loaded {
    let files = parse(project, &config, memo);
    for file in &files {
        diagnostics.extend(file.diagnostics.clone());
    }
    let (outline, found) = read::outline(&files, &config);
    // In another folder than that of a handbook there are no levels either.
    let is_handbook = project.get(BOOK).is_some();
    diagnostics.extend(read::unportable(project));
    diagnostics.extend(found.into_iter().filter(|it| is_handbook || it.code != Code::NoLevels));
    let bodies = read_bodies(&outline, memo);
    let (handbook, found) = outline.complete(&bodies);
    diagnostics.extend(found);
    let with_addresses = || {
        let catalogue = Catalogue::new(&handbook);
        let (routes, found) = Routes::new(&handbook, &config, &catalogue);
        (catalogue, routes, found)
    };
    let (mut names, (catalogue, routes, found)) =
        rayon::join(|| Names::new(&handbook), with_addresses);
    names.add_addresses(&routes);
    diagnostics.extend(found);
    let (links, found) = Links::collect(&handbook, &names);
    diagnostics.extend(found);
    diagnostics.extend(links::of_repository(&config.repository));
    diagnostics.extend(links::escaped(&handbook, &names, read::escaped_names(&files)));
    let (pictures, found) = Pictures::find(&handbook, &config);
    diagnostics.extend(found);
    let context = check::Context { handbook: handbook.untracked(), config: &config };
    diagnostics.extend(check::run(context, &diagnostics));
    Loaded { config, handbook, names, catalogue, routes, links, pictures, diagnostics }
}

fn parse(project: &Tree, config: &Config, memo: &mut Memo) -> Vec<Arc<ParsedFile>> {
    let options = ReadOptions::of(config);
    let files: Vec<(&RelPath, &File)> = read::sources(project).collect();
    let key = |(path, file): &(&RelPath, &File)| read::key(path, file, &options);
    let parse = |(path, file): &(&RelPath, &File)| read::parse(path, file, &options);
    memo.parsed.map(&files, key, parse)
}

fn read_bodies(outline: &Outline, memo: &mut Memo) -> Vec<Arc<LevelBody>> {
    let vocabulary = outline.vocabulary();
    let key = |level: &&ParsedLevel| read::body_key(level, vocabulary);
    memo.bodies.map(&outline.levels(), key, |level| read::body(level, vocabulary))
}

fn assemble_theme(project: &Tree, config: &Config, memo: &mut Memo) -> Arc<(Theme, Diagnostics)> {
    let Config { build: BuildConfig { theme, .. }, language, .. } = config;
    let spans = (theme.place.span, language.place.span);
    // Whether a file of the project's own theme is used depends on what names it, which may be any file.
    let own = has_own_theme(project).then_some(project);
    let key = Fingerprint::of(&(theme, language, spans, own));
    memo.themes.map(&[key], |key| *key, |_| theme::assemble(project, config)).swap_remove(0)
}

/// A handbook in a theme, with what is derived from both for all pages.
struct Themed {
    loaded: Loaded,
    theme: Arc<(Theme, Diagnostics)>,
    print_routes: Routes,
    sections: Sections,
    terms: Terms,
    directory: Directory,
    rows: Rows,
}

impl Loaded {
    fn revision(&self) -> changes::Revision<'_> {
        changes::Revision { handbook: &self.handbook, routes: &self.routes }
    }

    /// The level that a name on the command line means, which stands in no track's folder; or why it means nothing
    /// certain, as lines of a message.
    fn level(&self, name: &str) -> Result<LevelIx, String> {
        let place = RelPath::new(BOOK).expect("a relative path");
        self.names.levels().get(name, &place).map_err(|unresolved| {
            let diagnostic = unresolved.diagnostic("a level", name);
            let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
            diagnostic.message.clone() + &help.collect::<String>()
        })
    }

    /// Whether all that the ladder says is known: no file or part of one was left out because of a fault.
    fn is_readable(&self) -> bool {
        let Self { config, handbook, diagnostics, .. } = self;
        let is_lost = |code| {
            let of_command = matches!(code, Code::MissingBook | Code::ForbiddenOverride);
            of_command || matches!(code, Code::NoLevels | Code::MergeConflict)
        };
        config.is_sound
            && !handbook.has_gaps()
            && !handbook.levels.iter().any(|level| level.incomplete)
            && !diagnostics.iter().any(|it| is_lost(it.code))
    }

    /// Which files of content/ are part of the site: those to which something that is published refers, or
    /// which book.toml names.
    fn publishes(&self) -> impl Fn(&RelPath) -> bool {
        let Self { config, links, pictures, .. } = self;
        let patterns: Vec<Pattern> =
            config.build.copy.iter().filter_map(|it| Pattern::new(&it.value).ok()).collect();
        move |path| {
            links.refer_to(path)
                || pictures.logo.as_ref() == Some(path)
                || pictures.image.as_ref() == Some(path)
                || patterns.iter().any(|pattern| pattern.matches(path.as_str()))
        }
    }

    /// What keeps a folder from holding the site.
    fn layout_faults(&self, theme: &Theme) -> Diagnostics {
        let assets = theme.assets.iter().map(|(path, _)| path.below("assets"));
        self.routes.faults(assets, self.config.extras.search, self.publishes())
    }

    fn with(self, theme: Arc<(Theme, Diagnostics)>) -> Themed {
        let Self { handbook, config, catalogue, routes, .. } = &self;
        Themed {
            print_routes: routes.for_print(),
            sections: Sections::new(handbook, routes),
            terms: Terms::new(handbook),
            directory: Directory::new(handbook, config, catalogue, routes, &theme.0.messages),
            rows: Rows::new(handbook),
            loaded: self,
            theme,
        }
    }
}

impl Themed {
    /// Calls a function with what views are made from.
    fn view<T>(&self, function: impl FnOnce(&Site, &Theme) -> T) -> T {
        let Loaded { config, handbook, names, catalogue, routes, links, pictures, .. } =
            &self.loaded;
        let site = Site {
            config,
            handbook,
            names,
            catalogue,
            routes,
            print_routes: &self.print_routes,
            links,
            pictures,
            sections: &self.sections,
            terms: &self.terms,
            directory: &self.directory,
            rows: &self.rows,
            messages: &self.theme.0.messages,
        };
        function(&site, &self.theme.0)
    }
}

/// Files that are part of the site as they are: the theme's assets, then the author's own, which win. Of
/// those only what is published refers to, or book.toml names; and what is left out.
fn copied(project: &Tree, site: &Themed) -> (Tree, Vec<LeftOut>) {
    let assets = site.theme.0.assets.iter();
    let assets = assets.map(|(path, file)| (path.below("assets"), file.clone()));
    let mut output: Tree = assets.collect();
    let handbook = &site.loaded.handbook;
    let is_published = site.loaded.publishes();
    let mut left_out: Vec<LeftOut> = handbook.hidden.iter().map(left_out).collect();
    for path in read::passed_over(project) {
        let reason = LeftOutReason::Unreferenced;
        left_out.push(LeftOut { path: path.clone(), name: None, reason });
    }
    for path in &handbook.assets {
        let source = path.below("content");
        match project.get(source.as_str()) {
            Some(file) if is_published(path) => {
                output.insert(path.clone(), file.clone());
            }
            _ => {
                let reason = LeftOutReason::Unreferenced;
                left_out.push(LeftOut { path: source, name: None, reason });
            }
        }
    }
    (output, left_out)
}

fn left_out(hidden: &Hidden) -> LeftOut {
    let is_in_register = matches!(hidden.path.extension(), "yaml" | "yml")
        && hidden.path.inside("content").is_some_and(|path| path.folder().is_empty());
    LeftOut {
        path: hidden.path.clone(),
        name: is_in_register.then(|| hidden.name.clone()),
        reason: if hidden.reason == DRAFT { LeftOutReason::Draft } else { LeftOutReason::Internal },
    }
}

/// All pages as they were rendered.
struct RenderedPages {
    output: Tree,
    pages: usize,
    fresh: usize,
    diagnostics: Diagnostics,
}

/// A page and its parts, in its order.
type PageWithParts = (PageKey, Vec<Arc<RenderedPart>>);

/// What pages are rendered from.
#[derive(Clone, Copy)]
struct Pages<'a> {
    site: &'a Site<'a>,
    theme: &'a Theme,
    /// Fingerprint of what any page may show.
    shared: Fingerprint,
}

impl Pages<'_> {
    /// Renders the pages, those parts first that are remembered on their own.
    fn render(self, remembered: &mut RenderMemo) -> RenderedPages {
        let look = Fingerprint::of(self.theme);
        let RenderMemo { templates, parts, pages, redirects } = remembered;
        let compiled = &templates.map(&[()], |()| look, |()| render::compile(self.theme))[0];
        let book = view::book(self.site);
        let parts = self.parts(look, compiled, parts);
        let (rendered, fresh) = self.pages(look, compiled, &book, &parts, pages);
        let redirects = self.redirects(look, compiled, &book, redirects);

        let pages = rendered.len() + redirects.len();
        let mut output = Tree::default();
        let mut found = Diagnostics::default();
        for part in parts.values() {
            found.extend(part.diagnostics.clone());
        }
        for rendered in rendered.iter().chain(&redirects) {
            found.extend(rendered.diagnostics.clone());
            if let Some(file) = &rendered.file {
                output.insert(rendered.path.clone(), file.clone());
            }
        }
        // One fault of a template shows on every page that it is used for.
        let mut diagnostics = compiled.diagnostics.clone();
        diagnostics.extend(found.once_each());
        RenderedPages { output, pages, fresh, diagnostics }
    }

    fn parts(
        self,
        look: Fingerprint,
        compiled: &Compiled,
        remembered: &mut Cache<Rendering<RenderedPart>>,
    ) -> BTreeMap<Part, Arc<RenderedPart>> {
        let site = self.site;
        let all: Vec<Part> =
            site.routes.pages().flat_map(|page| view::parts_of(site, page)).collect();
        let key = |part: &Part| Fingerprint::of(&(look, self.shared, part));
        let part = |part: &Part| {
            let (part, reads) = view::part(site, *part);
            (render::part_key(look, &part), Made { value: part, reads })
        };
        let render = |part| compiled.part(self.theme, &part);
        let (rendered, _) = remembered.render(&all, key, |read| site.answer(read), part, render);
        all.into_iter().zip(rendered).collect()
    }

    fn pages(
        self,
        look: Fingerprint,
        compiled: &Compiled,
        book: &Book,
        parts: &BTreeMap<Part, Arc<RenderedPart>>,
        remembered: &mut Cache<Rendering<Rendered>>,
    ) -> (Vec<Arc<Rendered>>, usize) {
        let site = self.site;
        let with_parts = |page| {
            let parts =
                view::parts_of(site, page).into_iter().map(|part| Arc::clone(&parts[&part]));
            (page, parts.collect())
        };
        let all: Vec<PageWithParts> = view::pages(site).into_iter().map(with_parts).collect();
        let key = |(page, parts): &PageWithParts| {
            let parts: Vec<Fingerprint> = parts.iter().map(|part| part.fingerprint).collect();
            Fingerprint::of(&(look, self.shared, page, parts))
        };
        let page = |(page, parts): &PageWithParts| {
            let (page, reads) = view::page(site, *page);
            let view = render::key(look, book, &page, parts);
            (view, Made { value: (page, parts.clone()), reads })
        };
        let render = |(page, parts): (_, Vec<_>)| compiled.page(self.theme, book, &page, &parts);
        remembered.render(&all, key, |read| site.answer(read), page, render)
    }

    fn redirects(
        self,
        look: Fingerprint,
        compiled: &Compiled,
        book: &Book,
        remembered: &mut Cache<Rendered>,
    ) -> Vec<Arc<Rendered>> {
        let key = |redirect: &Redirect| Fingerprint::of(&(look, self.shared, redirect));
        let render = |redirect: &Redirect| {
            let (page, reads) = view::redirect(self.site, redirect);
            Made { value: compiled.page(self.theme, book, &page, &[]), reads }
        };
        let answer = |read: &Read| self.site.answer(read);
        remembered.map_reads(self.site.routes.redirects(), key, answer, render)
    }
}

/// Files for machines.
fn data(site: &Site, shared: Fingerprint, remembered: &mut Cache<LevelJson>) -> Tree {
    let Site { handbook, routes, config, .. } = *site;
    let levels = level_json(site, shared, remembered);
    let mut files = vec![(DATA, exchange::json(handbook, routes, config, &levels))];
    if routes.has(PageKey::Comparisons) {
        files.push((WORDS, exchange::words(handbook, &levels)));
    }
    let files = files.into_iter();
    files.filter_map(|(path, bytes)| Some((RelPath::new(path)?, File::new(bytes)))).collect()
}

/// Files for spreadsheets, where book.toml asks for them.
#[cfg(feature = "sheets")]
fn spreadsheets(site: &Themed) -> (Tree, Diagnostics) {
    let Loaded { handbook, routes, config, .. } = &site.loaded;
    let messages = &site.theme.0.messages;
    let (mut files, mut diagnostics) = (Tree::default(), Diagnostics::default());
    for file in routes.data_files() {
        let format = match *file {
            WORKBOOK => SheetFormat::Workbook,
            CRITERIA_CSV => SheetFormat::Csv,
            _ => continue,
        };
        let source = sheets::Source { handbook, routes, config, messages };
        let path = RelPath::new(file).expect("a relative path");
        match sheets::sheet(source, format) {
            Ok(bytes) => drop(files.insert(path, File::new(bytes))),
            Err(message) => diagnostics.push(
                Diagnostic::new(Code::InvalidValue, message)
                    .help("switch it off under `[export]` in book.toml"),
            ),
        }
    }
    (files, diagnostics)
}

#[cfg(not(feature = "sheets"))]
fn spreadsheets(_: &Themed) -> (Tree, Diagnostics) {
    (Tree::default(), Diagnostics::default())
}

fn level_json(
    site: &Site,
    shared: Fingerprint,
    remembered: &mut Cache<LevelJson>,
) -> Vec<Arc<LevelJson>> {
    let Site { handbook, routes, .. } = *site;
    let levels: Vec<LevelIx> = handbook.levels().map(|(level, _)| level).collect();
    let key = |level: &LevelIx| Fingerprint::of(&(shared, level));
    let make = |level: &LevelIx| {
        let notes = Notes::default();
        let value = exchange::level(Markup::new(site, &notes), routes, *level);
        Made { value, reads: notes.reads.into_set() }
    };
    remembered.map_reads(&levels, key, |read| site.answer(read), make)
}

fn finish(diagnostics: Diagnostics, config: &Config) -> Diagnostics {
    let set = diagnostics.with_severities(|code| config.severity(code));
    set.sorted().doubting_repetitions().gathered()
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
pub struct Searchable(Arc<DropInBackground<Themed>>);

/// A value that is dropped on another thread: to take a large handbook apart takes a while, for which no
/// build needs to wait.
struct DropInBackground<T: Send + 'static>(Option<T>);

impl<T: Send + 'static> Drop for DropInBackground<T> {
    fn drop(&mut self) {
        let value = self.0.take();
        rayon::spawn(move || drop(value));
    }
}

/// The files by which a site can be searched. They are none of [`Build::output`], and stand beside it.
///
/// # Errors
///
/// If the machine fails.
pub fn search(build: &Build) -> anyhow::Result<Tree> {
    let Some(searchable) = &build.searchable else { return Ok(Tree::default()) };
    Ok(searchable.index(None, || true)?.map(|index| index.files).unwrap_or_default())
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
        should_continue: impl Fn() -> bool,
    ) -> anyhow::Result<Option<Index>> {
        let Some(site) = &self.0.0 else { return Ok(None) };
        let records = site.view(|site, _| view::records(site));
        let language = &site.loaded.config.language.value;
        let made_from = Fingerprint::of(&(language, &records));
        if let Some(last) = last.filter(|last| last.made_from == made_from) {
            return Ok(Some(last.clone()));
        }
        let files = search::index(language, &records, should_continue)?;
        Ok(files.map(|files| Index { files, made_from }))
    }
}
