import { pressed } from "./press";
import { ANY, FAMILY, PAGE } from "./stored";

const SCOPE = "/trouver";
const CHOICE = "copy";

const has = async () => Boolean(await caches.match(PAGE, ANY));

const declined = () => localStorage.getItem(CHOICE) === "no";

function show(words: HTMLElement, kept: boolean): void {
  const set = (parts: string, hidden: boolean) =>
    words.querySelectorAll<HTMLElement>(parts).forEach((part) => (part.hidden = hidden));
  set("[data-copy-forget], [data-copy-kept]", !kept);
  set("[data-copy-keep], [data-copy-gone]", kept);
  words.hidden = false;
}

/** A new worker fetches the copy while it installs itself; one that stands already is asked. */
async function fetched(): Promise<void> {
  const { active, installing, waiting } = await navigator.serviceWorker.register(`${PAGE}.js`, { scope: SCOPE });
  await new Promise((done) => {
    if (!active) return (installing ?? waiting)?.addEventListener("statechange", done);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    active.postMessage("refresh", [port2]);
  });
}

async function keep(): Promise<void> {
  localStorage.removeItem(CHOICE);
  await fetched();
}

async function forget(): Promise<void> {
  localStorage.setItem(CHOICE, "no");
  await (await navigator.serviceWorker.getRegistration(SCOPE))?.unregister();
  const names = (await caches.keys()).filter((name) => name.startsWith(FAMILY));
  await Promise.all(names.map((name) => caches.delete(name)));
}

function choice(words: HTMLElement, button: string, act: () => Promise<void>): void {
  pressed(words.querySelector(button)!, async () => {
    await act().catch(() => {});
    show(words, await has());
    words.querySelector<HTMLElement>("button:not([hidden])")?.focus();
  });
}

/** Says what is kept only when it is: on a slow line the copy may come long after the page, or not at all. */
async function begin(words: HTMLElement): Promise<void> {
  if (declined()) return show(words, false);
  if (await has()) show(words, true);
  await fetched();
  if (await has()) show(words, true);
}

/** The public directory is kept on the device for when there is no network, and `<p data-copy hidden>` says so. Phones
 * are shared: who has it forgotten is not asked again, and nothing stays but that answer. */
export function copy(): void {
  const words = document.querySelector<HTMLElement>("[data-copy]");
  if (!words || !navigator.serviceWorker) return;
  choice(words, "button[data-copy-forget]", forget);
  choice(words, "button[data-copy-keep]", keep);
  // After the page itself, which matters more on a slow line; a browser that stores nothing for us is left in peace.
  const start = () => begin(words).catch(() => {});
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start);
}
