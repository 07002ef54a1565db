// The colours of the map are those of the page: read from the style sheet, in the theme that is shown.
export const EVENT_KINDS = ["battles", "explosions", "violence", "protests", "riots", "developments"] as const;
export const ALL_KINDS = [...EVENT_KINDS, "figure", "statement", "control"] as const;

export interface Palette {
  sea: string;
  land: string;
  border: string;
  region: string;
  ink: string;
  quiet: string;
  paper: string;
  accent: string;
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    sea: read("sea"),
    land: read("land"),
    border: read("border"),
    region: read("region"),
    ink: read("ink"),
    quiet: read("quiet"),
    paper: read("paper"),
    accent: read("accent"),
  };
}

/** The hue of a kind, and the colour of the letter on it. */
export function readKind(kind: string): { hue: string; on: string } {
  const style = getComputedStyle(document.documentElement);
  return {
    hue: style.getPropertyValue(`--${kind}`).trim(),
    on: style.getPropertyValue(`--on-${kind}`).trim(),
  };
}
