//! What every page has around its content: navigation, breadcrumbs, previous and next, mentions.

use super::pages::{Frame, Link, NavItem, TocEntry};
use super::site::Site;
use crate::handbook::{Heading, Level, LevelIx, Page, PageIx, PageKey, Special};
use crate::tree::RelPath;

/// The frame of a page.
pub fn frame(site: Site, key: PageKey) -> Frame {
    let (previous, next) = neighbours(site, key);
    let edit = site.config.repository.edit_url.as_ref().zip(source(site, key));
    Frame {
        kind: kind(key),
        title: title(site, key),
        description: description(site, key),
        root: site.routes.root(key),
        canonical: site.routes.canonical(key),
        edit: edit.map(|(url, path)| url.replace("{path}", path.as_str())),
        nav: nav(site, key),
        search: site.routes.href(key, PageKey::Search, None),
        breadcrumbs: breadcrumbs(site, key),
        previous: previous.map(|page| link(site, key, page)),
        next: next.map(|page| link(site, key, page)),
        toc: toc(site, key),
        mentions: mentions(site, key),
        print: print(site, key),
        terms: Vec::new(),
    }
}

/// The name of a page's kind.
pub fn kind(key: PageKey) -> &'static str {
    match key {
        PageKey::Home => "home",
        PageKey::Track(_) => "track",
        PageKey::Level(_) => "level",
        PageKey::Competencies => "competencies",
        PageKey::Competency(_) => "competency",
        PageKey::Matrix => "matrix",
        PageKey::Comparisons => "comparisons",
        PageKey::Compare(..) => "compare",
        PageKey::Glossary => "glossary",
        PageKey::Page(_) => "page",
        PageKey::Search => "search",
        PageKey::Review => "review",
        PageKey::Print => "print",
        PageKey::NotFound => "not-found",
    }
}

/// The title of a page.
pub fn title(site: Site, key: PageKey) -> String {
    let special = |special, word: &str| {
        let written = site.handbook.special(special).and_then(|it| it.title.clone());
        written.unwrap_or_else(|| site.words.plain(word))
    };
    match key {
        PageKey::Home => site.config.title.clone(),
        PageKey::Track(track) => site.handbook[track].title.clone(),
        PageKey::Level(level) => site.handbook[level].title.clone(),
        PageKey::Competencies => special(Special::Competencies, "competencies"),
        PageKey::Competency(competency) => site.handbook[competency].title.clone(),
        PageKey::Matrix => special(Special::Matrix, "matrix"),
        PageKey::Comparisons => special(Special::Comparisons, "compare"),
        PageKey::Compare(from, to) => {
            let (from, to) = titles(site, from, to);
            let title = site.words.get("compare-title", &[("from", &from), ("to", &to)]);
            title.unwrap_or_else(|| format!("{from} – {to}"))
        }
        PageKey::Glossary => special(Special::Glossary, "glossary"),
        PageKey::Page(page) => site.handbook[page].title.clone(),
        PageKey::Search => site.words.plain("search"),
        PageKey::Review => site.words.plain("review"),
        PageKey::Print => site.words.plain("print"),
        PageKey::NotFound => site.words.plain("not-found"),
    }
}

/// The titles of two levels, with their tracks where they would otherwise be the same.
pub fn titles(site: Site, from: LevelIx, to: LevelIx) -> (String, String) {
    let (a, b) = (&site.handbook[from], &site.handbook[to]);
    if a.title != b.title {
        return (a.title.clone(), b.title.clone());
    }
    let full = |it: &Level| format!("{}, {}", it.title, site.handbook[it.track].title);
    (full(a), full(b))
}

fn description(site: Site, key: PageKey) -> String {
    let special = |special| site.handbook.special(special).map(|it| it.summary.clone());
    let own = match key {
        PageKey::Home => special(Special::Home).filter(|it| !it.is_empty()),
        PageKey::Track(track) => Some(site.handbook[track].summary.clone()),
        PageKey::Level(level) => Some(site.handbook[level].summary.clone()),
        PageKey::Competencies => special(Special::Competencies),
        PageKey::Competency(competency) => Some(site.handbook[competency].summary.clone()),
        PageKey::Matrix => special(Special::Matrix),
        PageKey::Comparisons => special(Special::Comparisons),
        PageKey::Compare(..) => None,
        PageKey::Glossary => special(Special::Glossary),
        PageKey::Page(page) => Some(site.handbook[page].summary.clone()),
        PageKey::Search | PageKey::Review | PageKey::Print | PageKey::NotFound => None,
    };
    let own = own.filter(|it| !it.is_empty());
    own.or_else(|| described(site, key)).unwrap_or_else(|| site.config.description.clone())
}

/// A sentence about a page whose author wrote none. Search engines and those who share the page show it.
fn described(site: Site, key: PageKey) -> Option<String> {
    let book = &site.config.title;
    let of = |word: &str| site.words.get(word, &[("title", &title(site, key)), ("book", book)]);
    match key {
        PageKey::Home if site.config.description.is_empty() => of("description-home"),
        PageKey::Track(_) => of("description-track"),
        PageKey::Level(_) => of("description-level"),
        PageKey::Competencies => of("description-competencies"),
        PageKey::Competency(_) => of("description-competency"),
        PageKey::Matrix => of("description-matrix"),
        PageKey::Comparisons => of("description-comparisons"),
        PageKey::Compare(from, to) => {
            let (from, to) = titles(site, from, to);
            site.words.get("description-compare", &[("from", &from), ("to", &to)])
        }
        PageKey::Glossary => of("description-glossary"),
        PageKey::Page(_) => of("description-page"),
        PageKey::Search => of("description-search"),
        PageKey::Review => of("description-review"),
        PageKey::Print => of("description-print"),
        PageKey::NotFound => of("not-found-text"),
        PageKey::Home => None,
    }
}

/// The file that an author would edit to change a page.
fn source<'a>(site: Site<'a>, key: PageKey) -> Option<&'a RelPath> {
    let special = |special| site.handbook.special(special).map(|it| &it.file);
    match key {
        PageKey::Home => special(Special::Home),
        PageKey::Track(track) => site.handbook[track].file.as_ref(),
        PageKey::Level(level) => Some(&site.handbook[level].file),
        PageKey::Competencies => special(Special::Competencies),
        PageKey::Competency(competency) => {
            let it = &site.handbook[competency];
            Some(it.file.as_ref().unwrap_or(&it.place.path))
        }
        PageKey::Matrix => special(Special::Matrix),
        PageKey::Comparisons => special(Special::Comparisons),
        PageKey::Compare(from, to) => site.handbook.move_prose(from, to).map(|it| &it.file),
        PageKey::Glossary => {
            site.handbook.terms.first().map(|term| &term.place.path).or(special(Special::Glossary))
        }
        PageKey::Page(page) => Some(&site.handbook[page].file),
        PageKey::Search | PageKey::Review | PageKey::Print | PageKey::NotFound => None,
    }
}

/// A link to a page under its title.
pub fn link(site: Site, on: PageKey, to: PageKey) -> Link {
    Link { title: title(site, to), href: site.routes.href(on, to, None) }
}

/// The site's sections, with the one marked that the page stands in.
fn nav(site: Site, key: PageKey) -> Vec<NavItem> {
    let sections = site.sections.top.iter();
    sections
        .map(|page| {
            let Link { title, href } = link(site, key, *page);
            NavItem { title, href, current: stands_in(site, key, *page) }
        })
        .collect()
}

fn stands_in(site: Site, key: PageKey, section: PageKey) -> bool {
    match (key, section) {
        (PageKey::Competency(_), PageKey::Competencies)
        | (PageKey::Compare(..), PageKey::Comparisons) => true,
        (PageKey::Page(page), PageKey::Page(section)) => {
            let (page, section) = (&site.handbook[page], &site.handbook[section]);
            page.address == section.address
                || page.address.starts_with(&format!("{}/", section.address))
        }
        (key, section) => key == section,
    }
}

fn breadcrumbs(site: Site, key: PageKey) -> Vec<Link> {
    let parents = match key {
        PageKey::Home => return Vec::new(),
        PageKey::Level(level) => vec![PageKey::Track(site.handbook[level].track)],
        PageKey::Competency(_) => vec![PageKey::Competencies],
        PageKey::Compare(..) => vec![PageKey::Comparisons],
        PageKey::Page(page) => sections_of(site, &site.handbook[page]),
        _ => Vec::new(),
    };
    let home =
        Link { title: site.words.plain("home"), href: site.routes.href(key, PageKey::Home, None) };
    std::iter::once(home).chain(parents.into_iter().map(|page| link(site, key, page))).collect()
}

/// The index pages of the folders that a page stands in, the outermost first.
pub fn sections_of(site: Site, page: &Page) -> Vec<PageKey> {
    let folders = page.address.match_indices('/').map(|(end, _)| &page.address[..end]);
    folders.filter_map(|folder| site.sections.indices.get(folder).copied()).collect()
}

/// The pages before and after a page among its siblings.
fn neighbours(site: Site, key: PageKey) -> (Option<PageKey>, Option<PageKey>) {
    match key {
        PageKey::Level(level) => (
            site.handbook.previous(level).map(PageKey::Level),
            site.handbook.following(level).map(PageKey::Level),
        ),
        PageKey::Competency(competency) => {
            let before = competency.0.checked_sub(1).map(crate::handbook::CompetencyIx);
            let after = crate::handbook::CompetencyIx(competency.0 + 1);
            let after = (after.0 < site.handbook.competencies.len()).then_some(after);
            (before.map(PageKey::Competency), after.map(PageKey::Competency))
        }
        PageKey::Page(page) => {
            // Pages are in the order of their sections, each index before its pages.
            let folder = |page: PageIx| folder_of(&site.handbook[page]);
            let sibling = |other: Option<PageIx>| {
                other
                    .filter(|other| other.0 < site.handbook.pages.len())
                    .filter(|other| folder(*other) == folder(page))
                    .map(PageKey::Page)
            };
            (sibling(page.0.checked_sub(1).map(PageIx)), sibling(Some(PageIx(page.0 + 1))))
        }
        _ => (None, None),
    }
}

fn folder_of(page: &Page) -> &str {
    if page.is_index {
        return &page.address;
    }
    page.address.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Headings of a page's own prose. Pages that the theme lays out have a table of contents of the
/// theme's making.
fn toc(site: Site, key: PageKey) -> Vec<TocEntry> {
    let headings: &[Heading] = match key {
        PageKey::Page(page) => &site.handbook[page].headings,
        _ => &[],
    };
    let entry = |heading: &Heading| TocEntry {
        title: heading.title.clone(),
        href: format!("#{}", heading.anchor),
        depth: heading.depth,
    };
    headings.iter().filter(|heading| heading.depth <= 3).map(entry).collect()
}

/// Where the whole handbook is one page.
fn print(site: Site, key: PageKey) -> String {
    let is_other = key != PageKey::Print && site.routes.has(PageKey::Print);
    if is_other { site.routes.href(key, PageKey::Print, None) } else { String::new() }
}

/// Pages that link here. The glossary, which nearly every page links to, has none.
fn mentions(site: Site, key: PageKey) -> Vec<Link> {
    if key == PageKey::Glossary || key == PageKey::Home {
        return Vec::new();
    }
    let pages = site.links.to(key).iter().copied();
    pages.filter(|page| site.routes.has(*page)).map(|page| link(site, key, page)).collect()
}
