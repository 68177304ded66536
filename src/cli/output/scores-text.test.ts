import { describe, expect, it } from 'vitest';
import { modelScores } from '../../pipeline/model-scores.js';
import { shownScores } from '../../pipeline/shown-scores.js';
import { TERMINAL_WIDTH } from '../../text/aligned-table.js';
import { modelScoresText, savedScoresText } from './scores-text.js';

const HOSTILE = 'yes\u001b[2J';

/** 50 rows, every fifth of them rare; `found` of those are predicted as it. */
function scoresOf(classes: readonly string[], found: number, weights?: Float64Array) {
  const [common, rare] = classes;
  const labels = Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? rare : common));
  const decided = labels.map((label, i) => (label === rare && i < 5 * found ? rare : common));
  const rows = decided.map((label) =>
    classes.map((name) => (name === label ? 0.8 : 0.2 / (classes.length - 1))),
  );
  const probabilities = {
    data: Float32Array.from(rows.flat()),
    rows: rows.length,
    columns: classes.length,
  };
  return modelScores(labels, decided, probabilities, { classes, positive: rare }, weights);
}

const lineOf = (text: string, name: string) => text.split('\n').findIndex((line) => line.startsWith(name));

describe('modelScoresText', () => {
  it('tells that the confusion matrix counts rows where scores count by weights', () => {
    const said = /count rows by their weights; support and the matrix count rows:\n┌/;
    const weights = Float64Array.from({ length: 50 }, (_, i) => 1 + (i % 3));
    expect(modelScoresText(scoresOf(['no', 'yes'], 6, weights), 'honest')).toMatch(said);
    expect(modelScoresText(scoresOf(['no', 'yes'], 6), 'honest')).not.toContain('weights');
  });

  it.each([2, 3, 9])('fits 80 columns and shows each score beside both baselines, %i classes', (count) => {
    const classes = ['no', HOSTILE, 'a', 'b', 'c', 'd', 'e', 'f', 'g'].slice(0, count);
    const scores = scoresOf(classes, 6);
    const text = modelScoresText(scores, 'honest');
    const [prose] = text.split('┌');
    for (const line of prose.split('\n')) expect(line.length, line).toBeLessThanOrEqual(TERMINAL_WIDTH);
    expect(text).not.toContain('\u001b');
    const [, score, mostFrequent, frequencies] = /^log loss \* +(\S+) +(\S+) +(\S+)$/m.exec(text) ?? [];
    expect(score).toBe(scores.probabilities.logLoss.toFixed(4));
    expect(mostFrequent).toBe(scores.baselines.mostFrequentClass.logLoss.toFixed(4));
    expect(frequencies).toBe(scores.baselines.classFrequencies.logLoss.toFixed(4));
    expect(text).toMatch(/^recall +0\.6000 {2}0\.\d{4} to 0\.\d{4}/m);
  });

  it('warns below the score of a model that does not beat a baseline, and only there', () => {
    const poor = modelScoresText(scoresOf(['no', 'yes'], 0), 'honest').split('\n');
    const macroF1 = poor.findIndex((line) => line.startsWith('macro F1'));
    expect(poor[macroF1 + 1]).toBe('  ^ warning: no better than always the most frequent class');
    const accuracy = poor.findIndex((line) => line.startsWith('accuracy'));
    expect(poor[accuracy + 1]).not.toMatch(/warning/);
    expect(modelScoresText(scoresOf(['no', 'yes'], 10), 'honest')).not.toMatch(/warning/);
  });

  it('names the classes without rows, and says once for each reason why there is no interval', () => {
    const text = modelScoresText(scoresOf(['no', 'yes', 'never'], 6), 'honest');
    expect(text).toContain('Classes without rows, left out of the averages: "never".');
    const lines = text.split('\n');
    const macroF1 = lines.findIndex((line) => line.startsWith('macro F1'));
    expect(lines[macroF1 + 1]).toBe('  ^ without "never", which has no rows here');
    expect(modelScoresText(scoresOf(['no', 'yes'], 6), 'honest')).not.toMatch(/without/);
    expect(text).toMatch(/^No interval of macro F1: the rarest class has 0 rows/m);
    expect(text).not.toMatch(/No interval of recall/);
  });

  it('has one macro F1 in both tables, to the last digit', () => {
    for (let found = 0; found <= 10; found++) {
      const scores = scoresOf(['no', 'yes'], found);
      const { macroF1, accuracy } = scores.report.metrics;
      const shown = new Map(shownScores(scores).scores.map((each) => [each.metric, each.score]));
      expect(shown.get('macro-f1')).toBe(macroF1);
      expect(shown.get('accuracy')).toBe(accuracy);
    }
  });

  it("has the paper's harmonic F1 under its protocol only", () => {
    const scores = scoresOf(['no', 'yes'], 6);
    expect(lineOf(modelScoresText(scores, 'honest'), 'F1 of macro precision')).toBe(-1);
    expect(lineOf(modelScoresText(scores, 'paper'), 'F1 of macro precision and recall: 0.')).toBeGreaterThan(
      0,
    );
  });
});

describe('savedScoresText', () => {
  it('shows what was saved as it was after the training', () => {
    const scores = scoresOf(['no', 'yes'], 6);
    const { metrics, perClass } = scores.report;
    const saved = savedScoresText({ metrics, perClass, shown: shownScores(scores) }, 'honest');
    expect(modelScoresText(scores, 'honest').startsWith(saved)).toBe(true);
  });

  it('shows the summary of a model that was saved without the other scores', () => {
    const { metrics, perClass } = scoresOf(['no', 'yes'], 6).report;
    expect(savedScoresText({ metrics, perClass }, 'honest')).toMatch(/^balanced accuracy {2}0\.8000$/m);
  });
});
