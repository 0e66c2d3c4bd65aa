// An installation whose keys a passphrase locks shows its lock, on a phone without script and on a desktop with it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, budgets, fits, weigh } from "./lib/look.mjs";
import { arrived, fill, place, reader, send, words } from "./lib/people.mjs";
import { programs, serve } from "./lib/server.mjs";

const passphrase = "girafe lagune marmite pluie";
const here = house("lock", { begin });

/** Founds, stops, locks, and starts again: the house of the test is the one behind the lock. */
async function begin(at) {
  await at.server.end();
  execFileSync(path.join(programs, "relais"), ["keys", "lock", "--data", at.data], {
    input: `${passphrase}\n${passphrase}\n`,
  });
  at.server = await serve("relais", ["demo", "serve", "--bare", "--data", at.data, "--listen", "127.0.0.1:0"]);
}

test("sec43: whatever is asked for leads to the lock, and the passphrase opens the installation", async () => {
  const small = await reader(here.chromium, here.server, { size: phone, script: false });
  const bytes = await weigh(small.page, () => small.page.goto("/dossiers"));
  assert.ok(bytes <= budgets.first, `${bytes} bytes`);
  await fits(small.page);
  await fill(small.page, { words: "girafe lagune" });
  await send(small.page);
  assert.match(await words(small.page), /Ce n’est pas la phrase secrète/);

  const large = await reader(here.chromium, here.server, { size: desktop, language: "en-GB", look: true });
  await large.page.goto("/");
  assert.equal(await large.page.locator("h1").innerText(), "Installation locked");
  await accessible(large.page);
  await fill(large.page, { words: "girafe lagune" });
  await send(large.page);
  assert.match(await words(large.page), /not the passphrase of this installation/);
  await accessible(large.page);
  await fill(large.page, { words: passphrase });
  await send(large.page);
  await arrived(large.page, "/connexion");
  assert.equal(place(large.page), "/connexion");
  assert.deepEqual(large.faults, []);
});
