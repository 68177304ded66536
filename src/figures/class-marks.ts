/** All marks of a class as one SVG path: a page of maps has thousands of marks, and an element each would double its size. */
import * as Plot from '@observablehq/plot';
import type { Look } from './class-looks.js';

export interface MarkedPoint {
  readonly x: number;
  readonly y: number;
}

/** @param r in px: a circle's radius; the other shapes have about its area */
export function classMarks(points: readonly MarkedPoint[], { symbol, fill }: Look, r: number): Plot.Markish {
  const shape = symbol === 'circle' ? circle(r) : polygon(CORNERS[symbol], r);
  return Plot.dot(points, {
    x: 'x',
    y: 'y',
    render(index, _scales, { x = [], y = [] }, _dimensions, { document }) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('fill', fill);
      path.setAttribute('d', Array.from(index, (i) => shape(x[i], y[i])).join(''));
      return path as SVGPathElement;
    },
  });
}

type Shape = (x: number, y: number) => string;
type Corners = readonly (readonly [number, number])[];

const around = (corners: number, radius: (corner: number) => number): Corners =>
  Array.from({ length: corners }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / corners;
    return [radius(corner) * Math.sin(angle), -radius(corner) * Math.cos(angle)];
  });

/** An arm of half its length in width, three times. */
const WYE: Corners = [0, 1, 2].flatMap((arm) => {
  const [sin, cos] = [Math.sin((2 * Math.PI * arm) / 3), Math.cos((2 * Math.PI * arm) / 3)];
  const [half, inner, outer] = [0.48, 0.28, 1.6];
  return (
    [
      [half, inner],
      [half, outer],
      [-half, outer],
    ] as const
  ).map(([x, y]) => [x * cos - y * sin, x * sin + y * cos] as const);
});

/** For a radius of 1. */
const CORNERS: Readonly<Record<Exclude<Look['symbol'], 'circle'>, Corners>> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: around(3, () => 1.55),
  diamond: [
    [0, -1.5],
    [1.1, 0],
    [0, 1.5],
    [-1.1, 0],
  ],
  star: around(10, (corner) => (corner % 2 === 0 ? 1.8 : 0.75)),
  wye: WYE,
};

/** An arc that ends almost where it begins, which is shorter than two half circles. */
function circle(r: number): Shape {
  const arc = `a${short(r)} ${short(r)} 0 1 1 .1 0z`;
  return (x, y) => `M${short(x)} ${short(y + r)}${arc}`;
}

function polygon(corners: Corners, r: number): Shape {
  const [first, ...others] = corners.map(([x, y]) => ({ x: tenth(r * x), y: tenth(r * y) }));
  let at = first;
  const lines = others.map((corner) => {
    const step = `${short(corner.x - at.x)} ${short(corner.y - at.y)}`;
    at = corner;
    return step;
  });
  return (x, y) => `M${short(x + first.x)} ${short(y + first.y)}l${lines.join(' ')}z`;
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}

function short(value: number): string {
  return String(tenth(value) + 0);
}
