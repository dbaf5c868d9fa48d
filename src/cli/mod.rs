//! The command: arguments -> a call of the pipeline -> an exit code. One file for each command.

mod build;
mod check;
mod ci;
mod compare;
mod completions;
mod console;
mod dates;
mod diff;
mod editors;
mod explain;
mod export;
mod fix;
mod ids;
#[cfg(feature = "sheets")]
mod import;
mod init;
mod left_out;
mod man;
mod mv;
mod options;
mod past;
mod schema;
mod serve;
mod terminal;
mod theme;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

use self::options::Outcome;

/// Runs the command with its arguments, the first of which is its own name.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments.command.run(),
        Err(error) => {
            // There is no other place to report a failure to print.
            let error = with_owner(error);
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match outcome {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::ContentErrors) => ExitCode::from(1),
        Err(error) => {
            terminal::print_error(&error);
            ExitCode::from(2)
        }
    }
}

/// The error about an option of another command, with the name of that.
fn with_owner(mut error: clap::Error) -> clap::Error {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else {
        return error;
    };
    let is_option = |it: &clap::Arg| {
        let long = it.get_long().map(|name| format!("--{name}"));
        let short = it.get_short().map(|name| format!("-{name}"));
        [long, short].iter().flatten().any(|name| name == option)
    };
    let command = Arguments::command();
    let owners = command.get_subcommands().filter(|it| it.get_arguments().any(is_option));
    let owners: Vec<String> = owners.map(|it| format!("`ladderbook {}`", it.get_name())).collect();
    if error.kind() == ErrorKind::UnknownArgument && !owners.is_empty() {
        let tip = format!("`{option}` is an option of {}", owners.join(", "));
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// Turns a folder of Markdown and YAML into a handbook site for a career ladder
#[derive(Parser)]
#[command(name = "ladderbook", version, after_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "Exit codes: 0 fine, 1 the handbook has errors, 2 wrong usage or trouble \
                          with the machine";

#[derive(Subcommand)]
enum Command {
    Init(init::Arguments),
    Build(build::Arguments),
    Check(check::Arguments),
    Serve(serve::Arguments),
    Watch(watch::Arguments),
    Compare(compare::Arguments),
    Diff(diff::Arguments),
    Ids(ids::Arguments),
    Mv(mv::Arguments),
    Export(export::Arguments),
    #[cfg(feature = "sheets")]
    Import(import::Arguments),
    Theme(theme::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Command {
    fn run(self) -> anyhow::Result<Outcome> {
        match self {
            Self::Init(arguments) => init::run(&arguments),
            Self::Build(arguments) => build::run(&arguments),
            Self::Check(arguments) => check::run(&arguments),
            Self::Serve(arguments) => serve::run(arguments),
            Self::Watch(arguments) => watch::run(arguments),
            Self::Compare(arguments) => compare::run(&arguments),
            Self::Diff(arguments) => diff::run(&arguments),
            Self::Ids(arguments) => ids::run(&arguments),
            Self::Mv(arguments) => mv::run(&arguments),
            Self::Export(arguments) => export::run(&arguments),
            #[cfg(feature = "sheets")]
            Self::Import(arguments) => import::run(&arguments),
            Self::Theme(arguments) => theme::run(&arguments),
            Self::Explain(arguments) => explain::run(&arguments),
            Self::Schema(arguments) => schema::run(&arguments),
            Self::Completions(arguments) => completions::run(&arguments, Arguments::command()),
            Self::Man(arguments) => man::run(&arguments, Arguments::command()),
        }
    }
}
