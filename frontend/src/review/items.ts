// Items: text and proposal of a record, fetched ahead of time so that the next one is there at once.

export interface Item {
  record: string;
  text: HTMLElement;
  proposal: HTMLElement;
}

const MOST_KEPT = 24;

export class Items {
  private readonly kept = new Map<string, Promise<Item>>();
  private readonly ready = new Map<string, Item>();

  constructor(
    private readonly query: string,
    private readonly address = "/review/items",
  ) {}

  /** The item where it is here already. */
  peek(record: string): Item | undefined {
    return this.ready.get(record);
  }

  get(record: string): Promise<Item> {
    const known = this.kept.get(record);
    if (known) return known;
    const coming = this.fetch(record);
    this.kept.set(record, coming);
    coming.then(
      (item) => this.kept.get(record) === coming && this.ready.set(record, item),
      () => this.forget(record),
    );
    this.trim();
    return coming;
  }

  put(item: Item): void {
    this.kept.set(item.record, Promise.resolve(item));
    this.ready.set(item.record, item);
  }

  forget(record: string): void {
    this.kept.delete(record);
    this.ready.delete(record);
  }

  forgetAll(): void {
    this.kept.clear();
    this.ready.clear();
  }

  /** Fetch several, the nearest first; a failure is met again when the item is shown. */
  async prefetch(records: string[]): Promise<void> {
    for (const record of records) {
      try {
        await this.get(record);
      } catch {
        return;
      }
    }
  }

  private async fetch(record: string): Promise<Item> {
    const response = await fetch(`${this.address}/${encodeURIComponent(record)}${this.query ? `?${this.query}` : ""}`);
    if (!response.ok || response.redirected) throw new Error(`the server answered ${response.status}`);
    return parseItem(record, await response.text());
  }

  private trim(): void {
    for (const record of this.kept.keys()) {
      if (this.kept.size <= MOST_KEPT) return;
      this.forget(record);
    }
  }
}

export function parseItem(record: string, html: string): Item {
  const template = document.createElement("template");
  template.innerHTML = html;
  const text = template.content.querySelector<HTMLElement>("[data-pane=text]");
  const proposal = template.content.querySelector<HTMLElement>("[data-pane=proposal]");
  if (!text || !proposal) throw new Error("the answer holds no record");
  return { record, text: document.adoptNode(text), proposal: document.adoptNode(proposal) };
}
