import { describe, expect, it } from 'vitest';
import { paperAblationRow, paperDropShare, paperModelRow, paperRow } from './paper-results.js';
import { ABLATION_ROWS, MODEL_ROWS, PAPER_DATASETS, PAPER_METRICS } from './paper-tables.js';

describe('the transcription', () => {
  it('has every cell of Tables 2 to 5', () => {
    for (const metric of PAPER_METRICS) {
      const cells = MODEL_ROWS[metric]
        .trim()
        .split('\n')
        .map((line) => line.split('|')[1].trim().split(/\s+/).length);
      expect(cells).toEqual(new Array(21).fill(PAPER_DATASETS.length));
      expect(ABLATION_ROWS[metric].trim().split('\n')).toHaveLength(4);
    }
  });

  it.each([
    ['mixup', 23.7],
    ['attention', 23.2],
    ['quantum', 18.7],
  ])('recomputes to a mean drop without %s of %f %%', (without, percent) => {
    const drops = PAPER_DATASETS.map(({ name }) => paperDropShare(without, name) as number);
    expect((100 * drops.reduce((sum, drop) => sum + drop, 0)) / drops.length).toBeCloseTo(percent, 1);
  });
});

describe('paperRow', () => {
  it('has what is printed where nothing is wrong with it', () => {
    expect(paperRow('qcl-mixnet', 'satimage_multi')).toEqual({
      scores: { accuracy: 0.91, macroPrecision: 0.9, macroRecall: 0.89, macroF1: 0.89 },
      marks: [],
    });
    expect(paperModelRow('SVM (SMOTE)', 'glass')?.scores.macroF1).toBe(0.59);
  });

  it('takes the macro scores of minerals from Table 5, and has none for the baselines', () => {
    const row = paperRow('qcl-mixnet', 'minerals');
    expect(row?.scores.macroF1).toBe(0.43);
    expect(row?.marks.join()).toMatch(/weighted/);
    const forest = paperModelRow('RF', 'minerals');
    expect(forest?.scores).toEqual({ accuracy: 0.84 });
    expect(forest?.marks.join()).toMatch(/weighted/);
  });

  it('rotates the columns of the plants back, so that recall is accuracy on equal classes', () => {
    const row = paperRow('qcl-mixnet', 'one_hundred_plants_texture');
    expect(row?.scores).toEqual({ accuracy: 0.83, macroPrecision: 0.87, macroRecall: 0.84, macroF1: 0.83 });
    expect(row?.scores).toEqual(paperAblationRow('full', 'one_hundred_plants_texture')?.scores);
    expect(row?.marks.join()).toMatch(/rotated/);
  });

  it.each([
    ['mlp', 0.19],
    ['resnet', 0.09],
    ['gru', 0.34],
    ['lstm', 0.25],
    ['bigru', 0.24],
    ['bilstm', 0.23],
    ['cnn', 0.25],
  ])('knows %s by its name in the paper', (name, macroF1) => {
    expect(paperRow(name, 'glass')?.scores.macroF1).toBe(macroF1);
  });

  it('marks suspect cells', () => {
    expect(paperModelRow('BiLSTM', 'isolet')).toMatchObject({ scores: { macroF1: 0.9 } });
    expect(paperModelRow('BiLSTM', 'isolet')?.marks.join()).toMatch(/\.95/);
    expect(paperModelRow('LSTM', 'isolet')?.marks).toEqual([]);
    expect(paperAblationRow('full', 'satimage_multi')?.marks.join()).toMatch(/Table 3 prints \.89/);
  });

  it('has nothing for what the paper does not have', () => {
    expect(paperRow('qcl-mixnet', 'iris')).toBeUndefined();
    expect(paperRow('oracle', 'glass')).toBeUndefined();
    expect(paperAblationRow('gravity', 'glass')).toBeUndefined();
  });
});
