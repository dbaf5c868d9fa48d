//! HTML as text: what is escaped is escaped here.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Text that stands between tags.
pub fn text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_text(&mut html, text);
    html
}

/// Adds text that stands between tags.
pub fn push_text(html: &mut String, text: &str) {
    escape_html_body_text(html, text).expect("writing to a string never fails");
}

/// The value of an attribute, without the quotes around it.
pub fn attribute(value: &str) -> String {
    let mut html = String::with_capacity(value.len());
    push_attribute(&mut html, value);
    html
}

/// Appends the same.
pub fn push_attribute(html: &mut String, value: &str) {
    escape_html(html, value).expect("writing to a string never fails");
}
