// A firm's offer, made for it by the directory manager, takes somebody without a name.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { fill, place, press, send, somebody, words } from "./lib/people.mjs";

const here = house("offers");

test("a profile is proposed for an offer on a phone without script, and placed on a desk", async () => {
  const { page: manager } = await somebody(here.chromium, here.server, "annuaire", { size: desktop, look: true });
  await manager.goto("/annuaire/offres");
  await press(manager, manager.getByRole("link", { name: "Faire une offre" }));
  await accessible(manager);
  await fill(manager, { kind: "job", title: "Couturières-Test", quota: "2", skills: "coudre", contact: "Bureau-Test" });
  await send(manager);
  const offer = place(manager);
  assert.match(await words(manager), /Couturières-Test/);
  await accessible(manager);

  const { page } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  await page.goto("/annuaire/offres");
  await fits(page);
  await press(page, page.getByRole("link", { name: "Couturières-Test" }));
  await fits(page);
  assert.doesNotMatch(await words(page), /Bureau-Test/);
  await fill(page, { skills: "Couture, dix ans" });
  await press(page, page.getByRole("button", { name: "Proposer quelqu’un" }));
  assert.match(await words(page), /C’est proposé, sans nom/);

  await manager.goto(offer);
  assert.match(await words(manager), /Couture, dix ans/);
  await press(manager, manager.getByRole("button", { name: "Placer" }));
  await fits(manager);
  await page.goto(offer);
  assert.match(await words(page), /Bureau-Test/);

  await manager.goto("/annuaire/partenariats");
  await fits(manager);
  await accessible(manager);
});
