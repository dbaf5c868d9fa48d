//! `ladderbook schema`: what may stand in a file, for editors.

use anyhow::bail;
use clap::Args;

use super::options::{Outcome, Suggested};
use super::terminal;
use crate::keys::{self, FILES, FileKind};
use crate::suggestion::nearest;

/// Print the JSON Schema of a kind of file, or list the kinds
#[derive(Args)]
pub struct Arguments {
    /// Kind of file, such as `level`
    #[arg(value_parser = Suggested::new(FILES.iter().map(|file| file.name)), hide_possible_values = true)]
    kind: Option<String>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Some(name) = &arguments.kind else {
        terminal::print(&list())?;
        return Ok(Outcome::Success);
    };
    let Some(file) = FileKind::from_name(name) else {
        match nearest(name, FILES.iter().map(|file| file.name)) {
            Some(near) => bail!("there is no kind of file `{name}`\nhelp: {}", near.help()),
            None => bail!("there is no kind of file `{name}`\nhelp: `ladderbook schema` lists all"),
        }
    };
    terminal::print(&keys::schema(file))?;
    Ok(Outcome::Success)
}

/// All kinds, and where such files stand.
fn list() -> String {
    let width = FILES.iter().map(|file| file.name.len()).max().unwrap_or_default();
    let row = |file: &FileKind| format!("{:width$}  {}\n", file.name, file.path);
    FILES.iter().map(row).collect()
}
