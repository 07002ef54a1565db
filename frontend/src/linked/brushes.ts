// The brush: a stretch of bars, set by pointer or keys. It knows bars by their number and nothing of days.
import { make } from "../plots/elements";

/** The first and the last bar, both in it. */
export type Stretch = [number, number];

export interface Bars {
  count: number;
  left: number;
  room: number;
}

const EDGE_PX = 7;
const PAGE = 4;
type Grip = "new" | "move" | "first" | "last";

export class Brush {
  readonly root = make("div", { class: "brush", role: "slider", tabindex: "0", "aria-valuemin": "0" });
  private readonly pane = make("div", { class: "brush-pane", hidden: "" });
  private bars: Bars = { count: 0, left: 0, room: 1 };
  /** Where it was begun, and the end that moves. */
  private anchor = 0;
  private moving = 0;
  private isSet = false;
  private grip: { kind: Grip; from: number; anchor: number; moving: number; hasMoved: boolean; wasSet: boolean } | null = null;

  /** In: `changed`, told of every change; `say`, the words for a stretch or none; `over`, the bar under the pointer. */
  constructor(
    private readonly changed: (stretch: Stretch | null) => void,
    private readonly say: (stretch: Stretch | null) => string,
    private readonly over: (bar: number | null) => void,
  ) {
    this.root.append(this.pane);
    this.root.setAttribute("aria-label", "Days shown. Arrow keys move the stretch, with Shift they widen or narrow it, Home and End go to the ends, Escape shows all days.");
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.root.addEventListener("pointerdown", (event) => this.begin(event));
    this.root.addEventListener("pointermove", (event) => this.drag(event));
    this.root.addEventListener("pointerup", (event) => this.end(event));
    this.root.addEventListener("pointercancel", () => (this.grip = null));
    this.root.addEventListener("pointerleave", () => this.over(null));
  }

  get stretch(): Stretch | null {
    return this.isSet ? [Math.min(this.anchor, this.moving), Math.max(this.anchor, this.moving)] : null;
  }

  /** Show a stretch on these bars; tells nobody. */
  show(bars: Bars, stretch: Stretch | null): void {
    this.bars = bars;
    if (this.grip) return this.draw();
    const now = this.stretch;
    this.isSet = stretch !== null;
    if (stretch && (now?.[0] !== stretch[0] || now[1] !== stretch[1])) [this.anchor, this.moving] = stretch;
    this.draw();
  }

  private draw(): void {
    const stretch = this.stretch;
    const last = Math.max(0, this.bars.count - 1);
    this.root.setAttribute("aria-valuemax", String(last));
    this.root.setAttribute("aria-valuenow", String(Math.min(stretch?.[0] ?? 0, last)));
    this.root.setAttribute("aria-valuetext", this.say(stretch));
    this.pane.hidden = !stretch;
    if (!stretch) return;
    this.pane.style.insetInlineStart = `${this.bars.left + stretch[0] * this.bars.room}px`;
    this.pane.style.inlineSize = `${(stretch[1] - stretch[0] + 1) * this.bars.room}px`;
  }

  private set(anchor: number, moving: number): void {
    const clamp = (bar: number) => Math.max(0, Math.min(this.bars.count - 1, bar));
    [this.anchor, this.moving, this.isSet] = [clamp(anchor), clamp(moving), true];
    this.draw();
    this.changed(this.stretch);
  }

  clear(): void {
    if (!this.isSet) return;
    this.isSet = false;
    this.draw();
    this.changed(null);
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.bars.count - 1;
    const aims: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: -PAGE, PageDown: PAGE, Home: -Infinity, End: Infinity };
    const step = aims[event.key];
    if (event.key === "Escape" || event.key === "Delete") this.clear();
    if (step === undefined) return;
    event.preventDefault();
    if (!this.isSet) return this.set(step > 0 !== !Number.isFinite(step) ? 0 : last, step > 0 !== !Number.isFinite(step) ? 0 : last);
    if (event.shiftKey) return this.set(this.anchor, Math.max(0, Math.min(last, this.moving + step)));
    const [first, end] = this.stretch ?? [0, 0];
    const shift = Math.max(-first, Math.min(last - end, step));
    this.set(this.anchor + shift, this.moving + shift);
  }

  private barAt(event: PointerEvent): number {
    const x = event.clientX - this.root.getBoundingClientRect().left - this.bars.left;
    return Math.max(0, Math.min(this.bars.count - 1, Math.floor(x / this.bars.room)));
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0 || this.bars.count === 0) return;
    this.root.setPointerCapture(event.pointerId);
    const bar = this.barAt(event);
    const kind = this.gripAt(event, bar);
    const [first, last] = this.stretch ?? [bar, bar];
    const [anchor, moving] = kind === "first" ? [last, first] : kind === "new" ? [bar, bar] : [first, last];
    this.grip = { kind, from: bar, anchor, moving, hasMoved: false, wasSet: this.isSet };
  }

  private gripAt(event: PointerEvent, bar: number): Grip {
    const stretch = this.stretch;
    if (!stretch || event.shiftKey) return "new";
    const x = event.clientX - this.root.getBoundingClientRect().left - this.bars.left;
    if (Math.abs(x - stretch[0] * this.bars.room) <= EDGE_PX) return "first";
    if (Math.abs(x - (stretch[1] + 1) * this.bars.room) <= EDGE_PX) return "last";
    return bar >= stretch[0] && bar <= stretch[1] ? "move" : "new";
  }

  private drag(event: PointerEvent): void {
    const bar = this.barAt(event);
    this.over(bar);
    if (!this.grip) {
      const grip = this.gripAt(event, bar);
      this.root.dataset.grip = grip;
      return;
    }
    const { kind, from, anchor, moving } = this.grip;
    if (bar === from && !this.grip.hasMoved) return;
    this.grip.hasMoved = true;
    if (kind === "new") this.set(from, bar);
    else if (kind === "move") this.move(anchor, moving, bar - from);
    else this.set(anchor, bar);
  }

  private move(anchor: number, moving: number, by: number): void {
    const shift = Math.max(-Math.min(anchor, moving), Math.min(this.bars.count - 1 - Math.max(anchor, moving), by));
    this.set(anchor + shift, moving + shift);
  }

  /** A press without a drag takes the one bar. */
  private end(event: PointerEvent): void {
    const grip = this.grip;
    this.grip = null;
    if (grip && !grip.hasMoved && (grip.kind === "new" || grip.kind === "move")) this.set(this.barAt(event), this.barAt(event));
  }
}
