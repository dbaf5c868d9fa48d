//! `ladderbook explain`: the manual of diagnostics.

use anyhow::bail;
use clap::Args;

use super::options::{Outcome, Suggested};
use super::terminal;
use crate::builtin;
use crate::diagnostic::Code;
use crate::suggestion::nearest;

/// Explain a diagnostic, or list all of them
#[derive(Args)]
pub struct Arguments {
    /// What stands in brackets in a report, such as `unknown-key`
    #[arg(value_parser = Suggested::new(Code::ALL.iter().map(|code| code.name())), hide_possible_values = true)]
    code: Option<String>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Some(name) = &arguments.code else {
        terminal::print(&list())?;
        return Ok(Outcome::Success);
    };
    let Some(code) = Code::from_name(name) else {
        match nearest(name, Code::ALL.iter().map(|code| code.name())) {
            Some(near) => bail!("there is no diagnostic `{name}`\nhelp: {}", near.help()),
            None => bail!("there is no diagnostic `{name}`\nhelp: `ladderbook explain` lists all"),
        }
    };
    match builtin::explanation(code) {
        Some(text) => terminal::print(&format!("{text}\n"))?,
        None => terminal::print(&format!("The manual does not explain `{code}` yet.\n"))?,
    }
    Ok(Outcome::Success)
}

/// All codes, in the order in which a build meets them.
fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let mut text = String::new();
    for code in Code::ALL {
        let severity = match code.is_opt_in() {
            true => "off".to_owned(),
            false => code.default_severity().to_string(),
        };
        let kind = if code.is_rule() { "rule" } else { "always" };
        text.push_str(&format!("{:width$}  {severity:7}  {kind}\n", code.name()));
    }
    text.push_str("\n`[check]` in book.toml sets the severity of a rule, or switches it off.\n");
    text
}
