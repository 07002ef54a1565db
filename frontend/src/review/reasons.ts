// The short list of reasons: a digit chooses, Enter sends, own words are free.

export function askReason(): Promise<[string, string][] | null> {
  const dialog = document.querySelector<HTMLDialogElement>("[data-reasons]")!;
  const form = dialog.querySelector("form")!;
  const radios = [...form.querySelectorAll<HTMLInputElement>("input[type=radio]")];
  const words = form.querySelector<HTMLInputElement>("input[name=why]")!;
  const problem = form.querySelector<HTMLElement>("[data-problem]")!;
  form.reset();
  problem.textContent = "";
  dialog.returnValue = "";
  const onKey = (event: KeyboardEvent) => {
    if (event.target === words || event.ctrlKey || event.altKey || event.metaKey) return;
    const radio = /^[0-9]$/.test(event.key) ? radios[(Number(event.key) + 9) % 10] : undefined;
    if (radio) {
      event.preventDefault();
      radio.checked = true;
      radio.focus();
    } else if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      form.requestSubmit(form.querySelector<HTMLButtonElement>("[data-send]"));
    }
  };
  const onSubmit = (event: SubmitEvent) => {
    if (radios.some((radio) => radio.checked) || words.value.trim()) return;
    event.preventDefault();
    problem.textContent = "Choose a reason, or say it in your own words.";
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
        const chosen = radios.find((radio) => radio.checked)?.value ?? "";
        const fields: [string, string][] = [["reason", chosen], ["why", words.value.trim()]];
        resolve(dialog.returnValue === "reject" ? fields : null);
      },
      { once: true },
    );
  });
}
