//! What changed of tracks, competencies, terms and pages.

use std::collections::{BTreeSet, HashMap};

use super::change::{Change, CriterionChange, CriterionKind, Noun, Subject, What};
use super::fields;
use super::identity::Identity;
use super::pairs::{Pairs, numbers};
use super::steps;
use super::texts;
use super::weight::Weight;
use crate::handbook::ix::{CompetencyIx, LevelIx, PageIx, TrackIx};
use crate::handbook::model::{Category, Competency, From, Handbook, Page, Status, Term, Track};
use crate::handbook::page::PageKey;
use crate::spelling::folded;

/// Tracks that differ.
pub fn tracks<'h>(
    before: &'h Handbook,
    after: &'h Handbook,
    identity: &Identity,
) -> Vec<Subject<'h>> {
    let name = |it: &Track| fields::name(&it.id, &it.title);
    let mut subjects = Vec::new();
    for (ix, track) in after.tracks() {
        let earlier = identity.tracks.earlier(ix.0).map(TrackIx);
        let changes = match earlier {
            Some(earlier) => track_changes((before, earlier), (after, ix), identity),
            None => added(),
        };
        subjects.push(Subject {
            noun: Noun::Track,
            from: earlier.map(|it| name(&before[it])),
            to: Some(name(track)),
            page: Some(PageKey::Track(ix)),
            changes,
        });
    }
    let gone = identity.tracks.only_before().map(|it| &before.tracks[it]);
    subjects.extend(gone.map(|it| gone_subject(Noun::Track, name(it), Weight::Major)));
    subjects
}

fn track_changes<'h>(
    (before, earlier): (&'h Handbook, TrackIx),
    (after, later): (&'h Handbook, TrackIx),
    identity: &Identity,
) -> Vec<Change<'h>> {
    let (old, new) = (&before[earlier], &after[later]);
    let mut changes: Vec<Change> = fields::renamed(&old.id, &new.id).into_iter().collect();
    changes.extend(fields::value("title", &old.title, &new.title));
    changes.extend(fields::value("group", &old.group, &new.group));
    changes.extend(fields::value("summary", &old.summary, &new.summary));
    changes.extend(fields::visibility(old.internal, new.internal));
    changes.extend(status(old.status, new.status));
    let parent = |handbook: &Handbook, it: &Track| {
        it.extends.as_ref().map(|it| handbook[it.parent].title.clone()).unwrap_or_default()
    };
    let is_renamed = old.extends.as_ref().map(|it| identity.later_track(it.parent))
        == new.extends.as_ref().map(|it| Some(it.parent));
    if !is_renamed {
        let to = parent(after, new);
        let is_more = !to.is_empty();
        changes.extend(fields::rule("inherits from", parent(before, old), to, is_more));
    }
    let taken = |handbook: &Handbook, it: &Track| {
        let taken = it.extends.as_ref().and_then(|it| it.competencies.as_ref());
        let titles = taken.map(|it| it.iter().map(|it| handbook[*it].title.clone()).collect());
        titles.map_or_else(|| "all".to_owned(), |it: Vec<String>| it.join(", "))
    };
    if is_renamed && old.extends.is_some() {
        changes.extend(fields::rule("inherits", taken(before, old), taken(after, new), true));
    }
    let cumulative = |handbook: &Handbook, it: &Track| it.cumulative.unwrap_or(handbook.cumulative);
    changes.extend(stays_expected(cumulative(before, old), cumulative(after, new)));
    let text = [before.text(PageKey::Track(earlier)), after.text(PageKey::Track(later))];
    changes.extend(texts::of_page("text of its page", text[0], text[1], after.language));
    changes
}

/// Whether criteria of earlier levels stay expected.
fn stays_expected<'h>(from: bool, to: bool) -> Option<Change<'h>> {
    let word = |it| if it { "stay expected" } else { "do not stay expected" };
    fields::rule("criteria of earlier levels", word(from).to_owned(), word(to).to_owned(), to)
}

fn status<'h>(from: Status, to: Status) -> Option<Change<'h>> {
    match (from, to) {
        (from, to) if from == to => None,
        (_, Status::Retired) => Some(Change::new(Weight::Major, What::Retired { successor: None })),
        (_, Status::Active) => Some(Change::new(Weight::Minor, What::Restored)),
        (from, to) => fields::value("status", from.name(), to.name()),
    }
}

fn gone_subject<'h>(noun: Noun, name: super::change::Name, weight: Weight) -> Subject<'h> {
    Subject {
        noun,
        from: Some(name),
        to: None,
        page: None,
        changes: vec![Change::new(weight, What::Gone { criteria: 0, into: None })],
    }
}

/// Categories that differ.
pub fn categories<'h>(before: &'h Handbook, after: &'h Handbook) -> Vec<Subject<'h>> {
    let (old, new) = (&before.categories, &after.categories);
    let mut pairs = Pairs::new(old.len(), new.len());
    let [ids, later_ids] = [old, new].map(|all| all.iter().map(|it| it.id.as_str()));
    pairs.join_by(ids, later_ids);
    let [titles, later_titles] = [old, new].map(|all| all.iter().map(|it| folded(&it.title)));
    pairs.join_by(titles, later_titles);
    let name = |it: &Category| fields::name(&it.id, &it.title);
    let changes = |was: &Category, is: &Category| {
        let changes = [
            fields::renamed(&was.id, &is.id),
            fields::value("title", &was.title, &is.title),
            fields::value("summary", &was.summary, &is.summary),
            fields::visibility(was.internal, is.internal),
        ];
        changes.into_iter().flatten().collect()
    };
    let there = new.iter().enumerate().map(|(number, it)| {
        let earlier = pairs.earlier(number).map(|it| &old[it]);
        Subject {
            noun: Noun::Category,
            from: earlier.map(name),
            to: Some(name(it)),
            page: None,
            changes: earlier.map_or_else(added, |was| changes(was, it)),
        }
    });
    let gone = pairs.only_before();
    let gone = gone.map(|it| gone_subject(Noun::Category, name(&old[it]), Weight::Minor));
    there.chain(gone).collect()
}

/// Scales by which something else is meant. What their steps are called is told of each competency.
pub fn scales<'h>(before: &'h Handbook, after: &'h Handbook) -> Vec<Subject<'h>> {
    let there = after.scales.iter().filter(|scale| scale.used).filter_map(|scale| {
        let earlier = before.scales.iter().find(|it| it.id == scale.id)?;
        Some(Subject {
            noun: Noun::Scale,
            from: Some(fields::name(&earlier.id, &earlier.id)),
            to: Some(fields::name(&scale.id, &scale.id)),
            page: None,
            changes: steps::meanings(&earlier.steps, &scale.steps, after.language),
        })
    });
    there.collect()
}

/// That something is new, and asks for nothing by itself.
fn added<'h>() -> Vec<Change<'h>> {
    vec![Change::new(Weight::Minor, What::Added { criteria: 0 })]
}

/// Competencies that differ; `of_steps` are the changes of criteria that come with their steps.
pub fn competencies<'h>(
    before: &'h Handbook,
    after: &'h Handbook,
    identity: &Identity,
    of_steps: Vec<CriterionChange<'h>>,
) -> Vec<Subject<'h>> {
    let name = |it: &Competency| fields::name(&it.id, &it.title);
    let mut subjects = Vec::new();
    for (ix, it) in after.competencies() {
        let earlier = identity.competencies.earlier(ix.0).map(CompetencyIx);
        let mut changes = match earlier {
            Some(earlier) => competency_changes((before, earlier), (after, ix), identity),
            // What it asks for is told of the levels and of its steps.
            None => added(),
        };
        let own = of_steps.iter().filter(|change| match &change.to {
            Some(to) => to.competency == ix,
            None => change
                .from
                .first()
                .is_some_and(|from| identity.later_competency(from.competency) == Some(ix)),
        });
        changes.extend(own.map(of_step));
        subjects.push(Subject {
            noun: Noun::Competency,
            from: earlier.map(|it| name(&before[it])),
            to: Some(name(it)),
            page: Some(PageKey::Competency(ix)),
            changes,
        });
    }
    let gone = identity.competencies.only_before().map(|it| &before.competencies[it]);
    subjects.extend(gone.map(|it| gone_subject(Noun::Competency, name(it), Weight::Minor)));
    subjects
}

/// A criterion that comes with a step is expected wherever the step is.
fn of_step<'h>(it: &CriterionChange<'h>) -> Change<'h> {
    let weight = match it.kind {
        CriterionKind::New
        | CriterionKind::Grown
        | CriterionKind::Moved
        | CriterionKind::Rewritten
        | CriterionKind::Likely => Weight::Major,
        CriterionKind::Typography | CriterionKind::Id => Weight::Patch,
        _ => Weight::Minor,
    };
    Change::new(weight, What::Criterion(Box::new(it.clone())))
}

fn competency_changes<'h>(
    (before, earlier): (&'h Handbook, CompetencyIx),
    (after, later): (&'h Handbook, CompetencyIx),
    identity: &Identity,
) -> Vec<Change<'h>> {
    let (old, new) = (&before[earlier], &after[later]);
    let language = after.language;
    let mut changes: Vec<Change> = fields::renamed(&old.id, &new.id).into_iter().collect();
    changes.extend(fields::value("title", &old.title, &new.title));
    let category = |handbook: &'h Handbook, it: &Competency| it.category.map(|it| &handbook[it]);
    let (from, to) = (category(before, old), category(after, new));
    // That a category is called otherwise is told of the category.
    let is_same = from.zip(to).is_some_and(|(from, to)| from.id == to.id || from.title == to.title);
    if !is_same {
        let title = |it: Option<&Category>| it.map(|it| it.title.clone()).unwrap_or_default();
        changes.extend(fields::value("category", &title(from), &title(to)));
    }
    changes.extend(fields::value("summary", &old.summary, &new.summary));
    changes.extend(fields::visibility(old.internal, new.internal));
    changes.extend(steps::changes(old, new, language));
    let is_more = reaches_more(before, earlier, after, later, identity);
    let applies = |handbook: &Handbook, it: &Competency| applies_to(handbook, it);
    changes.extend(fields::rule("applies", applies(before, old), applies(after, new), is_more));
    if old.cumulative != new.cumulative {
        let stays =
            |handbook: &Handbook, it: &Competency| it.cumulative.unwrap_or(handbook.cumulative);
        changes.extend(stays_expected(stays(before, old), stays(after, new)));
    }
    let text = [before.text(PageKey::Competency(earlier)), after.text(PageKey::Competency(later))];
    changes.extend(texts::of_page("text of its page", text[0], text[1], language));
    changes
}

/// Where a competency applies, in words.
fn applies_to(handbook: &Handbook, it: &Competency) -> String {
    let titles = |tracks: &BTreeSet<TrackIx>| -> Vec<String> {
        tracks.iter().map(|track| handbook[*track].title.clone()).collect()
    };
    let tracks = it.tracks.as_ref().map_or("all tracks".to_owned(), |it| titles(it).join(", "));
    match it.from {
        None => tracks,
        Some(From::Grade(grade)) => format!("{tracks}, from grade {grade} on"),
        Some(From::Level(level)) => format!("{tracks}, from {} on", handbook[level].title.0),
    }
}

/// Whether a competency applies to a level to which it did not.
fn reaches_more(
    before: &Handbook,
    earlier: CompetencyIx,
    after: &Handbook,
    later: CompetencyIx,
    identity: &Identity,
) -> bool {
    let mut levels = after.levels();
    levels.any(|(level, _)| {
        let was = identity.levels.earlier(level.0).map(LevelIx);
        after.applies(later, level) && was.is_some_and(|it| !before.applies(earlier, it))
    })
}

/// Terms of the glossary that differ.
pub fn terms<'h>(before: &'h Handbook, after: &'h Handbook) -> Vec<Subject<'h>> {
    let (old, new) = (&before.terms, &after.terms);
    let language = after.language;
    let mut pairs = Pairs::new(old.len(), new.len());
    let term = |it: &Term| folded(&it.term);
    pairs.join_by(old.iter().map(term), new.iter().map(term));
    // One is what the other one is called as well.
    let terms = numbers(old.iter().map(term));
    let mut aliases: HashMap<String, Vec<usize>> = HashMap::new();
    for (one, it) in old.iter().enumerate() {
        for alias in &it.aliases {
            aliases.entry(folded(alias)).or_default().push(one);
        }
    }
    let called = |other: usize| {
        let it: &Term = &new[other];
        let by_alias = it.aliases.iter().filter_map(|alias| terms.get(&folded(alias)));
        let all = by_alias.chain(aliases.get(&term(it))).flatten().copied();
        all.collect::<BTreeSet<usize>>().into_iter().collect()
    };
    pairs.join_among(called, |_, _| true);
    let words = |it: &Term| (!it.text.is_empty()).then(|| it.text.words(language).folded());
    let said = numbers(old.iter().map(words));
    let say_the_same = |other: usize| {
        let words = words(&new[other]);
        words.and_then(|it| said.get(&Some(it))).cloned().unwrap_or_default()
    };
    pairs.join_among(say_the_same, |_, _| true);
    let name = |it: &Term| fields::name(&it.term, &it.term);
    let mut subjects = Vec::new();
    for (number, it) in new.iter().enumerate() {
        let earlier = pairs.earlier(number).map(|it| &old[it]);
        let changes = match earlier {
            Some(earlier) => term_changes(earlier, it, after),
            None => added(),
        };
        subjects.push(Subject {
            noun: Noun::Term,
            from: earlier.map(name),
            to: Some(name(it)),
            page: Some(PageKey::Glossary),
            changes,
        });
    }
    let gone = pairs.only_before().map(|it| name(&old[it]));
    subjects.extend(gone.map(|it| gone_subject(Noun::Term, it, Weight::Minor)));
    subjects
}

fn term_changes<'h>(old: &Term, new: &Term, after: &Handbook) -> Vec<Change<'h>> {
    let mut changes: Vec<Change> = fields::renamed(&old.term, &new.term).into_iter().collect();
    changes.extend(texts::prose("", &old.text, &new.text, after.language));
    changes.extend(fields::value("other words", &old.aliases.join(", "), &new.aliases.join(", ")));
    let link = |it: &Term| it.link.as_ref().map(|it| it.value.clone()).unwrap_or_default();
    changes.extend(fields::value("link", &link(old), &link(new)));
    changes.extend(fields::visibility(old.internal, new.internal));
    changes
}

/// Guides and other pages that differ, and the texts of pages that ladderbook makes.
pub fn pages<'h>(before: &'h Handbook, after: &'h Handbook) -> Vec<Subject<'h>> {
    let (old, new) = (&before.pages, &after.pages);
    let text = |handbook: &'h Handbook, it: usize| handbook.text(PageKey::Page(PageIx(it)));
    let mut pairs = Pairs::new(old.len(), new.len());
    let [addresses, later_addresses] = [old, new].map(|all| all.iter().map(|it| &it.address));
    pairs.join_by(addresses, later_addresses);
    if pairs.only_before().next().is_some() && pairs.only_after().next().is_some() {
        let said = |handbook: &'h Handbook| -> Vec<(Option<u64>, String)> {
            let words =
                |it: usize| text(handbook, it).map(|it| it.prose.0.words(after.language).folded());
            let pages = handbook.pages.iter().enumerate();
            pages.map(|(number, it)| (words(number), folded(&it.title))).collect()
        };
        let [said, later_said] = [said(before), said(after)];
        pairs.join_where(|one, other| {
            let ((words, title), (later_words, later_title)) = (&said[one], &later_said[other]);
            words == later_words || title == later_title
        });
    }
    let name = |it: &Page| fields::name(&it.address, &it.title);
    let mut subjects = made_pages(before, after);
    for (number, it) in new.iter().enumerate() {
        let earlier = pairs.earlier(number);
        let changes = match earlier {
            None => added(),
            Some(earlier) => {
                let texts = (text(before, earlier), text(after, number));
                let text = texts.0.zip(texts.1);
                let prose = text.and_then(|(was, is)| {
                    texts::prose("", &was.prose.0, &is.prose.0, after.language)
                });
                page_changes(&old[earlier], it).into_iter().chain(prose).collect()
            }
        };
        subjects.push(Subject {
            noun: Noun::Page,
            from: earlier.map(|it| name(&old[it])),
            to: Some(name(it)),
            page: Some(PageKey::Page(PageIx(number))),
            changes,
        });
    }
    let gone = pairs.only_before().map(|it| name(&old[it]));
    subjects.extend(gone.map(|it| gone_subject(Noun::Page, it, Weight::Minor)));
    subjects
}

fn page_changes<'h>(old: &Page, new: &Page) -> Vec<Change<'h>> {
    let changes = [
        fields::renamed(&old.address, &new.address),
        fields::value("title", &old.title, &new.title),
        fields::value("summary", &old.summary, &new.summary),
        fields::visibility(old.internal, new.internal),
        status(old.status, new.status).map(|it| Change { weight: Weight::Minor, ..it }),
    ];
    changes.into_iter().flatten().collect()
}

/// Pages that ladderbook makes once a site, by what an author wrote for them.
fn made_pages<'h>(before: &'h Handbook, after: &'h Handbook) -> Vec<Subject<'h>> {
    let keys = [
        PageKey::Home,
        PageKey::Levels,
        PageKey::Competencies,
        PageKey::Matrix,
        PageKey::Comparisons,
        PageKey::Glossary,
        PageKey::Review,
    ];
    let subject = |key: PageKey| {
        let changes = texts::of_page("", before.text(key), after.text(key), after.language);
        let name = fields::name(key.kind().address.unwrap_or_default(), key.kind().name);
        Subject {
            noun: Noun::Page,
            from: Some(name.clone()),
            to: Some(name),
            page: Some(key),
            changes,
        }
    };
    keys.map(subject).into()
}
