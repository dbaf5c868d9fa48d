//! The doorstep of ladderbook: arguments in, exit code out.

use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[expect(clippy::disallowed_methods, reason = "main hands the arguments to the command")]
fn main() -> ExitCode {
    ladderbook::cli::run(std::env::args_os())
}
