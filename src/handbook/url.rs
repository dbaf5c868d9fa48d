//! Arithmetic on addresses: relative to one another, encoded, as part of a full URL.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::tree::RelPath;

/// Characters that a URL path cannot hold as they are.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b':')
    .add(b'&')
    .add(b'\'');

/// Characters that a value in a query cannot hold as they are. A plus would be read as a space.
const QUERY: &AsciiSet = &PATH.add(b'+');

/// The prefix that leads from a file to the root of the site.
pub fn root_of(file: &RelPath) -> String {
    "../".repeat(file.folder().split('/').filter(|part| !part.is_empty()).count())
}

/// A file's or folder's address seen from a file, both from the root of the site.
pub fn relative(file: &str, to: &str) -> String {
    let mut path = String::new();
    push_relative(&mut path, file, to);
    path
}

/// Adds to a text what [`relative`] returns. It is asked for some hundred times a page.
pub fn push_relative(path: &mut String, file: &str, to: &str) {
    let after_slash =
        |path: &str| path.bytes().rposition(|byte| byte == b'/').map_or(0, |at| at + 1);
    let folder = &file[..after_slash(file)];
    let alike = folder.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let same_folders = folder.as_bytes()[..alike].iter().rposition(|byte| *byte == b'/');
    let common = same_folders.map_or(0, |slash| slash + 1);
    let up = folder[common..].bytes().filter(|byte| *byte == b'/').count();
    let rest = &to[common..];
    path.reserve("../".len() * up + rest.len().max("./".len()));
    for _ in 0..up {
        path.push_str("../");
    }
    path.push_str(if up == 0 && rest.is_empty() { "./" } else { rest });
}

/// A path, percent-encoded.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Adds a path to a text, percent-encoded.
pub fn push_encoded(text: &mut String, path: &str) {
    // Most paths and anchors are made of words that need no encoding, and there are hundreds on a page.
    // Without a way out of the loop a processor looks at many bytes at once.
    if path.bytes().fold(true, |all, byte| all & is_word(byte)) {
        text.push_str(path);
    } else {
        text.extend(utf8_percent_encode(path, PATH));
    }
}

/// Whether a byte stands for itself in any address: those of words in slugs, and what joins them.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'_' | b'.' | b'/')
}

/// A path as it is called, from one that may be percent-encoded: browsers copy `/caf%C3%A9/` out of their
/// address bar. What is no encoded text stays as it is.
pub fn decoded(path: &str) -> Cow<'_, str> {
    percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path))
}

/// The path of a full URL, with `/` at its end.
pub fn path_of_url(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}

/// A value in a query, percent-encoded.
pub fn encode_query(value: &str) -> String {
    utf8_percent_encode(value, QUERY).to_string()
}

/// An address with values in the places of their names in braces, such as `{id}`; other braces stay. The values are
/// encoded, and nothing in them is taken for a place.
pub fn filled(address: &str, values: &[(&str, &str)]) -> String {
    let mut parts = address.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let value = values.iter().find_map(|(name, value)| {
            let rest = part.strip_prefix(name)?.strip_prefix('}')?;
            Some(encode_query(value) + rest)
        });
        filled.push_str(&value.unwrap_or_else(|| format!("{{{part}")));
    }
    filled
}

/// Whether an address leads to another site or is no path at all.
pub fn is_external(target: &str) -> bool {
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    target.starts_with("//") || scheme.contains(':')
}

/// Reports an address that a browser would run or show as a document of its own, in the name of the site,
/// instead of going elsewhere.
pub fn unsafe_link(target: &str, place: &Place) -> Option<Diagnostic> {
    let scheme = script_scheme(target)?;
    let message = format!("a link cannot lead to `{scheme}`");
    let diagnostic = Diagnostic::new(Code::UnsafeLink, message).at(place.clone());
    Some(diagnostic.help("link to a page, a file, or an address such as `https://example.com/`"))
}

/// The scheme of an address that holds a script or a document itself.
fn script_scheme(target: &str) -> Option<&'static str> {
    // Browsers pass over controls and spaces in front, and over the ends of lines anywhere.
    let heard = target
        .chars()
        .skip_while(|it| *it <= ' ')
        .filter(|it| !matches!(it, '\t' | '\n' | '\r'))
        .map(|it| it.to_ascii_lowercase());
    let schemes = ["javascript:", "vbscript:", "data:"];
    schemes.into_iter().find(|scheme| scheme.chars().eq(heard.clone().take(scheme.len())))
}

#[cfg(test)]
mod tests {
    use super::{decoded, script_scheme};

    #[test]
    fn schemes_are_heard_as_browsers_hear_them() {
        for target in
            ["javascript:x", "JavaScript:x", "\u{1} java\nscript:x", "vbscript:", "data:,"]
        {
            assert!(script_scheme(target).is_some(), "{target:?}");
        }
        for target in
            ["javascript", "/data:x", "https://a.b/#data:", "database:x", "", "mailto:a@b.c"]
        {
            assert_eq!(script_scheme(target), None, "{target:?}");
        }
    }

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decoded("caf%C3%A9/a%20b"), "café/a b");
        for path in ["100%", "a%2520b", "%ff"] {
            let expected = if path == "a%2520b" { "a%20b" } else { path };
            assert_eq!(decoded(path), expected);
        }
    }
}
