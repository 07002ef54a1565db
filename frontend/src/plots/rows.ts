// What the server gives for a plot; the meaning of each is written in `publish/plot_rows.py`.
export type Step = "week" | "month";

/** A week or a month: its first day, the first day after it, and its days in words. */
export interface Span {
  first: string;
  after: string;
  days: string;
}

export interface Toll {
  low: number;
  high: number;
  best: number | null;
}

export interface Kind {
  key: string;
  letter: string;
  name: string;
  path: string;
  letter_y: number;
  total: number;
}

export interface Bucket extends Span {
  counts: Record<string, number>;
  killed: Toll | null;
}

export interface TimelineRows {
  kinds: Kind[];
  buckets: Bucket[];
  left_out: number;
}

export interface Timeline {
  step: Step;
  week: TimelineRows;
  month: TimelineRows;
}

export interface TrendWeek extends Span {
  observed: number;
  missing: number;
  expected: number | null;
  low: number | null;
  high: number | null;
  verdict: "rise" | "fall" | "usual" | "too_little_past";
  alert: string | null;
}

export interface Trend {
  reason: string;
  weeks: TrendWeek[];
}
