//! Terms of the glossary, to be found in texts.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;

use crate::handbook::{Handbook, TermIx};
use crate::spelling::{folded, is_mark};

/// The names of all terms as one automaton, whatever their number: a text is read once.
pub struct Terms {
    /// The states. The first one is that before a name.
    states: Vec<State>,
    /// A bit for each ASCII letter or digit that a name starts with. Most words of a text start no name, and
    /// need not be looked for.
    initials: u128,
    /// The terms by their anchors.
    anchors: HashMap<String, TermIx>,
}

/// What has been read of a name, in lower case; white space of any length is one space.
#[derive(Default)]
struct State {
    next: HashMap<char, usize>,
    /// The names that end here, those with the most signs first.
    names: Vec<Name>,
}

/// A name that ends in a state.
struct Name {
    /// Signs in front of its first word, as in `.NET`.
    signs: String,
    /// Length of what follows them.
    length: usize,
    term: TermIx,
}

impl Terms {
    /// The terms of a handbook. A name without a letter or digit is never found.
    pub fn new(handbook: &Handbook) -> Self {
        let mut terms =
            Self { states: vec![State::default()], initials: 0, anchors: HashMap::new() };
        for (term, it) in handbook.terms() {
            terms.anchors.entry(it.anchor()).or_insert(term);
            for name in std::iter::once(&it.term).chain(&it.aliases) {
                terms.add(&folded(name.trim()), term);
            }
        }
        for state in &mut terms.states {
            state.names.sort_by_key(|name| std::cmp::Reverse(name.signs.len()));
        }
        terms
    }

    fn add(&mut self, name: &str, term: TermIx) {
        let Some(start) = name.find(char::is_alphanumeric) else { return };
        let (signs, words) = name.split_at(start);
        self.initials |= words.bytes().next().map_or(0, bit);
        let mut state = 0;
        for letter in words.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
            let free = self.states.len();
            state = *self.states[state].next.entry(letter).or_insert(free);
            if state == free {
                self.states.push(State::default());
            }
        }
        let name = Name { signs: signs.to_owned(), length: words.len(), term };
        self.states[state].names.push(name);
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.states.len() == 1
    }

    /// The term with an anchor on the page of the glossary.
    pub fn with_anchor(&self, anchor: &str) -> Option<TermIx> {
        self.anchors.get(anchor).copied()
    }

    /// Where names stand in a text: whole words, whatever their case; the longest name wins.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, TermIx)> {
        let mut found = Vec::new();
        let mut token = Token::default();
        let mut at = 0;
        while let Some(skipped) = text[at..].find(char::is_alphanumeric) {
            let start = at + skipped;
            let first = first_word(&text[start..]);
            let initial = text.as_bytes()[start].to_ascii_lowercase();
            if initial.is_ascii() && self.initials & bit(initial) == 0 {
                at = start + first.len();
                continue;
            }
            at = match self.longest(text, at..start, &mut token) {
                Some((range, term)) => {
                    let end = range.end;
                    found.push((range, term));
                    end
                }
                None => start + first.len(),
            };
        }
        found
    }

    /// The longest name whose words start at the end of a range, and whose signs stand inside of it.
    fn longest(
        &self,
        text: &str,
        before: Range<usize>,
        token: &mut Token,
    ) -> Option<(Range<usize>, TermIx)> {
        let start = before.end;
        let signs = &text[before];
        let mut candidates: Vec<(&Name, usize)> = Vec::new();
        for (state, length) in self.walk(&text[start..]) {
            let names = self.states[state].names.iter();
            let here = names.filter(|it| signs.ends_with(it.signs.as_str()));
            candidates.extend(here.map(|name| (name, start + length)));
        }
        if candidates.is_empty() || token.is_address(text, start) {
            return None;
        }
        candidates.sort_by_key(|(it, _)| std::cmp::Reverse(it.signs.len() + it.length));
        let whole = candidates.into_iter().find(|(name, end)| {
            starts_word(&text[..start - name.signs.len()], &name.signs)
                && ends_word(&text[*end..], &text[..*end])
        });
        whole.map(|(name, end)| (start - name.signs.len()..end, name.term))
    }

    /// The states to which a text leads in which names end, with how much of it has been read.
    fn walk(&self, text: &str) -> Vec<(usize, usize)> {
        let mut passed = Vec::new();
        let mut state = 0;
        let mut in_space = false;
        for (at, letter) in text.char_indices() {
            if letter.is_whitespace() {
                if !std::mem::replace(&mut in_space, true) {
                    let Some(next) = self.states[state].next.get(&' ') else { return passed };
                    state = *next;
                }
                continue;
            }
            in_space = false;
            for lower in letter.to_lowercase() {
                let Some(next) = self.states[state].next.get(&lower) else { return passed };
                state = *next;
            }
            if !self.states[state].names.is_empty() {
                passed.push((state, at + letter.len_utf8()));
            }
        }
        passed
    }
}

/// What stands before a place in a text, back to the last white space. It is followed from place to place: a
/// text without white space would else be looked through anew for each of its words.
#[derive(Default)]
struct Token {
    start: usize,
    /// Up to where it has been looked at.
    seen: usize,
    is_address: bool,
}

impl Token {
    /// Whether a byte of the text stands amid an address. It is not before the one that was asked about last.
    fn is_address(&mut self, text: &str, at: usize) -> bool {
        let mut new = text[self.seen..at].char_indices().rev();
        if let Some((space, it)) = new.find(|(_, it)| it.is_whitespace()) {
            (self.start, self.is_address) = (self.seen + space + it.len_utf8(), false);
        }
        // A sign of an address may begin in what has been looked at.
        let from = self.seen.saturating_sub("www.".len() - 1).max(self.start);
        let new = &text.as_bytes()[from..at];
        self.is_address |= ADDRESS.iter().any(|sign| memmem::find(new, sign.as_bytes()).is_some());
        self.seen = at;
        self.is_address
    }
}

/// What tells that a word is an address.
const ADDRESS: [&str; 2] = ["://", "www."];

/// The bit of an ASCII character; none for the first byte of another.
fn bit(initial: u8) -> u128 {
    1u128.checked_shl(initial.into()).unwrap_or_default()
}

/// The letters and digits that a text starts with.
fn first_word(text: &str) -> &str {
    // A byte at a time as far as that goes, which is all of most words.
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return &text[..ascii];
    }
    let end = text.find(|it: char| !it.is_alphanumeric() && !is_mark(it)).unwrap_or(text.len());
    &text[..end]
}

/// Whether a name with these signs in front may start after this text: not after a hyphen, nor amid a word.
fn starts_word(before: &str, signs: &str) -> bool {
    let is_apart = signs.is_empty() || !before.ends_with(char::is_alphanumeric);
    is_apart && !before.ends_with(['-', '_', '@', '#'])
}

/// Whether a name may end before this text. `C` is no name where `C++` or `C#` stands.
fn ends_word(after: &str, name: &str) -> bool {
    let is_word = name.ends_with(char::is_alphanumeric);
    let mut letters = after.chars();
    match letters.next() {
        Some('-') => !letters.next().is_some_and(char::is_alphanumeric),
        Some('#') => !is_word,
        Some('+') => !is_word || letters.next() != Some('+'),
        Some(next) => !next.is_alphanumeric() && next != '_' && !is_mark(next),
        None => true,
    }
}
