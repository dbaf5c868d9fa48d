//! Records -> the index that a browser searches.
//!
//! The only room that knows Pagefind. Without the cargo feature `search` it makes no index.

#[cfg(feature = "search")]
use std::panic::{AssertUnwindSafe, catch_unwind};

#[cfg(feature = "search")]
use anyhow::bail;

use crate::tree::Tree;
#[cfg(not(feature = "search"))]
use crate::view::Record;

#[cfg(feature = "search")]
mod words;

#[cfg(feature = "search")]
pub use self::pagefind_index::{Document, documents};

/// Without search nothing is read.
#[cfg(not(feature = "search"))]
pub struct Document;

/// Nothing, since this was built without search.
#[cfg(not(feature = "search"))]
pub fn documents(_: &[Record]) -> Vec<Document> {
    Vec::new()
}

/// Makes the index of a site. `go_on` is asked again and again; once it says no the index is no longer
/// wanted, and there is none.
///
/// # Errors
///
/// If there is no thread to be had, or Pagefind cannot read a record.
#[cfg(feature = "search")]
pub fn index(
    language: &str,
    documents: Vec<Document>,
    go_on: impl Fn() -> bool,
) -> anyhow::Result<Option<Tree>> {
    // It panics where it cannot go on, such as where the current folder has been removed.
    let index = AssertUnwindSafe(|| pagefind_index::index(language, documents, go_on));
    catch_unwind(index).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words =
            words.or_else(|| panic.downcast_ref().copied()).unwrap_or("it does not say why");
        bail!("no search index can be made: Pagefind has met a bug of its own: {words}")
    })
}

/// Makes no index, since this was built without search.
///
/// # Errors
///
/// Never.
#[cfg(not(feature = "search"))]
pub fn index(_: &str, _: Vec<Document>, _: impl Fn() -> bool) -> anyhow::Result<Option<Tree>> {
    Ok(Some(Tree::default()))
}

#[cfg(feature = "search")]
mod pagefind_index {
    use anyhow::Context;
    use pagefind::api::PagefindIndex;
    use pagefind::options::PagefindServiceConfig;
    use tokio::runtime;

    use rayon::prelude::*;

    use crate::handbook::routes::SEARCH_INDEX;
    use crate::html::attribute;
    use crate::search::words;
    use crate::tree::{File, RelPath, Tree};
    use crate::view::Record;

    /// Files with the words of results, at most: a file for each record would be as many files as a
    /// site has expectations. A reader loads one of them for each result that is shown.
    const FRAGMENTS: u32 = 400;

    /// What can be found under an address, as Pagefind reads it.
    pub struct Document {
        url: String,
        html: String,
    }

    /// What Pagefind reads for records, made on all cores: it takes one after the other itself.
    pub fn documents(records: &[Record]) -> Vec<Document> {
        let document = |it: &Record| Document { url: it.url.clone(), html: html(it) };
        records.par_iter().map(document).collect()
    }

    pub fn index(
        language: &str,
        documents: Vec<Document>,
        go_on: impl Fn() -> bool,
    ) -> anyhow::Result<Option<Tree>> {
        // Pagefind reads each record in a thread beside. A second one would be begun whenever the first has not yet laid
        // down the record before, and each has its own memory.
        let runtime = runtime::Builder::new_current_thread()
            .max_blocking_threads(1)
            .build()
            .context("cannot index")?;
        let files = runtime.block_on(async {
            let options = PagefindServiceConfig::builder()
                .force_language(language.to_lowercase())
                .include_characters(words::SIGNS.to_owned())
                .keep_index_url(true)
                .exclude_selectors(vec![".permalink".to_owned()])
                .max_fragments(FRAGMENTS)
                .build();
            let mut index = PagefindIndex::new(Some(options))?;
            for Document { url, html } in documents {
                if !go_on() {
                    return Ok(None);
                }
                let added = index.add_html_file(None, Some(url.clone()), html);
                added.await.with_context(|| format!("cannot index `{url}`"))?;
            }
            if !go_on() {
                return Ok(None);
            }
            index.get_files().await.map(Some)
        })?;
        let Some(files) = files else { return Ok(None) };
        let file = |it: pagefind::api::SyntheticFile| {
            let path = it.filename.to_string_lossy().replace('\\', "/");
            let path = RelPath::new(&path).filter(|_| is_needed(&path))?;
            Some((path.below(SEARCH_INDEX), File::new(it.contents)))
        };
        Ok(Some(files.into_iter().filter_map(file).collect()))
    }

    /// The theme has its own interface.
    fn is_needed(path: &str) -> bool {
        !path.contains("-ui.") && path != "pagefind-highlight.js"
    }

    /// A record as a page that Pagefind understands: its names and their values stand in one element without an end, which
    /// has no text that Pagefind would look at. Each value is an attribute of its own, since it may have commas and colons.
    fn html(record: &Record) -> String {
        let filters = record.filters.iter().map(|(name, text)| (*name, text.as_str()));
        let filters: Vec<_> = filters.chain([("kind", record.kind)]).collect();
        let mut html = String::with_capacity(record.html.len() + 1024);
        html.push_str("<html><body data-pagefind-body><wbr");
        push_names(&mut html, "meta", record.labels.iter().map(|(name, _)| *name));
        push_names(&mut html, "filter", filters.iter().map(|(name, _)| *name));
        let labels = record.labels.iter().map(|(_, text)| words::in_text(text));
        push_values(&mut html, "meta", labels);
        // A filter is compared as a whole.
        push_values(&mut html, "filter", filters.iter().map(|(_, text)| *text));
        html.push_str(">\n");
        html.push_str(&words::in_html(&record.html));
        html.push_str("</body></html>");
        html
    }

    /// Says which names there are, and which attribute has the value of each.
    fn push_names<'n>(html: &mut String, what: &str, names: impl Iterator<Item = &'n str>) {
        let names: Vec<String> =
            names.enumerate().map(|(number, name)| format!("{name}[{what}{number}]")).collect();
        if !names.is_empty() {
            html.extend([" data-pagefind-", what, "=\"", &names.join(","), "\""]);
        }
    }

    fn push_values(html: &mut String, what: &str, values: impl Iterator<Item = impl AsRef<str>>) {
        for (number, value) in values.enumerate() {
            html.push_str(&format!(" {what}{number}=\"{}\"", attribute(value.as_ref())));
        }
    }
}
