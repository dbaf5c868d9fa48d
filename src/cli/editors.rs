//! What an editor is told of a handbook: schemas of its files, and a task that shows problems where they are.

use crate::keys::{self, FILES};
use crate::tree::{File, RelPath, Tree};

/// The settings of VS Code for a handbook, in the folder of which it is opened.
pub fn vs_code() -> Tree {
    let (mut of_yaml, mut of_toml) = (Vec::new(), Vec::new());
    let mut files = Tree::default();
    let mut add = |path: &str, text: &str| {
        let path = RelPath::new(path).expect("a relative path");
        files.insert(path, File::new(text.as_bytes()));
    };
    for file in FILES {
        let schema = format!(".vscode/ladderbook/{}.schema.json", file.name);
        match file.path.rsplit_once('.') {
            Some((_, "yaml")) => of_yaml.push(format!(r#"    "./{schema}": "{}""#, file.path)),
            Some((_, "toml")) => {
                let pattern = file.path.replace('.', r"\\.");
                of_toml.push(format!(r#"    "^.*/{pattern}$": "./{schema}""#));
            }
            // Front matter is a part of a file, for which editors have no schemas.
            _ => continue,
        }
        add(&schema, &keys::schema(file));
    }
    let settings = include_str!("editor/settings.json")
        .replace("@yaml@", &of_yaml.join(",\n"))
        .replace("@toml@", &of_toml.join(",\n"));
    add(".vscode/settings.json", &settings);
    add(".vscode/tasks.json", include_str!("editor/tasks.json"));
    add(".vscode/extensions.json", include_str!("editor/extensions.json"));
    files
}
