//! book.toml -> [`Config`]. Every key has a default, save the title.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span, Spanned};
use crate::node::{self, Fields, Node, Reader};
use crate::text::Text;
use crate::tree::{RelPath, Tree};

/// Name of the file at the root of every project.
pub const BOOK: &str = "book.toml";

/// What book.toml says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Config {
    /// Title of the handbook.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// Language tag, such as `en` or `de-AT`.
    pub language: Spanned<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Picture beside the title: a file in content/.
    pub logo: Option<Spanned<String>>,
    /// Picture that is shown where a page is shared: a file in content/.
    pub image: Option<Spanned<String>>,
    /// `[build]`: how the site is built.
    pub build: BuildConfig,
    /// `[repository]`: where the source lives.
    pub repository: RepositoryConfig,
    /// `[ladder]`: how levels are read.
    pub ladder: LadderConfig,
    /// `[markdown]`: how prose is read.
    pub markdown: MarkdownConfig,
    /// `[search]`, `[review]`, `[print]`: which of these pages the site has.
    pub extras: Extras,
    /// `[check]`: severities other than the rules' own; `None` switches a rule off.
    pub check: Vec<(Code, Option<Severity>)>,
    /// `[redirects]`: old addresses and what they lead to.
    pub redirects: Vec<(Spanned<String>, Spanned<String>)>,
}

/// `[search]`, `[review]`, `[print]`: pages that a handbook may do without.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extras {
    /// Whether the site can be searched. Never without the cargo feature `search`.
    pub search: bool,
    /// Whether it has a gap sheet.
    pub review: bool,
    /// Whether it has a page for paper that holds everything.
    pub print: bool,
}

/// `[build]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BuildConfig {
    /// Folder that the site is written to, from the root of the project.
    pub output: Spanned<String>,
    /// Where the site is published, ending in `/`; for canonical links, shared pictures and the 404 page
    /// only.
    pub base_url: Option<String>,
    /// Folder below `themes/`.
    pub theme: Spanned<String>,
    /// Whether a page is a folder with an index.html; otherwise it is a .html file.
    pub pretty_urls: bool,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whom the site is for.
    pub audience: Audience,
}

/// Who reads a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody: internal content is left out.
    Public,
    /// The company: internal content is part of the site.
    Internal,
}

/// `[repository]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RepositoryConfig {
    /// Where the repository can be looked at.
    pub url: Option<String>,
    /// Where a file can be edited; `{path}` stands for its path.
    pub edit_url: Option<String>,
}

/// `[ladder]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LadderConfig {
    /// What a list inside a criterion is.
    pub nested: Nested,
    /// Facts in the order in which they are shown; others follow in the order of the files.
    pub facts: Vec<String>,
    /// Whether the criteria of earlier levels stay expected.
    pub cumulative: bool,
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

/// `[markdown]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownConfig {
    /// Whether straight quotes, `--` and `...` become typographic.
    pub smart_punctuation: bool,
    /// Whether raw HTML is passed through; otherwise it is shown as text.
    pub html: bool,
}

impl Config {
    /// The severity of a code; `None` if it is switched off.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        let set = self.check.iter().find(|(named, _)| *named == code);
        let default = (!code.is_opt_in()).then(|| code.default_severity());
        set.map_or(default, |(_, severity)| *severity)
    }
}

/// Reads book.toml. What cannot be read has its default.
pub fn read(project: &Tree) -> (Config, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let path = RelPath::new(BOOK).expect("a relative path");
    let empty = Node { value: node::Value::Map(Vec::new()), span: Span::default() };
    let (root, found) = match project.get(BOOK) {
        None => {
            diagnostics.push(
                Diagnostic::new(Code::MissingBook, "there is no book.toml here")
                    .help("run `ladderbook init` for a new handbook, or name its folder")
                    .help("one line is enough: `book.title = \"…\"`"),
            );
            (empty, false)
        }
        Some(file) => match Text::of(&path, file) {
            Ok(Text { text, offset }) => {
                let (root, syntax) = node::parse_toml(&path, text, offset);
                let sound = syntax.is_empty();
                diagnostics.extend(syntax);
                (root, sound)
            }
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                (empty, false)
            }
        },
    };
    // What was read in spite of faults of the syntax is not judged: what seems wrong may come of them.
    let mut unheard = Diagnostics::default();
    let heard = if found { &mut diagnostics } else { &mut unheard };
    let config = lower(&mut Reader { path: &path, diagnostics: heard }, &root);
    (config, diagnostics)
}

fn lower(reader: &mut Reader, root: &Node) -> Config {
    let empty = Node { value: node::Value::Null, span: root.span };
    let Some(mut sections) = reader.fields("book.toml", root) else {
        unreachable!("a TOML document is a mapping");
    };
    let mut section = |reader: &mut Reader, name: &'static str, shown: &'static str| {
        let node = sections.get(name).unwrap_or(&empty);
        reader.fields(shown, node).or_else(|| reader.fields(shown, &empty))
    };

    let book = match section(reader, "book", "`[book]`") {
        Some(fields) => lower_book(reader, fields),
        None => default_book(reader),
    };
    let build = section(reader, "build", "`[build]`").map(|fields| lower_build(reader, fields));
    let mut repository = RepositoryConfig::default();
    if let Some(mut fields) = section(reader, "repository", "`[repository]`") {
        repository.url = text(reader, &mut fields, "url");
        repository.edit_url = text(reader, &mut fields, "edit-url");
        fields.finish(reader);
    }
    let mut ladder = LadderConfig::default();
    if let Some(mut fields) = section(reader, "ladder", "`[ladder]`") {
        let nested = [("examples", Nested::Examples), ("detail", Nested::Detail)];
        let found = fields.get("nested").and_then(|node| reader.choice("`nested`", node, &nested));
        ladder.nested = found.unwrap_or_default();
        ladder.facts = texts(reader, &mut fields, "facts");
        ladder.cumulative = boolean(reader, &mut fields, "cumulative").unwrap_or(false);
        fields.finish(reader);
    }
    let mut enabled = |reader: &mut Reader, name: &'static str, shown: &'static str| {
        let Some(mut fields) = section(reader, name, shown) else { return true };
        let enabled = boolean(reader, &mut fields, "enabled");
        fields.finish(reader);
        enabled.unwrap_or(true)
    };
    let extras = Extras {
        search: enabled(reader, "search", "`[search]`") && cfg!(feature = "search"),
        review: enabled(reader, "review", "`[review]`"),
        print: enabled(reader, "print", "`[print]`"),
    };
    let mut markdown = MarkdownConfig { smart_punctuation: false, html: true };
    if let Some(mut fields) = section(reader, "markdown", "`[markdown]`") {
        let smart = boolean(reader, &mut fields, "smart-punctuation");
        markdown.smart_punctuation = smart.unwrap_or(markdown.smart_punctuation);
        markdown.html = boolean(reader, &mut fields, "html").unwrap_or(markdown.html);
        fields.finish(reader);
    }
    let check = sections.get("check").map(|node| lower_check(reader, node)).unwrap_or_default();
    let redirects =
        sections.get("redirects").map(|node| lower_redirects(reader, node)).unwrap_or_default();
    sections.finish(reader);

    let build = build.unwrap_or_else(|| default_build(reader));
    Config { build, repository, ladder, markdown, extras, check, redirects, ..book }
}

/// What `[book]` says; all else is to be filled in.
fn lower_book(reader: &mut Reader, mut fields: Fields) -> Config {
    let title = fields.required(reader, "title");
    let title = title.and_then(|node| reader.text("`title`", node)).map(|text| text.value);
    let description = text(reader, &mut fields, "description");
    let mut spanned = |reader: &mut Reader, key: &'static str| {
        fields.get(key).and_then(|node| reader.text(&format!("`{key}`"), node))
    };
    let language = spanned(reader, "language");
    let logo = spanned(reader, "logo");
    let image = spanned(reader, "image");
    let authors = texts(reader, &mut fields, "authors");
    fields.finish(reader);
    let default = default_book(reader);
    Config {
        title: title.unwrap_or_default(),
        description: description.unwrap_or_default(),
        language: language.unwrap_or_else(|| default.language.clone()),
        authors,
        logo,
        image,
        ..default
    }
}

fn default_book(reader: &Reader) -> Config {
    Config {
        title: String::new(),
        description: String::new(),
        language: Spanned { value: "en".to_owned(), place: reader.place(Span::default()) },
        authors: Vec::new(),
        logo: None,
        image: None,
        build: default_build(reader),
        repository: RepositoryConfig::default(),
        ladder: LadderConfig::default(),
        markdown: MarkdownConfig { smart_punctuation: false, html: true },
        extras: Extras { search: true, review: true, print: true },
        check: Vec::new(),
        redirects: Vec::new(),
    }
}

fn default_build(reader: &Reader) -> BuildConfig {
    let unwritten =
        |value: &str| Spanned { value: value.to_owned(), place: reader.place(Span::default()) };
    BuildConfig {
        output: unwritten("public"),
        base_url: None,
        theme: unwritten("default"),
        pretty_urls: true,
        drafts: false,
        audience: Audience::Public,
    }
}

fn lower_build(reader: &mut Reader, mut fields: Fields) -> BuildConfig {
    let default = default_build(reader);
    let spanned = |reader: &mut Reader, node: Option<&Node>, name| {
        node.and_then(|node| reader.text(name, node))
    };
    let output = spanned(reader, fields.get("output"), "`output`").filter(|output| {
        let sound = RelPath::new(output.value.trim_end_matches('/')).is_some();
        if !sound {
            let message = format!("the output folder cannot be `{}`", output.value);
            let diagnostic = Diagnostic::new(Code::InvalidValue, message)
                .at(output.place.clone())
                .help("name a folder inside the project, such as `public`");
            reader.diagnostics.push(diagnostic);
        }
        sound
    });
    let theme = spanned(reader, fields.get("theme"), "`theme`");
    let base_url = spanned(reader, fields.get("base-url"), "`base-url`").and_then(|url| {
        let sound = url.value.starts_with("https://") || url.value.starts_with("http://");
        if !sound {
            let message = format!("the base URL cannot be `{}`", url.value);
            let diagnostic = Diagnostic::new(Code::InvalidValue, message)
                .at(url.place.clone())
                .help("write it in full, such as `https://example.com/ladder/`");
            reader.diagnostics.push(diagnostic);
        }
        sound.then(|| format!("{}/", url.value.trim_end_matches('/')))
    });
    let audiences = [("public", Audience::Public), ("internal", Audience::Internal)];
    let audience =
        fields.get("audience").and_then(|node| reader.choice("`audience`", node, &audiences));
    let config = BuildConfig {
        output: output.unwrap_or(default.output),
        base_url,
        theme: theme.unwrap_or(default.theme),
        pretty_urls: boolean(reader, &mut fields, "pretty-urls").unwrap_or(default.pretty_urls),
        drafts: boolean(reader, &mut fields, "drafts").unwrap_or(default.drafts),
        audience: audience.unwrap_or(default.audience),
    };
    fields.finish(reader);
    config
}

fn lower_check(reader: &mut Reader, node: &Node) -> Vec<(Code, Option<Severity>)> {
    let severities = [
        ("error", Some(Severity::Error)),
        ("warning", Some(Severity::Warning)),
        ("note", Some(Severity::Note)),
        ("off", None),
    ];
    let mut check = Vec::new();
    let entries = reader.entries("`[check]`", node);
    let mut taken = entries.iter().map(|entry| entry.key.clone()).collect();
    for entry in entries {
        let rules = Code::ALL.iter().filter(|code| code.is_rule());
        match rules.clone().find(|code| code.name() == entry.key) {
            Some(code) => {
                let what = format!("the severity of `{code}`");
                if let Some(severity) = reader.choice(&what, &entry.node, &severities) {
                    check.push((*code, severity));
                }
            }
            None => {
                let message = format!("there is no rule `{}`", entry.key);
                let mut diagnostic = Diagnostic::new(Code::UnknownKey, message)
                    .at(reader.place(entry.key_span))
                    .did_you_mean(&entry.key, rules.map(|code| code.name()))
                    .unless_taken(&mut taken);
                if Code::from_name(&entry.key).is_some() {
                    diagnostic = diagnostic.help("this is a fault of the format, always an error");
                }
                reader.diagnostics.push(diagnostic);
            }
        }
    }
    check
}

fn lower_redirects(reader: &mut Reader, node: &Node) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut redirects = Vec::new();
    for entry in reader.entries("`[redirects]`", node) {
        let from = Spanned { value: entry.key.clone(), place: reader.place(entry.key_span) };
        if let Some(to) = reader.text("a redirect", &entry.node) {
            redirects.push((from, to));
        }
    }
    redirects
}

fn text(reader: &mut Reader, fields: &mut Fields, key: &'static str) -> Option<String> {
    let node = fields.get(key)?;
    reader.text(&format!("`{key}`"), node).map(|text| text.value)
}

fn texts(reader: &mut Reader, fields: &mut Fields, key: &'static str) -> Vec<String> {
    let Some(node) = fields.get(key) else { return Vec::new() };
    let texts = reader.texts(&format!("`{key}`"), node);
    texts.into_iter().map(|text| text.value).collect()
}

fn boolean(reader: &mut Reader, fields: &mut Fields, key: &'static str) -> Option<bool> {
    let node = fields.get(key)?;
    reader.boolean(&format!("`{key}`"), node)
}
