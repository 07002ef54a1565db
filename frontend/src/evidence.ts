// The light between cards and words: a card under the pointer or focus lights its evidence, and the reverse.

const still = matchMedia("(prefers-reduced-motion: reduce)");

export function linkEvidence(text: HTMLElement, cards: NodeListOf<HTMLElement>): void {
  const light = new Light(text, cards);
  for (const card of cards) linkCard(card, light);
  for (const mark of text.querySelectorAll<HTMLElement>("mark[data-records]")) linkMark(mark, light);
  for (const ref of text.querySelectorAll<HTMLElement>("[data-ref]")) linkRef(ref, light);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") light.release();
  });
}

/** Which records are lit: those under the pointer or focus, else those that were pinned by a click. */
class Light {
  private pinned: string[] = [];

  constructor(
    private readonly text: HTMLElement,
    private readonly cards: NodeListOf<HTMLElement>,
  ) {}

  show(slugs: string[]): void {
    const lit = new Set(slugs);
    for (const card of this.cards) card.classList.toggle("lit", lit.has(card.dataset.record ?? ""));
    for (const mark of this.marks()) {
      const mine = recordsOf(mark).find((slug) => lit.has(slug));
      mark.classList.toggle("lit", mine !== undefined);
      this.tint(mark, mine ?? recordsOf(mark)[0]);
    }
    for (const ref of this.text.querySelectorAll<HTMLElement>("[data-ref]")) {
      ref.classList.toggle("lit", lit.has(ref.dataset.ref ?? ""));
    }
    this.text.classList.toggle("has-lit", lit.size > 0);
    document.dispatchEvent(new CustomEvent("recordslit", { detail: slugs }));
  }

  pin(slugs: string[]): void {
    this.pinned = slugs;
    this.show(slugs);
  }

  rest(): void {
    this.show(this.pinned);
  }

  release(): void {
    this.pin([]);
  }

  /** Bring the first word of a record's evidence into the pane of the text, if it has one of its own. */
  reveal(slug: string): void {
    const mark = [...this.marks()].find((candidate) => recordsOf(candidate).includes(slug));
    if (mark && this.text.scrollHeight > this.text.clientHeight) scrollInto(this.text, mark);
  }

  showCard(slug: string): void {
    const card = [...this.cards].find((candidate) => candidate.dataset.record === slug);
    card?.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
  }

  /** Shared words take the hue of the record that is lit. */
  private tint(mark: HTMLElement, slug: string | undefined): void {
    const card = [...this.cards].find((candidate) => candidate.dataset.record === slug);
    const kind = kindOf(card);
    if (!kind || mark.classList.contains(kind)) return;
    mark.classList.remove(kindOf(mark) ?? kind);
    mark.classList.add(kind);
  }

  private marks(): NodeListOf<HTMLElement> {
    return this.text.querySelectorAll<HTMLElement>("mark[data-records]");
  }
}

function linkCard(card: HTMLElement, light: Light): void {
  const slug = card.dataset.record ?? "";
  const enter = () => {
    light.show([slug]);
    light.reveal(slug);
  };
  card.addEventListener("pointerenter", enter);
  card.addEventListener("focusin", enter);
  card.addEventListener("pointerleave", () => light.rest());
  card.addEventListener("focusout", () => light.rest());
}

function linkMark(mark: HTMLElement, light: Light): void {
  const slugs = recordsOf(mark);
  mark.addEventListener("pointerenter", () => light.show(slugs));
  mark.addEventListener("pointerleave", () => light.rest());
  mark.addEventListener("click", () => {
    light.pin(slugs);
    if (slugs[0]) light.showCard(slugs[0]);
  });
}

function linkRef(ref: HTMLElement, light: Light): void {
  const slug = ref.dataset.ref ?? "";
  for (const event of ["pointerenter", "focus"]) ref.addEventListener(event, () => light.show([slug]));
  for (const event of ["pointerleave", "blur"]) ref.addEventListener(event, () => light.rest());
  ref.addEventListener("click", () => light.pin([slug]));
}

function kindOf(element: HTMLElement | undefined): string | undefined {
  return [...(element?.classList ?? [])].find((name) => name.startsWith("kind-"));
}

function recordsOf(mark: HTMLElement): string[] {
  return mark.dataset.records?.split(" ") ?? [];
}

function scrollInto(pane: HTMLElement, target: HTMLElement): void {
  const [box, view] = [target.getBoundingClientRect(), pane.getBoundingClientRect()];
  const bottom = Math.min(view.bottom, innerHeight) - 40; // below, the words fade out
  if (box.top >= view.top + 16 && box.bottom <= bottom) return;
  const top = pane.scrollTop + box.top - view.top - view.height / 3;
  pane.scrollTo({ top, behavior: still.matches ? "auto" : "smooth" });
}
