//! A handbook in a theme.

use std::sync::Arc;

use super::assets::Assets;
use super::background::DropInBackground;
use crate::config::{BuildConfig, Config};
use crate::fingerprint::Fingerprint;
use crate::handbook::history::{EditionOf, History};
use crate::handbook::page_sizes::WholePages;
use crate::handbook::routes::Routes;
use crate::loaded::Loaded;
use crate::memo::{AssembledTheme, Cache};
use crate::theme;
use crate::tree::Tree;
use crate::view::{Directory, Ladders, Rows, Sections, Site, Terms, Ways};

/// Whether a project has files of a theme.
pub fn has_own_theme(project: &Tree) -> bool {
    project.iter().any(|(path, _)| path.is_inside("themes"))
}

/// The theme that book.toml names.
pub fn assemble_theme(
    project: &Tree,
    config: &Config,
    remembered: &mut Cache<AssembledTheme>,
) -> Arc<AssembledTheme> {
    let Config { build: BuildConfig { theme, .. }, language, .. } = config;
    let spans = (theme.place.span, language.place.span);
    // Whether a file of the project's own theme is used depends on what names it, which may be any file.
    let own = has_own_theme(project).then_some(project);
    let key = Fingerprint::of(&(theme, language, spans, own));
    let make = |_: &Fingerprint| {
        let (theme, diagnostics) = theme::assemble(project, config);
        let fingerprint = Fingerprint::of(&theme);
        let look = Fingerprint::of(&(&theme.layers, &theme.templates, &theme.messages));
        AssembledTheme { theme, diagnostics, fingerprint, look }
    };
    remembered.map(&[key], |key| *key, make).swap_remove(0)
}

/// Whether a handbook is that of today, or an edition of it.
pub enum Side {
    Today(Arc<History>),
    Edition(Arc<EditionOf>),
}

/// A handbook in a theme, with what is derived from both for all pages.
pub struct Themed {
    pub loaded: Arc<Loaded>,
    /// What its pages say of the edition that it is; `None` for today's handbook.
    edition: Option<Arc<EditionOf>>,
    history: Arc<History>,
    pub theme: Arc<AssembledTheme>,
    pub assets: Assets,
    print_routes: Routes,
    sections: Sections,
    terms: Terms,
    directory: Directory,
    rows: Rows,
    ways: Ways,
    ladders: Ladders,
    whole_pages: WholePages,
}

/// One that lives as long as anything that is made from it.
pub type Kept = Arc<DropInBackground<Themed>>;

impl Themed {
    /// `project` is where the handbook was read from.
    pub fn new(
        project: &Tree,
        loaded: Arc<Loaded>,
        theme: Arc<AssembledTheme>,
        side: Side,
    ) -> Self {
        let (edition, history) = match side {
            Side::Today(history) => (None, history),
            Side::Edition(edition) => (Some(edition), Arc::default()),
        };
        let Loaded { handbook, config, catalogue, routes, .. } = &*loaded;
        let tracks = handbook
            .shown_tracks()
            .map(|track| handbook[track].rungs.iter().map(|level| catalogue.bytes(*level)));
        Self {
            whole_pages: WholePages::new(handbook.competencies().count(), tracks),
            print_routes: routes.for_print(),
            sections: Sections::new(handbook, routes),
            terms: Terms::new(handbook),
            directory: Directory::new(handbook, config, catalogue, routes, &theme.theme.messages),
            rows: Rows::new(handbook),
            ways: Ways::new(handbook),
            ladders: Ladders::new(handbook),
            assets: Assets::new(project, &loaded, &theme.theme),
            loaded,
            edition,
            history,
            theme,
        }
    }

    /// Calls a function with what views are made from.
    pub fn view<T>(&self, function: impl FnOnce(&Site, &AssembledTheme) -> T) -> T {
        let Loaded { config, handbook, names, catalogue, routes, links, pictures, .. } =
            &*self.loaded;
        let site = Site {
            config,
            handbook,
            names,
            catalogue,
            routes,
            print_routes: &self.print_routes,
            links,
            pictures,
            sections: &self.sections,
            terms: &self.terms,
            directory: &self.directory,
            rows: &self.rows,
            ways: &self.ways,
            ladders: &self.ladders,
            whole_pages: &self.whole_pages,
            messages: &self.theme.theme.messages,
            assets: &self.assets.folder,
            edition: self.edition.as_deref(),
            history: &self.history,
            of_handbook: self.loaded.shared,
            addressed: self.loaded.addressed,
            notes_reads: true,
        };
        function(&site, &self.theme)
    }
}
