//! The terminal: standard output, standard error, and the signals that end a command.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the environment")]

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::Context;

/// Writes a result to standard output. That the reading end was closed is no error; any other says what the
/// result was, so that it does not seem that nothing was done.
pub fn print(text: &str) -> anyhow::Result<()> {
    let result = text.lines().next().unwrap_or_default();
    print_bytes(text.as_bytes())
        .with_context(|| format!("cannot print the result, which is: {result}"))
}

pub fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether standard output is shown to a person, byte for byte.
#[cfg(feature = "sheets")]
pub fn is_result_shown() -> bool {
    io::stdout().is_terminal()
}

/// Writes to standard error. There is no other place to report a failure to do so.
pub fn eprint(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes why the machine or the usage stopped the command, with all causes.
pub fn print_error(error: &anyhow::Error) {
    let mut text = format!("error: {error}\n");
    for cause in error.chain().skip(1) {
        text.push_str(&format!("because: {cause}\n"));
    }
    eprint(&text);
}

/// Whether standard error is to be coloured: on a terminal, or where CLICOLOR_FORCE asks for it, as logs of
/// continuous integration do; never if NO_COLOR is set.
pub fn wants_color() -> bool {
    is_colored(io::stderr().is_terminal())
}

/// The same of standard output.
pub fn wants_color_of_results() -> bool {
    is_colored(io::stdout().is_terminal())
}

fn is_colored(is_terminal: bool) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_forced = is_set("CLICOLOR_FORCE")
        && std::env::var_os("CLICOLOR_FORCE").is_none_or(|value| value != "0");
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    !is_set("NO_COLOR") && (is_forced || is_terminal && !dumb)
}

/// Goes where no folder can be removed under the process. Pagefind asks for the current folder, and panics if
/// there is none. All paths are absolute by then.
pub fn leave_current_folder(project: &Path) {
    // Where this fails, so does at most the search index, which says so.
    let _ = project.ancestors().last().map(std::env::set_current_dir);
}

/// Completes when the user or the system asks the process to end, by SIGINT or SIGTERM.
pub async fn interrupted() {
    // Where signals cannot be handled, the process ends in the system's own way.
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<Option<()>>();
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
}
