// The server's cells as features of the map: marks to be drawn, and discs where no more is known than an area.
import { ALL_KINDS } from "../map/palette";
import type { Box } from "./queries";

export interface Cell {
  shape: "cluster" | "area" | "record";
  lat: number;
  lon: number;
  count: number;
  kinds: Record<string, number>;
  killed: number;
  radius_km?: number;
  id?: string;
  label?: string;
  place?: string;
  done?: boolean;
  box?: Box;
}

const CORNERS = 48;
const KM_PER_DEGREE = 111.32;
const MIN_DISC_PX = 12; // a smaller one would hide behind its mark
const KM_PER_PX = 78.27; // at the equator and zoom 0
const POINT_DEGREES = 0.0005;
const MAX_DISC_KM = 400; // the disc of a whole country says nothing on a map

export function makeMarks(cells: Cell[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features: cells.map(makeMark) };
}

function makeMark(cell: Cell): GeoJSON.Feature {
  const kind = Object.keys(cell.kinds)[0] ?? "";
  const [west, south, east, north] = cell.box ?? surround(cell);
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [cell.lon, cell.lat] },
    properties: {
      ...Object.fromEntries(ALL_KINDS.map((key) => [key, cell.kinds[key] ?? 0])),
      count: cell.count,
      killed: cell.killed,
      firm: cell.shape === "area" ? 0 : 1,
      kind,
      dashed: cell.done === false,
      label: cell.label ?? "",
      place_name: cell.place ?? "",
      west,
      south,
      east,
      north,
    },
  };
}

function surround({ lon, lat }: Cell): Box {
  return [lon - POINT_DEGREES, lat - POINT_DEGREES, lon + POINT_DEGREES, lat + POINT_DEGREES];
}

/** A disc for each uncertain place, once, where it can be seen at this zoom. */
export function makeDiscs(cells: Cell[], zoom: number): GeoJSON.FeatureCollection {
  const discs = new Map<string, GeoJSON.Feature>();
  for (const { shape, lon, lat, radius_km: radius } of cells) {
    if (shape === "cluster" || !radius || radius > MAX_DISC_KM) continue;
    const km_per_px = (KM_PER_PX * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
    if (radius / km_per_px < MIN_DISC_PX) continue;
    discs.set(`${lon} ${lat} ${radius}`, {
      type: "Feature",
      geometry: { type: "Polygon", coordinates: [drawDisc(lon, lat, radius)] },
      properties: { radius_km: radius },
    });
  }
  return { type: "FeatureCollection", features: [...discs.values()] };
}

/** A ring around a point; flat, which is near enough for the sizes that are drawn. */
function drawDisc(lon: number, lat: number, radius_km: number): [number, number][] {
  const north = radius_km / KM_PER_DEGREE;
  const east = north / Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: CORNERS + 1 }, (_, corner) => {
    const angle = (2 * Math.PI * (corner % CORNERS)) / CORNERS;
    return [lon + east * Math.cos(angle), Math.max(-85, Math.min(85, lat + north * Math.sin(angle)))];
  });
}
