import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const login = process.env.WHO ?? "coordination@demo.relais.invalid", base = process.env.BASE ?? "http://127.0.0.1:8097";
const paths = (process.env.PATHS ?? "/annuaire/couverture").split(" ");
for (const [name, size] of [["p", { width: 360, height: 740 }], ["d", { width: 1280, height: 900 }]]) {
  const c = await b.newContext({ viewport: size, locale: "fr-FR", javaScriptEnabled: process.env.SCRIPT !== "no" });
  const page = await c.newPage();
  if (login !== "-") {
    await page.goto(base + "/connexion");
    await page.fill("[name=login]", login); await page.fill("[name=password]", process.env.WORD);
    await page.locator("main form").first().locator("button").last().click(); await page.waitForLoadState();
  }
  let i = 0;
  for (const p of paths) { await page.goto(base + p); await page.screenshot({ path: `/tmp/look-${name}${i++}.png`, fullPage: true }); }
  await c.close();
}
await b.close();
