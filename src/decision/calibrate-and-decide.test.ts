import { describe, expect, it } from 'vitest';
import { simulate } from '../../test/support/simulated-rows.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { logLoss } from '../metrics/log-loss.js';
import { macroF1 } from '../metrics/macro-f1.js';
import { Argmax } from './argmax.js';
import { calibrateAndDecide } from './calibrate-and-decide.js';
import { checkDecisionOptions, type DecisionOptions } from './decision-options.js';
import type { OutOfFoldRows } from './out-of-fold-rows.js';
import type { WeightedArgmax } from './weighted-argmax.js';

const classes = ['ok', 'fraud'];
const options = { classes, seed: 1 };
const rows = simulate({ rows: 600, biases: [2, 0] }, new RandomStream(1, 'fit'));
const plan = (asked: DecisionOptions = {}) => checkDecisionOptions(asked, classes);

describe('checkDecisionOptions', () => {
  it.each<[DecisionOptions, RegExp]>([
    [{ calibration: 'plat' }, /calibration is "plat".*Did you mean "platt"/],
    [{ decision: 'cost' }, /needs costs/],
    [{ decision: 'cost costs.csv' }, /needs costs/],
    [{ decision: 'f1', costs: 'fraud:ok=9,ok:fraud=1' }, /costs cannot be combined with decision "f1"/],
    [{ costs: 'fraud:ok=9,ok:fraud=1', costTable: 'x' }, /give one of them/],
    [{ decision: 'f1', confidence: 0.9 }, /confidence needs a decision with a floor/],
    [{ decision: 'recall>=0.5', confidence: 90 }, /confidence is 90: give a number between 0 and 1/],
    [{ decision: 'frau:recall>=0.5' }, /"frau" is not a class. Did you mean "fraud"/],
    [{ decision: 'f1', positive: 'no' }, /"no" is not a class/],
    [
      { prior: 'fraud' },
      /^prior "fraud": write CLASS=SHARE, for example fraud=0\.01\. Classes: "ok", "fraud"$/,
    ],
    [{ prior: '' }, /^prior "": write CLASS=SHARE/],
    [{ prior: 'ok=0.5, fraud=1' }, /^prior "fraud=1": "1" is not a share between 0 and 1/],
    [{ prior: 'fraud=150%' }, /^prior "fraud=150%": "150%" is not a share .*for example fraud=0\.01/],
    [
      { prior: 'frau=0.1' },
      /^prior "frau=0\.1": "frau" is not a class\. Did you mean "fraud"\? Classes: "ok", "fraud"$/,
    ],
    [{ prior: 'fraud=0.1,fraud=0.2' }, /^prior "fraud=0\.2": the prior of "fraud" is given twice/],
    [
      { prior: 'fraud=0.7,ok=0.6' },
      /^prior "fraud=0\.7,ok=0\.6": the shares sum to 1\.3, but they must sum to exactly 1, .* "ok", "fraud"; write for/,
    ],
    [{ prior: 'fraud=0.1,ok=0.6' }, /the shares sum to 0\.7, but they must sum to exactly 1/],
    [{ prior: 'fraud=1%', decision: 'precision>=0.5' }, /precision cannot be combined with prior/],
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

  it('asks for priors that leave a share for the other classes, and quotes labels in the example', () => {
    expect(() => checkDecisionOptions({ prior: 'a=0.6,b=0.5' }, ['a', 'b', 'c=1'])).toThrow(
      'the shares sum to 1.1, but they must sum to less than 1, which leaves a share for "c=1"; ' +
        'write for example "c=1"=0.01',
    );
    expect(checkDecisionOptions({ prior: 'a=0.6,"c=1"=1%' }, ['a', 'b', 'c=1']).priors).toEqual([
      [0, 0.6],
      [2, 0.01],
    ]);
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

describe('the out-of-fold rows', () => {
  const alternating = rows.y.map((_, row) => row % 3);
  const isHeldOut = (row: number) => row % 3 === 1;
  const everyRow = [...rows.y.keys()];

  it('have the probabilities and decisions of fits without their fold', () => {
    const asked = plan({ calibration: 'platt', decision: 'recall>=0.8' });
    const { probabilities, decided } = calibrateAndDecide(rows, asked, {
      ...options,
      foldOfRow: alternating,
    }).outOfFold;
    const others = taken(
      rows,
      everyRow.filter((row) => !isHeldOut(row)),
    );
    const alone = calibrateAndDecide(others, asked, options);
    const heldOut = everyRow.filter(isHeldOut);
    const expected = alone.calibrator.transform(taken(rows, heldOut).probabilities);
    const own = taken({ probabilities, y: decided }, heldOut);
    expect(own.probabilities.data).toEqual(expected.data);
    expect(own.y).toEqual(alone.decision.decide(expected));
  });

  it('are decided by argmax if there are no others', () => {
    const foldOfRow = new Int32Array(rows.y.length);
    const { probabilities, decided } = calibrateAndDecide(rows, plan(), { ...options, foldOfRow }).outOfFold;
    expect(probabilities).toBe(rows.probabilities);
    expect(decided).toEqual(new Argmax().decide(rows.probabilities));
  });

  it('have a lower log loss where probabilities were too sure', () => {
    const sure = reweighted(rows, [0.98, 0.02]);
    const loss = ({ data, columns }: OutOfFoldRows['probabilities']) =>
      logLoss(Float64Array.from(rows.y, (c, row) => data[row * columns + c]));
    const { probabilities } = calibrateAndDecide(sure, plan(), options).outOfFold;
    expect(loss(probabilities)).toBeLessThan(loss(sure.probabilities) - 0.05);
  });
});

describe('the argmax of the classifier', () => {
  // The class says nothing of the row, but for the argmax of `own`, which is right.
  const noisy = (truth: (row: number) => number) => {
    const random = new RandomStream(3, 'noise');
    const y = Int32Array.from({ length: 120 }, (_, row) => (row % 6 === 0 ? 1 : 0));
    const data = Float32Array.from({ length: 240 }, (_, i) => {
      const p =
        truth(Math.floor(i / 2)) === 1 ? 0.51 + 0.4 * random.uniform() : 0.49 - 0.4 * random.uniform();
      return i % 2 === 1 ? p : 1 - p;
    });
    for (let row = 0; row < 120; row++) data[2 * row] = 1 - data[2 * row + 1];
    return { probabilities: { data, rows: 120, columns: 2 }, y };
  };

  it.each(['none', 'temperature', 'platt', 'beta', 'isotonic'])(
    'is kept where tuning gains nothing, whatever %s does',
    (calibration) => {
      const perfect = noisy((row) => (row % 6 === 0 ? 1 : 0));
      const { calibrator, decision } = calibrateAndDecide(perfect, plan({ calibration }), options);
      expect(decision.decide(calibrator.transform(perfect.probabilities))).toEqual(
        new Argmax().decide(perfect.probabilities),
      );
    },
  );

  it('is replaced by a prior correction where the calibration leaves it and tuning gains nothing', () => {
    const y = Int32Array.from({ length: 120 }, (_, row) => (row % 6 === 0 ? 1 : 0));
    const data = Float32Array.from({ length: 240 }, (_, i) => {
      const p = y[Math.floor(i / 2)] === 1 ? 0.8 : 0.1;
      return i % 2 === 1 ? p : 1 - p;
    });
    const perfect = { probabilities: { data, rows: 120, columns: 2 }, y };
    const { decision } = calibrateAndDecide(perfect, plan({ calibration: 'none' }), options);
    const [common, rare] = (decision as WeightedArgmax).weights;
    expect(rare / common).toBeCloseTo(Math.sqrt(5), 6);
  });

  it('is kept if more than a quarter of three or more classes have fewer than five rows', () => {
    const simulated = simulate({ rows: 400, biases: [2, 0, -1], slope: 2 }, new RandomStream(4, 'scarce'));
    const rowsOf = (most: number) => {
      const seen = [0, 0, 0];
      const which = [...simulated.y.keys()].filter(
        (row) => ++seen[simulated.y[row]] <= [150, 60, most][simulated.y[row]],
      );
      const data = Float32Array.from(
        which.flatMap((row) => [...simulated.probabilities.data.subarray(3 * row, 3 * row + 3)]),
      );
      const y = Int32Array.from(which, (row) => simulated.y[row]);
      return { probabilities: { data, rows: which.length, columns: 3 }, y };
    };
    const three = { classes: ['a', 'b', 'c'], seed: 1 };
    const agreement = (given: OutOfFoldRows) => {
      const { calibrator, decision } = calibrateAndDecide(
        given,
        checkDecisionOptions({}, three.classes),
        three,
      );
      const own = new Argmax().decide(given.probabilities);
      const decided = decision.decide(calibrator.transform(given.probabilities));
      return decided.filter((c, row) => c === own[row]).length / own.length;
    };
    expect(agreement(rowsOf(4))).toBe(1);
    expect(agreement(rowsOf(20))).toBeLessThan(1);
  });

  it('gives way where tuning gains', () => {
    const shy = reweighted(rows, [0.9, 0.1]);
    const { calibrator, decision, outOfFold } = calibrateAndDecide(shy, plan(), options);
    const score = (decided: Int32Array) => macroF1(rows.y, decided, 2);
    const own = score(new Argmax().decide(shy.probabilities));
    expect(score(outOfFold.decided)).toBeGreaterThan(own + 0.05);
    expect(score(decision.decide(calibrator.transform(shy.probabilities)))).toBeGreaterThan(own + 0.05);
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
