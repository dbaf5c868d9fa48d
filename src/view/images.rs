//! Images of prose, and files that a vault of notes embeds like images.

use crate::handbook::{LinkKind, ProseLink};
use crate::html::{attribute, text};

/// Extensions of the files that browsers show as images.
const PICTURES: [&str; 9] = ["apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// An image while its words are read.
pub struct Image {
    /// Its words so far.
    pub words: String,
    /// Its address; `None` if it leads nowhere, which has been reported.
    source: Option<String>,
    title: String,
    /// The name by which a vault embeds it: `![[name|words|300x200]]`.
    name: Option<String>,
}

impl Image {
    /// The image of a link, which leads to `source`.
    pub fn new(link: ProseLink, source: Option<String>, title: &str) -> Self {
        let name = (link.kind == LinkKind::WikiImage).then(|| link.target.into_owned());
        Self { words: String::new(), source, title: title.to_owned(), name }
    }

    /// The image as HTML. What leads nowhere is shown as its words, an embedded file that is no picture as a
    /// link to it.
    pub fn html(&self) -> String {
        let (mut words, mut size) = (self.words.trim(), None);
        if let Some(name) = &self.name {
            let (before, last) = words.rsplit_once('|').unwrap_or(("", words));
            size = size_of(last);
            if size.is_some() {
                words = before.trim();
            }
            if words.is_empty() || words == name {
                words = stem(name);
            }
        }
        let Some(source) = &self.source else { return text(words) };
        let source = attribute(source);
        if self.name.as_deref().is_some_and(|name| !is_picture(name)) {
            return format!("<a href=\"{source}\">{}</a>", text(words));
        }
        let size = size.unwrap_or_default();
        let title = if self.title.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", attribute(&self.title))
        };
        format!("<img src=\"{source}\" loading=\"lazy\"{title}{size} alt=\"{}\">", attribute(words))
    }
}

/// The attributes for a size: a width, or a width and a height, as in `300` and `300x200`.
fn size_of(written: &str) -> Option<String> {
    let (width, height) = match written.split_once('x') {
        Some((width, height)) => (width, Some(height)),
        None => (written, None),
    };
    let pixels = |number: &str| number.trim().parse::<u32>().ok();
    let width = pixels(width)?;
    Some(match height {
        Some(height) => format!(" width=\"{width}\" height=\"{}\"", pixels(height)?),
        None => format!(" width=\"{width}\""),
    })
}

/// The name of a file without folder and extension.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn is_picture(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    PICTURES.contains(&extension.as_str())
}
