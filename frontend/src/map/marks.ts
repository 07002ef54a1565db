// The marks of events, drawn when the map first asks for them: the shapes of the legend, and rings of kinds.
import type { Map as MapView } from "maplibre-gl";
import { ALL_KINDS, readKind, readPalette } from "./palette";

const SCALE = 2; // drawn at twice the size, for fine screens
const MARK_PX = 26;
const MANY_MARKS = 1200;
const RING_PX = 36;
const GROWTH_PX = 6; // for each further digit of the number in a ring

export function addMarkImages(map: MapView): void {
  map.setMissingStyleImageResolver((id) => {
    const image = drawMark(id);
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: SCALE });
  });
}

/** Let go of marks that are not drawn any more, where there are many. In: the names of those that are. */
export function dropMarkImages(map: MapView, used: ReadonlySet<string>): void {
  const marks = map.listImages().filter((id) => id.startsWith("ring:") || id.startsWith("area:"));
  if (marks.length > MANY_MARKS) for (const id of marks) if (!used.has(id)) map.removeImage(id);
}

/** Draw all marks again, in the colours of the theme that is now shown. */
export function forgetMarkImages(map: MapView): void {
  for (const id of map.listImages()) {
    const image = drawMark(id);
    if (image) map.updateImage(id, image);
  }
}

function drawMark(id: string): ImageData | null {
  const [what, first = "", second = ""] = id.split(":");
  if (what === "event") return drawEvent(first, second === "true");
  if (what === "ring" || what === "area") return drawRing(first.split(",").map(Number), what === "area");
  return null;
}

function drawEvent(kind: string, dashed: boolean): ImageData | null {
  const legend = document.querySelector<HTMLElement>(`.legend [data-kind="${CSS.escape(kind)}"]`);
  const path = legend?.querySelector("path")?.getAttribute("d");
  if (!legend || !path) return null;
  const { hue, on } = readKind(kind);
  const { paper, ink } = readPalette();
  const pen = makePen(MARK_PX);
  pen.scale(MARK_PX / 28, MARK_PX / 28);
  pen.translate(2, 2);
  const shape = new Path2D(path);
  pen.lineJoin = "round";
  pen.strokeStyle = paper;
  pen.lineWidth = 3.5;
  pen.stroke(shape);
  pen.fillStyle = dashed ? paper : hue;
  pen.fill(shape);
  if (dashed) {
    pen.setLineDash([3.4, 2.2]);
    pen.strokeStyle = hue;
    pen.lineWidth = 2.2;
    pen.stroke(shape);
  }
  pen.fillStyle = dashed ? ink : on;
  write(pen, legend.dataset.letter ?? "", 12, Number(legend.dataset.letterY ?? 16), 12);
  return take(pen, MARK_PX);
}

/** `isArea`: a thin ring without paper beneath, as its records lie somewhere in a disc. */
function drawRing(counts: number[], isArea: boolean): ImageData {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const { paper, ink } = readPalette();
  const size = RING_PX + GROWTH_PX * Math.max(0, String(total).length - 2);
  const pen = makePen(size);
  const middle = size / 2;
  pen.fillStyle = paper;
  pen.globalAlpha = isArea ? 0.72 : 1;
  pen.beginPath();
  pen.arc(middle, middle, middle - 0.5, 0, 2 * Math.PI);
  pen.fill();
  pen.globalAlpha = 1;
  let angle = -Math.PI / 2;
  pen.lineWidth = isArea ? 2 : 5;
  pen.setLineDash(isArea ? [3, 2] : []);
  counts.forEach((count, index) => {
    if (!count) return;
    const next = angle + (2 * Math.PI * count) / total;
    const gap = count < total ? Math.min(0.06, (next - angle) / 4) : 0;
    pen.strokeStyle = readKind(ALL_KINDS[index] ?? "").hue;
    pen.beginPath();
    pen.arc(middle, middle, middle - 4, angle + gap, next - gap);
    pen.stroke();
    angle = next;
  });
  pen.fillStyle = ink;
  write(pen, shorten(total), middle, middle + 4.4, 13);
  return take(pen, size);
}

/** "812", "1.2k", "48k". */
function shorten(total: number): string {
  if (total < 1000) return String(total);
  const [value, unit] = total < 999_500 ? [total / 1000, "k"] : [total / 1_000_000, "m"];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${unit}`;
}

function makePen(size_px: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size_px * SCALE;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas to draw marks on");
  pen.scale(SCALE, SCALE);
  return pen;
}

function write(pen: CanvasRenderingContext2D, words: string, x: number, y: number, size_px: number): void {
  pen.font = `700 ${size_px}px "Helvetica Neue", "Liberation Sans", Arial, sans-serif`;
  pen.textAlign = "center";
  pen.fillText(words, x, y);
}

function take(pen: CanvasRenderingContext2D, size_px: number): ImageData {
  return pen.getImageData(0, 0, size_px * SCALE, size_px * SCALE);
}
