//! Live editing under random operations: whatever is done to the files, and however it is cut into
//! system calls, what is shown in the end is what a cold build of the folder gives.
//!
//! `LADDERBOOK_TORTURE=1000` asks for that many operations, `LADDERBOOK_SEED` for the same ones again.

#![expect(clippy::disallowed_methods, clippy::print_stderr, reason = "this tests the edge")]

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ladderbook::config::Overrides;
use ladderbook::handbook::routes::DATA;
use ladderbook::memo::Memo;
use ladderbook::serve::{self, ChangeSignal, LoopEvent, LoopOptions, Rebuilder, Snapshot};
use ladderbook::tree::{File, RelPath, Tree};
use ladderbook::{disk, report, site};
use tempfile::TempDir;

use super::editors::EDITORS;
use super::put;

/// Longer than the loop takes for anything on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the resident memory of a loop may grow by after the first operations. A tree of this size is
/// a tenth of it; the rest is what an allocator keeps.
const GROWTH: usize = 48 << 20;

const FILES: [(&str, &str); 11] = [
    ("book.toml", "[book]\ntitle = \"Torture\"\n\n[build]\ntheme = \"mine\"\n"),
    ("content/index.md", "Welcome to [[senior]].\n"),
    ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n\n## Code\n\n- Writes code\n"),
    ("content/levels/ic/2-mid.md", "---\ntitle: Mid\n---\n\n## Code\n\n- Reads code\n"),
    ("content/levels/ic/3-senior.md", "---\ntitle: Senior\n---\n\n## Code\n\n- Removes code\n"),
    ("content/levels/em/1-lead.md", "---\ntitle: Lead\n---\n\n## Code\n\n- Asks for code\n"),
    ("content/guides/feedback.md", "# Feedback\n\nSay it.\n"),
    ("content/glossary.yaml", "terms:\n  - {term: bus factor, text: How many.}\n"),
    ("content/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
    ("themes/mine/assets/mine.css", "p { color: red }\n"),
    ("shared/note.md", "# Note\n\nShared.\n"),
];

/// What an override of the theme may be, by the file that it overrides.
const OVERRIDES: [(&str, &str); 3] = [
    ("themes/mine/templates/page.html", "{% extends \"default/page.html\" %}"),
    ("themes/mine/templates/level.html", "{% extends \"default/level.html\" %}"),
    ("themes/mine/assets/css/brand.css", ":root { --hue: 7 }\n"),
];

const BROKEN: [&str; 4] =
    ["---\ntitle: [\n---\n", "---\ntitle: X\n", "[[nobody]]\n", "---\ntitel: X\n---\n"];

#[test]
fn the_loop_ends_up_with_what_a_cold_build_gives() {
    let mut folder = Folder::new("loop");
    let mut shown = InProcess::new(&folder.project());
    folder.torture(operations(150), &mut shown);
}

#[test]
fn the_loop_that_polls_ends_up_with_what_a_cold_build_gives() {
    let mut folder = Folder::new("polling");
    let mut shown = InProcess::polling(&folder.project(), Some(Duration::from_millis(20)));
    folder.torture(operations(40), &mut shown);
}

#[test]
fn a_preview_ends_up_with_what_a_cold_build_gives() {
    let mut folder = Folder::new("preview");
    let mut shown = Preview::new(&folder.project());
    folder.torture(operations(40), &mut shown);
    shown.process.end();
}

#[test]
fn a_watched_folder_ends_up_with_what_a_cold_build_gives() {
    let mut folder = Folder::new("folder");
    let mut shown = Watched::new(&folder.project());
    folder.torture(operations(40), &mut shown);
    shown.process.end();
}

/// How many operations to carry out.
fn operations(few: usize) -> usize {
    std::env::var("LADDERBOOK_TORTURE").map_or(few, |number| number.parse().unwrap())
}

/// What a cold build gives. What not every follower is compared with is made when it is asked for.
struct Cold {
    problems: Option<String>,
    project: Tree,
    build: site::Build,
    whole: OnceCell<Tree>,
    written: OnceCell<Tree>,
}

impl Cold {
    fn of(dir: &Path) -> Self {
        let (project, reading) = disk::read(dir).unwrap();
        let build = site::build(&project, &mut Memo::default());
        let diagnostics = site::all_problems(reading, build.diagnostics.clone());
        let report = report::report(&diagnostics, &project, report::ReportOptions::default());
        let problems = diagnostics.has_errors().then_some(report);
        Self { problems, project, build, whole: OnceCell::new(), written: OnceCell::new() }
    }

    fn index(&self) -> Tree {
        site::search(&self.build).unwrap()
    }

    /// The site with its search index, as it is served.
    fn whole(&self) -> &Tree {
        self.whole.get_or_init(|| self.build.output.overlay(&self.index()))
    }

    /// The same as it is written.
    fn written(&self) -> &Tree {
        self.written.get_or_init(|| {
            let overrides = Overrides { fingerprinted_assets: true, ..Overrides::default() };
            let written = site::build_with(&self.project, &overrides, &mut Memo::default());
            written.output.overlay(&self.index())
        })
    }
}

/// What follows a project, in one way or another.
trait Follower {
    /// Says what is different from what there should be.
    fn compare(&mut self, cold: &Cold) -> Result<(), String>;

    /// Its resident memory, if it is a process of its own.
    fn memory(&self) -> Option<usize> {
        None
    }
}

/// The loop on a thread of this process.
struct InProcess {
    signal: Arc<ChangeSignal>,
    /// What is shown, and the last site that was shown without problems.
    shown: Arc<Mutex<(Snapshot, Option<Arc<Tree>>)>>,
    run: Option<JoinHandle<anyhow::Result<()>>>,
}

impl InProcess {
    fn new(dir: &Path) -> Self {
        Self::polling(dir, None)
    }

    fn polling(dir: &Path, poll_interval: Option<Duration>) -> Self {
        let signal = Arc::new(ChangeSignal::default());
        let shown: Arc<Mutex<(Snapshot, Option<Arc<Tree>>)>> = Arc::default();
        let on_event = {
            let shown = Arc::clone(&shown);
            move |event| {
                let mut shown = shown.lock().unwrap();
                let next = match event {
                    LoopEvent::Changed => None,
                    LoopEvent::Rebuilt(rebuild) => {
                        assert!(rebuild.build.is_ok(), "a bug: {:?}", rebuild.build.as_ref().err());
                        shown.0.after_rebuild(&rebuild)
                    }
                    LoopEvent::Missing(error) => shown.0.with_problems(Some(error.to_string())),
                    LoopEvent::PollingFallback(why) => panic!("{why}"),
                };
                if let Some(next) = next {
                    assert_eq!(next.epoch, shown.0.epoch + 1);
                    if next.problems.is_none() {
                        shown.1.clone_from(&next.site);
                    }
                    shown.0 = next;
                }
            }
        };
        let options = LoopOptions { poll_interval, ..LoopOptions::default() };
        let (rebuilder, own_signal) = (Rebuilder::new(dir), Arc::clone(&signal));
        let run = thread::spawn(move || serve::run_loop(rebuilder, options, &own_signal, on_event));
        Self { signal, shown, run: Some(run) }
    }
}

impl Follower for InProcess {
    fn compare(&mut self, cold: &Cold) -> Result<(), String> {
        let shown = self.shown.lock().unwrap();
        let (snapshot, last_good) = &*shown;
        if snapshot.problems != cold.problems {
            return Err(format!("{:?} instead of {:?}", snapshot.problems, cold.problems));
        }
        if cold.problems.is_none() {
            compare_trees(snapshot.site.as_deref(), &cold.build.output)
        } else if snapshot.site != *last_good {
            Err("another site than the last good one".to_owned())
        } else {
            Ok(())
        }
    }
}

impl Drop for InProcess {
    fn drop(&mut self) {
        self.signal.close();
        let result = self.run.take().unwrap().join();
        if !thread::panicking() {
            result.unwrap().unwrap();
        }
    }
}

fn compare_trees(shown: Option<&Tree>, expected: &Tree) -> Result<(), String> {
    let shown = shown.ok_or("no site")?;
    let changes = shown.diff(expected);
    let changed = changes.iter().map(|change| change.path());
    // What is made later has the fingerprint of what it is made from.
    let has_others =
        |path: &str| shown.get(path).map(File::bytes) != expected.get(path).map(File::bytes);
    let later = expected.get(DATA).is_some() && has_others(DATA);
    let data = RelPath::new(DATA).expect("a relative path");
    let paths: Vec<&RelPath> = changed.chain(later.then_some(&data)).collect();
    if paths.is_empty() { Ok(()) } else { Err(format!("{paths:?} differ")) }
}

/// The command as a process.
struct Process(Child);

impl Process {
    fn new(dir: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
        // The trace of a panic takes more memory than everything else.
        command.env("RUST_BACKTRACE", "0");
        command.args(arguments).arg(dir).stdin(Stdio::null()).stdout(Stdio::piped());
        Self(command.stderr(Stdio::null()).spawn().unwrap())
    }

    /// Resident memory in bytes.
    fn memory(&self) -> Option<usize> {
        let statistics = fs::read_to_string(format!("/proc/{}/statm", self.0.id())).ok()?;
        Some(statistics.split(' ').nth(1)?.parse::<usize>().ok()? * 4096)
    }

    /// Ends it as Ctrl-C does.
    fn end(&mut self) {
        let interrupt = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        assert!(interrupt.unwrap().success());
        assert_eq!(self.0.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `ladderbook serve`, looked at over real connections.
struct Preview {
    process: Process,
    address: String,
}

impl Preview {
    fn new(dir: &Path) -> Self {
        let mut process = Process::new(dir, &["serve", "--port", "0"]);
        let mut lines = BufReader::new(process.0.stdout.take().unwrap()).lines();
        let line = lines.find(|line| line.as_ref().unwrap().contains("http://")).unwrap().unwrap();
        // What it says later must go somewhere.
        thread::spawn(move || lines.for_each(drop));
        let (_, rest) = line.split_once("http://").unwrap();
        let address = rest.split('/').next().unwrap().to_owned();
        Self { process, address }
    }

    fn ask(&self, path: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        BufReader::new(stream)
    }

    /// The body of a file, without what makes a page live; `None` if there is no such file.
    fn get(&self, path: &str) -> Option<Vec<u8>> {
        let mut answer = Vec::new();
        self.ask(path).read_to_end(&mut answer).unwrap();
        let head = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
        if !answer.starts_with(b"HTTP/1.1 200") {
            return None;
        }
        let body = answer[head..].to_vec();
        match String::from_utf8(body) {
            Ok(text) if path.ends_with(".html") => {
                let start = text.find("<script type=\"module\" src=\"/__ladderbook/").unwrap();
                let end = start + text[start..].find("</script>").unwrap() + "</script>".len();
                Some([&text[..start], &text[end..]].concat().into_bytes())
            }
            Ok(text) => Some(text.into_bytes()),
            Err(error) => Some(error.into_bytes()),
        }
    }

    /// The problems that an open page receives.
    fn problems(&self) -> Option<String> {
        let lines = self.ask("/__ladderbook/events?page=/").lines();
        let data = lines.map_while(Result::ok).find_map(|line| {
            line.strip_prefix("data: ").map(|json| serde_json::from_str(json).unwrap())
        });
        let state: serde_json::Value = data.unwrap();
        state["problems"].as_str().map(str::to_owned)
    }
}

impl Follower for Preview {
    fn compare(&mut self, cold: &Cold) -> Result<(), String> {
        let problems = self.problems();
        if problems != cold.problems {
            return Err(format!("{problems:?} instead of {:?}", cold.problems));
        }
        if cold.problems.is_some() {
            return Ok(());
        }
        for (path, file) in cold.whole().iter() {
            if self.get(&format!("/{path}")).as_deref() != Some(file.bytes()) {
                return Err(format!("`{path}` differs"));
            }
        }
        Ok(())
    }

    fn memory(&self) -> Option<usize> {
        self.process.memory()
    }
}

/// `ladderbook watch` and the folder that it writes to.
struct Watched {
    process: Process,
    output: PathBuf,
}

impl Watched {
    fn new(dir: &Path) -> Self {
        let mut process = Process::new(dir, &["watch", "--quiet"]);
        drop(process.0.stdout.take());
        Self { process, output: dir.join("public") }
    }
}

impl Follower for Watched {
    fn compare(&mut self, cold: &Cold) -> Result<(), String> {
        if cold.problems.is_some() {
            // What is there is what the last good moment gave, which only the loop knows.
            return Ok(());
        }
        let mut files = BTreeMap::new();
        collect(&self.output, "", &mut files);
        let written: Tree = files
            .into_iter()
            .map(|(path, bytes)| (RelPath::new(&path).unwrap(), File::new(bytes)))
            .collect();
        compare_trees(Some(&written), cold.written())
    }

    fn memory(&self) -> Option<usize> {
        self.process.memory()
    }
}

/// All files below a folder, which may change meanwhile.
fn collect(dir: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&entry.path(), &format!("{path}/"), files);
        } else if let Ok(bytes) = fs::read(entry.path()) {
            files.insert(path, bytes);
        }
    }
}

/// A project that is being edited.
struct Folder {
    dir: TempDir,
    random: Random,
    name: &'static str,
}

impl Folder {
    fn new(name: &'static str) -> Self {
        let seed = std::env::var("LADDERBOOK_SEED").ok().map(|seed| seed.parse().unwrap());
        let clock = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().subsec_nanos().into();
        let seed = seed.unwrap_or_else(clock);
        eprintln!("{name}: LADDERBOOK_SEED={seed}");
        let folder = Self { dir: tempfile::tempdir().unwrap(), random: Random(seed), name };
        folder.mend();
        folder
    }

    fn project(&self) -> PathBuf {
        self.dir.path().join("project")
    }

    /// Carries out operations, and waits after each until what is shown is right.
    fn torture(&mut self, number: usize, follower: &mut impl Follower) {
        let started = Instant::now();
        self.expect(follower, 0, "start");
        let mut warm = None;
        let (mut slowest, mut faulty, mut waited) = (Duration::ZERO, 0, Duration::ZERO);
        for at in 1..=number {
            let done = match self.random.below(5) {
                0 => self.mended(),
                _ => self.operate(),
            };
            let (time, is_faulty) = self.expect(follower, at, &done);
            slowest = slowest.max(time);
            waited += time;
            faulty += usize::from(is_faulty);
            if at == number / 5 {
                warm = follower.memory();
            }
        }
        let memory = follower.memory();
        eprintln!(
            "{}: {number} operations in {:?}, {faulty} of them left errors; shown after {:?} on \
             average, {slowest:?} at most; memory {:?} after a fifth, {:?} at the end (MB)",
            self.name,
            started.elapsed(),
            waited / u32::try_from(number).unwrap(),
            warm.map(|bytes| bytes >> 20),
            memory.map(|bytes| bytes >> 20),
        );
        if let (Some(warm), Some(end)) = (warm, memory) {
            assert!(end < warm + GROWTH, "memory grew from {warm} to {end} bytes");
        }
    }

    /// Waits until what is shown is what a cold build gives; returns how long that took, and whether
    /// there are errors.
    fn expect(&self, follower: &mut impl Follower, at: usize, done: &str) -> (Duration, bool) {
        let started = Instant::now();
        let cold = Cold::of(&self.project());
        while let Err(why) = follower.compare(&cold) {
            assert!(started.elapsed() < PATIENCE, "operation {at}, {done}: {why}");
            thread::sleep(Duration::from_millis(2));
        }
        (started.elapsed(), cold.problems.is_some())
    }

    /// Puts everything back.
    fn mend(&self) {
        let project = self.project();
        for (path, text) in FILES {
            let target = project.join(path);
            if target.parent().is_some_and(Path::is_file) {
                fs::remove_file(target.parent().unwrap()).unwrap();
            }
            if fs::read_to_string(&target).ok().as_deref() != Some(text) {
                put(&project, path, text);
            }
        }
    }

    /// Removes what is not of the original, and puts everything back.
    fn mended(&mut self) -> String {
        let project = self.project();
        if self.random.below(2) == 0 {
            let mut files = BTreeMap::new();
            for source in ["content", "themes"] {
                collect(&project.join(source), &format!("{source}/"), &mut files);
            }
            let known = |path: &str| FILES.iter().any(|(known, _)| *known == path);
            for path in files.keys().filter(|path| !known(path)) {
                let _ = fs::remove_file(project.join(path));
            }
            let _ = fs::remove_file(project.join("content/linked"));
            let _ = fs::remove_file(project.join("content/linked.md"));
        }
        self.mend();
        "mended everything".to_owned()
    }

    /// Does something at random, and says what.
    fn operate(&mut self) -> String {
        match self.random.below(22) {
            0..=3 => self.save(),
            4 | 5 => self.write_in_two_steps(),
            6 => self.rename_over(),
            7 => self.remove(),
            8 => self.add_folder(),
            9 | 10 => self.move_folder(),
            11 => self.take_away_and_bring_back(),
            12 => self.remove_and_recreate(),
            13 | 14 => self.override_theme(),
            15 => self.edit_book(),
            16 | 17 => self.break_file(),
            18 => self.link(),
            19 => self.write_again(),
            20 => self.make_noise(),
            _ => self.check_out(),
        }
    }

    /// An editor saves a file.
    fn save(&mut self) -> String {
        let (path, text) = self.edited();
        let (editor, save) = EDITORS[self.random.below(EDITORS.len())];
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        save(&path, &text);
        format!("{editor} saved {}", path.display())
    }

    fn write_in_two_steps(&mut self) -> String {
        let (path, text) = self.edited();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let (start, end) = text.as_bytes().split_at(self.random.below(text.len()));
        let mut file = fs::File::create(&path).unwrap();
        file.write_all(start).unwrap();
        self.pause();
        file.write_all(end).unwrap();
        format!("wrote {} in two steps", path.display())
    }

    fn rename_over(&mut self) -> String {
        let (path, text) = self.edited();
        let outside = self.dir.path().join("elsewhere.md");
        fs::write(&outside, text).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::rename(outside, &path).unwrap();
        format!("moved a file over {}", path.display())
    }

    fn remove(&mut self) -> String {
        let path = self.file();
        let _ = fs::remove_file(&path);
        format!("removed {}", path.display())
    }

    fn add_folder(&mut self) -> String {
        let number = self.random.below(1000);
        let path = format!("content/guides/{}/b{number}/c/page.md", self.random.below(3));
        put(&self.project(), &path, "# Page\n\nOne.\n");
        self.pause();
        put(&self.project(), &path, &format!("# Page\n\n{number}.\n"));
        format!("added {path}")
    }

    fn move_folder(&mut self) -> String {
        const FOLDERS: [&str; 6] = [
            "content/guides",
            "content/handbook",
            "content/levels/ic",
            "content/levels/eng",
            "content/guides/0",
            "themes/mine/assets",
        ];
        let from = FOLDERS[self.random.below(FOLDERS.len())];
        let to = FOLDERS[self.random.below(FOLDERS.len())];
        let project = self.project();
        let _ = fs::create_dir_all(project.join(to).parent().unwrap());
        let moved = fs::rename(project.join(from), project.join(to)).is_ok();
        if moved && self.random.below(2) == 0 {
            put(&project, &format!("{to}/in.md"), "# In\n");
        }
        format!("moved {from} to {to}: {moved}")
    }

    /// Takes a folder away, or the whole project, and brings it back.
    fn take_away_and_bring_back(&mut self) -> String {
        const FOLDERS: [&str; 5] = ["content", "content/levels", "themes", "", "content/guides"];
        let folder = FOLDERS[self.random.below(FOLDERS.len())];
        let path = self.project().join(folder);
        let path = path.components().as_path();
        let away = self.dir.path().join("away");
        if fs::rename(path, &away).is_ok() {
            self.pause();
            fs::rename(&away, path).unwrap();
            let text = format!("# Back {}\n", self.random.below(1000));
            put(&self.project(), "content/guides/back.md", &text);
        }
        format!("took `{folder}` away and brought it back")
    }

    fn remove_and_recreate(&mut self) -> String {
        const FOLDERS: [&str; 4] = ["content", "content/levels/ic", "themes", "content/guides"];
        let folder = FOLDERS[self.random.below(FOLDERS.len())];
        let _ = fs::remove_dir_all(self.project().join(folder));
        self.pause();
        self.mend();
        format!("removed {folder} and put it back")
    }

    fn override_theme(&mut self) -> String {
        let (path, text) = OVERRIDES[self.random.below(OVERRIDES.len())];
        let number = self.random.below(1000);
        let text = match path.ends_with(".css") {
            true => format!("{text}/* {number} */\n"),
            false => format!("{text}{{# {number} #}}\n"),
        };
        match self.random.below(4) {
            0 => {
                let _ = fs::remove_file(self.project().join(path));
            }
            1 => put(&self.project(), path, "{% if %}"),
            _ => put(&self.project(), path, &text),
        }
        format!("changed the override {path}")
    }

    fn edit_book(&mut self) -> String {
        let number = self.random.below(1000);
        let more = ["", "pretty-urls = false\n", "drafts = true\n", "theme = \"default\"\n"];
        let more = more[self.random.below(more.len())];
        let theme = if more.starts_with("theme") { "" } else { "theme = \"mine\"\n" };
        let text = format!("[book]\ntitle = \"Book {number}\"\n\n[build]\n{theme}{more}");
        let (editor, save) = EDITORS[self.random.below(EDITORS.len())];
        save(&self.project().join("book.toml"), &text);
        format!("{editor} saved book.toml")
    }

    fn break_file(&mut self) -> String {
        let path = self.file();
        let text = BROKEN[self.random.below(BROKEN.len())];
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        format!("broke {}", path.display())
    }

    /// Links to a file and a folder that are elsewhere in the project, or changes what they lead to.
    fn link(&mut self) -> String {
        let project = self.project();
        let _ = fs::create_dir_all(project.join("content"));
        let _ = symlink("../shared", project.join("content/linked"));
        let _ = symlink("../shared/note.md", project.join("content/linked.md"));
        self.pause();
        let number = self.random.below(1000);
        match self.random.below(4) {
            0 => {
                let away = project.join("shared2");
                let _ = fs::rename(project.join("shared"), &away);
                self.pause();
                let _ = fs::rename(&away, project.join("shared"));
            }
            1 => {
                let _ = fs::remove_file(project.join("content/linked"));
            }
            2 => put(&project, &format!("shared/deep/{number}/x.md"), "# Deep\n"),
            _ => {}
        }
        put(&project, "shared/note.md", &format!("# Note\n\n{number}.\n"));
        "changed what links lead to".to_owned()
    }

    /// The same size, within the same tick of any clock, with an older time set.
    fn write_again(&mut self) -> String {
        let path = self.file();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let time = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for _ in 0..3 {
            let digit = self.random.below(10);
            fs::write(&path, format!("---\ntitle: T{digit}\n---\n")).unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(time).unwrap();
            self.pause();
        }
        format!("wrote {} again and again", path.display())
    }

    /// What must change nothing.
    fn make_noise(&mut self) -> String {
        let project = self.project();
        put(&project, ".git/index", "x");
        put(&project, "notes.txt", "x");
        put(&project, "content/.hidden.md", "x");
        let _ = fs::read(self.file());
        "made noise".to_owned()
    }

    /// Many files change at once.
    fn check_out(&mut self) -> String {
        let number = self.random.below(1000);
        let project = self.project();
        for (path, text) in FILES.iter().filter(|(path, _)| path.ends_with(".md")) {
            put(&project, path, &format!("{text}\nChecked out {number}.\n"));
        }
        "checked out another revision".to_owned()
    }

    /// A file of the original, and a text that it may have.
    fn edited(&mut self) -> (PathBuf, String) {
        let texts = FILES.iter().filter(|(path, _)| path.ends_with(".md")).collect::<Vec<_>>();
        let (path, text) = texts[self.random.below(texts.len())];
        let number = self.random.below(100_000);
        let filler = "Words that make the file longer than one page of memory. ";
        let filler = filler.repeat([0, 0, 1, 200][self.random.below(4)]);
        let path = self.project().join(path);
        (path, format!("{text}\n- Does {number} things\n\n{filler}\n"))
    }

    fn file(&mut self) -> PathBuf {
        self.project().join(FILES[self.random.below(FILES.len())].0)
    }

    /// No time at all, less than the quiet time, about as much, or more.
    fn pause(&mut self) {
        let pauses = [0, 0, 0, 3, 11, 25, 90];
        thread::sleep(Duration::from_millis(pauses[self.random.below(pauses.len())]));
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((it ^ (it >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }
}
