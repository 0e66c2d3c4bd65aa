// Every page that links lead to, as each role of the demonstration sees it: French on a phone, then English on a
// desktop. Pages added later are found by themselves. A table of what they weigh is printed at the end.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { budgets, fits, serious, weigh, weighAlone } from "./lib/look.mjs";
import { reader, somebody } from "./lib/people.mjs";
import { consent, dispatch, draft, need, register, step } from "./lib/steps.mjs";

const name = "Personne-Test Quintalou";
const roles = ["gestionnaire", "superviseur", "envoi", "accueil", "hopital", "coordination", "annuaire", "donnees", "administration", "interprete", "frontiere"];
const doors = ["/connexion", "/reponse", "/quitter", "/r/inconnu", "/invitation/inconnue", "/nulle-part"];
const weights = new Map();
const here = house("pages", { begin });
let visited;

/** One person on her way through: registered, assessed, with a referral under way and another prepared. */
async function begin(at) {
  const { page, context } = await somebody(at.chromium, at.server, "gestionnaire", { size: desktop, script: false });
  const home = await register(page, name, { alias: "Alias-Test Quintalou" });
  await consent(page, home, { purpose: "case_management", recipients: [] });
  await consent(page, home, { recipients: ["Hôpital de district Nord"] });
  await step(page, home, "register");
  const services = await need(page, home, "health");
  const referral = await draft(page, services, "Hôpital de district Nord");
  await draft(page, await need(page, home, "health"), "Hôpital de district Nord");
  await context.close();
  const sender = await somebody(at.chromium, at.server, "envoi", { size: desktop, script: false });
  await dispatch(sender.page, referral);
  await sender.context.close();
}

after(() => {
  const rows = [...weights].sort((a, b) => b[1] - a[1]).map(([page, bytes]) => `${String(bytes).padStart(7)} B  ${page}`);
  console.log(["bytes over the wire:", ...rows].join("\n"));
});

/** Pages that differ by record alone count as one; the first page and those of a record are looked at in every role. */
function kind(address) {
  return address.split("?")[0].replaceAll(/[0-9a-f]{32}|[0-9a-f-]{36}/g, "…").replaceAll(/\/\d+(?=\/|$)/g, "/…");
}

/** What is wrong with the page that is open. */
async function faultsOf(page, lang, look = true) {
  const faults = [];
  const say = (fault) => faults.push(fault);
  await fits(page).catch((error) => say(error.message.split("\n")[0]));
  if ((await page.getAttribute("html", "lang")) !== lang) say(`not in ${lang}`);
  if ((await page.locator("h1").count()) !== 1) say("not one heading");
  if ((await page.locator("a[data-exit]").count()) !== 1 && !page.url().endsWith("/quitter")) say("no quick exit");
  if (/Quintalou/.test(`${page.url()} ${await page.title()}`)) say("a name in address or title");
  return look ? [...faults, ...(await serious(page))] : faults;
}

async function links(page) {
  const all = await page.locator("a[href^='/']").evaluateAll((found) => found.map((link) => link.getAttribute("href")));
  return all.map((href) => href.split("#")[0]).filter((href) => !/^\/(quitter|static|api)\b|\.(pdf|csv|xlsx|json|svg)\b/.test(href));
}

/** Follows the links of one role; pages of a kind already seen are left out. */
async function crawl(role, seen) {
  const { page, context, faults } = await somebody(here.chromium, here.server, role, { size: phone, look: true });
  const wrong = [];
  const queue = ["/", "/transferts"];
  while (queue.length) {
    const address = queue.shift();
    const where = /^\/(dossiers|referencements)?(\/…)?$/.test(kind(address)) ? `${role} ${kind(address)}` : kind(address);
    if (seen.has(where)) continue;
    seen.set(where, { role, address });
    const bytes = await weighAlone(await page.goto(address));
    weights.set(where, Math.max(bytes, weights.get(where) ?? 0));
    if (bytes > budgets.later) wrong.push(`${where}: ${bytes} bytes`);
    wrong.push(...(await faultsOf(page, "fr")).map((fault) => `${where}: ${fault}`));
    queue.push(...(await links(page)));
  }
  await context.close();
  return [...wrong, ...faults.map((fault) => `${role}: ${fault}`)];
}

test("every page fits a phone, is light, and is readable by everyone, in French", async () => {
  visited = new Map();
  const wrong = [];
  for (const role of roles) wrong.push(...(await crawl(role, visited)));
  assert.deepEqual(wrong, []);
  assert.ok(visited.size > 40, `${visited.size} pages`);
});

test("and in English on a desktop", async () => {
  assert.ok(visited?.size > 40, "the pages are those found in French");
  const wrong = [];
  for (const role of roles) {
    const { page, context } = await somebody(here.chromium, here.server, role, { size: desktop, language: "en-GB", look: true });
    for (const [where, seen] of visited) {
      if (seen.role !== role) continue;
      await page.goto(seen.address);
      // Colours and fields are those of the phone; the frame around them is another.
      const look = seen.address === "/";
      wrong.push(...(await faultsOf(page, "en", look)).map((fault) => `${where}: ${fault}`));
    }
    await context.close();
  }
  assert.deepEqual(wrong, []);
});

test("the doors and the error pages too, and a first visit is light", async () => {
  const wrong = [];
  for (const [language, size] of [["fr-FR", phone], ["en-GB", desktop]]) {
    for (const address of doors) {
      const { page, context } = await reader(here.chromium, here.server, { size, language, look: true });
      const bytes = await weigh(page, () => page.goto(address));
      weights.set(`first visit ${address}`, bytes);
      if (bytes > budgets.first) wrong.push(`${address}: ${bytes} bytes`);
      wrong.push(...(await faultsOf(page, language.slice(0, 2))).map((fault) => `${address}: ${fault}`));
      await context.close();
    }
  }
  assert.deepEqual(wrong, []);
});
