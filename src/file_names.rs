//! Names of files: which no disk takes, and which some do not.

use std::borrow::Cow;

use crate::spelling::folded;

/// What is wrong with the name of a file, in words that follow a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No system holds it.
    Impossible(&'static str),
    /// Windows refuses it, or what carries artifacts from one machine to another.
    Unportable(&'static str),
}

/// How the names begin that ladderbook keeps for its own files in an output folder.
pub const RESERVED_PREFIX: &str = ".ladderbook-";

/// The most bytes of one name: every common file system has this limit.
const MAX_NAME: usize = 255;

/// The most bytes of a path below the output folder. Systems allow a thousand (macOS) or four thousand
/// (Linux) for all of a path.
const MAX_PATH: usize = 800;

/// Names that are devices on Windows, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// What is wrong with a path, if something is: what is impossible before what is unportable.
pub fn fault(path: &str) -> Option<Fault> {
    let unportable = || unportable(path).map(|(_, why)| Fault::Unportable(why));
    impossible(path).map(Fault::Impossible).or_else(unportable)
}

/// Why no system holds a path.
pub fn impossible(path: &str) -> Option<&'static str> {
    if has_control(path) {
        Some("a name is one line without control characters")
    } else if path.split('/').any(|name| name.len() > MAX_NAME) {
        Some("a name has at most 255 bytes")
    } else if path.len() > MAX_PATH {
        Some("a path has at most 800 bytes")
    } else if path.split('/').any(|name| name.starts_with(RESERVED_PREFIX)) {
        Some("names that start with `.ladderbook-` are kept for ladderbook's own files")
    } else {
        None
    }
}

/// Whether there is a control character in a text. Each build asks this of every path, most of which are ASCII.
pub fn has_control(text: &str) -> bool {
    match text.is_ascii() {
        true => text.bytes().any(|byte| byte.is_ascii_control()),
        false => text.contains(char::is_control),
    }
}

/// Why some system refuses a path, or makes another one of it, and the path as far as the name that it
/// refuses.
pub fn unportable(path: &str) -> Option<(&str, &'static str)> {
    let mut end = 0;
    path.split('/').find_map(|name| {
        end += name.len();
        let until = end;
        end += 1;
        Some((&path[..until], unportable_name(name)?))
    })
}

fn unportable_name(name: &str) -> Option<&'static str> {
    if name.bytes().any(|byte| br#"<>:"|?*"#.contains(&byte)) {
        Some("on Windows no name has any of `< > : \" | ? *`")
    } else if name.ends_with(['.', ' ']) {
        Some("on Windows no name ends with a dot or a space")
    } else if is_device(name) {
        Some("on Windows this is the name of a device")
    } else if !name.is_ascii() && name.contains(is_invisible) {
        Some("it has a character that cannot be seen")
    } else {
        None
    }
}

/// Whether Windows takes a name for a device: `con`, `aux.png`, `COM1.md`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    // Few names are that short.
    if stem.len() > "com0".len() + 1 {
        return false;
    }
    let stem = folded(stem);
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        let mut digits = number.chars();
        digits.next().is_some_and(|it| it.is_ascii_digit() || "¹²³".contains(it))
            && digits.next().is_none()
    });
    is_port || DEVICES.contains(&stem.as_str())
}

/// Marks that change nothing to see in a name, or its direction. Joiners belong to the spelling of some
/// languages.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// A path as a report shows it: not longer than a line, and without what a terminal would obey.
pub fn shown(path: &str) -> Cow<'_, str> {
    const MAX_SHOWN: usize = 80;
    if path.len() <= MAX_SHOWN && !path.contains(char::is_control) {
        return Cow::Borrowed(path);
    }
    let mut shown = String::new();
    for character in path.chars().take(MAX_SHOWN) {
        match character.is_control() {
            true => shown.extend(character.escape_default()),
            false => shown.push(character),
        }
    }
    if path.chars().nth(MAX_SHOWN).is_some() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_disk_holds_is_impossible() {
        let long = "é".repeat(128);
        let deep = "a/".repeat(400) + "b";
        for path in ["a\nb", "a/\u{7f}", &long, &deep, ".ladderbook-manifest/index.html"] {
            assert!(matches!(fault(path), Some(Fault::Impossible(_))), "{path:?}");
        }
        let longest = "a".repeat(MAX_NAME);
        for path in ["a/größe.md", &longest, ".well-known/ladderbook", "a.ladderbook-1"] {
            assert_eq!(fault(path), None, "{path:?}");
        }
    }

    #[test]
    fn what_windows_refuses_is_unportable() {
        let refused = [
            "CON",
            "a/con.md",
            "aux.png",
            "Com1/index.html",
            "lpt².x",
            "a:b",
            "trail./x",
            "end ",
            "quest?x",
            "dq\".md",
            "a\u{202e}b",
            "nul .txt",
        ];
        for path in refused {
            assert!(unportable(path).is_some(), "{path:?}");
        }
        for path in ["icon", "console.md", "com.md", "com10", "a.b", ".a", "a b", "نمی\u{200c}دانم"]
        {
            assert_eq!(unportable(path), None, "{path:?}");
        }
    }

    #[test]
    fn a_shown_path_is_short_and_plain() {
        assert_eq!(shown("a/b"), "a/b");
        assert_eq!(shown("a\nb\u{1b}"), r"a\nb\u{1b}");
        assert_eq!(shown(&"ä".repeat(300)).chars().count(), 81);
    }
}
