// The steps of the main job, as a case worker takes them. Each leaves the page where the step leads.
import { arrived, fill, press, send, tick, unfold, words } from "./people.mjs";

const screened = {
  urgent_signs: ["none"],
  risk_level: "medium",
  sex: "female",
  age: "24",
  nationality: "CMR",
  entry_point: "airport",
  region: "CM002",
  status: "returnee_voluntary",
  rights_explained: "yes",
};

/** Searches the person, finds nobody, and opens a case; returns its address. `more` goes over the usual answers. */
export async function register(page, name, more = {}) {
  await page.goto("/dossiers/recherche");
  await fill(page, { name });
  await send(page);
  await press(page, page.locator("form[action='/dossiers/nouveau/suite'] button"));
  await fill(page, { ...screened, ...more });
  await send(page);
  return arrived(page, /^\/dossiers\/[0-9a-f]{32}$/);
}

/** Takes down what the person agreed to. `recipients` and `withheld` are names of organisations. */
export async function consent(page, home, { recipients = [], withheld = [], deciders = [], ...more } = {}) {
  await page.goto(`${home}/consentements/nouveau`);
  for (const box of await page.locator("[name=explained]").all()) {
    await unfold(box);
    await box.check();
  }
  await fill(page, {
    purpose: "referral",
    answer: "given",
    data_categories: ["identity", "need_service"],
    mode: "signature",
    language: "fra",
    ...more,
  });
  for (const name of recipients) await tick(page, "recipients", name);
  for (const name of withheld) await tick(page, "withheld_from", name);
  for (const name of deciders) await tick(page, "deciders", name);
  await send(page);
  return arrived(page, home);
}

/** Takes down a need; returns the address of the services that can take it. */
export async function need(page, home, code, urgency = "U", more = {}) {
  await page.goto(`${home}/besoins`);
  await fill(page, { need_code: code, urgency, severity: "2", ...more }, `form[action='${home}/besoins']`);
  await send(page, `form[action='${home}/besoins']`);
  return page.locator("main a[href*='/besoins/'][href$='/services']").last().getAttribute("href");
}

/** Prepares a referral to the organisation's service; returns the referral's address. */
export async function draft(page, services, organisation, more = {}) {
  await page.goto(services);
  await page.locator("label", { hasText: organisation }).locator("input[name=service]").first().check();
  await fill(page, more);
  await send(page);
  return arrived(page, /^\/referencements\/[0-9a-f]{32}$/);
}

/** Sends a prepared referral. */
export async function dispatch(page, referral) {
  await page.goto(referral);
  await press(page, page.locator(`form[action='${referral}/envoi'] button.btn-primary`).first());
  return words(page);
}

/** Takes a step of a referral or a case with these answers. */
export async function step(page, home, verb, fields = {}) {
  await page.goto(`${home}/etapes/${verb}`);
  await fill(page, fields);
  await send(page);
  return arrived(page, home);
}

/** A moment some days ahead, as a form writes it. */
export function ahead(days = 1) {
  return `${new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().slice(0, 10)}T09:00`;
}

/** On the page of needs: the person does not want help for this one. */
export async function refuse(page, title) {
  const card = page.locator(".card", { hasText: title }).last();
  await card.locator("summary").click();
  await press(page, card.locator("button[value=refused]"));
}

/** From the registration to a plan that another person approved: what a normal referral starts from. */
export async function planned(worker, supervisor, home) {
  await consent(worker, home, { purpose: "case_management" });
  await step(worker, home, "register");
  await step(worker, home, "start_assessment");
  await step(worker, home, "submit_assessment");
  await step(supervisor, home, "approve_assessment");
  await worker.goto(`${home}/plan`);
  await fill(worker, { "lines[0].line_type": { index: 1 }, "lines[0].line_status": { index: 1 } });
  await send(worker);
  await worker.goto(`${home}/plan`);
  const handIn = `form[action='${home}/plan/validation']`;
  await fill(worker, { agreed_on: new Date().toISOString().slice(0, 10) }, handIn);
  await send(worker, handIn);
  await step(supervisor, home, "approve_plan");
}
