// A ministry's own sign-on, played by a small service of this file: somebody links the account, comes in by it, and is still
// asked for the second factor unless the service says that one was given there.
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { after, test } from "node:test";
import { open, phone } from "./lib/browser.mjs";
import { oneTimeCode } from "./lib/factor.mjs";
import { house } from "./lib/house.mjs";
import { accessible, fits } from "./lib/look.mjs";
import { arrived, fill, place, press, send, words } from "./lib/people.mjs";

const password = "quatre lampes vertes dehors";
const login = "admin@essai.invalid";
const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const codes = new Map();
let said = {};

const ministry = createServer(async (request, response) => {
  const url = new URL(request.url, at());
  const tell = (value, status = 200) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (url.pathname === "/.well-known/openid-configuration")
    return tell({
      issuer: at(),
      authorization_endpoint: `${at()}/authorize`,
      token_endpoint: `${at()}/token`,
      jwks_uri: `${at()}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["EdDSA"],
    });
  if (url.pathname === "/jwks") return tell({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", use: "sig", alg: "EdDSA" }] });
  if (url.pathname === "/authorize") {
    const code = `code-${codes.size}`;
    codes.set(code, url.searchParams);
    const back = new URL(url.searchParams.get("redirect_uri"));
    back.searchParams.set("code", code);
    back.searchParams.set("state", url.searchParams.get("state"));
    return response.writeHead(302, { location: String(back) }).end();
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const asked = new URLSearchParams(body);
  const went = codes.get(asked.get("code"));
  const hash = createHash("sha256").update(asked.get("code_verifier")).digest("base64url");
  if (went?.get("code_challenge") !== hash) return tell({ error: "invalid_grant" }, 400);
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: at(), aud: "relais", sub: "agent-7", nonce: went.get("nonce"), iat: now, exp: now + 300, ...said };
  const token = `${part({ alg: "EdDSA", kid: "k" })}.${part(claims)}`;
  const signature = sign(null, Buffer.from(token), privateKey).toString("base64url");
  tell({ access_token: "x", token_type: "Bearer", id_token: `${token}.${signature}` });
});
const at = () => `http://127.0.0.1:${ministry.address().port}`;

ministry.listen(0, "127.0.0.1");
await new Promise((ready) => ministry.once("listening", ready));
const here = house("sign-on", { words: ["serve"], fill: settings });
after(() => ministry.close());

function settings(data) {
  mkdirSync(data, { recursive: true });
  const oidc = `[oidc]\nissuer = "${at()}"\nclient = "relais"\nsecret = "secret"\nname_fr = "Connexion du ministère"\nname_en = "Ministry sign-on"\nstrong = ["mfa"]\nplain_http = true\n`;
  writeFileSync(path.join(data, "relais.toml"), oidc, { mode: 0o600 });
}

test("an account that its person linked opens by the ministry's sign-on, and the second factor stays", async () => {
  const code = await here.server.said(/\/installation .*\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/);
  const { page, faults } = await open(here.chromium, here.server.address, { size: phone, look: true });
  await page.goto("/installation");
  await fill(page, {
    code,
    organisation_name_fr: "Secrétariat d’essai",
    organisation_code: "SECR",
    name: "Personne-Test Administrative",
    login,
    password,
    again: password,
    undertaken: true,
  });
  await page.locator("[name=organisation_kind]").selectOption({ index: 1 });
  await send(page);
  await send(page, "form[action='/compte/second-facteur']");
  const key = await page.locator(".secret code").innerText();
  await fill(page, { code: oneTimeCode(key) }, "form[action='/compte/second-facteur/code']");
  await send(page, "form[action='/compte/second-facteur/code']");

  // Nobody who was not linked comes in.
  const stranger = await open(here.chromium, here.server.address, { size: phone, script: false });
  await stranger.page.goto("/connexion");
  await stranger.page.getByRole("link", { name: "Connexion du ministère" }).click();
  await stranger.page.locator("[role=alert], #faults").first().waitFor();
  assert.match(await words(stranger.page), /relié à aucun compte/);

  await page.goto("/compte");
  await page.getByRole("link", { name: "Relier", exact: true }).click();
  await arrived(page, "/compte");
  assert.match(await words(page), /Relié à ce compte/);
  await accessible(page);
  await fits(page);

  // In by it; the second factor is asked for.
  await page.context().clearCookies();
  await page.goto("/administration/personnes");
  await arrived(page, "/connexion");
  await accessible(page);
  await fits(page);
  await page.getByRole("link", { name: "Connexion du ministère" }).click();
  await arrived(page, "/connexion/code");

  // Unless the service says that one was given there, in words that the settings know.
  said = { amr: ["pwd", "mfa"] };
  await page.context().clearCookies();
  await page.goto("/administration/personnes");
  await page.getByRole("link", { name: "Connexion du ministère" }).click();
  await arrived(page, "/administration/personnes");
  assert.deepEqual(faults, []);

  await page.goto("/compte");
  await press(page, page.locator("form[action='/compte/externe/fin'] button"));
  assert.match(await words(page), /Pas relié/);
  assert.equal(place(page), "/compte");
});
