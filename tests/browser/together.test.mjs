// People who work on the same thing at the same time, and what one of them has to look at before the other goes on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, fill, place, press, send, somebody, words } from "./lib/people.mjs";
import { register } from "./lib/steps.mjs";

const here = house("together");

test("the second of two people sees what the first wrote, and what she typed is still there", async () => {
  const { page: first } = await somebody(here.chromium, here.server, "gestionnaire", { size: desktop });
  const { page: second } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  const home = await register(first, "Personne-Test Quintessence", { region: "CM002" });
  await second.goto(`${home}/identification`);
  await first.goto(`${home}/identification`);
  await fill(first, { region: "CM005" });
  await send(first);
  await arrived(first, home);

  await fill(second, { region: "CM003", alias: "Alias-Test Quinte" });
  await send(second);
  assert.match(await second.locator("#overtaken").innerText(), /Littoral/, "what stands there now, in words");
  assert.equal(await second.locator("[name=region]").inputValue(), "CM003");
  assert.equal(await second.locator("[name=alias]").inputValue(), "Alias-Test Quinte");
  await fits(second);
  await send(second);
  await arrived(second, home);
  await first.goto(`${home}/identification`);
  assert.equal(await first.locator("[name=region]").inputValue(), "CM003", "sent again, it is meant");
});

test("an order of the police waits for the data protection officer, who decides it with a reason", async () => {
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", { size: phone, script: false });
  const home = await register(worker, "Personne-Test Quintefeuille");
  await worker.goto(`${home}/exceptions/nouvelle`);
  const police = worker.locator("[name=receiver] option", { hasText: "Poste de police aux frontières" }).first();
  await fill(worker, {
    receiver: await police.getAttribute("value"),
    purpose: "referral",
    basis: "legal_obligation",
    justification: "réquisition d’essai no 7",
  });
  await send(worker);
  await arrived(worker, home);

  const { page: officer } = await somebody(here.chromium, here.server, "donnees", { size: phone, look: true });
  await officer.goto("/ordres");
  await press(officer, officer.locator("main .work-item a").first());
  assert.match(place(officer), /^\/ordres\/[0-9a-f]{32}$/);
  const read = await words(officer);
  assert.match(read, /réquisition d’essai no 7/);
  assert.doesNotMatch(await officer.content(), /Quintefeuille/, "the order, and not the person");
  await fits(officer);
  await accessible(officer);
  // Without a reason nothing is decided.
  await fill(officer, { upheld: "no" });
  await officer.locator("[name=reason]").evaluate((field) => field.removeAttribute("required"));
  await send(officer);
  assert.equal(await officer.locator("#f-reason[aria-invalid=true]").count(), 1);
  assert.ok(await officer.locator("[name=upheld][value=no]").isChecked());
  await fill(officer, { reason: "l’acte ne nomme pas de juge" });
  await send(officer);
  await officer.goto("/ordres");
  assert.match(await words(officer), /Aucun ordre en attente/);
  assert.equal(await officer.locator("main .work-item").count(), 1, "kept with what was decided");
});

test("a case opened in an emergency shows what helps now, and waits for its owner's review", async () => {
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", { size: desktop });
  const home = await register(worker, "Personne-Test Quintaine", { place: "Lieu-Test Quintaine" });
  const code = (await worker.locator("h1").innerText()).replace(/^\S+\s/, "");

  const { page: other } = await somebody(here.chromium, here.server, "gestionnaire-centre", { size: phone, script: false });
  await other.goto("/ouvertures");
  await press(other, other.locator("main header a.btn").first());
  await press(other, other.locator("main form .btn-danger"));
  assert.equal(await other.locator("#f-code[aria-invalid=true]").count(), 1, "what is missing is said beside its field");
  await fill(other, { code, reason: "urgent_care", words: "Crise convulsive au centre, médecin présent", sure: "yes" });
  await fits(other);
  await press(other, other.locator("main form .btn-danger"));
  assert.match(place(other), /^\/ouvertures\/[0-9a-f]{32}$/);
  const shown = await words(other);
  assert.match(shown, /Personne-Test Quintaine/);
  assert.doesNotMatch(shown, /Lieu-Test/, "where she lives stays closed");
  await fits(other);

  await worker.goto(home);
  assert.match(await words(worker), /Ouvertures d’urgence par d’autres structures/);
  const { page: supervisor } = await somebody(here.chromium, here.server, "superviseur", { size: phone, look: true });
  assert.match(await words(supervisor), /Ouverture d’urgence à examiner/);
  await press(supervisor, supervisor.locator("main .work-item a", { hasText: "Ouverture d’urgence" }).first());
  assert.doesNotMatch(await supervisor.content(), /Quintaine/);
  await fits(supervisor);
  await accessible(supervisor);
  await fill(supervisor, { founded: "yes", words: "Appel au centre : le médecin confirme" });
  await send(supervisor);
  await arrived(supervisor, "/ouvertures");
  await other.reload();
  assert.match(await words(other), /le médecin confirme/);
});
