// The entry of the desk; loaded only where there is one.
import { Desk } from "./desk";

export { setUpKeySettings } from "./key-settings";

export function setUpDesk(root: HTMLElement): void {
  new Desk(root);
}
