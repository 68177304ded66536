/** Releases what requests may still use when the last request that began before its replacement has ended. */

interface Retired {
  /** The epoch that its replacement began. */
  readonly before: number;
  readonly release: () => Promise<void>;
}

export class DeferredRelease {
  #epoch = 0;
  /** Requests under way by the epoch in which they began. */
  readonly #running = new Map<number, number>();
  #retired: Retired[] = [];

  /** @param onError of a release that fails */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** To be called when a request begins; returns what to call, once, when it ends. */
  begin(): () => void {
    const epoch = this.#epoch;
    this.#running.set(epoch, (this.#running.get(epoch) ?? 0) + 1);
    return () => {
      const left = (this.#running.get(epoch) ?? 0) - 1;
      if (left > 0) this.#running.set(epoch, left);
      else {
        this.#running.delete(epoch);
        this.#releaseUnused();
      }
    };
  }

  /** Calls `release` as soon as no request is under way that began before now. */
  retire(release: () => Promise<void>): void {
    this.#retired.push({ before: ++this.#epoch, release });
    this.#releaseUnused();
  }

  /** Releases everything, whatever is under way. */
  async releaseAll(): Promise<void> {
    const all = this.#retired;
    this.#retired = [];
    await Promise.all(all.map(({ release }) => this.#call(release)));
  }

  #releaseUnused(): void {
    if (this.#retired.length === 0) return;
    const oldest = Math.min(Number.POSITIVE_INFINITY, ...this.#running.keys());
    const unused = this.#retired.filter(({ before }) => before <= oldest);
    this.#retired = this.#retired.filter(({ before }) => before > oldest);
    for (const { release } of unused) void this.#call(release);
  }

  async #call(release: () => Promise<void>): Promise<void> {
    try {
      await release();
    } catch (error) {
      this.onError(error);
    }
  }
}
