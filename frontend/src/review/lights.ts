// A slot under the pointer or focus lights the words it came from; words that are clicked show their slots.

export function setUpLights(desk: HTMLElement): void {
  let pinned: string[] = [];
  const light = (slots: string[]) => show(desk, slots);
  const over = (event: Event) => {
    const slot = slotOf(event.target);
    if (slot) light([slot]);
    else if (event.type === "pointerover") light(pinned);
  };
  desk.addEventListener("pointerover", over);
  desk.addEventListener("focusin", (event) => {
    const slot = slotOf(event.target);
    if (slot) {
      light([slot]);
      reveal(desk, slot);
    } else light(pinned);
  });
  desk.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const name = event.target.closest<HTMLElement>("[data-lights]");
    if (name) {
      event.preventDefault();
      pinned = [name.dataset.lights ?? ""];
      light(pinned);
      reveal(desk, pinned[0] ?? "");
      return;
    }
    const mark = event.target.closest<HTMLElement>("mark");
    pinned = mark?.dataset.slots?.split(" ") ?? [];
    light(pinned);
  });
}

function slotOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-slot]")?.dataset.slot : undefined;
}

function show(desk: HTMLElement, slots: string[]): void {
  const lit = new Set(slots);
  for (const mark of desk.querySelectorAll<HTMLElement>("mark[data-slots]")) {
    mark.classList.toggle("slot-lit", (mark.dataset.slots ?? "").split(" ").some((slot) => lit.has(slot)));
  }
  for (const row of desk.querySelectorAll<HTMLElement>("[data-slot]")) {
    row.classList.toggle("slot-lit", lit.has(row.dataset.slot ?? ""));
  }
}

function reveal(desk: HTMLElement, slot: string): void {
  const marks = [...desk.querySelectorAll<HTMLElement>("mark[data-slots]")];
  const mark = marks.find((row) => (row.dataset.slots ?? "").split(" ").includes(slot));
  const pane = mark?.closest<HTMLElement>("[data-pane]");
  if (!mark || !pane) return;
  const [box, view] = [mark.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (box.top < view.top || box.bottom > view.bottom) pane.scrollTop += box.top - view.top - view.height / 3;
}
