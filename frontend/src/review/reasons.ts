// The short list of reasons: a digit chooses, Enter sends, own words are free.

import { askFrom, openList } from "../list-dialogs";

export async function askReason(): Promise<[string, string][] | null> {
  const dialog = document.querySelector<HTMLDialogElement>("[data-reasons]")!;
  const list = openList(dialog);
  const words = list.form.querySelector<HTMLInputElement>("input[name=why]")!;
  const chosen = await askFrom(dialog, list, {
    onDigit: (radio) => radio.focus(),
    isAnswered: () => words.value.trim() !== "",
    typedIn: words,
  });
  return chosen === null ? null : [["reason", chosen], ["why", words.value.trim()]];
}
