/** Calibrates and decides the predictions of cross-validations with an executor. */
import type { CrossDecided } from '../../decision/calibrate-and-decide.js';
import type { ExecutorOption, Job } from '../../jobs/executor.js';
import { inThisThread } from '../../jobs/in-thread.js';
import { type DecisionTask, type DecisionWork, openJob } from './decision-job.js';

/** Results in the order of the tasks: see `CalibratedDecision.outOfFold`. They do not depend on the executor. */
export async function runDecisions(
  work: DecisionWork,
  tasks: readonly DecisionTask[],
  { executor = inThisThread, signal }: ExecutorOption & { readonly signal?: AbortSignal } = {},
): Promise<CrossDecided[]> {
  const job: Job<DecisionWork, DecisionTask, CrossDecided> = {
    kind: 'cross-decisions',
    shared: work,
    open: openJob,
  };
  const results = new Array<CrossDecided>(tasks.length);
  try {
    await executor.run(job, tasks, {
      signal,
      onResult: (index, result) => {
        results[index] = result;
      },
    });
  } finally {
    executor.release(job);
  }
  return results;
}
