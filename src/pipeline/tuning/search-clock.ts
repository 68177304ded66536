/** The time of a search: its budget, and the signal that ends its fits when that is used up. */

export class SearchClock {
  readonly #started = performance.now();
  readonly #over = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #signal: AbortSignal;

  /**
   * @param before seconds of earlier runs, which count
   * @param budget seconds; default no end
   * @param cancelled the signal that cancels the whole search
   */
  constructor(
    readonly before: number,
    readonly budget: number | undefined,
    cancelled: AbortSignal | undefined,
  ) {
    this.#signal = cancelled ? AbortSignal.any([cancelled, this.#over.signal]) : this.#over.signal;
    if (budget === undefined) return;
    if (budget <= before) this.#end();
    else this.#timer = setTimeout(() => this.#end(), 1000 * (budget - before));
  }

  /** Seconds of the search, with those of earlier runs. */
  get seconds(): number {
    return this.before + (performance.now() - this.#started) / 1000;
  }

  /** Aborted when the budget is used up, or the search is cancelled. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  get isOver(): boolean {
    return this.#over.signal.aborted || (this.budget !== undefined && this.seconds >= this.budget);
  }

  /** Whether it is the error of fits that ended because the budget was used up. */
  ended(error: unknown): boolean {
    return this.#over.signal.aborted && error === this.#over.signal.reason;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #end(): void {
    this.#over.abort(new Error('the budget of the search is used up'));
  }
}
