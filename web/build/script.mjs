import path from "node:path";
import { build } from "esbuild";

/** One script of its own that old phones can read: `src/app.ts` with htmx, `src/map.ts` with Leaflet, `src/worker.ts`. */
export async function script(web, entry) {
  const result = await build({
    entryPoints: [path.join(web, "src", entry)],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    // The smaller of its two forms; it puts nothing into the window.
    alias: { leaflet: path.join(web, "node_modules/leaflet/dist/leaflet-src.esm.js") },
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}
