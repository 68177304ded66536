/** The printed numbers of the list are those of the paper's tables. */
import { describe, expect, it } from 'vitest';
import { mean } from '../../mean.js';
import { printedGain, printedMedian } from '../report/printed-values.js';
import { PAPER_CLAIMS } from './paper-claims.js';
import { PAPER_MODELS, paperDrop, paperRow } from './paper-results.js';
import { PAPER_DATASETS } from './paper-tables.js';

const f1 = (model: string, dataset: string) => paperRow(model, dataset)?.scores.macroF1 as number;
const printedOf = (start: string) => PAPER_CLAIMS.find(({ claim }) => claim.startsWith(start))?.printed;
const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(2)}`;

describe('the claims', () => {
  it('are distinct, and one of them rests on a test that is not valid', () => {
    expect(new Set(PAPER_CLAIMS.map(({ claim }) => claim)).size).toBe(PAPER_CLAIMS.length);
    expect(PAPER_CLAIMS.filter(({ invalid }) => invalid !== undefined)).toHaveLength(1);
  });

  it('have the gains that Tables 2 and 3 give', () => {
    expect(printedOf('ahead of the best baseline in macro F1 on satimage')).toBe(
      ['satimage', 'arrhythmia'].map((name) => signed(printedGain(name) as number)).join(', '),
    );
    expect(printedOf('a particularly large gain')).toBe(signed(printedGain('vehicle') as number));
    expect(printedOf('ahead of svm-smote')).toBe(
      ['lymph', 'wine_quality_white']
        .map((name) => signed(f1('qcl-mixnet', name) - f1('svm-smote', name)))
        .join(', '),
    );
    expect(printedGain('optical_digits')).toBe(0);
    expect(printedGain('pen_digits')).toBe(0);
    expect(printedGain('minerals')).toBeUndefined();
    const gain =
      f1('svm-smote', 'one_hundred_plants_texture') - f1('qcl-mixnet', 'one_hundred_plants_texture');
    expect(printedOf('svm-smote is best')).toBe(signed(gain));
    const binary = PAPER_DATASETS.filter(({ task }) => task === 'binary').map(({ name }) => name);
    const leads = ['bilstm', 'resnet'].map((model) =>
      signed(mean(binary.map((name) => f1('qcl-mixnet', name) - f1(model, name)))),
    );
    expect(printedOf('ahead of bilstm and resnet')).toBe(`${leads.join(', ')} in Table 2`);
    expect(printedOf('the macro F1 of QCL-MixNet')).toBe(
      `${mean(PAPER_DATASETS.map(({ name }) => f1('qcl-mixnet', name))).toFixed(2)} on average`,
    );
  });

  it('have the accuracies of Table 3', () => {
    const accuracy = (model: string, name: string) => paperRow(model, name)?.scores.accuracy as number;
    const gains = ['vehicle', 'wine_quality_red', 'glass'].map((name) => {
      const others = [...PAPER_MODELS.keys()].filter((model) => model !== 'qcl-mixnet');
      return signed(accuracy('qcl-mixnet', name) - Math.max(...others.map((model) => accuracy(model, name))));
    });
    expect(printedOf('substantially more accurate')).toBe(gains.join(', '));
  });

  it('have the drops of Tables 4 and 5', () => {
    const drops = (part: string, names: readonly string[]) =>
      `drops of ${names.map((name) => paperDrop(part, name)?.toFixed(2)).join(', ')}`;
    expect(printedOf('mixup is essential')).toBe(drops('mixup', ['one_hundred_plants_texture', 'glass']));
    expect(printedOf('attention is essential')).toBe(drops('attention', ['har', 'minerals']));
    expect(printedOf('quantum layers matter')).toBe(drops('quantum', ['vehicle', 'arrhythmia']));
  });

  it('have the medians that its box plots show', () => {
    const binary = PAPER_DATASETS.filter(({ task }) => task === 'binary').map(({ name }) => name);
    // .47 .95 .73 .98 .48 .9 .48 in order: .47 .48 .48 | .73 ...; BiLSTM on ecoli is .73.
    expect(printedMedian('bilstm', binary)).toBe(0.73);
    expect(printedMedian('qcl-mixnet', ['minerals'])).toBeNaN();
  });
});
