// People of the demonstration, signed in as they sign in, and forms filled as they fill them.
import assert from "node:assert/strict";
import { open } from "./browser.mjs";

const password = "girafe-lagune-2026";

/** A reader of `server`'s pages in an empty profile; options as in `open`. */
export async function reader(chromium, server, options) {
  return open(chromium, server.address.replace("localhost", "127.0.0.1"), options);
}

/** The person of the demonstration with this login, signed in. */
export async function somebody(chromium, server, login, options) {
  const opened = await reader(chromium, server, options);
  await signIn(opened.page, `${login}@demo.relais.invalid`, password);
  return opened;
}

export async function signIn(page, login, word) {
  await page.goto("/connexion");
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", word);
  await send(page);
}

/** Presses the main button of a form and waits for the answer. */
export async function send(page, form = "main form") {
  await press(page, page.locator(`${form} button.btn-primary`).first());
}

/** Presses a button of a form and waits for the page it leads to; with script the form is sent in the background. */
export async function press(page, button) {
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.status() !== 0);
  await button.click();
  await answered;
  await page.waitForLoadState("load");
}

/** Fills fields by their name: a text, a code of a list or of radio buttons, `true` for a tick, a list for boxes. */
export async function fill(page, fields, form = "main form") {
  for (const [name, value] of Object.entries(fields)) {
    const all = page.locator(`${form} [name='${name}']`);
    await unfold(all.first());
    const kind = await all.first().evaluate((field) => (field.tagName === "SELECT" ? "select" : field.type));
    if (kind === "select") await all.first().selectOption(value);
    else if (kind === "radio" || kind === "checkbox") {
      for (const one of [value].flat()) {
        const box = one === true ? all.first() : all.and(page.locator(`[value='${one}']`));
        await unfold(box);
        await box.check();
      }
    } else await all.first().fill(value);
  }
}

/** Opens the folded group around a field, as a reader would. */
export async function unfold(field) {
  const folded = field.locator("xpath=ancestor::details[not(@open)]");
  for (const group of await folded.all()) await group.locator("summary").first().click();
}

/** Ticks the organisation with this name in a list of choices. */
export async function tick(page, name, organisation) {
  const box = page.locator("label", { hasText: organisation }).locator(`input[name='${name}']`);
  await unfold(box);
  await box.check();
}

/** The address of the page, without the host. */
export function place(page) {
  return new URL(page.url()).pathname;
}

/** Everything a reader can read of a page. */
export async function words(page) {
  return page.locator("main").innerText();
}

/** The page is at this address; if not, its words say why. */
export async function arrived(page, address) {
  const at = place(page);
  const right = address instanceof RegExp ? address.test(at) : at === address;
  assert.ok(right, `${at}\n${await words(page)}`);
  return at;
}
