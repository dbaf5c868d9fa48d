//! The keys of book.toml.

use super::choices::{Audience, Nested, SEVERITIES, Twins, words};
use super::declaration::Kind::{
    Boolean, Choice, Day, Entries, Folder, List, Mapping, Rules, Segment, Text, Url,
    UrlOfCriterion, UrlOfFile, Versions,
};
use super::declaration::{Key, Keys, Kind, TEXTS};

/// book.toml.
pub const BOOK: Keys = Keys {
    what: "book.toml",
    keys: &[
        Key::new(
            "requires",
            Versions,
            "The versions of ladderbook that the handbook is written for, such as `>=0.2`; others refuse it in a sentence.",
        ),
        Key::required("book", Mapping(&HANDBOOK), "What the handbook is."),
        Key::new("build", Mapping(&BUILD), "How the site is built."),
        Key::new("repository", Mapping(&REPOSITORY), "Where the source of the handbook lives."),
        Key::new("footer", Mapping(&FOOTER), "What stands at the foot of every page."),
        Key::new("ladder", Mapping(&LADDER), "How levels are read."),
        Key::new("markdown", Mapping(&MARKDOWN), "How prose is read."),
        Key::new("search", Mapping(&SEARCH), "The search."),
        Key::new("review", Mapping(&REVIEW), "The gap sheet."),
        Key::new(
            "calibrate",
            Mapping(&CALIBRATE),
            "Placing sentences without seeing their levels.",
        ),
        Key::new("print", Mapping(&PRINT), "The page that holds the whole handbook."),
        Key::new("export", Mapping(&EXPORT), "Files for spreadsheets on the site."),
        Key::new(
            "check",
            Rules(&SEVERITY),
            "Severities of rules, by name: `error`, `warning`, `note` or `off`.",
        ),
        Key::new(
            "redirects",
            Entries(&Text),
            "Old addresses, each with the address of the page or website that it leads to.",
        ),
        Key::new(
            "editions",
            List(&Mapping(&EDITION)),
            "Revisions of the handbook that are published beside today's, each as it stood; needs git.",
        ),
    ],
};

const SEVERITY: Kind = Choice(&words(&SEVERITIES));

const HANDBOOK: Keys = Keys {
    what: "`[book]`",
    keys: &[
        Key::required("title", Text, "Title of the handbook, shown on every page."),
        Key::new("description", Text, "One sentence about the handbook."),
        Key::new(
            "language",
            Text,
            "Language of the interface and of hyphenation: `en`, `de`, or a file of a theme.",
        )
        .or("en"),
        Key::new("authors", TEXTS, "Names for the metadata of the pages."),
        Key::new("logo", Text, "Picture beside the title: a file in content/.")
            .otherwise("the theme's icon"),
        Key::new(
            "image",
            Text,
            "Picture that is shown where a page is shared: a file in content/; it needs `base-url`.",
        ),
    ],
};

const BUILD: Keys = Keys {
    what: "`[build]`",
    keys: &[
        Key::new("output", Folder, "Folder that the site is written to.").or("public"),
        Key::new(
            "base-url",
            Url,
            "Where the site is published, for canonical links, shared pictures, the list of pages for search engines, the 404 page, and addresses in data and Markdown.",
        ),
        Key::new("theme", Text, "Folder below themes/, which lies over the built-in theme.")
            .or("default"),
        Key::new(
            "pretty-urls",
            Boolean,
            "Whether the address of a page is `senior/`, not `senior.html`.",
        )
        .or("true"),
        Key::new(
            "markdown",
            TWINS,
            "Which pages can be read as Markdown as well, in `index.md` beside them, with `llms.txt` as a list: those of the ladder, guides and other pages too, or none.",
        )
        .or("ladder"),
        Key::new("drafts", Boolean, "Whether what has `status: draft` is part of the site.")
            .or("false"),
        Key::new("audience", AUDIENCE, "Whether what is internal is part of the site.")
            .or("public"),
        Key::new(
            "overrides",
            Boolean,
            "Whether `--audience internal` and `--drafts` may show more than this file does; `false` refuses such a build.",
        )
        .or("true"),
        Key::new(
            "copy",
            TEXTS,
            "Files of content/ that are published though no page refers to them, as patterns such as `downloads/*.pdf`: `*` stands for any part of a name, `**` for any folders.",
        ),
    ],
};

const TWINS: Kind = Choice(&words(&Twins::ALL));

const AUDIENCE: Kind = Choice(&words(&Audience::ALL));

const REPOSITORY: Keys = Keys {
    what: "`[repository]`",
    keys: &[
        Key::new("url", Text, "Where the source can be read."),
        Key::new(
            "edit-url",
            UrlOfFile,
            "Where a file can be edited; `{path}` stands for its path.",
        ),
        Key::new(
            "feedback-url",
            UrlOfCriterion,
            "Where readers say something about a criterion, such as a form or `mailto:`; `{id}`, `{level}` and `{url}` stand for its id, its level and its address.",
        ),
        Key::new(
            "dates",
            Boolean,
            "Whether a page says when its file was last changed, by the history in git.",
        )
        .or("true"),
    ],
};

const FOOTER: Keys = Keys {
    what: "`[footer]`",
    keys: &[
        Key::new("text", Text, "A sentence, such as who owns the handbook."),
        Key::new(
            "contact",
            Text,
            "Where questions can be asked: an address such as `mailto:ladder@example.com`, or a page.",
        ),
        Key::new("legal", Text, "The legal notice: an address or a page."),
        Key::new(
            "links",
            Entries(&Text),
            "Further links: each a title with an address, or with a page such as `guides/imprint`.",
        ),
    ],
};

const LADDER: Keys = Keys {
    what: "`[ladder]`",
    keys: &[
        Key::new(
            "nested",
            NESTED,
            "Whether a list inside a criterion is examples, or part of its text.",
        )
        .or("examples"),
        Key::new("facts", TEXTS, "Facts in the order in which levels show them; others follow."),
        Key::new("cumulative", Boolean, "Whether criteria stay expected at later levels.")
            .or("false"),
    ],
};

const NESTED: Kind = Choice(&words(&Nested::ALL));

const MARKDOWN: Keys = Keys {
    what: "`[markdown]`",
    keys: &[
        Key::new(
            "smart-punctuation",
            Boolean,
            "Whether straight quotes, `--` and `...` become typographic.",
        )
        .or("false"),
        Key::new("html", Boolean, "Whether raw HTML is passed on; otherwise it is shown as text.")
            .or("true"),
    ],
};

const SEARCH: Keys = Keys {
    what: "`[search]`",
    keys: &[Key::new("enabled", Boolean, "Whether the site can be searched.").or("true")],
};

const REVIEW: Keys = Keys {
    what: "`[review]`",
    keys: &[Key::new("enabled", Boolean, "Whether the site has a gap sheet.").or("true")],
};

const CALIBRATE: Keys = Keys {
    what: "`[calibrate]`",
    keys: &[Key::new(
        "enabled",
        Boolean,
        "Whether the site has a page on which people place its sentences, to find those that are read differently.",
    )
    .or("false")],
};

const PRINT: Keys = Keys {
    what: "`[print]`",
    keys: &[Key::new("enabled", Boolean, "Whether one page holds the whole handbook, for paper.")
        .or("true")],
};

const EXPORT: Keys = Keys {
    what: "`[export]`",
    keys: &[
        Key::new(
            "xlsx",
            Boolean,
            "Whether the site has the handbook as a workbook: `handbook.xlsx`.",
        )
        .or("false"),
        Key::new("csv", Boolean, "Whether the site has the list of criteria as `handbook.csv`.")
            .or("false"),
    ],
};

const EDITION: Keys = Keys {
    what: "`[[editions]]`",
    keys: &[
        Key::required(
            "name",
            Segment,
            "What readers call the edition, such as `2026-04`; a part of its address.",
        ),
        Key::required("rev", Text, "Its revision in git: a tag or a commit."),
        Key::new(
            "in-force",
            Day,
            "The day from which people are measured by it, such as `2026-04-01`; it may lie ahead.",
        )
        .otherwise("the day of its commit"),
        Key::new("note", Text, "What readers should know about it, in a sentence."),
    ],
};
