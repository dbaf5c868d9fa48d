//! The blocks of a cell, for every page that shows one.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;

use super::common::{Html, Link};
use super::context::PageContext;
use super::footnotes;
use super::markdown::{html, html_below};
use crate::handbook::effective::{
    EffectiveBlock, EffectiveCell, EffectiveContent, EffectiveCriterion, Origin,
};
use crate::handbook::url::filled;
use crate::handbook::{
    CompetencyIx, Criterion, ExampleList, Group, LevelIx, PageKey, Prose, criterion_anchor,
    step_title, succession,
};

/// One block of a cell: prose, or a list of criteria with what leads to it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct BlockView<C = CriterionView> {
    /// Headings that start here, the highest first.
    pub headings: Vec<GroupHeading>,
    /// Prose; empty for a list. In a matrix a list is prose as well if nothing leads to it and its items have neither
    /// numbers nor marks.
    pub prose: Html,
    /// The paragraph that leads to the list; may be empty.
    pub lead_in: Html,
    /// Whether the items of the list have numbers.
    pub ordered: bool,
    /// The number of the first item of a list with numbers; 1 otherwise.
    pub start: u64,
    /// The criteria of the list; none for prose.
    pub criteria: Vec<C>,
}

/// A criterion where cells are shown in brief.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct BriefCriterion {
    /// The text.
    pub html: Html,
    /// Its number, where it is not the one after that of the criterion before.
    pub number: Option<u64>,
    /// Whether it is internal.
    pub internal: bool,
}

/// The heading of a named group inside a cell.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GroupHeading {
    /// Its text.
    pub title: String,
    /// 0 for a heading right below that of the cell, 1 for one below such a heading, and so on; at most 2.
    pub depth: usize,
    /// Whether what stands below it is internal.
    pub internal: bool,
}

/// One observable behaviour.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriterionView {
    /// Anchor: `id` of the element and target of the permalink. Empty on pages other than the
    /// level's own.
    pub anchor: Arc<str>,
    /// Where its permalink leads; on the level's page `#anchor`.
    pub href: String,
    /// Whether its id is written down, so that it has a permanent address, on the list of all criteria.
    pub pinned: bool,
    /// The text.
    pub html: Html,
    /// Small scenes that show it; `None` if it has none.
    pub examples: Option<ExampleLists>,
    /// What else there is to be shown of it; `None` for most criteria, of which there is nothing more.
    pub aside: Option<Box<CriterionAside>>,
}

/// What is shown of a criterion beside its text, its address and its examples.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct CriterionAside {
    /// Anchors that it had before, where it has one.
    pub old_anchors: Vec<String>,
    /// Its number, where it is not the one after that of the criterion before.
    pub number: Option<u64>,
    /// Whether the author marked it as new.
    pub new: bool,
    /// Beside other levels: `same` if the level before says it as well, `new` if it says other things only; else
    /// empty.
    pub since: &'static str,
    /// Whether it is internal.
    pub internal: bool,
    /// Where it comes from, if not from the level itself: title of a track, level or step. `href`
    /// may be empty.
    pub origin: Option<Link>,
    /// The criteria whose grown form it is, by its author's word.
    pub grown_from: Vec<Predecessor>,
    /// Where readers say something about it; empty on pages other than the level's own, and where book.toml names
    /// no such address.
    pub feedback: String,
}

/// A criterion of which another one is the grown form.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Predecessor {
    /// Title of the level that has it; the link leads to it there.
    pub level: Link,
    /// Its words.
    pub text: String,
}

/// All examples of something.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ExampleLists {
    /// Lists of them.
    pub lists: Vec<Examples>,
    /// Number of examples in all lists.
    pub count: usize,
}

/// A list of examples.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Examples {
    /// Whether its items have numbers.
    pub ordered: bool,
    /// The number of the first item of a list with numbers; 1 otherwise.
    pub start: u64,
    /// The examples.
    pub items: Vec<Html>,
}

impl ExampleLists {
    /// Lists of examples on a page, if there are any.
    pub fn of(cx: PageContext, lists: &[ExampleList]) -> Option<Self> {
        let count = lists.iter().map(|list| list.items.len()).sum();
        let lists: Vec<Examples> = lists.iter().map(|list| Examples::of(cx, list)).collect();
        (!lists.is_empty()).then_some(Self { lists, count })
    }

    /// Examples without numbers as one list, if there are any.
    pub fn plain(cx: PageContext, examples: &[Prose]) -> Option<Self> {
        let list = ExampleList { start: None, items: examples.to_vec() };
        if examples.is_empty() { None } else { Self::of(cx, &[list]) }
    }
}

impl Examples {
    fn of(cx: PageContext, list: &ExampleList) -> Self {
        Self {
            ordered: list.start.is_some(),
            start: list.start.unwrap_or(1),
            items: list.items.iter().map(|item| html(cx, item)).collect(),
        }
    }
}

/// The blocks of a cell, with all that the page of a level says of its criteria.
pub fn full(cx: PageContext, level: LevelIx, cell: &EffectiveCell) -> Vec<BlockView> {
    blocks(cx, cell, |_| None, |it, number| criterion(cx, level, cell.competency, it, number, ""))
}

/// The same beside the cell of the level before, in which repeats stand back.
pub fn beside(
    cx: PageContext,
    level: LevelIx,
    cell: &EffectiveCell,
    before: &EffectiveCell,
) -> Vec<BlockView> {
    let words = |it: &EffectiveCriterion| it.criterion.text.words(cx.handbook.language).folded();
    let ids: HashSet<&str> = before.criteria().map(|it| &*it.criterion.id).collect();
    let texts: HashSet<u64> = before.criteria().map(words).collect();
    let is_same =
        |it: &EffectiveCriterion| ids.contains(&*it.criterion.id) || texts.contains(&words(it));
    // Where nothing repeats itself, everything is new, which need not be said of each.
    let marks = cell.criteria().any(is_same);
    blocks(
        cx,
        cell,
        |_| None,
        |it, number| {
            let since = match is_same(it) {
                true => "same",
                false if marks => "new",
                false => "",
            };
            criterion(cx, level, cell.competency, it, number, since)
        },
    )
}

/// The blocks of a cell, with no more of its criteria than their text. A list of which nothing else is to be shown is
/// prose: a matrix has tens of thousands of items, each of which would be work for the engine of templates.
pub fn brief(cx: PageContext, cell: &EffectiveCell) -> Vec<BlockView<BriefCriterion>> {
    let criterion = |it: &EffectiveCriterion, number| BriefCriterion {
        html: html(cx, &it.criterion.text),
        number,
        internal: it.criterion.internal,
    };
    blocks(cx, cell, |block| plain_list(cx, block), criterion)
}

/// The HTML of a list whose items have neither numbers nor marks and that nothing leads to; `None` for any other block.
fn plain_list(cx: PageContext, block: &EffectiveBlock) -> Option<Html> {
    let EffectiveContent::Criteria { lead_in: None, criteria } = &block.content else {
        return None;
    };
    if criteria.iter().any(|it| it.criterion.internal || it.criterion.number.is_some()) {
        return None;
    }
    let length = criteria.iter().map(|it| "\n<li></li>".len() + it.criterion.text.length_as_html());
    let mut list = String::with_capacity("<ul>\n</ul>".len() + length.sum::<usize>());
    list.push_str("<ul>");
    for it in criteria {
        list.extend(["\n<li>", &html(cx, &it.criterion.text).0, "</li>"]);
    }
    list.push_str("\n</ul>");
    Some(Html(list))
}

/// The words of a criterion away from its level, without footnotes: these stand on the level's own page.
pub fn sentence(cx: PageContext, prose: &Prose) -> Html {
    let html = html_below(cx, prose, 0);
    if prose.is_plain() {
        return html;
    }
    Html(footnotes::without(&html.0).trim_end().to_owned())
}

/// `whole` makes prose of a block that need not be shown criterion by criterion, and `criterion` one of a criterion and
/// the number to be written before it.
fn blocks<C>(
    cx: PageContext,
    cell: &EffectiveCell,
    whole: impl Fn(&EffectiveBlock) -> Option<Html>,
    mut criterion: impl FnMut(&EffectiveCriterion, Option<u64>) -> C,
) -> Vec<BlockView<C>> {
    let mut open: &[Group] = &[];
    let mut views = Vec::with_capacity(cell.blocks.len());
    for block in &cell.blocks {
        let headings = headings(open, block);
        open = block.groups;
        let (prose, lead_in, criteria) = match (&block.content, whole(block)) {
            (_, Some(whole)) => (whole, None, &[][..]),
            (EffectiveContent::Prose(prose), _) => (html(cx, prose), None, &[][..]),
            (EffectiveContent::Criteria { lead_in, criteria }, _) => {
                (Html::default(), *lead_in, &criteria[..])
            }
        };
        let first = criteria.first().and_then(number_of);
        views.push(BlockView {
            headings,
            prose,
            lead_in: lead_in.map(|it| html(cx, it)).unwrap_or_default(),
            ordered: first.is_some(),
            start: first.unwrap_or(1),
            criteria: numbered(criteria, first).map(|(it, number)| criterion(it, number)).collect(),
        });
    }
    views
}

/// The headings of a block that are not open yet.
fn headings(open: &[Group], block: &EffectiveBlock) -> Vec<GroupHeading> {
    let same = open.iter().zip(block.groups).take_while(|(a, b)| a == b).count();
    let new = block.groups.iter().enumerate().skip(same);
    new.map(|(depth, group)| GroupHeading {
        title: group.title.clone(),
        depth: depth.min(2),
        internal: group.internal,
    })
    .collect()
}

fn number_of(it: &EffectiveCriterion) -> Option<u64> {
    it.criterion.number.map(u64::from)
}

/// Criteria with their numbers, where counting on from the first would give others.
fn numbered<'c, 'h>(
    criteria: &'c [EffectiveCriterion<'h>],
    first: Option<u64>,
) -> impl Iterator<Item = (&'c EffectiveCriterion<'h>, Option<u64>)> {
    criteria.iter().scan(first, |next, it| {
        let number = number_of(it).filter(|_| next.is_some());
        let written = number.filter(|_| number != *next);
        *next = number.or(*next).map(|it| it + 1);
        Some((it, written))
    })
}

impl CriterionView {
    /// A criterion of a step, which has no page of its own.
    pub fn of_step(cx: PageContext, criterion: &Criterion) -> Self {
        let Criterion { new, internal, .. } = *criterion;
        Self {
            anchor: Arc::default(),
            href: String::new(),
            pinned: false,
            html: html(cx, &criterion.text),
            examples: None,
            aside: CriterionAside { new, internal, ..CriterionAside::default() }.if_any(),
        }
    }
}

impl CriterionAside {
    /// This, if there is anything to be shown of it.
    fn if_any(self) -> Option<Box<Self>> {
        let is_marked = self.new || self.internal || !self.since.is_empty();
        let is_any = is_marked
            || self.number.is_some()
            || self.origin.is_some()
            || !(self.old_anchors.is_empty() && self.grown_from.is_empty())
            || !self.feedback.is_empty();
        is_any.then(|| Box::new(self))
    }
}

fn criterion(
    cx: PageContext,
    level: LevelIx,
    competency: CompetencyIx,
    it: &EffectiveCriterion,
    number: Option<u64>,
    since: &'static str,
) -> CriterionView {
    let anchor = criterion_anchor(&it.criterion.id);
    let own_page = cx.page == PageKey::Level(level);
    let href = match cx.is_print() {
        true => String::new(),
        false => cx.href(PageKey::Level(level), Some(&anchor)),
    };
    let old = it.criterion.was().iter().filter(|_| own_page);
    let aside = CriterionAside {
        old_anchors: old.map(|id| cx.id(Some(&criterion_anchor(id)))).collect(),
        number,
        new: it.criterion.new,
        since,
        internal: it.criterion.internal,
        origin: origin(cx, competency, it.origin),
        grown_from: grown_from(cx, it.criterion),
        feedback: if own_page { feedback(cx, level, it.criterion) } else { String::new() },
    };
    CriterionView {
        href,
        pinned: it.criterion.pinned,
        anchor: if own_page { cx.criterion_id(&it.criterion.id) } else { Arc::default() },
        // Terms are marked where they stand first: in the text, then in the examples.
        html: html(cx, &it.criterion.text),
        examples: ExampleLists::of(cx, it.example_lists()),
        aside: aside.if_any(),
    }
}

/// Where readers say something about a criterion.
fn feedback(cx: PageContext, level: LevelIx, criterion: &Criterion) -> String {
    let Some(url) = cx.config.repository.feedback_url.as_ref().filter(|_| !cx.is_print()) else {
        return String::new();
    };
    let page = cx.routes().canonical(cx.page);
    let page = page.unwrap_or_else(|| cx.routes().url(cx.page));
    let address = format!("{page}#{}", criterion_anchor(&criterion.id));
    let level = cx.handbook.level_name(level);
    let values = [("id", &*criterion.id), ("level", &level), ("url", &address)];
    filled(&url.value, &values)
}

fn grown_from(cx: PageContext, criterion: &Criterion) -> Vec<Predecessor> {
    let ids = succession::replaced_by(cx.handbook, criterion).into_iter();
    let earlier = ids.filter_map(|id| cx.handbook.criterion(id));
    earlier
        .map(|(level, it)| Predecessor {
            level: cx.level_link(level, Some(&criterion_anchor(&it.id))),
            text: it.text.text().to_owned(),
        })
        .collect()
}

fn origin(cx: PageContext, competency: CompetencyIx, origin: Origin) -> Option<Link> {
    match origin {
        Origin::Own => None,
        Origin::Track(track) => Some(cx.track_link(track)),
        Origin::Level(level) => Some(cx.level_link(level, None)),
        Origin::Step(step) => {
            Some(Link { title: step_title(&cx.handbook[competency], step), href: String::new() })
        }
    }
}
