/** The rounds of boosting, with early stopping, reports and abort. */
import { type TimeSlices, timeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import type { Tree } from '../tree.js';
import { type BoostedTrees, logLoss, probabilitiesOf } from './boosted-trees.js';
import { Booster } from './booster.js';
import type { BoostingPlan, BoostingRows } from './boosting-plan.js';

export interface RoundReport {
  /** 1-based. */
  readonly round: number;
  /** Mean training loss after the round. */
  readonly loss: number;
  /** The same for the validation rows, if any. */
  readonly validationLoss?: number;
  validationProbabilities(): Matrix | undefined;
}

export interface BoostingControl {
  readonly onRound?: (report: RoundReport) => void;
  readonly signal?: AbortSignal;
}

export interface Boosted {
  /** Undefined if the signal stopped the fit before the first round was complete. */
  readonly trees: BoostedTrees | undefined;
  /** The signal stopped the fit before the last round: `trees` are those of the complete rounds. */
  readonly aborted: boolean;
}

/** Boosts for `plan.rounds` rounds, or until the stopping rule or the signal ends it. */
export async function boost(
  rows: BoostingRows,
  plan: BoostingPlan,
  control: BoostingControl = {},
): Promise<Boosted> {
  const booster = await Booster.create(rows, plan);
  try {
    return await boostBy(booster, rows, plan, control);
  } finally {
    booster.release();
  }
}

async function boostBy(
  booster: Booster,
  { validation }: BoostingRows,
  plan: BoostingPlan,
  { onRound, signal }: BoostingControl,
): Promise<Boosted> {
  const slices = timeSlices();
  let done = 0;
  let stopped = false;
  while (done < plan.rounds && !stopped && !signal?.aborted) {
    const trees = await growRound(booster, slices, signal);
    if (trees === undefined) break;
    const loss = booster.add(trees);
    done++;
    const margins = booster.validationMargins;
    const validationLoss = margins && validation && logLoss(margins, validation.y, validation.weights);
    if (validationLoss !== undefined) stopped = plan.stopping?.add(validationLoss) ?? false;
    const validationProbabilities = () => margins && probabilitiesOf(margins);
    onRound?.({ round: done, loss, validationLoss, validationProbabilities });
    if (slices.due()) await slices.pause();
  }
  const aborted = signal?.aborted === true && done < plan.rounds && !stopped;
  return { trees: booster.finish(plan.stopping?.kept || done), aborted };
}

/** Undefined if the signal stopped it: incomplete rounds are discarded. */
async function growRound(
  booster: Booster,
  slices: TimeSlices,
  signal: AbortSignal | undefined,
): Promise<Tree[] | undefined> {
  try {
    return await booster.grow(slices, signal);
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return undefined;
    throw error;
  }
}
