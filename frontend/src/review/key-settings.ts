// The page of keys: a field for each, kept as soon as it is right.
import { KeyMap } from "./keys";

export function setUpKeySettings(form: HTMLFormElement, map = new KeyMap()): void {
  const list = form.querySelector<HTMLElement>("[data-key-fields]")!;
  const box = form.querySelector<HTMLInputElement>("[data-keys-on]")!;
  const problem = form.querySelector<HTMLElement>("[data-problem]")!;
  const saved = form.querySelector<HTMLElement>("[data-saved]")!;

  const show = () => {
    box.checked = map.isOn;
    list.replaceChildren(...map.rows.map((row) => makeField(row.words, row.key, (key) => take(row.act, key))));
  };
  const take = (act: Parameters<KeyMap["set"]>[0], key: string) => {
    problem.textContent = map.set(act, key);
    saved.textContent = problem.textContent ? "" : "Kept.";
  };
  box.addEventListener("change", () => {
    map.switch(box.checked);
    saved.textContent = box.checked ? "Keys are on." : "Keys are off.";
  });
  form.querySelector("[data-keys-reset]")!.addEventListener("click", () => {
    map.reset();
    problem.textContent = "";
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}

function makeField(words: string, key: string, take: (key: string) => void): HTMLElement {
  const line = document.createElement("li");
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "text";
  field.maxLength = 1;
  field.value = key;
  field.autocomplete = "off";
  field.addEventListener("focus", () => field.select());
  field.addEventListener("change", () => take(field.value));
  label.append(field, " ", words);
  line.append(label);
  return line;
}
