// What is said: quietly to screen readers when all goes well, loudly above the panes when it does not.

interface Choice {
  words: string;
  act: () => void;
}

export class Notices {
  constructor(
    private readonly loud: HTMLElement,
    private readonly quiet: HTMLElement,
  ) {}

  say(words: string): void {
    this.quiet.textContent = words;
  }

  warn(key: string, words: string, choices: Choice[]): void {
    this.clear(key);
    const line = document.createElement("p");
    line.className = "desk-notice";
    line.dataset.notice = key;
    const text = document.createElement("strong");
    text.textContent = words;
    line.append(text, ...choices.map((choice) => makeButton(choice, line)));
    this.loud.append(line);
  }

  clear(key: string): void {
    for (const line of this.loud.querySelectorAll<HTMLElement>("[data-notice]")) if (line.dataset.notice === key) line.remove();
  }
}

function makeButton(choice: Choice, line: HTMLElement): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = choice.words;
  button.addEventListener("click", () => {
    line.remove();
    choice.act();
  });
  return button;
}

/** Words with a capital and a full stop. */
export function sentence(words: string): string {
  const whole = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
