//! The preview server over real connections, with snapshots made by hand.
//!
//! Requests are written byte by byte, because no client would send the broken ones.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ladderbook::serve::{self, ListenAddress, Snapshot};
use ladderbook::tree::{File, RelPath, Tree};
use serde_json::Value;
use tokio::sync::{oneshot, watch};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

const HOME: &str = "<!DOCTYPE html><html><body><p>Home</p></BODY></html>\n";
const LEVEL: &str = "<!DOCTYPE html><p>A page that never ends its body";

fn site() -> Tree {
    let mut site = Tree::from_texts([
        ("index.html", HOME),
        ("404.html", "<!DOCTYPE html><html><body><a href=/careers/>home</a></body></html>"),
        ("levels/ic/senior/index.html", LEVEL),
        ("guides/größe/index.html", "<body>Größe</body>"),
        ("assets/css/site.css", "body { color: red }"),
        ("assets/js/site.js", "export {};"),
        ("api/handbook.json", "{}"),
        ("assets/favicon.svg", "<svg/>"),
        ("robots.txt", "User-agent: *"),
        ("handbook.csv", "a,b"),
        ("sitemap.xml", "<urlset/>"),
        ("CNAME", "example.com"),
    ]);
    let video: Vec<u8> = (0..=99).collect();
    site.insert(RelPath::new("talk.mp4").expect("a path"), File::new(video));
    site
}

fn snapshot(epoch: u64, site: Option<Tree>, problems: Option<&str>) -> Snapshot {
    Snapshot {
        index: Tree::default(),
        epoch,
        site: site.map(Arc::new),
        base_path: "/careers/".to_owned(),
        problems: problems.map(str::to_owned),
    }
}

/// A server in this process, which ends when this is dropped.
struct Preview {
    at: SocketAddr,
    snapshots: watch::Sender<Arc<Snapshot>>,
    end: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<anyhow::Result<()>>>,
}

impl Preview {
    fn new(first: Snapshot) -> Self {
        Self::on("127.0.0.1", 0, first)
    }

    fn on(host: &str, port: u16, first: Snapshot) -> Self {
        let listener =
            serve::bind(&ListenAddress { host: host.to_owned(), port }).expect("a free port");
        let (snapshots, receiver) = watch::channel(Arc::new(first));
        let (end, ended) = oneshot::channel::<()>();
        let at = SocketAddr::new([127, 0, 0, 1].into(), listener.local_addr().port());
        let server = thread::spawn(move || {
            serve::serve(listener, receiver, async {
                let _ = ended.await;
            })
        });
        Self { at, snapshots, end: Some(end), server: Some(server) }
    }

    fn of_site() -> Self {
        Self::new(snapshot(1, Some(site()), None))
    }

    fn show(&self, snapshot: Snapshot) {
        self.snapshots.send(Arc::new(snapshot)).expect("a server that listens");
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.at.port())
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.at).expect("a server that accepts");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// Sends bytes and reads until the server has said all. `None` if it said nothing.
    fn raw(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // The server may refuse and hang up before it has read everything.
        let _ = stream.write_all(request);
        let started = Instant::now();
        let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => return Answer::parse(&bytes),
                Ok(count) => bytes.extend(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                    return Answer::parse(&bytes);
                }
                Err(error) => panic!("the server neither answers nor hangs up: {error}"),
            }
            assert!(started.elapsed() < PATIENCE, "the answer never ends");
        }
    }

    /// A request with more headers than those that it needs.
    fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Answer {
        let mut lines =
            vec![format!("{method} {target} HTTP/1.1"), format!("Host: {}", self.host())];
        lines.extend(headers.iter().map(|&line| line.to_owned()));
        let request = format!("{}\r\nConnection: close\r\n\r\n", lines.join("\r\n"));
        self.raw(request.as_bytes()).expect("an answer")
    }

    fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[])
    }

    /// Follows the state of a page and some files.
    fn follow(&self, query: &str) -> Events {
        let mut stream = self.connect();
        let host = self.host();
        write!(stream, "GET /__ladderbook/events?{query} HTTP/1.1\r\nHost: {host}\r\n\r\n")
            .expect("a request");
        let mut lines = BufReader::new(stream);
        let mut head = Vec::new();
        while head.last().is_none_or(|line| line != "\r\n") {
            let mut line = String::new();
            assert!(lines.read_line(&mut line).expect("a line") > 0, "an answer, not {head:?}");
            head.push(line);
        }
        assert!(head[0].contains("200"), "{head:?}");
        let head = head.concat().to_lowercase();
        assert!(head.contains("content-type: text/event-stream"), "{head}");
        assert!(!head.contains("access-control"), "{head}");
        Events { lines, complete: false }
    }

    fn end(&mut self) -> anyhow::Result<()> {
        let _ = self.end.take().expect("ended only once").send(());
        self.server.take().expect("ended only once").join().expect("no panic")
    }

    /// Fails unless the server answers as ever.
    fn assert_alive(&self) {
        let answer = self.get("/");
        assert_eq!((answer.status, stripped(&answer.text()).as_str()), (200, HOME));
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        if self.end.is_some() {
            let _ = self.end();
        }
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n")?;
        let head = String::from_utf8(bytes[..end].to_vec()).expect("a head of text");
        let status = head.split(' ').nth(1)?.parse().expect("a status");
        Some(Self { status, head, body: bytes[end + 4..].to_vec() })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("a body of text")
    }
}

/// An open stream of states.
struct Events {
    lines: BufReader<TcpStream>,
    /// Whether the server has said that there is no more.
    complete: bool,
}

impl Events {
    /// The next line of the stream that says something; chunk sizes are no part of it.
    fn line(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).expect("a line in time") == 0 {
                return None;
            }
            self.complete |= line == "0\r\n";
            if line.contains(": ") {
                return Some(line.trim_end().to_owned());
            }
        }
    }

    /// The next state with its id.
    fn next(&mut self) -> (String, Value) {
        let mut id = String::new();
        while let Some(line) = self.line() {
            if let Some(found) = line.strip_prefix("id: ") {
                id = found.to_owned();
            } else if let Some(json) = line.strip_prefix("data: ") {
                return (id, serde_json::from_str(json).expect("a state"));
            }
        }
        panic!("the stream ended");
    }
}

/// A page without the tag that makes it live.
fn stripped(html: &str) -> String {
    let Some(start) = html.find("<script type=\"module\" src=\"/__ladderbook/live.js\"") else {
        panic!("no tag in {html}");
    };
    let end = start + html[start..].find("</script>").expect("an end") + "</script>".len();
    let rest = format!("{}{}", &html[..start], &html[end..]);
    assert!(!rest.contains("__ladderbook"), "more than one tag in {html}");
    rest
}

fn fingerprint(text: &str) -> String {
    File::new(text.as_bytes()).fingerprint().to_string()
}

#[test]
fn files_have_their_type_and_their_bytes() {
    let preview = Preview::of_site();
    for (path, type_) in [
        ("/assets/css/site.css", "text/css; charset=utf-8"),
        ("/assets/js/site.js", "text/javascript; charset=utf-8"),
        ("/api/handbook.json", "application/json; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/handbook.csv", "text/csv; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/talk.mp4", "video/mp4"),
        ("/CNAME", "application/octet-stream"),
    ] {
        let answer = preview.get(path);
        let bytes = site().get(&path[1..]).expect("a file").bytes().to_vec();
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), Some(type_), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
        assert_eq!(answer.body, bytes, "{path}");
        let fingerprint = site().get(&path[1..]).expect("a file").fingerprint();
        let timing = format!("ladderbook;desc=\"{fingerprint}\"");
        assert_eq!(answer.header("server-timing"), Some(&*timing), "{path}");
    }
}

#[test]
fn a_page_is_what_was_built_and_one_tag() {
    let preview = Preview::of_site();
    for (path, file) in [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/?from=ic/mid", "index.html"),
        ("/levels/ic/senior/", "levels/ic/senior/index.html"),
        ("/guides/gr%C3%B6%c3%9fe/", "guides/größe/index.html"),
    ] {
        let answer = preview.get(path);
        let built = site().get(file).expect("a page").clone();
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert_eq!(stripped(&answer.text()).as_bytes(), built.bytes(), "{path}");
        let data = format!("data-page=\"{}\"", built.fingerprint());
        assert!(answer.text().contains(&data), "{path}: {}", answer.text());
    }
    let home = preview.get("/").text();
    assert!(home.ends_with("></script></BODY></html>\n"), "{home}");
    assert!(preview.get("/levels/ic/senior/").text().ends_with("></script>"));
}

#[test]
fn a_site_that_is_built_is_served_as_it_is() {
    let site = crate::support::build(&Tree::from_texts([
        ("book.toml", "book.title = \"Test\"\nbuild.base-url = \"https://x.example/careers/\"\n"),
        ("content/levels/ic/1-mid.md", "---\ntitle: Mid\n---\n\n## Code\n\n- Writes code\n"),
    ]))
    .output;
    let preview = Preview::new(snapshot(1, Some((*site).clone()), None));
    let mut pages = 0;
    for (path, file) in site.iter() {
        for base in ["", "/careers"] {
            let answer = preview.get(&format!("{base}/{path}"));
            assert_eq!(answer.status, 200, "{base}/{path}");
            if path.extension() == "html" {
                pages += 1;
                assert_eq!(stripped(&answer.text()).as_bytes(), file.bytes(), "{path}");
            } else {
                assert_eq!(answer.body, file.bytes(), "{path}");
            }
        }
    }
    assert!(pages > 8, "{pages} pages");
}

#[test]
fn what_is_missing_gets_the_404_page() {
    let preview = Preview::of_site();
    for path in ["/nothing", "/nothing/", "/levels/ic/senior", "/assets", "/assets/", "/x.png"] {
        let answer = preview.get(path);
        if path == "/levels/ic/senior" {
            assert_eq!(answer.status, 307, "a folder with a page redirects");
            continue;
        }
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(answer.text().contains(" data-missing>"), "{}", answer.text());
        let built = site().get("404.html").expect("a page").clone();
        assert_eq!(stripped(&answer.text()).as_bytes(), built.bytes());
    }
    let mut bare = site();
    bare.remove(&RelPath::new("404.html").expect("a path"));
    preview.show(snapshot(2, Some(bare), None));
    let answer = preview.get("/nothing");
    assert_eq!((answer.status, answer.text().as_str()), (404, "There is no such page.\n"));
}

#[test]
fn a_folder_redirects_to_its_page() {
    let preview = Preview::of_site();
    for (path, location) in [
        ("/levels/ic/senior", "/levels/ic/senior/"),
        ("/levels/ic/senior?a=b&c=%2F", "/levels/ic/senior/?a=b&c=%2F"),
        ("/careers/levels/ic/senior", "/careers/levels/ic/senior/"),
        ("/guides/gr%C3%B6%C3%9Fe", "/guides/gr%C3%B6%C3%9Fe/"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (307, Some(location)), "{path}");
    }
    // Not to another host, whatever stands in front.
    for path in ["//levels/ic/senior", "///levels/ic/senior", "/%2Flevels/ic/senior"] {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_site_below_a_base_path_is_there_too() {
    let preview = Preview::of_site();
    assert_eq!(preview.get("/careers/").status, 200);
    assert_eq!(preview.get("/careers/assets/css/site.css").status, 200);
    assert_eq!(preview.get("/careers").header("location"), Some("/careers/"));
    assert_eq!(preview.get("/careersassets/css/site.css").status, 404);
    assert_eq!(preview.get("/careers/careers/").status, 404);
    preview.show(Snapshot { base_path: String::new(), ..snapshot(2, Some(site()), None) });
    assert_eq!(preview.get("/careers/").status, 404);
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let preview = Preview::of_site();
    for path in ["/", "/assets/css/site.css", "/__ladderbook/live.js"] {
        let first = preview.get(path);
        let etag = first.header("etag").expect("an etag").to_owned();
        let known = format!("If-None-Match: {etag}");
        let again = preview.ask("GET", path, &[&known]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), Some(&*etag));
        assert_eq!(again.header("cache-control"), Some("no-cache"));
        let weak = format!("If-None-Match: \"other\", W/{etag}");
        assert_eq!(preview.ask("GET", path, &[&weak]).status, 304, "{path}");
        assert_eq!(preview.ask("GET", path, &["If-None-Match: \"other\""]).status, 200, "{path}");
    }
    let etag = preview.get("/").header("etag").expect("an etag").to_owned();
    let changed = Tree::from_texts([("index.html", "<body>Changed</body>")]);
    preview.show(snapshot(2, Some(site().overlay(&changed)), None));
    let answer = preview.ask("GET", "/", &[&format!("If-None-Match: {etag}")]);
    assert_eq!((answer.status, stripped(&answer.text())), (200, "<body>Changed</body>".to_owned()));
}

#[test]
fn a_head_is_a_get_without_its_body() {
    let preview = Preview::of_site();
    for path in ["/", "/talk.mp4", "/nothing", "/levels/ic/senior"] {
        let (get, head) = (preview.get(path), preview.ask("HEAD", path, &[]));
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        let length = get.body.len().to_string();
        assert_eq!(head.header("content-length"), Some(&*length), "{path}");
        for name in ["content-type", "etag", "location", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
}

#[test]
fn other_methods_are_not_allowed() {
    let preview = Preview::of_site();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FETCH"] {
        for path in ["/", "/talk.mp4", "/nothing", "/__ladderbook/events", "/__ladderbook/live.js"]
        {
            let answer = preview.ask(method, path, &["Content-Length: 0"]);
            assert_eq!(answer.status, 405, "{method} {path}");
            let allow = answer.header("allow").expect("what is allowed");
            assert!(allow.contains("GET") && allow.contains("HEAD"), "{allow}");
        }
    }
}

#[test]
fn media_can_be_read_in_parts() {
    let preview = Preview::of_site();
    let whole = preview.get("/talk.mp4");
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let etag = whole.header("etag").expect("an etag").to_owned();
    for (range, first, last) in
        [("0-9", 0, 9), ("95-", 95, 99), ("-5", 95, 99), ("90-500", 90, 99), ("-500", 0, 99)]
    {
        let answer = preview.ask("GET", "/talk.mp4", &[&format!("Range: bytes={range}")]);
        let place = format!("bytes {first}-{last}/100");
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.header("content-range"), Some(&*place), "{range}");
        assert_eq!(answer.header("content-type"), Some("video/mp4"), "{range}");
        assert_eq!(answer.body, (first..=last).collect::<Vec<u8>>(), "{range}");
    }
    for range in ["100-", "100-200", "-0"] {
        let answer = preview.ask("GET", "/talk.mp4", &[&format!("Range: bytes={range}")]);
        assert_eq!((answer.status, answer.header("content-range")), (416, Some("bytes */100")));
    }
    // What is not understood, or about another file, is left out of account.
    for headers in [
        &["Range: bytes=9-0"][..],
        &["Range: bytes=0-1,5-6"],
        &["Range: lines=0-1"],
        &["Range: bytes=0-1,-500"],
        &["Range: bytes=99999999999999999999999-"],
        &["Range: bytes="],
        &["Range: bytes=0-9", "If-Range: \"other\""],
    ] {
        let answer = preview.ask("GET", "/talk.mp4", headers);
        assert_eq!((answer.status, answer.body.len()), (200, 100), "{headers:?}");
    }
    let same = format!("If-Range: {etag}");
    assert_eq!(preview.ask("GET", "/talk.mp4", &["Range: bytes=0-9", &same]).status, 206);
    assert_eq!(preview.ask("HEAD", "/talk.mp4", &["Range: bytes=0-9"]).status, 200);
}

#[test]
fn a_new_site_takes_the_place_of_the_old_one_whole() {
    let preview = Preview::of_site();
    let mut stream = BufReader::new(preview.connect());
    let host = preview.host();
    let mut get = |path: &str| {
        write!(stream.get_mut(), "HEAD {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")
            .expect("a request");
        let mut status = String::new();
        stream.read_line(&mut status).expect("a status");
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            stream.read_line(&mut line).expect("a header");
        }
        status.split(' ').nth(1).map(|status| status.parse::<u16>().expect("a status"))
    };
    // One connection sees both.
    assert_eq!((get("/talk.mp4"), get("/new.txt")), (Some(200), Some(404)));
    preview.show(snapshot(2, Some(Tree::from_texts([("new.txt", "new")])), None));
    assert_eq!((get("/talk.mp4"), get("/new.txt")), (Some(404), Some(200)));
}

#[test]
fn a_page_is_told_what_concerns_it_and_nothing_else() {
    let preview = Preview::of_site();
    let query = "page=%2Flevels%2Fic%2Fsenior%2F&file=%2Fassets%2Fcss%2Fsite.css&file=%2Fnone.js";
    let mut events = preview.follow(query);
    let (first_id, first) = events.next();
    assert_eq!(
        first,
        serde_json::json!({
            "epoch": 1,
            "ready": true,
            "page": fingerprint(LEVEL),
            "found": true,
            "files": {"/assets/css/site.css": fingerprint("body { color: red }"), "/none.js": null},
            "problems": null,
        })
    );
    // Another page changes: nothing. Then the style sheet does.
    let other = site().overlay(&Tree::from_texts([("index.html", "<body>New</body>")]));
    preview.show(snapshot(2, Some(other.clone()), None));
    thread::sleep(Duration::from_millis(200));
    let style = other.overlay(&Tree::from_texts([("assets/css/site.css", "new")]));
    preview.show(snapshot(3, Some(style.clone()), None));
    let (id, state) = events.next();
    assert_eq!(state["epoch"], 3);
    assert_eq!(state["files"]["/assets/css/site.css"], fingerprint("new"));
    assert_eq!(state["page"], first["page"]);
    let run = |id: &str| id.split_once('-').map(|(run, epoch)| (run.to_owned(), epoch.to_owned()));
    let ((first_run, first_epoch), (run, epoch)) =
        (run(&first_id).expect("an id"), run(&id).expect("an id"));
    assert_eq!((first_run, first_epoch.as_str(), epoch.as_str()), (run, "1", "3"));
    // The page changes, then goes.
    let page = Tree::from_texts([("levels/ic/senior/index.html", "changed")]);
    preview.show(snapshot(4, Some(style.overlay(&page)), None));
    assert_eq!(events.next().1["page"], fingerprint("changed"));
    let mut gone = style;
    gone.remove(&RelPath::new("levels/ic/senior/index.html").expect("a path"));
    preview.show(snapshot(5, Some(gone.clone()), None));
    let state = events.next().1;
    assert_eq!(state["found"], false);
    let not_found = gone.get("404.html").expect("a page").fingerprint().to_string();
    assert_eq!(state["page"], not_found);
}

#[test]
fn problems_come_and_go() {
    let preview = Preview::of_site();
    let mut events = preview.follow("page=/");
    assert_eq!(events.next().1["problems"], Value::Null);
    let text = "error: <b>&\n  --> content/levels/ic/1-mid.md:3:1\n";
    preview.show(snapshot(2, Some(site()), Some(text)));
    let state = events.next().1;
    assert_eq!((&state["problems"], &state["page"]), (&text.into(), &fingerprint(HOME).into()));
    // The last good page stays.
    preview.assert_alive();
    preview.show(snapshot(3, Some(site()), None));
    assert_eq!(events.next().1["problems"], Value::Null);
}

#[test]
fn without_a_site_every_page_says_why() {
    let preview = Preview::new(snapshot(1, None, Some("error: <b>bold</b> & more\n")));
    for path in ["/", "/levels/ic/senior/", "/levels/ic/senior", "/a/page.html", "/v1.5/"] {
        let answer = preview.get(path);
        assert_eq!(answer.status, 503, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        let html = answer.text();
        assert!(html.contains(">error: &lt;b&gt;bold&lt;/b&gt; &amp; more\n</pre>"), "{html}");
        assert!(html.contains("src=\"/__ladderbook/live.js\" data-waiting>"), "{html}");
    }
    let answer = preview.get("/assets/css/site.css");
    assert_eq!((answer.status, answer.text().as_str()), (503, "There is no site yet.\n"));
    assert_eq!(preview.get("/__ladderbook/live.js").status, 200);
    let mut events = preview.follow("page=/");
    let state = events.next().1;
    assert_eq!((&state["ready"], &state["page"]), (&false.into(), &Value::Null));
    preview.show(snapshot(2, Some(site()), None));
    let state = events.next().1;
    assert_eq!((&state["ready"], &state["page"]), (&true.into(), &fingerprint(HOME).into()));
}

#[test]
fn a_page_catches_up_with_a_server_that_was_started_again() {
    let mut preview = Preview::of_site();
    let port = preview.at.port();
    let mut events = preview.follow("page=/");
    let (before, _) = events.next();
    let started = Instant::now();
    preview.end().expect("a clean end");
    assert!(started.elapsed() < Duration::from_secs(5), "an open stream holds the end up");
    assert_eq!(events.line(), None);
    assert!(events.complete, "the stream is ended, not cut off");

    let changed = site().overlay(&Tree::from_texts([("index.html", "<body>New</body>")]));
    let again = Preview::on("127.0.0.1", port, snapshot(1, Some(changed), None));
    assert_eq!(again.at.port(), port);
    let (after, state) = again.follow("page=/").next();
    assert_eq!(state["page"], fingerprint("<body>New</body>"));
    assert_ne!(before, after, "the id tells the runs apart");
}

#[test]
fn a_file_that_the_preview_hides_is_named() {
    let own = Tree::from_texts([("__ladderbook/live.js", "own"), ("__ladderbook/more.js", "own")]);
    let preview = Preview::new(snapshot(1, Some(site().overlay(&own)), None));
    let problems = preview.follow("page=/").next().1["problems"].to_string();
    assert!(problems.contains("`__ladderbook/live.js` cannot be seen here"), "{problems}");
    assert!(!problems.contains("more.js"), "{problems}");
    assert_eq!(preview.get("/__ladderbook/more.js").text(), "own");
    assert_ne!(preview.get("/__ladderbook/live.js").text(), "own");
}

#[test]
fn a_taken_port_gives_the_next_free_one() {
    let first =
        serve::bind(&ListenAddress { port: 0, ..ListenAddress::default() }).expect("any port");
    assert!(!first.is_other_port());
    let port = first.local_addr().port();
    let second =
        serve::bind(&ListenAddress { port, ..ListenAddress::default() }).expect("the next port");
    assert!(second.is_other_port());
    assert!(second.local_addr().port() > port);
    assert_eq!(second.url(), format!("http://127.0.0.1:{}/", second.local_addr().port()));
    let all =
        serve::bind(&ListenAddress { host: "0.0.0.0".to_owned(), port: 0 }).expect("all addresses");
    assert_eq!(all.url(), format!("http://localhost:{}/", all.local_addr().port()));
    let unknown = ListenAddress { host: "no.such.host.invalid".to_owned(), port: 0 };
    let error = serve::bind(&unknown).expect_err("an unknown host");
    assert_eq!(error.to_string(), "cannot find the host `no.such.host.invalid`");
}

#[test]
fn nothing_leads_out_of_the_site() {
    let preview = Preview::of_site();
    let (up, encoded) = ("../".repeat(8), "%2e%2e/".repeat(8));
    for target in [
        format!("/{up}etc/passwd"),
        format!("/{encoded}etc/passwd"),
        format!("/{}etc/passwd", "%2E%2E%2F".repeat(8)),
        format!("/{}etc/passwd", "..%2f".repeat(8)),
        format!("/{}etc/passwd", "%252e%252e%252f".repeat(8)),
        format!("/{}etc/passwd", "..%5c".repeat(8)),
        format!("/{}etc/passwd", "..\\".repeat(8)),
        format!("/{}etc/passwd", "..%c0%af".repeat(8)),
        format!("/{}etc/passwd", "%c0%ae%c0%ae/".repeat(8)),
        format!("/{}etc/passwd", "....//".repeat(8)),
        format!("/{}etc/passwd", "%uff0e%uff0e/".repeat(8)),
        format!("/{}etc/passwd", "..;/".repeat(8)),
        "//etc/passwd".to_owned(),
        "/%2fetc/passwd".to_owned(),
        "/etc/passwd%00.html".to_owned(),
        "/assets/css/site.css%00".to_owned(),
        "/C:/Windows/win.ini".to_owned(),
        "/Cargo.toml".to_owned(),
        format!("/careers/{up}etc/passwd"),
        "/assets/../assets/css/site.css".to_owned(),
        "/./index.html".to_owned(),
    ] {
        let answer = preview.raw(
            format!(
                "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                preview.host()
            )
            .as_bytes(),
        );
        // A target with a backslash is no target at all.
        let answer = answer.unwrap_or_else(|| panic!("no answer to {target}"));
        assert!([400, 404].contains(&answer.status), "{target}: {}", answer.status);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(!text.contains("root:") && !text.contains("[package]"), "{target}: {text}");
    }
    preview.assert_alive();
}

#[test]
fn only_the_names_of_the_preview_are_answered() {
    let preview = Preview::of_site();
    let port = preview.at.port();
    let status = |host: &str| {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        preview.raw(request.as_bytes()).expect("an answer").status
    };
    for host in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"] {
        assert_eq!(status(&format!("{host}:{port}")), 200, "{host}");
        assert_eq!(status(host), 403, "{host} without its port");
        assert_eq!(status(&format!("{host}:{}", port ^ 1)), 403, "{host} with another port");
    }
    for name in [
        "evil.example",
        "evil.localhost",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost.",
        "user@localhost",
        "evil.example@127.0.0.1",
        "127.0.0.2",
        "2130706433",
        "0.0.0.0",
        "192.168.0.1",
    ] {
        assert_eq!(status(&format!("{name}:{port}")), 403, "{name}");
    }
    let foreign = preview.raw(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    let text = foreign.expect("an answer").text();
    assert!(text.contains("does not answer to `evil.example`"), "{text}");
    assert!(text.contains(&format!("localhost:{port}")) && !text.contains("Home"), "{text}");

    let own = preview.host();
    for head in [
        "GET / HTTP/1.1\r\n".to_owned(),
        "GET / HTTP/1.0\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost:\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: a b\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: {own}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\n"),
        format!("GET / HTTP/1.1\r\nHost: {own}, evil.example\r\n"),
    ] {
        let answer = preview.raw(format!("{head}Connection: close\r\n\r\n").as_bytes());
        assert_eq!(answer.expect("an answer").status, 400, "{head}");
    }
    // A target in full has a name too, and that one counts as well.
    for (target, expected) in
        [("http://evil.example/", 403), (&*format!("http://{own}/"), 200), ("https://x:1/", 403)]
    {
        assert_eq!(preview.ask("GET", target, &[]).status, expected, "{target}");
    }
    preview.assert_alive();
}

#[test]
fn a_preview_on_all_addresses_answers_to_addresses_only() {
    let preview = Preview::on("0.0.0.0", 0, snapshot(1, Some(site()), None));
    let port = preview.at.port();
    for (host, expected) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("192.168.7.9:{port}"), 200),
        (format!("[fe80::1]:{port}"), 200),
        ("localhost:8080".to_owned(), 200),
        (format!("evil.example:{port}"), 403),
        (format!("a.localhost:{port}"), 403),
    ] {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = preview.raw(request.as_bytes()).expect("an answer");
        assert_eq!(answer.status, expected, "{host}");
    }
}

#[test]
fn only_pages_of_the_preview_follow_it() {
    let preview = Preview::of_site();
    let (host, port) = (preview.host(), preview.at.port());
    let target = "/__ladderbook/events?page=/";
    for line in [
        "Origin: http://evil.example".to_owned(),
        "Origin: null".to_owned(),
        format!("Origin: https://{host}"),
        format!("Origin: http://localhost:{port}"),
        format!("Origin: http://{host}.evil.example"),
        "Sec-Fetch-Site: cross-site".to_owned(),
        "Sec-Fetch-Site: same-site".to_owned(),
    ] {
        let answer = preview.ask("GET", target, &[&line]);
        assert_eq!(answer.status, 403, "{line}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{line}");
        assert!(!answer.text().contains("epoch"), "{line}");
    }
    let both = [&*format!("Origin: http://{host}"), "Origin: http://evil.example"];
    assert_eq!(preview.ask("GET", target, &both).status, 403);
    // A HEAD ends by itself, so it can show what is let in.
    let own = [&*format!("Origin: http://{host}"), "Sec-Fetch-Site: same-origin"];
    assert_eq!(preview.ask("HEAD", target, &own).status, 200);
    // No other site may embed what is not published yet.
    let answer = preview.get("/api/handbook.json");
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
}

#[test]
fn requests_that_are_too_large_are_refused() {
    let preview = Preview::of_site();
    let host = preview.host();
    let long = "a".repeat(300_000);
    let many = "X-Filler: 0123456789\r\n".repeat(500);
    for (what, request) in [
        ("target", format!("GET /{long} HTTP/1.1\r\nHost: {host}\r\n\r\n")),
        ("method", format!("{long} / HTTP/1.1\r\nHost: {host}\r\n\r\n")),
        ("header", format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {long}\r\n\r\n")),
        ("name", format!("GET / HTTP/1.1\r\nHost: {host}\r\n{long}: 1\r\n\r\n")),
        ("headers", format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}\r\n")),
        ("no end", format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Long: {long}{long}")),
    ] {
        // The refusal may be lost when the server hangs up while we still write.
        if let Some(answer) = preview.raw(request.as_bytes()) {
            assert!([400, 414, 431].contains(&answer.status), "{what}: {}", answer.status);
        }
        preview.assert_alive();
    }
    let body = vec![b'x'; 8_000_000];
    let mut request =
        format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n\r\n", body.len())
            .into_bytes();
    request.extend(&body);
    if let Some(answer) = preview.raw(&request) {
        assert_eq!(answer.status, 405);
    }
    // A body that is announced and never comes does not hold the answer up.
    let announced =
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\n\r\n");
    let mut stream = preview.connect();
    stream.write_all(announced.as_bytes()).expect("a request");
    let mut start = [0; 12];
    stream.read_exact(&mut start).expect("an answer");
    assert_eq!(&start, b"HTTP/1.1 200");
    preview.assert_alive();
}

#[test]
fn broken_requests_end_nothing() {
    let preview = Preview::of_site();
    let host = preview.host();
    let mut noise = Vec::new();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..4096 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        noise.push((seed >> 32) as u8);
    }
    noise.extend(b"\r\n\r\n");
    for request in [
        &noise[..],
        b"\0\0\0\0\r\n\r\n",
        b"\r\n\r\n\r\nx\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \0\r\n\r\n",
        b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\nHost : x\n\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        format!("POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")
            .as_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n").as_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
            .as_bytes(),
    ] {
        let shown = String::from_utf8_lossy(request);
        if let Some(answer) = preview.raw(request) {
            assert!((400..=505).contains(&answer.status), "{shown}: {}", answer.status);
        }
        preview.assert_alive();
    }
    // Targets that are no paths, and queries that are no queries.
    for target in ["*", "/%", "/%zz", "/%ff%fe", "/__ladderbook/", "/__ladderbook/%65vents%00"] {
        assert!(preview.ask("GET", target, &[]).status >= 400, "{target}");
    }
    let mut events =
        preview.follow("page=%ff%fe&page=&file=%&file&&&=&%00=1&page=../../etc/passwd");
    assert_eq!(events.next().1["found"], false);
    // Half a request, left open, and a client that goes in the middle of an answer.
    let mut halves = Vec::new();
    for half in ["", "G", "GET / HT", "GET / HTTP/1.1\r\nHost: "] {
        let mut stream = preview.connect();
        stream.write_all(half.as_bytes()).expect("a half");
        halves.push(stream);
        let mut stream = preview.connect();
        write!(stream, "GET /talk.mp4 HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("a request");
        drop(stream);
        preview.assert_alive();
    }
}

#[test]
fn two_hundred_idle_pages_are_no_trouble() {
    let mut preview = Preview::of_site();
    let mut pages: Vec<Events> = (0..200).map(|_| preview.follow("page=/")).collect();
    for page in &mut pages {
        assert_eq!(page.next().1["epoch"], 1);
    }
    preview.assert_alive();
    preview.show(snapshot(2, Some(site()), Some("error")));
    for page in &mut pages {
        assert_eq!(page.next().1["problems"], "error");
    }
    let started = Instant::now();
    preview.end().expect("a clean end");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    for page in &mut pages {
        assert_eq!((page.line(), page.complete), (None, true));
    }
}

#[test]
fn too_many_pages_are_refused_until_some_go() {
    let preview = Preview::of_site();
    let pages: Vec<Events> = (0..256).map(|_| preview.follow("page=/")).collect();
    let answer = preview.get("/__ladderbook/events?page=/");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("10")));
    preview.assert_alive();
    drop(pages);
    let started = Instant::now();
    while preview.ask("HEAD", "/__ladderbook/events?page=/", &[]).status == 503 {
        assert!(started.elapsed() < PATIENCE, "no place becomes free");
        thread::sleep(Duration::from_millis(20));
    }
}
