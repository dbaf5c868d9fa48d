//! What a path inside content/ stands for.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::handbook::PageKey;
use crate::handbook::order::OrderNumber;
use crate::spelling::{composed, folded};
use crate::suggestion::{Suggestion, nearest};
use crate::tree::{File, RelPath, Tree};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `levels/TRACK/N-ID.md`.
    Level {
        /// The folder.
        track: String,
        /// The number in front.
        number: Option<OrderNumber>,
        /// The rest of the name.
        id: String,
    },
    /// Prose of a page.
    Page(PageKind),
    Register(Register),
    /// Copied as it is.
    Asset,
    /// Nothing that the format knows; reported.
    Nothing,
}

/// A register, named after what it lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    Tracks,
    Competencies,
    Scales,
    Glossary,
}

/// Whose prose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// A page that ladderbook makes once a site: `index.md`, `matrix.md`, `competencies/index.md`.
    Generated(PageKey),
    /// `levels/TRACK/index.md`.
    Track(String),
    /// `competencies/ID.md`.
    Competency(String),
    /// `moves/FROM--TO.md`.
    Move(String, String),
    /// Any other Markdown file.
    Page {
        /// Its address without number and extension; of an index the folder.
        address: String,
        /// Whether it is a section's index.
        is_index: bool,
        /// The number in front of its name.
        number: Option<OrderNumber>,
    },
}

/// Folders of content/ that mean something, which are easily misspelt.
const FOLDERS: [&str; 3] = ["levels", "competencies", "moves"];

impl Register {
    const ALL: [(&str, Self); 4] = [
        ("tracks", Self::Tracks),
        ("competencies", Self::Competencies),
        ("scales", Self::Scales),
        ("glossary", Self::Glossary),
    ];

    /// The register with this name, whatever its case.
    fn named(name: &str) -> Option<Self> {
        let name = folded(name);
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, register)| *register)
    }

    /// Keys of which one stands in it.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Tracks => &["tracks:"],
            Self::Competencies => &["competencies:", "categories:"],
            Self::Scales => &["scales:"],
            Self::Glossary => &["terms:"],
        }
    }

    /// Whether a text has the keys of this register.
    fn is_written_in(self, text: &[u8]) -> bool {
        let text = String::from_utf8_lossy(text);
        text.lines().any(|line| self.keys().iter().any(|key| line.starts_with(key)))
    }
}

/// The files of a project that say something about its handbook: all of content/, and registers that
/// stand beside it by mistake. A README counts for nothing where its folder has an index.
pub fn sources(project: &Tree) -> impl Iterator<Item = (&RelPath, &File)> {
    let passed_over: HashSet<&RelPath> = passed_over(project).collect();
    project.iter().filter(move |(path, _)| {
        let is_content = path.is_inside("content");
        (is_content || is_register_beside_content(path)) && !passed_over.contains(path)
    })
}

/// Files of content/ that count for nothing: each README whose folder has an index.
pub fn passed_over(project: &Tree) -> impl Iterator<Item = &RelPath> {
    let paths = || project.iter().map(|(path, _)| path).filter(|it| it.is_inside("content"));
    let readmes: Vec<&RelPath> = paths().filter(|path| is_readme(path)).collect();
    let with_index: HashSet<&str> = match readmes.is_empty() {
        true => HashSet::new(),
        false => paths().filter(|path| is_index(path)).map(RelPath::folder).collect(),
    };
    readmes.into_iter().filter(move |path| with_index.contains(path.folder()))
}

/// What the file at a path stands for, from the root of the project on. A file whose name is misspelt is
/// read as what was meant, so that one slip is one report.
pub fn classify(path: &RelPath, file: &File, diagnostics: &mut Diagnostics) -> Kind {
    let composed = RelPath::new(&composed(path.as_str())).unwrap_or_else(|| path.clone());
    let Some(inside) = composed.inside("content") else {
        return beside_content(path, diagnostics);
    };
    let inside = with_meant_folder(inside);
    if let Some(register) = register(path, &inside, file, diagnostics) {
        return Kind::Register(register);
    }
    let is_misnamed = is_level_by_another_name(&inside);
    if is_misnamed && !report_level(path, file.bytes(), diagnostics) {
        return Kind::Nothing;
    }
    if !is_markdown(&inside) && !is_misnamed {
        return Kind::Asset;
    }
    if let Some(page) = generated(&inside) {
        return Kind::Page(PageKind::Generated(page));
    }
    let is_index = is_index(&inside) || is_readme(&inside);
    let parts: Vec<&str> = inside.as_str().split('/').collect();
    match parts.as_slice() {
        ["competencies", _] => Kind::Page(PageKind::Competency(inside.stem().to_owned())),
        ["levels" | "moves", _] if is_index => misplaced(
            path,
            diagnostics,
            &format!("the folder `{}` has no page", inside.folder()),
            "move its text to `content/index.md`",
        ),
        ["levels", track, _] if is_index => Kind::Page(PageKind::Track((*track).to_owned())),
        ["levels", track, _] => {
            let (number, id) = OrderNumber::of_level(inside.stem());
            Kind::Level { track: (*track).to_owned(), number, id: id.to_owned() }
        }
        ["levels", ..] => misplaced(
            path,
            diagnostics,
            "a level stands in a track's folder",
            "move it to `content/levels/TRACK/NUMBER-ID.md`",
        ),
        ["moves", _] => match inside.stem().split_once("--") {
            Some((from, to)) if !from.is_empty() && !to.is_empty() => {
                Kind::Page(PageKind::Move(from.to_owned(), to.to_owned()))
            }
            _ => misplaced(
                path,
                diagnostics,
                "a move is named after two levels",
                "name the file `FROM--TO.md`, such as `senior--staff.md`",
            ),
        },
        _ => Kind::Page(page(&inside, is_index)),
    }
}

/// Whether a file in the folder of a track is one of text, but none of Markdown by its name.
fn is_level_by_another_name(inside: &RelPath) -> bool {
    inside.is_inside("levels")
        && matches!(folded(inside.extension()).as_str(), "mdx" | "txt" | "text")
}

/// Reports such a file. One with front matter is read as what was meant, which is what this returns.
fn report_level(path: &RelPath, text: &[u8], diagnostics: &mut Diagnostics) -> bool {
    let (file, name) = (path.name(), format!("{}.md", path.stem()));
    let is_level = text.starts_with(b"---");
    let (message, help) = if is_level {
        (
            format!("`{file}` is a level, but does not end in `.md`"),
            format!("rename it to `{name}`"),
        )
    } else {
        (
            format!("`{file}` is not used: the file of a level ends in `.md`"),
            format!("rename it to `{name}` if it is one, or move it elsewhere"),
        )
    };
    let place = Place::new(path, Span::default());
    diagnostics.push(Diagnostic::new(Code::InvalidFileName, message).at(place).help(help));
    is_level
}

/// The folders of content/ whose names are misspelt, each reported once, however much is in it.
pub fn misspelt_folders<'a>(paths: impl IntoIterator<Item = &'a RelPath>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    // The files of a folder follow one another.
    let mut last = (String::new(), None);
    let mut reported = String::new();
    for path in paths {
        let Some(inside) = path.inside("content") else { continue };
        let Some((written, _)) = inside.as_str().split_once('/') else { continue };
        if written != last.0 {
            last = (written.to_owned(), near_folder(written));
        }
        let near = last.1.as_ref().filter(|_| written != reported && is_markdown(&inside));
        let Some(meant) = near.and_then(|near| near.confirmed(&inside)) else { continue };
        let message = format!("the folder `content/{written}/` is none that the format knows");
        let diagnostic = Diagnostic::new(Code::InvalidFileName, message)
            .at(Place::new(path, Span::default()))
            .suggest(Some(suggestion(written, meant)))
            .without_fix();
        diagnostics.push(diagnostic.help(format!("rename it to `content/{meant}/`")));
        written.clone_into(&mut reported);
    }
    diagnostics
}

/// A folder of the format that another name is near to.
struct NearFolder {
    meant: &'static str,
    certain: bool,
}

impl NearFolder {
    /// The folder, if it is what is meant. Short names are like many words: a slip, and for moves the look of
    /// a file in it, must confirm it.
    fn confirmed(&self, inside: &RelPath) -> Option<&'static str> {
        let is_meant = match self.meant {
            "moves" => self.certain && inside.stem().contains("--"),
            "levels" => self.certain,
            _ => true,
        };
        is_meant.then_some(self.meant)
    }
}

fn near_folder(first: &str) -> Option<NearFolder> {
    if FOLDERS.contains(&first) {
        return None;
    }
    let near = nearest(&composed(first), FOLDERS)?;
    let meant = *FOLDERS.iter().find(|folder| **folder == near.meant)?;
    Some(NearFolder { meant, certain: near.certain })
}

/// The first folder of a Markdown file, if it is misspelt, and what it should be.
fn misspelt_folder(inside: &RelPath) -> Option<(&str, &'static str)> {
    let (first, _) = inside.as_str().split_once('/')?;
    let near = near_folder(first).filter(|_| is_markdown(inside))?;
    Some((first, near.confirmed(inside)?))
}

fn with_meant_folder(inside: RelPath) -> RelPath {
    let meant = misspelt_folder(&inside).and_then(|(written, meant)| {
        RelPath::new(&format!("{meant}{}", &inside.as_str()[written.len()..]))
    });
    meant.unwrap_or(inside)
}

/// The register that a file at the top of content/ is, perhaps under a misspelt name or at a wrong place.
fn register(
    path: &RelPath,
    inside: &RelPath,
    file: &File,
    diagnostics: &mut Diagnostics,
) -> Option<Register> {
    if !is_yaml(inside) {
        return None;
    }
    if let Some(register) = Register::named(inside.stem()) {
        let in_levels = inside.is_inside("levels");
        if in_levels {
            report_register(path, None, diagnostics);
        }
        return (in_levels || inside.folder().is_empty()).then_some(register);
    }
    if !inside.folder().is_empty() {
        return None;
    }
    let near = nearest(inside.stem(), Register::ALL.map(|(name, _)| name))?;
    let register = Register::named(&near.meant).filter(|it| it.is_written_in(file.bytes()))?;
    report_register(path, Some(near), diagnostics);
    Some(register)
}

/// A register beside book.toml is read as the one that should be in content/.
fn beside_content(path: &RelPath, diagnostics: &mut Diagnostics) -> Kind {
    match Register::named(path.stem()).filter(|_| is_register_beside_content(path)) {
        Some(register) => {
            report_register(path, None, diagnostics);
            Kind::Register(register)
        }
        None => Kind::Nothing,
    }
}

/// Whether a path is that of a register at the root of a project, where none belongs.
fn is_register_beside_content(path: &RelPath) -> bool {
    path.folder().is_empty() && is_yaml(path) && Register::named(path.stem()).is_some()
}

fn report_register(path: &RelPath, near: Option<Suggestion>, diagnostics: &mut Diagnostics) {
    let (message, name) = match near {
        Some(near) => {
            let meant = format!("{}.{}", near.meant, path.extension());
            (format!("`{}` is not the name of a register", path.name()), meant)
        }
        None => (format!("the register `{path}` does not stand in content/"), folded(path.name())),
    };
    diagnostics.push(
        Diagnostic::new(Code::InvalidFileName, message)
            .at(Place::new(path, Span::default()))
            .suggest(Some(suggestion(path.as_str(), &format!("content/{name}"))))
            .without_fix(),
    );
}

fn suggestion(written: &str, meant: &str) -> Suggestion {
    Suggestion { written: written.to_owned(), meant: meant.to_owned(), certain: false }
}

/// Whether a file is Markdown by its extension, in any case: those that forges render.
pub fn is_markdown(path: &RelPath) -> bool {
    has_extension(path, &["md", "markdown", "mdown", "mkdn", "mkd"])
}

fn has_extension(path: &RelPath, known: &[&str]) -> bool {
    known.iter().any(|it| path.extension().eq_ignore_ascii_case(it))
}

fn is_yaml(path: &RelPath) -> bool {
    has_extension(path, &["yaml", "yml"])
}

/// Whether a file is the index of its folder by its own name.
fn is_index(path: &RelPath) -> bool {
    is_markdown(path) && path.stem().eq_ignore_ascii_case("index")
}

/// Whether a forge shows a file as the page of its folder.
fn is_readme(path: &RelPath) -> bool {
    is_markdown(path) && path.stem().eq_ignore_ascii_case("readme")
}

/// The page that ladderbook makes itself and whose text a file holds: `matrix.md` or `matrix/index.md`.
fn generated(inside: &RelPath) -> Option<PageKey> {
    // Beside the folders of tracks a README is for those who write them; it was never published.
    let is_for_readers = is_readme(inside) && inside.folder() != "levels";
    let name = if is_index(inside) || is_for_readers {
        inside.folder().to_owned()
    } else {
        let folder = inside.folder();
        if folder.is_empty() { inside.stem().to_owned() } else { return None }
    };
    PageKey::WITH_TEXT.into_iter().find(|page| page.kind().address == Some(name.as_str()))
}

fn page(inside: &RelPath, is_index: bool) -> PageKind {
    let folder = inside.folder();
    let path = match (is_index, folder.is_empty()) {
        (true, _) => folder.to_owned(),
        (false, true) => inside.stem().to_owned(),
        (false, false) => format!("{folder}/{}", inside.stem()),
    };
    let parts: Vec<&str> = path.split('/').map(|part| OrderNumber::of_page(part).1).collect();
    let last = path.rsplit('/').next().unwrap_or(&path);
    PageKind::Page { address: parts.join("/"), is_index, number: OrderNumber::of_page(last).0 }
}

fn misplaced(path: &RelPath, diagnostics: &mut Diagnostics, why: &str, help: &str) -> Kind {
    let message = format!("`{}` is not used: {why}", path.name());
    let place = Place::new(path, Span::default());
    diagnostics.push(Diagnostic::new(Code::InvalidFileName, message).at(place).help(help));
    Kind::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &str) -> Kind {
        let mut diagnostics = Diagnostics::default();
        let kind = classify(&RelPath::new(path).unwrap(), &File::new(*b""), &mut diagnostics);
        assert_eq!(diagnostics.is_empty(), kind != Kind::Nothing, "{path}: {diagnostics:?}");
        kind
    }

    fn level(track: &str, name: &str) -> Kind {
        let (number, id) = OrderNumber::of_level(name);
        Kind::Level { track: track.to_owned(), number, id: id.to_owned() }
    }

    fn page(address: &str, is_index: bool, name: &str) -> Kind {
        let number = OrderNumber::of_page(name).0;
        Kind::Page(PageKind::Page { address: address.to_owned(), is_index, number })
    }

    /// What a file is whose name is reported, and the report.
    fn told(path: &str, text: &str) -> (Kind, String) {
        let mut diagnostics = Diagnostics::default();
        let path = RelPath::new(path).unwrap();
        let kind = classify(&path, &File::new(text.as_bytes()), &mut diagnostics);
        diagnostics.extend(misspelt_folders([&path]));
        let help = diagnostics.iter().flat_map(|it| it.help.clone()).collect::<Vec<_>>();
        (kind, help.join("; "))
    }

    #[test]
    fn levels_stand_in_the_folder_of_a_track() {
        assert_eq!(kind("content/levels/ic/3-senior.md"), level("ic", "3-senior"));
        assert_eq!(kind("content/levels/ic/senior.md"), level("ic", "senior"));
        assert_eq!(
            kind("content/levels/ic/index.md"),
            Kind::Page(PageKind::Track("ic".to_owned()))
        );
        for path in ["levels/senior.md", "levels/ic/x/1-a.md", "levels/ic/1-a.txt"] {
            assert_eq!(kind(&format!("content/{path}")), Kind::Nothing, "{path}");
        }
        assert_eq!(kind("content/levels/ic/chart.png"), Kind::Asset);
    }

    #[test]
    fn registers_stand_at_the_top() {
        assert_eq!(kind("content/tracks.yaml"), Kind::Register(Register::Tracks));
        assert_eq!(kind("content/scales.yml"), Kind::Register(Register::Scales));
        assert_eq!(kind("content/guides/tracks.yaml"), Kind::Asset);
        assert_eq!(kind("content/tracks.toml"), Kind::Asset);
    }

    #[test]
    fn pages_are_known_by_name_or_by_folder() {
        assert_eq!(kind("content/index.md"), Kind::Page(PageKind::Generated(PageKey::Home)));
        assert_eq!(
            kind("content/matrix/index.md"),
            Kind::Page(PageKind::Generated(PageKey::Matrix))
        );
        assert_eq!(
            kind("content/compare.md"),
            Kind::Page(PageKind::Generated(PageKey::Comparisons))
        );
        let competency = PageKind::Competency("delivery".to_owned());
        assert_eq!(kind("content/competencies/delivery.md"), Kind::Page(competency));
        let prose = PageKind::Move("ic.a".to_owned(), "b".to_owned());
        assert_eq!(kind("content/moves/ic.a--b.md"), Kind::Page(prose));
        for path in ["content/moves/a.md", "content/moves/--b.md", "content/moves/a--.md"] {
            assert_eq!(kind(path), Kind::Nothing, "{path}");
        }
    }

    #[test]
    fn an_address_has_no_numbers() {
        assert_eq!(kind("content/2-guides/10-pay.md"), page("guides/pay", false, "10-pay"));
        assert_eq!(kind("content/2-guides/index.md"), page("guides", true, "2-guides"));
        assert_eq!(kind("content/about.md"), page("about", false, "about"));
    }

    #[test]
    fn case_and_extension_do_not_matter() {
        assert_eq!(kind("content/levels/ic/1-junior.MD"), level("ic", "1-junior"));
        assert_eq!(kind("content/levels/ic/1-junior.markdown"), level("ic", "1-junior"));
        assert_eq!(kind("content/Tracks.YML"), Kind::Register(Register::Tracks));
        assert_eq!(kind("content/guides/Pay.Mkd"), page("guides/Pay", false, "Pay"));
        assert_eq!(kind("content/guides/Index.MD"), page("guides", true, "guides"));
    }

    #[test]
    fn a_readme_is_the_index_of_its_folder() {
        assert_eq!(kind("content/guides/README.md"), page("guides", true, "guides"));
        let track = Kind::Page(PageKind::Track("ic".to_owned()));
        assert_eq!(kind("content/levels/ic/Readme.md"), track);
        assert_eq!(kind("content/README.md"), Kind::Page(PageKind::Generated(PageKey::Home)));
        assert_eq!(kind("content/levels/README.md"), Kind::Nothing);
        let levels = Kind::Page(PageKind::Generated(PageKey::Levels));
        assert_eq!(kind("content/levels/index.md"), levels);

        let project = Tree::from_texts([
            ("content/a/README.md", ""),
            ("content/b/README.md", ""),
            ("content/b/index.MD", ""),
            ("content/README.md", ""),
            ("README.md", ""),
        ]);
        let paths: Vec<&str> = sources(&project).map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["content/README.md", "content/a/README.md", "content/b/index.MD"]);
    }

    #[test]
    fn a_misspelt_register_is_read_as_what_was_meant() {
        let tracks = "tracks:\n- {id: ic, title: IC}\n";
        for path in ["content/track.yaml", "content/levels/tracks.yml", "Tracks.yaml"] {
            let (kind, help) = told(path, tracks);
            assert_eq!(kind, Kind::Register(Register::Tracks), "{path}");
            assert!(help.starts_with("did you mean `content/tracks.y"), "{path}: {help}");
        }
        let (kind, _) = told("content/competences.yaml", "competencies: []\n");
        assert_eq!(kind, Kind::Register(Register::Competencies));
        // A file of another kind that happens to have such a name.
        assert_eq!(told("content/sales.yaml", "2025: 12\n"), (Kind::Asset, String::new()));
    }

    #[test]
    fn a_misspelt_folder_is_read_as_what_was_meant() {
        let (kind, help) = told("content/level/ic/1-junior.md", "");
        assert_eq!(kind, level("ic", "1-junior"));
        assert_eq!(help, "did you mean `levels`?; rename it to `content/levels/`");
        let (kind, _) = told("content/competency/craft.md", "");
        assert_eq!(kind, Kind::Page(PageKind::Competency("craft".to_owned())));
        let (kind, help) = told("content/move/a--b.md", "");
        assert_eq!(kind, Kind::Page(PageKind::Move("a".to_owned(), "b".to_owned())));
        assert!(help.contains("`moves`"), "{help}");
        for path in ["content/modes/remote.md", "content/models/a--b.md"] {
            let name = RelPath::new(path).unwrap();
            let address = format!("{}/{}", name.inside("content").unwrap().folder(), name.stem());
            assert_eq!(kind_of_page(path), address, "{path}");
        }
    }

    fn kind_of_page(path: &str) -> String {
        match kind(path) {
            Kind::Page(PageKind::Page { address, .. }) => address,
            kind => panic!("{path}: {kind:?}"),
        }
    }
}
