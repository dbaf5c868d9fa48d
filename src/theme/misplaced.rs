//! Templates that look for a file of the theme where it is in the theme, and not where it is in a site.
//!
//! In a preview it would be found there, and on no page that is published.

use super::layers::{ASSETS, Layer};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::text::Text;
use crate::tree::Tree;

/// What is wrong with the templates and components of a project. `assets` are the files of its theme.
pub fn misplaced(project: &Tree, layers: &[Layer], assets: &Tree) -> Vec<Diagnostic> {
    let own = layers.iter().filter(|layer| !layer.is_builtin);
    let files =
        own.flat_map(|layer| layer.files.iter().map(move |(path, file)| (layer, path, file)));
    let templates = files.filter(|(_, path, _)| {
        path.extension() == "html" && (path.is_inside("templates") || path.is_inside("components"))
    });
    // A file of content/ is where it looks as if it were.
    let is_of_content = |name: &str| project.get(&format!("content/{ASSETS}/{name}")).is_some();
    let is_meant = |name: &str| assets.get(name).is_some() && !is_of_content(name);
    let mut found = Vec::new();
    for (layer, path, file) in templates {
        let path = layer.project_path(path);
        // What is no text has been said of the template.
        let Ok(Text { text, offset }) = Text::of(&path, file) else { continue };
        found.extend(addresses(text).filter(|(_, name)| is_meant(name)).map(|(at, name)| {
            let span = Span::new(at, at + ASSETS.len() + 1 + name.len()).shifted(offset);
            Diagnostic::new(Code::InvalidTemplate, format!("no page finds `{name}` of the theme here"))
                .at(Place::new(&path, span))
                .help(format!("write `{{{{ page.assets }}}}{name}`"))
                .help("their folder is named after what is in it; a component has to be told by who calls it")
        }));
    }
    found
}

/// What follows `assets/` wherever that stands behind the way to the root of the site, with the place of the whole.
fn addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let folder = format!("{ASSETS}/");
    let starts: Vec<usize> = text.match_indices(&folder).map(|(at, _)| at).collect();
    starts.into_iter().filter(|at| is_behind_root(&text[..*at])).map(move |at| {
        let rest = &text[at + ASSETS.len() + 1..];
        let is_end = |it: char| it.is_whitespace() || "\"'<>?#{}`)".contains(it);
        (at, &rest[..rest.find(is_end).unwrap_or(rest.len())])
    })
}

/// Whether a text ends with the way to the root of the site: `{{ page.root }}`, `page.root ~ "`, `href="/`.
fn is_behind_root(before: &str) -> bool {
    let is_root = |expression: &str| expression.trim_end().ends_with("root");
    if let Some(tag) = before.strip_suffix("}}") {
        return is_root(tag.strip_suffix('-').unwrap_or(tag));
    }
    let is_quoted = |text: &str| text.ends_with(['"', '\'']);
    match before.strip_suffix('/') {
        Some(before) => is_quoted(before) && before[..before.len() - 1].ends_with('='),
        None => {
            let joined = before.strip_suffix(['"', '\'']).map(str::trim_end);
            joined.and_then(|it| it.strip_suffix('~')).is_some_and(is_root)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_starts_at_the_root() {
        for (text, expected) in [
            ("<img src=\"{{ page.root }}assets/a.svg\">", Some("a.svg")),
            ("<img src=\"{{- root -}}assets/img/a.svg?x\">", Some("img/a.svg")),
            ("{% set icon = page.root ~ 'assets/a.svg' %}", Some("a.svg")),
            ("<img src='/assets/a.svg'>", Some("a.svg")),
            ("<img src=\"{{ page.assets }}a.svg\">", None),
            ("<img src=\"{{ page.root }}pictures/assets/a.svg\">", None),
            ("<a href=\"https://example.com/assets/a.svg\">", None),
            ("{# assets/js/site.js drives this #}", None),
        ] {
            let found: Vec<&str> = addresses(text).map(|(_, name)| name).collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }
}
