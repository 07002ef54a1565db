// The one place where Observable Plot is called. Plot puts a <style> into each figure, which the page's policy refuses
// once the figure stands in the page. It is taken out before that; styles/plots.css holds what it says.
import { axisX, axisY, gridY, plot, ruleY, type Markish } from "@observablehq/plot";
import { LEFT, RIGHT, readDay } from "./pictures";
import type { Span } from "./rows";

const TICK_WIDTH = 72;
const FEW = 25;

export interface Panel {
  height: number;
  width: number;
  spans: Span[];
  highest: number;
  name: string;
  ticks: number;
  hasDays: boolean;
  marks: Markish[];
}

/** A panel with days to the right and whole numbers upwards. */
export function drawPanel(panel: Panel): SVGElement | HTMLElement {
  const ticks = listTicks(panel.highest, panel.ticks);
  const days = panel.hasDays ? [drawDays(panel)] : [];
  return drawFigure({
    width: panel.width,
    height: panel.height,
    marginBottom: panel.hasDays ? 34 : 6,
    x: { ...scaleDays(panel.spans), axis: null },
    y: { domain: [0, ticks.at(-1) ?? 1] },
    marks: [
      gridY(ticks, { stroke: "var(--hairline)", strokeOpacity: 1 }),
      axisY(ticks, { color: "var(--quiet)", label: panel.name, labelArrow: "none", tickSize: 0, tickFormat: ",d" }),
      ...days,
      ...panel.marks,
      ruleY([0], { stroke: "var(--quiet)" }),
    ],
  });
}

/** Months and years; where there are few spans their first days, as Plot's own weeks begin on Sundays. */
function drawDays({ spans, width }: Panel): Markish {
  const style = { color: "var(--quiet)", label: null };
  if (spans.length > FEW) return axisX({ ...style, tickSpacing: TICK_WIDTH });
  const stride = Math.ceil(spans.length / Math.max(1, Math.floor((width - LEFT - RIGHT) / TICK_WIDTH)));
  const days = spans.filter((_, index) => index % stride === 0).map((span) => readDay(span.first));
  return axisX(days, { ...style, tickFormat: (day: Date, index: number) => nameDay(day, days[index - 1]) });
}

/** "4 Mar", with the year beneath where it is another than that of the day before. */
function nameDay(day: Date, before: Date | undefined): string {
  const name = day.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  return before?.getUTCFullYear() === day.getUTCFullYear() ? name : `${name}\n${day.getUTCFullYear()}`;
}

/** A figure that may be put into the page under its policy. */
export function drawFigure(options: NonNullable<Parameters<typeof plot>[0]>): SVGElement | HTMLElement {
  const figure = plot({ className: "plot-figure", marginLeft: LEFT, marginRight: RIGHT, marginTop: 26, ...options });
  for (const style of figure.querySelectorAll("style")) style.remove();
  return figure;
}

export function scaleDays(spans: Span[]): { type: "utc"; domain: [Date, Date] } {
  return { type: "utc", domain: [readDay(spans[0]?.first ?? "1970-01-01"), readDay(spans.at(-1)?.after ?? "1970-01-02")] };
}

/** Round whole numbers from 0 up to the first that is not below `highest`, at most so many above 0. */
export function listTicks(highest: number, atMost: number): number[] {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) {
      if (highest > step * power * atMost) continue;
      const above = Math.max(1, Math.ceil(highest / (step * power)));
      return Array.from({ length: above + 1 }, (_, index) => index * step * power);
    }
  }
}
