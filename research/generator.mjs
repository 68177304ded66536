// Pseudo-random numbers of research programs: Mulberry32, small, and good enough for rows.

/**
 * Numbers from 0 up to 1.
 *
 * @param {number} seed
 */
export function generator(seed) {
  let state = (seed * 7919 + 13) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
