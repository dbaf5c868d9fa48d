//! Options that several commands have in common, and how a command ends.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{
    PathBufValueParser, PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser,
};
use clap::{Args, ValueEnum};

use super::terminal;
use crate::config::{self, Audience, BOOK, Overrides};
use crate::diagnostic::{Code, Diagnostics, Place, Severity};
use crate::disk;
use crate::keys::SEVERITIES;
use crate::report::{self, Format, LineNumbers, ReportOptions};
use crate::serve::{DEBOUNCE, LoopOptions, POLL_INTERVAL};
use crate::suggestion::nearest;
use crate::tree::Tree;

/// How a command ended, unless the machine or the usage stopped it.
pub enum Outcome {
    Success,
    /// The handbook has errors, or warnings that are denied.
    ContentErrors,
}

/// A path as it was named on the command line, and where that leads. It is made absolute once, at the start: the
/// current folder may be removed while a command runs, and made anew.
#[derive(Clone)]
pub struct NamedPath {
    pub named: PathBuf,
    pub path: PathBuf,
}

impl NamedPath {
    fn new(named: PathBuf) -> anyhow::Result<Self> {
        Ok(Self { path: disk::absolute(&named)?, named })
    }

    pub fn parser() -> impl TypedValueParser<Value = Self> {
        PathBufValueParser::new().try_map(Self::new)
    }
}

#[derive(Clone, Args)]
pub struct ProjectArgs {
    /// Folder of the handbook, the one that has book.toml
    #[arg(
        value_name = "DIR",
        default_value = ".",
        hide_default_value = true,
        value_parser = NamedPath::parser()
    )]
    pub dir: NamedPath,
}

impl ProjectArgs {
    pub fn read(&self) -> anyhow::Result<(Tree, Diagnostics)> {
        disk::read(&self.dir.named)
    }

    /// A place as it is told: file and line.
    pub fn shown(&self, place: &Place, lines: &mut LineNumbers) -> String {
        format!("{}{}:{}", self.path_prefix(), place.path, lines.line(place))
    }

    /// Diagnostics that say where the handbook is, if book.toml is missing here and stands in a folder above.
    fn with_book_above<'d>(&self, diagnostics: &'d Diagnostics) -> Cow<'d, Diagnostics> {
        let is_missing = diagnostics.iter().any(|it| it.code == Code::MissingBook);
        let NamedPath { path, named } = &self.dir;
        let Some(above) = is_missing.then(|| disk::folder_above(path, named, BOOK)).flatten()
        else {
            return Cow::Borrowed(diagnostics);
        };
        let mut found = Diagnostics::default();
        found.extend(diagnostics.clone().into_iter().map(|it| match it.code {
            Code::MissingBook => it.help(format!("there is one in `{}`", above.display())),
            _ => it,
        }));
        Cow::Owned(found)
    }

    /// The folder as a prefix of the paths in a report: empty, or ending in a slash.
    pub fn path_prefix(&self) -> String {
        let dir = self.dir.named.display().to_string();
        let plain = dir.trim_start_matches("./").trim_end_matches('/');
        match plain {
            "" if dir.starts_with('/') => "/".to_owned(),
            "" | "." => String::new(),
            plain => format!("{plain}/"),
        }
    }
}

/// What stands above book.toml.
#[derive(Clone, Args)]
pub struct OverrideArgs {
    /// Whom the site is for, instead of the `audience` in book.toml: public leaves out what is internal
    #[arg(
        long,
        value_name = "WHO",
        value_parser = PossibleValuesParser::new(Audience::ALL.map(|(name, _)| name))
            .map(|name| Audience::from_name(&name).expect("one of the possible values"))
    )]
    audience: Option<Audience>,
    /// Show drafts, whatever book.toml says
    #[arg(long)]
    drafts: bool,
    /// Where the site is published, instead of the `base-url` in book.toml
    #[arg(long, value_name = "URL", value_parser = complete_url)]
    base_url: Option<String>,
    /// Severity of a rule, instead of that in book.toml: `unpinned-id=warning`; or error, note, off
    #[arg(long = "rule", value_name = "RULE=SEVERITY", value_parser = rule)]
    rules: Vec<(Code, Option<Severity>)>,
}

impl OverrideArgs {
    pub fn overrides(&self) -> Overrides {
        Overrides {
            audience: self.audience,
            drafts: self.drafts,
            base_url: self.base_url.clone(),
            rules: self.rules.clone(),
            ..Overrides::default()
        }
    }

    /// The same for a site that is written, to be published.
    pub fn published(&self) -> Overrides {
        Overrides { fingerprinted_assets: true, ..self.overrides() }
    }
}

fn rule(text: &str) -> Result<(Code, Option<Severity>), String> {
    let (name, severity) = text.split_once('=').ok_or("write it as `unpinned-id=warning`")?;
    let rules = || Code::ALL.iter().copied().filter(|code| code.is_rule());
    let code = rules().find(|code| code.name() == name).ok_or_else(|| {
        let near = nearest(name, rules().map(Code::name));
        let near = near.map(|it| format!("; did you mean `{}`?", it.meant)).unwrap_or_default();
        format!("there is no rule `{name}`{near}")
    })?;
    let found = SEVERITIES.iter().find(|(known, _)| *known == severity);
    let (_, severity) = found.ok_or("the severity is one of error, warning, note, off")?;
    Ok((code, *severity))
}

fn complete_url(url: &str) -> Result<String, &'static str> {
    config::base_url_fault(url).map_or_else(|| Ok(url.to_owned()), Err)
}

#[derive(Clone, Args)]
pub struct OutputArgs {
    /// Folder for the site, instead of the `output` in book.toml
    #[arg(short, long, value_name = "DIR", value_parser = NamedPath::parser())]
    output: Option<NamedPath>,
}

impl OutputArgs {
    /// The folder for the site, and how to show it, without a slash at its end. `configured` is the
    /// folder in book.toml.
    pub fn folder(&self, project: &ProjectArgs, configured: &str) -> (PathBuf, String) {
        let (folder, shown) = match &self.output {
            Some(output) => (output.path.clone(), output.named.display().to_string()),
            None => {
                let shown = format!("{}{configured}", project.path_prefix());
                (project.dir.path.join(configured), shown)
            }
        };
        (folder, shown.trim_end_matches('/').to_owned())
    }
}

#[derive(Clone, Args)]
pub struct ReportArgs {
    /// Format of the diagnostics
    #[arg(
        long,
        default_value = "human",
        hide_default_value = true,
        value_parser = PossibleValuesParser::new(Format::ALL.map(|(name, _)| name))
            .map(|name| Format::from_name(&name).unwrap_or_default())
    )]
    pub format: Format,
    /// When to colour the diagnostics; auto: on a terminal or with CLICOLOR_FORCE, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub color: Color,
    /// Print nothing but diagnostics
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Whether to colour, where `auto` finds out what is best by itself.
    pub fn is_wanted(self, auto: impl FnOnce() -> bool) -> bool {
        match self {
            Self::Auto => auto(),
            Self::Always => true,
            Self::Never => false,
        }
    }
}

impl ReportArgs {
    /// Writes the diagnostics to standard error.
    pub fn print(&self, diagnostics: &Diagnostics, tree: &Tree, project: &ProjectArgs) {
        let color = self.color.is_wanted(terminal::wants_color);
        let options = ReportOptions { format: self.format, folder: &project.path_prefix(), color };
        let diagnostics = project.with_book_above(diagnostics);
        terminal::eprint(&report::report(&diagnostics, tree, options));
    }

    /// Writes a line about the run to standard error, unless a program reads that.
    pub fn print_status(&self, line: &str) {
        if !self.quiet && self.format != Format::Json {
            terminal::eprint(&format!("{line}\n"));
        }
    }

    /// Writes the line about the result of the run to standard output.
    pub fn print_result(&self, line: &str) -> anyhow::Result<()> {
        if self.quiet { Ok(()) } else { terminal::print(&format!("{line}\n")) }
    }
}

#[derive(Args)]
pub struct DenyArgs {
    /// Fail on warnings as well
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Denied>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Denied {
    Warnings,
}

impl DenyArgs {
    /// How a command with these diagnostics ends.
    pub fn outcome(&self, diagnostics: &Diagnostics) -> Outcome {
        let denied = self.deny.is_some() && diagnostics.count(Severity::Warning) > 0;
        if diagnostics.has_errors() || denied { Outcome::ContentErrors } else { Outcome::Success }
    }
}

/// How `serve` and `watch` learn of changes.
#[derive(Args)]
pub struct WatchArgs {
    /// Look for changes every so many milliseconds (500 if not said) instead of being told of them:
    /// for network drives, and folders that a container or virtual machine shares with its host
    #[arg(
        long,
        value_name = "MS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = POLL_MILLISECONDS,
        value_parser = clap::value_parser!(u64).range(10..=3_600_000)
    )]
    poll: Option<u64>,
    /// Milliseconds without a change before the site is built
    #[arg(
        long,
        value_name = "MS",
        default_value_t = DEBOUNCE.as_millis() as u64,
        value_parser = clap::value_parser!(u64).range(0..=60_000)
    )]
    debounce: u64,
}

const POLL_MILLISECONDS: &str = "500";
const _: () = assert!(POLL_INTERVAL.as_millis() == 500, "`--poll` and the fallback differ");

impl WatchArgs {
    pub fn loop_options(&self) -> LoopOptions {
        LoopOptions {
            poll_interval: self.poll.map(Duration::from_millis),
            debounce: Duration::from_millis(self.debounce),
        }
    }
}

/// Values that a shell completes. Any other value is taken as well, for the command to say what is
/// wrong with it.
#[derive(Clone)]
pub struct Suggested(Vec<&'static str>);

impl Suggested {
    pub fn new(values: impl Iterator<Item = &'static str>) -> Self {
        Self(values.collect())
    }
}

impl TypedValueParser for Suggested {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{NamedPath, OutputArgs, ProjectArgs};

    fn named(path: &str) -> NamedPath {
        NamedPath { named: PathBuf::from(path), path: Path::new("/here").join(path) }
    }

    fn project(dir: &str) -> ProjectArgs {
        ProjectArgs { dir: named(dir) }
    }

    #[test]
    fn a_prefix_leads_to_the_project() {
        for (dir, expected) in [
            (".", ""),
            ("./", ""),
            ("", ""),
            ("book", "book/"),
            ("./book/", "book/"),
            ("../book", "../book/"),
            ("/srv/book", "/srv/book/"),
            ("/", "/"),
        ] {
            assert_eq!(project(dir).path_prefix(), expected, "{dir}");
        }
    }

    #[test]
    fn the_output_is_in_the_project_unless_it_is_named() {
        let by_default = OutputArgs { output: None }.folder(&project("./book"), "public/");
        assert_eq!(by_default, (Path::new("/here/book/public").into(), "book/public".to_owned()));
        let www = OutputArgs { output: Some(named("www/")) }.folder(&project("book"), "public");
        assert_eq!(www, (Path::new("/here/www").into(), "www".to_owned()));
    }
}
