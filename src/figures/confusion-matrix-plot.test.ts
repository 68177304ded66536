import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { confusionMatrixPlot } from './confusion-matrix-plot.js';

const classes = ['majority', 'rare', '<script>x</script>'];
const matrix = [
  [1995, 4, 1],
  [6, 14, 0],
  [0, 0, 30],
];

describe('confusionMatrixPlot', () => {
  it('draws three classes as before', async () => {
    await expect(confusionMatrixPlot({ classes, matrix })).toMatchFileSnapshot(
      'fixtures/confusion-matrix.svg',
    );
  });

  it('draws 26 classes as before', async () => {
    const letters = Array.from({ length: 26 }, (_, c) => String.fromCharCode(65 + c));
    const counts = letters.map((_, t) =>
      letters.map((_, p) => (t === p ? 140 + t : (t * 5 + p * 3) % 17 === 0 ? 3 : 0)),
    );
    const svg = confusionMatrixPlot({ classes: letters, matrix: counts });
    await expect(svg).toMatchFileSnapshot('fixtures/confusion-matrix-26.svg');
  });

  it('shows names twice, counts and shares of the true class, and says which class is hardest', () => {
    const svg = confusionMatrixPlot({ classes, matrix });
    const texts = textsOf(svg);
    expect(texts[0]).toBe('99.5 % of 2050 rows are right; hardest is rare: 14 of 20');
    for (const name of classes) expect(texts.filter((text) => text === name)).toHaveLength(2);
    expect(texts).toEqual(expect.arrayContaining(['1995>99 %', '4<1 %', '1470 %', '630 %', '30100 %']));
    expect(svg).not.toContain('<script');
  });

  it('allows classes without rows', () => {
    const svg = confusionMatrixPlot({
      classes: ['a', 'b'],
      matrix: [
        [2, 0],
        [0, 0],
      ],
    });
    expect(textsOf(svg)[0]).toBe('All 2 rows are classified right');
    expect(svg).not.toContain('NaN');
  });

  it('refuses what is not a confusion matrix', () => {
    expect(() => confusionMatrixPlot({ classes: ['a'], matrix: [[1, 2]] })).toThrow('give a square one');
    expect(() => confusionMatrixPlot({ classes: ['a'], matrix: [[0.5]] })).toThrow(
      'matrix is 0.5 at row 0, column 0',
    );
    expect(() => confusionMatrixPlot({ classes: ['a'], matrix: [[0]] })).toThrow('at least one row');
    expect(() => confusionMatrixPlot({ classes: [], matrix: [[1]] })).toThrow('classes has 0 names');
  });
});
