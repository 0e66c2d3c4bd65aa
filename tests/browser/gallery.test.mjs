import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { browser, desktop, open, phone } from "./lib/browser.mjs";
import { accessible, budgets, fits, weigh } from "./lib/look.mjs";
import { serve } from "./lib/server.mjs";

describe("what every page shares", () => {
  let chromium, server;
  before(async () => {
    server = await serve("examples/gallery", ["127.0.0.1:0"]);
    chromium = await browser();
    mkdirSync("output", { recursive: true });
  });
  after(async () => {
    await chromium?.close();
    await server?.end();
  });
  const visit = (options) => open(chromium, server.address, options);

  for (const [name, size] of Object.entries({ phone, desktop })) {
    for (const language of ["fr-FR", "en-GB"]) {
      test(`is accessible and fits on a ${name} in ${language}`, async () => {
        const { page, context } = await visit({ size, language, look: true });
        await page.goto("/gallery");
        assert.equal(await page.getAttribute("html", "lang"), language.slice(0, 2));
        await accessible(page);
        await fits(page);
        await page.screenshot({ path: `output/gallery-${name}-${language}.png`, fullPage: true });
        await context.close();
      });
    }
  }

  test("the security policy stops nothing that the page needs", async () => {
    const { page, context, faults } = await visit();
    await page.goto("/gallery", { waitUntil: "networkidle" });
    const drawn = await page.locator("main svg.icon").first().boundingBox();
    assert.ok(drawn.width > 10);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("a first visit and a later page stay within their weights", async () => {
    const { page, context } = await visit();
    const first = await weigh(page, () => page.goto("/gallery"));
    const later = await weigh(page, () => page.goto("/gallery?again"));
    console.log(`gallery: first visit ${first} B, later page ${later} B`);
    assert.ok(first > later && first <= budgets.first && later <= budgets.later);
    await context.close();
  });

  test("the navigation folds on a phone without script, and stands open on a desktop", async () => {
    const { page, context } = await visit({ script: false });
    await page.goto("/gallery");
    const link = page.getByRole("link", { name: "Dossiers" });
    assert.equal(await link.isVisible(), false);
    await page.locator("summary").click();
    assert.equal(await link.isVisible(), true);
    await page.setViewportSize(desktop);
    assert.equal(await link.isVisible(), true);
    await context.close();
  });

  test("the language switch works without script and returns to the page", async () => {
    const { page, context } = await visit({ script: false });
    await page.goto("/gallery?tab=2");
    await page.locator("button[name=to]").click();
    assert.equal(await page.getAttribute("html", "lang"), "en");
    assert.match(page.url(), /\/gallery\?tab=2$/);
    await context.close();
  });

  for (const script of [true, false]) {
    test(`a refused form keeps what was typed, ${script ? "with" : "without"} script`, async () => {
      const { page, context, faults } = await visit({ script });
      await page.goto("/gallery?tab=2");
      await page.fill("#f-mail", "test@example.org");
      await page.fill("#f-note", "Une ligne\nDeux lignes");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.locator("#faults").waitFor();
      assert.equal(await page.inputValue("#f-mail"), "test@example.org");
      assert.equal(await page.inputValue("#f-note"), "Une ligne\nDeux lignes");
      assert.equal(await page.inputValue("#f-secret"), "", "a password is never sent back");
      assert.match(await page.textContent("#f-place-fault"), /obligatoire/);
      if (script) assert.match(page.url(), /\?tab=2$/, "a reload finds the form, not the address it was sent to");
      assert.deepEqual(faults, []);
      await context.close();
    });

    test(`an accepted form leads on and says so, ${script ? "with" : "without"} script`, async () => {
      const { page, context } = await visit({ script });
      await page.goto("/gallery");
      await page.check("#f-consent");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByRole("status").filter({ hasText: "Enregistrer" }).waitFor();
      await context.close();
    });
  }

  test("the list of faults takes the focus, and leads to each field", async () => {
    const { page, context } = await visit();
    await page.goto("/gallery");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await page.locator("#faults:focus").waitFor();
    await page.locator('#faults a[href="#f-place"]').click();
    await page.locator("#f-place:focus").waitFor();
    await context.close();
  });

  test("a lost connection loses nothing that was typed, and the form may be sent again", async () => {
    const { page, context } = await visit();
    await page.goto("/gallery");
    await page.fill("#f-note", "Tout reste");
    await page.check("#f-consent");
    await context.setOffline(true);
    const send = page.getByRole("button", { name: "Enregistrer" });
    await send.click();
    await page.getByText("Rien n’est perdu").waitFor();
    assert.equal(await page.inputValue("#f-note"), "Tout reste");
    await context.setOffline(false);
    await send.click();
    await page.getByRole("status").filter({ hasText: "Enregistrer" }).waitFor();
    await context.close();
  });

  for (const [place, words] of [
    ["one", "Connexion nécessaire"],
    ["two", "Service indisponible"],
  ]) {
    test(`what was typed stays when the answer is « ${words} »`, async () => {
      const { page, context } = await visit();
      await page.goto("/gallery");
      await page.fill("#f-note", "Tout reste");
      await page.selectOption("#f-place", place);
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByRole("alert").filter({ hasText: words }).waitFor();
      assert.equal(await page.inputValue("#f-note"), "Tout reste");
      await page.selectOption("#f-place", "");
      await page.check("#f-consent");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByRole("status").filter({ hasText: "Enregistrer" }).waitFor();
      await context.close();
    });
  }

  test("a double tap sends a form once", async () => {
    const { page, context } = await visit();
    await page.goto("/gallery");
    let sent = 0;
    page.on("request", (request) => (sent += request.method() === "POST" ? 1 : 0));
    await page.getByRole("button", { name: "Enregistrer" }).dblclick();
    await page.locator("#faults").waitFor();
    assert.equal(sent, 1);
    await context.close();
  });

  test("sec94: Escape three times leaves for a neutral page, and back does not return", async () => {
    const { page, context } = await visit();
    await page.goto("/quitter");
    await page.goto("/gallery");
    for (let n = 0; n < 3; n++) await page.keyboard.press("Escape");
    await page.waitForURL("**/quitter");
    await page.goBack();
    assert.doesNotMatch(page.url(), /gallery/);
    await context.close();
  });

  test("a list narrows while typing, whatever the accents", async () => {
    const { page, context } = await visit();
    await page.goto("/gallery");
    await page.getByLabel("Filtrer la liste").fill("suivi");
    assert.equal(await page.locator("#work > li:visible").count(), 1);
    await page.getByLabel("Filtrer la liste").fill("HEBERGEMENT");
    assert.equal(await page.locator("#work > li:visible").count(), 2);
    await context.close();
  });
});
