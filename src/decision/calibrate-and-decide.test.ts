import { describe, expect, it } from 'vitest';
import { simulate } from '../../test/support/simulated-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { logLoss } from '../metrics/log-loss.js';
import { Argmax } from './argmax.js';
import { calibrateAndDecide, crossDecide } from './calibrate-and-decide.js';
import { checkDecisionOptions, type DecisionOptions } from './decision-options.js';
import type { OutOfFoldRows } from './out-of-fold-rows.js';

const classes = ['ok', 'fraud'];
const options = { classes, seed: 1 };
const rows = simulate({ rows: 600, biases: [2, 0] }, new RandomStream(1, 'fit'));
const plan = (asked: DecisionOptions = {}) => checkDecisionOptions(asked, classes);

describe('checkDecisionOptions', () => {
  it.each<[DecisionOptions, RegExp]>([
    [{ calibration: 'plat' }, /calibration is "plat".*Did you mean "platt"/],
    [{ decision: 'cost' }, /needs costs/],
    [{ decision: 'cost costs.csv' }, /needs costs/],
    [{ decision: 'f1', costs: 'fraud:ok=9,ok:fraud=1' }, /costs cannot be combined with the decision "f1"/],
    [{ costs: 'fraud:ok=9,ok:fraud=1', costTable: 'x' }, /give one of them/],
    [{ decision: 'f1', confidence: 0.9 }, /confidence needs a floor/],
    [{ decision: 'recall>=0.5', confidence: 90 }, /confidence is 90: give a number between 0 and 1/],
    [{ decision: 'frau:recall>=0.5' }, /"frau" is not a class. Did you mean "fraud"/],
    [{ decision: 'f1', positive: 'no' }, /"no" is not a class/],
    [{ prior: 'fraud' }, /prior "fraud": write CLASS=SHARE/],
    [{ prior: 'fraud=1' }, /share between 0 and 1/],
    [{ prior: 'fraud=0.1,fraud=0.2' }, /given twice/],
    [{ prior: 'fraud=0.7,ok=0.6' }, /sum to/],
    [{ prior: 'fraud=1%', decision: 'precision>=0.5' }, /precision cannot be combined with a prior/],
  ])('refuses %j', (asked, message) => {
    expect(() => plan(asked)).toThrow(InputError);
    expect(() => plan(asked)).toThrow(message);
  });

  it('decides by cost if costs are given alone', () => {
    expect(plan({ costs: 'fraud:ok=9,ok:fraud=1' }).specification.kind).toBe('cost');
  });
});

describe('calibrateAndDecide', () => {
  it.each<[DecisionOptions, string]>([
    [{}, 'weighted-argmax'],
    [{ decision: 'argmax' }, 'argmax'],
    [{ decision: 'recall>=0.9' }, 'floor'],
    [{ decision: 'fraud:precision>=0.4' }, 'floor'],
    [{ decision: 'alerts=20' }, 'alerts'],
    [{ costs: 'fraud:ok=9,ok:fraud=1' }, 'cost'],
  ])('makes of %j a decision of the kind %s', (asked, kind) => {
    expect(calibrateAndDecide(rows, plan(asked), options).decision.kind).toBe(kind);
  });

  it('is for the rarest class, or the one named', () => {
    const positive = (asked: DecisionOptions) =>
      calibrateAndDecide(rows, plan({ decision: 'alerts=20', ...asked }), options).decision;
    expect(positive({})).toMatchObject({ positive: 1 });
    expect(positive({ positive: 'ok' })).toMatchObject({ positive: 0 });
  });

  it('replaces a floor that cannot be kept, and says why', () => {
    const { decision, impossible } = calibrateAndDecide(
      rows,
      plan({ decision: 'recall>=0.999', confidence: 0.95 }),
      options,
    );
    expect(decision.kind).toBe('weighted-argmax');
    expect(impossible).toMatch(/recall >= 0.999 of "fraud" with confidence 0.95 cannot be promised/);
  });

  it('undoes sampling: probabilities of balanced classes get the frequencies of the rows', () => {
    const balanced = reweighted(rows, [0.05, 0.95]);
    const { calibrator } = calibrateAndDecide(balanced, plan({ decision: 'argmax' }), options);
    const mean = (P: Float32Array) => P.reduce((sum, p, i) => sum + (i % 2) * p, 0) / rows.y.length;
    const frequency = rows.y.reduce((sum, c) => sum + c, 0) / rows.y.length;
    expect(mean(balanced.probabilities.data)).toBeGreaterThan(2 * frequency);
    expect(mean(calibrator.transform(balanced.probabilities).data)).toBeCloseTo(frequency, 1.5);
  });

  it('corrects to a prior, and tunes the decision for it', () => {
    const rare = calibrateAndDecide(rows, plan({ prior: 'fraud=0.02', decision: 'f1' }), options);
    const usual = calibrateAndDecide(rows, plan({ decision: 'f1' }), options);
    const fraud = (P: Float32Array) => P.reduce((sum, p, i) => sum + (i % 2) * p, 0);
    const probabilities = [rare, usual].map(({ calibrator }) => calibrator.transform(rows.probabilities));
    expect(fraud(probabilities[0].data)).toBeLessThan(0.5 * fraud(probabilities[1].data));
    const alerts = [rare, usual].map(
      ({ decision }, i) => decision.decide(probabilities[i]).filter((c) => c === 1).length,
    );
    // Precision counts more where the class is rarer, so fewer rows are decided for it.
    expect(alerts[0]).toBeLessThan(alerts[1]);
  });
});

describe('crossDecide', () => {
  it('gives rows the probabilities and decisions of fits without their fold', () => {
    const foldOfRow = rows.y.map((_, row) => row % 3);
    const { probabilities, decided } = crossDecide(rows, plan({ calibration: 'platt' }), options, foldOfRow);
    const others = [...rows.y.keys()].filter((row) => row % 3 !== 1);
    const alone = calibrateAndDecide(taken(rows, others), plan({ calibration: 'platt' }), options);
    const held = taken(
      rows,
      [...rows.y.keys()].filter((row) => row % 3 === 1),
    );
    const expected = alone.calibrator.transform(held.probabilities);
    const own = taken(
      { probabilities, y: decided },
      [...rows.y.keys()].filter((row) => row % 3 === 1),
    );
    expect(own.probabilities.data).toEqual(expected.data);
    expect(own.y).toEqual(alone.decision.decide(expected));
  });

  it('decides by argmax without other rows', () => {
    const { probabilities, decided } = crossDecide(rows, plan(), options, new Int32Array(rows.y.length));
    expect(probabilities).toBe(rows.probabilities);
    expect(decided).toEqual(new Argmax().decide(rows.probabilities));
  });

  it('lowers the log loss of probabilities that are too sure', () => {
    const sure = reweighted(rows, [0.98, 0.02]);
    const loss = ({ data, columns }: OutOfFoldRows['probabilities']) =>
      logLoss(Float64Array.from(rows.y, (c, row) => data[row * columns + c]));
    const { probabilities } = crossDecide(sure, plan(), options);
    expect(loss(probabilities)).toBeLessThan(loss(sure.probabilities) - 0.05);
  });
});

/** The rows with p_c times `factors`, normalised. */
function reweighted({ probabilities, y }: OutOfFoldRows, factors: readonly number[]): OutOfFoldRows {
  const data = probabilities.data.slice();
  for (let start = 0; start < data.length; start += 2) {
    const [one, other] = [data[start] * factors[0], data[start + 1] * factors[1]];
    data[start] = one / (one + other);
    data[start + 1] = other / (one + other);
  }
  return { probabilities: { ...probabilities, data }, y };
}

function taken({ probabilities, y }: OutOfFoldRows, which: readonly number[]): OutOfFoldRows {
  const data = Float32Array.from(
    which.flatMap((row) => [...probabilities.data.subarray(2 * row, 2 * row + 2)]),
  );
  return {
    probabilities: { data, rows: which.length, columns: 2 },
    y: Int32Array.from(which, (row) => y[row]),
  };
}
