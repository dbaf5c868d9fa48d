//! The words that some keys choose from, each beside what it means.

use crate::diagnostic::Severity;

/// Whether something is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// In use.
    #[default]
    Active,
    /// Not yet.
    Draft,
    /// No longer.
    Retired,
}

impl Status {
    /// The words for it.
    pub const ALL: [(&'static str, Self); 3] =
        [("active", Self::Active), ("draft", Self::Draft), ("retired", Self::Retired)];

    /// The word that front matter uses.
    pub fn name(self) -> &'static str {
        word(&Self::ALL, self)
    }
}

/// What kind of move leads from one level to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MoveKind {
    /// Up.
    #[default]
    Promotion,
    /// Across.
    Lateral,
    /// Back to where one came from.
    Back,
}

impl MoveKind {
    /// The words for it.
    pub const ALL: [(&'static str, Self); 3] =
        [("promotion", Self::Promotion), ("lateral", Self::Lateral), ("back", Self::Back)];

    /// The word that front matter uses.
    pub fn name(self) -> &'static str {
        word(&Self::ALL, self)
    }
}

/// Who reads a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody: internal content is left out.
    Public,
    /// The company: internal content is part of the site.
    Internal,
}

impl Audience {
    /// The words for it.
    pub const ALL: [(&'static str, Self); 2] =
        [("public", Self::Public), ("internal", Self::Internal)];

    /// The audience with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(word, _)| *word == name).map(|(_, audience)| audience)
    }
}

/// What a list inside a criterion is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nested {
    /// Examples, which are folded.
    #[default]
    Examples,
    /// Part of the criterion's text.
    Detail,
}

impl Nested {
    /// The words for it.
    pub const ALL: [(&'static str, Self); 2] =
        [("examples", Self::Examples), ("detail", Self::Detail)];
}

/// Which pages can be read as Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Twins {
    /// All that say something of their own.
    All,
    /// Those that ladderbook makes of the ladder.
    #[default]
    Ladder,
    /// No page.
    None,
}

impl Twins {
    /// The words for it.
    pub const ALL: [(&'static str, Self); 3] =
        [("all", Self::All), ("ladder", Self::Ladder), ("none", Self::None)];
}

/// Whether something is internal.
pub const VISIBILITIES: [(&str, bool); 2] = [("public", false), ("internal", true)];

/// Whether what a track inherits stands before its own.
pub const PLACES: [(&str, bool); 2] = [("before", true), ("after", false)];

/// The severity of a rule; `None` switches it off.
pub const SEVERITIES: [(&str, Option<Severity>); 4] = [
    (Severity::Error.name(), Some(Severity::Error)),
    (Severity::Warning.name(), Some(Severity::Warning)),
    (Severity::Note.name(), Some(Severity::Note)),
    ("off", None),
];

/// The words alone, for a declaration.
pub const fn words<T, const N: usize>(choices: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut at = 0;
    while at < N {
        words[at] = choices[at].0;
        at += 1;
    }
    words
}

fn word<T: PartialEq>(choices: &[(&'static str, T)], value: T) -> &'static str {
    let found = choices.iter().find(|(_, meaning)| *meaning == value);
    found.map(|(word, _)| *word).expect("every variant has a word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variant_has_a_word() {
        assert_eq!(
            [Status::Active, Status::Draft, Status::Retired].map(Status::name),
            words(&Status::ALL)
        );
        let kinds = [MoveKind::Promotion, MoveKind::Lateral, MoveKind::Back];
        assert_eq!(kinds.map(MoveKind::name), words(&MoveKind::ALL));
    }
}
