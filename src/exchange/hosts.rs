//! What hosts of static sites read beside the pages: headers, old addresses, and that nothing is to be left out.

use std::fmt::Write;

use crate::config::{Audience, Config};
use crate::handbook::routes::{RedirectTarget, Routes};
use crate::handbook::url;

/// Headers for all pages, for hosts that read a file `_headers`: Netlify, Cloudflare Pages and others. What a page
/// can say of itself, its content security policy says. `assets` are the folders with the files of the theme.
pub fn headers(config: &Config, assets: &[&str]) -> Vec<u8> {
    let mut headers = String::from(
        "/*\n  Content-Security-Policy: frame-ancestors 'self'\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: same-origin\n",
    );
    if config.build.audience == Audience::Internal {
        headers.push_str("  X-Robots-Tag: noindex\n");
    }
    // Pages keep their names when they change: a browser asks whether it has the last one.
    headers.push_str("  Cache-Control: no-cache\n");
    let is_lasting = config.build.fingerprinted_assets;
    for folder in assets.iter().filter(|_| is_lasting) {
        // Some hosts join what several rules say of one header: there the line with `!` takes back what all files
        // have. Others take the last rule that fits, and leave out a line that has no colon.
        let _ = write!(
            headers,
            "\n/{}/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n",
            url::encode(folder)
        );
    }
    headers.into_bytes()
}

/// Old addresses, for hosts that read a file `_redirects`: they answer with the new one at once, before the page
/// that stands there says it. `None` if there are none.
pub fn redirects(routes: &Routes) -> Option<Vec<u8>> {
    let lines: String = routes
        .redirects()
        .iter()
        .map(|it| {
            let file = it.file.as_str();
            let from = url::encode(file.strip_suffix("index.html").unwrap_or(file));
            let to = match &it.to {
                RedirectTarget::Page { page, tail } => format!("{}{tail}", routes.url(*page)),
                RedirectTarget::External(address) => address.clone(),
            };
            format!("/{from} {to} 301\n")
        })
        .collect();
    (!lines.is_empty()).then(|| lines.into_bytes())
}
