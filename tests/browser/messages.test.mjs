// A message leaves with a referral, is answered by a short message, and the answer is on the sender's page: all through
// the running program, with folders in the place of a gateway. Every name is invented.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { browser, desktop, open, phone } from "./lib/browser.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { serve } from "./lib/server.mjs";

const password = "girafe-lagune-2026";
const name = "Personne-Test Messagère";
let chromium, server, folder, data;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "relais-messages-"));
  data = path.join(folder, "demo");
  chromium = await browser();
  server = await serve("relais", ["demo", "serve", "--data", data, "--listen", "127.0.0.1:0"]);
});

after(async () => {
  await chromium?.close();
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

async function somebody(login, options) {
  const at = server.address.replace("localhost", "127.0.0.1");
  const { page } = await open(chromium, at, options);
  await page.goto("/connexion");
  await page.fill("[name=login]", `${login}@demo.relais.invalid`);
  await page.fill("[name=password]", password);
  await send(page);
  return page;
}

async function send(page, form = "main form") {
  await page.locator(`${form} button.btn-primary`).first().click();
  await page.waitForLoadState("load");
}

/** Asks again until there is an answer; the test runner's own time limit is the end of patience. */
async function until(ask) {
  for (;;) {
    const found = await ask();
    if (found) return found;
    await new Promise((go) => setTimeout(go, 100));
  }
}

/** The messages that left, oldest first. */
function outbox() {
  try {
    const names = readdirSync(path.join(data, "outbox")).filter((one) => one.endsWith(".txt"));
    return names.sort().map((one) => readFileSync(path.join(data, "outbox", one), "utf8"));
  } catch {
    return [];
  }
}

/** Puts a short message where the program looks, whole at once. */
function bring(text) {
  const inbox = path.join(data, "inbox");
  mkdirSync(inbox, { recursive: true });
  writeFileSync(path.join(folder, "message"), text);
  renameSync(path.join(folder, "message"), path.join(inbox, "1.txt"));
}

/** A referral to the district hospital, sent. */
async function referred(worker, sender) {
  await worker.goto("/dossiers/recherche");
  await worker.fill("[name=name]", name);
  await send(worker);
  await worker.click("form[action='/dossiers/nouveau/suite'] button");
  await worker.check("[name=urgent_signs][value=none]");
  await worker.check("[name=risk_level][value=medium]");
  await worker.check("[name=sex][value=female]");
  await worker.fill("[name=age]", "24");
  await worker.selectOption("[name=nationality]", "CMR");
  await worker.selectOption("[name=entry_point]", "airport");
  await worker.selectOption("[name=region]", "CM002");
  await worker.selectOption("[name=status]", "returnee_voluntary");
  await worker.check("[name=rights_explained][value=yes]");
  await send(worker);
  const home = new URL(worker.url()).pathname;
  await worker.goto(`${home}/besoins`);
  await worker.selectOption("[name=need_code]", "health");
  await worker.check("[name=urgency][value=U]");
  await worker.check("[name=severity][value='2']");
  await send(worker, "form[action$='/besoins']");
  await worker.getByRole("link", { name: "Trouver un service" }).click();
  await worker.locator("label", { hasText: "Hôpital de district Nord" }).locator("input").first().check();
  const hidden = worker.locator("[name=disclosure][value=pseudonymous]");
  if (await hidden.count()) await hidden.check();
  await send(worker);
  const referral = new URL(worker.url()).pathname;
  assert.match(referral, /^\/referencements\/[0-9a-f]{32}$/, await worker.locator("main").innerText());
  await sender.goto(referral);
  await sender.getByRole("button", { name: "Envoyer" }).click();
  await sender.waitForLoadState("load");
  return referral;
}

test("a short message answers a referral, and what left is shown", async () => {
  const worker = await somebody("gestionnaire", { size: phone, script: false });
  const sender = await somebody("envoi", { size: phone, script: false });
  const referral = await referred(worker, sender);

  const [letter] = await until(() => (outbox().length > 0 ? outbox() : null));
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(letter)?.[0];
  assert.ok(code && letter.includes("/r/"), letter);
  for (const told of ["Messagère", "Personne-Test", "ôpital", "anté", "health"]) assert.ok(!letter.includes(told), letter);

  bring(`+237600000006\nOUI ${code.replace("-", "")}\n`);
  const reply = await until(() => outbox().find((one) => one.startsWith("To: +237600000006") && one.includes("noté")));
  assert.ok(reply.includes(code), reply);
  await sender.goto(referral);
  assert.match(await sender.locator("main").innerText(), /accepté/i);
  await until(() => outbox().some((one) => one.includes("s02@demo.relais.invalid")));

  await sender.goto("/envois");
  assert.match(await sender.locator("main").innerText(), /nouveau référencement/i);
  await fits(sender);
  await sender.goto("/envois?etat=non-remis");
  assert.match(await sender.locator("main").innerText(), /Rien à faire/);
});

test("a link is taken back and a new one leaves", async () => {
  const worker = await somebody("gestionnaire", { size: phone, script: false });
  const sender = await somebody("envoi", { size: desktop, look: true });
  const before = outbox().length;
  const referral = await referred(worker, sender);
  const letter = await until(() => (outbox().length > before ? outbox().at(-1) : null));
  const link = /\/r\/[\w-]+/.exec(letter)[0];
  await sender.goto(referral);
  await accessible(sender);
  await sender.getByText("Changer le lien du prestataire").click();
  await sender.locator("button[name=act][value=renew]").click();
  await sender.waitForLoadState("load");
  await until(() => outbox().some((one) => one.includes("/r/") && !one.includes(link) && outbox().indexOf(one) > before));
  const partner = await open(chromium, server.address.replace("localhost", "127.0.0.1"), { size: phone, script: false });
  await partner.page.goto(link);
  assert.match(await partner.page.content(), /n’est plus valable/);
  for (const login of ["coordination", "administration"]) {
    const page = await somebody(login, { size: desktop, look: true });
    await page.goto("/envois");
    assert.match(await page.locator("main").innerText(), /nouveau référencement/i);
    assert.equal(await page.locator("main a[href^='/referencements/']").count(), 0, login);
    await accessible(page);
  }
});
