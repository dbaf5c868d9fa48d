//! The files of the theme, as they stand in a site.

use crate::fingerprint::Fingerprint;
use crate::loaded::Loaded;
use crate::theme::{ASSETS, Theme};
use crate::tree::{File, RelPath, Tree};

/// The folder of a site that has the files of its theme.
///
/// Its name tells what is in it, so that browsers and hosts may keep the files for ever: other files would be found
/// in another folder. It is the folder that is named so, not each file, because a script that imports another one
/// or a style sheet that loads a font then needs no change.
pub struct Assets {
    /// Its name, such as `assets-3f2a9c1b`; without fingerprints `assets`. It is as deep in any case, since a style
    /// sheet may name a file of content/ from there.
    pub folder: String,
    /// Its files, by their paths in the site.
    pub files: Tree,
}

impl Assets {
    /// The assets of a handbook in a theme. A published file of content/ takes the place of the theme's.
    pub fn new(project: &Tree, loaded: &Loaded, theme: &Theme) -> Self {
        let is_published = loaded.publishes();
        let own = |path: &RelPath| {
            let inside = path.below(ASSETS);
            let file = project.get(inside.below("content").as_str())?;
            is_published(&inside).then_some(file)
        };
        let files: Vec<(&RelPath, &File)> =
            theme.assets.iter().map(|(path, file)| (path, own(path).unwrap_or(file))).collect();
        let folder = match loaded.config.build.fingerprinted_assets {
            true => format!("{ASSETS}-{}", digits(&files)),
            false => ASSETS.to_owned(),
        };
        let below = |(path, file): (&RelPath, &File)| (path.below(&folder), file.clone());
        Self { files: files.into_iter().map(below).collect(), folder }
    }
}

/// What tells these files from others. It is made of text, so that it is the same on every kind of machine.
fn digits(files: &[(&RelPath, &File)]) -> String {
    let lines: String =
        files.iter().map(|(path, file)| format!("{} {path}\n", file.fingerprint())).collect();
    let mut digits = Fingerprint::of_bytes(lines.as_bytes()).to_string();
    digits.truncate(10);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits_of(files: &[(&str, &str)]) -> String {
        let tree = Tree::from_texts(files.iter().copied());
        digits(&tree.iter().collect::<Vec<_>>())
    }

    #[test]
    fn names_and_bytes_count() {
        let one = digits_of(&[("a.css", "a"), ("b.css", "b")]);
        assert!(one.len() == 10 && one.bytes().all(|it| it.is_ascii_hexdigit()), "{one}");
        assert_eq!(one, digits_of(&[("b.css", "b"), ("a.css", "a")]));
        assert_ne!(one, digits_of(&[("a.css", "a"), ("b.css", "c")]));
        assert_ne!(one, digits_of(&[("a.css", "a"), ("c.css", "b")]));
        assert_ne!(one, digits_of(&[("a.css", "a")]));
    }
}
