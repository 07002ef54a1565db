// What stands on a map until it has been drawn once: without a graphics card that takes seconds of plain water.
import type { Map as MapView } from "maplibre-gl";

export function sayUntilDrawn(box: HTMLElement, map: MapView): void {
  box.dataset.drawing = "The map is being drawn …";
  box.setAttribute("aria-busy", "true");
  map.once("idle", () => {
    delete box.dataset.drawing;
    box.removeAttribute("aria-busy");
  });
}
