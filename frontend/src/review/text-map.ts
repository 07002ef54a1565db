// Where the words of the report stand on the page: offsets in code points, as the store counts, to nodes and back.

export interface Spot {
  node: Text;
  start: number; // code points from the beginning of the report
  text: string;
}

type Piece = [number, number];

export class TextMap {
  readonly sentences: Piece[];
  private readonly spots: Spot[];

  constructor(root: HTMLElement) {
    this.spots = [...root.querySelectorAll<HTMLElement>("[data-start]")].flatMap(readParagraph);
    this.sentences = (root.dataset.sentences ?? "")
      .split(";")
      .filter(Boolean)
      .map((pair) => pair.split(",").map(Number) as Piece);
  }

  /** What the mouse has marked within the text, without spaces at its ends. */
  selected(): Piece | null {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    const inside = this.spots.filter((spot) => range.intersectsNode(spot.node));
    const [first, last] = [inside[0], inside.at(-1)];
    if (!first || !last) return null;
    let start = first.node === range.startContainer ? first.start + points(first.text.slice(0, range.startOffset)) : first.start;
    let end = last.node === range.endContainer ? last.start + points(last.text.slice(0, range.endOffset)) : last.start + points(last.text);
    const words = this.words([start, end]);
    start += points(words) - points(words.trimStart());
    end -= points(words) - points(words.trimEnd());
    return start < end ? [start, end] : null;
  }

  startOf(element: Element | null): number | null {
    const spot = element ? this.spots.find((one) => element.contains(one.node)) : undefined;
    return spot ? spot.start : null;
  }

  range([start, end]: Piece): Range {
    const range = document.createRange();
    const from = this.spots.find((spot) => spot.start + points(spot.text) > start) ?? this.spots[0];
    const to = this.spots.filter((spot) => spot.start < end).at(-1) ?? this.spots.at(-1);
    if (from) range.setStart(from.node, units(from.text, start - from.start));
    if (to) range.setEnd(to.node, units(to.text, end - to.start));
    return range;
  }

  words([start, end]: Piece): string {
    return this.spots
      .map((spot) => [...spot.text].slice(Math.max(0, start - spot.start), Math.max(0, end - spot.start)).join(""))
      .join("");
  }

  /** Where words begin, or end. */
  wordEdges(atStart: boolean): number[] {
    return this.spots.flatMap((spot) =>
      [...spot.text.matchAll(/[\p{L}\p{N}\p{M}'’-]+/gu)].map(
        (match) => spot.start + points(spot.text.slice(0, match.index + (atStart ? 0 : match[0].length))),
      ),
    );
  }
}

function readParagraph(paragraph: HTMLElement): Spot[] {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const spots: Spot[] = [];
  let start = Number(paragraph.dataset.start);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest("[data-skip]")) continue;
    spots.push({ node, start, text: node.data });
    start += points(node.data);
  }
  return spots;
}

function points(text: string): number {
  return [...text].length;
}

function units(text: string, count: number): number {
  return [...text].slice(0, Math.max(0, count)).join("").length;
}
