//! Rules of style over the whole handbook: a table, one function each.

mod context;
mod cells;
mod levels;
mod registers;

pub use self::context::Context;

use crate::diagnostic::{Code, Diagnostics};

/// A rule: looks at the whole and reports under its own code.
pub type Rule = fn(Context, &mut Diagnostics);

/// All rules with their codes. A rule that `[check]` switches off is not run.
pub const RULES: &[(Code, Rule)] = &[
    (Code::MissingCell, cells::missing),
    (Code::ExcludedCell, cells::excluded),
    (Code::StepFalls, cells::step_falls),
    (Code::StepJumps, cells::step_jumps),
    (Code::UselessDrop, cells::useless_drop),
    (Code::RepeatedWording, cells::repeated_wording),
    (Code::GradeFalls, levels::grade_falls),
    (Code::RetiredReference, levels::retired_reference),
    (Code::UndeclaredMove, levels::undeclared_move),
    (Code::UnusedCompetency, registers::unused_competency),
    (Code::UnusedScale, registers::unused_scale),
];

/// Runs every rule that is not switched off.
pub fn run(context: Context) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for (code, rule) in RULES {
        if context.config.severity(*code).is_some() {
            rule(context, &mut diagnostics);
        }
    }
    diagnostics
}
