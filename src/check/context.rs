//! What a rule looks at.

use crate::config::Config;
use crate::handbook::Tracked;

/// What a rule looks at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What the authors said.
    pub handbook: Tracked<'a>,
    /// book.toml.
    pub config: &'a Config,
}
