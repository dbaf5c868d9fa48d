//! The pipeline: a project's tree -> the site's tree and what is wrong.
//!
//! This is the only place that knows the order of the stages, and the only one that remembers.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check;
use crate::config::{self, Config};
use crate::diagnostic::Diagnostics;
use crate::exchange::{self, LevelJson};
use crate::fingerprint::Fingerprint;
use crate::handbook::links::Links;
use crate::handbook::names::Names;
use crate::handbook::pictures::Pictures;
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, LevelIx};
use crate::memo::{Cache, Memo, RenderMemo};
use crate::read::{self, LevelBody, Outline, ParsedFile, ParsedLevel, ReadOptions};
use crate::render::{self, RenderedPart};
use crate::search;
use crate::theme::{self, Theme};
use crate::tree::{File, RelPath, Tree};
use crate::view::{self, Inputs, Output, Part, Sections, Site, Terms};

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
}

/// What the search index of a site is made from. To make it takes longer than a build, so it is made
/// when somebody has the time.
#[derive(Clone)]
pub struct Searchable(Arc<Kept>);

/// A handbook and the words of the theme. To take a large handbook apart takes a while, and nobody needs
/// to wait for it.
struct Kept(Option<(Loaded, Theme)>);

impl Drop for Kept {
    fn drop(&mut self) {
        let kept = self.0.take();
        rayon::spawn(move || drop(kept));
    }
}

/// A handbook with what is needed to find one's way in it.
struct Loaded {
    config: Config,
    handbook: Handbook,
    names: Names,
    routes: Routes,
    links: Links,
    pictures: Pictures,
    paper: Routes,
    sections: Sections,
    terms: Terms,
    diagnostics: Diagnostics,
}

impl Loaded {
    /// What views are made from.
    fn site<'a>(&'a self, theme: &'a Theme) -> Site<'a> {
        Site {
            config: &self.config,
            handbook: &self.handbook,
            names: &self.names,
            routes: &self.routes,
            links: &self.links,
            pictures: &self.pictures,
            paper: &self.paper,
            sections: &self.sections,
            terms: &self.terms,
            marks: None,
            words: &theme.messages,
            collector: None,
        }
    }
}

/// Builds the site of a project.
pub fn build(project: &Tree, memo: &mut Memo) -> Build {
    let mut loaded = load(project, memo);
    let (theme, found) = theme::assemble(project, &loaded.config);
    loaded.diagnostics.extend(found);

    let mut output = copied(project, &theme, &loaded);
    let site = loaded.site(&theme);
    let inputs = Inputs::new(site);
    let Memo { rendering, levels, .. } = memo;
    let (rendered, data) = rayon::join(
        || render_pages(site, &inputs, &theme, rendering),
        || data(site, &inputs, levels),
    );
    output.extend(rendered.output);
    output.extend(data);
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(rendered.diagnostics);

    let is_searchable = loaded.config.extras.search;
    let output_folder = loaded.config.build.output.value.clone();
    let base_path = loaded.routes.base_path().to_owned();
    let diagnostics = finish(diagnostics, &loaded.config);
    let searchable = Searchable(Arc::new(Kept(Some((loaded, theme)))));
    Build {
        output,
        diagnostics,
        pages: rendered.pages,
        rendered: rendered.fresh,
        output_folder,
        base_path,
        searchable: is_searchable.then_some(searchable),
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
    /// Its files.
    pub files: Tree,
    made_from: Fingerprint,
}

impl Searchable {
    /// Makes the index, unless the last one still holds. `go_on` is asked again and again; once it says
    /// no, there is none.
    ///
    /// # Errors
    ///
    /// If the machine fails.
    pub fn index(
        &self,
        last: Option<&Index>,
        go_on: impl Fn() -> bool,
    ) -> anyhow::Result<Option<Index>> {
        let Some((loaded, theme)) = &self.0.0 else { return Ok(None) };
        let records = view::records(loaded.site(theme));
        let language = &loaded.config.language.value;
        let made_from = Fingerprint::of(&(language, &records));
        if let Some(last) = last.filter(|last| last.made_from == made_from) {
            return Ok(Some(last.clone()));
        }
        let files = search::index(language, &records, go_on)?;
        Ok(files.map(|files| Index { files, made_from }))
    }
}

/// The handbook of a project as JSON; `None` if it has errors.
pub fn export_json(project: &Tree) -> (Option<Vec<u8>>, Diagnostics) {
    let loaded = load(project, &mut Memo::default());
    let levels = (0..loaded.handbook.levels.len()).into_par_iter().map(LevelIx);
    let level = |level| Arc::new(exchange::level(&loaded.handbook, &loaded.routes, level));
    let levels: Vec<Arc<LevelJson>> = levels.map(level).collect();
    let json = exchange::json(&loaded.handbook, &loaded.routes, &loaded.config, &levels);
    let diagnostics = finish(loaded.diagnostics, &loaded.config);
    ((!diagnostics.has_errors()).then_some(json), diagnostics)
}

/// Reads and checks: everything but the theme.
fn load(project: &Tree, memo: &mut Memo) -> Loaded {
    let (config, mut diagnostics) = config::read(project);
    let files = parse(project, &config, memo);
    for file in &files {
        diagnostics.extend(file.diagnostics.clone());
    }
    let (outline, found) = read::outline(&files, &config);
    diagnostics.extend(found);
    let bodies = read_bodies(&outline, memo);
    let (handbook, found) = outline.complete(&bodies);
    diagnostics.extend(found);
    let (names, (routes, found)) =
        rayon::join(|| Names::new(&handbook), || Routes::new(&handbook, &config));
    diagnostics.extend(found);
    let (links, found) = Links::collect(&handbook, &names);
    diagnostics.extend(found);
    let (pictures, found) = Pictures::find(&handbook, &config);
    diagnostics.extend(found);
    let context = check::Context { handbook: &handbook, config: &config };
    diagnostics.extend(check::run(context, diagnostics.has_errors()));
    let sections = Sections::new(&handbook, &routes);
    let (paper, terms) = (routes.on_paper(), Terms::new(&handbook));
    Loaded { config, handbook, names, routes, links, pictures, paper, sections, terms, diagnostics }
}

fn parse(project: &Tree, config: &Config, memo: &mut Memo) -> Vec<Arc<ParsedFile>> {
    let options = ReadOptions::of(config);
    let files: Vec<(&RelPath, &File)> =
        project.iter().filter(|(path, _)| path.inside("content").is_some()).collect();
    let key = |(path, file): &(&RelPath, &File)| read::key(path, file, &options);
    let parse = |(path, file): &(&RelPath, &File)| read::parse(path, file, &options);
    memo.parsed.map(&files, key, parse)
}

fn read_bodies(outline: &Outline, memo: &mut Memo) -> Vec<Arc<LevelBody>> {
    let vocabulary = outline.vocabulary();
    let key = |level: &&ParsedLevel| read::body_key(level, vocabulary);
    memo.bodies.map(&outline.levels(), key, |level| read::body(level, vocabulary))
}

/// Files that are part of the site as they are: the theme's assets, then the author's own, which win.
fn copied(project: &Tree, theme: &Theme, loaded: &Loaded) -> Tree {
    let assets = theme.assets.iter().map(|(path, file)| (path.below("assets"), file.clone()));
    let mut output: Tree = assets.collect();
    for path in &loaded.handbook.assets {
        if let Some(file) = project.get(path.below("content").as_str()) {
            output.insert(path.clone(), file.clone());
        }
    }
    output
}

/// All pages as they were rendered.
struct RenderedPages {
    output: Tree,
    pages: usize,
    fresh: usize,
    diagnostics: Diagnostics,
}

/// Renders the pages, those parts first that are remembered on their own.
fn render_pages(
    site: Site,
    inputs: &Inputs,
    theme: &Theme,
    remembered: &mut RenderMemo,
) -> RenderedPages {
    let book = view::book(site);
    let look = Fingerprint::of(theme);
    let RenderMemo { templates, parts, pages } = remembered;
    let compiled = &templates.map(&[()], |()| look, |()| render::compile(theme))[0];

    let all_parts = view::parts(site);
    let key = |part: &Part| Fingerprint::of(&(look, inputs.part(site, *part)));
    let part = |part: &Part| {
        let part = view::part(site, *part);
        (render::part_key(look, &part), part)
    };
    let (rendered, _) = parts.render(&all_parts, key, part, |part| compiled.part(theme, &part));
    let parts: BTreeMap<Part, Arc<RenderedPart>> = all_parts.into_iter().zip(rendered).collect();

    let all_pages = view::pages(site);
    let key = |page: &Output| Fingerprint::of(&(look, inputs.of(site, page)));
    let page = |page: &Output| {
        let page = view::page(site, page);
        let parts: Vec<&RenderedPart> = page.parts.iter().map(|part| &*parts[part]).collect();
        (render::key(look, &book, &page, &parts), (page, parts))
    };
    let (rendered, fresh) = pages
        .render(&all_pages, key, page, |(page, parts)| compiled.page(theme, &book, &page, &parts));

    let mut output = Tree::default();
    let mut found = Diagnostics::default();
    for part in parts.values() {
        found.extend(part.diagnostics.clone());
    }
    for rendered in &rendered {
        found.extend(rendered.diagnostics.clone());
        if let Some(file) = &rendered.file {
            output.insert(rendered.path.clone(), file.clone());
        }
    }
    // One fault of a template shows on every page that it is used for.
    let mut diagnostics = compiled.diagnostics.clone();
    diagnostics.extend(found.once_each());
    RenderedPages { output, pages: all_pages.len(), fresh, diagnostics }
}

/// Files for machines.
fn data(site: Site, inputs: &Inputs, remembered: &mut Cache<LevelJson>) -> Tree {
    let Site { handbook, routes, config, .. } = site;
    let levels: Vec<LevelIx> = handbook.levels().map(|(level, _)| level).collect();
    let key = |level: &LevelIx| inputs.level(*level);
    let levels = remembered.map(&levels, key, |level| exchange::level(handbook, routes, *level));
    let json = exchange::json(handbook, routes, config, &levels);
    RelPath::new("api/handbook.json").map(|path| (path, File::new(json))).into_iter().collect()
}

fn finish(diagnostics: Diagnostics, config: &Config) -> Diagnostics {
    diagnostics.with_severities(|code| config.severity(code)).sorted()
}
