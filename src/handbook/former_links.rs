//! What references should be that use names which things had before.

use super::anchors::criterion_anchor;
use super::former;
use super::names::{Destination, LinkTarget, Names, relative_link};
use super::page::PageKey;
use super::prose::{LinkKind, ProseLink};
use super::tracked::Tracked;
use super::url::{decoded, encode};
use crate::diagnostic::Place;
use crate::suggestion::Suggestion;

/// Names in a reference that what it leads to had before: `mid` in `[[mid#delivery|there]]`, and `delivery`.
/// The reference stands at a place and is shown on the page `from`.
pub fn in_reference(
    names: &Names,
    handbook: Tracked,
    text: &str,
    place: &Place,
    from: PageKey,
) -> Vec<Suggestion> {
    let Ok(found) = names.reference(handbook, text, place, from) else { return Vec::new() };
    let (name, anchor) = text.split_once('#').unwrap_or((text, ""));
    let name = names.renamed(name.trim(), &place.path);
    let anchor = renamed_anchor(handbook, &found, anchor.trim());
    name.into_iter().chain(anchor).collect()
}

/// The same in a link in prose.
pub fn in_link(
    names: &Names,
    handbook: Tracked,
    link: &ProseLink,
    from: PageKey,
) -> Vec<Suggestion> {
    match link.kind {
        LinkKind::Wiki | LinkKind::WikiWithText => {
            in_reference(names, handbook, &link.target, &link.place, from)
        }
        LinkKind::Plain | LinkKind::Html => in_path(names, handbook, link, from),
        LinkKind::Image | LinkKind::WikiImage => Vec::new(),
    }
}

fn in_path(names: &Names, handbook: Tracked, link: &ProseLink, from: PageKey) -> Vec<Suggestion> {
    let Ok(LinkTarget::Page(found)) = names.link(handbook, link, from) else {
        return Vec::new();
    };
    let (path, anchor) = link.target.split_once('#').unwrap_or((&link.target, ""));
    let path = path.split('?').next().unwrap_or_default();
    let anchor = renamed_anchor(handbook, &found, anchor);
    renamed_path(names, path, link, found.page).into_iter().chain(anchor).collect()
}

/// What a path should be that leads to where a page stood before.
fn renamed_path(names: &Names, path: &str, link: &ProseLink, to: PageKey) -> Option<Suggestion> {
    let old = names.former_in_path(&decoded(path), &link.place.path)?;
    let meant = if path.ends_with(".md") {
        let file = names.source(to)?;
        match path.starts_with('/') {
            true => format!("/{}", file.inside("content")?),
            false => relative_link(link.place.path.folder(), file.as_str()),
        }
    } else {
        // What stands before the part that is called otherwise stays.
        let before = path.find(&old)?;
        let after = &path[before + old.len()..];
        format!("{}{}{after}", &path[..before], encode(names.address(to)?))
    };
    Some(former::renamed(path, &meant))
}

/// What an anchor should be that a competency or a criterion had before.
fn renamed_anchor(handbook: Tracked, found: &Destination, written: &str) -> Option<Suggestion> {
    let anchor = found.anchor.as_deref().filter(|anchor| *anchor != written)?;
    if let Some(competency) = handbook.by_id().competency(anchor) {
        let is_old = handbook[competency].was.iter().any(|old| old.value == written);
        return is_old.then(|| former::renamed(written, anchor));
    }
    let (_, criterion) = handbook.criterion(written)?;
    let is_old = *criterion.id != *written && criterion_anchor(&criterion.id) == anchor;
    is_old.then(|| former::renamed(written, &criterion.id))
}
