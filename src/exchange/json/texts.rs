//! Texts as JSON: their words, and the same with markup.

use serde::Serialize;

use crate::handbook::Prose;
use crate::view::Markup;

/// A text, and the same with its markup, if it has any.
#[derive(Serialize)]
pub struct JsonText<'h> {
    text: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

/// A text with its markup.
pub fn text<'h>(markup: Markup<'h>, prose: &'h Prose) -> JsonText<'h> {
    let html = markup.html(prose);
    let markdown = html.is_some().then(|| markup.markdown(prose));
    JsonText { text: prose.text(), html, markdown }
}

/// A text that may be empty.
pub fn some_text<'h>(markup: Markup<'h>, prose: &'h Prose) -> Option<JsonText<'h>> {
    (!prose.is_empty()).then(|| text(markup, prose))
}

/// Prose of more than a sentence as Markdown; `None` if there is none.
pub fn some_markdown(markup: Markup, prose: Option<&Prose>) -> Option<String> {
    let written = prose.filter(|it| !it.is_empty()).map(|it| markup.markdown(it))?;
    (!written.is_empty()).then_some(written)
}
