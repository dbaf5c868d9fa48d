//! `[[editions]]` of book.toml.

use std::collections::HashMap;

use super::day::is_day;
use crate::diagnostic::{Code, Diagnostic, Place, Spanned};
use crate::file_names;
use crate::keys::Fields;
use crate::node::NodeReader;
use crate::spelling::folded;

/// A revision that is published beside today's handbook.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditionConfig {
    /// What readers call it, which is also a part of its address.
    pub name: Spanned<String>,
    /// Its revision in git.
    pub rev: Spanned<String>,
    /// The day from which it is in force, such as `2026-04-01`, unless that is the day of its commit.
    pub in_force: Option<String>,
    /// What readers should know about it; may be empty.
    pub note: String,
}

/// Reads `[[editions]]`. One that has no name, a name that cannot be an address, or no revision is left out.
pub fn lower(reader: &mut NodeReader, sections: &mut Fields) -> Vec<EditionConfig> {
    let mut editions: Vec<EditionConfig> = Vec::new();
    let mut taken: HashMap<String, Place> = HashMap::new();
    for mut fields in sections.mappings(reader, "editions") {
        let name = fields.text(reader, "name");
        let rev = fields.text(reader, "rev");
        let in_force = fields.text(reader, "in-force").and_then(|day| checked_day(reader, day));
        let note = fields.plain(reader, "note");
        fields.finish(reader);
        let (Some(name), Some(rev)) = (name, rev) else { continue };
        let fault = fault_of_name(&name.value);
        if let Some(help) = fault {
            let message = format!("an edition cannot be called `{}`", name.value);
            let diagnostic = Diagnostic::new(Code::InvalidValue, message).at(name.place);
            reader.diagnostics.push(diagnostic.help(help));
            continue;
        }
        // Some disks take names for one that differ in case.
        if let Some(first) = taken.get(&folded(&name.value)) {
            let message = format!("two editions are called `{}`", name.value);
            let diagnostic = Diagnostic::new(Code::DuplicateId, message)
                .at(name.place)
                .related(first.clone(), "first here")
                .help("give each a name of its own, such as the day from which it is in force");
            reader.diagnostics.push(diagnostic);
            continue;
        }
        taken.insert(folded(&name.value), name.place.clone());
        editions.push(EditionConfig { name, rev, in_force, note });
    }
    editions
}

fn checked_day(reader: &mut NodeReader, day: Spanned<String>) -> Option<String> {
    if is_day(&day.value) {
        return Some(day.value);
    }
    let message = format!("`{}` is no day", day.value);
    let diagnostic = Diagnostic::new(Code::InvalidValue, message).at(day.place);
    let help = "write year, month and day in digits, such as `2026-04-01`";
    reader.diagnostics.push(diagnostic.help(help));
    None
}

/// Why an edition cannot have a name; `None` if it can.
fn fault_of_name(name: &str) -> Option<&'static str> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
    if !name.chars().all(is_plain) || !name.starts_with(|it: char| it.is_ascii_alphanumeric()) {
        return Some(
            "it is a part of an address: write letters from a to z, digits, `-`, `_` and `.`, such as `2026-04`",
        );
    }
    file_names::impossible(name)
}

impl EditionConfig {
    /// The folder of its site.
    pub fn folder(&self) -> String {
        format!("editions/{}", self.name.value)
    }
}
