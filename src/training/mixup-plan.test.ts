import { describe, expect, it } from 'vitest';
import { learnedPlan, type MixupPlan, replayedPlan } from './mixup-plan.js';
import type { NetworkPredictor } from './network-predictor.js';

type LearnedPlan = Required<MixupPlan>;

const SETTING = { alpha: 0.4, neighbours: 5 };
const ARMS = 6;

/** Rows of three classes: three, two and one. */
const heldBack = {
  X: { data: new Float32Array(6), rows: 6, columns: 1 },
  y: Int32Array.of(0, 0, 0, 1, 1, 2),
};

/** A network that gives the label of each row this probability. */
function predicting(ofClass: (c: number) => number): NetworkPredictor {
  const probabilities = async () => {
    const data = new Float32Array(18);
    heldBack.y.forEach((c, row) => {
      data[row * 3 + c] = ofClass(c);
    });
    return { data, rows: 6, columns: 3 };
  };
  return { probabilities } as unknown as NetworkPredictor;
}

const planOf = (seed = 1) => learnedPlan(SETTING, heldBack, 3, 4, seed) as LearnedPlan;

/**
 * Epochs in which the loss of a class falls by `rate` of its arm; returns the arms of classes 0 and 1.
 */
async function learn(plan: LearnedPlan, epochs: number, rate: (c: number, neighbours: number) => number) {
  const losses = [2, 2];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const c of [0, 1]) losses[c] *= rate(c, plan.settingOf(c).neighbours);
    await plan.endEpoch(predicting((c) => Math.exp(-(losses[c] ?? 1))));
  }
  return plan.schedule();
}

describe('learnedPlan', () => {
  it('has the fixed setting in the first epoch, and always for a class with a single row', async () => {
    const plan = planOf();
    for (const c of [0, 1, 2]) expect(plan.settingOf(c)).toEqual(SETTING);
    const settings = new Set<object>();
    for (let epoch = 0; epoch < 2 * ARMS; epoch++) {
      await plan.endEpoch(predicting(() => 0.5));
      settings.add(plan.settingOf(0));
      expect(plan.settingOf(2)).toEqual(SETTING);
    }
    expect(settings.size).toBe(ARMS);
    const { arms, chosen } = plan.schedule();
    expect(arms[0]).toEqual(SETTING);
    expect(chosen.map((epochs) => epochs?.length)).toEqual([12, 12, undefined]);
    expect(chosen[0]?.[0]).toBe(0);
  });

  it('finds for each class the setting under which its loss falls most', async () => {
    const { arms, chosen } = await learn(planOf(), 80, (c, neighbours) =>
      neighbours === (c === 0 ? 0 : 15) ? 0.97 : 1,
    );
    const best = [0, 15].map((neighbours) => arms.findIndex((arm) => arm.neighbours === neighbours));
    for (const c of [0, 1]) {
      const last = chosen[c]?.slice(40) ?? [];
      expect(last.filter((arm) => arm === best[c]).length).toBeGreaterThan(30);
    }
  });

  it('is the same for the same seed only', async () => {
    const flat = () => 1;
    const first = await learn(planOf(1), 20, flat);
    expect(await learn(planOf(1), 20, flat)).toEqual(first);
    expect((await learn(planOf(2), 20, flat)).chosen).not.toEqual(first.chosen);
  });

  it('goes on with probabilities of 0 and 1, and those that are no number', async () => {
    const plan = planOf();
    for (const p of [0, 1, Number.NaN, 0.5, 0, 0, 1]) await plan.endEpoch(predicting(() => p));
    expect(plan.schedule().chosen[0]).toHaveLength(7);
    expect(new Set(plan.schedule().chosen[0]).size).toBe(6);
  });

  it('counts the rows of a class by their weights', async () => {
    // Only row 2 of class 0 has a weight; with equal weights the loss of row 0 is the larger part.
    const weights = Float64Array.of(0, 0, 1, 1, 1, 1);
    const run = async (probabilityOfRow0: (turn: number) => number, rows: { weights?: Float64Array }) => {
      const plan = learnedPlan(SETTING, { ...heldBack, ...rows }, 3, 4, 1) as LearnedPlan;
      for (let turn = 0; turn < 30; turn++) {
        const { data, ...shape } = await predicting(() => 0.1 + turn / 50).probabilities(heldBack.X);
        data[0] = probabilityOfRow0(turn);
        await plan.endEpoch({
          probabilities: async () => ({ data, ...shape }),
        } as unknown as NetworkPredictor);
      }
      return plan.schedule().chosen[0];
    };
    const [steady, wild] = [() => 0.5, (turn: number) => (turn % 3 === 0 ? 1e-9 : 0.9)];
    expect(await run(wild, { weights })).toEqual(await run(steady, { weights }));
    expect(await run(wild, {})).not.toEqual(await run(steady, {}));
  });

  it('is none if no class has two rows', () => {
    const lone = { X: { data: new Float32Array(2), rows: 2, columns: 1 }, y: Int32Array.of(0, 1) };
    expect(learnedPlan(SETTING, lone, 3, 4, 1)).toBeUndefined();
  });
});

describe('replayedPlan', () => {
  const arms = [SETTING, { alpha: 0.4, neighbours: 0 }, { alpha: 0.1, neighbours: 5 }];
  const schedule = { arms, chosen: [[0, 2, 1], undefined], stepsPerEpoch: 4 };
  const settingsIn = (plan: MixupPlan, steps: number) =>
    Array.from({ length: steps }, (_, step) => {
      plan.begin(step);
      expect(plan.settingOf(1)).toBe(arms[0]);
      return arms.indexOf(plan.settingOf(0) as (typeof arms)[number]);
    }).join('');

  it('gives each step the setting of the same step, and steps beyond the fixed one', () => {
    expect(settingsIn(replayedPlan(schedule), 13)).toBe('0000222211110');
  });

  it('spreads the epochs over a whole training of more or fewer steps', () => {
    expect(settingsIn(replayedPlan(schedule, 15), 15)).toBe('000002222211111');
    expect(settingsIn(replayedPlan(schedule, 4), 4)).toBe('0021');
    expect(replayedPlan(schedule, 4).schedule()).toBe(schedule);
  });
});
