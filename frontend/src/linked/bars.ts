// The bars of the timeline, stacked by kind, and the dead above them as ranges.
import { rect, text, type Markish } from "@observablehq/plot";
import { drawPanel, listTicks } from "../plots/figures";
import { measureSpan, readDay } from "../plots/pictures";
import { ALL_KINDS } from "../map/palette";
import type { Bucket, Step } from "./buckets";

const HEIGHT = 168;
const TOLL_HEIGHT = 84;
const TICKS = 3;
const LETTER_PX = [9, 11] as const;

interface Block {
  kind: string;
  left: Date;
  right: Date;
  below: number;
  top: number;
}

export function drawBars(buckets: Bucket[], step: Step, width: number): (SVGElement | HTMLElement)[] {
  const highest = Math.max(1, ...buckets.map((bucket) => bucket.total));
  const name = `told to have happened a ${step}, by kind`;
  const marks = drawBlocks(stack(buckets), measureSpan(buckets.length, width), highest);
  const bars = drawPanel({ height: HEIGHT, width, spans: buckets, highest, name, ticks: TICKS, hasDays: true, marks });
  return [drawTolls(buckets, step, width), bars];
}

function stack(buckets: Bucket[]): Block[] {
  return buckets.flatMap((bucket) => {
    const [left, right] = [readDay(bucket.first), readDay(bucket.after)];
    let below = 0;
    return ALL_KINDS.flatMap((kind) => {
      const count = bucket.counts[kind] ?? 0;
      below += count;
      return count ? [{ kind, left, right, below: below - count, top: below }] : [];
    });
  });
}

function drawBlocks(blocks: Block[], room: number, highest: number): Markish[] {
  const unit = (HEIGHT - 60) / (listTicks(highest, TICKS).at(-1) ?? highest);
  const inset = Math.min(1.5, room / 12);
  return ALL_KINDS.flatMap((kind) => {
    const own = blocks.filter((block) => block.kind === kind);
    if (own.length === 0) return [];
    const lettered = room < LETTER_PX[0] ? [] : own.filter((block) => (block.top - block.below) * unit >= LETTER_PX[1]);
    const insetTop = unit > 2 ? 1 : 0;
    return [
      rect(own, { x1: "left", x2: "right", y1: "below", y2: "top", fill: `var(--${kind})`, insetLeft: inset, insetRight: inset, insetTop }),
      text(lettered, { x: middleOf, y: (block: Block) => (block.below + block.top) / 2, text: () => letterOf(kind), fill: `var(--on-${kind})`, fontWeight: 700 }),
    ];
  });
}

/** Up to the lowest toll in a firm hue, from there to the highest in a faint one. */
function drawTolls(buckets: Bucket[], step: Step, width: number): SVGElement | HTMLElement {
  const inset = Math.min(1.5, measureSpan(buckets.length, width) / 12);
  const told = buckets.filter((bucket) => bucket.high).map(({ first, after, low, high }) => ({ left: readDay(first), right: readDay(after), low, high }));
  const sides = { x1: "left", x2: "right", insetLeft: inset, insetRight: inset };
  const marks = [
    rect(told, { ...sides, y1: "low", y2: "high", fill: "var(--quiet)", fillOpacity: 0.45 }),
    rect(told, { ...sides, y1: () => 0, y2: "low", fill: "var(--quiet)" }),
  ];
  const highest = Math.max(1, ...told.map((row) => row.high));
  const name = `killed a ${step}; the faint part is told by some only`;
  return drawPanel({ height: TOLL_HEIGHT, width, spans: buckets, highest, name, ticks: 2, hasDays: false, marks });
}

function middleOf({ left, right }: { left: Date; right: Date }): Date {
  return new Date((left.getTime() + right.getTime()) / 2);
}

export function letterOf(kind: string): string {
  return document.querySelector<HTMLElement>(`.legend [data-kind="${kind}"]`)?.dataset.letter ?? "";
}
