//! What a heading in a level may be called.

use std::collections::HashMap;

use crate::handbook::{CompetencyIx, Handbook, slug};

/// Competencies and categories by the names that headings and `expect` use.
pub struct Headings {
    titles: HashMap<String, CompetencyIx>,
    slugs: HashMap<String, CompetencyIx>,
    categories: HashMap<String, ()>,
    /// All titles, for suggestions.
    pub all: Vec<String>,
}

impl Headings {
    /// The names of a handbook's competencies and categories.
    pub fn new(handbook: &Handbook) -> Self {
        let mut headings = Self {
            titles: HashMap::new(),
            slugs: HashMap::new(),
            categories: HashMap::new(),
            all: Vec::new(),
        };
        for (index, it) in handbook.competencies() {
            for name in it.aliases.iter().chain([&it.title, &it.id]) {
                headings.titles.insert(name.to_lowercase(), index);
                headings.slugs.entry(slug(name)).or_insert(index);
            }
            headings.all.push(it.title.clone());
        }
        for it in &handbook.categories {
            headings.categories.insert(slug(&it.title), ());
            headings.categories.insert(it.id.clone(), ());
            headings.all.push(it.title.clone());
        }
        headings
    }

    /// The competency with a title, id or alias; case, emoji and punctuation do not matter.
    pub fn competency(&self, title: &str) -> Option<CompetencyIx> {
        let exact = self.titles.get(&title.to_lowercase());
        exact.or_else(|| self.slugs.get(&slug(title))).copied()
    }

    /// Whether it is the title or id of a category.
    pub fn is_category(&self, title: &str) -> bool {
        self.categories.contains_key(&slug(title))
    }
}
