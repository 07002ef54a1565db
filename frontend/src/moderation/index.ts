// The entry of moderation; loaded only where there is some.
import { KeyMap } from "../review/keys";
import { setUpKeySettings } from "../review/key-settings";
import { ModerationDesk } from "./desk";
import { makeKeys } from "./keys";

export function setUpModeration(root: HTMLElement): void {
  new ModerationDesk(root);
}

export function setUpModerationKeys(form: HTMLFormElement, keys: KeyMap = makeKeys()): void {
  setUpKeySettings(form, keys);
}
