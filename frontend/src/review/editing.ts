// Slots as fields in place: a correction, or a new record. Nothing that was typed is lost by a failure or by Escape.
import { setUpComboboxes } from "./combobox";
import { setUpPoint } from "./point";
import { Answer, makeKey, post } from "./outbox";

export interface Hooks {
  root: HTMLElement;
  query: string;
  record(): string | undefined;
  settled(): Promise<void>;
  show(proposal: HTMLElement): void;
  leave(): void;
  saved(old: string | null, answer: Answer): void;
  say(words: string): void;
  warn?(words: string): void; // loudly; said quietly where there is no way
  isMarking(): boolean;
}

export class Editing {
  private before = "";
  private key = "";

  constructor(private readonly hooks: Hooks) {
    hooks.root.addEventListener("submit", (event) => {
      if (!(event.target instanceof HTMLFormElement) || event.target !== this.form) return;
      event.preventDefault();
      void this.save(event.target);
    });
    hooks.root.addEventListener("click", (event) => this.onClick(event));
    hooks.root.addEventListener("input", (event) => this.onInput(event));
    document.addEventListener("keydown", (event) => this.onKey(event));
    addEventListener("beforeunload", (event) => {
      if (this.isChanged) event.preventDefault();
    });
    if (this.form) this.setUp(this.form);
  }

  get isOpen(): boolean {
    return this.form !== null;
  }

  openEdit(record: string): Promise<void> {
    return this.open(record, new URLSearchParams({ do: "correct" }));
  }

  openNew(pieces: readonly [number, number, string?][], kind = "events"): Promise<void> {
    const query = new URLSearchParams({ do: "new", kind });
    for (const [start, end] of pieces) query.append("span", `${start},${end}`);
    return this.open(this.hooks.record() ?? "", query);
  }

  /** Whether the form may be left: nothing was changed, or the person says so. */
  async free(): Promise<boolean> {
    if (!this.isChanged) return true;
    const dialog = document.querySelector<HTMLDialogElement>("[data-leaving]")!;
    dialog.returnValue = "stay";
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    if (dialog.returnValue !== "leave") return false;
    this.before = this.read();
    return true;
  }

  private get form(): HTMLFormElement | null {
    return this.hooks.root.querySelector<HTMLFormElement>("form[data-edit]");
  }

  private get isChanged(): boolean {
    return this.form !== null && this.read() !== this.before;
  }

  private read(): string {
    return this.form ? new URLSearchParams([...new FormData(this.form)].map(([k, v]) => [k, String(v)])).toString() : "";
  }

  private async open(record: string, query: URLSearchParams): Promise<void> {
    for (const [name, value] of new URLSearchParams(this.hooks.query)) query.append(name, value);
    const response = await fetch(`/review/items/${encodeURIComponent(record)}/form?${query}`).catch(() => null);
    if (!response?.ok) return (this.hooks.warn ?? this.hooks.say)("The form cannot be shown: there is no connection to the server.");
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    const pane = template.content.querySelector<HTMLElement>("[data-pane=proposal]");
    if (!pane) return;
    this.hooks.show(document.adoptNode(pane));
    const form = this.form;
    if (!form) return;
    this.setUp(form);
    form.querySelector<HTMLElement>("fieldset:not(.of-evidence) :is(input, select, textarea):not([type=hidden])")?.focus();
    this.hooks.say("Slots are fields now. Control and Enter saves, Escape leaves.");
  }

  private setUp(form: HTMLFormElement): void {
    setUpComboboxes(form);
    setUpPoint(form);
    this.before = this.read();
    this.key = makeKey();
    for (const button of form.querySelectorAll<HTMLElement>("[data-mark-words]")) button.hidden = false;
  }

  private async save(form: HTMLFormElement): Promise<void> {
    const button = form.querySelector<HTMLButtonElement>("[data-save]")!;
    if (button.disabled) return;
    button.disabled = true;
    try {
      await this.hooks.settled();
      const fields = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
      const own = fields.filter(([name]) => name !== "key");
      const response = await post(new URL(form.action).pathname, [...own, ["key", this.key]]);
      if (response.ok) return this.done(form, (await response.json()) as Answer);
      const refusal = (await response.json().catch(() => ({}))) as { problem?: string; problems?: Record<string, string> };
      this.complain(form, refusal.problem ?? `The server answered ${response.status}.`, refusal.problems ?? {});
    } catch {
      this.complain(form, "Not saved: there is no connection. What you typed is still here; save again.", {});
    } finally {
      button.disabled = false;
    }
  }

  private done(form: HTMLFormElement, answer: Answer): void {
    const isNew = form.querySelector("input[name=report_id]") !== null;
    this.before = this.read();
    this.hooks.saved(isNew ? null : (this.hooks.record() ?? null), answer);
  }

  private complain(form: HTMLFormElement, problem: string, problems: Record<string, string>): void {
    const rest: string[] = [];
    for (const place of form.querySelectorAll<HTMLElement>("[data-problem-of]")) place.textContent = "";
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const [name, said] of Object.entries(problems)) {
      const place = form.querySelector<HTMLElement>(`[data-problem-of="${CSS.escape(name)}"]`);
      const field = form.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
      if (!place || !field) rest.push(`${name}: ${said}`);
      else {
        place.textContent = said;
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", place.id);
      }
    }
    const whole = form.querySelector<HTMLElement>(".problem[data-problem]")!;
    whole.textContent = Object.keys(problems).length ? ["Not saved.", ...rest].join(" ") : problem;
    (form.querySelector<HTMLElement>("[aria-invalid=true]") ?? whole).focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.isOpen || this.hooks.isMarking() || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      event.preventDefault();
      void this.free().then((isFree) => isFree && this.hooks.leave());
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form?.requestSubmit();
    }
  }

  private onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || !this.isOpen) return;
    const kind = event.target.closest<HTMLElement>("[data-new-kind]")?.dataset.newKind;
    if (event.target.closest("[data-leave]")) {
      event.preventDefault();
      void this.free().then((isFree) => isFree && this.hooks.leave());
    } else if (kind) {
      event.preventDefault();
      void this.openNew(this.pieces(), kind);
    }
  }

  /** A last row that is written in gets an empty one after it. */
  private onInput(event: Event): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(".row.blank") : null;
    if (!row) return;
    const next = row.cloneNode(true) as HTMLElement;
    row.classList.remove("blank");
    for (const field of next.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[name]")) {
      field.name = field.name.replace(/\.(\d+)(?=\.|$)/, (_, number) => `.${Number(number) + 1}`);
      field.value = "";
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = false;
    }
    for (const place of next.querySelectorAll<HTMLElement>("[data-problem-of]")) place.remove();
    for (const list of next.querySelectorAll("[role=listbox]")) list.remove();
    row.after(next);
    setUpComboboxes(next);
  }

  private pieces(): [number, number][] {
    const value = (name: string) => Number(this.form?.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? "");
    const count = this.form?.querySelectorAll("[data-evidence] .piece").length ?? 0;
    return Array.from({ length: count }, (_, at) => [value(`evidence.${at}.start`), value(`evidence.${at}.end`)]);
  }

  /** Other words for the evidence of the record in the form. */
  setPieces(pieces: [number, number, string][]): void {
    const box = this.form?.querySelector<HTMLElement>("[data-evidence]");
    box?.replaceChildren(
      ...pieces.map(([start, end, quote], at) => {
        const line = document.createElement("p");
        line.className = "piece";
        for (const [name, value] of [["start", start], ["end", end]] as const) {
          const field = document.createElement("input");
          field.type = "hidden";
          field.name = `evidence.${at}.${name}`;
          field.value = `${value}`;
          line.append(field);
        }
        line.append(quote);
        return line;
      }),
    );
  }
}
