//! The list of competencies.

use serde::Serialize;

use super::common::Html;
use super::context::PageContext;
use super::markdown::own_prose;
use crate::handbook::{CategoryIx, PageKey};

/// `competencies`: all of them, by category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetenciesView {
    /// Text of competencies/index.md.
    pub prose: Html,
    /// Categories in the book's order.
    pub groups: Vec<CompetencyGroup>,
}

/// The competencies of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyGroup {
    /// Title of the category; empty where the book has none.
    pub title: String,
    /// Summary of the category; may be empty.
    pub summary: String,
    /// Anchor of the category; empty where the book has none.
    pub anchor: String,
    /// Whether the category is left out of a site for the public.
    pub internal: bool,
    /// Its competencies.
    pub competencies: Vec<CompetencyCard>,
}

/// A competency in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyCard {
    /// Title of the competency.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Names of its steps, lowest first; may be empty.
    pub steps: Vec<String>,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// All competencies by category.
pub fn view(cx: PageContext) -> CompetenciesView {
    let mut groups: Vec<(Option<CategoryIx>, CompetencyGroup)> = Vec::new();
    for (competency, it) in cx.handbook.competencies() {
        let card = CompetencyCard {
            title: it.title.clone(),
            href: cx.href(PageKey::Competency(competency), None),
            summary: it.summary.clone(),
            steps: it.steps.iter().map(|step| step.title.clone()).collect(),
            internal: it.internal,
        };
        match groups.iter_mut().find(|(known, _)| *known == it.category) {
            Some((_, group)) => group.competencies.push(card),
            None => {
                let category = it.category.map(|category| &cx.handbook[category]);
                let group = CompetencyGroup {
                    title: category.map(|it| it.title.clone()).unwrap_or_default(),
                    summary: category.map(|it| it.summary.clone()).unwrap_or_default(),
                    anchor: category.map(|it| cx.id(Some(&it.id))).unwrap_or_default(),
                    internal: category.is_some_and(|it| it.internal),
                    competencies: vec![card],
                };
                groups.push((it.category, group));
            }
        }
    }
    CompetenciesView {
        prose: own_prose(cx),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
    }
}
