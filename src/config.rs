//! book.toml -> [`Config`]. Every key has a default, save the title; they stand in [`keys::BOOK`].

use std::collections::BTreeMap;

use semver::{Version, VersionReq};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Span, Spanned};
use crate::editions::{self, EditionConfig, Past};
use crate::file_names;
use crate::keys::{self, Fields};
use crate::node::{self, Node, NodeReader};
use crate::pattern::Pattern;
use crate::spelling::folded;
use crate::text::Text;
use crate::tree::{RelPath, Tree};

pub use crate::keys::{Audience, Nested, Twins};

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
    /// `[footer]`: what stands at the foot of every page.
    pub footer: FooterConfig,
    /// `[ladder]`: how levels are read.
    pub ladder: LadderConfig,
    /// `[markdown]`: how prose is read.
    pub markdown: MarkdownConfig,
    /// `[search]`, `[review]`, `[calibrate]`, `[print]`: which of these pages the site has.
    pub extras: Extras,
    /// `[export]`: files for spreadsheets.
    pub export: ExportConfig,
    /// `[check]`: severities other than the rules' own; `None` switches a rule off, or is one that could not
    /// be read.
    pub check: Vec<(Code, Option<Severity>)>,
    /// `[redirects]`: old addresses and what they lead to.
    pub redirects: Vec<(Spanned<String>, Spanned<String>)>,
    /// `[[editions]]`: revisions that are published beside today's.
    pub editions: Vec<EditionConfig>,
    /// Whether the file could be read. If not, it is not known which rules are wanted.
    pub is_sound: bool,
    /// Whether `requires` asks for another version of ladderbook, whose keys may be others.
    pub is_of_other_version: bool,
}

/// `[footer]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FooterConfig {
    /// A sentence; may be empty.
    pub text: String,
    /// Where questions can be asked: an address or a page.
    pub contact: Option<Spanned<String>>,
    /// The legal notice: an address or a page.
    pub legal: Option<Spanned<String>>,
    /// Further links: titles with addresses or pages.
    pub links: Vec<(String, Spanned<String>)>,
}

impl FooterConfig {
    /// All that it leads to.
    pub fn targets(&self) -> impl Iterator<Item = &Spanned<String>> {
        let own = [&self.contact, &self.legal].into_iter().flatten();
        own.chain(self.links.iter().map(|(_, target)| target))
    }
}

/// `[search]`, `[review]`, `[calibrate]`, `[print]`: pages that a handbook may do without.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Extras {
    /// Whether the site can be searched. Never without the cargo feature `search`.
    pub search: bool,
    /// Whether it has a gap sheet.
    pub review: bool,
    /// Whether it has a page for calibrating.
    pub calibrate: bool,
    /// Whether it has a print page, which holds everything.
    pub print: bool,
}

/// `[export]`: files of the site for spreadsheets. None without the cargo feature `sheets`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExportConfig {
    /// Whether the site has the handbook as a workbook.
    pub xlsx: bool,
    /// Whether it has the list of criteria as CSV.
    pub csv: bool,
}

/// `[build]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BuildConfig {
    /// Folder that the site is written to, from the root of the project.
    pub output: Spanned<String>,
    /// Where the site is published, ending in `/`; for canonical links, shared pictures, the list of pages for search
    /// engines, the 404 page, and addresses in data and Markdown.
    pub base_url: Option<String>,
    /// Folder below `themes/`.
    pub theme: Spanned<String>,
    /// Whether a page is a folder with an index.html; otherwise it is a .html file.
    pub pretty_urls: bool,
    /// Which pages can be read as Markdown as well, in a file beside them.
    pub markdown: Twins,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whom the site is for.
    pub audience: Audience,
    /// Whether the command line may show more than this.
    pub overrides: Spanned<bool>,
    /// Patterns of files in content/ that are published though no page refers to them.
    pub copy: Vec<Spanned<String>>,
    /// Whether the folder of the theme's assets is named after what is in it, so that a browser may keep them for ever.
    pub fingerprinted_assets: bool,
}

/// What the command line and the history say, which stands above book.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Overrides {
    /// Whom the site is for, if it says so.
    pub audience: Option<Audience>,
    /// Whether drafts are shown, whatever book.toml says.
    pub drafts: bool,
    /// Where the site is published.
    pub base_url: Option<String>,
    /// Rules with their severities; `None` switches one off.
    pub rules: Vec<(Code, Option<Severity>)>,
    /// Whether the folder of the theme's assets is named after what is in it. In a preview it keeps its name, so that
    /// an edit of a style sheet changes no page.
    pub fingerprinted_assets: bool,
    /// When files were last changed, as far as their history is at hand.
    pub dates: Dates,
    /// The commit that is checked out, if that is known.
    pub revision: Option<String>,
    /// The revisions that book.toml names.
    pub past: Past,
}

/// `[repository]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RepositoryConfig {
    /// Where the repository can be looked at.
    pub url: Option<Spanned<String>>,
    /// Where a file can be edited; `{path}` stands for its path.
    pub edit_url: Option<Spanned<String>>,
    /// Where readers say something about a criterion; `{id}`, `{level}` and `{url}` stand for what it is.
    pub feedback_url: Option<Spanned<String>>,
    /// Whether pages say when their files were last changed.
    pub dates: bool,
    /// When files were last changed, if that is known and is to be said.
    pub last_changed: Dates,
    /// The commit that the handbook is read from, if that is known and is to be said.
    pub revision: Option<String>,
}

/// The days on which files of a project were last changed, such as `2026-03-01`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dates(BTreeMap<RelPath, String>);

impl Dates {
    /// From files and days.
    pub fn new(days: BTreeMap<RelPath, String>) -> Self {
        Self(days)
    }

    /// The day on which a file was last changed, if it is known.
    pub fn of(&self, path: &RelPath) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

/// `[ladder]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LadderConfig {
    /// What a list inside a criterion is.
    pub nested: Nested,
    /// Facts in the order in which they are shown; others follow in the order of the files.
    pub facts: Vec<Spanned<String>>,
    /// Whether the criteria of earlier levels stay expected.
    pub cumulative: bool,
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
    /// The same with what the command line says. Where book.toml does not allow it to show more, that is
    /// reported and has no effect.
    pub fn with(mut self, overrides: &Overrides) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let build = &mut self.build;
        let mut is_allowed = |option: &str| {
            if !build.overrides.value {
                let message = format!("this handbook does not allow `{option}`");
                diagnostics.push(
                    Diagnostic::new(Code::ForbiddenOverride, message)
                        .at(build.overrides.place.clone())
                        .help("build without it, or change book.toml if you may"),
                );
            }
            build.overrides.value
        };
        let wants_internal = overrides.audience == Some(Audience::Internal);
        if wants_internal && build.audience == Audience::Public {
            if is_allowed("--audience internal") {
                build.audience = Audience::Internal;
            }
        } else if let Some(audience) = overrides.audience {
            build.audience = audience;
        }
        if overrides.drafts && !build.drafts && is_allowed("--drafts") {
            build.drafts = true;
        }
        build.fingerprinted_assets = overrides.fingerprinted_assets;
        if let Some(url) = &overrides.base_url {
            build.base_url = Some(with_slash(url));
        }
        // Of a rule that is named more than once the last word counts; that of book.toml stands behind.
        let rules = overrides.rules.iter().rev().copied();
        self.check = rules.chain(std::mem::take(&mut self.check)).collect();
        if self.repository.dates {
            self.repository.last_changed = overrides.dates.clone();
            self.repository.revision = overrides.revision.clone();
        }
        (self, diagnostics)
    }

    /// What holds for an edition: what its own book.toml says, in today's theme and below today's address.
    /// What is internal or a draft is shown only where both today's site and the edition's own rules show it.
    /// Readers search and propose edits in today's handbook.
    pub fn of_edition(mut self, folder: &str, today: &Self) -> Self {
        let build = &mut self.build;
        let may_be_internal = build.audience == Audience::Internal || build.overrides.value;
        build.audience = match today.build.audience {
            Audience::Internal if may_be_internal => Audience::Internal,
            _ => Audience::Public,
        };
        build.drafts &= today.build.drafts;
        build.theme = today.build.theme.clone();
        build.pretty_urls = today.build.pretty_urls;
        build.markdown = today.build.markdown;
        build.fingerprinted_assets = today.build.fingerprinted_assets;
        build.base_url = today.build.base_url.as_ref().map(|url| format!("{url}{folder}/"));
        self.extras.search = false;
        self.repository.edit_url = None;
        self.repository.feedback_url = None;
        self.editions = Vec::new();
        self
    }

    /// The severity of a code; `None` if it is switched off.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        if code.is_rule() && !self.is_sound {
            return None;
        }
        let set = self.check.iter().find(|(named, _)| *named == code);
        let default = match code {
            // Raw HTML is switched off where the authors of pages are not trusted.
            Code::UnsafeLink if !self.markdown.html => Some(Severity::Error),
            code => (!code.is_opt_in()).then(|| code.default_severity()),
        };
        set.map_or(default, |(_, severity)| *severity)
    }
}

/// Reads book.toml. What cannot be read has its default.
pub fn read(project: &Tree) -> (Config, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let path = RelPath::new(BOOK).expect("a relative path");
    let empty = Node { value: node::Value::Map(Vec::new()), span: Span::default() };
    let (root, is_sound) = match project.get(BOOK) {
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
                let is_sound = syntax.is_empty();
                diagnostics.extend(syntax);
                (root, is_sound)
            }
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                (empty, false)
            }
        },
    };
    // What was read in spite of faults of the syntax is not judged: what seems wrong may come of them.
    let mut discarded = Diagnostics::default();
    let reported = if is_sound { &mut diagnostics } else { &mut discarded };
    let config = lower(&mut NodeReader { path: &path, diagnostics: reported }, &root);
    (Config { is_sound: is_sound || project.get(BOOK).is_none(), ..config }, diagnostics)
}

fn lower(reader: &mut NodeReader, root: &Node) -> Config {
    let Some(mut sections) = Fields::of(reader, &keys::BOOK, root) else {
        unreachable!("a TOML document is a mapping");
    };
    let is_of_other_version = !meets_requirement(reader, &mut sections);
    let mut book = sections.mapping(reader, "book");
    let config = Config {
        title: book.plain(reader, "title"),
        description: book.plain(reader, "description"),
        language: book.text_or_default(reader, "language"),
        authors: book.plain_texts(reader, "authors"),
        logo: book.text(reader, "logo"),
        image: book.text(reader, "image"),
        build: lower_build(reader, &mut sections),
        repository: lower_repository(reader, &mut sections),
        footer: lower_footer(reader, &mut sections),
        ladder: lower_ladder(reader, &mut sections),
        markdown: lower_markdown(reader, &mut sections),
        extras: Extras {
            search: is_enabled(reader, &mut sections, "search") && cfg!(feature = "search"),
            review: is_enabled(reader, &mut sections, "review"),
            calibrate: is_enabled(reader, &mut sections, "calibrate"),
            print: is_enabled(reader, &mut sections, "print"),
        },
        export: lower_export(reader, &mut sections),
        check: lower_check(reader, &mut sections),
        redirects: lower_redirects(reader, &mut sections),
        editions: editions::lower(reader, &mut sections),
        is_sound: true,
        is_of_other_version,
    };
    book.finish(reader);
    sections.finish(reader);
    config
}

/// Whether this version of ladderbook is one that the handbook is written for.
fn meets_requirement(reader: &mut NodeReader, sections: &mut Fields) -> bool {
    let Some(wanted) = sections.text(reader, "requires") else { return true };
    let present = env!("CARGO_PKG_VERSION");
    let is_bare = |part: &str| part.trim_start().starts_with(|it: char| it.is_ascii_digit());
    let diagnostic = match VersionReq::parse(&wanted.value) {
        // For cargo it means any that is compatible, for others that one alone.
        Ok(_) if wanted.value.split(',').any(is_bare) => {
            let message = format!("`{}` does not say how it is meant", wanted.value);
            Diagnostic::new(Code::InvalidValue, message)
                .help("write `>=` in front if later versions will do as well")
        }
        Ok(versions) if is_met(&versions, present) => return true,
        Ok(_) => {
            let message = format!(
                "the handbook asks for ladderbook `{}`, and this is {present}",
                wanted.value
            );
            Diagnostic::new(Code::InvalidValue, message)
                .help("install a version that it is written for, or change `requires`")
        }
        Err(error) => {
            let message = format!("`{}` names no versions: {error}", wanted.value);
            Diagnostic::new(Code::InvalidValue, message)
                .help("write the first version that will do, such as `>=0.2`")
        }
    };
    reader.diagnostics.push(diagnostic.at(wanted.place));
    false
}

/// What comes before a release has all that the release has.
fn is_met(versions: &VersionReq, present: &str) -> bool {
    let present = Version::parse(present).expect("cargo's own versions");
    versions.matches(&Version::new(present.major, present.minor, present.patch))
}

fn lower_footer(reader: &mut NodeReader, sections: &mut Fields) -> FooterConfig {
    let mut fields = sections.mapping(reader, "footer");
    let mut links = Vec::new();
    for entry in fields.entries(reader, "links") {
        if let Some(target) = reader.text("a link", &entry.node) {
            links.push((entry.key.clone(), target));
        }
    }
    let config = FooterConfig {
        text: fields.plain(reader, "text"),
        contact: fields.text(reader, "contact"),
        legal: fields.text(reader, "legal"),
        links,
    };
    fields.finish(reader);
    config
}

fn lower_build(reader: &mut NodeReader, sections: &mut Fields) -> BuildConfig {
    let mut fields = sections.mapping(reader, "build");
    let config = BuildConfig {
        output: output(reader, &mut fields),
        base_url: base_url(reader, &mut fields),
        theme: fields.text_or_default(reader, "theme"),
        pretty_urls: fields.boolean_or_default(reader, "pretty-urls"),
        markdown: fields.choice(reader, "markdown", &Twins::ALL),
        drafts: fields.boolean_or_default(reader, "drafts"),
        audience: fields.choice(reader, "audience", &Audience::ALL),
        overrides: Spanned {
            value: fields.boolean_or_default(reader, "overrides"),
            place: fields.place(reader, "overrides").unwrap_or(reader.place(Span::default())),
        },
        copy: copy(reader, &mut fields),
        fingerprinted_assets: false,
    };
    fields.finish(reader);
    config
}

fn output(reader: &mut NodeReader, fields: &mut Fields) -> Spanned<String> {
    let mut output = fields.text_or_default(reader, "output");
    let help = match RelPath::new(output.value.trim_end_matches('/')) {
        None => Some("name a folder inside the project, such as `public`"),
        Some(path) => file_names::impossible(path.as_str()).or_else(|| is_source(&path)),
    };
    if let Some(help) = help {
        let message = format!("the output folder cannot be `{}`", output.value);
        let diagnostic =
            Diagnostic::new(Code::InvalidValue, message).at(output.place.clone()).help(help);
        reader.diagnostics.push(diagnostic);
        output.value = fields.default("output").to_owned();
    }
    output
}

/// Why a site is not written where the sources of its handbook are. Some disks do not tell `Content` from
/// `content`.
fn is_source(output: &RelPath) -> Option<&'static str> {
    let first = output.as_str().split('/').next().map(folded).unwrap_or_default();
    [BOOK, "content", "themes"]
        .contains(&first.as_str())
        .then_some("the sources of the handbook are there; name another folder, such as `public`")
}

fn copy(reader: &mut NodeReader, fields: &mut Fields) -> Vec<Spanned<String>> {
    let mut patterns = fields.texts(reader, "copy");
    patterns.retain(|pattern| {
        let fault = Pattern::new(&pattern.value).err();
        if let Some(fault) = fault {
            let message = format!("the pattern `{}` {fault}", pattern.value);
            let diagnostic = Diagnostic::new(Code::InvalidValue, message)
                .at(pattern.place.clone())
                .help("write a path from content/ on, such as `downloads/*.pdf` or `media/**`");
            reader.diagnostics.push(diagnostic);
        }
        fault.is_none()
    });
    patterns
}

fn with_slash(url: &str) -> String {
    format!("{}/", url.trim_end_matches('/'))
}

/// Why an address cannot be the one below which a site is published; `None` if it can.
pub fn base_url_fault(url: &str) -> Option<&'static str> {
    let host = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    match host.and_then(|rest| rest.split('/').next()).unwrap_or_default() {
        "" => Some("write it in full, such as `https://example.com/ladder/`"),
        _ if url.contains(['?', '#']) => {
            Some("pages stand below it, so that it can have neither `?` nor `#`")
        }
        host if host.contains('@') => {
            Some("it is published on every page, so that it can have no name and password")
        }
        _ => None,
    }
}

fn base_url(reader: &mut NodeReader, fields: &mut Fields) -> Option<String> {
    let url = fields.text(reader, "base-url")?;
    let Some(help) = base_url_fault(&url.value) else {
        return Some(with_slash(&url.value));
    };
    let message = format!("the base URL cannot be `{}`", url.value);
    let diagnostic = Diagnostic::new(Code::InvalidValue, message).at(url.place.clone());
    reader.diagnostics.push(diagnostic.help(help));
    None
}

fn lower_repository(reader: &mut NodeReader, sections: &mut Fields) -> RepositoryConfig {
    let mut fields = sections.mapping(reader, "repository");
    let config = RepositoryConfig {
        url: fields.text(reader, "url"),
        edit_url: edit_url(reader, &mut fields),
        feedback_url: feedback_url(reader, &mut fields),
        dates: fields.boolean_or_default(reader, "dates"),
        last_changed: Dates::default(),
        revision: None,
    };
    fields.finish(reader);
    config
}

/// Where a file can be edited. Without a place for its path, each page would lead to the same address.
fn edit_url(reader: &mut NodeReader, fields: &mut Fields) -> Option<Spanned<String>> {
    let url = fields.text(reader, "edit-url")?;
    if !url.value.contains("{path}") {
        let message = "the edit URL says nowhere which file to edit";
        let example = with_path(&url.value);
        let diagnostic = Diagnostic::new(Code::InvalidValue, message)
            .at(url.place)
            .help(format!("put `{{path}}` where the path of the file belongs: `{example}`"));
        reader.diagnostics.push(diagnostic);
        return None;
    }
    Some(url)
}

/// Where readers say something about a criterion. It must say of which one.
fn feedback_url(reader: &mut NodeReader, fields: &mut Fields) -> Option<Spanned<String>> {
    let url = fields.text(reader, "feedback-url")?;
    if ["{id}", "{url}"].iter().any(|it| url.value.contains(it)) {
        return Some(url);
    }
    let message = "the feedback URL says nowhere which criterion is meant";
    let diagnostic = Diagnostic::new(Code::InvalidValue, message)
        .at(url.place)
        .help("put `{id}` or `{url}` into it, such as `mailto:ladder@example.com?subject={id}`");
    reader.diagnostics.push(diagnostic);
    None
}

/// An edit URL with `{path}`: where it has another placeholder, else at its end.
fn with_path(url: &str) -> String {
    let braces = url.find('{').and_then(|open| Some((open, open + url[open..].find('}')?)));
    match braces {
        Some((open, close)) => format!("{}{{path}}{}", &url[..open], &url[close + 1..]),
        None => format!("{}/{{path}}", url.trim_end_matches('/')),
    }
}

fn lower_ladder(reader: &mut NodeReader, sections: &mut Fields) -> LadderConfig {
    let mut fields = sections.mapping(reader, "ladder");
    let config = LadderConfig {
        nested: fields.choice(reader, "nested", &Nested::ALL),
        facts: fields.texts(reader, "facts"),
        cumulative: fields.boolean_or_default(reader, "cumulative"),
    };
    fields.finish(reader);
    config
}

fn lower_markdown(reader: &mut NodeReader, sections: &mut Fields) -> MarkdownConfig {
    let mut fields = sections.mapping(reader, "markdown");
    let config = MarkdownConfig {
        smart_punctuation: fields.boolean_or_default(reader, "smart-punctuation"),
        html: fields.boolean_or_default(reader, "html"),
    };
    fields.finish(reader);
    config
}

fn is_enabled(reader: &mut NodeReader, sections: &mut Fields, page: &str) -> bool {
    let mut fields = sections.mapping(reader, page);
    let is_enabled = fields.boolean_or_default(reader, "enabled");
    fields.finish(reader);
    is_enabled
}

fn lower_export(reader: &mut NodeReader, sections: &mut Fields) -> ExportConfig {
    let mut fields = sections.mapping(reader, "export");
    let mut is_wanted = |name| fields.boolean_or_default(reader, name) && cfg!(feature = "sheets");
    let config = ExportConfig { xlsx: is_wanted("xlsx"), csv: is_wanted("csv") };
    fields.finish(reader);
    config
}

fn lower_check(reader: &mut NodeReader, sections: &mut Fields) -> Vec<(Code, Option<Severity>)> {
    let mut check = Vec::new();
    let entries = sections.entries(reader, "check");
    let mut taken = entries.iter().map(|entry| entry.key.clone()).collect();
    for entry in entries {
        let rules = Code::ALL.iter().filter(|code| code.is_rule());
        match rules.clone().find(|code| code.name() == entry.key) {
            Some(code) => {
                let what = format!("the severity of `{code}`");
                let severity = reader.choice(&what, &entry.node, &keys::SEVERITIES);
                // What the rule finds may be meant to be off, and waits until that is known.
                check.push((*code, severity.flatten()));
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

fn lower_redirects(
    reader: &mut NodeReader,
    sections: &mut Fields,
) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut redirects = Vec::new();
    for entry in sections.entries(reader, "redirects") {
        let from = Spanned { value: entry.key.clone(), place: reader.place(entry.key_span) };
        if let Some(to) = reader.text("a redirect", &entry.node) {
            redirects.push((from, to));
        }
    }
    redirects
}
