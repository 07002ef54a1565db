// Coding blind, and settling: the keys of the desk press the page's own buttons; slots become fields in place.
import { Editing } from "../review/editing";
import { Act, isHeld, KeyMap, pressedKey, pressHeldButtonsOnce } from "../review/keys";
import { setUpLights } from "../review/lights";
import type { Answer } from "../review/outbox";
import { askReason } from "../review/reasons";

export function setUpRound(root: HTMLElement): void {
  new RoundPage(root);
}

class RoundPage {
  private readonly keys = new KeyMap();
  private readonly editing: Editing;

  constructor(private readonly root: HTMLElement) {
    this.editing = new Editing({
      root,
      query: "",
      record: () => root.dataset.record,
      settled: () => Promise.resolve(),
      show: () => undefined,
      leave: () => location.assign(root.dataset.back ?? location.pathname),
      saved: (_old, answer) => location.assign((answer as Answer & { next?: string }).next ?? location.pathname),
      say: (words) => this.say(words),
      isMarking: () => false,
    });
    for (const button of root.querySelectorAll<HTMLElement>("[data-mark-words]")) button.hidden = true;
    setUpLights(root);
    pressHeldButtonsOnce();
    document.addEventListener("keydown", (event) => this.onKey(event));
    root.addEventListener("click", (event) => this.onClick(event));
    for (const button of document.querySelectorAll<HTMLElement>("dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog")?.close());
    }
    this.nameKeys();
    document.addEventListener("keyschange", () => this.nameKeys());
    const first = root.querySelector<HTMLElement>("form[data-edit] fieldset:not(.of-evidence) :is(input, select):not([type=hidden])");
    (first ?? root.querySelector<HTMLElement>("#proposal-title"))?.focus({ preventScroll: true });
    root.dataset.ready = "";
  }

  private say(words: string): void {
    const live = this.root.querySelector<HTMLElement>("[data-live]");
    if (live) live.textContent = words;
  }

  private onKey(event: KeyboardEvent): void {
    const pressed = pressedKey(event);
    if (pressed === null || !this.keys.isOn || this.editing.isOpen) return;
    const take = /^[1-9]$/.test(pressed) ? this.root.querySelector<HTMLElement>(`[data-take="${pressed}"]`) : null;
    const act = this.keys.find(pressed);
    const button = take ?? (act ? this.button(act) : null);
    if (!button) return;
    event.preventDefault();
    if (!isHeld(event, act)) button.click();
  }

  private onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const act = event.target.closest<HTMLElement>("[data-do]")?.dataset.do;
    if (act === "reject") {
      event.preventDefault();
      void this.reject();
    } else if (act === "help") {
      event.preventDefault();
      this.help();
    }
  }

  private async reject(): Promise<void> {
    const reason = await askReason();
    const form = this.root.querySelector<HTMLFormElement>("form[data-deed]");
    if (!reason || !form) return;
    for (const [name, value] of [...reason, ["verdict", "reject"]] as [string, string][]) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    }
    form.submit();
  }

  private help(): void {
    const dialog = document.querySelector<HTMLDialogElement>("[data-keys-dialog]")!;
    const list = document.createElement("ul");
    list.className = "key-list";
    for (const row of this.keys.rows.filter((each) => this.button(each.act))) {
      const line = document.createElement("li");
      const key = document.createElement("kbd");
      key.textContent = row.key;
      line.append(key, row.words);
      list.append(line);
    }
    dialog.querySelector("[data-keys-list]")!.replaceChildren(list);
    const box = dialog.querySelector<HTMLInputElement>("[data-keys-on]")!;
    box.checked = this.keys.isOn;
    box.onchange = () => this.keys.switch(box.checked);
    dialog.showModal();
  }

  private button(act: Act): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-do="${act}"]`);
  }

  private nameKeys(): void {
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-do], [data-take]")) {
      button.querySelector("kbd")?.remove();
      button.removeAttribute("aria-keyshortcuts");
      if (!this.keys.isOn) continue;
      const cap = document.createElement("kbd");
      cap.textContent = button.dataset.take ?? this.keys.keyOf(button.dataset.do as Act);
      cap.setAttribute("aria-hidden", "true");
      button.prepend(cap);
      button.setAttribute("aria-keyshortcuts", cap.textContent);
    }
  }
}
