/** The rounds of boosting, with early stopping, reports and abort. */
import { type TimeSlices, timeSlices } from '../../event-loop.js';
import type { Matrix } from '../../matrix.js';
import type { Tree } from '../tree.js';
import { type BoostedTrees, logLoss, probabilitiesOf } from './boosted-trees.js';
import type { BoostingRows, StoppingRule } from './boosting-plan.js';
import type { RoundBooster } from './round-booster.js';

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

export interface BoostingRun {
  readonly rounds: number;
  /** Only with validation rows. */
  readonly stopping?: StoppingRule;
  create(): Promise<RoundBooster>;
}

/** Boosts for `run.rounds` rounds, or until the stopping rule or the signal ends it. */
export async function boost(
  rows: Pick<BoostingRows, 'validation'>,
  run: BoostingRun,
  control: BoostingControl = {},
): Promise<Boosted> {
  const booster = await run.create();
  try {
    return await boostBy(booster, rows, run, control);
  } finally {
    booster.release();
  }
}

async function boostBy(
  booster: RoundBooster,
  { validation }: Pick<BoostingRows, 'validation'>,
  { rounds, stopping }: BoostingRun,
  { onRound, signal }: BoostingControl,
): Promise<Boosted> {
  const slices = timeSlices();
  let done = 0;
  let stopped = false;
  while (done < rounds && !stopped && !signal?.aborted) {
    const trees = await growRound(booster, slices, signal);
    if (trees === undefined) break;
    const loss = booster.add(trees);
    done++;
    const margins = booster.validationMargins;
    const validationLoss = margins && validation && logLoss(margins, validation.y, validation.weights);
    if (validationLoss !== undefined) stopped = stopping?.add(validationLoss) ?? false;
    const validationProbabilities = () => margins && probabilitiesOf(margins);
    onRound?.({ round: done, loss, validationLoss, validationProbabilities });
    if (slices.due()) await slices.pause();
  }
  const aborted = signal?.aborted === true && done < rounds && !stopped;
  return { trees: booster.finish(stopping?.kept || done), aborted };
}

/** Undefined if the signal stopped it: incomplete rounds are discarded. */
async function growRound(
  booster: RoundBooster,
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
