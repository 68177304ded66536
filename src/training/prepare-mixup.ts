/** What mixup needs before a training: the plan of its settings, and the neighbours of the rows. */
import type { Matrix } from '../matrix.js';
import type { RowNeighbours } from '../neighbours/nearest-neighbours.js';
import { neighbourSearch } from '../neighbours/row-neighbours.js';
import { learnedPlan, type MixupPlan, replayedPlan } from './mixup-plan.js';
import type { TrainingData } from './training-data.js';
import type { StepMixup } from './training-step.js';

export interface PreparedMixup {
  /** The neighbours of the rows among each other, if mixup takes partners from the whole table. */
  readonly neighbours?: RowNeighbours;
  /** If the settings of the classes change. */
  readonly plan?: MixupPlan;
}

interface Steps {
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

interface MixupOptions {
  readonly mixup?: StepMixup;
  readonly seed: number;
  readonly exactSteps?: number;
  readonly signal?: AbortSignal;
}

/** Undefined fields if there is no mixup; `aborted` if the signal stopped the search of neighbours. */
export async function prepareMixup(
  data: TrainingData,
  steps: Steps,
  options: MixupOptions,
): Promise<PreparedMixup | 'aborted'> {
  const plan = mixupPlan(data, steps, options);
  const neighbours = await tableNeighbours(data.X, options, plan);
  return neighbours === 'aborted' ? neighbours : { neighbours, plan };
}

function mixupPlan(
  { heldBack, classes }: TrainingData,
  { stepsPerEpoch, totalSteps }: Steps,
  { mixup, seed, exactSteps }: MixupOptions,
): MixupPlan | undefined {
  if (mixup?.schedule === undefined) return undefined;
  if (mixup.schedule === 'learned') {
    return heldBack && learnedPlan(mixup, heldBack, classes, stepsPerEpoch, seed);
  }
  return replayedPlan(mixup.schedule, exactSteps === undefined ? totalSteps : undefined);
}

async function tableNeighbours(
  X: Matrix,
  { mixup, seed, signal }: MixupOptions,
  plan: MixupPlan | undefined,
): Promise<RowNeighbours | 'aborted' | undefined> {
  if (mixup?.table === undefined || X.rows < 2) return undefined;
  const settings = plan?.schedule().arms ?? [mixup];
  const most = Math.max(...settings.map(({ neighbours }) => neighbours));
  try {
    return await neighbourSearch(mixup.table, seed)(X, Math.min(most, X.rows - 1), signal);
  } catch (error) {
    if (signal?.aborted && error === signal.reason) return 'aborted';
    throw error;
  }
}
