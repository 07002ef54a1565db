// The queue at the left: lines are taken out and put back without moving anything else.

const REFILL_BELOW = 15;

export class Queue {
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
    const index = this.indexOf(record);
    const line = this.lines[index];
    if (!line) return undefined;
    line.remove();
    void this.refill();
    return { line, index };
  }

  putBack(line: HTMLElement, index: number): void {
    this.list.insertBefore(line, this.lines[index] ?? null);
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

  /** Look at the end for what has come since; gives how many wait in all, where the server says so. */
  async look(): Promise<number | undefined> {
    if (this.isFilling) return undefined;
    const response = await this.fill();
    const waiting = response?.headers.get("Dateline-Waiting");
    return waiting ? Number(waiting) : undefined;
  }

  private async refill(): Promise<void> {
    if (this.isFilling || this.isWhole || !this.lines.length || this.lines.length >= REFILL_BELOW) return;
    await this.fill();
  }

  private async fill(): Promise<Response | undefined> {
    this.isFilling = true;
    try {
      const query = new URLSearchParams(this.query);
      const last = this.records.at(-1);
      if (last) query.set("after", last);
      const response = await fetch(`${this.address}?${query}`);
      if (!response.ok) return undefined;
      const template = document.createElement("template");
      template.innerHTML = await response.text();
      const known = new Set(this.records);
      const fresh = [...template.content.querySelectorAll<HTMLElement>("[data-line]")];
      this.isWhole = fresh.length === 0;
      this.list.append(...fresh.filter((line) => !known.has(line.dataset.line ?? "")));
      return response;
    } catch {
      return undefined; // no connection: tried again with the next decision, or the next look
    } finally {
      this.isFilling = false;
    }
  }
}
