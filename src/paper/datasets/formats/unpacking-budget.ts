/** How much an archive may unpack to, with the archives inside it: a bomb of a few kB holds petabytes. */

/** Far above what deflate makes of tables (3 to 20); at most 1032 are possible. */
const MOST_RATIO = 100;
/** This much is never too much for an archive, however small. */
const ALWAYS_BYTES = 2 ** 26;
/** The UCI repository has archives in archives; an archive can even contain itself. */
const MOST_DEPTH = 2;

export class UnpackingBudget {
  /** Archives around the one at hand. */
  readonly #depth: number;
  readonly #shared: { left: number };

  constructor(archiveBytes: number, depth = 0, shared?: { left: number }) {
    this.#depth = depth;
    this.#shared = shared ?? { left: Math.max(ALWAYS_BYTES, archiveBytes * MOST_RATIO) };
  }

  /** Takes `bytes` from what is left; false, and nothing is taken, if that is too much. */
  take(bytes: number): boolean {
    if (bytes > this.#shared.left) return false;
    this.#shared.left -= bytes;
    return true;
  }

  /** The same budget for an archive inside; undefined if that is too deep. */
  inside(): UnpackingBudget | undefined {
    return this.#depth === MOST_DEPTH ? undefined : new UnpackingBudget(0, this.#depth + 1, this.#shared);
  }
}
