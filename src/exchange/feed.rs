//! What changed from edition to edition, as an Atom feed (RFC 4287).

use crate::config::Config;
use crate::fingerprint::Fingerprint;
use crate::handbook::PageKey;
use crate::handbook::changes::Noun;
use crate::handbook::history::{Edition, History, Passage, Step, ToldLine, ToldSubject};
use crate::handbook::routes::{FEED, Routes};
use crate::html;
use crate::theme::Messages;
use crate::view::{edition_anchor, told_line};

/// What the feed is made from.
#[derive(Clone, Copy)]
pub struct Feed<'a> {
    pub config: &'a Config,
    pub routes: &'a Routes,
    pub messages: &'a Messages,
    pub history: &'a History,
}

/// The feed: an entry for each edition, the newest first. It has addresses where book.toml names a base-url: a feed
/// is read elsewhere than on its site.
pub fn feed(it: Feed) -> Vec<u8> {
    let Feed { config, history, messages, .. } = it;
    let title = format!("{}: {}", config.title, messages.plain("changes"));
    let updated = history.editions.iter().map(|edition| edition.day.as_str()).max();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml += &format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        escape(&config.language.value)
    );
    xml += &element("title", &title);
    xml += &element("id", &it.id(None));
    xml += &element("updated", &time(updated.unwrap_or_default()));
    let authors = if config.authors.is_empty() {
        std::slice::from_ref(&config.title)
    } else {
        &config.authors
    };
    for author in authors {
        xml += &format!("<author>{}</author>\n", element("name", author).trim_end());
    }
    if let Some(base) = &config.build.base_url {
        xml += &format!("<link rel=\"self\" href=\"{}\"/>\n", escape(&format!("{base}{FEED}")));
    }
    xml += &it.link(None);
    let mut steps: Vec<Option<&Step>> = vec![None; history.editions.len()];
    for (passage, step) in history.steps() {
        if let Passage::Edition(number) = passage {
            steps[number] = Some(step);
        }
    }
    for (edition, step) in history.editions.iter().zip(steps).rev() {
        xml += &it.entry(edition, step);
    }
    (xml + "</feed>\n").into_bytes()
}

/// Text and values of attributes, without what XML cannot hold.
fn escape(text: &str) -> String {
    let text: String = text.chars().filter(|it| !it.is_control() || *it == '\n').collect();
    html::attribute(&text)
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escape(text))
}

/// A day as a time: Atom has no days.
fn time(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

impl Feed<'_> {
    fn entry(self, edition: &Edition, step: Option<&Step>) -> String {
        let named = self.messages.get("edition-named", &[("name", &edition.name)]);
        let from = self.messages.get("in-force-from", &[("from", &edition.in_force)]);
        let title = [named, from].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let content = self.content(edition, step);
        format!(
            "<entry>\n{}{}{}{}<content type=\"html\">{}</content>\n</entry>\n",
            element("title", &title),
            element("id", &self.id(Some(&edition.name))),
            element("updated", &time(&edition.day)),
            self.link(Some(&edition.name)),
            escape(&content),
        )
    }

    /// The address of the changes of an edition, or of all.
    fn address(self, edition: Option<&str>) -> Option<String> {
        let page = self.routes.canonical(PageKey::Changes)?;
        let anchor = edition.map(|name| format!("#{}", edition_anchor(name)));
        Some(page + &anchor.unwrap_or_default())
    }

    fn link(self, edition: Option<&str>) -> String {
        let link = |address: String| format!("<link href=\"{}\"/>\n", escape(&address));
        self.address(edition).map(link).unwrap_or_default()
    }

    /// An id that stays: the address if there is one, else one made of what the entry is called.
    fn id(self, edition: Option<&str>) -> String {
        self.address(edition).unwrap_or_else(|| {
            let digits = Fingerprint::of(&(&self.config.title, edition)).to_string();
            let [a, b, c, d, e] = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| &digits[range]);
            format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
        })
    }

    /// What changed, as HTML.
    fn content(self, edition: &Edition, step: Option<&Step>) -> String {
        let mut html = String::new();
        if !edition.note.is_empty() {
            html += &format!("<p>{}</p>", escape(&edition.note));
        }
        let Some(step) = step else { return html };
        let levels = step.subjects.iter().filter(|it| it.noun == Noun::Level);
        let others = step.subjects.iter().filter(|it| it.noun != Noun::Level);
        html.extend(levels.chain(others).map(|it| self.subject(it)));
        if step.subjects.is_empty() {
            html += &format!("<p>{}</p>", escape(&self.messages.plain("changes-none")));
        }
        html
    }

    fn subject(self, it: &ToldSubject) -> String {
        let lines: String = it.lines.iter().map(|line| self.line(line)).collect();
        format!("<h2>{}</h2><ul>{lines}</ul>", escape(&it.title))
    }

    fn line(self, it: &ToldLine) -> String {
        let shown = told_line(self.messages, it);
        let competency = match it.competency.as_str() {
            "" => String::new(),
            title => format!("{}: ", escape(title)),
        };
        let text = match shown.text.as_str() {
            "" => String::new(),
            text => format!(": {}", escape(text)),
        };
        format!("<li>{competency}<b>{}</b>{text}</li>", escape(&shown.label))
    }
}
