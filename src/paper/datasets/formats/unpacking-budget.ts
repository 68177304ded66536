/** Limits what an archive and the archives inside it may unpack to: a ZIP bomb of a few kB holds petabytes. */

/** Deflate packs tables to a 3rd to a 20th of their size, and anything to a 1032nd at most. */
const MOST_RATIO = 100;
/** Always allowed, however small the archive. */
const ALWAYS_BYTES = 2 ** 26;
/** The UCI repository has archives in archives; an archive can even contain itself. */
const MOST_DEPTH = 2;

export class UnpackingBudget {
  /** Number of archives around this one. */
  readonly #depth: number;
  readonly #shared: { left: number };

  constructor(archiveBytes: number, depth = 0, shared?: { left: number }) {
    this.#depth = depth;
    this.#shared = shared ?? { left: Math.max(ALWAYS_BYTES, archiveBytes * MOST_RATIO) };
  }

  /** Takes `bytes` from the budget; false, and nothing is taken, if there is not enough left. */
  take(bytes: number): boolean {
    if (bytes > this.#shared.left) return false;
    this.#shared.left -= bytes;
    return true;
  }

  /** The same budget for an archive inside this one; undefined if that is nested too deeply. */
  inside(): UnpackingBudget | undefined {
    return this.#depth === MOST_DEPTH ? undefined : new UnpackingBudget(0, this.#depth + 1, this.#shared);
  }
}
