//! Handles: which track, level, competency and so on of a handbook, by position.

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

handles! {
    /// Which track.
    TrackIx;
    /// Which level.
    LevelIx;
    /// Which category.
    CategoryIx;
    /// Which competency.
    CompetencyIx;
    /// Which term.
    TermIx;
    /// Which page.
    PageIx;
}
