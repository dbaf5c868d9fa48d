//! What reading one file depends on, besides the file.

use crate::config::{Audience, Config, MarkdownConfig, Nested};

/// What reading one file depends on, besides the file.
#[derive(Clone, Debug, Hash)]
pub struct ReadOptions {
    /// How prose is read.
    pub markdown: MarkdownConfig,
    /// What a list inside a criterion is.
    pub nested: Nested,
    /// Whom the site is for.
    pub audience: Audience,
}

impl ReadOptions {
    /// The options that book.toml sets.
    pub fn of(config: &Config) -> Self {
        Self {
            markdown: config.markdown.clone(),
            nested: config.ladder.nested,
            audience: config.build.audience,
        }
    }
}
