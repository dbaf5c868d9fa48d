//! Images of prose, and files that a vault of notes embeds like images.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::handbook::raw_html;
use crate::handbook::{LinkKind, ProseLink};
use crate::html::{attribute, text};

/// Extensions of the files that browsers show as images.
const PICTURES: [&str; 9] = ["apng", "avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// An image while its words are read.
pub struct Image {
    /// Its words so far.
    words: String,
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

    /// Reads on in its words. `links` are those of the prose that follow: one inside an image's words is a link all
    /// the same, and counted as one.
    pub fn read<'p>(&mut self, event: &Event, links: &mut impl Iterator<Item = ProseLink<'p>>) {
        match event {
            Event::Text(words) | Event::Code(words) => self.words.push_str(words),
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                links.next();
            }
            Event::InlineHtml(html) if !html.starts_with("{{<") => {
                for _ in raw_html::addresses(html) {
                    links.next();
                }
            }
            _ => {}
        }
    }

    /// The words to be shown, and the attributes of the size if the author gave one.
    fn shown(&self) -> (&str, Option<String>) {
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
        (words, size)
    }

    /// Whether it is an embedded file that browsers show as no image.
    fn is_other_file(&self) -> bool {
        self.name.as_deref().is_some_and(|name| !is_picture(name))
    }

    /// The image as events of Markdown. What leads nowhere is its words, an embedded file that is no picture a link.
    pub fn events(&self) -> Vec<Event<'static>> {
        let words = Event::Text(CowStr::from(self.shown().0.to_owned()));
        let Some(source) = &self.source else { return vec![words] };
        let (link_type, id) = (LinkType::Inline, CowStr::Borrowed(""));
        let (dest_url, title) = (CowStr::from(source.clone()), CowStr::from(self.title.clone()));
        if self.is_other_file() {
            let link = Tag::Link { link_type, dest_url, title, id };
            return vec![Event::Start(link), words, Event::End(TagEnd::Link)];
        }
        let image = Tag::Image { link_type, dest_url, title, id };
        vec![Event::Start(image), words, Event::End(TagEnd::Image)]
    }

    /// The image as HTML. What leads nowhere is shown as its words, an embedded file that is no picture as a
    /// link to it.
    pub fn html(&self) -> String {
        let (words, size) = self.shown();
        let Some(source) = &self.source else { return text(words) };
        let source = attribute(source);
        if self.is_other_file() {
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
