//! A way from one comparison to any other.

use serde::Serialize;

use super::context::PageContext;
use super::data_source::{data_href, words_href};
use crate::handbook::{LevelIx, PageKey, Status};

/// A choice of levels to compare.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Picker {
    /// Where the data of all levels is: the exported handbook, or the index of its parts.
    pub data: String,
    /// Where the words of all criteria are, by which they are paired; empty where the parts have them.
    pub words: String,
    /// The page that has all levels, and that compares any two of them.
    pub index: String,
    /// All levels on that page; on the page of a comparison, its two levels.
    pub levels: Vec<PickerTrack>,
    /// Whether they are named once, for the level on the left: a script copies them to the other choices.
    pub is_long: bool,
    /// Name of the level on the left, such as `ic/senior`; empty while none is chosen.
    pub from: String,
    /// Name of the level on the right; empty while none is chosen.
    pub to: String,
}

/// The levels of one track, for the picker.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PickerTrack {
    /// Title of the track.
    pub title: String,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// Its levels, first to last.
    pub levels: Vec<PickerLevel>,
}

/// One level, for the picker.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PickerLevel {
    /// Its name in the data and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// Names that it had before, with spaces between them; may be empty.
    pub was: String,
}

/// A choice among all levels, those no longer in use last.
pub fn of_all(cx: PageContext, is_long: bool) -> Picker {
    let tracks = cx.handbook.tracks().filter(|(_, it)| !it.is_abstract && !it.levels.is_empty());
    let mut levels: Vec<PickerTrack> =
        tracks.map(|(_, track)| of_track(cx, track.levels.iter().copied())).collect();
    levels.sort_by_key(|track| track.status == Status::Retired.name());
    Picker { is_long, ..picker(cx, levels, [String::new(), String::new()]) }
}

/// The choice on the page of a comparison: a script adds the other levels, so that they do not stand on
/// each of these pages.
pub fn of_pair(cx: PageContext, from: LevelIx, to: LevelIx) -> Picker {
    let levels = [from, to].map(|level| of_track(cx, [level].into_iter()));
    picker(cx, levels.into(), [from, to].map(|level| cx.handbook.level_name(level)))
}

fn picker(cx: PageContext, levels: Vec<PickerTrack>, [from, to]: [String; 2]) -> Picker {
    Picker {
        data: data_href(cx),
        words: words_href(cx),
        index: cx.href(PageKey::Comparisons, None),
        levels,
        is_long: false,
        from,
        to,
    }
}

/// Levels of one track.
fn of_track(cx: PageContext, levels: impl Iterator<Item = LevelIx> + Clone) -> PickerTrack {
    let track = levels.clone().next().map(|level| &cx.handbook[cx.handbook[level].track]);
    let mut levels: Vec<PickerLevel> = levels
        .map(|level| PickerLevel {
            name: cx.handbook.level_name(level),
            title: cx.handbook.label(level).to_owned(),
            status: cx.handbook.status(level).name(),
            was: cx.routes().former_names(level).join(" "),
        })
        .collect();
    levels.sort_by_key(|level| level.status == Status::Retired.name());
    PickerTrack {
        title: track.map(|it| it.title.clone()).unwrap_or_default(),
        status: track.map_or(Status::Active, |it| it.status).name(),
        levels,
    }
}
