// What a file of browser tests works in: a folder of its own, a program that serves from it, one Chromium. All of it is
// gone when the file has ended.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before } from "node:test";
import { browser } from "./browser.mjs";
import { serve } from "./server.mjs";

const demonstration = ["demo", "serve", "--bare"];

/**
 * Opens it before the tests of a file and closes it after them. `words` start the program, by default a demonstration
 * without a history; `fill` puts something into the folder before that, and `begin` acts in the running program: hooks of
 * a file do not wait for each other.
 */
export function house(name, { words = demonstration, fill, begin } = {}) {
  const here = {};
  before(async () => {
    here.folder = mkdtempSync(path.join(tmpdir(), `relais-${name}-`));
    here.data = path.join(here.folder, "data");
    fill?.(here.data);
    here.chromium = await browser();
    here.server = await serve("relais", [...words, "--data", here.data, "--listen", "127.0.0.1:0"]);
    await begin?.(here);
  });
  after(async () => {
    await here.chromium?.close();
    await here.server?.end();
    if (here.folder) rmSync(here.folder, { recursive: true, force: true });
  });
  return here;
}
