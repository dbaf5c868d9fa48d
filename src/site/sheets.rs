//! A handbook as sheets: those that the command line asks for, and the files of a site.

use super::load::{finish, load};
use super::themed::Themed;
use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::exchange::sheets::{self, SheetFormat, Source};
use crate::handbook::routes::{CRITERIA_CSV, WORKBOOK};
use crate::loaded::Loaded;
use crate::memo::Memo;
use crate::theme;
use crate::tree::{File, RelPath, Tree};

/// What the command line calls a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetRequest<'a> {
    /// The list of criteria as CSV.
    Csv,
    /// The whole handbook as a workbook.
    Workbook,
    /// A workbook in which evidence for the level of this name is collected.
    Evidence(&'a str),
}

/// The handbook of a project as a sheet; or why that cannot be, as lines of a message.
pub fn export_sheet(
    project: &Tree,
    overrides: &Overrides,
    request: SheetRequest,
) -> (Result<Vec<u8>, String>, Diagnostics) {
    let loaded = load(project, overrides, &mut Memo::default());
    let format = match request {
        SheetRequest::Csv => Ok(SheetFormat::Csv),
        SheetRequest::Workbook => Ok(SheetFormat::Workbook),
        SheetRequest::Evidence(name) => loaded.level(name).map(SheetFormat::Evidence),
    };
    let bytes = format.and_then(|format| {
        let (theme, _) = theme::assemble(project, &loaded.config);
        let Loaded { handbook, routes, config, .. } = &loaded;
        sheets::sheet(Source { handbook, routes, config, messages: &theme.messages }, format)
    });
    (bytes, finish(loaded.diagnostics, &loaded.config))
}

/// The sheets of a site, where book.toml asks for them.
pub fn files(site: &Themed) -> (Tree, Diagnostics) {
    let Loaded { handbook, routes, config, .. } = &*site.loaded;
    let messages = &site.theme.theme.messages;
    let (mut files, mut diagnostics) = (Tree::default(), Diagnostics::default());
    for file in routes.data_files() {
        let format = match *file {
            WORKBOOK => SheetFormat::Workbook,
            CRITERIA_CSV => SheetFormat::Csv,
            _ => continue,
        };
        let path = RelPath::new(file).expect("a relative path");
        match sheets::sheet(Source { handbook, routes, config, messages }, format) {
            Ok(bytes) => drop(files.insert(path, File::new(bytes))),
            Err(message) => diagnostics.push(
                Diagnostic::new(Code::InvalidValue, message)
                    .help("switch it off under `[export]` in book.toml"),
            ),
        }
    }
    (files, diagnostics)
}
