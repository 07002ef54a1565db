// The keys of the desk: which key does what, kept in this browser; they can be changed and switched off (WCAG 2.1.4).

export type Act =
  | "approve" | "reject" | "unsure" | "correct" | "merge" | "split" | "new"
  | "undo" | "redo" | "next" | "previous" | "search" | "article" | "help";

export interface KeyRow {
  act: Act;
  key: string;
  words: string;
}

const ROWS: readonly KeyRow[] = [
  { act: "approve", key: "a", words: "Approve, and go on" },
  { act: "reject", key: "r", words: "Reject with a reason" },
  { act: "unsure", key: "u", words: "Unsure: leave it to somebody else" },
  { act: "correct", key: "e", words: "Correct the slots" },
  { act: "merge", key: "m", words: "Merge with accounts that could be the same" },
  { act: "split", key: "s", words: "Split from accounts of the incident" },
  { act: "new", key: "n", words: "New record from words of the text" },
  { act: "undo", key: "z", words: "Undo" },
  { act: "redo", key: "Z", words: "Redo" },
  { act: "next", key: "j", words: "Next in the queue" },
  { act: "previous", key: "k", words: "Previous in the queue" },
  { act: "search", key: "/", words: "Search the reports" },
  { act: "help", key: "?", words: "List the keys" },
];
const STORED = "dateline-keys";

interface Kept {
  off?: boolean;
  keys?: Partial<Record<Act, string>>;
}

export class KeyMap {
  private kept: Kept;

  /** In: the rows of a page that has other keys than the desk, and the name that they are kept under. */
  constructor(
    private readonly usual: readonly KeyRow[] = ROWS,
    private readonly stored = STORED,
  ) {
    this.kept = read(stored);
  }

  get isOn(): boolean {
    return this.kept.off !== true;
  }

  get rows(): KeyRow[] {
    return this.usual.map((row) => ({ ...row, key: this.kept.keys?.[row.act] ?? row.key }));
  }

  find(pressed: string): Act | undefined {
    return this.rows.find((row) => row.key === pressed)?.act;
  }

  keyOf(act: Act): string {
    return this.rows.find((row) => row.act === act)?.key ?? "";
  }

  /** Gives what is wrong with a key in words, or nothing where it was set. */
  set(act: Act, key: string): string {
    if ([...key].length !== 1 || key === " ") return "A key is one character.";
    const taken = this.rows.find((row) => row.key === key && row.act !== act);
    if (taken) return `“${key}” is taken: ${taken.words}.`;
    this.keep({ ...this.kept, keys: { ...this.kept.keys, [act]: key } });
    return "";
  }

  switch(on: boolean): void {
    this.keep({ ...this.kept, off: !on });
  }

  reset(): void {
    this.keep({ off: this.kept.off ?? false });
  }

  reload(): void {
    this.kept = read(this.stored);
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    try {
      localStorage.setItem(this.stored, JSON.stringify(kept));
    } catch {
      // storage is switched off: it holds for this page only
    }
    document.dispatchEvent(new CustomEvent("keyschange"));
  }
}

/** The key of an event as it is written in the list; nothing for one that is not ours to take. */
export function pressedKey(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return null;
  if (isWriting(event.target) || document.querySelector("dialog[open]")) return null;
  if (!/^\p{L}$/u.test(event.key)) return event.key;
  return event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase(); // caps lock changes nothing
}

/** Whether a key is held down for what each press does once: nothing is decided on what nobody has looked at. */
export function isHeld(event: KeyboardEvent, act: Act | undefined): boolean {
  return event.repeat && act !== "next" && act !== "previous";
}

/** Enter held down on a button presses it once: what stands there after that, nobody has looked at. */
export function pressHeldButtonsOnce(): void {
  const stop = (event: KeyboardEvent): void => {
    if (event.repeat && event.key === "Enter" && event.target instanceof HTMLButtonElement) event.preventDefault();
  };
  document.addEventListener("keydown", stop, { capture: true });
}

export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

function read(stored: string): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(stored) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Kept) : {};
  } catch {
    return {};
  }
}
