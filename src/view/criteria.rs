//! All criteria by their ids, old ones included: an address that leads to a criterion wherever it is now.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter;
use std::sync::Arc;

use serde::Serialize;

use super::common::{Html, Link};
use super::context::PageContext;
use super::history;
use super::markdown::own_prose;
use crate::handbook::catalogue::Listed;
use crate::handbook::{CompetencyIx, PageKey, anchor_prefix, criterion_anchor};
use crate::html;

/// `criteria`: all criteria by id; where they are too many for one page, the ids, and pages for a part of them
/// each.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriteriaView {
    /// Text of criteria.md, if there is one.
    pub prose: Html,
    /// Number of criteria; on a part of the list, of its lines.
    pub count: usize,
    /// Criteria by the first letter of their ids; none on a page that names ids only.
    pub letters: Vec<CriteriaLetter>,
    /// Stretches of ids, where the criteria are too many for this page.
    pub ranges: Vec<CriteriaRange>,
}

/// The criteria whose ids have one first letter.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriteriaLetter {
    /// The letter, or `0–9`.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// The criteria, by id.
    pub entries: Vec<CriteriaEntry>,
}

/// An id, old or new, and its criterion.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriteriaEntry {
    /// The id.
    pub id: Arc<str>,
    /// Anchor: the id, or what stands for it on pages.
    pub anchor: Arc<str>,
    /// The words of the criterion.
    pub text: String,
    /// Where the criterion stands: a level, or a competency if no level expects its step. There are hundreds of
    /// thousands of entries, so that this and the next link have no values of their own.
    pub title: String,
    /// The address of the criterion there.
    pub href: String,
    /// The competency it belongs to; empty where it stands there.
    pub competency: Arc<str>,
    /// The address of the competency.
    pub competency_href: Arc<str>,
    /// What else there is to be said of it; `None` for most, of which there is nothing more.
    pub aside: Option<Box<CriteriaAside>>,
}

/// What is said of a criterion in the list beside its words and its place.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriteriaAside {
    /// The id of today, if the one that is listed is old; else empty.
    pub today: String,
    /// Other levels on whose pages it stands, at most four.
    pub also: Vec<Link>,
    /// How many more there are.
    pub more: usize,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
    /// The edition in which it first stood, and the one in which its words last changed; `None` where there are no
    /// editions.
    pub age: Option<CriterionSince>,
}

/// Since when a criterion stands.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriterionSince {
    /// The edition in which it first stood; without a title if it is part of none yet.
    pub since: Link,
    /// The edition in which its words last changed; `None` if they never did.
    pub reworded: Option<Link>,
}

/// Ids that follow one another.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriteriaRange {
    /// The first one, where it stands on another page.
    pub first: Link,
    /// The last one.
    pub last: String,
    /// An empty element with the anchor of each: a large handbook has thousands, too many for a loop of a template.
    /// Empty where they are too many for a page.
    pub anchors: Html,
}

/// The list, or a part of it, for those who read Markdown.
pub struct CriteriaTwin<'a> {
    pub prose: Html,
    pub lines: Vec<CriteriaLine<'a>>,
    pub ranges: Vec<CriteriaRange>,
}

/// An id, old or new, as a line of Markdown, which has but one address.
pub struct CriteriaLine<'a> {
    pub id: &'a str,
    /// The id of today, if this one is old; else empty.
    pub today: &'a str,
    /// The words of the criterion.
    pub text: &'a str,
    /// Where the criterion stands first.
    pub href: String,
    pub internal: bool,
}

/// How many other levels are named of a criterion.
const ALSO: usize = 4;

/// How many ids a stretch has.
const RANGE: usize = 50;

/// How many ids the page of a divided list has anchors for at most, each of some 80 bytes. Where there are more, a
/// script finds the stretch of an id by its first and its last one.
const ANCHORS: usize = 5_000;

/// The list of all criteria.
pub fn view(cx: PageContext) -> CriteriaView {
    let catalogue = cx.catalogue_names();
    let is_divided = catalogue.parts() > 1;
    CriteriaView {
        prose: own_prose(cx),
        count: catalogue.count(),
        letters: if is_divided { Vec::new() } else { letters(cx, 0) },
        ranges: if is_divided { all_ranges(cx) } else { Vec::new() },
    }
}

/// A part of the list.
pub fn of_part(cx: PageContext, part: usize) -> CriteriaView {
    let letters = letters(cx, part);
    let count = letters.iter().map(|letter| letter.entries.len()).sum();
    CriteriaView { prose: own_prose(cx), count, letters, ranges: Vec::new() }
}

/// The list of all criteria for those who read Markdown.
pub fn twin(cx: PageContext) -> CriteriaTwin {
    let is_divided = cx.catalogue_names().parts() > 1;
    CriteriaTwin {
        prose: own_prose(cx),
        lines: if is_divided { Vec::new() } else { lines(cx, 0) },
        ranges: if is_divided { all_ranges(cx) } else { Vec::new() },
    }
}

/// A part of it.
pub fn twin_of_part(cx: PageContext, part: usize) -> CriteriaTwin {
    CriteriaTwin { prose: own_prose(cx), lines: lines(cx, part), ranges: Vec::new() }
}

fn lines<'a>(cx: PageContext<'a>, part: usize) -> Vec<CriteriaLine<'a>> {
    let listed = cx.listed(part);
    // Looked up together for what is said at `Catalogue::part`.
    let texts: Vec<&str> = listed.iter().map(|(_, it)| it.text.text()).collect();
    let line = |((id, criterion), text): ((&'a str, Listed<'a>), &'a str)| CriteriaLine {
        id,
        today: if **criterion.id == *id { "" } else { criterion.id },
        text,
        href: match criterion.at.first() {
            Some(level) => cx.single_href(PageKey::Level(*level), &criterion_anchor(criterion.id)),
            None => cx.href(PageKey::Competency(criterion.competency), None),
        },
        internal: criterion.internal,
    };
    listed.into_iter().zip(texts).map(line).collect()
}

fn letters(cx: PageContext, part: usize) -> Vec<CriteriaLetter> {
    let listed = cx.listed(part);
    // Copied together for what is said at `Catalogue::part`.
    let texts: Vec<String> = listed.iter().map(|(_, it)| it.text.text().to_owned()).collect();
    let mut competencies: BTreeMap<CompetencyIx, SharedLink> = BTreeMap::new();
    let mut letters: Vec<CriteriaLetter> = Vec::new();
    // The first character of the line before, and its letter.
    let mut last = (None, 0);
    for ((id, criterion), text) in listed.into_iter().zip(texts) {
        let first = id.chars().next();
        if letters.is_empty() || last.0 != first {
            last = (first, letter(&mut letters, first));
        }
        let competency = criterion.competency;
        let link = competencies.entry(competency).or_insert_with(|| {
            let link = cx.link(PageKey::Competency(competency));
            SharedLink { title: link.title.into(), href: link.href.into() }
        });
        letters[last.1].entries.push(entry(cx, id, criterion, text, link));
    }
    letters
}

/// A link that many entries have.
#[derive(Clone, Default)]
struct SharedLink {
    title: Arc<str>,
    href: Arc<str>,
}

/// The number of the letter of an id that starts with this character. Capitals stand before all small letters.
fn letter(letters: &mut Vec<CriteriaLetter>, first: Option<char>) -> usize {
    let title = match first {
        Some(first) if first.is_numeric() => "0–9".to_owned(),
        first => first.into_iter().flat_map(char::to_uppercase).collect(),
    };
    letters.iter().rposition(|it| it.title == title).unwrap_or_else(|| {
        let anchor = format!("lb-letter-{}", letters.len() + 1);
        letters.push(CriteriaLetter { title, anchor, entries: Vec::new() });
        letters.len() - 1
    })
}

fn entry(
    cx: PageContext,
    id: &str,
    criterion: Listed,
    text: String,
    competency: &SharedLink,
) -> CriteriaEntry {
    let is_old = &**criterion.id != id;
    let today = criterion_anchor(criterion.id);
    let (title, href, competency) = match criterion.at.first() {
        Some(level) => {
            let title = cx.handbook.label(*level).to_owned();
            (title, cx.single_href(PageKey::Level(*level), &today), competency.clone())
        }
        None => (competency.title.to_string(), competency.href.to_string(), SharedLink::default()),
    };
    let others = criterion.at.get(1..).unwrap_or_default();
    let also = others.iter().take(ALSO).map(|level| cx.level_link(*level, Some(&today)));
    let aside = CriteriaAside {
        today: if is_old { criterion.id.to_string() } else { String::new() },
        also: also.collect(),
        more: others.len().saturating_sub(ALSO),
        internal: criterion.internal,
        age: cx.past_of_criterion(criterion.id).map(|past| CriterionSince {
            since: history::link_of(cx, past.since),
            reworded: past.reworded.map(|passage| history::link_of(cx, passage)),
        }),
    };
    let id = if is_old { id.into() } else { Arc::clone(criterion.id) };
    CriteriaEntry {
        anchor: match criterion_anchor(&id) {
            Cow::Borrowed(_) => Arc::clone(&id),
            Cow::Owned(anchor) => anchor.into(),
        },
        id,
        text,
        title,
        href,
        competency: competency.title,
        competency_href: competency.href,
        aside: aside.if_any(),
    }
}

impl CriteriaAside {
    /// This, if there is anything to be said of it.
    fn if_any(self) -> Option<Box<Self>> {
        let is_any = self.internal
            || self.age.is_some()
            || !(self.today.is_empty() && self.also.is_empty() && self.more == 0);
        is_any.then(|| Box::new(self))
    }
}

/// For each id an element that is nothing but the target of an address.
fn targets(ids: &[&str]) -> Html {
    let mut html = String::new();
    for id in ids {
        html.push_str("<i id=\"");
        html.push_str(anchor_prefix(id));
        html::push_attribute(&mut html, id);
        html.push_str("\"></i>");
    }
    Html(html)
}

fn all_ranges(cx: PageContext) -> Vec<CriteriaRange> {
    let names = cx.catalogue_names();
    let parts = names.parts();
    let has_anchors = (0..parts).map(|part| names.count_of(part)).sum::<usize>() <= ANCHORS;
    (0..parts).flat_map(|part| ranges(cx, part, has_anchors)).collect()
}

/// The ids of a part, some at a time.
fn ranges(cx: PageContext, part: usize, has_anchors: bool) -> Vec<CriteriaRange> {
    let names = cx.catalogue_names();
    let ids: Vec<&str> = if has_anchors { names.ids(part).collect() } else { Vec::new() };
    let targets = ids.chunks(RANGE).map(targets).chain(iter::repeat_with(Html::default));
    let range = |((first, last), anchors): ((&str, &str), Html)| CriteriaRange {
        first: Link {
            title: first.to_owned(),
            href: cx.href(PageKey::CriteriaPart(part), Some(&criterion_anchor(first))),
        },
        last: last.to_owned(),
        anchors,
    };
    names.ends_of_each(RANGE, part).zip(targets).map(range).collect()
}
