/**
 * Detects dead processes on other machines: what a living process has written changes. The time without a change is
 * measured by the watcher's clock alone, because the clocks of two machines differ.
 */
export class StillnessWatch {
  readonly #seen = new Map<string, { readonly state: string; readonly since: number }>();

  /** Milliseconds since `name` was first seen in `state`, without a change. */
  stillFor(name: string, state: string): number {
    const now = performance.now();
    const seen = this.#seen.get(name);
    if (seen?.state === state) return now - seen.since;
    this.#seen.set(name, { state, since: now });
    return 0;
  }
}
