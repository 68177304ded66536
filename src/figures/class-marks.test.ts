import { describe, expect, it } from 'vitest';
import { marksIn } from '../../test/support/figures/svg-marks.js';
import { SYMBOLS } from './class-looks.js';
import { classMarks } from './class-marks.js';
import { drawSvg } from './svg.js';

const axis = { domain: [0, 100], range: [0, 100], axis: null };

function drawn(points: { x: number; y: number }[], symbol: (typeof SYMBOLS)[number], r: number) {
  const marks = [classMarks(points, { symbol, fill: '#123456' }, r)];
  const plot = { width: 100, height: 100, margin: 0, x: axis, y: axis, marks };
  return marksIn(drawSvg({ title: 'marks', description: 'marks', panels: [{ plot }] }));
}

/** Corners of a path of one relative polygon. */
function corners([x, y]: readonly [number, number], shape: string) {
  const steps = shape.slice(1, -1).split(' ').map(Number);
  const found = [{ x, y }];
  for (let i = 0; i < steps.length; i += 2) {
    const last = found[found.length - 1];
    found.push({ x: last.x + steps[i], y: last.y + steps[i + 1] });
  }
  return found;
}

describe('classMarks', () => {
  it('is one path with a mark at each point', () => {
    const marks = drawn(
      [
        { x: 20, y: 30 },
        { x: 70, y: 80 },
      ],
      'circle',
      4,
    );
    expect(marks).toHaveLength(1);
    expect(marks[0]).toMatchObject({ fill: '#123456', count: 2 });
    // The circle begins at its lowest point.
    expect(marks[0].places).toEqual([
      [20, 34],
      [70, 84],
    ]);
  });

  it.each(SYMBOLS.filter((symbol) => symbol !== 'circle'))(
    'draws a %s around the point, of about the circle’s area',
    (symbol) => {
      const [{ places, shape }] = drawn([{ x: 50, y: 50 }], symbol, 10);
      const found = corners(places[0], shape);
      const next = (i: number) => found[(i + 1) % found.length];
      const area = Math.abs(found.reduce((sum, { x, y }, i) => sum + x * next(i).y - next(i).x * y, 0)) / 2;
      expect(area / (Math.PI * 100)).toBeGreaterThan(0.6);
      expect(area / (Math.PI * 100)).toBeLessThan(1.4);
      const middle = (axis: 'x' | 'y') => found.reduce((sum, corner) => sum + corner[axis], 0) / found.length;
      expect(middle('x')).toBeCloseTo(50, 0);
      expect(middle('y')).toBeCloseTo(50, 0);
    },
  );

  it('has another outline for each symbol', () => {
    expect(new Set(SYMBOLS.map((symbol) => drawn([{ x: 1, y: 1 }], symbol, 2)[0].shape)).size).toBe(
      SYMBOLS.length,
    );
  });
});
