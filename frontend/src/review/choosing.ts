// Choosing accounts to merge with or split from: j and k move, space chooses, Enter sends, Escape leaves.

export function setUpChoosing(desk: HTMLElement, send: (form: HTMLFormElement) => void): void {
  desk.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || !event.target.dataset.choose) return;
    event.preventDefault();
    if (event.target.dataset.choose === "split" || boxes(event.target).some((box) => box.checked)) send(event.target);
  });
  desk.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.form?.dataset.choose) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const all = boxes(box.form);
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (step) all[(all.indexOf(box) + step + all.length) % all.length]?.focus();
    else if (event.key === "Enter") box.form.requestSubmit();
    else if (event.key === "Escape") {
      all.forEach((other) => (other.checked = false));
      document.querySelector<HTMLElement>("#proposal-title")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function boxes(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
}
