//! What a link may name on a page.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::effective;
use super::ix::LevelIx;
use super::model::Competency;
use super::page::PageKey;
use super::page_anchors::{Anchor, KnownAnchors, PageAnchors};
use super::prose::Prose;
use super::slug::slug;
use super::tracked::Tracked;

/// What the ids of a theme's own parts start with.
pub const THEME_PARTS: &str = "lb-";

/// What stands before the id of a criterion that no anchor can start with.
const LETTER: &str = "c-";

/// The anchor under which a criterion stands on a page: its id; an id that starts with a digit gets
/// a letter in front, so that scripts and style sheets can select it, and so does one that a part of the
/// theme might have.
pub fn criterion_anchor(id: &str) -> Cow<'_, str> {
    match anchor_prefix(id) {
        "" => Cow::Borrowed(id),
        prefix => Cow::Owned([prefix, id].concat()),
    }
}

/// What stands before the id of a criterion in [`criterion_anchor`].
pub fn anchor_prefix(id: &str) -> &'static str {
    let needs_letter =
        id.starts_with(|first: char| first.is_ascii_digit()) || id.starts_with(THEME_PARTS);
    if needs_letter { LETTER } else { "" }
}

/// What links may name on a page. It is found out once for all of them.
pub(super) fn anchors(handbook: Tracked, page: PageKey) -> Arc<KnownAnchors> {
    handbook.anchors(page, |handbook| {
        PageAnchors::new(own_anchors(handbook, page), anchors_of_text(handbook, page))
    })
}

/// Those of what the author of a page wrote.
fn anchors_of_text(handbook: Tracked, page: PageKey) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let mut add = |name: &str, anchor: &str, title: Option<String>| {
        anchors.push(Anchor { name: name.to_owned(), anchor: anchor.to_owned(), title });
    };
    if let PageKey::Level(level) = page {
        for section in &handbook.body(level).sections {
            add(&section.anchor, &section.anchor, Some(section.title.clone()));
        }
    }
    let headings = match page {
        PageKey::Level(level) => &*handbook.body(level).headings,
        // A page of headings that the theme makes; its own prose is a move's.
        PageKey::Compare(..) => &[],
        page => handbook.handbook().text(page).map_or(&[][..], |text| &text.headings),
    };
    for heading in headings {
        add(&heading.anchor, &heading.anchor, Some(heading.title.clone()));
    }
    match page {
        PageKey::Level(level) => forge_anchors(handbook, level, &mut add),
        _ => {
            for heading in headings {
                add(&heading.forge, &heading.anchor, Some(heading.title.clone()));
            }
        }
    }
    anchors
}

/// The anchors that a page has whatever headings its author wrote.
fn own_anchors(handbook: Tracked, page: PageKey) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let mut add = |name: &str, anchor: &str, title: Option<String>| {
        anchors.push(Anchor { name: name.to_owned(), anchor: anchor.to_owned(), title });
    };
    match page {
        PageKey::Level(level) => level_anchors(handbook, level, &mut add),
        PageKey::Competencies => {
            for category in &handbook.categories {
                add(&category.id, &category.id, Some(category.title.clone()));
            }
        }
        PageKey::Competency(_) => {
            for (_, track) in handbook.tracks() {
                let names = track.was.iter().map(|old| &old.value).chain([&track.id]);
                for name in names {
                    add(name, &format!("track-{}", track.id), Some(track.title.clone()));
                }
            }
        }
        PageKey::Compare(from, to) => {
            for (key, competency) in handbook.handbook().competencies() {
                let is_hidden =
                    [from, to].iter().any(|it| handbook.hidden_cells.contains(&(*it, key)));
                if !is_hidden && [from, to].iter().any(|it| handbook.applies(key, *it)) {
                    for name in competency.was.iter().map(|old| &old.value).chain([&competency.id])
                    {
                        add(name, &competency.id, Some(competency.title.clone()));
                    }
                }
            }
        }
        PageKey::Glossary => {
            for (_, term) in handbook.terms() {
                for name in term.was.iter().map(|old| &old.value).chain([&term.term]) {
                    add(&slug(name), &term.anchor(), Some(term.term.clone()));
                }
            }
        }
        _ => {}
    }
    anchors
}

/// Whether a page has an anchor whatever its author's text says, which a heading or raw HTML in that text
/// cannot have as well.
pub(super) fn is_own_anchor(handbook: Tracked, page: PageKey, anchor: &str) -> bool {
    if anchor.starts_with(THEME_PARTS) {
        return true;
    }
    let anchors = &anchors(handbook, page).anchors;
    // These pages have old ids as anchors beside the present ones.
    let has_old = matches!(page, PageKey::Level(_) | PageKey::Compare(..));
    let is_old = |name: &str| criterion_anchor(name) == anchor && anchors.has_own_name(name);
    let without_letter = anchor.strip_prefix(LETTER);
    anchors.has_own(anchor)
        || has_old && [Some(anchor), without_letter].into_iter().flatten().any(is_old)
}

/// Whether raw HTML in the author's text of a page defines an anchor.
pub(super) fn has_html_anchor(handbook: Tracked, page: PageKey, anchor: &str) -> bool {
    let anchors = &anchors(handbook, page).anchors;
    match page {
        PageKey::Level(level) => {
            let body = handbook.body(level);
            anchors.has_in_html(anchor, || body.prose().flat_map(Prose::html_anchors).collect())
        }
        page => handbook
            .prose(page)
            .is_some_and(|prose| anchors.has_in_html(anchor, || prose.html_anchors().collect())),
    }
}

/// The anchors that a forge gives to the headings in the file of a level. A heading of a competency, and
/// those of the groups below it, lead to the competency.
fn forge_anchors(
    handbook: Tracked,
    level: LevelIx,
    add: &mut impl FnMut(&str, &str, Option<String>),
) {
    let body = handbook.body(level);
    if body.headings.is_empty() {
        return;
    }
    let mut named: HashMap<String, &Competency> = HashMap::new();
    for cell in effective::cells(handbook, level) {
        let it = &handbook.handbook()[cell.competency];
        for name in it.aliases.iter().chain([&it.title, &it.id]) {
            named.entry(slug(name)).or_insert(it);
        }
    }
    let sections: HashSet<&str> = body.sections.iter().map(|it| it.anchor.as_str()).collect();
    let mut around = None;
    for heading in &*body.headings {
        let is_section = sections.contains(&*heading.anchor);
        let own = if is_section { None } else { named.get(&slug(&heading.title)).copied() };
        around = match own {
            Some(competency) => Some(competency),
            None if heading.depth <= 2 => None,
            None => around,
        };
        let title = Some(heading.title.clone());
        add(&heading.forge, around.map_or(&heading.anchor, |it| &it.id), title);
    }
}

fn level_anchors(
    handbook: Tracked,
    level: LevelIx,
    add: &mut impl FnMut(&str, &str, Option<String>),
) {
    let title = handbook.label(level);
    for (key, competency) in handbook.handbook().competencies() {
        if !effective::is_on_page(handbook, level, key) {
            continue;
        }
        let cell = effective::cell(handbook, level, key);
        let aliases = competency.aliases.iter().map(|alias| slug(alias));
        let former = competency.was.iter().map(|old| old.value.clone());
        for name in aliases.chain(former).chain([competency.id.clone()]) {
            add(&name, &competency.id, Some(format!("{title}: {}", competency.title)));
        }
        for it in cell.criteria() {
            let anchor = criterion_anchor(&it.criterion.id);
            for name in it.criterion.ids() {
                add(name, &anchor, Some(excerpt(&it.criterion.text)));
            }
        }
    }
}

/// The first words of a text, at most some sixty characters.
fn excerpt(prose: &Prose) -> String {
    let text = prose.text();
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    let mut excerpt = String::new();
    for word in text.split_whitespace() {
        if excerpt.chars().count() + word.chars().count() > 58 {
            break;
        }
        excerpt.push_str(word);
        excerpt.push(' ');
    }
    format!("{}…", excerpt.trim_end())
}
