// The theme: what the system prefers, unless the reader chose. Set before the page is drawn.
type Theme = "light" | "dark";
const KEY = "dateline-theme";
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function chosen(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null; // storage is switched off: the system's preference holds
  }
}

function shown(): Theme {
  return chosen() ?? (dark.matches ? "dark" : "light");
}

function apply(): void {
  root.dataset.theme = shown();
  const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]");
  if (button) label(button, shown() === "dark" ? "light" : "dark");
  document.dispatchEvent(new CustomEvent("themechange"));
}

function label(button: HTMLButtonElement, other: Theme): void {
  button.textContent = other === "dark" ? "Dark" : "Light";
  button.setAttribute("aria-label", `Use the ${other} theme`);
}

function toggle(): void {
  const next: Theme = shown() === "dark" ? "light" : "dark";
  try {
    localStorage.setItem(KEY, next);
  } catch {
    root.dataset.theme = next; // not remembered, but done
    return;
  }
  apply();
}

apply();
root.classList.add("scripted");
dark.addEventListener("change", apply);
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", toggle);
  apply();
});
