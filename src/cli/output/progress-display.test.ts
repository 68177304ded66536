import { describe, expect, it } from 'vitest';
import type { FitProgress } from '../../classifiers/contract/classifier.js';
import { ProgressDisplay, progressLine } from './progress-display.js';

function at(epoch: number, epochs: number, more: Partial<FitProgress> = {}): FitProgress {
  return {
    epoch,
    epochs,
    loss: 0.5,
    validationMacroF1: 0.7,
    bestMacroF1: 0.75,
    bestEpoch: 1,
    learningRate: 0.01,
    secondsElapsed: epoch / 10,
    ...more,
  };
}

function display(options: { live: boolean; columns?: number }) {
  const written: string[] = [];
  const stream = { columns: options.columns, write: (text: string) => written.push(text) };
  return { written, progress: new ProgressDisplay(stream, options) };
}

describe('progressLine', () => {
  it('has epoch, loss, score, rate and time left', () => {
    expect(progressLine(at(50, 100))).toBe(
      'epoch  50/100  loss 0.500  macro F1 0.700 (best 0.750)  10.0 epochs/s  5 s left',
    );
    expect(progressLine(at(10, 100_000))).toContain('2 h 46 min left');
    expect(progressLine(at(10, 1010))).toContain('1 min 40 s left');
  });

  it('has the time left by measured steps, where these differ', () => {
    const none = { loss: undefined, validationMacroF1: undefined, bestMacroF1: undefined };
    const known = { unit: 'fit', secondsLeft: 61, ...none };
    expect(progressLine(at(5, 35, known))).toBe('fit  5/35  1 min 1 s left');
    expect(progressLine(at(5, 35, { ...known, isAtLeast: true }))).toBe('fit  5/35');
    expect(progressLine(at(35, 35, { ...known, secondsLeft: 0 }))).toBe('fit 35/35');
  });

  it('has no score where there is none', () => {
    expect(progressLine(at(1, 2, { validationMacroF1: undefined }))).not.toMatch(/F1|undefined/);
  });

  it('counts what the classifier counts, with the figures that it has', () => {
    const none = { loss: undefined, validationMacroF1: undefined, bestMacroF1: undefined };
    expect(progressLine(at(5, 10, { unit: 'tree', ...none }))).toBe('tree  5/10  10.0 trees/s  1 s left');
  });
});

describe('ProgressDisplay', () => {
  it('writes plain lines, the first epoch, the last, and one for every 5 % between', () => {
    const { written, progress } = display({ live: false });
    for (let epoch = 1; epoch <= 1000; epoch++) progress.update(at(epoch, 1000));
    progress.finish();
    expect(written).toHaveLength(21);
    expect(written[0]).toMatch(/^epoch {4}1\/1000 .*\n$/);
    expect(written[20]).toMatch(/^epoch 1000\/1000 .*\n$/);
    expect(written.join('')).not.toContain('\r');
  });

  it('gives each stage a line of its own, with its name', () => {
    const stages = ['training', 'out-of-fold fits'];
    const live = display({ live: true, columns: 120 });
    for (const stage of stages) for (const epoch of [1, 2]) live.progress.update(at(epoch, 2, { stage }));
    live.progress.finish();
    const lines = live.written.join('').split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/training \[#+\] 2\/2/),
      expect.stringMatching(/out-of-fold fits \[#+\] 2\/2/),
      '',
    ]);
    const plain = display({ live: false });
    for (const stage of stages) for (const epoch of [1, 2]) plain.progress.update(at(epoch, 2, { stage }));
    expect(plain.written.map((line) => line.split(' 1/2')[0].split(' 2/2')[0])).toEqual(
      stages.flatMap((stage) => [`${stage}: epoch`, `${stage}: epoch`]),
    );
  });

  it('names a stage without progress on a live line of its own, which goes when the next one begins', () => {
    const live = display({ live: true, columns: 40 });
    live.progress.begin('preparing the rows');
    live.progress.update(at(2, 2, { stage: 'training' }));
    live.progress.begin('fitting the calibration and the decision of many classes');
    live.progress.finish();
    const [first, cleared, counted, ended, last, gone] = live.written;
    expect(first).toMatch(/preparing the rows \.\.\.$/);
    expect(cleared).toBe('\r\u001b[2K');
    expect(counted).toMatch(/training/);
    expect(ended).toBe('\n');
    expect(last.slice('\r\u001b[2K'.length)).toBe('fitting the calibration and the decisio');
    expect(gone).toBe('\r\u001b[2K');
    const plain = display({ live: false });
    plain.progress.begin('preparing the rows');
    expect(plain.written).toEqual(['preparing the rows ...\n']);
  });

  it('cuts the live line, without a bar, where the terminal is narrow', () => {
    const { written, progress } = display({ live: true, columns: 30 });
    progress.update(at(100, 100));
    expect(written[0].slice('\r\u001b[2K'.length)).toBe('100/100 loss 0.500 macro F1 0');
  });

  it('keeps one live line on a terminal, within its width, and leaves it whole', () => {
    const { written, progress } = display({ live: true, columns: 80 });
    for (let epoch = 1; epoch <= 100; epoch++) progress.update(at(epoch, 100));
    progress.finish();
    progress.finish();
    const last = written.at(-2)!;
    expect(last).toMatch(/\[#{4,20}\] 100\/100/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal code is what is tested
    for (const line of written.slice(0, -1)) expect(line).toMatch(/^\r\u001b\[2K[^\n]{1,79}$/);
    expect(written.at(-1)).toBe('\n');
  });
});
