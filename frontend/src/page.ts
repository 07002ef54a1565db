// The entry of every page: only what the page has is set up, and the map is loaded only where there is one.
import { linkEvidence } from "./evidence";

const text = document.querySelector<HTMLElement>("[data-text]");
if (text) linkEvidence(text, document.querySelectorAll<HTMLElement>("[data-record]"));

const maps = document.querySelectorAll<HTMLElement>("[data-map]");
if (maps.length > 0) {
  const { showMap } = await import("./map");
  for (const box of maps) void showMap(box);
}
