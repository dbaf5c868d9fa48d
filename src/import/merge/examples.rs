//! Examples of a criterion: which of them are others, new, or gone, and the edits for that.

use std::collections::BTreeSet;
use std::iter;

use super::item::{Item, Mark, cuts, line_end};
use super::words;
use crate::diagnostic::{Place, Span};
use crate::edit::Edit;
use crate::exchange::sheets::tidy;
use crate::handbook::{Criterion, Prose};
use crate::import::escape::{as_line, escaped};
use crate::text::line_break;
use crate::tree::Tree;

/// The examples that a field of a sheet names.
pub fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// What examples are to be.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub lines: Vec<String>,
    /// Those that the sheet has no longer, and that stay since nothing is to be deleted.
    pub kept: Vec<String>,
    /// Whether the sheet has them in another order, which is not carried over.
    pub is_reordered: bool,
}

/// What becomes of examples that a sheet has changed. Those that are gone from it stay unless they are `deleted`.
///
/// # Errors
///
/// If there are so many that it is not clear which one is which.
pub fn outcome(old: &[&str], new: &[&str], deleted: bool) -> Result<Outcome, &'static str> {
    let aligned = aligned(old, new)?;
    let mut outcome = Outcome { lines: Vec::new(), kept: Vec::new(), is_reordered: false };
    let gone = aligned.iter().filter(|(_, to)| to.is_none()).filter_map(|(at, _)| *at);
    let gone: BTreeSet<&str> = gone.map(|at| old[at]).collect();
    let added = aligned.iter().filter(|(at, _)| at.is_none()).filter_map(|(_, to)| *to);
    // A line that has gone in one place and come in another is the same example.
    let elsewhere: BTreeSet<&str> =
        added.map(|at| new[at]).filter(|line| gone.contains(line)).collect();
    outcome.is_reordered = !elsewhere.is_empty();
    for pair in aligned {
        match pair {
            (_, Some(at)) if pair.0.is_some() || !elsewhere.contains(new[at]) => {
                outcome.lines.push(new[at].to_owned());
            }
            (Some(at), None) if elsewhere.contains(old[at]) => {
                outcome.lines.push(old[at].to_owned());
            }
            (Some(at), None) if !deleted => {
                outcome.lines.push(old[at].to_owned());
                outcome.kept.push(old[at].to_owned());
            }
            _ => {}
        }
    }
    Ok(outcome)
}

/// An old and a new line that are one, by their numbers; what has no other is gone or has come.
type Pair = (Option<usize>, Option<usize>);

/// So many pairs of lines are looked at to find the best ones.
const MOST_PAIRS: usize = 250_000;

/// Why more are not.
const TOO_MANY: &str =
    "it has too many examples to tell which of them is which; change them in the file";

/// Lines beside lines, in their order.
///
/// # Errors
///
/// If so many of them differ that it would take too long to know which one is which.
fn aligned(old: &[&str], new: &[&str]) -> Result<Vec<Pair>, &'static str> {
    if old.len() * new.len() <= MOST_PAIRS {
        return Ok(best_aligned(old, new));
    }
    // Of many, those at the beginning and at the end that are the same are beside each other.
    let start = iter::zip(old, new).take_while(|(old, new)| old == new).count();
    let lines = iter::zip(old[start..].iter().rev(), new[start..].iter().rev());
    let end = lines.take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let middle = (&old[start..old_end], &new[start..new_end]);
    if middle.0.len() * middle.1.len() > MOST_PAIRS {
        return Err(TOO_MANY);
    }
    let middle = best_aligned(middle.0, middle.1).into_iter();
    let middle = middle.map(|(at, to)| (at.map(|at| at + start), to.map(|to| to + start)));
    let first = (0..start).map(|at| (Some(at), Some(at)));
    let last = (0..end).map(|at| (Some(old_end + at), Some(new_end + at)));
    Ok(first.chain(middle).chain(last).collect())
}

/// The pairs that are most alike as a whole.
fn best_aligned(old: &[&str], new: &[&str]) -> Vec<Pair> {
    // How alike the lines are from each two on.
    let mut best = vec![vec![0_u64; new.len() + 1]; old.len() + 1];
    let mut alike = vec![vec![0_u64; new.len()]; old.len()];
    let words = |lines: &[&str]| lines.iter().map(|line| words(line)).collect::<Vec<_>>();
    let (old_words, new_words) = (words(old), words(new));
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            alike[at][to] = match old[at] == new[to] {
                true => SAME,
                false => likeness(&old_words[at], &new_words[to], old.len() == new.len()),
            };
            let paired = alike[at][to] + best[at + 1][to + 1];
            let paired = if alike[at][to] > 0 { paired } else { 0 };
            best[at][to] = paired.max(best[at + 1][to]).max(best[at][to + 1]);
        }
    }
    let (mut at, mut to) = (0, 0);
    let mut pairs = Vec::new();
    while at < old.len() && to < new.len() {
        let is_pair = alike[at][to] > 0 && best[at][to] == alike[at][to] + best[at + 1][to + 1];
        if is_pair {
            pairs.push((Some(at), Some(to)));
            (at, to) = (at + 1, to + 1);
        } else if best[at][to] == best[at + 1][to] {
            pairs.push((Some(at), None));
            at += 1;
        } else {
            pairs.push((None, Some(to)));
            to += 1;
        }
    }
    pairs.extend((at..old.len()).map(|at| (Some(at), None)));
    pairs.extend((to..new.len()).map(|to| (None, Some(to))));
    pairs
}

fn words(line: &str) -> BTreeSet<String> {
    line.split_whitespace().map(str::to_lowercase).collect()
}

/// How alike two lines are that are the same.
const SAME: u64 = 1_000_000;

/// How alike two other lines are by their words, for a choice between pairs. Where there are as many lines as before,
/// each of them is rather another form of an old one than a new one.
fn likeness(old: &BTreeSet<String>, new: &BTreeSet<String>, is_same_number: bool) -> u64 {
    const ANY: u64 = 1;
    let (common, all) = (old.intersection(new).count(), old.union(new).count());
    let shorter = old.len().min(new.len());
    match common > 0 && (common * 3 >= all || common == shorter) {
        true => 1_000 + 1_000 * common as u64 / all.max(1) as u64,
        false if is_same_number => ANY,
        false => 0,
    }
}

/// The edits after which a criterion has these examples.
pub fn edits(it: &Criterion, text: &str, project: &Tree) -> Result<Vec<Edit>, String> {
    const UNCLEAR: &str = "its examples are not lines of their own; do that in the file";
    let path = &it.place.path;
    if path.extension() != "md" {
        return Err("it stands in a register, where it has no examples".to_owned());
    }
    let file = project.get(path.as_str()).ok_or(UNCLEAR)?;
    let source = file.text().ok_or(UNCLEAR)?;
    let old: Vec<&Prose> = it.examples().collect();
    let said: Vec<String> = old.iter().map(|it| tidy(it.text())).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    let new = lines(text);
    let pairs = aligned(&said, &new)?;
    let mut edits = Vec::new();
    for (old, new) in pairs.iter().filter_map(|(at, to)| Some((old[(*at)?], new[(*to)?]))) {
        if tidy(old.text()) != new {
            edits.push(words::edit(old, new, project)?);
        }
    }
    if pairs.iter().all(|(at, to)| at.is_some() && to.is_some()) {
        return Ok(edits);
    }
    let items: Option<Vec<Item>> = old.iter().map(|it| Item::of_example(it, source)).collect();
    let items = items.ok_or(UNCLEAR)?;
    let own = it.place.span.end.max(Span::from(it.attributes).end);
    let own = line_end(source, source.get(..own).ok_or(UNCLEAR)?.trim_end().len());
    let is_gone = |at: usize| pairs.contains(&(Some(at), None));
    let place = |span: Span| Place::new(path, span);
    let gone = cuts(&items, is_gone, Some(own), source);
    edits.extend(gone.into_iter().map(|it| Edit { place: place(it), text: String::new() }));
    for (at, text) in added(it, &pairs, &new, &items, source)? {
        edits.push(Edit { place: place(Span::new(at, at)), text });
    }
    Ok(edits)
}

/// The lines of new examples, each with the byte where they come.
fn added(
    it: &Criterion,
    pairs: &[Pair],
    new: &[&str],
    items: &[Item],
    source: &str,
) -> Result<Vec<(usize, String)>, String> {
    let criterion = Item::of(it, source).ok_or("its lines are not its own; do that in the file")?;
    if criterion.mark == Mark::Paragraph {
        return Err(
            "it is a paragraph, which has no examples; make it an item of a list in the file"
                .to_owned(),
        );
    }
    let line_break = line_break(source);
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut before: Option<usize> = None;
    for (old, to) in pairs {
        if old.is_some() {
            before = *old;
            continue;
        }
        let Some(to) = to else { continue };
        let neighbour = before.map(|at| &items[at]).or(items.first());
        let (indent, mark) = match neighbour {
            Some(Item { indent, mark: Mark::Bullet(sign), .. }) => (*indent, format!("{sign} ")),
            Some(Item { indent, mark: Mark::Number(number, sign), .. }) => {
                (*indent, format!("{}{sign} ", number + 1))
            }
            _ => (criterion.column(), "- ".to_owned()),
        };
        let at = match before {
            Some(at) => items[at].end,
            None => items.first().map_or(criterion.end, |it| it.start),
        };
        let words = as_line(&escaped(new[*to]));
        let mut line = format!("{}{mark}{words}{line_break}", " ".repeat(indent));
        if at == source.len() && !source.ends_with('\n') {
            line = format!("{line_break}{}", line.trim_end());
        }
        match found.last_mut().filter(|(last, _)| *last == at) {
            Some((_, text)) => text.push_str(&line),
            None => found.push((at, line)),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_known_again() {
        // Old and new examples, those that it comes to, and those of them that stay though they were taken out.
        let cases = [
            ("a b c", "a b d", "a b d", ""),
            ("a", "z", "z", ""),
            ("a", "a|z", "a|z", ""),
            ("a", "z|a", "z|a", ""),
            ("a|b", "a", "a|b", "b"),
            ("one two|b", "one two three", "one two three|b", "b"),
            ("three", "three and a half", "three and a half", ""),
            ("", "z", "z", ""),
        ];
        for (old, new, lines, kept) in cases {
            let found = outcome(&parted(old), &parted(new), false).unwrap();
            assert_eq!((found.lines, found.kept), (own(lines), own(kept)), "{old:?} {new:?}");
            assert!(!found.is_reordered);
        }
        let found = outcome(&["a", "b"], &["b", "a"], false).unwrap();
        assert_eq!((found.lines, found.is_reordered), (own("a|b"), true));
        assert_eq!(outcome(&["a", "b", "c"], &["c"], true).unwrap().lines, own("c"));
    }

    #[test]
    fn of_very_many_examples_a_few_may_change() {
        let old: Vec<String> = (0..5_000).map(|it| format!("example {it}")).collect();
        let changed = |change: &dyn Fn(&mut Vec<String>)| {
            let mut new = old.clone();
            change(&mut new);
            let lines: [Vec<&str>; 2] =
                [&old, &new].map(|lines| lines.iter().map(String::as_str).collect());
            (outcome(&lines[0], &lines[1], true).map(|it| it.lines), new)
        };
        let few = [
            changed(&|new| new[4_000] += " in other words"),
            changed(&|new| drop(new.drain(10..13))),
            changed(&|new| new.insert(4_999, "another".to_owned())),
        ];
        for (found, new) in few {
            assert_eq!(found, Ok(new));
        }
        let (found, _) = changed(&|new| new.iter_mut().for_each(|it| *it += " in other words"));
        assert_eq!(found, Err(TOO_MANY));
    }

    fn parted(lines: &str) -> Vec<&str> {
        lines.split('|').filter(|it| !it.is_empty()).collect()
    }

    fn own(lines: &str) -> Vec<String> {
        parted(lines).into_iter().map(str::to_owned).collect()
    }
}
