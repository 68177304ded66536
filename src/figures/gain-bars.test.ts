import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { gainBars, gainsOverBestOther } from './gain-bars.js';

const classifiers = ['QCL-MixNet', 'XGBoost', 'Random forest'];
const datasets = ['ecoli', 'optical_digits', 'satimage', 'abalone_19', '<script>x</script>'];
const scores = [
  [0.9, 0.85, 0.7],
  [0.95, 0.96, 0.97],
  [0.8, 0.8, 0.7],
  [0.6, 0.5, 0.45],
  [0.72, 0.6, 0.65],
];
const data = { datasets, classifiers, scores, chosen: 'QCL-MixNet' };

describe('gainsOverBestOther', () => {
  it('compares with the best of the others, largest gain first', () => {
    const gains = gainsOverBestOther(data);
    expect(gains.map(({ dataset }) => dataset)).toEqual([3, 4, 0, 2, 1].map((d) => datasets[d]));
    expect(gains.map(({ gain }) => Number(gain.toFixed(9)))).toEqual([0.1, 0.07, 0.05, 0, -0.02]);
    expect(gains[4].rival).toBe('Random forest');
  });

  it('refuses a classifier that is not there', () => {
    expect(() => gainsOverBestOther({ ...data, chosen: 'SVM' })).toThrow(
      'chosen is SVM, which is not one of the classifiers: QCL-MixNet, XGBoost, Random forest',
    );
  });
});

describe('gainBars', () => {
  it('draws as before', async () => {
    await expect(gainBars(data)).toMatchFileSnapshot('fixtures/gain-bars.svg');
  });

  it('says on how many data sets the chosen one wins, and shows every name, escaped', () => {
    const svg = gainBars(data);
    const texts = textsOf(svg);
    expect(texts[0]).toBe('QCL-MixNet beats the best other classifier on 3 of 5 data sets');
    for (const name of datasets) expect(texts).toContain(name);
    expect(texts).toContain('\u22120.020');
    expect(svg).not.toContain('<script');
  });

  it('draws a tie on every data set', () => {
    expect(gainBars({ ...data, scores: scores.map(() => [1, 1, 1]) })).not.toContain('NaN');
  });
});
