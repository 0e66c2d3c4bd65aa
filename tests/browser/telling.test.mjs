// Somebody without an account tells something, is answered, and nobody learns who it was.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { fill, place, press, reader, send, somebody, words } from "./lib/people.mjs";

const here = house("telling");

test("what is told without a name is answered to whoever has the code", async () => {
  const { page: teller } = await reader(here.chromium, here.server, { size: phone, script: false });
  await teller.goto("/connexion");
  await press(teller, teller.locator("main a[href='/signaler']"));
  await fits(teller);
  // Nothing typed: every fault beside its field.
  await send(teller);
  assert.equal(await teller.locator("main form a[href^='#']").count(), 3);
  const secretariat = teller.locator("[name=to] option", { hasText: "Secrétariat" });
  await fill(teller, {
    kind: "danger",
    to: await secretariat.getAttribute("value"),
    words: "Deux personnes retenues, Lieu-Test.",
  });
  await send(teller);
  const code = await teller.locator("[data-code]").innerText();
  assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  assert.equal(place(teller), "/signaler", "the code stands in no address");
  await fits(teller);

  const { page: coordination } = await somebody(here.chromium, here.server, "coordination", { size: desktop, look: true });
  await press(coordination, coordination.locator("main .work-item a[href='/signalements']"));
  await press(coordination, coordination.locator("main .work-item a").first());
  assert.match(await words(coordination), /Deux personnes retenues/);
  await accessible(coordination);
  await fill(coordination, { words: "Nous envoyons une équipe aujourd’hui." });
  await send(coordination);
  assert.match(await words(coordination), /Nous envoyons une équipe/);

  const { page: again } = await reader(here.chromium, here.server, { size: phone, look: true });
  await again.goto("/signaler/suite");
  await fill(again, { code: "0000 0000 0000 0000" });
  await send(again);
  assert.match(await words(again), /Aucun signalement ne s’ouvre/);
  await fill(again, { code: code.toLowerCase().replaceAll("-", " ") });
  await send(again);
  assert.match(await words(again), /Nous envoyons une équipe/);
  await fits(again);
  await accessible(again);
  await fill(again, { words: "Ils sont partis vers Lieu-Test 2." });
  await send(again);
  assert.match(await words(again), /Ils sont partis/);
  assert.equal(place(again), "/signaler/suite");
});
