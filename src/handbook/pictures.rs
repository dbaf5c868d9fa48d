//! The pictures that book.toml names: the logo, and what is shown where a page is shared.

use super::model::Handbook;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned};
use crate::spelling::composed;
use crate::tree::RelPath;

/// Paths of pictures in the site. One that is not there has been reported and is `None`.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    /// Beside the title.
    pub logo: Option<RelPath>,
    /// Where a page is shared.
    pub image: Option<RelPath>,
}

impl Pictures {
    /// Looks the pictures up among the files of content/.
    pub fn find(handbook: &Handbook, config: &Config) -> (Self, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut find = |written: &Option<Spanned<String>>| {
            let written = written.as_ref()?;
            let wanted = composed(written.value.trim_start_matches('/'));
            let path = handbook.assets.iter().find(|path| composed(path.as_str()) == wanted);
            if path.is_none() {
                diagnostics.push(missing(handbook, written));
            }
            path.cloned()
        };
        let pictures = Self { logo: find(&config.logo), image: find(&config.image) };
        (pictures, diagnostics)
    }
}

fn missing(handbook: &Handbook, written: &Spanned<String>) -> Diagnostic {
    let files: Vec<&str> = handbook.assets.iter().map(RelPath::as_str).collect();
    Diagnostic::new(Code::BrokenLink, format!("there is no file `{}` in content/", written.value))
        .at(written.place.clone())
        .did_you_mean(&written.value, files)
        .help("a picture of the book is a file in content/, such as `logo.svg`")
}
