//! `ladderbook completions`: what a shell needs to complete our arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Outcome, terminal};

/// Print the completions for a shell
#[derive(Args)]
pub struct Arguments {
    /// Which shell
    shell: Shell,
}

/// Prints them.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut command = super::Arguments::command();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "ladderbook", &mut script);
    terminal::print_bytes(&script)?;
    Ok(Outcome::Fine)
}
