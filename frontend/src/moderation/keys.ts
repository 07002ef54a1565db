// The keys of moderation: as on the desk, as far as the deeds are the same; kept apart from those of the desk.
import { KeyMap, KeyRow } from "../review/keys";

const ROWS: readonly KeyRow[] = [
  { act: "approve", key: "a", words: "Approve, and go on" },
  { act: "reject", key: "r", words: "Reject: a digit says which rule" },
  { act: "undo", key: "z", words: "Undo" },
  { act: "next", key: "j", words: "Next in the queue" },
  { act: "previous", key: "k", words: "Previous in the queue" },
  { act: "article", key: "o", words: "Open the report beside" },
  { act: "help", key: "?", words: "List the keys" },
];

export function makeKeys(): KeyMap {
  return new KeyMap(ROWS, "dateline-keys-moderation");
}
