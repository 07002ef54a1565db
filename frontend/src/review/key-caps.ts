// Keys where people see them: on the buttons, and in the list.
import type { Act, KeyMap } from "./keys";

/** Every button of the bar shows its key, unless keys are switched off. */
export function nameKeys(desk: HTMLElement, keys: KeyMap): void {
  for (const button of desk.querySelectorAll<HTMLElement>("[data-bar] [data-do]")) {
    button.querySelector("kbd")?.remove();
    button.removeAttribute("aria-keyshortcuts");
    if (!keys.isOn) continue;
    const cap = document.createElement("kbd");
    cap.textContent = keys.keyOf(button.dataset.do as Act);
    cap.setAttribute("aria-hidden", "true");
    button.prepend(cap);
    button.setAttribute("aria-keyshortcuts", cap.textContent);
  }
}

/** The dialog with every key, where they can be switched off too. */
export function showHelp(keys: KeyMap): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-keys-dialog]")!;
  showKeys(keys, dialog.querySelector<HTMLElement>("[data-keys-list]")!);
  const box = dialog.querySelector<HTMLInputElement>("[data-keys-on]")!;
  box.checked = keys.isOn;
  box.onchange = () => keys.switch(box.checked);
  dialog.showModal();
}

function showKeys(map: KeyMap, list: HTMLElement): void {
  const rows = map.rows.map((row) => {
    const line = document.createElement("li");
    const key = document.createElement("kbd");
    key.textContent = row.key;
    line.append(key, row.words);
    return line;
  });
  const box = document.createElement("ul");
  box.className = "key-list";
  box.append(...rows);
  list.replaceChildren(box);
}
