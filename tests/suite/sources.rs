//! The source files of ladderbook as a graph: which file names what of which other.
//!
//! Paths are read from the tokens of a file, so in `use` lines and in types and expressions alike, inside
//! macros too. One that goes through a re-export leads to the file that defines the item. Unit tests are
//! left out: they stand below what they test, and may use all of it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::support::{files, root};

/// Segments of a path such as `["crate", "view", "cells", "criterion"]`.
type Path = Vec<String>;

/// One source file.
pub struct Source {
    /// From `src/` on, such as `view/cells.rs`.
    pub file: String,
    /// Its module: empty for lib.rs.
    module: Path,
    /// Names that its items define.
    items: BTreeSet<String>,
    /// Child modules that it declares, in their order.
    pub children: Vec<String>,
    /// What its `use` lines bring in: the name, the whole path, and whether others see it.
    imports: Vec<(String, Path, bool)>,
    /// Paths that it names, as they stand there.
    paths: BTreeSet<Path>,
    /// Its functions: name, line, number of lines.
    pub functions: Vec<(String, usize, usize)>,
}

/// All source files.
pub struct Sources {
    /// By module.
    by_module: BTreeMap<Path, Source>,
}

/// A file that another one names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The file.
    pub file: String,
    /// The path that leads there.
    pub path: String,
}

impl Sources {
    /// The files below src/ but for main.rs, which is a crate of its own.
    pub fn read() -> Self {
        let folder = root().join("src");
        let sources = files(&folder, "rs").into_iter().filter_map(|path| {
            let file =
                path.strip_prefix(&folder).expect("below src").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a source file");
            (file != "main.rs").then_some((file, text))
        });
        Self::parse(sources)
    }

    /// Files by their paths from `src/` on.
    pub fn parse(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let sources = files.into_iter().map(|(file, text)| Source::parse(file, &text));
        Self { by_module: sources.map(|source| (source.module.clone(), source)).collect() }
    }

    /// All files, in the order of their modules.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.by_module.values()
    }

    /// The file at the root: lib.rs.
    pub fn root(&self) -> &Source {
        &self.by_module[&Path::new()]
    }

    /// Files that a file names, each with the first path that leads there.
    pub fn uses(&self, source: &Source) -> BTreeMap<String, Use> {
        let mut uses = BTreeMap::new();
        for path in &source.paths {
            let Some(absolute) = self.absolute(source, path) else { continue };
            for file in self.resolve(&absolute, 0) {
                let path = path.join("::");
                uses.entry(file.clone()).or_insert(Use { file, path });
            }
        }
        uses.remove(&source.file);
        uses
    }

    /// Names of foreign crates that a file names, out of these.
    pub fn crates<'c>(&self, source: &Source, known: &[&'c str]) -> BTreeSet<&'c str> {
        let firsts: BTreeSet<&str> = source.paths.iter().map(|path| path[0].as_str()).collect();
        let own = |name: &str| source.children.iter().any(|child| child == name);
        known.iter().copied().filter(|name| firsts.contains(name) && !own(name)).collect()
    }

    /// The path from the root of the crate on; `None` if it leads elsewhere.
    fn absolute(&self, source: &Source, path: &Path) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let mut absolute = match first.as_str() {
            "crate" => Path::new(),
            "self" => source.module.clone(),
            "super" => source.module[..source.module.len().checked_sub(1)?].to_vec(),
            child if source.children.iter().any(|it| it == child) => {
                [source.module.clone(), vec![child.to_owned()]].concat()
            }
            name => {
                // The first segment of a path in a `use` line is no name that another one brings in,
                // unless that names a module of ours.
                let starts_here = |path: &Path| {
                    let start = path[0].as_str();
                    matches!(start, "crate" | "self" | "super")
                        || source.children.iter().any(|it| it == start)
                };
                let import =
                    source.imports.iter().find(|(it, path, _)| it == name && starts_here(path));
                self.absolute(source, &import?.1)?
            }
        };
        for segment in rest {
            if segment == "super" {
                absolute.pop()?;
            } else {
                absolute.push(segment.clone());
            }
        }
        Some(absolute)
    }

    /// The files that define what a path means: the deepest module on it, and where that only passes an
    /// item on, the file behind it. The module that passes it on counts as well for its own children.
    fn resolve(&self, path: &[String], depth: usize) -> Vec<String> {
        let length = (0..=path.len()).rev().find(|it| self.by_module.contains_key(&path[..*it]));
        let Some(length) = length.filter(|_| depth < 8) else { return Vec::new() };
        let module = &self.by_module[&path[..length]];
        let Some(item) = path.get(length) else { return vec![module.file.clone()] };
        if module.items.contains(item) {
            return vec![module.file.clone()];
        }
        let passed_on = module.imports.iter().filter(|(.., seen)| *seen);
        for (name, target, _) in passed_on {
            let Some(mut target) = self.absolute(module, target) else { continue };
            if name == "*" {
                target.push(item.clone());
                let defines = target.len() > 1
                    && self
                        .by_module
                        .get(&target[..target.len() - 1])
                        .is_some_and(|it| it.items.contains(item));
                if !defines {
                    continue;
                }
            } else if name != item {
                continue;
            }
            return self.resolve(&target, depth + 1);
        }
        vec![module.file.clone()]
    }

    /// Whether a path goes through the module in which the file stands, or one further up, without naming
    /// another child of it: what is found there belongs to the parent, or is passed on by it.
    pub fn asks_a_parent(&self, source: &Source) -> Vec<String> {
        let asks = |path: &&Path| {
            let Some(absolute) = self.absolute(source, path) else { return false };
            let length =
                (0..=absolute.len()).rev().find(|it| self.by_module.contains_key(&absolute[..*it]));
            let module = &absolute[..length.unwrap_or(0)];
            module.len() < source.module.len() && source.module.starts_with(module)
        };
        source.paths.iter().filter(asks).map(|path| path.join("::")).collect()
    }

    /// Circles of files that name each other: all files of a knot, and one of its shortest ways round.
    pub fn circles(&self) -> Vec<Circle> {
        let edges: BTreeMap<&str, BTreeSet<String>> = self
            .iter()
            .map(|source| (source.file.as_str(), self.uses(source).into_keys().collect()))
            .collect();
        let reach: BTreeMap<&str, BTreeSet<&str>> =
            edges.keys().map(|file| (*file, reachable(&edges, file))).collect();
        let mut circles: Vec<Circle> = Vec::new();
        for file in edges.keys().filter(|file| reach[*file].contains(*file)) {
            if circles.iter().any(|circle| circle.files.iter().any(|it| it == file)) {
                continue;
            }
            let with_it = reach[file].iter().filter(|it| reach[*it].contains(file));
            let files: Vec<String> = with_it.map(|it| (*it).to_owned()).collect();
            let ways = files.iter().filter_map(|file| way_round(&edges, file));
            let way = ways.min_by_key(Vec::len).unwrap_or_default();
            circles.push(Circle { files, way });
        }
        circles
    }
}

/// Files of which each can be reached from each.
#[derive(Debug)]
pub struct Circle {
    /// All of them.
    pub files: Vec<String>,
    /// One of the shortest ways from a file back to itself.
    pub way: Vec<String>,
}

fn reachable<'e>(edges: &'e BTreeMap<&str, BTreeSet<String>>, from: &str) -> BTreeSet<&'e str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        for next in edges.get(file).into_iter().flatten() {
            if found.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    found
}

fn way_round(edges: &BTreeMap<&str, BTreeSet<String>>, start: &str) -> Option<Vec<String>> {
    let mut open = VecDeque::from([vec![start.to_owned()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = open.pop_front() {
        for next in edges.get(way[way.len() - 1].as_str()).into_iter().flatten() {
            let longer = [way.clone(), vec![next.clone()]].concat();
            if next == start {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                open.push_back(longer);
            }
        }
    }
    None
}

impl Source {
    fn parse(file: String, text: &str) -> Self {
        let module: Path = file
            .trim_end_matches(".rs")
            .split('/')
            .filter(|part| !matches!(*part, "mod" | "lib"))
            .map(str::to_owned)
            .collect();
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut source = Self {
            file,
            module,
            items: BTreeSet::new(),
            children: Vec::new(),
            imports: Vec::new(),
            paths: BTreeSet::new(),
            functions: functions(text),
        };
        for item in items(tokens).iter().filter(|item| !is_for_tests(item)) {
            source.item(item);
            source.paths(item);
        }
        source
    }

    /// Notes what an item at the top of the file defines or brings in.
    fn item(&mut self, item: &[TokenTree]) {
        const KINDS: [&str; 9] =
            ["const", "enum", "fn", "mod", "static", "struct", "trait", "type", "union"];
        let words: Vec<String> = item.iter().map(word).collect();
        if let Some(at) = words.iter().position(|it| it == "use") {
            let seen = words.first().is_some_and(|it| it == "pub");
            for (name, path) in spelled_out(&item[at + 1..], &Path::new()) {
                self.imports.push((name, path, seen));
            }
        } else if let Some(at) = words.iter().position(|it| it == "!") {
            // A macro of ours may define a type: `codes!` does. Each name in it counts.
            item[at..].iter().for_each(|token| collect_names(token, &mut self.items));
        } else if let Some(kind) = words.iter().rposition(|it| KINDS.contains(&it.as_str()))
            && let Some(name) = words.get(kind + 1)
        {
            if words[kind] == "mod" && words.len() == kind + 2 {
                self.children.push(name.clone());
            } else {
                self.items.insert(name.clone());
            }
        }
    }

    /// Notes the paths among some tokens, those of `use` lines spelled out.
    fn paths(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while at < tokens.len() {
            if word(&tokens[at]) == "use" {
                let end = tokens[at..].iter().position(|it| word(it) == ";");
                let end = end.map_or(tokens.len(), |length| at + length);
                let spelled_out = spelled_out(&tokens[at + 1..end], &Path::new());
                self.paths.extend(spelled_out.into_iter().map(|(_, path)| path));
                at = end;
                continue;
            }
            let length = path_length(&tokens[at..]);
            if length > 1 {
                let names = tokens[at..at + length].iter().map(word).filter(|it| it != ":");
                self.paths.insert(names.collect());
            }
            if let TokenTree::Group(group) = &tokens[at] {
                self.paths(&group.stream().into_iter().collect::<Vec<_>>());
            }
            at += length.max(1);
        }
    }
}

/// A name or punctuation mark; empty for what stands in brackets.
fn word(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(_) => String::new(),
        token => token.to_string(),
    }
}

/// How many tokens a path such as `a::b` has that starts here; 1 for a single name, 0 for no name.
fn path_length(tokens: &[TokenTree]) -> usize {
    let is_name = |at: usize| matches!(tokens.get(at), Some(TokenTree::Ident(_)));
    let is_colon = |at: usize| tokens.get(at).is_some_and(|it| word(it) == ":");
    if !is_name(0) {
        return 0;
    }
    let mut length = 1;
    while is_colon(length) && is_colon(length + 1) && is_name(length + 2) {
        length += 3;
    }
    length
}

/// The items of a file, each with its attributes, without a `;` at its end.
fn items(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut items = Vec::new();
    let mut item: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_use = item.iter().any(|it| word(it) == "use");
        let is_braces =
            matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let is_end = word(&token) == ";";
        if !is_end {
            item.push(token);
        }
        if is_end || is_braces && !is_use {
            items.push(std::mem::take(&mut item));
        }
    }
    items
}

/// Whether an item has the attribute `#[cfg(test)]`.
fn is_for_tests(item: &[TokenTree]) -> bool {
    item.iter().any(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            group.stream().to_string().replace(' ', "") == "cfg(test)"
        }
        _ => false,
    })
}

fn collect_names(token: &TokenTree, names: &mut BTreeSet<String>) {
    match token {
        TokenTree::Ident(name) => drop(names.insert(name.to_string())),
        TokenTree::Group(group) => {
            group.stream().into_iter().for_each(|it| collect_names(&it, names))
        }
        _ => {}
    }
}

/// The names that a `use` line brings in, with their whole paths; `*` for all names of a module.
fn spelled_out(tokens: &[TokenTree], before: &Path) -> Vec<(String, Path)> {
    let mut path = before.clone();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(name) if name == "as" => {
                return vec![(word(&tokens[at + 1]), path)];
            }
            TokenTree::Ident(name) => path.push(name.to_string()),
            TokenTree::Group(group) => {
                let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                let parts = inside.split(|token| word(token) == ",");
                return parts.flat_map(|part| spelled_out(part, &path)).collect();
            }
            token if word(token) == "*" => return vec![("*".to_owned(), path)],
            _ => {}
        }
    }
    if path.len() > 1 && path.last().is_some_and(|name| name == "self") {
        path.pop();
    }
    path.last()
        .cloned()
        .map(|name| (name, path))
        .filter(|_| !tokens.is_empty())
        .into_iter()
        .collect()
}

/// The functions of a file: name, line, number of lines. rustfmt puts the brace that ends a function below
/// the first letter of the line that starts it.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some((before, after)) = code.split_once("fn ") else { continue };
        let is_qualifier = |word: &str| {
            word.starts_with("pub") || matches!(word, "async" | "const" | "extern" | "in")
        };
        if !before.split_whitespace().all(is_qualifier) {
            continue;
        }
        let indent = " ".repeat(line.len() - code.len());
        let closes = |line: &&str| *line == format!("{indent}}}");
        let is_on_one_line = line.ends_with(['}', ';']);
        let length = if is_on_one_line { Some(0) } else { lines[start..].iter().position(closes) };
        let name: String =
            after.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
        functions.push((name, start + 1, length.map_or(0, |length| length + 1)));
    }
    functions
}
