import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Alerts, alertsKind } from './alerts.js';

const binary = (scores: readonly number[]) => ({
  data: Float32Array.from(scores.flatMap((p) => [1 - p, p])),
  rows: scores.length,
  columns: 2,
});

describe('Alerts', () => {
  it('raises as many alerts as there is capacity for, for the riskiest rows, of equal ones the first', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 12 }), (list, rows) => {
        const P = binary(list.map((score) => score / 6));
        const decided = new Alerts(1, { rows }, 0.5).decide(P);
        const alerted = Array.from(decided.keys()).filter((row) => decided[row] === 1);
        const ranked = list
          .map((score, row) => ({ score, row }))
          .sort((a, b) => b.score - a.score || a.row - b.row);
        const expected = ranked.slice(0, rows).map(({ row }) => row);
        expect(alerted).toEqual(expected.sort((a, b) => a - b));
      }),
      { seed: 1 },
    );
  });

  it('takes a share of the rows, at least one', () => {
    const alertsIn = (rows: number, share: number) =>
      new Alerts(1, { share }, 0.5).decide(binary(new Array(rows).fill(0.5))).reduce((sum, c) => sum + c, 0);
    expect(alertsIn(1000, 0.01)).toBe(10);
    expect(alertsIn(43, 0.01)).toBe(1);
    expect(alertsIn(43, 1)).toBe(43);
    expect(alertsIn(0, 0.01)).toBe(0);
  });

  it('has a threshold for single rows: the last alert of the out-of-fold rows', () => {
    const P = binary([0.1, 0.9, 0.4, 0.7, 0.2]);
    const alerts = Alerts.fit({ probabilities: P, y: Int32Array.of(0, 1, 0, 1, 0) }, 1, { rows: 2 });
    expect(alerts.threshold).toBeCloseTo(0.7, 6);
    expect(alerts.decideSingly(P)).toEqual(alerts.decide(P));
    expect(Array.from(alerts.decideSingly(binary([0.8, 0.75, 0.71])))).toEqual([1, 1, 1]);
  });

  it('gives the other rows of several classes the most probable other class', () => {
    const data = Float32Array.of(0.1, 0.2, 0.7, 0.3, 0.1, 0.6, 0.1, 0.5, 0.4);
    expect(Array.from(new Alerts(2, { rows: 1 }, 0.5).decide({ data, rows: 3, columns: 3 }))).toEqual([
      2, 0, 1,
    ]);
  });

  it('comes back from JSON, and refuses what is no capacity', () => {
    const alerts = new Alerts(1, { share: 0.2 }, 0.3);
    const saved = alertsKind.schema.parse(JSON.parse(JSON.stringify(alerts)));
    expect(alertsKind.revive(saved, ['a', 'b'])).toEqual(alerts);
    expect(() => alertsKind.revive(saved, ['a'])).toThrow(/class 1 of 1/);
    const rows = { probabilities: binary([0.5]), y: Int32Array.of(1) };
    expect(() => Alerts.fit(rows, 1, { rows: 0 })).toThrow(/alerts is {"rows":0}/);
    expect(() => Alerts.fit(rows, 1, { share: 2 })).toThrow(/a share up to 1/);
  });
});
