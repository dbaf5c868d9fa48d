//! The one door to the titles and bodies of levels and the prose of pages.
//!
//! An incremental build needs to know what each page was made from. A list of it, kept by hand beside the
//! functions that make the page, goes stale; a record of what they read cannot, as long as there is no
//! other way to read it. What is cheap to hash as a whole needs no record: that is the hash of the
//! [`Handbook`], on which everything depends.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock, PoisonError};

use super::ancestry::Ancestry;
use super::body::{Body, Cell, Criterion};
use super::inheritance;
use super::ix::{CompetencyIx, LevelIx, TrackIx};
use super::likeness::{Language, Pair, Rarity, Stems};
use super::model::Handbook;
use super::page::PageKey;
use super::page_anchors::{KnownAnchors, PageAnchors};
use super::prose::Prose;
use super::reads::{Read, Reads};
use crate::fingerprint::Fingerprint;
use crate::suggestion::Suggestion;

/// A handbook together with a record of what is read from it.
#[derive(Clone, Copy)]
pub struct Tracked<'h> {
    handbook: &'h Handbook,
    reads: Option<&'h Reads>,
}

impl Handbook {
    /// The handbook for what is made anew in each build.
    pub fn untracked(&self) -> Tracked<'_> {
        Tracked { handbook: self, reads: None }
    }

    /// The handbook for what is remembered: what is read is noted in `reads`.
    pub fn tracked<'h>(&'h self, reads: &'h Reads) -> Tracked<'h> {
        Tracked { handbook: self, reads: Some(reads) }
    }

    /// The fingerprint of the answer to a question; `None` if a handbook alone cannot answer it.
    pub fn answer(&self, read: &Read) -> Option<Fingerprint> {
        Some(match read {
            Read::Body(level) => self.bodies.all[level.0].fingerprint,
            Read::Cell(level, competency) => self.bodies.all[level.0].cell_fingerprint(*competency),
            Read::Prose(page) => Fingerprint::of(&self.texts.get(page).map(|text| &text.prose.0)),
            Read::Title(level) => Fingerprint::of(&self[*level].title.0),
            Read::Label(level) => Fingerprint::of(&self[*level].label.0),
            Read::Criterion(id) => Fingerprint::of(&self.bodies.level_of(id)),
            Read::Ancestry => self.ancestry().fingerprint,
            Read::HighestStep(competency) => {
                Fingerprint::of(&self.bodies.highest_step(*competency))
            }
            Read::RowSpan(track, competency) => {
                Fingerprint::of(&self.row_span(*track, *competency))
            }
            Read::Rarity(Some(level)) => {
                self.bodies.all[level.0].weights(self.language, self.rarity())
            }
            Read::Rarity(None) => {
                let weights = || self.rarity().fingerprint(&self.step_stems());
                *self.bodies.weights_of_steps.get_or_init(weights)
            }
            Read::Mentions(_) | Read::Rows(_) => return None,
            Read::WholeMatrix | Read::WholeCompetency(_) => return None,
            Read::Catalogue(_) | Read::CatalogueNames | Read::IsListed(_) => return None,
            Read::History | Read::Step(_) | Read::LevelPast(_) | Read::CriterionPast(_) => {
                return None;
            }
        })
    }
}

impl Handbook {
    fn row_span(&self, track: TrackIx, competency: CompetencyIx) -> Option<(usize, usize)> {
        let says = |level: LevelIx| {
            self.bodies.all[level.0].cell(competency).is_some_and(Cell::is_written)
        };
        let count = self.tracks.len() * self.competencies.len();
        let spans = self.bodies.row_spans.get_or_init(|| vec![OnceLock::new(); count]);
        let span = &spans[track.0 * self.competencies.len() + competency.0];
        *span.get_or_init(|| inheritance::row_span(self, track, competency, says))
    }

    fn ancestry(&self) -> &Ancestry {
        self.bodies.ancestry.get_or_init(|| {
            let of_levels = self.bodies.all.iter().flat_map(|body| body.replacing());
            let names = of_levels.chain(self.step_criteria()).flat_map(Criterion::replaces);
            let handbook = self.untracked();
            let current = |name: &str| handbook.current_id(name).map(Arc::clone);
            let before = |id: &str| -> Vec<Arc<str>> {
                let criterion = handbook.criterion(id).map(|(_, criterion)| criterion);
                let names = criterion.into_iter().flat_map(Criterion::replaces);
                names.filter_map(|name| current(&name.value)).collect()
            };
            Ancestry::new(names.map(|name| name.value.as_str()), current, before)
        })
    }

    /// Computes what pages will ask for in any case. Without it the first of them would, while all others wait.
    /// `is_of_one_build` says that no other handbook will have the same bodies, so that nothing is kept with them.
    pub fn make_ready(&self, is_of_one_build: bool) {
        self.rarity_by(if is_of_one_build { Body::stems_once } else { Body::stems });
    }

    /// How rare words are in the criteria of all levels and steps.
    fn rarity(&self) -> &Rarity {
        self.rarity_by(Body::stems)
    }

    fn rarity_by(&self, stems: fn(&Body, Language) -> Arc<Stems>) -> &Rarity {
        self.bodies.rarity.get_or_init(|| {
            let of_levels = self.bodies.all.iter().map(|body| stems(body, self.language));
            Rarity::of(of_levels.chain([Arc::new(self.step_stems())]))
        })
    }

    fn step_criteria(&self) -> impl Iterator<Item = &Criterion> {
        let steps = self.competencies.iter().flat_map(|it| &it.steps);
        steps.flat_map(|step| &step.criteria)
    }

    fn step_stems(&self) -> Stems {
        Stems::of(self.step_criteria().map(|it| it.text.words(self.language)))
    }
}

impl<'h> Tracked<'h> {
    /// The handbook, for as long as it lives.
    pub fn handbook(self) -> &'h Handbook {
        self.handbook
    }

    fn note(self, read: impl FnOnce() -> Read) {
        if let Some(reads) = self.reads {
            reads.note(read());
        }
    }

    /// The title of a level.
    pub fn title(self, level: LevelIx) -> &'h str {
        self.note(|| Read::Title(level));
        &self.handbook[level].title.0
    }

    /// The title of a level with what tells it apart from others.
    pub fn label(self, level: LevelIx) -> &'h str {
        self.note(|| Read::Label(level));
        &self.handbook[level].label.0
    }

    /// What stands below the front matter of a level.
    pub fn body(self, level: LevelIx) -> &'h Body {
        self.note(|| Read::Body(level));
        &self.handbook.bodies.all[level.0]
    }

    /// What a level's author wrote about a competency.
    pub fn cell(self, level: LevelIx, competency: CompetencyIx) -> Option<&'h Cell> {
        self.note_of(level, competency);
        self.handbook.bodies.all[level.0].cell(competency)
    }

    fn note_of(self, level: LevelIx, competency: CompetencyIx) {
        if let Some(reads) = self.reads {
            reads.note_cell(level, competency);
        }
    }

    /// Whether what a level says about a competency is left out of a site for the public.
    pub fn is_internal_cell(self, level: LevelIx, competency: CompetencyIx) -> bool {
        let is_own = self.cell(level, competency).is_some_and(|cell| cell.internal);
        is_own || self.handbook[competency].internal
    }

    /// The prose that an author wrote for a page in a file of its own.
    pub fn prose(self, page: PageKey) -> Option<&'h Prose> {
        self.note(|| Read::Prose(page));
        self.handbook.texts.get(&page).map(|text| &text.prose.0)
    }

    /// What links may name on a page. `make` finds it out, once for all who ask; what it reads is noted for each of
    /// them.
    pub fn anchors(
        self,
        page: PageKey,
        make: impl FnOnce(Tracked<'_>) -> PageAnchors,
    ) -> Arc<KnownAnchors> {
        let all = self.handbook.bodies.anchors.get(Default::default);
        let lock = || all.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&page).map(Arc::clone);
        let known = known.unwrap_or_else(|| {
            let reads = Reads::by_cell();
            let anchors = make(self.handbook.tracked(&reads));
            let made = Arc::new(KnownAnchors { anchors, reads: reads.into_set() });
            lock().insert(page, Arc::clone(&made));
            made
        });
        if let Some(reads) = self.reads {
            reads.note_all_of(page, &known.reads);
        }
        known
    }

    /// The criterion of a level with this id, old or new, and the level in whose file it stands.
    pub fn criterion(self, id: &str) -> Option<(LevelIx, &'h Criterion)> {
        self.note(|| Read::Criterion(id.to_owned()));
        let bodies = &self.handbook.bodies;
        let level = bodies.level_of(id)?;
        self.note(|| Read::Body(level));
        Some((level, bodies.criterion(id)?))
    }

    /// The id of today of a criterion that a level or a step has; `None` if this build has none of that name. An
    /// id of what is left out of it must not be shown.
    pub fn current_id(self, id: &str) -> Option<&'h Arc<str>> {
        if let Some((_, criterion)) = self.criterion(id) {
            return Some(&criterion.id);
        }
        let of_steps = self.handbook.ids_of_steps.get(|| {
            let criteria = self.handbook.step_criteria();
            let mut ids = HashMap::new();
            for (name, it) in criteria.flat_map(|it| it.ids().map(move |name| (name, it))) {
                ids.entry(name.to_owned()).or_insert_with(|| Arc::clone(&it.id));
            }
            ids
        });
        of_steps.get(id)
    }

    /// Which criteria replace which, over all steps.
    pub fn ancestry(self) -> &'h Ancestry {
        self.note(|| Read::Ancestry);
        self.handbook.ancestry()
    }

    /// All criteria that stand in files: those of levels, in their order, then those of steps.
    pub fn criteria(self) -> impl Iterator<Item = &'h Criterion> {
        let levels = self.handbook.levels().map(|(level, _)| level);
        let of_levels = levels.flat_map(move |level| self.body(level).criteria());
        of_levels.chain(self.handbook.step_criteria())
    }

    /// How rare words are. What is read of it is noted by [`Self::note_rarity`], since that is the weights of a
    /// few words out of all.
    pub fn rarity(self) -> &'h Rarity {
        self.handbook.rarity()
    }

    /// The place for the pairs of criteria of a level and the level before, once they are made. Nothing is
    /// noted: who asks has read both levels and the weights of their words.
    pub fn pairs_with_previous(self, level: LevelIx) -> &'h OnceLock<Arc<[Pair]>> {
        &self.handbook.bodies.pairs_with_previous[level.0]
    }

    /// Notes that the weights of words were read: those of the criteria in a level's file, or with `None` in
    /// steps.
    pub fn note_rarity(self, level: Option<LevelIx>) {
        self.note(|| Read::Rarity(level));
    }

    /// Notes the same of all levels whose bodies were read so far, and of steps.
    pub fn note_rarity_of_read(self) {
        if let Some(reads) = self.reads {
            reads.note_rarity_of_bodies();
        }
    }

    /// The id of the criterion that was probably meant by one that nothing has. This is not noted: what is remembered
    /// shows no such hint.
    pub fn nearest_criterion(self, id: &str) -> Option<Suggestion> {
        self.handbook.bodies.nearest_criterion(id)
    }

    /// The positions of the first and the last level of a track that say something about a competency;
    /// `None` if none does.
    pub fn row_span(self, track: TrackIx, competency: CompetencyIx) -> Option<(usize, usize)> {
        self.note(|| Read::RowSpan(track, competency));
        self.handbook.row_span(track, competency)
    }

    /// The highest step of a competency that a level's own words expect, from 1; 0 if none does.
    pub fn highest_step(self, competency: CompetencyIx) -> usize {
        self.note(|| Read::HighestStep(competency));
        self.handbook.bodies.highest_step(competency)
    }
}

impl Deref for Tracked<'_> {
    type Target = Handbook;

    fn deref(&self) -> &Handbook {
        self.handbook
    }
}
