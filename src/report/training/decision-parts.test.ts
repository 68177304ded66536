import { describe, expect, it } from 'vitest';
import { Alerts } from '../../decision/alerts.js';
import { Argmax } from '../../decision/argmax.js';
import { CostDecision } from '../../decision/cost.js';
import type { Decision } from '../../decision/decision.js';
import { FloorDecision } from '../../decision/floor.js';
import { WeightedArgmax } from '../../decision/weighted-argmax.js';
import type { TrainingOutcome } from '../../pipeline/training-outcome.js';
import { shareInterval } from '../../statistics/share-interval.js';
import type { ReportPart, ReportTable, ReportThresholds } from '../parts.js';
import { decisionParts } from './decision-parts.js';

/** 100 rows of two classes; the probability of the second falls from row to row, and the first eight are of it. */
const p = Array.from({ length: 100 }, (_, row) => 0.9 - row / 125);
const two = { classes: ['ok', 'fraud'], probabilities: p.map((each) => [1 - each, each]) };
const truth = p.map((_, row) => (row < 8 ? 1 : 0));

function partsOf(
  { classes, probabilities }: { classes: string[]; probabilities: number[][] },
  decision: Decision,
  labels: readonly number[] = truth,
): ReportPart[] {
  const data = Float32Array.from(probabilities.flat());
  const matrix = { data, rows: probabilities.length, columns: classes.length };
  const counts = classes.map((label, c) => ({ label, trainingRows: 100 - 30 * c, testRows: 0 }));
  const model = { classes, decision, provenance: { classes: counts } };
  return decisionParts({ model } as unknown as TrainingOutcome, {
    classes,
    truth: Int32Array.from(labels),
    predicted: decision.decide(matrix).map((action) => (action < classes.length ? action : -1)),
    probabilities: matrix,
    uncalibrated: matrix,
  });
}

const textOf = (parts: readonly ReportPart[]) =>
  parts.map((part) => (part.kind === 'paragraph' ? part.text : '')).join(' ');
const sliderOf = (parts: readonly ReportPart[]) =>
  parts.find((part): part is ReportThresholds => part.kind === 'thresholds');
const linesOf = (parts: readonly ReportPart[]) =>
  (parts.find((part) => part.kind === 'table') as ReportTable).rows.map((cells) =>
    cells.map((cell) => (typeof cell === 'string' ? cell : cell.text)),
  );

describe('decisionParts', () => {
  it('counts what the decision and other thresholds catch, with intervals and costs', () => {
    const parts = partsOf(two, new Argmax());
    expect(textOf(parts)).toContain('The positive class is fraud (the rarer one)');
    expect(textOf(parts)).toContain('8 of the 100 test rows');
    const lines = linesOf(parts);
    // At 0.5 fifty rows are alerts.
    const [decided] = lines.filter(([name]) => name.includes('decision'));
    const { low, high } = shareInterval(8, 50);
    expect(decided).toEqual([
      ...['500 (decision)', '8 of 8', '1.000 (0.69 to 1.00)'],
      `0.160 (${low?.toFixed(2)} to ${high?.toFixed(2)})`,
      ...['420', '0.508', '50'],
    ]);
    expect(lines.map(([name]) => name)).toEqual(['10', '20', '50', '100', '200', '500 (decision)', '1,000']);
    expect(lines[0].slice(1, 5)).toEqual(['1 of 8', expect.stringContaining('0.125 ('), '1.000', '700']);
    const slider = sliderOf(parts);
    expect(slider?.points[slider.start]).toMatchObject({ alerts: 50, caught: 8 });
    expect(slider?.costs).toEqual({ missed: 10, falseAlert: 1, caught: 0, passed: 0 });
  });

  it('takes the costs of a decision by costs', () => {
    const costs = [
      [1, 5],
      [200, 2],
    ];
    const parts = partsOf(two, new CostDecision({ review: false, costs }));
    expect(sliderOf(parts)?.costs).toEqual({ missed: 200, falseAlert: 5, caught: 2, passed: 1 });
    // 8 caught for 2, 92 false alerts for 5.
    expect(linesOf(parts).at(-1)?.at(4)).toBe('4,760');
    // The decision alerts from 4 / (4 + 198) on: all rows but none.
    expect(textOf(parts)).toContain('its decisions cost 4,760 per 1,000 test rows');
  });

  it('says what is handed to review, and its cost', () => {
    const costs = [
      [0, 10, 2.05],
      [10, 0, 2.05],
    ];
    const parts = partsOf(two, new CostDecision({ review: true, costs }));
    expect(textOf(parts)).toMatch(/\d+ test rows handed to review/);
    const reviewed = Number(/(\d+) test rows handed/.exec(textOf(parts))?.[1]);
    expect(reviewed).toBe(p.filter((each) => each < 0.795 && each > 0.205).length);
  });

  it('compares one of several classes with the rest, that of the alerts', () => {
    const several = {
      classes: ['a', 'b', 'c'],
      probabilities: p.map((each) => [(1 - each) / 2, each, (1 - each) / 2]),
    };
    const parts = partsOf(several, new Alerts(1, { rows: 10 }, 0.8));
    expect(textOf(parts)).toContain('The positive class is b (the class of its alerts)');
    expect(textOf(parts)).toContain('class against the rest');
    const decided = linesOf(parts).find(([name]) => name.includes('decision'));
    expect([decided?.[1], decided?.at(-2), decided?.at(-1)]).toEqual(['8 of 8', '0.82', '10']);
    const ofLast = truth.map((t) => 2 * t);
    expect(textOf(partsOf(several, new Argmax(), ofLast))).toContain('is c (the rarest of 3)');
  });

  it('shows the saved threshold of the decision in the sentence, the table and the slider', () => {
    const floors = [{ class: 1, metric: 'recall', least: 0.9, threshold: 0.47531 } as const];
    for (const [decision, threshold] of [
      [new WeightedArgmax('f2', [0.29291, 0.70709]), 0.2929],
      [new FloorDecision(floors, null), 0.4753],
      // Above the probability of every row.
      [new WeightedArgmax('f1', [0.95, 0.05]), 0.95],
    ] as const) {
      const parts = partsOf(two, decision);
      // The class with the larger weight is named.
      const described =
        decision.thresholdOf(1) === 0.95 ? '"ok" if its probability is at least 0.05' : threshold;
      expect(textOf(parts)).toContain(String(described));
      const decided = linesOf(parts).find(([name]) => name.includes('decision'));
      expect(decided?.at(-2)).toBe(String(threshold));
      const slider = sliderOf(parts);
      const alerts = p.filter((each) => each >= threshold).length;
      expect(slider?.points[slider.start]).toMatchObject({ threshold, alerts });
      expect(slider?.startsAtDecision).toBe(true);
    }
    expect(sliderOf(partsOf(two, new Alerts(1, { rows: 10 }, 0.8)))?.startsAtDecision).toBe(false);
  });

  it('has nothing to show without an event, and a decision without alerts starts the slider at none', () => {
    const none = partsOf(
      two,
      new Argmax(),
      p.map(() => 0),
    );
    expect(textOf(none)).toContain('None of the test rows are of class fraud');
    expect(sliderOf(none)).toBeUndefined();
    const low = { ...two, probabilities: p.map((each) => [1 - each / 2, each / 2]) };
    expect(sliderOf(partsOf(low, new Argmax()))?.start).toBe(-1);
  });
});
