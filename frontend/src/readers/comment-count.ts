// How much room is left in a comment: said beside the form, in characters as the server counts them (code points, a
// line break is one). Nothing is cut off and nothing blocked; the server says it again.
const SAID_ALOUD_MS = 1200;
const TELL_FROM = 0.8;

export function countCharacters(text: string): number {
  return [...text.replace(/\r\n?/g, "\n").trim().normalize("NFC")].length;
}

export function watchComment(form: HTMLFormElement): void {
  const field = form.querySelector("textarea");
  const shown = form.querySelector<HTMLElement>("[data-comment-count]");
  const spoken = form.querySelector<HTMLElement>("[data-comment-spoken]");
  if (!field || !shown || !spoken) return;
  const { most = "4000", room = "", over = "" } = shown.dataset;
  let saying = 0;
  const tell = (): void => {
    const used = countCharacters(field.value);
    const excess = used - Number(most);
    const line = (excess > 0 ? over : room)
      .replace("{n}", used.toLocaleString("en"))
      .replace("{most}", Number(most).toLocaleString("en"))
      .replace("{over}", excess.toLocaleString("en"));
    const isNear = used >= Number(most) * TELL_FROM;
    shown.hidden = !isNear;
    shown.textContent = line;
    shown.classList.toggle("over", excess > 0);
    window.clearTimeout(saying);
    // Said aloud after a pause in typing only.
    saying = window.setTimeout(() => (spoken.textContent = isNear ? line : ""), SAID_ALOUD_MS);
  };
  field.addEventListener("input", tell);
  tell();
}
