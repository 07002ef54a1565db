// Map, timeline, filters and list in one: what is chosen in one narrows the others, and stands in the address.
import { make } from "../plots/elements";
import type { Weeks } from "./buckets";
import { Query, readBox, type Box } from "./queries";
import { Requests } from "./requests";
import { Timeline } from "./timelines";
import { View } from "./views";

const LIST_MS = 90; // after the last change, so that a drag asks only for what it rests at
const FILTERS_MS = 450;
type Cause = "filters" | "days" | "map";

export function linkMap(root: HTMLElement): void {
  const form = root.querySelector<HTMLFormElement>("[data-map-filters]");
  const timeline = root.querySelector<HTMLElement>("[data-timeline]");
  const list = root.querySelector<HTMLElement>("[data-list]");
  if (form && timeline && list) new Linked(root, form, timeline, list).begin();
}

class Linked {
  private readonly query: Query;
  private readonly timeline: Timeline;
  private readonly view: View | null;
  private readonly said = make("p", { class: "unseen", role: "status" });
  private readonly everywhere = make("button", { type: "button", class: "everywhere", hidden: "" }, "Whole world");
  private readonly requests = { list: new Requests(), weeks: new Requests(), filters: new Requests() };
  private spanned: string | null = null;

  constructor(
    private readonly root: HTMLElement,
    private form: HTMLFormElement,
    timeline: HTMLElement,
    private list: HTMLElement,
  ) {
    const box = readBox(new URLSearchParams(list.dataset.query).get("box"));
    this.query = new Query(form, box);
    this.timeline = new Timeline(timeline, (days) => this.chooseDays(days));
    this.view = this.openView(box ?? readBox(list.dataset.box));
    root.append(this.said);
  }

  begin(): void {
    this.followForm();
    this.view?.name(this.list.dataset.countries?.split(",").filter(Boolean) ?? []);
    this.root.querySelector(".linked-map")?.append(this.everywhere);
    this.everywhere.addEventListener("click", () => this.leaveBox());
    this.everywhere.hidden = !this.query.box;
    this.timeline.choose(this.query.days);
    void this.spanWeeks();
  }

  private openView(bounds: Box | null): View | null {
    const box = this.root.querySelector<HTMLElement>("[data-cells]");
    if (!box || box.closest("[hidden]:not([data-cells])")) return null;
    try {
      const write = (part: Box | null) => (part ? this.query.within(part) : this.query.everywhere());
      return View.open(box, bounds, write, (part) => this.moveTo(part));
    } catch (error) {
      console.warn("the map could not be drawn", error);
      box.replaceWith(make("p", { class: "empty" }, "The map cannot be drawn in this browser; the records stand in the list below."));
      return null;
    }
  }

  private followForm(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.readForm();
    });
    this.form.addEventListener("change", () => this.readForm());
  }

  private readForm(): void {
    if (!this.form.reportValidity()) return;
    const country = this.form.elements.namedItem("country");
    const region = this.form.elements.namedItem("admin1");
    if (country instanceof HTMLSelectElement && region instanceof HTMLSelectElement) {
      if (country.value !== this.query.country) region.value = "";
    }
    this.query.read(this.form);
    this.timeline.choose(this.query.days);
    this.change("filters");
  }

  private chooseDays(days: [string, string]): void {
    this.query.days = days;
    for (const [name, value] of [["first", days[0]], ["last", days[1]]] as const) {
      const input = this.form.elements.namedItem(name);
      if (input instanceof HTMLInputElement) input.value = value;
    }
    this.change("days");
  }

  private moveTo(box: Box): void {
    this.query.box = box;
    this.change("map");
  }

  private leaveBox(): void {
    this.query.box = null;
    this.view?.fit(null);
    this.change("map");
  }

  /** Everything that does not follow by itself: `cause` is what the reader touched. */
  private change(cause: Cause): void {
    const words = this.query.whole();
    history.replaceState(history.state, "", words ? `/map?${words}` : "/map");
    this.everywhere.hidden = !this.query.box;
    if (cause !== "map") this.view?.refresh();
    if (cause === "filters" && this.spanned !== this.query.anytimeAnywhere()) void this.spanWeeks();
    else if (cause === "map") this.askWeeks(LIST_MS);
    this.requests.list.ask(`/map/list?${words}`, (answer) => this.showList(answer), (error) => this.complain(error), LIST_MS);
    this.requests.filters.ask(`/map/filters?${words}`, (answer) => this.showFilters(answer), (error) => this.complain(error), FILTERS_MS);
  }

  /** The weeks of the whole world say which days are drawn; those of the part that is shown follow. */
  private async spanWeeks(): Promise<void> {
    const query = this.query.anytimeAnywhere();
    this.spanned = query;
    const take = async (answer: Response): Promise<void> => {
      this.timeline.draw((await answer.json()) as Weeks, true);
      if (this.query.box) this.askWeeks(0);
    };
    this.requests.weeks.ask(`/timeline/weeks.json?${query}`, take, (error) => this.complain(error));
  }

  private askWeeks(wait_ms: number): void {
    const take = async (answer: Response): Promise<void> => this.timeline.draw((await answer.json()) as Weeks, false);
    this.requests.weeks.ask(`/timeline/weeks.json?${this.query.anytime()}`, take, (error) => this.complain(error), wait_ms);
  }

  private async showList(answer: Response): Promise<void> {
    const found = parse(await answer.text()).querySelector<HTMLElement>("[data-list]");
    if (!found) return;
    this.list.replaceWith(found);
    this.list = found;
    this.said.textContent = found.querySelector("[data-sum]")?.textContent ?? "";
    this.view?.name(found.dataset.countries?.split(",").filter(Boolean) ?? []);
  }

  /** The bar with its new numbers; whoever is in it stays where they are. */
  private async showFilters(answer: Response): Promise<void> {
    const found = parse(await answer.text()).querySelector<HTMLFormElement>("[data-map-filters]");
    if (!found) return;
    const active = document.activeElement;
    const name = active instanceof HTMLElement && this.form.contains(active) ? active.getAttribute("name") : null;
    if (name === "q" || name === "first" || name === "last") return; // somebody is typing
    this.form.replaceWith(found);
    this.form = found;
    this.followForm();
    const again = name ? found.elements.namedItem(name) : null;
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  private complain(error: unknown): void {
    console.warn("the page could not be brought up to date", error);
    this.said.textContent = "The server did not answer; what is shown may be older than what is chosen.";
  }
}

function parse(words: string): Document {
  return new DOMParser().parseFromString(words, "text/html");
}
