/** Gives up a connection on which nothing has arrived for a while; the user's own signal does the same. */

export class StallWatch {
  /** Aborted when the connection stalls or the user's signal is aborted. */
  readonly signal: AbortSignal;
  /** What happened, in words, once it has stalled. */
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

  /** Something arrived: the time starts anew. */
  touch(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
