// A dialog with a short list: a digit takes one, Enter sends, and what is missing is said in the dialog.

export interface ListDialog {
  readonly form: HTMLFormElement;
  readonly radios: readonly HTMLInputElement[];
}

interface Ways {
  /** What a digit does once its choice is taken. */
  readonly onDigit: (radio: HTMLInputElement, send: () => void) => void;
  /** Whether there is an answer, besides a choice from the list. */
  readonly isAnswered?: () => boolean;
  /** Where keys are letters, and nothing else. */
  readonly typedIn?: HTMLElement;
}

export function openList(dialog: HTMLDialogElement): ListDialog {
  const form = dialog.querySelector("form")!;
  form.reset();
  return { form, radios: [...form.querySelectorAll<HTMLInputElement>("input[type=radio]")] };
}

/** The choice, or "" where the answer is another one; null where the dialog is left without an answer. */
export function askFrom(dialog: HTMLDialogElement, { form, radios }: ListDialog, ways: Ways): Promise<string | null> {
  const problem = form.querySelector<HTMLElement>("[data-problem]")!;
  const send = () => form.requestSubmit(form.querySelector<HTMLButtonElement>("[data-send]"));
  const listening = new AbortController();
  const { signal } = listening;
  problem.textContent = "";
  dialog.returnValue = "";
  const onKey = (event: KeyboardEvent) => {
    if (event.target === ways.typedIn || event.ctrlKey || event.altKey || event.metaKey) return;
    const radio = /^[0-9]$/.test(event.key) ? radios.slice(0, 10)[(Number(event.key) + 9) % 10] : undefined;
    if (!radio && !(event.key === "Enter" && event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (!radio) return send();
    radio.checked = true;
    ways.onDigit(radio, send);
  };
  const onSubmit = (event: SubmitEvent) => {
    if (radios.some((radio) => radio.checked) || ways.isAnswered?.()) return;
    event.preventDefault();
    problem.textContent = problem.dataset.words ?? "";
  };
  dialog.addEventListener("keydown", onKey, { signal });
  form.addEventListener("submit", onSubmit, { signal });
  dialog.showModal();
  radios[0]?.focus();
  return new Promise((resolve) => {
    const onClose = () => {
      listening.abort();
      const chosen = radios.find((radio) => radio.checked)?.value ?? "";
      resolve(dialog.returnValue === "reject" ? chosen : null);
    };
    dialog.addEventListener("close", onClose, { once: true });
  });
}
