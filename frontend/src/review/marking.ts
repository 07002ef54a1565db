// Marking words of the text for a record by hand: by mouse, or by keyboard sentence by sentence and word by word.
import { TextMap } from "./text-map";

type Piece = [number, number];

/** Where words stand, in code points, and the words. */
export type MarkedPiece = [number, number, string];

interface Hooks {
  say(words: string): void;
  chosen(pieces: MarkedPiece[]): void;
}

const HOW =
  "Down and up: sentence. Shift and down or up: more sentences. Left and right: the end by a word, with shift the beginning. " +
  "Space: one more piece. Enter: go on. Escape: leave.";
const LIGHT = "desk-chosen";

export class Marking {
  private map: TextMap | undefined;
  private kept: Piece[] = [];
  private first = 0; // sentences, both included
  private last = 0;
  private piece: Piece = [0, 0];
  private readonly hint = document.createElement("p");

  constructor(
    private readonly root: HTMLElement,
    private readonly hooks: Hooks,
  ) {
    this.hint.className = "marking-hint";
    document.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
  }

  get isOn(): boolean {
    return this.map !== undefined;
  }

  /** Take what the mouse has marked, else begin with the sentence that is lit, else with the first. */
  start(): void {
    const text = this.root.querySelector<HTMLElement>("[data-desk-text]");
    if (!text) return;
    const map = new TextMap(text);
    const marked = map.selected();
    if (marked) {
      getSelection()?.removeAllRanges();
      return this.hooks.chosen([[...marked, map.words(marked)]]);
    }
    if (map.sentences.length === 0) return this.hooks.say("There is no text to mark.");
    this.map = map;
    this.kept = [];
    const lit = map.startOf(text.querySelector("mark.lit"));
    this.first = this.last = Math.max(0, map.sentences.findIndex(([, end]) => lit !== null && end > lit));
    this.hint.textContent = HOW;
    this.root.querySelector("[data-bar]")?.before(this.hint);
    this.hooks.say(HOW);
    this.useSentences();
  }

  private stop(): void {
    this.map = undefined;
    this.hint.remove();
    CSS.highlights?.delete(LIGHT);
  }

  private onKey(event: KeyboardEvent): void {
    const map = this.map;
    if (!map || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const by = { ArrowDown: 1, ArrowRight: 1, j: 1, ArrowUp: -1, ArrowLeft: -1, k: -1 }[event.key];
    if (event.key === "Escape") this.stop();
    else if (event.key === "Enter") {
      const pieces = [...this.kept, this.piece].map((one): MarkedPiece => [...one, map.words(one)]);
      this.stop();
      this.hooks.chosen(pieces);
    } else if (event.key === " ") {
      this.kept.push(this.piece);
      this.first = this.last = Math.min(map.sentences.length - 1, this.last + 1);
      this.useSentences();
    } else if (by && /Left|Right/.test(event.key)) this.moveEdge(map, by, event.shiftKey);
    else if (by) this.moveSentence(map, by, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  private moveSentence(map: TextMap, by: number, widen: boolean): void {
    const to = Math.min(map.sentences.length - 1, Math.max(0, this.last + by));
    if (!widen) this.first = this.last = to;
    else this.last = Math.max(this.first, to);
    this.useSentences();
  }

  private useSentences(): void {
    const [from, to] = [this.map?.sentences[this.first], this.map?.sentences[this.last]];
    if (from && to) this.light([from[0], to[1]]);
  }

  private moveEdge(map: TextMap, by: number, atStart: boolean): void {
    const [start, end] = this.piece;
    const edges = map.wordEdges(atStart);
    const old = atStart ? start : end;
    const next = by > 0 ? edges.find((edge) => edge > old) : edges.filter((edge) => edge < old).at(-1);
    if (next === undefined) return;
    const piece: Piece = atStart ? [next, end] : [start, next];
    if (piece[0] < piece[1]) this.light(piece);
  }

  private light(piece: Piece): void {
    const map = this.map;
    if (!map) return;
    this.piece = piece;
    const ranges = [...this.kept, piece].map((one) => map.range(one));
    CSS.highlights?.set(LIGHT, new Highlight(...ranges));
    this.hooks.say(map.words(piece));
    reveal(ranges.at(-1), this.root.querySelector<HTMLElement>("[data-pane=text]"));
  }
}

function reveal(range: Range | undefined, pane: HTMLElement | null): void {
  if (!range || !pane) return;
  const [box, view] = [range.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (box.top < view.top + 8 || box.bottom > view.bottom - 8) pane.scrollTop += box.top - view.top - view.height / 3;
}

