// An administrator gives a colleague the role of a case manager: it counts once somebody of the organisation has vouched,
// with the code that the colleague reads on their own page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, fill, place, press, reader, send, somebody, words } from "./lib/people.mjs";

const here = house("appointing");
const password = "sept barques loin du quai";

async function wish(office, roles) {
  const value = await office.locator("[name=structure] option", { hasText: "Passerelle" }).first().getAttribute("value");
  await fill(office, { structure: value, name: "Collègue de test", login: "collegue@essai.invalid", roles });
  await send(office);
}

test("sec 6: a colleague works once a second person has vouched, and sec 7: the officer is nobody else", async () => {
  const { page: office } = await somebody(here.chromium, here.server, "administration", { size: desktop });
  await office.goto("/administration/personnes/nouvelle");
  await wish(office, ["R15", "R18"]);
  assert.match(await words(office), /Donnez ces rôles à deux personnes/);
  for (const role of ["R15", "R18"]) await office.locator(`input[name=roles][value=${role}]`).uncheck();
  await wish(office, ["R04"]);
  const link = new URL(await office.locator(".secret code").innerText()).pathname;

  const { page } = await reader(here.chromium, here.server, { size: phone, script: false });
  await page.goto(link);
  await fill(page, { password, again: password, undertaken: true });
  await send(page);
  await page.goto("/");
  await fits(page);
  assert.match(await words(page), /Vos rôles attendent une deuxième personne/);
  await page.goto("/dossiers");
  assert.doesNotMatch(await words(page), /Nouveau dossier/);
  await page.goto("/");
  await press(page, page.locator("main a[href^='/nominations/']"));
  await fits(page);
  const appointment = place(page);
  const code = await page.locator(".secret code").innerText();

  // Who gave the roles is offered no form; a colleague of the organisation is.
  await office.goto(appointment);
  assert.equal(await office.locator("form[action$='/confirmation']").count(), 0);
  const { page: second, faults } = await somebody(here.chromium, here.server, "superviseur", { size: phone, look: true });
  await second.goto("/");
  await press(second, second.locator(`main a[href='${appointment}']`));
  await fits(second);
  await accessible(second);
  await fill(second, { code: "0000-0000" });
  await send(second, `form[action='${appointment}/confirmation']`);
  assert.match(await words(second), /Ce n’est pas le code de cette personne/);
  await fill(second, { code });
  await send(second, `form[action='${appointment}/confirmation']`);
  await arrived(second, "/nominations");
  await fits(second);
  await accessible(second);
  await page.goto("/dossiers");
  assert.match(await words(page), /Nouveau dossier/);
  assert.deepEqual(faults, []);
});
