//! Where a handbook's folder was in a revision.

use std::collections::BTreeMap;

use anyhow::{anyhow, bail};

use super::process::{Git, Refused};
use super::revision::Revision;
use crate::config::BOOK;

/// The folder of the handbook in a revision: the one that it is in today, the one from which it was moved
/// there, or the only one that has a book.toml.
pub fn find(git: &Git, today: &str, revision: &Revision) -> anyhow::Result<String> {
    let books = books(git, &revision.commit)?;
    let has_book = |folder: &str| books.iter().any(|it| it == folder);
    if has_book(today) {
        return Ok(today.to_owned());
    }
    if let Some(former) = former(git, today, revision)?.filter(|it| has_book(it)) {
        return Ok(former);
    }
    let Revision { name, .. } = revision;
    match books.as_slice() {
        [only] => Ok(only.clone()),
        [] => bail!(
            "there is no book.toml in `{name}`\nhelp: {}",
            match first(git)? {
                Some(first) => format!("the first revision that has one is {first}"),
                None => "commit the handbook first".to_owned(),
            }
        ),
        several => {
            let folders: Vec<String> =
                several.iter().map(|it| format!("`{}`", shown(it))).collect();
            bail!(
                "`{name}` has no book.toml in `{}`, and others in {}\nhelp: none of them was moved there, so \
                 that it is not known which is meant; run this in a worktree that has the folder: `git \
                 worktree add`",
                shown(today),
                folders.join(", ")
            )
        }
    }
}

fn shown(folder: &str) -> &str {
    if folder.is_empty() { "." } else { folder }
}

/// Folders of a commit that have a book.toml.
fn books(git: &Git, commit: &str) -> anyhow::Result<Vec<String>> {
    let listed = git.run(&["ls-tree", "-r", "-z", "--full-tree", "--name-only", commit])?;
    let listed = listed.map_err(Refused::into_error)?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let folder = |path: &str| match path.rsplit_once('/') {
        Some((folder, name)) => (name == BOOK).then(|| folder.to_owned()),
        None => (path == BOOK).then(String::new),
    };
    Ok(listed.split('\0').filter_map(folder).collect())
}

/// The folder from which most files of today's folder were moved between a revision and now, keeping their
/// paths below it.
fn former(git: &Git, today: &str, revision: &Revision) -> anyhow::Result<Option<String>> {
    let renames = ["diff-tree", "-r", "-z", "-M", "--name-status", "--diff-filter=R"];
    let renames = [&renames[..], &[revision.commit.as_str(), "HEAD"]].concat();
    // A repository without a commit has no renames.
    let renames = git.run(&renames)?.unwrap_or_default();
    let renames = String::from_utf8_lossy(&renames).into_owned();
    let mut fields = renames.split('\0').skip_while(|it| it.is_empty());
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    while let (Some(_score), Some(from), Some(to)) = (fields.next(), fields.next(), fields.next()) {
        if let Some(folder) = below(to, today).and_then(|path| above(from, path)) {
            *votes.entry(folder).or_default() += 1;
        }
    }
    let most = votes.into_iter().max_by_key(|(_, count)| *count);
    Ok(most.map(|(folder, _)| folder.to_owned()))
}

/// What follows a folder in a path.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// The folder that a path stands in if it ends in another one.
fn above<'p>(path: &'p str, end: &str) -> Option<&'p str> {
    let folder = path.strip_suffix(end)?;
    if folder.is_empty() { Some("") } else { folder.strip_suffix('/') }
}

/// The commit in which a book.toml first stands, with its day.
fn first(git: &Git) -> anyhow::Result<Option<String>> {
    let pattern = format!(":(top,glob)**/{BOOK}");
    let added =
        ["log", "--no-show-signature", "--diff-filter=A", "--format=%h of %cs", "HEAD", "--"];
    let added = git.run(&[&added[..], &[pattern.as_str()]].concat())?;
    let Ok(added) = added else { return Ok(None) };
    let added = String::from_utf8(added).map_err(|error| anyhow!(error))?;
    Ok(added.lines().last().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_file_tells_of_its_folder() {
        assert_eq!(below("docs/ladder/book.toml", "docs/ladder"), Some("book.toml"));
        assert_eq!(below("docs/ladders/book.toml", "docs/ladder"), None);
        assert_eq!(below("book.toml", ""), Some("book.toml"));
        assert_eq!(above("ladder/content/index.md", "content/index.md"), Some("ladder"));
        assert_eq!(above("content/index.md", "content/index.md"), Some(""));
        assert_eq!(above("old-content/index.md", "content/index.md"), None);
        assert_eq!(above("ladder/notes.md", "content/index.md"), None);
    }
}
