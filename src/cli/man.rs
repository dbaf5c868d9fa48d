//! `ladderbook man`: the manual as pages for `man`.

use anyhow::bail;
use clap::Args;

use super::options::Outcome;
use super::terminal;
use crate::suggestion::nearest;

/// Print the manual page, or that of a command
#[derive(Args)]
pub struct Arguments {
    /// Which command, such as `build`
    name: Option<String>,
}

pub fn run(arguments: &Arguments, mut command: clap::Command) -> anyhow::Result<Outcome> {
    // Without this the pages of commands would not know that they are parts of a larger one.
    command.build();
    let page = match &arguments.name {
        None => command,
        Some(name) => subcommand(&command, name)?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    terminal::print_bytes(&text)?;
    Ok(Outcome::Success)
}

fn subcommand(command: &clap::Command, name: &str) -> anyhow::Result<clap::Command> {
    if let Some(found) = command.find_subcommand(name) {
        return Ok(found.clone());
    }
    let names = command.get_subcommands().map(clap::Command::get_name);
    let help = nearest(name, names)
        .map_or_else(|| "`ladderbook --help` lists all".to_owned(), |near| near.help());
    bail!("there is no command `{name}`\nhelp: {help}")
}
