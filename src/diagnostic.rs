//! What was wrong, where, and what to do about it.
//!
//! Every stage returns what it found and a [`Diagnostics`]; nothing stops at the first problem. A
//! message is a lower-case phrase with names in backticks; a help says what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::Serialize;

use crate::suggestion::{Suggestion, nearest};
use crate::tree::RelPath;

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

impl Span {
    /// The range from `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range, `by` bytes further on.
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// A range of bytes in a named file.
///
/// Where something stands in its file is not what it says: two values that differ in that alone have one
/// hash, so that an edit above them does not make anew what was made from them. [`Place::exact`] is
/// for what shows places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, from the root of the project.
    pub path: RelPath,
    /// The bytes meant.
    pub span: Span,
}

impl Place {
    /// A range of bytes in a file.
    pub fn new(path: &RelPath, span: Span) -> Self {
        Self { path: path.clone(), span }
    }

    /// The same place, to be hashed with its range.
    pub fn exact(&self) -> (&RelPath, Span) {
        (&self.path, self.span)
    }
}

impl Hash for Place {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.path.hash(state);
    }
}

/// A value and where its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The handbook cannot be published like this.
    Error,
    /// Probably a mistake.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it, in reports and in book.toml.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $severity:ident $kind:ident;)*) => {
        /// The kind of a problem. `ladderbook explain NAME` prints the long text of each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The name that people type, in kebab-case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity, unless `[check]` in book.toml sets another one.
            pub fn default_severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Whether the problem is a rule of style, whose severity `[check]` may set, and not
            /// a fault of the format.
            pub fn is_rule(self) -> bool {
                match self { $(Code::$variant => stringify!($kind) != "format",)* }
            }

            /// Whether the rule is off until `[check]` gives it a severity.
            pub fn is_opt_in(self) -> bool {
                match self { $(Code::$variant => stringify!($kind) == "opt_in",)* }
            }
        }
    };
}

codes! {
    // Files
    /// There is no book.toml.
    MissingBook "missing-book" Error format;
    /// There is not one level.
    NoLevels "no-levels" Error format;
    /// A file cannot be read.
    UnreadableFile "unreadable-file" Error format;
    /// An edition whose revision is not at hand.
    UnknownRevision "unknown-revision" Error format;
    /// An edition of which a part cannot be read.
    UnreadableEdition "unreadable-edition" Error format;
    /// An option of the command that book.toml does not allow.
    ForbiddenOverride "forbidden-override" Error format;
    /// A file name or path that the format has no use for.
    InvalidFileName "invalid-file-name" Error format;
    /// A symbolic link leads outside the project, in a circle or nowhere.
    InvalidSymlink "invalid-symlink" Error format;
    /// A text file is not UTF-8.
    NotUtf8 "not-utf8" Error format;
    /// A text file is too large to be one.
    FileTooLarge "file-too-large" Error format;
    // Syntax
    /// Marks that git left where two versions of a file could not be merged.
    MergeConflict "merge-conflict" Error format;
    /// TOML that cannot be read.
    InvalidToml "invalid-toml" Error format;
    /// YAML that cannot be read.
    InvalidYaml "invalid-yaml" Error format;
    /// Front matter without its closing line.
    UnclosedFrontMatter "unclosed-front-matter" Error format;
    /// A key that the format does not have.
    UnknownKey "unknown-key" Error format;
    /// A key that stands twice in one mapping.
    DuplicateKey "duplicate-key" Error format;
    /// A key that must be there is not.
    MissingKey "missing-key" Error format;
    /// A value of the wrong type.
    WrongType "wrong-type" Error format;
    /// A value of the right type that is not one of those allowed.
    InvalidValue "invalid-value" Error format;
    /// A comment of HTML without its end, so that it would be shown or hide what follows it.
    UnclosedComment "unclosed-comment" Error format;
    /// An attribute in braces that the format does not have.
    UnknownAttribute "unknown-attribute" Error format;
    // References
    /// Two things with one id.
    DuplicateId "duplicate-id" Error format;
    /// A heading in a level that names no competency.
    UnknownHeading "unknown-heading" Error format;
    /// A name that nothing has.
    UnknownReference "unknown-reference" Error format;
    /// A name that several things have.
    AmbiguousReference "ambiguous-reference" Error format;
    /// A step that the competency does not have.
    UnknownStep "unknown-step" Error format;
    /// Things that refer to each other in a circle.
    ReferenceLoop "reference-loop" Error format;
    /// A link to a file, page or anchor that is not there.
    BrokenLink "broken-link" Error format;
    /// Two footnotes of one label in one document.
    DuplicateFootnote "duplicate-footnote" Error format;
    /// Two files that would be one page.
    DuplicateUrl "duplicate-url" Error format;
    // Theme
    /// A theme that is not there.
    UnknownTheme "unknown-theme" Error format;
    /// A template that cannot be read or rendered.
    InvalidTemplate "invalid-template" Error format;
    /// A component in Markdown that neither ladderbook nor the theme has.
    UnknownComponent "unknown-component" Error format;
    /// A UI string that no language file has.
    MissingWord "missing-word" Warning rule;
    /// A UI string of a theme that nothing shows.
    UnusedWord "unused-word" Warning rule;
    /// A file of a theme that overrides nothing and that nothing uses.
    UnusedThemeFile "unused-theme-file" Warning rule;
    // Rules
    /// An edition that has errors, and is published all the same.
    FaultyEdition "faulty-edition" Note rule;
    /// An address of the last site from which nothing leads on.
    LostAddress "lost-address" Warning rule;
    /// An id of the last site that no criterion has or had.
    LostId "lost-id" Warning rule;
    /// A level without one word about a competency that applies to it.
    MissingCell "missing-cell" Warning rule;
    /// A level that writes about a competency that does not apply to it.
    ExcludedCell "excluded-cell" Warning rule;
    /// A name that something had before.
    FormerName "former-name" Note rule;
    /// A public page that refers to a page which a public build leaves out.
    HiddenReference "hidden-reference" Warning rule;
    /// A move that leads to a retired level.
    RetiredReference "retired-reference" Warning rule;
    /// A step that is lower than at the level before.
    StepFalls "step-falls" Warning rule;
    /// A step that skips one or more.
    StepJumps "step-jumps" Note rule;
    /// A name that some systems refuse, or take for another one.
    UnportableName "unportable-name" Warning rule;
    /// A link to an address that holds a script or a document itself. An error where raw HTML is switched off.
    UnsafeLink "unsafe-link" Warning rule;
    /// A level, or a track of them, that only the alphabet puts in an order.
    UnorderedLevel "unordered-level" Warning rule;
    /// A value whose end is a comment by mistake.
    CommentInValue "comment-in-value" Warning rule;
    /// A grade that is lower than at the level before.
    GradeFalls "grade-falls" Warning rule;
    /// A competency that no level says anything about.
    UnusedCompetency "unused-competency" Warning rule;
    /// A track of the register that has no level.
    UnusedTrack "unused-track" Warning rule;
    /// A scale that no competency uses.
    UnusedScale "unused-scale" Warning rule;
    /// Prose for a move that no level declares.
    UndeclaredMove "undeclared-move" Warning rule;
    /// A criterion marked to be dropped that is not inherited.
    UselessDrop "useless-drop" Warning rule;
    /// Marks of the format that are shown as words, since they are not closed or not quite right.
    StrayMarkup "stray-markup" Warning rule;
    /// A reference to a footnote that its document does not have.
    UnknownFootnote "unknown-footnote" Warning rule;
    /// A footnote to which nothing refers that is shown.
    UnusedFootnote "unused-footnote" Warning rule;
    /// Words that are the title of a competency and look like a heading, but are none.
    UnmarkedHeading "unmarked-heading" Warning rule;
    /// Lines that look like a list, or like a list inside one, but are none.
    UnmarkedList "unmarked-list" Warning rule;
    /// A picture without words for those who do not see it.
    MissingAlt "missing-alt" Note rule;
    /// Two levels of a track that cannot be told apart by what they are called.
    DuplicateName "duplicate-name" Warning rule;
    /// Two levels of a track with one number in front of their names.
    DuplicateNumber "duplicate-number" Warning rule;
    /// A fact that is named almost like one of other levels.
    MisspeltFact "misspelt-fact" Warning rule;
    /// A list item without words.
    EmptyCriterion "empty-criterion" Warning rule;
    /// A criterion that probably is the grown form of an earlier one, though its author does not say so.
    UnconfirmedGrowth "unconfirmed-growth" Note opt_in;
    /// A criterion whose id follows from its words, and is lost with them.
    UnpinnedId "unpinned-id" Note opt_in;
    /// The same words as a criterion of another level.
    RepeatedWording "repeated-wording" Warning opt_in;
}

impl Code {
    /// Whether a file has the problem by itself, whatever other files say.
    pub fn is_syntax(self) -> bool {
        self <= Self::UnknownAttribute
    }

    /// Whether one cause can have many such effects: a name that means nothing at each place that uses it,
    /// or what a program did to each link.
    fn is_effect(self) -> bool {
        matches!(
            self,
            Self::UnknownHeading
                | Self::UnknownReference
                | Self::AmbiguousReference
                | Self::UnknownStep
                | Self::BrokenLink
                | Self::HiddenReference
                | Self::FormerName
                | Self::RetiredReference
                | Self::StrayMarkup
                | Self::UnknownFootnote
        )
    }

    /// The code with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; `None` if it is not a matter of one place.
    pub place: Option<Place>,
    /// A few words beside the place; may be empty.
    pub label: String,
    /// Other places that have to do with it.
    pub related: Vec<Spanned<String>>,
    /// Other places where the same is wrong, with what should probably stand there.
    pub repeats: Vec<(Place, Option<Suggestion>)>,
    /// What to do.
    pub help: Vec<String>,
    /// What a name that stands somewhere at the place should probably be.
    pub suggestion: Option<Suggestion>,
    /// Attributes that would mend it, each at the place of those of a criterion.
    pub additions: Vec<Spanned<Attribute>>,
}

/// What can be added to what stands in the braces of a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Attribute {
    /// Its id.
    Id(String),
    /// The id of a criterion that it replaces.
    Replaces(String),
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "#{id}"),
            Self::Replaces(id) => write!(f, "replaces={id}"),
        }
    }
}

impl Diagnostic {
    /// A problem of the code's own severity, without a place.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            message: message.into(),
            place: None,
            label: String::new(),
            related: Vec::new(),
            repeats: Vec::new(),
            help: Vec::new(),
            suggestion: None,
            additions: Vec::new(),
        }
    }

    /// Says where.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Puts a few words beside the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Names another place that has to do with it.
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push(Spanned { value: words.into(), place });
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Says which of some names was probably meant by one that stands at the place, if one is near.
    pub fn did_you_mean<'a>(
        self,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        self.suggest(nearest(name, candidates))
    }

    /// Says what was probably meant by a name that stands at the place, if that is known.
    pub fn suggest(mut self, suggestion: Option<Suggestion>) -> Self {
        if let Some(suggestion) = suggestion {
            self.help.push(suggestion.help());
            self.suggestion = Some(suggestion);
        }
        self
    }

    /// Keeps what is suggested from being put in at the place: the name stands elsewhere, such as in
    /// the path of the file.
    pub fn without_fix(mut self) -> Self {
        self.suggestion = None;
        self
    }

    /// Keeps what is suggested from being put in if it is among the names `taken`, none of which may
    /// stand there twice; else takes it.
    pub fn unless_taken(mut self, taken: &mut BTreeSet<String>) -> Self {
        self.suggestion = self.suggestion.filter(|it| taken.insert(it.meant.clone()));
        self
    }
}

/// From how many places on the use of one name is one problem. A few are best shown one by one.
const MANY: usize = 4;

/// How many places are shown of such a problem, besides its first one.
const SHOWN: usize = 2;

/// All problems of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another run.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(other);
    }

    /// Keeps the first of those that say the same about the same place.
    pub fn once_each(mut self) -> Self {
        let mut seen: BTreeSet<(Code, Option<Place>, String)> = BTreeSet::new();
        self.0.retain(|it| seen.insert((it.code, it.place.clone(), it.message.clone())));
        self
    }

    /// Sorts causes before effects: first what is wrong with files by themselves, which may be why others
    /// seem wrong. Both are sorted by place, then severity. Drops repetitions.
    pub fn sorted(mut self) -> Self {
        fn key(it: &Diagnostic) -> impl Ord + '_ {
            (!it.code.is_syntax(), &it.place, it.severity, it.code, &it.message)
        }
        self.0.sort_by(|a, b| key(a).cmp(&key(b)));
        self.0.dedup();
        self
    }

    /// Makes one problem of many places that use one name in vain. It stands where the first of them
    /// stood, and says how many there are. The problems are sorted.
    pub fn gathered(self) -> Self {
        let cause = |it: &Diagnostic| {
            (it.code.is_effect() && it.place.is_some())
                .then(|| (it.code, it.severity, it.message.clone()))
        };
        let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for it in &self.0 {
            if let (Some(cause), Some(place)) = (cause(it), &it.place) {
                places.entry(cause).or_default().push((place.clone(), it.suggestion.clone()));
            }
        }
        places.retain(|_, places| places.len() >= MANY);
        let mut gathered = Self::default();
        for mut it in self.0 {
            let Some(key) = cause(&it).filter(|cause| places.contains_key(cause)) else {
                gathered.push(it);
                continue;
            };
            // The first takes all the places away with it.
            let Some(places) = places.get_mut(&key).map(std::mem::take).filter(|it| !it.is_empty())
            else {
                continue;
            };
            it.message = format!("{} ({} places)", it.message, places.len());
            it.repeats = places.into_iter().skip(1).collect();
            for (place, _) in it.repeats.iter().take(SHOWN) {
                it.related.push(Spanned { value: "here as well".to_owned(), place: place.clone() });
            }
            gathered.push(it);
        }
        gathered
    }

    /// Leaves it to a person whether a name that stands at several places is the slip that it seems to
    /// be. A slip happens once: what is written alike again and again is more likely right, and what
    /// it should name is misspelt. Keys and values are the format's own names, which are not.
    pub fn doubting_repetitions(mut self) -> Self {
        let mut places: BTreeMap<(String, String), BTreeSet<Place>> = BTreeMap::new();
        let slip = |it: &Diagnostic| {
            let suggestion = it.suggestion.as_ref()?;
            // What something was called before is no slip, however often it is written.
            let is_certain = matches!(it.code, Code::StrayMarkup | Code::FormerName);
            let is_name = !it.code.is_syntax() && !is_certain;
            let is_slip = is_name && !suggestion.is_same_spelling();
            is_slip.then(|| (suggestion.written.clone(), suggestion.meant.clone()))
        };
        for it in &self.0 {
            if let (Some(names), Some(place)) = (slip(it), &it.place) {
                places.entry(names).or_default().insert(place.clone());
            }
        }
        for it in &mut self.0 {
            let is_repeated =
                slip(it).is_some_and(|names| places.get(&names).is_some_and(|it| it.len() > 1));
            if is_repeated {
                it.suggestion = it.suggestion.take().map(Suggestion::uncertain);
            }
        }
        self
    }

    /// Gives each problem the severity that `severity` says for its code; those for which it says
    /// `None` are dropped.
    pub fn with_severities(self, severity: impl Fn(Code) -> Option<Severity>) -> Self {
        let diagnostics = self.0.into_iter().filter_map(|mut diagnostic| {
            diagnostic.severity = severity(diagnostic.code)?;
            Some(diagnostic)
        });
        Self(diagnostics.collect())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Whether there is an error among them.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
