// The timeline beneath the map: what happened in the part of the world that is shown, and a brush that chooses days.
import { make } from "../plots/elements";
import { LEFT, RIGHT, measureSpan, sayNumber } from "../plots/pictures";
import { drawBars, letterOf } from "./bars";
import { Brush, type Stretch } from "./brushes";
import { chooseStep, dayOf, findReach, isoOf, makeBuckets, sayDays, type Bucket, type Reach, type Step, type Weeks } from "./buckets";
import { ALL_KINDS } from "../map/palette";

export class Timeline {
  private readonly title = make("h2", {}, "When");
  private readonly days = make("p", { class: "brushed-days figures" });
  private readonly at = make("p", { class: "bar-at quiet figures", "aria-hidden": "true" });
  private readonly drop = make("button", { type: "button", hidden: "" }, "All days");
  private readonly panels = make("div", { class: "panels", "aria-hidden": "true" });
  private readonly brush: Brush;
  private weeks: Weeks | null = null;
  private reach: Reach | null = null;
  private buckets: Bucket[] = [];
  private step: Step = "week";
  private chosen: [string, string] = ["", ""];
  private width = 0;

  /** In: `chose`, told of the first and last day that the reader chose, empty for none. */
  constructor(
    private readonly root: HTMLElement,
    private readonly chose: (days: [string, string]) => void,
  ) {
    this.brush = new Brush(
      (stretch) => this.take(stretch),
      (stretch) => this.say(stretch),
      (bar) => this.point(bar),
    );
    const stage = make("div", { class: "brushed" }, this.panels, this.brush.root);
    const keys = make("p", { class: "keys" }, "← → move, with Shift widen or narrow, Home and End go to the ends, Esc shows all days.");
    root.prepend(make("div", { class: "brushed-head" }, this.title, this.days, this.drop, this.at), stage, keys);
    root.classList.add("drawn");
    this.drop.addEventListener("click", () => {
      this.brush.clear();
      this.brush.root.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.fit()).observe(stage);
  }

  /** Draw other weeks; `isAll`: they are those of the whole world, and so say which days there are to be drawn. */
  draw(weeks: Weeks, isAll: boolean): void {
    this.weeks = weeks;
    if (isAll || !this.reach) this.reach = findReach(weeks);
    this.redraw();
  }

  /** Show other days as chosen. */
  choose(days: [string, string]): void {
    this.chosen = days;
    this.tell();
  }

  private fit(): void {
    const width = this.panels.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    this.redraw();
  }

  private redraw(): void {
    this.width ||= this.panels.clientWidth;
    if (!this.weeks || !this.width) return;
    this.root.classList.toggle("bare", !this.reach);
    if (!this.reach) return;
    this.step = chooseStep(this.reach, this.width - LEFT - RIGHT);
    this.buckets = makeBuckets(this.weeks, this.reach, this.step);
    this.panels.replaceChildren(...drawBars(this.buckets, this.step, this.width));
    this.root.dataset.bars = String(this.buckets.length);
    this.root.dataset.total = String(this.buckets.reduce((sum, bucket) => sum + bucket.total, 0));
    this.tell();
  }

  private tell(): void {
    const room = measureSpan(Math.max(1, this.buckets.length), this.width);
    this.brush.show({ count: this.buckets.length, left: LEFT, room }, this.findStretch());
    const [first, last] = this.chosen;
    this.drop.hidden = !first && !last;
    this.days.textContent = !first && !last ? "All days" : first && last ? sayDays(dayOf(first), dayOf(last)) : first ? `Since ${sayDays(dayOf(first), dayOf(first))}` : `Until ${sayDays(dayOf(last), dayOf(last))}`;
  }

  /** The bars of the chosen days. */
  private findStretch(): Stretch | null {
    const [first, last] = this.chosen;
    if ((!first && !last) || this.buckets.length === 0) return null;
    const [from, to] = [first ? dayOf(first) : -Infinity, last ? dayOf(last) : Infinity];
    const start = this.buckets.findIndex((bucket) => dayOf(bucket.after) > from);
    const end = this.buckets.filter((bucket) => dayOf(bucket.first) <= to).length - 1;
    return start < 0 || end < start ? null : [start, end];
  }

  private take(stretch: Stretch | null): void {
    const [first, last] = stretch ? [this.buckets[stretch[0]], this.buckets[stretch[1]]] : [];
    this.chosen = first && last ? [first.first, isoOf(dayOf(last.after) - 1)] : ["", ""];
    this.tell();
    this.chose(this.chosen);
  }

  private say(stretch: Stretch | null): string {
    const [first, last] = stretch ? [this.buckets[stretch[0]], this.buckets[stretch[1]]] : [];
    if (!stretch || !first || !last) return "All days";
    const total = this.buckets.slice(stretch[0], stretch[1] + 1).reduce((sum, bucket) => sum + bucket.total, 0);
    const words = stretch[0] === stretch[1] ? first.days : sayDays(dayOf(first.first), dayOf(last.after) - 1);
    return `${words}: ${sayNumber(total)} in all`;
  }

  private point(bar: number | null): void {
    const bucket = bar === null ? undefined : this.buckets[bar];
    if (!bucket) {
      this.at.textContent = "";
      return;
    }
    const kinds = ALL_KINDS.filter((kind) => bucket.counts[kind]).map((kind) => `${letterOf(kind)} ${sayNumber(bucket.counts[kind] ?? 0)}`);
    const dead = bucket.high ? [`${bucket.low === bucket.high ? sayNumber(bucket.low) : `${sayNumber(bucket.low)}–${sayNumber(bucket.high)}`} killed`] : [];
    this.at.textContent = [bucket.days, ...kinds, ...dead].join(" · ");
  }
}
