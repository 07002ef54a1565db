// The events as the server gives them: points, and discs as large as the uncertainty of the place.
import type { LngLatBoundsLike, Map as MapView } from "maplibre-gl";

export interface EventProperties {
  shape: "event";
  kind: string;
  letter: string;
  dashed: boolean;
  modality: string;
  label: string;
  headline: string;
  place: string;
  place_name: string;
  precision: string;
  time: string;
  tolls: string;
  slug: string;
  report_id: string;
  report_title: string;
}
export interface DiscProperties {
  shape: "disc";
  place_name: string;
  radius_km: number;
}
export type EventFeature = GeoJSON.Feature<GeoJSON.Point, EventProperties> | GeoJSON.Feature<GeoJSON.Polygon, DiscProperties>;
export interface EventCollection extends GeoJSON.FeatureCollection {
  countries: string[];
  features: EventFeature[];
}

/** West-south and east-north of all events and discs; null where there are none. */
export function boundsOf(events: EventCollection): LngLatBoundsLike | null {
  const points = events.features.flatMap((row) =>
    row.geometry.type === "Point" ? [row.geometry.coordinates] : row.geometry.coordinates.flat(),
  );
  if (points.length === 0) return null;
  const [lons, lats] = [points.map((point) => point[0] ?? 0), points.map((point) => point[1] ?? 0)];
  return [Math.min(...lons), Math.max(-85, Math.min(...lats)), Math.max(...lons), Math.min(85, Math.max(...lats))];
}

/** How many events the marks on the map stand for, those inside clusters included. */
export function countEvents(map: MapView): number {
  const seen = new Map<string, number>();
  for (const feature of map.queryRenderedFeatures({ layers: ["events"] })) {
    const { cluster_id: cluster, point_count: count, report_id: report, slug } = feature.properties;
    seen.set(cluster === undefined ? `${report}#${slug}` : `cluster ${cluster}`, count ?? 1);
  }
  return [...seen.values()].reduce((sum, count) => sum + count, 0);
}
