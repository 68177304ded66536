/** Releases what requests may still use when the last request that began before its replacement has ended. */

/** Requests that began between two replacements. */
interface Epoch {
  running: number;
  /** Releases what was replaced at its end; undefined for the epoch that has not ended. */
  release?: () => Promise<void>;
}

export class DeferredRelease {
  /** From the first one that is not over. */
  #epochs: Epoch[] = [];
  #current: Epoch = { running: 0 };

  /** @param onError of a release that fails */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** To be called when a request begins; returns what to call, once, when it ends. */
  begin(): () => void {
    const epoch = this.#current;
    epoch.running++;
    return () => {
      epoch.running--;
      if (epoch !== this.#current) this.#releaseUnused();
    };
  }

  /** Calls `release` as soon as no request is under way that began before now. */
  retire(release: () => Promise<void>): void {
    this.#current.release = release;
    this.#epochs.push(this.#current);
    this.#current = { running: 0 };
    this.#releaseUnused();
  }

  /** Releases everything, whatever is under way. */
  async releaseAll(): Promise<void> {
    const all = this.#epochs;
    this.#epochs = [];
    await Promise.all(all.map((epoch) => this.#release(epoch)));
  }

  #releaseUnused(): void {
    while (this.#epochs[0]?.running === 0) void this.#release(this.#epochs.shift());
  }

  async #release(epoch: Epoch | undefined): Promise<void> {
    try {
      await epoch?.release?.();
    } catch (error) {
      this.onError(error);
    }
  }
}
