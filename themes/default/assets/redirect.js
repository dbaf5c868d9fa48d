// Leads from an old address to the new one, and takes along what was asked of the old one: a redirect of HTML alone
// drops the query and the fragment. It is a classic script because a page opened as a file may load no modules.
(() => {
  const link = document.querySelector('link[rel="canonical"]');
  if (!(link instanceof HTMLLinkElement)) return;
  const to = new URL(link.href);
  // Another site has not asked for what a reader chose on this one.
  if (to.origin === location.origin || to.protocol === "file:") {
    for (const [name, value] of new URLSearchParams(location.search)) to.searchParams.set(name, value);
    // Names of levels keep their slash.
    to.search = to.search.replaceAll("%2F", "/");
  }
  to.hash = location.hash || to.hash;
  location.replace(to);
})();
