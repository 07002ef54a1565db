// Writes the licence texts of the packages that a chunk is made of beside it.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** The texts of all packages in the chunk whose entry is `entry`, into `path`; a package without one is an error. */
export async function writeLicences(metafile, entry, path) {
  const chunk = Object.values(metafile.outputs).find((output) => output.entryPoint === entry);
  if (!chunk) throw new Error(`${entry} is no chunk of its own`);
  const parts = chunk.imports.flatMap(({ path: part, kind }) => (kind === "import-statement" ? [metafile.outputs[part]] : []));
  const inputs = [chunk, ...parts].flatMap((output) => Object.keys(output?.inputs ?? {}));
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[1] ?? []));
  const texts = await Promise.all([...folders].sort().map(readLicence));
  await writeFile(path, texts.join(`\n${"-".repeat(72)}\n\n`));
}

async function readLicence(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(here, folder, "package.json"), "utf8"));
  const file = (await readdir(join(here, folder))).find((row) => /^licen[cs]e/i.test(row));
  if (!file) throw new Error(`${name} has no licence text`);
  return `${name} ${version} (${license})\n\n${await readFile(join(here, folder, file), "utf8")}`;
}
