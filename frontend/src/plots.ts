// Plots of an area: they take the place of the server's pictures, which stay for print and where scripts do not run.
import { makeTimeline } from "./plots/timelines";
import { makeTrend } from "./plots/trends";
import { setStage } from "./plots/stages";
import type { Timeline, Trend } from "./plots/rows";

/** Draw the plot that `box` names in `data-plot`, at once or when its details are opened. */
export function showPlot(box: HTMLElement): void {
  const details = box.closest("details");
  if (!details || details.open) {
    void takeOver(box);
    return;
  }
  box.classList.add("awaited"); // the picture is not fetched where the plot is going to be
  details.addEventListener("toggle", () => void takeOver(box), { once: true });
}

/** The picture stays, or comes back, where the plot cannot be drawn. */
async function takeOver(box: HTMLElement): Promise<void> {
  try {
    const rows = await fetchRows(box.dataset.rows ?? "");
    if (box.dataset.plot === "trend") setStage(box, [makeTrend(rows as Trend)], 0);
    else showTimeline(box, rows as Timeline);
    box.classList.add("drawn");
  } catch (error) {
    console.warn("the plot could not be drawn", error);
  } finally {
    box.classList.remove("awaited");
  }
}

function showTimeline(box: HTMLElement, timeline: Timeline): void {
  const pictures = [makeTimeline(timeline.week, "week"), makeTimeline(timeline.month, "month")];
  setStage(box, pictures, timeline.step === "week" ? 0 : 1);
}

async function fetchRows(address: string): Promise<unknown> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
