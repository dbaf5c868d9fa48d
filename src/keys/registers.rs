//! The keys of the registers.

use super::choices::{PLACES, Status, VISIBILITIES, words};
use super::declaration::Kind::{Boolean, Choice, Entries, List, Mapping, Text, TextOr};
use super::declaration::{Key, Keys, Kind, TEXTS};

/// tracks.yaml.
pub const TRACKS: Keys = Keys {
    what: "tracks.yaml",
    keys: &[Key::new(
        "tracks",
        List(&Mapping(&TRACK)),
        "The tracks, in the order in which they are shown.",
    )
    .otherwise("the folders of content/levels")],
};

const TRACK: Keys = Keys {
    what: "a track",
    keys: &[
        Key::required("id", Text, "Id of the track, which is the name of its folder."),
        Key::new("title", Text, "Title of the track.").otherwise("the id"),
        Key::new(
            "status",
            STATUS,
            "Whether the track is in use, not yet, or no longer; a draft is left out with its levels unless `[build]` says otherwise.",
        )
        .or("active"),
        Key::new(
            "visibility",
            VISIBILITY,
            "Whether the track is left out of a site for the public, with its levels and all files in its folder.",
        )
        .or("public"),
        Key::new("summary", Text, "One sentence about the track."),
        Key::new(
            "was",
            TEXTS,
            "Ids that it had before; their addresses, those of their levels and references lead here.",
        ),
        Key::new("group", Text, "Name of a group of tracks that belong together."),
        Key::new("replaced-by", Text, "The track that took the place of a retired one."),
        Key::new("extends", Text, "The track that this one builds on."),
        Key::new(
            "abstract",
            Boolean,
            "Whether the track is there only to be built on, without pages.",
        )
        .or("false"),
        Key::new("cumulative", Boolean, "Whether criteria stay expected at later levels.")
            .otherwise("what `[ladder]` in book.toml says"),
        Key::new(
            "inherit",
            Mapping(&INHERIT),
            "What the track takes over from the one it extends.",
        ),
    ],
};

const VISIBILITY: Kind = Choice(&words(&VISIBILITIES));

const STATUS: Kind = Choice(&words(&Status::ALL));

const INHERIT: Keys = Keys {
    what: "`inherit`",
    keys: &[
        Key::new("competencies", TEXTS, "The competencies that are taken over.").or("all"),
        Key::new(
            "place",
            PLACE,
            "Whether what is taken over stands before or after the track's own.",
        )
        .or("before"),
        Key::new("examples", Boolean, "Whether examples are taken over as well.").or("true"),
    ],
};

const PLACE: Kind = Choice(&words(&PLACES));

/// competencies.yaml.
pub const COMPETENCIES: Keys = Keys {
    what: "competencies.yaml",
    keys: &[
        Key::new(
            "categories",
            List(&Mapping(&CATEGORY)),
            "Categories of competencies, in their order.",
        ),
        Key::new(
            "competencies",
            List(&Mapping(&COMPETENCY)),
            "The competencies, in the order in which they are shown.",
        )
        .otherwise("the headings of levels"),
    ],
};

const CATEGORY: Keys = Keys {
    what: "a category",
    keys: &[
        Key::required("id", Text, "Id of the category."),
        Key::new("title", Text, "Title of the category.").otherwise("the id"),
        Key::new("summary", Text, "One sentence about the category."),
        Key::new(
            "visibility",
            VISIBILITY,
            "Whether the category is left out of a site for the public, with its competencies.",
        )
        .or("public"),
    ],
};

const COMPETENCY: Keys = Keys {
    what: "a competency",
    keys: &[
        Key::required("id", Text, "Id of the competency."),
        Key::new("title", Text, "Title of the competency.").otherwise("the id"),
        Key::new("category", Text, "The category that it belongs to."),
        Key::new("summary", Text, "One sentence about the competency."),
        Key::new(
            "visibility",
            VISIBILITY,
            "Whether the competency is left out of a site for the public, with all that levels say about it.",
        )
        .or("public"),
        Key::new("aliases", TEXTS, "Other words for it, which headings may use."),
        Key::new(
            "was",
            TEXTS,
            "Ids that it had before, the addresses and links of which lead here.",
        ),
        Key::new("tracks", TEXTS, "The tracks that it applies to.").otherwise("all"),
        Key::new("from", Text, "Grade or level from which on it applies.").otherwise("the first"),
        Key::new("scale", Text, "Scale of its steps."),
        Key::new("cumulative", Boolean, "Whether its criteria stay expected at later levels.")
            .otherwise("what the track says"),
        Key::new(
            "steps",
            List(&TextOr(&STEP)),
            "Steps of its own, lowest first, instead of a scale.",
        ),
    ],
};

const STEP: Keys = Keys {
    what: "a step",
    keys: &[
        Key::required("title", Text, "Name of the step."),
        Key::new("text", Text, "What the step means, in Markdown."),
        Key::new("criteria", List(&Text), "What is expected at the step, in Markdown."),
        Key::new("examples", List(&Text), "Examples of the step, in Markdown."),
    ],
};

/// scales.yaml.
pub const SCALES: Keys = Keys {
    what: "scales.yaml",
    keys: &[Key::new(
        "scales",
        Entries(&List(&TextOr(&SCALE_STEP))),
        "Scales by their ids, each a list of its steps, lowest first.",
    )],
};

const SCALE_STEP: Keys = Keys {
    what: "a step of a scale",
    keys: &[
        Key::required("title", Text, "Name of the step."),
        Key::new("text", Text, "What the step means in any competency, in Markdown."),
    ],
};

/// glossary.yaml.
pub const GLOSSARY: Keys =
    Keys { what: "glossary.yaml", keys: &[Key::new("terms", List(&Mapping(&TERM)), "The terms.")] };

const TERM: Keys = Keys {
    what: "a term",
    keys: &[
        Key::required("term", Text, "The term as it is shown."),
        Key::new("aliases", TEXTS, "Other words for it."),
        Key::new("was", TEXTS, "What it was called before, the links of which lead here."),
        Key::required("text", Text, "What it means, in Markdown."),
        Key::new("link", Text, "Where to read more."),
        Key::new(
            "visibility",
            VISIBILITY,
            "Whether the term is left out of a site for the public.",
        )
        .or("public"),
    ],
};
