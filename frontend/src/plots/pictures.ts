// What a stage shows: a picture of spans of time that can be walked through one by one.
import type { Span, Step } from "./rows";

export interface Picture {
  title: string;
  /** What the picture is, for whoever does not see it. */
  label: string;
  step: Step;
  spans: Span[];
  /** A sentence beneath the title; empty for none. */
  note: string;
  legend: SVGElement | HTMLElement;
  /** The panels of the spans from `from` up to, not including, `to`, from the top down. */
  draw(from: number, to: number, width: number): (SVGElement | HTMLElement)[];
  /** What a span holds, a line each. */
  tell(index: number): string[];
  table(): HTMLTableElement;
}

export const LEFT = 44;
export const RIGHT = 16;

/** How wide one of so many spans is. */
export function measureSpan(spans: number, width: number): number {
  return Math.max(width - LEFT - RIGHT, 1) / spans;
}

/** "1,240". */
export function sayNumber(value: number): string {
  return value.toLocaleString("en");
}

/** The days from the first span to the last: "4 March 2024 to 10 May 2024". */
export function saySpans(spans: Span[]): string {
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return "";
  return `${sayDay(readDay(first.first))} to ${sayDay(readDay(last.after, -1))}`;
}

/** An ISO date as a moment of UTC, so many days on. */
export function readDay(iso: string, days = 0): Date {
  const day = new Date(`${iso}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day;
}

function sayDay(day: Date): string {
  return day.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
