//! A handbook in a theme -> the files of its site.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::data::{data, for_crawlers};
#[cfg(feature = "sheets")]
use super::sheets::files as sheets;
use super::themed::{Kept, Themed};
use crate::diagnostic::Diagnostics;
use crate::exchange;
use crate::fingerprint::Fingerprint;
use crate::handbook::routes::Redirect;
use crate::handbook::{DRAFT, Hidden, PageKey, Read};
use crate::memo::{AssembledTheme, Cache, Made, Memo, RenderMemo, Rendering, Twinned};
use crate::read;
use crate::render::{self, Compiled, Rendered, RenderedPart};
use crate::tree::{File, FileStore, RelPath, Tree};
use crate::view::{self, Book, Comparisons, Notes, Part, Site};

/// All files of a site, and what was found while they were made.
pub struct Files {
    pub output: Tree,
    /// Number of pages.
    pub pages: usize,
    /// Number of pages that were rendered, not remembered.
    pub rendered: usize,
    pub left_out: Vec<LeftOut>,
    /// What was wrong with templates and calls of components.
    pub diagnostics: Diagnostics,
}

/// Makes the files of a site. `kept` is the same site if it may be kept for what is made later.
pub fn files(
    site: &Themed,
    kept: Option<&Kept>,
    project: &Tree,
    memo: &mut Memo,
    store: &dyn FileStore,
) -> Files {
    let (mut output, left_out) = copied(project, site);
    let notes_reads = memo.remembers();
    let Memo { rendering, data: of_data, for_crawlers: crawlers, .. } = &mut *memo;
    let (rendered, (data, crawled)) = site.view(|site, theme| {
        let site = &Site { notes_reads, ..*site };
        let shared = site.shared();
        rayon::join(
            || Pages { site, theme, shared, store }.render(rendering),
            || (data(site, kept, shared, of_data, store), for_crawlers(site, crawlers)),
        )
    });
    let RenderedPages { output: pages_of_site, pages, fresh, mut diagnostics } = rendered;
    output.extend(pages_of_site);
    output.extend(data);
    let (sheets, found) = sheets(site);
    output.extend(sheets);
    diagnostics.extend(found);
    // An author's own ones win.
    for (path, file) in crawled.iter() {
        if output.get(path.as_str()).is_none() {
            output.insert(path.clone(), file.clone());
        }
    }
    Files { output, pages, rendered: fresh, left_out, diagnostics }
}

#[cfg(not(feature = "sheets"))]
fn sheets(_: &Themed) -> (Tree, Diagnostics) {
    (Tree::default(), Diagnostics::default())
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

/// Files that are part of the site as they are: the theme's assets, then the author's own, which win. Of
/// those only what is published refers to, or book.toml names; and what is left out.
fn copied(project: &Tree, site: &Themed) -> (Tree, Vec<LeftOut>) {
    let mut output = site.assets.files.clone();
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

/// The templates of a theme, ready to render.
pub fn compile(theme: &AssembledTheme, remembered: &mut Cache<Compiled>) -> Arc<Compiled> {
    remembered.map(&[()], |()| theme.look, |()| render::compile(&theme.theme)).swap_remove(0)
}

/// All pages as they were rendered.
struct RenderedPages {
    output: Tree,
    pages: usize,
    fresh: usize,
    diagnostics: Diagnostics,
}

/// A page and its parts, in its order.
type PageWithParts = (PageKey, Vec<Arc<Twinned<RenderedPart, String>>>);

/// What a page is rendered from: itself, its parts, and the same as Markdown with the path of that.
type PageView =
    (view::PageModel, Vec<Arc<Twinned<RenderedPart, String>>>, Option<(String, RelPath)>);

fn values(parts: &[Arc<Twinned<RenderedPart, String>>]) -> Vec<&RenderedPart> {
    parts.iter().map(|it| &it.value).collect()
}

/// What pages are rendered from.
#[derive(Clone, Copy)]
struct Pages<'a> {
    site: &'a Site<'a>,
    theme: &'a AssembledTheme,
    /// Fingerprint of what any page may show.
    shared: Fingerprint,
    /// What takes them.
    store: &'a dyn FileStore,
}

impl Pages<'_> {
    /// Renders the pages, those parts first that are remembered on their own.
    fn render(self, remembered: &mut RenderMemo) -> RenderedPages {
        let look = self.theme.look;
        let RenderMemo { templates, parts, pages, redirects } = remembered;
        let compiled = &*compile(self.theme, templates);
        let book = view::book(self.site);
        let parts = self.parts(look, compiled, parts);
        let (rendered, fresh) = self.pages(look, compiled, &book, &parts, pages);
        let redirects = self.redirects(look, compiled, &book, redirects);

        let pages = rendered.len() + redirects.len();
        let mut output: Vec<(RelPath, File)> = Vec::with_capacity(2 * pages);
        let mut found = Diagnostics::default();
        for part in parts.values() {
            found.extend(part.value.diagnostics.clone());
        }
        for (page, rendered) in view::pages(self.site).into_iter().zip(&rendered) {
            if let Some((file, path)) = rendered.twin.as_ref().zip(self.site.routes.twin_file(page))
            {
                output.push((path, file.clone()));
            }
        }
        let rendered_pages = rendered.iter().map(|page| &page.value);
        for rendered in rendered_pages.chain(redirects.iter().map(|page| &**page)) {
            found.extend(rendered.diagnostics.clone());
            if let Some(file) = &rendered.file {
                output.push((rendered.path.clone(), file.clone()));
            }
        }
        output.par_sort_by(|(one, _), (other, _)| one.cmp(other));
        let output = output.into_iter().collect();
        // One fault of a template shows on every page that it is used for.
        let mut diagnostics = compiled.diagnostics.clone();
        diagnostics.extend(found.once_each());
        RenderedPages { output, pages, fresh, diagnostics }
    }

    fn parts(
        self,
        look: Fingerprint,
        compiled: &Compiled,
        remembered: &mut Cache<Rendering<Twinned<RenderedPart, String>>>,
    ) -> BTreeMap<Part, Arc<Twinned<RenderedPart, String>>> {
        let site = self.site;
        let all: Vec<Part> =
            site.routes.pages().flat_map(|page| view::parts_of(site, page)).collect();
        let key = |part: &Part| Fingerprint::of(&(look, self.shared, part));
        let part = |part: &Part| {
            let notes = view::notes_for(*part);
            let twin = self.twin(part.page(), || exchange::twin_part(site, &notes, *part));
            let (part, mut reads) = view::part(site, *part);
            reads.extend(notes.reads.into_set());
            Made { value: (part, twin), reads }
        };
        let fingerprint =
            |(part, twin): &(_, _)| Fingerprint::of(&(render::part_key(look, part), twin));
        let render =
            |(part, twin)| Twinned { value: compiled.part(&self.theme.theme, &part), twin };
        let (rendered, _) =
            remembered.render(&all, key, |read| site.answer(read), part, fingerprint, render);
        all.into_iter().zip(rendered).collect()
    }

    fn pages(
        self,
        look: Fingerprint,
        compiled: &Compiled,
        book: &Book,
        parts: &BTreeMap<Part, Arc<Twinned<RenderedPart, String>>>,
        remembered: &mut Cache<Rendering<Twinned<Rendered, File>>>,
    ) -> (Vec<Arc<Twinned<Rendered, File>>>, usize) {
        let site = self.site;
        let with_parts = |page| {
            let parts =
                view::parts_of(site, page).into_iter().map(|part| Arc::clone(&parts[&part]));
            (page, parts.collect())
        };
        let all: Vec<PageWithParts> = view::pages(site).into_iter().map(with_parts).collect();
        let key = |(page, parts): &PageWithParts| {
            let parts: Vec<_> = parts.iter().map(|it| (it.value.fingerprint, &it.twin)).collect();
            Fingerprint::of(&(look, self.shared, page, parts))
        };
        let comparisons = Comparisons::of(site);
        let page = |(key, parts): &PageWithParts| {
            let notes = Notes::default();
            let compared = comparisons.on_page(&notes, *key);
            let twin = self.twin(*key, || exchange::twin(site, &notes, *key, &compared));
            let (page, mut reads) = view::page(site, *key, &compared);
            drop(compared);
            reads.extend(notes.reads.into_set());
            let of_parts = parts.iter().filter_map(|it| it.twin.as_deref());
            let twin = twin.map(|twin| exchange::whole_twin(twin, of_parts));
            let twin_file = site.routes.twin_file(*key);
            Made { value: (page, parts.clone(), twin.zip(twin_file)), reads }
        };
        let fingerprint = |(page, parts, twin): &PageView| {
            let twin = twin.as_ref().map(|(text, _)| text);
            Fingerprint::of(&(render::key(look, book, page, &values(parts)), twin))
        };
        let store = self.store;
        let render = |(page, parts, twin): PageView| Twinned {
            value: compiled.page(&self.theme.theme, book, &page, &values(&parts), store),
            twin: twin.map(|(text, path)| store.store(&path, text.into_bytes())),
        };
        remembered.render(&all, key, |read| site.answer(read), page, fingerprint, render)
    }

    /// What is to be read as Markdown of a page, if it is wanted.
    fn twin(self, page: PageKey, make: impl FnOnce() -> Option<String>) -> Option<String> {
        self.site.routes.twin_file(page)?;
        make()
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
            Made { value: compiled.page(&self.theme.theme, book, &page, &[], self.store), reads }
        };
        let answer = |read: &Read| self.site.answer(read);
        remembered.map_reads(self.site.routes.redirects(), key, answer, render)
    }
}
