//! What stands in a page for something that is put in later: the call of a component, a part.

use std::borrow::Cow;

use memchr::memmem;

use super::common::Html;

const COMPONENT: &str = "<!--component ";
const PART: &str = "<!--part ";
const END: &str = "-->";

/// What stands for the call of a component, by its number on the page.
pub fn component(number: usize) -> String {
    format!("{COMPONENT}{number}{END}")
}

/// What stands for the parts of a page, in their order.
pub fn parts(count: usize) -> Vec<Html> {
    (0..count).map(|number| Html(format!("{PART}{number}{END}"))).collect()
}

/// Some HTML with what each of its placeholders for components stands for.
pub fn fill_components(html: &str, fill: impl FnMut(usize) -> String) -> Cow<'_, str> {
    filled(html, COMPONENT, fill)
}

/// Some HTML with its parts in the places of their placeholders.
pub fn fill_parts<'h>(html: &'h str, parts: &[&str]) -> Cow<'h, str> {
    filled(html, PART, |number| parts.get(number).copied().unwrap_or_default())
}

fn filled<'h, S: AsRef<str>>(
    html: &'h str,
    start: &str,
    mut fill: impl FnMut(usize) -> S,
) -> Cow<'h, str> {
    let mut whole = String::new();
    let mut done = 0;
    for at in memmem::find_iter(html.as_bytes(), start) {
        let after = &html[at + start.len()..];
        let number = after
            .split_once(END)
            .and_then(|(number, rest)| Some((number.parse::<usize>().ok()?, rest)));
        // Others are comments of an author's that only start like one.
        if let Some((number, rest)) = number {
            whole.push_str(&html[done..at]);
            whole.push_str(fill(number).as_ref());
            done = html.len() - rest.len();
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    whole.push_str(&html[done..]);
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_by_their_numbers() {
        let html = format!("a{}b{}c", component(1), component(0));
        assert_eq!(fill_components(&html, |number| format!("[{number}]")), "a[1]b[0]c");
    }

    #[test]
    fn a_part_that_a_theme_leaves_out_is_left_out() {
        let [_, second] = &parts(2)[..] else { panic!("two were asked for") };
        assert_eq!(fill_parts(&format!("<p>{}</p>", second.0), &["one", "two"]), "<p>two</p>");
    }

    #[test]
    fn other_comments_stay_as_they_are() {
        let html = "<!--component of mine--><!--part";
        assert_eq!(fill_components(html, |_| "x".to_owned()), html);
    }
}
