// What every page must pass, however it was reached.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Bytes over the wire: a first visit with everything, a later page alone (design §3). */
export const budgets = { first: 60 * 1024, later: 15 * 1024 };

/** What axe finds that is serious. The page must have been opened with `look: true`. */
export async function serious(page) {
  // What has been scrolled under the bar at the top is no fault of the page.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.evaluate(axe);
  const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), rules);
  const grave = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  return grave.map((v) => `${v.id}: ${v.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** axe finds nothing serious. */
export async function accessible(page) {
  assert.deepEqual(await serious(page), [], await page.title());
}

/** Nothing is wider than the screen, and no text is missing. */
export async function fits(page) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wider <= 0, `${wider} px wider than the screen`);
  assert.doesNotMatch(await page.content(), /⟦/);
}

/** Counts what comes over the wire while `visit` runs, head lines included. */
export async function weigh(page, visit) {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  let bytes = 0;
  wire.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await visit();
  await page.waitForLoadState("networkidle");
  await wire.detach();
  return bytes;
}

/** The same for a page whose style and script are already there: the answer alone, without waiting for quiet. */
export async function weighAlone(answer) {
  const { responseBodySize, responseHeadersSize } = await answer.request().sizes();
  return responseBodySize + responseHeadersSize;
}
