/**
 * The `part` quantile of values in ascending order, as NumPy's default: the value at (n - 1) part, between two of
 * them by a straight line.
 */
export function quantile(sorted: ArrayLike<number>, part: number): number {
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
