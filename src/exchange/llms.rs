//! `llms.txt`: a plain list of the pages that can be read as Markdown (<https://llmstxt.org>).

use crate::handbook::routes::DATA;
use crate::handbook::{PageKey, Reads};
use crate::view::{Site, escaped};

/// Kinds of pages under the messages that are their headings, in the order in which they are listed.
const CHAPTERS: [(&str, &[&str]); 6] = [
    ("ladder-map", &["home", "matrix"]),
    ("tracks", &["levels", "track", "level"]),
    ("competencies", &["competencies", "competency"]),
    ("compare", &["comparisons", "compare"]),
    ("guides-and-pages", &["page", "glossary"]),
    ("all-criteria", &["criteria"]),
];

/// The list of all pages that can be read as Markdown. What is read of the handbook is noted.
pub fn llms(site: &Site, reads: &Reads) -> Vec<u8> {
    let handbook = site.handbook.tracked(reads);
    let mut text = format!("# {}\n", escaped(&site.config.title));
    if !site.config.description.is_empty() {
        text += &format!("\n> {}\n", escaped(&site.config.description));
    }
    for (title, kinds) in CHAPTERS {
        let is_meant = |page: &PageKey| kinds.contains(&page.kind().name);
        let pages = site.routes.pages().filter(is_meant);
        let lines = pages.filter_map(|page| {
            let file = site.routes.twin_file(page)?;
            let title = escaped(site.directory.title(handbook, page));
            let summary = escaped(&site.directory.entry(page).summary);
            let colon = if summary.is_empty() { "" } else { ": " };
            Some(format!("- [{title}]({}){colon}{summary}\n", site.routes.address_of(&file)))
        });
        let lines: String = lines.collect();
        if !lines.is_empty() {
            text += &format!("\n## {}\n\n{lines}", escaped(&site.messages.plain(title)));
        }
    }
    let data = crate::tree::RelPath::new(DATA).map(|it| site.routes.address_of(&it));
    text += &format!("\n## JSON\n\n- [{DATA}]({})\n", data.unwrap_or_default());
    text.into_bytes()
}
