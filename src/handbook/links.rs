//! All links of a handbook: which are broken, and who links to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use super::components::Call;
use super::names::{LinkTarget, Names, Unresolved};
use super::nouns::{Handbook, PageKey, Special};
use super::prose::Prose;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::fingerprint::Fingerprint;

/// Who links to whom.
#[derive(Debug, Default)]
pub struct Links {
    /// For each page, the pages that link to it, in a fixed order.
    backlinks: BTreeMap<PageKey, Vec<PageKey>>,
    /// For each page with links in its prose, what they lead to.
    targets: BTreeMap<PageKey, Fingerprint>,
    /// Pages whose prose calls components.
    callers: BTreeSet<PageKey>,
}

impl Links {
    /// Follows all links; those that lead nowhere are reported.
    pub fn collect(handbook: &Handbook, names: &Names) -> (Self, Diagnostics) {
        let mut links = Self::default();
        let mut diagnostics = Diagnostics::default();
        // A name that seems unknown may stand in a register that could not be read.
        let is_certain =
            |it: &Diagnostic| !(handbook.incomplete && it.code == Code::UnknownReference);
        for (page, prose) in leading_on(handbook) {
            let calls = prose.calls().filter_map(|(html, place)| Call::parse(html, place));
            let calls: Vec<Call> = calls.collect();
            if !calls.is_empty() {
                links.callers.insert(page);
            }
            for fault in calls.iter().filter_map(|call| call.resolve(handbook).err()) {
                diagnostics.push(*fault);
            }
            for link in prose.links() {
                let target = names.link(handbook, &link, page);
                links.add_target(page, &target);
                if link.target.starts_with('#') {
                    // On other pages that show this prose, it may lead elsewhere.
                    links.add_target(page, &names.link(handbook, &link, PageKey::Matrix));
                }
                match target {
                    Ok(LinkTarget::Page(destination)) if destination.page != page => {
                        links.backlinks.entry(destination.page).or_default().push(page);
                    }
                    Ok(_) => {}
                    Err(unresolved) => {
                        let mut diagnostic = unresolved.diagnostic("anything here", link.target);
                        if diagnostic.code == Code::UnknownReference && !is_wiki(&link) {
                            diagnostic.code = Code::BrokenLink;
                            diagnostic.message = format!("there is no file `{}`", link.target);
                        }
                        diagnostics.extend(Some(diagnostic.at(link.place)).filter(is_certain));
                    }
                }
            }
        }
        for (_, term) in handbook.terms() {
            let Some(link) = &term.link else { continue };
            if super::names::is_external(&link.value) {
                continue;
            }
            let target = names.reference(handbook, &link.value, PageKey::Glossary);
            links.add_target(PageKey::Glossary, &target);
            if let Err(unresolved) = target {
                let diagnostic: Diagnostic = unresolved.diagnostic("anything here", &link.value);
                diagnostics.extend(Some(diagnostic.at(link.place.clone())).filter(is_certain));
            }
        }
        for (key, level) in handbook.levels() {
            for (_, url) in &level.links {
                let found = names.author_link(handbook, url, PageKey::Level(key));
                links.add_target(PageKey::Level(key), &found);
                if let Err(unresolved) = found {
                    let mut diagnostic = unresolved.diagnostic("anything here", &url.value);
                    diagnostic = diagnostic.help("another site's address starts with `https://`");
                    let diagnostic = diagnostic.at(url.place.clone());
                    diagnostics.extend(Some(diagnostic).filter(is_certain));
                }
            }
        }
        for pages in links.backlinks.values_mut() {
            pages.sort_unstable();
            pages.dedup();
        }
        (links, diagnostics)
    }

    fn add_target<T: Hash>(&mut self, page: PageKey, target: &Result<T, Unresolved>) {
        let targets = self.targets.entry(page).or_default();
        *targets = Fingerprint::of(&(*targets, target.as_ref().ok()));
    }

    /// Stands for what the links in a page's prose lead to.
    pub fn targets(&self, page: PageKey) -> Fingerprint {
        self.targets.get(&page).copied().unwrap_or_default()
    }

    /// Whether a page's prose calls components.
    pub fn calls(&self, page: PageKey) -> bool {
        self.callers.contains(&page)
    }

    /// The pages that link to a page.
    pub fn to(&self, page: PageKey) -> &[PageKey] {
        self.backlinks.get(&page).map_or(&[], Vec::as_slice)
    }
}

fn is_wiki(link: &super::prose::ProseLink) -> bool {
    matches!(link.kind, super::prose::LinkKind::Wiki | super::prose::LinkKind::WikiWithText)
}

/// All prose that may lead somewhere, with the page that it belongs to.
fn leading_on(handbook: &Handbook) -> Vec<(PageKey, &Prose)> {
    let mut all: Vec<(PageKey, &Prose)> = Vec::new();
    for (which, special) in &handbook.special {
        let page = match which {
            Special::Home => PageKey::Home,
            Special::Competencies => PageKey::Competencies,
            Special::Comparisons => PageKey::Comparisons,
            Special::Matrix => PageKey::Matrix,
            Special::Glossary => PageKey::Glossary,
        };
        all.push((page, &special.prose));
    }
    for (key, track) in handbook.tracks() {
        all.push((PageKey::Track(key), &track.prose));
    }
    for (key, level) in handbook.levels() {
        let page = PageKey::Level(key);
        all.extend(level.body.leading_on().iter().map(|prose| (page, prose)));
    }
    for (key, competency) in handbook.competencies() {
        let page = PageKey::Competency(key);
        all.push((page, &competency.prose));
        for step in &competency.steps {
            all.push((page, &step.text));
            all.extend(step.examples.iter().map(|example| (page, example)));
            all.extend(step.criteria.iter().map(|criterion| (page, &criterion.text)));
        }
    }
    all.extend(handbook.pages().map(|(key, page)| (PageKey::Page(key), &page.prose)));
    all.extend(handbook.moves.iter().map(|it| (PageKey::Compare(it.from, it.to), &it.prose)));
    all.extend(handbook.terms().map(|(_, term)| (PageKey::Glossary, &term.text)));
    all
}
