//! What is called otherwise, and how.

use crate::handbook::former::full_name;
use crate::handbook::order::OrderNumber;
use crate::handbook::{CompetencyIx, Handbook, LevelIx, PageIx, PageKey, TrackIx};
use crate::site::Whole;
use crate::suggestion::nearest;
use crate::tree::{RelPath, Tree};

/// What is called otherwise.
pub struct Subject {
    pub thing: Thing,
    /// Its id, or the address of a page.
    pub old: String,
    /// What that is to be.
    pub new: String,
    /// What is to stand in front of the name of the new file, if that was given: `3-`.
    number: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Level(LevelIx),
    Track(TrackIx),
    Competency(CompetencyIx),
    Page(PageIx),
}

impl Subject {
    /// What has a name, and what it is to be called.
    pub fn find(whole: &Whole, from: &str, to: &str) -> Result<Self, String> {
        let handbook = &whole.handbook;
        let (thing, full) = one(handbook, from)?;
        let to = bare(to);
        let (old, new, number) = match thing {
            Thing::Level(level) => {
                let track = &handbook[handbook[level].track].id;
                let name = full_name(track, &to);
                let Some(id) = name.strip_prefix(&format!("{track}/")) else {
                    return Err(format!(
                        "`{full}` cannot move to another track\nhelp: move the file, and write `was: {full}` in it"
                    ));
                };
                let (number, id) = numbered(thing, id);
                (handbook[level].id.clone(), id.to_owned(), number.map(str::to_owned))
            }
            Thing::Track(track) => {
                let name = to.strip_prefix("levels/").unwrap_or(&to);
                (handbook[track].id.clone(), name.to_owned(), None)
            }
            Thing::Competency(it) => {
                let name = to.strip_prefix("competencies/").unwrap_or(&to);
                (handbook[it].id.clone(), name.to_owned(), None)
            }
            Thing::Page(page) if handbook[page].is_index => {
                return Err(format!("`{full}` is a folder\nhelp: rename its pages one by one"));
            }
            Thing::Page(page) => {
                let (folder, last) = to.rsplit_once('/').map_or(("", &*to), |it| it);
                let (number, last) = numbered(thing, last);
                let folder = if folder.is_empty() { "" } else { &to[..=folder.len()] };
                let address = format!("{folder}{last}");
                (handbook[page].address.clone(), address, number.map(str::to_owned))
            }
        };
        let number = number.filter(|it| !it.is_empty());
        let subject = Self { thing, old, new, number };
        subject.check(handbook)?;
        Ok(subject)
    }

    fn check(&self, handbook: &Handbook) -> Result<(), String> {
        let Self { thing, old, new, .. } = self;
        let is_path = matches!(thing, Thing::Page(_));
        let is_part = |part: &str| {
            let is_odd =
                |it: char| it.is_whitespace() || it.is_control() || "#?[]|:{}\"'\\".contains(it);
            !part.is_empty() && !part.starts_with('.') && !part.contains(is_odd)
        };
        if !new.split('/').all(is_part) || new.contains('/') && !is_path {
            return Err(format!(
                "`{new}` cannot be a name\nhelp: names have letters, digits and hyphens"
            ));
        }
        if old == new {
            return Err(format!("it is called `{old}` already"));
        }
        let is_taken = match thing {
            Thing::Level(level) => {
                let own = &handbook[handbook[*level].track].levels;
                own.iter().any(|other| handbook[*other].id == *new)
            }
            Thing::Track(_) => handbook.tracks.iter().any(|it| it.id == *new),
            Thing::Competency(_) => handbook.competencies.iter().any(|it| it.id == *new),
            Thing::Page(_) => handbook.pages.iter().any(|it| it.address == *new),
        };
        if is_taken { Err(format!("`{new}` is taken")) } else { Ok(()) }
    }

    /// The name that something has after it, in full, given by the one that it has before.
    pub fn name_after(&self, handbook: &Handbook, page: PageKey) -> String {
        match (page, self.thing) {
            (PageKey::Level(level), Thing::Level(own)) if level == own => {
                format!("{}/{}", handbook[handbook[level].track].id, self.new)
            }
            (PageKey::Level(level), Thing::Track(own)) if handbook[level].track == own => {
                format!("{}/{}", self.new, handbook[level].id)
            }
            (PageKey::Track(track), Thing::Track(own)) if track == own => self.new.clone(),
            (PageKey::Competency(it), Thing::Competency(own)) if it == own => self.new.clone(),
            (PageKey::Page(page), Thing::Page(own)) if page == own => self.new.clone(),
            (page, _) => name(handbook, page),
        }
    }

    /// The anchor that one is after it.
    pub fn anchor_after(&self, anchor: String) -> String {
        let Self { old, new, .. } = self;
        match self.thing {
            Thing::Competency(_) if anchor == *old => new.clone(),
            Thing::Track(_) if anchor == format!("track-{old}") => format!("track-{new}"),
            _ => anchor,
        }
    }

    /// The files that move, from where to where.
    pub fn moves(&self, handbook: &Handbook, project: &Tree) -> Vec<(RelPath, RelPath)> {
        let mut moves: Vec<(RelPath, RelPath)> = Vec::new();
        let mut add = |old: &RelPath, new: Option<RelPath>| {
            moves.extend(new.filter(|new| new != old).map(|new| (old.clone(), new)));
        };
        match self.thing {
            Thing::Level(level) => {
                let file = &handbook[level].file;
                add(file, self.in_folder(file, file.folder(), &self.new));
            }
            Thing::Track(_) => {
                let folder = format!("content/levels/{}", self.old);
                for (path, _) in project.iter() {
                    let inside = path.inside(&folder);
                    add(path, inside.map(|it| it.below(&format!("content/levels/{}", self.new))));
                }
            }
            Thing::Competency(it) => {
                if let Some(text) = handbook.text(PageKey::Competency(it)) {
                    add(&text.file, self.in_folder(&text.file, text.file.folder(), &self.new));
                }
            }
            Thing::Page(page) => {
                if let Some(text) = handbook.text(PageKey::Page(page)) {
                    let (folder, last) = self.new.rsplit_once('/').unwrap_or(("", &self.new));
                    let folder = match self.old.rsplit_once('/').map_or("", |it| it.0) == folder {
                        // The folder itself may have a number.
                        true => text.file.folder().to_owned(),
                        false => format!("content/{folder}").trim_end_matches('/').to_owned(),
                    };
                    add(&text.file, self.in_folder(&text.file, &folder, last));
                }
            }
        }
        for (from, to, text) in handbook.moves() {
            add(&text.file, self.of_move(handbook, &text.file, [from, to]));
        }
        moves
    }

    /// A file with another name, in front of which its number stays unless another one was given.
    fn in_folder(&self, file: &RelPath, folder: &str, name: &str) -> Option<RelPath> {
        let (own, _) = numbered(self.thing, file.stem());
        let number = self.number.as_deref().or(own).unwrap_or_default();
        RelPath::new(&format!("{folder}/{number}{name}.{}", file.extension()))
    }

    /// The file of the text about a move, which is called after two levels.
    fn of_move(&self, handbook: &Handbook, file: &RelPath, ends: [LevelIx; 2]) -> Option<RelPath> {
        let (from, to) = file.stem().split_once("--")?;
        let part = |written: &str, level: LevelIx| {
            let dotted = |name: String| name.replacen('/', ".", 1);
            let new = self.name_after(handbook, PageKey::Level(level));
            let id = new.rsplit('/').next().unwrap_or_default().to_owned();
            let is_changed = new != handbook.level_name(level);
            let is_unique = handbook.levels.iter().filter(|it| it.id == id).count() == 0
                || id == handbook[level].id;
            match (is_changed, written.contains('.')) {
                (true, false) if is_unique => id,
                (true, _) => dotted(new),
                (false, _) => written.to_owned(),
            }
        };
        let stem = format!("{}--{}", part(from, ends[0]), part(to, ends[1]));
        RelPath::new(&format!("{}/{stem}.{}", file.folder(), file.extension()))
    }
}

/// What a page is called in full.
pub fn name(handbook: &Handbook, page: PageKey) -> String {
    match page {
        PageKey::Level(level) => handbook.level_name(level),
        PageKey::Track(track) => handbook[track].id.clone(),
        PageKey::Competency(it) => handbook[it].id.clone(),
        PageKey::Page(page) => handbook[page].address.clone(),
        page => page.text_name().to_owned(),
    }
}

/// The one thing that a name means.
fn one(handbook: &Handbook, from: &str) -> Result<(Thing, String), String> {
    let wanted = bare(from);
    let mut all: Vec<(Thing, Vec<String>)> = Vec::new();
    for (level, it) in handbook.levels() {
        let full = handbook.level_name(level);
        let file = it.file.inside("content").map(|it| bare(it.as_str())).unwrap_or_default();
        let stem = file.trim_start_matches("levels/").to_owned();
        all.push((
            Thing::Level(level),
            vec![full.clone(), format!("levels/{full}"), it.id.clone(), file, stem],
        ));
    }
    for (track, it) in handbook.tracks() {
        all.push((Thing::Track(track), vec![format!("levels/{}", it.id), it.id.clone()]));
    }
    for (key, it) in handbook.competencies() {
        all.push((Thing::Competency(key), vec![format!("competencies/{}", it.id), it.id.clone()]));
    }
    for (key, it) in handbook.pages() {
        let text = handbook.text(PageKey::Page(key));
        let file = text.and_then(|text| text.file.inside("content"));
        let file = file.map(|it| bare(it.as_str())).unwrap_or_default();
        all.push((Thing::Page(key), vec![it.address.clone(), file]));
    }
    let found: Vec<&(Thing, Vec<String>)> =
        all.iter().filter(|(_, names)| names.contains(&wanted)).collect();
    match found.as_slice() {
        [(thing, names)] => Ok((*thing, names[0].clone())),
        [] => {
            let names = all.iter().flat_map(|(_, names)| names).map(String::as_str);
            let near = nearest(&wanted, names);
            let near = near.map(|it| format!("\nhelp: did you mean `{}`?", it.meant));
            Err(format!("nothing is called `{from}`{}", near.unwrap_or_default()))
        }
        several => {
            let names = several.iter().map(|(_, names)| format!("`{}`", names[0]));
            let names = names.collect::<Vec<_>>().join(" or ");
            Err(format!("`{from}` is the name of more than one thing\nhelp: write {names}"))
        }
    }
}

/// A name without what stands around it in a path from the root of the project.
fn bare(name: &str) -> String {
    let name = name.trim_matches('/');
    let name = name.strip_prefix("content/").unwrap_or(name);
    name.strip_suffix(".md").unwrap_or(name).to_owned()
}

/// What puts the name of a file in order, with its separator, and the name; `None` where names have no numbers.
fn numbered(thing: Thing, name: &str) -> (Option<&str>, &str) {
    let rest = match thing {
        Thing::Level(_) => OrderNumber::of_level(name).1,
        Thing::Page(_) => OrderNumber::of_page(name).1,
        Thing::Track(_) | Thing::Competency(_) => return (None, name),
    };
    (Some(&name[..name.len() - rest.len()]), rest)
}
