//! Pages, the text of other pages, and the glossary.

use std::collections::btree_map::Entry;
use std::collections::hash_map::Entry as MapEntry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::hidden;
use super::parts::Parts;
use super::shared_names::{self, Named};
use super::tracks::{self, title_of};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::handbook::former;
use crate::handbook::level_names::LevelNames;
use crate::handbook::order::OrderNumber;
use crate::handbook::{Handbook, Noted, Page, PageIx, PageKey, PageText, Term};
use crate::read::page::ParsedPage;
use crate::read::paths::PageKind;
use crate::suggestion::nearest;

/// Pages of files, in their order, with their texts: a section's index, then its pages by number, then those without
/// one by address.
pub fn in_order(parts: &Parts) -> Vec<(Page, PageText)> {
    let mut pages: Vec<(Page, Option<&OrderNumber>, &ParsedPage)> =
        Vec::with_capacity(parts.pages.len());
    for parsed in &parts.pages {
        if let PageKind::Page { address, is_index, number } = &parsed.kind {
            let internal = parts.is_internal(parsed);
            let page = Page { internal, ..page(parsed, address, *is_index) };
            pages.push((page, number.as_ref(), parsed));
        }
    }
    fn key<'p>(page: &'p Page, number: Option<&'p OrderNumber>) -> impl Ord + 'p {
        (page.section(), !page.is_index, number.is_none(), number, page.address.as_str())
    }
    pages.sort_by(|(page, number, _), (other, of_other, _)| {
        key(page, *number).cmp(&key(other, *of_other))
    });
    pages.into_iter().map(|(page, _, parsed)| (page, text(parsed))).collect()
}

/// Fills in pages, texts and terms. `pages` are those of [`in_order`].
pub fn assemble(
    parts: &Parts,
    pages: Vec<(Page, PageText)>,
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    for parsed in &parts.pages {
        let key = match &parsed.kind {
            PageKind::Generated(page) => Some(*page),
            PageKind::Track(id) => track(id, parsed, handbook, diagnostics),
            PageKind::Competency(id) => competency(id, parsed, parts, handbook, diagnostics),
            PageKind::Move(from, to) => {
                move_between(from, to, parsed, names, handbook, diagnostics)
            }
            PageKind::Page { .. } => None,
        };
        if let Some(key) = key {
            add_text(key, parsed, handbook, diagnostics);
        }
    }
    handbook.pages.reserve_exact(pages.len());
    let mut texts = BTreeMap::new();
    for (index, (page, text)) in pages.into_iter().enumerate() {
        texts.insert(PageKey::Page(PageIx(index)), text);
        handbook.pages.push(page);
    }
    handbook.texts.append(&mut texts);
    terms(parts, handbook, diagnostics);
}

fn text(parsed: &ParsedPage) -> PageText {
    PageText {
        title: parsed.title.clone(),
        summary: parsed.summary.clone(),
        headings: Arc::clone(&parsed.headings),
        internal: parsed.internal,
        aliases: parsed.aliases.clone(),
        incomplete: parsed.broken,
        file: parsed.path.clone(),
        prose: Noted::new(parsed.prose.clone()),
    }
}

/// Adds the text of a page; of two files for one page the second is reported.
fn add_text(
    key: PageKey,
    parsed: &ParsedPage,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    match handbook.texts.entry(key) {
        Entry::Vacant(free) => {
            free.insert(text(parsed));
        }
        Entry::Occupied(first) => diagnostics.push(
            Diagnostic::new(Code::DuplicateUrl, "this is a second text for one page")
                .at(parsed.place.clone())
                .help(format!("put it into `{}`, which holds the first", first.get().file)),
        ),
    }
}

fn page(parsed: &ParsedPage, address: &str, is_index: bool) -> Page {
    let name = address.rsplit('/').next().unwrap_or(address);
    Page {
        address: address.to_owned(),
        is_index,
        title: parsed.title.clone().unwrap_or_else(|| title_of(name)),
        summary: parsed.summary.clone(),
        status: parsed.status,
        internal: parsed.internal,
    }
}

fn track(
    id: &str,
    parsed: &ParsedPage,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) -> Option<PageKey> {
    let Some(index) = handbook.by_id().track(id) else {
        if !tracks::is_hidden(handbook, id) {
            let message = format!("the folder `levels/{id}/` is not a track with levels");
            let ids = handbook.tracks.iter().map(|track| track.id.as_str());
            let diagnostic = Diagnostic::new(Code::UnknownReference, message)
                .at(parsed.place.clone())
                .did_you_mean(id, ids)
                .without_fix()
                .help("a track has levels, such as `1-junior.md`, in its folder");
            diagnostics.push(diagnostic);
        }
        return None;
    };
    let track = &mut handbook.tracks[index.0];
    if track.title == title_of(id)
        && let Some(title) = &parsed.title
    {
        track.title = title.clone();
    }
    if track.summary.is_empty() {
        track.summary = parsed.summary.clone();
    }
    Some(PageKey::Track(index))
}

fn competency(
    id: &str,
    parsed: &ParsedPage,
    parts: &Parts,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) -> Option<PageKey> {
    if let Some(index) = handbook.by_id().competency(id) {
        let competency = &mut handbook.competencies[index.0];
        if competency.summary.is_empty() {
            competency.summary = parsed.summary.clone();
        }
        return Some(PageKey::Competency(index));
    }
    let is_hidden = handbook.hidden(&format!("competencies/{id}")).is_some();
    if !is_hidden && !parts.unread.competencies {
        let message = format!("`{id}` is not the id of a competency");
        let diagnostic = Diagnostic::new(Code::UnknownReference, message).at(parsed.place.clone());
        diagnostics.push(diagnostic.help(competency_help(id, handbook)));
    }
    None
}

/// What the file of a competency's page should be called.
fn competency_help(id: &str, handbook: &Handbook) -> String {
    let competencies = &handbook.competencies;
    if let Some(renamed) = handbook.by_id().former_competency(id) {
        let new = &handbook[renamed].id;
        return format!("the competency is called `{new}` now; rename the file to `{new}.md`");
    }
    match nearest(id, competencies.iter().map(|it| it.id.as_str())) {
        Some(near) => format!("rename the file to `{}.md`", near.meant),
        None => {
            const LISTED: usize = 20;
            let first = competencies.iter().take(LISTED);
            let ids: Vec<String> = first.map(|it| format!("`{}`", it.id)).collect();
            let more = match competencies.len().saturating_sub(LISTED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("name the file after the id of a competency: {}{more}", ids.join(", "))
        }
    }
}

/// `FROM--TO`: levels are named in the short form, or with their track as `ic.senior`.
fn move_between(
    from: &str,
    to: &str,
    parsed: &ParsedPage,
    names: &LevelNames,
    handbook: &Handbook,
    diagnostics: &mut Diagnostics,
) -> Option<PageKey> {
    let mut find = |name: &str| {
        let name = name.replacen('.', "/", 1);
        let place = &parsed.place;
        diagnostics.extend(names.renamed(&name, &parsed.path).map(|renamed| {
            let meant = renamed.meant.replacen('/', ".", 1);
            let note = former::note(former::renamed(&renamed.written, &meant), place);
            Diagnostic { help: Vec::new(), ..note }
                .without_fix()
                .help("rename the file: its name is `FROM--TO.md`")
        }));
        names
            .get(&name, &parsed.path)
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
    Some(PageKey::Compare(from?, to?))
}

fn terms(parts: &Parts, handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let parsed = parts.glossary.iter().flat_map(|register| &register.terms);
    let named = parsed.map(|it| Named {
        names: vec![&it.term.value],
        aliases: &it.aliases,
        place: &it.term.place,
    });
    let refused = shared_names::report("term", &named.collect::<Vec<_>>(), diagnostics);
    let mut places: HashMap<String, Place> = HashMap::new();
    for parsed in parts.glossary.iter().flat_map(|register| &register.terms) {
        let aliases = parsed.aliases.iter().filter(|alias| !refused.contains(&alias.place));
        let aliases: Vec<String> = aliases.map(|alias| alias.value.clone()).collect();
        if parsed.internal && parts.visibility.hides_internal() {
            let term = &parsed.term;
            let was = parsed.was.iter().map(|old| &old.value);
            let aliases = aliases.iter().chain(was);
            hidden::hide(handbook, &term.place.path, "glossary", &term.value, aliases);
            continue;
        }
        let term = Term {
            term: parsed.term.value.clone(),
            aliases,
            was: parsed.was.clone(),
            text: parsed.text.clone(),
            link: parsed.link.clone(),
            internal: parsed.internal,
            place: parsed.term.place.clone(),
        };
        match places.entry(term.anchor()) {
            MapEntry::Occupied(first) => diagnostics.push(
                Diagnostic::new(Code::DuplicateId, format!("there are two terms `{}`", term.term))
                    .at(term.place)
                    .related(first.get().clone(), "first here")
                    .help("put both into one, or call one of them otherwise"),
            ),
            MapEntry::Vacant(free) => {
                free.insert(term.place.clone());
                handbook.terms.push(term);
            }
        }
    }
    handbook.terms.sort_by_key(|term| term.term.to_lowercase());
}
