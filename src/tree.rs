//! A tree of files in memory: the project, each theme layer, a git revision, the finished site.
//!
//! A site generator is a function from a tree of files to a tree of files. Because everything that
//! is read and everything that is written is a [`Tree`], reading, layering, comparing and writing
//! each exist once.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::iter;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

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

/// A path is looked up by its text: it is ordered and hashed as that.
impl Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
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
    content: Content,
    fingerprint: Fingerprint,
}

#[derive(Clone)]
enum Content {
    /// What is UTF-8, as all that is read as text is: what was read of it shares it.
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
    Stored(Arc<Stored>),
    Later(Arc<LazyLock<Vec<u8>, MakeFn>>),
}

/// Makes the bytes of a file.
type MakeFn = Box<dyn FnOnce() -> Vec<u8> + Send>;

/// Where a file stands whose bytes are not in memory.
pub struct Stored {
    place: PathBuf,
    length: u64,
    /// Only the edge knows disks.
    read: ReadFn,
    /// What was read, once it was asked for.
    bytes: OnceLock<Vec<u8>>,
}

/// Reads the bytes at a place; none if they cannot be read.
pub type ReadFn = fn(&Path) -> Vec<u8>;

impl Stored {
    /// Where it stands.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }
}

impl File {
    /// A file with these bytes. Where they are no text, that is known from the first byte that is not: images and
    /// videos are not looked through.
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let content = match std::str::from_utf8(bytes) {
            Ok(text) => Content::Text(text.into()),
            Err(_) => Content::Bytes(bytes.into()),
        };
        Self { content, fingerprint: Fingerprint::of_bytes(bytes) }
    }

    /// A file of so many bytes with this fingerprint, which stand at a place outside the memory.
    pub fn stored(place: PathBuf, length: u64, fingerprint: Fingerprint, read: ReadFn) -> Self {
        let stored = Stored { place, length, read, bytes: OnceLock::new() };
        Self { content: Content::Stored(Arc::new(stored)), fingerprint }
    }

    /// A file whose bytes are made once they are asked for, with the fingerprint of all that they are made from.
    pub fn later(made_from: Fingerprint, make: impl FnOnce() -> Vec<u8> + Send + 'static) -> Self {
        let bytes = LazyLock::new(Box::new(make) as MakeFn);
        Self { content: Content::Later(Arc::new(bytes)), fingerprint: made_from }
    }

    /// The bytes. Those of a file that is stored are read, and stay in memory from then on; what copies files asks
    /// for [`Self::stored_at`] first.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
            Content::Stored(it) => it.bytes.get_or_init(|| (it.read)(&it.place)),
            Content::Later(bytes) => bytes,
        }
    }

    /// The bytes as text; `None` if they are not UTF-8, or are not known to be since they were not in memory.
    pub fn text(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) | Content::Stored(_) | Content::Later(_) => None,
        }
    }

    /// Where the file stands; `None` if it is in memory, or will be.
    pub fn stored_at(&self) -> Option<&Stored> {
        match &self.content {
            Content::Text(_) | Content::Bytes(_) | Content::Later(_) => None,
            Content::Stored(stored) => Some(stored),
        }
    }

    /// The fingerprint of the bytes, or of all that they are made from.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

/// Files have the same bytes, or are to have them since they are made from the same.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Later(_), Content::Later(_)) => self.fingerprint == other.fingerprint,
            (Content::Later(_), _) | (_, Content::Later(_)) => self.bytes() == other.bytes(),
            _ => self.fingerprint == other.fingerprint,
        }
    }
}

impl Eq for File {}

impl Hash for File {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.content {
            Content::Later(bytes) => Fingerprint::of_bytes(bytes).hash(state),
            _ => self.fingerprint.hash(state),
        }
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(self.bytes()))
    }
}

/// Takes the bytes of files that are finished, so that those of a whole site need not be in memory at once.
pub trait FileStore: Sync {
    /// A file with these bytes, which is to stand at a path of the site.
    fn store(&self, path: &RelPath, bytes: Vec<u8>) -> File;

    /// A file with what a function writes. It is large, and need not be in memory as a whole; the function may be called
    /// again, and writes the same then.
    fn store_written(&self, path: &RelPath, write: WriteFn) -> File {
        let mut bytes = Vec::new();
        write(&mut bytes).expect("a list takes every write");
        self.store(path, bytes)
    }
}

/// Writes a file. It has no errors but those of the writer.
pub type WriteFn<'w> = &'w dyn Fn(&mut dyn Write) -> io::Result<()>;

/// Leaves the bytes of files in memory.
pub struct InMemory;

impl FileStore for InMemory {
    fn store(&self, _: &RelPath, bytes: Vec<u8>) -> File {
        File::new(bytes)
    }
}

/// The store for files of a folder, whose paths are those from there on.
pub struct StoreBelow<'a> {
    /// The store for all files.
    pub store: &'a dyn FileStore,
    /// The folder.
    pub folder: &'a str,
}

impl FileStore for StoreBelow<'_> {
    fn store(&self, path: &RelPath, bytes: Vec<u8>) -> File {
        self.store.store(&path.below(self.folder), bytes)
    }

    fn store_written(&self, path: &RelPath, write: WriteFn) -> File {
        self.store.store_written(&path.below(self.folder), write)
    }
}

/// Files by path, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<RelPath, File>,
    /// Trees that are shared with others, each the only one with files in its folder; by that folder with a slash. The
    /// sites of editions are thousands of files, which no edit changes.
    mounted: BTreeMap<String, Arc<Tree>>,
}

/// One file of so many that are there is quicker put in than all are gone through.
const FEW: usize = 16;

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
        self.files.get(path).or_else(|| self.mounted_around(path)?.1.files.get(path))
    }

    /// Puts a file at a path and returns the one that was there.
    pub fn insert(&mut self, path: RelPath, file: File) -> Option<File> {
        self.make_own(path.as_str());
        self.files.insert(path, file)
    }

    /// Takes the file at a path out and returns it.
    pub fn remove(&mut self, path: &RelPath) -> Option<File> {
        self.make_own(path.as_str());
        self.files.remove(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&RelPath, &File)> {
        self.iter_without(|_, _| false)
    }

    /// All files but those of the mounted trees that are left out, in the order of their paths.
    fn iter_without(
        &self,
        is_left_out: impl Fn(&str, &Arc<Self>) -> bool,
    ) -> impl Iterator<Item = (&RelPath, &File)> {
        let folders = || self.mounted.keys();
        let ends = folders().map(Some).chain([None]);
        let starts = iter::once(None).chain(folders().map(Some));
        // What a mounted tree has stands together, as all its paths begin with its folder.
        starts.zip(ends).flat_map(move |(start, end)| {
            let own = self.files.range::<str, _>((bound(start), bound(end)));
            let mounted = end.and_then(|folder| Some((folder, self.mounted.get(folder)?)));
            let mounted = mounted.filter(|(folder, tree)| !is_left_out(folder, tree));
            own.chain(mounted.into_iter().flat_map(|(_, tree)| &tree.files))
        })
    }

    /// Whether a tree is mounted here too, and thus has nothing that differs.
    fn shares(&self, folder: &str, tree: &Arc<Self>) -> bool {
        self.mounted.get(folder).is_some_and(|it| Arc::ptr_eq(it, tree))
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.files.len() + self.mounted.values().map(|it| it.files.len()).sum::<usize>()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
        let Self { mut files, mounted } = top;
        if self.mounted.is_empty() && files.len() > self.files.len() / FEW {
            // Goes through both once.
            self.files.append(&mut files);
        }
        let mounted = mounted.values().flat_map(|tree| &tree.files);
        let mounted = mounted.map(|(path, file)| (path.clone(), file.clone()));
        for (path, file) in files.into_iter().chain(mounted) {
            self.insert(path, file);
        }
    }

    /// Puts all files of another tree in, which is shared, not copied. All of them stand in `folder`.
    pub fn mount(&mut self, folder: &str, tree: Arc<Self>) {
        let folder = format!("{folder}/");
        let after = (Bound::Excluded(folder.as_str()), Bound::Unbounded);
        let next = self.files.range::<str, _>(after).next();
        let is_alone = next.is_none_or(|(path, _)| !path.as_str().starts_with(&folder));
        let overlaps =
            |other: &String| other.starts_with(&folder) || folder.starts_with(other.as_str());
        if is_alone && tree.mounted.is_empty() && !self.mounted.keys().any(overlaps) {
            self.mounted.insert(folder, tree);
        } else {
            self.extend((*tree).clone());
        }
    }

    /// What differs in `new`: added, changed and removed files in the order of their paths.
    pub fn diff<'a>(&'a self, new: &'a Self) -> Vec<Change<'a>> {
        let mut changes: Vec<Change> = Vec::new();
        for (path, file) in new.iter_without(|folder, tree| self.shares(folder, tree)) {
            match self.get(path.as_str()) {
                None => changes.push(Change::Added(path, file)),
                Some(old) if old != file => changes.push(Change::Changed(path, file)),
                Some(_) => {}
            }
        }
        let old = self.iter_without(|folder, tree| new.shares(folder, tree));
        let gone = old.map(|(path, _)| path).filter(|path| new.get(path.as_str()).is_none());
        changes.extend(gone.map(Change::Removed));
        changes.sort_by_key(|change| change.path().clone());
        changes
    }

    /// The mounted tree in whose folder a path stands, and that folder.
    fn mounted_around(&self, path: &str) -> Option<(&String, &Arc<Self>)> {
        let up_to = (Bound::Unbounded, Bound::Included(path));
        let last = self.mounted.range::<str, _>(up_to).next_back();
        last.filter(|(folder, _)| path.starts_with(folder.as_str()))
    }

    /// Copies the mounted tree in whose folder a path stands, so that a file of it can be changed.
    fn make_own(&mut self, path: &str) {
        let Some((folder, tree)) = self.mounted_around(path) else { return };
        let (folder, tree) = (folder.clone(), Arc::clone(tree));
        self.mounted.remove(&folder);
        self.files.extend(tree.files.iter().map(|(path, file)| (path.clone(), file.clone())));
    }
}

fn bound(folder: Option<&String>) -> Bound<&str> {
    folder.map_or(Bound::Unbounded, |it| Bound::Excluded(it.as_str()))
}

/// Trees are equal that have the same files, shared or not.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        let share_all = self.mounted.len() == other.mounted.len()
            && self.mounted.iter().all(|(folder, tree)| other.shares(folder, tree));
        if share_all { self.files == other.files } else { self.iter().eq(other.iter()) }
    }
}

impl Eq for Tree {}

impl Hash for Tree {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.len().hash(state);
        self.iter().for_each(|it| it.hash(state));
    }
}

impl FromIterator<(RelPath, File)> for Tree {
    fn from_iter<I: IntoIterator<Item = (RelPath, File)>>(files: I) -> Self {
        Self { files: files.into_iter().collect(), mounted: BTreeMap::new() }
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
    fn bytes_that_are_text_are_known_to_be() {
        for text in ["", "a", "\u{feff}\u{e9}\0"] {
            let file = File::new(text);
            assert_eq!((file.text().map(|it| &**it), file.bytes()), (Some(text), text.as_bytes()));
        }
        let file = File::new(b"a\xff");
        assert_eq!((file.text(), file.bytes()), (None, &b"a\xff"[..]));
    }

    #[test]
    fn a_stored_file_is_read_when_it_is_asked_for() {
        let here = File::new(*b"1");
        let place = || PathBuf::from("1");
        let read: ReadFn = |place| place.to_string_lossy().into_owned().into_bytes();
        let stored = File::stored(place(), 1, here.fingerprint(), read);
        let at = stored.stored_at().map(|it| (it.place().to_owned(), it.length()));
        assert_eq!((at, stored.bytes()), (Some((place(), 1)), &b"1"[..]));
        assert!(here.stored_at().is_none());
        assert_eq!(stored, here);
        let store = StoreBelow { store: &InMemory, folder: "e" };
        assert_eq!(store.store(&path("a"), b"1".to_vec()), here);
    }

    #[test]
    fn a_file_is_made_when_it_is_asked_for() {
        let of = |bytes: &'static [u8]| Fingerprint::of_bytes(bytes);
        let later = File::later(of(b"from"), || b"1".to_vec());
        assert_eq!(later.fingerprint(), of(b"from"));
        let unasked =
            |from| File::later(of(from), || unreachable!("it is told by what it is made from"));
        assert_eq!(later, unasked(b"from"));
        assert_ne!(later, unasked(b"something else"));
        let here = File::new(*b"1");
        assert_eq!((later.bytes(), later == here, here == later), (&b"1"[..], true, true));
        assert_eq!(Fingerprint::of(&later), Fingerprint::of(&here));
        assert_ne!(later, File::new(*b"2"));
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

    #[test]
    fn a_shared_tree_is_part_of_the_one_it_is_mounted_in() {
        let texts = [
            ("a", "1"),
            ("e/a", "2"),
            ("e/x/b", "3"),
            ("e/x/y/c", "4"),
            ("e/x.md", "5"),
            ("f", "6"),
        ];
        let whole = Tree::from_texts(texts);
        let is_shared = |path: &str| path.starts_with("e/x/");
        let part = |shared: bool| {
            Tree::from_texts(texts.into_iter().filter(|(path, _)| is_shared(path) == shared))
        };
        let mounted = || {
            let mut tree = part(false);
            tree.mount("e/x", Arc::new(part(true)));
            tree
        };
        let tree = mounted();
        assert_eq!(tree.len(), 6);
        assert!(tree.iter().eq(whole.iter()), "{tree:?}");
        assert_eq!(tree, whole);
        assert_eq!(Fingerprint::of(&tree), Fingerprint::of(&whole));
        assert!(texts.iter().all(|(path, _)| tree.get(path) == whole.get(path)));
        assert!(["e/x", "e/x/", "e/x/z", "e"].iter().all(|path| tree.get(path).is_none()));
        assert_eq!(tree.folder("e"), whole.folder("e"));
        assert!(tree.diff(&whole).is_empty() && whole.diff(&tree).is_empty());

        // What is changed is changed in one of them alone.
        let (new, file) = (path("e/x/b"), File::new(*b"7"));
        let mut changed = mounted();
        assert_eq!(changed.insert(new.clone(), file.clone()).as_ref(), whole.get("e/x/b"));
        assert_eq!(whole.diff(&changed), [Change::Changed(&new, &file)]);
        assert_eq!(mounted(), whole);
        let mut fewer = mounted();
        assert!(fewer.remove(&new).is_some());
        assert_eq!(whole.diff(&fewer), [Change::Removed(&new)]);
        assert_eq!(Tree::default().overlay(&tree), whole);
        assert_eq!(tree.overlay(&changed), changed);

        // Those that share a tree differ in the rest, or in all of it where one does not have it.
        let mut beside = tree.clone();
        beside.insert(path("f"), file.clone());
        assert_eq!(tree.diff(&beside), [Change::Changed(&path("f"), &file)]);
        assert_ne!(tree, beside);
        let gone = part(true);
        let gone: Vec<Change> = gone.iter().map(|(path, _)| Change::Removed(path)).collect();
        assert_eq!(tree.diff(&part(false)), gone);
        assert_eq!(part(false).diff(&tree).len(), gone.len());

        // A file of its own in the folder keeps the other from being shared, not from being there.
        let mut crowded = Tree::from_texts([("e/x/z", "8")]);
        crowded.mount("e/x", Arc::new(part(true)));
        assert_eq!(crowded, Tree::from_texts([("e/x/b", "3"), ("e/x/y/c", "4"), ("e/x/z", "8")]));
    }
}
