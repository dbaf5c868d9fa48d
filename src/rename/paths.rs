//! References that are written as paths, from or to files that move, and names of pages.

use std::collections::BTreeMap;

use super::subject::{Subject, Thing};
use crate::edit::Edit;
use crate::fix::replacement;
use crate::handbook::former;
use crate::handbook::links::all_links;
use crate::handbook::names::{LinkTarget, relative_link};
use crate::handbook::url::{decoded, is_external};
use crate::handbook::{LinkKind, PageKey, ProseLink};
use crate::site::Whole;
use crate::suggestion::Suggestion;
use crate::tree::{RelPath, Tree};

/// The edits of all such references.
pub fn edits(
    whole: &Whole,
    subject: &Subject,
    map: &BTreeMap<RelPath, RelPath>,
    project: &Tree,
) -> Vec<Edit> {
    let rewriting = Rewriting { whole, subject, map, project };
    let links = all_links(&whole.handbook, &whole.names).into_iter();
    let renamed = links.filter_map(|(page, link)| {
        let renamed = rewriting.link(page, &link)?;
        replacement(&renamed, &link.place, project)
    });
    renamed.collect()
}

struct Rewriting<'a> {
    whole: &'a Whole,
    subject: &'a Subject,
    map: &'a BTreeMap<RelPath, RelPath>,
    project: &'a Tree,
}

impl Rewriting<'_> {
    fn link(&self, page: PageKey, link: &ProseLink) -> Option<Suggestion> {
        match link.kind {
            LinkKind::Wiki | LinkKind::WikiWithText => self.name(page, link),
            _ if is_external(&link.target) => None,
            _ => {
                let handbook = self.whole.handbook.untracked();
                self.whole.names.link(handbook, link, page).ok()?;
                self.path(link)
            }
        }
    }

    /// The name of a page that is called otherwise.
    fn name(&self, page: PageKey, link: &ProseLink) -> Option<Suggestion> {
        let Thing::Page(own) = self.subject.thing else { return None };
        let handbook = self.whole.handbook.untracked();
        let found = self.whole.names.link(handbook, link, page).ok()?;
        let is_meant = matches!(&found, LinkTarget::Page(it) if it.page == PageKey::Page(own));
        let name = link.target.split('#').next().unwrap_or_default().trim();
        // `[[#anchor]]` stands on the page itself.
        // With what stands behind the name, which may be the same word.
        let written = link.target.trim();
        let meant = written.replacen(name, &self.subject.new, 1);
        (is_meant && !name.is_empty()).then(|| former::renamed(written, &meant))
    }

    fn path(&self, link: &ProseLink) -> Option<Suggestion> {
        let end = link.target.find(['#', '?']).unwrap_or(link.target.len());
        let path = &link.target[..end];
        if path.is_empty() {
            return None;
        }
        let address = decoded(path);
        let here = &link.place.path;
        let rooted = address.strip_prefix('/');
        let target = match rooted {
            Some(rooted) => RelPath::resolve("content", rooted.trim_matches('/')),
            None => RelPath::resolve(here.folder(), &address),
        }?;
        let new = self.after(&target);
        let folder = self.map.get(here).unwrap_or(here).folder();
        let meant = match rooted {
            Some(_) => format!("/{}", new.inside("content")?),
            None => relative_link(folder, new.as_str()),
        };
        let is_same = new == target && (rooted.is_some() || folder == here.folder());
        let slash = if path.ends_with('/') && !meant.ends_with('/') { "/" } else { "" };
        let meant = format!("{meant}{slash}");
        (!is_same && meant != address).then(|| former::renamed(path, &meant))
    }

    /// Where a file or a page is after it, by its path or its address below content/.
    fn after(&self, target: &RelPath) -> RelPath {
        if let Some(new) = self.map.get(target) {
            return new.clone();
        }
        let Self { subject, project, .. } = self;
        let is_file = project.get(target.as_str()).is_some();
        let moved = match subject.thing {
            Thing::Page(_) if !is_file => {
                let address = target.as_str().strip_suffix(".html").unwrap_or(target.as_str());
                let html = &target.as_str()[address.len()..];
                (address == format!("content/{}", subject.old))
                    .then(|| format!("content/{}{html}", subject.new))
            }
            Thing::Track(_) if !is_file => {
                let old = format!("content/levels/{}", subject.old);
                let rest = target.as_str().strip_prefix(&old);
                let rest = rest.filter(|it| it.is_empty() || it.starts_with('/'));
                rest.map(|rest| format!("content/levels/{}{rest}", subject.new))
            }
            _ => None,
        };
        moved.and_then(|path| RelPath::new(&path)).unwrap_or_else(|| target.clone())
    }
}
