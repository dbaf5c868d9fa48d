//! `docs/theme.md`, the reference for authors of themes, is what the theme and the views say of themselves.
//!
//! The structs of views are found by name, wherever they stand below `src/view`, beginning with those whose
//! comment starts with the kind of a page: `` `level`: one level ``.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use syn::{
    Attribute, Expr, Fields, GenericArgument, Generics, Item, Lit, Meta, PathArguments, Type,
};

use crate::support::{blessing, files, root};

const INTRODUCTION: &str = include_str!("theme_reference.md");

#[test]
fn the_reference_of_themes_is_current() {
    let path = root().join("docs/theme.md");
    let wanted = reference();
    if blessing() {
        fs::write(&path, &wanted).expect("writes the reference");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    let differs = found.lines().zip(wanted.lines()).find(|(found, wanted)| found != wanted);
    assert!(
        found == wanted,
        "docs/theme.md is not what LADDERBOOK_BLESS=1 would write; it differs at {differs:?}"
    );
}

#[test]
fn every_page_template_has_a_view_and_every_view_a_template() {
    let kinds: BTreeSet<String> = Views::read().kinds().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, templates());
}

/// Names of the page templates: those in no folder, but for the base of all.
fn templates() -> BTreeSet<String> {
    let theme = ladderbook::builtin::theme().folder("templates");
    let pages = theme.iter().filter(|(path, _)| path.folder().is_empty());
    pages.map(|(path, _)| path.stem().to_owned()).filter(|name| name != "base").collect()
}

fn reference() -> String {
    let views = Views::read();
    let mut text = INTRODUCTION.to_owned();
    text.push_str("\n## Templates\n\n");
    text.push_str(&template_table());
    text.push_str("\n## Style sheets\n\n");
    text.push_str(&sheet_table());
    text.push_str("\n## Custom properties\n\n");
    text.push_str(&property_tables());
    text.push_str("\n## Components\n\n");
    text.push_str(&component_list());
    text.push_str("\n## What every template receives\n");
    for (name, definition) in [("book", "Book"), ("page", "Frame")] {
        text.push_str(&format!("\n### `{name}`\n"));
        text.push_str(&views.definition(definition));
    }
    text.push_str("\n### `calls`\n\nNames of the components that authors call on the page.\n");
    text.push_str("\n## What the template of each page receives as `view`\n");
    for (kind, definition) in views.kinds() {
        text.push_str(&format!("\n### `{kind}.html`\n"));
        text.push_str(&views.definition(&definition));
    }
    text.push_str("\n## What a component that authors call receives as `view`\n");
    for (component, definition) in views.components() {
        text.push_str(&format!("\n### `{component}`\n"));
        text.push_str(&views.definition(&definition));
    }
    text.push_str("\n## Values inside them\n");
    for definition in views.inner() {
        text.push_str(&format!("\n### {definition}\n"));
        text.push_str(&views.definition(&definition));
    }
    text
}

/// The files of a folder of the built-in theme with their texts.
fn theme_files(folder: &str) -> Vec<(String, String)> {
    let theme = ladderbook::builtin::theme().folder(folder);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    theme.iter().map(|(path, file)| (path.to_string(), text(file.bytes()))).collect()
}

/// What stands between the first `start` and the `end` that follows it, in one line.
fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let inside = text.split_once(start)?.1.split_once(end)?.0;
    Some(inside.split_whitespace().filter(|it| *it != "*").collect::<Vec<_>>().join(" "))
}

fn template_table() -> String {
    let mut table = "| file | extends | blocks | includes |\n|---|---|---|---|\n".to_owned();
    for (path, text) in theme_files("templates") {
        let after = |tag: &str| -> Vec<String> {
            let tags = text.split("{%").skip(1).map(|it| it.trim_start_matches('-').trim_start());
            let named =
                tags.filter_map(|it| it.strip_prefix(tag)?.trim_start().split([' ', '%']).next());
            named.map(|name| format!("`{}`", name.trim_matches(['"', '-']))).collect()
        };
        let [extends, blocks, includes] =
            ["extends ", "block ", "include "].map(|tag| after(tag).join(", "));
        table.push_str(&format!("| `{path}` | {extends} | {blocks} | {includes} |\n"));
    }
    table
}

fn sheet_table() -> String {
    let head = fs::read_to_string(root().join("themes/default/templates/partials/head.html"));
    let head = head.expect("the head of a page");
    let mut table = "| file | loaded by | |\n|---|---|---|\n".to_owned();
    for (path, text) in theme_files("assets/css") {
        // The condition of a link stands in the line above it.
        let above =
            head.split_once(&format!("page.assets }}}}css/{path}")).expect("it is loaded").0;
        let condition = above.lines().nth_back(1).filter(|it| it.contains("{%- if"));
        let loaded = match condition {
            None => "every page".to_owned(),
            Some(condition) => {
                let kinds = between(condition, "[", "]")
                    .or_else(|| Some(format!("\"{}\"", between(condition, "== \"", "\"")?)))
                    .expect("kinds of pages")
                    .replace('"', "`");
                let call = between(condition, " or \"", "\" in calls");
                let call = call.map(|it| format!("; what calls `{it}`")).unwrap_or_default();
                format!("{kinds}{call}")
            }
        };
        let comment = between(&text, "/*", "*/").unwrap_or_default();
        let comment = comment.split(". ").next().unwrap_or_default().trim_end_matches('.');
        table.push_str(&format!("| `{path}` | {loaded} | {comment} |\n"));
    }
    table
}

/// The custom properties of tokens.css below the comments that stand above them.
fn property_tables() -> String {
    let sheet = fs::read_to_string(root().join("themes/default/assets/css/tokens.css"));
    let sheet = sheet.expect("tokens.css");
    let body =
        sheet.split_once(":root {").and_then(|(_, it)| it.split_once("\n  }")).expect(":root").0;
    let mut tables = String::new();
    let mut rest = body;
    // What stands above the first comment is for browsers.
    while let Some(at) = ["/*", "--"].iter().filter_map(|it| rest.find(it)).min() {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("/*") {
            let (comment, after) = comment.split_once("*/").expect("a comment ends");
            let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
            tables.push_str(&format!("\n{comment}.\n\n| property | value |\n|---|---|\n"));
            rest = after;
        } else {
            let (declaration, after) = rest.split_once(';').expect("a declaration ends");
            let (name, value) = declaration.split_once(':').expect("a value");
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            tables.push_str(&format!("| `{name}` | `{value}` |\n"));
            rest = after;
        }
    }
    tables.trim_start().to_owned()
}

fn component_list() -> String {
    let mut list = String::new();
    for (path, text) in theme_files("components") {
        let comment = between(&text, "{#-", "-#}").unwrap_or_default();
        let comment = comment.replace("{% raw %}", "").replace("{% endraw %}", "");
        list.push_str(&format!("\n`{path}`: {comment}\n\n"));
        for tag in text.split("{% component ").skip(1) {
            let signature = tag.split_once(" -%}").or_else(|| tag.split_once(" %}"));
            list.push_str(&format!("- `{}`\n", signature.expect("a tag ends").0));
        }
    }
    list.trim_start().to_owned()
}

/// What a template can meet: structs and enums that are serialized.
struct Views(BTreeMap<String, Definition>);

struct Definition {
    comment: String,
    body: Body,
}

enum Body {
    /// Name, type and comment of each field.
    Fields(Vec<(String, Type, String)>),
    /// One of these.
    OneOf(Vec<Type>),
}

impl Views {
    fn read() -> Self {
        let mut all = BTreeMap::new();
        for path in files(&root().join("src/view"), "rs") {
            let source = fs::read_to_string(&path).expect("a source file");
            let file = syn::parse_file(&source).expect("Rust");
            for item in file.items {
                let Some((name, definition)) = definition(item) else { continue };
                assert!(
                    all.insert(name.clone(), definition).is_none(),
                    "two views are called `{name}`"
                );
            }
        }
        Self(all)
    }

    /// The kinds of pages with the names of their structs.
    fn kinds(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().filter_map(|(name, it)| {
            let (kind, _) = it.comment.strip_prefix('`')?.split_once("`: ")?;
            name.ends_with("View").then(|| (kind.to_owned(), name.clone()))
        })
    }

    /// The components that authors call with the names of their structs.
    fn components(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().filter_map(|(name, it)| {
            let (component, _) = it.comment.strip_prefix("Component `")?.split_once("`: ")?;
            Some((component.to_owned(), name.clone()))
        })
    }

    /// All structs that stand inside another that a template receives.
    fn inner(&self) -> BTreeSet<String> {
        let mut roots: Vec<String> = self.kinds().map(|(_, name)| name).collect();
        roots.extend(["Book", "Frame"].map(str::to_owned));
        roots.extend(self.components().map(|(_, name)| name));
        let mut inner = BTreeSet::new();
        let mut open = roots.clone();
        while let Some(name) = open.pop() {
            let Some(definition) = self.0.get(&name) else { continue };
            let types: Vec<&Type> = match &definition.body {
                Body::Fields(fields) => fields.iter().map(|(_, it, _)| it).collect(),
                Body::OneOf(types) => types.iter().collect(),
            };
            for name in types.into_iter().flat_map(names) {
                let is_new = self.0.contains_key(&name) && !roots.contains(&name);
                if name != "Html" && is_new && inner.insert(name.clone()) {
                    open.push(name);
                }
            }
        }
        inner
    }

    fn definition(&self, name: &str) -> String {
        let definition = self.0.get(name).unwrap_or_else(|| panic!("no view is called `{name}`"));
        let mut text = format!("\n{}\n", definition.comment);
        match &definition.body {
            Body::Fields(fields) if fields.is_empty() => text.push_str("\nIt has no fields.\n"),
            Body::Fields(fields) => {
                text.push_str("\n| field | | |\n|---|---|---|\n");
                for (name, kind, comment) in fields {
                    let comment = comment.replace('|', "\\|");
                    text.push_str(&format!("| `{name}` | {} | {comment} |\n", self.words(kind)));
                }
            }
            Body::OneOf(types) => {
                let types: Vec<String> = types.iter().map(|it| self.words(it)).collect();
                text.push_str(&format!("\nOne of {}.\n", types.join(", ")));
            }
        }
        text
    }

    /// A type in words.
    fn words(&self, kind: &Type) -> String {
        let inner =
            || names_of_arguments(kind).first().map(|it| self.words(it)).unwrap_or_default();
        match name_of(kind).as_str() {
            "String" | "str" => "text".to_owned(),
            "bool" => "true or false".to_owned(),
            "usize" | "u8" | "u16" | "u32" | "u64" | "i32" | "i64" => "number".to_owned(),
            "f32" | "f64" => "number".to_owned(),
            "Html" => "HTML".to_owned(),
            "Vec" => format!("list of {}", inner()),
            "Option" => format!("{}, or none", inner()),
            "Arc" | "Box" | "Cow" => inner(),
            name if self.0.contains_key(name) => {
                let of =
                    names_of_arguments(kind).first().map(|it| format!(" of {}", self.words(it)));
                format!("[{name}](#{}){}", name.to_lowercase(), of.unwrap_or_default())
            }
            // A place for a piece of the page that is made on its own.
            _ => "HTML".to_owned(),
        }
    }
}

/// A struct or enum that is serialized.
fn definition(item: Item) -> Option<(String, Definition)> {
    match item {
        Item::Struct(it) if is_serialized(&it.attrs) => {
            let Fields::Named(fields) = it.fields else {
                let comment = comment(&it.attrs);
                return Some((
                    it.ident.to_string(),
                    Definition { comment, body: Body::Fields(Vec::new()) },
                ));
            };
            let fields = fields.named.into_iter().filter_map(|field| {
                let name = field.ident.as_ref()?.to_string();
                let kind = with_defaults(field.ty, &it.generics);
                Some((name.trim_start_matches("r#").to_owned(), kind, comment(&field.attrs)))
            });
            let body = Body::Fields(fields.collect());
            Some((it.ident.to_string(), Definition { comment: comment(&it.attrs), body }))
        }
        Item::Enum(it) if is_serialized(&it.attrs) => {
            let fields = it.variants.into_iter().flat_map(|variant| variant.fields);
            let body = Body::OneOf(fields.map(|field| field.ty).collect());
            Some((it.ident.to_string(), Definition { comment: comment(&it.attrs), body }))
        }
        _ => None,
    }
}

/// A type with the defaults of a struct's parameters in their places.
fn with_defaults(mut kind: Type, generics: &Generics) -> Type {
    let default = generics.type_params().find(|it| it.ident == name_of(&kind));
    if let Some(default) = default.and_then(|it| it.default.clone()) {
        return default;
    }
    if let Type::Path(path) = &mut kind
        && let Some(last) = path.path.segments.last_mut()
        && let PathArguments::AngleBracketed(arguments) = &mut last.arguments
    {
        for argument in &mut arguments.args {
            if let GenericArgument::Type(inner) = argument {
                *inner = with_defaults(inner.clone(), generics);
            }
        }
    }
    kind
}

fn is_serialized(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let mut found = false;
        if attribute.path().is_ident("derive") {
            let look = attribute.parse_nested_meta(|meta| {
                found |= meta.path.is_ident("Serialize");
                Ok(())
            });
            look.expect("a list of traits");
        }
        found
    })
}

/// A doc comment in one line, with links to Rust items as plain code.
fn comment(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else { return None };
        let Expr::Lit(literal) = &pair.value else { return None };
        let Lit::Str(text) = &literal.lit else { return None };
        pair.path.is_ident("doc").then(|| text.value().trim().to_owned())
    });
    lines.collect::<Vec<_>>().join(" ").replace("[`", "`").replace("`]", "`")
}

/// The last part of the name of a type, without references.
fn name_of(kind: &Type) -> String {
    match kind {
        Type::Reference(it) => name_of(&it.elem),
        Type::Path(it) => {
            it.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn names_of_arguments(kind: &Type) -> Vec<&Type> {
    let Type::Path(path) = kind else { return Vec::new() };
    let Some(last) = path.path.segments.last() else { return Vec::new() };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Vec::new() };
    let types = arguments.args.iter().filter_map(|it| match it {
        GenericArgument::Type(it) => Some(it),
        _ => None,
    });
    types.collect()
}

/// All names in a type.
fn names(kind: &Type) -> Vec<String> {
    let inner = names_of_arguments(kind).into_iter().flat_map(names);
    std::iter::once(name_of(kind)).chain(inner).collect()
}
