// A person makes a passkey in a real browser (with its virtual device), gives it after the password, signs in with it alone,
// proves again with it, and removes it. Without script the code of a telephone remains, and the pages say so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { oneTimeCode } from "./lib/factor.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, fill, place, press, send, signIn, words } from "./lib/people.mjs";
import { open } from "./lib/browser.mjs";

const password = "quatre lampes vertes dehors";
const login = "admin@essai.invalid";
const here = house("passkeys", { words: ["serve"] });

/** A reader at the name that passkeys are made for, with a device in the browser. */
async function reader(options) {
  const opened = await open(here.chromium, here.server.address, options);
  const wire = await opened.context.newCDPSession(opened.page);
  await wire.send("WebAuthn.enable");
  const { authenticatorId } = await wire.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { ...opened, wire, authenticatorId };
}

async function give(page, action) {
  await press(page, page.locator(`form[action='${action}'] button`));
}

test("sec 51: the first administrator makes a passkey at set-up, and it opens the door from then on", async () => {
  const code = await here.server.said(/\/installation .*\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/);
  const first = await reader({ size: phone, look: true });
  const { page } = first;
  await page.goto("/installation");
  await fill(page, {
    code,
    organisation_name_fr: "Secrétariat d’essai",
    organisation_code: "SECR",
    name: "Personne-Test Administrative",
    login,
    password,
    again: password,
    undertaken: true,
  });
  await page.locator("[name=organisation_kind]").selectOption({ index: 1 });
  await send(page);
  await arrived(page, "/compte/second-facteur");
  const headings = await page.locator("main h2").allInnerTexts();
  assert.match(headings[0], /Clés d’accès/, "a passkey is offered first");
  assert.match(headings[1], /Téléphone/);
  assert.equal(await page.locator("[data-passkey-none]").isVisible(), false);
  await fits(page);
  await accessible(page);
  await fill(page, { name: "Téléphone du bureau" }, "form[action='/compte/cles']");
  await give(page, "/compte/cles");
  await page.goto("/administration/personnes");
  await fits(page);
  await page.goto("/compte/second-facteur");
  assert.match(await words(page), /Téléphone du bureau/);
  assert.match(await words(page), /jamais servie/);
  await accessible(page);

  // The last one stays.
  await press(page, page.locator("form[action^='/compte/cles/'] button", { hasText: "Retirer" }));
  assert.match(await words(page), /dernier second facteur/);

  // After the password.
  await page.context().clearCookies();
  await signIn(page, login, password);
  assert.equal(place(page), "/connexion/code", await words(page));
  await fits(page);
  await accessible(page);
  await give(page, "/connexion/code/cle");
  await page.goto("/administration/personnes");
  assert.equal(place(page), "/administration/personnes");

  // By itself.
  await page.context().clearCookies();
  await page.goto("/administration/personnes");
  await arrived(page, "/connexion");
  await accessible(page);
  await give(page, "/connexion/cle");
  assert.equal(place(page), "/administration/personnes", "and back to what was asked for");

  // A device that says no is told beside the form, and nothing is lost.
  await first.wire.send("WebAuthn.setUserVerified", { authenticatorId: first.authenticatorId, isUserVerified: false });
  await page.context().clearCookies();
  await page.goto("/connexion");
  await page.locator("form[action='/connexion/cle'] button").click();
  await page.locator("[data-told]", { hasText: "Aucune clé d’accès" }).waitFor();
  await first.wire.send("WebAuthn.setUserVerified", { authenticatorId: first.authenticatorId, isUserVerified: true });
  await give(page, "/connexion/cle");
  await page.goto("/compte");
  assert.equal(place(page), "/compte");

  // A second way in, then the first may go.
  await page.goto("/compte/second-facteur");
  await send(page, "form[action='/compte/second-facteur']");
  const key = await page.locator(".secret code").innerText();
  await fill(page, { code: oneTimeCode(key) }, "form[action='/compte/second-facteur/code']");
  await send(page, "form[action='/compte/second-facteur/code']");
  await page.goto("/compte/second-facteur");
  await press(page, page.locator("form[action^='/compte/cles/'] button", { hasText: "Retirer" }));
  assert.match(await words(page), /Clé d’accès retirée/);
  assert.equal(await page.locator("form[action^='/compte/cles/'] button", { hasText: "Retirer" }).count(), 0);
  await page.context().clearCookies();
  await page.goto("/connexion");
  await give(page, "/connexion/cle");
  assert.match(await words(page), /n’ouvre aucun compte ici/);
  assert.deepEqual(first.faults, []);
});

test("without script the code of a telephone remains, and the pages say so", async () => {
  const { page } = await open(here.chromium, here.server.address, { size: desktop, language: "en-GB", script: false });
  await signIn(page, login, password);
  assert.equal(place(page), "/connexion/code", await words(page));
  assert.equal(await page.locator("[name=code]").count(), 1);
  await page.goto("/connexion");
  assert.equal(await page.locator("form[data-passkey]:visible").count(), 0);
});
