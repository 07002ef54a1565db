// The list of rules: a digit chooses and sends at once; arrows and Enter do so too.

/** The rule that a comment breaks and its words; nothing where the moderator leaves it. */
export function askRule(): Promise<{ key: string; title: string } | null> {
  const dialog = document.querySelector<HTMLDialogElement>("[data-rules]")!;
  const form = dialog.querySelector("form")!;
  const radios = [...form.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  const send = form.querySelector<HTMLButtonElement>("[data-send]")!;
  const problem = form.querySelector<HTMLElement>("[data-problem]")!;
  form.reset();
  problem.textContent = "";
  for (const radio of radios) tellBecause(radio);
  dialog.returnValue = "";
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const radio = /^[0-9]$/.test(event.key) ? radios.slice(0, 10)[(Number(event.key) + 9) % 10] : undefined;
    if (radio) radio.checked = true;
    if (!radio && !(event.key === "Enter" && event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    form.requestSubmit(send);
  };
  const onSubmit = (event: SubmitEvent) => {
    if (radios.some((radio) => radio.checked)) return;
    event.preventDefault();
    problem.textContent = problem.dataset.words ?? "";
  };
  dialog.addEventListener("keydown", onKey);
  form.addEventListener("submit", onSubmit);
  dialog.showModal();
  radios[0]?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        dialog.removeEventListener("keydown", onKey);
        form.removeEventListener("submit", onSubmit);
        const chosen = radios.find((radio) => radio.checked);
        const title = chosen?.closest("label")?.querySelector("bdi")?.textContent ?? "";
        resolve(dialog.returnValue === "reject" && chosen ? { key: chosen.value, title } : null);
      },
      { once: true },
    );
  });
}

/** What the machine sees that speaks for a rule stands beside it, as in the pane. */
function tellBecause(radio: HTMLInputElement): void {
  const box = radio.closest("label")?.querySelector<HTMLElement>("[data-because]");
  const there = document.querySelector(`#rules input[value="${CSS.escape(radio.value)}"]`)?.closest("label");
  if (box) box.textContent = there?.querySelector(".proposed")?.textContent ?? "";
}
