// Whether it is getting worse: counts, what would be usual, what is likely to be reported yet, and where alerts begin.
import { areaY, dot, line, rect, type Markish } from "@observablehq/plot";
import { drawPanel } from "./figures";
import { makeLegend, makeShape, makeTable } from "./elements";
import { measureSpan, readDay, sayNumber, type Picture } from "./pictures";
import type { Trend, TrendWeek } from "./rows";

const VERDICTS: Record<TrendWeek["verdict"], string> = {
  rise: "a rise",
  fall: "a fall",
  usual: "as usual",
  too_little_past: "too little past to say what is usual",
};

export function makeTrend(trend: Trend): Picture {
  const weeks = trend.weeks;
  const highest = Math.max(1, ...weeks.map((week) => Math.max(week.observed + week.missing, week.high ?? 0)));
  const legend = makeLegend("Marks of the trend", listMarks(weeks));
  return {
    title: "Is it getting worse?",
    label: "Trend of incidents by week, with what would be usual",
    step: "week",
    spans: weeks,
    note: trend.reason,
    legend,
    draw(from, to, width) {
      const spans = weeks.slice(from, to);
      const marks = drawWeeks(spans, measureSpan(spans.length, width) / 14);
      const name = "incidents a week";
      return [drawPanel({ height: 250, width, spans, highest: highest * 1.06, name, ticks: 4, hasDays: true, marks })];
    },
    tell: (index) => tellWeek(weeks[index]),
    table: () => listWeeks(weeks),
  };
}

function drawWeeks(weeks: TrendWeek[], inset: number): Markish[] {
  const bar = { x1: (week: TrendWeek) => readDay(week.first), x2: (week: TrendWeek) => readDay(week.after), insetLeft: inset, insetRight: inset };
  const middle = (week: TrendWeek) => readDay(week.first, 3.5);
  const known = weeks.filter((week) => week.observed > 0);
  const expected = { x: middle, y: "expected" };
  return [
    areaY(stepBand(weeks), { x: "day", y1: "low", y2: "high", fill: "var(--accent)", fillOpacity: 0.16 }),
    rect(known.filter((week) => !isAlert(week)), { ...bar, y1: 0, y2: "observed", fill: "var(--border)" }),
    rect(known.filter(isAlert), { ...bar, y1: 0, y2: "observed", fill: "var(--accent)" }),
    rect(
      weeks.filter((week) => week.missing > 0),
      { ...bar, y1: "observed", y2: (week: TrendWeek) => week.observed + week.missing, fill: "var(--paper)", stroke: "var(--quiet)", strokeDasharray: "2 2" },
    ),
    line(weeks, { ...expected, stroke: "var(--paper)", strokeWidth: 3.5 }),
    line(weeks, { ...expected, stroke: "var(--accent)", strokeWidth: 1.5 }),
    ...(["rise", "fall"] as const).map((verdict) =>
      dot(
        weeks.filter((week) => week.alert !== null && week.verdict === verdict),
        { x: middle, y: "observed", dy: -11, r: 5, symbol: "triangle", rotate: verdict === "rise" ? 0 : 180, fill: "var(--accent)", stroke: "var(--paper)" },
      ),
    ),
  ];
}

/** Both edges of every week, so that the band has steps. */
function stepBand(weeks: TrendWeek[]): { day: Date; low: number | null; high: number | null }[] {
  return weeks.flatMap(({ first, after, low, high }) => [first, after].map((day) => ({ day: readDay(day), low, high })));
}

function isAlert(week: TrendWeek): boolean {
  return week.verdict === "rise" || week.verdict === "fall";
}

function listMarks(weeks: TrendWeek[]): [SVGElement, string][] {
  const shape = (name: string, attributes: Record<string, string>) =>
    makeShape("svg", { class: "swatch", viewBox: "0 0 16 12", "aria-hidden": "true" }, makeShape(name, attributes));
  const missing: [SVGElement, string] = [shape("rect", { class: "missing", x: "4", y: "1", width: "8", height: "10" }), "likely to be reported yet"];
  return [
    [shape("rect", { class: "count", x: "3", width: "10", height: "12" }), "incidents known"],
    ...(weeks.some((week) => week.missing > 0) ? [missing] : []),
    [shape("rect", { class: "band", width: "16", height: "12" }), "usual, nine weeks in ten"],
    [shape("path", { class: "expected", d: "M0 6H16" }), "expected"],
    [shape("path", { class: "mark", d: "M8 1L14 11H2Z" }), "rise begins"],
    [shape("path", { class: "mark", d: "M8 11L14 1H2Z" }), "fall begins"],
  ];
}

function tellWeek(week: TrendWeek | undefined): string[] {
  if (!week) return [];
  return [
    `${sayNumber(week.observed)} ${week.observed === 1 ? "incident" : "incidents"} known`,
    ...(week.missing ? [`about ${sayNumber(Math.round(week.missing))} likely to be reported yet`] : []),
    ...(week.high === null ? [] : [`usual: ${sayUsual(week)}, expected ${sayExpected(week)}`]),
    VERDICTS[week.verdict],
    ...(week.alert ? [week.alert] : []),
  ];
}

function sayUsual(week: TrendWeek): string {
  return week.low === null || week.high === null ? "not known" : `${sayNumber(week.low)} to ${sayNumber(week.high)}`;
}

function sayExpected(week: TrendWeek): string {
  return week.expected === null ? "not known" : week.expected.toLocaleString("en", { maximumFractionDigits: 1 });
}

function listWeeks(weeks: TrendWeek[]): HTMLTableElement {
  return makeTable(
    "Incidents by week against what would be usual",
    ["Week", "Incidents known", "Expected", "Usual", "Verdict"],
    weeks.map((week) => [week.days, sayNumber(week.observed), sayExpected(week), sayUsual(week), VERDICTS[week.verdict]]),
  );
}
