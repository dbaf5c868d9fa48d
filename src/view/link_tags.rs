//! Tags of links.

use crate::html;

/// The start of a link; what is empty is left out.
pub fn opening(href: &str, title: &str, class: &str, described_by: &str) -> String {
    let mut anchor = format!("<a href=\"{}\"", html::attribute(href));
    for (name, value) in [("class", class), ("title", title), ("aria-describedby", described_by)] {
        if !value.is_empty() {
            anchor.push_str(&format!(" {name}=\"{}\"", html::attribute(value)));
        }
    }
    anchor.push('>');
    anchor
}
