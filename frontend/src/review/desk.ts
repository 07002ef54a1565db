// The desk: what the keys and buttons do. Deciding shows the next item at once; the decision is sent behind the scenes.
import { setUpChoosing } from "./choosing";
import { DONE_WORDS, makeRuling, makeVerdict } from "./deeds";
import { Editing } from "./editing";
import { Items } from "./items";
import { nameKeys, showHelp } from "./key-caps";
import { Act, isHeld, KeyMap, pressedKey, pressHeldButtonsOnce } from "./keys";
import { setUpLights } from "./lights";
import { Marking } from "./marking";
import { measure } from "./measures";
import { Notices, sentence } from "./notices";
import { Answer, Deed, makeKey, Outbox } from "./outbox";
import { Panes, rememberRecord } from "./panes";
import { Past, PastDeeds } from "./past";
import { Queue } from "./queue";
import { askReason } from "./reasons";

const AHEAD = 5;

export class Desk {
  private readonly keys = new KeyMap();
  private readonly queue: Queue;
  private readonly items: Items;
  private readonly panes: Panes;
  private readonly notices: Notices;
  private readonly outbox: Outbox;
  private readonly past = new PastDeeds();
  private readonly editing: Editing;
  private readonly marking: Marking;
  private place = 0; // where in the queue the cursor stands, also when the record shown is not in it
  private readonly shownAhead = new Set<string>(); // keys of undos and redos that are shown before they are answered
  private asked = 0; // counts what was asked to be shown, so that a late answer does not replace a newer one

  constructor(private readonly root: HTMLElement) {
    const query = root.dataset.query ?? "";
    this.queue = new Queue(root.querySelector<HTMLElement>("[data-queue]")!, query);
    this.items = new Items(query);
    this.panes = new Panes(root);
    this.notices = new Notices(
      root.querySelector<HTMLElement>("[data-notices]")!,
      root.querySelector<HTMLElement>("[data-live]")!,
    );
    this.outbox = new Outbox({
      done: (deed, answer) => this.onDone(deed, answer),
      refused: (deed, problem) => this.onRefused(deed, problem),
      failed: (deed, problem) => this.onFailed(deed, problem),
      changed: (waiting) => root.toggleAttribute("data-sending", waiting > 0),
    });
    this.editing = new Editing({
      root,
      query,
      record: () => this.panes.record,
      settled: () => this.outbox.settled(),
      show: (proposal) => this.panes.showProposal(proposal),
      leave: () => void this.show(this.panes.record ?? "", { afresh: true }),
      saved: (old, answer) => this.onSaved(old, answer),
      say: (words) => this.notices.say(words),
      warn: (words) => this.notices.warn("form", words, []),
      isMarking: () => this.marking.isOn,
    });
    this.marking = new Marking(root, {
      say: (words) => this.notices.say(words),
      chosen: (pieces) => (this.editing.isOpen ? this.editing.setPieces(pieces) : void this.editing.openNew(pieces)),
    });
    setUpLights(root);
    setUpChoosing(root, (form) => this.rule(form));
    this.listen();
    this.start();
  }

  private start(): void {
    const item = this.panes.item;
    if (item) {
      this.items.put(item);
      this.place = Math.max(0, this.queue.indexOf(item.record));
      this.panes.settle(item);
      this.look(item.record);
    }
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-bar] [hidden]")) button.hidden = false;
    nameKeys(this.root, this.keys);
    document.addEventListener("keyschange", () => nameKeys(this.root, this.keys));
    if (this.outbox.waiting > 0) this.outbox.retry();
  }

  private listen(): void {
    pressHeldButtonsOnce();
    document.addEventListener("keydown", (event) => this.onKey(event));
    this.root.addEventListener("click", (event) => this.onClick(event));
    for (const button of document.querySelectorAll<HTMLElement>("dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog")?.close());
    }
    addEventListener("popstate", () => {
      const record = new URLSearchParams(location.search).get("record");
      if (record) void this.show(record, { push: false });
    });
    addEventListener("storage", () => {
      this.keys.reload();
      nameKeys(this.root, this.keys);
    });
  }

  private onKey(event: KeyboardEvent): void {
    const pressed = pressedKey(event);
    if (pressed === null || !this.keys.isOn || this.marking.isOn) return;
    const act = this.keys.find(pressed);
    if (!act || (this.editing.isOpen && act !== "help")) return;
    event.preventDefault();
    if (!isHeld(event, act)) this.do(act, event.timeStamp);
  }

  private onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (event.target.closest("[data-mark-words]")) return this.marking.start();
    const button = event.target.closest<HTMLElement>("[data-do]");
    const line = event.target.closest<HTMLElement>("[data-line]")?.dataset.line;
    const opened = line ?? event.target.closest<HTMLElement>("[data-open]")?.dataset.open;
    if (button) {
      event.preventDefault();
      this.do(button.dataset.do as Act, event.timeStamp);
    } else if (opened) {
      event.preventDefault();
      void this.editing.free().then((isFree) => {
        if (isFree) void this.show(opened, { since: event.timeStamp });
      });
    }
  }

  private do(act: Act, since: number): void {
    if (act === "help") return showHelp(this.keys);
    if (this.editing.isOpen) return void this.editing.free().then((isFree) => isFree && this.doNow(act, since));
    this.doNow(act, since);
  }

  private doNow(act: Act, since: number): void {
    const record = this.panes.record;
    if (act === "undo" || act === "redo") return this.goBack(act);
    if (act === "search") return this.root.querySelector<HTMLInputElement>("[data-search]")?.focus();
    if (act === "next" || act === "previous") return void this.step(act === "next" ? 1 : -1, since);
    if (!record) return;
    if (act === "approve" || act === "unsure") return this.decide(act, [], since);
    if (act === "correct") return void this.editing.openEdit(record);
    if (act === "new") return this.marking.start();
    if (act === "merge" || act === "split") return this.choose(act);
    void askReason().then((reason) => reason && this.decide("reject", reason, performance.now()));
  }

  /** Keep the decision for sending, take the line out of the queue, and show the next. */
  private decide(verdict: string, more: [string, string][], since: number): void {
    const { record, seen, said } = this.panes;
    if (!record) return;
    const deed = makeVerdict(record, seen, verdict, more, said);
    const done = DONE_WORDS[verdict] ?? verdict;
    const taken = this.queue.take(record);
    this.past.add({ key: deed.key, record, line: taken?.line, index: taken?.index ?? this.place, item: this.panes.item });
    if (taken) this.place = taken.index;
    this.items.forget(record); // it is another now, unless the decision is taken back
    this.panes.count(taken && verdict !== "unsure" ? -1 : 0, 1);
    this.outbox.add(deed);
    const next = this.queue.at(this.place) ?? this.queue.at(this.queue.records.length - 1);
    if (next) void this.show(next, { since, before: `${done}. Next: ` });
    else this.panes.showEmpty();
    if (!next) this.notices.say(`${done}. Nothing else waits.`);
  }

  private rule(form: HTMLFormElement): void {
    const record = this.panes.record;
    if (!record) return;
    const deed = makeRuling(record, form, this.panes.said);
    this.past.add({ key: deed.key, record, index: this.place });
    this.outbox.add(deed);
  }

  private goBack(act: "undo" | "redo"): void {
    const past = act === "undo" ? this.past.undo() : this.past.redo();
    const [key, words] = [makeKey(), act === "undo" ? "Undo" : "Redo"];
    if (past?.line) this.shownAhead.add(key);
    this.outbox.add({ key, address: `/review/${act}`, fields: [], record: past?.record ?? "", words });
    if (act === "undo" && past) this.queue.putBack(past);
    if (!past?.line) return; // shown when the answer is there
    if (act === "undo" && past.item) this.items.put(past.item);
    if (act === "undo") {
      this.panes.count(1, -1);
      void this.show(past.record, { before: "Taken back. " });
    } else {
      this.queue.take(past.record);
      this.panes.count(-1, 1);
      this.place = past.index;
      const next = this.queue.at(this.place) ?? this.queue.at(this.queue.records.length - 1);
      if (next) void this.show(next, { before: "Done again. Next: " });
      else this.panes.showEmpty();
    }
  }

  private async step(by: number, since: number): Promise<void> {
    const at = this.queue.indexOf(this.panes.record ?? "");
    const next = this.queue.at(at >= 0 ? at + by : by > 0 ? this.place : this.place - 1);
    if (next) await this.show(next, { since });
    else this.notices.say(by > 0 ? "This is the end of the queue." : "This is the beginning of the queue.");
  }

  private choose(act: "merge" | "split"): void {
    const box = this.root.querySelector<HTMLInputElement>(`[data-choose=${act}] input[type=checkbox]`);
    if (!box) return this.notices.say(act === "merge" ? "No account near this one." : "No other account of this incident.");
    this.panes.page("text");
    box.focus();
    box.scrollIntoView({ block: "center" });
    this.notices.say(`j and k move, space chooses, Enter ${act === "merge" ? "merges" : "splits"}, Escape leaves.`);
  }

  /** Show a record; `since`: when it was asked for, to measure; `before`: what is said ahead of its words. */
  private async show(
    record: string,
    how: { since?: number; before?: string; push?: boolean; afresh?: boolean } = {},
  ): Promise<void> {
    const turn = ++this.asked;
    if (how.afresh) this.items.forget(record);
    let item = this.items.peek(record);
    if (!item) {
      this.queue.mark(record);
      this.panes.wait(true);
      let problem = "";
      item = await this.items.get(record).catch((error: unknown) => {
        problem = error instanceof TypeError ? "there is no connection to the server" : String((error as Error).message);
        return undefined;
      });
      if (turn !== this.asked) return;
      this.panes.wait(false);
      if (!item) return this.cannotShow(record, problem);
    }
    this.notices.clear("show");
    this.notices.clear("form");
    this.panes.show(item);
    this.queue.mark(record);
    if (this.queue.indexOf(record) >= 0) this.place = this.queue.indexOf(record);
    if (how.push !== false) rememberRecord(record);
    this.notices.say(`${how.before ?? ""}${this.panes.said}`);
    if (how.since !== undefined) measure(how.since);
    this.look(record);
  }

  private cannotShow(record: string, problem: string): void {
    this.notices.warn("show", `This record cannot be shown: ${problem}.`, [
      { words: "Try again", act: () => void this.show(record) },
    ]);
  }

  /** Fetch what is likely to be shown next. */
  private look(record: string): void {
    const at = this.queue.indexOf(record);
    const near = this.queue.from(at + 1, AHEAD);
    const before = at > 0 ? this.queue.at(at - 1) : undefined;
    setTimeout(() => void this.items.prefetch(before ? [...near, before] : near), 0);
  }

  private onDone(deed: Deed, answer: Answer): void {
    this.notices.clear(deed.key);
    this.notices.clear("waiting");
    if (deed.address === "/review/decisions" || this.shownAhead.delete(deed.key)) return;
    this.items.forgetAll();
    if (answer.record_id) void this.show(answer.record_id, { afresh: true, before: `${answer.said}. ` });
    else this.notices.say(answer.said);
  }

  private onRefused(deed: Deed, problem: string): void {
    const past = this.past.drop(deed.key);
    this.putBack(past);
    this.notices.clear("waiting");
    const go = { words: "Go there", act: () => void this.show(deed.record, { afresh: true }) };
    this.notices.warn(deed.key, `Not done: ${deed.words}. ${sentence(problem)}`, deed.record ? [go] : []);
  }

  private putBack(past: Past | undefined): void {
    if (!past) return;
    this.queue.putBack(past);
    if (past.line) this.panes.count(1, -1);
  }

  private onFailed(deed: Deed, problem: string): void {
    const waiting = this.outbox.waiting;
    const others = waiting > 1 ? ` and ${waiting - 1} more` : "";
    const signIn = { words: "Sign in", act: () => void open("/sign-in", "_blank", "noopener") };
    const goThere = { words: "Go there", act: () => void this.show(deed.record) };
    this.notices.warn("waiting", `Not sent yet: ${deed.words}${others}. ${sentence(problem)} Nothing is lost; it is tried again.`, [
      { words: "Retry now", act: () => this.outbox.retry() },
      ...(problem.includes("signed in") ? [signIn] : []),
      ...(deed.record ? [goThere] : []),
    ]);
  }

  private onSaved(old: string | null, answer: Answer): void {
    const record = answer.record_id;
    const taken = old ? this.queue.take(old) : undefined;
    if (taken) this.place = taken.index;
    this.past.add({ key: makeKey(), record: old ?? record ?? "", index: this.place });
    this.panes.count(taken ? -1 : 0, old ? 1 : 0);
    this.items.forgetAll();
    if (record) void this.show(record, { before: `${answer.said}. ` });
  }
}
