//! Components that are called with nothing but constants, such as `{{ <ui.icon name="menu" /> }}`: they show the same on
//! every page, so that they need be asked once.
//!
//! Only those are that stand in a file of components which call no others: such a file can be read alone.

use std::collections::{BTreeSet, HashMap};

use tera::{Context, Tera};

use super::prepared::{Prepared, calls, is_inert};
use crate::theme::{Theme, defined_components};
use crate::tree::RelPath;

/// What calls with constants show, by what stands between their tags.
pub struct Constants(HashMap<String, String>);

impl Constants {
    /// Those of the templates of a theme.
    pub fn of(theme: &Theme) -> Self {
        let texts = theme.templates.iter().filter_map(|(path, file)| {
            let text = std::str::from_utf8(file.bytes()).ok()?;
            Some((path, file, text))
        });
        let mut wanted: BTreeSet<Call> = BTreeSet::new();
        let mut definitions: HashMap<String, Vec<(&RelPath, Option<&str>)>> = HashMap::new();
        for (path, file, text) in texts {
            wanted.extend(calls(text).filter_map(|(_, call)| Call::parse(call)));
            // An argument such as `@book` is what has that name where the component is called.
            let is_alone = !["{{ <", "{{- <", "@"].iter().any(|it| text.contains(it));
            for name in defined_components(file) {
                let definition = definitions.entry(name).or_default();
                definition.push((path, is_alone.then_some(text)));
            }
        }
        let mut read: HashMap<&RelPath, Option<Tera>> = HashMap::new();
        let mut constants = HashMap::new();
        for call in wanted {
            // Which one is meant of two in different layers is for the engine to say.
            let Some([(path, Some(text))]) = definitions.get(call.name).map(Vec::as_slice) else {
                continue;
            };
            let tera = read.entry(path).or_insert_with(|| reads_alone(path, text, theme));
            let shown = tera.as_ref().and_then(|tera| call.shown(tera));
            constants.extend(shown.map(|shown| (call.text.to_owned(), shown)));
        }
        Self(constants)
    }

    /// What a call shows, if that is the same on every page.
    pub fn get(&self, call: &str) -> Option<&str> {
        self.0.get(call).map(String::as_str)
    }
}

/// A call of a component with constants.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Call<'a> {
    /// What stands between its tags.
    text: &'a str,
    name: &'a str,
    arguments: Vec<(&'a str, &'a str)>,
}

impl<'a> Call<'a> {
    /// `None` if it has an argument that is no plain text.
    fn parse(text: &'a str) -> Option<Self> {
        let (name, mut rest) = text.split_once(' ').unwrap_or((text, ""));
        let mut arguments = Vec::new();
        while !rest.is_empty() {
            let (argument, after) = rest.split_once("=\"")?;
            let (value, after) = after.split_once('"')?;
            if !is_word(argument) || value.contains(['\\', '{', '}', '\n']) {
                return None;
            }
            arguments.push((argument, value));
            rest = match after {
                "" => "",
                after => after.strip_prefix(' ')?,
            };
        }
        name.split('.').all(is_word).then_some(Self { text, name, arguments })
    }

    fn shown(&self, tera: &Tera) -> Option<String> {
        let mut context = Context::new();
        for (name, value) in &self.arguments {
            context.insert((*name).to_owned(), value);
        }
        let shown = tera.render_component(self.name, &context, None, true).ok()?;
        is_inert(&shown).then_some(shown)
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A file of components, if it is a template without the others.
fn reads_alone(path: &RelPath, text: &str, theme: &Theme) -> Option<Tera> {
    let text = text.trim_start_matches('\u{feff}');
    let prepared = Prepared::new(text, |key| theme.messages.get(key, &[]), |_| None);
    let mut tera = Tera::new();
    tera.add_raw_template(path.as_str(), &prepared.text).ok()?;
    Some(tera)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_plain_texts() {
        let arguments = |text| Call::parse(text).map(|call| (call.name, call.arguments));
        assert_eq!(arguments("ui.to"), Some(("ui.to", vec![])));
        assert_eq!(arguments("ui.a b=\"c\""), Some(("ui.a", vec![("b", "c")])));
        let two = vec![("b", "c d"), ("e", "")];
        assert_eq!(arguments("a b=\"c d\" e=\"\""), Some(("a", two)));
        for text in
            ["ui.a b={c}", "ui.a b=\"{{ c }}\"", "ui.a b=\"c\"d=\"e\"", "ui.a {b}", "a b", "ui. a"]
        {
            assert_eq!(arguments(text), None, "{text}");
        }
    }
}
