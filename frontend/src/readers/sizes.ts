// The size of the text on the readers' pages: A− and A+, remembered on this device. Set before the page is drawn, so
// that nothing jumps. It multiplies what the browser is set to; the browser's own zoom goes on top of it.
export {};

const KEY = "dateline-text-size";
const PERCENTS = [85, 100, 115, 130, 150, 175, 200];
const USUAL = PERCENTS.indexOf(100);

function remembered(): number {
  try {
    const at = PERCENTS.indexOf(Number(localStorage.getItem(KEY)));
    return at < 0 ? USUAL : at;
  } catch {
    return USUAL; // storage is switched off
  }
}

let at = remembered();

function apply(): void {
  const percent = PERCENTS[at] ?? 100;
  if (percent === 100) delete document.documentElement.dataset.textSize;
  else document.documentElement.dataset.textSize = String(percent);
}

function step(by: number): void {
  at = Math.min(Math.max(at + by, 0), PERCENTS.length - 1);
  apply();
  try {
    localStorage.setItem(KEY, String(PERCENTS[at]));
  } catch {
    // not remembered, but done
  }
}

/** The buttons say how far they go: at the end of the row one is switched off, but keeps the focus. */
function show(group: HTMLElement): void {
  for (const button of group.querySelectorAll<HTMLButtonElement>("[data-step]")) {
    const next = at + Number(button.dataset.step);
    button.setAttribute("aria-disabled", String(next < 0 || next >= PERCENTS.length));
  }
}

function setUpSizes(group: HTMLElement): void {
  const said = group.querySelector<HTMLElement>("[data-size-said]");
  group.hidden = false;
  show(group);
  group.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-step]");
    if (!button) return;
    step(Number(button.dataset.step));
    show(group);
    if (said) said.textContent = (said.dataset.words ?? "{percent}").replace("{percent}", String(PERCENTS[at]));
  });
}

apply();
document.addEventListener("DOMContentLoaded", () => {
  const group = document.querySelector<HTMLElement>("[data-text-sizes]");
  if (group) setUpSizes(group);
  const printer = document.querySelector<HTMLButtonElement>("[data-print]");
  if (!printer) return;
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
});
