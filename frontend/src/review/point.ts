// The point on the small map: dragged, or moved with the arrow keys; latitude and longitude follow, and lead it too.

const KM_PER_DEGREE = 111.2;
const STEP_PX = 4;

export function setUpPoint(form: HTMLFormElement): void {
  const svg = form.querySelector<SVGSVGElement>("[data-point] svg");
  const point = svg?.querySelector<SVGGElement>(".point");
  const [lat, lon] = [field(form, "place.lat"), field(form, "place.lon")];
  if (!svg || !point || !lat || !lon) return;
  const [width, height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
  const scale = Number(svg.dataset.pxPerKm) * KM_PER_DEGREE;
  const [lat0, lon0] = [Number(svg.dataset.lat), Number(svg.dataset.lon)];
  const squeeze = Math.cos((lat0 * Math.PI) / 180);
  let [x, y] = [0, 0]; // from the middle, in pixels of the picture

  const draw = () => point.setAttribute("transform", `translate(${x} ${y})`);
  const move = (toX: number, toY: number) => {
    x = clamp(toX, width / 2);
    y = clamp(toY, height / 2);
    lat.value = (lat0 - y / scale).toFixed(4);
    lon.value = (lon0 + x / scale / squeeze).toFixed(4);
    draw();
  };
  const follow = () => {
    const [north, east] = [Number(lat.value), Number(lon.value)];
    const isGiven = lat.value !== "" && lon.value !== "" && Number.isFinite(north) && Number.isFinite(east);
    x = isGiven ? (east - lon0) * squeeze * scale : 0;
    y = isGiven ? (lat0 - north) * scale : 0;
    point.toggleAttribute("hidden", Math.abs(x) > width / 2 || Math.abs(y) > height / 2);
    draw();
  };

  point.setAttribute("tabindex", "0");
  point.setAttribute("role", "button");
  point.setAttribute("aria-label", "The point: drag it, or move it with the arrow keys");
  svg.setAttribute("role", "group");
  point.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    point.setPointerCapture(event.pointerId);
  });
  point.addEventListener("pointermove", (event) => {
    if (!point.hasPointerCapture(event.pointerId)) return;
    const box = svg.getBoundingClientRect();
    const shown = width / box.width;
    move((event.clientX - box.left) * shown - width / 2, (event.clientY - box.top) * shown - height / 2);
  });
  point.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    move(x + (step[0] ?? 0) * STEP_PX, y + (step[1] ?? 0) * STEP_PX);
  });
  for (const one of [lat, lon]) one.addEventListener("input", follow);
  form.addEventListener("placechosen", follow);
}

function field(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`[name="${name}"]`);
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}
