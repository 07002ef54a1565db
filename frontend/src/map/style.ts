// The style of the map. All it draws is GeoJSON of our own; there are no tiles or glyphs, and labels use local fonts.
import type { ExpressionSpecification, LayerSpecification, Map as MapView, StyleSpecification } from "maplibre-gl";
import type { EventCollection } from "./events";
import { EVENT_KINDS, type Palette } from "./palette";

const FONT = ["Helvetica Neue", "Arial", "Liberation Sans", "sans-serif"];
const DETAIL_ZOOM = 5; // from here on the finer outlines are worth their size
const ARE = (shape: string): ExpressionSpecification => ["==", ["get", "shape"], shape];

/** The whole style; `countries`: the codes of those that there are region lines for. */
export function makeStyle(
  events: EventCollection,
  towns: GeoJSON.FeatureCollection,
  countries: string[],
  palette: Palette,
): StyleSpecification {
  const split = (shape: string): GeoJSON.FeatureCollection => ({
    type: "FeatureCollection",
    features: events.features.filter((row) => row.properties.shape === shape),
  });
  const regions = countries.map((code) => [`region-${code}`, makeRegionSource(code)]);
  return {
    version: 8,
    sources: {
      coarse: geojson("/static/geo/world-50m.json"),
      fine: geojson("/static/geo/world-10m.json"),
      ...Object.fromEntries(regions),
      towns: { type: "geojson", data: towns },
      discs: { type: "geojson", data: split("disc"), tolerance: 0 },
      spot: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      events: {
        type: "geojson",
        data: split("event"),
        cluster: true,
        clusterRadius: 40,
        clusterMaxZoom: 17,
        clusterProperties: {
          ...Object.fromEntries(EVENT_KINDS.map((kind) => [kind, countKind(kind)])),
          place_name: keepCommonName(),
        },
      },
    },
    layers: listLayers(countries, palette),
  };
}

/** Paint a map that is already drawn in another palette. */
export function paintStyle(map: MapView, palette: Palette): void {
  const drawn = new Set(map.getStyle().layers.map((layer) => layer.id));
  const countries = [...drawn].filter((id) => id.startsWith("region-")).map((id) => id.slice("region-".length));
  for (const layer of listLayers(countries, palette)) {
    for (const [name, value] of Object.entries(layer.paint ?? {})) {
      map.setPaintProperty(layer.id, name as never, value as never);
    }
  }
}

function listLayers(countries: string[], palette: Palette): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": palette.sea } },
    ...listOutlines("coarse", { maxzoom: DETAIL_ZOOM }, palette),
    ...listOutlines("fine", { minzoom: DETAIL_ZOOM }, palette),
    ...countries.map((code) => makeRegionLayer(code, palette)),
    ...listDiscs(palette),
    ...listLabels(palette),
    {
      id: "events",
      type: "symbol",
      source: "events",
      layout: { "icon-image": markName(), "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
    {
      id: "spot",
      type: "circle",
      source: "spot",
      paint: { "circle-radius": 20, "circle-opacity": 0, "circle-stroke-width": 2.5, "circle-stroke-color": palette.ink },
    },
  ];
}

/** The lines of a country's regions. */
export function makeRegionLayer(code: string, palette: Palette): LayerSpecification {
  return {
    id: `region-${code}`,
    type: "line",
    source: `region-${code}`,
    paint: { "line-color": palette.region, "line-width": 0.8, "line-dasharray": [3, 2] },
  };
}

export function makeRegionSource(code: string): { type: "geojson"; data: string } {
  return geojson(`/static/geo/regions/${code}.json`);
}

function listOutlines(source: string, zooms: { minzoom?: number; maxzoom?: number }, palette: Palette): LayerSpecification[] {
  return [
    { id: `${source}-land`, type: "fill", source, filter: ARE("land"), ...zooms, paint: { "fill-color": palette.land } },
    {
      id: `${source}-coast`,
      type: "line",
      source,
      filter: ARE("land"),
      ...zooms,
      paint: { "line-color": palette.border, "line-width": 0.6 },
    },
    {
      id: `${source}-borders`,
      type: "line",
      source,
      filter: ARE("border"),
      ...zooms,
      paint: { "line-color": palette.border, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 7, 1.4] },
    },
  ];
}

function listDiscs(palette: Palette): LayerSpecification[] {
  return [
    { id: "discs", type: "fill", source: "discs", paint: { "fill-color": palette.ink, "fill-opacity": 0.04 } },
    { id: "disc-edges", type: "line", source: "discs", paint: { "line-color": palette.ink, "line-width": 1, "line-opacity": 0.35 } },
  ];
}

function listLabels(palette: Palette): LayerSpecification[] {
  const paint = { "text-color": palette.quiet, "text-halo-color": palette.land, "text-halo-width": 1.4 };
  const place: LayerSpecification = {
    id: "place-labels",
    type: "symbol",
    source: "events",
    minzoom: 5,
    layout: {
      "text-field": ["get", "place_name"],
      "text-font": FONT,
      "text-size": 12.5,
      "text-variable-anchor": ["top", "bottom", "left", "right"],
      "text-radial-offset": ["case", ["has", "point_count"], 1.6, 1.2],
    },
    paint: { ...paint, "text-color": palette.ink },
  };
  const towns: LayerSpecification = {
    id: "towns",
    type: "symbol",
    source: "towns",
    filter: ["<=", ["get", "rank"], ["step", ["zoom"], -1, 4, 3, 5, 8, 6, 25, 7, 80, 8, 400]],
    layout: {
      "text-field": ["concat", "· ", ["get", "name"]],
      "text-font": FONT,
      "text-size": 11,
      "symbol-sort-key": ["get", "rank"],
      "text-padding": 6,
    },
    paint,
  };
  const countries: LayerSpecification = {
    id: "country-labels",
    type: "symbol",
    source: "coarse",
    maxzoom: 7,
    filter: ["all", ARE("label"), ["<=", ["get", "rank"], ["step", ["zoom"], 0, 1.8, 1, 3, 2, 4.5, 3]]],
    layout: {
      "text-field": ["upcase", ["get", "name"]],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], 2, 9, 6, 13],
      "text-letter-spacing": 0.14,
      "text-max-width": 7,
      "symbol-sort-key": ["get", "rank"],
    },
    paint: { ...paint, "text-opacity": 0.75 },
  };
  return [countries, towns, place];
}

function countKind(kind: string): [ExpressionSpecification, ExpressionSpecification] {
  return [["+", ["accumulated"], ["get", kind]] as ExpressionSpecification, ["case", ["==", ["get", "kind"], kind], 1, 0]];
}

/** The name of the place that all events of a cluster share; empty where they do not. */
export function keepCommonName(): [ExpressionSpecification, ExpressionSpecification] {
  const common: ExpressionSpecification = ["==", ["accumulated"], ["get", "place_name"]];
  return [["case", common, ["get", "place_name"], ""], ["get", "place_name"]];
}

/** "ring:2,0,1,0,0,0" for several events, "event:battles:false" for one: `marks.ts` draws what these say. */
function markName(): ExpressionSpecification {
  const counts = EVENT_KINDS.flatMap((kind, index) => (index ? [",", ["get", kind]] : [["get", kind]]));
  return [
    "case",
    ["has", "point_count"],
    ["concat", "ring:", ...counts],
    ["concat", "event:", ["get", "kind"], ":", ["get", "dashed"]],
  ] as ExpressionSpecification;
}

function geojson(data: string): { type: "geojson"; data: string } {
  return { type: "geojson", data: new URL(data, location.href).href };
}
