// Decisions as they are sent.
import { Deed, makeKey } from "./outbox";

export const DONE_WORDS: Record<string, string> = { approve: "Approved", reject: "Rejected", unsure: "Left as unsure" };

/** A verdict on a record; `seen`: the number of the last decision that the page showed of it. */
export function makeVerdict(record: string, seen: string, verdict: string, more: [string, string][], said: string): Deed {
  return {
    key: makeKey(),
    address: "/review/decisions",
    fields: [["record_id", record], ["seen", seen], ["verdict", verdict], ...more],
    record,
    words: `${DONE_WORDS[verdict] ?? verdict}: ${said}`,
  };
}

/** A ruling that a form of accounts asks for. */
export function makeRuling(record: string, form: HTMLFormElement, said: string): Deed {
  const fields = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
  const address = new URL(form.action).pathname;
  return {
    key: makeKey(),
    address,
    fields: fields.filter(([name]) => name === "record_id" || name === "seen" || name === "others"),
    record,
    words: `${address.endsWith("merges") ? "Merge" : "Split"}: ${said}`,
  };
}
