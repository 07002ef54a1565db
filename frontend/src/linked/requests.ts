// Requests of which only the last one counts: a new one ends the one before.
export class Requests {
  private running: AbortController | null = null;
  private timer = 0;

  /** Ask for `address` after `wait_ms`; `take` gets the answer, unless something else was asked for meanwhile. */
  ask(address: string, take: (answer: Response) => Promise<void>, fail: (error: unknown) => void, wait_ms = 0): void {
    this.stop();
    this.timer = window.setTimeout(() => void this.run(address, take, fail), wait_ms);
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.running?.abort();
  }

  private async run(address: string, take: (answer: Response) => Promise<void>, fail: (error: unknown) => void): Promise<void> {
    const running = (this.running = new AbortController());
    try {
      const answer = await fetch(address, { signal: running.signal });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      if (!running.signal.aborted) await take(answer);
    } catch (error) {
      if (!running.signal.aborted) fail(error);
    }
  }
}
