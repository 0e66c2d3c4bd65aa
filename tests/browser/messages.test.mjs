// A message leaves with a referral, is answered by a short message, and the answer is on the sender's page: all through
// the running program, with folders in the place of a gateway. Every name is invented.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { press, reader, somebody, words } from "./lib/people.mjs";
import { consent, dispatch, draft, need, register } from "./lib/steps.mjs";

const name = "Personne-Test Messagère";
const hospital = "Hôpital de district Nord";
const here = house("messages");

/** Asks again until there is an answer; after a minute there will be none. */
async function until(what, ask) {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await ask();
    if (found) return found;
    await new Promise((go) => setTimeout(go, 100));
  }
  return assert.fail(`${what}: ${outbox().length} messages`);
}

/** The messages that left, by their file names. */
function outbox() {
  const place = path.join(here.data, "outbox");
  try {
    const names = readdirSync(place).filter((one) => one.endsWith(".txt"));
    return names.sort().map((one) => readFileSync(path.join(place, one), "utf8"));
  } catch {
    return [];
  }
}

/** Puts a short message where the program looks, whole at once. */
function bring(text) {
  const inbox = path.join(here.data, "inbox");
  mkdirSync(inbox, { recursive: true });
  writeFileSync(path.join(here.folder, "message"), text);
  renameSync(path.join(here.folder, "message"), path.join(inbox, "1.txt"));
}

/** A referral to the hospital, sent; and the first message that left with it. */
async function referred(sender, options) {
  const known = new Set(outbox());
  const { page } = await somebody(here.chromium, here.server, "gestionnaire", options);
  const home = await register(page, name);
  await consent(page, home, { recipients: [hospital] });
  const referral = await draft(page, await need(page, home, "health"), hospital);
  await dispatch(sender, referral);
  const letter = await until("the link leaves", () => outbox().find((one) => !known.has(one) && one.includes("/r/")));
  return { referral, letter };
}

test("a short message answers a referral, and what left is shown", async () => {
  const small = { size: phone, script: false };
  const { page: sender } = await somebody(here.chromium, here.server, "envoi", small);
  const { referral, letter } = await referred(sender, small);
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(letter)?.[0];
  assert.ok(code, letter);
  for (const told of ["Messagère", "Personne-Test", "ôpital", "anté", "health"]) assert.ok(!letter.includes(told), letter);

  bring(`+237600000006\nOUI ${code.replace("-", "")}\n`);
  await until("the answer is confirmed", () => outbox().some((one) => one.startsWith("To: +237600000006\n\n") && one.includes("noté")));
  await sender.goto(referral);
  assert.match(await words(sender), /accepté/i);
  await until("the sender is told", () => outbox().some((one) => one.startsWith("To: s02@demo.relais.invalid")));
  await fits(sender);

  await sender.goto("/envois");
  assert.match(await words(sender), /nouveau référencement/i);
  await fits(sender);
  await sender.goto("/envois?etat=non-remis");
  assert.match(await words(sender), /Rien à faire/);
});

test("a link is taken back and a new one leaves", async () => {
  const { page: sender } = await somebody(here.chromium, here.server, "envoi", { size: desktop, look: true });
  const { referral, letter } = await referred(sender, { size: desktop });
  const link = /\/r\/[\w-]+/.exec(letter)[0];
  const known = new Set(outbox());
  await sender.goto(referral);
  await sender.getByText("Changer le lien du prestataire").click();
  await accessible(sender);
  await press(sender, sender.locator("button[name=act][value=renew]"));
  const next = await until("a new link leaves", () => outbox().find((one) => !known.has(one) && one.includes("/r/")));
  assert.ok(!next.includes(link));
  const { page: partner } = await reader(here.chromium, here.server, { size: phone, script: false });
  await partner.goto(link);
  assert.match(await partner.content(), /plus valable/);
  await partner.goto(/\/r\/[\w-]+/.exec(next)[0]);
  assert.doesNotMatch(await partner.content(), /plus valable/);
});

test("the coordination and the administration follow messages without the referrals", async () => {
  for (const login of ["coordination", "administration"]) {
    const { page } = await somebody(here.chromium, here.server, login, { size: desktop, look: true });
    await page.goto("/envois");
    assert.match(await words(page), /nouveau référencement/i);
    assert.equal(await page.locator("main a[href^='/referencements/']").count(), 0, login);
    await accessible(page);
  }
  const { page } = await somebody(here.chromium, here.server, "hopital", { size: phone });
  await page.goto("/envois");
  assert.doesNotMatch(await words(page), /nouveau référencement/i);
});
