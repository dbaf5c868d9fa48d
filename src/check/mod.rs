//! Rules of style over the whole handbook: a table, one function each.

mod context;
mod cells;
mod growth;
mod ids;
mod levels;
mod registers;

use self::context::Context;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostics};
use crate::handbook::Handbook;

/// A rule: looks at the whole and reports under its own code.
pub type Rule = fn(Context, &mut Diagnostics);

/// When a rule can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Always: it speaks of what is there.
    Nothing,
    /// Only if all registers could be read: it speaks of what is not there.
    Registers,
    /// Only if the author has put the levels in an order: it compares neighbours.
    Order,
    /// Only if there is no error at all: what seems unused may be what was misspelt elsewhere.
    NoErrors,
}

/// All rules with their codes. A rule that `[check]` switches off is not run.
pub const RULES: &[(Code, Needs, Rule)] = &[
    (Code::MissingCell, Needs::Registers, cells::missing),
    (Code::ExcludedCell, Needs::NoErrors, cells::excluded),
    (Code::StepFalls, Needs::Order, cells::step_falls),
    (Code::StepJumps, Needs::Order, cells::step_jumps),
    (Code::UselessDrop, Needs::NoErrors, cells::useless_drop),
    (Code::RepeatedWording, Needs::Nothing, cells::repeated_wording),
    (Code::UnconfirmedGrowth, Needs::Order, growth::unconfirmed),
    (Code::UnpinnedId, Needs::Nothing, ids::unpinned),
    (Code::DuplicateName, Needs::Nothing, levels::duplicate_name),
    (Code::GradeFalls, Needs::Order, levels::grade_falls),
    (Code::RetiredReference, Needs::Nothing, levels::retired_reference),
    (Code::UndeclaredMove, Needs::NoErrors, levels::undeclared_move),
    (Code::UnusedCompetency, Needs::NoErrors, registers::unused_competency),
    (Code::UnusedTrack, Needs::NoErrors, registers::unused_track),
    (Code::UnusedScale, Needs::NoErrors, registers::unused_scale),
];

/// Runs every rule that is not switched off and can be trusted. Follow-ups of what has been reported are
/// silent.
pub fn run(handbook: &Handbook, config: &Config, reported: &Diagnostics) -> Diagnostics {
    let has_errors = reported.has_errors();
    let is_told =
        |code: Code| config.severity(code).is_some() && reported.iter().any(|it| it.code == code);
    let is_ordered = !is_told(Code::UnorderedLevel) && !is_told(Code::DuplicateNumber);
    let is_run = |(code, needs, _): &&(Code, Needs, Rule)| {
        let trusted = match needs {
            Needs::Nothing => true,
            Needs::Registers => !handbook.incomplete,
            Needs::Order => is_ordered,
            Needs::NoErrors => !has_errors,
        };
        trusted && config.severity(*code).is_some()
    };
    let found = |(_, _, rule): &(Code, Needs, Rule)| {
        let mut found = Diagnostics::default();
        rule(Context { handbook: handbook.untracked(), config }, &mut found);
        found
    };
    let found: Vec<Diagnostics> = RULES.par_iter().filter(is_run).map(found).collect();
    let mut diagnostics = Diagnostics::default();
    found.into_iter().for_each(|it| diagnostics.extend(it));
    diagnostics
}
