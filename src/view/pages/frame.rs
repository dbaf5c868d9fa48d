//! What all pages share: the frame around each of them, links, finished markup, a level as a card.

use serde::Serialize;

/// Finished markup: a template prints it with `| safe`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

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
}

/// A title and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// Text of the link.
    pub title: String,
    /// Relative address.
    pub href: String,
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
    /// Absolute address, where book.toml names a base-url.
    pub canonical: Option<String>,
    /// Where the page's source can be edited on the forge.
    pub edit: Option<String>,
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
    /// Terms of the glossary that links on the page lead to: a link names its explanation in
    /// `aria-describedby`.
    pub terms: Vec<TermNote>,
}

/// What a term means, for those who point at it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermNote {
    /// Id of the explanation.
    pub id: String,
    /// What the term means, as plain text.
    pub text: String,
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

/// A level as a small card.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Rung {
    /// Title of the level.
    pub title: String,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Its grade or grades as text, such as `3` or `3–4`; may be empty.
    pub grade: String,
    /// Number of its track's colour, from 1.
    pub hue: usize,
    /// Title of its track.
    pub track: String,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// Whether the level belongs to another track and is only shown here (`also-in`).
    pub guest: bool,
}
