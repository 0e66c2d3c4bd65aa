import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** What files may weigh over the wire, in bytes after gzip: what a first visit fetches (design §3); the worker, which
 * every visit to the public directory may check; and the map, almost all of it Leaflet, for who asks to move one. */
const budgets = {
  "app.css": 25 * 1024,
  "app.js": 22 * 1024,
  "icons.svg": 5 * 1024,
  "favicon.svg": 1024,
  "worker.js": 1.5 * 1024,
  "map.js": 44 * 1024,
  "map.css": 2 * 1024,
};

/** Writes a file under its hashed name, plain and compressed; answers the entry of the manifest. */
export async function written(dist, name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const { name: stem, ext } = path.parse(name);
  const hashed = `${stem}.${hash}${ext}`;
  const gz = gzipSync(bytes, { level: 9 });
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  await writeFile(path.join(dist, hashed), bytes);
  await writeFile(path.join(dist, `${hashed}.gz`), gz);
  await writeFile(path.join(dist, `${hashed}.br`), br);
  return { file: hashed, bytes: bytes.length, gz: gz.length, br: br.length };
}

/** Prints what each file weighs, and fails when one is over its budget. */
export function weigh(manifest) {
  let over = false;
  for (const [name, { bytes, gz, br }] of Object.entries(manifest)) {
    const heavy = gz > budgets[name];
    over ||= heavy;
    console.log(`${name.padEnd(12)} ${bytes} B, gzip ${gz} B, brotli ${br} B${heavy ? `  over ${budgets[name]} B` : ""}`);
  }
  if (over) process.exitCode = 1;
}
