// The picture of the README: what a focal point finds in the morning. With RELAIS_README=1 it is put in its place.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { browser, desktop } from "./lib/browser.mjs";
import { fits } from "./lib/look.mjs";
import { somebody } from "./lib/people.mjs";
import { programs, serve } from "./lib/server.mjs";

const output = path.join(import.meta.dirname, "output");
const place = path.join(import.meta.dirname, "../../docs/images/worklist.png");
let chromium, server, folder;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "relais-readme-"));
  const data = path.join(folder, "demo");
  execFileSync(path.join(programs, "relais"), ["demo", "generate", "--cases", "40", "--seed", "7", "--data", data]);
  chromium = await browser();
  server = await serve("relais", ["demo", "serve", "--bare", "--data", data, "--listen", "127.0.0.1:0"]);
});

after(async () => {
  await chromium?.close();
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

test("the README shows a morning's worklist", async () => {
  const { page } = await somebody(chromium, server, "envoi", { size: desktop });
  await page.goto("/");
  await fits(page);
  assert.ok((await page.locator("main .work-item").count()) > 3, "a morning with work");
  mkdirSync(output, { recursive: true });
  await page.screenshot({ path: path.join(output, "worklist.png") });
  if (process.env.RELAIS_README) copyFileSync(path.join(output, "worklist.png"), place);
});
