//! The page of a level.

use super::cells;
use super::compare::{self, fact};
use super::pages::{CellGroup, LevelView, Link, MoveCard, ProseSection, Rail, RailRung, Rung};
use super::radar;
use super::review;
use super::site::Site;
use crate::diagnostic::Spanned;
use crate::handbook::names::LinkTarget;
use crate::handbook::{LevelIx, Move, PageKey, Status, effect};

/// Rungs that the rail shows before and after the page's own.
const RAIL: usize = 6;

/// The page of a level.
pub fn view(site: Site, level: LevelIx) -> LevelView {
    let on = PageKey::Level(level);
    let it = &site.handbook[level];
    let previous = site.handbook.previous(level);
    LevelView {
        rung: site.rung(on, level, None),
        track: site.track_link(on, it.track),
        internal: it.internal,
        replaced_by: it.replaced_by.map(|by| site.level_link(on, by, None)),
        same_as: it.same_as.as_ref().map(|same| site.level_link(on, same.level, None)),
        sublevels: it.sublevels.clone(),
        links: it.links.iter().map(|(label, url)| author_link(site, on, label, url)).collect(),
        facts: it.facts.iter().map(|(name, value)| fact(name, &value.value)).collect(),
        intro: site.html(on, &it.body.intro),
        rail: rail(site, level),
        changes: previous.map(|previous| compare::changes(site, on, previous, level)),
        compare: previous.map(|it| compare::href(site, on, it, level)).unwrap_or_default(),
        review: review::href(site, on, level),
        radar: radar::chart(site, on, &[level]),
        groups: groups(site, level),
        prose: it
            .body
            .sections
            .iter()
            .map(|section| ProseSection {
                title: section.title.clone(),
                anchor: site.routes.id(on, Some(&section.anchor)),
                html: site.html(on, &section.prose),
            })
            .collect(),
        moves: it.next.iter().map(|step| card(site, level, step)).collect(),
    }
}

/// A link in the front matter. One that leads nowhere has been reported.
fn author_link(site: Site, on: PageKey, label: &str, url: &Spanned<String>) -> Link {
    let href = match site.names.author_link(site.handbook, url, on) {
        Ok(LinkTarget::Page(found)) => site.routes.href(on, found.page, found.anchor.as_deref()),
        Ok(LinkTarget::Asset(path)) => site.routes.file_href(on, &path),
        Ok(LinkTarget::External) | Err(_) => url.value.clone(),
    };
    Link { title: label.to_owned(), href }
}

fn rail(site: Site, level: LevelIx) -> Rail {
    let on = PageKey::Level(level);
    let track = site.handbook[level].track;
    let rungs = &site.handbook[track].rungs;
    let own = rungs.iter().position(|rung| *rung == level).unwrap_or_default();
    let start = own.saturating_sub(RAIL);
    let end = (own + RAIL + 1).min(rungs.len());
    let shown = rungs[start..end].iter().map(|rung| {
        let it = &site.handbook[*rung];
        RailRung {
            title: it.title.clone(),
            code: it.code.clone(),
            href: site.routes.href(on, PageKey::Level(*rung), None),
            current: *rung == level,
        }
    });
    Rail {
        track: site.track_link(on, track),
        rungs: shown.collect(),
        before: start,
        after: rungs.len() - end,
        peers: peers(site, level),
    }
}

/// Levels of other tracks at the same grade.
fn peers(site: Site, level: LevelIx) -> Vec<Rung> {
    let on = PageKey::Level(level);
    let grades = &site.handbook[level].grades;
    if grades.is_empty() {
        return Vec::new();
    }
    site.shown_tracks()
        .filter(|track| *track != site.handbook[level].track)
        .flat_map(|track| site.handbook[track].levels.iter())
        .filter(|other| site.handbook[**other].grades.iter().any(|grade| grades.contains(grade)))
        .filter(|other| site.handbook[**other].status != Status::Retired)
        .take(PEERS)
        .map(|other| site.rung(on, *other, None))
        .collect()
}

/// How many peers the rail names; the ladder map shows all.
const PEERS: usize = 12;

/// Cells by category, in the book's order.
fn groups(site: Site, level: LevelIx) -> Vec<CellGroup> {
    let on = PageKey::Level(level);
    let mut groups: Vec<(Option<crate::handbook::CategoryIx>, CellGroup)> = Vec::new();
    for cell in effect::cells(site.handbook, level) {
        let category = site.handbook[cell.competency].category;
        let view = cells::cell(site, on, level, &cell);
        if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == category) {
            group.cells.push(view);
            continue;
        }
        let link = category.map(|category| {
            let it = &site.handbook[category];
            let href = site.routes.href(on, PageKey::Competencies, Some(&it.id));
            Link { title: it.title.clone(), href }
        });
        groups.push((category, CellGroup { category: link, cells: vec![view] }));
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn card(site: Site, level: LevelIx, step: &Move) -> MoveCard {
    let on = PageKey::Level(level);
    MoveCard {
        rung: site.rung(on, step.to, None),
        kind: step.kind.name(),
        note: step.note.clone(),
        changes: compare::changes(site, on, level, step.to),
        compare: compare::href(site, on, level, step.to),
    }
}
