//! A folder of a commit as a tree: one listing, and one run that gives the bytes of all its files.

use std::collections::BTreeMap;

use anyhow::{Context, bail};

use super::process::{Git, Refused};
use crate::disk::is_source;
use crate::tree::{File, RelPath, Tree};

/// How many links are followed one after the other.
const MAX_LINKS: usize = 40;

/// Reads the sources of a project from a folder of a commit. Links to other files of the project are
/// followed, as on a disk; those that lead elsewhere, and other repositories inside this one, are left out.
/// What Git LFS keeps elsewhere is here as the pointer to it.
///
/// # Errors
///
/// If git does not give what it has listed.
pub fn read(git: &Git, commit: &str, folder: &str) -> anyhow::Result<Tree> {
    let tree = format!("{commit}:{folder}");
    let listed = git.run(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
    let listed = listed.map_err(Refused::into_error)?;
    let entries = entries(&listed);
    let links: Vec<(&RelPath, &str)> = of_mode(&entries, LINK).collect();
    let targets = blobs(git, links.iter().map(|(_, id)| *id))?;
    let links = links.iter().zip(&targets);
    let links: BTreeMap<&RelPath, String> = links
        .map(|((path, _), target)| (*path, String::from_utf8_lossy(target).into_owned()))
        .collect();

    let mut files: BTreeMap<RelPath, &str> = BTreeMap::new();
    let plain: BTreeMap<&RelPath, &str> =
        entries.iter().filter(|(_, it)| it.is_file()).map(|(path, it)| (path, it.id)).collect();
    files.extend(plain.iter().map(|(path, id)| ((*path).clone(), *id)));
    for link in links.keys() {
        files.extend(behind(link, &links, &plain));
    }
    files.retain(|path, _| is_source(path));
    let bytes = blobs(git, files.values().copied())?;
    Ok(files.into_keys().zip(bytes.into_iter().map(File::new)).collect())
}

/// What stands at a path of a commit.
struct Entry<'l> {
    mode: &'l str,
    id: &'l str,
}

const LINK: &str = "120000";

impl Entry<'_> {
    fn is_file(&self) -> bool {
        self.mode.starts_with("100")
    }
}

/// The lines of a listing. Paths that no project has are left out.
fn entries(listed: &[u8]) -> BTreeMap<RelPath, Entry<'_>> {
    listed.split(|byte| *byte == 0).filter_map(entry).collect()
}

/// One line of a listing: `mode type id`, a tab, the path.
fn entry(line: &[u8]) -> Option<(RelPath, Entry<'_>)> {
    let (about, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, id) = (about.next()?, about.nth(1)?);
    Some((RelPath::new(path)?, Entry { mode, id }))
}

fn of_mode<'e>(
    entries: &'e BTreeMap<RelPath, Entry<'e>>,
    mode: &'e str,
) -> impl Iterator<Item = (&'e RelPath, &'e str)> {
    entries.iter().filter(move |(_, it)| it.mode == mode).map(|(path, it)| (path, it.id))
}

/// The files that can be reached through a link: the one that it leads to, or those of the folder.
fn behind<'e>(
    link: &RelPath,
    links: &BTreeMap<&RelPath, String>,
    files: &BTreeMap<&RelPath, &'e str>,
) -> Vec<(RelPath, &'e str)> {
    let mut at = link.clone();
    for _ in 0..MAX_LINKS {
        let Some(target) = links.get(&at) else { break };
        let Some(next) = RelPath::resolve(at.folder(), target) else { return Vec::new() };
        at = next;
    }
    if let Some(id) = files.get(&at) {
        return vec![(link.clone(), *id)];
    }
    let inside = files.iter().filter_map(|(path, id)| {
        let rest = path.inside(at.as_str())?;
        Some((rest.below(link.as_str()), *id))
    });
    inside.collect()
}

/// The bytes of objects, in their order.
fn blobs<'i>(git: &Git, ids: impl Iterator<Item = &'i str>) -> anyhow::Result<Vec<Vec<u8>>> {
    let ids: Vec<&str> = ids.collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let asked = ids.join("\n") + "\n";
    let answer = git.run_with_input(&["cat-file", "--batch", "--buffer"], asked.as_bytes())?;
    let answer = answer.map_err(Refused::into_error)?;
    let mut rest = &answer[..];
    let mut blobs = Vec::with_capacity(ids.len());
    for _ in &ids {
        let (head, after) = split_line(rest).context("git ended in the middle of an answer")?;
        let head = String::from_utf8_lossy(head);
        if head.ends_with(" missing") {
            bail!(
                "this clone does not have all files of its revisions\nhelp: it was made with `--filter`; clone \
                 the repository without it"
            );
        }
        let size = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let blob = size.and_then(|size| Some((after.get(..size)?, after.get(size + 1..)?)));
        let (blob, after) = blob.context("git gave an answer that cannot be read")?;
        blobs.push(blob.to_vec());
        rest = after;
    }
    Ok(blobs)
}

fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}
