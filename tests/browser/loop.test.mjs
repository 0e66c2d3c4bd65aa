// The main job, as people do it: a woman is registered on a phone without script, refers, is answered, and the
// answer comes back. Every name is invented.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, open, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";

const password = "girafe-lagune-2026";
const name = "Personne-Test Quintalou";
const here = house("loop");

/** Somebody signed in; `size`, `language`, `script` as the browser has them. */
async function somebody(login, options) {
  const at = here.server.address.replace("localhost", "127.0.0.1");
  const { page, faults } = await open(here.chromium, at, options);
  await page.goto("/connexion");
  await page.fill("[name=login]", `${login}@demo.relais.invalid`);
  await page.fill("[name=password]", password);
  await send(page);
  return { page, faults };
}

/** The main button of the page's (first) form that has one. */
async function send(page, form = "main form") {
  await page.locator(`${form} button.btn-primary`).first().click();
  await page.waitForLoadState("load");
}

test("a referral is made on a phone without script, answered, and comes back", async () => {
  const { page: worker } = await somebody("gestionnaire", { size: phone, script: false });
  await worker.goto("/dossiers/recherche");
  await worker.fill("[name=name]", name);
  await send(worker);
  assert.doesNotMatch(worker.url(), /Quintalou/i);
  assert.doesNotMatch(await worker.title(), /Quintalou/i);
  await worker.click("form[action='/dossiers/nouveau/suite'] button");
  await worker.check("[name=urgent_signs][value=none]");
  await worker.check("[name=risk_level][value=medium]");
  await worker.check("[name=sex][value=female]");
  await worker.fill("[name=age]", "24");
  await worker.selectOption("[name=nationality]", "CMR");
  await worker.selectOption("[name=entry_point]", "airport");
  await worker.selectOption("[name=region]", "CM002");
  await worker.selectOption("[name=status]", "returnee_voluntary");
  // Something is missing: said beside its field, and what was typed still stands there.
  await send(worker);
  assert.equal(await worker.inputValue("[name=name]"), name);
  assert.equal(await worker.inputValue("[name=age]"), "24");
  assert.ok((await worker.locator("[aria-invalid=true]").count()) > 0);
  await worker.check("[name=rights_explained][value=yes]");
  await send(worker);
  const home = new URL(worker.url()).pathname;
  assert.match(home, /^\/dossiers\/[0-9a-f]{32}$/);
  assert.doesNotMatch(await worker.content(), /Quintalou/);
  await fits(worker);

  await worker.goto(`${home}/consentements/nouveau`);
  await worker.check("[name=purpose][value=referral]");
  for (const box of await worker.locator("[name=explained]").all()) await box.check();
  await worker.check("[name=answer][value=given]");
  await worker.locator("label", { hasText: "Hôpital de district Nord" }).locator("input[name=recipients]").check();
  await worker.check("[name=data_categories][value=identity]");
  await worker.check("[name=data_categories][value=need_service]");
  await worker.check("[name=mode][value=signature]");
  await worker.selectOption("[name=language]", "fra");
  await send(worker);
  assert.equal(new URL(worker.url()).pathname, home, await worker.locator("main").innerText());

  await worker.goto(`${home}/besoins`);
  await worker.selectOption("[name=need_code]", "health");
  await worker.check("[name=urgency][value=U]");
  await worker.check("[name=severity][value='2']");
  await send(worker, "form[action$='/besoins']");
  await worker.getByRole("link", { name: "Trouver un service" }).click();
  await worker.locator("label", { hasText: "Hôpital de district Nord" }).locator("input").first().check();
  await send(worker);
  const referral = new URL(worker.url()).pathname;
  assert.match(referral, /^\/referencements\/[0-9a-f]{32}$/, await worker.locator("main").innerText());

  const { page: sender } = await somebody("envoi", { size: phone, script: false });
  await sender.goto(referral);
  await sender.getByRole("button", { name: "Envoyer" }).click();
  await sender.waitForLoadState("load");
  assert.match(await sender.locator("main").innerText(), /envoyé/i);

  // The receiver decides on the minimum, and learns the name only after acceptance.
  const { page: hospital, faults } = await somebody("hopital", { size: desktop, look: true });
  await accessible(hospital);
  await hospital.locator(`a[href='${referral}']`).first().click();
  await hospital.waitForLoadState("load");
  assert.doesNotMatch(await hospital.content(), /Quintalou/);
  await hospital.getByRole("link", { name: "Accepter" }).click();
  await hospital.check("[name=plan][value=contact_by]");
  await hospital.fill("[name=at]", tomorrow());
  await send(hospital);
  await hospital.waitForURL(`**${referral}`);
  assert.match(await hospital.content(), /Quintalou/);
  await accessible(hospital);

  const { page: nurse } = await somebody("soignant", { size: phone, script: false });
  for (const [step, fill] of [
    ["start_service", () => {}],
    ["record_outcome", () => nurse.check("[name=outcome][value=fully]")],
    ["give_feedback", () => nurse.check("[name=next][value=none]")],
  ]) {
    await nurse.goto(`${referral}/etapes/${step}`);
    await fill();
    await send(nurse);
    assert.equal(new URL(nurse.url()).pathname, referral, await nurse.locator("main").innerText());
  }

  await sender.goto("/");
  assert.ok((await sender.locator(`a[href='${referral}']`).count()) > 0, "the answer is on the sender's list");
  for (const [step, fill] of [
    ["read_feedback", () => {}],
    ["close", () => sender.check("[name=settlement][value=confirmed]")],
  ]) {
    await sender.goto(`${referral}/etapes/${step}`);
    await fill();
    await send(sender);
    assert.equal(new URL(sender.url()).pathname, referral, await sender.locator("main").innerText());
  }
  assert.match(await sender.locator("main").innerText(), /clôturé/i);
  assert.deepEqual(faults, []);
});

test("another organisation, the coordinator and the administrator see nothing of it", async () => {
  for (const login of ["gestionnaire-centre", "coordination", "administration", "frontiere", "racines"]) {
    const { page } = await somebody(login, { size: desktop, language: "en-GB" });
    for (const address of ["/", "/dossiers"]) {
      await page.goto(address);
      assert.doesNotMatch(await page.content(), /Quintalou/);
    }
    assert.equal(await page.locator("a[href^='/dossiers/']").filter({ hasText: /-/ }).count(), 0, login);
  }
});

function tomorrow() {
  const day = new Date(Date.now() + 24 * 3600 * 1000).toISOString().slice(0, 10);
  return `${day}T09:00`;
}
