//! One line for each diagnostic, for editors and `grep`.

use super::sources::Sources;
use crate::diagnostic::Diagnostic;
use crate::text::clean;

/// Puts `path:line:column: error[code]: message` behind a text.
pub fn write(text: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    if let Some(place) = &diagnostic.place {
        text.push_str(&sources.shown_path(&place.path));
        if let Some((start, _)) = sources.positions(place) {
            text.push_str(&format!(":{}:{}", start.line, start.column));
        }
        text.push_str(": ");
    }
    let Diagnostic { severity, code, message, .. } = diagnostic;
    let message = clean(message).replace('\n', " ");
    text.push_str(&format!("{severity}[{code}]: {message}\n"));
}
