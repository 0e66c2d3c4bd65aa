// An empty installation is led to its first administrator, who adds an organisation and invites its people.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { oneTimeCode } from "./lib/factor.mjs";
import { house } from "./lib/house.mjs";
import { fits } from "./lib/look.mjs";
import { arrived, fill, place, reader, send, signIn, words } from "./lib/people.mjs";
import { serve } from "./lib/server.mjs";

const password = "quatre lampes vertes dehors";
const theirs = "sept barques loin du quai";
const here = house("setup", { words: ["serve"] });

/** Joins a phone to the account: reads the key of the page, answers with its code. */
async function joinPhone(page) {
  const begin = "form[action='/compte/second-facteur']";
  if (await page.locator(begin).count()) await send(page, begin);
  const key = await page.locator(".secret code").innerText();
  await fill(page, { code: oneTimeCode(key) });
  await send(page, "form[action='/compte/second-facteur/code']");
}

test("an empty installation is set up in the browser by the code of its console, and its people are invited", async () => {
  const code = await here.server.said(/\/installation .*\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/);
  const { page, faults } = await reader(here.chromium, here.server, { size: phone, script: false, look: true });
  await page.goto("/");
  await arrived(page, "/installation");
  await fits(page);

  // A wrong code is said beside its field, and everything else stays.
  await fill(page, {
    code: "0000-0000",
    organisation_name_fr: "Secrétariat d’essai",
    organisation_code: "SECR",
    name: "Personne-Test Administrative",
    login: "admin@essai.invalid",
    password,
    again: password,
    undertaken: true,
  });
  await page.locator("[name=organisation_kind]").selectOption({ index: 1 });
  await send(page);
  assert.equal(await page.inputValue("[name=organisation_name_fr]"), "Secrétariat d’essai");
  assert.equal(await page.inputValue("[name=password]"), "");
  await fill(page, { code, password, again: password });
  await send(page);

  // Without a second factor no role counts: the way leads there first, then on to the people.
  await arrived(page, "/compte/second-facteur");
  await joinPhone(page);
  await page.goto("/");
  assert.equal(await page.locator("a[href='/administration/personnes']").count() > 0, true, await words(page));
  assert.equal((await reader(here.chromium, here.server)).page && (await page.request.get("/installation")).status(), 404);

  await page.goto("/administration/structures/nouvelle");
  await fill(page, { code: "PASS", name_fr: "Structure d’essai" });
  await page.locator("[name=kind]").selectOption({ index: 2 });
  await send(page);
  await page.goto("/administration/personnes/nouvelle");
  await page.locator("[name=structure]").selectOption({ label: "Structure d’essai" });
  await fill(page, { name: "Personne-Test Accueillante", login: "collegue@essai.invalid", roles: ["R04"] });
  await send(page);
  const link = await page.locator(".secret code").innerText();
  assert.match(new URL(link).pathname, /^\/invitation\/\S{20,}$/);

  // The invited person chooses a password on a telephone, joins it, and is at work.
  const { page: colleague } = await reader(here.chromium, here.server, { size: phone, script: false });
  await colleague.goto(new URL(link).pathname);
  await fits(colleague);
  await fill(colleague, { password: "court", again: "court" });
  await send(colleague);
  assert.match(await words(colleague), /Signez d’abord le code de conduite/);
  assert.ok((await colleague.locator("[aria-invalid=true]").count()) > 0);
  await fill(colleague, { password: theirs, again: theirs, undertaken: true });
  await send(colleague);
  await arrived(colleague, "/compte/second-facteur");
  await joinPhone(colleague);
  await colleague.goto("/dossiers");
  await colleague.getByRole("link", { name: "Nouveau dossier" }).waitFor();
  assert.equal((await colleague.request.get(new URL(link).pathname)).status(), 404, "a link works once");
  assert.deepEqual(faults, []);
});

test("whoever was invited signs in with the new password and the code of the telephone", async () => {
  const { page } = await reader(here.chromium, here.server, { size: desktop, language: "en-GB" });
  await signIn(page, "collegue@essai.invalid", theirs);
  assert.equal(place(page), "/connexion/code", await words(page));
});
