// A telephone is lost: the person asks at the door, the supervisor and an administrator confirm, each from their own account,
// and a link lets the person set up a new second factor.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { oneTimeCode } from "./lib/factor.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, fill, place, press, reader, send, signIn, somebody, words } from "./lib/people.mjs";

const here = house("recovery");
const login = "gestionnaire@demo.relais.invalid";
const password = "girafe-lagune-2026";

async function joinPhone(page) {
  await send(page, "form[action='/compte/second-facteur']");
  const key = await page.locator(".secret code").innerText();
  await fill(page, { code: oneTimeCode(key) }, "form[action='/compte/second-facteur/code']");
  await send(page, "form[action='/compte/second-facteur/code']");
}

/** Opens the page of the person who asked, from the list of those who can confirm. */
async function askedBy(page) {
  await page.goto("/administration/personnes");
  assert.match(await words(page), /attend votre confirmation|waits for your confirmation/);
  await fits(page);
  await page.locator("section[aria-labelledby='recoveries'] a").first().click();
  await page.locator("#recovery").waitFor();
}

test("sec 51: two people confirm a lost telephone, and its owner sets up another", async () => {
  const { page: first } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  await first.goto("/compte/second-facteur");
  await joinPhone(first);

  const { page, faults } = await reader(here.chromium, here.server, { size: phone, look: true });
  await signIn(page, login, password);
  await arrived(page, "/connexion/code");
  await page.getByRole("link", { name: /Téléphone ou clé d’accès perdus/ }).click();
  await arrived(page, "/connexion/code/perdu");
  await fits(page);
  await accessible(page);
  await press(page, page.locator("form[action='/connexion/code/perdu'] button"));
  assert.match(await words(page), /Attend deux confirmations/);
  await accessible(page);
  await page.goto("/dossiers");
  await arrived(page, "/connexion/code");

  const supervisor = await somebody(here.chromium, here.server, "superviseur", { size: phone, script: false });
  await supervisor.page.goto("/");
  assert.match(await words(supervisor.page), /Second facteur perdu/);
  await askedBy(supervisor.page);
  await fits(supervisor.page);
  await press(supervisor.page, supervisor.page.locator("form[action$='/recuperation'] button"));
  assert.match(await words(supervisor.page), /Une deuxième personne doit le faire aussi/);
  assert.equal(await supervisor.page.locator("form[action$='/recuperation'] button").count(), 0, "not twice");
  await first.goto("/compte");
  assert.equal(place(first), "/compte", "one alone ends nothing");

  const office = await somebody(here.chromium, here.server, "administration", { size: desktop, language: "en-GB", look: true });
  await askedBy(office.page);
  await accessible(office.page);
  await press(office.page, office.page.locator("form[action$='/recuperation'] button"));
  const link = await office.page.locator(".secret code").innerText();
  assert.match(new URL(link).pathname, /^\/recuperation\/\S{20,}$/);
  await accessible(office.page);
  await first.goto("/compte");
  await arrived(first, "/connexion");

  // The link alone opens nothing; with the password it leads to a new second factor.
  const fresh = await reader(here.chromium, here.server, { size: phone, script: false });
  await fresh.page.goto(new URL(link).pathname);
  await arrived(fresh.page, "/connexion");
  await fill(fresh.page, { login, password });
  await send(fresh.page);
  await arrived(fresh.page, /^\/recuperation\//);
  await fits(fresh.page);
  await send(fresh.page);
  await arrived(fresh.page, "/compte/second-facteur");
  await joinPhone(fresh.page);
  await fresh.page.goto("/compte");
  assert.match(await words(fresh.page), /Votre second facteur a été remplacé/);
  await fresh.page.goto("/dossiers");
  assert.equal(place(fresh.page), "/dossiers");
  assert.equal((await fresh.page.request.get(new URL(link).pathname)).status(), 404, "a link works once");
  await supervisor.page.goto("/administration/personnes");
  assert.match(await words(supervisor.page), /Second facteur remplacé/);
  assert.deepEqual(faults, []);
});
