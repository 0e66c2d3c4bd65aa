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

/** Presses a button of a form and waits until another page, or this one anew, stands in its place: by the browser's
 *  own way without script, put into the page by the script otherwise. */
export async function press(page, button) {
  await page.locator("main").evaluate((main) => main.setAttribute("data-left", ""));
  await button.click();
  await page.locator("main[data-left]").waitFor({ state: "detached" });
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

/** The page is at this address; if not, what it complains about says why. */
export async function arrived(page, address) {
  const there = (url) => (address instanceof RegExp ? address.test(url.pathname) : url.pathname === address);
  const late = await page.waitForURL(there, { timeout: 20000 }).then(() => false, () => true);
  if (late) assert.fail(`${place(page)} instead of ${address}\n${await complaints(page)}`);
  return place(page);
}

/** The heading and the notices of the page. */
export async function complaints(page) {
  return (await page.locator("main h1, main [role=alert], main [role=status]").allInnerTexts()).join("\n");
}

/** The second person vouches for a colleague, by the code that the colleague reads on their page. */
export async function vouched(chromium, server, page, witness) {
  await page.goto("/");
  await press(page, page.locator("main a[href^='/nominations/']"));
  const appointment = await arrived(page, /^\/nominations\/[0-9a-f]{32}$/);
  const code = await page.locator(".secret code").innerText();
  const { page: second, context } = await somebody(chromium, server, witness, { script: false });
  await second.goto(appointment);
  await fill(second, { code });
  await send(second, `form[action='${appointment}/confirmation']`);
  await arrived(second, "/nominations");
  await context.close();
}

/**
 * The administrator invites somebody of this organisation, who chooses a password, and a second person vouches for them:
 * a colleague there, or the coordination where there is none. Signed in at the end.
 */
export async function invited(chromium, server, organisation, login, roles, options, witness = "coordination") {
  const { page: office, context } = await somebody(chromium, server, "administration", { script: false });
  await office.goto("/administration/personnes/nouvelle");
  const value = await office.locator("[name=structure] option", { hasText: organisation }).first().getAttribute("value");
  await fill(office, { structure: value, name: "Collègue de test", login: `${login}@essai.invalid`, roles });
  await send(office);
  const link = new URL(await office.locator(".secret code").innerText()).pathname;
  await context.close();
  const opened = await reader(chromium, server, options);
  await opened.page.goto(link);
  await fill(opened.page, { password: "sept barques loin du quai", again: "sept barques loin du quai", undertaken: true });
  await send(opened.page);
  await vouched(chromium, server, opened.page, witness);
  return opened;
}
