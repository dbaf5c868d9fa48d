//! Pages, the prose of generated pages, and the glossary.

use super::parts::Parts;
use super::tracks::title_of;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::handbook::names::LevelNames;
use crate::handbook::{Handbook, MoveProse, Page, Special, SpecialPage, Term};
use crate::read::page::ParsedPage;
use crate::read::paths::PageKind;
use crate::suggestion::nearest;

/// Fills in pages, prose and terms.
pub fn assemble(
    parts: &Parts,
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    let mut pages: Vec<(&ParsedPage, Option<u32>, Page)> = Vec::new();
    for parsed in &parts.pages {
        match &parsed.kind {
            PageKind::Home => special(Special::Home, parsed, handbook),
            PageKind::Competencies => special(Special::Competencies, parsed, handbook),
            PageKind::Comparisons => special(Special::Comparisons, parsed, handbook),
            PageKind::Matrix => special(Special::Matrix, parsed, handbook),
            PageKind::Glossary => special(Special::Glossary, parsed, handbook),
            PageKind::Track(id) => track(id, parsed, handbook, diagnostics),
            PageKind::Competency(id) => competency(id, parsed, parts, handbook, diagnostics),
            PageKind::Move(from, to) => a_move(from, to, parsed, names, handbook, diagnostics),
            PageKind::Page { address, is_index, number } => {
                pages.push((parsed, *number, page(parsed, address, *is_index)));
            }
        }
    }
    // A section's index, then its pages by number, then those without one by address.
    pages.sort_by_cached_key(|(_, number, page)| {
        let section = section(page).to_owned();
        (section, !page.is_index, number.is_none(), *number, page.address.clone())
    });
    handbook.pages = pages.into_iter().map(|(_, _, page)| page).collect();
    terms(parts, handbook, diagnostics);
}

/// The folder that a page belongs to; an index belongs to its own.
fn section(page: &Page) -> &str {
    if page.is_index {
        return &page.address;
    }
    page.address.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn page(parsed: &ParsedPage, address: &str, is_index: bool) -> Page {
    let name = address.rsplit('/').next().unwrap_or(address);
    Page {
        address: address.to_owned(),
        is_index,
        title: parsed.title.clone().unwrap_or_else(|| title_of(name)),
        summary: parsed.summary.clone(),
        status: parsed.status,
        aliases: parsed.aliases.clone(),
        prose: parsed.prose.clone(),
        headings: parsed.headings.clone(),
        file: parsed.path.clone(),
    }
}

fn special(which: Special, parsed: &ParsedPage, handbook: &mut Handbook) {
    let page = SpecialPage {
        title: parsed.title.clone(),
        summary: parsed.summary.clone(),
        prose: parsed.prose.clone(),
        headings: parsed.headings.clone(),
        file: parsed.path.clone(),
    };
    handbook.special.push((which, page));
}

fn track(id: &str, parsed: &ParsedPage, handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let ids: Vec<String> = handbook.tracks.iter().map(|track| track.id.clone()).collect();
    let inside = format!("{id}/");
    let is_hidden = handbook.hidden.iter().any(|hidden| hidden.name.starts_with(&inside));
    let Some(track) = handbook.tracks.iter_mut().find(|track| track.id == id) else {
        if is_hidden {
            return;
        }
        let message = format!("the folder `levels/{id}/` is not a track with levels");
        let diagnostic = Diagnostic::new(Code::UnknownReference, message)
            .at(parsed.place.clone())
            .did_you_mean(id, ids.iter().map(String::as_str))
            .without_fix();
        diagnostics.push(diagnostic);
        return;
    };
    if track.title == title_of(id)
        && let Some(title) = &parsed.title
    {
        track.title = title.clone();
    }
    if track.summary.is_empty() {
        track.summary = parsed.summary.clone();
    }
    track.prose = parsed.prose.clone();
    track.headings = parsed.headings.clone();
    track.file = Some(parsed.path.clone());
}

fn competency(
    id: &str,
    parsed: &ParsedPage,
    parts: &Parts,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    let ids: Vec<String> = handbook.competencies.iter().map(|it| it.id.clone()).collect();
    match handbook.competencies.iter_mut().find(|it| it.id == id) {
        Some(competency) => {
            competency.prose = parsed.prose.clone();
            competency.headings = parsed.headings.clone();
            competency.file = Some(parsed.path.clone());
            if competency.summary.is_empty() {
                competency.summary = parsed.summary.clone();
            }
        }
        None if parts.competencies.is_some_and(|register| register.broken) => {}
        None => {
            let message = format!("`{id}` is not the id of a competency");
            let mut diagnostic =
                Diagnostic::new(Code::UnknownReference, message).at(parsed.place.clone());
            diagnostic = match nearest(id, ids.iter().map(String::as_str)) {
                Some(near) => diagnostic.help(format!("rename the file to `{}.md`", near.meant)),
                None => diagnostic.help("name the file after a competency's id"),
            };
            diagnostics.push(diagnostic);
        }
    }
}

/// `FROM--TO`: levels are named in the short form, or with their track as `ic.senior`.
fn a_move(
    from: &str,
    to: &str,
    parsed: &ParsedPage,
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    let mut find = |name: &str| {
        let name = name.replacen('.', "/", 1);
        names
            .get(&name)
            .map_err(|unresolved| {
                if handbook.hidden(&name).is_none() {
                    let diagnostic = unresolved
                        .diagnostic("a level", &name)
                        .at(parsed.place.clone())
                        .without_fix()
                        .help("the file's name is `FROM--TO.md`; with tracks `ic.senior--ic.staff.md`");
                    diagnostics.push(diagnostic);
                }
            })
            .ok()
    };
    let (from, to) = (find(from), find(to));
    if let (Some(from), Some(to)) = (from, to) {
        let (prose, file) = (parsed.prose.clone(), parsed.path.clone());
        handbook.moves.push(MoveProse { from, to, prose, file });
    }
}

fn terms(parts: &Parts, handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    for parsed in parts.glossary.iter().flat_map(|register| &register.terms) {
        let term = Term {
            term: parsed.term.value.clone(),
            aliases: parsed.aliases.clone(),
            text: parsed.text.clone(),
            link: parsed.link.clone(),
            place: parsed.term.place.clone(),
        };
        match handbook.terms.iter().find(|known| known.anchor() == term.anchor()) {
            Some(known) => diagnostics.push(
                Diagnostic::new(Code::DuplicateId, format!("there are two terms `{}`", term.term))
                    .at(term.place)
                    .related(known.place.clone(), "first here"),
            ),
            None => handbook.terms.push(term),
        }
    }
    handbook.terms.sort_by_key(|term| term.term.to_lowercase());
}
