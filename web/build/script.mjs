import path from "node:path";
import { build } from "esbuild";

/** One script of its own that old phones can read: `src/app.ts` with htmx and `src/worker.ts`. */
export async function script(web, entry) {
  const result = await build({
    entryPoints: [path.join(web, "src", entry)],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}
