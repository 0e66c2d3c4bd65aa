// Builds web/dist: one style sheet, one script, one sprite of icons, the favicon, what keeps the offline copy and
// what a moving map needs; each under a name that carries its content's hash, with .gz and .br beside it, and a
// manifest that maps plain names to hashed ones.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { icons } from "./build/icons.mjs";
import { script } from "./build/script.mjs";
import { mapStyles, styles } from "./build/styles.mjs";
import { templates } from "./build/templates.mjs";
import { weigh, written } from "./build/output.mjs";
import { readFile } from "node:fs/promises";

const web = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(web, "dist");

const sources = await templates(path.join(web, ".."));
const files = {
  "app.css": await styles(web, sources),
  "app.js": await script(web, "app.ts"),
  "icons.svg": await icons(web, sources),
  "favicon.svg": await readFile(path.join(web, "src/favicon.svg")),
  "worker.js": await script(web, "worker.ts"),
  "map.js": await script(web, "map.ts"),
  "map.css": await mapStyles(web),
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const manifest = {};
for (const [name, content] of Object.entries(files)) {
  manifest[name] = await written(dist, name, content);
}
await writeFile(path.join(dist, "manifest.json"), JSON.stringify(manifest, null, 1));
weigh(manifest);
