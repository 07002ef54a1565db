// Small parts of a page, made without markup as text.
const SVG = "http://www.w3.org/2000/svg";

type Child = Node | string;

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function makeShape(name: string, attributes: Record<string, string>, ...children: Child[]): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A list of marks with their names. */
export function makeLegend(label: string, rows: [SVGElement, string][]): HTMLUListElement {
  const items = rows.map(([mark, words]) => make("li", {}, mark, ` ${words}`));
  return make("ul", { class: "legend", "aria-label": label }, ...items);
}

/** A table whose first column names the rows. */
export function makeTable(caption: string, heads: string[], rows: string[][]): HTMLTableElement {
  const head = make("tr", {}, ...heads.map((words) => make("th", { scope: "col" }, words)));
  const body = rows.map(([name = "", ...cells]) =>
    make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((words) => make("td", {}, words))),
  );
  return make(
    "table",
    { class: "figures" },
    make("caption", {}, caption),
    make("thead", {}, head),
    make("tbody", {}, ...body),
  );
}
