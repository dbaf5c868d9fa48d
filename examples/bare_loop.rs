//! The floor of every site generator: read each Markdown file, turn it into HTML, write it. With it
//! `benches/peers.py` compares.
//!
//! `bare_loop FROM TO`. One file after the other, on one core, into a folder for each page. It knows no front
//! matter, no links and no templates.

#![expect(clippy::disallowed_methods, reason = "it is there to read and write files")]

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut folders = env::args_os().skip(1);
    let (Some(from), Some(to)) = (folders.next(), folders.next()) else {
        return Err(io::Error::other("usage: bare_loop FROM TO"));
    };
    convert(Path::new(&from), Path::new(&to))
}

fn convert(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(stem) = path.file_stem() else { continue };
        let target = to.join(stem);
        if path.is_dir() {
            convert(&path, &target)?;
        } else if path.extension().is_some_and(|it| it == "md") {
            let text = fs::read_to_string(&path)?;
            let mut html = String::with_capacity(text.len() * 3 / 2);
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
            fs::create_dir_all(&target)?;
            fs::write(target.join("index.html"), html)?;
        }
    }
    Ok(())
}
