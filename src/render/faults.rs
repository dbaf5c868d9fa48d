//! What the template engine says -> diagnostics at their places in the theme.

use std::error::Error as _;
use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use super::balance::{Imbalance, Tag, imbalance};
use super::constants::Constants;
use super::prepared::Prepared;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::text::Text;
use crate::theme::{DEFAULT, Theme, defined_components};
use crate::tree::RelPath;

/// Tags of the template language.
const TAGS: [&str; 16] = [
    "if",
    "elif",
    "else",
    "for",
    "block",
    "component",
    "filter",
    "set",
    "set_global",
    "include",
    "extends",
    "raw",
    "break",
    "continue",
    "endif",
    "endfor",
];

/// The templates of a theme, and what they are prepared with.
#[derive(Clone, Copy)]
pub(super) struct Templates<'a> {
    pub theme: &'a Theme,
    pub constants: &'a Constants,
}

impl Templates<'_> {
    /// A template as the engine reads it.
    pub fn prepared(self, text: &str) -> Prepared {
        let string = |key: &str| self.theme.messages.get(key, &[]);
        Prepared::new(text, string, |call| self.constants.get(call).map(str::to_owned))
    }
}

/// What was wrong when the templates of a theme were read together.
pub(super) fn while_reading(error: &Error, templates: Templates) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    match error.kind() {
        ErrorKind::Msg(reports) if !references(reports).is_empty() => {
            diagnostics.extend(references(reports).iter().map(|it| it.diagnostic(templates)));
        }
        ErrorKind::MissingParent { current, parent } => {
            let missing = Reference { kind: "template", name: parent, template: current, line: 1 };
            diagnostics.push(missing.diagnostic(templates));
        }
        ErrorKind::CircularExtend { tpl, .. } => diagnostics.push(circle(tpl, templates)),
        ErrorKind::CircularInclude { include_chain, .. } => {
            diagnostics.push(include_circle(include_chain, templates));
        }
        _ => diagnostics.push(fault(error, templates)),
    }
    diagnostics
}

/// A template that extends itself. In `themes/default/` it takes the place of the built-in one, which it
/// cannot extend then.
fn circle(template: &str, templates: Templates) -> Diagnostic {
    let message = format!("the template `{template}` extends itself");
    let diagnostic = Diagnostic::new(Code::InvalidTemplate, message);
    let is_of_default = template.split('/').next() == Some(DEFAULT);
    let help = if is_of_default {
        "a file in `themes/default/` replaces the built-in one; to extend that, put it in a theme with \
         another name"
    } else {
        "extend another template, such as that of the built-in theme: `default/page.html`"
    };
    let diagnostic = diagnostic.help(help);
    match Source::of(template, templates) {
        Some(source) => {
            let tag = source.text.find("{%").unwrap_or_default();
            let end = source.text[tag..].find("%}").map_or(tag, |end| tag + end + 2);
            diagnostic.at(source.place(&(tag..end)))
        }
        None => diagnostic,
    }
}

/// Templates that include one another, each named by the one before it.
fn include_circle(chain: &[String], templates: Templates) -> Diagnostic {
    let template = chain.first().map_or("", String::as_str);
    let message = format!("the template `{template}` includes itself");
    let mut diagnostic = Diagnostic::new(Code::InvalidTemplate, message)
        .help("leave one of the includes out, or write what repeats itself as a component");
    for pair in chain.windows(2) {
        let Some(source) = Source::of(&pair[0], templates) else { continue };
        // It may be included by its name in the theme below, without that of its layer.
        let inside = pair[1].split_once('/').map_or("", |(_, inside)| inside);
        let Some(place) = source.include_of(&[&pair[1], inside]) else { continue };
        diagnostic = match diagnostic.place {
            None => diagnostic.at(place),
            Some(_) => diagnostic.related(place, "and this leads back"),
        };
    }
    diagnostic
}

/// What was wrong when a page was rendered, by the template or component of this name.
pub(super) fn while_rendering(
    error: &Error,
    templates: Templates,
    page: &RelPath,
    rendered: &str,
) -> Diagnostic {
    let diagnostic = fault(error, templates).help(format!("it was met while rendering `{page}`"));
    // The engine does not say where components call one another without end.
    match (&diagnostic.place, definition(rendered, templates)) {
        (None, Some(place)) => diagnostic.at(place),
        _ => diagnostic,
    }
}

/// Where a template starts, or a component is defined: in the uppermost layer that has it.
fn definition(name: &str, templates: Templates) -> Option<Place> {
    templates.theme.layers.iter().find_map(|layer| {
        let source = Source::of(&format!("{layer}/{name}"), templates);
        if source.is_some() {
            return source.map(|it| it.place(&(0..0)));
        }
        templates.theme.templates.iter().find_map(|(path, file)| {
            let is_defined = path.as_str().starts_with(&format!("{layer}/"))
                && defined_components(file).iter().any(|it| it == name);
            let source = is_defined.then(|| Source::of(path.as_str(), templates)).flatten()?;
            let at = source.text.find(&format!("component {name}")).unwrap_or_default();
            Some(source.place(&(at..at)))
        })
    })
}

/// The path of a template in the project, from its name in the engine. One of the built-in theme has a
/// place only as `themes/default/…`, where it would be overridden.
pub(super) fn project_path(template: &str, theme: &Theme) -> Option<RelPath> {
    let (layer, inside) = template.split_once('/')?;
    let known = theme.layers.iter().any(|it| it == layer) || layer == DEFAULT;
    let folder = if inside.starts_with("components/") { "" } else { "templates/" };
    let path = RelPath::new(&format!("themes/{layer}/{folder}{inside}"))?;
    known.then_some(path)
}

/// The first line of what the engine says, as a phrase.
pub(super) fn lower_first(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut chars = line.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn fault(error: &Error, templates: Templates) -> Diagnostic {
    if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
        return match Source::of(report.filename(), templates) {
            Some(source) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => {
                source.syntax_fault(report)
            }
            Some(source) => source.fault(report),
            None => Diagnostic::new(Code::InvalidTemplate, lower_first(report.message()))
                .help(format!("it stands in `{}`", report.filename())),
        };
    }
    let mut message = format!("in the theme: {}", lower_first(&error.to_string()));
    if let Some(cause) = error.source() {
        message.push_str(&format!(": {cause}"));
    }
    Diagnostic::new(Code::InvalidTemplate, message)
}

/// A template.
struct Source<'a> {
    path: RelPath,
    text: &'a str,
    /// The same as the engine read it.
    prepared: Prepared,
    /// Where the text starts in the file: the engine has not seen a byte-order mark.
    offset: usize,
}

impl<'a> Source<'a> {
    fn of(template: &str, templates: Templates<'a>) -> Option<Self> {
        let path = project_path(template, templates.theme)?;
        let file = templates.theme.templates.get(template)?;
        let Text { text, offset } = Text::of(&path, file).ok()?;
        let prepared = templates.prepared(text);
        Some(Self { path, text, prepared, offset })
    }

    fn place(&self, range: &Range<usize>) -> Place {
        Place::new(&self.path, Span::new(range.start, range.end).shifted(self.offset))
    }

    /// The tag that includes a template by one of some names.
    fn include_of(&self, names: &[&str]) -> Option<Place> {
        self.text.match_indices("{%").find_map(|(at, _)| {
            let end = at + self.text[at..].find("%}")? + 2;
            let tag = &self.text[at..end];
            let is_include = tag.trim_start_matches(['{', '%', '-', ' ']).starts_with("include");
            let quoted = |name: &&&str| {
                ['"', '\'', '`'].iter().any(|it| tag.contains(&format!("{it}{name}{it}")))
            };
            (is_include && names.iter().any(|name| quoted(&name))).then(|| self.place(&(at..end)))
        })
    }

    /// A part of the text, at most some forty characters of its first line.
    fn shown(&self, range: &Range<usize>) -> String {
        let line = self.text.get(range.clone()).and_then(|it| it.lines().next());
        let line = line.unwrap_or_default();
        match line.char_indices().nth(40) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line.to_owned(),
        }
    }

    fn fault(&self, report: &ReportError) -> Diagnostic {
        Diagnostic::new(Code::InvalidTemplate, lower_first(report.message()))
            .at(self.place(&self.prepared.in_template(&report.span().range)))
    }

    fn syntax_fault(&self, report: &ReportError) -> Diagnostic {
        let stopped = &self.prepared.in_template(&report.span().range);
        let cause = imbalance(self.text).filter(|it| it.explains(stopped, self.text));
        if let Some(cause) = cause {
            return self.out_of_balance(&cause);
        }
        let word = self.text.get(stopped.clone()).unwrap_or_default();
        if report.message() == "Unknown tag" && !word.is_empty() {
            return Diagnostic::new(Code::InvalidTemplate, format!("there is no tag `{word}`"))
                .at(self.place(stopped))
                .did_you_mean(word, TAGS);
        }
        self.fault(report)
    }

    fn out_of_balance(&self, cause: &Imbalance) -> Diagnostic {
        let new = |message: String, at: &Range<usize>| {
            Diagnostic::new(Code::InvalidTemplate, message).at(self.place(at))
        };
        match cause {
            Imbalance::Open(Tag { range, end }) => {
                new(format!("`{}` is not closed", self.shown(range)), range)
                    .help(format!("end it with `{end}`"))
            }
            Imbalance::Stray { end, open: Some(tag) } => {
                let (stray, open) = (self.shown(end), self.shown(&tag.range));
                new(format!("`{stray}` stands where `{}` should", tag.end), end)
                    .related(self.place(&tag.range), "this is not closed")
                    .help(format!("end `{open}` with `{}` before it", tag.end))
            }
            Imbalance::Stray { end, open: None } => {
                new(format!("`{}` ends nothing", self.shown(end)), end)
                    .help("remove it, or write what it ends before it")
            }
            Imbalance::Brace { start, close } => {
                let at = *start..start + 2;
                new(format!("`{}` is not closed", self.shown(&at)), &at)
                    .help(format!("close it with `{close}`"))
            }
        }
    }
}

/// Something that a template names and that is not there.
#[derive(Debug, PartialEq, Eq)]
struct Reference<'a> {
    /// `template`, `component`, `block`, `filter` and so on.
    kind: &'a str,
    name: &'a str,
    /// The template that names it, as the engine calls it.
    template: &'a str,
    /// The line, from 1, from which on it does.
    line: usize,
}

impl Reference<'_> {
    fn diagnostic(&self, templates: Templates) -> Diagnostic {
        let Self { kind, name, template, .. } = self;
        let message = match *kind {
            "block" => format!("no template that this one extends has a block `{name}`"),
            kind => format!("there is no {kind} `{name}`"),
        };
        let candidates = candidates(kind, templates);
        let diagnostic = Diagnostic::new(Code::InvalidTemplate, message);
        let diagnostic = match Source::of(template, templates) {
            Some(source) => diagnostic.at(source.place(&self.range(source.text))),
            None => diagnostic.help(format!("it stands in `{template}`")),
        };
        // The template itself may define a block that it has from nowhere.
        let others = candidates.iter().map(String::as_str).filter(|it| it != name);
        let diagnostic = diagnostic.did_you_mean(name, others);
        if let "filter" | "test" = *kind {
            return diagnostic.help(format!("every {kind} is one of the engine Tera"));
        }
        diagnostic
    }

    /// Where the name stands in the text of its template.
    fn range(&self, text: &str) -> Range<usize> {
        let lines = text.split_inclusive('\n').take(self.line - 1);
        let line = lines.map(str::len).sum::<usize>();
        match text[line..].find(self.name) {
            Some(at) => line + at..line + at + self.name.len(),
            None => line..line,
        }
    }
}

/// What was not there, out of the engine's report: ``error: Unknown filter `uper` ``, and below it
/// `--> acme/page.html:3:12`.
fn references(reports: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut lines = reports.lines();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        let mut parts = message.split('`');
        let (Some(kind), Some(name)) = (parts.next(), parts.next()) else { continue };
        let kind = match kind.trim() {
            "Block" => "block",
            kind => kind.strip_prefix("Unknown ").unwrap_or(kind),
        };
        let place = lines.next().and_then(|it| it.trim_start().strip_prefix("--> "));
        let Some((place, _column)) = place.and_then(|it| it.rsplit_once(':')) else { continue };
        let Some((template, line)) = place.rsplit_once(':') else { continue };
        let Ok(line) = line.parse() else { continue };
        found.push(Reference { kind, name, template, line });
    }
    found
}

/// What the templates of a theme may name of a kind.
fn candidates(kind: &str, templates: Templates) -> Vec<String> {
    let all = templates.theme.templates.iter();
    match kind {
        "template" => all
            .flat_map(|(path, _)| {
                let inside = path.as_str().split_once('/').map(|(_, inside)| inside.to_owned());
                inside.into_iter().chain([path.to_string()])
            })
            .filter(|path| !path.contains("components/"))
            .collect(),
        "component" => all.flat_map(|(_, file)| defined_components(file)).collect(),
        "block" => all
            .filter_map(|(_, file)| std::str::from_utf8(file.bytes()).ok())
            .flat_map(blocks)
            .map(str::to_owned)
            .collect(),
        "function" => ["t", "range", "super", "throw"].map(str::to_owned).to_vec(),
        _ => Vec::new(),
    }
}

/// Names of the blocks that a template defines.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    let tags = text.split("{%").skip(1).map(|tag| tag.trim_start_matches('-').trim_start());
    tags.filter_map(|tag| tag.strip_prefix("block ")?.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_from_the_report_of_the_engine() {
        let mut tera = tera::Tera::new();
        let base = "{% block main %}{% endblock %}";
        let page = "{% extends \"base.html\" %}\n{% block main %}é {{ x | uper }}\n\
                    {{ t(key=\"a\") }}{% include \"a.html\" %}{{<ui.a />}}{% endblock %}\n\
                    {% block mian %}{% endblock %}";
        let error = tera.add_raw_templates([("base.html", base), ("page.html", page)]);
        let report = error.expect_err("names what is not there").to_string();
        let found: Vec<_> =
            references(&report).iter().map(|it| (it.kind, it.name, it.line)).collect();
        let expected = [
            ("filter", "uper", 2),
            ("function", "t", 3),
            ("template", "a.html", 3),
            ("component", "ui.a", 3),
            ("block", "mian", 4),
        ];
        assert_eq!(found, expected);
        let filter = &references(&report)[0];
        assert_eq!(&page[filter.range(page)], "uper");
    }

    #[test]
    fn every_tag_is_one_of_the_engine() {
        let mut tera = tera::Tera::new();
        for tag in TAGS {
            let error = tera.add_raw_template("a.html", &format!("{{% {tag} ? %}}"));
            let error = error.expect_err("no such tag is whole").to_string();
            // These stand only inside others or, in `raw`, by themselves.
            let is_part = ["elif", "else", "endif", "endfor", "raw"].contains(&tag);
            assert!(is_part || !error.contains("Unknown tag"), "{tag}");
        }
    }
}
