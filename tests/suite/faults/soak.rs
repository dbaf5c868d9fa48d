//! A preview that runs for long: many open pages, one edit after the other. Memory stays level, no page is left
//! behind, and what is asked for is answered at once.
//!
//! `LADDERBOOK_SOAK=1800` lets it run for half an hour.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{put_all, version};
use crate::support::number;

/// Pages that are open and follow the preview.
const PAGES: usize = 50;

/// What the resident memory may grow by after the first third: what an allocator keeps, not what leaks with
/// each of thousands of edits.
const GROWTH: u64 = 24 << 20;

/// How fast 99 of 100 requests are answered, on a machine that does nothing else.
const P99: Duration = Duration::from_millis(100);

/// A preview in a process of its own, which ends with this.
struct Preview {
    process: Child,
    address: String,
}

impl Preview {
    fn start(project: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
        command.args(["serve", "--port", "0"]).arg(project).stdin(Stdio::null());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line =
            lines.by_ref().map(Result::unwrap).find(|line| line.contains("http://")).unwrap();
        // What it says later must go somewhere.
        thread::spawn(move || lines.for_each(drop));
        let (_, rest) = line.split_once("http://").unwrap();
        Self { process, address: rest.split('/').next().unwrap().to_owned() }
    }

    fn ask(&self, path: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        BufReader::new(stream)
    }

    fn text(&self, path: &str) -> String {
        let mut bytes = Vec::new();
        self.ask(path).read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A number of a line of `/proc/PID/status`, in bytes or as it is.
    fn status(&self, name: &str) -> Option<u64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        let value: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(if line.ends_with("kB") { value << 10 } else { value })
    }

    fn descriptors(&self) -> Option<usize> {
        Some(fs::read_dir(format!("/proc/{}/fd", self.process.id())).ok()?.count())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Follows the preview as an open page does, and counts the events.
fn follow(preview: &Preview, seen: Arc<AtomicUsize>) {
    let reader = preview.ask("/__ladderbook/events?page=/guides/page-0/");
    thread::spawn(move || {
        for line in reader.lines().map_while(Result::ok) {
            if line.starts_with("data:") {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
}

#[test]
fn a_preview_that_runs_for_long_stays_as_it_was() {
    let duration = Duration::from_secs(number("LADDERBOOK_SOAK").unwrap_or(30));
    let dir = tempfile::tempdir().unwrap();
    put_all(dir.path(), &version(false));
    let preview = Preview::start(dir.path());
    let seen: Vec<Arc<AtomicUsize>> = (0..PAGES).map(|_| Arc::default()).collect();
    seen.iter().for_each(|seen| follow(&preview, Arc::clone(seen)));

    let started = Instant::now();
    let (mut edits, mut times) = (0, Vec::new());
    let mut base = None;
    while started.elapsed() < duration {
        edits += 1;
        let text = format!("# Page 0\n\nEdit {edits}. {}\n", "word ".repeat(edits % 50));
        fs::write(dir.path().join("content/guides/page-0.md"), text).unwrap();
        let shown = Instant::now();
        while !preview.text("/guides/page-0/").contains(&format!("Edit {edits}.")) {
            assert!(shown.elapsed() < Duration::from_secs(20), "edit {edits} is not shown");
            thread::sleep(Duration::from_millis(5));
        }
        for page in 0..5 {
            let asked = Instant::now();
            assert!(preview.text(&format!("/guides/page-{page}/")).starts_with("HTTP/1.1 200"));
            times.push(asked.elapsed());
        }
        if base.is_none() && started.elapsed() > duration / 3 {
            base = Some((preview.status("VmRSS"), preview.descriptors()));
        }
        thread::sleep(Duration::from_millis(20));
    }
    let (memory, descriptors) = base.unwrap();
    if let (Some(before), Some(after)) = (memory, preview.status("VmRSS")) {
        let grown = after.saturating_sub(before);
        assert!(grown < GROWTH, "{edits} edits: {} to {} MB", before >> 20, after >> 20);
    }
    if let (Some(before), Some(after)) = (descriptors, preview.descriptors()) {
        assert!(after <= before + 10, "{before} descriptors became {after}");
    }
    let told = seen.iter().map(|it| it.load(Ordering::Relaxed)).collect::<Vec<_>>();
    assert!(told.iter().all(|it| *it > 0), "{told:?}");
    times.sort_unstable();
    let p99 = times[times.len() * 99 / 100];
    eprintln!("{edits} edits, {} requests, p99 {p99:?}", times.len());
    // A debug build on a machine that runs other tests is no measure.
    if duration >= Duration::from_secs(300) {
        assert!(p99 < P99, "{p99:?}");
    }
}
