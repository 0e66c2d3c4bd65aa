// One Chromium for all tests of a file. No network but the server under test, no profile that stays.
import { chromium } from "playwright-core";

const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 900 };

export async function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
}

/** A page of an empty profile; `faults` gathers what the browser complains about. */
export async function open(browser, at, { size = phone, language = "fr-FR", script = true, look = false } = {}) {
  const context = await browser.newContext({
    baseURL: at,
    viewport: size,
    locale: language,
    javaScriptEnabled: script,
    // axe is put into the page by the test; nothing else may get past the policy.
    bypassCSP: look,
  });
  // What is not there after that never comes; a test says so before its reader gets tired.
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    const expected = /status of (4\d\d|5\d\d)|ERR_INTERNET_DISCONNECTED|Response Status Error Code/.test(message.text());
    if (message.type() === "error" && !expected) faults.push(message.text());
  });
  return { page, context, faults };
}
