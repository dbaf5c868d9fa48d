//! What the fragment of a link means on a page, and what to say if it means nothing.

use super::anchors::{anchors, has_html_anchor};
use super::effective;
use super::ix::LevelIx;
use super::model::{Handbook, Hidden, INTERNAL};
use super::page::PageKey;
use super::page_anchors::ListedAnchors;
use super::slug::slug;
use super::tracked::Tracked;
use crate::diagnostic::{Code, Diagnostic};
use crate::suggestion::Suggestion;
use crate::tree::RelPath;

/// What a page has under the name of an anchor.
pub(super) enum Found {
    /// An anchor, and what a link to it without text of its own says.
    Anchor { anchor: String, title: Option<String> },
    /// Nothing, but it may stand in what could not be read.
    Gap,
    /// Something that is left out.
    Hidden(Hidden),
    /// Nothing.
    Nothing(Box<MissingAnchor>),
}

/// An anchor that a page does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingAnchor {
    /// What messages call the page.
    page: String,
    /// The anchor.
    anchor: String,
    /// The level at which a criterion with this id stands, and its name.
    elsewhere: Option<(LevelIx, String)>,
    /// What the link should probably be.
    suggestion: Option<Suggestion>,
    /// Anchors that the page has, in its order.
    known: ListedAnchors,
}

/// Looks for an anchor on a page, under the name that a link has for it.
pub(super) fn find_anchor(handbook: Tracked, page: PageKey, anchor: &str) -> Found {
    let anchors = &anchors(handbook, page).anchors;
    if let Some(known) = anchors.find(anchor) {
        return Found::Anchor { anchor: known.anchor.clone(), title: known.title.clone() };
    }
    if has_html_anchor(handbook, page, anchor) {
        return Found::Anchor { anchor: anchor.to_owned(), title: None };
    }
    if handbook.has_gap(page) {
        return Found::Gap;
    }
    if let Some(hidden) = hidden_anchor(&handbook, page, anchor) {
        return Found::Hidden(hidden);
    }
    let elsewhere = elsewhere(handbook, page, anchor);
    let suggestion = anchors.nearest(anchor).map(|near| near.prefixed("#"));
    let is_clear = elsewhere.is_some() || suggestion.is_some();
    Found::Nothing(Box::new(MissingAnchor {
        page: page_title(handbook, page).to_owned(),
        anchor: anchor.to_owned(),
        elsewhere,
        suggestion,
        known: if is_clear { ListedAnchors::default() } else { known(handbook, page) },
    }))
}

impl MissingAnchor {
    /// The level to which the criterion has moved.
    pub(super) fn level(&self) -> Option<LevelIx> {
        self.elsewhere.as_ref().map(|(level, _)| *level)
    }

    /// The same with what the whole link should be, now that the criterion stands elsewhere.
    pub(super) fn with_link(self, written: &str, meant: Option<String>) -> Self {
        let written = written.to_owned();
        let suggestion = meant.map(|meant| Suggestion { written, meant, certain: true });
        Self { suggestion, ..self }
    }

    /// The same for a page that is called otherwise.
    pub(super) fn called(self, page: &str) -> Self {
        Self { page: page.to_owned(), ..self }
    }

    /// The diagnostic about it.
    pub fn diagnostic(&self) -> Diagnostic {
        let Self { page, anchor, .. } = self;
        let message = format!("nothing on the page `{page}` is called `{anchor}`");
        let diagnostic = Diagnostic::new(Code::BrokenLink, message);
        match (&self.elsewhere, &self.suggestion) {
            (Some((_, level)), suggestion) => diagnostic
                .suggest(suggestion.clone())
                .help(format!("the criterion `{anchor}` stands at `{level}`")),
            (None, Some(near)) => diagnostic.suggest(Some(near.clone())),
            (None, None) => diagnostic.help(self.anchors()),
        }
    }

    /// What the page has instead.
    fn anchors(&self) -> String {
        let ListedAnchors { first, count } = &self.known;
        let listed: Vec<String> = first.iter().map(|it| format!("`#{it}`")).collect();
        match (listed.split_last(), count.saturating_sub(first.len())) {
            (None, _) => format!("the page has no anchors; leave out `#{}`", self.anchor),
            (Some((only, [])), _) => format!("the page has {only}"),
            (Some((last, others)), 0) => {
                format!("the page has {} and {last}", others.join(", "))
            }
            (Some(_), more) => format!("the page has {} and {more} more", listed.join(", ")),
        }
    }
}

/// The level at which a criterion stands that is none of the page, under its id of today or an old one.
fn elsewhere(handbook: Tracked, page: PageKey, id: &str) -> Option<(LevelIx, String)> {
    let (level, _) = handbook.criterion(id)?;
    let is_elsewhere = page != PageKey::Level(level) && handbook.has_page(level);
    is_elsewhere.then(|| (level, handbook.level_name(level)))
}

/// Anchors of a page, in its order. Those of a level are its competencies and sections: its criteria are many.
fn known(handbook: Tracked, page: PageKey) -> ListedAnchors {
    let of_level = match page {
        PageKey::Level(level) => Some(move || {
            let cells = effective::cells(handbook, level);
            let cells = cells.iter().map(|cell| handbook[cell.competency].id.as_str());
            let sections = handbook.body(level).sections.iter().map(|it| it.anchor.as_str());
            ListedAnchors::of(cells.chain(sections))
        }),
        _ => None,
    };
    anchors(handbook, page).anchors.listed(of_level).clone()
}

/// What is left out of a page under the name of an anchor: a part of its text, or a competency.
fn hidden_anchor(handbook: &Handbook, page: PageKey, anchor: &str) -> Option<Hidden> {
    let file = match page {
        PageKey::Level(level) => Some(&handbook[level].file),
        page => handbook.text(page).map(|text| &text.file),
    }?;
    let wanted = slug(anchor);
    let is_left_out = [anchor, &wanted].iter().any(|id| {
        let in_levels = |path: &RelPath| path.inside("content/levels").is_some();
        handbook.hides_anchor(id, |path| path == file)
            // What a level takes over stands in the file of another one.
            || matches!(page, PageKey::Level(_)) && handbook.hides_anchor(id, in_levels)
    });
    if !is_left_out {
        return handbook.hidden(&format!("competencies/{wanted}")).cloned();
    }
    let of = match page {
        PageKey::Level(level) => handbook.level_name(level),
        page => page_title(handbook.untracked(), page).to_owned(),
    };
    let name = format!("{of}#{anchor}");
    Some(Hidden::new(file, name, INTERNAL))
}

/// What a message calls a page.
fn page_title(handbook: Tracked<'_>, page: PageKey) -> &str {
    let book = handbook.handbook();
    match page {
        PageKey::Track(track) => &book[track].title,
        PageKey::Level(level) => handbook.label(level),
        PageKey::Competency(competency) => &book[competency].title,
        PageKey::Page(page) => &book[page].title,
        page => page.text_name(),
    }
}
