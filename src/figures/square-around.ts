/** The frame of a map whose axes have one unit. */
import type * as Plot from '@observablehq/plot';

type Points = readonly { readonly x: number; readonly y: number }[];

/**
 * Spans around the middle of both axes that hold all points, so that distances are the same in both.
 *
 * @param height of the frame as a part of its width, default 1: equal spans
 */
export function squareAround(points: Points, height = 1): { x: Plot.ScaleOptions; y: Plot.ScaleOptions } {
  const [x, y] = spansOf(points);
  const half = (Math.max(x.span, y.span / height) || 1) * 0.53;
  const around = (middle: number, half: number) => ({ domain: [middle - half, middle + half] });
  return { x: around(x.middle, half), y: around(y.middle, half * height) };
}

/** The height of a frame that fits the points, as a part of its width, within `least` and 1. */
export function fittingHeight(points: Points, least: number): number {
  const [x, y] = spansOf(points);
  return x.span === 0 ? 1 : Math.min(1, Math.max(least, y.span / x.span));
}

function spansOf(points: Points) {
  return [points.map((point) => point.x), points.map((point) => point.y)].map((values) => {
    const least = values.reduce((a, b) => Math.min(a, b));
    const most = values.reduce((a, b) => Math.max(a, b));
    return { middle: (least + most) / 2, span: most - least };
  });
}
