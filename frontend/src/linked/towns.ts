// Towns and lines of regions, fetched for the countries that come into view once they are near enough to matter.
import type { GeoJSONSource, Map as MapView } from "maplibre-gl";
import { readPalette } from "../map/palette";
import { makeRegionLayer, makeRegionSource } from "../map/style";

const FROM_ZOOM = 3.2;
const AT_ONCE = 12;

export class Towns {
  private readonly asked = new Set<string>();
  private readonly features: GeoJSON.Feature[] = [];
  private drawn: Promise<Set<string>> | null = null;

  constructor(private readonly map: MapView) {}

  async show(countries: string[]): Promise<void> {
    if (this.map.getZoom() < FROM_ZOOM) return;
    const wanted = countries.filter((code) => !this.asked.has(code)).slice(0, AT_ONCE);
    for (const code of wanted) this.asked.add(code);
    if (wanted.length === 0) return;
    this.drawn ??= fetchJson("/static/geo/regions.json").then((codes) => new Set(codes as string[]));
    const drawn = await this.drawn;
    for (const code of wanted) if (drawn.has(code)) this.addRegions(code);
    const found = await Promise.allSettled(wanted.map((code) => fetchJson(`/map/towns/${encodeURIComponent(code)}.geojson`)));
    for (const row of found) if (row.status === "fulfilled") this.features.push(...(row.value as GeoJSON.FeatureCollection).features);
    this.map.getSource<GeoJSONSource>("towns")?.setData({ type: "FeatureCollection", features: this.features });
  }

  private addRegions(code: string): void {
    if (this.map.getSource(`region-${code}`)) return;
    this.map.addSource(`region-${code}`, makeRegionSource(code));
    this.map.addLayer(makeRegionLayer(code, readPalette()), "discs");
  }
}

async function fetchJson(address: string): Promise<unknown> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
