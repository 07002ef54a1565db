// A map of events: outlines of the world, towns by name, uncertain places as discs, events by shape and hue.
import { Map as MapView, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { GeoJSONSource } from "maplibre-gl";
import { sayUntilDrawn } from "./map/drawing";
import { addMarkImages, forgetMarkImages } from "./map/marks";
import { readPalette } from "./map/palette";
import { openEvents } from "./map/popups";
import { boundsOf, countEvents, type EventCollection } from "./map/events";
import { makeStyle, paintStyle } from "./map/style";

setWorkerUrl("/static/maplibre-gl-worker.mjs");

/** Draw the map that `box` names in `data-map`; says so in words where it cannot be drawn. */
export async function showMap(box: HTMLElement): Promise<void> {
  try {
    const events = (await fetchJson(box.dataset.map ?? "")) as EventCollection;
    box.hidden = false;
    await drawMap(box, events, await gatherTowns(events.countries, rootOf(box)), await listRegions(events.countries));
  } catch (error) {
    console.warn("the map could not be drawn", error);
    sayNoMap(box);
  }
}

async function drawMap(
  box: HTMLElement,
  events: EventCollection,
  towns: GeoJSON.FeatureCollection,
  regions: string[],
): Promise<void> {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const bounds = boundsOf(events);
  const inset = box.dataset.inset !== undefined;
  const map = new MapView({
    container: box,
    style: makeStyle(events, towns, regions, readPalette()),
    ...(bounds ? { bounds, fitBoundsOptions: inset ? { padding: 32, maxZoom: 7.2 } : { padding: 64, maxZoom: 8.5 } } : {}),
    maxZoom: 12,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: still ? 0 : 200,
    renderWorldCopies: true,
  });
  sayUntilDrawn(box, map);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  map.getCanvas().setAttribute("aria-label", "Map of events; the same places stand in the table below");
  addMarkImages(map);
  followPointer(map);
  followTheme(map);
  followRecords(map, events);
  map.on("idle", () => {
    box.dataset.events = String(countEvents(map));
    box.dataset.state = "idle";
  });
}

function followPointer(map: MapView): void {
  map.on("click", "events", (event) => void openEvents(map, event));
  map.on("mouseenter", "events", () => (map.getCanvas().style.cursor = "pointer"));
  map.on("mouseleave", "events", () => (map.getCanvas().style.cursor = ""));
}

function followTheme(map: MapView): void {
  const repaint = () => {
    forgetMarkImages(map);
    paintStyle(map, readPalette());
  };
  let isLoaded = false;
  map.once("style.load", () => (isLoaded = true));
  // Before its style is there a map cannot be painted; it gets the colours of that moment as soon as it can.
  document.addEventListener("themechange", () => void (isLoaded ? repaint() : map.once("style.load", repaint)));
}

/** A record that is lit on the page is ringed on the map. */
function followRecords(map: MapView, events: EventCollection): void {
  document.addEventListener("recordslit", (event) => {
    const slugs = new Set((event as CustomEvent<string[]>).detail);
    const features = events.features.filter((row) => row.properties.shape === "event" && slugs.has(row.properties.slug));
    map.getSource<GeoJSONSource>("spot")?.setData({ type: "FeatureCollection", features });
  });
}

/** Where the towns are asked for: readers may ask for nothing of the desk. */
function rootOf(box: HTMLElement): string {
  return box.dataset.readers === undefined ? "/map" : "/read";
}

async function gatherTowns(countries: string[], root: string): Promise<GeoJSON.FeatureCollection> {
  const addresses = countries.slice(0, 40).map((code) => `${root}/towns/${encodeURIComponent(code)}.geojson`);
  const found = await Promise.allSettled(addresses.map((address) => fetchJson(address)));
  const features = found.flatMap((row) =>
    row.status === "fulfilled" ? (row.value as GeoJSON.FeatureCollection).features : [],
  );
  return { type: "FeatureCollection", features };
}

/** The countries among these that there are region lines for. */
async function listRegions(countries: string[]): Promise<string[]> {
  const drawn = new Set((await fetchJson("/static/geo/regions.json")) as string[]);
  return countries.filter((code) => drawn.has(code));
}

async function fetchJson(address: string): Promise<unknown> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

function sayNoMap(box: HTMLElement): void {
  const words = document.createElement("p");
  words.className = "empty";
  words.textContent = "The map cannot be drawn in this browser; the places stand in the table below.";
  box.replaceWith(words);
  for (const table of document.querySelectorAll<HTMLDetailsElement>(".inset details")) table.open = true;
}
