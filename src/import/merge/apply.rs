//! Changes that a sheet asks for -> edits, each of which is looked at once it is made.

use super::front;
use super::wish::{Open, Subject, Wish};
use super::words;
use crate::diagnostic::{Attribute, Place, Severity, Span};
use crate::edit::{Edit, Edits};
use crate::exchange::sheets::{self, List, tidy};
use crate::fix::addition;
use crate::handbook::{
    CompetencyIx, Criterion, Handbook, LevelIx, Prose, UniqueNames, hash64, slug_start,
};
use crate::import::escape::{as_line, escaped};
use crate::site::{self, Whole};
use crate::text::line_break;
use crate::tree::Tree;

/// Makes all changes that can be made. What cannot comes back with the reason.
pub fn apply(
    wishes: Vec<Wish>,
    project: &Tree,
    handbook: Handbook,
) -> (Tree, Vec<Wish>, Vec<Open>) {
    let mut state = State { tree: project.clone(), handbook, done: Vec::new(), open: Vec::new() };
    let wishes = state.possible(wishes);
    state.apply(wishes);
    (state.tree, state.done, state.open)
}

struct State {
    tree: Tree,
    handbook: Handbook,
    done: Vec<Wish>,
    open: Vec<Open>,
}

impl State {
    /// The changes for which there are edits, whatever becomes of them.
    fn possible(&mut self, wishes: Vec<Wish>) -> Vec<Wish> {
        let mut possible = Vec::with_capacity(wishes.len());
        for wish in wishes {
            match made(&wish, &self.handbook, &self.tree) {
                Ok(_) => possible.push(wish),
                Err(reason) => {
                    let place = self.place(&wish.subject);
                    self.open.push(Open { wish, place, reason });
                }
            }
        }
        possible
    }

    /// Makes changes together; if that does something else than it should, half of them, and then the others.
    fn apply(&mut self, mut wishes: Vec<Wish>) {
        if wishes.is_empty() {
            return;
        }
        match self.attempt(&wishes) {
            Ok((tree, handbook)) => {
                (self.tree, self.handbook) = (tree, handbook);
                self.done.append(&mut wishes);
            }
            Err(reason) if wishes.len() == 1 => {
                let wish = wishes.remove(0);
                let place = self.place(&wish.subject);
                self.open.push(Open { wish, place, reason });
            }
            Err(_) => {
                let others = wishes.split_off(wishes.len() / 2);
                self.apply(wishes);
                self.apply(others);
            }
        }
    }

    /// The project with changes made, if that is all that happens.
    fn attempt(&self, wishes: &[Wish]) -> Result<(Tree, Handbook), String> {
        let tree = self.pinned(wishes)?;
        let before = site::whole(&tree);
        let mut edits = Edits::default();
        for wish in wishes {
            let made = made(wish, &before.handbook, &tree)?;
            edits.add(&tree, &made).map_err(|error| error.to_string())?;
        }
        let edited = tree.apply(&edits).map_err(|error| error.to_string())?;
        let after = site::whole(&edited);
        if let Some(error) = after.diagnostics.iter().find(|it| it.severity == Severity::Error) {
            return Err(format!("the handbook would have an error: {}", error.message));
        }
        match says(&lists(&before), &lists(&after), wishes, &before.handbook) {
            true => Ok((edited, after.handbook)),
            false => Err("it would be read as something else; change it in the file".to_owned()),
        }
    }

    /// The project with the ids of criteria pinned whose words change: an id that follows from them would be lost.
    fn pinned(&self, wishes: &[Wish]) -> Result<Tree, String> {
        let is_reworded = |it: &&Criterion| {
            let subject = Subject::Criterion(it.id.clone());
            !it.pinned && wishes.iter().any(|wish| wish.subject == subject && wish.field == "text")
        };
        let mut edits = Edits::default();
        for it in self.handbook.untracked().criteria().filter(is_reworded) {
            let id = Attribute::Id(it.id.clone());
            let edit = addition(&it.attributes, &[id], &self.tree)
                .ok_or("its id cannot be written down where it stands; change it in the file")?;
            edits.add(&self.tree, &[edit]).map_err(|error| error.to_string())?;
        }
        self.tree.apply(&edits).map_err(|error| error.to_string())
    }

    fn place(&self, subject: &Subject) -> Option<Place> {
        let tracked = self.handbook.untracked();
        match subject {
            Subject::Criterion(id) => criterion(&self.handbook, id).map(|it| it.place.clone()),
            Subject::Cell(level, competency) | Subject::New(level, competency) => {
                let cell = tracked.cell(*level, *competency).map(|cell| cell.place.clone());
                cell.or_else(|| Some(self.handbook[*level].place.clone()))
            }
            Subject::Level(level) => Some(self.handbook[*level].place.clone()),
            Subject::Unknown(_) => None,
        }
    }
}

fn criterion<'h>(handbook: &'h Handbook, id: &str) -> Option<&'h Criterion> {
    handbook.untracked().criteria().find(|it| it.id == id)
}

fn lists(whole: &Whole) -> [List; 2] {
    [sheets::criteria(&whole.handbook, &whole.routes), sheets::levels(&whole.handbook)]
}

/// The edits that make a change.
fn made(wish: &Wish, handbook: &Handbook, tree: &Tree) -> Result<Vec<Edit>, String> {
    match (&wish.subject, wish.field.as_str()) {
        (Subject::Criterion(id), field) => {
            let it = criterion(handbook, id).ok_or("the criterion is not in the files")?;
            match field {
                "text" if wish.new.is_empty() => {
                    Err("its text was taken out; to remove the criterion, remove it in the file"
                        .to_owned())
                }
                "text" => words::edit(&it.text, &wish.new, tree).map(|edit| vec![edit]),
                "examples" => examples(it, &wish.new, tree),
                _ => Err(format!("a change of `{field}` is made in the file")),
            }
        }
        (Subject::Cell(level, competency), _) => {
            let keys = ["expect", handbook[*competency].id.as_str()];
            front::edit(&handbook[*level].file, &keys, &wish.new, tree).map(|edit| vec![edit])
        }
        (Subject::Level(level), field) => {
            let keys: &[&str] = match field {
                "title" | "code" | "summary" | "grade" | "status" => &[field],
                "level" | "track" => {
                    return Err("levels are renamed and moved with `ladderbook mv`".to_owned());
                }
                fact => &["facts", fact],
            };
            front::edit(&handbook[*level].file, keys, &wish.new, tree).map(|edit| vec![edit])
        }
        (Subject::New(level, competency), id) => {
            new_item(handbook, (*level, *competency), id, &wish.new, tree).map(|edit| vec![edit])
        }
        (Subject::Unknown(_), _) => Err("it is not known what this is about".to_owned()),
    }
}

/// Other words for examples, of which there are as many as before.
fn examples(it: &Criterion, text: &str, tree: &Tree) -> Result<Vec<Edit>, String> {
    let old: Vec<&Prose> = it.examples().collect();
    let new: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if old.len() != new.len() {
        return Err("examples were added or taken out; do that in the file".to_owned());
    }
    let changed = old.iter().zip(new).filter(|(old, new)| tidy(old.text()) != *new);
    changed.map(|(old, new)| words::edit(old, new, tree)).collect()
}

/// A criterion that is put in behind the last one of its cell, or in a section of its own at the end.
fn new_item(
    handbook: &Handbook,
    (level, competency): (LevelIx, CompetencyIx),
    id: &str,
    text: &str,
    tree: &Tree,
) -> Result<Edit, String> {
    if text.contains('\n') {
        return Err("it has line breaks, which a criterion cannot have".to_owned());
    }
    let file = &handbook[level].file;
    let source =
        tree.get(file.as_str()).map(|it| it.bytes()).and_then(|it| std::str::from_utf8(it).ok());
    let source = source.ok_or("its file is no text")?;
    let line_break = line_break(source);
    let words = as_line(&escaped(text));
    let item = format!("{words} {{#{}}}", free_id(handbook, id, text));
    let Some(cell) = handbook.untracked().cell(level, competency) else {
        let blank = if source.ends_with('\n') { "" } else { line_break };
        let title = escaped(&handbook[competency].title);
        let end = Span::new(source.len(), source.len());
        let heading = format!("{blank}{line_break}## {title}{line_break}");
        let text = format!("{heading}{line_break}- {item}{line_break}");
        return Ok(Edit { place: Place::new(file, end), text });
    };
    let last = cell.criteria().last().ok_or("its cell has no list; add it in the file")?;
    let start = source[..last.place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let line = &source[start..];
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mark = match (line[indent..].chars().next(), last.number) {
        (Some(sign @ ('-' | '*' | '+')), None) => sign.to_string(),
        (Some(digit), Some(number)) if digit.is_ascii_digit() => format!("{}.", number + 1),
        _ => return Err("its cell has no list; add it in the file".to_owned()),
    };
    let parts = last.examples().chain([&last.text]).filter_map(Prose::place);
    let end = parts.map(|place| place.span.end).chain([last.attributes.span.end]).max();
    let end = end.unwrap_or(source.len()).min(source.len());
    let end = source[end..].find('\n').map_or(source.len(), |at| end + at);
    let end = if source[..end].ends_with('\r') { end - 1 } else { end };
    let text = format!("{line_break}{}{mark} {item}", " ".repeat(indent));
    Ok(Edit { place: Place::new(file, Span::new(end, end)), text })
}

/// The id that a new criterion gets: its own if nothing has it, else one from its words.
fn free_id(handbook: &Handbook, id: &str, text: &str) -> String {
    const WORDS: usize = 6;
    let first: Vec<&str> = text.split_whitespace().take(WORDS).collect();
    let wanted = if id.is_empty() { slug_start(&first.join(" ")) } else { slug_start(id) };
    let mut ids = UniqueNames::default();
    for it in handbook.untracked().criteria() {
        ids.reserve(it.was.iter().chain([&it.id]).map(|id| hash64(id)));
    }
    ids.claim(wanted)
}

/// Columns of the list of criteria that say what an author wrote about each; what a level is called may change them all.
const OWN: [&str; 6] = ["id", "competency", "group", "text", "examples", "step"];

/// Whether the lists say what they said before, but for what was to change.
fn says(before: &[List; 2], after: &[List; 2], wishes: &[Wish], handbook: &Handbook) -> bool {
    let mut expected = own(&before[0]);
    let mut levels = before[1].rows.clone();
    let mut new = Vec::new();
    for wish in wishes {
        match &wish.subject {
            Subject::Criterion(id) => {
                let at = OWN.iter().position(|it| *it == wish.field);
                let row = expected.iter_mut().find(|row| row[0] == *id);
                let (Some(at), Some(row)) = (at, row) else { return false };
                row[at].clone_from(&wish.new);
            }
            Subject::Cell(level, competency) => {
                let label = handbook.untracked().label(*level);
                let title = &handbook[*competency].title;
                let of_cell = |row: &Vec<String>| row[2] == label && row[3] == *title;
                let rows = before[0].rows.iter().zip(&mut expected).filter(|(row, _)| of_cell(row));
                rows.for_each(|(_, row)| row[5].clone_from(&wish.new));
            }
            Subject::Level(level) => {
                let name = handbook.level_name(*level);
                let at = before[1].columns.iter().position(|it| *it == wish.field);
                let row = levels.iter_mut().find(|row| row[0] == name);
                let (Some(at), Some(row)) = (at, row) else { return false };
                row[at].clone_from(&wish.new);
            }
            Subject::New(_, competency) => {
                new.push((handbook[*competency].title.clone(), wish.new.clone()));
            }
            Subject::Unknown(_) => return false,
        }
    }
    let mut found = own(&after[0]);
    for (competency, text) in new {
        let is_known = |row: &Vec<String>| expected.iter().any(|it| it[0] == row[0]);
        let at = found.iter().position(|row| {
            !row[0].is_empty()
                && !is_known(row)
                && row[1] == competency
                && tidy(&row[3]) == tidy(&text)
        });
        let Some(at) = at else { return false };
        found.remove(at);
    }
    // A level's own fingerprint and what it is called by others follow from what was compared.
    let is_same = |a: &Vec<String>, b: &Vec<String>| {
        let last = a.len() - 1;
        a.len() == b.len() && a[..last].iter().zip(&b[..last]).all(|(a, b)| tidy(a) == tidy(b))
    };
    let same_levels = before[1].columns == after[1].columns
        && levels.len() == after[1].rows.len()
        && levels.iter().zip(&after[1].rows).all(|(a, b)| is_same(a, b));
    found.len() == expected.len()
        && found
            .iter()
            .zip(&expected)
            .all(|(a, b)| a.iter().zip(b).all(|(a, b)| tidy(a) == tidy(b)))
        && same_levels
}

/// The columns of a list that are an author's own.
fn own(list: &List) -> Vec<Vec<String>> {
    let columns: Vec<usize> =
        OWN.iter().filter_map(|name| list.columns.iter().position(|it| it == name)).collect();
    list.rows.iter().map(|row| columns.iter().map(|at| row[*at].clone()).collect()).collect()
}
