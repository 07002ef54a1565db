// The bars of the timeline, stacked by kind, and the dead above them as ranges.
import { dot, link, rect, text, type Markish } from "@observablehq/plot";
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
  const name = `happenings, figures and statements a ${step}`;
  const marks = drawBlocks(stack(buckets), measureSpan(buckets.length, width), highest);
  const bars = drawPanel({ height: HEIGHT, width, spans: buckets, highest, name, ticks: TICKS, hasDays: true, marks });
  return buckets.some((bucket) => bucket.high) ? [drawTolls(buckets, step, width), bars] : [bars];
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

function drawTolls(buckets: Bucket[], step: Step, width: number): SVGElement | HTMLElement {
  const told = buckets.filter((bucket) => bucket.high).map((bucket) => ({ day: middleOf({ left: readDay(bucket.first), right: readDay(bucket.after) }), low: bucket.low, high: bucket.high }));
  const marks = [
    link(told, { x: "day", y1: "low", y2: "high", stroke: "var(--border)", strokeWidth: 3 }),
    dot(told, { x: "day", y: "high", fill: "var(--ink)", r: 1.6 }),
  ];
  const highest = Math.max(1, ...told.map((row) => row.high));
  const name = `killed a ${step}, from the lowest to the highest told`;
  return drawPanel({ height: TOLL_HEIGHT, width, spans: buckets, highest, name, ticks: 2, hasDays: false, marks });
}

function middleOf({ left, right }: { left: Date; right: Date }): Date {
  return new Date((left.getTime() + right.getTime()) / 2);
}

export function letterOf(kind: string): string {
  return document.querySelector<HTMLElement>(`.legend [data-kind="${kind}"]`)?.dataset.letter ?? "";
}
