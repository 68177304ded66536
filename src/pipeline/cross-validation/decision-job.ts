/** The calibration and the decision of cross-validated predictions as a job: one task is one repeat of one classifier. */
import { type CrossDecided, calibrateAndDecideSteps } from '../../decision/calibrate-and-decide.js';
import type { DecisionPlan } from '../../decision/decision-options.js';
import type { OutOfFoldRows } from '../../decision/out-of-fold-rows.js';
import { runInSlices } from '../../event-loop.js';
import type { OpenJob } from '../../jobs/executor.js';
import type { Label } from '../../matrix.js';

export interface DecisionWork {
  readonly plan: DecisionPlan;
  readonly classes: readonly Label[];
  readonly seed: number;
}

export interface DecisionTask {
  readonly rows: OutOfFoldRows;
  readonly foldOfRow: Int32Array;
}

export const openJob: OpenJob<DecisionWork, DecisionTask, CrossDecided> =
  ({ plan, ...options }) =>
  async ({ rows, foldOfRow }, { signal }) => {
    const { probabilities, y } = rows;
    // No fold of the repeat has predictions.
    if (y.length === 0) return { probabilities, decided: new Int32Array(0), fallbacks: [], folds: 0 };
    const steps = calibrateAndDecideSteps(rows, plan, { ...options, foldOfRow });
    return (await runInSlices(steps, signal)).outOfFold;
  };
