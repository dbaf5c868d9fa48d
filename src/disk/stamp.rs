//! Whether files outside of a project may have changed, by what the disk says of them alone.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::fingerprint::Fingerprint;

/// The fingerprint of the sizes and the times of what is at some paths, and below those that are folders. What is not
/// there, or cannot be seen, counts as nothing: it is the same until it appears.
pub fn stamp(paths: &[PathBuf]) -> Fingerprint {
    Fingerprint::of(&paths.iter().map(|path| below(path)).collect::<Vec<_>>())
}

fn below(path: &Path) -> Vec<impl std::hash::Hash> {
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().flatten();
    let seen = entries.filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        let time = metadata.modified().ok();
        Some((entry.into_path(), metadata.len(), time))
    });
    seen.collect()
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it looks at files, and its test changes them"
)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_written_added_or_removed_changes_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = ["refs", "HEAD"].map(|name| folder.path().join(name));
        let mut all = vec![stamp(&paths)];
        assert_eq!(all[0], stamp(&paths));
        fs::create_dir_all(paths[0].join("tags")).expect("a folder");
        all.push(stamp(&paths));
        fs::write(paths[0].join("tags/v1"), "one").expect("a file");
        all.push(stamp(&paths));
        fs::write(paths[0].join("tags/v1"), "another").expect("a file");
        all.push(stamp(&paths));
        fs::write(&paths[1], "one").expect("a file");
        all.push(stamp(&paths));
        fs::remove_file(paths[0].join("tags/v1")).expect("a file");
        all.push(stamp(&paths));
        let different: std::collections::HashSet<String> =
            all.iter().map(ToString::to_string).collect();
        assert_eq!(different.len(), all.len());
    }
}
