// The two panes of an item: swapped in place, the scroll kept calm, the focus never lost.
import type { Item } from "./items";

const narrow = matchMedia("(max-width: 59.99rem)");

export class Panes {
  private shown: Item | undefined;

  constructor(private readonly root: HTMLElement) {
    const text = this.pane("text");
    const proposal = this.pane("proposal");
    const record = proposal?.dataset.record;
    if (text && proposal && record) this.shown = { record, text, proposal };
    for (const tab of root.querySelectorAll<HTMLElement>("[data-tab]")) {
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        this.page(tab.dataset.tab ?? "text");
      });
    }
    this.page(this.shown ? "text" : "queue");
  }

  get item(): Item | undefined {
    return this.shown;
  }

  get record(): string | undefined {
    return this.shown?.record;
  }

  get seen(): string {
    return this.shown?.proposal.dataset.seen ?? "";
  }

  get said(): string {
    return this.shown?.proposal.dataset.said ?? "";
  }

  show(item: Item): void {
    const before = this.shown;
    if (before === item) return;
    const wasInside = this.holdsFocus();
    const top = before && sameReport(before, item) ? before.text.scrollTop : 0;
    this.pane("text")?.replaceWith(item.text);
    this.pane("proposal")?.replaceWith(item.proposal);
    this.shown = item;
    item.text.scrollTop = top;
    item.proposal.scrollTop = 0;
    this.settle(item);
    if (wasInside) item.proposal.querySelector<HTMLElement>("#proposal-title")?.focus({ preventScroll: true });
    if (this.root.dataset.page === "queue") this.page("text");
  }

  /** The evidence is in view; what is already there does not move. */
  settle(item: Item): void {
    const mark = item.text.querySelector<HTMLElement>("mark.lit");
    if (!mark) return;
    if (item.text.scrollHeight <= item.text.clientHeight) return this.settlePage(mark);
    const [box, view] = [mark.getBoundingClientRect(), item.text.getBoundingClientRect()];
    if (box.top < view.top + 8 || box.bottom > view.bottom - 40) item.text.scrollTop += box.top - view.top - view.height / 3;
  }

  /** On narrow screens it is the page that scrolls. */
  private settlePage(mark: HTMLElement): void {
    if (!narrow.matches) return;
    const box = mark.getBoundingClientRect();
    scrollTo({ top: Math.max(0, scrollY + box.top - innerHeight / 4) });
  }

  showProposal(proposal: HTMLElement): void {
    this.pane("proposal")?.replaceWith(proposal);
    if (this.shown) this.shown = { ...this.shown, proposal };
    this.page("proposal");
  }

  showEmpty(): void {
    this.shown = undefined;
    const text = this.pane("text");
    const kept = document.querySelector<HTMLTemplateElement>("template[data-empty-desk]");
    if (text && kept) text.replaceChildren(kept.content.cloneNode(true));
    this.pane("proposal")?.replaceChildren();
  }

  wait(isWaiting: boolean): void {
    this.root.toggleAttribute("data-waiting", isWaiting);
  }

  /** On narrow screens one pane is the page. */
  page(name: string): void {
    this.root.dataset.page = name;
    if (narrow.matches && name !== "text") scrollTo({ top: 0 });
    if (narrow.matches && name === "text" && this.shown) this.settle(this.shown);
    for (const tab of this.root.querySelectorAll<HTMLElement>("[data-tab]")) {
      if (tab.dataset.tab === name) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
  }

  /** How many wait, as the page says. */
  get left(): number {
    return Number(this.root.querySelector<HTMLElement>("[data-left]")?.dataset.left ?? 0);
  }

  count(left: number, today: number): void {
    const box = this.root.querySelector<HTMLElement>("[data-left]");
    if (!box) return;
    box.dataset.left = `${Math.max(0, Number(box.dataset.left) + left)}`;
    box.dataset.today = `${Math.max(0, Number(box.dataset.today) + today)}`;
    box.querySelector("[data-left-words]")!.textContent = box.dataset.left;
    box.querySelector("[data-today-words]")!.textContent = box.dataset.today;
  }

  private holdsFocus(): boolean {
    const active = document.activeElement;
    return ["text", "proposal"].some((name) => active !== null && this.pane(name)?.contains(active));
  }

  private pane(name: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-pane=${name}]`);
  }
}

function sameReport(one: Item, other: Item): boolean {
  const report = (item: Item) => item.text.querySelector<HTMLElement>("[data-report]")?.dataset.report;
  return report(one) !== undefined && report(one) === report(other);
}

/** The record shown stands in the address, so that the page can be loaded anew or passed on. */
export function rememberRecord(record: string): void {
  const address = new URL(location.href);
  address.searchParams.set("record", record);
  address.searchParams.delete("do");
  address.searchParams.delete("done");
  history.replaceState(null, "", `${address.pathname}${address.search}`);
}
