/**
 * Tells a dead process from a living one where it cannot be seen: what a living one has written changes. How
 * long it has not is measured by the watcher's own clock alone, because the clocks of two machines differ.
 */
export class StillnessWatch {
  readonly #seen = new Map<string, { readonly state: string; readonly since: number }>();

  /** Milliseconds since `name` was first seen in the state in which it is now. */
  stillFor(name: string, state: string): number {
    const now = performance.now();
    const seen = this.#seen.get(name);
    if (seen?.state === state) return now - seen.since;
    this.#seen.set(name, { state, since: now });
    return 0;
  }
}
