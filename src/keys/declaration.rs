//! How a key is declared.

/// The keys of a mapping.
#[derive(Debug)]
pub struct Keys {
    /// What messages call the mapping.
    pub what: &'static str,
    /// The keys, in the order in which an author meets them.
    pub keys: &'static [Key],
}

impl Keys {
    /// The declaration of a key.
    pub fn get(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of the keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.keys.iter().map(|key| key.name)
    }
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// What holds where it is absent.
    pub if_absent: Absent,
    /// One sentence about it, in Markdown.
    pub about: &'static str,
}

impl Key {
    /// A key that may be absent, which is the same as an empty value.
    pub const fn new(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, if_absent: Absent::Nothing, about }
    }

    /// A key that must be there.
    pub const fn required(name: &'static str, kind: Kind, about: &'static str) -> Self {
        Self { name, kind, if_absent: Absent::Fault, about }
    }

    /// The value that the key has where it is absent, as it would be written.
    pub const fn or(self, value: &'static str) -> Self {
        Self { if_absent: Absent::Value(value), ..self }
    }

    /// What holds where the key is absent, if that is no value that could be written for it.
    pub const fn otherwise(self, words: &'static str) -> Self {
        Self { if_absent: Absent::Otherwise(words), ..self }
    }

    /// Every key that is part of the value of this one, if there are any.
    pub fn nested(&self) -> Option<&'static Keys> {
        self.kind.keys()
    }
}

/// What holds where a key is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is a fault: the key is required.
    Fault,
    /// The same as with an empty value.
    Nothing,
    /// This value, as it would be written.
    Value(&'static str),
    /// Something else, in words.
    Otherwise(&'static str),
}

/// What a value is.
#[derive(Debug)]
pub enum Kind {
    /// Text. Numbers, `true` and `false` are taken as they are written.
    Text,
    /// A text that is the address of a website, in full and without query and fragment.
    Url,
    /// A text that is an address with a place for the path of a file, `{path}`.
    UrlOfFile,
    /// A text that is an address with a place for what a criterion is called, `{id}` or `{url}`.
    UrlOfCriterion,
    /// A text that is the path of a folder inside the project.
    Folder,
    /// A text that is a part of an address.
    Segment,
    /// A text that is a day: `2026-03-01`.
    Day,
    /// A text that names versions of ladderbook: `>=0.2`.
    Versions,
    /// `true` or `false`.
    Boolean,
    /// A whole number from 0.
    Number,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A step of a scale: its name or number, either with `+`; or a list of one or two, the ends of a
    /// range.
    Steps,
    /// A mapping with these keys.
    Mapping(&'static Keys),
    /// A mapping with these keys, or text, which stands for a mapping that has only the first of them.
    TextOr(&'static Keys),
    /// A list.
    List(&'static Kind),
    /// A list, or one item of it alone.
    OneOrMany(&'static Kind),
    /// A mapping whose keys are the author's.
    Entries(&'static Kind),
    /// A mapping whose keys are names of rules.
    Rules(&'static Kind),
}

/// A list of texts, or one text alone.
pub const TEXTS: Kind = Kind::OneOrMany(&Kind::Text);

impl Kind {
    /// The keys of the mappings that a value of this kind is, or is made of.
    pub fn keys(&self) -> Option<&'static Keys> {
        match self {
            Self::Mapping(keys) | Self::TextOr(keys) => Some(keys),
            Self::List(item) | Self::OneOrMany(item) => item.keys(),
            Self::Entries(value) | Self::Rules(value) => value.keys(),
            Self::Text
            | Self::Url
            | Self::UrlOfFile
            | Self::UrlOfCriterion
            | Self::Folder
            | Self::Segment
            | Self::Day
            | Self::Versions
            | Self::Boolean
            | Self::Number
            | Self::Choice(_)
            | Self::Steps => None,
        }
    }
}
