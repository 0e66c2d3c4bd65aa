import { ANY, FAMILY, NAME, PAGE } from "./stored";

declare const self: ServiceWorkerGlobalScope;

const FILES = "/static/";
const PATIENCE = 8000;

const stored = (path: string) => caches.match(path, { ...ANY, cacheName: NAME });
const pause = (ms: number) => new Promise<undefined>((done) => setTimeout(done, ms, undefined));

const isPage = (answer: Response) =>
  answer.status === 200 && !answer.redirected && (answer.headers.get("content-type") ?? "").startsWith("text/html");

/** Says itself which copy it has, so that the answer may be `no-store`: what lay in the browser's own store as well,
 * « forget » could not reach. */
function ask(old: Response | undefined): Promise<Response> {
  const known = old?.headers.get("etag");
  const headers: HeadersInit = known ? { "if-none-match": known } : {};
  return fetch(PAGE, { cache: "no-cache", credentials: "same-origin", headers });
}

function named(page: string): Set<string> {
  return new Set([...page.matchAll(/ (?:href|src)="(\/static\/[\w.-]+)/g)].map(([, file]) => file));
}

/** The files before the page, so that a line that breaks leaves the copy of before whole. */
async function store(cache: Cache, answer: Response): Promise<void> {
  const files = named(await answer.clone().text());
  for (const file of files) if (!(await cache.match(file, ANY))) await cache.add(file);
  await cache.put(PAGE, answer);
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path !== PAGE && !files.has(path)) await cache.delete(request, ANY);
  }
}

/** All through the store opened first: what is forgotten meanwhile does not come back. */
async function refresh(): Promise<void> {
  const cache = await caches.open(NAME);
  const answer = await ask(await cache.match(PAGE, ANY));
  if (isPage(answer)) await store(cache, answer);
  // The directory is public no longer.
  else if (answer.status === 404 || answer.status === 410) await caches.delete(NAME);
}

const tried = () => refresh().catch(() => {});

async function tidy(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

let redirected = 0;

async function page(request: Request, path: string): Promise<Response> {
  // Who was just sent to the copy has waited already.
  const waited = path === PAGE && Date.now() - redirected < PATIENCE;
  const live = waited ? Promise.reject(new Error()) : fetch(request);
  const answer = await Promise.race([live, pause(PATIENCE)]).catch(() => undefined);
  if (answer) return answer;
  const copy = await stored(PAGE);
  if (!copy) return waited ? fetch(request) : live;
  const [, id] = /^\/trouver\/([\da-f-]{36})$/i.exec(path) ?? [];
  if (!id) return copy;
  redirected = Date.now();
  return Response.redirect(`${PAGE}#s-${id}`);
}

/** Names carry the content: what is stored under one is what the network would answer. */
const file = async (request: Request, path: string) => (await stored(path)) ?? fetch(request);

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(tried());
});

self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("message", (event) => {
  if (event.data === "refresh") event.waitUntil(tried().then(() => event.ports[0]?.postMessage("done")));
});

/** Only pages of the public directory and the files they name; all else goes its way as if there were no worker. */
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const visit = request.mode === "navigate";
  if (visit && /^\/trouver(\/|$)/.test(pathname)) event.respondWith(page(request, pathname));
  else if (!visit && pathname.startsWith(FILES)) event.respondWith(file(request, pathname));
});
