//! The one way in which tests look into HTML.

use std::collections::BTreeMap;

use tl::{HTMLTag, ParserOptions, VDom};

/// An element of a page.
pub struct Element {
    /// The text in it, without markup.
    pub text: String,
    attributes: BTreeMap<String, String>,
    /// The HTML in it.
    inside: String,
}

impl Element {
    /// The value of an attribute; empty if it has none.
    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// The HTML in it.
    pub fn html(&self) -> &str {
        &self.inside
    }

    /// The elements in it that a simple selector names.
    pub fn elements(&self, selector: &str) -> Vec<Self> {
        elements(&self.inside, selector)
    }
}

/// The elements that a simple CSS selector names, such as `a.term` or `meta[name=description]`, in their
/// order. What stands in another element is asked of that one.
pub fn elements(html: &str, selector: &str) -> Vec<Element> {
    assert!(!selector.contains([' ', '>']), "`{selector}` is not simple");
    let page = parse(html);
    let found =
        page.query_selector(selector).unwrap_or_else(|| panic!("`{selector}` is no selector"));
    let tags = found.filter_map(|it| it.get(page.parser())?.as_tag());
    tags.map(|tag| element(tag, &page)).collect()
}

/// The values of an attribute in a page, in their order.
pub fn attributes(html: &str, name: &str) -> Vec<String> {
    let page = parse(html);
    let tags = page.nodes().iter().filter_map(|node| node.as_tag());
    tags.filter_map(|tag| attribute(tag, name)).collect()
}

fn parse(html: &str) -> VDom<'_> {
    tl::parse(html, ParserOptions::default()).expect("HTML that can be read")
}

fn element(tag: &HTMLTag, page: &VDom) -> Element {
    let names = tag.attributes().iter().map(|(name, _)| name.into_owned());
    let attributes =
        names.filter_map(|name| Some((name.clone(), attribute(tag, &name)?))).collect();
    Element {
        text: unescaped(&tag.inner_text(page.parser())),
        attributes,
        inside: tag.inner_html(page.parser()),
    }
}

fn attribute(tag: &HTMLTag, name: &str) -> Option<String> {
    tag.attributes()
        .get(name)
        .map(|value| value.map_or_else(String::new, |it| unescaped(&it.as_utf8_str())))
}

/// Text as a browser shows it.
fn unescaped(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, it)| text.replace(entity, it))
}

#[test]
fn elements_have_text_and_attributes() {
    let html = "<p id='a' class=\"term x\" hidden>One &amp; <b>two</b></p>\n<!-- <p>no</p> --><p>Three</p>";
    let found = elements(html, "p");
    let texts: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts, ["One & two", "Three"]);
    assert_eq!(
        (found[0].get("id"), found[0].get("class"), found[1].get("id")),
        ("a", "term x", "")
    );
    let terms = elements(html, "p.term");
    assert_eq!(terms.len(), 1);
    assert_eq!(terms[0].elements("b")[0].text, "two");
    assert!(elements(html, "p[hidden]").len() == 1 && terms[0].elements("p").is_empty());
    assert_eq!(attributes(html, "hidden"), [""]);
}
