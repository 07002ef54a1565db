// What stands behind a mark: its events as a list with links. Made of text nodes only, never of markup.
import { Popup } from "maplibre-gl";
import type { GeoJSONSource, Map as MapView, MapLayerMouseEvent } from "maplibre-gl";
import type { EventProperties } from "./events";

const MAX_LISTED = 40;
const MAX_ZOOM = 11;

/** Zoom into a cluster that comes apart; else list the events of the mark in a popup. */
export async function openEvents(map: MapView, event: MapLayerMouseEvent): Promise<void> {
  const feature = event.features?.[0];
  if (!feature || feature.geometry.type !== "Point") return;
  const centre = feature.geometry.coordinates as [number, number];
  const { cluster_id: cluster, point_count: count } = feature.properties;
  if (cluster === undefined) {
    show(map, centre, [feature.properties as EventProperties], 1);
    return;
  }
  const source = map.getSource<GeoJSONSource>("events");
  if (!source) return;
  const leaves = await source.getClusterLeaves(Number(cluster), MAX_LISTED, 0);
  const zoom = await source.getClusterExpansionZoom(Number(cluster));
  if (zoom <= MAX_ZOOM && !atOnePlace(leaves)) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    map.easeTo({ center: centre, zoom: zoom + 0.3, animate: !still });
    return;
  }
  show(map, centre, leaves.map((leaf) => leaf.properties as EventProperties), Number(count));
}

function atOnePlace(leaves: GeoJSON.Feature[]): boolean {
  return new Set(leaves.map((leaf) => JSON.stringify("coordinates" in leaf.geometry ? leaf.geometry.coordinates : 0))).size === 1;
}

function show(map: MapView, centre: [number, number], events: EventProperties[], total: number): void {
  const list = make("ul", "popup-list");
  const { inset, readers } = map.getContainer().dataset;
  const root = readers === undefined ? "/reports" : "/read/reports";
  for (const event of events) list.append(describe(event, inset !== undefined, root));
  const content = make("div", "popup");
  const place = new Set(events.map((event) => event.place));
  content.append(make("p", "popup-place", place.size === 1 ? [...place][0] : "Several places"));
  content.append(list);
  if (total > events.length) content.append(make("p", "quiet", `and ${total - events.length} more, in the table below`));
  new Popup({ maxWidth: "320px", offset: 14 }).setLngLat(centre).setDOMContent(content).addTo(map);
}

/** `ownPage`: the map stands on the page of the report, so its title says nothing new. `root`: where reports are. */
function describe(event: EventProperties, ownPage: boolean, root: string): HTMLElement {
  const item = make("li", `kind-${event.kind}`);
  const link = make("a", "", event.headline) as HTMLAnchorElement;
  link.href = `${root}/${encodeURIComponent(event.report_id)}#card-${encodeURIComponent(event.slug)}`;
  item.append(make("span", "popup-label", [event.modality, event.label].filter(Boolean).join(" · ")), link);
  item.append(make("span", "quiet", [event.time, event.tolls].filter(Boolean).join(" · ")));
  if (!ownPage) item.append(make("span", "quiet", event.report_title));
  return item;
}

function make(tag: string, className: string, words?: string): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (words) element.textContent = words;
  return element;
}
