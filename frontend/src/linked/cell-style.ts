// The style of a map of cells: that of every map, with marks that stand for several records each.
import type { ExpressionSpecification, GeoJSONSourceSpecification, StyleSpecification } from "maplibre-gl";
import { ALL_KINDS, type Palette } from "../map/palette";
import { keepCommonName, makeStyle } from "../map/style";

const NOTHING: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
const CLUSTER_PX = 34; // the cells of the server lie 64 px apart on the whole; those that come too near are drawn as one

export function makeCellStyle(palette: Palette): StyleSpecification {
  const style = makeStyle({ ...NOTHING, countries: [], features: [] }, NOTHING, [], palette);
  style.sources.events = makeSource();
  const marks = style.layers.find((layer) => layer.id === "events");
  if (marks?.type === "symbol") {
    marks.layout = { ...marks.layout, "icon-image": nameMark(), "symbol-sort-key": ["get", "count"] };
  }
  return style;
}

function makeSource(): GeoJSONSourceSpecification {
  const sums = ["count", "killed", "firm", ...ALL_KINDS].map((name) => [name, ["+", ["get", name]]]);
  return {
    type: "geojson",
    data: NOTHING,
    cluster: true,
    clusterRadius: CLUSTER_PX,
    clusterMaxZoom: 17,
    clusterProperties: {
      ...Object.fromEntries(sums),
      west: ["min", ["get", "west"]],
      south: ["min", ["get", "south"]],
      east: ["max", ["get", "east"]],
      north: ["max", ["get", "north"]],
      place_name: keepCommonName(),
    },
  };
}

/** "ring:2,0,1,…" for several records, "area:…" where they lie somewhere in a disc, "event:battles:false" for one. */
function nameMark(): ExpressionSpecification {
  const counts = ALL_KINDS.flatMap((kind, index) => (index ? [",", ["get", kind]] : [["get", kind]]));
  const single = ["concat", "event:", ["get", "kind"], ":", ["get", "dashed"]];
  return [
    "case",
    ["==", ["get", "firm"], 0],
    ["concat", "area:", ...counts],
    [">", ["get", "count"], 1],
    ["concat", "ring:", ...counts],
    single,
  ] as unknown as ExpressionSpecification;
}
