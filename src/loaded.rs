//! A handbook as it was read and checked: all that its pages are made from, but for the theme.

use std::sync::Arc;

use crate::config::{Audience, BOOK, Config};
use crate::diagnostic::{Code, Diagnostics};
use crate::fingerprint::Fingerprint;
use crate::handbook::catalogue::Catalogue;
use crate::handbook::changes;
use crate::handbook::links::Links;
use crate::handbook::names::Names;
use crate::handbook::pictures::Pictures;
use crate::handbook::published::Published;
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, LevelIx};
use crate::pattern::{Pattern, Patterns};
use crate::theme::{self, Theme};
use crate::tree::RelPath;

/// What names mean and where pages stand.
pub struct Addressed {
    pub names: Arc<Names>,
    pub routes: Arc<Routes>,
    /// What is wrong with addresses.
    pub diagnostics: Diagnostics,
    /// The fingerprint of all that they were made from, which stays the same while texts are edited.
    pub fingerprint: Fingerprint,
}

/// A handbook with what is needed to find one's way in it.
pub struct Loaded {
    pub config: Config,
    pub handbook: Handbook,
    pub names: Arc<Names>,
    pub catalogue: Arc<Catalogue>,
    pub routes: Arc<Routes>,
    pub links: Links,
    pub pictures: Pictures,
    pub diagnostics: Diagnostics,
    /// The fingerprint of the configuration and of what any page may show of any other.
    pub shared: Fingerprint,
    /// That of [`Addressed`].
    pub addressed: Fingerprint,
}

impl Loaded {
    pub fn revision(&self) -> changes::Revision<'_> {
        changes::Revision { handbook: &self.handbook, routes: &self.routes }
    }

    /// The level that a name on the command line means, which stands in no track's folder; or why it means nothing
    /// certain, as lines of a message.
    pub fn level(&self, name: &str) -> Result<LevelIx, String> {
        let place = RelPath::new(BOOK).expect("a relative path");
        self.names.levels().get(name, &place).map_err(|unresolved| {
            let diagnostic = unresolved.diagnostic("a level", name);
            let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
            diagnostic.message.clone() + &help.collect::<String>()
        })
    }

    /// Whether all that the ladder says is known: no file or part of one was left out because of a fault.
    pub fn is_readable(&self) -> bool {
        let Self { config, handbook, diagnostics, .. } = self;
        let is_lost = |code| {
            let of_command = matches!(code, Code::MissingBook | Code::ForbiddenOverride);
            of_command || matches!(code, Code::NoLevels | Code::MergeConflict)
        };
        config.is_sound
            && !handbook.has_gaps()
            && !handbook.levels.iter().any(|level| level.incomplete)
            && !diagnostics.iter().any(|it| is_lost(it.code))
    }

    /// Which files of content/ are part of the site: those to which something that is published refers, or
    /// which book.toml names.
    pub fn publishes(&self) -> impl Fn(&RelPath) -> bool {
        let Self { config, links, pictures, .. } = self;
        let patterns: Patterns =
            config.build.copy.iter().filter_map(|it| Pattern::new(&it.value).ok()).collect();
        move |path| {
            links.refer_to(path)
                || pictures.logo.as_ref() == Some(path)
                || pictures.image.as_ref() == Some(path)
                || patterns.match_any(path.as_str())
        }
    }

    /// What its site has that others may refer to.
    pub fn published(&self) -> Published {
        let Self { config, handbook, catalogue, routes, .. } = self;
        let is_internal = config.build.audience == Audience::Internal;
        let mut published = Published::of(handbook, routes, catalogue, is_internal);
        let homes = config.editions.iter().map(|it| format!("{}/index.html", it.folder()));
        published.files.extend(homes);
        published
    }

    /// How many pages its site has.
    pub fn count_pages(&self) -> usize {
        // The page for unknown addresses is one as well.
        self.routes.pages().count() + 1 + self.routes.redirects().len()
    }

    /// The files of content/ that are part of the site.
    pub fn published_assets(&self) -> Vec<&RelPath> {
        let is_published = self.publishes();
        self.handbook.assets.iter().filter(|path| is_published(path)).collect()
    }

    /// What keeps a folder from holding the site, of which these files of content/ are part.
    pub fn layout_faults(&self, theme: &Theme, assets: &[&RelPath]) -> Diagnostics {
        let of_theme = theme.assets.iter().map(|(path, _)| path.below(theme::ASSETS));
        self.routes.faults(of_theme, self.config.extras.search, assets)
    }
}
