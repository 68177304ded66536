/** The frame of a map whose axes have one unit. */
import type * as Plot from '@observablehq/plot';

/** Equal spans around the middle of both axes, so that distances are the same in both. */
export function squareAround(points: readonly { readonly x: number; readonly y: number }[]): {
  x: Plot.ScaleOptions;
  y: Plot.ScaleOptions;
} {
  const range = (values: readonly number[]) => {
    const least = values.reduce((a, b) => Math.min(a, b));
    const most = values.reduce((a, b) => Math.max(a, b));
    return { middle: (least + most) / 2, span: most - least };
  };
  const x = range(points.map((point) => point.x));
  const y = range(points.map((point) => point.y));
  const half = (Math.max(x.span, y.span) || 1) * 0.53;
  const around = (middle: number) => ({ domain: [middle - half, middle + half] });
  return { x: around(x.middle), y: around(y.middle) };
}
