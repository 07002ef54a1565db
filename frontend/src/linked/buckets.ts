// The weeks of the server as the bars of the timeline: weeks where there is room, else months, else years.
import { readDay } from "../plots/pictures";
import type { Span } from "../plots/rows";

export interface Weeks {
  first_day: string[];
  kinds: Record<string, number[]>;
  killed_low: number[];
  killed_high: number[];
}
export type Step = "week" | "month" | "year";
export interface Bucket extends Span {
  counts: Record<string, number>;
  total: number;
  low: number;
  high: number;
}
/** Ordinals of days since 1970: the first, and the first after the last. */
export type Reach = [number, number];

const NARROWEST_PX = 3;
const DAY_MS = 86_400_000;
const TAIL = 0.01;

export function dayOf(iso: string): number {
  return Math.round(readDay(iso).getTime() / DAY_MS);
}

export function isoOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The days to be drawn: without a long thin beginning, where leaving out one in a hundred halves the span. */
export function findReach(weeks: Weeks): Reach | null {
  const days = weeks.first_day.map(dayOf);
  const counts = days.map((_, index) => countWeek(weeks, index));
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const limit = TAIL * counts.reduce((sum, count) => sum + count, 0);
  let [left, from] = [0, 0];
  while (left + (counts[from] ?? 0) <= limit && from < days.length - 1) left += counts[from++] ?? 0;
  const start = days[from] ?? first;
  return [last - start < (last - first) / 2 ? start : first, last + 7];
}

export function chooseStep([first, after]: Reach, width: number): Step {
  const most = Math.max(12, Math.floor(width / NARROWEST_PX));
  const days = after - first;
  return days / 7 <= most ? "week" : days / 30.4 <= most ? "month" : "year";
}

/** The bars from the first day of the reach on; a week stands in the month and year that it begins in. */
export function makeBuckets(weeks: Weeks, reach: Reach, step: Step): Bucket[] {
  const buckets: Bucket[] = [];
  for (let day = startOf(reach[0], step); day < reach[1]; ) {
    const next = nextOf(day, step);
    buckets.push({ first: isoOf(day), after: isoOf(next), days: sayBucket(day, next, step), counts: {}, total: 0, low: 0, high: 0 });
    day = next;
  }
  const starts = buckets.map((bucket) => dayOf(bucket.first));
  let at = 0;
  weeks.first_day.forEach((iso, index) => {
    const day = dayOf(iso);
    while (at + 1 < starts.length && (starts[at + 1] ?? Infinity) <= day) at += 1;
    const bucket = buckets[at];
    if (bucket && day >= (starts[0] ?? Infinity) && day < dayOf(bucket.after)) addWeek(bucket, weeks, index);
  });
  return buckets;
}

function addWeek(bucket: Bucket, weeks: Weeks, index: number): void {
  for (const [kind, counts] of Object.entries(weeks.kinds)) {
    const count = counts[index] ?? 0;
    bucket.counts[kind] = (bucket.counts[kind] ?? 0) + count;
    bucket.total += count;
  }
  bucket.low += weeks.killed_low[index] ?? 0;
  bucket.high += weeks.killed_high[index] ?? 0;
}

function countWeek(weeks: Weeks, index: number): number {
  return Object.values(weeks.kinds).reduce((sum, counts) => sum + (counts[index] ?? 0), 0);
}

function startOf(day: number, step: Step): number {
  const date = new Date(day * DAY_MS);
  if (step === "week") return day - ((date.getUTCDay() + 6) % 7);
  return Date.UTC(date.getUTCFullYear(), step === "month" ? date.getUTCMonth() : 0, 1) / DAY_MS;
}

function nextOf(day: number, step: Step): number {
  if (step === "week") return day + 7;
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (step === "month" ? Date.UTC(year, month + 1, 1) : Date.UTC(year + 1, 0, 1)) / DAY_MS;
}

function sayBucket(day: number, next: number, step: Step): string {
  const date = new Date(day * DAY_MS);
  if (step === "year") return String(date.getUTCFullYear());
  if (step === "month") return date.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
  return sayDays(day, next - 1);
}

/** "3 June 2024", "3 June 2024 to 9 June 2024". */
export function sayDays(first: number, last: number): string {
  const say = (day: number) =>
    new Date(day * DAY_MS).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return first === last ? say(first) : `${say(first)} to ${say(last)}`;
}
