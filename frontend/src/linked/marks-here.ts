// What stands behind a mark: numbers by kind under the pointer, and its records with links when it is opened.
import { Popup, type Map as MapView, type MapGeoJSONFeature } from "maplibre-gl";
import { ALL_KINDS } from "../map/palette";
import { make } from "../plots/elements";
import { sayNumber } from "../plots/pictures";
import type { Box } from "./queries";
import { Requests } from "./requests";

const MAX_ZOOM = 11.5;

export class MarksHere {
  private readonly requests = new Requests();
  private readonly tip = new Popup({ closeButton: false, closeOnClick: false, offset: 16, className: "map-tip", maxWidth: "260px" });
  private readonly names = readNames();
  private open: Popup | null = null;

  /** In: `write`, the query for the records in a box. */
  constructor(
    private readonly map: MapView,
    private readonly write: (box: Box) => string,
  ) {
    map.on("click", "events", (event) => event.features?.[0] && this.list(event.features[0]));
    map.on("mousemove", "events", (event) => event.features?.[0] && this.hint(event.features[0]));
    map.on("mouseleave", "events", () => this.unhint());
    map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.listMiddle();
    });
  }

  close(): void {
    this.requests.stop();
    this.open?.remove();
    this.unhint();
  }

  private hint(feature: MapGeoJSONFeature): void {
    this.map.getCanvas().style.cursor = "pointer";
    if (this.open?.isOpen() || feature.geometry.type !== "Point") return;
    const { count, label, place_name: place, killed } = feature.properties;
    const kinds = ALL_KINDS.filter((kind) => feature.properties[kind]);
    const rows = kinds.map((kind) => make("span", {}, `${this.names.get(kind) ?? kind} ${sayNumber(feature.properties[kind])}`));
    const head = Number(count) === 1 && label ? [label, place].filter(Boolean).join(", ") : `${sayNumber(count)} records`;
    const dead = killed ? [make("span", {}, `${sayNumber(killed)} killed at most`)] : [];
    this.tip.setLngLat(feature.geometry.coordinates as [number, number]);
    this.tip.setDOMContent(make("div", { class: "tip" }, make("strong", {}, head), ...(Number(count) > 1 ? rows : []), ...dead));
    if (!this.tip.isOpen()) this.tip.addTo(this.map);
  }

  private unhint(): void {
    this.map.getCanvas().style.cursor = "";
    this.tip.remove();
  }

  private listMiddle(): void {
    const { width, height } = this.map.getContainer().getBoundingClientRect();
    const middle = this.map.project(this.map.getCenter());
    const far = (feature: MapGeoJSONFeature) => {
      const [lon = 0, lat = 0] = feature.geometry.type === "Point" ? feature.geometry.coordinates : [];
      return this.map.project([lon, lat]).dist(middle);
    };
    const marks = this.map.queryRenderedFeatures([[0, 0], [width, height]], { layers: ["events"] });
    const nearest = marks.sort((one, other) => far(one) - far(other))[0];
    if (nearest) this.list(nearest);
  }

  private list(feature: MapGeoJSONFeature): void {
    if (feature.geometry.type !== "Point") return;
    this.close();
    const { west, south, east, north } = feature.properties as Record<string, number>;
    const box = [west, south, east, north] as Box;
    const place = feature.geometry.coordinates as [number, number];
    const take = async (answer: Response): Promise<void> => this.show(place, box, await answer.text());
    this.requests.ask(`/map/here?${this.write(box)}`, take, (error) => console.warn("the records of a mark are not known", error));
  }

  private show(place: [number, number], box: Box, words: string): void {
    const content = make("div", { class: "popup" });
    content.append(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
    if (box[2] - box[0] > 0.02 && this.map.getZoom() < MAX_ZOOM) content.append(this.makeZoom(box));
    this.open = new Popup({ maxWidth: "340px", offset: 14 }).setLngLat(place).setDOMContent(content).addTo(this.map);
    this.open.once("close", () => this.map.getCanvas().focus({ preventScroll: true }));
  }

  private makeZoom(box: Box): HTMLButtonElement {
    const button = make("button", { type: "button", class: "zoom-here" }, "Zoom in here");
    button.addEventListener("click", (event) => {
      this.close();
      const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.map.fitBounds(box, { padding: 24, maxZoom: MAX_ZOOM, animate }, { originalEvent: event });
    });
    return button;
  }
}

function readNames(): Map<string, string> {
  const rows = document.querySelectorAll<HTMLElement>(".legend [data-kind]");
  const clean = (row: HTMLElement) => [...row.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
  return new Map([...rows].map((row) => [row.dataset.kind ?? "", clean(row)]));
}
