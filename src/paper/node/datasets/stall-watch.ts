/** Aborts a connection on which nothing arrives for a while, or when the user's signal is aborted. */
export class StallWatch {
  readonly signal: AbortSignal;
  /** The message, once the connection has stalled. */
  stalled: string | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number, signal?: AbortSignal) {
    const controller = new AbortController();
    this.signal = signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]);
    this.#timer = setTimeout(() => {
      this.stalled = `nothing arrived for ${milliseconds / 1000} s`;
      controller.abort();
    }, milliseconds);
  }

  /** Restarts the timer; call it when something arrives. */
  touch(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
