//! Aliases that are the name of something else as well.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};

/// Something with names of its own and others that its author gave it.
pub struct Named<'a> {
    /// What it is called.
    pub names: Vec<&'a str>,
    pub aliases: &'a [Spanned<String>],
    pub place: &'a Place,
}

/// Reports each alias that is the name or an alias of another one of `all`: a link or a heading that uses it
/// would be ambiguous. `what` is what they are, such as `term`. Returns where those aliases stand, so that
/// they are not taken for names.
pub fn report<'a>(
    what: &str,
    all: &[Named<'a>],
    diagnostics: &mut Diagnostics,
) -> HashSet<&'a Place> {
    let mut refused = HashSet::new();
    let mut owners: HashMap<String, (usize, &Place)> = HashMap::new();
    for (index, it) in all.iter().enumerate() {
        for name in &it.names {
            owners.entry(name.to_lowercase()).or_insert((index, it.place));
        }
    }
    for (index, it) in all.iter().enumerate() {
        for alias in it.aliases {
            let owner = owners.entry(alias.value.to_lowercase()).or_insert((index, &alias.place));
            if owner.0 == index {
                continue;
            }
            refused.insert(&alias.place);
            let other = all[owner.0].names.first().copied().unwrap_or_default();
            let message = format!("`{}` is a name of the {what} `{other}` as well", alias.value);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, message)
                    .at(alias.place.clone())
                    .related(owner.1.clone(), "first here")
                    .help("a name can mean one thing only; remove the alias from one of them"),
            );
        }
    }
    refused
}
