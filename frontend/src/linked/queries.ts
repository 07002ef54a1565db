// The filter as it stands in the address: what the form says, and the part of the world that the map shows.
export type Box = [number, number, number, number];

const DAYS = ["first", "last"];

export class Query {
  private values: URLSearchParams;

  constructor(
    form: HTMLFormElement,
    public box: Box | null,
  ) {
    this.values = readForm(form);
  }

  read(form: HTMLFormElement): void {
    this.values = readForm(form);
  }

  get country(): string {
    return this.values.get("country") ?? "";
  }

  get days(): [string, string] {
    return [this.values.get("first") ?? "", this.values.get("last") ?? ""];
  }

  set days([first, last]: [string, string]) {
    for (const [name, value] of [["first", first], ["last", last]] as const) {
      if (value) this.values.set(name, value);
      else this.values.delete(name);
    }
  }

  /** All of it, as it is shared. */
  whole(): string {
    return this.write(this.box);
  }

  /** Without the part of the world: the map asks for what it shows itself. */
  everywhere(): string {
    return this.write(null);
  }

  /** Without the days: the timeline shows those around the chosen ones too. */
  anytime(): string {
    const values = new URLSearchParams(this.write(this.box));
    for (const name of DAYS) values.delete(name);
    return values.toString();
  }

  /** What the timeline's span depends on. */
  anytimeAnywhere(): string {
    const values = new URLSearchParams(this.write(null));
    for (const name of DAYS) values.delete(name);
    return values.toString();
  }

  within(box: Box): string {
    return this.write(box);
  }

  private write(box: Box | null): string {
    const values = new URLSearchParams(this.values);
    if (box) values.set("box", box.map((side) => String(Number(side.toFixed(4)))).join(","));
    return values.toString();
  }
}

function readForm(form: HTMLFormElement): URLSearchParams {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() && name !== "box") values.set(name, value.trim());
  }
  return values;
}

export function readBox(words: string | null | undefined): Box | null {
  const sides = (words ?? "").split(",").map(Number);
  return sides.length === 4 && words && sides.every(Number.isFinite) ? (sides as Box) : null;
}
