// How long it takes, as the page sees it.

/** From asking to what is seen on the screen, as the page measures it. */
export function measure(since: number): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => performance.measure("dateline-next", { start: since, end: performance.now() });
    channel.port2.postMessage(null);
  });
}
