import { readFile } from "node:fs/promises";
import path from "node:path";
import oldest from "./targets.mjs";
import { transform } from "lightningcss";
import { PurgeCSS } from "purgecss";

/** Tabler, purged to the classes that the templates and islands use, then our own sheet. */
export async function styles(web, { html, script }) {
  const tabler = path.join(web, "node_modules/@tabler/core/dist/css/tabler.css");
  const [purged] = await new PurgeCSS().purge({
    content: [{ raw: `<html><body>${html}</body></html>`, extension: "html" }, { raw: script, extension: "ts" }],
    css: [{ raw: await readFile(tabler, "utf8") }],
    defaultExtractor: (text) => text.match(/[A-Za-z][A-Za-z0-9_-]*/g) ?? [],
    blocklist: [/data-bs-theme/, /^navbar/, /^dropdown/, /^offcanvas/, /^modal/, /^ts-/, /^litepicker/, /^apexcharts/],
    keyframes: true,
    variables: true,
  });
  const own = await readFile(path.join(web, "src/relais.css"), "utf8");
  const { code } = transform({
    filename: "app.css",
    code: Buffer.from(`${purged.css}\n${own}`),
    minify: true,
    targets: oldest,
  });
  return code;
}
