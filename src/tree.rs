//! A tree of files in memory: the project, each theme layer, a git revision, the finished site.
//!
//! A site generator is a function from a tree of files to a tree of files. Because everything that
//! is read and everything that is written is a [`Tree`], reading, layering, comparing and writing
//! each exist once.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::Serialize;

use crate::fingerprint::Fingerprint;

/// A path inside a tree: `/` between its parts, never empty, never absolute, without `.` and `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// The path, or `None` if it is empty, absolute, has a backslash or a part that is empty, `.`
    /// or `..`.
    pub fn new(path: &str) -> Option<Self> {
        let sound = |part: &str| !part.is_empty() && part != "." && part != "..";
        (!path.bytes().any(|byte| matches!(byte, b'\\' | b'\0')) && path.split('/').all(sound))
            .then(|| Self(path.into()))
    }

    /// The path that a link with `.` and `..` parts means when it stands in the folder `base`
    /// (empty for the root); `None` if it leaves the tree or names its root.
    pub fn resolve(base: &str, link: &str) -> Option<Self> {
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in link.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Self::new(&parts.join("/"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that the path stands in; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        match name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => name,
        }
    }

    /// The extension without its dot; empty if there is none.
    pub fn extension(&self) -> &str {
        match self.name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// Whether the path is inside a folder.
    pub fn is_inside(&self, folder: &str) -> bool {
        self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// What follows `folder/`; `None` if the path is not inside the folder.
    pub fn inside(&self, folder: &str) -> Option<Self> {
        let rest = self.0.strip_prefix(folder)?.strip_prefix('/')?;
        Self::new(rest)
    }

    /// The path below a folder.
    pub fn below(&self, folder: &str) -> Self {
        Self(format!("{folder}/{self}").into())
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The bytes of one file with their fingerprint. Cheap to clone.
#[derive(Clone)]
pub struct File {
    bytes: Arc<[u8]>,
    fingerprint: Fingerprint,
}

impl File {
    /// A file with these bytes.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let fingerprint = Fingerprint::of_bytes(&bytes);
        Self { bytes, fingerprint }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The fingerprint of the bytes.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl Eq for File {}

impl Hash for File {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.bytes))
    }
}

/// Files by path, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tree(BTreeMap<RelPath, File>);

impl Tree {
    /// A tree from pairs of path and text, for tests and examples.
    ///
    /// # Panics
    ///
    /// If a path is not a [`RelPath`].
    pub fn from_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        files
            .into_iter()
            .map(|(path, text)| {
                let path = RelPath::new(path).expect("a relative path");
                (path, File::new(text.as_bytes()))
            })
            .collect()
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.0.get(&RelPath::new(path)?)
    }

    /// Puts a file at a path and returns the one that was there.
    pub fn insert(&mut self, path: RelPath, file: File) -> Option<File> {
        self.0.insert(path, file)
    }

    /// Takes the file at a path out and returns it.
    pub fn remove(&mut self, path: &RelPath) -> Option<File> {
        self.0.remove(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&RelPath, &File)> {
        self.0.iter()
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The files inside a folder, with paths from that folder on.
    pub fn folder(&self, folder: &str) -> Self {
        self.iter().filter_map(|(path, file)| Some((path.inside(folder)?, file.clone()))).collect()
    }

    /// This tree with another one laid over it: where both have a file, `top` wins.
    pub fn overlay(&self, top: &Self) -> Self {
        let mut tree = self.clone();
        tree.extend(top.clone());
        tree
    }

    /// Puts all files of another tree in; they win.
    pub fn extend(&mut self, top: Self) {
        self.0.extend(top.0);
    }

    /// Puts all files of other trees in, which hold no path of this one or of one another. Faster than one after
    /// the other: what is in order is merged.
    pub fn extend_with_all<'t>(&mut self, others: impl IntoIterator<Item = &'t Self>) {
        let others = others.into_iter().flat_map(|it| &it.0);
        let others = others.map(|(path, file)| (path.clone(), file.clone()));
        self.0 = std::mem::take(&mut self.0).into_iter().chain(others).collect();
    }

    /// What differs in `new`: added, changed and removed files in the order of their paths.
    pub fn diff<'a>(&'a self, new: &'a Self) -> Vec<Change<'a>> {
        let mut changes: Vec<Change> = Vec::new();
        for (path, file) in &new.0 {
            match self.0.get(path) {
                None => changes.push(Change::Added(path, file)),
                Some(old) if old != file => changes.push(Change::Changed(path, file)),
                Some(_) => {}
            }
        }
        let gone = self.0.keys().filter(|path| !new.0.contains_key(*path));
        changes.extend(gone.map(Change::Removed));
        changes.sort_by_key(|change| change.path().clone());
        changes
    }
}

impl FromIterator<(RelPath, File)> for Tree {
    fn from_iter<I: IntoIterator<Item = (RelPath, File)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

/// One difference between two trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// Only the new tree has the file.
    Added(&'a RelPath, &'a File),
    /// Both have the file, with other bytes.
    Changed(&'a RelPath, &'a File),
    /// Only the old tree has the file.
    Removed(&'a RelPath),
}

impl<'a> Change<'a> {
    /// The path that differs.
    pub fn path(&self) -> &'a RelPath {
        match self {
            Change::Added(path, _) | Change::Changed(path, _) | Change::Removed(path) => path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> RelPath {
        RelPath::new(path).unwrap()
    }

    #[test]
    fn a_path_stays_inside_its_tree() {
        for sound in ["a", "a/b.md", ".a", "a..b", "ä ö"] {
            assert!(RelPath::new(sound).is_some(), "{sound}");
        }
        for unsound in ["", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "a\\b", "a\0b"] {
            assert!(RelPath::new(unsound).is_none(), "{unsound:?}");
        }
    }

    #[test]
    fn a_link_is_followed_from_its_folder() {
        let cases = [
            ("a/b", "c", Some("a/b/c")),
            ("a/b", "../c", Some("a/c")),
            ("a/b", "./c//d/", Some("a/b/c/d")),
            ("a/b", "../../c", Some("c")),
            ("a/b", "../../../c", None),
            ("a", "..", None),
            ("", "c", Some("c")),
        ];
        for (base, link, target) in cases {
            let found = RelPath::resolve(base, link);
            assert_eq!(found.as_ref().map(RelPath::as_str), target, "{link} in {base}");
        }
    }

    #[test]
    fn a_path_has_parts() {
        let file = path("a/b/c.tar.gz");
        assert_eq!(
            [file.folder(), file.name(), file.stem(), file.extension()],
            ["a/b", "c.tar.gz", "c.tar", "gz"]
        );
        assert_eq!(
            [path(".a").stem(), path(".a").extension(), path(".a").folder()],
            [".a", "", ""]
        );
        assert_eq!(file.inside("a"), Some(path("b/c.tar.gz")));
        assert_eq!(path("ab/c").inside("a"), None);
        assert_eq!(path("a").inside("a"), None);
        assert_eq!(path("c").below("a/b"), path("a/b/c"));
    }

    #[test]
    fn trees_differ_in_the_order_of_their_paths() {
        let old = Tree::from_texts([("b", "1"), ("c", "1"), ("d", "1")]);
        let new = Tree::from_texts([("a", "1"), ("b", "2"), ("d", "1")]);
        let (a, b, c) = (path("a"), path("b"), path("c"));
        let changes = [
            Change::Added(&a, new.get("a").unwrap()),
            Change::Changed(&b, new.get("b").unwrap()),
            Change::Removed(&c),
        ];
        assert_eq!(old.diff(&new), changes);
        assert_eq!(old.overlay(&new).len(), 4);
        assert_eq!(old.overlay(&new).get("b"), new.get("b"));
    }
}
