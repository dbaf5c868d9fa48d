//! What every page has around its content: navigation, breadcrumbs, previous and next, mentions.

use serde::Serialize;

use super::common::{Html, Link};
use super::context::PageContext;
use super::footnotes;
use super::links;
use crate::config::FooterConfig;
use crate::handbook::{CompetencyIx, Heading, Page, PageIx, PageKey};

/// What is the same on every page of the site.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Book {
    /// Title of the handbook.
    pub title: String,
    /// One sentence about the handbook, for search engines; may be empty.
    pub description: String,
    /// Language tag for `<html lang>`, for example `en`.
    pub language: String,
    /// Writing direction: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Authors, in the order of book.toml.
    pub authors: Vec<String>,
    /// Address of the company's logo, from the root of the site on: put `page.root` in front.
    pub logo: Option<String>,
    /// Absolute address of a picture for where a page is shared, where book.toml names a base-url.
    pub image: Option<String>,
    /// Whether the site shows what is internal, so that search engines are not to list it.
    pub internal: bool,
}

/// What every page has around its own content.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Frame {
    /// Page kind, which is also the template's name without `.html`: `home`, `track`, `level`,
    /// `competencies`, `competency`, `matrix`, `comparisons`, `compare`, `glossary`, `page`, `search`,
    /// `review`, `print`, `not-found`.
    pub kind: &'static str,
    /// Title of the page.
    pub title: String,
    /// One sentence about the page, for search engines.
    pub description: String,
    /// Prefix that leads to the root of the site: empty at the root, `../../` two folders down.
    pub root: String,
    /// Prefix that leads to the files of the theme: `{{ page.assets }}css/brand.css`. Their folder has another name
    /// once another file is in it.
    pub assets: String,
    /// Whether the page is left out of a site for the public.
    pub internal: bool,
    /// Absolute address, where book.toml names a base-url.
    pub canonical: Option<String>,
    /// The page as Markdown; empty where there is none.
    pub markdown: String,
    /// The edition that the page is of; `None` on a page of today's handbook.
    pub edition: Option<EditionMark>,
    /// What changed from edition to edition; empty where there are none.
    pub changes: String,
    /// The list of editions; empty where there is none.
    pub editions: String,
    /// What book.toml puts at the foot of every page.
    pub footer: Footer,
    /// Where the page's source can be edited on the forge.
    pub edit: Option<String>,
    /// The day on which its source was last changed, such as `2026-03-01`, where its history is known.
    pub changed: Option<String>,
    /// The site's sections.
    pub nav: Vec<NavItem>,
    /// The page for searching; empty where the site has none.
    pub search: String,
    /// Home to parent; the page itself is not in it. Empty on the home page.
    pub breadcrumbs: Vec<Link>,
    /// The page before this one in reading order.
    pub previous: Option<Link>,
    /// The page after this one in reading order.
    pub next: Option<Link>,
    /// Headings of the page; `href` is `#anchor`.
    pub toc: Vec<TocEntry>,
    /// Pages that link here.
    pub mentions: Vec<Link>,
    /// The page that holds the whole handbook; empty on that page, and where there is none.
    pub print: String,
    /// The list of all criteria, where the permanent address of each is.
    pub criteria: String,
    /// Terms of the glossary that links on the page lead to: a link names its explanation in
    /// `aria-describedby`.
    pub terms: Vec<TermNote>,
    /// A place for the footnotes of all prose before it. In a template without one they stand below the prose
    /// that refers to them.
    pub footnotes: Html,
}

/// What a page of an edition says of it, and where it leads beside it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EditionMark {
    /// The name of the edition.
    pub name: String,
    /// The day from which it is in force, such as `2026-04-01`.
    pub in_force: String,
    /// The day from which the next one is; `None` if there is none.
    pub until: Option<String>,
    /// What readers should know about it; may be empty.
    pub note: String,
    /// The same page in today's handbook; its home page, if it does not have it.
    pub today: String,
    /// Whether that is the same page.
    pub same: bool,
    /// The list of editions.
    pub all: String,
    /// The same level in other editions, by their names.
    pub others: Vec<Link>,
}

/// What a term means, for those who point at it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermNote {
    /// Id of the explanation.
    pub id: String,
    /// What the term means, as plain text.
    pub text: String,
}

/// The foot of every page, as book.toml says it.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Footer {
    /// A sentence; may be empty.
    pub text: String,
    /// Its links: where to ask, the legal notice, then further ones.
    pub links: Vec<Link>,
}

/// One section in the site's navigation.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NavItem {
    /// Text of the link.
    pub title: String,
    /// Relative address.
    pub href: String,
    /// Whether the page stands in this section.
    pub current: bool,
}

/// One line of a page's table of contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TocEntry {
    /// Text of the heading.
    pub title: String,
    /// `#anchor` of the heading.
    pub href: String,
    /// Depth, 2 for an H2.
    pub depth: u8,
}

fn footer(cx: PageContext) -> Footer {
    let FooterConfig { text, contact, legal, links } = &cx.config.footer;
    let [asking, notice] = ["ask-questions", "legal-notice"].map(|key| cx.messages.plain(key));
    let own = [(asking, contact), (notice, legal)].into_iter();
    let own = own.filter_map(|(title, target)| Some((title, target.as_ref()?)));
    let further = links.iter().map(|(title, target)| (title.clone(), target));
    let links = own.chain(further).map(|(title, target)| links::of_author(cx, &title, target));
    Footer { text: text.clone(), links: links.filter(|it| !it.href.is_empty()).collect() }
}

/// The frame of a page. The explanations of its terms are added when all of it is made.
pub fn frame(cx: PageContext) -> Frame {
    let (previous, next) = neighbours(cx);
    let entry = cx.directory().entry(cx.page);
    let edit = cx.config.repository.edit_url.as_ref().zip(entry.source.as_ref());
    let last_changed = &cx.config.repository.last_changed;
    let changed = entry.source.as_ref().and_then(|path| last_changed.of(path));
    Frame {
        kind: cx.page.kind().name,
        title: cx.title(cx.page),
        description: description(cx),
        assets: cx.assets(),
        root: cx.routes().root(cx.page),
        internal: cx.handbook.is_internal(cx.page),
        canonical: cx.routes().canonical(cx.page),
        markdown: markdown(cx),
        edition: edition_mark(cx),
        changes: cx.href(PageKey::Changes, None),
        editions: cx.href(PageKey::Editions, None),
        changed: changed.map(str::to_owned),
        footer: footer(cx),
        edit: edit.map(|(url, path)| url.value.replace("{path}", path.as_str())),
        nav: nav(cx),
        search: cx.href(PageKey::Search, None),
        breadcrumbs: breadcrumbs(cx),
        previous: previous.map(|page| cx.link(page)),
        next: next.map(|page| cx.link(page)),
        toc: toc(cx),
        mentions: mentions(cx),
        print: print(cx),
        criteria: cx.href(PageKey::Criteria, None),
        terms: Vec::new(),
        footnotes: Html(footnotes::list()),
    }
}

/// Where the page can be read as Markdown.
fn markdown(cx: PageContext) -> String {
    let file = cx.routes().twin_file(cx.page);
    file.map(|file| cx.file_href(&file)).unwrap_or_default()
}

/// The edition that a page is of. Its site stands in a folder of today's, two levels down.
fn edition_mark(cx: PageContext) -> Option<EditionMark> {
    let of = cx.edition()?;
    let root = cx.routes().root(cx.page);
    let href = |address: &str| format!("{root}../../{address}");
    let others = match cx.page {
        PageKey::Level(level) => of.levels.get(&level).map(Vec::as_slice).unwrap_or_default(),
        _ => &[],
    };
    let others =
        others.iter().map(|it| Link { title: it.edition.clone(), href: href(&it.address) });
    let today = of.today.get(&cx.page);
    Some(EditionMark {
        name: of.edition.name.clone(),
        in_force: of.edition.in_force.clone(),
        until: of.edition.until.clone(),
        note: of.edition.note.clone(),
        today: href(today.unwrap_or(&of.home)),
        same: today.is_some(),
        all: href(&of.editions),
        others: others.collect(),
    })
}

/// What search engines, and the page where this one is shared, say of it: the author's sentence, else one
/// for its kind.
fn description(cx: PageContext) -> String {
    let entry = cx.directory().entry(cx.page);
    if !entry.summary.is_empty() {
        return entry.summary.clone();
    }
    let message = |values: &[(&str, &str)]| cx.messages.get(cx.page.kind().description, values);
    let described = match cx.page {
        PageKey::Home if !cx.config.description.is_empty() => None,
        PageKey::Compare(from, to) => {
            let [from, to] = [from, to].map(|level| cx.handbook.label(level));
            message(&[("from", from), ("to", to)])
        }
        _ => message(&[("title", &cx.title(cx.page)), ("book", &cx.config.title)]),
    };
    described.unwrap_or_else(|| cx.config.description.clone())
}

/// The site's sections, with the one marked that the page stands in.
fn nav(cx: PageContext) -> Vec<NavItem> {
    let sections = cx.sections().top.iter();
    sections
        .map(|page| {
            let Link { title, href } = cx.link(*page);
            NavItem { title, href, current: stands_in(cx, *page) }
        })
        .collect()
}

fn stands_in(cx: PageContext, section: PageKey) -> bool {
    match (cx.page, section) {
        (PageKey::Track(_) | PageKey::Level(_), PageKey::Levels)
        | (PageKey::Competency(_), PageKey::Competencies)
        | (PageKey::Compare(..), PageKey::Comparisons) => true,
        (PageKey::Page(page), PageKey::Page(section)) => {
            let (page, section) = (&cx.handbook[page], &cx.handbook[section]);
            page.address == section.address
                || page.address.starts_with(&format!("{}/", section.address))
        }
        (key, section) => key == section,
    }
}

fn breadcrumbs(cx: PageContext) -> Vec<Link> {
    let parents = match cx.page {
        PageKey::Home => return Vec::new(),
        PageKey::Track(_) => vec![PageKey::Levels],
        PageKey::Level(level) => vec![PageKey::Levels, PageKey::Track(cx.handbook[level].track)],
        PageKey::Competency(_) => vec![PageKey::Competencies],
        PageKey::Compare(..) => vec![PageKey::Comparisons],
        PageKey::CriteriaPart(_) => vec![PageKey::Criteria],
        PageKey::Page(page) => sections_of(cx, &cx.handbook[page]),
        _ => Vec::new(),
    };
    let home = Link { title: cx.messages.plain("home"), href: cx.href(PageKey::Home, None) };
    std::iter::once(home).chain(parents.into_iter().map(|page| cx.link(page))).collect()
}

/// The index pages of the folders that a page stands in, the outermost first.
pub fn sections_of(cx: PageContext, page: &Page) -> Vec<PageKey> {
    let folders = page.address.match_indices('/').map(|(end, _)| &page.address[..end]);
    folders.filter_map(|folder| cx.sections().indices.get(folder).copied()).collect()
}

/// The pages before and after a page among its siblings.
fn neighbours(cx: PageContext) -> (Option<PageKey>, Option<PageKey>) {
    match cx.page {
        PageKey::Level(level) => (
            cx.handbook.previous(level).map(PageKey::Level),
            cx.handbook.following(level).map(PageKey::Level),
        ),
        PageKey::Competency(competency) => {
            let before = competency.0.checked_sub(1).map(CompetencyIx);
            let after = CompetencyIx(competency.0 + 1);
            let after = (after.0 < cx.handbook.competencies.len()).then_some(after);
            (before.map(PageKey::Competency), after.map(PageKey::Competency))
        }
        PageKey::CriteriaPart(part) => {
            let near = |part: Option<usize>| part.map(PageKey::CriteriaPart);
            let is_there = |page: &PageKey| cx.routes().has(*page);
            (near(part.checked_sub(1)), near(Some(part + 1)).filter(is_there))
        }
        PageKey::Page(page) => {
            // Pages are in the order of their sections, each index before its pages.
            let folder = |page: PageIx| cx.handbook.handbook()[page].section();
            let sibling = |other: Option<PageIx>| {
                other
                    .filter(|other| other.0 < cx.handbook.pages.len())
                    .filter(|other| folder(*other) == folder(page))
                    .map(PageKey::Page)
            };
            (sibling(page.0.checked_sub(1).map(PageIx)), sibling(Some(PageIx(page.0 + 1))))
        }
        _ => (None, None),
    }
}

/// Headings of a page's own prose. Pages that the theme lays out have a table of contents of the
/// theme's making.
fn toc(cx: PageContext) -> Vec<TocEntry> {
    let PageKey::Page(_) = cx.page else { return Vec::new() };
    let text = cx.handbook.handbook().text(cx.page);
    let headings = text.into_iter().flat_map(|text| text.headings.iter());
    let entry = |heading: &Heading| TocEntry {
        title: heading.title.clone(),
        href: format!("#{}", heading.anchor),
        depth: heading.depth,
    };
    headings.filter(|heading| heading.depth <= 3).map(entry).collect()
}

/// Where the whole handbook is one page.
fn print(cx: PageContext) -> String {
    let is_other = cx.page != PageKey::Print && cx.routes().has(PageKey::Print);
    if is_other { cx.href(PageKey::Print, None) } else { String::new() }
}

/// Pages that link here. The glossary, which nearly every page links to, has none.
fn mentions(cx: PageContext) -> Vec<Link> {
    if cx.page == PageKey::Glossary || cx.page == PageKey::Home {
        return Vec::new();
    }
    let pages = cx.mentions().iter().copied();
    pages.filter(|page| cx.routes().has(*page)).map(|page| cx.link(page)).collect()
}
