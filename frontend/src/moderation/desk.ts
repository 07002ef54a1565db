// Moderation: deciding shows the next comment at once; the decision is sent behind the scenes, and comes back where it fails.
import { Items } from "../review/items";
import { nameKeys, showHelp } from "../review/key-caps";
import { Act, isHeld, pressedKey, pressHeldButtonsOnce } from "../review/keys";
import { Notices, sentence } from "../review/notices";
import { Answer, Deed, makeKey, Outbox } from "../review/outbox";
import { Panes } from "../review/panes";
import { Past, PastDeeds } from "../review/past";
import { Queue } from "../review/queue";
import { makeKeys } from "./keys";
import { askRule } from "./rules";

const AHEAD = 5;
const LOOK_EVERY_MS = 20_000;
const DONE_STATES = { approve: "approved", reject: "rejected" } as const;

interface Showing {
  before?: string; // said ahead of the comment's words
  afresh?: boolean; // fetched again, as it may have changed
}

export class ModerationDesk {
  private readonly keys = makeKeys();
  private readonly queue: Queue;
  private readonly items = new Items("", "/moderation/items");
  private readonly panes: Panes;
  private readonly notices: Notices;
  private readonly outbox: Outbox;
  private readonly past = new PastDeeds();
  private readonly shownAhead = new Set<string>(); // keys of undos that are shown before they are answered
  private place = 0; // where in the queue the cursor stands, also when the comment shown is not in it
  private coming: string | undefined; // what is asked for and not here yet: until then nothing can be decided
  private asked = 0; // counts what was asked to be shown, so that a late answer does not replace a newer one

  constructor(private readonly root: HTMLElement) {
    this.queue = new Queue(root.querySelector<HTMLElement>("[data-queue]")!, "", "/moderation/queue");
    this.panes = new Panes(root);
    this.notices = new Notices(
      root.querySelector<HTMLElement>("[data-notices]")!,
      root.querySelector<HTMLElement>("[data-live]")!,
    );
    this.outbox = new Outbox(
      {
        done: (deed, answer) => this.onDone(deed, answer),
        refused: (deed, problem) => this.onRefused(deed, problem),
        failed: (deed, problem) => this.onFailed(deed, problem),
        changed: (waiting) => root.toggleAttribute("data-sending", waiting > 0),
      },
      "moderation-",
    );
    this.listen();
    this.start();
  }

  private start(): void {
    const item = this.panes.item;
    if (item) {
      this.items.put(item);
      this.place = Math.max(0, this.queue.indexOf(item.record));
      this.look(item.record);
      this.sayWhatCan();
    }
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-bar] [hidden]")) button.hidden = false;
    nameKeys(this.root, this.keys);
    if (this.outbox.waiting > 0) this.outbox.retry();
  }

  private listen(): void {
    pressHeldButtonsOnce();
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("keyschange", () => nameKeys(this.root, this.keys));
    this.root.addEventListener("click", (event) => this.onClick(event));
    this.root.addEventListener("submit", (event) => {
      if (!(event.target instanceof Element) || event.target.id !== "rules") return;
      event.preventDefault(); // the list of rules, by Enter: as its button does
      this.reject();
    });
    setInterval(() => void this.lookForNew(), LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", () => void this.lookForNew());
    for (const button of document.querySelectorAll<HTMLElement>("dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog")?.close());
    }
    addEventListener("storage", () => {
      this.keys.reload();
      nameKeys(this.root, this.keys);
    });
  }

  private onKey(event: KeyboardEvent): void {
    const pressed = pressedKey(event);
    const act = pressed !== null && this.keys.isOn ? this.keys.find(pressed) : undefined;
    if (!act) return;
    event.preventDefault();
    if (!isHeld(event, act)) this.do(act);
  }

  private onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const act = event.target.closest<HTMLElement>("[data-do]")?.dataset.do;
    const opened =
      event.target.closest<HTMLElement>("[data-line]")?.dataset.line ??
      event.target.closest<HTMLElement>("[data-open]")?.dataset.open;
    if (!act && !opened) return;
    event.preventDefault();
    if (act === "reject") this.reject();
    else if (act) this.do(act as Act);
    else if (opened) void this.show(opened);
  }

  private do(act: Act): void {
    if (act === "help") showHelp(this.keys);
    else if (act === "undo") this.undo();
    else if (act === "next" || act === "previous") void this.step(act === "next" ? 1 : -1);
    else if (act === "article") this.root.querySelector<HTMLAnchorElement>("[data-article]")?.click();
    else if (act === "approve" && this.may("approve")) this.decide("approve", [], "Approved");
    else if (act === "reject" && this.may("reject")) void this.askAndReject();
  }

  /** The button rejects under the rule that is chosen in the list beside; without one it asks, as the key does. */
  private reject(): void {
    const chosen = this.root.querySelector<HTMLInputElement>("#rules input[name=rule]:checked");
    if (!this.may("reject")) return;
    if (chosen) this.decide("reject", [["rule", chosen.value]], `Rejected: ${titleOf(chosen)}`);
    else void this.askAndReject();
  }

  private async askAndReject(): Promise<void> {
    const shown = this.panes.record;
    const rule = await askRule();
    if (rule && shown === this.panes.record) this.decide("reject", [["rule", rule.key]], `Rejected: ${rule.title}`);
  }

  /** What is approved can be rejected still, by whoever thinks otherwise, and the other way round. */
  private may(verdict: "approve" | "reject"): boolean {
    if (!this.panes.record || this.coming) return false;
    if (this.isRefused) this.notices.say("Somebody else decides on this appeal.");
    if (this.isRefused) return false;
    if (this.state !== DONE_STATES[verdict]) return true;
    this.notices.say(`This is ${DONE_STATES[verdict]} already.`);
    return false;
  }

  private get state(): string {
    return this.panes.item?.proposal.dataset.state ?? "";
  }

  private get isRefused(): boolean {
    return this.panes.item?.proposal.hasAttribute("data-refused") ?? false;
  }

  /** Keep the decision for sending, take the line out of the queue, and show the next. */
  private decide(verdict: string, more: [string, string][], done: string): void {
    const { record, seen, said, item } = this.panes;
    if (!record) return;
    const deed: Deed = {
      key: makeKey(),
      address: "/moderation/decisions",
      fields: [["comment_id", record], ["seen", seen], ["deed", verdict], ...more],
      record,
      words: `${done} (${said})`,
    };
    const taken = this.queue.take(record);
    this.past.add({ key: deed.key, record, line: taken?.line, index: taken?.index ?? this.place, item });
    if (taken) this.place = taken.index;
    this.items.forget(record); // it is another now, unless the decision is taken back
    this.panes.count(taken ? -1 : 0, 1);
    this.outbox.add(deed);
    this.goOn(done);
  }

  private goOn(done: string): void {
    const next = this.queue.at(this.place) ?? this.queue.at(this.queue.records.length - 1);
    if (next) return void this.show(next, { before: `${sentence(done)} Next: ` });
    this.panes.showEmpty();
    this.sayWhatCan();
    this.notices.say(`${sentence(done)} Nothing else waits.`);
  }

  /** Take back the last decision of this page; where there is none, the last one that the server knows of. */
  private undo(): void {
    const past = this.past.undo();
    const key = makeKey();
    const fields: [string, string][] = past ? [["comment_id", past.record]] : []; // what is shown, and nothing else
    this.outbox.add({ key, address: "/moderation/undo", fields, record: past?.record ?? "", words: "Undo" });
    if (!past) return; // shown when the answer is there
    this.shownAhead.add(key);
    this.putBack(past);
    if (past.item) this.items.put(past.item);
    void this.show(past.record, { before: "Taken back. " });
  }

  private async step(by: number): Promise<void> {
    const at = this.queue.indexOf(this.coming ?? this.panes.record ?? "");
    const next = this.queue.at(at >= 0 ? at + by : by > 0 ? this.place : this.place - 1);
    if (next) await this.show(next);
    else this.notices.say(by > 0 ? "This is the end of the queue." : "This is the beginning of the queue.");
  }

  private async show(record: string, how: Showing = {}): Promise<void> {
    const turn = ++this.asked;
    if (how.afresh) this.items.forget(record);
    let item = this.items.peek(record);
    if (!item) {
      this.coming = record;
      this.queue.mark(record);
      this.panes.wait(true);
      let problem = "";
      item = await this.items.get(record).catch((error: unknown) => {
        problem = error instanceof TypeError ? "there is no connection to the server" : String((error as Error).message);
        return undefined;
      });
      if (turn !== this.asked) return;
      if (!item) return this.cannotShow(record, problem);
    }
    this.coming = undefined;
    this.panes.wait(false);
    this.notices.clear("show");
    this.panes.show(item);
    this.queue.mark(record);
    if (this.queue.indexOf(record) >= 0) this.place = this.queue.indexOf(record);
    history.replaceState(null, "", `/moderation/${encodeURIComponent(record)}`);
    this.notices.say(`${how.before ?? ""}${this.panes.said}`);
    this.sayWhatCan();
    this.look(record);
  }

  private cannotShow(record: string, problem: string): void {
    this.panes.wait(false);
    this.notices.warn("show", `This comment cannot be shown: ${problem}.`, [
      { words: "Try again", act: () => void this.show(record) },
    ]);
  }

  /** What is approved cannot be approved again. */
  private sayWhatCan(): void {
    for (const verdict of ["approve", "reject"] as const) {
      const button = this.root.querySelector<HTMLButtonElement>(`[data-do=${verdict}]`);
      if (button) button.disabled = !this.panes.record || this.isRefused || this.state === DONE_STATES[verdict];
    }
  }

  /** Fetch what is likely to be shown next. */
  private look(record: string): void {
    const at = this.queue.indexOf(record);
    const near = this.queue.from(at + 1, AHEAD);
    setTimeout(() => void this.items.prefetch(near), 0);
  }

  /** What waits anew stands in the queue without being asked for; while something is sent, numbers would be wrong. */
  private async lookForNew(): Promise<void> {
    if (document.hidden || this.outbox.waiting > 0) return;
    const waiting = await this.queue.look();
    if (waiting === undefined || this.outbox.waiting > 0) return;
    const more = waiting - this.panes.left;
    this.panes.count(more, 0);
    const first = this.queue.at(0);
    if (!this.panes.record && !this.coming && first) return void this.show(first);
    if (more > 0) this.notices.say(more === 1 ? "A new comment waits." : `${more} new comments wait.`);
  }

  private onDone(deed: Deed, answer: Answer): void {
    this.notices.clear(deed.key);
    this.notices.clear("waiting");
    if (deed.address === "/moderation/decisions") return;
    if (this.shownAhead.delete(deed.key)) return this.freshen(answer.record_id ?? deed.record);
    if (answer.record_id) void this.show(answer.record_id, { afresh: true, before: `${sentence(answer.said)} ` });
    else this.notices.say(sentence(answer.said));
  }

  /** What stands there after an undo has a longer list of acts: it is fetched, but nobody waits for it. */
  private freshen(record: string): void {
    this.items.forget(record);
    void this.items.get(record).then(
      (item) => this.panes.record === record && !this.coming && this.panes.show(item),
      () => undefined, // met again when it is shown
    );
  }

  private onRefused(deed: Deed, problem: string): void {
    this.putBack(this.past.drop(deed.key));
    if (this.shownAhead.delete(deed.key)) this.takeOut(deed.record);
    this.items.forget(deed.record);
    this.notices.clear("waiting");
    const go = { words: "Go there", act: () => void this.show(deed.record, { afresh: true }) };
    this.notices.warn(deed.key, `Not done: ${sentence(deed.words)} ${sentence(problem)}`, deed.record ? [go] : []);
  }

  private putBack(past: Past | undefined): void {
    if (!past) return;
    this.queue.putBack(past);
    this.panes.count(past.line ? 1 : 0, -1);
  }

  /** An undo was refused: what was put back is decided still. */
  private takeOut(record: string): void {
    this.panes.count(this.queue.take(record) ? -1 : 0, 1);
  }

  private onFailed(deed: Deed, problem: string): void {
    const waiting = this.outbox.waiting;
    const others = waiting > 1 ? ` and ${waiting - 1} more` : "";
    const signIn = { words: "Sign in", act: () => void open("/sign-in", "_blank", "noopener") };
    this.notices.warn("waiting", `Not sent yet: ${deed.words}${others}. ${sentence(problem)} Nothing is lost; it is tried again.`, [
      { words: "Retry now", act: () => this.outbox.retry() },
      ...(problem.includes("signed in") ? [signIn] : []),
      ...(deed.record ? [{ words: "Go there", act: () => void this.show(deed.record) }] : []),
    ]);
  }
}

function titleOf(radio: HTMLInputElement): string {
  return radio.closest("label")?.querySelector("bdi")?.textContent ?? "";
}
