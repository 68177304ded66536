import { describe, expect, it } from 'vitest';
import { textsOf } from '../../test/support/figures/svg-texts.js';
import { learningCurves } from './learning-curves.js';

const loss = Array.from({ length: 60 }, (_, e) => 0.4 + 2.1 / (1 + e / 6));
const validationMacroF1 = loss.map((_, e) => 0.82 - 0.5 / (1 + e / 3) - (e > 42 ? (e - 42) / 400 : 0));
const curve = { loss, validationMacroF1 };

describe('learningCurves', () => {
  it('draws as before', async () => {
    await expect(learningCurves({ curve, bestEpoch: 43 })).toMatchFileSnapshot(
      'fixtures/learning-curves.svg',
    );
  });

  it('marks the kept epoch in both panels and says its score', () => {
    const texts = textsOf(learningCurves({ curve, bestEpoch: 43 }));
    expect(texts[0]).toBe('Epoch 43 of 60 is kept, with a validation macro F1 of 0.787');
    expect(texts.filter((text) => text.startsWith('epoch 43: '))).toHaveLength(2);
    expect(texts).toEqual(expect.arrayContaining(['training loss', 'validation macro F1']));
  });

  it('counts in the unit of the classifier', () => {
    const svg = learningCurves({ curve, bestEpoch: 43, unit: 'round' });
    expect(textsOf(svg)[0]).toMatch(/^Round 43 of 60 is kept/);
    expect(svg).toMatch(/of 60 rounds; round 43 is marked/);
    expect(textsOf(svg).join()).not.toMatch(/epoch/i);
  });

  it('leaves out a curve without values and breaks a line at a missing one', () => {
    const none = { loss, validationMacroF1: loss.map(() => null) };
    expect(textsOf(learningCurves({ curve: none, bestEpoch: 60 }))).not.toContain('validation macro F1');
    const gap = { loss: [3, 2, null, 1, 0.5], validationMacroF1: [null, null, null, null, null] };
    const path =
      /<path[^>]*stroke-width="2"[^>]*>|<g[^>]*stroke-width="2"[^>]*aria-label="line"[^>]*>.*?<\/g>/;
    expect(path.exec(learningCurves({ curve: gap, bestEpoch: 5 }))?.[0].match(/M/g)).toHaveLength(2);
  });

  it('draws a single epoch', () => {
    const svg = learningCurves({ curve: { loss: [1], validationMacroF1: [0.5] }, bestEpoch: 1 });
    expect(svg).not.toContain('NaN');
  });

  it('refuses an epoch that is not in the curve, and curves of nothing', () => {
    expect(() => learningCurves({ curve, bestEpoch: 61 })).toThrow(
      'bestEpoch is 61, but the curve has the epochs 1 to 60',
    );
    expect(() =>
      learningCurves({ curve: { loss: [null], validationMacroF1: [null] }, bestEpoch: 1 }),
    ).toThrow('curve has no value');
    expect(() => learningCurves({ curve: { loss, validationMacroF1: [1] }, bestEpoch: 1 })).toThrow(
      '60 losses and 1',
    );
  });
});
