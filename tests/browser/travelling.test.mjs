// A case manager passes a border: her account opens nothing until her supervisor has spoken to her. A colleague signs
// somebody out whose telephone is gone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, press, somebody, words } from "./lib/people.mjs";

const here = house("travelling");

const begin = "form[action='/compte/voyage'] button";
const back = "form[action='/compte/voyage/retour'] button";

test("travel mode: whoever makes her sign in finds nothing, and her supervisor gives the rights back", async () => {
  const { page: laptop } = await somebody(here.chromium, here.server, "gestionnaire", { size: desktop, script: false });
  const { page } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  await page.goto("/compte");
  await press(page, page.locator("main a[href='/compte/voyage']"));
  await fits(page);
  await press(page, page.locator(begin));
  assert.match(await words(page), /Mode voyage/);
  await fits(page);
  for (const address of ["/dossiers", "/annuaire", "/collegues"]) {
    await page.goto(address);
    assert.doesNotMatch(await words(page), /Nouveau dossier|Dossier MNR/);
  }
  assert.equal(await page.locator("nav.side a[href='/dossiers']").count(), 0);
  await laptop.goto("/dossiers");
  await arrived(laptop, "/connexion");

  const { page: forced } = await somebody(here.chromium, here.server, "gestionnaire", { size: desktop, look: true });
  assert.match(await words(forced), /vos droits sont retenus/);
  assert.equal(await forced.locator("nav.side a[href='/dossiers']").count(), 0);
  await accessible(forced);
  await page.goto("/compte/voyage");
  await press(page, page.locator(back));
  assert.match(await words(page), /Appelez/);

  const { page: chief, faults } = await somebody(here.chromium, here.server, "superviseur", { size: phone, look: true });
  await chief.goto("/");
  const waiting = chief.locator("#travellers ~ * a, section[aria-labelledby=travellers] a").first();
  await press(chief, waiting);
  await fits(chief);
  await accessible(chief);
  await press(chief, chief.locator("form[action$='/retour'] button"));
  assert.match(await words(chief), /Droits rendus/);
  await page.goto("/");
  await arrived(page, "/connexion");
  const { page: home } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  await home.goto("/dossiers");
  assert.match(await words(home), /Nouveau dossier/);
  assert.deepEqual(faults, []);
});

test("a colleague signs out somebody whose telephone is gone", async () => {
  const { page: lost } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  const { page: chief } = await somebody(here.chromium, here.server, "superviseur", { size: phone, look: true });
  await chief.goto("/compte");
  await press(chief, chief.locator("main a[href='/collegues']"));
  await fits(chief);
  await accessible(chief);
  const name = await lost.locator(".who p").first().evaluate((who) => who.firstChild.textContent.trim());
  const line = chief.locator("main li", { hasText: name });
  await line.locator("summary").click();
  await press(chief, line.locator("form button"));
  await arrived(chief, "/collegues");
  await fits(chief);
  await lost.goto("/dossiers");
  await arrived(lost, "/connexion");
});
