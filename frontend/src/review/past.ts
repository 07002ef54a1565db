// What was done on this page, newest last, so that undo and redo are shown at once.
import type { Item } from "./items";

export interface Past {
  key: string;
  record: string;
  line?: HTMLElement | undefined; // of the queue, where the deed took it out
  index: number;
  item?: Item | undefined; // as it was before
}

export class PastDeeds {
  private readonly done: Past[] = [];
  private readonly undone: Past[] = [];

  add(past: Past): void {
    this.done.push(past);
    this.undone.length = 0;
  }

  undo(): Past | undefined {
    const past = this.done.pop();
    if (past) this.undone.push(past);
    return past;
  }

  redo(): Past | undefined {
    const past = this.undone.pop();
    if (past) this.done.push(past);
    return past;
  }

  /** A deed that the server refused was not done. */
  drop(key: string): Past | undefined {
    const at = this.done.findIndex((past) => past.key === key);
    return at < 0 ? undefined : this.done.splice(at, 1)[0];
  }
}
