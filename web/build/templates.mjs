import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** All files under `folder` that end with one of `endings`. */
async function under(folder, endings) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

async function read(files) {
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

/** The text of everything that names style classes or icons: the templates, the islands, and the Rust sources (icons). */
export async function templates(root) {
  const crates = (await readdir(path.join(root, "crates"))).sort();
  const of = async (folder, endings) =>
    (await Promise.all(crates.map((crate) => under(path.join(root, "crates", crate, folder), endings)))).flat();
  return {
    html: await read(await of("templates", [".html"])),
    script: await read(await under(path.join(root, "web/src"), [".ts"])),
    rust: await read([...(await of("src", [".rs"])), ...(await of("examples", [".rs"]))]),
  };
}
