//! The pipeline: a project's tree -> the site's tree and what is wrong.
//!
//! This is the only place that knows the order of the stages, and the only one that remembers.

use std::sync::Arc;

use crate::check;
use crate::config::{self, Config};
use crate::diagnostic::Diagnostics;
use crate::exchange;
use crate::fingerprint::Fingerprint;
use crate::handbook::Handbook;
use crate::handbook::links::Links;
use crate::handbook::names::Names;
use crate::handbook::routes::Routes;
use crate::memo::Memo;
use crate::read::{self, ParsedFile, ReadOptions};
use crate::render;
use crate::theme::{self, Theme};
use crate::tree::{File, RelPath, Tree};
use crate::view::{self, Site};

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
}

/// A handbook with what is needed to find one's way in it.
struct Loaded {
    config: Config,
    handbook: Handbook,
    names: Names,
    routes: Routes,
    links: Links,
    diagnostics: Diagnostics,
}

/// Builds the site of a project.
pub fn build(project: &Tree, memo: &mut Memo) -> Build {
    let mut loaded = load(project, memo);
    let (theme, found) = theme::assemble(project, &loaded.config);
    loaded.diagnostics.extend(found);

    let mut output = copied(project, &theme, &loaded);
    let (rendered, data) = rayon::join(|| render_pages(&loaded, &theme, memo), || data(&loaded));
    output = output.overlay(&rendered.output).overlay(&data);
    loaded.diagnostics.extend(rendered.diagnostics);

    Build {
        output,
        diagnostics: finish(loaded.diagnostics, &loaded.config),
        pages: rendered.pages,
        rendered: rendered.fresh,
        output_folder: loaded.config.build.output.value.clone(),
    }
}

/// The handbook of a project as JSON; `None` if it has errors.
pub fn export_json(project: &Tree) -> (Option<Vec<u8>>, Diagnostics) {
    let loaded = load(project, &mut Memo::default());
    let json = exchange::json(&loaded.handbook, &loaded.routes, &loaded.config);
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
    let (handbook, found) = read::assemble(&files, &config);
    diagnostics.extend(found);
    let names = Names::new(&handbook);
    let (routes, found) = Routes::new(&handbook, &config);
    diagnostics.extend(found);
    let (links, found) = Links::collect(&handbook, &names);
    diagnostics.extend(found);
    let context = check::Context { handbook: &handbook, config: &config };
    diagnostics.extend(check::run(context, diagnostics.has_errors()));
    Loaded { config, handbook, names, routes, links, diagnostics }
}

fn parse(project: &Tree, config: &Config, memo: &mut Memo) -> Vec<Arc<ParsedFile>> {
    let options = ReadOptions::of(config);
    let files: Vec<(&RelPath, &File)> =
        project.iter().filter(|(path, _)| path.inside("content").is_some()).collect();
    let key = |(path, file): &(&RelPath, &File)| read::key(path, file, &options);
    let parse = |(path, file): &(&RelPath, &File)| read::parse(path, file, &options);
    memo.parsed.map(&files, |file| *file, key, |file| parse(&file)).0
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

/// Renders the pages. Each view is made, compared with what is remembered, rendered if need be and
/// dropped, so that the views of a large site are never all in memory.
fn render_pages(loaded: &Loaded, theme: &Theme, memo: &mut Memo) -> RenderedPages {
    let site = Site {
        config: &loaded.config,
        handbook: &loaded.handbook,
        names: &loaded.names,
        routes: &loaded.routes,
        links: &loaded.links,
        words: &theme.words,
        collector: None,
    };
    let book = view::book(&loaded.config);
    let look = Fingerprint::of(theme);
    let (compiled, _) = memo.templates.map(&[()], |()| (), |()| look, |()| render::compile(theme));
    let pages = view::pages(site);
    let (rendered, fresh) = memo.pages.map(
        &pages,
        |key| view::page(site, key),
        |page| render::key(look, &book, page),
        |page| compiled[0].page(theme, &book, &page),
    );
    let mut output = Tree::default();
    let mut found = Diagnostics::default();
    for rendered in &rendered {
        found.extend(rendered.diagnostics.clone());
        if let Some(file) = &rendered.file {
            output.insert(rendered.path.clone(), file.clone());
        }
    }
    // One fault of a template shows on every page that it is used for.
    let mut diagnostics = compiled[0].diagnostics.clone();
    diagnostics.extend(found.once_each());
    RenderedPages { output, pages: pages.len(), fresh, diagnostics }
}

/// Files for machines.
fn data(loaded: &Loaded) -> Tree {
    let json = exchange::json(&loaded.handbook, &loaded.routes, &loaded.config);
    RelPath::new("api/handbook.json").map(|path| (path, File::new(json))).into_iter().collect()
}

fn finish(diagnostics: Diagnostics, config: &Config) -> Diagnostics {
    diagnostics.with_severities(|code| config.severity(code)).sorted()
}
