//! All links of a handbook: which are broken, and which pages link to a page.

use std::collections::{BTreeMap, BTreeSet};

use super::components::Call;
use super::former;
use super::former_links;
use super::level_names::Unresolved;
use super::model::Handbook;
use super::names::{LinkTarget, Names};
use super::page::PageKey;
use super::prose::{LinkKind, Prose, ProseLink};
use super::tracked::Tracked;
use super::url::{is_external, unsafe_link};
use crate::config::{FooterConfig, RepositoryConfig};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::suggestion::Suggestion;
use crate::tree::RelPath;

/// What stands in brackets that are escaped, and so is no link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscapedName {
    /// What stands inside: `staff`, `staff|the Staff page`.
    pub name: String,
    /// All of it as it is written.
    pub written: String,
    pub place: Place,
}

/// Reports escaped brackets around what the handbook has. Formatters and editors escape brackets, be they a
/// link or not, and do so in every file that they save.
pub fn escaped<'a>(
    handbook: &Handbook,
    names: &Names,
    all: impl Iterator<Item = &'a EscapedName>,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for EscapedName { name, written, place } in all {
        let target = name.split('|').next().unwrap_or(name);
        if names.reference(handbook.untracked(), target, place, PageKey::Home).is_err() {
            continue;
        }
        let (written, meant) = (written.clone(), format!("[[{name}]]"));
        let suggestion = Suggestion { written, meant, certain: true };
        diagnostics.push(
            Diagnostic::new(Code::StrayMarkup, "this link is escaped, and its brackets are shown")
                .at(place.clone())
                .suggest(Some(suggestion)),
        );
    }
    diagnostics
}

/// Reports links of book.toml that each page shows and that lead to no address.
pub fn of_repository(repository: &RepositoryConfig) -> Diagnostics {
    let urls = [&repository.url, &repository.edit_url, &repository.feedback_url];
    let unsafe_links =
        urls.into_iter().flatten().filter_map(|it| unsafe_link(&it.value, &it.place));
    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(unsafe_links);
    diagnostics
}

/// Which pages link to a page.
#[derive(Debug, Default)]
pub struct Links {
    /// For each page, the pages that link to it, in a fixed order.
    mentions: BTreeMap<PageKey, Vec<PageKey>>,
    /// Files that pages refer to, from content/ on.
    files: BTreeSet<RelPath>,
    /// Whether an author calls a component anywhere.
    pub has_calls: bool,
}

impl Links {
    /// Follows all links; those that lead nowhere are reported.
    pub fn collect(
        handbook: &Handbook,
        names: &Names,
        footer: &FooterConfig,
    ) -> (Self, Diagnostics) {
        let mut walk = Walk {
            handbook: handbook.untracked(),
            names,
            has_gaps: handbook.has_gaps(),
            links: Self::default(),
            diagnostics: Diagnostics::default(),
        };
        for (page, prose) in prose_with_references(handbook.untracked()) {
            walk.calls(prose);
            for link in prose.links() {
                walk.link(page, &link);
            }
        }
        for (_, term) in handbook.terms() {
            if let Some(link) = &term.link {
                walk.term(link);
            }
        }
        for (key, level) in handbook.levels() {
            for (_, url) in &level.links {
                walk.front_matter(PageKey::Level(key), url);
            }
        }
        for url in footer.targets() {
            walk.front_matter(PageKey::Home, url);
        }
        for pages in walk.links.mentions.values_mut() {
            pages.sort_unstable();
            pages.dedup();
        }
        (walk.links, walk.diagnostics)
    }

    /// Whether a page refers to a file of content/.
    pub fn refer_to(&self, file: &RelPath) -> bool {
        self.files.contains(file)
    }

    /// The pages that link to a page.
    pub fn to(&self, page: PageKey) -> &[PageKey] {
        self.mentions.get(&page).map_or(&[], Vec::as_slice)
    }
}

struct Walk<'a> {
    handbook: Tracked<'a>,
    names: &'a Names,
    /// See [`Handbook::has_gaps`].
    has_gaps: bool,
    links: Links,
    diagnostics: Diagnostics,
}

impl Walk<'_> {
    fn calls(&mut self, prose: &Prose) {
        self.links.has_calls |= prose.calls().next().is_some();
        let mut former = Diagnostics::default();
        let faults = prose.calls().filter_map(|(html, place)| {
            let Some(call) = Call::parse(html, place.clone()) else {
                return Some(Call::unreadable(html, place));
            };
            former.extend(call.former(&self.handbook, self.names));
            call.resolve(self.handbook, self.names).err().map(|fault| *fault)
        });
        // What seems unknown may stand where something could not be read.
        let is_new = |it: &Diagnostic| !(self.has_gaps && it.code == Code::UnknownReference);
        let faults: Vec<Diagnostic> = faults.filter(is_new).collect();
        self.diagnostics.extend(faults);
        self.diagnostics.extend(former);
    }

    fn link(&mut self, page: PageKey, link: &ProseLink) {
        // The policy of the pages allows pictures that are written as data. Raw HTML is that of trusted authors, and
        // does not say here which of its addresses are those of pictures.
        let may_be_data = match link.kind {
            LinkKind::Image => link.target.starts_with("data:image/"),
            LinkKind::Html => link.target.starts_with("data:"),
            _ => false,
        };
        if !may_be_data {
            self.diagnostics.extend(unsafe_link(&link.target, &link.place));
        }
        let former = former_links::in_link(self.names, self.handbook, link, page);
        self.former(former, &link.place);
        match self.names.link(self.handbook, link, page) {
            Ok(LinkTarget::Page(destination)) if destination.page != page => {
                self.links.mentions.entry(destination.page).or_default().push(page);
            }
            Ok(LinkTarget::Asset(file)) => {
                self.links.files.insert(file);
            }
            Ok(_) => {}
            Err(unresolved) => self.report(self.broken(link, &unresolved)),
        }
    }

    /// The diagnostic of a link that means nothing certain.
    fn broken(&self, link: &ProseLink, unresolved: &Unresolved) -> Diagnostic {
        if is_wiki(link) {
            let diagnostic = unresolved.diagnostic("anything here", name_of(&link.target));
            let diagnostic = diagnostic.at(link.place.clone());
            return match unresolved {
                Unresolved::Unknown(None) => diagnostic.help(self.names.known(&link.target)),
                _ => diagnostic,
            };
        }
        let mut diagnostic = unresolved.diagnostic("anything here", &link.target);
        if let Unresolved::Unknown(near) = unresolved {
            diagnostic.code = Code::BrokenLink;
            diagnostic.message = format!("there is no file `{}`", link.target);
            if near.is_none() {
                let folder = link.place.path.folder();
                diagnostic = diagnostic.help(if link.target.starts_with('/') {
                    "a path that starts with `/` starts in content/".to_owned()
                } else {
                    format!("a path starts in the folder of the file, here `{folder}/`")
                });
            }
        }
        diagnostic.at(link.place.clone())
    }

    /// Where a term says that there is more to read.
    fn term(&mut self, link: &Spanned<String>) {
        self.diagnostics.extend(unsafe_link(&link.value, &link.place));
        if is_external(&link.value) {
            return;
        }
        let found =
            self.names.reference(self.handbook, &link.value, &link.place, PageKey::Glossary);
        if let Err(unresolved) = found {
            self.report(unknown(&unresolved, link).at(link.place.clone()));
        }
        self.former_in(link, PageKey::Glossary);
    }

    /// A link in front matter.
    fn front_matter(&mut self, page: PageKey, url: &Spanned<String>) {
        self.diagnostics.extend(unsafe_link(&url.value, &url.place));
        if !is_external(&url.value) {
            self.former_in(url, page);
        }
        match self.names.author_link(self.handbook, url, page) {
            Ok(LinkTarget::Asset(file)) => {
                self.links.files.insert(file);
            }
            Ok(_) => {}
            Err(unresolved) => {
                let mut diagnostic = unknown(&unresolved, url);
                if !matches!(unresolved, Unresolved::Hidden(_)) {
                    diagnostic = diagnostic.help("another site's address starts with `https://`");
                }
                self.report(diagnostic.at(url.place.clone()));
            }
        }
    }

    /// Notes names in front matter or in a register that something had before.
    fn former_in(&mut self, url: &Spanned<String>, page: PageKey) {
        let (text, place) = (&url.value, &url.place);
        let found = former_links::in_reference(self.names, self.handbook, text, place, page);
        self.former(found, &url.place);
    }

    fn former(&mut self, found: Vec<Suggestion>, place: &Place) {
        self.diagnostics.extend(found.into_iter().map(|it| former::note(it, place)));
    }

    /// A name that seems unknown may stand in a register that could not be read.
    fn report(&mut self, diagnostic: Diagnostic) {
        if !(self.handbook.incomplete && diagnostic.code == Code::UnknownReference) {
            self.diagnostics.push(diagnostic);
        }
    }
}

fn unknown(unresolved: &Unresolved, written: &Spanned<String>) -> Diagnostic {
    unresolved.diagnostic("anything here", &written.value)
}

/// The name in a wikilink, without the anchor behind it: all links to a name that means nothing certain
/// have one cause.
fn name_of(target: &str) -> &str {
    match target.split_once('#') {
        Some((name, anchor)) if !name.is_empty() && !anchor.is_empty() => name,
        _ => target,
    }
}

fn is_wiki(link: &ProseLink) -> bool {
    matches!(link.kind, LinkKind::Wiki | LinkKind::WikiWithText)
}

/// All links of a handbook with the pages that they belong to: in prose, in front matter and in registers.
pub fn all_links<'h>(handbook: &'h Handbook, names: &Names) -> Vec<(PageKey, ProseLink<'h>)> {
    let tracked = handbook.untracked();
    let prose = prose_with_references(tracked).into_iter();
    let in_prose = prose.flat_map(|(page, prose)| prose.links().map(move |link| (page, link)));
    let of_levels = handbook
        .levels()
        .flat_map(|(level, it)| it.links.iter().map(move |(_, url)| (PageKey::Level(level), url)));
    let of_terms =
        handbook.terms().filter_map(|(_, it)| Some((PageKey::Glossary, it.link.as_ref()?)));
    let others = of_levels.chain(of_terms).filter(|(_, url)| !is_external(&url.value));
    let others = others.map(|(page, url)| {
        let is_name = names.reference(tracked, &url.value, &url.place, page).is_ok();
        let kind = if is_name { LinkKind::Wiki } else { LinkKind::Plain };
        let target = url.value.as_str().into();
        (page, ProseLink { target, kind, place: url.place.clone() })
    });
    in_prose.chain(others).collect()
}

/// All prose with links or calls, with the page that it belongs to.
fn prose_with_references(handbook: Tracked<'_>) -> Vec<(PageKey, &Prose)> {
    let book = handbook.handbook();
    let of_pages = book.texts.iter().map(|(page, text)| (*page, &text.prose.0));
    let mut all: Vec<(PageKey, &Prose)> =
        of_pages.filter(|(_, prose)| prose.has_references()).collect();
    for (key, _) in book.levels() {
        let page = PageKey::Level(key);
        all.extend(handbook.body(key).with_references().iter().map(|prose| (page, prose)));
    }
    for (key, competency) in book.competencies() {
        let page = PageKey::Competency(key);
        for step in &competency.steps {
            all.push((page, step.meaning()));
            all.extend(step.examples.iter().map(|example| (page, example)));
            all.extend(step.criteria.iter().map(|criterion| (page, &criterion.text)));
        }
    }
    all.extend(book.terms().map(|(_, term)| (PageKey::Glossary, &term.text)));
    all.retain(|(_, prose)| prose.has_references());
    all
}
