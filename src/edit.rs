//! A place and a text -> another tree, the same byte for byte outside the places.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostic::{Place, Span};
use crate::fingerprint::Fingerprint;
use crate::tree::{File, RelPath, Tree};

/// What is to stand at a place in the place of what stands there. At an empty place the text is put
/// in, without a text the place is cut out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// The bytes that go.
    pub place: Place,
    /// What comes instead.
    pub text: String,
}

/// Edits that can be made together. They were made for files with certain bytes and are good for no
/// others, so each file's fingerprint is kept with its edits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    files: BTreeMap<RelPath, FileEdits>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct FileEdits {
    /// The file that the edits were made for.
    base: Fingerprint,
    /// In the order of their spans, no two of which overlap.
    edits: Vec<(Span, String)>,
}

/// Why an edit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// There is no such file.
    NoFile(RelPath),
    /// The file has changed since the edits were made.
    Changed(RelPath),
    /// The place is not inside the file, or cuts a character in two, or the file is no text.
    NoText(Place),
    /// Another edit is about the same bytes, or puts something in at the same place.
    Overlap(Place),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFile(path) => write!(f, "there is no file `{path}`"),
            Self::Changed(path) => write!(f, "`{path}` has changed meanwhile"),
            Self::NoText(Place { path, span: Span { start, end } }) => {
                write!(f, "the bytes {start} to {end} of `{path}` are no text")
            }
            Self::Overlap(Place { path, span }) => {
                write!(f, "two edits of `{path}` overlap at byte {}", span.start)
            }
        }
    }
}

impl std::error::Error for EditError {}

impl Edits {
    /// Adds edits of the files of a tree, all of them or, if one cannot be made, none.
    ///
    /// # Errors
    ///
    /// If a place is not one of text in the tree, or overlaps with another edit; or if earlier edits
    /// were made for another version of a file.
    pub fn add(&mut self, tree: &Tree, edits: &[Edit]) -> Result<(), EditError> {
        for (number, edit) in edits.iter().enumerate() {
            if let Err(error) = self.add_one(tree, edit) {
                edits[..number].iter().for_each(|added| self.remove(&added.place));
                return Err(error);
            }
        }
        Ok(())
    }

    fn add_one(&mut self, tree: &Tree, Edit { place, text }: &Edit) -> Result<(), EditError> {
        let path = &place.path;
        let file = tree.get(path.as_str()).ok_or_else(|| EditError::NoFile(path.clone()))?;
        let no_text = || EditError::NoText(place.clone());
        let of_file = match self.files.get_mut(path) {
            Some(known) if known.base != file.fingerprint() => {
                return Err(EditError::Changed(path.clone()));
            }
            Some(known) => known,
            None => {
                std::str::from_utf8(file.bytes()).map_err(|_| no_text())?;
                let new = FileEdits { base: file.fingerprint(), edits: Vec::new() };
                self.files.entry(path.clone()).or_insert(new)
            }
        };
        if !has(file.bytes(), place.span) {
            return Err(no_text());
        }
        of_file.add(place, text)
    }

    fn remove(&mut self, place: &Place) {
        if let Some(of_file) = self.files.get_mut(&place.path) {
            of_file.edits.retain(|(span, _)| *span != place.span);
        }
    }

    /// Number of edits.
    pub fn len(&self) -> usize {
        self.files.values().map(|file| file.edits.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl FileEdits {
    fn add(&mut self, place: &Place, text: &str) -> Result<(), EditError> {
        let new = place.span;
        let overlaps = |old: Span| new == old || (new.start < old.end && old.start < new.end);
        // None of the others overlap, so that only the neighbours can be in the way.
        let at = self.edits.partition_point(|(old, _)| *old < new);
        let mut neighbours = self.edits[at.saturating_sub(1)..].iter().take(2);
        if neighbours.any(|(old, _)| overlaps(*old)) {
            return Err(EditError::Overlap(place.clone()));
        }
        self.edits.insert(at, (new, text.to_owned()));
        Ok(())
    }

    fn apply(&self, file: &File) -> File {
        let old = file.bytes();
        let mut bytes = Vec::with_capacity(old.len());
        let mut at = 0;
        for (span, text) in &self.edits {
            bytes.extend_from_slice(&old[at..span.start]);
            bytes.extend_from_slice(text.as_bytes());
            at = span.end;
        }
        bytes.extend_from_slice(&old[at..]);
        File::new(bytes)
    }
}

impl Tree {
    /// The tree with the edits made.
    ///
    /// # Errors
    ///
    /// If a file is not the one that the edits were made for.
    pub fn apply(&self, edits: &Edits) -> Result<Self, EditError> {
        let mut tree = self.clone();
        for (path, of_file) in &edits.files {
            let file = self.get(path.as_str()).ok_or_else(|| EditError::NoFile(path.clone()))?;
            if file.fingerprint() != of_file.base {
                return Err(EditError::Changed(path.clone()));
            }
            tree.insert(path.clone(), of_file.apply(file));
        }
        Ok(tree)
    }
}

/// Whether a span of UTF-8 lies inside the text and between its characters.
fn has(text: &[u8], span: Span) -> bool {
    let is_boundary = |at: usize| text.get(at).is_none_or(|byte| byte >> 6 != 0b10);
    span.start <= span.end
        && span.end <= text.len()
        && is_boundary(span.start)
        && is_boundary(span.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path() -> RelPath {
        RelPath::new("a.md").unwrap()
    }

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { place: Place::new(&path(), Span::new(start, end)), text: text.to_owned() }
    }

    fn tree(text: &str) -> Tree {
        Tree::from_texts([("a.md", text), ("b.md", "other")])
    }

    fn applied(text: &str, edits: &[Edit]) -> Result<String, EditError> {
        let tree = tree(text);
        let mut all = Edits::default();
        all.add(&tree, edits)?;
        let new = tree.apply(&all)?;
        assert_eq!(new.get("b.md"), tree.get("b.md"));
        Ok(String::from_utf8(new.get("a.md").unwrap().bytes().to_vec()).unwrap())
    }

    #[test]
    fn a_text_takes_the_place_of_another() {
        let edits = [edit(8, 8, "!"), edit(0, 1, "é"), edit(3, 5, "")];
        assert_eq!(applied("abcdefgh", &edits).unwrap(), "ébcfgh!");
        assert_eq!(applied("", &[edit(0, 0, "new")]).unwrap(), "new");
        assert_eq!(applied("abc", &[]).unwrap(), "abc");
    }

    #[test]
    fn edits_that_touch_do_not_overlap() {
        let edits = [edit(2, 4, "X"), edit(0, 2, "Y"), edit(2, 2, "-")];
        assert_eq!(applied("abcd", &edits).unwrap(), "Y-X");
    }

    #[test]
    fn edits_that_overlap_are_refused() {
        let pairs = [((0, 3), (2, 4)), ((2, 4), (0, 3)), ((0, 4), (2, 2)), ((2, 2), (2, 2))];
        for ((a, b), (c, d)) in pairs {
            let refused = applied("abcd", &[edit(a, b, "x"), edit(c, d, "y")]);
            assert_eq!(refused, Err(EditError::Overlap(edit(c, d, "").place)), "{a} {b} {c} {d}");
        }
    }

    #[test]
    fn a_place_that_is_no_text_is_refused() {
        for (start, end) in [(1, 2), (0, 9), (9, 9), (3, 2)] {
            let refused = applied("aé", &[edit(start, end, "x")]);
            assert_eq!(refused, Err(EditError::NoText(edit(start, end, "").place)));
        }
        let mut bytes = Tree::default();
        bytes.insert(path(), File::new(&b"ab\xff"[..]));
        let refused = Edits::default().add(&bytes, &[edit(0, 1, "x")]);
        assert!(matches!(refused, Err(EditError::NoText(_))));
    }

    #[test]
    fn edits_are_added_together_or_not_at_all() {
        let tree = tree("abcd");
        let mut edits = Edits::default();
        edits.add(&tree, &[edit(0, 1, "X")]).unwrap();
        let before = edits.clone();
        assert!(edits.add(&tree, &[edit(2, 3, "Y"), edit(0, 2, "Z")]).is_err());
        assert_eq!(edits, before);
        assert_eq!(edits.len(), 1);
        assert!(edits.add(&tree, &[edit(2, 3, "Y")]).is_ok());
    }

    #[test]
    fn a_file_that_has_changed_or_gone_is_refused() {
        let old = tree("abcd");
        let mut edits = Edits::default();
        edits.add(&old, &[edit(0, 1, "X")]).unwrap();
        let new = tree("abcde");
        assert_eq!(new.apply(&edits), Err(EditError::Changed(path())));
        assert_eq!(edits.add(&new, &[edit(2, 3, "Y")]), Err(EditError::Changed(path())));
        assert_eq!(Tree::default().apply(&edits), Err(EditError::NoFile(path())));
        assert_eq!(edits.add(&Tree::default(), &[edit(2, 3, "Y")]), Err(EditError::NoFile(path())));
    }

    proptest! {
        /// Texts in brackets, which are replaced; what stands between them must come out as it was.
        #[test]
        fn nothing_but_the_places_changes(
            parts in prop::collection::vec(("[aé𝄞\r\n\u{feff}]{1,6}", "[aé]{0,4}", "[xü\n]{0,4}"), 0..12),
            end in "[a\r\n]{0,5}",
        ) {
            let (mut old, mut new, mut edits) = (String::new(), String::new(), Vec::new());
            for (between, before, after) in &parts {
                old.push_str(between);
                new.push_str(between);
                edits.push(edit(old.len(), old.len() + before.len(), after));
                old.push_str(before);
                new.push_str(after);
            }
            old.push_str(&end);
            new.push_str(&end);
            edits.reverse();
            prop_assert_eq!(applied(&old, &edits).unwrap(), new);
        }
    }
}
