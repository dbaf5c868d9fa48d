//! Folders <-> trees.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use ladderbook::disk::{self, MANIFEST, Spool, Written};
use ladderbook::tree::{File, FileStore, InMemory, RelPath, Tree, WriteFn};

use super::{folder, listing, put};

/// The paths that were read, and each problem as `code path`.
fn read(dir: &Path) -> (Vec<String>, Vec<String>) {
    let (tree, diagnostics) = disk::read(dir).unwrap();
    let paths = tree.iter().map(|(path, _)| path.to_string()).collect();
    let problems = diagnostics
        .iter()
        .map(|found| {
            let path = found.place.as_ref().map_or(String::new(), |place| place.path.to_string());
            format!("{} {path}", found.code)
        })
        .collect();
    (paths, problems)
}

fn written(changed: usize, unchanged: usize, removed: usize) -> Written {
    Written { changed, unchanged, removed }
}

/// The text of the error that writing ends with.
fn refusal(output: &Path, project: &Path, site: &Tree) -> String {
    format!("{:#}", disk::write(output, project, site).unwrap_err())
}

#[test]
fn a_project_is_book_content_and_themes() {
    let dir = folder(&[
        ("book.toml", "x"),
        ("content/levels/ic/1-a.md", "a"),
        ("content/ä ö.png", "ä"),
        ("themes/t/a.css", "b"),
        ("public/index.html", "no"),
        ("target/x", "no"),
        ("README.md", "no"),
    ]);
    let (tree, diagnostics) = disk::read(dir.path()).unwrap();
    assert!(diagnostics.is_empty());
    let expected = Tree::from_texts([
        ("book.toml", "x"),
        ("content/levels/ic/1-a.md", "a"),
        ("content/ä ö.png", "ä"),
        ("themes/t/a.css", "b"),
    ]);
    assert_eq!(tree, expected);
}

#[test]
fn an_empty_folder_is_an_empty_project() {
    assert_eq!(read(folder(&[]).path()), (vec![], vec![]));
}

#[test]
fn what_programs_leave_behind_is_skipped() {
    let dir = folder(&[
        ("content/guides/~$ladder.docx", "the name of a person"),
        ("content/guides/ladder.docx", "yes"),
        ("content/Thumbs.db", "no"),
        ("content/images/desktop.ini", "no"),
        ("content/images/Desktop.ini", "no"),
        ("content/node_modules/a/README.md", "no"),
        ("content/__MACOSX/a.md", "no"),
        ("content/thumbs.md", "yes"),
    ]);
    let paths = ["content/guides/ladder.docx", "content/thumbs.md"];
    assert_eq!(read(dir.path()), (paths.map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn registers_beside_content_are_seen_and_nothing_else_there() {
    let dir = folder(&[("tracks.yaml", "tracks: []"), ("scales.yml", ""), ("other.yaml", "no")]);
    let paths = ["scales.yml", "tracks.yaml"];
    assert_eq!(read(dir.path()), (paths.map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn hidden_files_are_skipped_save_those_of_a_site() {
    let dir = folder(&[
        ("content/.git/config", "no"),
        ("content/.draft.md", "no"),
        ("content/.well-known/security.txt", "yes"),
        ("content/.nojekyll", ""),
        ("content/a/.htaccess", "yes"),
    ]);
    // Emacs locks a file by a link that leads nowhere.
    symlink("me@host.1", dir.path().join("content/.#a.md")).unwrap();
    let paths = ["content/.nojekyll", "content/.well-known/security.txt", "content/a/.htaccess"];
    assert_eq!(read(dir.path()), (paths.map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn links_inside_the_project_are_followed() {
    let dir = folder(&[("content/a.md", "a"), ("shared/logo.svg", "l"), ("shared/in/b.md", "b")]);
    symlink("../shared", dir.path().join("content/assets")).unwrap();
    symlink("a.md", dir.path().join("content/b.md")).unwrap();
    symlink("shared/logo.svg", dir.path().join("book.toml")).unwrap();
    let (tree, diagnostics) = disk::read(dir.path()).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let expected = Tree::from_texts([
        ("book.toml", "l"),
        ("content/a.md", "a"),
        ("content/assets/in/b.md", "b"),
        ("content/assets/logo.svg", "l"),
        ("content/b.md", "a"),
    ]);
    assert_eq!(tree, expected);
}

#[test]
fn a_project_may_itself_be_behind_a_link() {
    let dir = folder(&[("book/content/a.md", "a"), ("book/b.md", "b")]);
    symlink("book", dir.path().join("link")).unwrap();
    symlink("../b.md", dir.path().join("book/content/b.md")).unwrap();
    let (paths, problems) = read(&dir.path().join("link"));
    assert_eq!(paths, ["content/a.md", "content/b.md"]);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn other_links_are_reported_and_the_rest_is_read() {
    let outside = folder(&[("secret.md", "s"), ("in/secret.md", "s")]);
    let dir = folder(&[("content/a.md", "a"), ("content/in/b.md", "b"), ("content/z.md", "z")]);
    let link = |target: &Path, at: &str| symlink(target, dir.path().join(at)).unwrap();
    link(&outside.path().join("secret.md"), "content/outside.md");
    link(&outside.path().join("in"), "content/outside-folder");
    link(Path::new("nowhere.md"), "content/dangling.md");
    link(Path::new("self.md"), "content/self.md");
    link(Path::new("../in"), "content/in/loop");
    link(Path::new("../.."), "content/in/root");
    link(outside.path(), "themes");
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/a.md", "content/in/b.md", "content/z.md"]);
    let at = [
        "content/dangling.md",
        "content/in/loop",
        "content/in/root",
        "content/outside-folder",
        "content/outside.md",
        "content/self.md",
        "themes",
    ];
    assert_eq!(problems, at.map(|path| format!("invalid-symlink {path}")));
}

#[test]
fn links_in_a_circle_end() {
    let dir = folder(&[("content/a/x.md", "a"), ("content/b/y.md", "b")]);
    symlink("../b", dir.path().join("content/a/b")).unwrap();
    symlink("../a", dir.path().join("content/b/a")).unwrap();
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/a/b/y.md", "content/a/x.md", "content/b/a/x.md", "content/b/y.md"]);
    assert_eq!(problems, ["invalid-symlink content/a/b/a", "invalid-symlink content/b/a/b"]);
}

#[test]
fn names_that_no_address_can_have_are_reported() {
    let dir = folder(&[("content/in/a.md", "a")]);
    fs::write(dir.path().join("content/in").join(OsStr::from_bytes(b"caf\xe9.md")), "").unwrap();
    put(dir.path(), "content/in/back\\slash.md", "");
    put(dir.path(), "content/in/line\nbreak/x.md", "");
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/in/a.md"]);
    assert_eq!(problems, ["invalid-file-name content/in"; 3]);
}

#[test]
fn what_is_no_file_is_reported_and_never_waited_for() {
    let dir = folder(&[("content/a.md", "a")]);
    let pipe = dir.path().join("content/pipe.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    symlink("pipe.md", dir.path().join("content/link.md")).unwrap();
    let _socket = UnixListener::bind(dir.path().join("content/socket")).unwrap();
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/a.md"]);
    let at = ["content/link.md", "content/pipe.md", "content/socket"];
    assert_eq!(problems, at.map(|path| format!("unreadable-file {path}")));
}

#[test]
fn what_cannot_be_read_is_reported_and_the_rest_is_read() {
    let dir = folder(&[
        ("content/a.md", "a"),
        ("content/closed.md", "b"),
        ("content/folder/c.md", "c"),
        ("book.toml", ""),
    ]);
    let chmod = |path: &str, mode| {
        fs::set_permissions(dir.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    for path in ["book.toml", "content/closed.md", "content/folder"] {
        chmod(path, 0o000);
    }
    // Nothing is closed to the superuser, so another user has to look.
    let binary = dir.path().join("ladderbook");
    fs::copy(env!("CARGO_BIN_EXE_ladderbook"), &binary).unwrap();
    let mut command = Command::new(&binary);
    command.args(["check", "--format", "short"]).arg(dir.path());
    if fs::read(dir.path().join("content/closed.md")).is_ok() {
        chmod("", 0o755);
        command.uid(65534);
    }
    let output = command.output().unwrap();
    chmod("content/folder", 0o755);
    let report = String::from_utf8(output.stderr).unwrap();
    for path in ["book.toml", "content/closed.md", "content/folder"] {
        let place = dir.path().join(path);
        let line = format!(
            "{}: error[unreadable-file]: this cannot be read: permission denied\n",
            place.display()
        );
        assert!(report.contains(&line), "no {line} in {report}");
    }
    assert!(!report.contains("missing-book"), "{report}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_folder_that_is_not_there_or_none_is_an_error() {
    let dir = folder(&[("file", "")]);
    let error = |path: &str| disk::read(&dir.path().join(path)).unwrap_err().to_string();
    assert!(error("nowhere").ends_with("nowhere`: there is no such file or folder"));
    assert!(error("file").contains("file` is not a folder\nhelp: "));
}

#[test]
fn a_site_is_written_then_only_what_differs() {
    let dir = folder(&[]);
    let output = dir.path().join("a/public");
    let site = Tree::from_texts([("index.html", "1"), ("a/b/c.html", "2"), ("d.html", "3")]);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(3, 0, 0));
    let before = listing(&output);

    let long_ago = SystemTime::now() - Duration::from_secs(1_000_000);
    let manifest = format!("../.public{MANIFEST}");
    let touch = |path: &str| {
        let file = fs::File::options().write(true).open(output.join(path)).unwrap();
        file.set_modified(long_ago).unwrap();
    };
    for path in ["index.html", "d.html", &manifest] {
        touch(path);
    }
    let age = |path: &str| fs::metadata(output.join(path)).unwrap().modified().unwrap();
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(0, 3, 0));
    assert_eq!(listing(&output), before);
    assert_eq!((age("index.html"), age(&manifest)), (long_ago, long_ago));

    let site = Tree::from_texts([("index.html", "1"), ("d.html", "4"), ("e/f.html", "5")]);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(2, 1, 1));
    assert_eq!(age("index.html"), long_ago);
    assert_ne!(age("d.html"), long_ago);
    assert_eq!(listing(&output), ["d.html: 4", "e/", "e/f.html: 5", "index.html: 1"]);
    let named = fs::read_to_string(output.join(&manifest)).unwrap();
    assert!(named.ends_with(".\nd.html\ne/f.html\nindex.html\n"), "{named}");
}

#[test]
fn only_files_of_ladderbook_are_removed() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let site = Tree::from_texts([("a/old.html", "1"), ("b/old.html", "2"), ("index.html", "")]);
    disk::write(&output, dir.path(), &site).unwrap();
    put(&output, "a/CNAME", "theirs");
    put(&output, "same.html", "3");

    let site = Tree::from_texts([("index.html", ""), ("same.html", "3")]);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(0, 2, 2));
    // same.html was there before ladderbook would have written it.
    let site = Tree::from_texts([("index.html", "")]);
    disk::write(&output, dir.path(), &site).unwrap();
    assert_eq!(listing(&output), ["a/", "a/CNAME: theirs", "index.html: ", "same.html: 3"]);
}

#[test]
fn a_foreign_file_in_the_place_of_a_page_is_not_replaced() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    disk::write(&output, dir.path(), &Tree::from_texts([("index.html", "1")])).unwrap();
    put(&output, "a.html", "theirs");
    put(&output, "b", "theirs");
    put(&output, "c/d", "theirs");
    let before = listing(&output);
    let texts = [("a.html", "x"), ("b/x.html", "x"), ("c", "x"), ("index.html", "2")];
    let error = refusal(&output, dir.path(), &Tree::from_texts(texts));
    assert!(error.starts_with("the site needs `b`, `a.html`, `c` in "), "{error}");
    assert_eq!(listing(&output), before);
}

#[test]
fn a_folder_with_a_foreign_file_does_not_become_a_page() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    disk::write(&output, dir.path(), &Tree::from_texts([("a/b/c", "1"), ("d/e", "1")])).unwrap();
    put(&output, "a/b/notes", "theirs");
    fs::create_dir(output.join("d/theirs")).unwrap();
    let before = listing(&output);
    let error = refusal(&output, dir.path(), &Tree::from_texts([("a", "2"), ("d", "2")]));
    assert!(error.starts_with("the site needs `a`, `d` in "), "{error}");
    assert_eq!(listing(&output), before);
}

#[test]
fn a_foreign_folder_is_refused() {
    let dir = folder(&[("photos/me.jpg", "")]);
    let output = dir.path().join("photos");
    let error = refusal(&output, dir.path(), &Tree::from_texts([("index.html", "1")]));
    assert!(error.contains("has files that ladderbook did not write"), "{error}");
    assert!(error.contains("help: choose another `output` in book.toml"), "{error}");
    assert_eq!(listing(&output), ["me.jpg: "]);
    let file = dir.path().join("photos/me.jpg");
    let error = refusal(&file, dir.path(), &Tree::from_texts([("index.html", "1")]));
    assert!(error.ends_with("it is not a folder"), "{error}");
}

#[test]
fn an_output_that_holds_the_sources_is_refused() {
    let dir = folder(&[("book/content/a/b.md", ""), ("book/themes/t/x", ""), ("real/x", "")]);
    let book = dir.path().join("book");
    symlink("../content", book.join("themes/link")).unwrap();
    let site = Tree::from_texts([("index.html", "1")]);
    let before = listing(dir.path());
    let refused = |output: &str, why: &str| {
        let error = refusal(&book.join(output), &book, &site);
        assert!(error.contains(why), "{output}: {error}");
        assert_eq!(listing(dir.path()), before, "{output}");
    };
    for output in [".", "..", "../..", "new/../../book"] {
        refused(output, "holds the sources of the handbook");
    }
    for output in ["content", "content/new", "content/a", "themes", "new/../content"] {
        refused(output, "and the sources in ");
    }
    refused("themes/link/new", "and the sources in ");
}

#[test]
fn content_behind_a_link_is_not_written_to() {
    let dir = folder(&[("docs/a.md", "")]);
    symlink("docs", dir.path().join("content")).unwrap();
    let error = refusal(&dir.path().join("docs/out"), dir.path(), &Tree::default());
    assert!(error.contains("overlap"), "{error}");
}

#[test]
fn an_output_that_is_a_link_must_lead_into_the_project() {
    let outside = folder(&[]);
    let dir = folder(&[("content/a.md", "")]);
    let site = Tree::from_texts([("index.html", "1")]);
    symlink(outside.path(), dir.path().join("public")).unwrap();
    for output in ["public", "public/deeper"] {
        let error = refusal(&dir.path().join(output), dir.path(), &site);
        assert!(error.contains("leads outside the project"), "{error}");
    }
    assert_eq!(listing(outside.path()), [""; 0]);

    fs::create_dir(dir.path().join("dist")).unwrap();
    symlink("dist", dir.path().join("inside")).unwrap();
    disk::write(&dir.path().join("inside"), dir.path(), &site).unwrap();
    assert_eq!(listing(&dir.path().join("dist")), ["index.html: 1"]);

    // A folder outside is fine when it is named as such.
    disk::write(&outside.path().join("www"), dir.path(), &site).unwrap();
    assert!(outside.path().join("www/index.html").is_file());
}

#[test]
fn nothing_is_written_or_removed_through_a_link() {
    let outside = folder(&[("old.html", "theirs"), ("empty/x", "")]);
    fs::remove_file(outside.path().join("empty/x")).unwrap();
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let site = Tree::from_texts([("a/old.html", "1"), ("a/empty/x", ""), ("index.html", "")]);
    disk::write(&output, dir.path(), &site).unwrap();
    fs::remove_dir_all(output.join("a")).unwrap();
    symlink(outside.path(), output.join("a")).unwrap();
    let before = listing(outside.path());

    let error = refusal(&output, dir.path(), &Tree::from_texts([("a/new.html", "2")]));
    assert!(error.contains("does not write through links"), "{error}");
    let site = Tree::from_texts([("index.html", "")]);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(0, 1, 0));
    assert_eq!(listing(outside.path()), before);
}

#[test]
fn a_link_in_the_place_of_a_page_is_replaced_itself() {
    let outside = folder(&[("target.html", "theirs")]);
    let dir = folder(&[]);
    let output = dir.path().join("public");
    disk::write(&output, dir.path(), &Tree::from_texts([("a.html", "1"), ("b.html", "1")]))
        .unwrap();
    for page in ["a.html", "b.html"] {
        fs::remove_file(output.join(page)).unwrap();
        symlink(outside.path().join("target.html"), output.join(page)).unwrap();
    }
    disk::write(&output, dir.path(), &Tree::from_texts([("a.html", "2")])).unwrap();
    assert_eq!(listing(&output), ["a.html: 2"]);
    assert_eq!(listing(outside.path()), ["target.html: theirs"]);
}

#[test]
fn a_manifest_cannot_lead_outside() {
    let dir = folder(&[("victim.txt", "v"), ("public/index.html", "1")]);
    let output = dir.path().join("public");
    let absolute = dir.path().join("victim.txt");
    let text = format!("# x\n../victim.txt\n{}\na/../../victim.txt\n", absolute.display());
    put(dir.path(), &format!(".public{MANIFEST}"), &text);
    let site = Tree::from_texts([("new.html", "2")]);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(1, 0, 0));
    assert_eq!(listing(dir.path()).last().unwrap(), "victim.txt: v");
}

#[test]
fn a_manifest_that_is_a_link_is_refused() {
    let dir = folder(&[("victim.txt", "index.html\n"), ("public/index.html", "1")]);
    let output = dir.path().join("public");
    for (target, link) in
        [("../victim.txt", output.join(MANIFEST)), ("victim.txt", disk::manifest_path(&output))]
    {
        symlink(target, &link).unwrap();
        let before = listing(dir.path());
        let error = refusal(&output, dir.path(), &Tree::from_texts([("index.html", "2")]));
        assert!(error.ends_with(&format!("{MANIFEST}` is not a file")), "{error}");
        assert_eq!(listing(dir.path()), before);
        fs::remove_file(link).unwrap();
    }
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let file = Tree::from_texts([("a", "1")]);
    let deep = Tree::from_texts([("a/b/c", "2"), ("a/d", "3")]);
    disk::write(&output, dir.path(), &file).unwrap();
    assert_eq!(disk::write(&output, dir.path(), &deep).unwrap(), written(2, 0, 1));
    assert_eq!(listing(&output), ["a/", "a/b/", "a/b/c: 2", "a/d: 3"]);
    assert_eq!(disk::write(&output, dir.path(), &file).unwrap(), written(1, 0, 2));
    assert_eq!(listing(&output), ["a: 1"]);
}

#[test]
fn a_site_that_no_folder_can_hold_is_refused() {
    let dir = folder(&[]);
    for texts in [[("a", ""), ("a/b", "")], [("a", ""), ("x\ny", "")], [("a", ""), (MANIFEST, "")]]
    {
        refusal(&dir.path().join("public"), dir.path(), &Tree::from_texts(texts));
        assert_eq!(listing(dir.path()), [""; 0]);
    }
}

#[test]
fn a_run_that_broke_off_is_remembered() {
    let dir = folder(&[]);
    // The folder stands so deep that the system refuses the path of a file with a long name.
    let longest = if cfg!(target_os = "linux") { 4096 } else { 1024 };
    let mut output = dir.path().join("public");
    while output.as_os_str().len() < longest - 150 {
        let rest = longest - 150 - output.as_os_str().len();
        output.push("d".repeat(rest.clamp(2, 101) - 1));
    }
    disk::write(&output, dir.path(), &Tree::from_texts([("old.html", "1")])).unwrap();
    let long = "n".repeat(200);
    let site = Tree::from_texts([("a.html", "2"), ("b.html", "2"), (&long, "2")]);
    let error = refusal(&output, dir.path(), &site);
    assert!(error.contains("cannot write"), "{error}");
    let listed = listing(&output);
    assert!(!listed.iter().any(|entry| entry.contains(".tmp")), "{listed:?}");
    let manifest = fs::read_to_string(disk::manifest_path(&output)).unwrap();
    for path in ["\n# This run has not finished.\n", "\na.html\n", "\nb.html\n", "\nold.html\n"] {
        assert!(manifest.contains(path), "{manifest}");
    }

    // One that was killed leaves temporary files behind as well.
    put(&output, ".ladderbook-1-2.tmp", "half");
    disk::write(&output, dir.path(), &Tree::from_texts([("c.html", "3")])).unwrap();
    assert_eq!(listing(&output), ["c.html: 3"]);
    let manifest = fs::read_to_string(disk::manifest_path(&output)).unwrap();
    assert!(!manifest.contains("not finished"), "{manifest}");
}

#[test]
fn a_run_that_broke_off_before_its_first_file_does_not_lock_the_folder() {
    let dir = folder(&[("public/.ladderbook-1-0.tmp", "half")]);
    let output = dir.path().join("public");
    disk::write(&output, dir.path(), &Tree::from_texts([("c.html", "3")])).unwrap();
    assert_eq!(listing(&output), ["c.html: 3"]);
}

#[test]
fn a_run_that_broke_off_while_it_wrote_its_first_manifest_leaves_nothing_behind() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let site = Tree::from_texts([("c.html", "3")]);
    disk::write(&output, dir.path(), &site).unwrap();
    for next in [site, Tree::from_texts([("c.html", "4")])] {
        put(&output, ".ladderbook-1-0.tmp", "half");
        put(dir.path(), ".public.ladderbook-manifest.tmp", "half");
        disk::write(&output, dir.path(), &next).unwrap();
        assert_eq!(listing(dir.path()).len(), 3, "{:?}", listing(dir.path()));
    }
}

#[test]
fn new_files_are_written_beside_others_and_never_over_them() {
    let files = Tree::from_texts([("book.toml", "1"), ("content/a.md", "2"), (".gitignore", "3")]);
    let dir = folder(&[("repository/.git/config", "c"), ("full/README.md", "r")]);
    let write = |path: &str| disk::write_new(&[(&dir.path().join(path), &files)]);
    write("new/deep").unwrap();
    let expected = [".gitignore: 3", "book.toml: 1", "content/", "content/a.md: 2"];
    assert_eq!(listing(&dir.path().join("new/deep")), expected);
    write("repository").unwrap();
    assert_eq!(write("full").unwrap(), 3);
    assert!(listing(&dir.path().join("full")).contains(&"README.md: r".to_owned()));

    let before = listing(dir.path());
    let again = write("repository").unwrap_err().to_string();
    assert!(again.contains("`.gitignore`, `book.toml`, `content/a.md` already"), "{again}");
    let more = Tree::from_texts([("full/README.md", "mine"), ("full/new.md", "")]);
    let other = Tree::from_texts([("somewhere/else.md", "")]);
    let taken = disk::write_new(&[(dir.path(), &other), (dir.path(), &more)]).unwrap_err();
    assert!(taken.to_string().contains("has `full/README.md` already"), "{taken}");
    assert_eq!(listing(dir.path()), before, "all is looked at before anything is written");
}

#[test]
fn a_new_folder_that_was_broken_off_is_filled_up() {
    let files =
        Tree::from_texts([("book.toml", "1"), ("content/a.md", "2"), ("content/b.md", "3")]);
    let begun = [("book.toml", "1"), ("content/a.md", "2"), ("content/.ladderbook-1-0.tmp", "")];
    let dir = folder(&begun);
    assert_eq!(disk::write_new(&[(dir.path(), &files)]).unwrap(), 1);
    assert!(listing(dir.path()).contains(&"content/b.md: 3".to_owned()));

    // Another text, and files that would become pages.
    for (path, text) in [("content/a.md", "half"), ("content/mine.md", ""), ("content/x/a.md", "")]
    {
        let dir = folder(&begun);
        put(dir.path(), path, text);
        let before = listing(dir.path());
        disk::write_new(&[(dir.path(), &files)]).unwrap_err();
        assert_eq!(listing(dir.path()), before, "{path}");
    }
}

#[test]
fn a_file_that_is_written_keeps_its_permissions_and_its_links() {
    let dir = folder(&[("out.json", "old"), ("linked.json", "old")]);
    let (file, link) = (dir.path().join("out.json"), dir.path().join("link.json"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    disk::write_file(&file, b"new").unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    symlink("linked.json", &link).unwrap();
    symlink("missing.json", dir.path().join("dangling.json")).unwrap();
    disk::write_file(&link, b"new").unwrap();
    disk::write_file(&dir.path().join("dangling.json"), b"new").unwrap();
    let expected = [
        "dangling.json -> missing.json",
        "link.json -> linked.json",
        "linked.json: new",
        "missing.json: new",
        "out.json: new",
    ];
    assert_eq!(listing(dir.path()), expected);
}

#[test]
fn a_site_without_its_manifest_is_told_from_foreign_files() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let site = Tree::from_texts([("index.html", "1"), ("api/handbook.json", "{}")]);
    disk::write(&output, dir.path(), &site).unwrap();
    fs::remove_file(disk::manifest_path(&output)).unwrap();
    let before = listing(&output);
    let lost = refusal(&output, dir.path(), &site);
    assert!(lost.contains("/.public.ladderbook-manifest`, is not beside it"), "{lost}");
    assert_eq!(listing(&output), before);
}

#[test]
fn the_manifest_is_no_part_of_what_is_published() {
    let dir = folder(&[]);
    let [one, other] = ["a.html", "b.html"].map(|path| Tree::from_texts([(path, "1")]));
    disk::write(&dir.path().join("public"), dir.path(), &one).unwrap();
    disk::write(&dir.path().join("site"), dir.path(), &other).unwrap();
    let names = |name: &str, file: &str| {
        format!(
            ".{name}{MANIFEST}: # Files that ladderbook wrote here. It replaces and removes no others.\n{file}\n"
        )
    };
    let expected = [
        names("public", "a.html"),
        names("site", "b.html"),
        "public/".to_owned(),
        "public/a.html: 1".to_owned(),
        "site/".to_owned(),
        "site/b.html: 1".to_owned(),
    ];
    assert_eq!(listing(dir.path()), expected);
}

#[test]
fn a_manifest_in_the_folder_is_taken_out_of_it() {
    let dir = folder(&[("public/old.html", "1"), ("public/a.html", "1")]);
    let output = dir.path().join("public");
    put(&output, MANIFEST, "# Files\na.html\nold.html\n");
    let site = Tree::from_texts([("a.html", "1"), ("old.html", "1")]);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(0, 2, 0));
    assert_eq!(listing(&output), ["a.html: 1", "old.html: 1"], "though nothing has changed");

    // An older version has been at work in between, and knows nothing of the list beside the folder.
    put(&output, "new.html", "1");
    put(&output, MANIFEST, "# Files\na.html\nnew.html\n");
    let site = Tree::from_texts([("a.html", "2")]);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(1, 0, 2));
    assert_eq!(listing(&output), ["a.html: 2"]);
}

#[test]
fn where_nothing_can_stand_beside_a_folder_its_manifest_stands_in_it() {
    let dir = folder(&[]);
    // With more than its own name a file beside it has one that is too long.
    let output = dir.path().join("o".repeat(250));
    for (text, counts) in
        [("1", written(1, 0, 0)), ("1", written(0, 1, 0)), ("2", written(1, 0, 0))]
    {
        let site = Tree::from_texts([("a.html", text)]);
        assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), counts);
        assert!(output.join(MANIFEST).is_file());
        assert_eq!(listing(dir.path()).len(), 3);
    }
}

#[test]
fn another_folder_of_the_same_name_is_not_the_one_that_was_written() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let site = Tree::from_texts([("index.html", "1"), ("a.html", "1"), ("b.html", "1")]);
    disk::write(&output, dir.path(), &site).unwrap();
    fs::remove_dir_all(&output).unwrap();
    put(dir.path(), "public/index.html", "mine");
    let refused = refusal(&output, dir.path(), &site);
    assert!(refused.contains("seems to be another one"), "{refused}");
    assert_eq!(listing(&output), ["index.html: mine"]);

    // One that was removed is written anew.
    fs::remove_dir_all(&output).unwrap();
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(3, 0, 0));
    // One of which a file was removed is the same folder still.
    fs::remove_file(output.join("a.html")).unwrap();
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(1, 2, 0));
}

#[test]
fn a_folder_that_was_emptied_but_for_hidden_files_is_written_anew() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let site = Tree::from_texts([(".nojekyll", ""), ("a.html", "1"), ("b.html", "1")]);
    disk::write(&output, dir.path(), &site).unwrap();
    // As `rm -rf public/*` does.
    fs::remove_file(output.join("a.html")).unwrap();
    fs::remove_file(output.join("b.html")).unwrap();
    put(dir.path(), "public/.gitkeep", "mine");
    let refused = refusal(&output, dir.path(), &site);
    assert!(refused.contains("seems to be another one"), "{refused}");
    fs::remove_file(output.join(".gitkeep")).unwrap();
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(2, 1, 0));
}

#[test]
fn a_folder_that_is_written_to_is_waited_for() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    disk::write(&output, dir.path(), &Tree::from_texts([("a", "1")])).unwrap();
    let lock = output.join(".ladderbook-lock");
    let file = fs::File::create(&lock).unwrap();
    file.lock().unwrap();
    let started = Instant::now();
    let site = Tree::from_texts([("a", "2")]);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| disk::write(&output, dir.path(), &site));
        std::thread::sleep(Duration::from_millis(100));
        assert!(listing(&output).contains(&"a: 1".to_owned()));
        file.unlock().unwrap();
        assert_eq!(writing.join().unwrap().unwrap(), written(1, 0, 0));
    });
    assert!(started.elapsed() >= Duration::from_millis(100));
    assert_eq!(listing(&output), ["a: 2"]);
}

/// A site whose files are given to a spool.
fn spooled(spool: &Spool, texts: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| {
        let path = RelPath::new(path).unwrap();
        (path.clone(), spool.store(&path, text.as_bytes().to_vec()))
    };
    texts.iter().map(file).collect()
}

/// How many of the files are not in memory.
fn stored(site: &Tree) -> usize {
    site.iter().filter(|(_, file)| file.stored_at().is_some()).count()
}

#[test]
fn files_wait_in_the_output_folder_until_they_are_moved() {
    let dir = folder(&[]);
    let output = dir.path().join("a/public");
    let texts = [("a/b.html", "1"), ("c.html", "2"), ("index.html", "2")];
    let spool = Spool::new(&output, dir.path());
    assert_eq!(listing(dir.path()), [""; 0], "before the first file");
    let site = spooled(&spool, &texts);
    assert_eq!(stored(&site), 3);
    assert_eq!(site, Tree::from_texts(texts));
    assert_eq!(site.get("a/b.html").unwrap().bytes(), b"1");
    // As they will in the site: there is none yet.
    let waiting = listing(&output);
    for place in ["/a/b.html: 1", "/c.html: 2", "/index.html: 2"] {
        assert!(waiting.iter().any(|it| it.ends_with(&format!(".tmp{place}"))), "{waiting:?}");
    }
    assert_eq!(disk::write_spooled(spool, &site).unwrap(), written(3, 0, 0));
    let files = ["a/", "a/b.html: 1", "c.html: 2", "index.html: 2"];
    assert_eq!(listing(&output), files);

    // What stands there is left alone, and is not written for a comparison.
    let long_ago = SystemTime::now() - Duration::from_secs(1_000_000);
    let index = fs::File::options().write(true).open(output.join("index.html")).unwrap();
    index.set_modified(long_ago).unwrap();
    let spool = Spool::new(&output, dir.path());
    let site = spooled(&spool, &texts);
    assert_eq!(stored(&site), 3);
    let waiting = listing(&output);
    assert!(!waiting.iter().any(|it| it.contains(".tmp/.")), "{waiting:?}");
    assert_eq!(disk::write_spooled(spool, &site).unwrap(), written(0, 3, 0));
    assert_eq!(listing(&output), files);
    assert_eq!(index.metadata().unwrap().modified().unwrap(), long_ago);

    let spool = Spool::new(&output, dir.path());
    let site = spooled(&spool, &[("c.html", "3"), ("d/e.html", "4"), ("index.html", "2")]);
    let waiting = listing(&output);
    assert_eq!(waiting.iter().filter(|it| it.contains(".tmp/.ladderbook-")).count(), 2);
    assert_eq!(disk::write_spooled(spool, &site).unwrap(), written(2, 1, 1));
    assert_eq!(listing(&output), ["c.html: 3", "d/", "d/e.html: 4", "index.html: 2"]);
    let manifest = fs::read_to_string(disk::manifest_path(&output)).unwrap();
    assert!(manifest.ends_with(".\nc.html\nd/e.html\nindex.html\n"), "{manifest}");
}

#[test]
fn a_spool_that_is_given_up_leaves_nothing() {
    let dir = folder(&[]);
    let output = dir.path().join("a/b/public");
    let spool = Spool::new(&output, dir.path());
    assert_eq!(stored(&spooled(&spool, &[("index.html", "1")])), 1);
    drop(spool);
    assert_eq!(listing(dir.path()), [""; 0]);

    disk::write(&output, dir.path(), &Tree::from_texts([("index.html", "1")])).unwrap();
    let before = listing(dir.path());
    let spool = Spool::new(&output, dir.path());
    assert_eq!(stored(&spooled(&spool, &[("index.html", "2"), ("new/a.html", "1")])), 2);
    drop(spool);
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn what_is_written_bit_by_bit_is_stored_as_a_whole() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let path = RelPath::new("data.json").unwrap();
    let write: WriteFn = &|to| {
        to.write_all(b"one, ")?;
        to.write_all(b"two")
    };
    // Written anew, and as it stands there.
    for counts in [written(1, 0, 0), written(0, 1, 0)] {
        let spool = Spool::new(&output, dir.path());
        let file = spool.store_written(&path, write);
        assert!(file.stored_at().is_some());
        assert!(file == File::new(*b"one, two"));
        assert_eq!(file.bytes(), b"one, two");
        let site: Tree = [(path.clone(), file)].into_iter().collect();
        assert_eq!(disk::write_spooled(spool, &site).unwrap(), counts);
        assert_eq!(listing(&output), ["data.json: one, two"]);
    }
    let foreign = folder(&[("public/notes.txt", "Mine")]);
    let spool = Spool::new(&foreign.path().join("public"), foreign.path());
    for store in [&InMemory as &dyn FileStore, &spool] {
        let file = store.store_written(&path, write);
        assert!(file.stored_at().is_none());
        assert_eq!(file.bytes(), b"one, two");
    }
}

#[test]
fn one_stored_file_may_stand_at_several_paths() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let [a, b, c] = ["a.html", "b/b.html", "c.html"].map(|it| RelPath::new(it).unwrap());
    // Written anew, and as it stands there.
    for counts in [written(3, 0, 0), written(0, 3, 0)] {
        let spool = Spool::new(&output, dir.path());
        let file = spool.store(&a, b"1".to_vec());
        let paths = [a.clone(), b.clone(), c.clone()];
        let site: Tree = paths.into_iter().map(|path| (path, file.clone())).collect();
        assert_eq!(disk::write_spooled(spool, &site).unwrap(), counts);
        assert_eq!(listing(&output), ["a.html: 1", "b/", "b/b.html: 1", "c.html: 1"]);
    }
    let spool = Spool::new(&output, dir.path());
    let site = [(b, spool.store(&a, b"1".to_vec())), (c, File::new(&b"2"[..]))];
    assert_eq!(disk::write_spooled(spool, &site.into_iter().collect()).unwrap(), written(1, 1, 1));
    assert_eq!(listing(&output), ["b/", "b/b.html: 1", "c.html: 2"]);
}

#[test]
fn what_no_spool_can_take_stays_in_memory_and_is_refused_as_ever() {
    let dir = folder(&[("content/a.md", ""), ("mine/index.html", "theirs"), ("file", "")]);
    let before = listing(dir.path());
    let cases = [
        ("content/out", "overlap"),
        ("mine", "has files that ladderbook did not write"),
        ("file", "cannot write to the folder"),
        (".", "holds the sources"),
    ];
    for (output, why) in cases {
        let spool = Spool::new(&dir.path().join(output), dir.path());
        let site = spooled(&spool, &[("index.html", "1")]);
        assert_eq!(stored(&site), 0, "{output}");
        let error = format!("{:#}", disk::write_spooled(spool, &site).unwrap_err());
        assert!(error.contains(why), "{output}: {error}");
        assert_eq!(listing(dir.path()), before, "{output}");
    }

    // A file where a page belongs is seen once all pages are known.
    let output = dir.path().join("public");
    disk::write(&output, dir.path(), &Tree::from_texts([("index.html", "1")])).unwrap();
    put(&output, "a.html", "theirs");
    let before = listing(dir.path());
    let spool = Spool::new(&output, dir.path());
    let site = spooled(&spool, &[("a.html", "x"), ("index.html", "2")]);
    let error = format!("{:#}", disk::write_spooled(spool, &site).unwrap_err());
    assert!(error.contains("`a.html`"), "{error}");
    assert_eq!(listing(dir.path()), before);
}

/// How a site is given to a spool.
type Way<'w> = &'w dyn Fn(&Spool) -> Tree;

/// A new site moves by its topmost folders only if nothing else is in them.
#[test]
fn a_new_site_is_whole_whatever_its_spool_holds_besides() {
    let dir = folder(&[]);
    let path = |path| RelPath::new(path).unwrap();
    let texts = [("a/b.html", "1"), ("a/c/d.html", "2"), ("e.html", "3"), ("f/g.html", "4")];
    let whole = ["a/", "a/b.html: 1", "a/c/", "a/c/d.html: 2", "e.html: 3", "f/", "f/g.html: 4"];
    let ways: [(&str, Way); 5] = [
        ("all in the spool", &|spool| spooled(spool, &texts)),
        ("one in memory", &|spool| {
            let rest = spooled(spool, &texts[1..]);
            Tree::from_texts([texts[0]]).overlay(&rest)
        }),
        ("one that the site lacks", &|spool| {
            spooled(spool, &[("a/other.html", "x"), ("z/other.html", "y")]);
            spooled(spool, &texts)
        }),
        ("one given twice", &|spool| {
            spooled(spool, &[("e.html", "old")]);
            spooled(spool, &texts)
        }),
        ("one that stands at two paths", &|spool| {
            let mut site = spooled(spool, &texts[..3]);
            let other = spool.store(&path("h.html"), b"4".to_vec());
            site.insert(path("f/g.html"), other);
            site
        }),
    ];
    for (number, (name, way)) in ways.into_iter().enumerate() {
        let output = dir.path().join(number.to_string());
        let spool = Spool::new(&output, dir.path());
        let site = way(&spool);
        assert_eq!(disk::write_spooled(spool, &site).unwrap(), written(4, 0, 0), "{name}");
        assert_eq!(listing(&output), whole, "{name}");
        let manifest = fs::read_to_string(disk::manifest_path(&output)).unwrap();
        assert!(
            manifest.ends_with(".\na/b.html\na/c/d.html\ne.html\nf/g.html\n"),
            "{name}: {manifest}"
        );
    }
}

#[test]
fn a_spool_of_a_killed_run_is_removed_and_one_that_is_in_use_is_not() {
    let dir = folder(&[]);
    let output = dir.path().join("public");
    let site = Tree::from_texts([("index.html", "1")]);
    disk::write(&output, dir.path(), &site).unwrap();
    let leave = || put(&output, ".ladderbook-1.tmp/.ladderbook-7.tmp", "half");
    leave();
    let lock = output.join(".ladderbook-lock");
    let held = fs::File::create(&lock).unwrap();
    held.lock().unwrap();
    let before = listing(&output);
    let spool = Spool::new(&output, dir.path());
    assert_eq!(stored(&spooled(&spool, &[("index.html", "2")])), 0, "another run is at work");
    drop(spool);
    assert_eq!(listing(&output), before);
    held.unlock().unwrap();

    // Whoever writes next removes it, and so does one who only was about to.
    disk::write(&output, dir.path(), &site).unwrap();
    assert_eq!(listing(&output), ["index.html: 1"]);
    leave();
    let spool = Spool::new(&output, dir.path());
    assert_eq!(stored(&spooled(&spool, &[("index.html", "2")])), 1);
    drop(spool);
    assert_eq!(listing(&output), ["index.html: 1"]);
    // A folder that it is the only thing in is no foreign one.
    let other = dir.path().join("other");
    put(&other, ".ladderbook-1.tmp/.ladderbook-7.tmp", "half");
    disk::write(&other, dir.path(), &site).unwrap();
    assert_eq!(listing(&other), ["index.html: 1"]);
    // So is the spool of a site that was the first in its folder.
    let first = dir.path().join("first");
    put(&first, ".ladderbook-site-1.tmp/levels/index.html", "half");
    put(&first, ".ladderbook-site-1.tmp/index.html", "half");
    disk::write(&first, dir.path(), &site).unwrap();
    assert_eq!(listing(&first), ["index.html: 1"]);
    // What somebody has put into a folder of such a name stays.
    put(&output, ".ladderbook-2.tmp/mine.txt", "mine");
    disk::write(&output, dir.path(), &Tree::from_texts([("index.html", "3")])).unwrap();
    let kept = [".ladderbook-2.tmp/", ".ladderbook-2.tmp/mine.txt: mine", "index.html: 3"];
    assert_eq!(listing(&output), kept);
}

#[test]
fn a_large_file_that_is_only_copied_stays_on_the_disk() {
    let text: String = (0..300_000).map(|it| format!("{it}\n")).collect();
    let dir = folder(&[("content/talk.mp4", &text), ("content/long.md", &text)]);
    let (tree, _) = disk::read(dir.path()).unwrap();
    let (talk, long) =
        (tree.get("content/talk.mp4").unwrap(), tree.get("content/long.md").unwrap());
    assert!(talk.stored_at().is_some() && long.stored_at().is_none());
    assert_eq!(talk, long);

    let output = dir.path().join("public");
    let path = |path: &str| RelPath::new(path).unwrap();
    let site: Tree = [(path("talk.mp4"), talk.clone())].into_iter().collect();
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(1, 0, 0));
    assert_eq!(fs::read_to_string(output.join("talk.mp4")).unwrap(), text);
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(0, 1, 0));

    put(dir.path(), "content/talk.mp4", &text.replace('7', "8"));
    let moved: Tree = [(path("other.mp4"), talk.clone())].into_iter().collect();
    let error = refusal(&output, dir.path(), &moved);
    assert!(error.contains("talk.mp4` has changed meanwhile"), "{error}");
    assert_eq!(listing(&output).len(), 1, "the old one, and no part of another");
    let (tree, _) = disk::read(dir.path()).unwrap();
    let talk = tree.get("content/talk.mp4").unwrap().clone();
    let site: Tree = [(path("talk.mp4"), talk)].into_iter().collect();
    assert_eq!(disk::write(&output, dir.path(), &site).unwrap(), written(1, 0, 0));
}

#[test]
fn a_single_file_is_replaced_but_never_a_device() {
    let dir = folder(&[("out.json", "old")]);
    let file = dir.path().join("out.json");
    disk::write_file(&file, b"new").unwrap();
    assert_eq!(listing(dir.path()), ["out.json: new"]);
    disk::write_file(Path::new("/dev/null"), b"new").unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let error = disk::write_file(&dir.path().join("no/out.json"), b"").unwrap_err().to_string();
    assert!(error.ends_with("there is no such file or folder"), "{error}");
}
