// The public directory stays readable on a telephone without network, until it is erased there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { fits } from "./lib/look.mjs";
import { place, reader, words } from "./lib/people.mjs";

const here = house("offline");

test("what was visited once is read without network, and can be erased", async () => {
  const { page } = await reader(here.chromium, here.server, { size: phone });
  await page.goto("/trouver");
  await page.locator("[data-copy-kept]").waitFor();
  const first = page.locator("main .work-item a").first();
  const [href, name] = [await first.getAttribute("href"), await first.innerText()];
  const server = here.server;
  here.server = undefined;
  await server.end();

  await page.goto(href);
  assert.equal(place(page), "/trouver/copie");
  assert.match(await words(page), new RegExp(name));
  await fits(page);
  await page.locator("#filter-all").fill("ecoute");
  assert.match(await page.locator("main .work-item:visible").first().innerText(), /Écoute/i);

  await page.locator("[data-copy-forget]").click();
  await page.locator("[data-copy-gone]").waitFor();
  await assert.rejects(page.goto("/trouver"), /ERR_CONNECTION_REFUSED/);
});
