// What happened when: incidents stacked by type, with letters where blocks have room, and the dead above as ranges.
import { axisY, barX, dot, link, rect, ruleY, text, type Markish } from "@observablehq/plot";
import { drawFigure, drawPanel, listTicks, scaleDays } from "./figures";
import { makeLegend, makeShape, makeTable } from "./elements";
import { measureSpan, readDay, sayNumber, type Picture } from "./pictures";
import type { Bucket, Kind, Step, TimelineRows, Toll } from "./rows";

const LETTER_WIDTH = 9;
const LETTER_HEIGHT = 11;
const HEIGHT = 230;
const ROW_HEIGHT = 14;
const TICKS = 4;

interface Block {
  kind: Kind;
  left: Date;
  right: Date;
  middle: Date;
  below: number;
  top: number;
}

export function makeTimeline(rows: TimelineRows, step: Step): Picture {
  const highest = Math.max(1, ...rows.buckets.map(countAll));
  const worst = Math.max(1, ...rows.buckets.map((bucket) => bucket.killed?.high ?? 0));
  const hasTolls = rows.buckets.some((bucket) => bucket.killed);
  const name = `incidents a ${step}`;
  return {
    title: "What happened when",
    label: `Timeline of incidents by ${step} and type`,
    step,
    spans: rows.buckets,
    note: rows.left_out ? `${sayNumber(rows.left_out)} more are dated too vaguely to be drawn by ${step}.` : "",
    legend: makeLegend("Types of event", rows.kinds.map((kind) => [drawBadge(kind), `${kind.name} ${sayNumber(kind.total)}`])),
    draw(from, to, width) {
      const spans = rows.buckets.slice(from, to);
      const blocks = stackBlocks(spans, rows.kinds);
      const room = measureSpan(spans.length, width);
      const marks = drawBlocks(blocks, rows.kinds, room, highest);
      const panels = [drawPanel({ height: HEIGHT, width, spans, highest, name, ticks: TICKS, hasDays: true, marks })];
      if (hasTolls) panels.unshift(drawTolls(spans, worst, width));
      if (room < LETTER_WIDTH) panels.push(drawRows(spans, blocks, rows.kinds, width));
      return panels;
    },
    tell: (index) => tellBucket(rows, index),
    table: () => listBuckets(rows, step),
  };
}

function countAll(bucket: Bucket): number {
  return Object.values(bucket.counts).reduce((sum, count) => sum + count, 0);
}

function stackBlocks(buckets: Bucket[], kinds: Kind[]): Block[] {
  return buckets.flatMap((bucket) => {
    const [left, right] = [readDay(bucket.first), readDay(bucket.after)];
    const middle = new Date((left.getTime() + right.getTime()) / 2);
    let below = 0;
    return kinds.flatMap((kind) => {
      const count = bucket.counts[kind.key] ?? 0;
      below += count;
      return count ? [{ kind, left, right, middle, below: below - count, top: below }] : [];
    });
  });
}

function drawBlocks(blocks: Block[], kinds: Kind[], room: number, highest: number): Markish[] {
  const inset = room / 14;
  const unit = (HEIGHT - 60) / (listTicks(highest, TICKS).at(-1) ?? highest);
  const lettered = room < LETTER_WIDTH ? [] : blocks.filter((block) => (block.top - block.below) * unit >= LETTER_HEIGHT);
  return kinds.flatMap((kind) => [
    rect(
      blocks.filter((block) => block.kind === kind),
      { x1: "left", x2: "right", y1: "below", y2: "top", fill: `var(--${kind.key})`, insetLeft: inset, insetRight: inset, insetTop: 1 },
    ),
    text(
      lettered.filter((block) => block.kind === kind),
      { x: "middle", y: (block: Block) => (block.below + block.top) / 2, text: () => kind.letter, fill: `var(--on-${kind.key})`, fontWeight: 700 },
    ),
  ]);
}

/** A stroke for every bucket that has a kind, in a row of its own: hue is never the only sign. */
function drawRows(buckets: Bucket[], blocks: Block[], kinds: Kind[], width: number): SVGElement | HTMLElement {
  const letters = kinds.map((kind) => kind.letter);
  return drawFigure({
    width,
    height: ROW_HEIGHT * kinds.length + 8,
    marginTop: 4,
    marginBottom: 4,
    x: { ...scaleDays(buckets), axis: null },
    y: { type: "band", domain: letters, padding: 0.2 },
    marks: [
      ruleY(letters, { y: (letter: string) => letter, stroke: "var(--hairline)" }),
      axisY({ color: "var(--ink)", label: null, tickSize: 0 }),
      ...kinds.map((kind) =>
        barX(
          blocks.filter((block) => block.kind === kind),
          { x1: "left", x2: "right", y: () => kind.letter, fill: `var(--${kind.key})` },
        ),
      ),
    ],
  });
}

function drawTolls(buckets: Bucket[], worst: number, width: number): SVGElement | HTMLElement {
  const told = buckets.flatMap((bucket) => (bucket.killed ? [{ ...bucket.killed, day: findMiddle(bucket) }] : []));
  const marks = [
    link(told, { x: "day", y1: "low", y2: "high", stroke: "var(--border)", strokeWidth: 4 }),
    dot(told, { x: "day", y: "low", fill: "var(--border)", symbol: "square", r: 2.2, filter: (toll: Toll) => toll.low === toll.high }),
    dot(told, { x: "day", y: "best", fill: "var(--ink)", r: 2.4, filter: (toll: Toll) => toll.best !== null }),
  ];
  const name = "killed, from the lowest to the highest toll told";
  return drawPanel({ height: 104, width, spans: buckets, highest: worst, name, ticks: 2, hasDays: false, marks });
}

function findMiddle(bucket: Bucket): Date {
  return new Date((readDay(bucket.first).getTime() + readDay(bucket.after).getTime()) / 2);
}

function drawBadge(kind: Kind): SVGElement {
  const path = makeShape("path", { d: kind.path });
  const letter = makeShape("text", { x: "12", y: String(kind.letter_y), "text-anchor": "middle" }, kind.letter);
  return makeShape("svg", { class: `badge kind-${kind.key}`, viewBox: "0 0 24 24", "aria-hidden": "true" }, path, letter);
}

function tellBucket(rows: TimelineRows, index: number): string[] {
  const bucket = rows.buckets[index];
  if (!bucket) return [];
  const total = countAll(bucket);
  const kinds = rows.kinds.filter((kind) => bucket.counts[kind.key]);
  return [
    total === 0 ? "No incident" : total === 1 ? "1 incident" : `${sayNumber(total)} incidents`,
    ...kinds.map((kind) => `${kind.letter} ${kind.name}: ${sayNumber(bucket.counts[kind.key] ?? 0)}`),
    ...(bucket.killed ? [`${sayToll(bucket.killed)} killed`] : []),
  ];
}

function sayToll(toll: Toll): string {
  if (toll.low === toll.high) return sayNumber(toll.low);
  const best = toll.best === null ? "" : `, best ${sayNumber(toll.best)},`;
  return `${sayNumber(toll.low)} to ${sayNumber(toll.high)}${best}`;
}

function listBuckets(rows: TimelineRows, step: Step): HTMLTableElement {
  const told = rows.buckets.filter((bucket) => countAll(bucket) > 0 || bucket.killed);
  const left = told.length < rows.buckets.length ? `; ${step}s without any are left out` : "";
  return makeTable(
    `Incidents and dead by ${step}${left}`,
    [step === "week" ? "Week" : "Month", "Incidents", ...rows.kinds.map((kind) => kind.name), "Killed"],
    told.map((bucket) => [
      bucket.days,
      sayNumber(countAll(bucket)),
      ...rows.kinds.map((kind) => sayNumber(bucket.counts[kind.key] ?? 0)),
      bucket.killed ? sayToll(bucket.killed) : "not told",
    ]),
  );
}
