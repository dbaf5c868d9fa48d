// What a gap sheet folds away: what is written about no single criterion, and on a phone what is done with a whole sheet.

/**
 * A button of those above the sheet.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
export const tool = async (page, name) => {
  const closed = page.locator('.review-tools-switch[aria-expanded="false"]');
  if (await closed.isVisible()) await closed.click();
  return page.locator(".review-tools").getByRole("button", { name, exact: true });
};

/**
 * The part of the sheet that is called so, unfolded.
 *
 * @param {import("playwright-core").Page} page
 * @param {string | RegExp} name
 */
export const unfold = async (page, name) => {
  const fold = page.locator(".review-fold").filter({ has: page.getByRole("heading", { name, level: 2 }) });
  const isOpen = await fold.evaluate((it) => it instanceof HTMLDetailsElement && it.open);
  if (!isOpen) await fold.locator("summary").click();
  return fold;
};
