//! Live editing, piece by piece: reading again, watching, looking, and the two commands.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use ladderbook::disk::{self, Reader};
use ladderbook::memo::Memo;
use ladderbook::serve::{Cycle, Look, Pace, Poke, QUIET, Snapshot, Trust, Turn, Watch};
use ladderbook::site::{self, Build};
use ladderbook::tree::Tree;

use super::{folder, listing, put};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Longer than a poke takes to arrive.
const SILENCE: Duration = Duration::from_millis(150);

const LEVEL: &str = "---\ntitle: Senior\n---\n\n## Code\n\n- Removes code\n";

/// Lets files grow so old that their times are to be trusted. The time of a change cannot be set, so
/// it must pass.
fn let_settle() {
    thread::sleep(Duration::from_millis(2100));
}

#[test]
fn what_has_not_changed_is_not_opened_again() {
    let dir = folder(&[("book.toml", "x"), ("content/a.md", "a"), ("content/b/c.md", "c")]);
    let mut reader = Reader::new(dir.path());
    let mut read = || {
        let (tree, _) = reader.read().unwrap();
        assert_eq!(tree, disk::read(dir.path()).unwrap().0);
        reader.opened()
    };
    assert_eq!(read(), 3);
    // The files are so fresh that they could have changed since without a trace.
    assert_eq!(read(), 3);
    let_settle();
    assert_eq!(read(), 3);
    assert_eq!(read(), 0);
    put(dir.path(), "content/a.md", "A");
    assert_eq!(read(), 1);
    put(dir.path(), "content/new.md", "n");
    fs::remove_file(dir.path().join("book.toml")).unwrap();
    assert_eq!(read(), 2);
    // A file under another name is another file, though its folder is all that has changed.
    fs::rename(dir.path().join("content/b"), dir.path().join("content/d")).unwrap();
    assert_eq!(read(), 3);
}

#[test]
fn a_rewrite_that_leaves_size_and_time_as_they_were_is_seen() {
    let dir = folder(&[("content/a.md", "old"), ("content/b.md", "old")]);
    let mut reader = Reader::new(dir.path());
    let path = dir.path().join("content/a.md");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let set_time = |path: &Path| {
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    };
    set_time(&path);
    let_settle();
    reader.read().unwrap();
    reader.read().unwrap();
    assert_eq!(reader.opened(), 0);
    fs::write(&path, "new").unwrap();
    set_time(&path);
    let (tree, _) = reader.read().unwrap();
    assert_eq!(tree.get("content/a.md").unwrap().bytes(), b"new");
    // Another file that is put in its place, as old and as large.
    fs::write(dir.path().join("other"), "two").unwrap();
    set_time(&dir.path().join("other"));
    fs::rename(dir.path().join("other"), &path).unwrap();
    let (tree, _) = reader.read().unwrap();
    assert_eq!(tree.get("content/a.md").unwrap().bytes(), b"two");
}

#[test]
fn a_change_right_after_reading_is_seen() {
    let dir = folder(&[("content/a.md", "0000")]);
    let mut reader = Reader::new(dir.path());
    for number in 0..2000 {
        put(dir.path(), "content/a.md", &format!("{number:04}"));
        let (tree, _) = reader.read().unwrap();
        let text = tree.get("content/a.md").unwrap().bytes().to_vec();
        assert_eq!(String::from_utf8(text).unwrap(), format!("{number:04}"));
    }
}

#[test]
fn what_vanishes_while_it_is_read_is_not_there_and_no_problem() {
    let dir = folder(&[("book.toml", "x")]);
    let root = dir.path().to_path_buf();
    let churn = thread::spawn(move || {
        for number in 0..150 {
            for file in 0..5 {
                put(&root, &format!("content/x{number}/y/{file}.md"), "text");
            }
            let _ = symlink("y", root.join(format!("content/x{number}/z")));
            fs::rename(root.join(format!("content/x{number}")), root.join("content/moved"))
                .unwrap();
            fs::remove_dir_all(root.join("content/moved")).unwrap();
        }
    });
    let mut reader = Reader::new(dir.path());
    while !churn.is_finished() {
        let (_, diagnostics) = reader.read().unwrap();
        // A link whose end has vanished, but not yet the link, does lead nowhere.
        let others: Vec<_> =
            diagnostics.iter().filter(|it| it.code.name() != "invalid-symlink").collect();
        assert!(others.is_empty(), "{others:?}");
    }
    churn.join().unwrap();
}

#[test]
fn a_project_that_vanishes_is_an_error_and_may_come_back() {
    let dir = folder(&[("book/book.toml", "x")]);
    let (book, away) = (dir.path().join("book"), dir.path().join("away"));
    let mut reader = Reader::new(&book);
    let (tree, _) = reader.read().unwrap();
    fs::rename(&book, &away).unwrap();
    let error = reader.read().unwrap_err().to_string();
    assert!(error.ends_with("there is no such file or folder"), "{error}");
    fs::rename(&away, &book).unwrap();
    assert_eq!(reader.read().unwrap().0, tree);
}

#[test]
fn copies_that_editors_keep_are_no_part_of_a_project() {
    let dir = folder(&[
        ("content/a.md", "a"),
        ("content/a.md~", "no"),
        ("content/#a.md#", "no"),
        ("content/.a.md.swp", "no"),
        ("content/a.md___jb_tmp___", "no"),
        ("content/a.md___jb_old___", "no"),
        ("content/a.mdHbCX9d.bck", "no"),
        ("content/#", "a name like others"),
    ]);
    let (tree, diagnostics) = disk::read(dir.path()).unwrap();
    let paths: Vec<&str> = tree.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["content/#", "content/a.md"]);
    assert!(diagnostics.is_empty());
}

/// A folder that is watched.
struct Watching<'a> {
    reader: Reader,
    watch: Watch,
    poke: Arc<Poke>,
    dir: &'a Path,
}

impl<'a> Watching<'a> {
    fn new(dir: &'a Path) -> Self {
        let poke = Arc::new(Poke::default());
        let watch = Watch::new(Arc::clone(&poke), None);
        let mut watching = Self { reader: Reader::new(dir), watch, poke, dir };
        watching.settle();
        watching
    }

    /// Whether there is a poke in this time.
    fn is_poked(&self, time: Duration) -> bool {
        let started = Instant::now();
        self.poke.wait(Pace { quiet: QUIET, timer: Some(time) });
        started.elapsed() < time
    }

    /// Reads and watches until there is nothing more to look at.
    fn settle(&mut self) {
        loop {
            self.reader.read().unwrap();
            assert_eq!(self.watch.cover(self.reader.sources()), None);
            if !self.is_poked(SILENCE) {
                break;
            }
        }
    }

    /// Asserts that something that is done makes somebody look.
    fn notices(&mut self, what: &str, act: impl FnOnce(&Path)) {
        act(self.dir);
        assert!(self.is_poked(PATIENCE), "{what}");
        self.settle();
    }

    /// Asserts that something that is done makes nobody look.
    fn ignores(&mut self, what: &str, act: impl FnOnce(&Path)) {
        act(self.dir);
        assert!(!self.is_poked(SILENCE), "{what}");
    }
}

#[test]
fn folders_are_watched_wherever_they_come_from_and_go() {
    let dir = folder(&[("content/a.md", "a")]);
    let rename = |dir: &Path, from: &str, to: &str| {
        fs::rename(dir.join(from), dir.join(to)).unwrap();
    };
    let mut it = Watching::new(dir.path());
    it.notices("an edit", |dir| put(dir, "content/a.md", "b"));
    it.notices("book.toml is created", |dir| put(dir, "book.toml", "b"));
    it.notices("a new folder", |dir| put(dir, "content/x/y/b.md", "b"));
    it.notices("an edit in it", |dir| put(dir, "content/x/y/b.md", "c"));
    it.notices("it is renamed", |dir| rename(dir, "content/x", "content/z"));
    it.notices("an edit in it", |dir| put(dir, "content/z/y/b.md", "d"));
    it.notices("there and back", |dir| {
        rename(dir, "content/z", "content/x");
        rename(dir, "content/x", "content/z");
    });
    it.notices("an edit in it", |dir| put(dir, "content/z/y/b.md", "e"));
    it.notices("it is removed", |dir| fs::remove_dir_all(dir.join("content/z")).unwrap());
    it.notices("and is there again", |dir| put(dir, "content/z/y/b.md", "f"));
    it.notices("an edit in it", |dir| put(dir, "content/z/y/b.md", "g"));
    it.notices("content/ is removed", |dir| fs::remove_dir_all(dir.join("content")).unwrap());
    it.notices("and is there again", |dir| put(dir, "content/a.md", "h"));
    it.notices("an edit in it", |dir| put(dir, "content/a.md", "i"));
    it.notices("content/ is moved away", |dir| rename(dir, "content", "content2"));
    it.ignores("an edit over there", |dir| put(dir, "content2/a.md", "j"));
    it.notices("and back", |dir| rename(dir, "content2", "content"));
    it.notices("an edit in it", |dir| put(dir, "content/a.md", "k"));
    it.notices("themes/ is created", |dir| put(dir, "themes/mine/a.css", "l"));
    it.notices("an edit in it", |dir| put(dir, "themes/mine/a.css", "m"));
}

#[test]
fn what_links_lead_to_is_watched() {
    let dir = folder(&[
        ("content/a.md", "a"),
        ("shared/in/b.md", "b"),
        ("single/c.md", "c"),
        ("single/other.md", "o"),
    ]);
    symlink("../shared", dir.path().join("content/linked")).unwrap();
    symlink("../single/c.md", dir.path().join("content/c.md")).unwrap();
    symlink("../later/d.md", dir.path().join("content/d.md")).unwrap();
    let mut it = Watching::new(dir.path());
    it.notices("an edit in a linked folder", |dir| put(dir, "shared/in/b.md", "1"));
    it.notices("a new folder in it", |dir| put(dir, "shared/new/b.md", "1"));
    it.notices("an edit in that", |dir| put(dir, "shared/new/b.md", "2"));
    it.notices("an edit of a linked file", |dir| put(dir, "single/c.md", "1"));
    it.ignores("an edit beside it", |dir| put(dir, "single/other.md", "1"));
    it.notices("what a link leads to comes to be", |dir| put(dir, "later/d.md", "1"));
    it.notices("an edit of that", |dir| put(dir, "later/d.md", "2"));
    it.notices("a linked folder is moved", |dir| {
        fs::rename(dir.join("shared"), dir.join("shared2")).unwrap();
    });
    it.notices("and back", |dir| fs::rename(dir.join("shared2"), dir.join("shared")).unwrap());
    it.notices("an edit in it", |dir| put(dir, "shared/in/b.md", "2"));
}

#[test]
fn the_output_our_own_reading_and_hidden_files_are_no_news() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let mut it = Watching::new(dir.path());
    it.ignores("the output", |dir| {
        let (tree, _) = disk::read(dir).unwrap();
        let build = site::build(&tree, &mut Memo::default());
        disk::write(&dir.join("public"), dir, &build.output).unwrap();
    });
    it.ignores("reading", |dir| drop(disk::read(dir).unwrap()));
    it.ignores("git", |dir| put(dir, ".git/index", "x"));
    it.ignores("other files", |dir| put(dir, "notes.md", "x"));
    it.ignores("a swap file", |dir| put(dir, "content/.a.md.swp", "x"));
    it.ignores("a backup", |dir| put(dir, "content/a.md~", "x"));
    it.notices("a hidden file that is published", |dir| put(dir, "content/.nojekyll", ""));
}

#[test]
fn a_steady_writer_does_not_keep_the_loop_from_looking() {
    let poke = Arc::new(Poke::default());
    let writer = {
        let poke = Arc::clone(&poke);
        thread::spawn(move || {
            for _ in 0..400 {
                poke.look();
                thread::sleep(Duration::from_millis(2));
            }
        })
    };
    let started = Instant::now();
    assert!(poke.wait(Pace { quiet: Duration::from_millis(20), timer: None }));
    assert!(started.elapsed() >= Duration::from_millis(100), "{:?}", started.elapsed());
    assert!(!writer.is_finished());
    writer.join().unwrap();
    poke.end();
    assert!(!poke.wait(Pace { quiet: QUIET, timer: None }));
}

/// The turn that a look led to.
fn turn(look: anyhow::Result<Look>) -> Turn {
    match look.unwrap() {
        Look::Turn(turn) => turn,
        Look::Same => panic!("nothing was seen"),
        Look::Halfway => panic!("halfway"),
    }
}

#[test]
fn a_cycle_builds_what_has_changed_and_says_what() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let mut cycle = Cycle::new(dir.path());
    let first = turn(cycle.look(Trust::Wait));
    assert_eq!(first.changed.len(), 2);
    assert!(first.site().is_some());
    assert!(matches!(cycle.look(Trust::Wait).unwrap(), Look::Same));
    put(dir.path(), "content/page.md", "# Page\n");
    let second = turn(cycle.look(Trust::Wait));
    assert_eq!(second.changed[0].as_str(), "content/page.md");
    let snapshot = Snapshot::default().after(&first).unwrap();
    let next = snapshot.after(&second).unwrap();
    assert_eq!((snapshot.epoch, next.epoch), (1, 2));
    assert!(next.after(&second).is_none(), "it would show the same");
}

#[test]
fn a_file_that_has_become_empty_or_is_gone_may_be_halfway() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let mut cycle = Cycle::new(dir.path());
    turn(cycle.look(Trust::Wait));
    put(dir.path(), "content/levels/ic/1-a.md", "");
    assert!(matches!(cycle.look(Trust::Wait).unwrap(), Look::Halfway));
    put(dir.path(), "content/levels/ic/1-a.md", LEVEL);
    assert!(matches!(cycle.look(Trust::Wait).unwrap(), Look::Same));
    fs::remove_file(dir.path().join("content/levels/ic/1-a.md")).unwrap();
    assert!(matches!(cycle.look(Trust::Wait).unwrap(), Look::Halfway));
    assert!(turn(cycle.look(Trust::AsItIs)).problems().is_some());
    assert!(matches!(cycle.look(Trust::Wait).unwrap(), Look::Same));
}

#[test]
fn a_panic_is_told_and_the_next_change_is_built() {
    fn build(project: &Tree, memo: &mut Memo) -> Build {
        assert!(project.get("content/panic").is_none(), "told to");
        site::build(project, memo)
    }
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let mut cycle = Cycle::with(dir.path(), build);
    let good = Snapshot::default().after(&turn(cycle.look(Trust::Wait))).unwrap();
    put(dir.path(), "content/panic", "");
    let bad = good.after(&turn(cycle.look(Trust::Wait))).unwrap();
    assert_eq!(bad.site, good.site);
    assert!(bad.problems.as_ref().unwrap().contains("a bug of its own: told to"), "{bad:?}");
    fs::remove_file(dir.path().join("content/panic")).unwrap();
    let mended = bad.after(&turn(cycle.look(Trust::AsItIs))).unwrap();
    assert_eq!((mended.epoch, mended.problems), (3, None));
}

/// The command in a folder, with what it says.
struct Run {
    process: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Run {
    fn new(dir: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
        command.current_dir(dir).args(arguments).stdin(Stdio::null());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = process.stdout.take().map(lines::<ChildStdout>).unwrap();
        let err = process.stderr.take().map(lines::<ChildStderr>).unwrap();
        Self { process, out, err }
    }

    /// The next line of the standard output.
    fn said(&self) -> String {
        self.out.recv_timeout(PATIENCE).expect("a line of output")
    }

    /// The lines of the standard error up to one that contains this.
    fn complained(&self, until: &str) -> String {
        let mut text = String::new();
        while !text.contains(until) {
            let line = self.err.recv_timeout(PATIENCE);
            text += &line.unwrap_or_else(|_| panic!("no `{until}` in {text}"));
            text.push('\n');
        }
        text
    }

    fn end(mut self, signal: &str) -> i32 {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.process.wait().unwrap().code().expect("an exit code, not a signal")
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn lines<R: std::io::Read + Send + 'static>(from: R) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let _ =
            BufReader::new(from).lines().map_while(Result::ok).try_for_each(|it| sender.send(it));
    });
    receiver
}

#[test]
fn watch_follows_what_is_edited() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let run = Run::new(dir.path(), &["watch"]);
    assert!(run.said().contains(" files written to public/, 0 removed)"));
    assert_is_cold(dir.path());

    put(dir.path(), "content/levels/ic/1-a.md", &LEVEL.replace("Removes", "Mends"));
    let line = run.said();
    assert!(line.starts_with("content/levels/ic/1-a.md: "), "{line}");
    assert!(line.contains(" pages in "), "{line}");
    assert_is_cold(dir.path());

    let before = listing(&dir.path().join("public"));
    put(dir.path(), "content/page.md", "[[nobody]]\n");
    let report = run.complained("nothing was written");
    assert!(report.contains("error[unknown-reference]"), "{report}");
    assert!(report.ends_with("content/page.md: nothing was written\n"), "{report}");
    assert_eq!(listing(&dir.path().join("public")), before);

    put(dir.path(), "content/page.md", "# Page\n");
    run.complained("all mended");
    assert!(run.said().starts_with("content/page.md: "));
    assert_is_cold(dir.path());
    assert_eq!(run.end("-INT"), 0);
}

#[test]
fn watch_goes_on_when_it_cannot_write() {
    let dir = folder(&[
        ("book.toml", "book.title = \"T\"\n"),
        ("content/levels/ic/1-a.md", LEVEL),
        ("public/mine.txt", "mine"),
    ]);
    let run = Run::new(dir.path(), &["watch", "--poll=20"]);
    let report = run.complained("the next change is another try");
    assert!(report.contains("has files that ladderbook did not write"), "{report}");
    fs::remove_file(dir.path().join("public/mine.txt")).unwrap();
    put(dir.path(), "content/page.md", "# Page\n");
    assert!(run.said().starts_with("content/page.md: "));
    assert_is_cold(dir.path());
    assert_eq!(run.end("-TERM"), 0);
}

#[test]
fn following_waits_for_a_project_that_is_not_there_yet_or_any_more() {
    let dir = folder(&[("book/content/levels/ic/1-a.md", LEVEL)]);
    let run = Run::new(dir.path(), &["watch", "book"]);
    assert!(run.complained("nothing was written").contains("error[missing-book]"));
    put(dir.path(), "book/book.toml", "book.title = \"T\"\n");
    assert!(run.said().starts_with("book.toml: "));
    fs::rename(dir.path().join("book"), dir.path().join("away")).unwrap();
    let told = run.complained("waiting for it to come back");
    assert!(told.contains("error: cannot open `book`: there is no such file or folder"), "{told}");
    fs::rename(dir.path().join("away"), dir.path().join("book")).unwrap();
    assert!(run.said().starts_with("as before: "));
    assert_eq!(run.end("-INT"), 0);
}

#[test]
fn the_preview_says_where_it_is_and_takes_another_port_if_need_be() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = Run::new(dir.path(), &["serve", "--port", &port]);
    assert!(run.said().contains(" pages in "));
    let line = run.said();
    assert!(
        line.starts_with(&format!("Port {port} is taken. Serving . at http://127.0.0.1:")),
        "{line}"
    );
    assert!(line.ends_with("/ (Ctrl-C ends)"), "{line}");
    assert!(!dir.path().join("public").exists(), "a preview writes nothing");
    assert_eq!(run.end("-INT"), 0);
}

#[test]
fn following_needs_a_folder() {
    let dir = folder(&[("book.toml", "")]);
    for command in ["serve", "watch"] {
        for (project, why) in [("nowhere", "no such file"), ("book.toml", "is not a folder")] {
            let arguments: &[&str] = match command {
                "serve" => &["serve", project, "--port", "0"],
                _ => &["watch", project],
            };
            let mut run = Run::new(dir.path(), arguments);
            assert!(run.complained("error: ").contains(why));
            assert_eq!(run.process.wait().unwrap().code(), Some(2));
        }
    }
}

/// Asserts that the output folder has what a cold build gives.
fn assert_is_cold(dir: &Path) {
    let (tree, _) = disk::read(dir).unwrap();
    let expected = site::build(&tree, &mut Memo::default()).output;
    let cold = tempfile::tempdir().unwrap();
    let output = cold.path().join("public");
    disk::write(&output, cold.path(), &expected).unwrap();
    assert_eq!(listing(&dir.join("public")), listing(&output));
}
