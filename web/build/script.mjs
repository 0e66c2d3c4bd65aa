import path from "node:path";
import { build } from "esbuild";

/** htmx and our islands, in one script that old phones can read. */
export async function script(web) {
  const result = await build({
    entryPoints: [path.join(web, "src/app.ts")],
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
