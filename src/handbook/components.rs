//! Components in Markdown: what a call like `{{<radar levels="ic/senior ic/staff" />}}` asks for.

use std::hash::{Hash, Hasher};

use super::former;
use super::ix::{LevelIx, TrackIx};
use super::level_names::Unresolved;
use super::model::Handbook;
use super::names::Names;
use super::tracked::Tracked;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::spelling::composed;

/// A call as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Name of the component.
    pub name: String,
    /// Its arguments in the author's order.
    pub arguments: Vec<(String, String)>,
    /// Where it stands.
    pub place: Place,
}

/// What a call of one of our own components asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Component {
    LadderMap,
    Matrix(TrackIx),
    /// Two levels side by side, in three lines.
    Compare(LevelIx, LevelIx),
    /// Expected steps of one or two levels.
    Radar(Vec<LevelIx>),
    Facts(LevelIx),
    Criterion(LevelIx, String),
}

/// Our own components with the names of their arguments, all of which must be there.
pub const COMPONENTS: [(&str, &[&str]); 6] = [
    ("ladder-map", &[]),
    ("matrix", &["track"]),
    ("compare", &["from", "to"]),
    ("radar", &["levels"]),
    ("facts", &["level"]),
    ("criterion", &["id"]),
];

/// A fault of a component is reported at the place of its call, so that a place is part of what a call
/// stands for.
impl Hash for Call {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.name, &self.arguments, self.place.exact()).hash(state);
    }
}

impl Call {
    /// The call in raw HTML that starts with `{{<`; `None` if its arguments cannot be read.
    pub fn parse(html: &str, place: Place) -> Option<Self> {
        let inside = html.strip_prefix("{{<")?.strip_suffix("/>}}")?.trim();
        let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
        let (name, mut rest) = inside.split_at(end);
        let mut arguments = Vec::new();
        while let Some((key, after)) = rest.trim_start().split_once('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|it| matches!(it, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            arguments.push((key.trim().to_owned(), composed(value).into_owned()));
            rest = after;
        }
        if !rest.trim().is_empty() {
            return None;
        }
        Some(Self { name: name.to_owned(), arguments, place })
    }

    /// The fault of a call that cannot be read.
    pub fn unreadable(html: &str, place: Place) -> Diagnostic {
        let inside = html.trim_start_matches("{{<").trim_start();
        let end = inside.find(|it: char| !(it.is_alphanumeric() || "-_.".contains(it)));
        let name = &inside[..end.unwrap_or(inside.len())];
        let known = COMPONENTS.iter().find(|(component, _)| *component == name);
        let arguments = known.map_or(&["name"][..], |(_, arguments)| arguments);
        let arguments: String = arguments.iter().map(|it| format!("{it}=\"…\" ")).collect();
        Diagnostic::new(Code::UnknownComponent, format!("the call of `{name}` cannot be read"))
            .at(place)
            .help(format!("arguments stand in straight quotes: `{{{{<{name} {arguments}/>}}}}`"))
    }

    /// What the call asks for; `None` if it is no component of ours, but perhaps the theme's.
    ///
    /// # Errors
    ///
    /// If an argument is missing, unknown or names nothing.
    pub fn resolve(
        &self,
        handbook: Tracked,
        names: &Names,
    ) -> Result<Option<Component>, Box<Diagnostic>> {
        let Some((_, wanted)) = COMPONENTS.iter().find(|(name, _)| *name == self.name) else {
            return Ok(None);
        };
        self.check_arguments(wanted)?;
        let level = |name: &str| {
            names.levels().get(name, &self.place.path).map_err(|unresolved| {
                let hidden = handbook.hidden(name).cloned().map(Unresolved::Hidden);
                let unresolved = hidden.unwrap_or(unresolved);
                Box::new(unresolved.diagnostic("a level", name).at(self.place.clone()))
            })
        };
        let component = match self.name.as_str() {
            "matrix" => Component::Matrix(self.track(&handbook)?),
            "compare" => Component::Compare(level(self.get("from"))?, level(self.get("to"))?),
            "radar" => {
                let levels: Result<Vec<LevelIx>, _> =
                    self.get("levels").split_whitespace().map(level).collect();
                Component::Radar(levels?)
            }
            "facts" => Component::Facts(level(self.get("level"))?),
            "criterion" => self.criterion(handbook)?,
            _ => Component::LadderMap,
        };
        Ok(Some(component))
    }

    /// The notes about names in its arguments that levels and tracks had before.
    pub fn former(&self, handbook: &Handbook, names: &Names) -> Vec<Diagnostic> {
        let Some((_, wanted)) = COMPONENTS.iter().find(|(name, _)| *name == self.name) else {
            return Vec::new();
        };
        let arguments = self.arguments.iter().filter(|(key, _)| wanted.contains(&key.as_str()));
        let written = arguments.flat_map(|(key, value)| {
            value.split_whitespace().map(move |name| (key.as_str(), name))
        });
        let renamed = written.filter_map(|(key, name)| match key {
            "track" => {
                let track = handbook.by_id().former_track(name)?;
                let is_taken = handbook.by_id().track(name).is_some();
                (!is_taken).then(|| former::renamed(name, &handbook[track].id))
            }
            "id" => None,
            _ => names.levels().renamed(name, &self.place.path),
        });
        renamed.map(|it| former::note(it, &self.place)).collect()
    }

    fn get(&self, key: &str) -> &str {
        let found = self.arguments.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    fn fault(&self, code: Code, message: String) -> Diagnostic {
        Diagnostic::new(code, message).at(self.place.clone())
    }

    fn check_arguments(&self, wanted: &[&str]) -> Result<(), Box<Diagnostic>> {
        for (key, _) in &self.arguments {
            if !wanted.contains(&key.as_str()) {
                let message = format!("the component `{}` has no argument `{key}`", self.name);
                let diagnostic = self.fault(Code::UnknownKey, message);
                let is_given =
                    |wanted: &&&str| self.arguments.iter().any(|(key, _)| key == *wanted);
                let free = wanted.iter().filter(|wanted| !is_given(wanted)).copied();
                return Err(Box::new(diagnostic.did_you_mean(key, free)));
            }
        }
        for key in wanted {
            if !self.arguments.iter().any(|(name, _)| name == key) {
                let message = format!("the component `{}` needs the argument `{key}`", self.name);
                let help = format!("write `{{{{<{} {key}=\"…\" />}}}}`", self.name);
                return Err(Box::new(self.fault(Code::MissingKey, message).help(help)));
            }
        }
        Ok(())
    }

    fn track(&self, handbook: &Handbook) -> Result<TrackIx, Box<Diagnostic>> {
        let name = self.get("track");
        let today = handbook.by_id().track(name);
        let found = today.or_else(|| handbook.by_id().former_track(name));
        found.ok_or_else(|| {
            if let Some(hidden) = handbook.hidden(&format!("levels/{name}")) {
                let hidden = Unresolved::Hidden(hidden.clone());
                return Box::new(hidden.diagnostic("a track", name).at(self.place.clone()));
            }
            let message = format!("`{name}` is not the name of a track");
            let ids = handbook.tracks.iter().map(|track| track.id.as_str());
            Box::new(self.fault(Code::UnknownReference, message).did_you_mean(name, ids))
        })
    }

    fn criterion(&self, handbook: Tracked) -> Result<Component, Box<Diagnostic>> {
        let id = self.get("id");
        match handbook.criterion(id) {
            Some((level, criterion)) => Ok(Component::Criterion(level, criterion.id.to_string())),
            None => {
                if let Some(hidden) = handbook.hidden_criterion(id) {
                    let hidden = Unresolved::Hidden(hidden);
                    let diagnostic = hidden.diagnostic("a criterion", id);
                    return Err(Box::new(diagnostic.at(self.place.clone())));
                }
                let message = format!("there is no criterion `{id}`");
                let diagnostic = self.fault(Code::UnknownReference, message);
                Err(Box::new(diagnostic.suggest(handbook.nearest_criterion(id))))
            }
        }
    }
}
