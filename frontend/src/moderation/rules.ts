// The list of rules: a digit chooses and sends at once; arrows and Enter do so too.

import { askFrom, openList } from "../list-dialogs";

/** The rule that a comment breaks and its words; nothing where the moderator leaves it. */
export async function askRule(): Promise<{ key: string; title: string } | null> {
  const dialog = document.querySelector<HTMLDialogElement>("[data-rules]")!;
  const list = openList(dialog);
  for (const radio of list.radios) tellBecause(radio);
  const key = await askFrom(dialog, list, { onDigit: (_, send) => send() });
  if (!key) return null;
  const chosen = list.radios.find((radio) => radio.value === key);
  return { key, title: chosen?.closest("label")?.querySelector("bdi")?.textContent ?? "" };
}

/** What the machine sees that speaks for a rule stands beside it, as in the pane. */
function tellBecause(radio: HTMLInputElement): void {
  const box = radio.closest("label")?.querySelector<HTMLElement>("[data-because]");
  const there = document.querySelector(`#rules input[value="${CSS.escape(radio.value)}"]`)?.closest("label");
  if (box) box.textContent = there?.querySelector(".proposed")?.textContent ?? "";
}
