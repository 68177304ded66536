import { describe, expect, it } from 'vitest';
import { runGraph } from '../../../test/support/onnx-runtime.js';
import { Alerts } from '../../decision/alerts.js';
import { Argmax } from '../../decision/argmax.js';
import { CALIBRATION_KINDS } from '../../decision/calibration/calibration.js';
import { fitCalibration } from '../../decision/calibration/calibration-kinds.js';
import { Calibrator } from '../../decision/calibration/calibrator.js';
import { CostDecision } from '../../decision/cost.js';
import type { Decision } from '../../decision/decision.js';
import { FloorDecision } from '../../decision/floor.js';
import { WeightedArgmax } from '../../decision/weighted-argmax.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import { calibrated, priorCorrected } from './calibration.js';
import { decided } from './decided.js';

const ROWS = 80;

/** Probabilities, some of them 0 and 1, and classes that follow them. */
function outOfFold(classes: number) {
  const random = new RandomStream(classes, 'probabilities');
  const data = new Float32Array(ROWS * classes);
  const y = new Int32Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const shares = Array.from({ length: classes }, () => random.uniform() ** 3);
    const sum = shares.reduce((a, b) => a + b);
    shares.forEach((share, c) => {
      data[row * classes + c] = row < classes ? Number(c === row) : share / sum;
    });
    const own = data.subarray(row * classes, (row + 1) * classes);
    y[row] = random.uniform() < 0.3 ? random.integer(classes) : own.indexOf(Math.max(...own));
  }
  return { probabilities: { data, rows: ROWS, columns: classes }, y };
}

const rowsOf = ({ data, rows, columns }: Matrix) =>
  Array.from({ length: rows }, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns)));

const input = (probabilities: Matrix) => ({ P: { type: 'float' as const, rows: rowsOf(probabilities) } });

describe.each([2, 3])('of %i classes', (classes) => {
  const { probabilities, y } = outOfFold(classes);

  it.each(CALIBRATION_KINDS.filter((kind) => kind !== 'none'))(
    '%s calibrates as the model does',
    async (kind) => {
      const calibration = fitCalibration(kind, { probabilities, y });
      const found = await runGraph(
        input(probabilities),
        (graph, { P }) => calibrated(graph, P, calibration.toJSON(), classes),
        'float',
      );
      const expected = calibration.transform(probabilities).data;
      found.forEach((p, i) => {
        expect(Math.abs(p - expected[i])).toBeLessThan(1e-6);
      });
    },
  );

  it('priors are corrected as the model does', async () => {
    const priors = classes === 2 ? [0.9, 0.1] : [0.2, 0.7, 0.1];
    const calibrator = Calibrator.of(
      fitCalibration('none', { probabilities, y }),
      new Array(classes).fill(1),
      priors,
    );
    const { factors } = calibrator.toJSON().correction as { factors: number[] };
    const found = await runGraph(
      input(probabilities),
      (graph, { P }) => priorCorrected(graph, P, factors),
      'float',
    );
    const expected = calibrator.transform(probabilities).data;
    found.forEach((p, i) => {
      expect(Math.abs(p - expected[i])).toBeLessThan(1e-6);
    });
  });

  const costs = (actions: number) =>
    Array.from({ length: classes }, (_, c) =>
      Array.from({ length: actions }, (_, a) => (a === c ? 0 : 1 + c + a)),
    );
  const floor = (c: number, threshold: number) =>
    ({ class: c, metric: 'recall', least: 0.5, threshold }) as const;
  const decisions: Decision[] = [
    new Argmax(),
    new WeightedArgmax('macro-f1', [1, 2.5, 0.5].slice(0, classes)),
    new CostDecision({ review: false, costs: costs(classes) }),
    new CostDecision({
      review: true,
      costs: costs(classes + 1).map((row) => [...row.slice(0, classes), 0.4]),
    }),
    new FloorDecision([floor(1, probabilities.data[4 * classes + 1])], null),
    ...(classes > 2 ? [new FloorDecision([floor(2, 0.3), floor(0, 0.2)], 0.9)] : []),
  ];

  it.each(
    decisions.map((decision) => [decision.describe(['a', 'b', 'c'].slice(0, classes)), decision] as const),
  )('%s decides as the model does', async (_, decision) => {
    const found = await runGraph(
      input(probabilities),
      (graph, { P }) => decided(graph, decision, P, classes),
      'int64',
      ['rows'],
    );
    expect(found).toEqual(Array.from(decision.decide(probabilities)));
    expect(new Set(found).size).toBeGreaterThan(1);
  });

  it('alerts are decided row by row', async () => {
    const alerts = new Alerts(1, { share: 0.2 }, 0.4);
    const found = await runGraph(
      input(probabilities),
      (graph, { P }) => decided(graph, alerts, P, classes),
      'int64',
      ['rows'],
    );
    expect(found).toEqual(Array.from(alerts.decideSingly(probabilities)));
  });

  it('a decision without a graph is refused with a way out', async () => {
    const unknown = { kind: 'dice' } as Decision;
    const built = runGraph(input(probabilities), (graph, { P }) => decided(graph, unknown, P, classes));
    await expect(built).rejects.toThrow(InputError);
    await expect(built).rejects.toThrow(/decides by dice.*qcl-mixnet decide MODEL argmax/);
  });
});
