// The persons of the scenario (domain §8.1), from the first meeting to the answers. Every name is invented.
import assert from "node:assert/strict";
import { test } from "node:test";
import { desktop, phone } from "./lib/browser.mjs";
import { house } from "./lib/house.mjs";
import { fits } from "./lib/look.mjs";
import { arrived, fill, invited, place, press, send, somebody, tick, words } from "./lib/people.mjs";
import { ahead, consent, dispatch, draft, need, planned, refuse, register, step } from "./lib/steps.mjs";

const here = house("personas");

const onPhone = { size: phone, script: false };
const onDesk = { size: desktop };

/** The receiver accepts, serves and reports; ends on the referral's page. */
async function served(page, referral) {
  await step(page, referral, "accept", { plan: "appointment", at: ahead() });
  await step(page, referral, "start_service");
  await step(page, referral, "record_outcome", { outcome: "fully" });
  await step(page, referral, "give_feedback", { next: "none" });
}

/** Everything a role can reach by links from its first page, once each. */
async function everything(page) {
  const seen = new Set();
  const queue = ["/", "/dossiers", "/journal", "/annuaire/mes-services"];
  const all = [];
  while (queue.length) {
    const address = queue.shift();
    if (seen.has(address) || /^\/(quitter|static|annuaire(\?|$|\/services)|administration\/structures)/.test(address)) continue;
    seen.add(address);
    const answer = await page.request.get(address);
    const text = await answer.text();
    all.push({ address, text });
    for (const [, href] of text.matchAll(/<a[^>]* href="(\/[^"#]*)/g)) queue.push(href.replaceAll("&amp;", "&"));
  }
  return all;
}

test("persona 1: a survivor is helped under an alias, and what only the annexes hold is seen by nobody else", async () => {
  const person = "Personne-Test Quinquette";
  const secret = "girouette-annexe";
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", onPhone);
  const home = await register(worker, person, {
    alias: "Alias-Test Lampion",
    urgent_signs: ["sexual_violence_72h", "pregnancy"],
    risk_level: "high",
    vulnerability_flags: ["gbv_survivor"],
    contact_channel: "phone",
    contact_detail: "600 00 00 00",
    may_leave_message: "no",
  });
  await consent(worker, home, {
    recipients: ["Hôpital de district Nord", "Femmes Debout", "Sérénité"],
    withheld: ["Poste de police aux frontières", "Écoute+"],
    data_categories: ["identity", "contact", "need_service", "mhpss"],
    withheld_reason: "fear_of_harm",
    contact_restrictions: "consigne-test : ne pas appeler la belle-famille",
  });
  await worker.goto(`${home}/annexes`);
  await fill(worker, { gbv_type: "rape", gbv_notes: secret, trafficking_possible: true });
  await send(worker);
  await arrived(worker, /^\/dossiers\/[0-9a-f]{32}(\/annexes)?$/);

  const { page: sender } = await somebody(here.chromium, here.server, "envoi", onPhone);
  const referrals = {};
  for (const [code, urgency, organisation, region] of [
    ["health", "E", "Hôpital de district Nord"],
    ["psychological_intervention", "U", "Sérénité"],
    ["safe_shelter", "U", "Femmes Debout", "CM005"],
  ]) {
    // The shelter stands in another region, where she goes.
    if (region) {
      await worker.goto(`${home}/identification`);
      await fill(worker, { region });
      await send(worker);
      await arrived(worker, home);
    }
    const services = await need(worker, home, code, urgency);
    referrals[organisation] = await draft(worker, services, organisation);
    assert.match(await dispatch(sender, referrals[organisation]), /envoyé/i);
  }

  // Legal aid is offered and refused: noted, and nothing of it leaves.
  await need(worker, home, "legal_aid", "N", { person_wants_help: "no" });
  await refuse(worker, "Aide juridique");

  // Whom she does not want to know cannot be chosen.
  const services = await need(worker, home, "psychosocial_activity", "N");
  await worker.goto(services);
  assert.equal(await worker.locator("label", { hasText: "Écoute+" }).locator("input[name=service]:enabled").count(), 0);

  const { page: hospital } = await somebody(here.chromium, here.server, "hopital", onPhone);
  await hospital.goto(referrals["Hôpital de district Nord"]);
  assert.doesNotMatch(await hospital.content(), /Quinquette|Lampion/);
  await step(hospital, referrals["Hôpital de district Nord"], "accept", { plan: "contact_by", at: ahead() });
  assert.match(await hospital.content(), /Lampion|Quinquette/);
  await fits(hospital);

  // The shelter is hidden: nobody but its people and the sender reads its name in a referral.
  const { page: shelter } = await somebody(here.chromium, here.server, "femmes", onPhone);
  await served(shelter, referrals["Femmes Debout"]);

  const others = ["superviseur", "envoi", "hopital", "soignant", "femmes", "coordination", "donnees", "administration", "gestionnaire-centre", "interprete", "chauffeur", "frontiere", "annuaire"];
  for (const login of others) {
    const { page, context } = await somebody(here.chromium, here.server, login, onDesk);
    for (const { address, text } of await everything(page)) {
      assert.ok(!text.includes(secret), `${login} reads the annex at ${address}`);
      // The register of processing tells whose data there are in general, not who anybody is.
      if (address !== "/registre") assert.doesNotMatch(text, /<dd[^>]*>[^<]*(Viol |Survivant|Rape|survivor)/i, `${login} at ${address}`);
      assert.doesNotMatch(address, /Quinquette|Lampion/);
      if (["coordination", "donnees", "administration", "gestionnaire-centre", "interprete", "chauffeur", "frontiere", "annuaire"].includes(login)) {
        assert.doesNotMatch(text, /Quinquette|Lampion/, `${login} at ${address}`);
      }
    }
    for (const address of [`${home}/annexes`, `${home}/identite`]) {
      const status = (await page.request.get(address)).status();
      if (address.endsWith("annexes")) assert.equal(status, 404, `${login} ${address}`);
    }
    await context.close();
  }

  // Another organisation that searches her by name finds nobody; her own does.
  const { page: elsewhere } = await somebody(here.chromium, here.server, "gestionnaire-centre", onPhone);
  const { page: colleague } = await somebody(here.chromium, here.server, "gestionnaire", onPhone);
  for (const [page, found] of [[elsewhere, 0], [colleague, 1]]) {
    await page.goto("/dossiers/recherche");
    await fill(page, { name: person });
    await send(page);
    assert.equal(await page.locator("main .work-item a[href^='/dossiers/']").count(), found);
  }
});

test("persona 2: a child alone is asked too, and two people decide where the uncle has an interest", async () => {
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", onPhone);
  const home = await register(worker, "Personne-Test Cinquecento", {
    urgent_signs: ["child_alone"],
    risk_level: "high",
    sex: "male",
    age: "16",
    status: "uasc",
    return_from: "DZA",
    region: "CM005",
    vulnerability_flags: ["child_alone"],
  });
  const asked = { recipients: ["Centre social « Wouri »", "Racines"], data_categories: ["identity", "need_service", "family"] };
  // Neither the child alone nor the uncle: both are refused, with the words beside their field.
  for (const [given_by, relation] of [["self", ""], ["caregiver", "oncle"]]) {
    await assert.rejects(consent(worker, home, { ...asked, given_by, relation, assent: "given" }), /instead of/);
    assert.ok((await worker.locator("#f-given_by[aria-invalid=true]:visible").count()) === 1, given_by);
  }
  await consent(worker, home, {
    ...asked,
    given_by: "best_interests",
    assent: "given",
    deciders: ["Superviseur", "Protection de l’enfance"],
    decider_roles: ["R05", "R09"],
  });

  const { page: sender } = await somebody(here.chromium, here.server, "envoi", onPhone);
  for (const [code, organisation, login] of [
    ["safe_shelter", "Centre social « Wouri »", "wouri"],
    ["family_tracing", "Racines", "racines"],
  ]) {
    const referral = await draft(worker, await need(worker, home, code, "U"), organisation);
    assert.match(await dispatch(sender, referral), /envoyé/i);
    const { page: receiver } = await somebody(here.chromium, here.server, login, onPhone);
    await receiver.goto(referral);
    assert.doesNotMatch(await receiver.content(), /Cinquecento/);
    await step(receiver, referral, "accept", { plan: "appointment", at: ahead() });
    assert.match(await receiver.content(), /Cinquecento/);
  }

  // His case goes to a home for children: refused first for want of a place, taken when one is free.
  const home5 = "Maison Bétamba";
  const { page: head } = await invited(here.chromium, here.server, home5, "betamba-r05", ["R05"], onPhone, "betamba");
  const { page: next } = await invited(here.chromium, here.server, home5, "betamba-r04", ["R04"], onPhone, "betamba");
  await consent(worker, home, {
    ...asked,
    purpose: "transfer",
    recipients: [home5],
    data_categories: ["identity", "contact", "need_service", "family", "protection"],
    given_by: "best_interests",
    assent: "given",
    deciders: ["Superviseur", "Protection de l’enfance"],
    decider_roles: ["R05", "R09"],
  });
  const refused = await handedOver(worker, home, home5);
  await head.goto(refused);
  assert.doesNotMatch(await head.content(), /Cinquecento/);
  await fill(head, { reason: "no_capacity" }, `form[action='${refused}/refuser']`);
  await press(head, head.locator(`form[action='${refused}/refuser'] button`).first());
  assert.equal((await next.request.get(home)).status(), 404, "a refusal moves nothing");

  const taken = await handedOver(worker, home, home5);
  assert.notEqual(taken, refused);
  await head.goto(taken);
  await head.locator(`form[action='${taken}/accepter'] [name=manager]`).first().check();
  await send(head, `form[action='${taken}/accepter']`);
  await next.goto(home);
  assert.equal(place(next), home, "the case is theirs");
  await fits(next);
  assert.equal((await worker.request.get(home)).status(), 404, "and no more of those who gave it");
});

/** Asks an organisation to take the case over; returns the transfer's address. */
async function handedOver(page, home, organisation) {
  await page.goto(`${home}/transfert`);
  await tick(page, "to", organisation);
  await fill(page, { reason: "foyer adapté à son âge", handover: "premier entretien fait, école à prévoir" });
  await send(page);
  return arrived(page, /^\/transferts\/[0-9a-f]{32}$/);
}

test("persona 3: a training, a refusal for want of papers, and the minimum to a company", async () => {
  const person = "Personne-Test Quatretemps";
  const { page: worker, faults } = await somebody(here.chromium, here.server, "gestionnaire", onDesk);
  const home = await register(worker, person, {
    sex: "male",
    age: "33",
    status: "returnee_forced",
    region: "CM005",
    return_from: "FRA",
  });
  const { page: supervisor } = await somebody(here.chromium, here.server, "superviseur", onDesk);
  await planned(worker, supervisor, home);
  await consent(worker, home, {
    recipients: ["Soudure & Métal", "agence de Douala", "Cellule insertion", "Mboa Finance"],
    data_categories: ["identity", "contact", "need_service", "economic"],
  });
  const { page: sender } = await somebody(here.chromium, here.server, "envoi", onDesk);
  const sent = async (code, organisation, more) => {
    const referral = await draft(worker, await need(worker, home, code, "N"), organisation, more);
    assert.match(await dispatch(sender, referral), /envoyé/i);
    return referral;
  };

  const training = await sent("vocational_training", "Soudure & Métal");
  const { page: trainer } = await somebody(here.chromium, here.server, "soudure", onDesk);
  await served(trainer, training);

  const job = await sent("employment", "agence de Douala");
  const { page: agency } = await invited(here.chromium, here.server, "Fonds emploi, agence de Douala", "agence", ["R07", "R08"], onDesk);
  await agency.goto(job);
  assert.doesNotMatch(await agency.content(), /Quatretemps/);
  await step(agency, job, "decline", { reason: "not_eligible", note: "papiers à refaire" });
  assert.doesNotMatch(await agency.content(), /Quatretemps/);

  // The sender reads why, and asks a company, which never learns more than it needs.
  await sender.goto(job);
  assert.match(await words(sender), /non éligible[\s\S]*papiers à refaire|papiers à refaire[\s\S]*/i);
  await press(sender, sender.locator(`a[href='${job}/reorientation']`));
  await sender.locator("label", { hasText: "Cellule insertion" }).locator("input[name=service]").first().check();
  await fill(sender, { disclosure: "pseudonymous" });
  await send(sender);
  const company = await arrived(sender, /^\/referencements\/[0-9a-f]{32}$/);
  assert.notEqual(company, job);
  assert.match(await dispatch(sender, company), /envoyé/i);
  const { page: desk } = await invited(here.chromium, here.server, "Cellule insertion", "insertion", ["R07", "R08"], onDesk);
  await served(desk, company);
  assert.doesNotMatch(await desk.content(), /Quatretemps/);

  await sent("finance", "Mboa Finance");
  await sender.goto("/");
  for (const referral of [training, company]) {
    assert.ok((await sender.locator(`a[href='${referral}']`).count()) > 0, "each answer is on the sender's list");
  }
  assert.deepEqual(faults, []);
});

test("a person who gives no name is registered and referred without one", async () => {
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", onPhone);
  await worker.goto("/dossiers/recherche");
  await worker.locator("main a[href='/dossiers/nouveau']").click();
  await fill(worker, {
    urgent_signs: ["no_shelter"],
    risk_level: "medium",
    anonymous: true,
    sex: "female",
    age: "30",
    nationality_why: "refused",
    entry_point: "airport",
    region: "CM002",
    status: "returnee_voluntary",
    rights_explained: "yes",
  });
  await send(worker);
  const home = await arrived(worker, /^\/dossiers\/[0-9a-f]{32}$/);
  await consent(worker, home, { recipients: ["Hôpital de district Nord"], data_categories: ["need_service"] });
  const services = await need(worker, home, "health");
  const referral = await draft(worker, services, "Hôpital de district Nord", { disclosure: "pseudonymous" });
  const { page: sender } = await somebody(here.chromium, here.server, "envoi", onPhone);
  assert.match(await dispatch(sender, referral), /envoyé/i);
  const { page: hospital } = await somebody(here.chromium, here.server, "hopital", onPhone);
  await step(hospital, referral, "accept", { plan: "appointment", at: ahead() });
  assert.equal(place(hospital), referral);
});

test("the loop once more in English, on a desktop, with a consent that is missing first", async () => {
  const english = { size: desktop, language: "en-GB" };
  const { page: worker } = await somebody(here.chromium, here.server, "gestionnaire", english);
  const home = await register(worker, "Test-Person Quickstep");
  const services = await need(worker, home, "health");
  const referral = await draft(worker, services, "district");
  const { page: sender } = await somebody(here.chromium, here.server, "envoi", english);
  await sender.goto(referral);
  await press(sender, sender.getByRole("button", { name: "Send", exact: true }));
  assert.match(await words(sender), /consent/i, "what holds it is said");
  await sender.getByRole("link", { name: "Ask for consent" }).waitFor();
  await consent(worker, home, { recipients: ["district"], language: "eng" });
  assert.match(await dispatch(sender, referral), /sent/i);
  const { page: hospital } = await somebody(here.chromium, here.server, "hopital", english);
  await served(hospital, referral);
  await step(sender, referral, "read_feedback");
  await step(sender, referral, "close", { settlement: "confirmed" });
  assert.match(await words(sender), /closed/i);
});
