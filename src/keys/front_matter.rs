//! The keys of front matter.

use super::choices::{MoveKind, Status, VISIBILITIES, words};
use super::declaration::Kind::{
    Boolean, Choice, Entries, List, Mapping, Number, OneOrMany, Steps, Text, TextOr,
};
use super::declaration::{Absent, Key, Keys, Kind, TEXTS};

/// Front matter of a level.
pub const LEVEL: Keys = Keys {
    what: "the front matter",
    keys: &[
        Key::required("title", Text, "Title of the level."),
        Key::new("code", Text, "Short name of the level, such as `IC3`."),
        Key::new("summary", Text, "One sentence about the level."),
        Key::new(
            "grade",
            OneOrMany(&Number),
            "Row of the ladder map that the level shares with other tracks; a list spans several.",
        ),
        Key::new("next", OneOrMany(&TextOr(&MOVE)), "Levels that one can move to from here.")
            .otherwise("the next level of the track"),
        Key::new("facts", Entries(&Text), "Facts about the level, such as `scope: A system`."),
        Key::new(
            "expect",
            Entries(&Steps),
            "Expected steps by competency: a name, a number, `2+`, or `[3, 4]` for a range; `0` for none.",
        ),
        STATUS,
        Key::new("replaced-by", Text, "The level that took the place of a retired one."),
        VISIBILITY,
        ALIASES,
        Key::new(
            "was",
            TEXTS,
            "Ids that the level had before, such as `mid`, or `ic/mid` in another track; addresses and references lead here.",
        ),
        Key::new("also-in", TEXTS, "Other tracks that show the level as well."),
        Key::new("same-as", TextOr(&SAME_AS), "The level whose expectations this one shares."),
        Key::new("sublevels", TEXTS, "Names of the steps within the level."),
        Key::new("links", List(&Mapping(&LINK)), "Links to other places."),
    ],
};

/// Front matter of any other page.
pub const PAGE: Keys = Keys {
    what: "the front matter",
    keys: &[
        Key::new("title", Text, "Title of the page.").otherwise("the first heading of level 1"),
        Key::new("summary", Text, "One sentence about the page."),
        STATUS,
        Key {
            about: "Whether it is left out of a site for the public; an index.md takes along all that is in its folder, the page of a competency the competency.",
            ..VISIBILITY
        },
        ALIASES,
    ],
};

const STATUS: Key = Key {
    name: "status",
    kind: Choice(&words(&Status::ALL)),
    if_absent: Absent::Value("active"),
    about: "Whether it is in use, not yet, or no longer; drafts are left out unless `[build]` says otherwise.",
};

const VISIBILITY: Key = Key {
    name: "visibility",
    kind: Choice(&words(&VISIBILITIES)),
    if_absent: Absent::Value("public"),
    about: "Whether it is left out of a site for the public.",
};

const ALIASES: Key = Key::new("aliases", TEXTS, "Old addresses that lead here.");

const MOVE: Keys = Keys {
    what: "a move",
    keys: &[
        Key::required("to", Text, "The level that the move leads to."),
        Key::new("kind", MOVE_KIND, "What kind of move it is.").or("promotion"),
        Key::new("note", Text, "A few words about the move."),
    ],
};

const MOVE_KIND: Kind = Choice(&words(&MoveKind::ALL));

const SAME_AS: Keys = Keys {
    what: "`same-as`",
    keys: &[
        Key::required("level", Text, "The other level."),
        Key::new("but-also", Boolean, "Whether this level adds expectations of its own.")
            .or("false"),
    ],
};

const LINK: Keys = Keys {
    what: "a link",
    keys: &[
        Key::required("label", Text, "Text of the link."),
        Key::required("url", Text, "Address that it leads to."),
    ],
};
