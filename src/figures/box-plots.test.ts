import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { boxOf, boxPlots } from './box-plots.js';

const classifiers = ['QCL-MixNet', 'XGBoost', 'Random forest', 'k nearest neighbours', '<script>x</script>'];
const scores = Array.from({ length: 18 }, (_, d) =>
  classifiers.map((_, c) => (c === 1 && d === 4 ? 0.2 : 0.95 - 0.04 * c - ((d * 7 + c * 3) % 18) / 60)),
);

describe('boxOf', () => {
  it('has the quartiles of numpy.percentile, whiskers at values and outliers beyond', () => {
    expect(boxOf([4, 1, 2, 3, 100])).toEqual({
      lowerQuartile: 2,
      median: 3,
      upperQuartile: 4,
      whiskers: [1, 4],
      outliers: [100],
    });
    expect(boxOf([1, 2, 3, 4])).toMatchObject({ lowerQuartile: 1.75, median: 2.5, upperQuartile: 3.25 });
  });
});

describe('boxPlots', () => {
  it('draws as before', async () => {
    await expect(boxPlots({ classifiers, scores })).toMatchFileSnapshot('fixtures/box-plots.svg');
  });

  it('orders by median and shows every name, escaped', () => {
    const svg = boxPlots({
      classifiers: [...classifiers].reverse(),
      scores: scores.map((row) => row.toReversed()),
    });
    const names = textsOf(svg).filter((text) => classifiers.includes(text));
    expect(names).toEqual(classifiers);
    expect(svg).not.toContain('<script');
  });

  it('names what the rows are', () => {
    expect(textsOf(boxPlots({ classifiers, scores }))).toContain(`macro F1 over ${scores.length} data sets`);
    const texts = textsOf(boxPlots({ classifiers, scores, blocks: 'splits' }));
    expect(texts).toContain(`macro F1 over ${scores.length} splits`);
  });

  it('keeps classifiers of the same name apart', () => {
    const texts = textsOf(
      boxPlots({
        classifiers: ['a', 'a'],
        scores: [
          [1, 2],
          [3, 4],
        ],
      }),
    );
    expect(texts.filter((text) => text === 'a')).toHaveLength(2);
  });
});
