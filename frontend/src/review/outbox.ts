// Decisions on their way: sent one after the other behind the scenes, kept until the server has them.

export interface Deed {
  key: string;
  address: string;
  fields: [string, string][];
  record: string;
  words: string; // what was done to what, for a message: "Approve: Makhmour, 7–13 killed"
}

export interface Answer {
  said: string;
  record_id: string | null;
  states: Record<string, string>;
}

export interface Reports {
  done(deed: Deed, answer: Answer): void;
  refused(deed: Deed, problem: string): void;
  failed(deed: Deed, problem: string): void;
  changed(waiting: number): void;
}

// What somebody could not send waits for that person: who signs in after them in the same tab neither sees nor sends it.
const PERSON = document.querySelector<HTMLElement>("[data-person]")?.dataset.person ?? "";
const STORED = `dateline-unsent-${PERSON}`;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

export class Outbox {
  private readonly stored: string;
  private deeds: Deed[];
  private isSending = false;
  private waitMs = FIRST_WAIT_MS;
  private timer: number | undefined;
  private waiters: (() => void)[] = [];

  /** In: the name of another page than the desk, which keeps what it could not send apart. */
  constructor(
    private readonly reports: Reports,
    page = "",
  ) {
    this.stored = `${page}${STORED}`;
    this.deeds = read(this.stored);
    addEventListener("online", () => this.retry());
    addEventListener("beforeunload", (event) => {
      if (this.deeds.length > 0) event.preventDefault();
    });
  }

  get waiting(): number {
    return this.deeds.length;
  }

  add(deed: Deed): void {
    this.deeds.push(deed);
    this.keep();
    if (this.timer === undefined) void this.send();
  }

  /** Send what waits now, whatever went wrong before. */
  retry(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    void this.send();
  }

  /** Done when everything has been sent. */
  settled(): Promise<void> {
    if (this.deeds.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let deed = this.deeds[0]; deed; deed = this.deeds[0]) if (!(await this.sendOne(deed))) break;
    } finally {
      this.isSending = false;
    }
  }

  /** Whether the next one can be sent. */
  private async sendOne(deed: Deed): Promise<boolean> {
    let response: Response;
    try {
      response = await post(deed.address, [...deed.fields, ["key", deed.key], ["as", PERSON]]);
    } catch {
      return this.wait(deed, "there is no connection");
    }
    if (response.ok) {
      const answer = (await response.json().catch(() => null)) as Answer | null;
      if (!answer) return this.wait(deed, "the answer was cut off");
      this.drop(deed);
      this.waitMs = FIRST_WAIT_MS;
      this.reports.done(deed, answer);
      return true;
    }
    if (response.status === 401) return this.wait(deed, "you are not signed in any more");
    if (response.status === 403) return this.wait(deed, "your role does not allow this now");
    if (response.status >= 500 || response.status === 429) return this.wait(deed, `the server answered ${response.status}`);
    const refusal = (await response.json().catch(() => ({}))) as { problem?: string };
    this.drop(deed);
    this.reports.refused(deed, refusal.problem ?? `the server answered ${response.status}`);
    return true;
  }

  private wait(deed: Deed, problem: string): false {
    this.reports.failed(deed, problem);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), this.waitMs);
    this.waitMs = Math.min(LONGEST_WAIT_MS, this.waitMs * 2);
    return false;
  }

  private drop(deed: Deed): void {
    this.deeds = this.deeds.filter((other) => other !== deed);
    this.keep();
  }

  private keep(): void {
    try {
      sessionStorage.setItem(this.stored, JSON.stringify(this.deeds));
    } catch {
      // storage is switched off: leaving the page asks first
    }
    this.reports.changed(this.deeds.length);
    if (this.deeds.length === 0) this.waiters.splice(0).forEach((resolve) => resolve());
  }
}

export function post(address: string, fields: Iterable<[string, string]>): Promise<Response> {
  return fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams([...fields]).toString(),
    credentials: "same-origin",
    redirect: "error",
  });
}

export function makeKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(stored: string): Deed[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(stored) ?? "[]");
    return Array.isArray(kept) ? (kept as Deed[]) : [];
  } catch {
    return [];
  }
}
