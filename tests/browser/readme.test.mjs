// The picture of the README: what a focal point finds in the morning. With RELAIS_README=1 it is put in its place.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { desktop } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { fits } from "./lib/look.mjs";
import { somebody } from "./lib/people.mjs";
import { programs } from "./lib/server.mjs";

const output = path.join(import.meta.dirname, "output");
const place = path.join(import.meta.dirname, "../../docs/images/worklist.png");
const here = house("readme", {
  fill: (data) => execFileSync(path.join(programs, "relais"), ["demo", "generate", "--cases", "40", "--seed", "7", "--data", data]),
});

test("the README shows a morning's worklist", async () => {
  const { page } = await somebody(here.chromium, here.server, "envoi", { size: desktop });
  await page.goto("/");
  await fits(page);
  assert.ok((await page.locator("main .work-item").count()) > 3, "a morning with work");
  mkdirSync(output, { recursive: true });
  await page.screenshot({ path: path.join(output, "worklist.png") });
  if (process.env.RELAIS_README) copyFileSync(path.join(output, "worklist.png"), place);
});
