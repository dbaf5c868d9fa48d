//! A project's files -> a handbook, checked.

use std::sync::Arc;

use crate::check;
use crate::config::{self, BOOK, Config, Overrides};
use crate::diagnostic::{Code, Diagnostics};
use crate::fingerprint::Fingerprint;
use crate::handbook::catalogue::{self, Catalogue, ShownCriteria};
use crate::handbook::links::{self, EscapedName, Links};
use crate::handbook::names::Names;
use crate::handbook::pictures::Pictures;
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, LevelIx, Read, Reads};
use crate::loaded::{Addressed, Loaded};
use crate::memo::{Cache, Made, Memo};
use crate::read::{self, LevelBody, Outline, ParsedFile, ParsedLevel, ReadOptions};
use crate::tree::{File, RelPath, Tree};

/// Reads and checks: everything but the theme.
pub fn load(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Loaded {
    let (config, diagnostics) = configured(project, overrides);
    load_configured(project, config, diagnostics, memo)
}

/// What book.toml and the command line say, and what is wrong with that.
pub fn configured(project: &Tree, overrides: &Overrides) -> (Config, Diagnostics) {
    let (config, mut diagnostics) = config::read(project);
    let (config, found) = config.with(overrides);
    diagnostics.extend(found);
    (config, diagnostics)
}

/// [`load`] for a configuration that was read.
pub fn load_configured(
    project: &Tree,
    config: Config,
    diagnostics: Diagnostics,
    memo: &mut Memo,
) -> Loaded {
    // Editions have many files of today's handbook.
    let is_last = config.editions.is_empty();
    load_with(project, config, diagnostics, is_last, memo)
}

/// The same for a configuration that is not what the command line makes of book.toml. `is_last` says that no other
/// project is to be read that may have the same files.
pub fn load_with(
    project: &Tree,
    config: Config,
    mut diagnostics: Diagnostics,
    is_last: bool,
    memo: &mut Memo,
) -> Loaded {
    let is_of_one_build = is_last && !memo.remembers();
    let HandbookFiles { handbook, heads, escaped_names, diagnostics: found } =
        read_handbook(project, &config, is_of_one_build, memo);
    diagnostics.extend(found);
    // Another version may have further keys: that it is asked for says more than that they are not known.
    if config.is_of_other_version {
        let all = std::mem::take(&mut diagnostics).into_iter();
        diagnostics.extend(all.filter(|it| it.code != Code::UnknownKey));
    }
    let sources = if is_of_one_build { memo.take_sources() } else { None };
    let listed = || {
        let shared = Fingerprint::of(&(&config, &handbook));
        (shared, catalogue(&handbook, shared, memo))
    };
    let beside = || {
        drop(sources);
        handbook.make_ready(is_of_one_build);
    };
    // The list keeps one core busy for about as long as what is made beside it.
    let ((shared, catalogue), ()) = rayon::join(listed, beside);
    // Places in a configuration and a handbook count by their files alone. Those of names and addresses stand in
    // book.toml and in the heads of files.
    let key = Fingerprint::of(&(shared, heads, project.get(BOOK), catalogue.parts()));
    let addressed = addressed(&handbook, &config, catalogue.parts(), key, memo);
    diagnostics.extend(addressed.diagnostics.clone());
    let Addressed { names, routes, fingerprint: addressed, .. } = &*addressed;
    let (links, found) = Links::collect(&handbook, names, &config.footer);
    diagnostics.extend(found);
    diagnostics.extend(links::of_repository(&config.repository));
    diagnostics.extend(links::escaped(&handbook, names, escaped_names.iter()));
    let (pictures, found) = Pictures::find(&handbook, &config);
    diagnostics.extend(found);
    diagnostics.extend(check::run(&handbook, &config, &diagnostics));
    Loaded {
        config,
        handbook,
        names: Arc::clone(names),
        catalogue,
        routes: Arc::clone(routes),
        links,
        pictures,
        diagnostics,
        shared,
        addressed: *addressed,
    }
}

/// What the files of a handbook say.
struct HandbookFiles {
    handbook: Handbook,
    /// The fingerprints of their heads.
    heads: Vec<Fingerprint>,
    escaped_names: Vec<EscapedName>,
    diagnostics: Diagnostics,
}

/// Reads the files of a handbook. `is_of_one_build` says that what it is made from is of no use afterwards.
fn read_handbook(
    project: &Tree,
    config: &Config,
    is_of_one_build: bool,
    memo: &mut Memo,
) -> HandbookFiles {
    let files = parse(project, config, memo);
    let mut diagnostics = Diagnostics::default();
    files.iter().for_each(|file| diagnostics.extend(file.diagnostics.clone()));
    let ((outline, found), unportable) =
        rayon::join(|| read::outline(&files, config), || read::unportable(project));
    // In another folder than that of a handbook there are no levels either.
    let is_handbook = project.get(BOOK).is_some();
    diagnostics.extend(unportable);
    diagnostics.extend(found.into_iter().filter(|it| is_handbook || it.code != Code::NoLevels));
    let bodies = read_bodies(&outline, is_of_one_build, memo);
    let (handbook, found) = outline.complete(&bodies);
    diagnostics.extend(found);
    HandbookFiles {
        handbook,
        heads: files.iter().map(|file| file.head).collect(),
        escaped_names: read::escaped_names(&files).cloned().collect(),
        diagnostics,
    }
}

/// The list of all criteria. `shared` stands for what no level is asked for.
fn catalogue(handbook: &Handbook, shared: Fingerprint, memo: &mut Memo) -> Arc<Catalogue> {
    let shown = shown(handbook, shared, &mut memo.shown);
    let last = memo.catalogue.take().filter(|last| last.is_of(&shown));
    let catalogue = last.unwrap_or_else(|| Arc::new(Catalogue::new(shown)));
    memo.catalogue = memo.remembers().then(|| Arc::clone(&catalogue));
    catalogue
}

/// The criteria on the page of each level, in the order of the levels, and those of steps.
fn shown(
    handbook: &Handbook,
    shared: Fingerprint,
    remembered: &mut Cache<ShownCriteria>,
) -> Vec<Arc<ShownCriteria>> {
    let levels = handbook.levels().map(|(level, _)| Some(level));
    let all: Vec<Option<LevelIx>> = levels.chain([None]).collect();
    let key = |level: &Option<LevelIx>| Fingerprint::of(&(shared, level));
    let make = |level: &Option<LevelIx>| {
        let reads = Reads::default();
        let value = match level {
            Some(level) => catalogue::shown_at(handbook.tracked(&reads), *level),
            None => catalogue::of_steps(handbook),
        };
        Made { value, reads: reads.into_set() }
    };
    remembered.map_reads(&all, key, |read| answer(handbook, read), make)
}

fn answer(handbook: &Handbook, read: &Read) -> Fingerprint {
    handbook.answer(read).expect("a handbook answers what it is asked")
}

/// What names mean and where pages stand, which most edits change nothing of. `key` stands for the configuration,
/// the handbook and the places of both.
fn addressed(
    handbook: &Handbook,
    config: &Config,
    criteria_pages: usize,
    key: Fingerprint,
    memo: &mut Memo,
) -> Arc<Addressed> {
    let answer = |read: &Read| answer(handbook, read);
    let make = |_: &()| {
        let names = || {
            let reads = Reads::default();
            (Names::new(handbook.tracked(&reads)), reads)
        };
        let routes = || {
            let reads = Reads::default();
            (Routes::new(handbook.tracked(&reads), config, criteria_pages), reads)
        };
        let ((mut names, reads), ((routes, diagnostics), more)) = rayon::join(names, routes);
        names.add_addresses(&routes);
        let mut reads = reads.into_set();
        reads.extend(more.into_set());
        let answers: Vec<Fingerprint> = reads.iter().map(answer).collect();
        let value = Addressed {
            names: Arc::new(names),
            routes: Arc::new(routes),
            diagnostics,
            fingerprint: Fingerprint::of(&(key, answers)),
        };
        Made { value, reads }
    };
    memo.addressed.map_reads(&[()], |()| key, answer, make).swap_remove(0)
}

fn parse(project: &Tree, config: &Config, memo: &mut Memo) -> Vec<Arc<ParsedFile>> {
    let options = ReadOptions::of(config);
    let files: Vec<(&RelPath, &File)> = read::sources(project).collect();
    let key = |(path, file): &(&RelPath, &File)| read::key(path, file, &options);
    let parse = |(path, file): &(&RelPath, &File)| read::parse(path, file, &options);
    memo.parsed.map(&files, key, parse)
}

/// The bodies of all levels. `is_of_one_build` says that what they are read from is of no use afterwards.
fn read_bodies(outline: &Outline, is_of_one_build: bool, memo: &mut Memo) -> Vec<Arc<LevelBody>> {
    let vocabulary = outline.vocabulary();
    let key = |level: &&ParsedLevel| read::body_key(level, vocabulary);
    let read = |level: &&ParsedLevel| {
        let body = read::body(level, vocabulary);
        if is_of_one_build {
            level.blocks.let_go();
        }
        body
    };
    memo.bodies.map(&outline.levels(), key, read)
}

/// What was found, with the severities that book.toml sets, in the order in which it is shown.
pub fn finish(diagnostics: Diagnostics, config: &Config) -> Diagnostics {
    let set = diagnostics.with_severities(|code| config.severity(code));
    set.sorted().doubting_repetitions().gathered()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::CompetencyIx;

    /// What is written further up in a file moves all that stands below, which says the same as before.
    #[test]
    fn an_edit_in_a_cell_leaves_the_answers_of_others() {
        let cells = |first: &str| {
            let level = format!(
                "---\ntitle: A\n---\n## One\n\n- {first}\n\n## Two\n\n- Reviews {{#a was=b}}\n  - A scene\n\n1. Plans\n"
            );
            let files = [("book.toml", ""), ("content/levels/ic/1-a.md", level.as_str())];
            let project = Tree::from_texts(files);
            let loaded = load(&project, &Overrides::default(), &mut Memo::default());
            [0, 1].map(|it| answer(&loaded.handbook, &Read::Cell(LevelIx(0), CompetencyIx(it))))
        };
        let [before, after] = [cells("Writes"), cells("Writes a longer text {#c}")];
        assert_ne!(before[0], after[0]);
        assert_eq!(before[1], after[1]);
    }
}
