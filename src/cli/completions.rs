//! `ladderbook completions`: the script by which a shell completes arguments.

use clap::Args;
use clap_complete::Shell;

use super::options::Outcome;
use super::terminal;

/// Print the completions for a shell
#[derive(Args)]
pub struct Arguments {
    /// Which shell
    shell: Shell,
}

pub fn run(arguments: &Arguments, mut command: clap::Command) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "ladderbook", &mut script);
    terminal::print_bytes(&script)?;
    Ok(Outcome::Success)
}
