import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { averagePrecision } from '../metrics/threshold-curves.js';
import { thresholdCurvesPlot } from './threshold-curves-plot.js';

const positive = Array.from({ length: 120 }, (_, i) => i % 6 === 0);
const scores = positive.map((is, i) => (((i * 37) % 101) / 101) * 0.7 + (is ? 0.28 : 0));

/** Centres of the marks of the two panels, in px. */
function marks(svg: string): string[] {
  return [...svg.matchAll(/<circle[^>]*>/g)].map(([circle]) =>
    ['cx', 'cy'].map((name) => new RegExp(`${name}="([^"]*)"`).exec(circle)?.[1]).join(),
  );
}

describe('thresholdCurvesPlot', () => {
  it('draws as before', async () => {
    const svg = thresholdCurvesPlot({ positive, scores, threshold: 0.6 });
    await expect(svg).toMatchFileSnapshot('fixtures/threshold-curves.svg');
  });

  it('says precision and recall at the threshold, which need not be a score', () => {
    const data = { positive: [true, true, false, false], scores: [0.9, 0.4, 0.5, 0.1] };
    const title = (threshold: number) => textsOf(thresholdCurvesPlot({ ...data, threshold }))[0];
    expect(title(0.45)).toBe('The threshold 0.45 gives precision 0.500 and recall 0.500');
    expect(title(0.4)).toBe('The threshold 0.4 gives precision 0.667 and recall 1.000');
    expect(title(0)).toBe('The threshold 0 gives precision 0.500 and recall 1.000');
    expect(title(2)).toBe('The threshold 2 gives precision 1.000 and recall 0.000');
  });

  it('marks the same decision in both panels', () => {
    // Precision 1/2 and recall 1/2; a false positive rate of 1/2: the middle of both frames.
    const data = { positive: [true, true, false, false], scores: [0.9, 0.4, 0.5, 0.1], threshold: 0.5 };
    const [first, second, ...more] = marks(thresholdCurvesPlot(data));
    expect(first).toBe(second);
    expect(first).toBe('189,171');
    expect(more).toEqual([]);
  });

  it('steps so that the area below the precision is the average precision', () => {
    // Steps the other way, or straight lines, have another area.
    const data = { positive: [true, false, true, false], scores: [0.9, 0.7, 0.5, 0.1], threshold: 0.5 };
    const svg = thresholdCurvesPlot(data);
    const path = /<g[^>]*stroke="#0072B2"[^>]*><path d="M([^"]*)"/.exec(svg)?.[1] ?? '';
    const points = path.split('L').map((point) => point.split(',').map(Number));
    const [left, right, top, bottom] = [44, 334, 46, 296];
    let area = 0;
    for (let i = 1; i < points.length; i++) {
      const [[fromX, fromY], [toX, toY]] = [points[i - 1], points[i]];
      area += (fromX - toX) * (bottom - (fromY + toY) / 2);
    }
    expect(points[0][0]).toBe(right);
    expect(area / ((right - left) * (bottom - top))).toBeCloseTo(
      averagePrecision(data.positive, data.scores),
      3,
    );
    expect(averagePrecision(data.positive, data.scores)).toBeCloseTo(5 / 6, 12);
  });

  it('refuses a threshold that is not a number', () => {
    expect(() => thresholdCurvesPlot({ positive, scores, threshold: Number.NaN })).toThrow(
      'threshold is NaN',
    );
  });
});
