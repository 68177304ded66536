/** A helper of a fit, as a job: does parts of the fit's calls, in the same memory, until it is sent away. */
import type { OpenJob } from '../../../../jobs/executor.js';
import { joinKernels, type SharedKernels } from '../../../../kernels/load.js';
import { runPart } from './kernel-parts.js';
import { CLOSED, NONE_LEFT, PartBoard } from './part-board.js';

export interface HelpedFit {
  readonly kernels: SharedKernels;
  readonly board: SharedArrayBuffer;
}

/** The task is the number of the thread. */
export const openJob: OpenJob<HelpedFit, number, void> = ({ kernels: shared, board: memory }) => {
  const board = new PartBoard(memory);
  const kernels = joinKernels(shared);
  return (thread) => {
    for (let part = board.claim(); part !== CLOSED; part = board.claim()) {
      if (part === NONE_LEFT) {
        board.awaitParts();
        continue;
      }
      try {
        board.finish(part, runPart(board.kind, kernels, board.args, part, thread));
      } catch (error) {
        board.fail();
        throw error;
      }
    }
  };
};
