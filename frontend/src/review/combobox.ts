// Look-ahead over actors and places, by the ARIA combobox pattern: typing lists, arrows move, Enter takes.

interface Choice {
  name: string;
  hint: string;
  actor_id?: string;
  gazetteer_id?: string;
  lat?: number;
  lon?: number;
  country?: string | null;
  admin1?: string | null;
  geo_precision?: number;
  radius_km?: number;
}

const WAIT_MS = 80;
let count = 0;

export function setUpComboboxes(within: ParentNode): void {
  for (const field of within.querySelectorAll<HTMLInputElement>("input[data-lookup]")) new Combobox(field);
}

class Combobox {
  private readonly list = document.createElement("ul");
  private choices: Choice[] = [];
  private at = -1;
  private timer: number | undefined;
  private turn = 0;

  constructor(private readonly field: HTMLInputElement) {
    this.list.id = `choices-${++count}`;
    this.list.className = "choices";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Known names");
    this.list.hidden = true;
    field.after(this.list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", this.list.id);
    field.addEventListener("input", () => this.ask());
    field.addEventListener("keydown", (event) => this.onKey(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  private ask(): void {
    clearTimeout(this.timer);
    this.forgetId();
    this.timer = setTimeout(() => void this.fetch(), WAIT_MS);
  }

  private async fetch(): Promise<void> {
    const turn = ++this.turn;
    const typed = this.field.value.trim();
    if (typed.length < 2) return this.close();
    const query = new URLSearchParams({ q: typed, country: this.other("place.country")?.value ?? "" });
    const response = await fetch(`/lookups/${this.field.dataset.lookup}.json?${query}`).catch(() => null);
    if (turn !== this.turn || document.activeElement !== this.field || !response?.ok) return;
    this.choices = (await response.json()) as Choice[];
    this.show();
  }

  private show(): void {
    this.list.replaceChildren(
      ...this.choices.map((choice, at) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${at}`;
        option.setAttribute("role", "option");
        const hint = document.createElement("span");
        hint.className = "quiet";
        hint.textContent = ` ${choice.hint}`;
        option.append(choice.name, hint);
        return option;
      }),
    );
    this.at = -1;
    this.list.hidden = this.choices.length === 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!isOpen) return void this.fetch();
      const count = this.choices.length;
      this.at = event.key === "ArrowDown" ? (this.at + 1) % count : (this.at <= 0 ? count : this.at) - 1;
      this.mark();
    } else if (event.key === "Enter" && isOpen && this.at >= 0) this.take(this.at);
    else if (event.key === "Escape" && isOpen) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private mark(): void {
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === this.at)));
    const option = this.list.children[this.at];
    if (option) {
      this.field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.field.removeAttribute("aria-activedescendant");
  }

  private take(at: number): void {
    const choice = this.choices[at];
    if (!choice) return;
    this.field.value = choice.name;
    const set = (name: string, value: unknown) => {
      const other = this.other(name);
      if (other) other.value = value === null || value === undefined ? "" : String(value);
    };
    if (this.field.dataset.lookup === "actors") set(this.field.name.replace(/name$/, "actor_id"), choice.actor_id);
    else {
      for (const part of ["gazetteer_id", "lat", "lon", "country", "admin1", "geo_precision", "radius_km"] as const) {
        set(`place.${part}`, choice[part]);
      }
      this.field.form?.dispatchEvent(new CustomEvent("placechosen"));
    }
    this.close();
  }

  /** What is typed anew is no longer what was chosen. */
  private forgetId(): void {
    const id = this.other(this.field.name.replace(/name$/, this.field.dataset.lookup === "actors" ? "actor_id" : "gazetteer_id"));
    if (id) id.value = "";
  }

  private other(name: string): HTMLInputElement | HTMLSelectElement | null {
    return this.field.form?.querySelector(`[name="${CSS.escape(name)}"]`) ?? null;
  }

  private close(): void {
    this.turn++;
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.at = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}
