//! Editions of a project: each is read, and its site made, in a folder of today's site.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::load::{finish, load_with};
use super::pages;
use super::themed::{Side, Themed, assemble_theme};
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::editions::{EditionConfig, Past, Revision};
use crate::fingerprint::Fingerprint;
use crate::handbook::history::{
    Edition, EditionOf, Elsewhere, History, Lineage, Passage, Pasts, Places, Step,
};
use crate::handbook::routes::Routes;
use crate::handbook::{LevelIx, PageKey};
use crate::loaded::Loaded;
use crate::memo::{EditionSite, Memo};
use crate::tree::{FileStore, RelPath, StoreBelow, Tree};

/// The editions of a project, in the order in which they came into force.
pub struct Editions(Vec<LoadedEdition>);

/// An edition that was read.
struct LoadedEdition {
    edition: Edition,
    revision: Arc<Revision>,
    /// What its handbook was made from.
    key: Fingerprint,
    loaded: Arc<Loaded>,
}

impl Editions {
    /// Reads the editions that book.toml names, and says what is wrong with them.
    pub fn load(today: &Config, past: &Past, memo: &mut Memo) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut all = Vec::new();
        for config in &today.editions {
            let revision = match past.revision(&config.rev.value) {
                Ok(revision) => Arc::clone(revision),
                Err(trouble) => {
                    let name = &config.name.value;
                    let message = format!("edition `{name}`: {}", trouble.message);
                    let diagnostic = Diagnostic::new(Code::UnknownRevision, message);
                    let diagnostic = diagnostic.at(config.rev.place.clone());
                    diagnostics.push(trouble.help.into_iter().fold(diagnostic, Diagnostic::help));
                    continue;
                }
            };
            let Revision { tree, commit, .. } = &*revision;
            let key = Fingerprint::of(&(tree, commit, &today.build, config.folder()));
            let known = memo.editions.known(key);
            let loaded = known.unwrap_or_else(|| {
                let loaded = load_edition(&revision, &config.folder(), today, memo);
                memo.editions.keep(key, loaded)
            });
            diagnostics.extend(faults(config, &loaded));
            let edition = edition(config, &revision);
            all.push(LoadedEdition { edition, revision, key, loaded });
        }
        all.sort_by(|one, other| one.edition.in_force.cmp(&other.edition.in_force));
        let days: Vec<String> = all.iter().map(|it| it.edition.in_force.clone()).collect();
        for (it, next) in all.iter_mut().zip(days.into_iter().skip(1)) {
            it.edition.until = Some(next);
        }
        (Self(all), diagnostics)
    }

    /// The handbooks of the editions.
    pub fn loaded(&self) -> impl Iterator<Item = &Arc<Loaded>> {
        self.0.iter().map(|it| &it.loaded)
    }

    /// How many pages the sites of the editions have.
    pub fn count_pages(&self) -> usize {
        // A host shows one page for unknown addresses: today's.
        self.0.iter().map(|it| it.loaded.count_pages() - 1).sum()
    }

    /// The site of each edition, below its folder, and how many pages were rendered for that. `project` is that of
    /// today's handbook.
    pub fn sites(
        &self,
        history: &History,
        today: &Loaded,
        project: &Tree,
        memo: &mut Memo,
        store: &dyn FileStore,
    ) -> (Vec<Arc<EditionSite>>, usize) {
        let all: Vec<&Loaded> = self.loaded().map(|it| &**it).chain([today]).collect();
        // What its pages say of the others: their addresses, and which level is which.
        let addresses: Vec<(&str, PageKey)> = today.routes.addresses().collect();
        let keys: Vec<(Fingerprint, &Edition)> =
            self.0.iter().map(|it| (it.key, &it.edition)).collect();
        let around = Fingerprint::of(&(addresses, keys, history.lineage()));
        let mut rendered = 0;
        let sites = self.0.iter().enumerate().map(|(number, it)| {
            let key = Fingerprint::of(&(it.key, around));
            let mark = memo.edition_marks.known(key).unwrap_or_else(|| {
                let of = self.edition_of(number, &all, history.lineage());
                let fingerprint = Fingerprint::of(&of);
                memo.edition_marks.keep(key, (Arc::new(of), fingerprint))
            });
            let (site, fresh) = site(it, &mark, project, memo, store);
            rendered += fresh;
            site
        });
        (sites.collect(), rendered)
    }

    /// What became of the handbook from edition to edition.
    pub fn history(&self, today: &Loaded, project: &Tree, memo: &mut Memo) -> History {
        if self.0.is_empty() {
            return History::default();
        }
        let of_today = Fingerprint::of(&(project, &today.config));
        let steps = self.steps((of_today, today), memo);
        let pasts = self.pasts(&steps, of_today, memo);
        let editions = self.0.iter().map(|it| it.edition.clone()).collect();
        let levels = self.loaded().map(|it| it.handbook.levels.len());
        let levels: Vec<usize> = levels.chain([today.handbook.levels.len()]).collect();
        let history = History::new(editions, steps, pasts, &levels);
        let places = self.places(today, history.lineage(), memo);
        history.with_places(places)
    }

    /// What became of the criteria of today's handbook. Those of the last edition are remembered on their own, since an
    /// edit of today's changes nothing of them.
    fn pasts(&self, steps: &[Arc<Step>], of_today: Fingerprint, memo: &mut Memo) -> Arc<Pasts> {
        let editions = Fingerprint::of(&self.0.iter().map(|it| it.key).collect::<Vec<_>>());
        let (last, between_editions) = steps.split_last().expect("a step leads to today");
        let of_last = memo.pasts.known(editions).unwrap_or_else(|| {
            memo.pasts.keep(editions, Pasts::new(between_editions.iter().map(|it| &**it)))
        });
        let key = Fingerprint::of(&(editions, of_today));
        memo.pasts.known(key).unwrap_or_else(|| {
            let pasts = of_last.after(last, between_editions.len(), Passage::Today);
            memo.pasts.keep(key, pasts)
        })
    }

    /// Where levels of today stand in editions.
    fn places(&self, today: &Loaded, lineage: &Lineage, memo: &mut Memo) -> Arc<Places> {
        let keys: Vec<(Fingerprint, &Edition)> =
            self.0.iter().map(|it| (it.key, &it.edition)).collect();
        let all: Vec<&Loaded> = self.loaded().map(|it| &**it).chain([today]).collect();
        let of_today = || today.handbook.levels().map(|(level, _)| level);
        let place = |level| (level, self.elsewhere(self.0.len(), level, &all, lineage));
        let make = |_: &Fingerprint| of_today().map(place).collect();
        memo.places.map(&[Fingerprint::of(&(keys, lineage))], |key| *key, make).swap_remove(0)
    }

    /// Where a level of an edition, or of today's handbook, stands in other editions.
    fn elsewhere(
        &self,
        number: usize,
        level: LevelIx,
        all: &[&Loaded],
        lineage: &Lineage,
    ) -> Vec<Elsewhere> {
        let others = (0..self.0.len()).filter(|other| *other != number);
        let places = others.filter_map(|other| {
            let page = PageKey::Level(lineage.level(number, level, other)?);
            let Edition { name, folder, .. } = &self.0[other].edition;
            let routes = &all[other].routes;
            let address = format!("{folder}/{}", address(routes, page));
            routes.has(page).then(|| Elsewhere { edition: name.clone(), address })
        });
        places.collect()
    }

    /// What happened from each edition to the next, and from the last one to today's handbook.
    fn steps(&self, today: (Fingerprint, &Loaded), memo: &mut Memo) -> Vec<Arc<Step>> {
        let editions = self.0.iter().map(|it| (it.key, &*it.loaded));
        let revisions: Vec<(Fingerprint, &Loaded)> = editions.chain([today]).collect();
        let pairs: Vec<_> = revisions.windows(2).map(|pair| (pair[0], pair[1])).collect();
        memo.steps.map(
            &pairs,
            |((before, _), (after, _))| Fingerprint::of(&(before, after)),
            |((_, before), (_, after))| Step::between(before.revision(), after.revision()),
        )
    }

    /// What the pages of an edition say of it. `all` are the handbooks of all editions, the last of which is
    /// today's.
    fn edition_of(&self, number: usize, all: &[&Loaded], lineage: &Lineage) -> EditionOf {
        let LoadedEdition { edition, loaded, .. } = &self.0[number];
        let (last, today) = (all.len() - 1, &all[all.len() - 1].routes);
        let by_path: BTreeMap<&str, PageKey> = today.addresses().collect();
        let page_of_today = |path: &str, page: PageKey| match page {
            PageKey::Level(level) => lineage.level(number, level, last).map(PageKey::Level),
            _ => by_path.get(path).copied(),
        };
        let pages = loaded.routes.addresses().filter_map(|(path, page)| {
            let today_page = page_of_today(path, page).filter(|it| today.has(*it))?;
            Some((page, address(today, today_page)))
        });
        let levels = loaded.routes.addresses().filter_map(|(_, page)| {
            let PageKey::Level(level) = page else { return None };
            let others = self.elsewhere(number, level, all, lineage);
            Some((level, others))
        });
        EditionOf {
            edition: edition.clone(),
            home: address(today, PageKey::Home),
            editions: address(today, PageKey::Editions),
            today: pages.collect(),
            levels: levels.collect(),
        }
    }
}

fn edition(config: &EditionConfig, revision: &Revision) -> Edition {
    Edition {
        name: config.name.value.clone(),
        in_force: config.in_force.clone().unwrap_or_else(|| revision.day.clone()),
        until: None,
        note: config.note.clone(),
        day: revision.day.clone(),
        folder: config.folder(),
    }
}

fn load_edition(revision: &Revision, folder: &str, today: &Config, memo: &mut Memo) -> Loaded {
    let (config, diagnostics) = config::read(&revision.tree);
    let mut config = config.of_edition(folder, today);
    config.repository.revision = Some(revision.commit.clone());
    load_with(&revision.tree, config, diagnostics, false, memo)
}

/// What is wrong with an edition, which its author cannot mend any more. Where a part of it is lost it is not the
/// edition that was in force.
fn faults(config: &EditionConfig, loaded: &Loaded) -> Option<Diagnostic> {
    let found = finish(loaded.diagnostics.clone(), &loaded.config);
    let errors = found.count(Severity::Error);
    let EditionConfig { name, rev, .. } = config;
    let first = found.iter().find(|it| it.severity == Severity::Error);
    let cause = first.map(|it| format!("the first: {}", with_path(it)));
    let (code, message, help) = if !loaded.is_readable() {
        let message = format!("a part of the edition `{}` cannot be read", name.value);
        (Code::UnreadableEdition, message, "mend it on a branch from there, and name that as `rev`")
    } else if errors > 0 {
        let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
        let message = format!("the edition `{}` has {errors}", name.value);
        (Code::FaultyEdition, message, "it is published all the same, as far as it goes")
    } else {
        return None;
    };
    let diagnostic = Diagnostic::new(code, message).at(rev.place.clone());
    Some(cause.into_iter().fold(diagnostic, Diagnostic::help).help(help))
}

/// A message with the file that it is about, which is not that of today.
fn with_path(it: &Diagnostic) -> String {
    let path = it.place.as_ref().map(|place| format!(" ({})", place.path));
    it.message.clone() + &path.unwrap_or_default()
}

fn address(routes: &Routes, page: PageKey) -> String {
    routes.url(page).trim_start_matches('/').to_owned()
}

/// The site of an edition, in today's theme, and how many pages were rendered for it.
fn site(
    it: &LoadedEdition,
    (of, mark): &(Arc<EditionOf>, Fingerprint),
    project: &Tree,
    memo: &mut Memo,
    store: &dyn FileStore,
) -> (Arc<EditionSite>, usize) {
    let theme = assemble_theme(project, &it.loaded.config, &mut memo.themes);
    let key = Fingerprint::of(&(it.key, theme.fingerprint, mark));
    if let Some(known) = memo.edition_sites.known(key) {
        return (known, 0);
    }
    let tree = &it.revision.tree;
    let themed = Themed::new(tree, Arc::clone(&it.loaded), theme, Side::Edition(Arc::clone(of)));
    let store = StoreBelow { store, folder: &it.edition.folder };
    let made = pages::files(&themed, None, tree, memo, &store);
    // A host shows one page for unknown addresses: today's.
    let not_found = it.loaded.routes.file(PageKey::NotFound);
    let is_own = |path: &RelPath| *path != not_found;
    let output = made.output.iter().filter(|(path, _)| is_own(path));
    let output = output.map(|(path, file)| (path.below(&it.edition.folder), file.clone()));
    // A fault of the theme is one of today; what an edition's own files have wrong has been said.
    let is_of_theme =
        |it: &Diagnostic| it.place.as_ref().is_some_and(|place| place.path.is_inside("themes"));
    let diagnostics = made.diagnostics.into_iter().filter(is_of_theme);
    let mut of_theme = Diagnostics::default();
    of_theme.extend(diagnostics);
    let site = EditionSite {
        folder: it.edition.folder.clone(),
        output: Arc::new(output.collect()),
        assets: format!("{}/{}", it.edition.folder, themed.assets.folder),
        pages: made.pages - 1,
        diagnostics: of_theme,
    };
    (memo.edition_sites.keep(key, site), made.rendered)
}
