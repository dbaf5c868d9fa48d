//! What an editor is told of a handbook: schemas of its files, and a task that shows problems where they are.

use serde_json::{Map, Value, json};

use crate::keys::{self, FILES};
use crate::tree::{File, RelPath, Tree};

/// The settings of VS Code for a handbook, in the folder of which it is opened.
pub fn vs_code() -> Tree {
    let mut schemas = Map::new();
    let mut toml_schemas = Map::new();
    let mut files = Tree::default();
    let mut add = |path: &str, text: &str| {
        let path = RelPath::new(path).expect("a relative path");
        files.insert(path, File::new(text.as_bytes()));
    };
    for file in FILES {
        let schema = format!(".vscode/ladderbook/{}.schema.json", file.name);
        match file.path.rsplit_once('.') {
            Some((_, "yaml")) => {
                schemas.insert(format!("./{schema}"), json!(file.path));
            }
            Some((_, "toml")) => {
                let pattern = format!("^.*/{}$", file.path.replace('.', "\\."));
                toml_schemas.insert(pattern, json!(format!("./{schema}")));
            }
            // Front matter is a part of a file, for which editors have no schemas.
            _ => continue,
        }
        add(&schema, &keys::schema(file));
    }
    add(".vscode/settings.json", &settings(schemas, toml_schemas));
    add(".vscode/tasks.json", include_str!("editor/tasks.json"));
    add(".vscode/extensions.json", include_str!("editor/extensions.json"));
    files
}

fn settings(schemas: Map<String, Value>, toml_schemas: Map<String, Value>) -> String {
    let settings = json!({
        "yaml.schemas": schemas,
        "evenBetterToml.schema.associations": toml_schemas,
        "files.exclude": { "public": true },
        "files.watcherExclude": { "**/public/**": true },
    });
    let text =
        serde_json::to_string_pretty(&settings).expect("a tree of JSON values can be written");
    format!("{text}\n")
}
