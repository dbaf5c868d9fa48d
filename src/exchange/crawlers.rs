//! What a site says to search engines: which of its pages there are, and whether they are to be listed.

use crate::config::{Audience, Config};
use crate::handbook::PageKey;
use crate::handbook::routes::{Routes, SITEMAP};
use crate::html;

/// The rules for programs that walk through sites: none may read what is internal. `None` where they could not be
/// found: a site for the public that does not know where it is.
pub fn robots(config: &Config) -> Option<Vec<u8>> {
    let rules = match (&config.build.base_url, config.build.audience) {
        (_, Audience::Internal) => "User-agent: *\nDisallow: /\n".to_owned(),
        (Some(base), Audience::Public) => {
            format!("User-agent: *\nDisallow:\n\nSitemap: {base}{SITEMAP}\n")
        }
        (None, Audience::Public) => return None,
    };
    Some(rules.into_bytes())
}

/// All pages to be listed, by their addresses in full (<https://www.sitemaps.org/protocol.html>). `None` for a site
/// that is internal, or does not know where it is.
pub fn sitemap(config: &Config, routes: &Routes) -> Option<Vec<u8>> {
    if config.build.audience == Audience::Internal {
        return None;
    }
    let pages = routes.pages().filter(|page| is_listed(*page));
    let mut addresses: Vec<String> =
        pages.map(|page| routes.canonical(page)).collect::<Option<_>>()?;
    addresses.sort();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for address in addresses {
        xml += &format!("<url><loc>{}</loc></url>\n", html::attribute(&address));
    }
    Some((xml + "</urlset>\n").into_bytes())
}

/// Whether a page says something of its own: the print page has what all others have, the page for searching nothing.
fn is_listed(page: PageKey) -> bool {
    !matches!(page, PageKey::Print | PageKey::Search | PageKey::NotFound)
}
