// The printed slip: made on a phone without script, answered from by somebody without an account. Names are invented.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, fill, place, press, reader, send, somebody, words } from "./lib/people.mjs";
import { consent, dispatch, draft, need, register } from "./lib/steps.mjs";

const name = "Personne-Test Varangéline";
const hospital = "Hôpital de district Nord";
const here = house("slip");

/** Somebody without an account types the code of the sheet; returns the page of the referral. */
async function typed(code, options) {
  const { page } = await reader(here.chromium, here.server, { script: false, ...options });
  await page.goto("/reponse");
  await fill(page, { code });
  await send(page);
  await arrived(page, /^\/r\/[\w-]+$/);
  return page;
}

test("a slip is printed and answered with its PIN, without script and without an account", async () => {
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  const home = await register(worker, name);
  await consent(worker, home, { recipients: [hospital] });
  const services = await need(worker, home, "health");
  const referral = await draft(worker, services, hospital);
  const { page: sender, context } = await somebody(here.chromium, here.server, "envoi", { size: phone, script: false });
  await dispatch(sender, referral);
  await sender.goto(referral);
  await sender.locator(`a[href='${referral}/fiche']`).click();
  await fits(sender);
  await fill(sender, { lang: "both" });
  await send(sender);
  await fits(sender);
  const pin = (await sender.locator(".secret code").innerText()).trim();
  assert.match(pin, /^\d{6}$/);
  assert.doesNotMatch(await sender.title(), /Varang/);

  const sheet = await sender.locator("a[href*='/fiche.pdf']").getAttribute("href");
  await sender.goto(`${referral}/fiche`);
  assert.ok(!(await sender.content()).includes(pin), "the PIN is shown once");
  const printed = await context.request.get(new URL(sheet, sender.url()).href);
  assert.equal(printed.headers()["content-type"], "application/pdf");
  assert.equal((await printed.body()).subarray(0, 5).toString(), "%PDF-");
  const [, code] = /filename="([0-9A-Z]{4}-[0-9A-Z]{4})\.pdf"/.exec(printed.headers()["content-disposition"]);

  const partner = await typed(code, { size: phone });
  const answer = place(partner);
  assert.doesNotMatch(await partner.content(), /Varang/);
  await fits(partner);
  await partner.locator(`a[href='${answer}/oui']`).click();
  await fill(partner, { pin: "000000" === pin ? "111111" : "000000" });
  await send(partner);
  assert.equal(await partner.locator("[name=pin][aria-invalid=true]").count(), 1, "a wrong PIN is told beside its field");
  await fill(partner, { pin });
  await send(partner);
  await arrived(partner, answer);
  assert.match(await words(partner), /accepté/i);

  // Who it is: with the PIN, after acceptance, for this one answer.
  assert.doesNotMatch(await partner.content(), /Varang/);
  await partner.locator(`a[href='${answer}/identite']`).click();
  await fill(partner, { pin });
  await send(partner);
  assert.match(await words(partner), /Varangéline/);
  assert.doesNotMatch(await partner.title(), /Varang/);
  await fits(partner);
  await partner.goto(answer);
  assert.doesNotMatch(await partner.content(), /Varang/);

  // The address that the QR code carries, on somebody else's phone.
  const { page: scanned } = await reader(here.chromium, here.server, { size: phone, script: false });
  await scanned.goto(answer);
  assert.doesNotMatch(await scanned.content(), /Varang/);
  await fits(scanned);

  await sender.goto(referral);
  assert.match(await words(sender), /accepté/i);
});

test("the pages of the slip can be read by everybody, in English too", async () => {
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  const home = await register(worker, `${name} 2`);
  await consent(worker, home, { recipients: [hospital] });
  const referral = await draft(worker, await need(worker, home, "health"), hospital);
  const { page, faults } = await somebody(here.chromium, here.server, "envoi", { size: desktop, language: "en-GB", look: true });
  await dispatch(page, referral);
  await page.goto(`${referral}/fiche`);
  await accessible(page);
  await fill(page, { lang: "en" });
  await send(page);
  assert.match(await words(page), /slip is ready/i);
  await accessible(page);
  await page.goto(referral);
  await press(page, page.locator(`form[action='${referral}/pin'] button`));
  assert.match(await page.locator(".secret code").innerText(), /^\d{6}$/);
  await accessible(page);
  assert.deepEqual(faults, []);
});
