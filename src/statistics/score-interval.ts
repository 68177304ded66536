/** An interval of a score, or the reason why there is none. */
export type ScoreInterval =
  | { readonly low: number; readonly high: number; readonly reason?: undefined }
  | { readonly low: undefined; readonly high: undefined; readonly reason: string };

/**
 * The fewest rows of a class, or predicted as it, for an interval. With fewer, simulated intervals either span nearly
 * all values or cover too seldom.
 */
export const FEWEST_ROWS = 5;

export function noInterval(reason: string): ScoreInterval {
  return { low: undefined, high: undefined, reason };
}
