//! Live editing, piece by piece: reading again, watching, rebuilding, and the two commands.

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

use ladderbook::config::Overrides;
use ladderbook::disk::{self, ProjectReader};
use ladderbook::memo::Memo;
use ladderbook::serve::{
    ChangeSignal, Changed, DEBOUNCE, Rebuild, Rebuilder, Snapshot, SourceWatcher, WaitOptions,
};
use ladderbook::site::{self, Build};
use ladderbook::tree::{RelPath, Tree};

use super::diff::git;
use super::{folder, listing, put};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Longer than a notification takes to arrive.
const SILENCE: Duration = Duration::from_millis(150);

/// A book whose output folder is complete after each build: a search index would follow once nothing has
/// changed for a while.
const WITHOUT_SEARCH: &str = "book.title = \"T\"\nsearch.enabled = false\n";

const LEVEL: &str = "---\ntitle: Senior\n---\n\n## Code\n\n- Removes code\n";

/// Lets files grow so old that their times are to be trusted. The time of a change cannot be set, so
/// it must pass.
fn let_settle() {
    thread::sleep(Duration::from_millis(2100));
}

#[test]
fn what_has_not_changed_is_not_opened_again() {
    let dir = folder(&[("book.toml", "x"), ("content/a.md", "a"), ("content/b/c.md", "c")]);
    let mut reader = ProjectReader::new(dir.path());
    let mut read = || {
        let (tree, _) = reader.read().unwrap();
        assert_eq!(tree, disk::read(dir.path()).unwrap().0);
        reader.files_opened()
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
    let mut reader = ProjectReader::new(dir.path());
    let path = dir.path().join("content/a.md");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let set_time = |path: &Path| {
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    };
    set_time(&path);
    let_settle();
    reader.read().unwrap();
    reader.read().unwrap();
    assert_eq!(reader.files_opened(), 0);
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
    let mut reader = ProjectReader::new(dir.path());
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
    let mut reader = ProjectReader::new(dir.path());
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
    let mut reader = ProjectReader::new(&book);
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
    reader: ProjectReader,
    watcher: SourceWatcher,
    signal: Arc<ChangeSignal>,
    dir: &'a Path,
}

impl<'a> Watching<'a> {
    fn new(dir: &'a Path) -> Self {
        let signal = Arc::new(ChangeSignal::default());
        let watcher = SourceWatcher::new(Arc::clone(&signal), None);
        let mut watching = Self { reader: ProjectReader::new(dir), watcher, signal, dir };
        watching.settle();
        watching
    }

    /// Whether there is a notification in this time.
    fn is_notified(&self, time: Duration) -> bool {
        let started = Instant::now();
        self.signal.wait(WaitOptions { debounce: DEBOUNCE, timeout: Some(time) });
        started.elapsed() < time
    }

    /// Reads and watches until there is nothing more to read.
    fn settle(&mut self) {
        loop {
            self.reader.read().unwrap();
            assert_eq!(self.watcher.ensure_watching(self.reader.source_paths()), None);
            if !self.is_notified(SILENCE) {
                break;
            }
        }
    }

    /// Asserts that something that is done raises a notification.
    fn notices(&mut self, what: &str, act: impl FnOnce(&Path)) {
        act(self.dir);
        assert!(self.is_notified(PATIENCE), "{what}");
        self.settle();
    }

    /// Asserts that something that is done raises none.
    fn ignores(&mut self, what: &str, act: impl FnOnce(&Path)) {
        act(self.dir);
        assert!(!self.is_notified(SILENCE), "{what}");
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
fn the_output_our_own_reading_and_hidden_files_are_ignored() {
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
fn a_steady_writer_does_not_keep_the_loop_from_reading() {
    let signal = Arc::new(ChangeSignal::default());
    let writer = {
        let signal = Arc::clone(&signal);
        thread::spawn(move || {
            for _ in 0..400 {
                signal.notify(Changed::Anything);
                thread::sleep(Duration::from_millis(2));
            }
        })
    };
    let started = Instant::now();
    let options = WaitOptions { debounce: Duration::from_millis(20), timeout: None };
    assert!(signal.wait(options).is_some());
    assert!(started.elapsed() >= Duration::from_millis(100), "{:?}", started.elapsed());
    assert!(!writer.is_finished());
    writer.join().unwrap();
    signal.close();
    assert!(signal.wait(WaitOptions { debounce: DEBOUNCE, timeout: None }).is_none());
}

/// The rebuild that a change leads to, though it may look like half of a save at first.
fn rebuilt(rebuilder: &mut Rebuilder) -> Rebuild {
    loop {
        if let Some(rebuild) = rebuilder.refresh().unwrap() {
            return rebuild;
        }
        thread::sleep(rebuilder.retry_after().expect("a change"));
    }
}

/// Asserts that nothing has changed, or that it was changed back.
fn assert_unchanged(rebuilder: &mut Rebuilder) {
    assert!(rebuilder.refresh().unwrap().is_none());
    assert_eq!(rebuilder.retry_after(), None);
}

/// Asserts that there is a change, and that it is put off.
fn assert_put_off(rebuilder: &mut Rebuilder) {
    assert!(rebuilder.refresh().unwrap().is_none());
    assert!(rebuilder.retry_after().is_some());
}

#[test]
fn a_rebuild_names_the_files_that_have_changed() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let mut rebuilder = Rebuilder::new(dir.path());
    let first = rebuilder.refresh().unwrap().expect("the first build");
    assert_eq!(first.changed.len(), 2);
    assert!(first.good_build().is_some());
    assert_unchanged(&mut rebuilder);
    put(dir.path(), "content/page.md", "# Page\n");
    let second = rebuilder.refresh().unwrap().expect("a build");
    assert_eq!(second.changed[0].as_str(), "content/page.md");
    let snapshot = Snapshot::default().after_rebuild(&first).unwrap();
    let next = snapshot.after_rebuild(&second).unwrap();
    assert_eq!((snapshot.epoch, next.epoch), (1, 2));
    assert!(next.after_rebuild(&second).is_none(), "it would show the same");
}

#[test]
fn what_is_said_to_have_changed_is_read_alone_and_all_else_later() {
    let level = "content/levels/ic/1-a.md";
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), (level, LEVEL)]);
    let root = dir.path().canonicalize().unwrap();
    let changed = |path: &str| Changed::At([root.join(path)].into());
    let mut rebuilder = Rebuilder::new(dir.path());
    rebuilt(&mut rebuilder);
    let after = |rebuilder: &mut Rebuilder, changed: &Changed| {
        let reading = rebuilder.read_after(changed).unwrap();
        reading.map(|reading| rebuilder.build(reading))
    };
    put(dir.path(), level, &LEVEL.replace("title: ", "title: New "));
    put(dir.path(), "book.toml", "book.title = \"U\"\n");
    let first = after(&mut rebuilder, &changed(level)).expect("a build");
    assert_eq!(first.changed.iter().map(RelPath::as_str).collect::<Vec<_>>(), [level]);
    assert!(!rebuilder.is_whole());
    assert!(after(&mut rebuilder, &changed(level)).is_none());
    let rest = after(&mut rebuilder, &Changed::Anything).expect("a build");
    assert_eq!(rest.changed.iter().map(RelPath::as_str).collect::<Vec<_>>(), ["book.toml"]);
    assert!(rebuilder.is_whole());
    assert_unchanged(&mut rebuilder);

    // While more may change, one file is read: not several, nor one that is empty or new.
    put(dir.path(), level, &LEVEL.replace("title: ", "title: Newer "));
    let both = Changed::At([root.join(level), root.join("book.toml")].into());
    assert!(rebuilder.read_early(&both).is_none());
    let reading = rebuilder.read_early(&changed(level)).expect("a change");
    let early = rebuilder.build(reading);
    assert!(rebuilder.read_after(&both).unwrap().is_none(), "nothing has changed since");
    put(dir.path(), "book.toml", "book.title = \"V\"\n");
    let later = after(&mut rebuilder, &both).expect("a build").after(Some(early));
    assert_eq!(later.changed.iter().map(RelPath::as_str).collect::<Vec<_>>(), ["book.toml", level]);
    put(dir.path(), level, "");
    assert!(rebuilder.read_early(&changed(level)).is_none());
    assert_eq!(rebuilder.retry_after(), None);
    put(dir.path(), level, &LEVEL.replace("title: ", "title: Newest "));
    assert!(after(&mut rebuilder, &changed(level)).is_some());

    // More than the bytes of a file: what is new, gone or empty is read with all else.
    put(dir.path(), "content/new.md", "# New\n");
    let new = after(&mut rebuilder, &changed("content/new.md")).expect("a build");
    assert_eq!(new.changed[0].as_str(), "content/new.md");
    assert!(rebuilder.is_whole());
    put(dir.path(), level, "");
    assert!(after(&mut rebuilder, &changed(level)).is_none());
    assert!(rebuilder.retry_after().is_some());
    put(dir.path(), level, LEVEL);
    let back = after(&mut rebuilder, &changed(level)).expect("a build");
    assert!(back.good_build().is_some());
    fs::remove_file(dir.path().join("content/new.md")).unwrap();
    assert!(after(&mut rebuilder, &changed("content/new.md")).is_none());
    assert!(rebuilder.retry_after().is_some());
    assert_eq!(rebuilt(&mut rebuilder).changed[0].as_str(), "content/new.md");
}

#[test]
fn a_file_that_has_become_empty_or_is_gone_may_be_half_saved() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let mut rebuilder = Rebuilder::new(dir.path());
    rebuilt(&mut rebuilder);
    put(dir.path(), "content/levels/ic/1-a.md", "");
    assert_put_off(&mut rebuilder);
    put(dir.path(), "content/levels/ic/1-a.md", LEVEL);
    assert_unchanged(&mut rebuilder);
    fs::remove_file(dir.path().join("content/levels/ic/1-a.md")).unwrap();
    assert_put_off(&mut rebuilder);
    assert!(rebuilt(&mut rebuilder).problems().is_some());
    assert_unchanged(&mut rebuilder);
}

#[test]
fn a_project_that_was_missing_is_built_at_once() {
    let dir = folder(&[("book/book.toml", "book.title = \"T\"\n"), ("book/content/a.md", "a")]);
    let (book, away) = (dir.path().join("book"), dir.path().join("away"));
    let mut rebuilder = Rebuilder::new(&book);
    rebuilt(&mut rebuilder);
    fs::remove_file(book.join("content/a.md")).unwrap();
    assert_put_off(&mut rebuilder);
    fs::rename(&book, &away).unwrap();
    assert!(rebuilder.refresh().is_err());
    assert_eq!(rebuilder.retry_after(), None);
    fs::rename(&away, &book).unwrap();
    let again = rebuilder.refresh().unwrap().expect("a build");
    assert_eq!(again.changed[0].as_str(), "content/a.md");
}

#[test]
fn a_panic_is_reported_and_the_next_change_is_built() {
    fn build(project: &Tree, overrides: &Overrides, memo: &mut Memo) -> Build {
        assert!(project.get("content/panic").is_none(), "told to");
        site::build_with(project, overrides, memo)
    }
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", LEVEL)]);
    let mut rebuilder = Rebuilder::with_build(dir.path(), build);
    let good = Snapshot::default().after_rebuild(&rebuilt(&mut rebuilder)).unwrap();
    put(dir.path(), "content/panic", "");
    let bad = good.after_rebuild(&rebuilt(&mut rebuilder)).unwrap();
    assert_eq!(bad.site, good.site);
    assert!(bad.problems.as_ref().unwrap().contains("a bug of its own: told to"), "{bad:?}");
    fs::remove_file(dir.path().join("content/panic")).unwrap();
    let mended = bad.after_rebuild(&rebuilt(&mut rebuilder)).unwrap();
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
    let dir = folder(&[("book.toml", WITHOUT_SEARCH), ("content/levels/ic/1-a.md", LEVEL)]);
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
fn a_tag_that_means_another_commit_is_followed_with_the_next_change() {
    let dir = folder(&[("book.toml", WITHOUT_SEARCH), ("content/levels/ic/1-a.md", LEVEL)]);
    let commit = |words: &str| {
        put(dir.path(), "content/levels/ic/1-a.md", &LEVEL.replace("Removes", words));
        git(dir.path(), &["add", "--all"]);
        git(dir.path(), &["commit", "--quiet", "--message", words]);
        git(dir.path(), &["tag", "--force", "v1"]);
    };
    git(dir.path(), &["init", "--quiet"]);
    commit("Removes");
    put(dir.path(), ".gitignore", "/public/\n");
    let edition = "\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n";
    put(dir.path(), "book.toml", &format!("{WITHOUT_SEARCH}{edition}"));
    let run = Run::new(dir.path(), &["watch"]);
    run.said();
    let page = dir.path().join("public/editions/2025/levels/ic/a/index.html");
    assert!(fs::read_to_string(&page).unwrap().contains("Removes code"));
    for words in ["Mends", "Reads"] {
        commit(words);
        // The new words are read at once, and perhaps before the tag is there.
        run.said();
        put(dir.path(), "content/page.md", &format!("# {words}\n"));
        run.said();
        assert!(fs::read_to_string(&page).unwrap().contains(&format!("{words} code")), "{words}");
    }
    assert_eq!(run.end("-INT"), 0);
}

#[test]
fn watch_goes_on_when_it_cannot_write() {
    let dir = folder(&[
        ("book.toml", WITHOUT_SEARCH),
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
    let overrides = Overrides { fingerprinted_assets: true, ..Overrides::default() };
    let expected = site::build_with(&tree, &overrides, &mut Memo::default()).output;
    let cold = tempfile::tempdir().unwrap();
    let output = cold.path().join("public");
    disk::write(&output, cold.path(), &expected).unwrap();
    assert_eq!(listing(&dir.join("public")), listing(&output));
}
