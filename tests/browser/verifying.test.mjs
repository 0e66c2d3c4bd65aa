// Providers vouch for their entries by a link, and whoever keeps the directory sees where needs are not served.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { fill, press, reader, send, somebody, words } from "./lib/people.mjs";

const here = house("verifying");

test("a provider corrects its entry on a phone without script, and the manager takes it over", async () => {
  const { page: manager } = await somebody(here.chromium, here.server, "annuaire", { size: desktop });
  await manager.goto("/annuaire/verifications");
  await manager.locator("[name=whom][value=everybody]").check();
  await press(manager, manager.getByRole("button", { name: "Ouvrir une tournée" }));
  await manager.locator("summary").filter({ hasText: "pas répondu" }).click();
  // A provider whose contact nobody hides.
  const clinic = manager.locator("main li").filter({ hasText: "Clinique juridique" });
  const link = await clinic.locator("a[href^='/v/']").first().getAttribute("href");
  await accessible(manager);

  const { page } = await reader(here.chromium, here.server, { size: phone, script: false });
  await page.goto(link);
  await fits(page);
  await press(page, page.locator("main a[href^='/v/']").first());
  await fits(page);
  await fill(page, { phone: "+237 6 00 00 00 55", remark: "Remarque-Test" });
  await press(page, page.getByRole("button", { name: "Envoyer les corrections" }));
  assert.match(await words(page), /attente d’examen/);

  await manager.goto("/annuaire/verifications");
  assert.match(await words(manager), /\+237600000055/);
  await press(manager, manager.getByRole("button", { name: "Reprendre dans l’annuaire" }).first());
  assert.match(await words(manager), /Aucune correction n’attend/);
});

test("where needs are served is read on a phone and on a desk, as a map and as a table", async () => {
  for (const size of [phone, desktop]) {
    const { page } = await somebody(here.chromium, here.server, "annuaire", { size, look: true });
    await page.goto("/annuaire/couverture");
    await fits(page);
    await accessible(page);
    await page.locator("[name=need]").selectOption("mental_health");
    await send(page);
    assert.equal(await page.locator("main svg.map .map-bare").count() > 0, true, "nobody is there, and it is shown");
    await fits(page);
  }
});
