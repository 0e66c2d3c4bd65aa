import { readFile } from "node:fs/promises";
import path from "node:path";

/** One sprite of the Tabler icons that templates (`icon(frame, "home")`) and Rust (`Icon("home")`) name. */
export async function icons(web, { html, rust }) {
  const names = new Set();
  for (const [, name] of html.matchAll(/icon(?:_name)?\s*(?:=|\(\s*frame\s*,)\s*"([a-z0-9-]+)"/g)) names.add(name);
  for (const [, name] of rust.matchAll(/Icon\("([a-z0-9-]+)"\)/g)) names.add(name);
  const symbols = await Promise.all([...names].sort().map((name) => symbol(web, name)));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

async function symbol(web, name) {
  const file = path.join(web, `node_modules/@tabler/icons/icons/outline/${name}.svg`);
  const svg = await readFile(file, "utf8").catch(() => {
    throw new Error(`no Tabler icon is called "${name}"`);
  });
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.indexOf("</svg>")).replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replaceAll(" />", "/>")}</symbol>`;
}
