// The stage of a plot: title, legend, the panels with a cursor that pointer and keys move, the words on what it is at,
// and the numbers as a table.
import { make } from "./elements";
import { LEFT, RIGHT, measureSpan, saySpans, type Picture } from "./pictures";

const NARROWEST = 6;
const FEWEST = 16;
const WIDEST = 96;
const FEWEST_WIDE = 4;
const PAGE = 4;

/** Put the pictures into `box`, one at a time; where there are several, buttons switch between their steps. */
export function setStage(box: HTMLElement, pictures: Picture[], chosen: number): void {
  const stage = new Stage(pictures, chosen);
  box.append(stage.root);
  stage.follow();
}

class Stage {
  readonly root = make("div", { class: "stage" });
  private readonly head = make("div", { class: "stage-head" });
  private readonly note = make("p", { class: "quiet" });
  private readonly legend = make("div");
  private readonly panels = make("div", { "aria-hidden": "true" });
  private readonly cursor = make("div", { class: "cursor", hidden: "" });
  private readonly tip = make("div", { class: "tip", "aria-hidden": "true", hidden: "" });
  private readonly walk = make("div", { class: "walk", role: "application", tabindex: "0" });
  private readonly said = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
  private readonly pager = make("div", { class: "steps" });
  private readonly table = make("div", { class: "scroller", role: "region", tabindex: "0" });
  private width = 0;
  private from = 0;
  private at: number | null = null;

  constructor(
    private readonly pictures: Picture[],
    private chosen: number,
  ) {
    this.walk.append(this.panels, this.cursor, this.tip);
    const keys = make("p", { class: "keys" }, "← and → go from one to the next, Page Up and Page Down by four, Home and End to the ends, Esc leaves.");
    const details = make("details", { class: "more" }, make("summary", {}, "The numbers as a table"), this.table);
    this.root.append(this.head, this.note, this.legend, this.walk, keys, this.pager, this.said, details);
  }

  /** Draw, and from then on follow the width of the page, the pointer and the keys. */
  follow(): void {
    this.open(this.chosen);
    new ResizeObserver(() => this.fit()).observe(this.root);
    this.walk.addEventListener("pointermove", (event) => this.point(event));
    this.walk.addEventListener("pointerdown", (event) => this.point(event));
    this.walk.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") this.select(null);
    });
    this.walk.addEventListener("keydown", (event) => this.press(event));
    this.walk.addEventListener("blur", () => this.select(null));
  }

  private get picture(): Picture {
    const picture = this.pictures[this.chosen];
    if (!picture) throw new Error("a stage needs a picture");
    return picture;
  }

  /** How many spans there is room for. */
  private get capacity(): number {
    const room = Math.floor((this.width - LEFT - RIGHT) / NARROWEST);
    return Math.min(this.picture.spans.length, Math.max(room, FEWEST));
  }

  /** How wide the panels are: all the room there is, unless there are too few spans for it. */
  private get drawn(): number {
    return Math.min(this.width, LEFT + RIGHT + Math.max(this.capacity, FEWEST_WIDE) * WIDEST);
  }

  private open(chosen: number): void {
    this.chosen = chosen;
    this.select(null);
    const { title, label, step, legend } = this.picture;
    this.head.replaceChildren(make("p", { class: "stage-title" }, title), this.makeSwitch());
    this.legend.replaceChildren(legend);
    this.walk.setAttribute("aria-label", `${label}. The arrow keys go from ${step} to ${step}; the numbers stand in the table below.`);
    this.table.setAttribute("aria-label", `${title} The numbers by ${step}.`);
    this.table.replaceChildren(this.picture.table());
    this.width = this.root.clientWidth;
    this.from = this.picture.spans.length - this.capacity;
    this.draw();
  }

  private fit(): void {
    if (!this.root.clientWidth || this.root.clientWidth === this.width) return;
    const to = this.from + this.capacity;
    this.width = this.root.clientWidth;
    this.from = Math.max(0, Math.min(to, this.picture.spans.length) - this.capacity);
    this.select(null);
    this.draw();
  }

  private draw(): void {
    if (!this.width) return; // not seen yet: drawn as soon as it has a width
    const to = this.from + this.capacity;
    this.panels.replaceChildren(...this.picture.draw(this.from, to, this.drawn));
    const shown = `${saySpans(this.picture.spans.slice(this.from, to))}, by ${this.picture.step}.`;
    this.note.textContent = `${shown} ${this.picture.note}`;
    this.root.dataset.shown = `${this.from}-${to}`;
    this.drawPager(to);
  }

  private makeSwitch(): HTMLElement {
    const buttons = this.pictures.map((picture, index) => {
      const button = make("button", { type: "button", "aria-pressed": String(index === this.chosen) }, `by ${picture.step}`);
      button.addEventListener("click", () => {
        this.open(index);
        this.head.querySelectorAll("button")[index]?.focus();
      });
      return button;
    });
    return make("div", { class: "steps" }, ...(buttons.length > 1 ? buttons : []));
  }

  private drawPager(to: number): void {
    const last = this.picture.spans.length - this.capacity;
    this.pager.hidden = last <= 0;
    const turn = (words: string, from: number, isAtEnd: boolean) => {
      const button = make("button", { type: "button", "aria-disabled": String(isAtEnd) }, words);
      button.addEventListener("click", () => this.turn(Math.min(Math.max(from, 0), last), words));
      return button;
    };
    const stride = to - this.from;
    this.pager.replaceChildren(
      turn("← Earlier", this.from - stride, this.from <= 0),
      turn("Later →", this.from + stride, this.from >= last),
    );
  }

  private turn(from: number, words: string): void {
    this.from = from;
    this.select(null);
    this.draw();
    this.said.textContent = this.note.textContent;
    for (const button of this.pager.querySelectorAll("button")) if (button.textContent === words) button.focus();
  }

  private point(event: PointerEvent): void {
    const x = event.clientX - this.walk.getBoundingClientRect().left - LEFT;
    const index = Math.floor(x / measureSpan(this.capacity, this.drawn));
    this.select(index < 0 || index >= this.capacity ? null : this.from + index);
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.picture.spans.length - 1;
    const at = this.at ?? (event.key === "ArrowRight" ? this.from - 1 : this.from + this.capacity);
    const aims: Record<string, number> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageUp: at - PAGE,
      PageDown: at + PAGE,
      Home: 0,
      End: last,
    };
    const aim = aims[event.key];
    if (event.key === "Escape") this.select(null);
    if (aim === undefined) return;
    event.preventDefault();
    this.walkTo(Math.max(0, Math.min(aim, last)));
  }

  /** Go to a span, which is brought into view, and say it. */
  private walkTo(index: number): void {
    const before = this.from;
    this.from = Math.min(Math.max(this.from, index - this.capacity + 1), index);
    if (this.from !== before) this.draw();
    this.select(index);
    this.said.textContent = [this.picture.spans[index]?.days ?? "", ...this.picture.tell(index)].join(". ");
  }

  private select(index: number | null): void {
    this.at = index;
    this.cursor.hidden = this.tip.hidden = index === null;
    if (index === null) return;
    const room = measureSpan(this.capacity, this.drawn);
    const left = LEFT + (index - this.from) * room;
    this.cursor.style.width = `${room}px`;
    this.cursor.style.transform = `translateX(${left}px)`;
    this.tip.replaceChildren(
      make("strong", {}, this.picture.spans[index]?.days ?? ""),
      ...this.picture.tell(index).map((words) => make("span", {}, words)),
    );
    this.placeTip(left, left + room);
  }

  /** Beside the cursor, on the side that has more room, within the stage. */
  private placeTip(left: number, right: number): void {
    const width = this.tip.offsetWidth;
    const x = right + 8 + width <= this.width ? right + 8 : left - 8 - width;
    this.tip.style.transform = `translateX(${Math.max(0, Math.min(x, this.width - width))}px)`;
  }
}
