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
  return small("app.css", `${purged.css}\n${own}`);
}

/** Leaflet's sheet without what our map has not (markers, tiles, popups, layers, and the images they name), then ours. */
export async function mapStyles(web) {
  const leaflet = path.join(web, "node_modules/leaflet/dist/leaflet.css");
  const [purged] = await new PurgeCSS().purge({
    content: [],
    css: [{ raw: await readFile(leaflet, "utf8") }],
    safelist: [/^leaflet-(?!.*(marker|tile|icon|layers|popup|tooltip|attribution|scale|vml|oldie|retina|right|bottom))/, "svg", "path"],
  });
  if (purged.css.includes("url(")) throw new Error("the style of the map names an image");
  const own = await readFile(path.join(web, "src/map.css"), "utf8");
  return small("map.css", `${purged.css}\n${own}`);
}

function small(filename, css) {
  return transform({ filename, code: Buffer.from(css), minify: true, targets: oldest }).code;
}
