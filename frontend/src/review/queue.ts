// The queue at the left: lines are taken out and put back without moving anything else.
import type { Past } from "./past";

const REFILL_BELOW = 15;

export class Queue {
  private readonly taken = new Set<string>(); // decided here: the server may not know yet, and send it once more
  private isFilling = false;
  private isWhole = false;

  constructor(
    private readonly list: HTMLElement,
    private readonly query: string,
    private readonly address = "/review/queue",
  ) {}

  get records(): string[] {
    return this.lines.map((line) => line.dataset.line ?? "");
  }

  indexOf(record: string): number {
    return this.records.indexOf(record);
  }

  at(index: number): string | undefined {
    return this.records[index];
  }

  /** The records from an index on. */
  from(index: number, count: number): string[] {
    return this.records.slice(Math.max(0, index), index + count);
  }

  take(record: string): { line: HTMLElement; index: number } | undefined {
    this.taken.add(record);
    const index = this.indexOf(record);
    const line = this.lines[index];
    if (!line) return undefined;
    line.remove();
    void this.refill();
    return { line, index };
  }

  putBack(past: Past): void {
    this.taken.delete(past.record);
    if (past.line && this.indexOf(past.record) < 0) this.list.insertBefore(past.line, this.lines[past.index] ?? null);
  }

  mark(record: string): void {
    for (const line of this.lines) {
      const link = line.querySelector("a")!;
      if (line.dataset.line === record) {
        link.setAttribute("aria-current", "true");
        line.scrollIntoView({ block: "nearest" });
      } else link.removeAttribute("aria-current");
    }
  }

  private get lines(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-line]")];
  }

  /**
   * Look for what waits now, of lines in the order of their numbers: what was reopened comes between those that are
   * there. To be asked for while all decisions are sent. Gives how many wait in all, where the server says so.
   */
  async look(): Promise<number | undefined> {
    if (this.isFilling) return undefined;
    this.taken.clear(); // the server knows them all: what it sends once more waits again
    const found = await this.fetchLines();
    const fresh = this.leaveOutKnown(found?.lines ?? []);
    if (fresh.length > 0) this.isWhole = false;
    for (const line of fresh) {
      const behind = this.lines.find((other) => numberOf(other) > numberOf(line));
      this.list.insertBefore(line, behind ?? null);
    }
    return found?.waiting ? Number(found.waiting) : undefined;
  }

  private async refill(): Promise<void> {
    if (this.isFilling || this.isWhole || !this.lines.length || this.lines.length >= REFILL_BELOW) return;
    const found = await this.fetchLines(this.records.at(-1));
    if (!found) return;
    this.isWhole = found.lines.length === 0;
    this.list.append(...this.leaveOutKnown(found.lines));
  }

  private leaveOutKnown(lines: HTMLElement[]): HTMLElement[] {
    const known = new Set([...this.records, ...this.taken]);
    return lines.filter((line) => !known.has(line.dataset.line ?? ""));
  }

  /** A page of lines, from the beginning or behind a record, and how many wait as the server says it. */
  private async fetchLines(after?: string): Promise<{ lines: HTMLElement[]; waiting: string | null } | undefined> {
    this.isFilling = true;
    try {
      const query = new URLSearchParams(this.query);
      if (after) query.set("after", after);
      const response = await fetch(`${this.address}?${query}`);
      if (!response.ok) return undefined;
      const template = document.createElement("template");
      template.innerHTML = await response.text();
      const lines = [...template.content.querySelectorAll<HTMLElement>("[data-line]")];
      return { lines, waiting: response.headers.get("Dateline-Waiting") };
    } catch {
      return undefined; // no connection: tried again with the next decision, or the next look
    } finally {
      this.isFilling = false;
    }
  }
}

function numberOf(line: HTMLElement): number {
  return Number(line.dataset.line);
}
