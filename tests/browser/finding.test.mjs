// Somebody without an account finds who helps, and how to reach them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { fill, place, press, reader, send, words } from "./lib/people.mjs";

const here = house("finding");

test("a service is found without an account, without script, and without its name in an address", async () => {
  const { page } = await reader(here.chromium, here.server, { size: phone, script: false });
  await page.goto("/connexion");
  await press(page, page.locator("main a[href='/trouver']"));
  await fits(page);
  await fill(page, { words: "ecoutte" });
  await send(page);
  assert.equal(place(page), "/trouver", "what was looked for stands in no address");
  assert.match(await words(page), /Cherché à la place/);
  await press(page, page.locator("main .work-item a").first());
  assert.match(await words(page), /Téléphone/);
  await fits(page);
  assert.doesNotMatch(await words(page), /adresse cachée/i);
});

test("the public pages can be read by everybody, on a phone and on a desk", async () => {
  for (const size of [phone, desktop]) {
    const { page } = await reader(here.chromium, here.server, { size, look: true });
    await page.goto("/trouver");
    await page.locator("form details summary").click();
    await page.locator("[name=conditions][value=free]").check();
    await send(page);
    assert.equal(await page.locator("form details[open]").count(), 1, "what was asked stays in sight");
    await fits(page);
    await accessible(page);
    await page.locator("main details:has(.map-frame) summary").click();
    assert.ok(await page.locator("main details:has(.map-frame) svg circle").count(), "towns on the map");
    await fits(page);
    await accessible(page);
    const explore = page.locator("main .map-frame > button");
    await explore.click();
    await page.locator("main .map-frame.is-open .leaflet-container").waitFor();
    await page.locator(".leaflet-control-zoom-in").click();
    await fits(page);
    await accessible(page);
    await explore.click();
    await page.locator("main .map-frame:not(.is-open)").waitFor();
    await press(page, page.locator("main .work-item a").first());
    await fits(page);
    await accessible(page);
  }
});
