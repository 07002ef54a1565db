// Builds the front end into the Python package: styles, scripts, the map's worker, and the outlines of the world.
import { build, context } from "esbuild";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { writeLicences } from "./licences.mjs";
import { writeOutlines } from "./outlines.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.env.DATELINE_STATIC ?? join(here, "../src/dateline/web/static");

const shared = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "linked",
  logLevel: "warning",
  absWorkingDir: here,
};
const scripts = {
  ...shared,
  entryPoints: { page: "src/page.ts" },
  outdir: target,
  format: "esm",
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
};
// Run before the page is drawn, so that it never flashes in the other theme or size: two small classic scripts.
const theme = { ...shared, entryPoints: { theme: "src/theme.ts", readers: "src/readers/sizes.ts" }, outdir: target, format: "iife" };
const styles = { ...shared, entryPoints: { style: "src/styles/main.css", map: "src/styles/map-page.css" }, outdir: target };

await rm(target, { recursive: true, force: true });
await mkdir(join(target, "geo/regions"), { recursive: true });
await writeOutlines(join(target, "geo"));
const maplibre = join(here, "node_modules/maplibre-gl");
await cp(join(maplibre, "dist/maplibre-gl-worker.mjs"), join(target, "maplibre-gl-worker.mjs"));
await cp(join(maplibre, "LICENSE.txt"), join(target, "maplibre-gl.LICENSE.txt"));

if (process.argv.includes("--watch")) {
  for (const options of [scripts, theme, styles]) await (await context(options)).watch();
} else {
  const [built] = await Promise.all([scripts, theme, styles].map((options) => build({ ...options, metafile: true })));
  await writeLicences(built.metafile, "src/plots.ts", join(target, "plots.LICENSE.txt"));
  const { version } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  console.log(`front end ${version} built into ${target}`);
}
