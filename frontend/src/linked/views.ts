// The map of cells: it asks for what it shows, keeps what it has until the answer is there, and says where it went.
import { Map as MapView, NavigationControl, ScaleControl, setWorkerUrl, type GeoJSONSource, type MapGeoJSONFeature } from "maplibre-gl";
import { sayUntilDrawn } from "../map/drawing";
import { addMarkImages, dropMarkImages, forgetMarkImages } from "../map/marks";
import { readPalette } from "../map/palette";
import { paintStyle } from "../map/style";
import { makeCellStyle } from "./cell-style";
import { makeDiscs, makeMarks, type Cell } from "./cells";
import { MarksHere } from "./marks-here";
import type { Box } from "./queries";
import { Requests } from "./requests";
import { Towns } from "./towns";

setWorkerUrl("/static/maplibre-gl-worker.mjs");
const MARGIN = 0.35; // so much more than is shown is asked for on each side: moving a little asks for nothing
const WORLD: Box = [-150, -50, 170, 68];

export class View {
  private readonly requests = new Requests();
  private readonly here: MarksHere;
  private readonly towns: Towns;
  private asked = "";
  private loaded: { box: Box; zoom: number; query: string } | null = null;
  private countries: string[] = [];
  private isReady = false;

  private constructor(
    private readonly map: MapView,
    private readonly box: HTMLElement,
    private readonly write: (box: Box | null) => string,
    moved: (box: Box) => void,
  ) {
    this.here = new MarksHere(map, write);
    this.towns = new Towns(map);
    map.on("moveend", (event) => {
      this.load();
      void this.towns.show(this.countries);
      if ((event as { originalEvent?: unknown }).originalEvent) moved(this.shown());
    });
    map.on("resize", () => this.load());
    map.on("idle", () => this.settle());
    this.followTheme();
    map.once("style.load", () => {
      this.isReady = true;
      this.load();
      void this.towns.show(this.countries);
    });
  }

  /** In: `write`, the query for the records in a box or everywhere; `moved` is told where the reader went. */
  static open(container: HTMLElement, bounds: Box | null, write: (box: Box | null) => string, moved: (box: Box) => void): View {
    container.hidden = false;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = new MapView({
      container,
      style: makeCellStyle(readPalette()),
      bounds: bounds ?? WORLD,
      fitBoundsOptions: { padding: bounds ? 24 : 0, maxZoom: 8.5 },
      maxZoom: 13,
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: still ? 0 : 120,
    });
    sayUntilDrawn(container, map);
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
    map.getCanvas().setAttribute("aria-label", "Map of records. Arrow keys move it, plus and minus zoom, Enter lists the records in the middle; the list beneath follows.");
    addMarkImages(map);
    return new View(map, container, write, moved);
  }

  /** Show the records of another filter. */
  refresh(): void {
    this.here.close();
    this.load();
  }

  fit(box: Box | null): void {
    const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.fitBounds(box ?? WORLD, { padding: 24, maxZoom: 8.5, animate });
  }

  /** Towns and region lines of the countries that there are records of. */
  name(countries: string[]): void {
    this.countries = countries;
    if (this.isReady) void this.towns.show(countries);
  }

  private shown(): Box {
    const bounds = this.map.getBounds();
    return clip([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
  }

  private load(): void {
    if (!this.isReady) return;
    const [shown, zoom, query] = [this.shown(), Math.round(this.map.getZoom()), this.write(null)];
    if (this.loaded && this.loaded.zoom === zoom && this.loaded.query === query && holds(this.loaded.box, shown)) return;
    const box = snap(widen(shown), zoom);
    const [west, south, east, north] = box;
    const address = `/map/cells.json?${query}${query ? "&" : ""}west=${west}&south=${south}&east=${east}&north=${north}&zoom=${zoom}`;
    if (address === this.asked) return;
    this.asked = address;
    this.box.dataset.state = "loading";
    this.requests.ask(
      address,
      async (answer) => {
        this.draw(((await answer.json()) as { cells: Cell[] }).cells, zoom);
        this.loaded = { box, zoom, query };
      },
      (error) => {
        this.asked = "";
        console.warn("the cells of the map could not be fetched", error);
      },
      40,
    );
  }

  private draw(cells: Cell[], zoom: number): void {
    this.map.getSource<GeoJSONSource>("events")?.setData(makeMarks(cells));
    this.map.getSource<GeoJSONSource>("discs")?.setData(makeDiscs(cells, zoom));
    this.box.dataset.cells = String(cells.length);
    this.box.dataset.records = String(cells.reduce((sum, cell) => sum + cell.count, 0));
    this.box.dataset.state = "drawing";
  }

  private settle(): void {
    if (this.box.dataset.state === "loading") return;
    const marks = this.map.queryRenderedFeatures({ layers: ["events"] });
    this.box.dataset.marks = String(marks.length);
    this.box.dataset.state = "idle";
    dropMarkImages(this.map, new Set(marks.map(nameImage)));
  }

  private followTheme(): void {
    document.addEventListener("themechange", () => {
      const repaint = () => {
        forgetMarkImages(this.map);
        paintStyle(this.map, readPalette());
      };
      if (this.isReady) repaint();
      else this.map.once("style.load", repaint);
    });
  }
}

/** The name of the image that a mark is drawn with. */
function nameImage(mark: MapGeoJSONFeature): string {
  const layout: Record<string, unknown> = { ...mark.layer.layout };
  return String(layout["icon-image"] ?? "");
}

function clip([west, south, east, north]: Box): Box {
  if (east - west >= 360) return [-180, Math.max(-85, south), 180, Math.min(85, north)];
  const turn = 360 * Math.floor((west + 180) / 360);
  return [west - turn, Math.max(-85, south), east - turn, Math.min(85, north)];
}

function widen([west, south, east, north]: Box): Box {
  const [across, up] = [(east - west) * MARGIN, (north - south) * MARGIN];
  return clip([west - across, south - up, east + across, north + up]);
}

/** To a grid as coarse as the cells, so that the same views ask for the same boxes. */
function snap([west, south, east, north]: Box, zoom: number): Box {
  const step = 45 / 2 ** zoom;
  const round = (value: number) => Number(value.toFixed(4));
  const sides = [Math.floor(west / step), Math.floor(south / step), Math.ceil(east / step), Math.ceil(north / step)];
  const [left, bottom, right, top] = sides.map((side) => side * step) as Box;
  return [round(left), round(Math.max(-85, bottom)), round(Math.min(right, left + 360)), round(Math.min(85, top))];
}

function holds(outer: Box, inner: Box): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}
