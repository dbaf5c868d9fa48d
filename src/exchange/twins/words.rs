//! UI strings for Markdown.

use crate::theme::Messages;
use crate::view::escaped;

/// The strings of the book's language, as Markdown.
pub struct Words<'a> {
    messages: &'a Messages,
    /// What stands behind a label.
    colon: String,
    /// What stands behind a criterion that is new, of which a level may have many.
    pub new: String,
}

impl<'a> Words<'a> {
    pub fn new(messages: &'a Messages) -> Self {
        let [colon, new] = ["colon", "new"].map(|key| escaped(&messages.plain(key)));
        Self { messages, colon, new: format!(" *({new})*") }
    }

    pub fn plain(&self, key: &str) -> String {
        escaped(&self.messages.plain(key))
    }

    /// With values in its places.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        escaped(&self.messages.get(key, values).unwrap_or_default())
    }

    /// A label before what it stands for.
    pub fn label(&self, key: &str) -> String {
        self.labelled(&self.plain(key))
    }

    /// The same of words that are Markdown.
    pub fn labelled(&self, words: &str) -> String {
        let mut label = words.to_owned();
        self.push_colon(&mut label);
        label
    }

    /// Makes a text that is Markdown a label.
    pub fn push_colon(&self, text: &mut String) {
        text.truncate(text.trim_end_matches(':').len());
        text.push_str(&self.colon);
    }

    /// What stands behind something that is left out of a site for the public.
    pub fn internal(&self, is_internal: bool) -> String {
        if is_internal { format!(" ({})", self.plain("internal")) } else { String::new() }
    }
}
