import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { nemenyiCriticalDifference } from '../statistics/nemenyi.js';
import { criticalDifferenceDiagram } from './critical-difference.js';

const classifiers = Array.from({ length: 21 }, (_, c) => `Classifier ${String.fromCharCode(65 + c)}`);
/** Classifier c is about c places from the top, with changes of place from data set to data set. */
const scores = Array.from({ length: 18 }, (_, d) => classifiers.map((_, c) => -c - ((c * 7 + d * 5) % 11)));

describe('criticalDifferenceDiagram', () => {
  it('draws 21 classifiers as before', async () => {
    const svg = criticalDifferenceDiagram({ classifiers, scores });
    await expect(svg).toMatchFileSnapshot('fixtures/critical-difference.svg');
  });

  it('shows every name and the difference', () => {
    const texts = textsOf(criticalDifferenceDiagram({ classifiers, scores }));
    for (const name of classifiers) expect(texts.filter((text) => text.includes(name))).not.toEqual([]);
    expect(texts).toContain(`critical difference ${nemenyiCriticalDifference(21, 18).toFixed(2)}`);
  });

  it('draws a bar for each group, between the ranks of its ends', () => {
    // Mean ranks 1, 2, 3 and 4 on 20 data sets, where the critical difference is 1.05.
    const svg = criticalDifferenceDiagram({
      classifiers: ['a', 'b', 'c', 'd'],
      scores: Array.from({ length: 20 }, () => [4, 3, 2, 1]),
    });
    const group = /<g[^>]*stroke="#0072B2".*?<\/g>/.exec(svg)?.[0] ?? '';
    const bars = [...group.matchAll(/M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)/g)].map((bar) =>
      bar.slice(1).map(Number),
    );
    const [axisEnd, axisStart] = (/<line y2="80" y1="80" x2="([\d.]+)" x1="([\d.]+)"/.exec(svg) ?? [])
      .slice(1)
      .map(Number);
    const at = (rank: number) => axisStart + ((rank - 1) / 3) * (axisEnd - axisStart);
    expect(axisEnd - axisStart).toBeGreaterThan(300);
    expect(bars).toHaveLength(3);
    bars.forEach(([from, fromY, to, toY], b) => {
      expect(from).toBeCloseTo(at(b + 1), 1);
      expect(to).toBeCloseTo(at(b + 2), 1);
      expect(toY).toBe(fromY);
    });
    expect(textsOf(svg)[0]).toBe('a has the best mean rank, 1.00, and differs from 2 of 3 others');
  });

  it('escapes names and replaces what XML cannot hold or turns the direction of text', () => {
    const svg = criticalDifferenceDiagram({
      classifiers: ['<script>alert(1)</script>', 'b\u0000&\u202E'],
      scores: [
        [2, 1],
        [1, 2],
      ],
    });
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('b\uFFFD&amp;\uFFFD');
  });

  it('refuses names that do not match the scores', () => {
    expect(() => criticalDifferenceDiagram({ classifiers: ['a'], scores })).toThrow(
      'classifiers has 1 names, but there are 21 columns of scores: give one name each',
    );
  });
});
