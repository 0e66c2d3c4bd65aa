// A case worker asks a driver, who sees a task and nothing of the case, and reads the answer on the case's page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, fill, invited, place, press, send, somebody, words } from "./lib/people.mjs";
import { ahead, register } from "./lib/steps.mjs";

const here = house("missions");
const name = "Personne Mission";

test("dp 40: a driver takes a task on a telephone without script, and learns nothing of the case", async () => {
  const { page: driver } = await invited(
    here.chromium,
    here.server,
    "Passerelle",
    "chauffeur",
    ["R25"],
    { size: phone, script: false },
    "superviseur",
  );
  const { page: worker, faults } = await somebody(here.chromium, here.server, "gestionnaire", { size: desktop, look: true });
  const home = await register(worker, name);
  const code = (await worker.locator("h1").innerText()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
  await press(worker, worker.locator(`main a[href='${home}/missions']`));
  assert.match(await words(worker), /rien du dossier/);
  await fits(worker);
  await accessible(worker);
  const receiver = worker.locator("[name=receiver] option", { hasText: "Collègue de test" }).first();
  const order = {
    kind: "driver",
    receiver: await receiver.getAttribute("value"),
    begins: ahead(2),
    ends: ahead(2).replace("T09:00", "T11:30"),
    place: `chez ${name}`,
    destination: "Arrivee-Test",
  };
  await fill(worker, order);
  await send(worker, `form[action='${home}/missions']`);
  assert.match(await words(worker), /contient le nom de la personne/);
  await fill(worker, { place: "Lieu-Test, entrée nord" });
  await send(worker, `form[action='${home}/missions']`);
  assert.match(await words(worker), /La mission est demandée/);
  await accessible(worker);

  await driver.goto("/");
  await fits(driver);
  await press(driver, driver.locator("main .work-item a[href^='/missions/']"));
  const mission = await arrived(driver, /^\/missions\/[0-9a-f]{32}$/);
  await fits(driver);
  const seen = await driver.content();
  assert.match(seen, /Lieu-Test, entrée nord/);
  for (const word of [name, code, home]) assert.ok(!seen.includes(word), word);
  await press(driver, driver.locator("button[value=take]"));
  assert.match(await words(driver), /Votre réponse est enregistrée/);
  await fits(driver);
  for (const closed of [home, `${home}/missions`]) {
    await driver.goto(closed);
    assert.match(await words(driver), /introuvable/);
  }
  await driver.goto("/dossiers");
  assert.match(await words(driver), /Aucun dossier ouvert/);
  await driver.goto("/missions");
  await fits(driver);

  await worker.goto(home);
  assert.match(await words(worker), /Transport, mission [0-9A-Z-]+/);
  assert.match(await worker.locator("section[aria-labelledby=missions]").innerText(), /Prise/);
  await press(worker, worker.locator("section[aria-labelledby=missions] a").first());
  await accessible(worker);
  await fill(worker, { begins: ahead(3), ends: ahead(3).replace("T09:00", "T10:00") });
  await send(worker, `form[action='${place(worker)}']`);
  assert.match(await words(worker), /une réponse est attendue de nouveau/);

  await driver.goto(mission);
  await driver.locator("summary", { hasText: "Je ne peux pas" }).click();
  await driver.locator("input[name=declined][value=no_vehicle]").check();
  await press(driver, driver.locator("button[value=decline]"));
  assert.doesNotMatch(await words(driver), /Lieu-Test/);
  await worker.goto("/");
  const task = worker.locator("main .work-item", { hasText: "Mission déclinée" });
  assert.equal(await task.count(), 1);
  await press(worker, task.locator("a"));
  await press(worker, worker.locator("form[action$='/annulation'] button"));
  assert.match(await words(worker), /La mission est annulée/);
  assert.deepEqual(faults, []);
});
