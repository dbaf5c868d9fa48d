//! Running the `git` program.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use anyhow::{Context, anyhow, bail};

/// The `git` program, run in one folder.
pub struct Git {
    dir: PathBuf,
}

/// What git says of a command that it refused.
pub struct Refused(pub String);

/// Variables by which git is told of another repository than the one around its folder. A hook has them
/// set, and paths in them are relative to where the hook runs: the repository meant here is always the one
/// that holds the handbook. `git rev-parse --local-env-vars` lists them; those that carry settings stay.
const OF_ANOTHER_REPOSITORY: [&str; 11] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
];

impl Refused {
    pub fn into_error(self) -> anyhow::Error {
        anyhow!("git cannot read this repository: {}", self.0)
    }
}

impl Git {
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_path_buf() }
    }

    /// Where it is run.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What git prints, or what it says against it.
    ///
    /// # Errors
    ///
    /// If git cannot be run.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Result<Vec<u8>, Refused>> {
        self.run_with_input(arguments, &[])
    }

    /// The same for a command that reads its standard input.
    pub fn run_with_input(
        &self,
        arguments: &[&str],
        input: &[u8],
    ) -> anyhow::Result<Result<Vec<u8>, Refused>> {
        let Output { status, stdout, stderr } = match self.output(arguments, input) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => bail!(
                "git was not found\nhelp: install git, or put the folder that has it on PATH; the history \
                 of a handbook is read through it"
            ),
            output => output.context("cannot run git")?,
        };
        if status.success() {
            return Ok(Ok(stdout));
        }
        let message = String::from_utf8_lossy(&stderr);
        let message = message.trim().trim_start_matches("fatal: ").to_owned();
        Ok(Err(Refused(message)))
    }

    /// Standard input is written beside the reading: git answers while it is still asked, and stops when
    /// the answers are not taken.
    fn output(&self, arguments: &[&str], input: &[u8]) -> io::Result<Output> {
        let mut child = self.command(arguments).spawn()?;
        let stdin = child.stdin.take();
        thread::scope(|scope| {
            scope.spawn(move || {
                // If git ends early, its exit code and its words say why.
                let _ = stdin.map(|mut stdin| stdin.write_all(input));
            });
            child.wait_with_output()
        })
    }

    #[expect(clippy::disallowed_methods, reason = "this is the place that runs git")]
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        for variable in OF_ANOTHER_REPOSITORY {
            command.env_remove(variable);
        }
        command
            // Nothing is written into the repository, be it a refreshed index or fetched objects, and no
            // question is put to the user.
            .envs([("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_LAZY_FETCH", "1")])
            .env("GIT_TERMINAL_PROMPT", "0")
            // Messages are told apart by their words.
            .env("LC_ALL", "C")
            .args(["-c", "core.quotePath=false", "--no-pager"])
            .args(arguments)
            .current_dir(&self.dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}
