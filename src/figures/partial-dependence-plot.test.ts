import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { partialDependencePlot } from './partial-dependence-plot.js';

const points = [1, 50, 400, 1240].map((value) => ({
  text: value.toLocaleString('en'),
  value,
  mean: value / 2000,
  curves: [value / 1500, 0.1, value / 3000],
}));
const data = {
  column: 'amount',
  kind: 'number',
  points,
  deciles: [5, 60, 900],
  event: '"fraud"',
  mean: 0.1,
} as const;

describe('partialDependencePlot', () => {
  it('draws as before', async () => {
    await expect(partialDependencePlot(data)).toMatchFileSnapshot('fixtures/partial-dependence.svg');
  });

  it('says where the probability is least and most', () => {
    expect(textsOf(partialDependencePlot(data))[0]).toBe(
      'Probability of "fraud" by amount: 0.001 at 1, 0.620 at 1,240',
    );
  });

  it('draws levels as bands with a dot each, and dates on an axis of years', () => {
    const names = ['web', '<b>shop', 'phone', 'other'];
    const levels = points.map((point, i) => ({ ...point, text: names[i], value: undefined }));
    const svg = partialDependencePlot({ ...data, kind: 'levels', points: levels, width: 360 });
    for (const name of names) expect(textsOf(svg)).toContain(name);
    expect(svg.match(/<circle/g)).toHaveLength(4);
    const days = points.map((point, i) => ({ ...point, value: Date.UTC(2019 + i, 0, 1) }));
    const dated = partialDependencePlot({ ...data, kind: 'date', points: days, deciles: [] });
    expect(textsOf(dated).join(' ')).toMatch(/2021/);
  });

  it('refuses no points, and curves that differ in number', () => {
    expect(() => partialDependencePlot({ ...data, points: [] })).toThrow('points is empty');
    const uneven = [points[0], { ...points[1], curves: [] }];
    expect(() => partialDependencePlot({ ...data, points: uneven })).toThrow('points[1] has 0 curves');
  });
});
