/**
 * The setting of mixup of each class over a training, learned while it runs: a bandit for each class chooses among a few
 * settings for the next epoch, by how much the last one lowered the class's cross-entropy on rows that are held back from
 * the gradient. Or such a schedule replayed on all rows.
 */
import { log } from '../engine/random/portable-math.js';
import { RandomStream } from '../engine/random/random-stream.js';
import type { Matrix } from '../matrix.js';
import { DiscountedUcb } from '../nn/augmentation/discounted-ucb.js';
import { mixupArms } from '../nn/augmentation/mixup-arms.js';
import type { MixupSetting } from '../nn/augmentation/mixup-draws.js';
import type { NetworkPredictor } from './network-predictor.js';
import type { LabelledRows } from './training-data.js';

/** Which settings a training had. */
export interface MixupSchedule {
  /** The settings to choose from; the first is the fixed one. */
  readonly arms: readonly MixupSetting[];
  /** For each class the index of its arm in every epoch; undefined for one without enough rows, which had the first. */
  readonly chosen: readonly (readonly number[] | undefined)[];
  /** Of the training that learned it. */
  readonly stepsPerEpoch: number;
}

export interface MixupPlan {
  /** Must be called before each step, counted from 0. */
  begin(step: number): void;
  /** The setting of a class in this step. */
  settingOf(c: number): MixupSetting;
  /** If it is there, must be called after each epoch with the refreshed predictor. */
  endEpoch?(predictor: NetworkPredictor): Promise<void>;
  /** Of the epochs so far. */
  schedule(): MixupSchedule;
}

/** Fewest held-back rows of a class whose settings are learned. */
const FEWEST_HELD_BACK = 2;

/**
 * Learns the settings of each class with at least two rows among `heldBack`; the others keep `setting`. In the first epoch all
 * do, as there is no earlier loss. The reward of an epoch is log(loss before / loss after).
 *
 * Undefined if no class has enough rows.
 */
export function learnedPlan(
  setting: MixupSetting,
  heldBack: LabelledRows,
  classes: number,
  stepsPerEpoch: number,
  seed: number,
): Required<MixupPlan> | undefined {
  const arms = mixupArms(setting);
  const counts = new Int32Array(classes);
  for (const c of heldBack.y) counts[c]++;
  const random = new RandomStream(seed, 'mixup-schedule');
  const bandits = Array.from(counts, (count) =>
    count < FEWEST_HELD_BACK ? undefined : new DiscountedUcb(arms.length, random),
  );
  if (bandits.every((bandit) => bandit === undefined)) return undefined;
  const current = new Int32Array(classes);
  const chosen = bandits.map((bandit) => (bandit === undefined ? undefined : ([] as number[])));
  let before: Float64Array | undefined;
  return {
    begin() {},
    settingOf: (c) => arms[current[c]],
    async endEpoch(predictor) {
      const after = classLosses(await predictor.probabilities(heldBack.X), heldBack, classes);
      bandits.forEach((bandit, c) => {
        if (bandit === undefined) return;
        chosen[c]?.push(current[c]);
        if (before !== undefined) bandit.reward(current[c], log(before[c] / after[c]));
        current[c] = bandit.choose();
      });
      before = after;
    },
    schedule: () => ({ arms, chosen, stepsPerEpoch }),
  };
}

/**
 * Gives each class the settings that it had when the schedule was learned: in each step that of the same step, if the training
 * stops early, otherwise that of the epoch at the same share of the training.
 *
 * @param totalSteps of the whole training; undefined for one that stops early
 */
export function replayedPlan(schedule: MixupSchedule, totalSteps?: number): MixupPlan {
  const { arms, chosen } = schedule;
  const epochs = Math.max(...chosen.map((each) => each?.length ?? 0));
  const stepsPerEpoch = totalSteps === undefined ? schedule.stepsPerEpoch : totalSteps / epochs;
  let epoch = 0;
  return {
    begin(step) {
      epoch = Math.floor(step / stepsPerEpoch);
    },
    settingOf: (c) => arms[chosen[c]?.[epoch] ?? 0],
    schedule: () => schedule,
  };
}

/** Probabilities and losses are not taken for smaller ones, so that logarithms are finite. */
const SMALLEST = 1e-12;

/** The weighted mean of -log p(label) over the rows of each class; at least 1e-12. */
function classLosses({ data, columns }: Matrix, { y, weights }: LabelledRows, classes: number): Float64Array {
  const sums = new Float64Array(classes);
  const totals = new Float64Array(classes);
  y.forEach((c, row) => {
    const p = data[row * columns + c];
    const weight = weights ? weights[row] : 1;
    sums[c] -= weight * log(p > SMALLEST ? p : SMALLEST);
    totals[c] += weight;
  });
  return sums.map((sum, c) => Math.max(SMALLEST, sum / totals[c]));
}
